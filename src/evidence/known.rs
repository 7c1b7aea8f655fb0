//! What the checks ask of every document again and again, told once for each: the answers are the same for all
//! obligations, and there are hundreds of these.

use std::collections::BTreeMap;

use super::candidates::{CLEAR, is_governed, subject};
use crate::catalogue::{Catalogue, Form};
use crate::facts::Force;
use crate::index::{self, Entry};

/// One document, as far as it does not depend on what is asked.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// Somebody answers for it.
    pub(super) governed: bool,
    /// Of another management system.
    pub(super) adjacent: bool,
    /// The form of its best type.
    pub(super) form: Option<Form>,
    /// Subjects that its taken types bear on.
    subjects: Vec<&'a str>,
    /// Topics that it says clearly, by the type they belong to.
    clear: BTreeMap<&'a str, usize>,
}

impl<'a> Known<'a> {
    pub(super) fn of(entry: &'a Entry, catalogue: &'a Catalogue) -> Self {
        let facts = &entry.facts;
        let taken = facts.kinds.iter().filter(|kind| kind.confidence >= index::TAKEN);
        let types: Vec<_> = taken.filter_map(|kind| catalogue.documents.get(&kind.id)).collect();
        let of_documents = types.iter().filter(|document| document.form == Form::Document);
        let subjects = of_documents.flat_map(|document| &document.clauses).map(|clause| subject(clause)).collect();
        let mut clear = BTreeMap::new();
        for fact in facts.topics.iter().filter(|fact| fact.force == Force::Commits && fact.weight >= CLEAR) {
            *clear.entry(fact.document.as_str()).or_default() += 1;
        }
        Self {
            governed: is_governed(entry),
            adjacent: types.iter().any(|document| document.form == Form::Adjacent),
            form: index::form(facts, catalogue),
            subjects,
            clear,
        }
    }

    pub(super) fn is_about(&self, subject: &str) -> bool {
        self.subjects.contains(&subject)
    }

    /// How much it says clearly of what belongs to a type.
    pub(super) fn clear(&self, id: &str) -> usize {
        self.clear.get(id).copied().unwrap_or_default()
    }
}
