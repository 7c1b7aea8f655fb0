//! The evidence by clause and document: where each document shows what. The other way round from the findings.

use std::collections::BTreeMap;

use serde::Serialize;

use super::plain::{TEXT, clean};
use super::view::{self, Link, anchor};
use super::words::{Mark, Words};
use crate::assessment::Assessment;
use crate::evidence::{Evidence, Finding};

/// A clause and the documents that show something of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Clause {
    /// Its number.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// The documents, by path.
    pub(super) documents: Vec<Document>,
}

/// A document and where it shows something of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Document {
    /// Its path.
    pub(super) path: String,
    /// Places in it, in the order in which findings name them.
    pub(super) places: Vec<Shown>,
}

/// A place and what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Shown {
    /// Where, or empty.
    pub(super) place: String,
    /// The highest rung on which it stands.
    pub(super) rung: Mark,
    /// The obligations.
    pub(super) obligations: Vec<Link>,
}

/// Every clause that has evidence.
pub(super) fn by_clause(assessment: &Assessment, words: &Words) -> Vec<Clause> {
    let mut findings: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in assessment.findings.iter().filter(|finding| !finding.evidence.is_empty()) {
        findings.entry(&finding.clause).or_default().push(finding);
    }
    let clauses = assessment.clauses.iter().filter_map(|clause| {
        let findings = findings.remove(clause.clause.as_str())?;
        let (id, title) = (clean(&clause.clause, TEXT), clean(&clause.title, TEXT));
        Some(Clause { id, title, documents: documents(&findings, words) })
    });
    clauses.collect()
}

fn documents(findings: &[&Finding], words: &Words) -> Vec<Document> {
    let mut documents: BTreeMap<&str, Vec<(&Finding, &Evidence)>> = BTreeMap::new();
    for finding in findings {
        for piece in &finding.evidence {
            documents.entry(&piece.path).or_default().push((finding, piece));
        }
    }
    let documents =
        documents.into_iter().map(|(path, pieces)| Document { path: view::path(path), places: places(&pieces, words) });
    documents.collect()
}

fn places(pieces: &[(&Finding, &Evidence)], words: &Words) -> Vec<Shown> {
    let mut places: Vec<(String, Vec<(&Finding, &Evidence)>)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for piece in pieces {
        let place = view::place(words, &piece.1.place);
        let at = *known.entry(place.clone()).or_insert(places.len());
        match places.get_mut(at) {
            Some((_, pieces)) => pieces.push(*piece),
            None => places.push((place, vec![*piece])),
        }
    }
    let shown = places.into_iter().filter_map(|(place, pieces)| {
        let rung = pieces.iter().map(|(_, piece)| piece.rung).max()?;
        let mut obligations: Vec<Link> = pieces.iter().map(|(finding, _)| link(&finding.obligation)).collect();
        obligations.dedup();
        Some(Shown { place, rung: words.rung(rung), obligations })
    });
    shown.collect()
}

fn link(obligation: &str) -> Link {
    Link { text: clean(obligation, TEXT), anchor: anchor("o", obligation) }
}
