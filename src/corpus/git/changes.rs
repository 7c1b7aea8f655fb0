//! What differs between two folders of a history.

use std::collections::BTreeMap;
use std::rc::Rc;

use gix_object::tree::EntryKind;

use super::repository::{Entry, Id, Repository};

/// Folders within folders that are compared; no person files anything deeper.
const DEEPEST: usize = 128;

/// What differs of the files in two folders.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Files that the newer has and the older has not so: the object, and whether the older has another one.
    pub changed: BTreeMap<Vec<u8>, (Id, bool)>,
    /// Files that only the older has, by object: where a renamed file came from.
    pub gone: BTreeMap<Id, Vec<u8>>,
}

/// Two folders to compare, and how deep they lie.
struct Pair {
    path: Vec<u8>,
    newer: Option<Id>,
    older: Option<Id>,
    depth: usize,
}

/// Compares two folders. `None` where an object is missing, or where more than `left` entries would have to be
/// looked at; what was looked at is taken off, and nothing is left where it would not do.
pub(super) fn changes(repository: &Repository, newer: Id, older: Id, left: &mut usize) -> Option<Changes> {
    let mut found = Changes::default();
    let mut pairs = vec![Pair { path: Vec::new(), newer: Some(newer), older: Some(older), depth: 0 }];
    while let Some(pair) = pairs.pop() {
        if pair.newer == pair.older {
            continue;
        }
        if pair.depth > DEEPEST {
            return None;
        }
        let (newer, older) = (entries(repository, pair.newer)?, entries(repository, pair.older)?);
        let Some(rest) = left.checked_sub(newer.len() + older.len()) else {
            *left = 0;
            return None;
        };
        *left = rest;
        for (name, (new, old)) in side_by_side(&newer, &older) {
            if new == old {
                continue;
            }
            let path = join(&pair.path, name);
            let tree =
                |entry: Option<&Entry>| entry.filter(|entry| entry.kind == EntryKind::Tree).map(|entry| entry.id);
            let file = |entry: Option<&Entry>| entry.filter(|entry| is_file(entry.kind)).map(|entry| entry.id);
            let (newer, older) = (tree(new), tree(old));
            if newer.is_some() || older.is_some() {
                pairs.push(Pair { path: path.clone(), newer, older, depth: pair.depth + 1 });
            }
            match (file(new), file(old)) {
                // Only the right to run it changed.
                (Some(new), Some(old)) if new == old => {}
                (Some(new), old) => {
                    found.changed.insert(path, (new, old.is_some()));
                }
                (None, Some(old)) => {
                    let from = found.gone.entry(old).or_insert_with(|| path.clone());
                    // Whatever order folders are looked at in.
                    if path < *from {
                        *from = path;
                    }
                }
                (None, None) => {}
            }
        }
    }
    Some(found)
}

fn is_file(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::Blob | EntryKind::BlobExecutable)
}

fn entries(repository: &Repository, tree: Option<Id>) -> Option<Rc<Vec<Entry>>> {
    tree.map_or_else(|| Some(Rc::default()), |tree| repository.tree(&tree))
}

type Sides<'a> = (Option<&'a Entry>, Option<&'a Entry>);

/// Entries of two folders by name.
fn side_by_side<'a>(newer: &'a [Entry], older: &'a [Entry]) -> BTreeMap<&'a [u8], Sides<'a>> {
    let mut sides: BTreeMap<&[u8], Sides<'_>> = BTreeMap::new();
    for entry in newer {
        sides.entry(&entry.name).or_default().0 = Some(entry);
    }
    for entry in older {
        sides.entry(&entry.name).or_default().1 = Some(entry);
    }
    sides
}

fn join(folder: &[u8], name: &[u8]) -> Vec<u8> {
    if folder.is_empty() { name.to_vec() } else { [folder, b"/", name].concat() }
}
