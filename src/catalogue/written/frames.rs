//! What stands around the standard: guidance, views, crosswalks, words of sourcing, sizes and sectors, and a user's overlay.

use std::collections::BTreeMap;

use serde_saphyr::Spanned;

use super::{Check, Obligation, Text, Topic, Words};
use crate::catalogue::{Covers, Parties};

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Guidance {
    pub id: Text,
    pub title: String,
    pub notice: String,
    pub items: Vec<Advice>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Advice {
    pub id: Text,
    pub extends: Vec<Text>,
    pub asks: String,
    pub evidence: Vec<Check>,
    pub remedy: String,
    pub ask: Vec<String>,
    #[serde(default)]
    pub sample: Vec<String>,
    #[serde(default)]
    pub topics: BTreeMap<String, Topic>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct View {
    pub title: String,
    pub about: String,
    pub covers: Spanned<Covers>,
    pub groups: Vec<Group>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Group {
    pub id: Text,
    pub title: String,
    pub clauses: Vec<Text>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Targets {
    pub targets: Vec<Target>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Target {
    pub id: Text,
    pub title: String,
    pub file: Text,
    pub note: String,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Overlay {
    #[serde(default)]
    pub clauses: Vec<OverlayClause>,
    #[serde(default)]
    pub weights: BTreeMap<String, Spanned<u8>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct OverlayClause {
    pub clause: Text,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub parties: Option<Parties>,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub obligations: Vec<Obligation>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Sourcing {
    pub processes: Vec<Process>,
    pub own: Vec<Process>,
    pub process: Words,
    pub service: Words,
    pub component: Words,
    pub part: Words,
    pub whole: Words,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Process {
    pub clause: Text,
    pub says: BTreeMap<String, String>,
    pub names: Words,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Circumstance {
    pub title: String,
    pub about: String,
    #[serde(default)]
    pub plan: Option<String>,
    #[serde(default)]
    pub weights: Vec<Raise>,
    #[serde(default)]
    pub ask: Vec<Questions>,
    #[serde(default)]
    pub together: Vec<Together>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Raise {
    pub of: Vec<Text>,
    pub to: Spanned<u8>,
    pub why: String,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Questions {
    pub of: Text,
    pub ask: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct Together {
    pub types: Vec<Text>,
    pub why: String,
}
