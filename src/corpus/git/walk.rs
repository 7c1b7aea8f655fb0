//! One pass over the commits of a history, the newest first: which of them changed which file. A file goes
//! on to the first parent that has it as it is; where none has, the commit changed it. This is what
//! `git log -- FILE` shows, and a file that was only renamed goes on under its old name.

use std::collections::{BTreeSet, BinaryHeap, HashMap};

use super::Bounds;
use super::changes::{Changes, changes};
use super::message;
use super::repository::{Commit, Id, Repository};

/// What the history holds of one file.
#[derive(Debug, Clone, Default)]
pub(super) struct Traced {
    /// How many commits changed it.
    pub changes: u32,
    /// The one that did so last.
    pub last: Option<Id>,
    /// The last merge that brought that change in and says who approved it.
    pub approved: Option<Id>,
    /// Whether there may be more changes before what could be read.
    pub open: bool,
}

/// What came of a walk.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// In the order of the files.
    pub traced: Vec<Traced>,
    /// Whether a shallow clone cuts the history off.
    pub shallow: bool,
    /// Whether the bounds were met.
    pub bounded: bool,
    /// Objects that are missing or damaged.
    pub lost: usize,
}

/// A commit of the graph.
struct Node {
    id: Id,
    tree: Id,
    time: i64,
    /// In their order; `None`: not there to be read.
    parents: Vec<Option<usize>>,
}

/// A file, by its number, under a path, by its number.
type Live = BTreeSet<(u32, u32)>;

/// Walks from a head; `files` are paths there.
pub(super) fn walk(repository: &Repository, head: Id, files: &[Vec<u8>], bounds: Bounds) -> Walked {
    let mut walked = Walked { traced: vec![Traced::default(); files.len()], ..Walked::default() };
    let nodes = graph(repository, head, bounds.commits, &mut walked);
    if nodes.is_empty() {
        return walked;
    }
    let mut walk = Walk {
        repository,
        paths: Paths::default(),
        live: std::iter::repeat_with(Live::new).take(nodes.len()).collect(),
        left: bounds.entries,
        walked,
    };
    for (number, path) in (0..).zip(files) {
        let path = walk.paths.number(path);
        walk.live[0].insert((path, number));
    }
    for index in newest_first(&nodes) {
        walk.step(&nodes, index);
    }
    walk.walked
}

/// The commits behind a head, as they are found.
#[derive(Default)]
struct Graph {
    nodes: Vec<Node>,
    known: HashMap<Id, usize>,
    /// Commits whose parents are still to be looked at, the newest first.
    waiting: BinaryHeap<(i64, Id, usize)>,
    /// Their parents.
    behind: Vec<Vec<Id>>,
}

impl Graph {
    fn add(&mut self, id: Id, commit: Commit) -> usize {
        let index = self.nodes.len();
        self.known.insert(id, index);
        self.waiting.push((commit.time, id, index));
        self.nodes.push(Node { id, tree: commit.tree, time: commit.time, parents: Vec::new() });
        self.behind.push(commit.parents);
        index
    }
}

/// The commits behind a head, at most `limit`, the newest first; the head is the first.
fn graph(repository: &Repository, head: Id, limit: usize, walked: &mut Walked) -> Vec<Node> {
    let shallow: BTreeSet<Id> = repository.shallow().into_iter().collect();
    let mut graph = Graph::default();
    match repository.commit(&head) {
        Some(commit) => _ = graph.add(head, commit),
        None => walked.lost += 1,
    }
    while let Some((_, id, index)) = graph.waiting.pop() {
        let cut = shallow.contains(&id);
        for parent in std::mem::take(&mut graph.behind[index]) {
            let found = match graph.known.get(&parent) {
                _ if cut => {
                    walked.shallow = true;
                    None
                }
                Some(known) => Some(*known),
                None if graph.nodes.len() >= limit => {
                    walked.bounded = true;
                    None
                }
                None => {
                    let commit = repository.commit(&parent);
                    walked.lost += usize::from(commit.is_none());
                    commit.map(|commit| graph.add(parent, commit))
                }
            };
            // The same parent twice says nothing.
            if found.is_none() || !graph.nodes[index].parents.contains(&found) {
                graph.nodes[index].parents.push(found);
            }
        }
    }
    graph.nodes
}

/// Commits in an order in which each stands before its parents, whatever the clocks said.
fn newest_first(nodes: &[Node]) -> Vec<usize> {
    let mut children = vec![0_usize; nodes.len()];
    nodes.iter().flat_map(|node| node.parents.iter().flatten()).for_each(|parent| children[*parent] += 1);
    let mut ready: BinaryHeap<(i64, Id, usize)> = BinaryHeap::new();
    ready.extend(nodes.iter().take(1).map(|head| (head.time, head.id, 0)));
    let mut order = Vec::with_capacity(nodes.len());
    while let Some((.., index)) = ready.pop() {
        order.push(index);
        for parent in nodes[index].parents.iter().flatten() {
            children[*parent] -= 1;
            if children[*parent] == 0 {
                ready.push((nodes[*parent].time, nodes[*parent].id, *parent));
            }
        }
    }
    order
}

