//! The program's own phases, called in process: files in memory become findings, without the command
//! line. The catalogue is compiled once, and what was read of an unchanged file is used again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use iso20k::catalogue::{self, Catalogue, Vocabulary};
use iso20k::corpus;
use iso20k::document::worker::Pool;
use iso20k::document::{self, Document, Format, Limits};
use iso20k::evidence::{self, Finding};
use iso20k::facts;
use iso20k::index::{Entry, Index};
use jiff::civil::Date;

/// A folder of files in memory, by path.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// The catalogue and what reads with it.
pub(super) struct Engine {
    pub catalogue: Catalogue,
    vocabulary: Vocabulary,
    workers: Pool,
    as_of: Date,
}

impl Engine {
    pub(super) fn new() -> Self {
        let (catalogue, problems) = catalogue::load(&catalogue::Files::embedded());
        assert!(problems.is_empty(), "the catalogue has problems: {problems:?}");
        let vocabulary = Vocabulary::new(&catalogue);
        let program = PathBuf::from(env!("CARGO_BIN_EXE_iso20k"));
        let workers = Pool::new(program, rayon::current_num_threads());
        Self { catalogue, vocabulary, workers, as_of: super::AS_OF.parse().expect("a date") }
    }

    /// What a file says; `None` where it cannot be read.
    pub(super) fn document(&self, path: &str, bytes: &[u8]) -> Option<(Format, Document)> {
        let format = document::sniff(path, &bytes[..bytes.len().min(4096)]).ok()?;
        let limits = Limits::default();
        let reading = if format.is_risky() {
            self.workers.read(format, bytes, limits)
        } else {
            document::read(format, bytes, limits)
        };
        reading.unread.is_none().then_some((format, reading.document))
    }

    /// A file as the index takes it.
    pub(super) fn entry(&self, path: &str, bytes: &[u8]) -> Option<Entry> {
        let (format, document) = self.document(path, bytes)?;
        let facts = facts::derive(path, &document, &self.catalogue, &self.vocabulary);
        Some(Entry { path: path.to_owned(), sha256: String::new(), format, facts, problems: Vec::new() })
    }

    /// The findings on a folder whose files have been read.
    pub(super) fn findings(&self, documents: Vec<Entry>) -> Vec<Finding> {
        let index =
            Index::build(documents, Vec::new(), &catalogue::Profile::default(), &self.catalogue).expect("the index");
        evidence::findings(&self.catalogue, &index, self.as_of).expect("the rules run")
    }
}

/// All files of a folder that the program would read; nothing where the folder is not there.
pub(super) fn files(dir: &Path) -> Files {
    let found = corpus::find(dir).map(|corpus| corpus.files).unwrap_or_default();
    let limit = Limits::default().file_bytes;
    found.into_iter().filter_map(|file| Some((file.path.clone(), corpus::bytes(&file, limit).ok()?))).collect()
}
