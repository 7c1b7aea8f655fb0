//! Comma-, semicolon-, tab- and bar-separated values: one table, every row with its line.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};

use super::builder::{Builder, line, push_folded};
use super::cells::Writer;
use super::{Limits, Reading, Row, Table, encoding};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many times more cells than a workbook a file may have: nothing but text stands in it.
const ROOM: usize = 4;
/// How much of a file is looked at to tell its delimiter.
const SAMPLE: usize = 64 << 10;
/// A record over more lines than this has a quotation mark that was never closed.
const RECORD_LINES: usize = 200;
/// Columns from which on a line with just as many cells is a row, and no line of a longer cell.
const COLUMNS: usize = 4;
/// Lines of one file that are read anew for a quotation mark; behind them quotation marks are text.
const BROKEN: usize = 50;

/// Reads a file of separated values.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Reading {
    // A log of a million tickets is one table; what it may cost is limited by its cells.
    let limits = Limits {
        text_bytes: usize::try_from(limits.file_bytes).unwrap_or(usize::MAX),
        cells: limits.cells.saturating_mul(ROOM),
        ..limits
    };
    let (text, mut builder) = match encoding::open(bytes, limits) {
        Ok(opened) => opened,
        Err(unread) => return unread,
    };
    let (delimiter, skip) = delimiter(&text);
    let (rows, broken) = rows(&text, skip, delimiter, limits.cells);
    if let Some(first) = broken.first() {
        let more = if broken.len() > 1 { format!(" and {} more", broken.len() - 1) } else { String::new() };
        builder.problem(format!("line {first}{more}: a quotation mark is not closed, the line is read as it stands"));
    }
    if rows.iter().map(|row| row.cells.len()).sum::<usize>() >= limits.cells {
        builder.problem(format!("cells beyond {} left out", limits.cells));
    }
    tell(&mut builder, rows);
    builder.finish()
}

fn tell(builder: &mut Builder, rows: Vec<Row>) {
    let first = rows.first().map_or(1, |row| row.number);
    builder.folded_table(Table { name: None, rows }, line(first));
}

/// The rows, and the lines in which a quotation mark is not closed. Such a line is read as it stands, and
/// the reader begins anew behind it: it would swallow what follows.
fn rows(text: &str, skip: usize, delimiter: u8, cells: usize) -> (Vec<Row>, Vec<u32>) {
    let width = width(&text[skip..], delimiter);
    let mut found = Found { rows: Vec::new(), left: cells, width, at: (0, 1), row: Writer::default() };
    let mut broken = Vec::new();
    let mut from = skip;
    while let Some(begin) = found.read(text, from, delimiter, broken.len() < BROKEN) {
        let end = text[begin..].find('\n').map_or(text.len(), |at| begin + at + 1);
        let line = found.line(text, begin);
        broken.push(line);
        found.push_line(&text[begin..end], delimiter, line);
        from = end;
    }
    (found.rows, broken)
}

/// Rows read so far.
struct Found {
    rows: Vec<Row>,
    /// Cells that may still be read.
    left: usize,
    /// How many cells a row usually has.
    width: usize,
    /// An offset that was reached and the line in which it stands.
    at: (usize, u32),
    /// The row being written.
    row: Writer,
}

impl Found {
    /// Reads rows from an offset to the end; or to a line whose quotation mark is not closed, and gives
    /// the offset of that line.
    fn read(&mut self, text: &str, from: usize, delimiter: u8, quoting: bool) -> Option<usize> {
        let mut reader = reader(&text[from..], delimiter, quoting);
        let mut record = StringRecord::new();
        while let Ok(true) = reader.read_record(&mut record) {
            let begin = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0)) + from;
            // The reader counts blank lines before a record as part of it.
            let blank = text[begin.min(text.len())..].bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            let begin = begin + blank;
            if quoting && self.is_broken(&record, &text[begin.min(text.len())..], delimiter) {
                return Some(begin);
            }
            let line = self.line(text, begin);
            if !self.push(&record, line) {
                break;
            }
        }
        None
    }

    /// The 1-based line of an offset; offsets only grow.
    fn line(&mut self, text: &str, offset: usize) -> u32 {
        let (reached, line) = self.at;
        let between = text.as_bytes().get(reached..offset).unwrap_or_default();
        let passed = between.iter().filter(|byte| **byte == b'\n').count();
        self.at = (offset.max(reached), line.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX)));
        self.at.1
    }

    /// A record over hundreds of lines, or one that swallowed a line which is a row of its own.
    fn is_broken(&self, record: &StringRecord, text: &str, delimiter: u8) -> bool {
        let breaks = record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
        if breaks == 0 {
            return false;
        }
        let second = text.lines().nth(1).unwrap_or_default();
        let mut alone = StringRecord::new();
        let is_row = matches!(reader(second, delimiter, true).read_record(&mut alone), Ok(true))
            && alone.len() == self.width
            && self.width >= COLUMNS;
        breaks > RECORD_LINES || is_row
    }

    fn push_line(&mut self, line: &str, delimiter: u8, number: u32) {
        let mut record = StringRecord::new();
        if let Ok(true) = reader(line, delimiter, false).read_record(&mut record) {
            self.push(&record, number);
        }
    }

    /// Whether there was room for it.
    fn push(&mut self, record: &StringRecord, number: u32) -> bool {
        if record.len() > self.left {
            return false;
        }
        self.left -= record.len();
        record.iter().for_each(|cell| push_folded(&mut self.row, cell));
        self.rows.push(Row { number, cells: self.row.finish() });
        true
    }
}

