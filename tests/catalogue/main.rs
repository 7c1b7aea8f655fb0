//! Guards over the catalogue: it loads, it is complete, its files fit their schemas, its words are our
//! own, and what is exported from it is valid.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod exports;
mod guards;
mod names;
mod overfit;
mod overlays;
mod schemas;
mod wording;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use iso20k::catalogue::{Catalogue, File, Files, load};
use iso20k::problem::Problem;

/// Loading takes a moment in a debug build: once is enough.
static LOADED: LazyLock<(Catalogue, Vec<Problem>)> = LazyLock::new(|| load(&Files::embedded()));

fn catalogue() -> &'static Catalogue {
    &LOADED.0
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file under a folder of the repository with its path, sorted.
fn texts(folder: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    gather(&root().join(folder), folder, &mut found);
    found
}

fn gather(folder: &Path, shown: &str, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let shown = format!("{shown}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            gather(&entry.path(), &shown, found);
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            found.insert(shown, text);
        }
    }
}

/// The embedded catalogue with some files added or replaced.
fn with(files: &[(&str, &str)]) -> (Catalogue, Vec<Problem>) {
    let mut all = Files::embedded();
    for (path, text) in files {
        all.0.insert((*path).into(), File { shown: (*path).into(), text: (*text).into() });
    }
    load(&all)
}

#[test]
fn the_catalogue_loads_without_a_problem() {
    let shown: Vec<String> = LOADED.1.iter().map(ToString::to_string).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
    let rules: Vec<String> = iso20k::index::check_rules(catalogue()).iter().map(ToString::to_string).collect();
    assert!(rules.is_empty(), "{}", rules.join("\n"));
}
