//! Readiness for the two stages of a certification audit: what is looked at (`reports/readiness.yaml`), and what
//! documents show of it. The verdict is a proposal to face the stage or not yet, with its reasons.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::Options;
use super::clauses::{Clause, Obligation, Piece, Shortfall};
use super::view::{Link, View};
use super::words::{Language, Mark, Words};

/// Evidence and shortfalls shown of one item.
const SHOWN: usize = 3;

/// A text in each language.
type Texts = BTreeMap<String, String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStage {
    id: String,
    title: Texts,
    about: Texts,
    parts: Vec<WrittenPart>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPart {
    title: Texts,
    items: Vec<WrittenItem>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenItem {
    id: String,
    says: Texts,
    #[serde(default)]
    needed: bool,
    #[serde(default)]
    first: bool,
    #[serde(default)]
    any: bool,
    #[serde(default)]
    obligations: Vec<String>,
    #[serde(default)]
    clauses: Vec<String>,
}

/// A stage of the audit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// `stage-1`, for links.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it judges.
    pub about: String,
    /// `go`, `open` or `not-yet`.
    pub verdict: Mark,
    /// What stands in the way, then what is to be asked first.
    pub reasons: Vec<Item>,
    /// What is looked at.
    pub parts: Vec<Part>,
    /// Items by answer.
    pub counts: Vec<super::view::Count>,
}

/// Items of one matter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// What it is about.
    pub title: String,
    /// The items.
    pub items: Vec<Item>,
}

/// One thing that is looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// For links.
    pub id: String,
    /// What should be there.
    pub says: String,
    /// Whether the stage stands or falls with it.
    pub needed: bool,
    /// Whether it is looked at first.
    pub first: bool,
    /// Met, not met or ask.
    pub answer: Mark,
    /// The obligations behind it.
    pub obligations: Vec<Link>,
    /// What shows it.
    pub evidence: Vec<Piece>,
    /// What is missing.
    pub shortfalls: Vec<Shortfall>,
    /// What to ask.
    pub ask: Vec<String>,
}

/// The stages of an assessment.
pub(super) fn stages(view: &View, options: &Options<'_>) -> Result<Vec<Stage>> {
    const FILE: &str = "readiness.yaml";
    let written: Vec<WrittenStage> =
        serde_saphyr::from_str(options.templates.file(FILE)?).with_context(|| format!("`{FILE}` cannot be read"))?;
    let maker = Maker::new(view, options.words());
    Ok(written.iter().map(|stage| maker.stage(stage)).collect())
}

struct Maker<'a> {
    words: &'a Words,
    obligations: BTreeMap<&'a str, &'a Obligation>,
    /// Clause → its obligations.
    clauses: BTreeMap<&'a str, &'a Clause>,
}

impl<'a> Maker<'a> {
    fn new(view: &'a View, words: &'a Words) -> Self {
        let clauses =
            || view.groups.iter().flat_map(|group| &group.clauses).filter(|clause| clause.elsewhere.is_empty());
        let obligations = clauses().flat_map(|clause| &clause.obligations);
        Self {
            words,
            obligations: obligations.map(|obligation| (obligation.id.as_str(), obligation)).collect(),
            clauses: clauses().map(|clause| (clause.id.as_str(), clause)).collect(),
        }
    }

    fn text(&self, texts: &Texts) -> String {
        let usual = || texts.get(Language::En.code());
        texts.get(self.words.language().code()).or_else(usual).cloned().unwrap_or_default()
    }

    fn stage(&self, written: &WrittenStage) -> Stage {
        let parts: Vec<Part> = written
            .parts
            .iter()
            .map(|part| Part {
                title: self.text(&part.title),
                items: part.items.iter().filter_map(|item| self.item(&written.id, item)).collect(),
            })
            .filter(|part| !part.items.is_empty())
            .collect();
        let items = || parts.iter().flat_map(|part| &part.items);
        let needed = |answer: &'static str| items().filter(move |item| item.needed && item.answer.id == answer);
        let verdict = match (items().next(), needed("not-met").next(), needed("ask").next()) {
            (_, Some(_), _) => "not-yet",
            (None, ..) | (_, None, Some(_)) => "open",
            _ => "go",
        };
        let reasons = needed("not-met").chain(needed("ask")).cloned().collect();
        let counts = ["met", "not-met", "ask"].map(|answer| {
            let count = items().filter(|item| item.answer.id == answer).count();
            super::view::Count { mark: self.words.answer(answer), count: u32::try_from(count).unwrap_or(u32::MAX) }
        });
        Stage {
            id: written.id.clone(),
            title: self.text(&written.title),
            about: self.text(&written.about),
            verdict: self.words.verdict(verdict),
            reasons,
            parts,
            counts: counts.to_vec(),
        }
    }

