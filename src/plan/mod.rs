//! The implementation plan: what closes the shortfalls of an assessment, what it takes, who does it, in which order,
//! and from when on an audit can honestly be faced. Pure; every figure in it is an estimate that stands as data in
//! `reports/plan.yaml` ([`Estimates`]).

mod dates;
mod estimates;
mod gather;
mod order;
mod schedule;
mod stages;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::assessment::Assessment;
use crate::catalogue::{Catalogue, Grade, Together};
use crate::evidence::{Code, Status};

pub use estimates::{By, Closing, Doing, Estimates, Owner, Side, Size, StepInfo, Texts, Time, Waves};

/// The action that writes what is missing.
const WRITE: &str = "write";

/// The format of a plan as data.
pub const FORMAT: &str = "iso20k-plan/1";

/// What a plan is asked for.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Its first day.
    pub start: Date,
    /// The day on which stage 2 of a certification audit is to begin.
    pub audit: Option<Date>,
    /// How large the organisation is: a size of the estimates.
    pub size: String,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Always [`FORMAT`].
    pub format: String,
    /// Whose.
    pub organisation: Option<String>,
    /// The date of the assessment it rests on.
    pub as_of: String,
    /// The clauses to which that is limited; none: it is not.
    pub limited_to: Vec<String>,
    /// Its first day.
    pub start: String,
    /// How large the organisation is taken to be.
    pub size: String,
    /// What to do, by the day it begins.
    pub actions: Vec<Action>,
    /// What can be faced when, and why not sooner.
    pub milestones: Vec<Milestone>,
    /// What comes of the audit date asked for.
    pub audit: Option<AuditDate>,
    /// Person days, all of them estimated.
    pub effort: Effort,
    /// What has to be cleared up before, or beside.
    pub open: Open,
    /// Documents to be written that may well be one, as the size of the organisation advises.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<Together>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Action {
    /// `A01`.
    pub id: String,
    /// What is done, an action of the estimates.
    pub action: String,
    /// What it is done to: a document's title, or what a type is called.
    pub what: String,
    /// The document, where it is about one.
    pub path: Option<String>,
    /// Its type, or the one that is missing; may be empty.
    pub kind: String,
    /// The clause it belongs to.
    pub clause: String,
    /// Which step it is, of the estimates.
    pub step: String,
    /// The worst grade proposed of what it closes.
    pub grade: Grade,
    /// The weight of the obligations it bears on, together.
    pub weight: u32,
    /// Which these are.
    pub obligations: Vec<String>,
    /// What it closes.
    pub closes: Vec<Closes>,
    /// Actions that come before it.
    pub after: Vec<String>,
    /// How many wait for it.
    pub waiting: usize,
    /// Person days, estimated.
    pub days: f64,
    /// Who does it: a role of the estimates.
    pub owner: String,
    /// Whom the document names as answering for it.
    pub person: Option<String>,
    /// `now`, `next`, `later`.
    pub wave: String,
    /// Its first day.
    pub start: String,
    /// Its last day.
    pub end: String,
    /// When records of it can be seen, where it has to be shown that it is lived by.
    pub shown: Option<String>,
    /// Whether stage 2 is later when it is.
    pub critical: bool,
}

/// Something that an action closes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Closes {
    /// The kind of the shortfall.
    pub code: Code,
    /// What is the matter.
    pub says: String,
    /// What to do.
    pub remedy: String,
    /// The obligations it is about.
    pub obligations: Vec<String>,
}

/// Something that can be faced from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Milestone {
    /// `documents`, `records`, `audit`, `review`, `stage-1`, `stage-2`.
    pub id: String,
    /// Its day, or its first.
    pub from: String,
    /// Its last day.
    pub until: String,
    /// What it waits for, what comes last first.
    pub why: Vec<Why>,
}

/// What a milestone waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// `start`, `booking`, `documents`, `settle`, `records`, `audit-after`, `review-after`, `corrections`, `review`,
    /// `between`.
    pub id: String,
    /// Until when.
    pub date: String,
    /// By which action, where it is one.
    pub action: Option<String>,
}

/// What comes of an audit date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditDate {
    /// The day on which stage 2 is to begin.
    pub date: String,
    /// Whether that can honestly be faced.
    pub holds: bool,
    /// Days between it and the earliest honest one.
    pub days: u32,
    /// When stage 1 has to be at the latest.
    pub stage_1_by: String,
}

