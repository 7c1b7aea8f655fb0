//! Word tables as grids: a cell spanning columns is followed by blanks, one spanning rows is
//! repeated. A table of a single cell is only a frame around text and is read as such.

use super::super::super::draft::Row;
use super::super::super::{Block, Content, Role};
use super::super::xml::{Level, Xml};
use super::body::{Body, Region};

/// Most columns: Word itself has 63.
const MAX_COLUMNS: usize = 256;

/// A table being read.
#[derive(Default)]
struct Grid {
    rows: Vec<Row>,
    count: u32,
    cells: usize,
    /// What stands in cells and is no text of theirs: nested tables, notes, text boxes.
    beside: Vec<Block>,
    /// The blocks of the first cell, kept in case that it is the only one.
    first: Vec<Block>,
}

#[derive(Default)]
struct CellShape {
    columns: usize,
    continues: bool,
}

impl Body<'_> {
    /// Reads a table and adds it, then what was nested in it.
    pub(super) fn table(&mut self, xml: &mut Xml<'_>, inside: Level) {
        let page = self.page;
        let headings = self.flow.headings();
        let caption = self.caption.take();
        let mut grid = Grid::default();
        self.rows(xml, inside, &mut grid);
        if grid.cells == 1 {
            self.flow.blocks.append(&mut grid.first);
        } else {
            self.flow.set_headings(headings);
            if self.region == Region::Main {
                self.flow.place.page = Some(page);
            }
            self.flow.table(caption, grid.rows);
            self.flow.blocks.append(&mut grid.beside);
        }
        if self.region == Region::Main {
            self.flow.place.page = Some(self.page);
        }
    }

    fn rows(&mut self, xml: &mut Xml<'_>, inside: Level, grid: &mut Grid) {
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "tr" => self.row(xml, element.inside, grid),
                "del" | "moveFrom" | "sdtPr" | "tblPr" | "tblGrid" => {}
                _ => self.rows(xml, element.inside, grid),
            }
            if self.flow.full() {
                return;
            }
        }
    }

    fn row(&mut self, xml: &mut Xml<'_>, inside: Level, grid: &mut Grid) {
        let start = (self.page, self.page);
        let mut row = Vec::new();
        let pages = self.cells(xml, inside, grid, &mut row, start);
        // A break runs through all cells of a row, and Word marks it in each.
        self.page = pages.unwrap_or(start.0);
        if pages.is_some() {
            grid.count += 1;
            grid.rows.push(Row { number: grid.count, cells: row });
        }
    }

    /// Reads the cells of a row; gives the page on which it ends, or nothing for a deleted row.
    fn cells(
        &mut self,
        xml: &mut Xml<'_>,
        inside: Level,
        grid: &mut Grid,
        row: &mut Vec<String>,
        (first_page, mut last_page): (u32, u32),
    ) -> Option<u32> {
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "trPr" => {
                    while let Some(property) = xml.child(element.inside) {
                        match property.name() {
                            "del" => return None,
                            "gridBefore" => self.blanks(row, property.number("val").unwrap_or(0)),
                            _ => {}
                        }
                    }
                }
                "tc" => {
                    self.page = first_page;
                    self.cell(xml, element.inside, grid, row);
                    last_page = last_page.max(self.page);
                }
                "tblPrEx" | "sdtPr" => {}
                _ => last_page = self.cells(xml, element.inside, grid, row, (first_page, last_page))?,
            }
        }
        Some(last_page)
    }

    fn cell(&mut self, xml: &mut Xml<'_>, inside: Level, grid: &mut Grid, row: &mut Vec<String>) {
        let mut shape = CellShape { columns: 1, continues: false };
        let blocks = self.capture_cell(xml, inside, &mut shape);
        let column = row.len();
        let mut text = String::new();
        if grid.cells == 0 {
            grid.first.clone_from(&blocks);
        }
        grid.cells += 1;
        for block in blocks {
            match &block.content {
                Content::Heading(_, part) => join(&mut text, part),
                Content::Text(role, part) if self.is_own(*role) => join(&mut text, part),
                _ => grid.beside.push(block),
            }
        }
        let mut repeated = 0;
        if shape.continues && text.is_empty() {
            let above = grid.rows.last().and_then(|row| row.cells.get(column));
            text = above.cloned().unwrap_or_default();
            repeated = text.len();
        }
        if row.len() < MAX_COLUMNS && self.flow.cell(repeated) {
            row.push(text);
            self.blanks(row, shape.columns - 1);
        }
    }

    fn capture_cell(&mut self, xml: &mut Xml<'_>, inside: Level, shape: &mut CellShape) -> Vec<Block> {
        let region = self.region;
        self.capture(region, |body| {
            while let Some(element) = xml.child(inside) {
                match element.name() {
                    "tcPr" => shape.read(xml, element.inside),
                    _ => body.block(xml, &element),
                }
            }
        })
    }

    fn blanks(&mut self, row: &mut Vec<String>, count: usize) {
        for _ in 0..count.min(MAX_COLUMNS - row.len().min(MAX_COLUMNS)) {
            if !self.flow.cell(0) {
                return;
            }
            row.push(String::new());
        }
    }

    /// Whether a text of this role is a cell's own, not a note or text box anchored in it.
    fn is_own(&self, role: Role) -> bool {
        match self.region.role() {
            Some(own) => role == own,
            None => !matches!(role, Role::Note | Role::Aside | Role::Watermark),
        }
    }
}

impl CellShape {
    fn read(&mut self, xml: &mut Xml<'_>, inside: Level) {
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "gridSpan" => self.columns = element.number("val").unwrap_or(1).clamp(1, MAX_COLUMNS),
                "vMerge" => self.continues = element.attr("val").is_none_or(|value| value != "restart"),
                _ => {}
            }
        }
    }
}

fn join(text: &mut String, part: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(part);
}