/// Paths by number, so that sets of them are small.
#[derive(Default)]
struct Paths {
    numbers: HashMap<Vec<u8>, u32>,
}

impl Paths {
    fn number(&mut self, path: &[u8]) -> u32 {
        if let Some(known) = self.numbers.get(path) {
            return *known;
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(path.to_vec(), number);
        number
    }
}

struct Walk<'a> {
    repository: &'a Repository,
    paths: Paths,
    /// What is still to be traced, by the commit at which it has arrived.
    live: Vec<Live>,
    /// Entries of folders that may still be compared.
    left: usize,
    walked: Walked,
}

impl Walk<'_> {
    /// Sends the files that have arrived at a commit on to its parents.
    fn step(&mut self, nodes: &[Node], index: usize) {
        let node = &nodes[index];
        let mut here = std::mem::take(&mut self.live[index]);
        if here.is_empty() {
            return;
        }
        let mut open = false;
        // Files of this commit that a parent has in another form.
        let mut kept: Vec<(usize, BTreeSet<u32>)> = Vec::new();
        for (nth, parent) in node.parents.iter().enumerate() {
            if here.is_empty() {
                return;
            }
            let compared = parent.and_then(|parent| Some((parent, self.compare(node.tree, nodes[parent].tree)?)));
            let Some((parent, changes)) = compared else {
                open = true;
                continue;
            };
            let (changed, older) = self.split(&mut here, &changes);
            // Where the first parent cannot be read, nobody knows what came in.
            if nth > 0 && !open {
                self.brought(node.id, &here);
            }
            let same = std::mem::replace(&mut here, changed);
            union(&mut self.live[parent], same);
            kept.push((parent, older));
        }
        let mut counted = BTreeSet::new();
        for (_, file) in here.iter().filter(|(_, file)| counted.insert(*file)) {
            let traced = &mut self.walked.traced[*file as usize];
            if open {
                // It may have come as it is from a parent that cannot be read.
                traced.open = true;
            } else {
                traced.changes += 1;
                traced.last.get_or_insert(node.id);
            }
        }
        for (parent, older) in kept {
            let on = here.iter().copied().filter(|(path, _)| older.contains(path));
            union(&mut self.live[parent], on.collect());
        }
    }

    fn compare(&mut self, newer: Id, older: Id) -> Option<Changes> {
        let found = changes(self.repository, newer, older, &mut self.left);
        if found.is_none() {
            let is_lost = self.left > 0;
            self.walked.lost += usize::from(is_lost);
            self.walked.bounded |= !is_lost;
        }
        found
    }

    /// Takes what a parent has not so out of `here`, in which renamed files get the name that they had there.
    /// Also gives the paths that the parent has in another form.
    fn split(&mut self, here: &mut Live, changes: &Changes) -> (Live, BTreeSet<u32>) {
        let (mut changed, mut renamed, mut older) = (Live::new(), Live::new(), BTreeSet::new());
        for (path, (id, in_older)) in &changes.changed {
            let Some(number) = self.paths.numbers.get(path).copied() else { continue };
            let found: Vec<(u32, u32)> = here.range((number, 0)..=(number, u32::MAX)).copied().collect();
            if found.is_empty() {
                continue;
            }
            found.iter().for_each(|one| _ = here.remove(one));
            match changes.gone.get(id).filter(|_| !in_older) {
                Some(name) => {
                    let name = self.paths.number(name);
                    renamed.extend(found.iter().map(|(_, file)| (name, *file)));
                }
                None => changed.extend(found),
            }
            if *in_older {
                older.insert(number);
            }
        }
        here.extend(renamed);
        (changed, older)
    }

    /// Notes a merge that brought files in as they are and says who approved.
    fn brought(&mut self, merge: Id, files: &Live) {
        let traced = &self.walked.traced;
        let new = |file: u32| traced[file as usize].last.is_none() && traced[file as usize].approved.is_none();
        let files: Vec<u32> = files.iter().map(|(_, file)| *file).filter(|file| new(*file)).collect();
        if files.is_empty() {
            return;
        }
        let message = self.repository.commit(&merge).map(|commit| commit.message).unwrap_or_default();
        if message::approved_by(&message).is_some() {
            files.iter().for_each(|file| self.walked.traced[*file as usize].approved = Some(merge));
        }
    }
}

/// Adds the smaller to the larger of two sets.
fn union(into: &mut Live, mut from: Live) {
    if from.len() > into.len() {
        std::mem::swap(into, &mut from);
    }
    into.extend(from);
}
