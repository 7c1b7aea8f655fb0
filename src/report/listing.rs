//! Tables for commands that print one: as text, CSV, Markdown. Every cell may come from a document, so none
//! can steer a terminal, turn into markup or become a formula.

use unicode_width::UnicodeWidthStr;

use super::plain::{TEXT, clean, markdown};

/// Columns of a text table after which a cell is no longer padded.
const WIDEST: usize = 48;

/// How a listing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Columns for a terminal.
    Text,
    /// For a spreadsheet.
    Csv,
    /// Data, all of it.
    Json,
    /// A table in Markdown.
    Markdown,
}

impl Look {
    /// Every one with its name on the command line.
    pub const ALL: [(&'static str, Self); 4] =
        [("text", Self::Text), ("csv", Self::Csv), ("json", Self::Json), ("md", Self::Markdown)];

    /// The one of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, look)| *look)
    }
}

/// Headings and rows as text in columns, indented by two; the last column is as long as it is.
pub(super) fn text(headings: &[&str], rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| shown(&clean(cell, TEXT))).collect()).collect();
    let mut widths: Vec<usize> = headings.iter().map(|heading| heading.width()).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width().min(WIDEST));
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::from(" ");
        for (cell, width) in cells.zip(&widths) {
            line.push(' ');
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width()) + 1));
        }
        format!("{}\n", line.trim_end())
    };
    let mut text = line(&mut headings.iter().copied());
    rows.iter().for_each(|row| text.push_str(&line(&mut row.iter().map(String::as_str))));
    text
}

/// Headings and rows as CSV.
pub(super) fn csv(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail, and every row has the same length.
    let _ = writer.write_record(headings);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell)));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A cell that a spreadsheet would take for a formula becomes text.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Headings and rows as a table in Markdown.
pub(super) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("| {} |\n|{}\n", headings.join(" | "), "---|".repeat(headings.len()));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| shown(&markdown(&clean(cell, TEXT)))).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

fn shown(cell: &str) -> String {
    if cell.is_empty() { "–".to_owned() } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<String>> {
        vec![vec!["=1+1".into(), "a|b\u{1b}[31m".into()], vec![String::new(), "日本".into()]]
    }

    #[test]
    fn cells_are_data_in_every_look() {
        assert_eq!(text(&["one", "two"], &rows()), "  one   two\n  =1+1  a|b\\u{1b}[31m\n  –     日本\n");
        assert_eq!(csv(&["one", "two"], &rows()), "one,two\n'=1+1,a|b\u{1b}[31m\n,日本\n");
        let written = table(&["one", "two"], &rows());
        assert_eq!(written.lines().count(), 4);
        assert!(!written.contains('\u{1b}') && written.contains("a\\|b"), "{written}");
    }
}
