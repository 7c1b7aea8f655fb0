//! The office formats: Word, Excel, PowerPoint and OpenDocument, read part by part from their zip
//! container, and Excel before 2007. Each reader stops at the limits and keeps what it has by then.

pub(super) mod docx;
mod flow;
mod numbers;
mod odf;
pub(super) mod ods;
pub(super) mod odt;
mod package;
pub(super) mod pptx;
mod props;
mod styles;
pub(super) mod xls;
pub(super) mod xlsx;
mod xml;

#[cfg(test)]
mod testing;

use std::collections::BTreeMap;

use super::{Content, Property, Reading};
use flow::{Flow, fold};
use package::{Package, Relations};
use xml::{Level, Xml};

/// Most blocks kept of the headers, and of the footers, of a document.
const MARGIN_BLOCKS: usize = 500;

/// A file of which the main part cannot be read: why, from what was noted.
fn nothing(mut package: Package<'_>) -> Reading {
    let problems = package.take_problems();
    if problems.iter().any(|problem| problem.ends_with(": encrypted")) {
        return Reading::unread("encrypted");
    }
    let reason = problems.first().map_or("the main part is missing", String::as_str);
    Reading::unread(format!("corrupt: {reason}"))
}

/// The finished reading, with the problems of the container and of the text.
fn finish(mut flow: Flow, mut package: Package<'_>, properties: Vec<Property>) -> Reading {
    for problem in package.take_problems() {
        flow.problem(problem);
    }
    flow.finish(properties)
}

/// The text of a block of running text.
fn plain(content: &Content) -> Option<String> {
    match content {
        Content::Heading(_, text) | Content::Text(_, text) => Some(text.clone()),
        Content::Table(_) => None,
    }
}

/// The texts of the SmartArt drawings of a part, by relationship id.
fn diagrams(package: &mut Package<'_>, relations: &Relations) -> BTreeMap<String, Vec<String>> {
    let mut diagrams = BTreeMap::new();
    for relation in relations.of_kind("diagramData") {
        let Some(text) = package.part(&relation.target) else {
            continue;
        };
        let mut xml = Xml::new(&text);
        let mut texts = Vec::new();
        while let Some(paragraph) = xml.find(0, "p") {
            texts.push(fold(&drawn_text(&mut xml, paragraph.inside)));
        }
        texts.retain(|text| !text.is_empty());
        diagrams.insert(relation.id.clone(), texts);
    }
    diagrams
}

/// The text of a DrawingML paragraph, with breaks and fields; what is no text is left out.
fn drawn_text(xml: &mut Xml<'_>, inside: Level) -> String {
    let mut text = String::new();
    while let Some(element) = xml.child(inside) {
        match element.name() {
            "t" => text.push_str(&xml.text(element.inside)),
            "br" | "tab" => text.push(' '),
            "pPr" | "rPr" | "endParaRPr" | "Fallback" => {}
            _ => text.push_str(&drawn_text(xml, element.inside)),
        }
    }
    text
}
