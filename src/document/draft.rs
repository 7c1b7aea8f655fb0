//! A table while a reader still writes it: cells come one by one, are moved, joined and repeated. Finished, it
//! is a [`super::Table`], which takes a fraction of the room.

/// A grid of cells under construction.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub(super) name: Option<String>,
    pub(super) rows: Vec<Row>,
}

/// One row of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// As [`super::Row::number`].
    pub(super) number: u32,
    pub(super) cells: Vec<String>,
}

impl From<Row> for super::Row {
    fn from(row: Row) -> Self {
        Self { number: row.number, cells: row.cells.iter().collect() }
    }
}
