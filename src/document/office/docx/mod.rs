//! Word: the body in reading order, then notes where they are referred to, headers and footers of
//! each section once. Headings carry the numbers that Word shows. What Word would not show (deleted
//! text, field codes, comments) is left out.

mod body;
mod inline;
mod numbering;
mod paragraph;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::super::{Block, Limits, Place, Reading};
use super::flow::Flow;
use super::package::{Package, Relations};
use super::props;
use super::xml::Xml;
use body::{Body, Region};
use numbering::Numbering;
use styles::Styles;

/// Reads a Word file.
pub(in crate::document) fn read(bytes: &[u8], limits: Limits) -> Reading {
    let mut package = match Package::open(bytes, limits) {
        Ok(package) => package,
        Err(reason) => return Reading::unread(reason),
    };
    let main = package.main_part(&["word/document.xml"]);
    let Some((main, text)) = main.and_then(|main| package.part(&main).map(|text| (main, text))) else {
        return super::nothing(package);
    };
    let relations = package.relations(&main);
    let mut part = |kind: &str| relations.first(kind).and_then(|name| package.part(&name));
    let styles = part("styles").map(|text| Styles::read(&text)).unwrap_or_default();
    let numbering = part("numbering").map(|text| Numbering::read(&text)).unwrap_or_default();
    let even = part("settings").is_some_and(|text| text.contains("evenAndOddHeaders"));

    let mut body = Body::new(Flow::new(limits), &styles);
    body.numbering = numbering;
    body.footnotes = notes(&mut body, &mut package, &relations, "footnotes");
    body.endnotes = notes(&mut body, &mut package, &relations, "endnotes");
    body.diagrams = super::diagrams(&mut package, &relations);
    let mut xml = Xml::new(&text);
    if let Some(found) = xml.find(0, "body") {
        body.blocks(&mut xml, found.inside);
    }
    package.check(&main, &xml);
    let properties = props::of_office(&mut package);
    let pages = properties.iter().find(|property| property.name == "Pages");
    body.settle_pages(pages.and_then(|pages| pages.value.parse().ok()));
    let blocks = std::mem::take(&mut body.flow.blocks);
    if blocks.is_empty() && xml.failure().is_some() {
        return super::nothing(package);
    }
    let (headers, footers) = margins(&mut body, &mut package, &relations, even);
    body.flow.blocks = [headers, blocks, footers].concat();
    super::finish(body.flow, package, properties)
}

/// The notes of a part by id, each as its paragraphs.
fn notes(
    body: &mut Body<'_>,
    package: &mut Package<'_>,
    relations: &Relations,
    kind: &str,
) -> BTreeMap<String, Vec<String>> {
    let mut notes = BTreeMap::new();
    let Some(name) = relations.first(kind) else {
        return notes;
    };
    let Some(text) = package.part(&name) else {
        return notes;
    };
    let mut xml = Xml::new(&text);
    let Some(root) = xml.root() else { return notes };
    while let Some(note) = xml.child(root.inside) {
        let blocks = body.capture(Region::Note, |body| body.blocks(&mut xml, note.inside));
        let texts = blocks.iter().filter_map(|block| super::plain(&block.content)).collect();
        notes.insert(note.attr("id").unwrap_or_default(), texts);
    }
    package.check(&name, &xml);
    notes
}

/// The headers and the footers that the sections show, each text once.
fn margins(
    body: &mut Body<'_>,
    package: &mut Package<'_>,
    relations: &Relations,
    even: bool,
) -> (Vec<Block>, Vec<Block>) {
    let sections = std::mem::take(&mut body.sections);
    let mut both = (Vec::new(), Vec::new());
    for (region, id) in sections.shown(even) {
        let Some(name) = relations.target(&id) else {
            continue;
        };
        let Some(text) = package.part(name) else {
            continue;
        };
        let mut xml = Xml::new(&text);
        let Some(root) = xml.root() else { continue };
        let blocks = body.capture(region, |body| body.blocks(&mut xml, root.inside));
        let name = name.to_owned();
        package.check(&name, &xml);
        let list = if region == Region::Header { &mut both.0 } else { &mut both.1 };
        for mut block in blocks {
            block.place = Place::default();
            if list.len() < super::MARGIN_BLOCKS && !list.contains(&block) {
                list.push(block);
            }
        }
    }
    both
}
