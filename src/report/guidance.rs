//! Advice beside the standard, arranged for reading: by what was found, and never as a gap.

use std::collections::BTreeMap;

use serde::Serialize;

use super::clauses::{self, Piece, Shortfall};
use super::plain::{TEXT, clean};
use super::words::{Mark, STATUSES, Words};
use crate::assessment::{Asked, GuidanceResult};
use crate::evidence::{Finding, Status};

/// A guidance and what was found on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Guidance {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What a reader must know before relying on it.
    pub notice: String,
    /// Its items by what was found: only what there is.
    pub parts: Vec<Part>,
}

/// Items on which the same was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What was found.
    pub mark: Mark,
    /// The items.
    pub items: Vec<Item>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `RV01`.
    pub id: String,
    /// What is advised.
    pub asks: String,
    /// The nearest clause it goes beyond.
    pub clause: String,
    /// What shows it.
    pub evidence: Vec<Piece>,
    /// What could be better.
    pub shortfalls: Vec<Shortfall>,
    /// Types looked for, in words.
    pub types: Vec<String>,
    /// Questions to ask.
    pub ask: Vec<String>,
}

impl Guidance {
    pub(super) fn new(guidance: &GuidanceResult, words: &Words) -> Self {
        let asked: BTreeMap<&str, &Asked> =
            guidance.items.iter().map(|item| (item.obligation.as_str(), item)).collect();
        let parts = STATUSES.iter().map(|status| {
            let findings = guidance.findings.iter().filter(|finding| finding.status == *status);
            let items = findings.map(|finding| item(finding, words, asked.get(finding.obligation.as_str()).copied()));
            Part { mark: words.advice(*status), items: items.collect() }
        });
        Self {
            id: clean(&guidance.id, TEXT),
            title: clean(&words.name(&guidance.title), TEXT),
            notice: clean(&words.name(&guidance.notice), usize::MAX),
            parts: parts.filter(|part| !part.items.is_empty()).collect(),
        }
    }
}

fn item(finding: &Finding, words: &Words, asked: Option<&Asked>) -> Item {
    let questions = asked.filter(|_| finding.status == Status::Undetermined).map(|asked| &asked.ask);
    Item {
        id: clean(&finding.obligation, TEXT),
        asks: asked.map(|asked| clean(&words.name(&asked.asks), TEXT)).unwrap_or_default(),
        clause: clean(&finding.clause, TEXT),
        evidence: finding.evidence.iter().map(|each| clauses::piece(words, each)).collect(),
        shortfalls: finding.shortfalls.iter().map(|each| clauses::shortfall(words, each)).collect(),
        types: clauses::spoken(words, &finding.looked_for.types),
        ask: questions.into_iter().flatten().map(|text| clean(&words.name(text), TEXT)).collect(),
    }
}
