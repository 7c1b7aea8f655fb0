//! Layers that a page can show or hide: those that a file hides are hidden in the binder, too, or its pages would
//! look other than they are.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

/// The layers of all that is bound, and which of them are hidden.
#[derive(Default)]
pub(super) struct Layers {
    all: Vec<ObjectId>,
    hidden: Vec<ObjectId>,
}

/// The layers of a file, by the names it gives its objects.
pub(super) fn of(document: &Document) -> Layers {
    let ids = |dictionary: &Dictionary, key: &[u8]| -> Vec<ObjectId> {
        let all = dictionary.get_deref(key, document).and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
        all.iter().filter_map(|id| id.as_reference().ok()).collect()
    };
    let properties =
        document.catalog().and_then(|catalog| catalog.get_deref(b"OCProperties", document)).and_then(Object::as_dict);
    let Ok(properties) = properties else { return Layers::default() };
    let all = ids(properties, b"OCGs");
    let Ok(usual) = properties.get_deref(b"D", document).and_then(Object::as_dict) else {
        return Layers { all, hidden: Vec::new() };
    };
    let is_off = usual.get_deref(b"BaseState", document).and_then(Object::as_name).is_ok_and(|name| name == b"OFF");
    let shown: BTreeSet<ObjectId> = ids(usual, b"ON").into_iter().collect();
    let hidden =
        if is_off { all.iter().copied().filter(|id| !shown.contains(id)).collect() } else { ids(usual, b"OFF") };
    Layers { all, hidden }
}

impl Layers {
    /// Adds those of a file that were carried, under the names they have now.
    pub(super) fn add(&mut self, own: Layers, ids: &BTreeMap<ObjectId, ObjectId>) {
        let carried = |all: Vec<ObjectId>| all.into_iter().filter_map(|id| ids.get(&id).copied()).collect::<Vec<_>>();
        self.all.extend(carried(own.all));
        self.hidden.extend(carried(own.hidden));
    }

    /// What a catalog says of them; nothing where there are none.
    pub(super) fn properties(self) -> Option<Dictionary> {
        if self.all.is_empty() {
            return None;
        }
        let named = |ids: Vec<ObjectId>| Object::Array(ids.into_iter().map(Object::Reference).collect());
        let mut usual = Dictionary::new();
        usual.set("OFF", named(self.hidden));
        let mut properties = Dictionary::new();
        properties.set("OCGs", named(self.all));
        properties.set("D", usual);
        Some(properties)
    }
}
