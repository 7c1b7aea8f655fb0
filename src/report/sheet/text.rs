//! Text as glyphs on lines: which font shows what, in which direction, and where a line ends. Whatever the text
//! says, each of its characters is a glyph or a box, and none is a command.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use rustybuzz::ttf_parser::GlyphId;
use rustybuzz::{Direction, Face, Script, ShapePlan, UnicodeBuffer, shape_with_plan};
use unicode_bidi::{Level, ParagraphBidiInfo};
use unicode_normalization::char::is_combining_mark;

use crate::report::fonts::{BREAK, FONTS, Missing, is_joiner};

/// The fonts ready to shape with, in the order of [`FONTS`]; `None` for one that cannot be read, which a test
/// sees does not happen.
static FACES: LazyLock<Vec<Option<Face<'static>>>> =
    LazyLock::new(|| FONTS.fonts.iter().map(|font| Face::from_slice(font.data, 0)).collect());

/// The fonts of each family, in the order of the bits of [`crate::report::fonts::Fonts::families_of`].
static FAMILIES: LazyLock<Vec<Vec<usize>>> = LazyLock::new(|| {
    let mut families: Vec<(&str, Vec<usize>)> = Vec::new();
    for (at, font) in FONTS.fonts.iter().enumerate() {
        match families.iter_mut().find(|(name, _)| *name == font.family()) {
            Some((_, fonts)) => fonts.push(at),
            None => families.push((font.family(), vec![at])),
        }
    }
    families.into_iter().map(|(_, fonts)| fonts).collect()
});

/// A glyph where it stands. Lengths are in thousandths of the size of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// Its number in the font.
    pub(super) id: u16,
    /// How far it is to the next one.
    pub(super) advance: f32,
    /// How far that would be by the font alone, as a PDF says it: in whole numbers.
    pub(super) width: f32,
    /// How far it is moved from where it would stand.
    pub(super) shift: (f32, f32),
    /// What it shows, for who copies the text; empty where another glyph of the same letters says it.
    pub(super) text: String,
}

/// Glyphs of one font.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// Which of [`FONTS`].
    pub(super) font: usize,
    pub(super) glyphs: Vec<Glyph>,
}

/// A line from left to right.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Line {
    pub(super) runs: Vec<Run>,
    /// In thousandths of the size of the text.
    width: f32,
}

impl Line {
    /// How wide it is at a size, in points.
    pub(crate) fn width(&self, size: f32) -> f32 {
        self.width * size / 1000.0
    }
}

/// Sets text. What is slow to find out is kept.
#[derive(Default)]
pub(crate) struct Setter {
    plans: HashMap<(usize, bool, Script), ShapePlan>,
    widths: HashMap<(bool, String), f32>,
    /// What no font could show.
    pub(crate) missing: Missing,
}

impl Setter {
    /// Text on one line, however long.
    pub(crate) fn line(&mut self, text: &str, bold: bool) -> Line {
        let text = FONTS.fit(text, &mut self.missing);
        self.set(&text, &Bidi::of(&text), 0..text.len(), bold)
    }

    /// Text on as many lines as it takes; at least one.
    pub(crate) fn lines(&mut self, text: &str, bold: bool, size: f32, width: f32) -> Vec<Line> {
        let text = FONTS.fit(text, &mut self.missing);
        let bidi = Bidi::of(&text);
        let most = width * 1000.0 / size;
        let mut lines = Vec::new();
        let mut from = 0;
        let (mut to, mut used) = (0, 0.0);
        for piece in self.pieces(&text, bold, most) {
            // White space at the end of a line needs no room.
            let words = text[piece.clone()].trim_end();
            let wide = self.width(words, bold);
            if used + wide > most && to > from {
                lines.push(self.set(&text, &bidi, from..to, bold));
                (from, used) = (to, 0.0);
            }
            let spaces = (piece.len() - words.len()) as f32;
            used += wide + spaces * self.width("x x", bold) - spaces * self.width("xx", bold);
            to = piece.end;
        }
        lines.push(self.set(&text, &bidi, from..to, bold));
        lines
    }

