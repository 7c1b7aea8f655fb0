//! The evidence binder: sheets that are drawn (`report::binder`) and the pages of the organisation's own PDFs, each
//! stamped and otherwise as it is, in one PDF. The same input gives the same bytes.

mod carry;
mod jumps;
mod layers;
mod open;
mod outline;
#[cfg(test)]
mod samples;
mod seal;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::sha256;
use crate::assessment::Assessment;
use crate::report::Words;
use crate::report::binder::{Body, Contents, Jump, Sheets, Slot, Why, sheets, written};
use layers::Layers;
use open::{Source, open};

/// Most bytes of the PDFs in one binder, which is put together in memory.
const BYTES: usize = 1 << 30;

/// What is to be bound.
pub struct Order<'a> {
    /// The assessment, limited to the clauses that are asked for.
    pub assessment: &'a Assessment,
    /// The words of its sheets.
    pub words: &'a Words,
    /// The bytes of a document, or why there are none.
    pub document: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
}

/// A binder.
pub struct Binder {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// How many documents.
    pub exhibits: usize,
    /// The PDFs whose pages could not be bound, by path.
    pub unbound: Vec<(String, Why)>,
}

/// A binder, or every document that is not what was assessed.
///
/// # Errors
/// When the documents are too large to be bound together, or something cannot be written.
pub fn bind(order: &Order<'_>) -> Result<Result<Binder, Vec<String>>> {
    let contents = Contents::new(order.assessment);
    let mut sources: BTreeMap<usize, Source> = BTreeMap::new();
    let (mut bodies, mut differing, mut unbound) = (Vec::new(), Vec::new(), Vec::new());
    let mut total = 0_usize;
    for (at, exhibit) in contents.exhibits().iter().enumerate() {
        let bytes = match (order.document)(exhibit.path) {
            Ok(bytes) if sha256(&bytes) == exhibit.sha256 => bytes,
            Ok(_) => {
                differing.push(format!("{}: changed since it was assessed", exhibit.path));
                continue;
            }
            Err(why) => {
                differing.push(format!("{}: {why}", exhibit.path));
                continue;
            }
        };
        total += if exhibit.is_pdf { bytes.len() } else { 0 };
        if total > BYTES {
            bail!("the PDFs are larger than {} MiB together; bind fewer clauses at a time", BYTES >> 20);
        }
        bodies.push(match exhibit.is_pdf.then(|| open(&bytes)) {
            None => Body::Named,
            Some(Err(why)) => {
                unbound.push((exhibit.path.to_owned(), why));
                Body::Unbound(why)
            }
            Some(Ok(source)) => {
                let pages = u32::try_from(source.pages.len()).unwrap_or(u32::MAX);
                sources.insert(at, source);
                Body::Pages(pages)
            }
        });
    }
    if !differing.is_empty() {
        return Ok(Err(differing));
    }
    let sheets = sheets(order.assessment, &contents, &bodies, order.words)?;
    let pages = sheets.slots.len();
    let document = bound(sheets, sources)?;
    let bytes = written(document, order.assessment, order.words)?;
    Ok(Ok(Binder { bytes, pages, exhibits: bodies.len(), unbound }))
}

/// The document with everything in its place.
fn bound(sheets: Sheets, mut sources: BTreeMap<usize, Source>) -> Result<Document> {
    let Sheets { mut document, slots, jumps, outline } = sheets;
    let drawn: Vec<ObjectId> = document.page_iter().collect();
    let tree = document.catalog()?.get(b"Pages")?.as_reference()?;
    let mut stamps: BTreeMap<usize, Vec<ObjectId>> = BTreeMap::new();
    for slot in &slots {
        if let Slot::Page(exhibit, _, stamp) = slot {
            stamps.entry(*exhibit).or_default().push(form(&mut document, drawn[*stamp])?);
        }
    }
    let mut layers = Layers::default();
    let mut carried: BTreeMap<usize, Vec<ObjectId>> = BTreeMap::new();
    for (exhibit, stamps) in &stamps {
        if let Some(source) = sources.remove(exhibit) {
            carried.insert(*exhibit, carry::carry(source, stamps, &mut document, &mut layers));
        }
    }
    let page = |slot: &Slot| match slot {
        Slot::Sheet(at) => drawn[*at],
        Slot::Page(exhibit, page, _) => carried[exhibit][*page as usize],
    };
    let pages: Vec<ObjectId> = slots.iter().map(page).collect();
    for id in &pages {
        document.get_dictionary_mut(*id)?.set("Parent", tree);
    }
    link(&mut document, &jumps, &pages)?;
    let node = document.get_dictionary_mut(tree)?;
    node.set("Count", pages.len() as i64);
    node.set("Kids", Object::Array(pages.iter().copied().map(Object::Reference).collect()));
    let outline = outline::outline(&mut document, &outline, &pages);
    let catalog = document.catalog_mut()?;
    catalog.set("Outlines", outline);
    catalog.set("PageMode", "UseOutlines");
    if let Some(properties) = layers.properties() {
        catalog.set("OCProperties", properties);
    }
    Ok(document)
}

/// A page as a picture that other pages can show.
fn form(document: &mut Document, page: ObjectId) -> Result<ObjectId> {
    let Some(Object::Dictionary(page)) = document.objects.remove(&page) else { bail!("a stamp is no page") };
    let content = page.get(b"Contents")?.as_reference()?;
    let form = document.get_object_mut(content)?.as_stream_mut()?;
    form.dict.set("Type", "XObject");
    form.dict.set("Subtype", "Form");
    form.dict.set("BBox", page.get(b"MediaBox")?.clone());
    form.dict.set("Resources", page.get(b"Resources")?.clone());
    Ok(content)
}

/// Links of the sheets.
fn link(document: &mut Document, jumps: &[Jump], pages: &[ObjectId]) -> Result<()> {
    let mut links: BTreeMap<usize, Vec<Object>> = BTreeMap::new();
    for jump in jumps {
        let mut link = Dictionary::new();
        link.set("Type", "Annot");
        link.set("Subtype", "Link");
        link.set("Rect", jump.place.map(Object::Real).to_vec());
        link.set("Border", vec![0.into(), 0.into(), 0.into()]);
        // Printed as it is seen.
        link.set("F", 4);
        link.set("Dest", vec![Object::Reference(pages[jump.to]), "Fit".into()]);
        links.entry(jump.from).or_default().push(document.add_object(link).into());
    }
    for (from, links) in links {
        document.get_dictionary_mut(pages[from])?.set("Annots", links);
    }
    Ok(())
}
