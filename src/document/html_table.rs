//! A table of an HTML page while it is being read: spans are unfolded into a plain grid.

use super::builder::Builder;
use super::draft::{Row, Table};
use super::{Place, Role};

/// Wider spans than this are a mistake or an attack.
const SPAN: usize = 100;
/// Cells one table may unfold to.
const CELLS: usize = 1_000_000;

/// A table being read.
pub(super) struct Grid {
    place: Place,
    caption: String,
    rows: Vec<Row>,
    /// Cells that reach down from rows above, by column: how many rows more, and their text.
    hanging: Vec<(usize, String)>,
    /// The columns and rows the current cell reaches over.
    span: (usize, usize),
    /// Where each text of a one-column table stood: such a table only holds a page together.
    texts: Vec<(String, Place)>,
    cells: usize,
}

impl Grid {
    /// A table that begins at `place`.
    pub(super) fn new(place: Place) -> Self {
        Self {
            place,
            caption: String::new(),
            rows: Vec::new(),
            hanging: Vec::new(),
            span: (1, 1),
            texts: Vec::new(),
            cells: 0,
        }
    }

    /// Text of the caption.
    pub(super) fn caption(&mut self, text: &str) {
        self.caption.push_str(text);
    }

    /// A new row.
    pub(super) fn row(&mut self, number: u32) {
        self.end_cell();
        self.end_row();
        self.rows.push(Row { number, cells: Vec::new() });
    }

    /// A new cell.
    pub(super) fn cell(&mut self, number: u32, columns: usize, rows: usize) {
        self.end_cell();
        if self.rows.is_empty() {
            self.rows.push(Row { number, cells: Vec::new() });
        }
        self.hang();
        self.span = (columns.clamp(1, SPAN), rows.clamp(1, SPAN));
        self.push(String::new());
    }

    /// Text of the current cell.
    pub(super) fn text(&mut self, text: &str, place: Place) {
        self.texts.push((text.to_string(), place));
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(text);
        }
    }

    /// Tells the table; a table of one column is told as the text it holds.
    pub(super) fn finish(mut self, builder: &mut Builder) {
        self.end_cell();
        self.end_row();
        self.rows.retain(|row| !row.cells.is_empty());
        if self.rows.iter().all(|row| row.cells.len() < 2) {
            for (text, place) in self.texts {
                builder.text(Role::Paragraph, &text, place);
            }
            return;
        }
        let caption = super::builder::fold(&self.caption);
        let name = (!caption.is_empty()).then_some(caption);
        builder.table(Table { name, rows: self.rows }, self.place);
    }

    fn push(&mut self, text: String) {
        if self.cells < CELLS
            && let Some(row) = self.rows.last_mut()
        {
            self.cells += 1;
            row.cells.push(text);
        }
    }

    /// Puts what reaches down from above into the current row, up to the next free column.
    fn hang(&mut self) {
        while let Some(row) = self.rows.last() {
            let at = row.cells.len();
            match self.hanging.get_mut(at) {
                Some((left, text)) if *left > 0 && self.cells < CELLS => {
                    *left -= 1;
                    let text = text.clone();
                    self.push(text);
                }
                _ => return,
            }
        }
    }

    /// Knows the whole text of the cell now, so it can reach right and down.
    fn end_cell(&mut self) {
        let (columns, rows) = std::mem::replace(&mut self.span, (1, 1));
        if columns == 1 && rows == 1 {
            return;
        }
        let Some((at, text)) =
            self.rows.last().and_then(|row| Some((row.cells.len().checked_sub(1)?, row.cells.last()?.clone())))
        else {
            return;
        };
        // A long text said once is enough.
        let below = if text.len() > 200 { String::new() } else { text };
        if self.hanging.len() < at + columns {
            self.hanging.resize(at + columns, (0, String::new()));
        }
        for offset in 0..columns {
            let text = if offset == 0 { below.clone() } else { String::new() };
            self.hanging[at + offset] = (rows - 1, text);
            if offset > 0 {
                self.push(String::new());
            }
        }
    }

    fn end_row(&mut self) {
        if self.rows.last().is_some_and(|row| !row.cells.is_empty()) {
            self.hang();
        }
    }
}
