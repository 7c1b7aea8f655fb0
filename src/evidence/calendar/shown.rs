//! When a thing was last done, as records and registers show it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Basis, Duty, DutyKind, Interval, Maker, Occasion, counts};
use crate::catalogue::{Check, ColumnKind, DocumentCheck, RegisterCheck, Rung};
use crate::evidence::{Finding, Status};
use crate::facts::{Force, RegisterFact};
use crate::index::{self, Entry};
use crate::text::interval;

/// Cells of a row that are quoted.
const CELLS: usize = 5;

impl Maker<'_> {
    /// The newest occasion that one of the checks shows. With `strict`, a document counts only where it
    /// holds one of the topics: minutes that are silent on a thing do not show it.
    pub(super) fn last_shown(&self, checks: &[Check], strict: bool) -> Option<Occasion> {
        let shown = checks.iter().filter_map(|check| match check {
            Check::Record(check) => self.last_record(check, strict),
            Check::Register(check) => self.last_row(check),
            Check::Any(checks) => self.last_shown(checks, strict),
            // A document the text asks for is dated when it was made anew.
            Check::Document(check) => self.last_record(check, strict).filter(|_| checks.len() == 1),
            Check::Ask(_) => None,
        });
        shown.max_by(|a, b| a.date.cmp(&b.date).then(b.path.cmp(&a.path)))
    }

    /// The newest dated document among what was found to show it done.
    pub(super) fn last_found(&self, obligation: &str) -> Option<Occasion> {
        let is_it = |finding: &&Finding| finding.obligation == obligation && finding.status == Status::Evidenced;
        let finding = self.findings.iter().find(is_it)?;
        let shown = finding.evidence.iter().filter(|piece| piece.rung == Rung::Practised).filter_map(|piece| {
            let entry = self.index.documents.iter().find(|entry| entry.path == piece.path)?;
            let date = entry.facts.day(self.as_of).filter(|date| *date <= self.as_of)?.to_string();
            let (path, place, quote) = (piece.path.clone(), piece.place.clone(), piece.quote.clone());
            Some(Occasion { date: Some(date), path, place, quote })
        });
        shown.max_by(|a, b| a.date.cmp(&b.date).then_with(|| b.path.cmp(&a.path)))
    }

    fn last_record(&self, check: &DocumentCheck, strict: bool) -> Option<Occasion> {
        let mut found: Vec<(Date, Occasion)> = Vec::new();
        for entry in self.index.of_types(&check.types).into_iter().filter(|entry| index::counts(&entry.facts)) {
            let Some(date) = entry.facts.day(self.as_of).filter(|date| *date <= self.as_of) else { continue };
            let topic = entry.facts.topics.iter().find(|fact| {
                check.topics.contains(&fact.topic)
                    && check.types.contains(&fact.document)
                    && fact.force == Force::Commits
            });
            // Where it is silent the document itself has to be such a record, and nothing but that will do.
            let itself = entry.facts.kinds.first().is_some_and(|kind| check.types.contains(&kind.id));
            let will_do = !strict || check.topics.is_empty() || check.types.len() == 1;
            if topic.is_none() && !(itself && will_do) {
                continue;
            }
            let (place, quote) = topic.map_or_else(
                || (crate::document::Place::default(), entry.facts.title.clone()),
                |fact| (fact.place.clone(), fact.quote.clone()),
            );
            found.push((date, Occasion { date: Some(date.to_string()), path: entry.path.clone(), place, quote }));
        }
        found.into_iter().max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.path.cmp(&a.1.path))).map(|(_, found)| found)
    }

    fn last_row(&self, check: &RegisterCheck) -> Option<Occasion> {
        let mut newest: Option<(Date, Occasion)> = None;
        for entry in &self.index.documents {
            let facts = entry.facts.registers.iter();
            for fact in facts.filter(|fact| check.types.contains(&fact.register) && counts(entry, fact.confidence)) {
                if let Some((date, found)) = self.newest_row(entry, fact, &check.columns)
                    && newest.as_ref().is_none_or(|(known, _)| date > *known)
                {
                    newest = Some((date, found));
                }
            }
        }
        newest.map(|(_, found)| found)
    }

    /// The newest row by the dates a check asks for, else by the date that places a row in time, else by any.
    fn newest_row(&self, entry: &Entry, fact: &RegisterFact, asked: &[String]) -> Option<(Date, Occasion)> {
        let register = &self.catalogue.registers[&fact.register];
        let is_date = |id: &String| register.columns.get(id).is_some_and(|column| column.kind == ColumnKind::Date);
        let has = |id: &String| fact.columns.iter().position(|(known, ..)| known == id);
        let asked: Vec<usize> = asked.iter().filter(|id| is_date(id)).filter_map(has).collect();
        let own: Vec<usize> =
            register.sample.iter().filter_map(|sample| sample.date.as_ref()).filter_map(has).collect();
        let any: Vec<usize> = (0..fact.columns.len()).filter(|at| is_date(&fact.columns[*at].0)).collect();
        let Some(columns) = [asked, own, any].into_iter().find(|columns| !columns.is_empty()) else {
            // A table without dates is as old as the document it stands in.
            let date = entry.facts.day(self.as_of).filter(|date| *date <= self.as_of)?;
            let place = fact.place.clone();
            let quote = entry.facts.title.clone();
            return Some((date, Occasion { date: Some(date.to_string()), path: entry.path.clone(), place, quote }));
        };
        let mut newest: Option<(Date, usize)> = None;
        for (number, row) in fact.rows.iter().enumerate() {
            let dates = columns.iter().filter_map(|column| row.cells.get(*column)?.get(..10)?.parse().ok());
            let date = dates.filter(|date: &Date| *date <= self.as_of).max();
            newest = newest.max(date.map(|date| (date, number)));
        }
        let (date, number) = newest?;
        let row = &fact.rows[number];
        let cells: Vec<&str> = row.cells.filled().take(CELLS).collect();
        let (path, quote) = (entry.path.clone(), cells.join(" | "));
        Some((date, Occasion { date: Some(date.to_string()), path, place: fact.place_of(row), quote }))
    }

    /// Records that obligations want to be no older than so many days, by the type that keeps them: when
    /// they would count as stale. The limit is this program's, not the standard's.
    pub(super) fn records(&self) -> Vec<Duty> {
        let mut limits: BTreeMap<&str, (u32, Vec<String>, Check)> = BTreeMap::new();
        for (_, obligation) in self.catalogue.obligations().filter(|(_, obligation)| !obligation.interval) {
            obligation.evidence.iter().for_each(|check| limit(check, &obligation.id, &mut limits));
        }
        let duties = limits.into_iter().filter_map(|(id, (days, obligations, check))| {
            let last = self.last_shown(std::slice::from_ref(&check), false)?;
            let next = interval::after(last.date.as_ref()?.parse().ok()?, days);
            let title = self.catalogue.titles(&[id.to_owned()]).to_lowercase();
            Some(self.duty(Duty {
                id: format!("records:{id}"),
                kind: DutyKind::Records,
                obligation: obligations.first().cloned(),
                says: format!("Keep {title} up to date."),
                interval: Some(Interval { days, words: interval::words(days), basis: Basis::Advice, declared: None }),
                last: Some(last),
                next: next.map(|next| next.to_string()),
                stated: None,
                overdue_days: None,
                note: "from then on the newest of them would count as stale; the limit is this program's".into(),
            }))
        });
        duties.collect()
    }
}

/// Notes the strictest limit on the age of each type's records.
fn limit<'c>(check: &'c Check, obligation: &str, limits: &mut BTreeMap<&'c str, (u32, Vec<String>, Check)>) {
    let (types, days) = match check {
        Check::Record(check) => (&check.types, check.within_days),
        Check::Register(check) => (&check.types, check.within_days),
        Check::Any(checks) => return checks.iter().for_each(|check| limit(check, obligation, limits)),
        Check::Document(_) | Check::Ask(_) => return,
    };
    let Some(days) = days else { return };
    for id in types.iter().take(1) {
        let types = vec![id.clone()];
        let alone = match check {
            Check::Register(check) => {
                Check::Register(RegisterCheck { types, columns: Vec::new(), within_days: None, rows: check.rows })
            }
            _ => Check::Record(DocumentCheck { types, topics: Vec::new(), within_days: None }),
        };
        let known = limits.entry(id).or_insert((days, Vec::new(), alone));
        known.0 = known.0.min(days);
        if !known.1.iter().any(|other| other == obligation) {
            known.1.push(obligation.to_owned());
        }
    }
}