    /// An item; none where the assessment holds nothing on it, as when it is limited to other clauses.
    fn item(&self, stage: &str, written: &WrittenItem) -> Option<Item> {
        let named: Vec<&Obligation> =
            written.obligations.iter().filter_map(|id| self.obligations.get(id.as_str()).copied()).collect();
        let clauses: Vec<&Clause> =
            written.clauses.iter().filter_map(|clause| self.clauses.get(clause.as_str()).copied()).collect();
        // A clause stands as it does over its obligations; an obligation that is named stands for itself.
        let statuses: Vec<&str> =
            named.iter().map(|each| each.status.id).chain(clauses.iter().map(|clause| clause.status.id)).collect();
        let met = |status: &str| ["evidenced", "no-occurrence"].contains(&status);
        let answer = match () {
            () if statuses.is_empty() => return None,
            () if statuses.iter().all(|status| met(status)) => "met",
            () if written.any && statuses.iter().any(|status| met(status)) => "met",
            () if statuses.iter().all(|status| met(status) || *status == "undetermined") => "ask",
            () => "not-met",
        };
        let behind: Vec<&Obligation> =
            named.into_iter().chain(clauses.iter().flat_map(|clause| &clause.obligations)).collect();
        let open = |obligation: &&Obligation| obligation.status.id == "undetermined";
        let short = behind.iter().filter(|each| !met(each.status.id) && !open(each));
        let shown = |all: &mut dyn Iterator<Item = Piece>| {
            let mut pieces: Vec<Piece> = Vec::new();
            for piece in all {
                if pieces.len() < SHOWN && !pieces.iter().any(|known| known.path == piece.path) {
                    pieces.push(piece);
                }
            }
            pieces
        };
        let mut shortfalls: Vec<Shortfall> = Vec::new();
        for each in short.flat_map(|obligation| &obligation.shortfalls).filter(|each| each.grade.id != "opportunity") {
            if answer == "not-met"
                && shortfalls.len() < SHOWN
                && !shortfalls.iter().any(|known| known.says == each.says)
            {
                shortfalls.push(each.clone());
            }
        }
        let ask = behind.iter().filter(|each| open(each) && answer == "ask").flat_map(|each| &each.ask);
        Some(Item {
            id: format!("{stage}-{}", written.id),
            says: self.text(&written.says),
            needed: written.needed,
            first: written.first,
            answer: self.words.answer(answer),
            obligations: behind
                .iter()
                .map(|each| Link { text: each.id.clone(), anchor: each.anchor.clone() })
                .collect(),
            evidence: shown(&mut behind.iter().flat_map(|each| each.evidence.iter().cloned())),
            shortfalls,
            ask: ask.take(SHOWN).cloned().collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Kind, Templates, render_with, sample, variants};
    use super::*;

    fn written() -> Vec<WrittenStage> {
        serde_saphyr::from_str(include_str!("../../reports/readiness.yaml")).unwrap()
    }

    fn of(assessment: &crate::assessment::Assessment, language: Language) -> Vec<Stage> {
        let templates = Templates::embedded();
        let options = Options { kind: Kind::Readiness, language, templates: &templates, audit: None };
        stages(&View::new(assessment, options.words()), &options).unwrap()
    }

    #[test]
    fn everything_named_is_in_the_catalogue_and_in_every_language() {
        let (catalogue, _) = crate::catalogue::load(&crate::catalogue::Files::embedded());
        let in_all = |texts: &Texts| {
            Language::ALL.iter().all(|language| texts.get(language.code()).is_some_and(|text| !text.is_empty()))
        };
        let stages = written();
        assert_eq!(stages.len(), 2);
        for stage in &stages {
            assert!(in_all(&stage.title) && in_all(&stage.about));
            for item in stage.parts.iter().flat_map(|part| &part.items) {
                assert!(in_all(&item.says), "{}", item.id);
                assert!(!item.obligations.is_empty() || !item.clauses.is_empty(), "{}", item.id);
                for id in &item.obligations {
                    assert!(catalogue.obligations().any(|(_, obligation)| obligation.id == *id), "{id}");
                }
                for clause in &item.clauses {
                    assert!(catalogue.clause(clause).is_some(), "{clause}");
                }
            }
        }
    }

    #[test]
    fn what_is_needed_and_not_met_stands_in_the_way() {
        let assessment = sample::assessment();
        let stages = of(&assessment, Language::En);
        assert_eq!(stages[0].verdict.id, "not-yet");
        let reason = stages[0].reasons.iter().find(|item| item.id == "stage-1-major-incidents").unwrap();
        assert_eq!((reason.answer.id, reason.shortfalls.is_empty()), ("not-met", false));
        assert!(stages[0].reasons.iter().all(|item| item.needed));
    }

    #[test]
    fn what_cannot_be_told_is_asked_and_all_met_is_a_go() {
        let mut assessment = sample::assessment();
        for finding in &mut assessment.findings {
            finding.status = crate::evidence::Status::Evidenced;
        }
        assessment.clauses.iter_mut().for_each(|clause| clause.status = crate::evidence::Status::Evidenced);
        assert!(of(&assessment, Language::De).iter().all(|stage| stage.verdict.id == "go" && stage.reasons.is_empty()));
        for finding in &mut assessment.findings {
            finding.status = crate::evidence::Status::Undetermined;
        }
        assessment.clauses.iter_mut().for_each(|clause| clause.status = crate::evidence::Status::Undetermined);
        assert_eq!(of(&assessment, Language::De)[0].verdict.id, "open");
        assert_eq!(of(&variants::empty(), Language::De)[0].verdict.id, "open");
    }

    #[test]
    fn written_in_both_languages_and_formats() {
        let templates = Templates::embedded();
        for language in Language::ALL {
            for format in [Format::Markdown, Format::Html] {
                let options =
                    Options { kind: Kind::Readiness, language: *language, templates: &templates, audit: None };
                for assessment in [sample::assessment(), variants::hostile(), variants::empty()] {
                    let text = String::from_utf8(render_with(format, &assessment, &options).unwrap()).unwrap();
                    assert!(text.contains(options.words().get("readiness", "title")));
                }
            }
        }
    }
}
