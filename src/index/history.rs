//! What the git history says of a document that says it neither itself nor in the list of documents: when
//! it changed last and by whom, how often, and who approved, where a commit records that.

use jiff::civil::Date;

use super::Entry;
use crate::catalogue::Label;
use crate::corpus::git::{Change, History};
use crate::document::Place;
use crate::facts::{ControlFact, Elsewhere, Facts, State};

/// Who answers for a document.
const OWNERS: [Label; 2] = [Label::Owner, Label::Author];
/// What dates a document.
const DATES: [Label; 4] = [Label::Date, Label::ApprovedOn, Label::EffectiveOn, Label::ReviewedOn];
/// That somebody approved it.
const APPROVAL: [Label; 2] = [Label::Approver, Label::ApprovedOn];

/// Adds to valid documents what the history says of them.
pub(super) fn add(documents: &mut [Entry], history: &History) {
    for entry in documents.iter_mut() {
        let is_valid = matches!(entry.facts.state.state, State::InForce | State::Unclassified);
        if let Some(change) = history.files.get(&entry.path).filter(|_| is_valid) {
            fill(&mut entry.facts, change);
        }
    }
}

/// A field that a document has and leaves blank is said to be missing: git does not fill it.
fn fill(facts: &mut Facts, change: &Change) {
    let silent = |facts: &Facts, labels: &[Label]| labels.iter().all(|label| facts.control(*label).is_none());
    let (owned, versioned) = (!silent(facts, &OWNERS), !silent(facts, &[Label::Version]));
    let (dated, approved) = (!silent(facts, &DATES), !silent(facts, &APPROVAL));
    let mut added = Vec::new();
    let mut add = |label: Label, value: String, date: Option<Date>, commit: &str| {
        added.push(label.name().replace('_', " "));
        let from = Some(Elsewhere::Git(commit.to_owned()));
        facts.control.push(ControlFact { label, value, date, or: None, place: Place::default(), from });
    };
    if let Some(author) = change.author.clone().filter(|_| !owned) {
        add(Label::Author, author, None, &change.commit);
    }
    if let Some(changes) = change.changes.filter(|_| !versioned) {
        add(Label::Version, format!("revision {changes}"), None, &change.commit);
    }
    if !dated {
        add(Label::Date, change.on.to_string(), Some(change.on), &change.commit);
    }
    if let Some(approval) = change.approval.as_ref().filter(|_| !approved) {
        add(Label::Approver, approval.by.clone(), None, &approval.commit);
        add(Label::ApprovedOn, approval.on.to_string(), Some(approval.on), &approval.commit);
    }
    if !added.is_empty() {
        let commit = change.commit.get(..12).unwrap_or(&change.commit);
        facts.remarks.push(format!("{}: as the git history has it (commit {commit})", added.join(", ")));
    }
}
