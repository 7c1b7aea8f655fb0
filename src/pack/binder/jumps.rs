//! Links of pages that are carried: those that lead to a named place of their file lead to the place itself, since
//! its list of names stays behind; and what would run something (a script, a program, a form that is sent) does not.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::open::Source;

/// What an action may do: lead somewhere.
const LEADS: [&[u8]; 4] = [b"GoTo", b"GoToR", b"URI", b"Named"];
/// Most actions in a chain.
const CHAIN: usize = 20;
/// Most nodes of a tree of names.
const NODES: usize = 100_000;

/// Settles the annotations of all pages.
pub(super) fn settle(source: &mut Source) {
    let places = places(&source.document);
    let mut changed: Vec<(ObjectId, Dictionary)> = Vec::new();
    let Source { document, pages } = source;
    for (_, page) in pages {
        let Ok(annotations) = page.get_deref(b"Annots", document).and_then(Object::as_array) else { continue };
        let mut kept = annotations.clone();
        for annotation in &mut kept {
            let Ok((id, Object::Dictionary(found))) = document.dereference(annotation) else { continue };
            let Some(settled) = settled(document, found, &places) else { continue };
            match id {
                Some(id) => changed.push((id, settled)),
                None => *annotation = settled.into(),
            }
        }
        page.set("Annots", kept);
    }
    for (id, annotation) in changed {
        document.objects.insert(id, annotation.into());
    }
}

/// An annotation as it is carried; `None` where it can stay as it is.
fn settled(document: &Document, annotation: &Dictionary, places: &BTreeMap<Vec<u8>, Object>) -> Option<Dictionary> {
    let mut own = annotation.clone();
    let mut is_changed = own.remove(b"AA").is_some();
    let action = own.get_deref(b"A", document).and_then(Object::as_dict).ok().cloned();
    if own.has(b"A") && !action.as_ref().is_some_and(|action| leads(document, action)) {
        own.remove(b"A");
        is_changed = true;
    } else if let Some(place) = action.and_then(|action| named(document, &action, b"D", places)) {
        own.remove(b"A");
        own.set("Dest", place);
        is_changed = true;
    }
    if let Some(place) = named(document, &own, b"Dest", places) {
        own.set("Dest", place);
        is_changed = true;
    }
    is_changed.then_some(own)
}

/// The place of that name, where a name is given and not a place.
fn named(document: &Document, from: &Dictionary, key: &[u8], places: &BTreeMap<Vec<u8>, Object>) -> Option<Object> {
    let (Object::Name(name) | Object::String(name, _)) = from.get_deref(key, document).ok()? else { return None };
    places.get(name).cloned()
}

/// Whether an action, and all that follow it, do nothing but lead somewhere.
fn leads(document: &Document, action: &Dictionary) -> bool {
    let mut open = vec![action];
    let mut seen = 0;
    while let Some(action) = open.pop() {
        seen += 1;
        let kind = action.get_deref(b"S", document).and_then(Object::as_name).unwrap_or_default();
        if seen > CHAIN || !LEADS.contains(&kind) {
            return false;
        }
        match action.get_deref(b"Next", document) {
            Ok(Object::Dictionary(next)) => open.push(next),
            Ok(Object::Array(all)) => {
                open.extend(all.iter().filter_map(|next| document.dereference(next).ok()?.1.as_dict().ok()));
            }
            _ => {}
        }
    }
    true
}

/// The named places of a file, from both lists that a file may have.
fn places(document: &Document) -> BTreeMap<Vec<u8>, Object> {
    let mut places = BTreeMap::new();
    let Ok(catalog) = document.catalog() else { return places };
    let mut add = |name: &[u8], value: &Object| {
        let place = match document.dereference(value) {
            Ok((_, Object::Array(place))) => Some(Object::Array(place.clone())),
            Ok((_, Object::Dictionary(held))) => held.get_deref(b"D", document).ok().cloned(),
            _ => None,
        };
        places.extend(place.filter(|place| place.as_array().is_ok()).map(|place| (name.to_vec(), place)));
    };
    if let Ok(all) = catalog.get_deref(b"Dests", document).and_then(Object::as_dict) {
        all.iter().for_each(|(name, value)| add(name, value));
    }
    let names = catalog.get_deref(b"Names", document).and_then(Object::as_dict);
    let Ok(root) = names.and_then(|names| names.get_deref(b"Dests", document)).and_then(Object::as_dict) else {
        return places;
    };
    let mut seen = BTreeSet::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        let pairs = node.get_deref(b"Names", document).and_then(Object::as_array).map(Vec::as_slice);
        for pair in pairs.unwrap_or_default().chunks_exact(2) {
            if let Ok((_, Object::String(name, _))) = document.dereference(&pair[0]) {
                add(name, &pair[1]);
            }
        }
        let kids = node.get_deref(b"Kids", document).and_then(Object::as_array).map(Vec::as_slice);
        let kids = kids.unwrap_or_default().iter().filter_map(|kid| kid.as_reference().ok());
        let fresh = kids.filter(|kid| seen.len() < NODES && seen.insert(*kid)).collect::<Vec<_>>();
        open.extend(fresh.into_iter().filter_map(|kid| document.get_dictionary(kid).ok()));
    }
    places
}
