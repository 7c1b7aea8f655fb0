//! The catalogue as the program uses it: clauses and obligations, types of documents and registers,
//! languages, rules. Loaded from `controls/` (inside the binary) and from folders of the user's own,
//! with every mistake shown at once.

mod circumstance;
mod coverage;
mod crosswalk;
mod describe;
pub mod export;
mod files;
mod guidance;
mod kept;
mod language;
mod load;
mod named;
mod obligation;
mod profile;
mod sourcing;
mod subjects;
mod types;
mod view;
mod vocabulary;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use circumstance::{Circumstance, Dimension, Questions, Raised, Together};
pub use coverage::{CLASSES, Coverage, Determinable};
pub use crosswalk::{Crosswalk, Link, Strength};
pub use files::{File, Files};
pub use guidance::{Advice, Guidance};
pub use kept::{from_bytes, to_bytes};
pub use language::{Language, Naming, Tokens};
pub use load::{load, shape};
pub(crate) use load::{parse, position};
pub use named::{Cue, Folder, Label, Value};
pub use obligation::{
    Basis, Check, Clause, DocumentCheck, Grade, Kind, Obligation, Parties, RegisterCheck, Rung, SumsUp,
};
pub use profile::{
    MappedColumn, NO_EVIDENCE, PROFILE, Pattern, Pin, Presentation, Profile, REPORT_LANGUAGES, RegisterMap, Thresholds,
    catalogues, profile,
};
pub use sourcing::{Process, Sourcing};
pub use subjects::Subjects;
pub use types::{
    Asked, AuditTest, Column, ColumnKind, Control, DocumentType, Due, Form, RegisterType, Risk, RowRule, Rule,
    Sampling, Topic,
};
pub use view::{Covers, Group, View};
pub use vocabulary::{Meaning, UNUSUAL, Vocabulary, times};

/// Everything known about what is asked and what shows it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Catalogue {
    /// Clauses in the order of the standard.
    pub clauses: Vec<Clause>,
    /// Document types by id.
    pub documents: BTreeMap<String, DocumentType>,
    /// Register types by id.
    pub registers: BTreeMap<String, RegisterType>,
    /// Consistency rules between documents and registers.
    pub rules: Vec<Rule>,
    /// What auditors compare, by id: rules and checks say which of it they decide.
    pub tests: BTreeMap<String, AuditTest>,
    /// Languages by code.
    pub languages: BTreeMap<String, Language>,
    /// Advisory texts beside the standard: nothing in them is a requirement.
    pub guidance: Vec<Guidance>,
    /// Other groupings of the clauses, by id.
    pub views: BTreeMap<String, View>,
    /// Other frameworks clause by clause, by id.
    pub crosswalks: BTreeMap<String, Crosswalk>,
    /// Sizes and sectors, by which weights and questions differ: sizes first, each kind by id.
    pub circumstances: Vec<Circumstance>,
    /// Words by which registers say what other parties run.
    pub sourcing: Sourcing,
    /// Ids of obligations that a user's overlay added or replaced: not the standard's, as we know it.
    pub added: BTreeSet<String>,
    /// SHA-256 over all files, hexadecimal: what a report was made with.
    pub sha256: String,
}

/// The id under which the obligations of ISO/IEC 20000-1:2018 stand in an assessment.
pub const ISO_20000_1: &str = "iso-20000-1-2018";
/// The id of the advisory items for remote and virtual services.
pub const REMOTE_SERVICES: &str = "tr-20000-23";
/// The edition the obligations follow.
pub const EDITION: &str = "ISO/IEC 20000-1:2018 with Amendment 1:2024";

impl Catalogue {
    /// The obligations of all clauses, in order.
    pub fn obligations(&self) -> impl Iterator<Item = (&Clause, &Obligation)> {
        self.clauses.iter().flat_map(|clause| clause.obligations.iter().map(move |obligation| (clause, obligation)))
    }

    /// A clause by its number.
    #[must_use]
    pub fn clause(&self, number: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.clause == number)
    }

    /// The ids of the rules that decide an auditor's test, those of registers first.
    pub fn rules_of_test<'a>(&'a self, test: &'a str) -> impl Iterator<Item = &'a str> {
        let rows = self.registers.values().flat_map(|register| &register.rules);
        let rows = rows.map(|rule| (rule.id.as_str(), &rule.tests));
        let between = self.rules.iter().map(|rule| (rule.id.as_str(), &rule.tests));
        let decides = move |tests: &Vec<String>| tests.iter().any(|id| id == test);
        rows.chain(between).filter(move |(_, tests)| decides(tests)).map(|(id, _)| id)
    }

    /// What a topic is about; `None` when none of the types has it. The id of a guidance counts as a
    /// type here: its items name it where a topic is the guidance's own.
    #[must_use]
    pub fn topic_says(&self, types: &[String], topic: &str) -> Option<&str> {
        let mut topics = types.iter().filter_map(|id| self.topics_of(id)?.get(topic));
        topics.next().map(|topic| topic.says.as_str())
    }

    fn topics_of(&self, id: &str) -> Option<&BTreeMap<String, Topic>> {
        let advisory = || self.guidance.iter().find(|guidance| guidance.id == id).map(|guidance| &guidance.topics);
        self.documents.get(id).map(|document| &document.topics).or_else(advisory)
    }
}
