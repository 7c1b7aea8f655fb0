//! A catalogue in formats that other tools read. Each is a pure function of the catalogue: the same
//! catalogue gives the same bytes.

mod consistency;
mod csv;
mod json;
mod markdown;
mod oscal;
mod xlsx;

pub use consistency::consistency;
pub use csv::csv;
pub use json::json;
pub use markdown::markdown;
pub use oscal::{OSCAL_NAMESPACE, oscal, oscal_control, oscal_uuid};
pub use xlsx::xlsx;

use super::{Catalogue, Clause, Obligation};

/// The last-level clauses' parents: number and title.
pub const MAIN_CLAUSES: [(&str, &str); 7] = [
    ("4", "Context of the organization"),
    ("5", "Leadership"),
    ("6", "Planning"),
    ("7", "Support of the service management system"),
    ("8", "Operation of the service management system"),
    ("9", "Performance evaluation"),
    ("10", "Improvement"),
];

/// The title of the main clause that a clause stands under; a user's own clauses have none.
#[must_use]
pub fn main_clause(number: &str) -> Option<(&'static str, &'static str)> {
    let first = number.split('.').next().unwrap_or(number);
    MAIN_CLAUSES.iter().find(|(main, _)| *main == first).copied()
}

/// The columns of an obligation's row.
const COLUMNS: [&str; 18] = [
    "id",
    "clause",
    "title",
    "asks",
    "kind",
    "basis",
    "needs",
    "weight",
    "interval",
    "parties",
    "determinable",
    "looked for",
    "remedy",
    "ask",
    "sample",
    "good practice",
    "may not have occurred",
    "source",
];

/// An obligation as a row of text.
fn row(catalogue: &Catalogue, clause: &Clause, obligation: &Obligation) -> [String; COLUMNS.len()] {
    let looked_for: Vec<String> = obligation.evidence.iter().map(|check| catalogue.describe(check)).collect();
    let source = if catalogue.added.contains(&obligation.id) { "overlay" } else { super::ISO_20000_1 };
    [
        obligation.id.clone(),
        clause.clause.clone(),
        clause.title.clone(),
        obligation.asks.clone(),
        name(&obligation.kind),
        name(&obligation.basis),
        name(&obligation.needs),
        obligation.weight.to_string(),
        if obligation.interval { "planned" } else { "" }.to_owned(),
        name(&obligation.parties),
        obligation.determinable().name().to_owned(),
        looked_for.join("\n"),
        obligation.remedy.clone(),
        obligation.ask.join("\n"),
        obligation.sample.join("\n"),
        obligation.good.clone().unwrap_or_default(),
        obligation.no_occurrence.clone().unwrap_or_default(),
        source.to_owned(),
    ]
}

/// A unit variant as it is written in the files.
#[must_use]
pub fn name<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
