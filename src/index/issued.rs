//! Papers that say at their head whose they are: "Wrenbrook Homes Limited. Version 2.0, approved by the board".

use std::collections::{BTreeMap, BTreeSet};

use super::Entry;
use crate::catalogue::{Catalogue, Control, Form, Label};
use crate::text::fold;

/// Letters of a name that is no common word.
const TELLING: usize = 5;
/// One document in so many may bear another's letterhead; more of them are a group's, and the organisation's own.
const RARE: usize = 8;

/// The other organisations whose name stands at the head of a paper, and who answers for the papers of each.
pub(super) struct Issuers {
    /// Full names, folded, with how they are written.
    names: BTreeMap<String, String>,
    /// Who owns, wrote or approved the papers that bear no other's name.
    ours: BTreeSet<String>,
}

impl Issuers {
    /// `others` are names that are not this organisation's.
    pub(super) fn new(documents: &[Entry], others: impl Iterator<Item = String>) -> Self {
        let mut names: BTreeMap<String, String> =
            others.map(|name| (fold(&name), name)).filter(|(folded, _)| folded.len() >= TELLING).collect();
        let mut borne: BTreeMap<&str, usize> = BTreeMap::new();
        for head in documents.iter().flat_map(|entry| &entry.facts.letterhead) {
            *borne.entry(head).or_default() += 1;
        }
        let most = documents.len().div_ceil(RARE);
        names.retain(|folded, _| borne.get(folded.as_str()).is_some_and(|borne| *borne <= most));
        let own = documents.iter().filter(|entry| !names.keys().any(|name| bears(entry, name)));
        let ours = own.flat_map(people).collect();
        Self { names, ours }
    }

    /// Whose paper a rule or plan is by its head, where nobody here answers for it. Records and agreements are
    /// headed by whom they are about.
    pub(super) fn of(&self, entry: &Entry, catalogue: &Catalogue) -> Option<&String> {
        let kind = entry.facts.kinds.first();
        let document = kind.and_then(|kind| catalogue.documents.get(&kind.id));
        let is_rule = match (kind, document) {
            (None, _) => entry.facts.value(Label::Version).is_some() || entry.facts.value(Label::Approver).is_some(),
            (_, Some(document)) => document.form == Form::Document && document.control != Control::Agreement,
            _ => false,
        };
        if !is_rule || people(entry).any(|who| self.ours.contains(&who)) {
            return None;
        }
        self.names.iter().find(|(folded, _)| bears(entry, folded)).map(|(_, name)| name)
    }
}

/// Whether a name stands at the head of a paper.
fn bears(entry: &Entry, folded: &str) -> bool {
    entry.facts.letterhead.iter().any(|head| head == folded)
}

/// Who answers for a document, folded, without what they are.
fn people(entry: &Entry) -> impl Iterator<Item = String> {
    let labels = [Label::Owner, Label::Author, Label::Approver];
    let facts = entry.facts.control.iter().filter(move |fact| labels.contains(&fact.label));
    let names = facts.map(|fact| fold(fact.value.split([',', '(']).next().unwrap_or_default()));
    names.filter(|name| !name.is_empty())
}
