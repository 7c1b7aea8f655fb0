//! Finds the files of a folder: what is there, what is left out and why. Never follows a link out of
//! the folder, never writes into it.

mod cache;
pub mod git;
mod ignored;
mod kept;
mod stamps;

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

pub use cache::{Cache, KeptFacts, Key};
use ignored::Ignored;
pub use kept::Kept;
pub use stamps::{ContentHash, Stamp, Stamps};

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Relative to the folder, with `/`; control characters and bytes that are no UTF-8 are written `\xNN`.
    pub path: String,
    /// How to open it.
    pub absolute: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// What it looks like from outside, where it lies on a disk and the system tells.
    pub stamp: Option<Stamp>,
}

/// A file that is not read, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Relative to the folder.
    pub path: String,
    /// A short reason.
    pub reason: String,
}

/// What stands in a folder.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Files to be read, sorted by path.
    pub files: Vec<Found>,
    /// What could not be looked at: worth telling.
    pub unread: Vec<Skipped>,
    /// What ignore files and conventions leave out: worth counting.
    pub ignored: Vec<Skipped>,
    /// Stands for the folder of a disk that was walked, whatever it is called by; `None` where files come from
    /// elsewhere, or are only some of it.
    pub walked: Option<Key>,
}

/// Folders that hold no documents of an organisation.
const NEVER: &[&str] =
    &[".git", ".hg", ".svn", "node_modules", "__MACOSX", ".venv", "__pycache__", ".idea", ".vscode", ".Trash"];
/// Leavings of office programs and file managers.
const LEAVINGS: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];
/// Folders within folders that are entered; no person files anything deeper.
const DEEPEST: usize = 64;
/// The file by which a report folder of ours is known.
pub const REPORT_MARK: &str = ".iso20k-report";

/// Walks `root`.
///
/// # Errors
/// When `root` itself cannot be opened or is no folder.
pub fn find(root: &Path) -> io::Result<Corpus> {
    if !fs::metadata(root)?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::NotADirectory, "not a folder"));
    }
    fs::read_dir(root)?;
    let folder = fs::canonicalize(root).ok();
    let walked = folder.map(|folder| *blake3::hash(folder.as_os_str().as_encoded_bytes()).as_bytes());
    let mut corpus = Corpus { walked, ..Corpus::default() };
    let mut ignored = Ignored::default();
    let mut walk = WalkDir::new(root).follow_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.depth() == 0 => ignored.enter(entry.path()),
            Ok(entry) => {
                if !corpus.take(root, &entry, &mut ignored) {
                    walk.skip_current_dir();
                }
            }
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| shown(root, path));
                let reason =
                    error.io_error().map_or_else(|| "cannot be walked".to_owned(), |error| plain(error.kind()));
                corpus.unread.push(Skipped { path, reason });
            }
        }
    }
    corpus.files.sort();
    corpus.unread.sort();
    corpus.ignored.sort();
    Ok(corpus)
}

/// A file's bytes, or why they cannot be had, in a few stable words.
///
/// # Errors
/// The reason, for `unread`.
pub fn bytes(file: &Found, limit: u64) -> Result<Vec<u8>, String> {
    let too_large = || format!("larger than {} MiB", limit >> 20);
    if file.size > limit {
        return Err(too_large());
    }
    // Since the folder was walked it may have become a pipe, which never ends, or a link that leads out.
    let data = fs::symlink_metadata(&file.absolute).map_err(|error| plain(error.kind()))?;
    if !data.is_file() {
        return Err("no longer a file when it was read".into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len().min(limit)).unwrap_or_default());
    // Not to its end, but to the limit: it may grow while it is read.
    let opened = fs::File::open(&file.absolute);
    let read = opened.and_then(|open| open.take(limit + 1).read_to_end(&mut bytes));
    read.map_err(|error| plain(error.kind()))?;
    if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
}

fn plain(kind: io::ErrorKind) -> String {
    match kind {
        io::ErrorKind::PermissionDenied => "no permission to read it".into(),
        io::ErrorKind::NotFound => "gone before it was read".into(),
        kind => kind.to_string(),
    }
}

