//! An assessment without the words of documents and the names of persons. What is blanked is said, line by
//! line, in the manifest: a reader must know what they do not see.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::Value;

use crate::assessment::Assessment;
use crate::assessment::personal::{Marks, Persons, Style, ordinary_words};
use crate::evidence::DutyKind;

/// What stands where something was.
pub const REDACTED: &str = "[redacted]";

/// What a redacted pack is without.
pub(super) const WHAT: [&str; 9] = [
    "the documents: only their paths and SHA-256 are left",
    "every quote of evidence and of intervals, dates and reviews",
    "every owner and approver of a document, and the consultant",
    "the names of these persons wherever else they stand, but for paths and catalogue text, and mail addresses, phone numbers and numbers of persons",
    "words in quotation marks in what the program says, but for titles of documents",
    "what is said of rows of registers (broken rules, and what does not fit other documents)",
    "duties that rows of registers name",
    "reasons given for what has not occurred",
    "words of determinations, waivers and changes, but for their kinds and dates; left as they are: paths, titles and headings of documents, and the organisation's name",
];

/// Keys whose text is somebody's words.
const WORDS: [&str; 4] = ["quote", "owner", "approver", "consultant"];
/// Keys of sentences of the program, which quote.
const SENTENCES: [&str; 5] = ["says", "state_reason", "note", "remarks", "remedy"];
/// Keys that stay as they are: what they name must be found again.
const KEPT: [&str; 9] =
    ["path", "candidates", "sha256", "obligations", "formula", "grade_rule", "views", "catalogues", "circumstances"];
/// Codes whose sentences tell what stands in a row.
const OF_ROWS: [&str; 2] = ["register-rule", "inconsistent"];
/// What of a determination is no free text.
const DECIDED: [&str; 11] =
    ["verdict", "kind", "on", "start", "end", "until", "obligation", "obligations", "path", "code", "state"];

/// The assessment, blanked.
///
/// # Errors
/// When it cannot be written, which no assessment of this program causes.
pub fn redacted(assessment: &Assessment) -> Result<Assessment> {
    let mut assessment = assessment.clone();
    assessment.calendar.retain(|duty| duty.kind != DutyKind::Row);
    assessment.report.logo = None;
    let titles = assessment.documents.iter().map(|document| document.title.clone()).collect();
    let mut value = serde_json::to_value(&assessment)?;
    let marks = Marks::new(&Persons::of(&assessment), &ordinary_words(&value), Style::Same(REDACTED));
    let mut blank = Blank { titles, marks };
    blank.value(&mut value, "");
    Ok(serde_json::from_value(value)?)
}

struct Blank {
    titles: BTreeSet<String>,
    marks: Marks,
}

impl Blank {
    fn value(&mut self, value: &mut Value, key: &str) {
        match value {
            Value::String(text) => *text = self.text(text, key),
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(item, key)),
            Value::Object(fields) => {
                let is_of_row = fields.get("code").and_then(Value::as_str).is_some_and(|code| OF_ROWS.contains(&code));
                let is_declared = fields.get("status").and_then(Value::as_str) == Some("no-occurrence");
                for (key, field) in fields.iter_mut() {
                    match key.as_str() {
                        "says" if is_of_row => *field = REDACTED.into(),
                        "shortfalls" if is_declared => declared(field),
                        "determination" | "waived" | "waivers" | "causes" => decided(field, ""),
                        key if KEPT.contains(&key) => {}
                        key => self.value(field, key),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn text(&mut self, text: &str, key: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        if WORDS.contains(&key) {
            return REDACTED.into();
        }
        let text = if SENTENCES.contains(&key) { self.unquoted(text) } else { text.to_owned() };
        self.marks.replace(&text)
    }

    /// Without what stands in quotation marks, unless it is a title.
    fn unquoted(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('“') {
            // A quote that was cut short ends with the sentence.
            let (quoted, behind) = after.split_once('”').unwrap_or((after, ""));
            let quoted = if self.titles.contains(quoted) { quoted } else { REDACTED };
            out.push_str(&format!("{before}“{quoted}”"));
            rest = behind;
        }
        out + rest
    }
}

/// Why something has not occurred is told in the organisation's own words.
fn declared(shortfalls: &mut Value) {
    for shortfall in shortfalls.as_array_mut().into_iter().flatten() {
        if let Some(says) = shortfall.get_mut("says") {
            *says = format!("declared; the reason: {REDACTED}").into();
        }
    }
}

fn decided(value: &mut Value, key: &str) {
    match value {
        Value::String(_) if DECIDED.contains(&key) => {}
        Value::String(text) => *text = REDACTED.into(),
        Value::Array(items) => items.iter_mut().for_each(|item| decided(item, key)),
        Value::Object(fields) => fields.iter_mut().for_each(|(key, field)| decided(field, key)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
