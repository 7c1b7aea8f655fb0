//! What the git history of a folder says of its files: which commit changed each last, who made it and
//! when, how many changes there were and who approved. Reads the object database itself: no `git`
//! program, no network, nothing written. Whatever is wrong with a repository costs what git could have
//! said, never the run.

#[cfg(feature = "git")]
mod changes;
#[cfg(feature = "git")]
mod message;
#[cfg(feature = "git")]
mod repository;
#[cfg(feature = "git")]
mod revision;
#[cfg(feature = "git")]
mod said;
#[cfg(feature = "git")]
mod walk;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use crate::problem::Problem;
#[cfg(feature = "git")]
pub use repository::{Commit, Entry, Id, Repository};
#[cfg(feature = "git")]
pub use revision::{Every, Files, Past, Revision};

/// The last change of a file that its history holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The commit that made it, in hexadecimal.
    pub commit: String,
    /// Who made it; nobody where a program did.
    pub author: Option<String>,
    /// The day it was made, where its author was.
    pub on: Date,
    /// How many commits changed the file since it was added last, renames not counted; `None` where the history is
    /// cut off.
    pub changes: Option<u32>,
    /// Who approved it, where a commit says so.
    pub approval: Option<Approval>,
}

/// An approval that a commit records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// By whom, as written, without addresses.
    pub by: String,
    /// The day of the commit that says so.
    pub on: Date,
    /// That commit, in hexadecimal: the change itself, or the merge that brought it in.
    pub commit: String,
}

/// What git says of the files of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// By path, for files that are as they were committed last.
    pub files: BTreeMap<String, Change>,
    /// What a reader should know about it.
    pub notices: Vec<Problem>,
}

/// Where a repository is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    /// Only where the folder is the root of a work tree.
    #[default]
    Root,
    /// In the folders above it too.
    Above,
    /// Nowhere.
    Never,
}

/// A file of which the history is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Its name in the answer.
    pub path: &'a str,
    /// How to open it; below the folder.
    pub absolute: &'a Path,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: &'a str,
}

/// How much of a history is read.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Commits, the newest first.
    pub commits: usize,
    /// Entries of folders that are compared, in all.
    pub entries: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        // The history of a large handbook has some thousands of commits; these take seconds.
        Self { commits: 50_000, entries: 50_000_000 }
    }
}

/// How a notice names the history.
const SHOWN: &str = ".git";

/// What the history of a folder says of some of its files. A file that was changed since the last commit,
/// or that git does not keep, is not in the answer.
#[cfg(feature = "git")]
#[must_use]
pub fn history(dir: &Path, asked: &[Asked<'_>], reach: Reach, bounds: Bounds) -> History {
    // A damaged repository must not cost the user the documents.
    let read = std::panic::AssertUnwindSafe(|| said::history(dir, asked, reach, bounds));
    std::panic::catch_unwind(read).unwrap_or_else(|_| unusable("its reader failed"))
}

/// What the history of a folder says: nothing, in a build without git.
#[cfg(not(feature = "git"))]
#[must_use]
pub fn history(dir: &Path, _asked: &[Asked<'_>], reach: Reach, _bounds: Bounds) -> History {
    let wanted = reach == Reach::Above || reach == Reach::Root && dir.join(".git").exists();
    if wanted { unusable("this build leaves git out") } else { History::default() }
}

/// An answer that gives a reason only.
fn unusable(reason: &str) -> History {
    let problem = Problem::warning(SHOWN, format!("the git history is not used: {reason}"));
    History { notices: vec![problem], ..History::default() }
}
