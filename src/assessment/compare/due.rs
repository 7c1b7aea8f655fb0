//! What fell due between two assessments, and what became of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::assessment::Assessment;
use crate::evidence::Duty;

/// What fell due since an earlier assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fallen {
    /// Whose duties these are, where it is known.
    pub organisation: Option<String>,
    /// The date of the earlier assessment.
    pub since: String,
    /// The date of the later one.
    pub as_of: String,
    /// Those that either assessment knows and that moved, the longest due first.
    pub duties: Vec<FallenDuty>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FallenDuty {
    /// What became of it.
    pub outcome: Outcome,
    /// When it was due, `2026-11-22`; for what is done, before it was done.
    pub due: String,
    /// When it was done last, as far as documents show.
    pub done: Option<String>,
    /// The duty, as the later assessment has it; where that knows it no more, as the earlier has it.
    pub duty: Duty,
}

/// What became of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was overdue then, and is.
    StillOverdue,
    /// It fell due in between, and documents do not show that it was done.
    FellDue,
    /// Documents no longer speak of it.
    Gone,
    /// It was due until now and a later occasion is shown.
    Done,
}

/// What fell due since an earlier assessment of the same organisation.
#[must_use]
pub fn fallen(before: &Assessment, after: &Assessment) -> Fallen {
    let now: BTreeMap<&str, &Duty> = after.calendar.iter().map(|duty| (duty.id.as_str(), duty)).collect();
    let then: BTreeMap<&str, &Duty> = before.calendar.iter().map(|duty| (duty.id.as_str(), duty)).collect();
    let due = |duty: &&Duty| duty.next.as_deref().is_some_and(|next| next <= after.as_of.as_str());
    let known = before.calendar.iter().filter(due).filter_map(|old| {
        let (outcome, duty) = match now.get(old.id.as_str()) {
            None => (Outcome::Gone, old),
            Some(new) if last(new) > last(old) => (Outcome::Done, *new),
            Some(new) if due(new) => {
                let late = old.overdue_days.is_some();
                (if late { Outcome::StillOverdue } else { Outcome::FellDue }, *new)
            }
            // A later date was set for it.
            Some(_) => return None,
        };
        Some(one(outcome, old.next.as_deref(), duty))
    });
    // Overdue now and unknown then: a document names it that was not there, or did not say it.
    let new = after.calendar.iter().filter(due).filter(|duty| !then.contains_key(duty.id.as_str()));
    let mut duties: Vec<FallenDuty> =
        known.chain(new.map(|duty| one(Outcome::FellDue, duty.next.as_deref(), duty))).collect();
    duties.sort_by(|a, b| (a.outcome, &a.due, &a.duty.id).cmp(&(b.outcome, &b.due, &b.duty.id)));
    let organisation = after.organisation.name.clone();
    Fallen { organisation, since: before.as_of.clone(), as_of: after.as_of.clone(), duties }
}

fn last(duty: &Duty) -> Option<&str> {
    duty.last.as_ref().and_then(|last| last.date.as_deref())
}

fn one(outcome: Outcome, due: Option<&str>, duty: &Duty) -> FallenDuty {
    FallenDuty {
        outcome,
        due: due.unwrap_or_default().to_owned(),
        done: last(duty).map(str::to_owned),
        duty: duty.clone(),
    }
}
