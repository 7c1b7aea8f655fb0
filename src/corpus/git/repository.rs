//! A git repository as a source of objects: where it is, what its head is, its commits and folders.
//! Small on purpose: whoever wants to see a past revision starts here.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use gix_hash::Kind as Hash;
use gix_object::tree::EntryKind;
use gix_object::{CommitRef, Find as _, FindHeader as _, Kind, TreeRefIter, compute_hash};
use jiff::civil::Date;

use super::{Reach, message};

/// The name of an object.
pub type Id = gix_hash::ObjectId;

/// The largest object that is read: commits and folders, never documents.
const LARGEST: usize = 64 << 20;
/// The largest of the files around the objects.
const LARGEST_FILE: u64 = 64 << 20;
/// References that point to references.
const HOPS: usize = 5;
/// Folders kept in memory, as entries; comparing neighbours reads each twice.
const KEPT: usize = 200_000;

/// A repository with a work tree.
pub struct Repository {
    /// Where the work tree begins.
    pub root: PathBuf,
    /// Its own git folder.
    git: PathBuf,
    /// The git folder that it shares with other work trees.
    common: PathBuf,
    hash: Hash,
    objects: gix_odb::Handle,
    trees: RefCell<Trees>,
}

/// Folders that were read, and how many entries they have.
#[derive(Default)]
struct Trees {
    entries: usize,
    known: HashMap<Id, Rc<Vec<Entry>>>,
}

/// One commit.
#[derive(Debug, Clone)]
pub struct Commit {
    /// The folder it holds.
    pub tree: Id,
    /// What it follows.
    pub parents: Vec<Id>,
    /// Seconds since 1970 at which it was committed.
    pub time: i64,
    /// Who made the change; nobody where a program did.
    pub author: Option<String>,
    /// The day the change was made, where its author was.
    pub authored: Option<Date>,
    /// The day it was committed, where its committer was.
    pub committed: Option<Date>,
    /// Its message.
    pub message: String,
}

/// One entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, as bytes.
    pub name: Vec<u8>,
    /// What it is.
    pub kind: EntryKind,
    /// The object.
    pub id: Id,
}

impl Repository {
    /// The repository whose work tree holds a folder, and its head; `None`: there is no repository.
    ///
    /// # Errors
    /// Why a repository that is there cannot be used, in a few stable words.
    pub fn open(dir: &Path, reach: Reach) -> Result<Option<(Self, Id)>, String> {
        let Some(root) = work_tree(dir, reach) else { return Ok(None) };
        let git = git_folder(&root)?;
        let common = match small(&git.join("commondir")) {
            Some(shared) => git.join(shared.trim_end_matches(['\r', '\n'])),
            None => git.clone(),
        };
        let head = head(&git, &common)?;
        let hash = head.kind();
        let options = gix_odb::store::init::Options { alloc_limit_bytes: Some(LARGEST), ..Default::default() };
        let objects = gix_odb::at_opts(common.join("objects"), hash, None, options);
        let mut objects = objects.map_err(|_| "its objects cannot be read".to_owned())?;
        objects.refresh_never();
        Ok(Some((Self { root, git, common, hash, objects, trees: RefCell::default() }, head)))
    }

    /// A commit; `None` where it is missing or damaged.
    #[must_use]
    pub fn commit(&self, id: &Id) -> Option<Commit> {
        let mut buffer = Vec::new();
        let data = self.objects.try_find(id, &mut buffer).ok()??;
        if data.kind != Kind::Commit {
            return None;
        }
        let commit = CommitRef::from_bytes(data.data, self.hash).ok()?;
        let written = |bytes: &[u8]| message::text(bytes, commit.encoding.map(AsRef::as_ref));
        let author = commit.author().ok();
        let committer = commit.committer().ok();
        Some(Commit {
            tree: commit.tree(),
            parents: commit.parents().collect(),
            time: committer.as_ref().and_then(|who| Some(who.time().ok()?.seconds)).unwrap_or_default(),
            author: author.as_ref().and_then(|who| message::person(&written(who.name))),
            authored: author.and_then(|who| day(who.time().ok()?)),
            committed: committer.and_then(|who| day(who.time().ok()?)),
            message: written(commit.message),
        })
    }

    /// The entries of a folder; `None` where it is missing or damaged.
    #[must_use]
    pub fn tree(&self, id: &Id) -> Option<Rc<Vec<Entry>>> {
        if let Some(known) = self.trees.borrow().known.get(id) {
            return Some(Rc::clone(known));
        }
        let mut buffer = Vec::new();
        let data = self.objects.try_find(id, &mut buffer).ok()??;
        if data.kind != Kind::Tree {
            return None;
        }
        let mut entries = Vec::new();
        for entry in TreeRefIter::from_bytes(data.data, self.hash) {
            let entry = entry.ok()?;
            entries.push(Entry { name: entry.filename.to_vec(), kind: entry.mode.kind(), id: entry.oid.to_owned() });
        }
        let entries = Rc::new(entries);
        let mut kept = self.trees.borrow_mut();
        if kept.entries > KEPT {
            *kept = Trees::default();
        }
        kept.entries += entries.len() + 1;
        kept.known.insert(*id, Rc::clone(&entries));
        Some(entries)
    }

