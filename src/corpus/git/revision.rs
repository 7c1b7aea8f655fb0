//! Past revisions of a folder as files to be read: straight from the object database, nothing is checked out
//! and nothing written. What ignore files and conventions leave out of a folder is left out here too.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gix_object::tree::EntryKind;
use jiff::civil::Date;

use super::repository::{Entry, Id, Repository};
use super::said::{above, history_of, short};
use super::{Bounds, History, Reach};
use crate::corpus::ignored::{Ignored, NAMES};
use crate::corpus::{Corpus, DEEPEST, Found, LEAVINGS, NEVER, REPORT_MARK, Skipped, escape};

/// The longest file that stands for one kept elsewhere (git LFS), and how it begins.
const POINTER: (u64, &[u8]) = (1024, b"version https://git-lfs.github.com/spec/");
/// The longest ignore file that is read.
const IGNORE: u64 = 1 << 20;

/// How far revisions are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Each commit that changed the folder.
    Commit,
    /// The last of each month.
    Month,
    /// The last of each quarter of a year.
    Quarter,
    /// The last of each year.
    Year,
}

impl Every {
    /// Every one with its name on the command line.
    pub const ALL: [(&'static str, Self); 4] =
        [("commit", Self::Commit), ("month", Self::Month), ("quarter", Self::Quarter), ("year", Self::Year)];

    /// Whether two days lie in one period; the same day is one period at most.
    fn same(self, a: Date, b: Date) -> bool {
        let quarter = |date: Date| (date.month() - 1) / 3;
        match self {
            Self::Commit => false,
            Self::Month => (a.year(), a.month()) == (b.year(), b.month()),
            Self::Quarter => (a.year(), quarter(a)) == (b.year(), quarter(b)),
            Self::Year => a.year() == b.year(),
        }
    }
}

/// One past revision of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The commit, in hexadecimal.
    pub commit: String,
    /// The same, short.
    pub short: String,
    /// The day it was committed.
    pub on: Date,
    id: Id,
    /// The folder in it.
    folder: Id,
}

/// The past of a folder.
pub struct Past {
    repository: Repository,
    /// The way from the root of the work tree to the folder, with `/` at its end.
    above: Vec<u8>,
    head: Id,
}

/// The files of a revision.
#[derive(Debug)]
pub struct Files {
    /// As a folder's would be found.
    pub corpus: Corpus,
    objects: BTreeMap<String, (Id, Vec<u8>)>,
    revision: Id,
}

impl Past {
    /// The past of a folder that lies in a work tree.
    ///
    /// # Errors
    /// Why there is none that can be read.
    pub fn of(dir: &Path) -> Result<Self, String> {
        let found = Repository::open(dir, Reach::Above)?;
        let (repository, head) = found.ok_or("the folder lies in no git work tree")?;
        let above = above(dir, &repository.root).ok_or("the folder cannot be found in its work tree")?;
        Ok(Self { repository, above, head })
    }

    /// The revisions on the way back from the head by first parents, the earliest first: of each period the
    /// last, and only those that have the folder.
    #[must_use]
    pub fn revisions(&self, every: Every, since: Option<Date>, bounds: Bounds) -> Vec<Revision> {
        let mut found: Vec<Revision> = Vec::new();
        let mut next = Some(self.head);
        for _ in 0..bounds.commits {
            let Some((id, commit)) = next.and_then(|id| Some((id, self.repository.commit(&id)?))) else { break };
            next = commit.parents.first().copied();
            let Some(on) = commit.committed else { continue };
            if since.is_some_and(|since| on < since) {
                break;
            }
            if found.last().is_some_and(|later| every.same(later.on, on)) {
                continue;
            }
            let Some(folder) = self.folder(commit.tree) else { continue };
            if every == Every::Commit && found.last().is_some_and(|later| later.folder == folder) {
                // The later commit changed something else.
                found.pop();
            }
            found.push(Revision { commit: id.to_string(), short: short(&id), on, id, folder });
        }
        found.reverse();
        found
    }

    fn folder(&self, tree: Id) -> Option<Id> {
        let path = self.above.strip_suffix(b"/").unwrap_or(&self.above);
        if path.is_empty() {
            return Some(tree);
        }
        self.repository.find(tree, path).filter(|entry| entry.kind == EntryKind::Tree).map(|entry| entry.id)
    }

