//! The profile, `iso20k.yaml`: what an organisation says about itself and its documents where the program
//! cannot tell: its name, what a document is, and what has not happened yet.

use std::collections::BTreeMap;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use jiff::civil::Date;
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::Catalogue;
use super::files::File;
use super::load;
use crate::problem::Problem;

/// The file's usual name, looked for in the folder of documents.
pub const PROFILE: &str = "iso20k.yaml";

/// A pin that says that a document is no evidence.
pub const NO_EVIDENCE: &str = "none";

/// A profile as used.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// The organisation's name.
    pub organisation: Option<String>,
    /// The date as of which records are recent.
    pub as_of: Option<Date>,
    /// What documents are, in the order of their patterns.
    pub pins: Vec<Pin>,
    /// Obligations for which nothing happened yet, and why that is said.
    pub no_occurrence: BTreeMap<String, String>,
    /// Whose reports these are and for whom.
    pub report: Presentation,
    /// Where documents are looked for; none: everywhere in the folder.
    pub sources: Vec<Pattern>,
    /// What is no document of the organisation.
    pub exclude: Vec<Pattern>,
    /// What a pipeline asks of an assessment.
    pub gate: Thresholds,
    /// The file, as messages name it.
    pub shown: String,
}

/// Files, as a `.gitignore` names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// As written.
    pub written: String,
    /// Line of the file.
    pub line: u32,
}

impl Pattern {
    /// What tells which files fit; nothing where it is no pattern.
    #[must_use]
    pub fn matcher(&self) -> Option<Gitignore> {
        let mut builder = GitignoreBuilder::new("");
        builder.add_line(None, &self.written).ok()?;
        builder.build().ok()
    }
}

/// What a profile asks of an assessment, as written: what can be asked is known further on.
#[derive(Debug, Clone, Default)]
pub struct Thresholds {
    /// Names of what must not be, with their lines and columns.
    pub fail_on: Vec<(String, u32, u32)>,
    /// How much must be achieved, 0–1, under a clause or over all (`None`).
    pub min_achievement: Vec<(Option<String>, f64)>,
}

/// What a profile says of reports, as written: its logo is a path, which only the edge can look up.
#[derive(Debug, Clone, Default)]
pub struct Presentation {
    /// For whom they are.
    pub client: Option<String>,
    /// Who presents them.
    pub consultant: Option<String>,
    /// A picture, by its path from the profile, and the line that names it.
    pub logo: Option<(String, u32, u32)>,
    /// The colour of rules and bands, `#1b3a5c`.
    pub accent: Option<String>,
    /// How they are to be treated.
    pub confidentiality: Option<String>,
    /// What a reader is to know before relying on them.
    pub disclaimers: Vec<String>,
    /// ISO 639-1.
    pub language: Option<String>,
}