/// Person days.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Effort {
    /// In all.
    pub days: f64,
    /// By wave.
    pub waves: BTreeMap<String, f64>,
    /// By role.
    pub roles: BTreeMap<String, f64>,
}

/// What a plan cannot tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Open {
    /// Obligations that documents cannot tell; answers may add actions.
    pub undetermined: Vec<String>,
    /// Files that could not be read.
    pub unread: usize,
    /// Opportunities, which the plan leaves out.
    pub opportunities: usize,
}

/// Makes the plan.
#[must_use]
pub fn plan(assessment: &Assessment, catalogue: &Catalogue, estimates: &Estimates, terms: &Terms) -> Plan {
    let drafts = gather::gather(assessment, catalogue, estimates);
    let tasks = order::ordered(drafts, estimates, size(estimates, &terms.size));
    let work = schedule::schedule(tasks, estimates, terms);
    let (mut actions, milestones) = stages::stages(work, estimates, terms);
    number(&mut actions);
    let milestones = milestones.into_iter().map(|milestone| milestone.named(&actions)).collect::<Vec<_>>();
    Plan {
        format: FORMAT.into(),
        organisation: assessment.organisation.name.clone(),
        as_of: assessment.as_of.clone(),
        limited_to: assessment.summary.limited_to.clone(),
        start: terms.start.to_string(),
        size: terms.size.clone(),
        audit: terms.audit.map(|date| stages::asked(date, &milestones, estimates)),
        effort: effort(&actions),
        open: open(assessment),
        together: together(assessment, &actions),
        milestones,
        actions: actions.into_iter().map(|each| each.action).collect(),
    }
}

impl Plan {
    /// A milestone by its id.
    #[must_use]
    pub fn milestone(&self, id: &str) -> Option<&Milestone> {
        self.milestones.iter().find(|milestone| milestone.id == id)
    }
}

/// A size by its name; the estimates hold all three, or they could not be read.
fn size<'a>(estimates: &'a Estimates, name: &str) -> Option<&'a Size> {
    estimates.sizes.get(name).or_else(|| estimates.sizes.values().next())
}

/// An action on its way: what it is, and where it stands among the others.
#[derive(Debug, Clone)]
struct Planned {
    action: Action,
    /// Where it stood when it was gathered, by which others name it.
    at: usize,
    after: Vec<usize>,
}

/// Ids by the day on which actions begin; what names others by their places does so by their ids.
fn number(actions: &mut [Planned]) {
    let width = if actions.len() > 99 { 3 } else { 2 };
    let ids: BTreeMap<usize, String> =
        actions.iter().zip(1..).map(|(each, number)| (each.at, format!("A{number:0width$}"))).collect();
    for each in actions {
        each.action.id = ids.get(&each.at).cloned().unwrap_or_default();
        each.action.after = each.after.iter().filter_map(|at| ids.get(at).cloned()).collect();
        each.action.after.sort();
    }
}

fn effort(actions: &[Planned]) -> Effort {
    let mut effort = Effort::default();
    for Planned { action, .. } in actions {
        effort.days += action.days;
        *effort.waves.entry(action.wave.clone()).or_default() += action.days;
        *effort.roles.entry(action.owner.clone()).or_default() += action.days;
    }
    effort
}

/// Advice that is about two or more of the documents to be written.
fn together(assessment: &Assessment, actions: &[Planned]) -> Vec<Together> {
    let written = |kind: &String| actions.iter().any(|each| each.action.action == WRITE && each.action.kind == *kind);
    let advice = assessment.circumstances.iter().flat_map(|one| &one.together).map(|together| Together {
        types: together.types.iter().filter(|kind| written(kind)).cloned().collect(),
        why: together.why.clone(),
    });
    advice.filter(|together| together.types.len() > 1).collect()
}

fn open(assessment: &Assessment) -> Open {
    let undetermined = assessment.findings.iter().filter(|finding| finding.status == Status::Undetermined);
    let shortfalls = assessment.findings.iter().flat_map(|finding| &finding.shortfalls);
    Open {
        undetermined: undetermined.map(|finding| finding.obligation.clone()).collect(),
        unread: assessment.unread.len(),
        opportunities: shortfalls.filter(|each| each.grade == Grade::Opportunity && each.waived.is_none()).count(),
    }
}
