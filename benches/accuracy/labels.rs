//! Real documents with labels: is the type right, is the state right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::{assess, field, rows, share, shared, split};

/// From this confidence on a type is taken.
const TAKEN: f64 = 0.5;

#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
    states_right: usize,
    states: usize,
}

pub(super) fn section(root: &Path) -> String {
    let labels = rows(&shared(root, "corpora/labels.csv"));
    if labels.is_empty() {
        return "## Labelled documents\n\nNot there on this machine.\n\n".into();
    }
    let types: BTreeMap<String, Vec<String>> = rows(&root.join("tests/data/label-types.csv"))
        .iter()
        .map(|row| (field(row, "label").to_owned(), split(field(row, "types"))))
        .collect();
    let genres = genres(root);
    let sets: BTreeSet<&str> = labels.iter().map(|row| field(row, "set")).collect();
    let mut tally = Tally::default();
    for set in sets {
        if let Some(assessment) = assess(&shared(root, "corpora/dev").join(set)) {
            labels
                .iter()
                .filter(|row| field(row, "set") == set)
                .for_each(|row| judge(&mut tally, row, &assessment, &types, &genres));
        }
    }
    format!(
        "## Labelled documents\n\n{} labelled documents of {} sources. A type is right when one of those taken is one of the label's; wrong when another is taken, or any for a document labelled as none.\n\n| | precision | recall |\n|---|---|---|\n| type | {} | {} |\n| state (template, draft, superseded, or none of these) | {} | |\n\n",
        labels.len(),
        labels.iter().map(|row| field(row, "set")).collect::<BTreeSet<_>>().len(),
        share(tally.right, tally.right + tally.wrong),
        share(tally.right, tally.right + tally.missed),
        share(tally.states_right, tally.states)
    )
}

/// Types that are never evidence; taking one is no claim.
fn genres(root: &Path) -> BTreeSet<String> {
    let files = std::fs::read_dir(root.join("controls/documents")).into_iter().flatten().flatten();
    let other = files.filter(|file| {
        std::fs::read_to_string(file.path())
            .is_ok_and(|text| text.contains("\nform: other") || text.contains("\nform: adjacent"))
    });
    other.filter_map(|file| file.path().file_stem().map(|stem| stem.to_string_lossy().into_owned())).collect()
}

fn judge(
    tally: &mut Tally,
    row: &[(String, String)],
    assessment: &Value,
    types: &BTreeMap<String, Vec<String>>,
    genres: &BTreeSet<String>,
) {
    let documents = assessment["documents"].as_array().map_or(&[][..], Vec::as_slice);
    let Some(document) = documents.iter().find(|document| document["path"] == field(row, "path")) else { return };
    let taken: Vec<&str> = document["types"]
        .as_array()
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .filter(|kind| kind["confidence"].as_f64().is_some_and(|confidence| confidence >= TAKEN))
        .filter_map(|kind| kind["id"].as_str())
        .filter(|id| !genres.contains(*id))
        .collect();
    match types.get(field(row, "doc_type")) {
        Some(wanted) if taken.iter().any(|id| wanted.iter().any(|other| other == id)) => tally.right += 1,
        Some(_) => {
            tally.missed += 1;
            tally.wrong += usize::from(!taken.is_empty());
        }
        None => tally.wrong += usize::from(!taken.is_empty()),
    }
    let state = document["state"].as_str().unwrap_or_default();
    tally.states += 1;
    tally.states_right += usize::from(match field(row, "state") {
        "template" => state == "template",
        "draft" => ["draft", "template"].contains(&state),
        "obsolete" => state == "superseded",
        _ => ["in-force", "record", "unclassified"].contains(&state),
    });
}
