//! Lines of a terminal: widths in columns, wrapping, bars, and colours where they are wanted.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Options;
use crate::assessment::Rating;

/// Blank columns at the left of every line.
const MARGIN: usize = 1;

/// What a piece of text is painted with; never the only carrier of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Strong,
    Faint,
    Good,
    Middling,
    Bad,
}

impl Ink {
    /// Of a share, by its rating.
    pub(super) fn of(share: f64) -> Self {
        match Rating::of(share) {
            Rating::F => Self::Good,
            Rating::L | Rating::P => Self::Middling,
            Rating::N => Self::Bad,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "\u{1b}[1m",
            Self::Faint => "\u{1b}[2m",
            Self::Good => "\u{1b}[32m",
            Self::Middling => "\u{1b}[33m",
            Self::Bad => "\u{1b}[31m",
        }
    }
}

/// Columns a text takes.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

pub(super) struct Canvas {
    out: String,
    width: usize,
    color: bool,
    unicode: bool,
}

impl Canvas {
    pub(super) fn new(options: &Options<'_>) -> Self {
        let width = options.width.clamp(40, 120);
        Self { out: String::new(), width, color: options.color, unicode: options.unicode }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Columns between the margins.
    pub(super) fn inner(&self) -> usize {
        self.width - 2 * MARGIN
    }

    /// Whether these fit on one line.
    pub(super) fn fits(&self, parts: &[&str]) -> bool {
        parts.iter().map(|part| width(part)).sum::<usize>() <= self.inner()
    }

    /// A blank line, never two.
    pub(super) fn gap(&mut self) {
        if !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    pub(super) fn rule(&mut self) {
        let dash = if self.unicode { "─" } else { "-" };
        let rule = dash.repeat(self.inner());
        self.line(&[(&rule, Ink::Faint)]);
    }

    pub(super) fn head(&mut self, text: &str) {
        self.gap();
        self.line(&[(text, Ink::Strong)]);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.wrapped(0, text, Ink::Plain);
    }

    pub(super) fn faint(&mut self, text: &str) {
        self.wrapped(0, text, Ink::Faint);
    }

    /// One line, as it is.
    pub(super) fn line(&mut self, parts: &[(&str, Ink)]) {
        let mut line = " ".repeat(MARGIN);
        for (text, ink) in parts {
            let paint = self.color && !ink.code().is_empty() && !text.trim().is_empty();
            if paint {
                line.push_str(ink.code());
            }
            line.push_str(text);
            if paint {
                line.push_str("\u{1b}[0m");
            }
        }
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// Text at the left and at the right; under one another where they do not fit side by side.
    pub(super) fn ends(&mut self, left: &str, ink: Ink, right: &str) {
        let taken = width(left) + width(right);
        if taken + 2 <= self.inner() {
            let blank = " ".repeat(self.inner() - taken);
            self.line(&[(left, ink), (&blank, Ink::Plain), (right, Ink::Plain)]);
        } else {
            self.wrapped(0, left, ink);
            self.wrapped(0, right, Ink::Plain);
        }
    }

    /// Wrapped text under an indent.
    pub(super) fn wrapped(&mut self, indent: usize, text: &str, ink: Ink) {
        let blank = " ".repeat(indent);
        for line in wrap(text, self.inner() - indent) {
            self.line(&[(&blank, Ink::Plain), (&line, ink)]);
        }
    }

    /// A numbered item.
    pub(super) fn item(&mut self, number: usize, text: &str) {
        for (at, line) in wrap(text, self.inner() - 4).iter().enumerate() {
            let lead = if at == 0 { format!("{number:>2}  ") } else { "    ".into() };
            self.line(&[(&lead, Ink::Faint), (line, Ink::Plain)]);
        }
    }

    /// A share as a bar of so many columns; blank where there is none.
    pub(super) fn bar(&self, share: Option<f64>, columns: usize) -> String {
        let Some(share) = share else { return " ".repeat(columns) };
        let (full, empty) = if self.unicode { ("█", "░") } else { ("#", ".") };
        let filled = filled(share, columns);
        format!("{}{}", full.repeat(filled), empty.repeat(columns - filled))
    }

    /// A label that begins with a symbol; in ASCII without it.
    pub(super) fn symbol(&self, label: &str) -> String {
        match label.split_once(' ') {
            Some((_, word)) if !self.unicode => word.to_owned(),
            _ => label.to_owned(),
        }
    }

    /// Text in exactly so many columns.
    pub(super) fn fit(&self, text: &str, columns: usize) -> String {
        let taken = width(text);
        if taken <= columns {
            return format!("{text}{}", " ".repeat(columns - taken));
        }
        let ellipsis = if self.unicode { "…" } else { "..." };
        let mut out = String::new();
        let room = columns.saturating_sub(width(ellipsis));
        for c in text.chars() {
            if width(&out) + c.width().unwrap_or(0) > room {
                break;
            }
            out.push(c);
        }
        let kept = out.trim_end().len();
        out.truncate(kept);
        out.push_str(ellipsis);
        let blank = columns.saturating_sub(width(&out));
        format!("{out}{}", " ".repeat(blank))
    }
}

/// Columns of a bar to fill: none only for nothing, all only for all.
fn filled(share: f64, columns: usize) -> usize {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 ≤ share × columns ≤ columns ≤ 120"
    )]
    let filled = (share * columns as f64).round() as usize;
    if share > 0.0 && filled == 0 {
        1.min(columns)
    } else if share < 1.0 && filled >= columns {
        columns.saturating_sub(1)
    } else {
        filled
    }
}

/// Lines of at most so many columns; a word that is longer is cut, preferably after a slash.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(8);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut word = word;
        if !line.is_empty() && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        while width(word) > columns {
            let (head, tail) = cut(word, columns);
            lines.push(head.to_owned());
            word = tail;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The longest head that fits, and the rest; never an empty head.
fn cut(word: &str, columns: usize) -> (&str, &str) {
    let (mut taken, mut end, mut slash) = (0, 0, 0);
    for (at, c) in word.char_indices() {
        taken += c.width().unwrap_or(0);
        if taken > columns && at > 0 {
            break;
        }
        end = at + c.len_utf8();
        if matches!(c, '/' | '\\') {
            slash = end;
        }
    }
    word.split_at(if slash > end / 2 { slash } else { end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_by_columns_and_cuts_what_is_too_long() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("aaaaaaaaaaaa bb", 8), ["aaaaaaaa", "aaaa bb"]);
        assert_eq!(wrap("漢字漢字漢字", 8), ["漢字漢字", "漢字"]);
        assert_eq!(wrap("policies/abcdefgh", 12), ["policies/", "abcdefgh"]);
        assert!(wrap("", 8).is_empty());
    }

    #[test]
    fn a_bar_never_overstates() {
        assert_eq!(
            (filled(0.0, 10), filled(0.001, 10), filled(0.5, 10), filled(0.999, 10), filled(1.0, 10)),
            (0, 1, 5, 9, 10)
        );
        assert_eq!(filled(f64::NAN, 10), 0);
    }

    #[test]
    fn fits_exactly() {
        let canvas = Canvas::new(&Options::default());
        assert_eq!(canvas.fit("Leadership", 12), "Leadership  ");
        assert_eq!(canvas.fit("Context of it", 9), "Context… ");
        assert_eq!(width(&canvas.fit("漢字漢字", 6)), 6);
    }
}
