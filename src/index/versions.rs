//! Several versions of one document side by side: the newest that is valid counts, the older are
//! superseded.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Entry, set_state, version_numbers};
use crate::catalogue::Label;
use crate::facts::State;
use crate::text::{fold, tokens};

/// Marks older versions as superseded.
pub(super) fn settle(documents: &mut [Entry]) {
    let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (index, entry) in documents.iter().enumerate() {
        let valid = matches!(entry.facts.state.state, State::InForce | State::Unclassified);
        if let Some(kind) = entry.facts.kinds.first().filter(|_| valid && entry.facts.registers.is_empty()) {
            groups.entry((kind.id.clone(), stem(&entry.facts.title))).or_default().push(index);
        }
    }
    for ((_, stem), group) in groups {
        if group.len() < 2 || stem.is_empty() {
            continue;
        }
        let newest = group.iter().copied().max_by_key(|index| age_key(&documents[*index])).unwrap_or(group[0]);
        let newest_key = age_key(&documents[newest]);
        let path = documents[newest].path.clone();
        for index in group.into_iter().filter(|index| *index != newest) {
            // The same version under two names is a copy, not an older version.
            if age_key(&documents[index]) < newest_key {
                set_state(&mut documents[index].facts, State::Superseded, format!("a newer version stands in {path}"));
            }
        }
    }
}

fn age_key(entry: &Entry) -> (Vec<u32>, Option<Date>) {
    let dates = [Label::EffectiveOn, Label::ApprovedOn, Label::Date, Label::ReviewedOn];
    let date = dates.iter().filter_map(|label| entry.facts.control(*label)?.date).max();
    (version_numbers(&entry.facts), date)
}

/// A title without what tells versions apart.
fn stem(title: &str) -> String {
    let folded = fold(title);
    let words = tokens(&folded).filter(|word| {
        !word.chars().all(|c| c.is_ascii_digit())
            && !matches!(*word, "v" | "version" | "rev" | "final" | "copy" | "new" | "old" | "kopie" | "neu" | "alt")
    });
    words.collect::<Vec<_>>().join(" ")
}