/// What documents of a path are.
#[derive(Debug, Clone)]
pub struct Pin {
    /// A path or a pattern as in a `.gitignore`, relative to the folder of documents.
    pub pattern: String,
    /// A document or register type, or [`NO_EVIDENCE`].
    pub kind: String,
    /// Line of the file.
    pub line: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    organisation: Option<String>,
    as_of: Option<Spanned<String>>,
    #[serde(default)]
    pins: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    no_occurrence: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    report: WrittenReport,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
    #[serde(default)]
    exclude: Vec<Spanned<String>>,
    #[serde(default)]
    gate: WrittenGate,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenGate {
    fail_on: Vec<Spanned<String>>,
    min_achievement: BTreeMap<String, Spanned<f64>>,
}

/// What stands for all clauses where a clause could stand.
const OVER_ALL: &str = "all";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenReport {
    client: Option<String>,
    consultant: Option<String>,
    logo: Option<Spanned<String>>,
    colours: WrittenColours,
    confidentiality: Option<String>,
    disclaimers: Vec<String>,
    language: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenColours {
    accent: Option<Spanned<String>>,
}

/// Languages that reports are written in.
pub const REPORT_LANGUAGES: &[&str] = &["en", "de"];

/// Reads a profile.
///
/// # Errors
/// Every mistake in it with its place: a shape that is none, a type or an obligation that there is not.
pub fn profile(file: &File, catalogue: &Catalogue) -> Result<Profile, Vec<Problem>> {
    let written: Written = load::parse("profile", file)?;
    let mut problems = Vec::new();
    let mut mistake = |at: &Spanned<String>, message: String, hint: &str| {
        let (line, column) = load::position(at);
        problems.push(Problem::error(&file.shown, message).at(line, column).hint(hint));
    };
    for (pattern, kind) in &written.pins {
        let id = &kind.value;
        let known = catalogue.documents.contains_key(id) || catalogue.registers.contains_key(id) || id == NO_EVIDENCE;
        if !known {
            let hint = "`iso20k catalogue list documents` and `… registers` list the types; `none` is no evidence";
            mistake(kind, format!("`{pattern}` is pinned to `{id}`, which is no type"), hint);
        }
    }
    for (id, why) in &written.no_occurrence {
        match catalogue.obligations().find(|(_, obligation)| obligation.id == *id) {
            None => {
                mistake(why, format!("no obligation `{id}`"), "`iso20k explain CLAUSE` lists a clause's obligations");
            }
            Some((_, obligation)) if obligation.no_occurrence.is_none() => {
                let hint = "only what need not have happened yet can be declared so";
                mistake(why, format!("`{id}` asks for something that must always be there"), hint);
            }
            Some(_) => {}
        }
    }
    let patterns = |written: &[Spanned<String>]| -> Vec<Pattern> {
        written.iter().map(|each| Pattern { line: load::position(each).0, written: each.value.clone() }).collect()
    };
    let (sources, exclude) = (patterns(&written.sources), patterns(&written.exclude));
    for (each, pattern) in written.sources.iter().chain(&written.exclude).zip(sources.iter().chain(&exclude)) {
        if pattern.matcher().is_none_or(|matcher| matcher.is_empty()) {
            mistake(each, format!("`{}` is no pattern", each.value), "write it as in a .gitignore");
        }
    }
    let as_of = written.as_of.as_ref().and_then(|date| {
        let parsed = date.value.parse().ok();
        if parsed.is_none() {
            mistake(date, format!("`{}` is no date", date.value), "write it as 2026-11-22");
        }
        parsed
    });
    if let Some(accent) = written.report.colours.accent.as_ref().filter(|accent| !is_colour(&accent.value)) {
        mistake(accent, format!("`{}` is no colour", accent.value), "write it as \"#1b3a5c\", in quotes");
    }
    let language = written.report.language.as_ref();
    if let Some(language) = language.filter(|language| !REPORT_LANGUAGES.contains(&language.value.as_str())) {
        let hint = format!("the languages are {}", REPORT_LANGUAGES.join(", "));
        mistake(language, format!("no report is written in `{}`", language.value), &hint);
    }
    problems.extend(shares(&written.gate, file, catalogue));
    if !problems.is_empty() {
        return Err(problems);
    }
    let pins = written.pins.into_iter();
    let pins = pins.map(|(pattern, kind)| Pin { pattern, line: load::position(&kind).0, kind: kind.value });
    let declared = written.no_occurrence.into_iter().map(|(id, why)| (id, why.value));
    Ok(Profile {
        organisation: written.organisation,
        as_of,
        pins: pins.collect(),
        no_occurrence: declared.collect(),
        report: written.report.into(),
        sources,
        exclude,
        gate: written.gate.into(),
        shown: file.shown.clone(),
    })
}

/// What is wrong with the shares that a gate asks for.
fn shares(gate: &WrittenGate, file: &File, catalogue: &Catalogue) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (clause, least) in &gate.min_achievement {
        let mut mistake = |message: String, hint: &str| {
            let (line, column) = load::position(least);
            problems.push(Problem::error(&file.shown, message).at(line, column).hint(hint));
        };
        let under =
            |known: &str| known.strip_prefix(clause).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        if clause != OVER_ALL && !catalogue.clauses.iter().any(|known| under(&known.clause)) {
            mistake(format!("no clause `{clause}`"), "name a clause, what clauses stand under, or `all`");
        }
        if !(0.0..=1.0).contains(&least.value) {
            mistake(format!("`{}` is no share", least.value), "write 80 % as 0.8");
        }
    }
    problems
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit()))
}