    /// The parts between which a line may end, none wider than a line.
    fn pieces(&mut self, text: &str, bold: bool, most: f32) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        for piece in breaks(text) {
            if self.width(text[piece.clone()].trim_end(), bold) <= most {
                pieces.push(piece);
                continue;
            }
            let (mut from, mut used) = (piece.start, 0.0);
            for (at, c) in text[piece.clone()].char_indices() {
                let at = piece.start + at;
                let wide = self.width(c.encode_utf8(&mut [0; 4]), bold);
                if used + wide > most && at > from && !is_combining_mark(c) && !is_joiner(c) {
                    pieces.push(from..at);
                    (from, used) = (at, 0.0);
                }
                used += wide;
            }
            pieces.push(from..piece.end);
        }
        pieces
    }

    fn width(&mut self, text: &str, bold: bool) -> f32 {
        let key = (bold, text.to_owned());
        if let Some(width) = self.widths.get(&key) {
            return *width;
        }
        let width = self.set(text, &Bidi::of(text), 0..text.len(), bold).width;
        self.widths.insert(key, width);
        width
    }

    fn set(&mut self, text: &str, bidi: &Bidi<'_>, range: Range<usize>, bold: bool) -> Line {
        let range = range.start..range.start + text[range].trim_end().len();
        let mut line = Line::default();
        for (part, level) in bidi.runs(range) {
            let mut runs = by_font(&text[part], bold);
            if level.is_rtl() {
                runs.reverse();
            }
            for (font, letters) in runs {
                let run = self.shaped(font, &letters, level.is_rtl());
                line.width += run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
                line.runs.push(run);
            }
        }
        line
    }

    /// Letters of one font and direction as glyphs, from left to right.
    fn shaped(&mut self, font: usize, letters: &str, rtl: bool) -> Run {
        let Some(face) = FACES.get(font).and_then(Option::as_ref) else { return Run { font, glyphs: Vec::new() } };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(letters);
        buffer.guess_segment_properties();
        buffer.set_direction(if rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        let (script, direction) = (buffer.script(), buffer.direction());
        let plan = self
            .plans
            .entry((font, rtl, script))
            .or_insert_with(|| ShapePlan::new(face, direction, Some(script), None, &[]));
        // The guess of a language would hang on the machine.
        let shaped = shape_with_plan(face, plan, buffer);
        let scale = 1000.0 / f32::from(face.units_per_em().max(1) as u16);
        let infos = shaped.glyph_infos();
        let glyphs = infos.iter().zip(shaped.glyph_positions()).enumerate().map(|(at, (info, position))| Glyph {
            id: glyph(info).0,
            advance: position.x_advance as f32 * scale,
            width: (face.glyph_hor_advance(glyph(info)).unwrap_or_default() as f32 * scale).trunc(),
            shift: (position.x_offset as f32 * scale, position.y_offset as f32 * scale),
            text: said(letters, infos, at, rtl),
        });
        Run { font, glyphs: glyphs.collect() }
    }
}

fn glyph(info: &rustybuzz::GlyphInfo) -> GlyphId {
    GlyphId(u16::try_from(info.glyph_id).unwrap_or_default())
}

/// What a glyph shows: the letters from its cluster to the next, on the first glyph of the cluster.
fn said(letters: &str, infos: &[rustybuzz::GlyphInfo], at: usize, rtl: bool) -> String {
    let start = infos[at].cluster;
    let is_first = at == 0 || infos[at - 1].cluster != start;
    if !is_first {
        return String::new();
    }
    let other = |info: &&rustybuzz::GlyphInfo| info.cluster != start;
    let next = if rtl { infos[..at].iter().rev().find(other) } else { infos[at..].iter().find(other) };
    let end = next.map_or(letters.len(), |info| info.cluster as usize);
    letters.get(start as usize..end).unwrap_or_default().to_owned()
}

/// The directions of a text; most have only one.
enum Bidi<'a> {
    Left,
    Mixed(ParagraphBidiInfo<'a>),
}

impl<'a> Bidi<'a> {
    fn of(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self::Left;
        }
        let info = ParagraphBidiInfo::new(text, None);
        if info.has_rtl() { Self::Mixed(info) } else { Self::Left }
    }

    /// The parts of a line as they are seen from left to right.
    fn runs(&self, line: Range<usize>) -> Vec<(Range<usize>, Level)> {
        match self {
            Self::Mixed(info) if !line.is_empty() => {
                let (levels, runs) = info.visual_runs(line);
                runs.into_iter()
                    .map(|run| (run.clone(), levels.get(run.start).copied().unwrap_or(Level::ltr())))
                    .collect()
            }
            _ => vec![(line, Level::ltr())],
        }
    }
}

/// What steers the layout and has no shape.
fn is_silent(c: char) -> bool {
    c == BREAK || matches!(c, '\u{2066}'..='\u{2069}')
}

