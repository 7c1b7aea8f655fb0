//! What the template of a PDF sees: the view that all reports share, its text made fit for the fonts, with
//! the names that links may use.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::fonts::{FONTS, Missing};
use super::words;
use crate::assessment::Assessment;
use crate::report::evidence_index;
use crate::report::view::View;

/// The data of a report, as JSON.
pub(super) fn report(assessment: &Assessment) -> Result<Vec<u8>> {
    let mut missing = Missing::new();
    let mut report = serde_json::to_value(View::new(assessment))?;
    report["evidence_index"] = serde_json::to_value(evidence_index::by_clause(assessment))?;
    fit(&mut report, &mut missing);
    let targets = targets(&mut report);
    report["targets"] = targets.into_iter().map(|name| (name, Value::Bool(true))).collect::<Map<_, _>>().into();
    report["missing"] = missing
        .iter()
        .map(|(c, count)| json!({"code": format!("U+{:04X}", u32::from(*c)), "count": count}))
        .collect::<Vec<_>>()
        .into();
    report["t"] = serde_json::to_value(words::words()?)?;
    Ok(serde_json::to_vec(&report)?)
}

/// Every text made fit for the fonts. Keys are ours.
fn fit(value: &mut Value, missing: &mut Missing) {
    match value {
        Value::String(text) => *text = FONTS.fit(text, missing),
        Value::Array(values) => values.iter_mut().for_each(|value| fit(value, missing)),
        Value::Object(fields) => fields.values_mut().for_each(|value| fit(value, missing)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The names to which links may lead. Where two things are of one name, only the first is a target, and says
/// so: a document with two targets of one name is not laid out.
fn targets(report: &mut Value) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut mark = |thing: &mut Value| {
        let anchor = thing["anchor"].as_str().unwrap_or_default().to_owned();
        thing["target"] = Value::Bool(!anchor.is_empty() && known.insert(anchor));
    };
    for group in each(&mut report["groups"]) {
        mark(group);
        for clause in each(&mut group["clauses"]).filter(|clause| clause["elsewhere"] == "") {
            mark(clause);
            each(&mut clause["obligations"]).for_each(&mut mark);
        }
    }
    known
}

fn each(values: &mut Value) -> impl Iterator<Item = &mut Value> {
    values.as_array_mut().into_iter().flatten()
}
