//! From files as written to the [`Catalogue`] as used. Every mistake is collected, with its place and
//! a hint; what is left out because of a mistake does not hide the mistakes behind it.

mod checks;
mod circumstances;
mod clauses;
mod crosswalks;
mod guidance;
mod languages;
mod overlay;
mod read;
mod references;
mod shape;
mod sourcing;
mod types;
mod views;

use std::collections::{BTreeMap, BTreeSet};

use serde_saphyr::Spanned;
use sha2::{Digest, Sha256};

use self::read::{Source, Written};
use self::references::{Target, Use};
use super::Catalogue;
use super::files::{File, Files};
use super::vocabulary::AT_HOME;
use super::written::{Text, Words};
use crate::problem::Problem;
use crate::text::pattern;

pub(crate) use read::parse;
pub use shape::shape;

/// Loads a catalogue; it is fit for use only if no problem is an error.
#[must_use]
pub fn load(files: &Files) -> (Catalogue, Vec<Problem>) {
    let (sources, problems) = read::all(files);
    let mut loader = Loader { problems, ..Loader::default() };
    for source in sources {
        loader.take(files, source);
    }
    loader.cross_check();
    loader.catalogue.sha256 = fingerprint(files);
    loader.problems.sort();
    (loader.catalogue, loader.problems)
}

/// Over all that can change a verdict, whichever folder it came from.
fn fingerprint(files: &Files) -> String {
    let mut hash = Sha256::new();
    let counted = |path: &str| path.ends_with(".yaml") || path.ends_with(".csv");
    for (path, file) in files.0.iter().filter(|(path, _)| counted(path)) {
        for part in [path.as_bytes(), file.text.as_bytes()] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A length of time as written, `90d`, `6 months`, in days.
fn days(written: &str) -> Option<u32> {
    let written = written.trim();
    let digits = written.trim_end_matches(|c: char| !c.is_ascii_digit());
    let number: u32 = digits.parse().ok()?;
    let per_unit = match written[digits.len()..].trim() {
        "d" | "day" | "days" => 1,
        "week" | "weeks" => 7,
        "month" | "months" => 31,
        "year" | "years" => 366,
        _ => return None,
    };
    number.checked_mul(per_unit)
}

#[derive(Default)]
struct Loader {
    catalogue: Catalogue,
    problems: Vec<Problem>,
    /// Ids used, to be looked up once everything is loaded.
    uses: Vec<Use>,
    /// Obligations and advice by id, with the file they stand in.
    obligations: BTreeMap<String, String>,
    /// Rules by id, with the file they stand in.
    rule_ids: BTreeMap<String, String>,
    /// Obligations that a user's overlay gave a weight.
    weighed: BTreeSet<String>,
    /// While a guidance is loaded: its id, and the topics that are its own.
    own_topics: Option<(String, BTreeSet<String>)>,
}

pub(crate) fn position<T>(value: &Spanned<T>) -> (u32, u32) {
    (value.referenced.line() as u32, value.referenced.column() as u32)
}

impl Loader {
    fn take(&mut self, files: &Files, source: Source<'_>) {
        let (id, file) = (source.stem().to_owned(), source.file);
        match source.written {
            Written::Document(written) => {
                let document = self.document_type(file, id.clone(), written);
                self.catalogue.documents.insert(id, document);
            }
            Written::Register(written) => {
                let register = self.register_type(file, id.clone(), written);
                self.catalogue.registers.insert(id, register);
            }
            Written::Language(written) => self.language(file, source.folder, *written),
            Written::Words(written) => self.words_of_language(file, source.folder, written),
            Written::Clauses(written) => self.clauses(file, written),
            Written::Rules(written) => self.rules(file, written),
            Written::Tests(written) => self.tests(file, written),
            Written::Guidance(written) => self.guidance(file, written),
            Written::View(written) => self.view(file, id, written),
            Written::Targets(written) => self.crosswalks(files, file, written),
            Written::Sourcing(written) => self.sourcing(file, written),
            Written::Overlay(written) => self.overlay(file, written),
            Written::Circumstance(dimension, written) => self.circumstance(file, dimension, id, written),
        }
    }

    fn error<T>(&mut self, file: &File, at: &Spanned<T>, message: String, hint: &str) {
        let (line, column) = position(at);
        self.problems.push(Problem::error(&file.shown, message).at(line, column).hint(hint));
    }

    fn words(&mut self, file: &File, words: Words) -> BTreeMap<String, Vec<String>> {
        let mut checked = BTreeMap::new();
        for (language, patterns) in words {
            checked.insert(language, self.patterns(file, patterns));
        }
        checked
    }

    /// As [`Self::patterns`], some of them marked to count at home only.
    fn topic_patterns(&mut self, file: &File, patterns: Vec<Text>) -> Vec<String> {
        self.checked(file, patterns, |written| written.strip_prefix(AT_HOME).unwrap_or(written))
    }

    fn patterns(&mut self, file: &File, patterns: Vec<Text>) -> Vec<String> {
        self.checked(file, patterns, |written| written)
    }

    fn checked(&mut self, file: &File, patterns: Vec<Text>, bare: impl Fn(&str) -> &str) -> Vec<String> {
        for written in &patterns {
            if let Err(mistake) = pattern::check(bare(&written.value)) {
                self.error(
                    file,
                    written,
                    format!("word pattern `{}`: {mistake}", written.value),
                    "see “Words” in `controls/README.md`",
                );
            }
        }
        patterns.into_iter().map(|written| written.value).collect()
    }
}
