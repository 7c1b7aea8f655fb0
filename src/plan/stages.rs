//! From when on the two stages of a certification audit can honestly be faced: documents in force, records that have
//! had time to come about, an internal audit of both, a management review of that.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::dates::{between, later, monday, weeks};
use super::estimates::{Estimates, Time};
use super::schedule::{Work, wave};
use super::{AuditDate, Milestone, Planned, Terms, Why};

/// A milestone whose reasons name actions by their places.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    id: &'static str,
    from: Date,
    until: Date,
    /// What it waits for, until when, by which action.
    why: Vec<(&'static str, Date, Option<usize>)>,
}

impl Mark {
    /// A milestone from the day on which the last of its reasons is past; audits begin on a Monday.
    fn new(id: &'static str, mut why: Vec<(&'static str, Date, Option<usize>)>, long: u16) -> Self {
        why.sort_by_key(|(_, date, _)| std::cmp::Reverse(*date));
        let day = why.first().map_or(Date::MIN, |(_, date, _)| *date);
        let from = if ["documents", "records"].contains(&id) { day } else { monday(day) };
        let until = if long == 0 { from } else { later(weeks(from, long - 1), 4) };
        Self { id, from, until, why }
    }

    pub(super) fn named(self, actions: &[Planned]) -> Milestone {
        let id = |at: usize| actions.iter().find(|each| each.at == at).map(|each| each.action.id.clone());
        let why = self.why.into_iter().map(|(reason, date, at)| Why {
            id: reason.into(),
            date: date.to_string(),
            action: at.and_then(id),
        });
        Milestone { id: self.id.into(), from: self.from.to_string(), until: self.until.to_string(), why: why.collect() }
    }
}

/// Actions with their dates, by the day they begin, and the milestones in their order.
pub(super) fn stages(mut work: Vec<Work>, estimates: &Estimates, terms: &Terms) -> (Vec<Planned>, Vec<Mark>) {
    let marks = marks(&work, &estimates.time, terms);
    for each in work.iter_mut().filter(|each| each.step > 2) {
        let id = if each.step == 3 { "audit" } else { "review" };
        if let Some(mark) = marks.iter().find(|mark| mark.id == id) {
            (each.start, each.end) = (mark.from, mark.until);
        }
    }
    let critical = critical(&work, &marks);
    work.sort_by_key(|each| (each.start, each.priority));
    let planned = work.into_iter().map(|each| {
        let mut planned = each.planned;
        let action = &mut planned.action;
        action.wave = wave(each.start, estimates, terms).into();
        action.start = each.start.to_string();
        action.end = each.end.to_string();
        action.shown = each.records.filter(|_| each.step <= 2).map(|long| weeks(each.end, long).to_string());
        action.critical = critical.contains(&planned.at);
        planned
    });
    (planned.collect(), marks)
}

fn marks(work: &[Work], time: &Time, terms: &Terms) -> Vec<Mark> {
    let scheduled = || work.iter().filter(|each| each.step <= 2);
    let last =
        |all: &mut dyn Iterator<Item = (Date, usize)>| all.max_by_key(|(date, at)| (*date, std::cmp::Reverse(*at)));
    let documents = last(&mut scheduled().filter(|each| each.step < 2).map(|each| (each.end, each.planned.at)));
    let all = last(&mut scheduled().map(|each| (each.end, each.planned.at)));
    let recorded = |most: u16| {
        let dated = scheduled().filter_map(|each| Some((weeks(each.end, each.records?.min(most)), each.planned.at)));
        last(&mut dated.collect::<Vec<_>>().into_iter())
    };
    let mut marks = Vec::new();
    let why = |id: &'static str, (date, at): (Date, usize)| (id, date, Some(at));
    let mut stage_1 = vec![("booking", weeks(terms.start, time.booking), None)];
    let mut stage_2: Vec<(&'static str, Date, Option<usize>)> = Vec::new();
    if let Some(documents) = documents {
        marks.push(Mark::new("documents", vec![why("documents", documents)], 0));
        stage_1.push(("settle", weeks(documents.0, time.settle), Some(documents.1)));
    }
    if !work.is_empty() {
        let mut reasons: Vec<_> = all.map(|all| why("documents", all)).into_iter().collect();
        reasons.extend(recorded(time.audit_after).map(|recorded| why("audit-after", recorded)));
        if reasons.is_empty() {
            reasons.push(("start", terms.start, None));
        }
        let audit = Mark::new("audit", reasons, time.audit);
        let review =
            Mark::new("review", vec![("review-after", weeks(audit.until, time.review_after), None)], time.review);
        stage_2.push(("corrections", weeks(audit.until, time.corrections), None));
        stage_2.push(("review", later(review.until, 1), None));
        if let Some(recorded) = recorded(u16::MAX) {
            stage_2.push(why("records", recorded));
            marks.push(Mark::new("records", vec![why("records", recorded)], 0));
        }
        marks.extend([audit, review]);
    }
    let stage_1 = Mark::new("stage-1", stage_1, 0);
    stage_2.push(("between", weeks(stage_1.from, time.between), None));
    let stage_2 = Mark::new("stage-2", stage_2, 0);
    marks.extend([stage_1, stage_2]);
    marks.sort_by_key(|mark| mark.from);
    marks
}

/// The actions that hold up stage 2: from what it waits for longest, back to the start.
fn critical(work: &[Work], marks: &[Mark]) -> BTreeSet<usize> {
    let works: BTreeMap<usize, &Work> = work.iter().map(|each| (each.planned.at, each)).collect();
    let mut mark = marks.iter().find(|mark| mark.id == "stage-2");
    let mut action = None;
    let mut passed = Vec::new();
    // Four milestones at most stand one behind the other.
    for _ in 0..6 {
        let Some((reason, _, at)) = mark.and_then(|mark| mark.why.first()) else { break };
        action = *at;
        let next = match *reason {
            "corrections" | "review-after" => "audit",
            "review" => "review",
            "between" => "stage-1",
            _ => break,
        };
        passed.push(next);
        mark = marks.iter().find(|mark| mark.id == next);
    }
    let mut found = BTreeSet::new();
    while let Some(at) = action.filter(|at| found.insert(*at)) {
        action = works.get(&at).and_then(|each| each.held_by);
    }
    let stands =
        |each: &&Work| each.step == 3 && passed.contains(&"audit") || each.step == 4 && passed.contains(&"review");
    found.extend(work.iter().filter(stands).map(|each| each.planned.at));
    found
}

/// What comes of an audit date.
pub(super) fn asked(date: Date, milestones: &[Milestone], estimates: &Estimates) -> AuditDate {
    let earliest = milestones.iter().find(|milestone| milestone.id == "stage-2");
    let earliest: Date = earliest.and_then(|milestone| milestone.from.parse().ok()).unwrap_or(date);
    let holds = date >= earliest;
    let back = jiff::Span::new().weeks(i64::from(estimates.time.between));
    AuditDate {
        date: date.to_string(),
        holds,
        days: if holds { between(earliest, date) } else { between(date, earliest) },
        stage_1_by: date.saturating_sub(back).to_string(),
    }
}
