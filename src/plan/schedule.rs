//! Dates: each action as early as what it waits for, whoever does it, and the number of things that can be under way
//! at once allow; where several could begin, the one that matters most does.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dates::{later, weeks, workday};
use super::estimates::Estimates;
use super::order::Task;
use super::{Action, Planned, Terms, size};
use crate::catalogue::Grade;

/// An action with its dates.
#[derive(Debug, Clone)]
pub(super) struct Work {
    pub planned: Planned,
    /// Of the steps of the estimates.
    pub step: usize,
    pub start: Date,
    pub end: Date,
    /// What kept it from beginning sooner.
    pub held_by: Option<usize>,
    /// Weeks until records of it can be seen; none: it needs none, or they are there.
    pub records: Option<u16>,
    pub priority: usize,
}

/// Dates for all but the audit and the review, which wait for those of the others.
pub(super) fn schedule(tasks: Vec<Task>, estimates: &Estimates, terms: &Terms) -> Vec<Work> {
    let size = size(estimates, &terms.size);
    let (a_week, at_once) = size.map_or((1.0, 1), |size| (size.days_a_week, size.at_once.max(1)));
    let mut desk = Desk { people: BTreeMap::new(), slots: vec![(workday(terms.start), None); at_once] };
    let mut done: BTreeMap<usize, (Date, Date, Option<usize>)> = BTreeMap::new();
    let mut left: Vec<usize> = (0..tasks.len()).filter(|at| tasks[*at].step <= 2).collect();
    left.sort_by_key(|at| tasks[*at].priority);
    while !left.is_empty() {
        let ready = left.iter().enumerate().filter(|(_, at)| tasks[**at].after.iter().all(|a| done.contains_key(a)));
        let begins = ready.map(|(place, at)| (desk.begins(&tasks[*at], &done), place));
        let Some(((start, held_by), place)) = begins.min_by_key(|((start, _), place)| (*start, *place)) else { break };
        let at = left.remove(place);
        let long = (tasks[at].days / a_week * 7.0).ceil().clamp(1.0, 100_000.0);
        let end = workday(later(start, long as u32 - 1));
        desk.take(&tasks[at].owner, at, end);
        done.insert(at, (start, end, held_by));
    }
    let start = workday(terms.start);
    let works = tasks.into_iter().enumerate().map(|(at, task)| {
        let (start, end, held_by) = done.get(&at).copied().unwrap_or((start, start, None));
        let records = task.draft.new.then(|| estimates.records(&task.draft.kind, task.draft.once));
        Work {
            step: task.step,
            start,
            end,
            held_by,
            records,
            priority: task.priority,
            planned: planned(at, task, estimates),
        }
    });
    works.collect()
}

/// Who is busy until when.
struct Desk {
    /// Role → last day, and with what.
    people: BTreeMap<String, (Date, usize)>,
    /// The next free day of each thing that can be under way, and what was.
    slots: Vec<(Date, Option<usize>)>,
}

impl Desk {
    /// The day on which a task could begin, and what keeps it from beginning sooner.
    fn begins(&self, task: &Task, done: &BTreeMap<usize, (Date, Date, Option<usize>)>) -> (Date, Option<usize>) {
        let next = |end: Date| workday(later(end, 1));
        let tasks = task.after.iter().filter_map(|at| Some((next(done.get(at)?.1), Some(*at))));
        let person = self.people.get(&task.owner).map(|(end, at)| (next(*end), Some(*at)));
        let slot = self.slots.iter().min_by_key(|(free, _)| *free).copied();
        // What it waits for by its nature is named before what merely keeps people busy.
        let all = slot.into_iter().chain(person).chain(tasks);
        all.max_by_key(|(day, _)| *day).unwrap_or((Date::MIN, None))
    }

    fn take(&mut self, owner: &str, at: usize, end: Date) {
        self.people.insert(owner.to_owned(), (end, at));
        if let Some(slot) = self.slots.iter_mut().min_by_key(|(free, _)| *free) {
            *slot = (workday(later(end, 1)), Some(at));
        }
    }
}

fn planned(at: usize, task: Task, estimates: &Estimates) -> Planned {
    let draft = task.draft;
    let weight = draft.obligations.values().map(|weight| u32::from(*weight)).sum();
    let step = estimates.steps.get(task.step).map(|step| step.id.clone());
    let action = Action {
        id: String::new(),
        action: draft.doing,
        what: draft.what,
        path: draft.path,
        kind: draft.kind,
        clause: draft.clause,
        step: step.unwrap_or_default(),
        grade: draft.grade.max(Grade::Minor),
        weight,
        obligations: draft.order,
        closes: draft.closes,
        after: Vec::new(),
        waiting: task.waiting,
        days: task.days,
        owner: task.owner,
        person: draft.person,
        wave: String::new(),
        start: String::new(),
        end: String::new(),
        shown: None,
        critical: false,
    };
    Planned { action, at, after: task.after }
}

/// The wave of an action that begins on a day.
pub(super) fn wave(start: Date, estimates: &Estimates, terms: &Terms) -> &'static str {
    match start {
        day if day < weeks(terms.start, estimates.waves.now) => "now",
        day if day < weeks(terms.start, estimates.waves.next) => "next",
        _ => "later",
    }
}
