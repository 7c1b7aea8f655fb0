//! A sample as a sheet to write on: what it was drawn from, what each row is looked at for, a box for each, and who
//! looked. Nothing is ticked: what was seen, a person says.

use anyhow::Result;

use super::plain::{TEXT, clean};
use super::sheet::{About, Cell, Flow, Frame, Grid, HAIR, Look, Page, Piece, QUIET, Setter, Style, draw, written};
use super::words::Words;
use crate::audit::Sample;

/// Columns for what an auditor adds.
const OWN: usize = 2;
/// Most rows of strata and of tables that are listed; there may be thousands.
const LISTED: usize = 40;
/// Most characters of what a row says.
const ROW: usize = 240;
/// The least height of a row: what is written by hand takes room.
const ROOM: f32 = 30.0;
/// The size of what stands at the foot.
const FOOT: f32 = 7.6;

/// Writes a sample of an organisation's records as a PDF: the same one gives the same bytes.
///
/// # Errors
/// When fonts cannot be embedded, or memory does not suffice.
pub fn ticks(sample: &Sample, organisation: Option<&str>, words: &Words) -> Result<Vec<u8>> {
    let mut setter = Setter::default();
    let mut pages = sheets(sample, organisation, words, &mut setter);
    let title = title(sample, words);
    foot(&mut pages, &mut setter, &format!("{} · {title}", words.get("ticks", "foot")), words);
    let about = About {
        title: &title,
        language: words.language().code(),
        creator: concat!("iso20k ", env!("CARGO_PKG_VERSION")),
        date: &sample.as_of,
    };
    written(draw(&pages)?, &about)
}

fn title(sample: &Sample, words: &Words) -> String {
    let register = words.title(&sample.title);
    clean(&words.fill("ticks", "title", &[("register", &register)]), TEXT)
}

/// The number of each page, and whose paper it is.
pub(super) fn foot(pages: &mut [Page], setter: &mut Setter, title: &str, words: &Words) {
    let of = pages.len().to_string();
    for (number, page) in (1..).zip(pages) {
        let (side, right) = (Frame::ACROSS.side, page.width - Frame::ACROSS.side);
        let number: usize = number;
        let values = [("page", &*number.to_string()), ("pages", &*of)];
        let count = setter.line(&words.fill("pdf", "page", &values), false);
        let left = setter.line(&clean(title, 160), false);
        page.rule((side, 34.0), (right, 34.0), 0.5, HAIR);
        page.write((side, 23.0), FOOT, QUIET, left);
        page.write((right - count.width(FOOT), 23.0), FOOT, QUIET, count);
    }
}

/// The sheets of a sample, without what stands at their foot.
pub(super) fn sheets(sample: &Sample, organisation: Option<&str>, words: &Words, setter: &mut Setter) -> Vec<Page> {
    let mut flow = Flow::new(setter, Frame::ACROSS, None);
    let maker = Maker { sample, words };
    flow.heading(&title(sample, words), 17.0);
    if let Some(organisation) = organisation {
        flow.text(&clean(organisation, TEXT), Style::BODY);
        flow.space(6.0);
    }
    maker.facts(&mut flow);
    maker.strata(&mut flow);
    maker.attributes(&mut flow);
    maker.legend(&mut flow);
    flow.turn();
    flow.heading(words.get("ticks", "rows"), 13.0);
    maker.rows(&mut flow);
    maker.room(&mut flow, "faults", 5);
    maker.room(&mut flow, "conclusion", 3);
    maker.signatures(&mut flow);
    flow.pages()
}

struct Maker<'a> {
    sample: &'a Sample,
    words: &'a Words,
}

