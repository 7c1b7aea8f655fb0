//! A table on a sheet of its own: headings, rows, filters, frozen panes, entries, protection, print set-up.

use std::borrow::Cow;

use anyhow::Result;
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, ExcelDateTime, Format, IgnoreError, ProtectionOptions, Url, Worksheet,
};

use super::Book;
use super::cells::{self, Cell};
use super::columns::{Column, DETERMINATIONS, Entry, determination};
use super::style::Style;

/// Rows of a sheet, less its heading and a line that says what was left out.
const ROWS: usize = 1_048_574;
/// Links that a sheet takes.
const LINKS: u32 = 65_530;
/// Sizes of paper by their numbers in the format.
const A4: u8 = 9;
const A3: u8 = 8;
/// The widest table, in characters, that is legible on A4, and the widest on a page of A3.
const ON_A4: f64 = 190.0;
const ON_A3: f64 = 400.0;

/// Writes a table; the first `frozen` columns stay in sight.
pub(super) fn write(
    book: &Book<'_>,
    sheet: &mut Worksheet,
    columns: &[Column],
    frozen: u16,
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<u32> {
    headings(book, sheet, columns)?;
    let mut writer = Writer { style: &book.style, columns, links: 0 };
    let mut rows = rows;
    let mut last = 0;
    for (number, cells) in (1_u32..).zip(rows.by_ref().take(ROWS)) {
        writer.row(sheet, number, cells)?;
        last = number;
    }
    let left = rows.count();
    if left > 0 {
        sheet.write_string(last + 1, 0, format!("{left} {}", book.text("rows-left-out")))?;
    }
    if last > 0 {
        entries(book, sheet, columns, last)?;
    }
    let end = width(columns);
    sheet.set_freeze_panes(1, frozen)?;
    sheet.autofilter(0, 0, last.max(1), end)?;
    sheet.ignore_error_range(0, 0, last.max(1), end, IgnoreError::NumberStoredAsText)?;
    sheet.set_repeat_rows(0, 0)?;
    print(book, sheet);
    paper(sheet, columns, frozen)?;
    protect(sheet);
    Ok(last)
}

fn width(columns: &[Column]) -> u16 {
    u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

fn headings(book: &Book<'_>, sheet: &mut Worksheet, columns: &[Column]) -> Result<()> {
    sheet.set_row_height(0, 32)?;
    for (at, column) in (0_u16..).zip(columns) {
        let format = if column.entry.is_some() { &book.style.head_entry } else { &book.style.head };
        sheet.write_string_with_format(0, at, column.heading(book.words), format)?;
        sheet.set_column_width(at, column.width)?;
    }
    Ok(())
}

/// Room for so many lines of text. Spreadsheets differ in whether they find this out themselves, and a row
/// as high as the screen helps nobody: what does not fit is in the cell all the same.
pub(super) fn height(lines: u32) -> f64 {
    f64::from(lines.clamp(1, 14)) * 14.5 + 3.0
}

/// Writes rows and counts links.
struct Writer<'a> {
    style: &'a Style,
    columns: &'a [Column],
    links: u32,
}

impl Writer<'_> {
    fn row(&mut self, sheet: &mut Worksheet, row: u32, cells: Vec<Cell>) -> Result<()> {
        let lines = self.columns.iter().zip(&cells).map(|(column, cell)| cell.lines_in(column.width)).max();
        sheet.set_row_height(row, height(lines.unwrap_or(1)))?;
        for ((at, column), cell) in (0_u16..).zip(self.columns).zip(cells) {
            match column.entry {
                Some(entry) => enter(sheet, row, at, entry, &cell)?,
                None => self.cell(sheet, row, at, cell)?,
            }
        }
        Ok(())
    }

    fn cell(&mut self, sheet: &mut Worksheet, row: u32, at: u16, cell: Cell) -> Result<()> {
        let style = self.style;
        match cell {
            Cell::Empty => sheet.write_blank(row, at, &style.text)?,
            Cell::Text(text) => {
                let format = guarded(if at == 0 { &style.strong } else { &style.text }, &text);
                sheet.write_string_with_format(row, at, cells::fitting(&text), &format)?
            }
            Cell::Number(number) => sheet.write_number_with_format(row, at, number, &style.number)?,
            Cell::Share(share) => sheet.write_number_with_format(row, at, share, style.share(share))?,
            Cell::Date(date) => match cells::date(&date) {
                Some(date) => sheet.write_datetime_with_format(row, at, &date, &style.date)?,
                None => sheet.write_string_with_format(row, at, cells::fitting(&date), &style.text)?,
            },
            Cell::Link { text, .. } if self.links >= LINKS => {
                sheet.write_string_with_format(row, at, cells::fitting(&text), &style.text)?
            }
            Cell::Link { text, sheet: to, row: line } => {
                self.links += 1;
                let url = Url::new(format!("internal:'{to}'!A{}", line + 1)).set_text(cells::fitting(&text));
                sheet.write_url_with_format(row, at, url, &guarded(&style.link, &text))?
            }
        };
        Ok(())
    }
}

