//! The size of an organisation and its sector as an assessment uses them: weights are raised and questions added after
//! all findings were made, so that no status can depend on them.

use std::collections::BTreeMap;

use super::Asked;
use super::combine::asked;
use crate::catalogue::{Catalogue, Circumstance};

/// The weights of all obligations: the catalogue's, or what a size or a sector raises them to.
pub(super) fn weights<'a>(catalogue: &'a Catalogue, circumstances: &'a [Circumstance]) -> BTreeMap<&'a str, u8> {
    let own = catalogue.obligations().map(|(_, obligation)| (obligation.id.as_str(), obligation.weight));
    let mut weights: BTreeMap<&str, u8> = own.collect();
    for raised in circumstances.iter().flat_map(|one| &one.weights) {
        if let Some(weight) = weights.get_mut(raised.obligation.as_str()) {
            *weight = (*weight).max(raised.to);
        }
    }
    weights
}

/// What the obligations ask, with their weights and the questions added.
pub(super) fn obligations(catalogue: &Catalogue, circumstances: &[Circumstance]) -> Vec<Asked> {
    let weights = weights(catalogue, circumstances);
    let all = catalogue.obligations().map(|(_, obligation)| {
        let mut asked = asked(obligation);
        asked.weight = weights.get(obligation.id.as_str()).copied().unwrap_or(asked.weight);
        let more = circumstances.iter().flat_map(|one| &one.ask).filter(|more| more.obligation == obligation.id);
        for question in more.flat_map(|more| &more.ask) {
            if !asked.ask.contains(question) {
                asked.ask.push(question.clone());
            }
        }
        asked
    });
    all.collect()
}
