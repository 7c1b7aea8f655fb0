//! What the list of documents says of a document that does not say it itself: its owner, version, approval,
//! review and status (clauses 7.5.2 and 7.5.3). What a document says of itself comes first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Entry, TAKEN, counts, set_state};
use crate::catalogue::{Catalogue, Control, Cue, Form, Label, Meaning};
use crate::document::Place;
use crate::facts::{ControlFact, Elsewhere, State};
use crate::text::{fold, fold_field, pattern, tokens};

/// The register type of lists of documents.
const DOCUMENT_LIST: &str = "document-register";
/// The register type of lists of documents of external origin.
const EXTERNAL_LIST: &str = "external-documents";
/// Columns of the list and what they say of a document.
const COLUMNS: [(&str, Label); 7] = [
    ("owner", Label::Owner),
    ("version", Label::Version),
    ("approver", Label::Approver),
    ("approved_on", Label::ApprovedOn),
    ("effective_on", Label::EffectiveOn),
    ("reviewed_on", Label::ReviewedOn),
    ("next_review", Label::NextReview),
];

/// One row of a list of documents.
#[derive(Debug)]
struct Row {
    list: String,
    place: Place,
    cells: BTreeMap<String, String>,
    /// Whether it lists what comes from outside.
    external: bool,
}

/// Adds to the documents what lists of documents say of them.
pub(super) fn add(documents: &mut [Entry], catalogue: &Catalogue) {
    let rows = rows(documents);
    let mut of: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
    let listables = if rows.is_empty() { Vec::new() } else { listables(documents) };
    for row in &rows {
        if let Some(index) = listed(&listables, row) {
            of.entry(index).or_default().push(row);
        }
    }
    let statuses = statuses(catalogue);
    for (index, rows) in of {
        // Two rows for one document: nobody can say which is right.
        if let [row] = rows[..] {
            if row.external {
                disown(&mut documents[index], row, catalogue);
                continue;
            }
            fill(&mut documents[index], row);
            restate(&mut documents[index], row, &statuses);
        }
    }
}

fn rows(documents: &[Entry]) -> Vec<Row> {
    let mut found = Vec::new();
    for entry in documents.iter().filter(|entry| counts(&entry.facts)) {
        let lists = entry.facts.registers.iter();
        let is_list = |register: &str| matches!(register, DOCUMENT_LIST | EXTERNAL_LIST);
        for list in lists.filter(|list| is_list(&list.register) && list.confidence >= TAKEN) {
            let external = list.register == EXTERNAL_LIST;
            for row in &list.rows {
                let cells = list.columns.iter().zip(row.cells.iter());
                let cells = cells.filter_map(|((id, ..), cell)| Some((id.clone(), cell?.to_owned()))).collect();
                found.push(Row { list: entry.path.clone(), place: list.place_of(row), cells, external });
            }
        }
    }
    found
}

/// What a valid document can be listed as; folded once, for lists are long.
struct Listable {
    index: usize,
    path: String,
    /// Its file's name in lower case.
    file: String,
    /// Its title and its file's name without the ending, folded.
    names: [String; 2],
    /// Their words.
    words: [BTreeSet<String>; 2],
    number: Option<String>,
}

fn listables(documents: &[Entry]) -> Vec<Listable> {
    let is_valid = |entry: &Entry| matches!(entry.facts.state.state, State::InForce | State::Unclassified);
    let valid = documents.iter().enumerate().filter(|(_, entry)| is_valid(entry));
    let listable = valid.map(|(index, entry)| {
        let file = entry.path.rsplit('/').next().unwrap_or(&entry.path);
        let written = [entry.facts.title.as_str(), stem(file)];
        Listable {
            index,
            path: entry.path.clone(),
            file: file.to_lowercase(),
            names: written.map(fold_field),
            words: written.map(words),
            number: entry.facts.value(Label::Identifier).map(fold_field),
        }
    });
    listable.collect()
}

