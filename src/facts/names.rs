//! What a document calls itself: its title, its own date and the clauses it claims to satisfy.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::cells::Fields;
use super::units::{Sort, Units};
use super::{Claim, ControlFact, Facts};
use crate::catalogue::{Label, Meaning};
use crate::document::{Content, Document, Place, Row, Source, Table};
use crate::text::fold::is_ideographic;
use crate::text::{fold, tokens};

/// Whether a heading and the file share most of their words: "Manual del sistema.docx" and "Manual del
/// sistema de gestión del servicio".
fn is_named_so(path: &str, heading: &str) -> bool {
    let (file, heading) = (fold(&super::called::file_words(path)), fold(heading));
    let words: Vec<&str> = tokens(&file).filter(|word| word.len() > 3).collect();
    let shared = words.iter().filter(|word| tokens(&heading).any(|other| other == **word)).count();
    shared > 0 && shared * 2 >= words.len()
}

/// The title: front matter, then a labelled field, the heading above all others, the file's properties, its name.
pub(super) fn title(path: &str, document: &Document, units: &Units<'_>, control: &[ControlFact]) -> String {
    let property = |source: Source, names: &[&str]| {
        let mut found = document.properties.iter().filter(|property| property.source == source);
        found
            .find(|property| names.contains(&property.name.to_lowercase().as_str()))
            .map(|property| property.value.trim().to_owned())
    };
    let labelled =
        control.iter().find(|fact| fact.label == Label::Title && !fact.value.is_empty()).map(|fact| fact.value.clone());
    let candidates = [
        property(Source::FrontMatter, &["title", "name", "titel", "titre", "título", "titulo"]),
        labelled.filter(|_| top_heading(path, units).is_none_or(|heading| !is_named_so(path, &heading))),
        top_heading(path, units),
        property(Source::Meta, &["title", "subject"]),
    ];
    let named = candidates
        .into_iter()
        .flatten()
        .find(|title| title.chars().filter(|c| c.is_alphabetic()).count() >= 3 || title.chars().any(is_ideographic));
    named.unwrap_or_else(|| super::called::file_words(path))
}

/// The first heading, if it stands above the others: the first of several of one level is a chapter, unless
/// the file bears its name.
fn top_heading(path: &str, units: &Units<'_>) -> Option<String> {
    let headings = units.list.iter().filter_map(|unit| match unit.sort {
        Sort::Heading(level) => Some((level, unit)),
        _ => None,
    });
    let mut headings = headings.take(200);
    let (level, first) = headings.next()?;
    let is_chapter = headings.any(|(other, _)| other <= level);
    (!is_chapter || is_named_so(path, &first.text)).then(|| first.text.to_string())
}

/// Units at the beginning of a paper in which its date stands.
const NEAR: usize = 12;

/// When something happened.
pub(super) struct Dated {
    /// The date a record is about: labelled, or in its title or file name, or near its beginning.
    pub date: Option<Date>,
    /// The days of its entries, oldest first, where it is a log that nothing else dates.
    pub days: Vec<Date>,
}

