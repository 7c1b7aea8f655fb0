//! Views: other groupings of the clauses, for readers who think in other pictures than the standard's.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A grouping of the clauses.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct View {
    /// Its id, also its file name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it comes from and what it does not say.
    pub about: String,
    /// Which clauses it promises to hold.
    pub covers: Covers,
    /// Its groups in order.
    pub groups: Vec<Group>,
}

/// Which clauses a view promises to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Covers {
    /// Every clause, in exactly one group: sums over groups are sums over the standard.
    Once,
    /// Every clause, in one group or more.
    All,
    /// A selection.
    Some,
}

/// One group of a view.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Group {
    /// Its id in the view.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its clauses, in the view's order.
    pub clauses: Vec<String>,
}

impl View {
    /// The clauses of `all` that stand in no group: a selection leaves some out, and a user's own
    /// clauses stand in no view of ours. A report that groups by this view must show them too.
    pub fn left_out<'a>(&self, all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        let held: BTreeSet<&str> = self.groups.iter().flat_map(|group| &group.clauses).map(String::as_str).collect();
        all.filter(|clause| !held.contains(clause)).collect()
    }
}
