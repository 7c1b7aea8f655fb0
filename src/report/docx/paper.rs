//! Any other paper as a Word document: across the page, for their tables are wide, in the styles of the report.

use std::collections::BTreeMap;

use anyhow::Result;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::drawing::Drawing;
use super::package::Package;
use super::{ACCENT, Brand, PARTS, locale};
use crate::assessment::Branding;
use crate::report::paper::columns::shares;
use crate::report::paper::{Block, Paper, Table, shown};
use crate::report::templates::Templates;
use crate::report::words::{Language, Words};

/// The body's template, in the place of that of the report.
const BODY: &str = "docx/paper.xml.j2";
/// Room between the margins of a page across, and of one upright, in twentieths of a point.
const ACROSS: usize = 14_570;
const UPRIGHT: usize = 9_638;

/// A part, as the template takes it.
#[derive(Serialize)]
struct Part {
    level: u8,
    heading: String,
    blocks: Vec<Piece>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Piece {
    Text { text: String },
    List { items: Vec<String> },
    Table { widths: Vec<usize>, headings: Vec<String>, rows: Vec<Vec<String>> },
    Room { what: &'static str, lines: usize },
    Drawing { id: &'static str, title: String },
}

pub(in crate::report) fn paper(paper: &Paper) -> Result<Vec<u8>> {
    let language = Language::parse(paper.lang).unwrap_or_default();
    let words = Words::of(language);
    let drawings = drawings(paper)?;
    let markup: BTreeMap<&str, String> = drawings.iter().map(|each| (each.name, each.markup())).collect();
    let title = shown(&paper.title);
    let room = if paper.upright { UPRIGHT } else { ACROSS };
    let brand = Brand::new(&Branding::default());
    let context = context! {
        kind => title.clone(),
        title,
        organisation => "",
        notes => paper.notes.iter().map(|note| shown(note)).collect::<Vec<_>>(),
        parts => Serde(paper.parts.iter().map(|each| part(each, room)).collect::<Vec<_>>()),
        room,
        across => !paper.upright,
        drawings => markup,
        accent => ACCENT,
        brand => Serde(&brand),
        locale => locale(language),
        as_of_long => if paper.as_of.is_empty() { String::new() } else { words.long_date(&paper.as_of) },
        created => paper.as_of.parse::<jiff::civil::Date>().map(|date| date.to_string()).unwrap_or_default(),
        tool => concat!("iso20k ", env!("CARGO_PKG_VERSION")),
    };
    let templates = Templates::embedded();
    let mut package = Package::default();
    for (template, name) in PARTS {
        let template = if *name == "word/document.xml" { BODY } else { template };
        package.text(name, templates.render(template, words, context.clone())?);
    }
    drawings.into_iter().for_each(|drawing| drawing.add_to(&mut package));
    package.finish(None)
}

/// Every drawing once: a file holds no two of one name.
fn drawings(paper: &Paper) -> Result<Vec<Drawing>> {
    let blocks = paper.parts.iter().flat_map(|part| &part.blocks);
    let charts = blocks.filter_map(|block| match block {
        Block::Picture(chart, _) | Block::Drawing { chart, .. } => Some((chart.id, chart)),
        _ => None,
    });
    let charts: BTreeMap<_, _> = charts.collect();
    (1..).zip(charts.into_values()).map(|(id, chart)| Drawing::chart(id, chart)).collect()
}

fn part(part: &crate::report::paper::Part, room: usize) -> Part {
    Part {
        level: part.level,
        heading: shown(&part.heading),
        blocks: part.blocks.iter().flat_map(|block| pieces(block, room)).collect(),
    }
}

fn pieces(block: &Block, room: usize) -> Vec<Piece> {
    let drawing = |chart: &crate::report::charts::Chart| Piece::Drawing { id: chart.id, title: chart.title.clone() };
    match block {
        Block::Text(text) => vec![Piece::Text { text: shown(text) }],
        Block::List(items) => vec![Piece::List { items: items.iter().map(|item| shown(item)).collect() }],
        Block::Table(rows) => vec![table(&headings(rows), &rows.rows, room)],
        Block::Grid(rows) => {
            rows.split_first().map(|(headings, rows)| table(headings, rows, room)).into_iter().collect()
        }
        Block::Room(what, lines) => vec![Piece::Room { what, lines: *lines }],
        // What a picture shows of a table can be read off it as well.
        Block::Picture(chart, rows) => vec![drawing(chart), table(&headings(rows), &rows.rows, room)],
        Block::Drawing { chart, .. } => vec![drawing(chart)],
    }
}

fn headings(table: &Table) -> Vec<String> {
    table.headings.iter().map(|heading| (*heading).to_owned()).collect()
}

fn table(headings: &[String], rows: &[Vec<String>], room: usize) -> Piece {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| shown(cell)).collect()).collect();
    let headings: Vec<String> = headings.iter().map(|heading| shown(heading)).collect();
    let widths = shares(&headings, &rows).into_iter().map(|share| (share * room as f32) as usize).collect();
    Piece::Table { widths, headings, rows }
}
