//! Tables that are texts: a word for the matter, and beside it what is done.

use crate::document::Table;
use crate::text::{fold, word_count};

/// Words from which a cell says something rather than names it.
const TELLS: usize = 6;

/// Whether a table of two columns is a text set out in rows: a word for the matter, and beside it what is done.
pub(super) fn is_told(table: &Table) -> bool {
    let beside = table.rows.iter().skip(1).filter_map(|row| match row.cells.len() {
        2 => row.cells.get(1),
        _ => None,
    });
    let telling = beside.filter(|cell| word_count(&fold(cell)) >= TELLS).count();
    telling >= 3 && telling * 2 >= table.rows.len()
}