impl Maker<'_> {
    fn text(&self, key: &str) -> String {
        self.words.get("ticks", key).to_owned()
    }

    fn facts(&self, flow: &mut Flow<'_>) {
        let (sample, words) = (self.sample, self.words);
        let population = [
            ("rows", &*words.count(sample.population, "row")),
            ("tables", &*words.count(sample.tables.len(), "table")),
        ];
        let drawn = [("drawn", &*words.number(sample.sample.len())), ("seed", &*sample.seed.to_string())];
        let strata = if sample.strata_by.is_empty() {
            self.text("no_strata")
        } else {
            sample.strata_by.join(", ").replace('_', " ")
        };
        let left_out = sample.left_out.iter().map(|one| format!("{}: {}", one.column.replace('_', " "), one.why));
        let facts = [
            ("as_of", words.long_date(&sample.as_of)),
            ("population", words.fill("ticks", "population_value", &population)),
            ("sample", words.fill("ticks", "sample_value", &drawn)),
            ("strata", strata),
            ("left_out", left_out.collect::<Vec<_>>().join("; ")),
            ("missed", sample.missed.join(", ")),
        ];
        let rows = facts.into_iter().filter(|(_, value)| !value.is_empty());
        let rows = rows.map(|(key, value)| vec![Cell::bold(self.text(key)), Cell::text(clean(&value, TEXT))]);
        let columns = vec![(self.text("sample"), 0.2), (clean(&sample.register, TEXT), 0.8)];
        flow.table(&Grid { columns, rows: rows.collect(), ..Grid::default() });
        let rows = sample.tables.iter().take(LISTED).map(|table| {
            vec![
                Cell::text(clean(&table.path, ROW)),
                Cell::text(table.table.to_string()),
                Cell::text(self.words.number(table.rows)),
            ]
        });
        let columns = [("c_document", 0.7), ("c_table", 0.15), ("c_rows", 0.15)];
        let columns = columns.map(|(key, share)| (self.text(key), share)).to_vec();
        flow.table(&Grid { columns, rows: rows.collect(), ..Grid::default() });
        self.more(flow, sample.tables.len());
    }

    fn strata(&self, flow: &mut Flow<'_>) {
        if self.sample.strata_by.is_empty() {
            return;
        }
        let rows = self.sample.strata.iter().take(LISTED).map(|stratum| {
            let values = stratum.values.iter().map(|value| if value.is_empty() { "–" } else { value.as_str() });
            vec![
                Cell::text(clean(&values.collect::<Vec<_>>().join(" · "), ROW)),
                Cell::text(self.words.number(stratum.rows)),
                Cell::text(self.words.number(stratum.drawn)),
            ]
        });
        let columns = [("c_stratum", 0.7), ("c_rows", 0.15), ("c_drawn", 0.15)];
        let columns = columns.map(|(key, share)| (self.text(key), share)).to_vec();
        flow.table(&Grid { columns, rows: rows.collect(), ..Grid::default() });
        self.more(flow, self.sample.strata.len());
    }

    fn more(&self, flow: &mut Flow<'_>, all: usize) {
        if all > LISTED {
            let more = (all - LISTED).to_string();
            flow.text(&self.words.fill("binder", "more", &[("n", &more)]), Style::NOTE);
            flow.space(8.0);
        }
    }

    /// What each row is looked at for, by letter.
    fn attributes(&self, flow: &mut Flow<'_>) {
        flow.heading(&self.text("attributes"), 13.0);
        flow.text(&self.text("attributes_lead"), Style::NOTE);
        flow.space(6.0);
        let mut letters = letters();
        let mut rows: Vec<Vec<Cell>> = self
            .sample
            .attributes
            .iter()
            .zip(&mut letters)
            .map(|(attribute, letter)| {
                let id = Piece { text: attribute.id.clone(), quiet: true, ..Piece::default() };
                let what = Piece { text: clean(&self.words.name(&attribute.title), TEXT), ..Piece::default() };
                vec![Cell::bold(letter), Cell::Text(vec![what]), Cell::Text(vec![id])]
            })
            .collect();
        let own = letters.take(OWN).map(|letter| {
            let own = Piece { text: self.text("own_attribute"), quiet: true, ..Piece::default() };
            vec![Cell::bold(letter), Cell::Text(vec![own]), Cell::text("")]
        });
        rows.extend(own);
        let columns = vec![(self.text("c_letter"), 0.08), (self.text("attributes"), 0.82), (String::new(), 0.1)];
        flow.table(&Grid { columns, rows, least: 20.0, ..Grid::default() });
    }

    fn legend(&self, flow: &mut Flow<'_>) {
        flow.need(110.0);
        let marks = [("✓", "tick_done"), ("× 1", "tick_fault"), ("–", "tick_none"), ("?", "tick_open")];
        let rows = marks.map(|(mark, key)| vec![Cell::bold(mark), Cell::text(self.text(key))]).to_vec();
        let columns = vec![(self.text("legend"), 0.2), (String::new(), 0.8)];
        flow.table(&Grid { columns, rows, ..Grid::default() });
        flow.text(&self.text("lot"), Style::NOTE);
    }

    fn rows(&self, flow: &mut Flow<'_>) {
        let boxes = self.sample.attributes.len() + OWN;
        let mut columns = vec![
            (self.text("c_no"), 0.04),
            (self.text("c_row"), 0.26),
            (self.text("c_where"), 0.17),
            (self.text("c_why"), 0.18),
        ];
        columns.extend(letters().take(boxes).map(|letter| (letter, 0.032)));
        columns.push((self.text("c_note"), (0.35 - 0.032 * boxes as f32).max(0.12)));
        let rows = (1..).zip(&self.sample.sample).map(|(number, row): (usize, _)| {
            let said = self.sample.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
            let said: Vec<String> = said.map(|(name, cell)| format!("{} {cell}", name.replace('_', " "))).collect();
            let mut cells = vec![
                Cell::bold(number.to_string()),
                Cell::text(clean(&said.join(" · "), ROW)),
                Cell::text(clean(&format!("{}, {}", row.path, row.place), ROW)),
                Cell::text(clean(&row.why.join("; "), ROW)),
            ];
            cells.extend(std::iter::repeat_n(Cell::Tick, boxes));
            cells.push(Cell::text(""));
            cells
        });
        flow.table(&Grid { columns, rows: rows.collect(), least: ROOM, look: Look::Ruled });
    }

    /// Lines to write on, for what.
    fn room(&self, flow: &mut Flow<'_>, key: &str, lines: usize) {
        room(flow, &self.text(key), lines);
    }

    fn signatures(&self, flow: &mut Flow<'_>) {
        flow.need(60.0);
        let each = flow.frame.width() / 3.0;
        let (side, y) = (flow.frame.side, flow.y() - 40.0);
        for (at, key) in ["prepared", "reviewed", "answered"].into_iter().enumerate() {
            let x = side + at as f32 * each;
            flow.page().rule((x, y), (x + each - 20.0, y), 0.6, QUIET);
            let line = flow.setter.line(&self.text(key), false);
            flow.page().write((x, y - 11.0), 8.0, QUIET, line);
        }
        flow.space(60.0);
    }
}

/// Lines to write on, for what.
pub(super) fn room(flow: &mut Flow<'_>, what: &str, lines: usize) {
    flow.need(20.0 + 22.0 * lines as f32);
    flow.text(what, Style { bold: true, ..Style::BODY });
    for _ in 0..lines {
        flow.space(20.0);
        flow.rule(0.5, HAIR);
    }
    flow.space(12.0);
}

/// A, B, … Z, AA, …
fn letters() -> impl Iterator<Item = String> {
    (0_u32..).map(|at| {
        let letter = char::from(b'A' + (at % 26) as u8);
        if at < 26 { letter.to_string() } else { format!("{}{letter}", char::from(b'A' + (at / 26 - 1).min(25) as u8)) }
    })
}
