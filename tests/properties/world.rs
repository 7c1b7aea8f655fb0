//! Organisations read once and assessed many times, without files and processes in between.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use iso20k::assessment::{Assessment, Subject, assess};
use iso20k::catalogue::{Catalogue, Files, Profile, Vocabulary, load};
use iso20k::document::{Limits, read, sniff};
use iso20k::evidence::findings_of;
use iso20k::facts::derive;
use iso20k::index::{Entry, Index};

pub(crate) static CATALOGUE: LazyLock<(Catalogue, Vocabulary)> = LazyLock::new(|| {
    let (catalogue, problems) = load(&Files::embedded());
    assert!(problems.is_empty(), "{problems:?}");
    let vocabulary = Vocabulary::new(&catalogue);
    (catalogue, vocabulary)
});

/// What the documents of an organisation of `tests/orgs` show.
pub(crate) fn organisation(name: &str) -> Vec<Entry> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/orgs").join(name).join("repo");
    let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().flatten();
    let read = files.filter(|file| file.file_type().is_file()).filter_map(|file| {
        let path = file.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        entry(&path, &fs::read(file.path()).unwrap())
    });
    let entries: Vec<Entry> = read.collect();
    assert!(entries.len() > 20, "{name} is all but empty");
    entries
}

fn entry(path: &str, bytes: &[u8]) -> Option<Entry> {
    let format = sniff(path, &bytes[..bytes.len().min(4096)]).ok()?;
    let reading = read(format, bytes, Limits::default());
    if reading.unread.is_some() || path == "iso20k.yaml" {
        return None;
    }
    let facts = derive(path, &reading.document, &CATALOGUE.0, &CATALOGUE.1);
    Some(Entry { path: path.into(), sha256: String::new(), format, facts, problems: reading.problems })
}

/// Their assessment.
pub(crate) fn assessed(entries: Vec<Entry>) -> Assessment {
    let as_of = jiff::civil::date(2026, 11, 22);
    let catalogue = &CATALOGUE.0;
    let index = Index::build(entries, Vec::new(), &Profile::default(), catalogue).unwrap();
    let ran = index.database.run_rules(catalogue, as_of).unwrap();
    let findings = findings_of(catalogue, &index, as_of, ran.found);
    assess(&Subject { catalogue, index: &index, as_of, ignored: 0, circumstances: Vec::new() }, findings)
}
