//! The evidence by clause: which document, where, for which obligations. What a reader turns to who has the
//! documents at hand.

use std::collections::BTreeMap;

use serde::Serialize;

use super::plain::{TEXT, clean};
use super::view::{self, Link};
use super::words::{Mark, Words};
use crate::assessment::Assessment;
use crate::catalogue::Rung;

/// The evidence on one clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseEvidence {
    /// The clause's number.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its name for links.
    pub anchor: String,
    /// Documents, by path.
    pub documents: Vec<Exhibit>,
}

/// A document that shows something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exhibit {
    /// Its path.
    pub path: String,
    /// Where in it.
    pub places: Vec<String>,
    /// The highest rung on which it stands here.
    pub rung: Mark,
    /// For which obligations.
    pub obligations: Vec<Link>,
}

/// Places named of one document on one clause; a reader finds the others with the obligations.
const PLACES: usize = 6;

#[derive(Default)]
struct Found<'a> {
    places: Vec<String>,
    rung: Rung,
    obligations: Vec<&'a str>,
}

pub(super) fn exhibits(assessment: &Assessment, words: &Words) -> Vec<ClauseEvidence> {
    let mut by_clause: BTreeMap<&str, BTreeMap<&str, Found<'_>>> = BTreeMap::new();
    for finding in &assessment.findings {
        for piece in &finding.evidence {
            let found = by_clause.entry(&finding.clause).or_default().entry(&piece.path).or_default();
            let place = view::place(words, &piece.place);
            if !place.is_empty() && !found.places.contains(&place) {
                found.places.push(place);
            }
            found.rung = found.rung.max(piece.rung);
            if found.obligations.last() != Some(&finding.obligation.as_str()) {
                found.obligations.push(&finding.obligation);
            }
        }
    }
    let clauses = assessment.clauses.iter().filter_map(|clause| {
        let documents = by_clause.remove(clause.clause.as_str())?;
        Some(ClauseEvidence {
            id: clean(&clause.clause, TEXT),
            title: clean(&words.name(&clause.title), TEXT),
            anchor: view::anchor("c", &clause.clause),
            documents: documents.into_iter().map(|(path, found)| exhibit(path, found, words)).collect(),
        })
    });
    clauses.collect()
}

fn exhibit(path: &str, mut found: Found<'_>, words: &Words) -> Exhibit {
    if found.places.len() > PLACES {
        found.places.truncate(PLACES);
        found.places.push("…".into());
    }
    let link = |id: &&str| Link { text: clean(id, TEXT), anchor: view::anchor("o", id) };
    Exhibit {
        path: view::path(path),
        places: found.places,
        rung: words.rung(found.rung),
        obligations: found.obligations.iter().map(link).collect(),
    }
}
