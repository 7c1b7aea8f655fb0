//! All documents together: whose they are, which version counts, and the registers as tables of one
//! SQLite database that rules and `iso20k query` read.

mod budget;
mod columns;
mod database;
mod dates;
mod doubles;
mod functions;
mod history;
mod issued;
mod listed;
mod maps;
mod owners;
mod pins;
mod population;
mod rules;
pub mod shards;
mod spoken;
mod versions;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, Control, Form, Label, Profile};
use crate::corpus::git::History;
use crate::document::Format;
use crate::facts::{Facts, State, StateFact};
use crate::problem::Problem;

pub use database::Database;
pub use population::{DueRow, Member, Population};
pub use rules::{Ran, Violation, check_rules};

/// One file that was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Relative to the assessed folder.
    pub path: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Its format.
    pub format: Format,
    /// What it shows.
    pub facts: Facts,
    /// What was left out while reading.
    pub problems: Vec<String>,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unread {
    /// Relative to the assessed folder.
    pub path: String,
    /// A short reason.
    pub reason: String,
}

/// The evidence index.
#[derive(Debug)]
pub struct Index {
    /// Documents sorted by path; states are final here.
    pub documents: Vec<Entry>,
    /// Files that could not be read, sorted.
    pub unread: Vec<Unread>,
    /// Whose documents these are, if it can be told or was said.
    pub organisation: Option<String>,
    /// What of the profile did not fit.
    pub problems: Vec<Problem>,
    /// Registers and documents as tables.
    pub database: Database,
}

/// A type is taken for granted from this confidence on.
pub const TAKEN: f32 = 0.5;

impl Index {
    /// Brings all documents together.
    ///
    /// # Errors
    /// Only when SQLite itself fails.
    pub fn build(
        documents: Vec<Entry>,
        unread: Vec<Unread>,
        profile: &Profile,
        catalogue: &Catalogue,
    ) -> anyhow::Result<Self> {
        Self::build_with(documents, unread, &History::default(), profile, catalogue)
    }

    /// As [`Index::build`], with what the git history of the folder says of the documents.
    ///
    /// # Errors
    /// Only when SQLite itself fails.
    pub fn build_with(
        mut documents: Vec<Entry>,
        mut unread: Vec<Unread>,
        history: &History,
        profile: &Profile,
        catalogue: &Catalogue,
    ) -> anyhow::Result<Self> {
        documents.sort_by(|a, b| a.path.cmp(&b.path));
        unread.sort();
        let mut problems = pins::pin(&mut documents, profile);
        problems.extend(maps::unfit(&documents, profile));
        let told = || owners::organisation(&documents, catalogue).into_iter().collect();
        let names: Vec<String> = if profile.organisation.is_empty() { told() } else { profile.organisation.clone() };
        owners::mark_foreign(&mut documents, &names, catalogue);
        let organisation = names.into_iter().next();
        dates::settle(&mut documents);
        listed::add(&mut documents, catalogue);
        versions::settle(&mut documents);
        // After the list of documents, which beats it, and after versions were compared: how often a file
        // changed says nothing about which of two is valid.
        history::add(&mut documents, history);
        problems.extend(history.notices.iter().cloned());
        let database = Database::build(&documents, catalogue)?;
        problems.extend(database.doubles(catalogue)?);
        Ok(Self { documents, unread, organisation, problems, database })
    }

    /// Documents of one of the types, best first.
    #[must_use]
    pub fn of_types(&self, types: &[String]) -> Vec<&Entry> {
        let mut found: Vec<(f32, &Entry)> =
            self.documents.iter().filter_map(|entry| Some((confidence(&entry.facts, types)?, entry))).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.path.cmp(&b.1.path)));
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// How many documents there are of each state.
    #[must_use]
    pub fn states(&self) -> BTreeMap<State, usize> {
        let mut states = BTreeMap::new();
        for entry in &self.documents {
            *states.entry(entry.facts.state.state).or_default() += 1;
        }
        states
    }
}

/// With what confidence a document is of one of the types, if it is.
#[must_use]
pub fn confidence(facts: &Facts, types: &[String]) -> Option<f32> {
    let kinds = facts.kinds.iter().filter(|kind| kind.confidence >= TAKEN && types.contains(&kind.id));
    kinds.map(|kind| kind.confidence).reduce(f32::max)
}

/// Whether a document may count as evidence at all: of this organisation, valid, filled in.
#[must_use]
pub fn counts(facts: &Facts) -> bool {
    matches!(facts.state.state, State::InForce | State::Record | State::Unclassified)
}

/// The form of the best type of a document.
#[must_use]
pub fn form(facts: &Facts, catalogue: &Catalogue) -> Option<Form> {
    facts.kinds.iter().find_map(|kind| catalogue.documents.get(&kind.id)).map(|document| document.form)
}

/// The strictest control its taken types ask for.
#[must_use]
pub fn control_needed(facts: &Facts, catalogue: &Catalogue, types: &[String]) -> Control {
    let taken = facts.kinds.iter().filter(|kind| kind.confidence >= TAKEN && types.contains(&kind.id));
    taken
        .filter_map(|kind| catalogue.documents.get(&kind.id))
        .map(|document| document.control)
        .next()
        .unwrap_or_default()
}

/// Replaces a state, keeping the reason for the reader.
fn set_state(facts: &mut Facts, state: State, reason: String) {
    facts.state = StateFact { state, reason, ..StateFact::default() };
}

/// A version as numbers, to tell which is newer: `2.10` is after `2.9`.
fn version_numbers(facts: &Facts) -> Vec<u32> {
    let written = facts.value(Label::Version).unwrap_or_default();
    written.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}
