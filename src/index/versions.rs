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
        let older = |index: usize| group.iter().copied().find(|other| is_older(&documents[index], &documents[*other]));
        let found: Vec<(usize, usize)> = group.iter().filter_map(|index| Some((*index, older(*index)?))).collect();
        for (index, newer) in found {
            let reason = format!("a newer version stands in {}", documents[newer].path);
            set_state(&mut documents[index].facts, State::Superseded, reason);
        }
    }
}

/// Whether one is an older version of the other: by version where both have one, else by date where both
/// have one. The same version under two names is a copy, and what has neither cannot be told.
fn is_older(one: &Entry, other: &Entry) -> bool {
    let (one_version, other_version) = (version_numbers(&one.facts), version_numbers(&other.facts));
    if !one_version.is_empty() && !other_version.is_empty() {
        return one_version < other_version;
    }
    let both_unversioned = one_version.is_empty() && other_version.is_empty();
    both_unversioned && date(one).zip(date(other)).is_some_and(|(one, other)| one < other)
}

fn date(entry: &Entry) -> Option<Date> {
    let labels = [Label::EffectiveOn, Label::ApprovedOn, Label::Date, Label::ReviewedOn];
    labels.iter().filter_map(|label| entry.facts.control(*label)?.date).max()
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
