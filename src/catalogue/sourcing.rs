//! The words by which `iso20k sourcing` reads registers of other parties (`controls/sourcing.yaml`). No verdict
//! rests on them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Word patterns by language.
type Patterns = BTreeMap<String, Vec<String>>;

/// Which process a cell speaks of, and what it says another party supplies.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Sourcing {
    /// Processes that other parties may run in part, in the order of the standard.
    pub processes: Vec<Process>,
    /// What stays with the organisation itself (clauses 4 and 5, and the control of the parties, 8.2.3).
    pub own: Vec<Process>,
    /// Say that a process is meant.
    pub process: Patterns,
    /// Say that a service is meant.
    pub service: Patterns,
    /// Say that a service component is meant.
    pub component: Patterns,
    /// Say that a part is meant.
    pub part: Patterns,
    /// Say that the whole is meant.
    pub whole: Patterns,
}

/// A process, or work that stays with the organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Process {
    /// Its clause, or what its clauses stand under.
    pub clause: String,
    /// What we call it, by language.
    pub says: BTreeMap<String, String>,
    /// What registers call it.
    pub names: Patterns,
}

impl Process {
    /// What we call it in a language, in English where that has no word for it.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        self.says.get(language).or_else(|| self.says.get("en")).map_or(self.clause.as_str(), String::as_str)
    }
}
