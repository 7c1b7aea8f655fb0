//! The programme of internal audits over a cycle: every area at least once, the risky ones sooner and more
//! often, nobody auditing what they answer for, and dates.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::areas::{Area, POINTS, Past, Priority, areas, sorted};
use super::names::same_person;
use crate::assessment::Assessment;

/// Somebody who audits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auditor {
    /// Their name.
    pub name: String,
    /// What they are.
    #[serde(default)]
    pub role: Option<String>,
    /// Clauses, or what stands above them, in which they work and which they therefore do not audit.
    #[serde(default)]
    pub works_in: Vec<String>,
}

/// What a programme is asked for.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Years of the cycle.
    pub years: u32,
    /// Its first day.
    pub from: Date,
    /// Audits a year.
    pub a_year: usize,
    /// Who audits; none: that is left open.
    pub auditors: Vec<Auditor>,
}

/// A programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Whose.
    pub organisation: Option<String>,
    /// The date of the assessment it rests on.
    pub as_of: String,
    /// Its first day.
    pub from: String,
    /// Years of the cycle.
    pub years: u32,
    /// When records show the last audit, of whatever.
    pub last_audit: Option<String>,
    /// How points are given.
    pub points: String,
    /// Who audits.
    pub auditors: Vec<Auditor>,
    /// What is audited.
    pub areas: Vec<Area>,
    /// When, by date.
    pub audits: Vec<Audit>,
}

/// One audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// `IA-2027-1`: the year and a number.
    pub id: String,
    /// The first day planned.
    pub date: String,
    /// What is audited by whom.
    pub assignments: Vec<Assignment>,
}

/// An area in an audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The area's id.
    pub area: String,
    /// Who audits it; `null`: nobody named is independent of it, or nobody is named.
    pub auditor: Option<String>,
    /// Auditors who are not independent of it, and why.
    pub excluded: Vec<String>,
}

/// Makes the programme.
#[must_use]
pub fn programme(assessment: &Assessment, past: &Past, terms: &Terms) -> Programme {
    let areas = areas(assessment, past);
    let mut audits = Vec::new();
    for (year, due) in (0..).zip(years(&areas, terms.years)) {
        audits.extend(dated(chunks(&due, terms.a_year), terms.from, year));
    }
    let mut desk = Desk { auditors: &terms.auditors, load: vec![0; terms.auditors.len()], all: total(&audits) };
    let mut numbers = std::collections::BTreeMap::new();
    let audits = audits.into_iter().map(|(date, areas)| {
        let number = numbers.entry(date.year()).and_modify(|number| *number += 1).or_insert(1);
        Audit { id: format!("IA-{}-{number}", date.year()), date: date.to_string(), assignments: desk.assign(&areas) }
    });
    let audits = audits.collect();
    Programme {
        organisation: assessment.organisation.name.clone(),
        as_of: assessment.as_of.clone(),
        from: terms.from.to_string(),
        years: terms.years,
        last_audit: last_audit(assessment),
        points: POINTS.into(),
        auditors: terms.auditors.clone(),
        areas,
        audits,
    }
}

/// When an audit was last done, as far as dated records show.
fn last_audit(assessment: &Assessment) -> Option<String> {
    let of_audits = |duty: &&crate::evidence::Duty| duty.obligation.as_deref().is_some_and(|id| id.starts_with("9.2"));
    let dates = assessment.calendar.iter().filter(of_audits).filter_map(|duty| duty.last.as_ref()?.date.clone());
    dates.max()
}

