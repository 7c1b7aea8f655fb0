//! Real documents with labels: is the type right, is the state right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use serde_json::Value;

use super::baselines::Page;
use super::summary::{Bench, Summary};
use super::{assess, field, rows, share, shared, split};

/// From this confidence on a type is taken.
const TAKEN: f64 = 0.5;

/// How often types are right.
#[derive(Default)]
struct Types {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Types {
    /// Counts one document: the types taken, and those its label allows (none: it is of none).
    fn judge<T: AsRef<str>>(&mut self, taken: &[T], wanted: Option<&Vec<String>>) {
        let fits = |wanted: &Vec<String>| taken.iter().any(|id| wanted.iter().any(|other| other == id.as_ref()));
        match wanted {
            Some(wanted) if fits(wanted) => self.right += 1,
            Some(_) => {
                self.missed += 1;
                self.wrong += usize::from(!taken.is_empty());
            }
            None => self.wrong += usize::from(!taken.is_empty()),
        }
    }

    fn precision(&self) -> String {
        share(self.right, self.right + self.wrong)
    }

    fn recall(&self) -> String {
        share(self.right, self.right + self.missed)
    }
}

#[derive(Default)]
struct Tally {
    types: Types,
    states_right: usize,
    states: usize,
}

/// Which of our types each label takes.
type Labels = BTreeMap<String, Vec<String>>;

pub(super) fn section(root: &Path, bench: &Bench<'_>, summary: &mut Summary) -> String {
    let labels = rows(&shared(root, "corpora/labels.csv"));
    if labels.is_empty() {
        return "## Labelled documents\n\nNot there on this machine.\n\n".into();
    }
    let types: Labels = rows(&root.join("tests/data/label-types.csv"))
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
    let theirs = theirs(root, bench, &labels, &types);
    let figures = |figure: fn(&Types) -> String| theirs.iter().map(figure).collect();
    summary.add("document types, precision", "≥ 0.95", tally.types.precision(), figures(Types::precision));
    summary.add("document types, recall", "≥ 0.90", tally.types.recall(), figures(Types::recall));
    format!(
        "## Labelled documents\n\n{} labelled documents of {} sources. A type is right when one of those taken is one of the label's; wrong when another is taken, or any for a document labelled as none.\n\n| | precision | recall |\n|---|---|---|\n| type | {} | {} |\n| state (template, draft, superseded, or none of these) | {} | |\n\n",
        labels.len(),
        labels.iter().map(|row| field(row, "set")).collect::<BTreeSet<_>>().len(),
        tally.types.precision(),
        tally.types.recall(),
        share(tally.states_right, tally.states)
    )
}

/// What each baseline takes the labelled documents for.
fn theirs(root: &Path, bench: &Bench<'_>, labels: &[Vec<(String, String)>], types: &Labels) -> Vec<Types> {
    let read = |row: &Vec<(String, String)>| {
        let path = field(row, "path");
        let bytes = std::fs::read(shared(root, "corpora/dev").join(field(row, "set")).join(path)).ok()?;
        let wanted = types.get(field(row, "doc_type")).cloned();
        Some((Page::read(bench.engine, path, &bytes)?, wanted))
    };
    let pages: Vec<(Page, Option<Vec<String>>)> = labels.par_iter().filter_map(read).collect();
    let judged = bench.baselines.iter().map(|baseline| {
        let mut judged = Types::default();
        pages.iter().for_each(|(page, wanted)| judged.judge(&baseline.types(page), wanted.as_ref()));
        judged
    });
    judged.collect()
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

fn judge(tally: &mut Tally, row: &[(String, String)], assessment: &Value, types: &Labels, genres: &BTreeSet<String>) {
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
    tally.types.judge(&taken, types.get(field(row, "doc_type")));
    let state = document["state"].as_str().unwrap_or_default();
    tally.states += 1;
    tally.states_right += usize::from(match field(row, "state") {
        "template" => state == "template",
        "draft" => ["draft", "template"].contains(&state),
        "obsolete" => state == "superseded",
        _ => ["in-force", "record", "unclassified"].contains(&state),
    });
}