    /// The object at a path below a folder.
    #[must_use]
    pub fn find(&self, tree: Id, path: &[u8]) -> Option<Entry> {
        let mut folder = tree;
        let mut parts = path.split(|byte| *byte == b'/').peekable();
        while let Some(part) = parts.next() {
            let entries = self.tree(&folder)?;
            let entry = entries.iter().find(|entry| entry.name == part)?;
            if parts.peek().is_none() || entry.kind != EntryKind::Tree {
                return Some(entry.clone());
            }
            folder = entry.id;
        }
        None
    }

    /// The bytes of a file that is no longer than `limit`.
    #[must_use]
    pub fn file(&self, id: &Id, limit: u64) -> Option<Vec<u8>> {
        let header = self.objects.try_header(id).ok()??;
        if header.kind != Kind::Blob || header.size > limit {
            return None;
        }
        let mut buffer = Vec::new();
        let data = self.objects.try_find(id, &mut buffer).ok()??;
        Some(data.data.to_vec())
    }

    /// The name that git gives to bytes.
    #[must_use]
    pub fn name_of(&self, bytes: &[u8]) -> Option<Id> {
        compute_hash(self.hash, Kind::Blob, bytes).ok()
    }

    /// The commits whose parents a shallow clone left behind.
    #[must_use]
    pub fn shallow(&self) -> Vec<Id> {
        let listed = small(&self.common.join("shallow")).or_else(|| small(&self.git.join("shallow")));
        let listed = listed.unwrap_or_default();
        listed.lines().filter_map(|line| Id::from_hex(line.trim().as_bytes()).ok()).collect()
    }
}

/// The day of a time, where it was written.
fn day(time: gix_object::date::Time) -> Option<Date> {
    let seconds = time.seconds.checked_add(i64::from(time.offset))?;
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(moment).date())
}

/// The work tree that a folder is or lies in.
fn work_tree(dir: &Path, reach: Reach) -> Option<PathBuf> {
    let has_git = |folder: &&Path| fs::symlink_metadata(folder.join(".git")).is_ok();
    match reach {
        Reach::Never => None,
        Reach::Root => has_git(&dir).then(|| dir.to_owned()),
        Reach::Above => {
            let dir = fs::canonicalize(dir).ok()?;
            dir.ancestors().find(has_git).map(Path::to_owned)
        }
    }
}

/// The git folder of a work tree: `.git` itself, or where the file of that name points, as in submodules
/// and further work trees.
fn git_folder(root: &Path) -> Result<PathBuf, String> {
    let git = root.join(".git");
    if git.is_dir() {
        return Ok(git);
    }
    let pointer = small(&git).unwrap_or_default();
    let folder = pointer.strip_prefix("gitdir:").map(|path| root.join(path.trim()));
    folder.filter(|path| path.is_dir()).ok_or_else(|| "`.git` leads nowhere".to_owned())
}

/// The commit that is checked out.
fn head(git: &Path, common: &Path) -> Result<Id, String> {
    let mut written = small(&git.join("HEAD")).ok_or("it has no `HEAD`")?;
    for _ in 0..HOPS {
        let Some(name) = written.trim().strip_prefix("ref:").map(str::trim) else {
            return Id::from_hex(written.trim().as_bytes()).map_err(|_| "its `HEAD` cannot be read".to_owned());
        };
        if !name.starts_with("refs/") || name.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err("its `HEAD` cannot be read".into());
        }
        let loose = small(&git.join(name)).or_else(|| small(&common.join(name)));
        written = match loose.or_else(|| packed(common, name)) {
            Some(found) => found,
            None if common.join("reftable").is_dir() => return Err("it keeps its references in a reftable".into()),
            None => return Err("it has no commit yet".into()),
        };
    }
    Err("its `HEAD` cannot be read".into())
}

/// A reference from the list of those packed.
fn packed(common: &Path, name: &str) -> Option<String> {
    let list = small(&common.join("packed-refs"))?;
    let mut lines = list.lines().filter_map(|line| line.split_once(' '));
    lines.find(|(_, known)| *known == name).map(|(id, _)| id.to_owned())
}

/// A file of text, if it is one and not too large.
fn small(path: &Path) -> Option<String> {
    let file = fs::File::open(path).ok()?;
    if !file.metadata().is_ok_and(|data| data.is_file()) {
        return None;
    }
    let mut text = String::new();
    file.take(LARGEST_FILE).read_to_string(&mut text).ok()?;
    Some(text)
}
