//! An assessment without personal data: persons whom control tables and registers name, mail addresses, phone
//! numbers and numbers of persons become `[person 3]`, `[mail 1]` …, the same one always the same. Paths stay as
//! they are, for a document must be found again; names that no table gives are not known and stay, too.

mod marks;
mod names;
mod roles;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::Value;

use super::Assessment;

pub use marks::{Marks, Style};
pub use names::Persons;

/// Keys whose text stays: what they name must be found again, or is no text of documents.
const KEPT: [&str; 15] = [
    "path",
    "candidates",
    "sha256",
    "obligations",
    "formula",
    "grade_rule",
    "views",
    "catalogues",
    "circumstances",
    "report",
    "tool",
    "asks",
    "ask",
    "good",
    "sample",
];

/// An assessment without personal data, and what was put in the place of how many.
///
/// # Errors
/// When it cannot be written, which no assessment of this program causes.
pub fn without_personal_data(
    assessment: &Assessment,
    persons: &Persons,
) -> Result<(Assessment, Marks), serde_json::Error> {
    let mut value = serde_json::to_value(assessment)?;
    let mut marks = Marks::new(persons, &ordinary_words(&value), Style::Numbered);
    replace(&mut value, &mut marks);
    Ok((serde_json::from_value(value)?, marks))
}

fn replace(value: &mut Value, marks: &mut Marks) {
    match value {
        Value::String(text) => *text = marks.replace(text),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, marks)),
        Value::Object(fields) => {
            for (_, field) in fields.iter_mut().filter(|(key, _)| !KEPT.contains(&key.as_str())) {
                replace(field, marks);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Words that stand somewhere in small letters: a name that is one of them ("Page", "Young") is replaced in full
/// only.
#[must_use]
pub fn ordinary_words(value: &Value) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    gather(value, &mut words);
    words
}

fn gather(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            let small = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.starts_with(char::is_lowercase));
            small.for_each(|word| {
                if !words.contains(word) {
                    words.insert(word.to_owned());
                }
            });
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, words)),
        Value::Object(fields) => fields.values().for_each(|field| gather(field, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
