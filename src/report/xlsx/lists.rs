//! The sheets to look things up in: clauses, actions, evidence, documents, files not read, advice.

use std::collections::BTreeMap;

use anyhow::Result;
use rust_xlsxwriter::{ConditionalFormatDataBar, ConditionalFormatType, Worksheet};

use super::cells::Cell;
use super::columns::{Column, given};
use super::obligations::{colour, marked};
use super::style::{Style, hues};
use super::{Book, table};
use crate::evidence::Status;
use crate::report::view::Count;
use crate::report::words::{Mark, STATES, STATUSES, Words};

const CLAUSES: &[Column] = &[
    given("clause", 9.0),
    given("clause-title", 46.0),
    given("group", 34.0),
    given("status", 18.0),
    given("achieved", 12.0),
    given("rating", 24.0),
    given("grade", 16.0),
    given("evidenced", 11.0),
    given("partial", 11.0),
    given("gap", 11.0),
    given("undetermined", 13.0),
    given("no-occurrence", 13.0),
];

pub(super) fn clauses(book: &Book<'_>, sheet: &mut Worksheet) -> Result<()> {
    let rows = book.view.groups.iter().flat_map(|group| group.clauses.iter().map(move |clause| (group, clause)));
    let rows = rows.filter(|(_, clause)| clause.elsewhere.is_empty()).map(|(group, clause)| {
        let mut row = vec![
            Cell::text(&*clause.id),
            Cell::text(&*clause.title),
            Cell::text(&*group.label),
            Cell::text(marked(clause.status)),
            clause.score.share.map_or(Cell::Empty, Cell::Share),
            Cell::text(clause.score.rating.map(marked).unwrap_or_default()),
            Cell::text(clause.grade.map(marked).unwrap_or_default()),
        ];
        row.extend(counts(book.words, &clause.counts));
        row
    });
    let last = table::write(book, sheet, CLAUSES, 2, rows)?;
    if last > 0 {
        let statuses = book.view.statuses.iter().map(|mark| ("status", mark));
        for (column, mark) in statuses.chain(book.view.grades.iter().map(|mark| ("grade", mark))) {
            colour(sheet, CLAUSES, column, last, marked(*mark), Style::marked(mark.id))?;
        }
        let (green, _) = hues("evidenced");
        let bar = ConditionalFormatDataBar::new().set_fill_color(green).set_solid_fill(true);
        let bar = bar
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 1)
            .set_border_off(true);
        sheet.add_conditional_format(1, 4, last, 4, &bar)?;
    }
    Ok(())
}

/// The numbers of every status, in their order.
fn counts(words: &Words, counts: &[Count]) -> impl Iterator<Item = Cell> {
    let of = |status: &Status| {
        let id = words.status(*status).id;
        counts.iter().find(|count| count.mark.id == id).map_or(0, |count| count.count)
    };
    STATUSES.iter().map(move |status| Cell::Number(of(status)))
}

const ACTIONS: &[Column] = &[
    given("number", 6.0),
    given("grade", 15.0),
    given("code", 20.0),
    given("matter", 60.0),
    given("remedy", 60.0),
    given("document", 40.0),
    given("place", 30.0),
    given("bears-on", 15.0),
    given("obligations", 30.0),
];

pub(super) fn actions(book: &Book<'_>, sheet: &mut Worksheet) -> Result<()> {
    let at = book.rows();
    let rows = book.view.actions.iter().zip(1..).map(|(action, number)| {
        let first = action.obligations.first().and_then(|link| at.get(&link.text));
        let names = action.obligations.iter().map(|link| link.text.as_str()).collect::<Vec<_>>().join(", ");
        vec![
            Cell::Number(number),
            Cell::text(marked(action.grade)),
            Cell::text(action.code),
            Cell::text(&*action.says),
            Cell::text(&*action.remedy),
            Cell::text(&*action.path),
            Cell::text(&*action.place),
            link(book, book.words.count(action.obligations.len(), "obligation"), "obligations", first.copied()),
            Cell::text(names),
        ]
    });
    let last = table::write(book, sheet, ACTIONS, 2, rows)?;
    if last > 0 {
        for mark in &book.view.grades {
            colour(sheet, ACTIONS, "grade", last, marked(*mark), Style::marked(mark.id))?;
        }
    }
    Ok(())
}

fn link(book: &Book<'_>, text: String, sheet: &str, row: Option<u32>) -> Cell {
    match row {
        Some(row) => Cell::Link { text, sheet: book.sheet(sheet), row },
        None => Cell::text(text),
    }
}

const EVIDENCE: &[Column] = &[
    given("id", 11.0),
    given("clause", 8.0),
    given("document", 60.0),
    given("title", 36.0),
    given("place", 36.0),
    given("quote", 70.0),
    given("rung", 15.0),
    given("state", 16.0),
];

