//! Times to respond and to restore that a document promises or demands: rows of its tables, and its sentences.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::cells::Fields;
use super::levels::is_target;
use super::units::{Sort, Unit, Units, row_place};
use crate::catalogue::Vocabulary;
use crate::document::{Content, Document, Place, Row, Table};
use crate::text::date::Order;
use crate::text::times::{Beside, Reader, Time};

/// Most times of one document, and rows of a table that are read.
const MOST: usize = 400;

/// A time and what it is said of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeFact {
    /// The words beside it: heading and row, or heading and sentence. They name a service, or none.
    pub subject: String,
    /// The time itself.
    pub time: Time,
    /// Where.
    pub place: Place,
}

pub(super) fn times(document: &Document, units: &Units<'_>, vocabulary: &Vocabulary) -> Vec<TimeFact> {
    let mut reading = Reading {
        reader: vocabulary.times.reader(),
        fields: Fields::new(vocabulary, Order::DayFirst),
        vocabulary,
        found: Vec::new(),
    };
    let mut heading = "";
    for block in &document.blocks {
        match &block.content {
            Content::Heading(_, text) => heading = text,
            Content::Table(table) => reading.table(table, &block.place, heading),
            Content::Text(..) => {}
        }
    }
    reading.sentences(units);
    reading.found.truncate(MOST);
    reading.found
}

struct Reading<'a> {
    reader: Reader<'a>,
    fields: Fields<'a>,
    vocabulary: &'a Vocabulary,
    found: Vec<TimeFact>,
}

impl Reading<'_> {
    fn table(&mut self, table: &Table, place: &Place, heading: &str) {
        let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let Some(top) = table.rows.iter().position(|row| filled(row) >= 2) else { return };
        let rows = &table.rows[top..table.rows.len().min(top + 1 + MOST)];
        if !rows.iter().any(|row| row.cells.iter().any(|cell| is_likely(cell) && self.reader.holds_time(cell))) {
            return;
        }
        let head: Vec<&str> = rows[0].cells.iter().collect();
        let over: Vec<Beside> = head.iter().map(|cell| self.reader.beside(cell)).collect();
        let target = (1..head.len()).find(|column| is_target(&mut self.fields, self.vocabulary, head[*column]));
        let above = self.reader.beside(heading);
        // A table of two columns may have no heading: "GTR | 4 h".
        let from = usize::from(rows.len() > 1 && !head.iter().skip(1).any(|cell| self.reader.holds_time(cell)));
        for row in &rows[from..] {
            let cells: Vec<&str> = row.cells.iter().collect();
            let found = self.row(&cells, &over, target, &above);
            let subject = format!("{heading} | {}", cells.join(" | "));
            let place = row_place(place, row.number);
            let facts = found.into_iter().map(|time| TimeFact { subject: subject.clone(), time, place: place.clone() });
            self.found.extend(facts);
        }
    }

    /// The times of a row: those that its cells name in full, and those for which heading and first cell say what
    /// they are for.
    fn row(&mut self, cells: &[&str], over: &[Beside], target: Option<usize>, above: &Beside) -> Vec<Time> {
        let named = self.label(cells, over);
        let mut alone: Vec<(usize, Time)> = Vec::new();
        let mut found = Vec::new();
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| is_likely(cell)) {
            // Behind the column of targets stand results.
            if target.is_some_and(|target| column > target) {
                continue;
            }
            let over = over.get(column).cloned().unwrap_or_default();
            let own = self.reader.times(cell, &Beside { measure: None, ..row_beside(&over, &named, above) });
            if own.is_empty() && column > 0 && target.is_none_or(|target| target == column) {
                let time = self.reader.cell(cell, &row_beside(&over, &named, above));
                alone.extend(time.map(|time| (column, time)));
            }
            found.extend(own);
        }
        // Several columns under one name are results of months.
        let measured =
            |column: usize| over.get(column).is_some_and(|over| over.measure.is_some() || over.priority.is_some());
        let told = alone.len() == 1 || alone.iter().all(|(column, _)| measured(*column));
        if told {
            found.extend(alone.into_iter().map(|(_, time)| time));
        }
        found
    }

    /// What the first cell says of the others: a measure, a priority, or a priority's bare number.
    fn label(&mut self, cells: &[&str], over: &[Beside]) -> Beside {
        let first = cells.first().map_or("", |cell| cell.trim());
        let is_number = first.len() == 1 && first.bytes().all(|c| c.is_ascii_digit());
        if is_number && over.first().is_some_and(|over| over.heads_priorities) {
            return Beside { priority: Some(first.to_owned()), ..Beside::default() };
        }
        let mut named = self.reader.beside(first);
        // "Cloud backup | P1 restored | 4 h": the measure may stand in the second cell.
        if named.measure.is_none()
            && let Some(second) = cells.get(1).filter(|cell| cells.len() > 2 && !self.reader.holds_time(cell))
        {
            let second = self.reader.beside(second);
            named.is_unclear |= second.is_unclear && second.measure.is_some();
            named.measure = second.measure;
            named.priority = named.priority.or(second.priority);
        }
        named
    }

    fn sentences(&mut self, units: &Units<'_>) {
        let told = |unit: &&Unit<'_>| matches!(unit.sort, Sort::Sentence | Sort::Item) && is_likely(&unit.text);
        for unit in units.list.iter().filter(told) {
            let heading = unit.above.iter().rev().find(|above| matches!(units.list[**above].sort, Sort::Heading(_)));
            let heading = heading.map_or("", |above| &*units.list[*above].text);
            let lead = unit.lead.map_or(heading, |lead| &*units.list[lead].text);
            let beside = self.reader.beside(lead);
            let subject = format!("{heading} | {}", unit.text);
            for time in self.reader.times(&unit.text, &beside) {
                let fact = TimeFact { subject: subject.clone(), time, place: unit.place.clone().into_owned() };
                // A table of two columns is read as a table and as a list.
                if !self.found.iter().any(|known| known.time == fact.time && known.place == fact.place) {
                    self.found.push(fact);
                }
            }
        }
    }
}

/// What stands beside a cell, of its column, its row and the heading above the table. Two that differ tell nothing.
fn row_beside(over: &Beside, named: &Beside, above: &Beside) -> Beside {
    let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
    let both = over.measure.is_some() && named.measure.is_some() && over.measure != named.measure;
    let is_unclear = over.is_unclear || named.is_unclear || both || differ(&over.priority, &named.priority);
    let known = over.measure.or(named.measure);
    let under = above.measure.filter(|_| !above.is_unclear && (over.priority.is_some() || named.priority.is_some()));
    Beside {
        measure: known.or(under),
        priority: over.priority.clone().or_else(|| named.priority.clone()),
        is_unclear,
        heads_priorities: false,
    }
}

/// Whether it is worth reading: a number stands in it, or a word for one may.
fn is_likely(text: &str) -> bool {
    text.len() <= 2_000 && text.chars().any(char::is_alphabetic)
}
