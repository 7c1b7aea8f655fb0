//! A page while it is laid out: marks at places in points from its lower left corner, and links.

use super::text::Line;

/// Red, green, blue, 0–1.
pub(crate) type Colour = (f32, f32, f32);

/// Text.
pub(crate) const INK: Colour = (0.11, 0.14, 0.18);
/// What is said besides.
pub(crate) const QUIET: Colour = (0.36, 0.41, 0.46);
/// Hairlines.
pub(crate) const HAIR: Colour = (0.72, 0.76, 0.80);
/// Behind every other row, and behind headings.
pub(crate) const TINT: Colour = (0.945, 0.955, 0.965);
pub(crate) const WHITE: Colour = (1.0, 1.0, 1.0);
/// Rules and bands where the brand names no colour.
pub(crate) const ACCENT: Colour = (0.078, 0.224, 0.357);

/// A4 upright, in points.
pub(crate) const A4: (f32, f32) = (595.28, 841.89);

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
    /// A line of text from its left end, on its base line.
    Text { x: f32, y: f32, size: f32, colour: Colour, line: Line },
    /// A rectangle from its lower left corner.
    Box { x: f32, y: f32, width: f32, height: f32, fill: Option<Colour>, edge: Option<(Colour, f32)> },
    /// A straight line.
    Rule { from: (f32, f32), to: (f32, f32), width: f32, colour: Colour },
}

/// Where a link leads; what is bound knows the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// A sheet of ours, from 0.
    Sheet(usize),
    /// A page, from 1, of an exhibit, from 0.
    Exhibit(usize, u32),
}

/// A place on a page that leads to another: left, bottom, right, top.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link {
    pub(crate) place: [f32; 4],
    pub(crate) target: Target,
}

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Page {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) marks: Vec<Mark>,
    pub(crate) links: Vec<Link>,
}

impl Page {
    /// An empty page.
    pub(crate) fn new((width, height): (f32, f32)) -> Self {
        Self { width, height, marks: Vec::new(), links: Vec::new() }
    }

    /// Writes a line from its left end.
    pub(crate) fn write(&mut self, (x, y): (f32, f32), size: f32, colour: Colour, line: Line) {
        self.marks.push(Mark::Text { x, y, size, colour, line });
    }

    /// Draws a straight line.
    pub(crate) fn rule(&mut self, from: (f32, f32), to: (f32, f32), width: f32, colour: Colour) {
        self.marks.push(Mark::Rule { from, to, width, colour });
    }

    /// Fills a rectangle given by its lower left corner and its size.
    pub(crate) fn fill(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), colour: Colour) {
        self.marks.push(Mark::Box { x, y, width, height, fill: Some(colour), edge: None });
    }

    /// Draws the edge of a rectangle, on white.
    pub(crate) fn frame(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), line: f32, colour: Colour) {
        self.marks.push(Mark::Box { x, y, width, height, fill: Some(WHITE), edge: Some((colour, line)) });
    }
}

/// A colour as a brand names it, `#1b3a5c`.
pub(crate) fn colour(hex: &str) -> Option<Colour> {
    let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok().map(|part| f32::from(part) / 255.0);
    Some((part(0)?, part(2)?, part(4)?))
}
