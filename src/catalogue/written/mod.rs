//! The files of `controls/` as people write them. Nothing here is checked beyond its shape; what the
//! program uses is built from it in [`super::load`].

pub(in crate::catalogue) mod frames;
mod mixed;

use std::collections::BTreeMap;

use serde_saphyr::Spanned;

pub(in crate::catalogue) use frames::{Guidance, Overlay, OverlayClause, Targets, View};
pub(in crate::catalogue) use mixed::{Column, OneOrMany, Topic};

/// Text with its place in the file.
pub(in crate::catalogue) type Text = Spanned<String>;
/// Language code → word patterns.
pub(in crate::catalogue) type Words = BTreeMap<String, Vec<Text>>;

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Clause {
    pub clause: Text,
    pub title: String,
    #[serde(default)]
    pub parties: Option<crate::catalogue::Parties>,
    #[serde(default)]
    pub note: Option<String>,
    pub obligations: Vec<Obligation>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Obligation {
    pub id: Text,
    pub asks: String,
    pub kind: crate::catalogue::Kind,
    #[serde(default)]
    pub basis: crate::catalogue::Basis,
    #[serde(default)]
    pub needs: Option<crate::catalogue::Rung>,
    #[serde(default = "one")]
    pub weight: u8,
    #[serde(default)]
    pub interval: bool,
    #[serde(default)]
    pub usual: Option<Text>,
    #[serde(default)]
    pub parties: Option<crate::catalogue::Parties>,
    #[serde(default)]
    pub no_occurrence: Option<String>,
    #[serde(default)]
    pub sums_up: Option<crate::catalogue::SumsUp>,
    pub evidence: Vec<Check>,
    pub remedy: String,
    pub ask: Vec<String>,
    #[serde(default)]
    pub sample: Vec<String>,
    #[serde(default)]
    pub good: Option<String>,
}

fn one() -> u8 {
    1
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::catalogue) enum Check {
    Document(Documents),
    Record(Documents),
    Register(Registers),
    Any(Vec<Check>),
    Ask(String),
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Documents {
    #[serde(rename = "type")]
    pub types: Spanned<OneOrMany>,
    #[serde(default)]
    pub topics: Vec<Text>,
    #[serde(default)]
    pub within: Option<Text>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Registers {
    #[serde(rename = "type")]
    pub types: Spanned<OneOrMany>,
    #[serde(default)]
    pub columns: Vec<Text>,
    #[serde(default)]
    pub within: Option<Text>,
    #[serde(default)]
    pub rows: Option<u32>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct DocumentType {
    pub title: String,
    pub about: String,
    #[serde(default)]
    pub clauses: Vec<Text>,
    pub asked: crate::catalogue::Asked,
    pub form: crate::catalogue::Form,
    #[serde(default)]
    pub control: crate::catalogue::Control,
    #[serde(default)]
    pub part_of: Vec<Text>,
    #[serde(default)]
    pub commands: bool,
    pub names: Words,
    #[serde(default)]
    pub topics: BTreeMap<String, Topic>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct RegisterType {
    pub title: String,
    pub about: String,
    #[serde(default)]
    pub clauses: Vec<Text>,
    pub asked: crate::catalogue::Asked,
    #[serde(default)]
    pub sample: Option<Sampling>,
    #[serde(default)]
    pub due: Vec<Due>,
    pub names: Words,
    pub columns: BTreeMap<String, Column>,
    #[serde(default)]
    pub rules: Vec<RowRule>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Sampling {
    pub by: Vec<Text>,
    #[serde(default)]
    pub date: Option<Text>,
    #[serde(default)]
    pub risk: Vec<Risk>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Risk {
    pub says: String,
    #[serde(default = "one")]
    pub weight: u8,
    pub when: Text,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Due {
    pub says: String,
    pub names: Text,
    #[serde(default)]
    pub next: Option<Text>,
    #[serde(default)]
    pub last: Option<Text>,
    #[serde(default)]
    pub done: Option<Text>,
    #[serde(default)]
    pub obligation: Option<Text>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct RowRule {
    pub id: Text,
    pub says: String,
    pub grade: crate::catalogue::Grade,
    #[serde(default)]
    pub obligations: Vec<Text>,
    #[serde(default)]
    pub remedy: Option<String>,
    #[serde(default)]
    pub tests: Vec<Text>,
    pub when: Text,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Rule {
    pub id: Text,
    pub title: String,
    #[serde(default)]
    pub clauses: Vec<Text>,
    #[serde(default)]
    pub obligations: Vec<Text>,
    pub grade: crate::catalogue::Grade,
    pub says: String,
    pub remedy: String,
    #[serde(default)]
    pub tests: Vec<Text>,
    pub sql: Text,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct AuditTest {
    pub id: Text,
    pub title: String,
    pub clauses: Vec<Text>,
    #[serde(default)]
    pub checks: Vec<Text>,
    #[serde(default)]
    pub reason: Option<String>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct LanguageWords {
    #[serde(default)]
    pub documents: BTreeMap<String, TypeWords>,
    #[serde(default)]
    pub registers: BTreeMap<String, RegisterWords>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct TypeWords {
    #[serde(default)]
    pub names: Vec<Text>,
    #[serde(default)]
    pub lacking: Vec<Text>,
    #[serde(default)]
    pub topics: BTreeMap<String, Vec<Text>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct RegisterWords {
    #[serde(default)]
    pub names: Vec<Text>,
    #[serde(default)]
    pub rows: Vec<Text>,
    #[serde(default)]
    pub columns: BTreeMap<String, Vec<Text>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Language {
    pub language: Text,
    pub title: String,
    #[serde(default)]
    pub tokens: crate::catalogue::Tokens,
    #[serde(default)]
    pub inflections: Vec<String>,
    pub name_inflections: Option<Vec<String>>,
    pub negation: Vec<Text>,
    #[serde(default)]
    pub condition: Vec<Text>,
    pub promise: Vec<Text>,
    pub definition: Vec<Text>,
    pub commitment: Vec<Text>,
    pub reference: Vec<Text>,
    pub draft: Vec<Text>,
    /// Words that say draft of a status, and name a thing elsewhere.
    #[serde(default)]
    pub proposed: Vec<Text>,
    pub superseded: Vec<Text>,
    pub in_force: Vec<Text>,
    pub template: Vec<Text>,
    #[serde(default)]
    pub blank: Vec<Text>,
    #[serde(default)]
    pub itself: Vec<Text>,
    #[serde(default)]
    pub anyone: Vec<Text>,
    pub folders: BTreeMap<String, Vec<Text>>,
    pub labels: BTreeMap<String, Vec<Text>>,
    pub months: Vec<Vec<String>>,
    pub date_order: String,
    pub intervals: BTreeMap<String, Vec<Text>>,
    #[serde(default)]
    pub times: BTreeMap<String, Vec<Text>>,
    pub legal_forms: Vec<String>,
    #[serde(default)]
    pub naming: crate::catalogue::Naming,
    #[serde(default)]
    pub asking: Vec<String>,
    #[serde(default)]
    pub replaces: Vec<String>,
    #[serde(default)]
    pub institutions: Vec<String>,
    #[serde(default)]
    pub fillers: Vec<String>,
    pub people: Vec<Text>,
    pub values: BTreeMap<String, Vec<Text>>,
}
