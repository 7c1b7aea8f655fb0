//! Pages carried from one document into another, object by object: contents, fonts, pictures and annotations as
//! they are. What belongs to the whole file (its outline, its scripts, its tags) stays behind.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::open::{Source, unbalanced};
use super::seal;
use super::{jumps, layers};

/// What stays behind of a page: where it hangs, what would run when it is opened, and what points into trees that
/// are not carried.
const LEFT: [&[u8]; 4] = [b"Parent", b"AA", b"StructParents", b"B"];

/// Carries all pages of a source into a document, each with its stamp; gives their ids there.
pub(super) fn carry(
    mut source: Source,
    stamps: &[ObjectId],
    into: &mut Document,
    layers: &mut layers::Layers,
) -> Vec<ObjectId> {
    jumps::settle(&mut source);
    let pages = std::mem::take(&mut source.pages);
    let own = layers::of(&source.document);
    let mut carrier = Carrier { from: source.document, into, ids: BTreeMap::new(), open: Vec::new() };
    for (old, _) in &pages {
        let new = carrier.into.new_object_id();
        carrier.ids.insert(*old, new);
    }
    let before = carrier.into.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
    for ((old, page), stamp) in pages.iter().zip(stamps) {
        let page = carrier.page(*old, page, *stamp, before);
        carrier.into.objects.insert(carrier.ids[old], page.into());
    }
    carrier.settle();
    layers.add(own, &carrier.ids);
    pages.iter().map(|(old, _)| carrier.ids[old]).collect()
}

struct Carrier<'a> {
    from: Document,
    into: &'a mut Document,
    /// What an object is called here and there.
    ids: BTreeMap<ObjectId, ObjectId>,
    /// Objects that are named and not carried yet.
    open: Vec<ObjectId>,
}

impl Carrier<'_> {
    /// A page of its own, with its stamp behind its contents.
    fn page(&mut self, id: ObjectId, page: &Dictionary, stamp: ObjectId, before: ObjectId) -> Dictionary {
        let mut page = page.clone();
        LEFT.iter().for_each(|key| {
            page.remove(key);
        });
        let contents = self.parts(page.remove(b"Contents"));
        let mut resources = self.direct(page.get(b"Resources").ok());
        let pictures = self.direct(resources.get(b"XObject").ok());
        let name = seal::free_name(&pictures);
        resources.set("XObject", pictures);
        page.set("Resources", resources);
        let (missing, left) = unbalanced(&self.from, id);
        let place = seal::place(&self.from, &page, self.into.get_object(stamp).ok());
        page.iter_mut().for_each(|(_, value)| self.rename(value));
        // Named only now: the stamp is of the document that the page goes to.
        let resources = page.get_mut(b"Resources").and_then(Object::as_dict_mut);
        if let Ok(pictures) = resources.and_then(|own| own.get_mut(b"XObject")).and_then(Object::as_dict_mut) {
            pictures.set(name.clone(), stamp);
        }
        let mut own = Object::Array(contents);
        self.rename(&mut own);
        let Object::Array(mut own) = own else { return page };
        let first = if missing == 0 { before } else { self.stream("q\n".repeat(missing + 1)) };
        let last = self.stream(seal::drawn(&name, place, left));
        own.insert(0, first.into());
        own.push(last.into());
        page.set("Contents", own);
        page
    }

    fn stream(&mut self, content: String) -> ObjectId {
        self.into.add_object(Stream::new(Dictionary::new(), content.into_bytes()))
    }

    /// The streams of a page's contents.
    fn parts(&self, contents: Option<Object>) -> Vec<Object> {
        let Some(contents) = contents else { return Vec::new() };
        match self.from.dereference(&contents) {
            Ok((_, Object::Array(parts))) => parts.clone(),
            Ok((_, Object::Stream(_))) => vec![contents],
            _ => Vec::new(),
        }
    }

    /// A dictionary that may stand elsewhere, as one that may be changed without changing it elsewhere.
    fn direct(&self, object: Option<&Object>) -> Dictionary {
        let found = object.and_then(|object| self.from.dereference(object).ok());
        found.and_then(|(_, object)| object.as_dict().ok()).cloned().unwrap_or_default()
    }

    /// Carries what is named, and what that names.
    fn settle(&mut self) {
        while let Some(old) = self.open.pop() {
            let Some(mut object) = self.from.objects.remove(&old) else { continue };
            self.rename(&mut object);
            self.into.objects.insert(self.ids[&old], object);
        }
    }

    /// Names in an object become those of the document it goes to.
    fn rename(&mut self, object: &mut Object) {
        match object {
            Object::Reference(id) => *object = self.named(*id),
            Object::Dictionary(action) if is_script(action) => *object = Object::Null,
            Object::Array(items) => items.iter_mut().for_each(|item| self.rename(item)),
            Object::Dictionary(dictionary) => dictionary.iter_mut().for_each(|(_, item)| self.rename(item)),
            Object::Stream(stream) => stream.dict.iter_mut().for_each(|(_, item)| self.rename(item)),
            _ => {}
        }
    }

    fn named(&mut self, old: ObjectId) -> Object {
        if let Some(new) = self.ids.get(&old) {
            return Object::Reference(*new);
        }
        // What leads back to the whole file ends here; so does what is not there.
        let is_root = |object: &Object| {
            object.as_dict().is_ok_and(|dictionary| {
                [&b"Catalog"[..], b"Pages", b"Page", b"StructTreeRoot"]
                    .into_iter()
                    .any(|kind| dictionary.has_type(kind))
            })
        };
        if self.from.objects.get(&old).is_none_or(is_root) {
            return Object::Null;
        }
        let new = self.into.new_object_id();
        self.ids.insert(old, new);
        self.open.push(old);
        Object::Reference(new)
    }
}

/// Whether it is an action that runs a script, wherever it hangs.
fn is_script(action: &Dictionary) -> bool {
    action.has(b"JS") || action.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind == b"JavaScript")
}