impl From<WrittenGate> for Thresholds {
    fn from(written: WrittenGate) -> Self {
        let fail_on = written.fail_on.into_iter().map(|name| {
            let (line, column) = load::position(&name);
            (name.value, line, column)
        });
        let least = written.min_achievement.into_iter();
        let least = least.map(|(clause, least)| ((clause != OVER_ALL).then_some(clause), least.value));
        Self { fail_on: fail_on.collect(), min_achievement: least.collect() }
    }
}

impl From<WrittenReport> for Presentation {
    fn from(written: WrittenReport) -> Self {
        let logo = written.logo.map(|logo| {
            let (line, column) = load::position(&logo);
            (logo.value, line, column)
        });
        Self {
            client: written.client,
            consultant: written.consultant,
            logo,
            accent: written.colours.accent.map(|accent| accent.value.to_ascii_lowercase()),
            confidentiality: written.confidentiality,
            disclaimers: written.disclaimers,
            language: written.language.map(|language| language.value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Files, load};

    fn read(text: &str) -> Result<Profile, Vec<Problem>> {
        let (catalogue, _) = load(&Files::embedded());
        profile(&File { shown: PROFILE.into(), text: text.into() }, &catalogue)
    }

    #[test]
    fn what_an_organisation_says_of_itself() {
        let text = "organisation: Fellside Ltd\nas_of: 2026-11-22\npins:\n  wiki/fault-handling.md: incident-management-procedure\n  'old/**': none\nno_occurrence:\n  8.6.1/6: No major incident yet.\nreport:\n  client: Fellside Ltd\n  logo: logo.png\n  colours:\n    accent: '#1B3A5C'\n  disclaimers: [For the board only.]\n  language: de\n";
        let profile = read(text).unwrap();
        assert_eq!(profile.organisation.as_deref(), Some("Fellside Ltd"));
        assert_eq!(profile.pins.len(), 2);
        assert_eq!(profile.no_occurrence["8.6.1/6"], "No major incident yet.");
        assert_eq!(profile.report.logo, Some(("logo.png".into(), 10, 9)));
        assert_eq!(profile.report.accent.as_deref(), Some("#1b3a5c"));
        assert_eq!(profile.report.language.as_deref(), Some("de"));
    }

    #[test]
    fn what_a_pipeline_asks() {
        let text =
            "gate:\n  fail_on: [gap, review-overdue]\n  min_achievement:\n    all: 0.8\n    8.6: 0.9\n    10: 1\n";
        let gate = read(text).unwrap().gate;
        assert_eq!(gate.fail_on, [("gap".into(), 2, 13), ("review-overdue".into(), 2, 18)]);
        let least = [(Some("10".into()), 1.0), (Some("8.6".into()), 0.9), (None, 0.8)];
        assert_eq!(gate.min_achievement, least);
    }

    #[test]
    fn every_mistake_has_its_place() {
        let said = |text: &str| {
            let problems = read(text).unwrap_err();
            (problems[0].line, problems[0].message.clone())
        };
        let (line, message) = said("pins:\n  a.md: incident-procedur\n");
        assert_eq!((line, message.as_str()), (Some(2), "`a.md` is pinned to `incident-procedur`, which is no type"));
        let (line, message) = said("no_occurrence:\n  4.3/1: never\n");
        assert_eq!((line, message.as_str()), (Some(2), "`4.3/1` asks for something that must always be there"));
        let (line, message) = said("report:\n  colours:\n    accent: blue\n");
        assert_eq!((line, message.as_str()), (Some(3), "`blue` is no colour"));
        let (line, message) = said("report:\n  language: fr\n");
        assert_eq!((line, message.as_str()), (Some(2), "no report is written in `fr`"));
        let (line, message) = said("report:\n  logos: x.png\n");
        assert_eq!((line, message.as_str()), (Some(2), "`logos` is not known here"));
        let (line, message) = said("gate:\n  min_achievement:\n    8.9: 0.8\n");
        assert_eq!((line, message.as_str()), (Some(3), "no clause `8.9`"));
        let (line, message) = said("gate:\n  min_achievement: {all: 80}\n");
        assert_eq!((line, message.as_str()), (Some(2), "`80` is no share"));
        let (line, message) = said("organization: X\n");
        assert_eq!((line, message.as_str()), (Some(1), "`organization` is not known here"));
    }
}
