//! The record of what people decided: where it stands, and how it is laid beside findings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use jiff::civil::Date;

use super::Context;
use crate::catalogue::{Catalogue, File, Profile};
use crate::determinations::{self, DETERMINATIONS, Record, WaiverInfo};
use crate::evidence::Finding;
use crate::index::Index;

/// Where the record of a folder stands: beside its profile, else in the folder.
pub(super) fn place(dir: &Path, profile: &Profile) -> PathBuf {
    let beside = Path::new(&profile.shown).parent().filter(|_| !profile.shown.is_empty());
    let beside = beside.map(|folder| folder.join(DETERMINATIONS));
    let inside = dir.join(DETERMINATIONS);
    match beside {
        Some(beside) if beside.is_file() || !inside.is_file() => beside,
        _ => inside,
    }
}

/// The record at a place; an empty one where there is none.
pub(super) fn read(path: &Path, catalogue: &Catalogue) -> Result<Record> {
    if !path.exists() {
        return Ok(Record { shown: shown(path), ..Record::default() });
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    parse(path, text, catalogue)
}

/// A record of some text.
pub(super) fn parse(path: &Path, text: String, catalogue: &Catalogue) -> Result<Record> {
    determinations::read(&File { shown: shown(path), text }, catalogue).map_err(|problems| {
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        anyhow!("the determinations cannot be used\n{}", said.join("\n"))
    })
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Lays a record beside findings, and says what deserves a look.
pub(super) fn apply(
    context: &Context,
    findings: &mut [Finding],
    record: &Record,
    catalogue: &Catalogue,
    index: &Index,
    as_of: Date,
) -> Vec<WaiverInfo> {
    let documents: BTreeMap<&str, &str> =
        index.documents.iter().map(|entry| (entry.path.as_str(), entry.sha256.as_str())).collect();
    let decided = determinations::decide(findings, record, catalogue, &documents, as_of);
    decided.problems.iter().for_each(|problem| context.say(&problem.to_string()));
    decided.waivers
}
