//! The sheet that nobody sees: what a program needs to read back what people entered, and to notice what
//! they changed that was not theirs.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::columns::{DETERMINATIONS, determination};
use super::obligations::COLUMNS;
use super::{Book, FORMAT, cells, table};

pub(super) fn write(book: &Book<'_>, sheet: &mut Worksheet) -> Result<()> {
    let mut row = 0;
    let mut line = |values: &[&str]| -> Result<()> {
        for (column, value) in (0_u16..).zip(values) {
            sheet.write_string(row, column, cells::fitting(value))?;
        }
        row += 1;
        Ok(())
    };
    line(&["format", FORMAT])?;
    line(&["assessment-sha256", &book.fingerprint])?;
    line(&["as-of", &book.view.as_of])?;
    line(&["organisation", &book.view.organisation])?;
    line(&["tool", &book.view.tool])?;
    for each in &book.view.catalogues {
        line(&["catalogue", &each.id, &each.sha256])?;
    }
    line(&["sheet", "obligations", &book.sheet("obligations")])?;
    for column in COLUMNS {
        let who = if column.entry.is_some() { "entered" } else { "given" };
        line(&["column", column.key, column.heading(book.words), who])?;
    }
    for id in DETERMINATIONS {
        line(&["determination", id, determination(book.words, id)])?;
    }
    for finding in &book.assessment.findings {
        // What a determination rests on: it is stale once this changes.
        let basis = crate::determinations::basis(finding);
        line(&["obligation", &finding.obligation, &basis])?;
    }
    sheet.set_very_hidden(true);
    table::protect(sheet);
    Ok(())
}
