//! What stands below what: paragraphs and tables from the top of a page to its foot, and on to the next one. Rows
//! stay whole where a page can hold them, and headings of tables come again on each page.

use super::page::{A4, ACCENT, Colour, HAIR, INK, Link, Page, QUIET, TINT, Target, WHITE};
use super::text::{Line, Setter};

/// From one base line to the next, as a share of the size.
const LEADING: f32 = 1.36;
/// From the top of a line to its base, as a share of the size.
const ASCENT: f32 = 1.02;
/// Around what stands in a cell.
const PAD: (f32, f32) = (4.0, 3.2);
/// The size of text in tables.
const CELL: f32 = 8.2;
/// Between short texts on a line.
const GAP: f32 = 7.0;
/// The side of a box to tick.
const TICK: f32 = 10.0;

/// How text looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) colour: Colour,
}

impl Style {
    /// Text of paragraphs.
    pub(crate) const BODY: Self = Self { size: 9.6, bold: false, colour: INK };
    /// What is said besides.
    pub(crate) const NOTE: Self = Self { size: 8.6, bold: false, colour: QUIET };
}

/// Text in a cell, on lines of its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) bold: bool,
    pub(crate) quiet: bool,
    pub(crate) target: Option<Target>,
}

/// What stands in a cell.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    Text(Vec<Piece>),
    /// Short texts one behind the other.
    Row(Vec<Piece>),
    /// A box to tick.
    Tick,
}

impl Cell {
    /// Plain text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(vec![Piece { text: text.into(), ..Piece::default() }])
    }

    /// Text that stands out.
    pub(crate) fn bold(text: impl Into<String>) -> Self {
        Self::Text(vec![Piece { text: text.into(), bold: true, ..Piece::default() }])
    }

    fn is_bold(&self) -> bool {
        matches!(self, Self::Text(pieces) if pieces.first().is_some_and(|piece| piece.bold))
    }

    /// Text that leads somewhere.
    pub(crate) fn link(text: impl Into<String>, target: Target) -> Self {
        Self::Text(vec![Piece { text: text.into(), target: Some(target), ..Piece::default() }])
    }
}

/// A table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    /// What each column is called, and its share of the width.
    pub(crate) columns: Vec<(String, f32)>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// The least height of a row, for what is written by hand.
    pub(crate) least: f32,
    pub(crate) look: Look,
}

/// How the rows of a table are told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Look {
    /// Every other one is tinted.
    #[default]
    Striped,
    /// Those that begin in bold are, and are not left alone at the foot of a page.
    Sections,
    /// Lines run between columns, too.
    Ruled,
}

/// Where a page's text stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) paper: (f32, f32),
    pub(crate) side: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
}

impl Frame {
    /// Upright, with room to bind.
    pub(crate) const UPRIGHT: Self = Self { paper: A4, side: 54.0, top: 58.0, bottom: 58.0 };
    /// Across.
    pub(crate) const ACROSS: Self = Self { paper: (A4.1, A4.0), side: 40.0, top: 44.0, bottom: 46.0 };

    /// How wide its text is.
    pub(crate) fn width(&self) -> f32 {
        self.paper.0 - 2.0 * self.side
    }
}

/// Pages while they are filled.
pub(crate) struct Flow<'a> {
    pub(crate) setter: &'a mut Setter,
    pub(crate) frame: Frame,
    pub(crate) accent: Colour,
    pages: Vec<Page>,
    y: f32,
}

/// Text of a cell that is laid out.
struct Put {
    /// How far from the left edge of the cell's text.
    x: f32,
    /// Which of the cell's lines, from 0.
    row: usize,
    line: Line,
    colour: Colour,
    target: Option<Target>,
}

type Set = Vec<Put>;

impl<'a> Flow<'a> {
    /// Begins with an empty page.
    pub(crate) fn new(setter: &'a mut Setter, frame: Frame, accent: Option<Colour>) -> Self {
        let y = frame.paper.1 - frame.top;
        Self { setter, frame, accent: accent.unwrap_or(ACCENT), pages: vec![Page::new(frame.paper)], y }
    }

    /// The pages, the last one as far as it is filled.
    pub(crate) fn pages(self) -> Vec<Page> {
        self.pages
    }

    /// How far down the page is filled, from its foot.
    pub(crate) fn y(&self) -> f32 {
        self.y
    }

