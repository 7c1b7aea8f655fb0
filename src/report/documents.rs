//! The documents of an assessment arranged for reading.

use serde::Serialize;

use super::plain::{TEXT, clean};
use super::view;
use super::words::{Mark, Words, spoken};
use crate::assessment::{Assessment, DocumentInfo};

/// A document read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// Its path.
    pub path: String,
    /// Its title, or empty.
    pub title: String,
    /// Its format.
    pub format: String,
    /// Its language.
    pub language: String,
    /// What it is, in words, or empty.
    pub kind: String,
    /// How sure that is, or empty.
    pub confidence: String,
    /// What else it may be.
    pub also: Vec<String>,
    /// Its state.
    pub state: Mark,
    /// Why, or empty.
    pub reason: String,
    /// Who answers for it, or empty.
    pub owner: String,
    /// Its version, or empty.
    pub version: String,
    /// Who approved it, or empty.
    pub approver: String,
    /// When, or empty.
    pub approved_on: String,
    /// When it is to be reviewed, or empty.
    pub next_review: String,
    /// Whether that has passed.
    pub overdue: bool,
    /// What was left out while reading, and what is ambiguous.
    pub remarks: Vec<String>,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

pub(super) fn documents(assessment: &Assessment, words: &Words) -> Vec<Document> {
    assessment.documents.iter().map(|info| document(info, words, &assessment.as_of)).collect()
}

fn document(info: &DocumentInfo, words: &Words, as_of: &str) -> Document {
    let text = |value: &Option<String>| value.as_deref().map(|value| clean(value, TEXT)).unwrap_or_default();
    let mut kinds = info.types.iter();
    let best = kinds.next();
    Document {
        path: view::path(&info.path),
        title: clean(&info.title, TEXT),
        format: format!("{:?}", info.format).to_lowercase(),
        language: clean(&info.language, TEXT),
        kind: best.map(|kind| clean(&words.name(&spoken(&kind.id)), TEXT)).unwrap_or_default(),
        confidence: best.map(|kind| words.percent(f64::from(kind.confidence))).unwrap_or_default(),
        also: kinds.take(3).map(|kind| clean(&words.name(&spoken(&kind.id)), TEXT)).collect(),
        state: words.state(info.state),
        reason: clean(&words.name(&info.state_reason), TEXT),
        owner: text(&info.control.owner),
        version: text(&info.control.version),
        approver: text(&info.control.approver),
        approved_on: words.short_date(&text(&info.control.approved_on)),
        next_review: words.short_date(&text(&info.control.next_review)),
        // Both are ISO dates, which compare as text.
        overdue: info.control.next_review.as_deref().is_some_and(|review| review < as_of),
        remarks: info.remarks.iter().map(|remark| clean(&words.name(remark), TEXT)).collect(),
        sha256: clean(&info.sha256, TEXT),
    }
}