/// When what a document tells happened.
pub(super) fn own_date(
    path: &str,
    title: &str,
    document: &Document,
    units: &Units<'_>,
    control: &[ControlFact],
    fields: &mut Fields<'_>,
) -> Dated {
    let labelled = |label: Label| control.iter().find(|fact| fact.label == label).and_then(|fact| fact.date);
    let meta = |names: &[&str]| {
        let mut found = document.properties.iter().filter(|property| property.source == Source::Meta);
        found
            .find(|property| names.contains(&property.name.to_lowercase().as_str()))
            .and_then(|property| fields.date(&property.value))
            .map(|found| found.date)
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let named = labelled(Label::Date)
        .or_else(|| fields.date(title).map(|found| found.date))
        .or_else(|| fields.date(name).map(|found| found.date))
        .or_else(|| meta(&["date"]));
    if named.is_some() {
        return Dated { date: named, days: Vec::new() };
    }
    let saved = meta(&["modified", "moddate", "lastmodified"]);
    let near = units.body().take(NEAR).find_map(|unit| Some((unit.sort, fields.date(&unit.text)?.date)));
    let days = match near {
        Some((Sort::Row, _)) => log_days(document, fields),
        _ => Vec::new(),
    };
    let date = near
        .map(|(_, date)| date)
        .or_else(|| [Label::ApprovedOn, Label::EffectiveOn, Label::ReviewedOn].into_iter().find_map(labelled))
        .or_else(|| year_only(title).or_else(|| year_only(name)))
        .or(saved);
    Dated { date, days }
}

/// Rows at each end of a log among which its newest entry stands, whichever way it is sorted.
const ENDS: usize = 500;
/// Entries of a log, at least: a table of two columns may name two days and be about one event.
const ENTRIES: usize = 3;

/// The days of the entries of a log, oldest first: those of the first column that has days, where most rows have
/// one. A paper about one event has none.
fn log_days(document: &Document, fields: &mut Fields<'_>) -> Vec<Date> {
    let tables = document.blocks.iter().filter_map(|block| match &block.content {
        Content::Table(table) => Some(table),
        _ => None,
    });
    tables.filter_map(|table| entries(table, fields)).next().unwrap_or_default()
}

fn entries(table: &Table, fields: &mut Fields<'_>) -> Option<Vec<Date>> {
    let dated = |cell: &str| fields.date(cell).is_some();
    let column = table.rows.iter().take(NEAR).find_map(|row| row.cells.iter().position(dated))?;
    let head = table.rows.first().and_then(|row| row.cells.get(column)).unwrap_or_default();
    if fields.read(head).iter().any(|(meaning, _)| *meaning == Meaning::Label(Label::NextReview)) {
        return None;
    }
    let ends = ENDS.max(table.rows.len().saturating_sub(ENDS));
    let rows: Vec<&Row> = table.rows.iter().take(ENDS).chain(table.rows.iter().skip(ends)).collect();
    let found = rows.iter().filter_map(|row| fields.date(row.cells.get(column)?)).map(|found| found.date);
    let found: Vec<Date> = found.collect();
    let is_most = found.len() * 4 >= rows.len() * 3;
    let days: BTreeSet<Date> = found.into_iter().collect();
    (is_most && days.len() >= ENTRIES).then(|| days.into_iter().collect())
}

impl Facts {
    /// The day it is about as far as a day knows: the newest entry of a log, whose later ones are plans; else its date.
    #[must_use]
    pub fn day(&self, as_of: Date) -> Option<Date> {
        self.days.iter().rev().find(|day| **day <= as_of).copied().or(self.date)
    }
}

static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|\D)(20[0-4]\d)(?:\D|$)").expect("a constant pattern"));

/// "Management review 2026" is about that year: its last day, so that a record is not called stale too early.
fn year_only(name: &str) -> Option<Date> {
    let year = YEAR.captures(name)?.get(1)?.as_str().parse().ok()?;
    Date::new(year, 12, 31).ok()
}

static CLAIM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)20000(?:[-–]1)?(?::20\d\d)?[^.\n]{0,30}?(?:clauses?|§|kapitel|abschnitt|artikel|chapitre|cláusula|section|条)?\s*((?:[4-9]|10)\.\d{1,2}(?:\.\d{1,2}){0,3})").expect("a constant pattern")
});
static CLAUSE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:[4-9]|10)\.\d{1,2}(?:\.\d{1,2}){0,3}\b").expect("a constant pattern"));

/// Clauses a document says it satisfies, in front matter or by naming the standard with a clause.
pub(super) fn claims(document: &Document, units: &Units<'_>) -> Vec<Claim> {
    let mut found = Vec::new();
    let marks = ["satisfies", "iso20000", "iso-20000", "iso_20000", "iso20k", "clauses", "clause"];
    for property in document.properties.iter().filter(|property| property.source != Source::Meta) {
        if marks.contains(&property.name.to_lowercase().as_str()) {
            let place = Place { line: property.line, ..Place::default() };
            for clause in CLAUSE.find_iter(&property.value) {
                found.push(Claim {
                    clause: clause.as_str().to_owned(),
                    place: place.clone(),
                    quote: format!("{}: {}", property.name, property.value),
                });
            }
        }
    }
    for unit in units.list.iter().filter(|unit| unit.text.contains("20000")) {
        for capture in CLAIM.captures_iter(&unit.text) {
            found.push(Claim {
                clause: capture[1].to_owned(),
                place: unit.place.clone().into_owned(),
                quote: super::topics::quote(&unit.text),
            });
        }
    }
    found.truncate(40);
    found
}
