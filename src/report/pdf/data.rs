//! What the template of a PDF sees: the view that all reports share, its text made fit for the fonts, with
//! the names that links may use, the brand and the charts.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::{Map, Value, json};
use typst::foundations::Bytes;

use super::world::Files;
use crate::assessment::{Assessment, Branding};
use crate::report::charts::{Chart, Charts};
use crate::report::evidence_index;
use crate::report::fonts::{FONTS, Missing};
use crate::report::plain::{TEXT, clean};
use crate::report::view::View;
use crate::report::words::Words;

/// The name of the logo among the files of a report.
pub(super) const LOGO: &str = "logo";

/// The colour of rules and bands where the brand names none.
const ACCENT: &str = "#14395b";

/// Most obligations and most documents that a PDF tells one by one: beyond that it would be a book of
/// thousands of pages. The attached assessment holds all.
const MOST: usize = 1_000;

/// Most places of the evidence index, and most files that were not read, which are short.
const PLACES: usize = 3_000;

/// Most faults among the worst.
const WORST: usize = 100;

/// The data of a report, as JSON; the charts go among the files. `logo` says whether there is one that can be
/// shown, and is `None` where there is none at all.
pub(super) fn report(assessment: &Assessment, words: &Words, logo: Option<bool>, files: &mut Files) -> Result<Vec<u8>> {
    let mut missing = Missing::new();
    let view = View::new(assessment, words);
    let charts = Charts::new(&view, words);
    let mut report = serde_json::to_value(&view)?;
    report["evidence_index"] = serde_json::to_value(evidence_index::by_clause(assessment, words))?;
    report["brand"] = brand(&assessment.report, logo);
    report["left_out"] = shorten(&mut report);
    fit(&mut report, &mut missing);
    let targets = targets(&mut report);
    report["targets"] = targets.into_iter().map(|name| (name, Value::Bool(true))).collect::<Map<_, _>>().into();
    report["charts"] = [charts.ring, charts.radar, charts.heat_clauses]
        .into_iter()
        .flatten()
        .map(|chart| (chart.id.to_owned(), draw(&chart, files)))
        .collect::<Map<_, _>>()
        .into();
    report["missing"] = missing
        .iter()
        .map(|(c, count)| json!({"code": format!("U+{:04X}", u32::from(*c)), "count": count}))
        .collect::<Vec<_>>()
        .into();
    report["t"] = serde_json::to_value(words.texts())?;
    Ok(serde_json::to_vec(&report)?)
}

/// Takes out what is too much; gives how much that is.
fn shorten(report: &mut Value) -> Value {
    let clauses = each(&mut report["groups"]).flat_map(|group| each(&mut group["clauses"]));
    let obligations = cut(clauses.map(|clause| &mut clause["obligations"]), MOST);
    let indexed = each(&mut report["evidence_index"]).flat_map(|clause| each(&mut clause["documents"]));
    let places = cut(indexed.map(|document| &mut document["places"]), PLACES);
    let documents = cut(std::iter::once(&mut report["documents"]), MOST);
    let unread = cut(std::iter::once(&mut report["unread"]), PLACES);
    let actions = cut(std::iter::once(&mut report["actions"]), WORST);
    json!({"obligations": obligations, "places": places, "documents": documents, "unread": unread, "actions": actions})
}

/// Shortens lists that follow each other to so much in all.
fn cut<'a>(lists: impl Iterator<Item = &'a mut Value>, most: usize) -> usize {
    let (mut room, mut left_out) = (most, 0);
    for list in lists.filter_map(Value::as_array_mut) {
        left_out += list.len().saturating_sub(room);
        list.truncate(room);
        room -= list.len();
    }
    left_out
}

fn brand(brand: &Branding, logo: Option<bool>) -> Value {
    let text = |value: &Option<String>| value.as_deref().map(|value| clean(value, TEXT)).unwrap_or_default();
    let is_colour = |colour: &&str| {
        colour.len() == 7 && colour.starts_with('#') && colour.bytes().skip(1).all(|b| b.is_ascii_hexdigit())
    };
    json!({
        "client": text(&brand.client),
        "consultant": text(&brand.consultant),
        "confidentiality": text(&brand.confidentiality),
        "disclaimers": brand.disclaimers.iter().map(|each| clean(each, TEXT)).collect::<Vec<_>>(),
        "accent": brand.accent.as_deref().filter(is_colour).unwrap_or(ACCENT),
        "logo": if logo == Some(true) { LOGO } else { "" },
        "logo_unusable": logo == Some(false),
    })
}

/// Puts a chart among the files; gives what a template needs to show it.
fn draw(chart: &Chart, files: &mut Files) -> Value {
    let name = format!("charts/{}.svg", chart.id);
    let shown =
        json!({"file": name, "title": chart.title, "alt": chart.alt, "width": chart.width, "height": chart.height});
    // What a chart cannot show, the text beside it names.
    files.insert(name, Bytes::from_string(FONTS.shown(&chart.svg, &mut Missing::new())));
    shown
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
