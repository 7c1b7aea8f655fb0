//! What the values of a table say where its headings do not: the numbers of its rows, the day each was opened,
//! what each is about; and rows of several kinds in one export, told apart by a column that names their kind.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::Fields;
use crate::catalogue::{ColumnKind, RegisterType};
use crate::document::Row;

/// Share of the rows in which a column must say what it is.
const MOST: f32 = 0.9;
/// Words that a cell has, on average, in the column that says what a row is about.
const TELLING: usize = 3;
/// Rows needed to tell.
const ENOUGH: usize = 3;
/// Different kinds of rows that one export holds at most.
const KINDS: usize = 6;

/// Columns of a register that no heading names, found by their values: (cell index, column index). `taken` are
/// those that headings name.
pub(super) fn columns(
    rows: &[Row],
    width: usize,
    register: &RegisterType,
    taken: &[(usize, u16)],
    fields: &Fields<'_>,
) -> Vec<(usize, u16)> {
    if rows.len() < ENOUGH {
        return Vec::new();
    }
    let mut free: BTreeSet<usize> = (0..width).filter(|cell| taken.iter().all(|(known, _)| known != cell)).collect();
    let named: BTreeSet<u16> = taken.iter().map(|(_, column)| *column).collect();
    let column = |kind: ColumnKind| {
        let wanted = (0..)
            .zip(register.columns.values())
            .filter(|(number, column)| column.kind == kind && column.identifies && !named.contains(number));
        // Of two that are missing nobody can tell which it is.
        let mut wanted = wanted.map(|(number, _)| number);
        wanted.next().filter(|_| wanted.next().is_none())
    };
    let mut found = Vec::new();
    let mut take = |free: &mut BTreeSet<usize>, wanted: Option<u16>, fits: &dyn Fn(usize) -> bool| {
        if let Some(wanted) = wanted
            && let Some(cell) = free.iter().copied().find(|cell| fits(*cell))
        {
            free.remove(&cell);
            found.push((cell, wanted));
        }
    };
    take(&mut free, column(ColumnKind::Id), &|cell| are_numbers(rows, cell));
    take(&mut free, column(ColumnKind::Date), &|cell| most(rows, cell, &|text| fields.date(text).is_some()));
    let longest = free.iter().copied().max_by_key(|cell| (words(rows, *cell), std::cmp::Reverse(*cell)));
    let longest = longest.filter(|cell| words(rows, *cell) >= TELLING * rows.len());
    take(&mut free, column(ColumnKind::Text), &|cell| Some(cell) == longest);
    found
}

fn cell(row: &Row, cell: usize) -> &str {
    row.cells[cell].trim()
}

fn most(rows: &[Row], column: usize, fits: &dyn Fn(&str) -> bool) -> bool {
    let fitting = rows.iter().filter(|row| fits(cell(row, column))).count();
    fitting as f32 >= MOST * rows.len() as f32
}

/// Numbers given out one by one: "CHG-2101", "17"; each once.
fn are_numbers(rows: &[Row], column: usize) -> bool {
    let is_number = |text: &str| {
        text.len() <= 20 && text.contains(|c: char| c.is_ascii_digit()) && !text.contains([' ', '/', ':', ',', '%'])
    };
    let different: BTreeSet<&str> = rows.iter().map(|row| cell(row, column)).collect();
    // "2026-01-14" and "14.01.2026" are days.
    let is_day = |text: &str| text.matches(['-', '.']).count() == 2 && !text.contains(char::is_alphabetic);
    most(rows, column, &|text| is_number(text) && !is_day(text)) && different.len() == rows.len()
}

fn words(rows: &[Row], column: usize) -> usize {
    rows.iter().map(|row| cell(row, column).split_whitespace().count()).sum()
}

/// The rows of each kind, where a column says in every row of which kind it is ("incident", "request"): kind →
/// numbers of rows. `named` gives the kind that a value names. Empty where the rows are all of one kind.
pub(super) fn kinds(
    rows: &[Row],
    width: usize,
    named: &mut dyn FnMut(&str) -> Option<u16>,
) -> BTreeMap<u16, Vec<usize>> {
    for column in (0..width).filter(|_| rows.len() >= ENOUGH) {
        let mut values: BTreeSet<&str> = BTreeSet::new();
        // All rows are looked at: one of a kind that nothing names would be lost.
        let many = rows.iter().any(|row| values.insert(cell(row, column)) && values.len() > KINDS);
        if many || values.len() < 2 {
            continue;
        }
        let kinds: Option<BTreeMap<&str, u16>> = values.iter().map(|value| Some((*value, named(value)?))).collect();
        let Some(kinds) = kinds.filter(|kinds| kinds.values().collect::<BTreeSet<_>>().len() >= 2) else { continue };
        let mut found: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            if let Some(kind) = kinds.get(cell(row, column)) {
                found.entry(*kind).or_default().push(number);
            }
        }
        return found;
    }
    BTreeMap::new()
}

/// The letters that the numbers of all rows begin with, in the first column that holds numbers: "CHG".
pub(super) fn letters(rows: &[Row], width: usize) -> Option<String> {
    let column = (0..width.min(3)).find(|column| rows.len() >= ENOUGH && are_numbers(rows, *column))?;
    let prefix = |text: &str| text.chars().take_while(|c| c.is_alphabetic()).collect::<String>();
    let first = prefix(cell(rows.first()?, column));
    let same = most(rows, column, &|text| prefix(text) == first);
    (first.chars().count() >= 2 && same).then_some(first)
}
