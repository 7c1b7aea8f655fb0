//! What a programme of audits covers: every clause, in areas that one auditor can look at, with the points by
//! which they come sooner and more often, and who answers for what is found there.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::names::order;
use crate::assessment::Assessment;
use crate::catalogue::Grade;
use crate::evidence::Finding;

/// How points are given; printed with every programme.
pub const POINTS: &str = "Points: mean weight of the obligations 1–3; worst shortfall major 4, minor 2; something that documents cannot tell 1; a duty overdue 1; an open finding or corrective action 2, a major one 3; not known to have been audited within a year 1. From 7 high, from 4 medium, else low.";

/// A part of the management system that is audited as one: a process of clause 8, another clause as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// `8.6.1`, `5`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its clauses.
    pub clauses: Vec<String>,
    /// How many obligations.
    pub obligations: usize,
    /// By [`POINTS`].
    pub points: u32,
    /// What the points are for.
    pub why: Vec<String>,
    /// By the points.
    pub priority: Priority,
    /// Owners and approvers of the documents that are evidence here.
    pub answerable: Vec<String>,
}

/// How soon and how often an area is audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// Once in a cycle.
    Low,
    /// In the first and the last year.
    Medium,
    /// Every year.
    High,
}

/// What is known from audits before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// Clauses and when they were audited.
    pub audited: Vec<(BTreeSet<String>, Date)>,
    /// Clauses of findings and corrective actions that are open, and whether it is a major one.
    pub open: Vec<(BTreeSet<String>, bool)>,
}

/// The areas of an assessment, in the order of the standard.
#[must_use]
pub fn areas(assessment: &Assessment, past: &Past) -> Vec<Area> {
    let mut ids: Vec<String> = Vec::new();
    for clause in &assessment.clauses {
        let id = area_of(&clause.clause);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let areas = ids.into_iter().map(|id| area(assessment, past, id));
    areas.filter(|area| area.obligations > 0).collect()
}

/// The area a clause is in.
#[must_use]
pub fn area_of(clause: &str) -> String {
    let parts: Vec<&str> = clause.split('.').collect();
    let kept = if parts[0] == "8" { parts.len().min(3) } else { 1 };
    parts[..kept].join(".")
}

fn area(assessment: &Assessment, past: &Past, id: String) -> Area {
    let clauses: Vec<_> = assessment.clauses.iter().filter(|clause| area_of(&clause.clause) == id).collect();
    let numbers: Vec<String> = clauses.iter().map(|clause| clause.clause.clone()).collect();
    let findings: Vec<&Finding> =
        assessment.findings.iter().filter(|finding| numbers.contains(&finding.clause)).collect();
    let groups = assessment.views.iter().find(|view| view.id == "clauses").into_iter().flat_map(|view| &view.groups);
    let group = groups.into_iter().find(|group| group.id == id).map(|group| group.title.clone());
    let titles: Vec<&str> = clauses.iter().map(|clause| clause.title.as_str()).collect();
    let (points, why) = points(assessment, past, &numbers, &findings);
    Area {
        title: group.unwrap_or_else(|| titles.join("; ")),
        obligations: findings.len(),
        points,
        why,
        priority: match points {
            7.. => Priority::High,
            4..7 => Priority::Medium,
            _ => Priority::Low,
        },
        answerable: answerable(assessment, &findings),
        clauses: numbers,
        id,
    }
}

fn points(assessment: &Assessment, past: &Past, clauses: &[String], findings: &[&Finding]) -> (u32, Vec<String>) {
    let ids: BTreeSet<&str> = findings.iter().map(|finding| finding.obligation.as_str()).collect();
    let weights = assessment.obligations.iter().filter(|asked| ids.contains(asked.obligation.as_str()));
    let weights: Vec<u32> = weights.map(|asked| u32::from(asked.weight)).collect();
    let count = u32::try_from(weights.len()).unwrap_or(u32::MAX).max(1);
    let mean = (weights.iter().sum::<u32>() + count / 2) / count;
    let mut given = vec![(mean, format!("weight {mean}"))];
    let open = |finding: &&&Finding| !matches!(finding.status, crate::evidence::Status::Evidenced);
    let short = findings.iter().filter(open).flat_map(|finding| &finding.shortfalls);
    match short.map(|shortfall| shortfall.grade).max() {
        Some(Grade::Major) => given.push((4, "a shortfall proposed as major".into())),
        Some(Grade::Minor) => given.push((2, "a shortfall proposed as minor".into())),
        Some(Grade::Opportunity) | None => {}
    }
    if findings.iter().any(|finding| finding.status == crate::evidence::Status::Undetermined) {
        given.push((1, "documents cannot tell all of it".into()));
    }
    let late = |duty: &&crate::evidence::Duty| {
        duty.overdue_days.is_some() && duty.obligation.as_deref().is_some_and(|id| ids.contains(id))
    };
    if assessment.calendar.iter().any(|duty| late(&duty)) {
        given.push((1, "a duty is overdue".into()));
    }
    let touches = |named: &BTreeSet<String>| clauses.iter().any(|clause| named.contains(clause));
    let found: Vec<bool> = past.open.iter().filter(|(named, _)| touches(named)).map(|(_, major)| *major).collect();
    match found.iter().max() {
        Some(true) => given.push((3, "an open major finding or corrective action".into())),
        Some(false) => given.push((2, "an open finding or corrective action".into())),
        None => {}
    }
    let last = past.audited.iter().filter(|(named, _)| touches(named)).map(|(_, date)| *date).max();
    let as_of: Option<Date> = assessment.as_of.parse().ok();
    match last.zip(as_of) {
        Some((last, as_of)) if (as_of - last).get_days() <= 366 => {}
        Some((last, _)) => given.push((1, format!("last audited on {last}"))),
        None => given.push((1, "no audit of it is known".into())),
    }
    (
        given.iter().map(|(points, _)| points).sum(),
        given.into_iter().map(|(points, why)| format!("{why} (+{points})")).collect(),
    )
}

fn answerable(assessment: &Assessment, findings: &[&Finding]) -> Vec<String> {
    let paths: BTreeSet<&str> =
        findings.iter().flat_map(|finding| &finding.evidence).map(|evidence| evidence.path.as_str()).collect();
    let documents = assessment.documents.iter().filter(|document| paths.contains(document.path.as_str()));
    let people = documents.flat_map(|document| document.control.owner.iter().chain(&document.control.approver));
    let mut named: Vec<String> = Vec::new();
    for person in people.collect::<BTreeSet<_>>() {
        // Sorted, so that a name stands before the same with its role, which says more.
        match named
            .last_mut()
            .filter(|known| person.strip_prefix(known.as_str()).is_some_and(|role| role.starts_with([',', '('])))
        {
            Some(known) => known.clone_from(person),
            None => named.push(person.clone()),
        }
    }
    named
}

/// Clauses in the order of the standard.
pub(super) fn sorted(mut clauses: Vec<String>) -> Vec<String> {
    clauses.sort_by_key(|clause| order(clause));
    clauses
}
