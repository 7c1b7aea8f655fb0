//! What was made of each table: which register it could be, which headings were used, which rows were
//! taken, and which cells cannot be what their column holds. So that a person can follow the mapping.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::RegisterFact;
use super::units::row_place;
use crate::catalogue::ColumnKind;
use crate::document::{Place, Row, Table};

/// A table of a document and how it was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TableFact {
    /// Where it begins.
    pub place: Place,
    /// What names it: its caption, sheet or chapter; may be empty.
    pub name: String,
    /// Where its column headings stand, where any were found.
    pub headings: Option<Place>,
    /// The registers it could be, best first.
    pub readings: Vec<Reading>,
    /// Headings that no register it was taken for has a column for.
    pub unused: Vec<String>,
    /// Rows taken.
    pub taken: u32,
    /// Rows left out, by the reason.
    pub left_out: Vec<LeftOut>,
    /// Cells that are not what their column holds.
    pub odd: Vec<Odd>,
}

/// A register that a table could be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Register type.
    pub register: String,
    /// 0–1; 0 where too little speaks for it.
    pub confidence: f32,
    /// Whether it was taken for it.
    pub taken: bool,
    /// What speaks for it, or what is missing.
    pub why: String,
    /// Columns found: id and heading as written.
    pub columns: Vec<(String, String)>,
    /// Those of them that the values tell, whatever the heading says.
    pub by_values: Vec<String>,
}

/// Rows that are none of the register's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Why.
    pub why: String,
    /// How many.
    pub rows: u32,
    /// The first of them.
    pub first: Place,
}

/// Cells of one column that are not what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Odd {
    /// The heading as written.
    pub heading: String,
    /// What is the matter with them.
    pub what: String,
    /// How many.
    pub cells: u32,
    /// The first of them.
    pub first: Place,
    /// What stands there.
    pub example: String,
}

/// Characters of an example.
const EXAMPLE: usize = 40;

/// Why a cell cannot be what its column holds; `None` where it can, or says nothing.
pub(super) fn mistake(raw: &str, kind: ColumnKind, read: bool) -> Option<&'static str> {
    if is_formula_error(raw) {
        return Some("formula errors");
    }
    let letters = || raw.chars().filter(|c| c.is_alphabetic()).count();
    let digits = || raw.bytes().filter(u8::is_ascii_digit).count();
    match kind {
        // "open" in a column of dates says that there is none, "16–17 February" is one for a reader; "31.02.2026"
        // means one and is none.
        ColumnKind::Date if !read && digits() >= 5 && !raw.contains(char::is_alphabetic) => {
            Some("no dates that can be")
        }
        // "60 minutes, 5 of them idle" is no slip of the pen, "12,3,4 h" is one.
        ColumnKind::Number | ColumnKind::Percent if !read && digits() > 0 && letters() <= 3 => {
            Some("no numbers that can be read")
        }
        _ => None,
    }
}

/// What spreadsheet programs show where a formula fails.
pub(super) fn is_formula_error(raw: &str) -> bool {
    const ERRORS: [&str; 9] = ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"];
    match raw.as_bytes().first() {
        Some(b'#') => ERRORS.contains(&raw),
        Some(b'E') => raw.strip_prefix("Err:").is_some_and(|code| code.len() == 3 && code.parse::<u16>().is_ok()),
        _ => false,
    }
}

/// Counts rows and cells by what is the matter with them, keeping the first of each.
#[derive(Debug, Default)]
pub(super) struct Tally {
    left_out: Vec<LeftOut>,
    odd: Vec<Odd>,
}

impl Tally {
    pub(super) fn row(&mut self, why: &str, table: &Place, row: &Row) {
        match self.left_out.iter_mut().find(|known| known.why == why) {
            Some(known) => known.rows += 1,
            None => self.left_out.push(LeftOut { why: why.into(), rows: 1, first: row_place(table, row.number) }),
        }
    }

    pub(super) fn cell(&mut self, what: &str, heading: &str, raw: &str, table: &Place, row: u32, column: usize) {
        match self.odd.iter_mut().find(|known| known.what == what && known.heading == heading) {
            Some(known) => known.cells += 1,
            None => self.odd.push(Odd {
                heading: heading.into(),
                what: what.into(),
                cells: 1,
                first: cell_place(table, row, column),
                example: raw.chars().take(EXAMPLE).collect(),
            }),
        }
    }
}

