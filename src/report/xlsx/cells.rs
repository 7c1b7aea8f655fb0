//! What may stand in a cell, within the limits of the format.

use rust_xlsxwriter::{ExcelDateTime, XlsxError};

/// A spreadsheet takes 32,767 UTF-16 units in a cell.
const CELL: usize = 32_000;

/// One value.
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// Text, whatever it looks like.
    Text(String),
    /// A whole number.
    Number(u32),
    /// 0–1, shown in percent.
    Share(f64),
    /// A date, `2026-11-22`; shown as it is where it is none.
    Date(String),
    /// Text that leads to a row of a sheet.
    Link { text: String, sheet: String, row: u32 },
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// How many lines it takes in a column of so many characters.
    pub(super) fn lines_in(&self, width: f64) -> u32 {
        match self {
            Self::Text(text) | Self::Link { text, .. } => lines(text, width),
            _ => 1,
        }
    }

    /// Lines of text in one cell, each once.
    pub(super) fn lines<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut once: Vec<&str> = Vec::new();
        for line in lines.filter(|line| !line.is_empty()) {
            if !once.contains(&line) {
                once.push(line);
            }
        }
        Self::text(once.join("\n"))
    }
}

/// How many lines a text takes in a column of so many characters; words break a little before the edge.
pub(super) fn lines(text: &str, width: f64) -> u32 {
    let room = (width * 0.95).max(1.0);
    let lines = text.split('\n').map(|line| (line.chars().count() as f64 / room).ceil().max(1.0));
    lines.sum::<f64>().min(1_000.0) as u32
}

/// Text as long as a cell takes; an ellipsis says that there is more.
pub(super) fn fitting(text: &str) -> String {
    short(text, CELL)
}

/// Text of at most so many UTF-16 units.
pub(super) fn short(text: &str, limit: usize) -> String {
    let mut units = 0;
    let cut = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > limit
    });
    cut.map_or_else(|| text.to_owned(), |(at, _)| format!("{}…", &text[..at]))
}

/// A date of the years that a spreadsheet knows.
pub(super) fn date(text: &str) -> Option<ExcelDateTime> {
    let date: jiff::civil::Date = text.parse().ok()?;
    let (year, month, day) = (date.year(), date.month(), date.day());
    ExcelDateTime::from_ymd(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The date of a file about which no date is known.
pub(super) fn epoch() -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(1980, 1, 1)
}

/// Whether a spreadsheet would take the text for a formula if somebody typed it.
pub(super) fn tempts(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_what_a_spreadsheet_counts() {
        assert_eq!(short("abc", 3), "abc");
        assert_eq!(short("abcd", 3), "abc…");
        // Two units each.
        assert_eq!(short("😀😀", 3), "😀…");
        assert!(fitting(&"😀".repeat(40_000)).encode_utf16().count() <= 32_767);
    }

    #[test]
    fn only_dates_are_dates() {
        assert!(date("2026-11-22").is_some());
        for no in ["", "soon", "22.11.2026", "1600-01-01", "2026-13-01"] {
            assert!(date(no).is_none(), "{no}");
        }
    }
}
