//! A rough layout of the body, to tell on which page a heading will stand: heights of lines by style, widths
//! of letters as in Arial, rows that are not broken, headings that stay with what follows.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// How a style takes room, in points.
struct Look {
    size: f64,
    line: f64,
    before: f64,
    after: f64,
    keeps: bool,
}

/// The styles of `reports/docx/styles.xml.j2`, as far as they take room.
fn look(style: &str) -> Look {
    let (size, line, before, after, keeps) = match style {
        "Heading1" | "ContentsTitle" => (17.0, 22.0, 0.0, 12.0, true),
        "Heading2" => (13.0, 17.0, 18.0, 6.0, true),
        "Heading3" => (11.0, 15.0, 12.0, 3.0, true),
        "CoverKind" => (12.0, 20.0, 145.0, 0.0, false),
        "Title" => (30.0, 38.0, 12.0, 12.0, false),
        "Subtitle" => (13.0, 18.0, 0.0, 45.0, false),
        "Notice" => (10.0, 14.0, 24.0, 6.0, false),
        "TOC1" => (10.0, 14.0, 6.0, 2.0, false),
        "TOC2" => (10.0, 14.0, 0.0, 1.0, false),
        "Lead" => (11.5, 16.0, 0.0, 10.0, false),
        "Kicker" => (11.0, 14.0, 14.0, 4.0, true),
        "ListBullet" | "ListNumber" => (10.0, 14.0, 0.0, 0.0, false),
        "Figure" => (10.0, 14.0, 8.0, 3.0, true),
        "Caption" => (8.5, 14.0, 0.0, 10.0, false),
        "TableText" | "TableNumber" | "TableLabel" => (9.0, 11.5, 1.5, 1.5, false),
        "FindingLabel" => (9.0, 11.5, 1.5, 1.5, true),
        "TableHead" => (8.5, 11.5, 2.5, 2.5, true),
        "TableSmall" => (8.0, 10.0, 0.0, 1.5, false),
        "TableQuote" => (8.5, 11.0, 1.0, 3.0, false),
        "TableNote" => (8.0, 10.0, 3.0, 10.0, false),
        "FindingHead" => (9.0, 11.5, 3.0, 3.0, true),
        "ClauseLine" => (9.0, 14.0, 0.0, 6.0, true),
        "FigureBig" => (22.0, 25.0, 4.0, 0.0, true),
        "FigureSmall" => (8.0, 10.0, 0.0, 4.0, false),
        "Gap" => (6.0, 10.0, 0.0, 0.0, false),
        _ => (10.0, 14.0, 0.0, 6.0, false),
    };
    Look { size, line, before, after, keeps }
}

/// What stands on a page or is broken onto the next.
#[derive(Default)]
struct Item {
    height: f64,
    keeps: bool,
    /// Begins a page.
    breaks: bool,
    bookmarks: Vec<String>,
    /// Height of the heading that is repeated above it on a new page.
    heading: f64,
    /// The section ends with it.
    ends: bool,
}

/// A page's room for text, in points: width and height.
const PORTRAIT: (f64, f64) = (481.9, 714.3);
const LANDSCAPE: (f64, f64) = (728.5, 467.7);
/// What a cell takes beside its text.
const CELL: (f64, f64) = (8.5, 2.5);

/// The page of every bookmark.
pub(super) fn pages(body: &str) -> BTreeMap<String, usize> {
    let mut walk = Walk { wide: sections(body), ..Walk::default() };
    let mut reader = Reader::from_str(body);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => walk.open(&tag),
            Event::Empty(tag) => {
                walk.open(&tag);
                walk.close(tag.name().as_ref());
            }
            Event::End(tag) => walk.close(tag.name().as_ref()),
            Event::Text(text) if walk.in_text => walk.text += text.as_ref(),
            Event::GeneralRef(_) if walk.in_text => walk.text.push('m'),
            Event::Eof => break,
            _ => {}
        }
    }
    place(&walk.items, &walk.wide)
}

/// Which of the sections are landscape.
fn sections(body: &str) -> Vec<bool> {
    body.split("<w:sectPr>")
        .skip(1)
        .map(|each| each.split("</w:sectPr>").next().unwrap_or_default().contains("landscape"))
        .collect()
}

/// Reads the body from the top down.
#[derive(Default)]
struct Walk {
    items: Vec<Item>,
    wide: Vec<bool>,
    section: usize,
    style: String,
    text: String,
    drawing: f64,
    in_text: bool,
    bookmarks: Vec<String>,
    ends: bool,
    /// Of the table: the heading's height, whether this row is one, the heights of its cells, the cell's width.
    heading: f64,
    is_heading: bool,
    in_table: bool,
    keeps: bool,
    cells: Vec<f64>,
    width: f64,
}

