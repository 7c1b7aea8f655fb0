//! Which files a catalogue has and what each is, by its path; all of them parsed, in parallel.

use rayon::prelude::*;
use serde::de::DeserializeOwned;

use super::shape;
use crate::catalogue::files::{File, Files};
use crate::catalogue::written;
use crate::catalogue::{Dimension, ISO_20000_1};
use crate::problem::Problem;

/// What a file of a catalogue holds, in the order in which the kinds build on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Document,
    Register,
    Language,
    Words,
    Clauses,
    Rules,
    Tests,
    Guidance,
    View,
    Targets,
    Sourcing,
    Overlay,
    Size,
    Sector,
}

impl Kind {
    /// The kind of a file by its path in the catalogue.
    pub(super) fn of(path: &str) -> Option<Self> {
        let stem = path.strip_suffix(".yaml")?;
        let kind = match stem.split('/').collect::<Vec<_>>()[..] {
            ["documents", _] => Self::Document,
            ["registers", _] => Self::Register,
            ["languages", _, "language"] => Self::Language,
            ["languages", _, _] => Self::Words,
            [ISO_20000_1, _] => Self::Clauses,
            ["rules", "tests"] => Self::Tests,
            ["rules", _] => Self::Rules,
            ["views", _] => Self::View,
            ["crosswalks", _] => Self::Targets,
            ["overlays", _, _] => Self::Overlay,
            ["profiles", "sizes", _] => Self::Size,
            ["profiles", "sectors", _] => Self::Sector,
            ["sourcing"] => Self::Sourcing,
            [_] => Self::Guidance,
            _ => return None,
        };
        Some(kind)
    }

    /// The name of its schema in `schema/`.
    pub(super) fn schema(self) -> &'static str {
        match self {
            Self::Document => "document-type",
            Self::Register => "register-type",
            Self::Language => "language",
            Self::Words => "words",
            Self::Clauses => "clauses",
            Self::Rules => "rules",
            Self::Tests => "tests",
            Self::Guidance => "guidance",
            Self::View => "view",
            Self::Targets => "crosswalks",
            Self::Sourcing => "sourcing",
            Self::Overlay => "overlay",
            Self::Size | Self::Sector => "circumstance",
        }
    }
}

/// What a file says, as written.
pub(super) enum Written {
    Document(written::DocumentType),
    Register(written::RegisterType),
    Language(Box<written::Language>),
    Words(written::LanguageWords),
    Clauses(Vec<written::Clause>),
    Rules(Vec<written::Rule>),
    Tests(Vec<written::AuditTest>),
    Guidance(written::Guidance),
    View(written::View),
    Targets(written::Targets),
    Sourcing(written::frames::Sourcing),
    Overlay(written::Overlay),
    Circumstance(Dimension, written::frames::Circumstance),
}

/// A file and what it says.
pub(super) struct Source<'a> {
    pub kind: Kind,
    path: &'a str,
    /// The name of the folder it stands in.
    pub folder: &'a str,
    pub file: &'a File,
    pub written: Written,
}

impl Source<'_> {
    /// The file's name without its ending: the id of what it holds.
    pub(super) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(self.path);
        name.strip_suffix(".yaml").unwrap_or(name)
    }
}

/// Every file parsed, sorted by kind and then by path.
pub(super) fn all(files: &Files) -> (Vec<Source<'_>>, Vec<Problem>) {
    let listed: Vec<(&String, &File)> = files.0.iter().collect();
    let read: Vec<Result<Option<Source<'_>>, Vec<Problem>>> =
        listed.par_iter().with_max_len(1).map(|(path, file)| one(path, file)).collect();
    let (mut sources, mut problems) = (Vec::new(), Vec::new());
    for read in read {
        match read {
            Ok(source) => sources.extend(source),
            Err(mistakes) => problems.extend(mistakes),
        }
    }
    sources.sort_by_key(|source| source.kind);
    (sources, problems)
}

fn one<'a>(path: &'a str, file: &'a File) -> Result<Option<Source<'a>>, Vec<Problem>> {
    let Some(kind) = Kind::of(path) else {
        return if is_stray(path) { Err(vec![stray(file)]) } else { Ok(None) };
    };
    let written = match kind {
        Kind::Document => Written::Document(parse(kind.schema(), file)?),
        Kind::Register => Written::Register(parse(kind.schema(), file)?),
        Kind::Language => Written::Language(parse(kind.schema(), file)?),
        Kind::Words => Written::Words(parse(kind.schema(), file)?),
        Kind::Clauses => Written::Clauses(parse(kind.schema(), file)?),
        Kind::Rules => Written::Rules(parse(kind.schema(), file)?),
        Kind::Tests => Written::Tests(parse(kind.schema(), file)?),
        Kind::Guidance => Written::Guidance(parse(kind.schema(), file)?),
        Kind::View => Written::View(parse(kind.schema(), file)?),
        Kind::Targets => Written::Targets(parse(kind.schema(), file)?),
        Kind::Sourcing => Written::Sourcing(parse(kind.schema(), file)?),
        Kind::Overlay => Written::Overlay(parse(kind.schema(), file)?),
        Kind::Size => Written::Circumstance(Dimension::Size, parse(kind.schema(), file)?),
        Kind::Sector => Written::Circumstance(Dimension::Sector, parse(kind.schema(), file)?),
    };
    let mut parts = path.rsplit('/');
    let folder = parts.nth(1).unwrap_or_default();
    Ok(Some(Source { kind, path, folder, file, written }))
}

/// The crosswalks' tables are read with the file that names them; other texts are no data.
fn is_stray(path: &str) -> bool {
    let data = path.ends_with(".yaml") || path.ends_with(".yml") || path.ends_with(".csv");
    let named = path.starts_with("crosswalks/") && path.ends_with(".csv");
    data && !named
}

fn stray(file: &File) -> Problem {
    Problem::warning(&file.shown, "is no part of a catalogue and was not read")
        .hint("the folders of a catalogue stand in `controls/README.md`; files end in `.yaml`")
}

/// Parses one file; where that fails, every mistake in its shape by the JSON Schema of that name.
pub(crate) fn parse<T: DeserializeOwned>(schema: &str, file: &File) -> Result<T, Vec<Problem>> {
    let options = serde_saphyr::options! { with_snippet: false, strict_booleans: true, budget: None };
    serde_saphyr::from_str_with_options::<T>(&file.text, options).map_err(|error| {
        // The parser stops at the first mistake; the schema shows those behind it as well.
        let mistakes = shape::mistakes(schema, file);
        if !mistakes.is_empty() {
            return mistakes;
        }
        let mut problem = Problem::error(&file.shown, plain(&error.to_string()));
        if let Some(location) = error.location() {
            problem = problem.at(location.line() as u32, location.column() as u32);
        }
        vec![problem.hint("see the file formats in `controls/README.md`")]
    })
}

/// One line without the parser's own position, which stands in the problem's place.
fn plain(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    first.strip_prefix("error: ").unwrap_or(first).to_owned()
}
