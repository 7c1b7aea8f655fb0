//! Availability that a document demands or promises, service by service: a column of its tables, or a sentence
//! under a service's heading.

use serde::{Deserialize, Serialize};

use super::cells::Fields;
use super::units::{Sort, Unit, Units};
use crate::catalogue::{Meaning, Value, Vocabulary};
use crate::document::{Content, Document, Place, Row, Table};
use crate::text::date::Order;

/// Most levels of one document, and rows of a table that are read.
const MOST: usize = 400;
/// Least share of availability, in percent, that anybody promises.
const LEAST: f64 = 90.0;

/// A level of availability and what it is said of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelFact {
    /// The words beside it: the row's other cells, or heading and sentence. They name a service, or none.
    pub subject: String,
    /// In percent, 90 up to 100.
    pub percent: f64,
    /// Whether it stands in a table of targets; a sentence may as well tell a result.
    pub is_target: bool,
    /// Where.
    pub place: Place,
}

pub(super) fn levels(document: &Document, title: &str, units: &Units<'_>, vocabulary: &Vocabulary) -> Vec<LevelFact> {
    let mut reader = Reader { fields: Fields::new(vocabulary, Order::DayFirst), vocabulary };
    let mut found = Vec::new();
    let mut about = reader.is_availability(title);
    let of_title = about;
    for block in &document.blocks {
        match &block.content {
            Content::Heading(_, heading) => about = of_title || reader.is_availability(heading),
            Content::Table(table) => reader.table(table, &block.place, about, &mut found),
            Content::Text(..) => {}
        }
    }
    reader.sentences(units, &mut found);
    found.truncate(MOST);
    found
}

struct Reader<'a> {
    fields: Fields<'a>,
    vocabulary: &'a Vocabulary,
}

impl Reader<'_> {
    fn is_availability(&mut self, text: &str) -> bool {
        self.fields.read(text).iter().any(|(meaning, _)| *meaning == Meaning::Value(Value::Availability))
    }

    fn is_target(&mut self, heading: &str) -> bool {
        is_target(&mut self.fields, self.vocabulary, heading)
    }

    /// The column of levels, of those that hold some: that of targets before another; what is measured is none.
    fn column(&mut self, head: &[&str], rows: &[Row], about: bool) -> Option<usize> {
        let holds = |column: usize| {
            let cells =
                rows.iter().filter_map(|row| row.cells.iter().nth(column)).filter(|cell| !cell.trim().is_empty());
            let (all, levels) =
                cells.fold((0, 0), |(all, levels), cell| (all + 1, levels + usize::from(level(cell).is_some())));
            levels > 0 && levels * 2 >= all
        };
        let columns: Vec<usize> = (1..head.len()).filter(|column| holds(*column)).collect();
        let about = about || head.iter().any(|heading| self.is_availability(heading));
        let target = columns.iter().copied().find(|column| self.is_target(head[*column])).filter(|_| about);
        // One column alone is what is promised; several are months or results.
        let alone = columns.first().copied().filter(|column| columns.len() == 1 && self.is_availability(head[*column]));
        target.or(alone)
    }

    fn table(&mut self, table: &Table, place: &Place, about: bool, found: &mut Vec<LevelFact>) {
        let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let Some(top) = table.rows.iter().position(|row| filled(row) >= 2) else { return };
        let head: Vec<&str> = table.rows[top].cells.iter().collect();
        let rows = &table.rows[top + 1..table.rows.len().min(top + 1 + MOST)];
        let Some(column) = self.column(&head, rows, about) else { return };
        for row in rows {
            let cells: Vec<&str> = row.cells.iter().collect();
            let Some(percent) = cells.get(column).and_then(|cell| level(cell)) else { continue };
            let beside = cells[..column].iter().filter(|cell| cell.chars().any(char::is_alphabetic));
            let subject = beside.copied().collect::<Vec<_>>().join(" | ");
            if !subject.is_empty() {
                let place = super::units::row_place(place, row.number);
                found.push(LevelFact { subject, percent, is_target: true, place });
            }
        }
    }

    /// "Availability 99.7 % a month, answers in 2 h (95 %)" under the heading of a service.
    fn sentences(&mut self, units: &Units<'_>, found: &mut Vec<LevelFact>) {
        let told =
            |unit: &&Unit<'_>| matches!(unit.sort, Sort::Sentence | Sort::Item) && unit.text.contains(['%', '％']);
        for unit in units.list.iter().filter(told) {
            let mut parts = unit.text.split(", ").flat_map(|part| part.split([';', '；', '、']));
            let about = parts.find(|part| part.split_whitespace().any(|word| self.is_availability(word)));
            let Some(percent) = about.and_then(only_level) else { continue };
            let above = unit.above.iter().rev().find(|above| matches!(units.list[**above].sort, Sort::Heading(_)));
            let heading = above.map_or("", |above| &*units.list[*above].text);
            let subject = format!("{heading} | {}", unit.text);
            found.push(LevelFact { subject, percent, is_target: false, place: unit.place.clone().into_owned() });
        }
    }
}

/// Whether a heading is that of a level aimed at or agreed, as registers of results have it.
pub(super) fn is_target(fields: &mut Fields<'_>, vocabulary: &Vocabulary, heading: &str) -> bool {
    let columns = &vocabulary.columns;
    fields.read(heading).iter().any(|(meaning, share)| match meaning {
        Meaning::Column(register, column) if *share >= 0.5 => {
            let id = &columns[usize::from(*register)][usize::from(*column)];
            matches!(id.as_str(), "target" | "agreed")
        }
        _ => false,
    })
}

/// The level that a part of a sentence gives, where it gives one.
fn only_level(part: &str) -> Option<f64> {
    let pieces: Vec<&str> = part.split(['%', '％']).collect();
    let numbers = pieces[..pieces.len() - 1].iter();
    let mut levels = numbers.filter_map(|piece| {
        let number = piece.trim_end().rsplit(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).next();
        number.and_then(level)
    });
    levels.next().filter(|_| levels.next().is_none())
}

/// `99,5 %`, `99.5`: a share of availability that somebody may promise.
fn level(cell: &str) -> Option<f64> {
    let bare =
        cell.trim().trim_start_matches(['≥', '>', '=', ' ']).trim_end_matches(['%', '％']).trim().replace(',', ".");
    let fits = bare.len() <= 7 && bare.starts_with(|c: char| c.is_ascii_digit());
    bare.parse().ok().filter(|percent: &f64| fits && (LEAST..100.0).contains(percent))
}

#[cfg(test)]
mod tests {
    use super::{level, only_level};

    #[test]
    fn levels_and_other_numbers() {
        assert_eq!(level("99,5 %"), Some(99.5));
        assert_eq!(level("≥ 99.95"), Some(99.95));
        assert_eq!(level("100 %"), None);
        assert_eq!(level("85 %"), None);
        assert_eq!(level("95 of 100"), None);
        assert_eq!(only_level("Verfügbarkeit 99,7 % je Monat"), Some(99.7));
        assert_eq!(only_level("between 99.0 % and 99.5 % available"), None);
    }
}
