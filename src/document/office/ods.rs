//! OpenDocument spreadsheets: every sheet as a table, by the values behind the cells where these say
//! more than the text shown.

use super::super::draft::Row;
use super::super::{Limits, Reading};
use super::flow::{Flow, fold};
use super::numbers::{Format, iso, number};
use super::odf::{self, Spans};
use super::props;
use super::xlsx::add_row;
use super::xml::{Element, Level, Node, Xml};

/// Columns of the widest sheet.
const MAX_COLUMNS: usize = 16_384;
/// Rows and columns in which one cell that says something is read again: a file of a few hundred bytes may claim that
/// it fills a sheet.
const SAME_ROWS: u32 = 1_000;
const SAME_COLUMNS: usize = 256;

/// Reads an OpenDocument spreadsheet.
pub(in crate::document) fn read(bytes: &[u8], limits: Limits) -> Reading {
    let mut package = match odf::open(bytes, limits) {
        Ok(package) => package,
        Err(reason) => return Reading::unread(reason),
    };
    let Some(content) = package.part("content.xml") else { return super::nothing(package) };
    let mut flow = Flow::new(limits);
    let mut xml = Xml::new(&content);
    let found = xml.find(0, "spreadsheet");
    while let Some(table) = found.as_ref().and_then(|sheets| xml.child(sheets.inside)) {
        if table.name() != "table" || flow.full() {
            continue;
        }
        let name = fold(&table.attr("name").unwrap_or_default());
        flow.place.sheet = Some(name.clone());
        let mut sheet = Sheet::default();
        sheet.rows(&mut xml, table.inside, &mut flow);
        flow.table(Some(name), sheet.rows);
    }
    package.check("content.xml", &xml);
    if found.is_none() {
        return super::nothing(package);
    }
    let properties = props::of_odf(&mut package);
    super::finish(flow, package, properties)
}

/// A sheet being read.
#[derive(Default)]
struct Sheet {
    rows: Vec<Row>,
    number: u32,
    spans: Spans,
}

impl Sheet {
    fn rows(&mut self, xml: &mut Xml<'_>, inside: Level, flow: &mut Flow) {
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "table-row" => self.row(xml, &element, flow),
                "table-header-rows" | "table-rows" | "table-row-group" => self.rows(xml, element.inside, flow),
                _ => {}
            }
            if flow.full() {
                return;
            }
        }
    }

    fn row(&mut self, xml: &mut Xml<'_>, row: &Element<'_>, flow: &mut Flow) {
        let cells = self.cells(xml, row.inside, flow);
        let repeated = row.number("number-rows-repeated").unwrap_or(1_u32);
        if cells.is_empty() {
            self.number = self.number.saturating_add(repeated);
            return;
        }
        let bytes: usize = cells.iter().map(String::len).sum();
        if repeated > SAME_ROWS {
            flow.problem(format!("a row is repeated {repeated} times: all but {SAME_ROWS} left out"));
        }
        let last = self.number.saturating_add(repeated);
        for copy in 0..repeated.min(SAME_ROWS) {
            if copy > 0 && !(cells.iter().all(|_| flow.cell(0)) && flow.cell(bytes)) {
                return;
            }
            self.number = self.number.saturating_add(1);
            add_row(&mut self.rows, Row { number: self.number, cells: cells.clone() });
        }
        self.number = last;
    }

    /// The cells of a row up to the last that is not empty.
    fn cells(&mut self, xml: &mut Xml<'_>, inside: Level, flow: &mut Flow) -> Vec<String> {
        let mut cells: Vec<String> = Vec::new();
        let mut column = 0_usize;
        let mut covered = Vec::new();
        while let Some(element) = xml.child(inside) {
            let repeated = element.number("number-columns-repeated").unwrap_or(1_usize).min(MAX_COLUMNS);
            let text = match element.name() {
                "table-cell" => cell(xml, &element),
                "covered-table-cell" => {
                    covered.extend((column..column + repeated).take(MAX_COLUMNS));
                    String::new()
                }
                _ => continue,
            };
            self.spans.start(column, element.number("number-rows-spanned").unwrap_or(1), &text);
            let from = column;
            column = column.saturating_add(repeated).min(MAX_COLUMNS);
            let filled = column.min(from + SAME_COLUMNS);
            if !text.is_empty() && filled < column {
                flow.problem(format!("a cell is repeated in {repeated} columns: all but {SAME_COLUMNS} left out"));
            }
            if !text.is_empty() && !fill(&mut cells, from, filled, &text, flow) {
                return cells;
            }
        }
        // Only a row that holds anything of its own has the cells from above repeated in it.
        for column in covered {
            let text = self.spans.covered(column);
            if !cells.is_empty() && !text.is_empty() && !fill(&mut cells, column, column + 1, &text, flow) {
                return cells;
            }
        }
        cells
    }
}