/// A format that keeps text text when somebody edits a cell whose words look like a formula.
fn guarded<'a>(format: &'a Format, text: &str) -> Cow<'a, Format> {
    if cells::tempts(text) { Cow::Owned(format.clone().set_quote_prefix()) } else { Cow::Borrowed(format) }
}

fn enter(sheet: &mut Worksheet, row: u32, at: u16, entry: Entry, cell: &Cell) -> Result<()> {
    let format = Style::entry(entry);
    match cell {
        Cell::Date(text) | Cell::Text(text) => match cells::date(text).filter(|_| entry == Entry::Date) {
            Some(date) => sheet.write_datetime_with_format(row, at, &date, &format)?,
            None => sheet.write_string_with_format(row, at, cells::fitting(text), &guarded(&format, text))?,
        },
        _ => sheet.write_blank(row, at, &format)?,
    };
    Ok(())
}

/// What may be entered in which column, for all its rows at once.
fn entries(book: &Book<'_>, sheet: &mut Worksheet, columns: &[Column], last: u32) -> Result<()> {
    for (at, column) in (0_u16..).zip(columns) {
        let Some(entry) = column.entry else { continue };
        let title = cells::short(column.heading(book.words), 31);
        let rule = match entry {
            Entry::Determination => {
                DataValidation::new().allow_list_strings(&DETERMINATIONS.map(|id| determination(book.words, id)))?
            }
            Entry::Date => {
                let years = DataValidationRule::Between(
                    ExcelDateTime::from_ymd(2000, 1, 1)?,
                    ExcelDateTime::from_ymd(2199, 12, 31)?,
                );
                DataValidation::new().allow_date(years)
            }
            Entry::Text => DataValidation::new().allow_text_length(DataValidationRule::LessThanOrEqualTo(32_000)),
        };
        let rule = rule.set_input_title(&title)?.set_input_message(book.words.get("entry", column.key))?;
        let rule = rule.set_error_title(&title)?.set_error_message(book.text(match entry {
            Entry::Determination => "error-determination",
            Entry::Date => "error-date",
            Entry::Text => "error-text",
        }))?;
        sheet.add_data_validation(1, at, last, at, &rule)?;
    }
    Ok(())
}

/// Landscape on paper that suits the width, with what it is at the top and pages at the bottom.
pub(super) fn print(book: &Book<'_>, sheet: &mut Worksheet) {
    // In headers an ampersand begins a code; two are one.
    let name = cells::short(&book.view.organisation, 80).replace('&', "&&");
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    sheet.set_header(format!("&L&9{}: {name}&R&9&A, {}", book.text("title"), book.view.as_of));
    sheet.set_footer(format!("&L&8{}&R&9&P / &N", book.text("proposes")));
}

/// Wide tables go on A3; the widest on two pages side by side, what people enter on the second.
fn paper(sheet: &mut Worksheet, columns: &[Column], frozen: u16) -> Result<()> {
    let wide: f64 = columns.iter().map(|column| column.width).sum();
    if wide > ON_A4 {
        sheet.set_paper_size(A3);
    }
    if wide > ON_A3 {
        let entered = columns.iter().position(|column| column.entry.is_some()).unwrap_or(columns.len());
        sheet.set_print_scale(56);
        sheet.set_vertical_page_breaks(&[u32::try_from(entered)?])?;
        sheet.set_repeat_columns(0, frozen.saturating_sub(1))?;
    }
    Ok(())
}

/// Without a password: it prevents slips, not intent.
pub(super) fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    });
}
