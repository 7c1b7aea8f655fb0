//! What a document is by its matter alone, where its name is none we know: the type of which it treats by far the most
//! topics. Any text speaks of some topics, so only papers that are kept under control, or of one day, are told so.

use std::collections::BTreeMap;

use super::ControlFact;
use crate::catalogue::{Catalogue, DocumentType, Form, Label};

/// Topics that a paper has to treat, and how many more than of any other type.
const LEAST: usize = 4;
const AHEAD: usize = 2;
/// The share of the type's topics that it has to treat.
const SHARE: f32 = 0.25;
/// What only a paper that is kept under control says of itself.
const KEPT: [Label; 5] = [Label::Owner, Label::Approver, Label::Version, Label::ApprovedOn, Label::NextReview];

/// Whether a paper says who answers for it, who approved it, or which version it is.
pub(super) fn is_kept(control: &[ControlFact]) -> bool {
    control.iter().any(|fact| KEPT.contains(&fact.label) && !fact.value.is_empty())
}

/// The type's id, how many of its topics are treated, and their share. `covered`: treated topics by type.
pub(super) fn told(
    catalogue: &Catalogue,
    covered: &BTreeMap<&str, usize>,
    dated: bool,
) -> Option<(String, usize, f32)> {
    let known = covered.iter().filter_map(|(id, count)| Some((catalogue.documents.get_key_value(*id)?, *count)));
    let mut ranked: Vec<((&String, &DocumentType), usize)> = known.collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.1.topics.len().cmp(&b.0.1.topics.len())));
    let ((id, document), count) = *ranked.first()?;
    // A type of the same clauses, or one that is usually a chapter of the other, is no rival.
    let is_kin = |other: &(&String, &DocumentType)| {
        document.part_of.contains(other.0) || other.1.part_of.contains(id) || other.1.clauses == document.clauses
    };
    let next = ranked.iter().skip(1).find(|(other, _)| !is_kin(other)).map_or(0, |(_, count)| *count);
    let share = count as f32 / document.topics.len().max(1) as f32;
    let fits = match document.form {
        Form::Document => true,
        Form::Record => dated,
        _ => false,
    };
    (fits && count >= LEAST && share >= SHARE && count >= next + AHEAD).then(|| (id.clone(), count, share))
}