/// The place of a cell: its row's, with the letters of its column in sheets.
fn cell_place(table: &Place, row: u32, column: usize) -> Place {
    let mut place = row_place(table, row);
    if place.cell.is_some() {
        place.cell = Some(format!("{}{row}", letters(column)));
    }
    place
}

/// A column as sheets write it: `A`, `Z`, `AA`.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

impl TableFact {
    /// Notes a register that it could be; columns by id with the cell of their heading, and whether their values
    /// tell them.
    pub(super) fn could_be(
        &mut self,
        register: &str,
        confidence: f32,
        taken: bool,
        why: &str,
        columns: Vec<(String, usize, bool)>,
        headings: &Row,
    ) {
        let by_values = columns.iter().filter(|(.., told)| *told).map(|(id, ..)| id.clone()).collect();
        let heading = |cell: usize| headings.cells[cell].to_owned();
        let columns = columns.into_iter().map(|(id, cell, _)| (id, heading(cell))).collect();
        let (register, why) = (register.into(), why.into());
        self.readings.push(Reading { register, confidence, taken, why, columns, by_values });
    }

    /// Notes the registers of a table whose rows are of several kinds.
    /// `named` says whether a heading names a column of a register.
    pub(super) fn kinds_of_rows(&mut self, registers: &[RegisterFact], named: impl Fn(&str, &str) -> bool) {
        for register in registers {
            let columns = register.columns.iter().map(|(id, heading, _)| (id.clone(), heading.clone())).collect();
            let told = register.columns.iter().filter(|(_, heading, _)| !named(&register.register, heading));
            let by_values = told.map(|(id, ..)| id.clone()).collect();
            let why = format!("{} rows of this kind", register.rows.len());
            let (register, confidence) = (register.register.clone(), register.confidence);
            self.readings.push(Reading { register, confidence, taken: true, why, columns, by_values });
        }
    }

    /// Notes what was taken of the table and what was left.
    pub(super) fn close(&mut self, table: &Table, heading: usize, registers: &[RegisterFact], mut tally: Tally) {
        let Some(first) = registers.first() else { return };
        // Two readings of a table have the same rows, two kinds of rows each its own.
        let rows = if registers.len() > 1 {
            let numbers = registers.iter().flat_map(|register| &register.rows).map(|row| row.number);
            numbers.collect::<BTreeSet<u32>>().len()
        } else {
            first.rows.len()
        };
        self.taken = u32::try_from(rows).unwrap_or(u32::MAX);
        let above = table.rows.iter().take(heading).filter(|row| !row.cells.are_blank());
        above.for_each(|row| tally.row("it stands above the headings", &self.place, row));
        let used = |heading: &str| {
            registers.iter().any(|register| register.columns.iter().any(|(_, written, _)| written == heading))
        };
        let headings = table.rows[heading].cells.iter().filter(|cell| !cell.is_empty());
        self.unused = headings.filter(|heading| !used(heading)).map(str::to_owned).collect();
        (self.left_out, self.odd) = (tally.left_out, tally.odd);
    }

    /// What a reader of the whole should know: cells that mean something and cannot be read.
    pub(super) fn remarks(&self) -> impl Iterator<Item = String> {
        self.odd.iter().map(|odd| {
            let cells = if odd.cells == 1 { "one cell" } else { "cells" };
            let of = if odd.cells == 1 { String::new() } else { format!("{} ", odd.cells) };
            format!(
                "column “{}”: {of}{cells} with {}, first in {}: “{}”",
                odd.heading, odd.what, odd.first, odd.example
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let written = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(written, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn what_means_something_and_cannot_be() {
        let what = |raw: &str, kind: ColumnKind| mistake(raw, kind, false);
        assert_eq!(what("31.02.2026", ColumnKind::Date), Some("no dates that can be"));
        assert_eq!(what("open", ColumnKind::Date), None);
        assert_eq!(what("16–17 February 2026", ColumnKind::Date), None);
        assert_eq!(what("n/a", ColumnKind::Number), None);
        assert_eq!(what("60 minutes, 5 of them idle", ColumnKind::Number), None);
        assert_eq!(what("12,3,4 h", ColumnKind::Number), Some("no numbers that can be read"));
        assert_eq!(what("#REF!", ColumnKind::Text), Some("formula errors"));
        assert_eq!(what("Err:502", ColumnKind::Text), Some("formula errors"));
        assert_eq!(what("#12", ColumnKind::Id), None);
        assert_eq!(mistake("2026-01-01", ColumnKind::Date, true), None);
    }
}