    /// The files of a revision.
    #[must_use]
    pub fn files(&self, revision: &Revision) -> Files {
        let mut walk = Walk {
            repository: &self.repository,
            ignored: Ignored::default(),
            files: Files { corpus: Corpus::default(), objects: BTreeMap::new(), revision: revision.id },
        };
        walk.folder(revision.folder, Path::new(""), &[], "", 0);
        let mut files = walk.files;
        files.corpus.files.sort();
        files.corpus.unread.sort();
        files.corpus.ignored.sort();
        files
    }

    /// The bytes of a file of a revision, or why they cannot be had.
    ///
    /// # Errors
    /// The reason, for `unread`.
    pub fn bytes(&self, files: &Files, path: &str, limit: u64) -> Result<Vec<u8>, String> {
        let (id, _) = files.objects.get(path).ok_or("gone before it was read")?;
        let bytes = self.repository.file(id, limit);
        let bytes = bytes.ok_or_else(|| format!("missing, damaged or larger than {} MiB", limit >> 20))?;
        let is_pointer = bytes.len() as u64 <= POINTER.0 && bytes.starts_with(POINTER.1);
        if is_pointer { Err("kept outside the repository (git LFS)".into()) } else { Ok(bytes) }
    }

    /// What the history up to a revision says of its files.
    #[must_use]
    pub fn history<'a>(&self, files: &Files, paths: impl Iterator<Item = &'a str>, bounds: Bounds) -> History {
        let named = paths.filter_map(|path| {
            let (_, below) = files.objects.get(path)?;
            Some((path.to_owned(), [&self.above[..], &below[..]].concat()))
        });
        history_of(&self.repository, files.revision, &named.collect::<Vec<_>>(), bounds)
    }

    /// Whether the folder is the root of its work tree.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.above.is_empty()
    }
}

struct Walk<'a> {
    repository: &'a Repository,
    ignored: Ignored,
    files: Files,
}

impl Walk<'_> {
    fn folder(&mut self, id: Id, folder: &Path, below: &[u8], shown: &str, depth: usize) {
        let Some(entries) = self.repository.tree(&id) else {
            self.unread(shown, "missing or damaged");
            return;
        };
        let ignores = NAMES.iter().filter_map(|name| {
            let entry = entries.iter().find(|entry| entry.name == name.as_bytes() && is_file(entry))?;
            self.repository.file(&entry.id, IGNORE)
        });
        let ignores: Vec<String> = ignores.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect();
        self.ignored.enter_lines(folder, ignores.iter().flat_map(|text| text.lines()));
        for entry in entries.iter() {
            let name = escape(&entry.name);
            let path = folder.join(&name);
            let below = if below.is_empty() { entry.name.clone() } else { [below, b"/", &entry.name[..]].concat() };
            let shown = if shown.is_empty() { name.clone() } else { format!("{shown}/{name}") };
            match self.left_out(entry, &name, &path) {
                Some(reason) => self.files.corpus.ignored.push(Skipped { path: shown, reason }),
                None if entry.kind != EntryKind::Tree => self.file(entry, below, shown),
                None if depth + 1 >= DEEPEST => self.unread(&shown, &format!("folder deeper than {DEEPEST} others")),
                None => self.folder(entry.id, &path, &below, &shown, depth + 1),
            }
        }
    }

    fn left_out(&self, entry: &Entry, name: &str, path: &Path) -> Option<String> {
        if entry.kind == EntryKind::Tree {
            let is_report = || {
                let entries = self.repository.tree(&entry.id);
                entries.is_some_and(|entries| entries.iter().any(|entry| entry.name == REPORT_MARK.as_bytes()))
            };
            return match name {
                name if NEVER.contains(&name) => Some("folder of a program".into()),
                _ if is_report() => Some("report of iso20k".into()),
                _ => self.ignored.reason(path, true),
            };
        }
        let left = LEAVINGS.contains(&name) || name.starts_with("~$") || name.starts_with(".~lock");
        if left { Some("left by a program".into()) } else { self.ignored.reason(path, false) }
    }

    fn file(&mut self, entry: &Entry, below: Vec<u8>, path: String) {
        match entry.kind {
            EntryKind::Link => self.unread(&path, "link"),
            EntryKind::Commit => self.unread(&path, "submodule"),
            _ => {
                self.files.objects.insert(path.clone(), (entry.id, below));
                self.files.corpus.files.push(Found { path, absolute: PathBuf::new(), size: 0, stamp: None });
            }
        }
    }

    fn unread(&mut self, path: &str, reason: &str) {
        self.files.corpus.unread.push(Skipped { path: path.to_owned(), reason: reason.to_owned() });
    }
}

fn is_file(entry: &Entry) -> bool {
    matches!(entry.kind, EntryKind::Blob | EntryKind::BlobExecutable)
}
