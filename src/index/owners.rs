//! Whose documents these are. A document that names another organisation as its own, and never this
//! one, is foreign: a supplier's white paper, a customer's policy, a template bought elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, set_state};
use crate::catalogue::{Catalogue, Control, Label};
use crate::facts::State;
use crate::text::{fold, tokens};

/// The organisation that most documents name; `None` where no name stands out.
pub(super) fn organisation(documents: &[Entry]) -> Option<String> {
    let mut names: BTreeMap<String, BTreeMap<&str, u32>> = BTreeMap::new();
    for entry in documents {
        for (name, _) in &entry.facts.organisations {
            let spellings = names.entry(core(name)).or_default();
            *spellings.entry(name.as_str()).or_default() += 1;
        }
    }
    let mut best: Option<(usize, &str)> = None;
    for (core, spellings) in &names {
        let named = documents.iter().filter(|entry| speaks_of(entry, core)).count();
        let spelling =
            spellings.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(**name))).map(|(name, _)| *name);
        if let Some(spelling) = spelling
            && best.is_none_or(|(most, _)| named > most)
        {
            best = Some((named, spelling));
        }
    }
    // Named in a fifth of the documents, and in more than one: it stands out.
    best.filter(|(named, _)| *named >= 2 && named * 5 >= documents.len()).map(|(_, name)| name.to_owned())
}

/// Marks documents of other organisations; `own` is this organisation's name.
pub(super) fn mark_foreign(documents: &mut [Entry], own: &str, catalogue: &Catalogue) {
    let own = core(own);
    let parties = parties(documents, &own);
    let others: BTreeSet<String> = documents
        .iter()
        .flat_map(|entry| entry.facts.organisations.iter().map(|(name, _)| core(name)))
        .filter(|name| *name != own && !name.is_empty())
        .collect();
    for entry in documents
        .iter_mut()
        .filter(|entry| matches!(entry.facts.state.state, State::InForce | State::Unclassified | State::Record))
    {
        if let Some(party) = parties.iter().find(|party| is_of_party(entry, party, &own, catalogue)) {
            let reason = format!("it is of “{party}”, which the registers list as a customer or supplier");
            set_state(&mut entry.facts, State::Foreign, reason);
            continue;
        }
        if speaks_of(entry, &own) {
            continue;
        }
        if let Some(other) = letterhead(entry, &others) {
            set_state(
                &mut entry.facts,
                State::Foreign,
                format!("it is of “{other}” and never names this organisation"),
            );
        }
    }
}

/// Customers and suppliers, by the names that the registers list them under.
fn parties(documents: &[Entry], own: &str) -> BTreeSet<String> {
    let columns = [("customers", "customer"), ("suppliers", "supplier")];
    let mut found = BTreeSet::new();
    for fact in documents.iter().flat_map(|entry| &entry.facts.registers) {
        let Some((_, wanted)) = columns.iter().find(|(register, _)| *register == fact.register) else { continue };
        let Some(column) = fact.columns.iter().position(|(id, ..)| id == wanted) else { continue };
        let names = fact.rows.iter().filter_map(|row| row.cells.get(column)?.clone());
        found.extend(names.filter(|name| tokens(&fold(name)).count() >= 2 && core(name) != own));
    }
    found
}

/// A party's own paper: titled with its name alone, or a policy that names it and never this organisation.
fn is_of_party(entry: &Entry, party: &str, own: &str, catalogue: &Catalogue) -> bool {
    let folded = fold(party);
    let names: Vec<&str> = tokens(&folded).collect();
    let title = fold(&entry.facts.title);
    let words = tokens(&title).count();
    let titled = names.len() * 10 >= words * 7 && title.contains(&folded);
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id));
    let is_policy = kind.is_some_and(|kind| kind.control == Control::Policy);
    titled || is_policy && !speaks_of(entry, own) && speaks_of(entry, &folded)
}

/// The other organisation that a document gives as its own: labelled so, in its title, or named again and again.
fn letterhead(entry: &Entry, others: &BTreeSet<String>) -> Option<String> {
    let labelled =
        entry.facts.value(Label::Organisation).filter(|name| others.contains(&core(name))).map(str::to_owned);
    let title = fold(&entry.facts.title);
    let titled =
        entry.facts.organisations.iter().find(|(name, _)| title.contains(&core(name))).map(|(name, _)| name.clone());
    let often = entry.facts.organisations.iter().find(|(_, count)| *count >= 2).map(|(name, _)| name.clone());
    labelled.or(titled).or(often)
}

/// Whether a document uses the organisation's name anywhere.
fn speaks_of(entry: &Entry, core: &str) -> bool {
    !core.is_empty()
        && tokens(core).all(|word| entry.facts.vocabulary.binary_search_by(|known| known.as_str().cmp(word)).is_ok())
}

/// What people say for short: the first word of a name, or two where the first is short or common.
fn core(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = tokens(&folded).collect();
    let taken = if words.first().is_some_and(|word| word.len() <= 3) { 2 } else { 1 };
    words.iter().take(taken).copied().collect::<Vec<_>>().join(" ")
}