impl Corpus {
    /// Digest of the list of files, hexadecimal: the same list has the same wherever it was made.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = blake3::Hasher::new();
        let mut add = |text: &str, number: u64| {
            hash.update(&(text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
            hash.update(&number.to_le_bytes());
        };
        self.files.iter().for_each(|file| add(&file.path, file.size));
        for skipped in &self.unread {
            add(&skipped.path, 0);
            add(&skipped.reason, 0);
        }
        hash.finalize().to_hex().to_string()
    }

    /// Files one entry; `false` when a folder is not to be entered.
    fn take(&mut self, root: &Path, entry: &DirEntry, ignored: &mut Ignored) -> bool {
        let path = shown(root, entry.path());
        let name = entry.file_name().to_string_lossy();
        let kind = entry.file_type();
        let mut leave_out = |reason: &str| self.ignored.push(Skipped { path: path.clone(), reason: reason.to_owned() });
        if kind.is_dir() {
            if NEVER.contains(&name.as_ref()) {
                leave_out("folder of a program");
                return false;
            }
            if entry.path().join(REPORT_MARK).exists() {
                leave_out("report of iso20k");
                return false;
            }
            if let Some(reason) = ignored.reason(entry.path(), true) {
                leave_out(&reason);
                return false;
            }
            if entry.depth() >= DEEPEST {
                self.unread.push(Skipped { path, reason: format!("folder deeper than {DEEPEST} others") });
                return false;
            }
            ignored.enter(entry.path());
            return true;
        }
        if LEAVINGS.contains(&name.as_ref()) || name.starts_with("~$") || name.starts_with(".~lock") {
            leave_out("left by a program");
        } else if let Some(reason) = ignored.reason(entry.path(), false) {
            leave_out(&reason);
        } else if kind.is_symlink() {
            self.link(root, entry.path(), path);
        } else if kind.is_file() {
            let data = entry.metadata().ok();
            let size = data.as_ref().map_or(0, fs::Metadata::len);
            let stamp = data.as_ref().and_then(Stamp::of);
            self.files.push(Found { path, absolute: entry.path().to_owned(), size, stamp });
        } else {
            self.unread.push(Skipped { path, reason: "special file".into() });
        }
        true
    }

    /// A link is never followed: what it points to inside the folder is read where it stands.
    fn link(&mut self, root: &Path, link: &Path, path: String) {
        let target = fs::canonicalize(link).ok();
        let inside = target.zip(fs::canonicalize(root).ok()).map(|(target, root)| target.starts_with(root));
        let reason = match inside {
            Some(true) => "link to another place in the folder",
            Some(false) => "link that leads out of the folder",
            None => "link to nothing",
        };
        self.unread.push(Skipped { path, reason: reason.into() });
    }
}

/// A path relative to the root, with `/`, printable whatever its bytes are.
fn shown(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts = relative.components().map(|part| escape(part.as_os_str().as_encoded_bytes()));
    parts.collect::<Vec<_>>().join("/")
}

/// A name without bytes that a terminal would obey or a reader could not see. A backslash is doubled,
/// so that two names never become one: documents are told apart by their paths.
fn escape(name: &[u8]) -> String {
    let mut text = String::new();
    for chunk in name.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' => text.push_str("\\\\"),
                c if c.is_ascii_control() => text.push_str(&format!("\\x{:02x}", u32::from(c))),
                // These turn the direction of writing: `exe.cod` would read `doc.exe`.
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => text.extend(c.escape_unicode()),
                c if c.is_control() => text.extend(c.escape_unicode()),
                c => text.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_apart_and_can_be_printed() {
        let names = ["a\u{1}", "a\u{2}", "a\\x01", "a\u{202e}", "a\u{85}", "a b", "é"];
        let shown: Vec<String> = names.iter().map(|name| escape(name.as_bytes())).collect();
        assert_eq!(shown, ["a\\x01", "a\\x02", "a\\\\x01", "a\\u{202e}", "a\\u{85}", "a b", "é"]);
    }

    #[test]
    fn what_lies_too_deep_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let mut deep = dir.path().to_owned();
        for _ in 0..DEEPEST + 3 {
            deep.push("d");
        }
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("lost.md"), "x").unwrap();
        fs::write(dir.path().join("found.md"), "x").unwrap();
        let corpus = find(dir.path()).unwrap();
        assert_eq!(corpus.files.len(), 1);
        assert_eq!(corpus.unread.len(), 1);
        assert!(corpus.unread[0].reason.contains("deeper than 64"));
    }

    #[cfg(unix)]
    #[test]
    fn what_changed_since_the_walk_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (secret, path) = (dir.path().join("secret"), dir.path().join("moving.md"));
        fs::write(&secret, "secret").unwrap();
        let found = Found { path: "moving.md".into(), absolute: path.clone(), size: 5, stamp: None };
        assert_eq!(bytes(&found, 100), Err("gone before it was read".into()));
        std::os::unix::fs::symlink(&secret, &path).unwrap();
        assert_eq!(bytes(&found, 100), Err("no longer a file when it was read".into()));
        fs::remove_file(&path).unwrap();
        // It grew beyond what its size said, and beyond the limit.
        fs::write(&path, "a".repeat(101)).unwrap();
        assert_eq!(bytes(&found, 100), Err("larger than 0 MiB".into()));
        fs::write(&path, "whole").unwrap();
        assert_eq!(bytes(&found, 100), Ok(b"whole".to_vec()));
    }
}
