//! What the list of documents says of a document that does not say it itself: its owner, version, approval,
//! review and status (clauses 7.5.2 and 7.5.3). What a document says of itself comes first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Entry, TAKEN, counts, set_state};
use crate::catalogue::{Catalogue, Control, Cue, Form, Label, Meaning};
use crate::document::Place;
use crate::facts::{ControlFact, State};
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
    for row in &rows {
        if let Some(index) = listed(documents, row) {
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
                let cells = list.columns.iter().zip(&row.cells);
                let cells = cells.filter_map(|((id, ..), cell)| Some((id.clone(), cell.clone()?))).collect();
                found.push(Row { list: entry.path.clone(), place: row.place.clone(), cells, external });
            }
        }
    }
    found
}

/// The one valid document that a row is about: by where it lies, else by its number, else by its title.
fn listed(documents: &[Entry], row: &Row) -> Option<usize> {
    let cell = |name: &str| row.cells.get(name).map(String::as_str).filter(|cell| !cell.trim().is_empty());
    let only = |fits: &dyn Fn(&Entry) -> bool| {
        let is_valid = |entry: &Entry| matches!(entry.facts.state.state, State::InForce | State::Unclassified);
        let mut found = documents.iter().enumerate().filter(|(_, entry)| is_valid(entry) && entry.path != row.list);
        let first = found.by_ref().find(|(_, entry)| fits(entry))?;
        found.all(|(_, entry)| !fits(entry)).then_some(first.0)
    };
    let file = |entry: &Entry, written: &str| {
        let name = entry.path.rsplit('/').next().unwrap_or(&entry.path);
        written.trim().rsplit(['/', '\\']).next().is_some_and(|last| last.eq_ignore_ascii_case(name))
    };
    let by_place = |written: &str| only(&|entry| file(entry, written));
    let by_number = |number: &str| only(&|entry| is_numbered(entry, number));
    let by_title = |title: &str| only(&|entry| is_titled(entry, title));
    cell("location")
        .and_then(by_place)
        .or_else(|| cell("title").and_then(by_place))
        .or_else(|| cell("id").and_then(by_number))
        .or_else(|| cell("title").and_then(by_title))
}

fn is_numbered(entry: &Entry, number: &str) -> bool {
    let number = fold_field(number);
    // "PR-07 Changes.docx"; a bare number tells nothing.
    let tells = number.chars().any(char::is_alphabetic) && number.chars().any(|c| c.is_ascii_digit());
    let begins = |name: &str| fold_field(name).strip_prefix(&number).is_some_and(|rest| rest.starts_with(' '));
    let own = entry.facts.value(Label::Identifier).is_some_and(|own| fold_field(own) == number);
    tells && (own || begins(stem(&entry.path)) || begins(&entry.facts.title))
}

fn is_titled(entry: &Entry, title: &str) -> bool {
    let words = |text: &str| tokens(&fold(text)).map(str::to_owned).collect::<BTreeSet<_>>();
    let wanted = words(title);
    !wanted.is_empty() && (words(&entry.facts.title) == wanted || words(stem(&entry.path)) == wanted)
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn fill(entry: &mut Entry, row: &Row) {
    let mut added = Vec::new();
    for (column, label) in COLUMNS {
        let Some(value) = row.cells.get(column).filter(|_| entry.facts.control(label).is_none()) else { continue };
        let date: Option<Date> = value.get(..10).and_then(|day| day.parse().ok());
        let (place, from) = (row.place.clone(), Some(row.list.clone()));
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
