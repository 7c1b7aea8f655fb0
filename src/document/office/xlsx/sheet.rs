//! One sheet as rows of cells. An empty row stands where the sheet leaves rows blank, so that the
//! tables on it can be told apart; a cell merged over rows is repeated in each of them.

use super::super::super::draft::Row;
use super::super::flow::{Flow, fold};
use super::super::numbers::{Format, iso};
use super::super::xml::{Element, Level, Xml};
use super::{string, unescape};

/// Columns of the widest sheet.
const MAX_COLUMNS: usize = 16_384;

/// What the sheets of a workbook share.
pub(super) struct Workbook {
    /// The shared strings.
    pub(super) strings: Vec<String>,
    /// The number format of each cell style.
    pub(super) formats: Vec<Format>,
    /// Whether days are counted from 1904.
    pub(super) from_1904: bool,
}

impl Workbook {
    /// Reads the rows of a sheet.
    pub(super) fn sheet(&self, xml: &mut Xml<'_>, flow: &mut Flow) -> Vec<Row> {
        let mut rows = Vec::new();
        let Some(root) = xml.root() else { return rows };
        while let Some(element) = xml.child(root.inside) {
            match element.name() {
                "sheetData" => rows = self.rows(xml, element.inside, flow),
                "mergeCells" => {
                    while let Some(merged) = xml.child(element.inside) {
                        let range = merged.attr("ref").unwrap_or_default();
                        repeat(&mut rows, &range, flow);
                        if flow.full() {
                            return rows;
                        }
                    }
                }
                _ => {}
            }
        }
        rows
    }

    fn rows(&self, xml: &mut Xml<'_>, inside: Level, flow: &mut Flow) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut number = 0_u32;
        while let Some(element) = xml.child(inside) {
            number = element.number("r").unwrap_or(number.saturating_add(1));
            let cells = self.cells(xml, element.inside, flow);
            if !cells.is_empty() {
                add(&mut rows, Row { number, cells });
            }
            if flow.full() {
                break;
            }
        }
        if !rows.is_sorted_by_key(|row| row.number) {
            rows.sort_by_key(|row| row.number);
        }
        rows
    }

    /// The cells of a row up to the last that is not empty.
    fn cells(&self, xml: &mut Xml<'_>, inside: Level, flow: &mut Flow) -> Vec<String> {
        let mut cells: Vec<String> = Vec::new();
        let mut next = 0;
        while let Some(element) = xml.child(inside) {
            let column = element.attr("r").and_then(|name| place(&name)).map_or(next, |(column, _)| column);
            next = column + 1;
            let text = self.cell(xml, &element);
            if text.is_empty() || column >= MAX_COLUMNS {
                continue;
            }
            while cells.len() < column {
                if !flow.cell(0) {
                    return cells;
                }
                cells.push(String::new());
            }
            if !flow.cell(text.len()) {
                return cells;
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = text;
            } else {
                cells.push(text);
            }
        }
        cells
    }

    fn cell(&self, xml: &mut Xml<'_>, element: &Element<'_>) -> String {
        let kind = element.attr("t").unwrap_or_default();
        let mut text = String::new();
        while let Some(part) = xml.child(element.inside) {
            match part.name() {
                "v" => text = xml.text(part.inside),
                "is" => text = string(xml, part.inside),
                _ => {}
            }
        }
        match kind.as_str() {
            "s" => {
                text.trim().parse().ok().and_then(|index: usize| self.strings.get(index)).cloned().unwrap_or_default()
            }
            "b" => (if text.trim() == "1" { "TRUE" } else { "FALSE" }).to_owned(),
            "d" => iso(&text),
            "str" | "inlineStr" | "e" => fold(&unescape(&text)),
            _ => self.value(element, text.trim()),
        }
    }

    fn value(&self, element: &Element<'_>, text: &str) -> String {
        let Ok(value) = text.parse::<f64>() else { return fold(text) };
        let style = element.number::<usize>("s").and_then(|style| self.formats.get(style));
        style.unwrap_or(&Format::General).show(value, self.from_1904)
    }
}

/// Adds a row, after an empty one where rows were left out before it.
pub(in super::super) fn add(rows: &mut Vec<Row>, row: Row) {
    if let Some(last) = rows.last()
        && last.number.saturating_add(1) < row.number
    {
        let number = last.number + 1;
        rows.push(Row { number, cells: Vec::new() });
    }
    rows.push(row);
}

/// Column and row of a cell's name: `B7` is (1, 7).
fn place(name: &str) -> Option<(usize, u32)> {
    let letters = name.len() - name.trim_start_matches(|character: char| character.is_ascii_alphabetic()).len();
    let (letters, digits) = name.split_at(letters);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let digit = |letter: u8| usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = letters.bytes().fold(0, |column, letter| column * 26 + digit(letter)) - 1;
    Some((column, digits.parse().ok()?))
}

/// Repeats a cell of a merged range such as `A2:A5`.
fn repeat(rows: &mut [Row], range: &str, flow: &mut Flow) {
    let Some((from, to)) = range.split_once(':') else { return };
    if let (Some((column, first)), Some((_, last))) = (place(from), place(to)) {
        repeat_down(rows, column, (first, last), flow);
    }
}

/// Repeats a cell merged over several rows in each of them that holds anything.
pub(in super::super) fn repeat_down(rows: &mut [Row], column: usize, (first, last): (u32, u32), flow: &mut Flow) {
    let start = rows.partition_point(|row| row.number < first);
    let top = rows.get(start).filter(|row| row.number == first);
    let Some(text) = top.and_then(|row| row.cells.get(column)).cloned() else { return };
    for row in rows.iter_mut().skip(start + 1).take_while(|row| row.number <= last) {
        if row.cells.is_empty() {
            continue;
        }
        if !flow.cell(text.len()) {
            return;
        }
        while row.cells.len() <= column {
            row.cells.push(String::new());
        }
        if let Some(cell) = row.cells.get_mut(column).filter(|cell| cell.is_empty()) {
            cell.clone_from(&text);
        }
    }
}