impl Programme {
    /// An area by its id.
    #[must_use]
    pub fn area(&self, id: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// The clauses of an audit, in the order of the standard.
    #[must_use]
    pub fn clauses(&self, audit: &Audit) -> Vec<String> {
        let areas = audit.assignments.iter().filter_map(|assignment| self.area(&assignment.area));
        sorted(areas.flat_map(|area| area.clauses.iter().cloned()).collect())
    }

    /// Areas for which nobody named is independent.
    #[must_use]
    pub fn unassigned(&self) -> Vec<String> {
        let mut open: Vec<String> = self
            .audits
            .iter()
            .flat_map(|audit| &audit.assignments)
            .filter(|assignment| assignment.auditor.is_none())
            .map(|assignment| assignment.area.clone())
            .collect();
        open.dedup();
        sorted(open.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect())
    }
}

/// What is due in which year: high every year, medium in the first and the last, low once, where least is due.
fn years(areas: &[Area], years: u32) -> Vec<Vec<&Area>> {
    let count = usize::try_from(years.max(1)).unwrap_or(1);
    let mut due: Vec<Vec<&Area>> = vec![Vec::new(); count];
    for (priority, at) in [
        (Priority::High, (0..count).collect::<Vec<_>>()),
        (Priority::Medium, vec![0, count - 1]),
        (Priority::Low, vec![]),
    ] {
        for area in areas.iter().filter(|area| area.priority == priority) {
            let mut at = at.clone();
            at.dedup();
            if at.is_empty() {
                let load = |year: &usize| due[*year].iter().map(|area| area.obligations).sum::<usize>();
                at.extend((0..count).min_by_key(load));
            }
            at.into_iter().for_each(|year| due[year].push(area));
        }
    }
    for areas in &mut due {
        areas.sort_by_key(|area| super::names::order(&area.id));
    }
    due
}

/// Neighbouring areas together, about as many obligations in each audit; those with most points first.
fn chunks<'a>(areas: &[&'a Area], count: usize) -> Vec<Vec<&'a Area>> {
    let all: usize = areas.iter().map(|area| area.obligations).sum();
    let count = count.clamp(1, areas.len().max(1));
    let mut chunks: Vec<Vec<&Area>> = vec![Vec::new(); count];
    let mut before = 0;
    for area in areas {
        // Where the middle of the area lies among all obligations.
        let at = (2 * before + area.obligations) * count / (2 * all).max(1);
        chunks[at.min(count - 1)].push(area);
        before += area.obligations;
    }
    chunks.retain(|chunk| !chunk.is_empty());
    chunks.sort_by_key(|chunk| std::cmp::Reverse(chunk.iter().map(|area| area.points).max()));
    chunks
}

/// Evenly over the year that begins so many years after a day, each on a Monday.
fn dated(chunks: Vec<Vec<&Area>>, from: Date, year: u32) -> Vec<(Date, Vec<&Area>)> {
    let count = i64::try_from(chunks.len()).unwrap_or(1);
    let years = i64::from(year);
    let start = from.saturating_add(jiff::Span::new().years(years.min(99)));
    let dated = (1..).zip(chunks).map(|(at, chunk)| {
        let day = start.saturating_add(jiff::Span::new().days(365 * at / (count + 1)));
        let monday =
            if day.weekday() == Weekday::Monday { day } else { day.nth_weekday(1, Weekday::Monday).unwrap_or(day) };
        (monday, chunk)
    });
    dated.collect()
}

fn total(audits: &[(Date, Vec<&Area>)]) -> usize {
    audits.iter().flat_map(|(_, areas)| areas).map(|area| area.obligations).sum()
}

/// Gives areas to auditors who are independent of them, about as much to each.
struct Desk<'a> {
    auditors: &'a [Auditor],
    /// Obligations given so far.
    load: Vec<usize>,
    /// Obligations to give.
    all: usize,
}

impl Desk<'_> {
    fn assign(&mut self, areas: &[&Area]) -> Vec<Assignment> {
        let mut team: Vec<usize> = Vec::new();
        let mut assignments = Vec::new();
        for area in areas {
            let barred: Vec<Option<String>> = self.auditors.iter().map(|auditor| barred(auditor, area)).collect();
            let free = (0..self.auditors.len()).filter(|at| barred[*at].is_none());
            // Whoever has least, in steps so large that a small team sees an audit through.
            let step = (self.all / 6).max(1);
            let chosen = free.min_by_key(|at| (self.load[*at] / step, !team.contains(at), self.load[*at], *at));
            if let Some(at) = chosen {
                self.load[at] += area.obligations;
                team.push(at);
            }
            assignments.push(Assignment {
                area: area.id.clone(),
                auditor: chosen.map(|at| self.auditors[at].name.clone()),
                excluded: barred.into_iter().flatten().collect(),
            });
        }
        assignments
    }
}

/// Why somebody does not audit an area: nobody audits their own work.
fn barred(auditor: &Auditor, area: &Area) -> Option<String> {
    let works = auditor.works_in.iter().find(|number| {
        area.clauses.iter().any(|clause| {
            clause.strip_prefix(number.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    });
    if let Some(number) = works {
        return Some(format!("{} works in {number}", auditor.name));
    }
    let answers = area.answerable.iter().find(|person| same_person(person, &auditor.name));
    answers.map(|person| format!("{} answers for documents here ({person})", auditor.name))
}