impl Walk {
    fn open(&mut self, tag: &BytesStart<'_>) {
        let value = |name: &str| {
            tag.attributes().flatten().find(|each| each.key.as_ref() == name).map(|each| each.value.into_owned())
        };
        let number = |name: &str| value(name).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
        match tag.name().as_ref() {
            "w:p" => (self.style, self.text, self.drawing) = (String::new(), String::new(), 0.0),
            "w:pStyle" => self.style = value("w:val").unwrap_or_default(),
            "w:t" => self.in_text = true,
            "wp:extent" => self.drawing = number("cy") / 12_700.0,
            "w:bookmarkStart" => self.bookmarks.extend(value("w:name")),
            "w:sectPr" => self.ends = true,
            "w:tbl" => (self.in_table, self.heading) = (true, 0.0),
            "w:tr" => (self.is_heading, self.keeps, self.cells) = (false, false, Vec::new()),
            "w:tblHeader" => self.is_heading = true,
            "w:tc" => self.cells.push(CELL.1),
            "w:tcW" => self.width = number("w:w") / 20.0 - CELL.0,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "w:t" => self.in_text = false,
            "w:p" => self.paragraph(),
            "w:tr" => self.row(),
            "w:tbl" => self.in_table = false,
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        let look = look(&self.style);
        let wide = self.wide.get(self.section).copied().unwrap_or_default();
        let room = match (self.in_table, wide) {
            (true, _) => self.width,
            (false, true) => LANDSCAPE.0,
            (false, false) => PORTRAIT.0,
        };
        let text = if self.drawing > 0.0 { self.drawing } else { lines(&self.text, look.size, room) * look.line };
        let height = look.before + text + look.after;
        if self.in_table {
            self.keeps |= look.keeps;
            if let Some(cell) = self.cells.last_mut() {
                *cell += height;
            }
            return;
        }
        let ends = std::mem::take(&mut self.ends);
        self.section += usize::from(ends);
        self.items.push(Item {
            height: if ends { 0.0 } else { height },
            keeps: look.keeps,
            breaks: self.style == "Heading1",
            bookmarks: std::mem::take(&mut self.bookmarks),
            heading: 0.0,
            ends,
        });
    }

    fn row(&mut self) {
        let height = self.cells.iter().copied().fold(0.0, f64::max);
        self.items.push(Item {
            height,
            keeps: self.keeps,
            bookmarks: std::mem::take(&mut self.bookmarks),
            heading: self.heading,
            ..Item::default()
        });
        if self.is_heading {
            self.heading = height;
        }
    }
}

/// Puts one thing after the other.
fn place(items: &[Item], wide: &[bool]) -> BTreeMap<String, usize> {
    let mut pages = BTreeMap::new();
    let (mut page, mut y, mut section) = (1, 0.0, 0);
    for (at, item) in items.iter().enumerate() {
        let room = if wide.get(section).copied().unwrap_or_default() { LANDSCAPE.1 } else { PORTRAIT.1 };
        let together = chain(&items[at..]);
        let needs = if together <= room { together } else { item.height };
        if y > 0.0 && (item.breaks || y + needs > room) {
            page += 1;
            y = if item.breaks { 0.0 } else { item.heading };
        }
        for name in &item.bookmarks {
            pages.insert(name.clone(), page);
        }
        y += item.height;
        // What is longer than a page goes on over the next.
        while y > room && item.height > room {
            page += 1;
            y -= room;
        }
        if item.ends {
            (page, y, section) = (page + 1, 0.0, section + 1);
        }
    }
    pages
}

/// The height of what stays together from here on. Word gives up where that is more than a page.
fn chain(items: &[Item]) -> f64 {
    let mut height = 0.0;
    for item in items {
        height += item.height;
        if !item.keeps || height > PORTRAIT.1 {
            break;
        }
    }
    height
}

/// Lines of a text in so much room; at least one.
fn lines(text: &str, size: f64, room: f64) -> f64 {
    let (mut lines, mut x) = (1.0, 0.0);
    for word in text.split_inclusive(' ') {
        let width: f64 = word.chars().map(|c| width(c) * size / 1_000.0).sum();
        if x > 0.0 && x + width > room + size * 0.28 {
            lines += 1.0;
            x = 0.0;
        }
        x += width;
        while x > room.max(size) {
            lines += 1.0;
            x -= room.max(size);
        }
    }
    lines
}

/// The width of a letter in Arial, in thousandths of its size.
fn width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' => 222.0,
        ' ' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '/' | '\\' | '!' | '[' | ']' | '|' => 278.0,
        'r' | '(' | ')' | '-' | '“' | '”' | '„' => 333.0,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500.0,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722.0,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | '&' => 667.0,
        'F' | 'T' | 'Z' | '+' | '=' | '<' | '>' => 611.0,
        'G' | 'O' | 'Q' => 778.0,
        'm' | 'M' | '%' => 850.0,
        'W' => 944.0,
        '\u{300}'..='\u{36f}' => 0.0,
        '\u{1100}'..='\u{11ff}'
        | '\u{2e80}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}' => 1_000.0,
        _ => 556.0,
    }
}