/// The one valid document that a row is about: by where it lies, else by its number, else by its title.
fn listed(documents: &[Listable], row: &Row) -> Option<usize> {
    let cell = |name: &str| row.cells.get(name).map(String::as_str).filter(|cell| !cell.trim().is_empty());
    let only = |fits: &dyn Fn(&Listable) -> bool| {
        let mut found = documents.iter().filter(|document| document.path != row.list && fits(document));
        let first = found.next()?;
        found.next().is_none().then_some(first.index)
    };
    let by_place = |written: &str| {
        let file = written.trim().rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
        only(&|document| document.file == file)
    };
    let by_number = |number: &str| {
        let number = fold_field(number);
        // "PR-07 Changes.docx"; a bare number tells nothing.
        let tells = number.chars().any(char::is_alphabetic) && number.chars().any(|c| c.is_ascii_digit());
        let begins = |name: &String| name.strip_prefix(&number).is_some_and(|rest| rest.starts_with(' '));
        only(&|document| tells && (document.number.as_ref() == Some(&number) || document.names.iter().any(begins)))
    };
    let by_title = |title: &str| {
        let title = words(title);
        only(&|document| !title.is_empty() && document.words.contains(&title))
    };
    cell("location")
        .and_then(by_place)
        .or_else(|| cell("title").and_then(by_place))
        .or_else(|| cell("id").and_then(by_number))
        .or_else(|| cell("title").and_then(by_title))
}

fn words(text: &str) -> BTreeSet<String> {
    tokens(&fold(text)).map(str::to_owned).collect()
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn fill(entry: &mut Entry, row: &Row) {
    let mut added = Vec::new();
    for (column, label) in COLUMNS {
        let Some(value) = row.cells.get(column).filter(|_| entry.facts.control(label).is_none()) else { continue };
        let date: Option<Date> = value.get(..10).and_then(|day| day.parse().ok());
        let (place, from) = (row.place.clone(), Some(Elsewhere::Document(row.list.clone())));
        entry.facts.control.push(ControlFact { label, value: value.clone(), date, or: None, place, from });
        added.push(label.name().replace('_', " "));
    }
    if !added.is_empty() {
        entry.facts.remarks.push(format!("{}: as {} has it ({})", added.join(", "), row.list, row.place));
    }
}

/// A rule or plan that the list of documents from outside names is another organisation's (7.5.3).
fn disown(entry: &mut Entry, row: &Row, catalogue: &Catalogue) {
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id));
    if kind.is_some_and(|kind| kind.form == Form::Document && kind.control != Control::Agreement) {
        let reason = format!("{} lists it among the documents from outside ({})", row.list, row.place);
        set_state(&mut entry.facts, State::Foreign, reason);
    }
}

/// What the list calls a draft or withdrawn is so, whatever the file looks like.
fn restate(entry: &mut Entry, row: &Row, statuses: &BTreeMap<String, State>) {
    let Some(status) = row.cells.get("status") else { return };
    let folded = fold_field(status);
    if let Some(state) = statuses.get(&folded) {
        let reason = format!("{} says “{status}” of it ({})", row.list, row.place);
        set_state(&mut entry.facts, *state, reason);
    }
}

/// Words for the states of documents in all languages.
fn statuses(catalogue: &Catalogue) -> BTreeMap<String, State> {
    let mut found = BTreeMap::new();
    for (meaning, written) in catalogue.languages.values().flat_map(|language| &language.words) {
        let state = match meaning {
            Meaning::Cue(Cue::Draft | Cue::Proposed) => State::Draft,
            Meaning::Cue(Cue::Superseded) => State::Superseded,
            _ => continue,
        };
        let Ok(pattern) = pattern::parse(written) else { continue };
        for phrase in pattern.slots.iter().flatten() {
            let words: Vec<&str> = phrase.iter().map(|word| word.letters.as_str()).collect();
            found.entry(words.join(" ")).or_insert(state);
        }
    }
    found
}
