//! The whole catalogue as JSON, for tools.

use serde_json::{Value, json};

use crate::catalogue::{Catalogue, EDITION};

/// The whole catalogue as JSON.
#[must_use]
pub fn json(catalogue: &Catalogue) -> Vec<u8> {
    let value = value(catalogue);
    let mut text = serde_json::to_vec_pretty(&value).unwrap_or_default();
    text.push(b'\n');
    text
}

fn value(catalogue: &Catalogue) -> Value {
    json!({
        "format": "iso20k-catalogue/1",
        "edition": EDITION,
        "sha256": catalogue.sha256,
        "clauses": catalogue.clauses,
        "added": catalogue.added,
        "guidance": catalogue.guidance,
        "documents": catalogue.documents,
        "registers": catalogue.registers,
        "rules": catalogue.rules,
        "views": catalogue.views,
        "crosswalks": catalogue.crosswalks,
        "languages": catalogue.languages,
    })
}
