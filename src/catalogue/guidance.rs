//! Advisory texts beside the standard (DESIGN §9): nothing in them is a requirement, a missing item is
//! never a nonconformity, and no conformity to them is ever claimed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Obligation, Topic};

/// A set of advice with topics of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Guidance {
    /// `tr-20000-23`; topics of its own stand under this id where a document type's stand under the type's.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What a reader must know before relying on it; shown wherever the guidance is.
    pub notice: String,
    /// Its items in order.
    pub items: Vec<Advice>,
    /// Its topics by id.
    pub topics: BTreeMap<String, Topic>,
}

/// One piece of advice, asked of the evidence like an obligation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Advice {
    /// The clauses it goes beyond, the nearest first.
    pub extends: Vec<String>,
    /// What is looked for. Its weight and kind mean nothing to a score: advice has none.
    pub obligation: Obligation,
}
