//! What typst sees while it lays out a report: templates, data and fonts in memory, and nothing else. No
//! folder, no package, no clock.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;

use super::fonts::TYPST;

/// Files by their name, without a slash before it.
pub(super) type Files = BTreeMap<String, Bytes>;

/// A compiler's world made of nothing but memory.
pub(super) struct Memory {
    library: LazyHash<Library>,
    main: FileId,
    sources: BTreeMap<String, Source>,
    files: Files,
}

impl Memory {
    /// A world in which a source is laid out, which may use the others, and read the files.
    pub(super) fn new<'a>(main: &str, sources: impl Iterator<Item = (&'a str, &'a str)>, files: Files) -> Result<Self> {
        let mut known = BTreeMap::new();
        for (name, text) in sources {
            known.insert(name.to_owned(), Source::new(id(name)?, text.to_owned()));
        }
        Ok(Self { library: LazyHash::new(Library::default()), main: id(main)?, sources: known, files })
    }

    /// Lays the document out. A warning is an error: what typst warns about, a reader would see.
    pub(super) fn document(&self) -> Result<PagedDocument> {
        let compiled = typst::compile::<PagedDocument>(self);
        let document = compiled.output.map_err(|errors| self.explain(&errors))?;
        if compiled.warnings.is_empty() { Ok(document) } else { Err(self.explain(&compiled.warnings)) }
    }

    /// The first mistake with its file and line, and what typst advises.
    pub(super) fn explain(&self, mistakes: &[SourceDiagnostic]) -> anyhow::Error {
        let said = mistakes.iter().take(3).map(|mistake| {
            let hints = mistake.hints.iter().map(|hint| format!("\n  hint: {}", hint.v)).collect::<String>();
            format!("{}{}{hints}", self.place(mistake), mistake.message)
        });
        anyhow!("{}", said.collect::<Vec<_>>().join("\n"))
    }

    fn place(&self, mistake: &SourceDiagnostic) -> String {
        let found = mistake.span.id().zip(self.range(mistake.span));
        let Some((file, range)) = found else { return String::new() };
        let name = file.vpath().get_without_slash();
        let line = self.source(file).ok().and_then(|source| source.lines().byte_to_line(range.start));
        line.map_or_else(|| format!("{name}: "), |line| format!("{name}:{}: ", line + 1))
    }
}

fn id(name: &str) -> Result<FileId> {
    let path = VirtualPath::new(name).map_err(|_| anyhow!("`{name}` is no name for a file of a report"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn absent(name: &str) -> FileError {
    FileError::NotFound(PathBuf::from(name))
}

impl World for Memory {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &TYPST.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let name = id.vpath().get_without_slash();
        self.sources.get(name).cloned().ok_or_else(|| absent(name))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_without_slash();
        self.files.get(name).cloned().ok_or_else(|| absent(name))
    }

    fn font(&self, index: usize) -> Option<Font> {
        TYPST.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