/// Puts a text into the columns from `from` to before `to`, with blanks before them as needed.
fn fill(cells: &mut Vec<String>, from: usize, to: usize, text: &str, flow: &mut Flow) -> bool {
    while cells.len() < to {
        let text = if cells.len() < from { "" } else { text };
        if !flow.cell(text.len()) {
            return false;
        }
        cells.push(text.to_owned());
    }
    if let Some(cell) = cells.get_mut(from).filter(|cell| cell.is_empty()) {
        text.clone_into(cell);
    }
    true
}

fn cell(xml: &mut Xml<'_>, element: &Element<'_>) -> String {
    let mut shown = String::new();
    while let Some(part) = xml.child(element.inside) {
        if part.name() == "p" {
            shown.push(' ');
            text(xml, part.inside, &mut shown);
        }
    }
    let shown = fold(&shown);
    let value = element.number::<f64>("value");
    match (element.attr("value-type").as_deref(), value) {
        (Some("percentage"), Some(value)) => Format::Percent.show(value, false),
        (Some("currency"), Some(value)) => number(value),
        (Some("float"), Some(value)) if !says_more(&shown) => number(value),
        (Some("date"), _) => element.attr("date-value").map_or(shown, |date| iso(&date)),
        (Some("time"), _) => element.attr("time-value").and_then(|time| clock(&time)).unwrap_or(shown),
        (Some("boolean"), _) => element.attr("boolean-value").map_or(shown, |value| value.to_uppercase()),
        (Some("string"), _) if shown.is_empty() => fold(&element.attr("string-value").unwrap_or_default()),
        _ => shown,
    }
}

/// Whether the text shown for a number holds words or leading zeros: `INC0042`, `5 days`, `007`.
fn says_more(shown: &str) -> bool {
    let worded = shown.chars().any(char::is_alphabetic) && shown.parse::<f64>().is_err();
    let zeros = shown.len() > 1 && shown.starts_with('0') && shown.bytes().all(|byte| byte.is_ascii_digit());
    worded || zeros
}

/// A duration such as `PT14H05M00S` as `14:05`.
fn clock(duration: &str) -> Option<String> {
    let mut seconds = 0.0;
    let mut rest = duration.strip_prefix("PT")?;
    while let Some(end) = rest.find(['H', 'M', 'S']) {
        let (amount, unit) = rest.split_at(end);
        let scale = match unit.get(..1)? {
            "H" => 3_600.0,
            "M" => 60.0,
            _ => 1.0,
        };
        seconds += amount.parse::<f64>().ok()? * scale;
        rest = unit.get(1..)?;
    }
    Some(Format::Moment { day: false, time: true }.show(seconds / 86_400.0, false))
}

