//! Small git repositories for tests, written object by object: no `git` program is needed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use gix_object::Write as _;
use iso20k::corpus::git::Id;

/// A work tree with its repository.
pub(crate) struct Repository<'a> {
    pub(crate) dir: &'a Path,
    objects: gix_odb::loose::Store,
}

/// A commit about to be made.
#[derive(Clone, Copy)]
pub(crate) struct Draft<'a> {
    pub(crate) author: &'a str,
    /// `YYYY-MM-DD`, at noon UTC.
    pub(crate) on: &'a str,
    pub(crate) message: &'a str,
    pub(crate) parents: &'a [Id],
}

/// What stands in a commit: text by path; `->` and an id in hexadecimal: a submodule.
pub(crate) type Files<'a> = &'a [(&'a str, &'a str)];

#[derive(Default)]
struct Folder {
    files: BTreeMap<String, String>,
    folders: BTreeMap<String, Folder>,
}

impl<'a> Repository<'a> {
    /// An empty repository in a folder.
    pub(crate) fn new(dir: &'a Path) -> Self {
        let git = dir.join(".git");
        for folder in ["objects", "refs/heads"] {
            fs::create_dir_all(git.join(folder)).unwrap();
        }
        fs::write(git.join("HEAD"), "ref: refs/heads/main\n").unwrap();
        let objects = gix_odb::loose::Store::at(git.join("objects"), gix_hash::Kind::Sha1);
        Self { dir, objects }
    }

    /// Makes a commit, checks it out and makes it the head.
    pub(crate) fn commit(&self, draft: Draft<'_>, files: Files<'_>) -> Id {
        let id = self.aside(draft, files);
        fs::write(self.dir.join(".git/refs/heads/main"), format!("{id}\n")).unwrap();
        for (path, text) in files.iter().filter(|(_, text)| !text.starts_with("->")) {
            let path = self.dir.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        id
    }

    /// Makes a commit that nothing points to yet.
    pub(crate) fn aside(&self, draft: Draft<'_>, files: Files<'_>) -> Id {
        let mut root = Folder::default();
        for (path, text) in files {
            let mut folder = &mut root;
            let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
            for part in above.split('/').filter(|part| !part.is_empty()) {
                folder = folder.folders.entry(part.to_owned()).or_default();
            }
            folder.files.insert(name.to_owned(), (*text).to_owned());
        }
        let tree = self.tree(&root);
        let noon: jiff::Timestamp = format!("{}T12:00:00Z", draft.on).parse().unwrap();
        let parents: String = draft.parents.iter().map(|parent| format!("parent {parent}\n")).collect();
        let when = format!("{} +0000", noon.as_second());
        let text = format!(
            "tree {tree}\n{parents}author {} <a@example.org> {when}\ncommitter Host <host@example.org> {when}\n\n{}\n",
            draft.author, draft.message
        );
        self.objects.write_buf(gix_object::Kind::Commit, text.as_bytes()).unwrap()
    }

    fn tree(&self, folder: &Folder) -> Id {
        // Git sorts folders as if their names ended in `/`.
        let mut entries: BTreeMap<String, (&str, &str, Id)> = BTreeMap::new();
        for (name, inner) in &folder.folders {
            entries.insert(format!("{name}/"), ("40000", name, self.tree(inner)));
        }
        for (name, text) in &folder.files {
            let entry = match text.strip_prefix("->") {
                Some(id) => ("160000", &name[..], Id::from_hex(id.as_bytes()).unwrap()),
                None => ("100644", &name[..], self.objects.write_buf(gix_object::Kind::Blob, text.as_bytes()).unwrap()),
            };
            entries.insert(name.clone(), entry);
        }
        let mut bytes = Vec::new();
        for (mode, name, id) in entries.values() {
            bytes.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            bytes.extend_from_slice(id.as_slice());
        }
        self.objects.write_buf(gix_object::Kind::Tree, &bytes).unwrap()
    }

    /// Takes an object away.
    pub(crate) fn lose(&self, id: Id) {
        let hex = id.to_string();
        fs::remove_file(self.dir.join(".git/objects").join(&hex[..2]).join(&hex[2..])).unwrap();
    }
}
