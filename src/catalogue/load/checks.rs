//! Checks as written turned into checks as used.

use super::{Loader, Target, days};
use crate::catalogue::files::File;
use crate::catalogue::written::{self, Text};
use crate::catalogue::{Check, DocumentCheck, RegisterCheck};

impl Loader {
    pub(super) fn check(&mut self, file: &File, written: written::Check) -> Check {
        match written {
            written::Check::Document(check) => Check::Document(self.document_check(file, check)),
            written::Check::Record(check) => Check::Record(self.document_check(file, check)),
            written::Check::Register(check) => Check::Register(self.register_check(file, check)),
            written::Check::Any(checks) => {
                Check::Any(checks.into_iter().map(|check| self.check(file, check)).collect())
            }
            written::Check::Ask(text) => Check::Ask(text),
        }
    }

    fn document_check(&mut self, file: &File, check: written::Documents) -> DocumentCheck {
        let mut types = check.types.value.0.clone();
        for id in &types {
            self.refer(file, &check.types, Target::Document(id.clone()));
        }
        // A topic of the guidance itself is looked up there, as if it were one more type.
        if let Some((guidance, own)) = &self.own_topics
            && check.topics.iter().any(|topic| own.contains(&topic.value))
        {
            types.push(guidance.clone());
        }
        for topic in &check.topics {
            self.refer(file, topic, Target::Topic(types.clone(), topic.value.clone()));
        }
        DocumentCheck {
            within_days: self.within(file, check.within),
            topics: check.topics.into_iter().map(|topic| topic.value).collect(),
            types,
        }
    }

    fn register_check(&mut self, file: &File, check: written::Registers) -> RegisterCheck {
        let types = check.types.value.0.clone();
        for id in &types {
            self.refer(file, &check.types, Target::Register(id.clone()));
        }
        for column in &check.columns {
            self.refer(file, column, Target::Column(types.clone(), column.value.clone()));
        }
        RegisterCheck {
            within_days: self.within(file, check.within),
            columns: check.columns.into_iter().map(|column| column.value).collect(),
            rows: check.rows.unwrap_or(1),
            types,
        }
    }

    pub(super) fn within(&mut self, file: &File, written: Option<Text>) -> Option<u32> {
        let written = written?;
        let days = days(&written.value);
        if days.is_none() {
            self.error(
                file,
                &written,
                format!("`{}` is no length of time", written.value),
                "write `90d`, `6 months` or `2 years`",
            );
        }
        days
    }
}
