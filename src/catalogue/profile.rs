//! The profile, `iso20k.yaml`: what an organisation says about itself and its documents where the program
//! cannot tell: its name, what a document and a table are, and what has not happened yet.

mod names;
mod registers;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use jiff::civil::Date;
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::files::File;
use super::load;
use super::{Catalogue, Circumstance, Dimension};
use crate::problem::Problem;
use names::Names;
pub use registers::{MappedColumn, RegisterMap};

/// The file's usual name, looked for in the folder of documents.
pub const PROFILE: &str = "iso20k.yaml";

/// A pin that says that a document is no evidence.
pub const NO_EVIDENCE: &str = "none";

/// A profile as used.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// The organisation's names: the one that is printed first, then others under which documents are its own.
    pub organisation: Vec<String>,
    /// What the management system covers, in the organisation's words.
    pub scope: Option<String>,
    /// The services it covers.
    pub services: Vec<String>,
    /// How large it is and for whom it works, as the catalogue has it.
    pub circumstances: Vec<Circumstance>,
    /// The date as of which records are recent.
    pub as_of: Option<Date>,
    /// What documents are, in the order of their patterns.
    pub pins: Vec<Pin>,
    /// Which registers tables are, and which columns their headings.
    pub registers: Vec<RegisterMap>,
    /// Obligations for which nothing happened yet, and why that is said.
    pub no_occurrence: BTreeMap<String, String>,
    /// Whose reports these are and for whom.
    pub report: Presentation,
    /// Folders laid over the catalogue, by their paths from the profile. Whoever loads the catalogue, before a profile
    /// can be read, asks [`catalogues()`] for them.
    pub catalogues: Vec<String>,
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
    #[serde(default)]
    organisation: Names,
    scope: Option<String>,
    #[serde(default)]
    services: Vec<String>,
    size: Option<Spanned<String>>,
    sector: Option<Spanned<String>>,
    as_of: Option<Spanned<String>>,
    #[serde(default)]
    pins: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    registers: Vec<registers::Written>,
    #[serde(default)]
    no_occurrence: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    report: WrittenReport,
    #[serde(default)]
    catalogues: Vec<String>,
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

/// The folders that a profile lays over the catalogue, each with its line and column: all that can be read of a
/// profile without the catalogue. What is wrong with the rest is told when that is read.
#[must_use]
pub fn catalogues(text: &str) -> Vec<(String, u32, u32)> {
    #[derive(Default, Deserialize)]
    struct Peek {
        #[serde(default)]
        catalogues: Vec<Spanned<String>>,
    }
    let peek: Peek = serde_saphyr::from_str(text).unwrap_or_default();
    let placed = peek.catalogues.into_iter().map(|folder| {
        let (line, column) = load::position(&folder);
        (folder.value, line, column)
    });
    placed.collect()
}

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
    let mut circumstances = Vec::new();
    for (dimension, name) in Dimension::ALL.into_iter().zip([&written.size, &written.sector]) {
        let Some(name) = name else { continue };
        match catalogue.circumstance(dimension, &name.value) {
            Ok(known) => circumstances.push(known.clone()),
            Err(hint) => mistake(name, format!("there is no {} `{}`", dimension.name(), name.value), &hint),
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
    let (registers, found) = registers::maps(written.registers, file, catalogue);
    problems.extend(found);
    if !problems.is_empty() {
        return Err(problems);
    }
    let pins = written.pins.into_iter();
    let pins = pins.map(|(pattern, kind)| Pin { pattern, line: load::position(&kind).0, kind: kind.value });
    let declared = written.no_occurrence.into_iter().map(|(id, why)| (id, why.value));
    Ok(Profile {
        organisation: written.organisation.0,
        scope: written.scope,
        services: written.services,
        circumstances,
        as_of,
        pins: pins.collect(),
        registers,
        no_occurrence: declared.collect(),
        report: written.report.into(),
        catalogues: written.catalogues,
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
        if clause != OVER_ALL && !catalogue.clauses.iter().any(|known| known.is_under(clause)) {
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
