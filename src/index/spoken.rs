//! Which documents speak of names: their words are looked through once for all names, however many these are.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Entry;
use crate::text::terms;

/// By term of a name, the numbers of the documents that use it, in order.
pub(super) struct Spoken {
    documents: HashMap<String, Vec<u32>, RandomState>,
}

impl Spoken {
    /// Looks for all terms of folded names.
    pub(super) fn new<'n>(documents: &[Entry], names: impl IntoIterator<Item = &'n str>) -> Self {
        Self::of_terms(documents, names.into_iter().flat_map(terms))
    }

    /// Looks for terms.
    pub(super) fn of_terms(documents: &[Entry], terms: impl Iterator<Item = String>) -> Self {
        let mut found: HashMap<String, Vec<u32>, RandomState> = terms.map(|term| (term, Vec::new())).collect();
        let documents = if found.is_empty() { &[] } else { documents };
        for (number, entry) in (0..).zip(documents) {
            for word in &entry.facts.vocabulary {
                if let Some(documents) = found.get_mut(word) {
                    documents.push(number);
                }
            }
        }
        Self { documents: found }
    }

    /// The documents that use all of some terms, in order; none where there are no terms.
    pub(super) fn with_all(&self, terms: &[String]) -> Vec<u32> {
        let mut lists: Vec<&[u32]> =
            terms.iter().map(|term| self.documents.get(term).map_or(&[][..], Vec::as_slice)).collect();
        lists.sort_by_key(|list| list.len());
        let Some((rarest, others)) = lists.split_first() else { return Vec::new() };
        let in_all = |number: &&u32| others.iter().all(|list| list.binary_search(number).is_ok());
        rarest.iter().filter(in_all).copied().collect()
    }

    /// The documents that use a folded name anywhere, in order.
    pub(super) fn of(&self, name: &str) -> Vec<u32> {
        self.with_all(&terms(name))
    }

    /// The documents that use any of several folded names, in order.
    pub(super) fn of_any(&self, names: &[String]) -> Vec<u32> {
        let mut all: Vec<u32> = names.iter().flat_map(|name| self.of(name)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
