//! Tables of an OpenDocument text as grids: a cell spanning columns is followed by blanks, one
//! spanning rows is repeated. A table of a single cell is only a frame around text.

use super::super::super::draft::Row;
use super::super::super::{Block, Content, Role};
use super::super::odf::Spans;
use super::super::xml::{Element, Level, Xml};
use super::blocks::Text;

/// Most columns and most repetitions of a row: hand-made documents stay far below.
const MAX_COLUMNS: usize = 256;
const MAX_REPEATED: u32 = 1_000;

/// A table being read.
#[derive(Default)]
struct Grid {
    rows: Vec<Row>,
    number: u32,
    cells: usize,
    spans: Spans,
    /// What stands in cells and is no text of theirs: nested tables, notes, text boxes.
    beside: Vec<Block>,
    /// The blocks of the first cell, kept in case that it is the only one.
    first: Vec<Block>,
}

impl Text<'_> {
    /// Reads a table and adds it, then what was nested in it.
    pub(super) fn table(&mut self, xml: &mut Xml<'_>, inside: Level) {
        let headings = self.flow.headings();
        let caption = self.caption.take();
        let page = self.flow.place.page;
        let mut grid = Grid::default();
        self.rows(xml, inside, &mut grid);
        if grid.cells == 1 {
            self.flow.blocks.append(&mut grid.first);
            return;
        }
        self.flow.set_headings(headings);
        self.flow.place.page = page;
        self.flow.table(caption, grid.rows);
        self.flow.blocks.append(&mut grid.beside);
    }

    fn rows(&mut self, xml: &mut Xml<'_>, inside: Level, grid: &mut Grid) {
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "table-row" => self.row(xml, &element, grid),
                "soft-page-break" => self.page_break(),
                "table-column" | "table-columns" | "shapes" => {}
                _ => self.rows(xml, element.inside, grid),
            }
            if self.flow.full() {
                return;
            }
        }
    }

    fn row(&mut self, xml: &mut Xml<'_>, row: &Element<'_>, grid: &mut Grid) {
        let mut cells = Vec::new();
        while let Some(element) = xml.child(row.inside) {
            let text = match element.name() {
                "table-cell" => self.cell(xml, &element, cells.len(), grid),
                "covered-table-cell" => grid.spans.covered(cells.len()),
                _ => continue,
            };
            let repeated = element.number("number-columns-repeated").unwrap_or(1_usize);
            for _ in 0..repeated.min(MAX_COLUMNS - cells.len().min(MAX_COLUMNS)) {
                if !self.flow.cell(0) {
                    break;
                }
                cells.push(text.clone());
            }
        }
        let repeated = row.number("number-rows-repeated").unwrap_or(1).min(MAX_REPEATED);
        let bytes: usize = cells.iter().map(String::len).sum();
        for copy in 0..repeated {
            if copy > 0 && !self.flow.cell(bytes) {
                break;
            }
            grid.number += 1;
            grid.rows.push(Row { number: grid.number, cells: cells.clone() });
        }
    }

    fn cell(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, column: usize, grid: &mut Grid) -> String {
        let forced = self.forced;
        let blocks = self.capture(forced, |text| text.blocks(xml, element.inside));
        if grid.cells == 0 {
            grid.first.clone_from(&blocks);
        }
        grid.cells += 1;
        let mut parts = Vec::new();
        for block in blocks {
            match block.content {
                Content::Heading(_, part) => parts.push(part),
                Content::Text(role, part) if is_own(role, forced) => parts.push(part),
                _ => grid.beside.push(block),
            }
        }
        let text = parts.join(" ");
        grid.spans.start(column, element.number("number-rows-spanned").unwrap_or(1), &text);
        text
    }
}

/// Whether a text of this role is a cell's own, not a note or text box anchored in it.
fn is_own(role: Role, forced: Option<Role>) -> bool {
    match forced {
        Some(own) => role == own,
        None => !matches!(role, Role::Note | Role::Aside | Role::Watermark),
    }
}
