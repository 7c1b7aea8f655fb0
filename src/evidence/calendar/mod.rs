//! What is to be done again and again, when it was last done, and when it is due next. Where the standard
//! asks for planned intervals it asks that one is set, not which: an interval that no document declares is
//! taken from the catalogue's advice and marked as such, and being late by it is no shortfall.

mod rows;
mod shown;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Finding;
use crate::catalogue::{Catalogue, Check, DocumentCheck, Form, Label, Obligation};
use crate::document::Place;
use crate::facts::{ControlFact, IntervalFact, State};
use crate::index::{self, Entry, Index, TAKEN};
use crate::text::interval;

/// One thing that is to be done again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// The same from run to run: `8.7.2/7`, `review:plans/continuity.docx`.
    pub id: String,
    /// What makes it a duty.
    pub kind: DutyKind,
    /// The obligation behind it, where there is one.
    pub obligation: Option<String>,
    /// What is to be done.
    pub says: String,
    /// How often.
    pub interval: Option<Interval>,
    /// When it was last done, as far as the documents show.
    pub last: Option<Occasion>,
    /// When it is due next, `2026-11-22`.
    pub next: Option<String>,
    /// Where a document states that date, if one does.
    pub stated: Option<Occasion>,
    /// Days since it was due; `null` where it is not overdue.
    pub overdue_days: Option<u32>,
    /// What a reader has to know beside this; may be empty.
    pub note: String,
}

/// What makes something a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyKind {
    /// The standard asks for it at planned intervals.
    PlannedInterval,
    /// A document names its own next review.
    Review,
    /// A row of a register names a date.
    Row,
    /// Records that should not grow old.
    Records,
}

/// How often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// In days; a month is 31.
    pub days: u32,
    /// In words: `every 3 months`.
    pub words: String,
    /// Whose it is.
    pub basis: Basis,
    /// The sentence that declares it.
    pub declared: Option<Occasion>,
}

/// Whose interval it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The organisation's.
    Declared,
    /// This program's advice.
    Advice,
}

/// A place in a document that shows or says something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    /// The day, `2026-11-22`; `null` where it says none.
    pub date: Option<String>,
    /// The document.
    pub path: String,
    /// Where in it.
    pub place: Place,
    /// Its words.
    pub quote: String,
}

/// All duties, those due first; what has no date stands last.
///
/// # Errors
/// When the index cannot be read.
pub fn calendar(catalogue: &Catalogue, index: &Index, findings: &[Finding], as_of: Date) -> Result<Vec<Duty>> {
    let maker = Maker { catalogue, index, findings, as_of };
    let mut duties: Vec<Duty> = maker.planned();
    let intervals: BTreeMap<String, Option<Interval>> =
        duties.iter().map(|duty| (duty.id.clone(), duty.interval.clone())).collect();
    duties.extend(maker.reviews());
    duties.extend(maker.rows(&intervals)?);
    duties.extend(maker.records());
    duties.sort_by(|a, b| {
        let undated = a.next.is_none().cmp(&b.next.is_none());
        undated.then_with(|| a.next.cmp(&b.next)).then(a.kind.cmp(&b.kind)).then_with(|| a.id.cmp(&b.id))
    });
    Ok(duties)
}

/// The interval that a document declares for what an obligation asks at planned intervals.
pub(super) fn declared(catalogue: &Catalogue, index: &Index, obligation: &Obligation) -> Option<Interval> {
    Maker { catalogue, index, findings: &[], as_of: Date::MIN }.declared(obligation)
}

/// How well an interval fits, the best first: the place of the document's type among those that are looked for,
/// of which the first is about just that; whether a row says it; how far it stands from what it is about.
type Order = (Fit, usize, bool, u32);

/// What a sentence with an interval is to the document it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// About the document's own subject.
    Own,
    /// In a manual or plan, which is about many.
    General,
    /// About the subject of the heading above it.
    Completed,
    /// In a document of a type that is not looked for.
    Elsewhere,
}

struct Maker<'a> {
    catalogue: &'a Catalogue,
    index: &'a Index,
    findings: &'a [Finding],
    as_of: Date,
}

