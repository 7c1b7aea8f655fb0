//! Checks on registers: the columns are there and filled, and the rows are recent.

use super::{Asker, Code, Evidence, LookedFor, Met, Outcome, Shortfall, Side, control};
use crate::catalogue::{ColumnKind, Form, Grade, Kind, Obligation, RegisterCheck, Rung};
use crate::facts::{RegisterFact, State};
use crate::index::{self, Entry, TAKEN};

/// A column that every row should have counts when this share of the rows says something in it.
const FILLED: f32 = 0.5;
/// How much less sure a table may be than the surest to count beside it.
const RIVAL: f32 = 0.25;
/// Rows quoted as evidence.
const QUOTED_CELLS: usize = 6;

impl Asker<'_> {
    pub(super) fn register(&self, obligation: &Obligation, check: &RegisterCheck) -> Outcome {
        let found = self.best_registers(check);
        let mut outcome = Outcome { side: Some(Side::Shown), ..Outcome::default() };
        outcome.looked_for = LookedFor {
            types: check.types.clone(),
            topics: Vec::new(),
            candidates: found.iter().map(|(entry, _)| entry.path.clone()).take(8).collect(),
        };
        let mut attempts: Vec<Outcome> =
            found.iter().map(|(entry, fact)| self.one(obligation, check, entry, fact)).collect();
        let rank = |attempt: &Outcome| (attempt.met, attempt.reached, std::cmp::Reverse(attempt.shortfalls.len()));
        let best = (0..attempts.len()).max_by_key(|index| rank(&attempts[*index]));
        match best.map(|index| attempts.remove(index)) {
            Some(mut best) => {
                if best.met < Met::Full {
                    best.shortfalls.extend(unfinished(&attempts));
                }
                Outcome { looked_for: outcome.looked_for, side: outcome.side, ..best }
            }
            None => {
                outcome.shortfalls.push(self.no_register(obligation, check));
                outcome
            }
        }
    }

    /// The tables that are such a register first of all. A table that could also be read as one does not
    /// stand in for them: what is wrong with the real one would not be seen.
    fn best_registers(&self, check: &RegisterCheck) -> Vec<(&Entry, &RegisterFact)> {
        let mut found: Vec<(bool, &Entry, &RegisterFact)> = Vec::new();
        for entry in self.index.documents.iter().filter(|entry| !self.is_other(entry) && !self.is_adjacent(entry)) {
            let facts = &entry.facts.registers;
            let wanted = facts.iter().filter(|fact| fact.confidence >= TAKEN && check.types.contains(&fact.register));
            found.extend(wanted.map(|fact| (is_first_reading(facts, fact), entry, fact)));
        }
        let first = found.iter().any(|(first, ..)| *first);
        found.retain(|(is_first, ..)| *is_first == first);
        let best = found.iter().map(|(.., fact)| fact.confidence).fold(0.0, f32::max);
        found.retain(|(.., fact)| best - fact.confidence <= RIVAL);
        found.into_iter().map(|(_, entry, fact)| (entry, fact)).collect()
    }

    fn one(&self, obligation: &Obligation, check: &RegisterCheck, entry: &Entry, fact: &RegisterFact) -> Outcome {
        let mut outcome = Outcome { reached: Rung::Mentioned, ..Outcome::default() };
        let shortfall = |code: Code, says: String| Shortfall {
            code,
            grade: Grade::Minor,
            path: Some(entry.path.clone()),
            place: fact.place.clone(),
            says,
            remedy: obligation.remedy.clone(),
            waived: None,
        };
        if !index::counts(&entry.facts) {
            let code = match entry.facts.state.state {
                State::Draft => Code::DraftOnly,
                State::Superseded => Code::SupersededOnly,
                State::Template => Code::UnfilledTemplate,
                _ => Code::ForeignDocument,
            };
            outcome.shortfalls.push(shortfall(
                code,
                format!("the register in {} does not count: {}", entry.path, entry.facts.state.reason),
            ));
            return outcome;
        }
        if fact.rows.len() < check.rows as usize {
            outcome.shortfalls.push(shortfall(
                Code::RegisterEmpty,
                format!("the register in {} has {} rows", entry.path, fact.rows.len()),
            ));
            return outcome;
        }
        let missing: Vec<&String> = check
            .columns
            .iter()
            .filter(|wanted| {
                !fact.columns.iter().any(|(id, _, filled)| id == *wanted && self.is_filled(fact, id, *filled))
            })
            .collect();
        for column in &missing {
            let there = fact.columns.iter().find(|(id, ..)| id == *column);
            let no_column = || format!("no column is seen for: {}", column.replace('_', " "));
            let (code, says, grade) = match there {
                Some((_, written, filled)) => {
                    let says = format!("column “{written}” is filled in {:.0} % of the rows only", filled * 100.0);
                    (Code::RegisterRule, says, Grade::Minor)
                }
                // The text asks for no such column where it asks for no record: its absence is worth a remark.
                None if obligation.kind == Kind::Activity => (Code::RegisterRule, no_column(), Grade::Opportunity),
                // It may stand under a heading of the house's own: not found is not wrong.
                None => (Code::TopicMissing, no_column(), Grade::Minor),
            };
            outcome
                .shortfalls
                .push(Shortfall { grade, ..shortfall(code, format!("the register in {}: {says}", entry.path)) });
        }
        let newest = self.newest(fact, &check.columns);
        let recent = newest.is_none_or(|newest| self.is_recent(obligation, entry, newest, check.within_days));
        if let Some(newest) = newest.filter(|_| !recent) {
            outcome.shortfalls.push(shortfall(
                Code::RecordsStale,
                format!("the newest entry in {} is of {newest}{}", entry.path, self.rhythms.told(&obligation.id)),
            ));
        }
        outcome.met = match (recent, missing.len()) {
            (true, 0) => Met::Full,
            (true, gone) if gone < check.columns.len() => Met::Part,
            (false, gone) if gone < check.columns.len().max(1) => Met::Part,
            _ => Met::Not,
        };
        outcome.shortfalls.extend(self.out_of_control(obligation, entry));
        if outcome.met > Met::Not {
            outcome.reached = if outcome.met == Met::Full { Rung::Practised } else { Rung::Documented };
            outcome.evidence.push(evidence(entry, fact, outcome.reached));
        }
        outcome
    }

    /// What is visibly wrong with a rule or plan of which the table is a part: "Communication plan", which is a
    /// table, may be past its review as any other plan.
    fn out_of_control(&self, obligation: &Obligation, entry: &Entry) -> Vec<Shortfall> {
        let kinds = entry.facts.kinds.iter().filter(|kind| kind.confidence >= TAKEN);
        let mut rules = kinds.filter_map(|kind| self.catalogue.documents.get(&kind.id));
        let Some(rule) = rules.find(|rule| rule.form == Form::Document) else { return Vec::new() };
        let found = control::shortfalls(entry, rule.control, obligation.kind, self.habits, self.as_of);
        found.into_iter().filter(|shortfall| shortfall.code == Code::ReviewOverdue).collect()
    }

    /// Whether a column says enough: what every row has (its date, who does it, what tells the register from
    /// others) in half of them, what only some cases need (an escalation, a workaround) in one at least.
    fn is_filled(&self, fact: &RegisterFact, column: &str, filled: f32) -> bool {
        let always = self.catalogue.registers[&fact.register].columns.get(column).is_some_and(|column| {
            column.identifies || matches!(column.kind, ColumnKind::Date | ColumnKind::Person | ColumnKind::Id)
        });
        if always { filled >= FILLED } else { filled > 0.0 }
    }

    /// The newest date among the rows, in the columns that are asked for where dates are: when an item was last
    /// changed says nothing of when it was last verified. Dates to come are plans.
    fn newest(&self, fact: &RegisterFact, asked: &[String]) -> Option<jiff::civil::Date> {
        let register = &self.catalogue.registers[&fact.register];
        let is_date = |id: &String| register.columns.get(id).is_some_and(|column| column.kind == ColumnKind::Date);
        let is_asked = |id: &String| is_date(id) && asked.contains(id);
        let any_asked = fact.columns.iter().any(|(id, ..)| is_asked(id));
        let dated: Vec<bool> =
            fact.columns.iter().map(|(id, ..)| if any_asked { is_asked(id) } else { is_date(id) }).collect();
        // Days written so stand in the order of time: in a long log few need to be read.
        let (latest, mut newest) = (self.as_of.to_string(), "");
        for row in &fact.rows {
            for (cell, _) in row.cells.iter().zip(&dated).filter(|(_, dated)| **dated) {
                let Some(day) = cell.and_then(|cell| cell.get(..10)) else { continue };
                if day > newest && day <= latest.as_str() && day.parse::<jiff::civil::Date>().is_ok() {
                    newest = day;
                }
            }
        }
        newest.parse().ok()
    }

    fn no_register(&self, obligation: &Obligation, check: &RegisterCheck) -> Shortfall {
        let title = check
            .types
            .first()
            .and_then(|id| self.catalogue.registers.get(id))
            .map_or("records", |register| register.title.as_str());
        Shortfall {
            code: Code::RecordsMissing,
            grade: Grade::Minor,
            path: None,
            place: crate::document::Place::default(),
            says: format!("no {} found", title.to_lowercase()),
            remedy: obligation.remedy.clone(),
            waived: None,
        }
    }
}

