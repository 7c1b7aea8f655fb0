//! The shapes of a slide: placeholders, text boxes, groups, tables and SmartArt.

use std::collections::BTreeMap;

use super::super::super::Role;
use super::super::super::draft::Row;
use super::super::drawn_text;
use super::super::flow::{Flow, fold};
use super::super::xml::{Element, Level, Xml};

/// Most columns of a table.
const MAX_COLUMNS: usize = 256;

/// What stands on a slide.
#[derive(Default)]
pub(super) struct Slide {
    /// The lines of its title.
    pub(super) title: Vec<String>,
    /// The rest, in the order of the file.
    pub(super) pieces: Vec<Piece>,
    /// The texts of its SmartArt by relationship id.
    pub(super) diagrams: BTreeMap<String, Vec<String>>,
}

/// One thing on a slide.
pub(super) enum Piece {
    /// A paragraph.
    Text(Role, String),
    /// A table.
    Table(Vec<Row>),
}

/// What a shape is there for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    /// The body, whose paragraphs are bullets unless they say otherwise.
    Body,
    Plain,
    Footer,
    Watermark,
    /// Dates, slide numbers and hidden shapes.
    Ignored,
}

impl Slide {
    /// Reads shapes and groups of shapes.
    pub(super) fn shapes(&mut self, xml: &mut Xml<'_>, inside: Level, flow: &mut Flow) {
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "sp" => self.shape(xml, element.inside),
                "tbl" => self.table(xml, element.inside, flow),
                "relIds" => {
                    let texts = element.attr("dm").and_then(|id| self.diagrams.remove(&id)).unwrap_or_default();
                    self.pieces.extend(texts.into_iter().map(|text| Piece::Text(Role::Paragraph, text)));
                }
                "AlternateContent" => {
                    if let Some(choice) = xml.child(element.inside) {
                        self.shapes(xml, choice.inside, flow);
                    }
                }
                "Fallback" | "extLst" => {}
                _ => self.shapes(xml, element.inside, flow),
            }
        }
    }

    fn shape(&mut self, xml: &mut Xml<'_>, inside: Level) {
        let mut part = Part::Plain;
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "nvSpPr" => part = part_of(xml, element.inside, Part::Plain),
                "txBody" => self.body(xml, element.inside, part),
                _ => {}
            }
        }
    }

    fn body(&mut self, xml: &mut Xml<'_>, inside: Level, part: Part) {
        while let Some(element) = xml.child(inside) {
            if element.name() != "p" {
                continue;
            }
            let (text, bullet) = paragraph(xml, element.inside);
            if text.is_empty() {
                continue;
            }
            let role = match part {
                Part::Ignored => continue,
                Part::Title => {
                    self.title.push(text);
                    continue;
                }
                Part::Footer => Role::Footer,
                Part::Watermark => Role::Watermark,
                Part::Body if bullet != Some(false) => Role::ListItem,
                Part::Plain if bullet == Some(true) => Role::ListItem,
                Part::Body | Part::Plain => Role::Paragraph,
            };
            self.pieces.push(Piece::Text(role, text));
        }
    }

    fn table(&mut self, xml: &mut Xml<'_>, inside: Level, flow: &mut Flow) {
        let mut rows: Vec<Row> = Vec::new();
        let mut number = 0;
        while let Some(element) = xml.child(inside) {
            if element.name() != "tr" {
                continue;
            }
            number += 1;
            let mut cells: Vec<String> = Vec::new();
            while let Some(cell) = xml.child(element.inside) {
                if cell.name() != "tc" || cells.len() >= MAX_COLUMNS {
                    continue;
                }
                let above = rows.last().and_then(|row| row.cells.get(cells.len())).filter(|_| cell.is_on("vMerge"));
                let text = match above {
                    Some(above) => above.clone(),
                    None => cell_text(xml, cell.inside),
                };
                if flow.cell(text.len()) {
                    cells.push(text);
                }
            }
            rows.push(Row { number, cells });
        }
        self.pieces.push(Piece::Table(rows));
    }
}

/// What a shape is there for, by its non-visual properties.
fn part_of(xml: &mut Xml<'_>, inside: Level, mut part: Part) -> Part {
    while let Some(element) = xml.child(inside) {
        part = match element.name() {
            "cNvPr" if element.is_on("hidden") => Part::Ignored,
            "cNvPr" if element.attr("name").is_some_and(|name| name.to_lowercase().contains("watermark")) => {
                Part::Watermark
            }
            "ph" if part == Part::Plain => placeholder(&element),
            _ => part_of(xml, element.inside, part),
        };
    }
    part
}

fn placeholder(element: &Element<'_>) -> Part {
    match element.attr("type").as_deref() {
        Some("title" | "ctrTitle") => Part::Title,
        Some("body" | "obj") | None => Part::Body,
        Some("ftr" | "hdr") => Part::Footer,
        Some("dt" | "sldNum" | "sldImg") => Part::Ignored,
        Some(_) => Part::Plain,
    }
}

/// The text of a paragraph, and whether it says that it has a bullet.
fn paragraph(xml: &mut Xml<'_>, inside: Level) -> (String, Option<bool>) {
    let mut text = String::new();
    let mut bullet = None;
    while let Some(element) = xml.child(inside) {
        match element.name() {
            "pPr" => {
                while let Some(property) = xml.child(element.inside) {
                    match property.name() {
                        "buNone" => bullet = Some(false),
                        "buChar" | "buAutoNum" | "buBlip" => bullet = Some(true),
                        _ => {}
                    }
                }
            }
            "br" => text.push(' '),
            "endParaRPr" | "Fallback" => {}
            _ => text.push_str(&drawn_text(xml, element.inside)),
        }
    }
    (fold(&text), bullet)
}

fn cell_text(xml: &mut Xml<'_>, inside: Level) -> String {
    let mut paragraphs = Vec::new();
    while let Some(body) = xml.child(inside) {
        if body.name() != "txBody" {
            continue;
        }
        while let Some(element) = xml.child(body.inside) {
            if element.name() == "p" {
                paragraphs.push(paragraph(xml, element.inside).0);
            }
        }
    }
    fold(&paragraphs.join(" "))
}
