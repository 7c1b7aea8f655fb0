//! Types of documents and registers, and rules.

use std::collections::BTreeMap;

use super::{Loader, Target, position};
use crate::catalogue::files::File;
use crate::catalogue::written;
use crate::catalogue::{AuditTest, Column, DocumentType, Due, RegisterType, Risk, RowRule, Rule, Sampling, Topic};
use crate::problem::Problem;

impl Loader {
    pub(super) fn document_type(&mut self, file: &File, id: String, written: written::DocumentType) -> DocumentType {
        let topics = self.topics(file, written.topics);
        for part in &written.part_of {
            self.refer(file, part, Target::Document(part.value.clone()));
        }
        DocumentType {
            id,
            title: written.title,
            about: written.about,
            clauses: self.clause_numbers(file, written.clauses),
            asked: written.asked,
            form: written.form,
            control: written.control,
            part_of: written.part_of.into_iter().map(|part| part.value).collect(),
            commands: written.commands,
            names: self.words(file, written.names),
            lacking: BTreeMap::new(),
            topics,
        }
    }

    pub(super) fn register_type(&mut self, file: &File, id: String, written: written::RegisterType) -> RegisterType {
        let columns = written.columns.into_iter().map(|(column, written)| {
            let words = self.words(file, written.words);
            (column, Column { kind: written.kind, identifies: written.identifies, words })
        });
        let columns: BTreeMap<String, Column> = columns.collect();
        let sample = written.sample.map(|sample| self.sampling(file, &id, sample));
        let due = written.due.into_iter().map(|due| self.due(file, &id, due)).collect();
        let rules = written.rules.into_iter().map(|rule| self.row_rule(file, rule)).collect();
        RegisterType {
            id,
            title: written.title,
            about: written.about,
            clauses: self.clause_numbers(file, written.clauses),
            asked: written.asked,
            sample,
            due,
            names: self.words(file, written.names),
            rows: BTreeMap::new(),
            columns,
            rules,
        }
    }

    fn own_column(&mut self, file: &File, register: &str, column: written::Text) -> String {
        self.refer(file, &column, Target::Column(vec![register.to_owned()], column.value.clone()));
        column.value
    }

    fn sampling(&mut self, file: &File, register: &str, written: written::Sampling) -> Sampling {
        let risk = written.risk.into_iter().map(|risk| {
            let (line, column) = position(&risk.when);
            let origin = (file.shown.clone(), line, column);
            Risk { says: risk.says, weight: risk.weight, when: risk.when.value, origin }
        });
        Sampling {
            risk: risk.collect(),
            by: written.by.into_iter().map(|column| self.own_column(file, register, column)).collect(),
            date: written.date.map(|column| self.own_column(file, register, column)),
        }
    }

    fn due(&mut self, file: &File, register: &str, written: written::Due) -> Due {
        Due {
            says: written.says,
            names: self.own_column(file, register, written.names),
            next: written.next.map(|column| self.own_column(file, register, column)),
            last: written.last.map(|column| self.own_column(file, register, column)),
            done: written.done.map(|column| self.own_column(file, register, column)),
            obligation: written.obligation.and_then(|id| self.obligation_ids(file, vec![id]).pop()),
        }
    }

    fn row_rule(&mut self, file: &File, rule: written::RowRule) -> RowRule {
        let (line, column) = position(&rule.when);
        self.unique_rule(file, &rule.id);
        RowRule {
            id: rule.id.value,
            says: rule.says,
            grade: rule.grade,
            obligations: self.obligation_ids(file, rule.obligations),
            remedy: rule.remedy,
            tests: self.test_ids(file, rule.tests),
            when: rule.when.value,
            origin: (file.shown.clone(), line, column),
        }
    }

    pub(super) fn topics(&mut self, file: &File, topics: BTreeMap<String, written::Topic>) -> BTreeMap<String, Topic> {
        let mut known = BTreeMap::new();
        for (topic, written) in topics {
            if written.says.is_empty() {
                let message = format!("topic `{topic}` has no `says`");
                self.problems.push(
                    Problem::error(&file.shown, message).hint("say what it is about, fitting behind “does not say”"),
                );
            }
            let words = written.words.into_iter();
            let words = words.map(|(language, list)| (language, self.topic_patterns(file, list))).collect();
            known.insert(topic, Topic { says: written.says, words });
        }
        known
    }

    pub(super) fn rules(&mut self, file: &File, rules: Vec<written::Rule>) {
        for rule in rules {
            let (line, column) = position(&rule.sql);
            self.unique_rule(file, &rule.id);
            let rule = Rule {
                id: rule.id.value,
                title: rule.title,
                clauses: self.clause_numbers(file, rule.clauses),
                obligations: self.obligation_ids(file, rule.obligations),
                grade: rule.grade,
                says: rule.says,
                remedy: rule.remedy,
                tests: self.test_ids(file, rule.tests),
                sql: rule.sql.value,
                origin: (file.shown.clone(), line, column),
            };
            self.catalogue.rules.push(rule);
        }
    }

    pub(super) fn tests(&mut self, file: &File, tests: Vec<written::AuditTest>) {
        for test in tests {
            let id = test.id.value.clone();
            let known = AuditTest {
                id: id.clone(),
                title: test.title,
                clauses: self.clause_numbers(file, test.clauses),
                checks: self.obligation_ids(file, test.checks),
                reason: test.reason,
            };
            if self.catalogue.tests.insert(id.clone(), known).is_some() {
                self.error(
                    file,
                    &test.id,
                    format!("auditors' test `{id}` is there twice"),
                    "give one of them another id",
                );
            }
        }
    }

    /// A report names a rule by its id alone, so no two may share one, whichever register they are of.
    fn unique_rule(&mut self, file: &File, id: &written::Text) {
        if let Some(elsewhere) = self.rule_ids.insert(id.value.clone(), file.shown.clone()) {
            let message = format!("rule `{}` is there twice", id.value);
            self.error(file, id, message, &format!("the other is in {elsewhere}"));
        }
    }
}
