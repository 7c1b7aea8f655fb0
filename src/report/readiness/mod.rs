//! Readiness for the two stages of a certification audit: what is looked at (`reports/readiness.yaml`), and what
//! documents show of it. The verdict is a proposal to face the stage or not yet, with its reasons.

mod by_date;
mod paper;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::Options;
use super::clauses::{Clause, Obligation, Piece, Shortfall};
use super::view::{Link, View};
use super::words::{Language, Mark, Words};
use crate::assessment::Assessment;
use by_date::ByDate;

pub(super) use paper::{form, write};

/// Evidence and shortfalls shown of one item.
const SHOWN: usize = 3;

/// A text in each language.
type Texts = BTreeMap<String, String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    stages: Vec<WrittenStage>,
    drivers: Vec<Texts>,
}

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

/// All that is said of readiness beside what any report says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Readiness {
    /// The stages.
    pub stages: Vec<Stage>,
    /// By the day of a planned audit, where one was named.
    pub by_date: Option<ByDate>,
    /// What a certification body asks before it offers days.
    pub drivers: Vec<String>,
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

/// The readiness of an assessment.
///
/// # Errors
/// When a user's `readiness.yaml` or `plan.yaml` cannot be read.
pub(super) fn readiness(assessment: &Assessment, view: &View, options: &Options<'_>) -> Result<Readiness> {
    const FILE: &str = "readiness.yaml";
    let written: Written =
        serde_saphyr::from_str(options.templates.file(FILE)?).with_context(|| format!("`{FILE}` cannot be read"))?;
    let maker = Maker::new(view, options.words());
    let stages: Vec<Stage> = written.stages.iter().map(|stage| maker.stage(stage)).collect();
    let by_date = by_date::by_date(assessment, &stages, options)?;
    Ok(Readiness { by_date, stages, drivers: written.drivers.iter().map(|texts| maker.text(texts)).collect() })
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
