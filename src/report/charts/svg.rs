//! The few shapes that charts are made of, written as SVG. Coordinates are pixels; text is escaped here and
//! nowhere else.

use std::fmt::Write as _;

use crate::report::plain::{TEXT, clean};

/// Colour of text and of what matters.
pub(super) const INK: &str = "#1d2329";
/// Colour of what explains.
pub(super) const SOFT: &str = "#56616b";
/// Colour of lines of a grid.
pub(super) const LINE: &str = "#d5dade";
/// Colour of what is empty.
pub(super) const WASH: &str = "#eceff1";
/// Colour of what is under text.
pub(super) const PAPER: &str = "#ffffff";

/// Where text stands by its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub size: f64,
    pub colour: &'static str,
    pub bold: bool,
    pub anchor: Anchor,
}

/// Plain text of a size.
pub(super) const fn plain(size: f64) -> Type {
    Type { size, colour: INK, bold: false, anchor: Anchor::Start }
}

impl Type {
    pub(super) const fn colour(self, colour: &'static str) -> Self {
        Self { colour, ..self }
    }

    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) const fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// A drawing in the making.
#[derive(Debug)]
pub(super) struct Svg {
    width: f64,
    height: f64,
    body: String,
}

impl Svg {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { width: width.ceil(), height: height.ceil(), body: String::new() }
    }

    pub(super) fn size(&self) -> (u32, u32) {
        // Charts are a few hundred pixels wide and at most some thousands high.
        (self.width as u32, self.height as u32)
    }

    pub(super) fn finish(self, alt: &str) -> String {
        let (width, height) = self.size();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" aria-label=\"{}\" font-family=\"Noto Sans, Helvetica, Arial, sans-serif\">{}</svg>",
            escape(alt),
            self.body
        )
    }

    pub(super) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, fill: &str) {
        let _ = write!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"/>",
            n(x),
            n(y),
            n(width.max(0.0)),
            n(height.max(0.0))
        );
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: &str, width: f64, dashes: &str) {
        let dashes = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        let _ = write!(
            self.body,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{stroke}\" stroke-width=\"{}\"{dashes}/>",
            n(from.0),
            n(from.1),
            n(to.0),
            n(to.1),
            n(width)
        );
    }

    pub(super) fn circle(&mut self, centre: (f64, f64), radius: f64, fill: &str, stroke: &str, width: f64) {
        let _ = write!(
            self.body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{}\"/>",
            n(centre.0),
            n(centre.1),
            n(radius),
            n(width)
        );
    }

    /// A path of `M`, `L`, `A`, `Z` with points made by [`point`].
    pub(super) fn path(&mut self, data: &str, fill: &str, stroke: &str, width: f64, more: &str) {
        let _ = write!(
            self.body,
            "<path d=\"{data}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{}\"{more}/>",
            n(width)
        );
    }

    /// Text with its baseline at a height.
    pub(super) fn text(&mut self, x: f64, y: f64, text: &str, look: Type) {
        let anchor = match look.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if look.bold { " font-weight=\"600\"" } else { "" };
        let _ = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{anchor}{weight}>{}</text>",
            n(x),
            n(y),
            n(look.size),
            look.colour,
            escape(text)
        );
    }

    /// The symbol of a status, drawn: fonts that reports carry need not have it.
    pub(super) fn symbol(&mut self, status: &str, centre: (f64, f64), radius: f64, ink: &'static str) {
        let (x, y) = centre;
        match status {
            "evidenced" => self.circle(centre, radius, ink, ink, 1.2),
            "partial" => {
                self.circle(centre, radius, "none", ink, 1.2);
                let half =
                    format!("M{} A{r} {r} 0 0 0 {} Z", point((x, y - radius)), point((x, y + radius)), r = n(radius));
                self.path(&half, ink, "none", 0.0, "");
            }
            "gap" => self.circle(centre, radius, "none", ink, 1.2),
            "undetermined" => {
                let size = radius * 2.8;
                self.text(x, y + size * 0.36, "?", plain(size).colour(ink).bold().at(Anchor::Middle));
            }
            _ => self.line((x - radius, y), (x + radius, y), ink, 1.6, ""),
        }
    }
}

/// A coordinate with at most two decimals.
pub(super) fn n(value: f64) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

pub(super) fn point((x, y): (f64, f64)) -> String {
    format!("{} {}", n(x), n(y))
}

/// About how wide text is: as wide as in Noto Sans, a little more for what is rare.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let em: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.27,
            ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.37,
            'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' => 0.92,
            'A'..='Z' => 0.68,
            c if c.is_ascii() || (c as u32) < 0x250 => 0.57,
            c => unicode_width::UnicodeWidthChar::width(c).map_or(0.6, |columns| 0.62 * columns as f64),
        })
        .sum();
    em * size
}

/// Text that fits into a width, shortened where it must be.
pub(super) fn fit(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if width(&kept, size) + 0.92 * size > room {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// Text in at most two lines of a width.
pub(super) fn two_lines(text: &str, room: f64, size: f64) -> Vec<String> {
    if width(text, size) <= room {
        return vec![text.to_owned()];
    }
    let fits = |at: &usize| width(&text[..*at], size) <= room;
    match text.match_indices(' ').map(|(at, _)| at).take_while(fits).last() {
        Some(at) => vec![text[..at].to_owned(), fit(&text[at + 1..], room, size)],
        None => vec![fit(text, room, size)],
    }
}

pub(super) fn escape(text: &str) -> String {
    let text = clean(text, TEXT * 4);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Ink or paper, whichever is read better on a colour.
pub(super) fn readable_on(colour: &str) -> &'static str {
    let lightness = luminance(colour);
    let on_ink = (lightness + 0.05) / (luminance(INK) + 0.05);
    let on_paper = 1.05 / (lightness + 0.05);
    if on_paper > on_ink { PAPER } else { INK }
}

/// Relative luminance as WCAG computes it, 0–1.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let part = f64::from(channel(colour, at)) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn channel(colour: &str, at: usize) -> u8 {
    u8::from_str_radix(colour.get(at..at + 2).unwrap_or("00"), 16).unwrap_or(0)
}

/// A colour mixed with white: 0 is white, 1 the colour.
pub(super) fn tint(colour: &str, share: f64) -> String {
    let mix = |at: usize| (255.0 - (255.0 - f64::from(channel(colour, at))) * share.clamp(0.0, 1.0)).round() as u8;
    format!("#{:02x}{:02x}{:02x}", mix(1), mix(3), mix(5))
}
