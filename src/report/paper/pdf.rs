//! A paper to print: the paper as every form has it, on pages with room to write.

use anyhow::Result;

use super::columns::shares;
use super::{Block, Paper, Part, Table};
use crate::report::plain::{TEXT, clean};
use crate::report::sheet::{About, Cell, Flow, Frame, Grid, Page, Setter, Style, draw, written};
use crate::report::ticks;
use crate::report::words::{Language, Words};

/// Writes a paper as a PDF, with whatever pages come behind it: the same ones give the same bytes.
///
/// # Errors
/// When fonts cannot be embedded, or memory does not suffice.
pub(in crate::report) fn write(paper: &Paper, behind: impl FnOnce(&mut Setter) -> Vec<Page>) -> Result<Vec<u8>> {
    let mut setter = Setter::default();
    let frame = if paper.upright { Frame::UPRIGHT } else { Frame::ACROSS };
    let mut pages = laid_out(paper, Flow::new(&mut setter, frame, None));
    pages.extend(behind(&mut setter));
    let title = clean(&paper.title, TEXT);
    let words = Words::of(Language::parse(paper.lang).unwrap_or_default());
    ticks::foot(&mut pages, &mut setter, &title, words);
    let about = About {
        title: &title,
        language: paper.lang,
        creator: concat!("iso20k ", env!("CARGO_PKG_VERSION")),
        date: &paper.as_of,
    };
    written(draw(&pages)?, &about)
}

fn laid_out(paper: &Paper, mut flow: Flow<'_>) -> Vec<Page> {
    flow.heading(&clean(&paper.title, TEXT), 17.0);
    for note in &paper.notes {
        flow.text(&clean(note, TEXT), Style::NOTE);
    }
    flow.space(10.0);
    paper.parts.iter().for_each(|part| laid(part, &mut flow));
    flow.pages()
}

fn laid(part: &Part, flow: &mut Flow<'_>) {
    flow.heading(&clean(&part.heading, TEXT), if part.level > 2 { 10.5 } else { 13.0 });
    for block in &part.blocks {
        match block {
            Block::Text(text) => flow.text(&clean(text, TEXT), Style::BODY),
            Block::List(items) => {
                items.iter().for_each(|item| flow.text(&format!("– {}", clean(item, TEXT)), Style::BODY));
            }
            Block::Table(table) | Block::Picture(_, table) => flow.table(&of_table(table)),
            Block::Grid(rows) => {
                if let Some((headings, rows)) = rows.split_first() {
                    flow.table(&grid(headings, rows));
                }
            }
            Block::Room(what, lines) => ticks::room(flow, what, *lines),
            // What it shows stands in the tables.
            Block::Drawing { .. } => {}
        }
        flow.space(4.0);
    }
    flow.space(6.0);
}

fn of_table(table: &Table) -> Grid {
    let headings: Vec<String> = table.headings.iter().map(|heading| (*heading).to_owned()).collect();
    grid(&headings, &table.rows)
}

fn grid(headings: &[String], rows: &[Vec<String>]) -> Grid {
    let columns = headings.iter().cloned().zip(shares(headings, rows)).collect();
    let rows = rows.iter().map(|row| row.iter().map(|cell| Cell::text(clean(cell, TEXT))).collect());
    Grid { columns, rows: rows.collect(), ..Grid::default() }
}
