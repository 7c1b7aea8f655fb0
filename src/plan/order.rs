//! What comes before what, and what is done first where either could be.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::estimates::{Estimates, Size, is_under};
use super::gather::Draft;

/// An action with what it waits for and what it takes.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub draft: Draft,
    /// Of the steps of the estimates.
    pub step: usize,
    /// Tasks that come before it, by their places.
    pub after: Vec<usize>,
    /// How many wait for it, at whatever remove.
    pub waiting: usize,
    /// Person days.
    pub days: f64,
    /// Who does it.
    pub owner: String,
    /// Its place where it could be done now: 0 is first.
    pub priority: usize,
}

/// Tasks in the order in which they were gathered.
pub(super) fn ordered(drafts: Vec<Draft>, estimates: &Estimates, size: Option<&Size>) -> Vec<Task> {
    let factor = size.map_or(1.0, |size| size.effort);
    let mut tasks: Vec<Task> = drafts
        .into_iter()
        .map(|draft| Task {
            step: estimates.step(&draft.kind, draft.side, draft.level),
            after: Vec::new(),
            waiting: 0,
            days: days(&draft, estimates, factor),
            owner: estimates.owner(&draft.kind, &draft.clause).to_owned(),
            priority: 0,
            draft,
        })
        .collect();
    let before: Vec<BTreeSet<usize>> = tasks.iter().map(|task| before(task, &tasks, estimates)).collect();
    for at in 0..tasks.len() {
        let waiting = before.iter().filter(|all| all.contains(&at)).count();
        // What one of those before it waits for anyway need not be named again.
        let implied = |earlier: &usize| before[at].iter().any(|other| before[*other].contains(earlier));
        let after = before[at].iter().filter(|earlier| !implied(earlier)).copied().collect();
        if let Some(task) = tasks.get_mut(at) {
            task.waiting = waiting;
            task.after = after;
        }
    }
    let mut ranked: Vec<usize> = (0..tasks.len()).collect();
    ranked.sort_by_key(|at| {
        let task = &tasks[*at];
        (task.step, Reverse(task.draft.grade), Reverse(weight(task) + waits(task)), *at)
    });
    ranked.sort_by_key(|at| Reverse(tasks[*at].draft.grade));
    for (place, at) in ranked.into_iter().enumerate() {
        tasks[at].priority = place;
    }
    tasks
}

fn weight(task: &Task) -> u32 {
    task.draft.obligations.values().map(|weight| u32::from(*weight)).sum()
}

fn waits(task: &Task) -> u32 {
    u32::try_from(task.waiting).unwrap_or(u32::MAX).min(1_000)
}

/// All tasks that come before one. Those of the audit and the review wait for dates, not for tasks.
fn before(task: &Task, tasks: &[Task], estimates: &Estimates) -> BTreeSet<usize> {
    if task.step > 2 {
        return BTreeSet::new();
    }
    let clause = &task.draft.clause;
    let needs = estimates.needs.iter().filter(|(own, _)| is_under(clause, own)).flat_map(|(_, needed)| needed);
    let needs: Vec<&String> = needs.collect();
    let comes_first = |other: &Task| {
        let own = &other.draft.clause;
        let foundation = other.step == 0 && estimates.foundation.iter().any(|group| is_under(own, group));
        foundation || process(own) == process(clause) || needs.iter().any(|group| is_under(own, group))
    };
    let earlier = tasks.iter().enumerate().filter(|(_, other)| other.step < task.step && comes_first(other));
    earlier.map(|(at, _)| at).collect()
}

/// The process of a clause: `8.5.1.3` → `8.5.1`, `9.2.2` → `9.2`.
fn process(clause: &str) -> &str {
    let depth = if clause.starts_with("8.") { 3 } else { 2 };
    clause.match_indices('.').nth(depth - 1).map_or(clause, |(at, _)| &clause[..at])
}

/// Person days: by what is done to what, more for each further thing closed, at most twice as much; to the quarter.
fn days(draft: &Draft, estimates: &Estimates, factor: f64) -> f64 {
    let Some(doing) = estimates.doing(&draft.doing) else { return 0.25 };
    let base = doing.days.get(draft.level).or_else(|| doing.days.get("other")).copied().unwrap_or(1.0);
    let more = doing.more * draft.closes.len().saturating_sub(1) as f64;
    let days = (base + more.min(base)) * factor;
    ((days * 4.0).round() / 4.0).max(0.25)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_process_is_what_stands_together() {
        for (clause, process) in
            [("8.5.1.3", "8.5.1"), ("8.6.1", "8.6.1"), ("9.2.2", "9.2"), ("9.3", "9.3"), ("4", "4")]
        {
            assert_eq!(super::process(clause), process);
        }
    }
}
