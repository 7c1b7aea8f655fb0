//! The words that tell the subjects of document types apart: those of their names that few subjects share.
//! "Supplier" says what a document is about; "policy", "management" and "report" do not, in any language.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Catalogue;
use crate::text::fold::is_ideographic;
use crate::text::{fold, tokens};

/// Subjects that may share a word before it tells none.
const SHARED: usize = 5;
/// Letters of a word that may be a part of a compound.
const PART: usize = 5;

/// Which document types a word speaks of.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Subjects {
    /// Types by word; none for a word that too many subjects share.
    words: BTreeMap<String, Vec<u16>>,
}

impl Subjects {
    /// Gathers the telling words of all names. Types are counted as they stand in the catalogue.
    #[must_use]
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut words: BTreeMap<String, (BTreeSet<u16>, BTreeSet<&str>)> = BTreeMap::new();
        for (index, document) in (0_u16..).zip(catalogue.documents.values()) {
            if !document.form.is_evidence() {
                continue;
            }
            let subject = document.clauses.first().map_or(document.id.as_str(), String::as_str);
            for name in document.names.values().flatten() {
                for word in words_of(name) {
                    let entry = words.entry(stem(&word).to_owned()).or_default();
                    entry.0.insert(index);
                    entry.1.insert(subject);
                }
            }
        }
        let types = |(types, subjects): (BTreeSet<u16>, BTreeSet<&str>)| {
            if subjects.len() <= SHARED { types.into_iter().collect() } else { Vec::new() }
        };
        Self { words: words.into_iter().map(|(word, entry)| (word, types(entry))).collect() }
    }

    /// The types (by index) that a short text speaks of.
    #[must_use]
    pub fn of(&self, text: &str) -> BTreeSet<u16> {
        let mut found = BTreeSet::new();
        for word in words_of(text) {
            match self.words.get(stem(&word)) {
                Some(types) => found.extend(types),
                None => found.extend(self.compounds(&word)),
            }
        }
        found
    }

    /// Whether two short texts have a telling word in common, be it a part of a compound: "Kapazität und
    /// Nachfrage" and "Kapazitätsplanung".
    #[must_use]
    pub fn share(&self, one: &str, other: &str) -> bool {
        let tells = |word: &str| match self.words.get(stem(word)) {
            Some(types) => !types.is_empty(),
            None => !self.compounds(word).is_empty(),
        };
        let others = words_of(other);
        words_of(one).iter().filter(|word| tells(word)).any(|word| {
            others.iter().any(|other| {
                let (short, long) = if word.len() <= other.len() { (word, other) } else { (other, word) };
                stem(short) == stem(long)
                    || short.chars().count() >= PART && long.starts_with(stem(short)) && tells(short)
            })
        })
    }

    /// Types of the compounds that begin with the word, and of the longest word that it begins with itself:
    /// "Wissen" and "Wissensmanagement".
    fn compounds(&self, word: &str) -> Vec<u16> {
        if word.chars().count() < PART {
            return Vec::new();
        }
        let longer = self.words.range(word.to_owned()..).take_while(|(known, _)| known.starts_with(word));
        let mut found: Vec<u16> = longer.flat_map(|(_, types)| types).copied().collect();
        let parts: Vec<&str> = word.char_indices().skip(PART).map(|(end, _)| &word[..end]).collect();
        found.extend(parts.iter().rev().find_map(|part| self.words.get(*part)).into_iter().flatten());
        found
    }
}

/// The words of a name; of scripts without spaces, every two characters.
fn words_of(text: &str) -> Vec<String> {
    let folded = fold(text);
    let parts: Vec<&str> = tokens(&folded).collect();
    let single = |word: &str| word.chars().count() == 1 && word.chars().all(is_ideographic);
    let pairs = parts.windows(2).filter(|pair| single(pair[0]) && single(pair[1])).map(<[&str]>::concat);
    let words = parts.iter().filter(|word| word.len() > 2 && word.chars().all(char::is_alphabetic));
    pairs.chain(words.filter(|word| !single(word)).map(|word| (*word).to_owned())).collect()
}

/// A word without the commonest endings.
fn stem(word: &str) -> &str {
    let endings = ["es", "en", "s", "e", "n"];
    let cut = endings.iter().find_map(|ending| word.strip_suffix(ending).filter(|rest| rest.len() > 3));
    cut.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::{stem, words_of};

    #[test]
    fn stems_and_pairs_of_characters() {
        assert_eq!(words_of("Suppliers 2026"), ["suppliers"]);
        assert_eq!(stem("suppliers"), stem("supplier"));
        assert_eq!(words_of("供应商"), ["供应", "应商"]);
    }
}
