//! The cells of one row, in one piece of memory: a log has millions of them, and a text of its own for each
//! would take several times what the file does.

use std::fmt;
use std::ops::Index;

use serde::{Deserialize, Serialize};

/// Ends a cell. A control character: white space and what is never seen is folded away before cells are made.
const END: char = '\u{1f}';
/// Stands for a cell in which nothing is said, where that differs from an empty one.
const NOTHING: &str = "\u{1e}";

/// The texts of a row's cells.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// Each followed by [`END`].
    joined: Box<str>,
}

impl Cells {
    /// The cells, first to last.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.joined.split_terminator(END)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.joined.bytes().filter(|byte| *byte == END as u8).count()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty()
    }

    /// Whether all of them are empty.
    #[must_use]
    pub fn are_blank(&self) -> bool {
        self.joined.bytes().all(|byte| byte == END as u8)
    }

    /// The cell at a 0-based index, if the row has as many.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        self.iter().nth(index)
    }

    /// All cells with a separator between them.
    #[must_use]
    pub fn join(&self, separator: &str) -> String {
        self.iter().collect::<Vec<_>>().join(separator)
    }

    /// Bytes of all texts together.
    pub(super) fn bytes(&self) -> usize {
        self.joined.len() - self.len()
    }
}

impl Index<usize> for Cells {
    type Output = str;

    /// A row that ends before a cell says nothing in it.
    fn index(&self, index: usize) -> &str {
        self.get(index).unwrap_or_default()
    }
}

impl fmt::Debug for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: AsRef<str>> FromIterator<T> for Cells {
    fn from_iter<I: IntoIterator<Item = T>>(cells: I) -> Self {
        let mut writer = Writer::default();
        cells.into_iter().for_each(|cell| writer.push(cell.as_ref()));
        writer.finish()
    }
}

/// Writes rows one after the other; the room for a row is used again for the next.
#[derive(Debug, Default)]
pub struct Writer {
    joined: String,
}

impl Writer {
    /// Adds a cell.
    pub fn push(&mut self, cell: &str) {
        if cell.bytes().any(|byte| (0x1e..=0x1f).contains(&byte)) {
            self.joined.extend(cell.chars().filter(|character| !matches!(character, '\u{1e}'..='\u{1f}')));
        } else {
            self.joined.push_str(cell);
        }
        self.joined.push(END);
    }

    /// Adds a cell in which nothing is said.
    fn skip(&mut self) {
        self.joined.push_str(NOTHING);
        self.joined.push(END);
    }

    /// The row.
    pub fn finish(&mut self) -> Cells {
        let cells = Cells { joined: self.joined.as_str().into() };
        self.joined.clear();
        cells
    }
}

/// Cells of which some say nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values(Cells);

impl Values {
    /// The cells, first to last.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Option<&str>> + Clone {
        self.0.iter().map(said)
    }

    /// What the cell at a 0-based index says, if anything.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        self.0.get(index).and_then(said)
    }

    /// The cells that say something.
    pub fn filled(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.iter().flatten()
    }
}

fn said(cell: &str) -> Option<&str> {
    (cell != NOTHING).then_some(cell)
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Writer {
    /// Adds a cell, or the sign that it says nothing.
    pub fn push_value(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.push(value),
            None => self.skip(),
        }
    }

    /// The row of values.
    pub fn finish_values(&mut self) -> Values {
        Values(self.finish())
    }
}

impl<T: AsRef<str>> FromIterator<Option<T>> for Values {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(values: I) -> Self {
        let mut writer = Writer::default();
        values.into_iter().for_each(|value| writer.push_value(value.as_ref().map(AsRef::as_ref)));
        writer.finish_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_as_they_were() {
        let written = ["", "a", "", "bö\u{1e}\u{1f}", ""];
        let cells: Cells = written.into_iter().collect();
        assert_eq!(cells.iter().collect::<Vec<_>>(), ["", "a", "", "bö", ""]);
        assert_eq!((cells.len(), cells.bytes(), cells.are_blank()), (5, 4, false));
        assert_eq!((cells.get(3), cells.get(4), cells.get(5)), (Some("bö"), Some(""), None));
        assert_eq!((&cells[1], cells.join("|").as_str()), ("a", "|a||bö|"));
    }

    #[test]
    fn no_cell_is_not_an_empty_one() {
        let (none, empty): (Cells, Cells) = (Cells::default(), [""].into_iter().collect());
        assert_eq!((none.len(), none.is_empty(), none.are_blank()), (0, true, true));
        assert_eq!((empty.len(), empty.is_empty(), empty.are_blank()), (1, false, true));
        let values: Values = [None, Some(""), Some("x")].into_iter().collect();
        assert_eq!(values.iter().collect::<Vec<_>>(), [None, Some(""), Some("x")]);
        assert_eq!((values.get(0), values.get(1), values.get(9)), (None, Some(""), None));
        assert_eq!(values.filled().collect::<Vec<_>>(), ["", "x"]);
    }
}