/// Whether nothing else fits the same table better.
fn is_first_reading(facts: &[RegisterFact], fact: &RegisterFact) -> bool {
    !facts.iter().any(|other| other.place == fact.place && other.confidence > fact.confidence)
}

/// Drafts and empty forms of the register that lie beside one that lacks something: worth knowing.
fn unfinished(attempts: &[Outcome]) -> Vec<Shortfall> {
    let told = attempts.iter().flat_map(|attempt| &attempt.shortfalls);
    let told = told.filter(|shortfall| matches!(shortfall.code, Code::UnfilledTemplate | Code::DraftOnly));
    let mut told: Vec<Shortfall> =
        told.map(|shortfall| Shortfall { grade: Grade::Opportunity, ..shortfall.clone() }).collect();
    told.dedup_by(|a, b| a.path == b.path);
    told
}

/// The newest row that is mostly filled, as a quote.
fn evidence(entry: &Entry, fact: &RegisterFact, rung: Rung) -> Evidence {
    let filled = |row: &&crate::facts::RegisterRow| row.cells.filled().count();
    let row = fact.rows.iter().rev().max_by_key(filled);
    let (place, quote) = row.map_or_else(
        || (fact.place.clone(), String::new()),
        |row| {
            let cells: Vec<&str> = row.cells.filled().take(QUOTED_CELLS).collect();
            (fact.place_of(row), format!("{} ({} rows)", cells.join(" | "), fact.rows.len()))
        },
    );
    Evidence { path: entry.path.clone(), place, quote, rung }
}
