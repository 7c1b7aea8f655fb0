//! A register template as a workbook of one sheet; a document template is a Word document in `docx`.

use anyhow::Result;

use super::xlsx::{self, Sheet, Tables, Value};
use crate::document::{Content, Format, Limits, Row, read};
use crate::templates::Template;

#[cfg(feature = "docx")]
pub use super::docx::word;

/// A register template as a workbook of one sheet.
///
/// # Errors
/// When it cannot be written, which no template of ours causes.
pub fn workbook(template: &Template, title: &str) -> Result<Vec<u8>> {
    let reading = read(Format::Csv, template.text.as_bytes(), Limits::default());
    let mut rows = reading.document.blocks.into_iter().flat_map(|block| match block.content {
        Content::Table(table) => table.rows,
        _ => Vec::new(),
    });
    let cells = |row: Row| row.cells.iter().map(str::to_owned).collect::<Vec<_>>();
    let headings = rows.next().map(cells).unwrap_or_default();
    let rows = rows.map(|row| cells(row).into_iter().map(Value::Text).collect()).collect();
    let sheets = vec![Sheet { name: title.to_owned(), headings, rows }];
    xlsx::sheets(&Tables { title: title.to_owned(), as_of: String::new(), sheets })
}