pub(super) fn evidence(book: &Book<'_>, sheet: &mut Worksheet) -> Result<()> {
    let at = book.rows();
    let documents: BTreeMap<&str, (u32, &str, Mark)> = (1..)
        .zip(&book.view.documents)
        .map(|(row, document)| (document.path.as_str(), (row, document.title.as_str(), document.state)))
        .collect();
    let pieces = book
        .obligations()
        .flat_map(|(clause, obligation)| obligation.evidence.iter().map(move |piece| (clause, obligation, piece)));
    let rows = pieces.map(|(clause, obligation, piece)| {
        let document = documents.get(piece.path.as_str());
        vec![
            link(book, obligation.id.clone(), "obligations", at.get(&obligation.id).copied()),
            Cell::text(&*clause.id),
            link(book, piece.path.clone(), "documents", document.map(|document| document.0)),
            Cell::text(document.map(|document| document.1).unwrap_or_default()),
            Cell::text(&*piece.place),
            Cell::text(&*piece.quote),
            Cell::text(marked(piece.rung)),
            Cell::text(document.map(|document| marked(document.2)).unwrap_or_default()),
        ]
    });
    table::write(book, sheet, EVIDENCE, 1, rows)?;
    Ok(())
}

const DOCUMENTS: &[Column] = &[
    given("document", 50.0),
    given("title", 40.0),
    given("type", 30.0),
    given("confidence", 11.0),
    given("state", 18.0),
    given("state-reason", 36.0),
    given("owner-stated", 20.0),
    given("version", 9.0),
    given("approver", 20.0),
    given("approved-on", 12.0),
    given("next-review", 12.0),
    given("overdue", 10.0),
    given("language", 10.0),
    given("format", 10.0),
    given("remarks", 40.0),
    given("sha256", 68.0),
];

pub(super) fn documents(book: &Book<'_>, sheet: &mut Worksheet) -> Result<()> {
    let rows = book.view.documents.iter().zip(&book.assessment.documents).map(|(document, info)| {
        let sure = info.types.first().map(|kind| f64::from(kind.confidence));
        // What an f32 cannot hold exactly, a cell would show.
        let sure = sure.map(|sure| (sure * 100.0).round() / 100.0);
        vec![
            Cell::text(&*document.path),
            Cell::text(&*document.title),
            Cell::text(&*document.kind),
            sure.map_or(Cell::Empty, Cell::Share),
            Cell::text(marked(document.state)),
            Cell::text(&*document.reason),
            Cell::text(&*document.owner),
            Cell::text(&*document.version),
            Cell::text(&*document.approver),
            dated(&document.approved_on),
            dated(&document.next_review),
            Cell::text(if document.overdue { book.text("past") } else { "" }),
            Cell::text(&*document.language),
            Cell::text(&*document.format),
            Cell::lines(document.remarks.iter().map(String::as_str)),
            Cell::text(&*document.sha256),
        ]
    });
    let last = table::write(book, sheet, DOCUMENTS, 1, rows)?;
    if last > 0 {
        for state in STATES {
            let mark = book.words.state(*state);
            colour(sheet, DOCUMENTS, "state", last, marked(mark), Style::marked(mark.id))?;
        }
        colour(sheet, DOCUMENTS, "overdue", last, book.text("past").to_owned(), Style::marked("gap"))?;
    }
    Ok(())
}

fn dated(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Date(text.to_owned()) }
}

const UNREAD: &[Column] = &[given("document", 80.0), given("reason", 60.0)];

pub(super) fn unread(book: &Book<'_>, sheet: &mut Worksheet) -> Result<()> {
    let rows = book.view.unread.iter().map(|each| vec![Cell::text(&*each.path), Cell::text(&*each.reason)]);
    table::write(book, sheet, UNREAD, 1, rows)?;
    Ok(())
}

const GUIDANCE: &[Column] = &[
    given("advice-id", 10.0),
    given("beyond", 10.0),
    given("advises", 60.0),
    given("found", 18.0),
    given("evidence", 60.0),
    given("could-do", 60.0),
    given("questions", 50.0),
];

pub(super) fn guidance(book: &Book<'_>, sheet: &mut Worksheet) -> Result<()> {
    let parts = book.view.guidance.iter().flat_map(|guidance| &guidance.parts);
    let rows = parts.flat_map(|part| part.items.iter().map(move |item| (part.mark, item))).map(|(mark, item)| {
        let found: Vec<String> =
            item.evidence.iter().map(|piece| format!("{}, {}: “{}”", piece.path, piece.place, piece.quote)).collect();
        vec![
            Cell::text(&*item.id),
            Cell::text(&*item.clause),
            Cell::text(&*item.asks),
            Cell::text(marked(mark)),
            Cell::lines(found.iter().map(String::as_str)),
            Cell::lines(item.shortfalls.iter().map(|each| each.remedy.as_str())),
            Cell::lines(item.ask.iter().map(String::as_str)),
        ]
    });
    table::write(book, sheet, GUIDANCE, 1, rows)?;
    Ok(())
}
