//! From a folder and its files to what git says of them: which files are as committed, the walk, and the
//! commits it ended at.

use std::fs;
use std::path::Path;

use super::repository::{Id, Repository};
use super::walk::{Traced, Walked, walk};
use super::{Approval, Asked, Bounds, Change, History, Reach, SHOWN, message, unusable};
use crate::problem::Problem;

/// The longest file that stands for one kept elsewhere (git LFS).
const POINTER: u64 = 1024;
/// Digits of a commit in messages.
const SHORT: usize = 12;

pub(super) fn history(dir: &Path, asked: &[Asked<'_>], reach: Reach, bounds: Bounds) -> History {
    let (repository, head) = match Repository::open(dir, reach) {
        Ok(Some(found)) => found,
        Ok(None) if reach == Reach::Above => return unusable("the folder lies in no work tree"),
        Ok(None) => return History::default(),
        Err(reason) => return unusable(&reason),
    };
    let Some(tree) = repository.commit(&head).map(|commit| commit.tree) else {
        return unusable(&format!("the commit {} is missing or damaged", short(&head)));
    };
    if repository.tree(&tree).is_none() {
        return unusable(&format!("the folder of the commit {} is missing or damaged", short(&head)));
    }
    let Some(above) = above(dir, &repository.root) else { return unusable("the folder cannot be found in it") };
    let mut kept: Vec<(String, Vec<u8>)> = Vec::new();
    for file in asked {
        let Some(path) = below(dir, file.absolute).map(|path| [&above[..], &path[..]].concat()) else { continue };
        if is_as_committed(&repository, tree, &path, file) {
            kept.push((file.path.to_owned(), path));
        }
    }
    history_of(&repository, head, &kept, bounds)
}

/// What the history up to a commit says of files, by their names in the answer and their paths in git.
pub(super) fn history_of(repository: &Repository, head: Id, files: &[(String, Vec<u8>)], bounds: Bounds) -> History {
    let paths: Vec<Vec<u8>> = files.iter().map(|(_, path)| path.clone()).collect();
    let walked = walk(repository, head, &paths, bounds);
    let mut history = History { notices: notices(&walked, bounds), ..History::default() };
    for ((name, _), traced) in files.iter().zip(&walked.traced) {
        if let Some(change) = change(repository, traced) {
            history.files.insert(name.clone(), change);
        }
    }
    history
}

/// The way from the root of the work tree to the folder, with `/` at its end; empty where it is the root.
pub(super) fn above(dir: &Path, root: &Path) -> Option<Vec<u8>> {
    let (dir, root) = (fs::canonicalize(dir).ok()?, fs::canonicalize(root).ok()?);
    let mut path = below(&root, &dir)?;
    if !path.is_empty() {
        path.push(b'/');
    }
    Some(path)
}

/// A path below a folder as git writes it.
fn below(folder: &Path, path: &Path) -> Option<Vec<u8>> {
    let parts = path.strip_prefix(folder).ok()?.components();
    Some(parts.map(|part| part.as_os_str().as_encoded_bytes()).collect::<Vec<_>>().join(&b'/'))
}

/// Whether a file is as the head has it: byte for byte, but for line ends that git changes, or as the file
/// that its pointer stands for.
fn is_as_committed(repository: &Repository, tree: Id, path: &[u8], file: &Asked<'_>) -> bool {
    let Some(entry) = repository.find(tree, path) else { return false };
    let Ok(bytes) = fs::read(file.absolute) else { return false };
    if repository.name_of(&bytes) == Some(entry.id) {
        return true;
    }
    if bytes.windows(2).any(|pair| pair == b"\r\n") && !bytes.contains(&0) {
        let plain: Vec<u8> = bytes
            .iter()
            .enumerate()
            .filter(|(at, byte)| **byte != b'\r' || bytes.get(at + 1) != Some(&b'\n'))
            .map(|(_, byte)| *byte)
            .collect();
        if repository.name_of(&plain) == Some(entry.id) {
            return true;
        }
    }
    let pointer = repository.file(&entry.id, POINTER).unwrap_or_default();
    let pointer = String::from_utf8_lossy(&pointer);
    pointer.starts_with("version https://git-lfs.github.com/spec/")
        && pointer.lines().any(|line| line.strip_prefix("oid sha256:") == Some(file.sha256))
}

/// The last change of a file, from the commits at which its walk ended.
fn change(repository: &Repository, traced: &Traced) -> Option<Change> {
    let last = traced.last?;
    let commit = repository.commit(&last)?;
    let approval = |id: Id| {
        let commit = repository.commit(&id)?;
        Some(Approval { by: message::approved_by(&commit.message)?, on: commit.committed?, commit: id.to_string() })
    };
    Some(Change {
        commit: last.to_string(),
        on: commit.authored.or(commit.committed)?,
        author: commit.author,
        changes: (!traced.open).then_some(traced.changes),
        approval: approval(last).or_else(|| approval(traced.approved?)),
    })
}

pub(super) fn short(id: &Id) -> String {
    id.to_hex_with_len(SHORT).to_string()
}

/// What a reader should know about a history that was not read to its beginning.
fn notices(walked: &Walked, bounds: Bounds) -> Vec<Problem> {
    let open = walked.traced.iter().filter(|traced| traced.open).count();
    let unknown = walked.traced.iter().filter(|traced| traced.last.is_none()).count();
    let of = |what: &str| {
        format!("{what}: the changes of {open} documents are not counted, the last change of {unknown} is not known")
    };
    let mut found = Vec::new();
    if open == 0 {
        return found;
    }
    if walked.shallow {
        let problem = Problem::warning(SHOWN, of("the git history is cut off (a shallow clone)"));
        found.push(problem.hint("fetch all of it: `git fetch --unshallow`"));
    }
    if walked.bounded {
        let what = format!("the git history is longer than what is read of it, at most {} commits", bounds.commits);
        found.push(Problem::warning(SHOWN, of(&what)));
    }
    if walked.lost > 0 {
        let problem = Problem::warning(SHOWN, of(&format!("{} objects are missing or damaged", walked.lost)));
        found.push(problem.hint("look at the repository with `git fsck`"));
    }
    found
}
