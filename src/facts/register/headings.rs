//! The heading row of a table: which cells can be which columns of which registers.

use std::collections::BTreeMap;

use super::Finder;
use crate::catalogue::{Meaning, UNUSUAL};
use crate::document::{Row, Table};
use crate::text::{fold, word_count};

/// Rows looked at to find the heading row.
pub(super) const HEADING_AMONG: usize = 8;

/// Which column of a register each cell of a heading row is.
pub(super) struct Heading {
    pub row: usize,
    /// Register → (cell index, column index) with how well each fits.
    pub columns: BTreeMap<u16, Vec<(usize, u16, f32)>>,
    pub cells: usize,
    /// Cells of the heading row, empty ones too.
    pub width: usize,
    /// Cell index → how many registers have such a column: "Owner" tells little, "Back-out plan" much.
    pub claims: BTreeMap<usize, usize>,
    /// Cells that are no column, whatever their values look like: somebody says so.
    pub barred: Vec<usize>,
}

impl Finder<'_> {
    /// The row, among the first, whose cells are column headings most often.
    pub(super) fn heading(&mut self, table: &Table) -> Option<Heading> {
        let mut best: Option<(usize, Heading)> = None;
        for (row, cells) in table.rows.iter().enumerate().take(HEADING_AMONG) {
            let heading = self.heading_row(row, cells);
            let size = heading.columns.values().map(Vec::len).max().unwrap_or(0);
            if size >= 2 && best.as_ref().is_none_or(|(known, _)| size > *known) {
                best = Some((size, heading));
            }
        }
        best.map(|(_, heading)| heading)
    }

    pub(super) fn heading_row(&mut self, row: usize, cells: &Row) -> Heading {
        let mut columns: BTreeMap<u16, Vec<(usize, u16, f32)>> = BTreeMap::new();
        for (index, cell) in cells.cells.iter().enumerate().filter(|(_, cell)| !is_prose(cell)) {
            for (register, column, share) in self.heading_cell(cell) {
                columns.entry(register).or_default().push((index, column, share));
            }
        }
        for (register, candidates) in &mut columns {
            self.prefer_usual_words(*register, cells, candidates);
            assign(candidates);
        }
        let mut claims = BTreeMap::new();
        columns.values().flatten().for_each(|(cell, ..)| *claims.entry(*cell).or_insert(0) += 1);
        let width = cells.cells.len();
        Heading {
            row,
            columns,
            claims,
            width,
            barred: Vec::new(),
            cells: cells.cells.iter().filter(|cell| !cell.is_empty()).count().max(1),
        }
    }

    /// The columns that a heading can be, with the share of its words that says so.
    fn heading_cell(&mut self, cell: &str) -> Vec<(u16, u16, f32)> {
        let mut read = |text: &str| -> Vec<(u16, u16, f32)> {
            let readings = self.fields.read(text).into_iter();
            let columns = readings.filter_map(|(meaning, share)| match meaning {
                Meaning::Column(register, column) if share >= 0.5 => Some((register, column, share)),
                _ => None,
            });
            columns.collect()
        };
        let found = read(cell);
        // Trackers put the name of a field of one's own in brackets: "Custom field (Impact)".
        let inside = cell.trim_end().strip_suffix(')').and_then(|rest| rest.split_once('('));
        // In wide brackets stands an explanation: "対策（影響に見合う規模）".
        let named = cell.trim_end().strip_suffix('）').and_then(|rest| rest.split_once('（'));
        match inside.or(named.map(|(before, _)| (before, before))) {
            Some((before, inside)) if found.is_empty() && !before.trim().is_empty() => read(inside),
            _ => found,
        }
    }

    /// Where several cells could be one column, the one that bears its more usual name fits a little better:
    /// a list's "Category" before its "Component".
    fn prefer_usual_words(&self, register: u16, cells: &Row, candidates: &mut [(usize, u16, f32)]) {
        let rivals: Vec<u16> = candidates.iter().map(|(_, column, _)| *column).collect();
        for (cell, column, share) in candidates.iter_mut() {
            if rivals.iter().filter(|other| *other == column).count() < 2 {
                continue;
            }
            let usual = &self.vocabulary.usual[usize::from(register)][usize::from(*column)];
            let rank = usual.get(&fold(&cells.cells[*cell])).copied().unwrap_or(UNUSUAL);
            *share -= 0.001 * f32::from(rank);
        }
    }
}

/// Words of a heading, at most, where it has a semicolon or a full stop inside.
const WORDS: usize = 6;

/// Whether a cell says several things: a text with the word "service" in it heads no column of services.
fn is_prose(cell: &str) -> bool {
    let parts = cell.contains(['；', '。']) || cell.contains("; ") || cell.contains(". ");
    parts && word_count(&fold(cell)) > WORDS
}

/// Gives every cell one column and every column one cell, best fit first; where fits are equal, the cell
/// that can be least else ("Priority" takes the priority, so that "Urgency" is left for what it also may be).
fn assign(candidates: &mut Vec<(usize, u16, f32)>) {
    let mut choices: BTreeMap<usize, usize> = BTreeMap::new();
    candidates.iter().for_each(|(cell, ..)| *choices.entry(*cell).or_default() += 1);
    candidates.sort_by(|a, b| {
        let by_fit = b.2.total_cmp(&a.2);
        by_fit.then(choices[&a.0].cmp(&choices[&b.0])).then(a.0.cmp(&b.0)).then(a.1.cmp(&b.1))
    });
    let mut kept: Vec<(usize, u16, f32)> = Vec::new();
    for candidate in candidates.iter() {
        if !kept.iter().any(|(cell, column, _)| *cell == candidate.0 || *column == candidate.1) {
            kept.push(*candidate);
        }
    }
    kept.sort_by_key(|(cell, ..)| *cell);
    *candidates = kept;
}

#[cfg(test)]
mod tests {
    use super::is_prose;

    #[test]
    fn a_heading_may_be_long_but_says_one_thing() {
        for heading in
            ["Has it been checked whether the corrective action worked, and by whom?", "Due; done", "No. of users"]
        {
            assert!(!is_prose(heading), "{heading}");
        }
        assert!(is_prose("Organisation; not meeting a service requirement; other parties in the service lifecycle"));
        assert!(is_prose("Not scored here. See folder 05 Assurance and Security."));
    }
}
