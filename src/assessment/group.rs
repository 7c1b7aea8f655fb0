//! Groups of clauses in figures: the standard's own groups, and the catalogue's other views of the clauses.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use super::score::{self, Rating, Weighted};
use super::{Assessment, Counts};
use crate::catalogue::Catalogue;
use crate::evidence::Finding;

/// The id of the view that groups clauses as the standard does.
pub const BY_CLAUSE: &str = "clauses";
/// The id of the group that holds the clauses a view leaves out.
const OTHER: &str = "other";

/// A grouping of the clauses, kept in the assessment so that reports need no catalogue to group by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewInfo {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it comes from and what it does not say; empty for the standard's own groups.
    pub about: String,
    /// Its groups in order.
    pub groups: Vec<ViewGroup>,
}

/// A group of a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewGroup {
    /// Its id in the view.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its last-level clauses.
    pub clauses: Vec<String>,
}

/// A group of clauses in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupResult {
    /// Its id in the view: `8.6`, `plan`.
    pub group: String,
    /// Its title.
    pub title: String,
    /// Its last-level clauses; in some views a clause stands in several groups.
    pub clauses: Vec<String>,
    /// 0–1.
    pub achievement: Option<f64>,
    /// N, P, L or F.
    pub rating: Option<Rating>,
    /// Obligations by status.
    pub counts: Counts,
}

/// Clause groups as auditors speak of them: the main clauses, and the second level of clause 8.
const GROUPS: &[(&str, &str)] = &[
    ("4", "Context of the organisation"),
    ("5", "Leadership"),
    ("6", "Planning"),
    ("7", "Support"),
    ("8.1", "Operational planning and control"),
    ("8.2", "Service portfolio"),
    ("8.3", "Relationship and agreement"),
    ("8.4", "Supply and demand"),
    ("8.5", "Design, build and transition"),
    ("8.6", "Resolution and fulfilment"),
    ("8.7", "Service assurance"),
    ("9", "Performance evaluation"),
    ("10", "Improvement"),
];

/// Every view of a catalogue: the standard's own groups first, then the others by id.
#[must_use]
pub fn views(catalogue: &Catalogue) -> Vec<ViewInfo> {
    let others = catalogue.views.values().filter(|view| view.id != BY_CLAUSE).map(|view| ViewInfo {
        id: view.id.clone(),
        title: view.title.clone(),
        about: view.about.clone(),
        groups: view
            .groups
            .iter()
            .map(|group| ViewGroup { id: group.id.clone(), title: group.title.clone(), clauses: group.clauses.clone() })
            .collect(),
    });
    std::iter::once(by_clause(catalogue)).chain(others).collect()
}

fn by_clause(catalogue: &Catalogue) -> ViewInfo {
    let clauses = || catalogue.clauses.iter().map(|clause| clause.clause.as_str());
    let groups = GROUPS.iter().map(|(group, title)| ViewGroup {
        id: (*group).into(),
        title: (*title).into(),
        clauses: clauses().filter(|clause| is_under(clause, group)).map(str::to_owned).collect(),
    });
    ViewInfo {
        id: BY_CLAUSE.into(),
        title: "Clauses of the standard".into(),
        about: String::new(),
        groups: groups.collect(),
    }
}

/// Whether a clause is another one or stands under it.
pub(super) fn is_under(clause: &str, group: &str) -> bool {
    clause == group || clause.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'))
}

/// A view by its id.
///
/// # Errors
/// When there is none; the message lists those there are.
pub fn find<'a>(views: &'a [ViewInfo], id: &str) -> Result<&'a ViewInfo> {
    let Some(view) = views.iter().find(|view| view.id == id) else {
        let known: Vec<&str> = views.iter().map(|view| view.id.as_str()).collect();
        bail!("there is no view `{id}`; the views are {}", known.join(", "));
    };
    Ok(view)
}

/// The same assessment with its summary grouped by another of its views. Nothing else changes: a view is
/// a way to look at results, never another result.
///
/// # Errors
/// When the assessment holds no such view; the message lists those it holds.
pub fn grouped_by(mut assessment: Assessment, id: &str) -> Result<Assessment> {
    let groups = group_results(&assessment, find(&assessment.views, id)?);
    assessment.summary.view = id.to_owned();
    assessment.summary.groups = groups;
    Ok(assessment)
}

/// The groups of one of its views in figures.
#[must_use]
pub fn group_results(assessment: &Assessment, view: &ViewInfo) -> Vec<GroupResult> {
    let weights: BTreeMap<&str, u8> =
        assessment.obligations.iter().map(|asked| (asked.obligation.as_str(), asked.weight)).collect();
    let weighted = weighted(&assessment.findings, &weights);
    let all: Vec<&str> = assessment.clauses.iter().map(|clause| clause.clause.as_str()).collect();
    results(view, &all, &weighted)
}

/// Findings with their weights; what has none weighs least.
pub(super) fn weighted<'a>(findings: &'a [Finding], weights: &BTreeMap<&str, u8>) -> Vec<Weighted<'a>> {
    let weight = |finding: &Finding| weights.get(finding.obligation.as_str()).copied().unwrap_or(1);
    findings.iter().map(|finding| (finding, weight(finding))).collect()
}

/// The groups of a view in figures; the clauses it leaves out come last, so that nothing is lost.
pub(super) fn results(view: &ViewInfo, all: &[&str], weighted: &[Weighted<'_>]) -> Vec<GroupResult> {
    let held: BTreeSet<&str> = view.groups.iter().flat_map(|group| &group.clauses).map(String::as_str).collect();
    let left: Vec<String> =
        all.iter().filter(|clause| !held.contains(*clause)).map(|clause| (*clause).into()).collect();
    let other = ViewGroup { id: OTHER.into(), title: "Other clauses".into(), clauses: left };
    let other = (!other.clauses.is_empty()).then_some(&other);
    view.groups.iter().chain(other).map(|group| result(group, weighted)).collect()
}

fn result(group: &ViewGroup, weighted: &[Weighted<'_>]) -> GroupResult {
    let own: Vec<Weighted<'_>> =
        weighted.iter().filter(|(finding, _)| group.clauses.contains(&finding.clause)).copied().collect();
    let achievement = score::achievement(&own);
    GroupResult {
        group: group.id.clone(),
        title: group.title.clone(),
        clauses: group.clauses.clone(),
        achievement,
        rating: achievement.map(Rating::of),
        counts: score::counts(own.iter().map(|(finding, _)| *finding)),
    }
}
