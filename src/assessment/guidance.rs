//! Advice beside the standard as an assessment holds it: apart from findings, clauses and figures.

use serde::{Deserialize, Serialize};

use super::{Asked, combine};
use crate::catalogue::Guidance;
use crate::evidence::Finding;

/// What was found on advisory items. Nothing in it is a requirement and nothing of it is scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GuidanceResult {
    /// `tr-20000-23`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What a reader must know before relying on it.
    pub notice: String,
    /// One finding an item, in order; every shortfall is an opportunity.
    pub findings: Vec<Finding>,
    /// The items.
    pub items: Vec<Asked>,
}

impl GuidanceResult {
    /// A guidance with what was found on it.
    #[must_use]
    pub fn new(guidance: &Guidance, findings: Vec<Finding>) -> Self {
        Self {
            id: guidance.id.clone(),
            title: guidance.title.clone(),
            notice: guidance.notice.clone(),
            findings,
            items: guidance.items.iter().map(|item| combine::asked(&item.obligation)).collect(),
        }
    }
}