impl Maker<'_> {
    /// What the standard asks for at planned intervals.
    fn planned(&self) -> Vec<Duty> {
        let obligations = self.catalogue.obligations().map(|(_, obligation)| obligation);
        obligations.filter(|obligation| obligation.interval).map(|obligation| self.planned_one(obligation)).collect()
    }

    fn planned_one(&self, obligation: &Obligation) -> Duty {
        let interval = self.declared(obligation).or_else(|| advised(obligation));
        let last = self.last_shown(&obligation.evidence, true).or_else(|| self.last_found(&obligation.id));
        let is_declared = interval.as_ref().is_some_and(|interval| interval.basis == Basis::Declared);
        let note = match (is_declared, &last) {
            (true, Some(_)) => "",
            (true, None) => "no dated record of it was found",
            (false, Some(_)) => "no interval is declared; the text asks that one is set, not which",
            (false, None) => {
                "no interval is declared and no dated record was found; the text asks that an interval is set, not which"
            }
        };
        let next = last
            .as_ref()
            .zip(interval.as_ref())
            .and_then(|(last, interval)| interval::after(last.date.as_ref()?.parse().ok()?, interval.days));
        self.duty(Duty {
            id: obligation.id.clone(),
            kind: DutyKind::PlannedInterval,
            obligation: Some(obligation.id.clone()),
            says: obligation.asks.clone(),
            interval,
            last,
            next: next.map(|next| next.to_string()),
            stated: None,
            overdue_days: None,
            note: note.into(),
        })
    }

    /// A duty with the days it is overdue.
    fn duty(&self, duty: Duty) -> Duty {
        let next: Option<Date> = duty.next.as_ref().and_then(|next| next.parse().ok());
        let late = next.and_then(|next| u32::try_from((self.as_of - next).get_days()).ok()).filter(|days| *days > 0);
        Duty { overdue_days: late, ..duty }
    }

    /// The interval that a document which counts declares for what an obligation asks.
    fn declared(&self, obligation: &Obligation) -> Option<Interval> {
        // Records show what was done; they say how often where nothing else does.
        let (entry, fact) = self.fitting(obligation, false).or_else(|| self.fitting(obligation, true))?;
        let quote =
            Occasion { date: None, path: entry.path.clone(), place: fact.place.clone(), quote: fact.quote.clone() };
        Some(Interval {
            days: fact.days,
            words: interval::words(fact.days),
            basis: Basis::Declared,
            declared: Some(quote),
        })
    }

    /// The interval that fits best what the checks of documents, or of records too, look for.
    fn fitting(&self, obligation: &Obligation, records: bool) -> Option<(&Entry, &IntervalFact)> {
        let mut checks = Vec::new();
        obligation.evidence.iter().for_each(|check| document_checks(check, records, &mut checks));
        let mut found: Vec<(Order, &Entry, &IntervalFact)> = Vec::new();
        for entry in self.index.documents.iter().filter(|entry| index::counts(&entry.facts)) {
            for fact in &entry.facts.intervals {
                let asked = |check: &&&DocumentCheck| {
                    check.types.contains(&fact.document) && check.topics.contains(&fact.topic)
                };
                let check = checks.iter().find(asked);
                found.extend(check.and_then(|check| Some((self.order(check, entry, fact)?, entry, fact))));
            }
        }
        let best = found.into_iter().min_by_key(|(order, entry, _)| (*order, &entry.path))?;
        Some((best.1, best.2))
    }

    /// How well an interval fits what a check looks for, the best first; `None`: it is about something else.
    fn order(&self, check: &DocumentCheck, entry: &Entry, fact: &IntervalFact) -> Option<Order> {
        let facts = &entry.facts;
        let is_of = |id: &String| index::confidence(facts, std::slice::from_ref(id)).is_some();
        let Some(rank) = check.types.iter().position(is_of) else {
            // In a document of another kind only the sentence itself tells what it is about, and not where that
            // document says the same of its own subject.
            let own = |other: &IntervalFact| {
                other.document != fact.document && other.quote == fact.quote && is_of(&other.document)
            };
            let fits = fact.whole && facts.state.state == State::InForce && !facts.intervals.iter().any(own);
            return fits.then_some((Fit::Elsewhere, 0, fact.row, fact.away));
        };
        // Minutes speak of much that is done at other times.
        let mut types = facts.kinds.iter().filter_map(|kind| self.catalogue.documents.get_key_value(&kind.id));
        let itself = rank == 0 && facts.kinds.first().is_some_and(|kind| kind.id == check.types[0]);
        let is_said = types.any(|(id, kind)| kind.form != Form::Record && check.types.contains(id) && is_of(id));
        let (fit, rank, row) = match (fact.whole, is_of(&fact.document)) {
            (true, true) => (Fit::Own, rank, fact.row),
            (false, _) if itself => (Fit::Own, rank, fact.row),
            (true, false) => (Fit::General, 0, false),
            (false, _) => (Fit::Completed, rank, fact.row),
        };
        (is_said || fact.whole).then_some((fit, rank, row, fact.away))
    }

    /// Documents that name their own next review.
    fn reviews(&self) -> Vec<Duty> {
        let valid = self.index.documents.iter().filter(|entry| {
            matches!(entry.facts.state.state, State::InForce | State::Unclassified) && !entry.facts.kinds.is_empty()
        });
        let duties = valid.filter_map(|entry| {
            let next = entry.facts.control(Label::NextReview).filter(|fact| fact.date.is_some())?;
            let done = [Label::ReviewedOn, Label::ApprovedOn, Label::EffectiveOn];
            let last = done.iter().filter_map(|label| entry.facts.control(*label)).find(|fact| fact.date.is_some());
            Some(self.duty(Duty {
                id: format!("review:{}", entry.path),
                kind: DutyKind::Review,
                obligation: None,
                says: format!("Review “{}”.", entry.facts.title),
                interval: None,
                last: last.map(|fact| stated(entry, fact)),
                next: next.date.map(|date| date.to_string()),
                stated: Some(stated(entry, next)),
                overdue_days: None,
                note: String::new(),
            }))
        });
        duties.collect()
    }
}

fn stated(entry: &Entry, fact: &ControlFact) -> Occasion {
    Occasion {
        date: fact.date.map(|date| date.to_string()),
        path: entry.path.clone(),
        place: fact.place.clone(),
        quote: format!("{}: {}", fact.label.name().replace('_', " "), fact.value),
    }
}

fn advised(obligation: &Obligation) -> Option<Interval> {
    let days = obligation.usual_days?;
    Some(Interval { days, words: interval::words(days), basis: Basis::Advice, declared: None })
}

/// The checks of documents, or of records too.
fn document_checks<'c>(check: &'c Check, records: bool, found: &mut Vec<&'c DocumentCheck>) {
    match check {
        Check::Document(check) => found.push(check),
        Check::Record(check) if records => found.push(check),
        Check::Any(checks) => checks.iter().for_each(|check| document_checks(check, records, found)),
        Check::Record(_) | Check::Register(_) | Check::Ask(_) => {}
    }
}

/// Whether a register was taken for granted in a document that counts.
fn counts(entry: &Entry, confidence: f32) -> bool {
    index::counts(&entry.facts) && confidence >= TAKEN
}
