//! What a cell says, by the values that the languages list.

use std::collections::BTreeMap;

use crate::catalogue::{Catalogue, Meaning, Value};
use crate::text::lexicon::Key;
use crate::text::{Lexicon, LexiconBuilder, fold_field, pattern, tokens};

/// The values of all languages.
pub(super) struct Said {
    /// Folded words of states (open, yes) and what they say.
    states: BTreeMap<String, Vec<Value>>,
    /// Patterns of all others; a key is a value's number.
    lexicon: Lexicon,
    languages: Vec<String>,
}

impl Said {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let mut states: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut builder = LexiconBuilder::default();
        for language in catalogue.languages.values() {
            builder.language(&language.code, &language.inflections);
            for (meaning, written) in &language.words {
                let Meaning::Value(value) = meaning else { continue };
                if value.is_for_rules() {
                    // A pattern that does not parse was reported by the loader, with its place.
                    let _ = builder.add(&language.code, written, *value as Key);
                    continue;
                }
                let Ok(pattern) = pattern::parse(written) else { continue };
                for phrase in pattern.slots.iter().flatten() {
                    let folded: Vec<&str> = phrase.iter().map(|word| word.letters.as_str()).collect();
                    states.entry(folded.join(" ")).or_default().push(*value);
                }
            }
        }
        let languages = catalogue.languages.keys().cloned().collect();
        Self { states, lexicon: builder.build(), languages }
    }

    /// Whether a cell says something.
    pub(super) fn says(&self, cell: &str, wanted: Value) -> bool {
        let folded = fold_field(cell);
        if wanted.is_for_rules() { self.holds(&folded, wanted) } else { self.begins(&folded, wanted) }
    }

    /// Whether a cell is filled and says nothing: "none", "n/a", "not needed".
    pub(super) fn is_empty(&self, cell: &str) -> bool {
        let folded = fold_field(cell);
        folded.is_empty() || self.states.get(&folded).is_some_and(|known| known.contains(&Value::Empty))
    }

    /// A state stands alone or first ("closed 2026-01-31"); the longest words count.
    fn begins(&self, folded: &str, wanted: Value) -> bool {
        let words: Vec<&str> = tokens(folded).collect();
        let known = (1..=words.len().min(4)).rev().find_map(|taken| self.states.get(&words[..taken].join(" ")));
        known.is_some_and(|known| known.contains(&wanted))
    }

    fn holds(&self, folded: &str, wanted: Value) -> bool {
        let languages: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        let mut scan = self.lexicon.scan(&languages);
        let hits = scan.hits(folded);
        let words = tokens(folded).count() as u32;
        // A class stands first ("High (tier 1)"); a single letter or digit must be the class itself.
        let first = is_first(wanted);
        let short = tokens(folded).next().is_some_and(|word| word.len() == 1 && word.is_ascii());
        scan.matches(&hits, &[]).iter().any(|found| {
            found.key == wanted as Key
                && (!first || found.start == 0)
                && (!first || !short || found.len > 1 || words == 1 || folded.starts_with('1'))
        })
    }
}

/// Whether the words must stand first: "all services", not "services of all kinds"; the others count anywhere.
fn is_first(value: Value) -> bool {
    use Value::{All, Customer, High, Internal, Nonconformity, Planned, Request, Top};
    matches!(value, High | Top | All | Nonconformity | Internal | Customer | Planned | Request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Files, load};

    #[test]
    fn cells_in_several_languages() {
        let said = Said::new(&load(&Files::embedded()).0);
        for (cell, value, expected) in [
            ("Closed 2026-01-31", Value::Closed, true),
            ("in Bearbeitung", Value::Open, true),
            ("High (tier 1)", Value::High, true),
            ("sehr hoch", Value::High, true),
            ("1", Value::High, true),
            ("a few", Value::High, false),
            ("low", Value::High, false),
            ("最高", Value::High, true),
            ("1 - Critical", Value::Top, true),
            ("Notfalländerung", Value::Emergency, true),
            ("cambio urgente", Value::Emergency, true),
            ("緊急変更", Value::Emergency, true),
            ("Normal", Value::Emergency, false),
            ("Änderung zurückgerollt", Value::Failed, true),
            ("Rolled back after 20 minutes", Value::Failed, true),
            ("success", Value::Failed, false),
            ("externer Lieferant", Value::External, true),
            ("Informationssicherheit", Value::Security, true),
            ("services of all kinds", Value::All, false),
            ("alle Services", Value::All, true),
        ] {
            assert_eq!(said.says(cell, value), expected, "{cell} {value:?}");
        }
        assert!(said.is_empty("none") && said.is_empty("keine") && said.is_empty("-") && !said.is_empty("CHG-1"));
    }
}
