//! The gap analysis as a workbook, for those who work a list down: one row an obligation, with columns to
//! decide and plan in. Values only, never a formula; all text from documents is written as text.

mod cells;
mod columns;
mod lists;
mod machine;
mod obligations;
mod readme;
mod sheets;
mod style;
mod summary;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use rust_xlsxwriter::{DocProperties, Workbook};
use sha2::{Digest, Sha256};

use super::Options;
use super::clauses::{Clause, Obligation};
use super::view::View;
use super::words::Words;
use crate::assessment::Assessment;
use style::Style;

pub(super) use sheets::{Sheet, Tables, Value, sheets};

/// The layout of the workbook, for a program that reads what people entered.
const FORMAT: &str = "iso20k-workbook/1";

/// All that the sheets are made of.
struct Book<'a> {
    assessment: &'a Assessment,
    view: View,
    words: &'static Words,
    style: Style,
    /// SHA-256 of `assessment.json`.
    fingerprint: String,
}

/// Where the sheets stand: sheet, rows after its heading.
type Rows = BTreeMap<String, u32>;

pub(super) fn render(assessment: &Assessment, options: &Options<'_>) -> Result<Vec<u8>> {
    let fingerprint = hex(&Sha256::digest(super::json::render(assessment)?));
    let words = options.words();
    let book = Book { assessment, view: View::new(assessment, words), words, style: Style::new(), fingerprint };
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&book)?);
    for (key, write) in SHEETS {
        if *key == "guidance" && book.view.guidance.is_none() {
            continue;
        }
        let sheet = workbook.add_worksheet().set_name(book.sheet(key))?;
        write(&book, sheet)?;
    }
    Ok(workbook.save_to_buffer()?)
}

type Write = fn(&Book<'_>, &mut rust_xlsxwriter::Worksheet) -> Result<()>;

/// Every sheet in its order: the key of its name, and what writes it.
const SHEETS: &[(&str, Write)] = &[
    ("readme", readme::write),
    ("summary", summary::write),
    ("obligations", obligations::write),
    ("clauses", lists::clauses),
    ("actions", lists::actions),
    ("evidence", lists::evidence),
    ("documents", lists::documents),
    ("unread", lists::unread),
    ("guidance", lists::guidance),
    ("machine", machine::write),
];

/// What the file says about itself; its date is the assessment's, so that the same gives the same bytes.
fn properties(book: &Book<'_>) -> Result<DocProperties> {
    let created =
        cells::date(&book.assessment.as_of).map_or_else(|| cells::epoch().map_err(anyhow::Error::from), Ok)?;
    Ok(DocProperties::new()
        .set_title(cells::short(&format!("{}: {}", book.text("title"), book.view.organisation), 200))
        .set_subject(book.text("subject"))
        .set_comment(book.text("proposes"))
        .set_author(&book.view.tool)
        .set_creation_datetime(&created)
        .set_custom_property("iso20k.format", FORMAT)
        .set_custom_property("iso20k.assessment", book.fingerprint.as_str())
        .set_custom_property("iso20k.as-of", book.view.as_of.as_str()))
}

impl Book<'_> {
    /// A text of the workbook.
    fn text(&self, key: &str) -> &'static str {
        self.words.get("xlsx", key)
    }

    /// The name of a sheet; a user's own words may hold what a name may not.
    fn sheet(&self, key: &str) -> String {
        let name = self.words.get("sheet", key).replace(['[', ']', ':', '*', '?', '/', '\\', '\''], " ");
        cells::short(&name, 30)
    }

    /// Every clause that is told in full, once.
    fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.view.groups.iter().flat_map(|group| &group.clauses).filter(|clause| clause.elsewhere.is_empty())
    }

    /// Every obligation with its clause, in the order of the rows.
    fn obligations(&self) -> impl Iterator<Item = (&Clause, &Obligation)> {
        self.clauses().flat_map(|clause| clause.obligations.iter().map(move |obligation| (clause, obligation)))
    }

    /// In which row after the heading each obligation stands.
    fn rows(&self) -> Rows {
        self.obligations().zip(1..).map(|((_, obligation), row)| (obligation.id.clone(), row)).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