/// Text cut where the font changes. Spaces and marks stay with what stands before them.
fn by_font(text: &str, bold: bool) -> Vec<(usize, String)> {
    let mut runs: Vec<(usize, String)> = Vec::new();
    let mut family = None;
    let mut chars = text.chars().filter(|c| !is_silent(*c)).peekable();
    while let Some(base) = chars.next() {
        let mut cluster = String::from(base);
        let mut families = FONTS.families_of(base);
        while let Some(mark) = chars.next_if(|c| is_combining_mark(*c) || is_joiner(*c)) {
            cluster.push(mark);
            families &= FONTS.families_of(mark);
        }
        let stays = |known: u32| families & (1 << known) != 0 && (base == ' ' || !base.is_ascii());
        let best = family.filter(|known| stays(*known)).unwrap_or(families.trailing_zeros() % u32::BITS);
        match runs.last_mut() {
            Some((_, letters)) if family == Some(best) => letters.push_str(&cluster),
            _ => runs.push((font_of(best, bold), cluster)),
        }
        family = Some(best);
    }
    runs
}

/// The font of a family: bold where that is asked for and there is one.
fn font_of(family: u32, bold: bool) -> usize {
    let fonts = FAMILIES.get(family as usize).map(Vec::as_slice).unwrap_or_default();
    let style = |style: &str| fonts.iter().copied().find(|at| FONTS.fonts[*at].name.ends_with(style));
    let wanted = if bold { style("-Bold") } else { None };
    wanted.or_else(|| style("-Regular")).unwrap_or_default()
}

/// The parts of a text after which a line may end.
fn breaks(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let next = chars.peek().map(|(_, next)| *next);
        let ends = match c {
            ' ' => next != Some(' '),
            BREAK => true,
            // Chinese and Japanese lines end anywhere but before a mark.
            _ => is_ideograph(c) && next.is_none_or(char::is_alphanumeric),
        };
        if ends {
            parts.push(start..end);
            start = end;
        }
    }
    if start < text.len() || parts.is_empty() {
        parts.push(start..text.len());
    }
    parts
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &Line) -> String {
        line.runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.text.as_str()).collect()
    }

    #[test]
    fn every_font_can_be_shaped_with() {
        assert!(FACES.iter().all(Option::is_some));
        assert!(FAMILIES.len() >= 9);
    }

    #[test]
    fn lines_hold_all_of_the_text_and_stay_in_their_width() {
        let mut setter = Setter::default();
        for text in [
            "A word is not evidence. ".repeat(20),
            "x".repeat(5_000),
            "Donaudampfschiffahrtsgesellschaftskapitän ".repeat(3),
            "王小明陳大文鈴木一郎".repeat(9),
            "05 Assurance/Security/Stonebeck - Threats and controls.pdf".into(),
        ] {
            let lines = setter.lines(&text, false, 9.0, 90.0);
            assert!(lines.iter().all(|line| line.width(9.0) <= 90.5), "{text}");
            let all: String = lines.iter().map(read).collect();
            let squeezed = |text: &str| text.replace(' ', "");
            assert_eq!(squeezed(&all), squeezed(&text));
        }
        assert_eq!(setter.lines("", true, 9.0, 90.0).len(), 1);
    }

    #[test]
    fn scripts_get_their_fonts_and_their_direction() {
        let mut setter = Setter::default();
        let line = setter.line("Zoë Ελένη Дмитро 王小明 विकास สมชาย 김민수 ✓", false);
        assert!(line.runs.len() >= 5 && setter.missing.is_empty(), "{:?}", setter.missing);
        assert!(line.runs.iter().flat_map(|run| &run.glyphs).all(|glyph| glyph.id != 0));
        // From the right: the first glyph on the page shows the last letter.
        let hebrew = setter.line("דוד", false);
        assert_eq!(read(&hebrew), "דוד".chars().rev().collect::<String>());
        let mixed = setter.line("by דוד (1)", false);
        assert!(read(&mixed).starts_with("by "), "{}", read(&mixed));
        // Letters of Arabic join: their shapes are others than each has alone.
        let alone = |letter: &str, setter: &mut Setter| setter.line(letter, false).runs[0].glyphs[0].id;
        let joined = setter.line("محمد", false);
        assert_ne!(joined.runs[0].glyphs.last().unwrap().id, alone("م", &mut setter));
    }

    #[test]
    fn what_no_font_has_is_a_box_and_is_named() {
        let mut setter = Setter::default();
        assert_eq!(read(&setter.line("a 🚀 b", false)), "a □ b");
        assert_eq!(setter.missing.keys().collect::<Vec<_>>(), [&'🚀']);
    }
}
