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
        for (index, newer) in older(documents, &group) {
            let reason = format!("a newer version stands in {}", documents[newer].path);
            set_state(&mut documents[index].facts, State::Superseded, reason);
        }
    }
}

/// Which of a group are older than another of it, and which that is: by version where both have one, by
/// date where neither has a version and both have a date. The same version under two names is a copy, and
/// what has neither cannot be told.
fn older(documents: &[Entry], group: &[usize]) -> Vec<(usize, usize)> {
    let keyed: Vec<(usize, Vec<u32>, Option<Date>)> = group
        .iter()
        .map(|index| (*index, version_numbers(&documents[*index].facts), date(&documents[*index])))
        .collect();
    let versioned = keyed.iter().filter(|(_, version, _)| !version.is_empty()).max_by_key(|(_, version, _)| version);
    let dated =
        keyed.iter().filter(|(_, version, date)| version.is_empty() && date.is_some()).max_by_key(|(.., date)| *date);
    let newer = |(index, version, date): &(usize, Vec<u32>, Option<Date>)| {
        let newest = if version.is_empty() {
            dated.filter(|(.., newest)| date.is_some() && date < newest)
        } else {
            versioned.filter(|(_, newest, _)| version < newest)
        };
        newest.map(|(newest, ..)| (*index, *newest))
    };
    keyed.iter().filter_map(newer).collect()
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
