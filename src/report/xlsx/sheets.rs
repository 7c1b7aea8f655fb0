//! Tables as a workbook, for papers that are not the gap analysis: values only, never a formula.

use anyhow::Result;
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet};

use super::cells;
use super::style::Style;
use crate::report::plain::{TEXT, clean};

/// The widest table that is legible on A4, in characters.
const ON_A4: usize = 190;
/// Widest column, in characters.
const WIDEST: usize = 60;

/// A workbook.
#[derive(Debug)]
pub(in crate::report) struct Tables {
    /// What it is.
    pub title: String,
    /// The date it bears, so that the same gives the same bytes.
    pub as_of: String,
    /// Its sheets in order.
    pub sheets: Vec<Sheet>,
}

/// A sheet with one table.
#[derive(Debug)]
pub(in crate::report) struct Sheet {
    /// What it is called.
    pub name: String,
    /// One a column.
    pub headings: Vec<String>,
    /// As long as the headings.
    pub rows: Vec<Vec<Value>>,
}

/// A value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) enum Value {
    /// Text, whatever it looks like.
    Text(String),
    /// A number.
    Number(f64),
    /// A date, `2026-11-22`; text where it is none.
    Date(String),
}

impl Value {
    /// Text as what it is: a date, a whole number of few digits, or text. Numbers of clauses stay text.
    pub(in crate::report) fn of(text: String) -> Self {
        let is_number = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && (text == "0" || !text.starts_with('0')) {
            return Self::Number(text.parse().unwrap_or_default());
        }
        if cells::date(&text).is_some() { Self::Date(text) } else { Self::Text(text) }
    }

    /// As it stands in a file of text.
    pub(in crate::report) fn text(self) -> String {
        match self {
            Self::Text(text) | Self::Date(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }

    fn width(&self) -> usize {
        let lines = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        match self {
            Self::Text(text) => lines(text),
            Self::Number(_) | Self::Date(_) => 10,
        }
    }
}

/// Writes a workbook.
pub(in crate::report) fn sheets(book: &Tables) -> Result<Vec<u8>> {
    let style = Style::new();
    let mut workbook = Workbook::new();
    let created = cells::date(&book.as_of).map_or_else(|| cells::epoch().map_err(anyhow::Error::from), Ok)?;
    let properties = DocProperties::new().set_title(cells::short(&book.title, 200)).set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let mut names: Vec<String> = Vec::new();
    for sheet in &book.sheets {
        names.push(name(&sheet.name, &names));
        let page = workbook.add_worksheet().set_name(&names[names.len() - 1])?;
        write(page, sheet, &style)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// A name that programs accept for a sheet, and that none has yet: two of one name damage the file.
fn name(wanted: &str, taken: &[String]) -> String {
    let plain = wanted.replace(['[', ']', ':', '*', '?', '/', '\\', '\''], " ");
    let plain = clean(plain.trim(), TEXT);
    let numbered = (2..).map(|number| format!("{} ({number})", cells::short(&plain, 24)));
    let mut names = std::iter::once(cells::short(&plain, 30)).filter(|name| !name.is_empty()).chain(numbered);
    let is_free = |name: &String| taken.iter().all(|other| other.to_lowercase() != name.to_lowercase());
    names.find(is_free).unwrap_or_default()
}

fn write(page: &mut Worksheet, sheet: &Sheet, style: &Style) -> Result<()> {
    let mut widths: Vec<usize> = Vec::new();
    for (at, heading) in (0_u16..).zip(&sheet.headings) {
        page.write_string_with_format(0, at, heading, &style.head)?;
        let cells = sheet.rows.iter().filter_map(|row| row.get(usize::from(at))).map(Value::width);
        let width = cells.chain([heading.chars().count()]).max().unwrap_or(0).clamp(6, WIDEST) + 2;
        page.set_column_width(at, width as f64)?;
        widths.push(width);
    }
    for (row, values) in (1_u32..).zip(&sheet.rows) {
        let lines = values.iter().zip(&widths).map(|(value, width)| match value {
            Value::Text(text) => cells::lines(text, *width as f64),
            Value::Number(_) | Value::Date(_) => 1,
        });
        page.set_row_height(row, super::table::height(lines.max().unwrap_or(1)))?;
        for (at, value) in (0_u16..).zip(values) {
            cell(page, (row, at), value, style)?;
        }
    }
    let (last, end) = (u32::try_from(sheet.rows.len())?, u16::try_from(sheet.headings.len().saturating_sub(1))?);
    page.set_freeze_panes(1, 0)?;
    page.autofilter(0, 0, last.max(1), end)?;
    page.set_repeat_rows(0, 0)?;
    page.set_landscape();
    // Sizes of paper by their numbers in the format: A3 where A4 would be too small to read.
    page.set_paper_size(if widths.iter().sum::<usize>() > ON_A4 { 8 } else { 9 });
    page.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn cell(page: &mut Worksheet, (row, at): (u32, u16), value: &Value, style: &Style) -> Result<()> {
    match value {
        Value::Number(number) => page.write_number_with_format(row, at, *number, &style.number)?,
        Value::Date(date) if cells::date(date).is_some() => {
            let date = cells::date(date).map_or_else(cells::epoch, Ok)?;
            page.write_datetime_with_format(row, at, &date, &style.date)?
        }
        Value::Text(text) | Value::Date(text) if text.is_empty() => page.write_blank(row, at, &style.text)?,
        Value::Text(text) | Value::Date(text) => {
            let format = if at == 0 { &style.strong } else { &style.text };
            // What would become a formula as soon as somebody edits the cell stays text.
            let format = if cells::tempts(text) { format.clone().set_quote_prefix() } else { format.clone() };
            page.write_string_with_format(row, at, cells::fitting(&inert(text)), &format)?
        }
    };
    Ok(())
}

/// Text whose control characters are written out, line by line.
fn inert(text: &str) -> String {
    text.lines().map(|line| clean(line, TEXT)).collect::<Vec<_>>().join("\n")
}