/// How many cells most of the first rows have.
fn width(text: &str, delimiter: u8) -> usize {
    let mut reader = reader(text, delimiter, true);
    let mut record = StringRecord::new();
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for _ in 0..200 {
        if !matches!(reader.read_record(&mut record), Ok(true)) {
            break;
        }
        *widths.entry(record.len()).or_default() += 1;
    }
    widths.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(width, _)| width)
}

fn reader(text: &str, delimiter: u8, quoting: bool) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .quoting(quoting)
        .from_reader(text.as_bytes())
}

/// The delimiter, and how many bytes at the beginning only name it (`sep=;`, as Excel writes).
fn delimiter(text: &str) -> (u8, usize) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(named) = first.strip_prefix("sep=")
        && let [delimiter] = named.trim_end().as_bytes()
    {
        return (*delimiter, text.find('\n').map_or(text.len(), |at| at + 1));
    }
    let end = (0..=text.len().min(SAMPLE)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let sample = &text[..end];
    // `max_by_key` takes the last of equals: the comma, where nothing speaks for another.
    let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(sample, *delimiter));
    (best.unwrap_or(b','), 0)
}

/// How well a delimiter explains a text: how many rows agree on a number of columns above one, in
/// percent, then how many columns.
fn score(sample: &str, delimiter: u8) -> (usize, usize) {
    let mut reader = reader(sample, delimiter, true);
    let mut record = StringRecord::new();
    let mut widths = Vec::new();
    while widths.len() < 200 && matches!(reader.read_record(&mut record), Ok(true)) {
        widths.push(record.len());
    }
    let Some(columns) = widths
        .iter()
        .copied()
        .filter(|width| *width > 1)
        .max_by_key(|width| (widths.iter().filter(|other| *other == width).count(), *width))
    else {
        return (0, 0);
    };
    let agreeing = widths.iter().filter(|width| **width == columns).count();
    (agreeing * 100 / widths.len() / 10, columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Content;

    fn table(text: &str) -> Vec<(u32, Vec<String>)> {
        let reading = read(text.as_bytes(), Limits::default());
        match &reading.document.blocks[0].content {
            Content::Table(table) => {
                let cells = |row: &Row| row.cells.iter().map(str::to_owned).collect();
                table.rows.iter().map(|row| (row.number, cells(row))).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (number, cells.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn delimiters_quotes_and_lines() {
        assert_eq!(table("a;b\n1,5;2\n3,5;4\n"), [row(1, &["a", "b"]), row(2, &["1,5", "2"]), row(3, &["3,5", "4"])]);
        assert_eq!(
            table("\u{feff}id,text\r\n\r\n1,\"two\r\nlines\"\r\n2,x,extra\r\n"),
            [row(1, &["id", "text"]), row(3, &["1", "two lines"]), row(5, &["2", "x", "extra"])]
        );
        assert_eq!(table("sep=|\na|b\n"), [row(2, &["a", "b"])]);
        assert_eq!(table("a\tb\n1\t2, 3\n"), [row(1, &["a", "b"]), row(2, &["1", "2, 3"])]);
        assert_eq!(table("Register\n\nid,name\n1,x\n2,y\n")[0], row(1, &["Register"]));
        assert_eq!(table("one\ntwo\n"), [row(1, &["one"]), row(2, &["two"])]);
    }

    #[test]
    fn an_open_quotation_mark_does_not_swallow_the_rest() {
        let text = format!("id,text\n1,\"open\n{}", "2,x\n".repeat(1000));
        assert_eq!(table(&text).len(), 1002);
        // Quotation marks elsewhere are still what they are.
        let quoted = "2,\"x, y\",b,c\n";
        let text = format!("id,text,by,on\n{}1,\"open,b,c\n{}", quoted.repeat(300), quoted.repeat(300));
        let rows = table(&text);
        assert_eq!(rows.len(), 602);
        assert_eq!(
            (rows[301].clone(), rows[302].clone()),
            (row(302, &["1", "\"open", "b", "c"]), row(303, &["2", "x, y", "b", "c"]))
        );
        let problems = read(text.as_bytes(), Limits::default()).problems;
        assert_eq!(problems, ["line 302: a quotation mark is not closed, the line is read as it stands"]);
    }
}
