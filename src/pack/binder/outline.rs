//! The outline of a binder: its clauses, and under each the exhibits bound there.

use lopdf::{Dictionary, Document, Object, ObjectId, text_string};

use crate::report::binder::Entry;

/// Adds the outline; gives its root.
pub(super) fn outline(document: &mut Document, entries: &[Entry], pages: &[ObjectId]) -> ObjectId {
    let mut tops: Vec<(ObjectId, Vec<ObjectId>)> = Vec::new();
    let root = document.new_object_id();
    for entry in entries {
        let mut own = Dictionary::new();
        own.set("Title", text_string(&entry.title));
        own.set("Dest", vec![Object::Reference(pages[entry.slot]), "Fit".into()]);
        let id = document.add_object(own);
        match tops.last_mut() {
            Some((_, under)) if entry.is_under => under.push(id),
            _ => tops.push((id, Vec::new())),
        }
    }
    let mut top = Dictionary::new();
    top.set("Type", "Outlines");
    top.set("Count", tops.len() as i64);
    document.objects.insert(root, top.into());
    hang(document, root, &tops.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    for (id, under) in &tops {
        hang(document, *id, under);
        if let (Ok(node), false) = (document.get_dictionary_mut(*id), under.is_empty()) {
            // Closed at first: the clauses alone are a page of outline.
            node.set("Count", -(under.len() as i64));
        }
    }
    root
}

/// Hangs entries under a node, each beside the next.
fn hang(document: &mut Document, node: ObjectId, under: &[ObjectId]) {
    let mut set = |id: ObjectId, key: &str, value: ObjectId| {
        if let Ok(entry) = document.get_dictionary_mut(id) {
            entry.set(key, value);
        }
    };
    for (at, id) in under.iter().enumerate() {
        set(*id, "Parent", node);
        if let Some(next) = under.get(at + 1) {
            set(*id, "Next", *next);
            set(*next, "Prev", *id);
        }
    }
    if let (Some(first), Some(last)) = (under.first(), under.last()) {
        set(node, "First", *first);
        set(node, "Last", *last);
    }
}
