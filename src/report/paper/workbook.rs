//! A paper as a workbook: its tables, to sort, to filter and to write into, and what must be known first.

use anyhow::Result;

use super::{Paper, Table};
use crate::report::words::{Language, Words};
use crate::report::xlsx::{self, Sheet, Tables, Value};

/// The workbook.
pub(super) fn write(paper: &Paper, tables: Vec<(String, Table)>) -> Result<Vec<u8>> {
    let values = |row: Vec<String>| row.into_iter().map(Value::of).collect();
    let sheet = |(name, table): (String, Table)| Sheet {
        name,
        headings: table.headings.into_iter().map(str::to_owned).collect(),
        rows: table.rows.into_iter().map(values).collect(),
    };
    let mut sheets: Vec<Sheet> = tables.into_iter().map(sheet).collect();
    let words = Words::of(Language::parse(paper.lang).unwrap_or_default());
    let about = words.get("common", "about");
    let notes = paper.notes.iter().map(|note| vec![Value::Text(note.clone())]).collect();
    sheets.push(Sheet { name: about.to_owned(), headings: vec![about.to_owned()], rows: notes });
    xlsx::sheets(&Tables { title: paper.title.clone(), as_of: paper.as_of.clone(), sheets })
}
