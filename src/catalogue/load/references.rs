//! Ids that one part of the catalogue uses of another: noted while loading, looked up at the end.

use std::collections::BTreeSet;

use serde_saphyr::Spanned;

use super::{Loader, position};
use crate::catalogue::files::File;
use crate::catalogue::written::Text;
use crate::problem::Problem;

/// A reference from one place of the catalogue to another.
pub(super) struct Use {
    file: String,
    line: u32,
    column: u32,
    to: Target,
}

pub(super) enum Target {
    Document(String),
    Register(String),
    Topic(Vec<String>, String),
    Column(Vec<String>, String),
    Clause(String),
    Obligation(String),
    Test(String),
}

impl Loader {
    pub(super) fn refer<T>(&mut self, file: &File, at: &Spanned<T>, to: Target) {
        let (line, column) = position(at);
        self.refer_at(file, line, column, to);
    }

    pub(super) fn refer_at(&mut self, file: &File, line: u32, column: u32, to: Target) {
        self.uses.push(Use { file: file.shown.clone(), line, column, to });
    }

    pub(super) fn clause_numbers(&mut self, file: &File, clauses: Vec<Text>) -> Vec<String> {
        for clause in &clauses {
            self.refer(file, clause, Target::Clause(clause.value.clone()));
        }
        clauses.into_iter().map(|clause| clause.value).collect()
    }

    pub(super) fn obligation_ids(&mut self, file: &File, ids: Vec<Text>) -> Vec<String> {
        for id in &ids {
            self.refer(file, id, Target::Obligation(id.value.clone()));
        }
        ids.into_iter().map(|id| id.value).collect()
    }

    pub(super) fn test_ids(&mut self, file: &File, ids: Vec<Text>) -> Vec<String> {
        for id in &ids {
            self.refer(file, id, Target::Test(id.value.clone()));
        }
        ids.into_iter().map(|id| id.value).collect()
    }

    /// Looks up every id that one part of the catalogue uses of another.
    pub(super) fn cross_check(&mut self) {
        let clauses: BTreeSet<&str> = self.catalogue.clauses.iter().map(|clause| clause.clause.as_str()).collect();
        for used in &self.uses {
            let (catalogue, at) = (&self.catalogue, used);
            let mistake = match &used.to {
                Target::Document(id) => {
                    (!catalogue.documents.contains_key(id)).then(|| format!("document type `{id}` does not exist"))
                }
                Target::Register(id) => {
                    (!catalogue.registers.contains_key(id)).then(|| format!("register type `{id}` does not exist"))
                }
                Target::Topic(types, topic) => catalogue
                    .topic_says(types, topic)
                    .is_none()
                    .then(|| format!("none of {} has a topic `{topic}`", types.join(", "))),
                Target::Column(types, column) => {
                    let known = types.iter().any(|id| {
                        catalogue.registers.get(id).is_some_and(|register| register.columns.contains_key(column))
                    });
                    (!known).then(|| format!("none of {} has a column `{column}`", types.join(", ")))
                }
                Target::Clause(clause) => {
                    (!clauses.contains(clause.as_str())).then(|| format!("clause `{clause}` does not exist"))
                }
                Target::Obligation(id) => {
                    (!self.obligations.contains_key(id)).then(|| format!("obligation `{id}` does not exist"))
                }
                Target::Test(id) => {
                    (!catalogue.tests.contains_key(id)).then(|| format!("auditors' test `{id}` does not exist"))
                }
            };
            if let Some(message) = mistake {
                self.problems.push(
                    Problem::error(&at.file, message)
                        .at(at.line, at.column)
                        .hint("check the spelling, or add it to the catalogue"),
                );
            }
        }
    }
}
