//! What the evidence found serves beside the standard itself: the clauses of other standards, and the
//! requirements of a call for tender. It says what is touched, never that something is fulfilled.

pub mod framework;
pub mod tender;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::assessment::Assessment;
use crate::evidence::{Finding, Status};

/// How much of what was asked here shows evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// Evidence was found for all of it.
    Found,
    /// For a part.
    InPart,
    /// For something that is merely related.
    Related,
    /// Documents cannot tell.
    Ask,
    /// For none of it.
    NotFound,
}

impl Extent {
    /// Over findings; what is declared not to have occurred shows nothing and is left out.
    fn of<'a>(findings: impl Iterator<Item = &'a Finding>) -> Self {
        let statuses: Vec<Status> =
            findings.map(|finding| finding.status).filter(|status| *status != Status::NoOccurrence).collect();
        let is = |wanted: Status| statuses.iter().filter(|status| **status == wanted).count();
        match (is(Status::Evidenced), is(Status::Partial), is(Status::Undetermined)) {
            (0, 0, 0) => Self::NotFound,
            (0, 0, undetermined) => {
                if undetermined == statuses.len() {
                    Self::Ask
                } else {
                    Self::NotFound
                }
            }
            (evidenced, ..) if evidenced == statuses.len() => Self::Found,
            _ => Self::InPart,
        }
    }
}

/// The findings of a clause.
fn of_clause<'a>(assessment: &'a Assessment, clause: &str) -> Vec<&'a Finding> {
    assessment.findings.iter().filter(|finding| finding.clause == clause).collect()
}

/// The documents that are evidence in findings, by path.
fn documents<'a>(findings: impl Iterator<Item = &'a &'a Finding>) -> Vec<String> {
    let paths: BTreeSet<&str> =
        findings.flat_map(|finding| &finding.evidence).map(|evidence| evidence.path.as_str()).collect();
    paths.into_iter().map(str::to_owned).collect()
}
