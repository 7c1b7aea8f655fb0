//! The sheet that people work in: one row an obligation, what was found to the left, what they decide and
//! plan to the right.

use std::collections::BTreeMap;

use anyhow::Result;
use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Format, Worksheet};
use serde_json::Value;

use super::cells::Cell;
use super::columns::{Column, DETERMINATIONS, Entry, determination, entered, given};
use super::style::Style;
use super::{Book, table};
use crate::evidence::Finding;
use crate::report::clauses::{Clause, Obligation, Piece};
use crate::report::words::Mark;

/// The columns, in their order. A program that reads the sheet back goes by the headings, never by the order.
pub(super) const COLUMNS: &[Column] = &[
    given("id", 10.0),
    given("clause", 8.0),
    given("clause-title", 22.0),
    given("asks", 46.0),
    given("kind", 11.0),
    given("weight", 8.0),
    given("status", 16.0),
    given("reached", 14.0),
    given("needed", 14.0),
    given("grade", 15.0),
    given("missing", 46.0),
    given("remedy", 46.0),
    given("evidence", 46.0),
    given("pieces", 11.0),
    given("questions", 40.0),
    given("codes", 18.0),
    entered("determination", 24.0, Entry::Determination),
    entered("why", 40.0, Entry::Text),
    entered("by", 18.0, Entry::Text),
    entered("on", 12.0, Entry::Date),
    entered("until", 12.0, Entry::Date),
    entered("owner", 20.0, Entry::Text),
    entered("due", 12.0, Entry::Date),
    entered("notes", 40.0, Entry::Text),
];

/// Columns that stay in sight: id, clause, its title, what is asked.
const FROZEN: u16 = 4;

pub(super) fn write(book: &Book<'_>, sheet: &mut Worksheet) -> Result<()> {
    let findings: BTreeMap<&str, &Finding> =
        book.assessment.findings.iter().map(|finding| (finding.obligation.as_str(), finding)).collect();
    let mut evidence = 1;
    let rows = book.obligations().map(|(clause, obligation)| {
        let first = evidence;
        evidence += u32::try_from(obligation.evidence.len()).unwrap_or(u32::MAX);
        let decided = findings.get(obligation.id.as_str()).and_then(|finding| finding.determination.as_ref());
        let decided = decided.and_then(|decided| serde_json::to_value(decided).ok());
        row(book, clause, obligation, first, decided.as_ref())
    });
    let last = table::write(book, sheet, COLUMNS, FROZEN, rows)?;
    if last > 0 {
        colours(book, sheet, last)?;
    }
    Ok(())
}

fn row(book: &Book<'_>, clause: &Clause, obligation: &Obligation, evidence: u32, decided: Option<&Value>) -> Vec<Cell> {
    let short = &obligation.shortfalls;
    let entered = |key: &str| Cell::text(decided.and_then(|decided| decided.get(key)?.as_str()).unwrap_or_default());
    let verdict = decided.and_then(|decided| decided.get("verdict")?.as_str()).unwrap_or_default();
    let verdict = if DETERMINATIONS.contains(&verdict) { determination(book.words, verdict) } else { verdict };
    let mut row = vec![
        Cell::text(&*obligation.id),
        Cell::text(&*clause.id),
        Cell::text(&*clause.title),
        Cell::text(&*obligation.asks),
        Cell::text(obligation.kind),
        if obligation.weight == 0 { Cell::Empty } else { Cell::Number(obligation.weight.into()) },
        Cell::text(status(obligation.status, &obligation.waived)),
        Cell::text(marked(obligation.reached)),
        Cell::text(marked(obligation.needed)),
        Cell::text(obligation.grade.map(marked).unwrap_or_default()),
        Cell::lines(short.iter().map(|each| each.says.as_str())),
        Cell::lines(short.iter().map(|each| each.remedy.as_str())),
        Cell::text(obligation.evidence.first().map(found).unwrap_or_default()),
        pieces(book, obligation.evidence.len(), evidence),
        Cell::lines(obligation.ask.iter().map(String::as_str)),
        Cell::lines(short.iter().map(|each| each.code)),
        Cell::text(verdict),
    ];
    row.extend(COLUMNS.iter().skip(row.len()).map(|column| entered(column.key)));
    row
}

/// A mark as a cell shows it: symbol and label, so that no colour is needed.
pub(super) fn marked(mark: Mark) -> String {
    format!("{} {}", mark.symbol, mark.label)
}

/// The status; what is waived says so, whatever its colour.
fn status(mark: Mark, waived: &str) -> String {
    if waived.is_empty() { marked(mark) } else { format!("{}, {waived}", marked(mark)) }
}

fn found(piece: &Piece) -> String {
    let place = if piece.place.is_empty() { String::new() } else { format!(", {}", piece.place) };
    let quote = if piece.quote.is_empty() { String::new() } else { format!(": “{}”", piece.quote) };
    format!("{}{place}{quote}", piece.path)
}

/// How many pieces, leading to the first. A link of its own: not every spreadsheet breaks lines in one.
fn pieces(book: &Book<'_>, count: usize, row: u32) -> Cell {
    if count == 0 {
        return Cell::Empty;
    }
    Cell::Link { text: book.words.count(count, "piece"), sheet: book.sheet("evidence"), row }
}

/// Status, grade and determination in their colours; the words stand there all the same.
fn colours(book: &Book<'_>, sheet: &mut Worksheet, last: u32) -> Result<()> {
    let marks = book.view.statuses.iter().map(|mark| ("status", marked(*mark), mark.id));
    let grades = book.view.grades.iter().map(|mark| ("grade", marked(*mark), mark.id));
    let determined = DETERMINATIONS.iter().map(|id| ("determination", determination(book.words, id).to_owned(), *id));
    for (column, value, id) in marks.chain(grades).chain(determined) {
        colour(sheet, COLUMNS, column, last, value, Style::marked(id))?;
    }
    Ok(())
}

/// A colour for one value of a column.
pub(super) fn colour(
    sheet: &mut Worksheet,
    columns: &[Column],
    key: &str,
    last: u32,
    value: String,
    format: Format,
) -> Result<()> {
    let at = columns.iter().position(|column| column.key == key).and_then(|at| u16::try_from(at).ok());
    if let Some(at) = at {
        let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(value)).set_format(format);
        sheet.add_conditional_format(1, at, last, at, &rule)?;
    }
    Ok(())
}
