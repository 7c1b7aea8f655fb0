//! OpenDocument text: the body in reading order, notes where they stand, headers and footers once.
//! Tracked deletions and comments are left out.

mod blocks;
mod inline;
mod table;
#[cfg(test)]
mod tests;

use super::super::{Block, Limits, Place, Reading, Role};
use super::flow::Flow;
use super::odf::{self, Styles};
use super::props;
use super::xml::{Level, Xml};
use blocks::Text;

/// Reads an OpenDocument text.
pub(in crate::document) fn read(bytes: &[u8], limits: Limits) -> Reading {
    let mut package = match odf::open(bytes, limits) {
        Ok(package) => package,
        Err(reason) => return Reading::unread(reason),
    };
    let Some(content) = package.part("content.xml") else { return super::nothing(package) };
    let common = package.part("styles.xml").unwrap_or_default();
    let mut styles = Styles::default();
    styles.add(&common);
    styles.add(&content);

    let mut text = Text::new(Flow::new(limits), &styles);
    let mut xml = Xml::new(&content);
    let found = xml.find(0, "body").and_then(|body| xml.child(body.inside));
    if let Some(body) = &found {
        text.blocks(&mut xml, body.inside);
    }
    package.check("content.xml", &xml);
    if found.is_none() {
        return super::nothing(package);
    }
    text.settle_pages();
    let blocks = std::mem::take(&mut text.flow.blocks);
    let (headers, footers) = margins(&mut text, &common);
    text.flow.blocks = [headers, blocks, footers].concat();
    let properties = props::of_odf(&mut package);
    super::finish(text.flow, package, properties)
}

/// The headers and the footers of all page styles, each text once.
fn margins(text: &mut Text<'_>, styles: &str) -> (Vec<Block>, Vec<Block>) {
    let mut xml = Xml::new(styles);
    let mut both = (Vec::new(), Vec::new());
    let Some(master) = xml.find(0, "master-styles") else { return both };
    while let Some(page) = xml.child(master.inside) {
        if page.name() == "master-page" {
            page_margins(text, &mut xml, page.inside, &mut both);
        }
    }
    both
}

fn page_margins(text: &mut Text<'_>, xml: &mut Xml<'_>, inside: Level, both: &mut (Vec<Block>, Vec<Block>)) {
    while let Some(element) = xml.child(inside) {
        if element.attr("display").is_some_and(|display| display == "false") {
            continue;
        }
        let (role, list) = match element.name() {
            "header" | "header-left" | "header-first" => (Role::Header, &mut both.0),
            "footer" | "footer-left" | "footer-first" => (Role::Footer, &mut both.1),
            _ => continue,
        };
        for mut block in text.capture(role, |text| text.blocks(xml, element.inside)) {
            block.place = Place::default();
            if list.len() < super::MARGIN_BLOCKS && !list.contains(&block) {
                list.push(block);
            }
        }
    }
}
