//! Registers as tools and people write them: what their column headings are read as. The exports stand in
//! `tests/data/exports`, what is expected of them in `tests/data/exports.yaml`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use iso20k::catalogue::{Catalogue, ColumnKind, Files, Vocabulary, load};
use iso20k::document::{Format, Limits, read};
use iso20k::facts::{RegisterFact, derive};
use serde::Deserialize;

static CATALOGUE: LazyLock<(Catalogue, Vocabulary)> = LazyLock::new(|| {
    let mut files = Files::default();
    let problems = files.overlay(&root().join("controls"));
    assert!(problems.is_empty(), "{problems:?}");
    let catalogue = load(&files).0;
    let vocabulary = Vocabulary::new(&catalogue);
    (catalogue, vocabulary)
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn registers(path: &str, bytes: &[u8]) -> Vec<RegisterFact> {
    let reading = read(Format::Csv, bytes, Limits::default());
    assert_eq!(reading.unread, None, "{path}");
    derive(path, &reading.document, &CATALOGUE.0, &CATALOGUE.1).registers
}

/// What an export is read as.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    register: String,
    /// The name it is saved under, where the headings alone fit other registers as well.
    #[serde(default)]
    file: Option<String>,
    /// Heading by column.
    columns: BTreeMap<String, String>,
    /// Cells of the first row by column, as the index keeps them.
    first: BTreeMap<String, Option<String>>,
}

#[test]
fn exports_of_tools_are_read_by_their_column_names() {
    let text = std::fs::read_to_string(root().join("tests/data/exports.yaml")).unwrap();
    let expected: BTreeMap<String, Expected> = serde_saphyr::from_str(&text).unwrap();
    let folder = root().join("tests/data/exports");
    let files: BTreeSet<String> =
        std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(files, expected.keys().cloned().collect(), "every export says what is expected of it");
    let mut mistakes = Vec::new();
    for (file, expected) in &expected {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        // As people save an export: under a name that says nothing, beside other things.
        let found = registers(expected.file.as_deref().unwrap_or("export (3).csv"), &bytes);
        let Some(fact) = found.first().filter(|fact| fact.register == expected.register) else {
            let read: Vec<(&str, f32)> = found.iter().map(|fact| (fact.register.as_str(), fact.confidence)).collect();
            mistakes.push(format!("{file}: read as {read:?}, not as {}", expected.register));
            continue;
        };
        if fact.rows.len() != 3 || fact.confidence < 0.5 {
            mistakes.push(format!("{file}: {} rows, confidence {}", fact.rows.len(), fact.confidence));
        }
        for (column, heading) in &expected.columns {
            let there = fact.columns.iter().find(|(id, ..)| id == column).map(|(_, heading, _)| heading);
            if there != Some(heading) {
                mistakes.push(format!("{file}: {column} is read from {there:?}, not from {heading:?}"));
            }
        }
        for (column, cell) in &expected.first {
            let at = fact.columns.iter().position(|(id, ..)| id == column);
            let there = at.and_then(|at| fact.rows[0].cells.get(at).map(str::to_owned));
            if there != *cell {
                mistakes.push(format!("{file}: {column} of the first row is {there:?}, not {cell:?}"));
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

/// A cell that such a column may hold.
fn sample(kind: ColumnKind, number: usize) -> String {
    match kind {
        ColumnKind::Id => format!("AB-{number}"),
        ColumnKind::Date => format!("2026-03-{:02}", number + 1),
        ColumnKind::Number => format!("{number}"),
        ColumnKind::Percent => format!("99.{number} %"),
        ColumnKind::Person => "Ada Smith".into(),
        ColumnKind::Bool => "x".into(),
        ColumnKind::Text => format!("some words {number}"),
    }
}

/// Every register, with the first heading that each language lists for each column, under the register's first
/// name in that language: nearly all must be read as the columns they were listed for.
#[test]
fn headings_of_every_language_are_read_as_their_columns() {
    let catalogue = &CATALOGUE.0;
    let mut mistakes = Vec::new();
    for (id, register) in &catalogue.registers {
        for language in catalogue.languages.keys() {
            let word =
                |words: &BTreeMap<String, Vec<String>>| words.get(language).and_then(|words| words.first().cloned());
            let Some(name) = word(&register.names) else { continue };
            let columns: Vec<(&String, String, ColumnKind)> = register
                .columns
                .iter()
                .filter_map(|(column, words)| Some((column, word(&words.words)?, words.kind)))
                .collect();
            let mut rows = vec![columns.iter().map(|(_, heading, _)| quoted(heading)).collect::<Vec<_>>().join(",")];
            for number in 1..=3 {
                let cells: Vec<String> = columns.iter().map(|(.., kind)| quoted(&sample(*kind, number))).collect();
                rows.push(cells.join(","));
            }
            let path = format!("{}.csv", name.replace('/', " "));
            let found = registers(&path, rows.join("\n").as_bytes());
            let Some(fact) = found.iter().find(|fact| fact.register == *id) else {
                mistakes.push(format!("{id} ({language}): “{name}” is not read as such a register"));
                continue;
            };
            let read = |column: &str, heading: &str| {
                fact.columns.iter().any(|(id, there, _)| id == column && there == heading)
            };
            let lost: Vec<&str> = columns
                .iter()
                .filter(|(column, heading, _)| !read(column, heading))
                .map(|(_, heading, _)| heading.as_str())
                .collect();
            if lost.len() * 10 > columns.len() {
                mistakes.push(format!(
                    "{id} ({language}): {} of {} headings are lost: {lost:?}",
                    lost.len(),
                    columns.len()
                ));
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}
