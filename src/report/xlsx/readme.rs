//! The first sheet: what this is, how to work in it, what comes back, and what the words mean.

use anyhow::Result;
use rust_xlsxwriter::{Format, Url, Worksheet};

use super::columns::{DETERMINATIONS, determination};
use super::obligations::COLUMNS;
use super::style::Style;
use super::{Book, SHEETS, cells, table};
use crate::report::words::Mark;

/// Widths of the two columns.
const NAME: f64 = 30.0;
const SAYS: f64 = 104.0;

pub(super) fn write(book: &Book<'_>, sheet: &mut Worksheet) -> Result<()> {
    sheet.set_screen_gridlines(false);
    sheet.set_column_width(0, NAME)?.set_column_width(1, SAYS)?;
    let mut page = Page { book, sheet, row: 0 };
    page.opening()?;
    page.list("how-to", &["how-filter", "how-determine", "how-protected", "how-sort", "how-links", "how-back"])?;
    page.sheets()?;
    page.entered()?;
    page.section(book.text("determinations"))?;
    for id in DETERMINATIONS {
        page.line(determination(book.words, id), book.words.get("determines", id), Some(Style::marked(id)))?;
    }
    page.line(determination(book.words, "none"), book.words.get("determines", "none"), None)?;
    page.marks("statuses", &book.view.statuses)?;
    page.marks("rungs", &book.view.ladder)?;
    page.marks("grades", &book.view.grades)?;
    page.marks("ratings", &book.view.ratings)?;
    page.list("limits", &["limit-proposal", "limit-counts", "limit-not"])?;
    table::print(book, sheet);
    table::protect(sheet);
    sheet.set_active(true);
    Ok(())
}

/// Writes from the top down.
struct Page<'a> {
    book: &'a Book<'a>,
    sheet: &'a mut Worksheet,
    row: u32,
}

impl Page<'_> {
    fn opening(&mut self) -> Result<()> {
        let book = self.book;
        self.sheet.write_string_with_format(0, 0, cells::fitting(&book.view.organisation), &book.style.title)?;
        self.sheet.set_row_height(0, 30)?;
        self.sheet.write_string_with_format(1, 0, self.book.text("subject"), &book.style.quiet)?;
        self.row = 3;
        self.line(self.book.text("as-of"), &book.view.as_of_long, None)?;
        for each in &book.view.catalogues {
            self.line(self.book.text("measured-against"), &each.edition, None)?;
        }
        for each in &book.view.circumstances {
            self.line(&each.label, &format!("{}. {}", each.title, each.effect), None)?;
        }
        self.line(self.book.text("made-by"), &book.view.tool, None)?;
        let fingerprint = format!("{}: {}", book.text("fingerprint-of"), book.fingerprint);
        self.line(book.text("fingerprint"), &fingerprint, None)
    }

    fn section(&mut self, title: &str) -> Result<()> {
        self.row += 1;
        self.sheet.write_string_with_format(self.row, 0, title, &self.book.style.section)?;
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, name: &str, says: &str, format: Option<Format>) -> Result<()> {
        let format =
            format.map_or_else(|| self.book.style.strong.clone(), |format| self.book.style.strong.merge(&format));
        self.sheet.write_string_with_format(self.row, 0, cells::fitting(name), &format)?;
        self.sheet.write_string_with_format(self.row, 1, cells::fitting(says), &self.book.style.text)?;
        self.sheet.set_row_height(self.row, table::height(cells::lines(says, SAYS).max(cells::lines(name, NAME))))?;
        self.row += 1;
        Ok(())
    }

    fn list(&mut self, title: &str, keys: &[&str]) -> Result<()> {
        self.section(self.book.text(title))?;
        for key in keys {
            self.line(self.book.words.get("readme", key), self.book.words.get("advises", key), None)?;
        }
        Ok(())
    }

    fn sheets(&mut self) -> Result<()> {
        self.section(self.book.text("sheets"))?;
        for (key, _) in SHEETS.iter().filter(|(key, _)| !matches!(*key, "readme" | "machine")) {
            if *key == "guidance" && self.book.view.guidance.is_none() {
                continue;
            }
            let url = Url::new(format!("internal:'{}'!A1", self.book.sheet(key))).set_text(self.book.sheet(key));
            self.sheet.write_url_with_format(self.row, 0, url, &self.book.style.link)?;
            self.sheet.write_string_with_format(
                self.row,
                1,
                self.book.words.get("holds", key),
                &self.book.style.text,
            )?;
            self.row += 1;
        }
        Ok(())
    }

    fn entered(&mut self) -> Result<()> {
        self.section(self.book.text("comes-back"))?;
        for column in COLUMNS.iter().filter(|column| column.entry.is_some()) {
            self.line(column.heading(self.book.words), self.book.words.get("entry", column.key), None)?;
        }
        Ok(())
    }

    fn marks(&mut self, title: &str, marks: &[Mark]) -> Result<()> {
        self.section(self.book.text(title))?;
        for mark in marks {
            let format = matches!(title, "statuses" | "grades").then(|| Style::marked(mark.id));
            self.line(&super::obligations::marked(*mark), mark.means, format)?;
        }
        Ok(())
    }
}