    /// The page that is being filled.
    pub(crate) fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::new(self.frame.paper));
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// Goes on on a new page.
    pub(crate) fn turn(&mut self) {
        self.pages.push(Page::new(self.frame.paper));
        self.y = self.frame.paper.1 - self.frame.top;
    }

    /// Sees that so much can follow on this page.
    pub(crate) fn need(&mut self, height: f32) {
        let is_fresh = self.y >= self.frame.paper.1 - self.frame.top;
        if self.y - height < self.frame.bottom && !is_fresh {
            self.turn();
        }
    }

    /// Leaves room.
    pub(crate) fn space(&mut self, height: f32) {
        self.y -= height;
    }

    /// A paragraph.
    pub(crate) fn text(&mut self, text: &str, style: Style) {
        let lines = self.setter.lines(text, style.bold, style.size, self.frame.width());
        for line in lines {
            self.need(style.size * LEADING);
            let at = (self.frame.side, self.y - style.size * ASCENT);
            self.page().write(at, style.size, style.colour, line);
            self.y -= style.size * LEADING;
        }
    }

    /// A heading, which does not stand alone at the foot of a page.
    pub(crate) fn heading(&mut self, text: &str, size: f32) {
        self.need(size * LEADING + 110.0);
        self.text(text, Style { size, bold: true, colour: self.accent });
        self.space(size * 0.35);
    }

    /// A line across the text.
    pub(crate) fn rule(&mut self, width: f32, colour: Colour) {
        let (from, y) = (self.frame.side, self.y);
        let to = self.frame.paper.0 - self.frame.side;
        self.page().rule((from, y), (to, y), width, colour);
    }

    /// A table.
    pub(crate) fn table(&mut self, grid: &Grid) {
        let shares: f32 = grid.columns.iter().map(|(_, share)| share).sum();
        let full = self.frame.width();
        let widths: Vec<f32> = grid.columns.iter().map(|(_, share)| full * share / shares.max(f32::EPSILON)).collect();
        let heads: Vec<Set> =
            grid.columns.iter().zip(&widths).map(|((text, _), width)| self.head(text, *width)).collect();
        let head_height = heads.iter().map(height).fold(0.0, f32::max) + 2.0 * PAD.1;
        self.need(head_height + 2.0 * CELL * LEADING + 2.0 * PAD.1);
        let mut top = self.head_row(&heads, &widths, head_height);
        for (number, row) in grid.rows.iter().enumerate() {
            let begins = grid.look == Look::Sections && row.first().is_some_and(Cell::is_bold);
            let tinted = if grid.look == Look::Striped { number % 2 == 1 } else { begins };
            // A heading needs a row below it.
            let below = if begins { CELL * LEADING + 2.0 * PAD.1 } else { 0.0 };
            let mut sets: Vec<Set> = row.iter().zip(&widths).map(|(cell, width)| self.cell(cell, *width)).collect();
            loop {
                let tall = sets.iter().map(height).fold(0.0, f32::max) + 2.0 * PAD.1;
                let tall = tall.max(grid.least);
                let body = self.frame.paper.1 - self.frame.top - self.frame.bottom - head_height;
                if self.y - tall - below < self.frame.bottom
                    && (tall <= body || self.y - 4.0 * CELL * LEADING < self.frame.bottom)
                {
                    self.columns(grid, &widths, top);
                    self.turn();
                    top = self.head_row(&heads, &widths, head_height);
                }
                let room = self.y - self.frame.bottom - 2.0 * PAD.1;
                let rest = split(&mut sets, ((room / (CELL * LEADING)) as usize).max(1));
                let tall = sets.iter().map(height).fold(0.0, f32::max) + 2.0 * PAD.1;
                self.row(&sets, row, &widths, tall.max(grid.least.min(room)), tinted);
                if rest.iter().all(Vec::is_empty) {
                    break;
                }
                sets = rest;
            }
        }
        self.columns(grid, &widths, top);
        self.space(10.0);
    }

    fn head(&mut self, text: &str, width: f32) -> Set {
        let lines = self.setter.lines(text, true, CELL, width - 2.0 * PAD.0);
        stacked(lines.into_iter().map(|line| (line, WHITE, None)))
    }

    fn cell(&mut self, cell: &Cell, width: f32) -> Set {
        let room = width - 2.0 * PAD.0;
        match cell {
            Cell::Text(pieces) => {
                let mut lines = Vec::new();
                for piece in pieces {
                    let colour = self.colour(piece);
                    let set = self.setter.lines(&piece.text, piece.bold, CELL, room);
                    lines.extend(set.into_iter().map(|line| (line, colour, piece.target)));
                }
                stacked(lines)
            }
            Cell::Row(pieces) => {
                let (mut x, mut row) = (0.0, 0);
                let put = pieces.iter().map(|piece| {
                    let (line, colour) = (self.setter.line(&piece.text, piece.bold), self.colour(piece));
                    if x > 0.0 && x + line.width(CELL) > room {
                        (x, row) = (0.0, row + 1);
                    }
                    let put = Put { x, row, colour, target: piece.target, line };
                    x += put.line.width(CELL) + GAP;
                    put
                });
                put.collect()
            }
            Cell::Tick => Set::new(),
        }
    }

    fn colour(&self, piece: &Piece) -> Colour {
        match piece {
            Piece { target: Some(_), .. } => self.accent,
            Piece { quiet: true, .. } => QUIET,
            _ => INK,
        }
    }

    /// Headings of columns; gives where they begin.
    fn head_row(&mut self, heads: &[Set], widths: &[f32], tall: f32) -> f32 {
        let top = self.y;
        let (accent, at, size) = (self.accent, (self.frame.side, self.y - tall), (self.frame.width(), tall));
        self.page().fill(at, size, accent);
        self.sets(heads, widths);
        self.y -= tall;
        top
    }

    fn row(&mut self, sets: &[Set], cells: &[Cell], widths: &[f32], tall: f32, tinted: bool) {
        let (side, full, y) = (self.frame.side, self.frame.width(), self.y);
        if tinted {
            self.page().fill((side, y - tall), (full, tall), TINT);
        }
        self.sets(sets, widths);
        let mut x = side;
        for (cell, width) in cells.iter().zip(widths) {
            if matches!(cell, Cell::Tick) {
                let at = (x + (width - TICK) / 2.0, y - (tall + TICK) / 2.0);
                self.page().frame(at, (TICK, TICK), 0.7, QUIET);
            }
            x += width;
        }
        self.y -= tall;
        let y = self.y;
        self.page().rule((side, y), (side + full, y), 0.4, HAIR);
    }

    fn sets(&mut self, sets: &[Set], widths: &[f32]) {
        let (mut x, top) = (self.frame.side, self.y - PAD.1);
        for (set, width) in sets.iter().zip(widths) {
            for put in set {
                let (x, y) = (x + PAD.0 + put.x, top - put.row as f32 * CELL * LEADING);
                let place = [x, y - CELL * LEADING, x + put.line.width(CELL), y];
                let page = self.page();
                page.links.extend(put.target.map(|target| Link { place, target }));
                page.write((x, y - CELL * ASCENT), CELL, put.colour, put.line.clone());
            }
            x += width;
        }
    }

    /// Lines between columns, and around all of them.
    fn columns(&mut self, grid: &Grid, widths: &[f32], top: f32) {
        if grid.look != Look::Ruled {
            return;
        }
        let (mut x, y) = (self.frame.side, self.y);
        let ends: Vec<f32> = widths
            .iter()
            .map(|width| {
                x += width;
                x
            })
            .collect();
        for x in std::iter::once(self.frame.side).chain(ends) {
            self.page().rule((x, top), (x, y), 0.4, HAIR);
        }
    }
}

fn stacked(lines: impl IntoIterator<Item = (Line, Colour, Option<Target>)>) -> Set {
    let put = |(row, (line, colour, target))| Put { x: 0.0, row, line, colour, target };
    lines.into_iter().enumerate().map(put).collect()
}

fn height(set: &Set) -> f32 {
    set.last().map_or(0.0, |last| (last.row + 1) as f32 * CELL * LEADING)
}

/// Leaves so many lines of each cell; gives the others.
fn split(sets: &mut [Set], most: usize) -> Vec<Set> {
    let rest = sets.iter_mut().map(|set| {
        let at = set.iter().position(|put| put.row >= most).unwrap_or(set.len());
        let mut rest = set.split_off(at);
        rest.iter_mut().for_each(|put| put.row -= most);
        rest
    });
    rest.collect()
}