/// The text of a paragraph without comments and drawings.
fn text(xml: &mut Xml<'_>, inside: Level, shown: &mut String) {
    while let Some(node) = xml.node(inside) {
        match node {
            Node::Text(part) => shown.push_str(&part),
            Node::Element(element) => match element.name() {
                "s" | "tab" | "line-break" => shown.push(' '),
                "annotation" | "frame" | "ruby-text" => {}
                _ => text(xml, element.inside, shown),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{lines, property, zip};
    use super::*;

    fn ods(sheets: &str) -> Reading {
        let content = format!("<office:document-content><office:body><office:spreadsheet>{sheets}");
        let content = content + "</office:spreadsheet></office:body></office:document-content>";
        let meta = "<o><office:meta><dc:title>Register</dc:title>
            <meta:user-defined meta:name='Owner'>Ann</meta:user-defined></office:meta></o>";
        read(&zip(&[("content.xml", content.as_str()), ("meta.xml", meta)]), Limits::default())
    }

    fn typed(kind: &str, value: &str, shown: &str) -> String {
        format!("<table:table-cell office:value-type='{kind}' {value}><text:p>{shown}</text:p></table:table-cell>")
    }

    #[test]
    fn cells_of_every_kind_are_read() {
        let cells = [
            typed(
                "string",
                "",
                "a <text:s text:c='99999999'/>b<office:annotation><text:p>no</text:p></office:annotation>",
            ),
            typed("float", "office:value='1234.5'", "1.234,50"),
            typed("float", "office:value='42'", "INC0042"),
            typed("percentage", "office:value='0.999'", "99,90 %"),
            typed("date", "office:date-value='2026-11-22T14:05:00'", "22.11.26"),
            typed("time", "office:time-value='PT26H30M00S'", "26:30"),
            typed("boolean", "office:boolean-value='true'", "WAHR"),
        ];
        let reading = ods(&format!(
            "<table:table table:name='S'><table:table-row>{}</table:table-row></table:table>",
            cells.concat()
        ));
        assert_eq!(lines(&reading), ["t[S] 1:a b|1234.5|INC0042|99.9 %|2026-11-22T14:05|26:30|TRUE"]);
        assert_eq!(property(&reading, "title").map(|property| property.value.as_str()), Some("Register"));
        assert_eq!(
            property(&reading, "Owner").map(|property| property.source),
            Some(super::super::super::Source::Custom)
        );
    }

    #[test]
    fn repeated_and_covered_cells_are_bounded() {
        let sheet = "<table:table table:name='S'><table:table-header-rows><table:table-row>
            <table:table-cell table:number-columns-repeated='2'><text:p>x</text:p></table:table-cell>
            <table:table-cell table:number-columns-repeated='16382'/></table:table-row></table:table-header-rows>
            <table:table-row table:number-rows-repeated='7'><table:table-cell table:number-columns-repeated='16384'/>
            </table:table-row><table:table-row table:number-rows-repeated='2'>
            <table:table-cell table:number-rows-spanned='2'><text:p>P1</text:p></table:table-cell>
            <table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>
            <table:table-row><table:covered-table-cell/><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>
            <table:table-row table:number-rows-repeated='1048000'><table:table-cell/></table:table-row></table:table>";
        assert_eq!(lines(&ods(sheet)), ["t[S] 1:x|x / 2: / 9:P1|a / 10:P1|a / 11:P1|b"]);

        let wide = "<table:table-cell table:number-columns-repeated='999999'><text:p>x</text:p></table:table-cell>";
        let sheet =
            format!("<table:table table:name='S'><table:table-row table:number-rows-repeated='4000000000'>{wide}");
        let reading = ods(&sheet);
        assert_eq!(
            reading.problems,
            [
                "a cell is repeated in 16384 columns: all but 256 left out",
                "a row is repeated 4000000000 times: all but 1000 left out",
                "content.xml: not well-formed, read as far as possible"
            ]
        );
        let crate::document::Content::Table(table) = &reading.document.blocks[0].content else { panic!("no table") };
        assert_eq!((table.rows.len(), table.rows[0].cells.iter().count()), (SAME_ROWS as usize, SAME_COLUMNS));
    }

    #[test]
    fn encrypted_and_foreign_files_are_said() {
        let manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
        let bytes = zip(&[("META-INF/manifest.xml", manifest), ("content.xml", "noise")]);
        assert_eq!(read(&bytes, Limits::default()).unread.as_deref(), Some("encrypted"));
        assert!(read(&zip(&[("content.xml", "<a/>")]), Limits::default()).unread.is_some());
    }
}
