//! PowerPoint: slides in the order in which they are shown, each with its title, its text and its
//! speaker notes. Layouts and masters are left out: they hold prompts, not content.

mod shape;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Limits, Reading, Role};
use super::flow::Flow;
use super::package::{Package, Relations};
use super::props;
use super::xml::Xml;
use shape::{Piece, Slide};

/// Reads a PowerPoint file.
pub(in crate::document) fn read(bytes: &[u8], limits: Limits) -> Reading {
    let mut package = match Package::open(bytes, limits) {
        Ok(package) => package,
        Err(reason) => return Reading::unread(reason),
    };
    let main = package.main_part(&["ppt/presentation.xml"]).unwrap_or_else(|| "ppt/presentation.xml".into());
    let text = package.part(&main).unwrap_or_default();
    let relations = package.relations(&main);
    let mut slides = slides(&text, &relations);
    if slides.is_empty() {
        // The list of slides is lost; they may not be.
        slides = package.numbered("ppt/slides/slide").map(|(_, name)| name).collect();
    }
    if slides.is_empty() {
        return super::nothing(package);
    }
    let mut flow = Flow::new(limits);
    let mut footers = BTreeSet::new();
    for (name, number) in slides.iter().zip(1_u32..) {
        if number as usize > limits.pages {
            flow.problem(format!("more than {} slides: what follows was left out", limits.pages));
        }
        if number as usize > limits.pages || flow.full() {
            break;
        }
        flow.restart();
        flow.place.slide = Some(number);
        slide(name, &mut package, &mut flow, &mut footers);
    }
    let properties = props::of_office(&mut package);
    super::finish(flow, package, properties)
}

/// The parts of the slides in order.
fn slides(text: &str, relations: &Relations) -> Vec<String> {
    let mut xml = Xml::new(text);
    let mut slides = Vec::new();
    if let Some(list) = xml.find(0, "sldIdLst") {
        while let Some(slide) = xml.child(list.inside) {
            if let Some(target) = slide.prefixed("id").and_then(|id| relations.target(&id).map(str::to_owned)) {
                slides.push(target);
            }
        }
    }
    slides
}

fn slide(name: &str, package: &mut Package<'_>, flow: &mut Flow, footers: &mut BTreeSet<String>) {
    let relations = package.relations(name);
    let diagrams = super::diagrams(package, &relations);
    let Some(slide) = parse(name, diagrams, package, flow) else {
        package.problem(format!("{name}: missing"));
        return;
    };
    flow.heading(2, &slide.title.join(" "));
    for piece in slide.pieces {
        match piece {
            Piece::Text(Role::Footer, text) => {
                if footers.insert(text.clone()) {
                    flow.text(Role::Footer, &text);
                }
            }
            Piece::Text(role, text) => flow.text(role, &text),
            Piece::Table(rows) => flow.table(None, rows),
        }
    }
    let Some(notes) = relations.first("notesSlide") else { return };
    let Some(notes) = parse(&notes, BTreeMap::new(), package, flow) else { return };
    for piece in notes.pieces {
        // The body of a notes page is its only list.
        if let Piece::Text(Role::ListItem, text) = piece {
            flow.text(Role::Note, &text);
        }
    }
}

fn parse(
    name: &str,
    diagrams: BTreeMap<String, Vec<String>>,
    package: &mut Package<'_>,
    flow: &mut Flow,
) -> Option<Slide> {
    let text = package.part(name)?;
    let mut xml = Xml::new(&text);
    let mut slide = Slide { diagrams, ..Slide::default() };
    if let Some(tree) = xml.find(0, "spTree") {
        slide.shapes(&mut xml, tree.inside, flow);
    }
    package.check(name, &xml);
    Some(slide)
}
