//! A working paper to print: the paper as every form has it, on pages with room to write, and behind it a sheet to
//! tick for each sample.

use anyhow::Result;

use super::paper::{Block, Paper, Part, Printed, Table, Worded};
use super::plain::{TEXT, clean};
use super::sheet::{About, Cell, Flow, Frame, Grid, Setter, Style, draw, written};
use super::ticks;
use super::words::Words;
use crate::audit::sheets::Sheet;

/// Writes a working paper as a PDF, in the language of `words`: the same one gives the same bytes.
///
/// # Errors
/// When fonts cannot be embedded, or memory does not suffice.
pub fn working_paper(sheet: &Sheet, words: &'static Words) -> Result<Vec<u8>> {
    let alone = Sheet { samples: Vec::new(), ..sheet.clone() };
    let paper = Worded { what: &alone, words }.paper();
    let mut setter = Setter::default();
    let mut pages = laid_out(&paper, Flow::new(&mut setter, Frame::ACROSS, None));
    for sample in &sheet.samples {
        pages.extend(ticks::sheets(sample, sheet.organisation.as_deref(), words, &mut setter));
    }
    let title = clean(&paper.title, TEXT);
    ticks::foot(&mut pages, &mut setter, &title, words);
    let about = About {
        title: &title,
        language: paper.lang,
        creator: concat!("iso20k ", env!("CARGO_PKG_VERSION")),
        date: &sheet.as_of,
    };
    written(draw(&pages)?, &about)
}

fn laid_out(paper: &Paper, mut flow: Flow<'_>) -> Vec<super::sheet::Page> {
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
            Block::Table(table) | Block::Picture(_, table) => flow.table(&grid(table)),
            // No working paper has a table from outside.
            Block::Grid(_) => {}
            Block::Room(what, lines) => ticks::room(flow, what, *lines),
            // What it shows stands in the tables.
            Block::Drawing { .. } => {}
        }
        flow.space(4.0);
    }
    flow.space(6.0);
}

/// A table whose columns take room by what stands in them.
fn grid(table: &Table) -> Grid {
    let columns = table.headings.iter().enumerate().map(|(at, heading)| {
        let cells = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count().min(160));
        let longest = cells.max().unwrap_or_default().max(heading.chars().count());
        ((*heading).to_owned(), (longest as f32).clamp(14.0, 90.0))
    });
    let rows = table.rows.iter().map(|row| row.iter().map(|cell| Cell::text(clean(cell, TEXT))).collect());
    Grid { columns: columns.collect(), rows: rows.collect(), ..Grid::default() }
}
