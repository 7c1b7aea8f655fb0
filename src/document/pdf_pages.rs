//! Pages into running text: lines into paragraphs, hyphens joined, headers and footers told once,
//! tables of contents marked as pointing elsewhere.

use std::collections::BTreeSet;

use super::builder::{Builder, fold};
use super::draft::Table;
use super::plain_lines::{is_contents_entry, list_item, numbered_title};
use super::{Place, Role};

/// One thing on a page, in lines as they stand there.
#[derive(Debug)]
pub(super) enum Piece {
    /// A heading by its size.
    Heading(u8, Vec<String>),
    /// Running text.
    Text {
        /// What part it plays.
        role: Role,
        /// Its lines.
        lines: Vec<String>,
        /// Whether all of it is bold.
        bold: bool,
    },
    /// A table.
    Table(Table),
}

/// Tells page after page.
pub(super) struct Teller<'b> {
    builder: &'b mut Builder,
    /// Headers and footers told already, without their digits.
    margins: BTreeSet<String>,
    /// A paragraph that may go on on the next page, and where it begins.
    waiting: Option<(String, Place)>,
    /// Whether the page is a table of contents.
    contents: bool,
}

impl Piece {
    fn contents_entries(&self) -> usize {
        match self {
            Self::Heading(_, lines) | Self::Text { lines, .. } => {
                lines.iter().filter(|line| is_contents_entry(line)).count()
            }
            Self::Table(table) => table.rows.iter().filter(|row| is_contents_entry(&row.cells.join(" "))).count(),
        }
    }
}

impl<'b> Teller<'b> {
    /// Tells into `builder`.
    pub(super) fn new(builder: &'b mut Builder) -> Self {
        Self { builder, margins: BTreeSet::new(), waiting: None, contents: false }
    }

    /// One page.
    pub(super) fn page(&mut self, number: u32, pieces: Vec<Piece>) {
        let place = Place { page: Some(number), ..Place::default() };
        self.contents = pieces.iter().map(Piece::contents_entries).sum::<usize>() >= 3;
        for piece in pieces {
            match piece {
                Piece::Heading(level, lines) => self.heading(level, &join(&lines), &place),
                Piece::Text { role: role @ (Role::Header | Role::Footer), lines, .. } => {
                    self.margin(role, &lines, &place);
                }
                Piece::Text { role, lines, bold } => self.text(role, &lines, bold, &place),
                Piece::Table(table) => self.table(table, &place),
            }
        }
    }

    /// What still waits.
    pub(super) fn finish(mut self) {
        self.release();
    }

    fn release(&mut self) {
        if let Some((text, place)) = self.waiting.take() {
            self.builder.text(Role::Paragraph, &text, place);
        }
    }

    fn heading(&mut self, level: u8, text: &str, place: &Place) {
        self.release();
        let text = fold(text);
        if self.points(&text) {
            self.builder.text(Role::Pointer, &text, place.clone());
        } else if text.chars().count() > 200 || !text.chars().any(char::is_alphabetic) {
            self.builder.text(Role::Paragraph, &text, place.clone());
        } else {
            let level = numbered_title(&text).filter(|_| level > 1).unwrap_or(level);
            self.builder.heading(level, &text, place.clone());
        }
    }

    fn margin(&mut self, role: Role, lines: &[String], place: &Place) {
        let text = fold(&lines.join(" "));
        // Page numbers change from page to page; what stands around them does not.
        let key: String = text.chars().filter(|character| !character.is_ascii_digit()).collect();
        if key.chars().any(char::is_alphabetic) && self.margins.insert(key) {
            self.builder.text(role, &text, place.clone());
        }
    }

    fn table(&mut self, table: Table, place: &Place) {
        self.release();
        let contents = table.rows.iter().filter(|row| is_contents_entry(&row.cells.join(" "))).count();
        if contents * 2 > table.rows.len() {
            for row in table.rows {
                self.builder.text(Role::Pointer, &row.cells.join(" "), place.clone());
            }
        } else {
            self.builder.table(table, place.clone());
        }
    }

    fn text(&mut self, role: Role, lines: &[String], bold: bool, place: &Place) {
        if role == Role::Paragraph && bold && lines.len() <= 2 {
            let text = fold(&join(lines));
            if let Some(level) = numbered_title(&text) {
                return self.heading(level, &text, place);
            }
        }
        if role == Role::Paragraph && self.goes_on(lines) {
            if let Some((text, _)) = &mut self.waiting {
                *text = join(&[std::mem::take(text), join(lines)]);
            }
            return;
        }
        self.release();
        for (role, text) in self.split(role, lines) {
            self.release();
            if role == Role::Paragraph && is_open(&text) {
                self.waiting = Some((text, place.clone()));
            } else {
                self.builder.text(role, &text, place.clone());
            }
        }
    }

    /// Whether a line is an entry of a table of contents; on a page full of them some, such as
    /// those of chapters, come without dots.
    fn points(&self, line: &str) -> bool {
        is_contents_entry(line) || (self.contents && line.len() < 120 && ends_in_page_number(line))
    }

    /// Contents entries and list items that the layout took for one paragraph.
    fn split(&self, role: Role, lines: &[String]) -> Vec<(Role, String)> {
        let mut out: Vec<(Role, Vec<String>)> = Vec::new();
        for line in lines {
            let line = line.trim();
            let (kind, text) = if self.points(line) {
                (Role::Pointer, line)
            } else if let (Role::Paragraph, Some(item)) = (role, bullet(line)) {
                (Role::ListItem, item)
            } else if let (Role::ListItem, Some(item)) = (role, inner_item(line)) {
                (Role::ListItem, item)
            } else {
                match out.last_mut() {
                    Some((last, text)) if *last != Role::Pointer => {
                        text.push(line.to_string());
                        continue;
                    }
                    _ => (role, line),
                }
            };
            out.push((kind, vec![text.to_string()]));
        }
        out.into_iter().map(|(role, lines)| (role, join(&lines))).collect()
    }

    /// Whether a paragraph cut by the end of a page goes on here.
    fn goes_on(&self, lines: &[String]) -> bool {
        self.waiting.is_some()
            && lines
                .first()
                .is_some_and(|first| first.trim_start().starts_with(char::is_lowercase) && list_item(first).is_none())
    }
}

/// A paragraph that stops in the middle of a sentence.
fn is_open(text: &str) -> bool {
    let text = text.trim_end();
    text.chars().count() > 60
        && text.ends_with(|character: char| character.is_lowercase() || matches!(character, ',' | '-'))
}

fn ends_in_page_number(line: &str) -> bool {
    line.trim_end().rsplit_once(' ').is_some_and(|(text, page)| {
        (1..=4).contains(&page.len())
            && page.bytes().all(|byte| byte.is_ascii_digit())
            && text.chars().any(char::is_alphabetic)
    })
}

/// `a. text`, `iv. text`: an item within an item.
fn inner_item(line: &str) -> Option<&str> {
    let (mark, text) = line.split_once(". ").or_else(|| line.split_once(") "))?;
    let is_mark = mark.len() == 1 && mark.bytes().all(|byte| byte.is_ascii_lowercase())
        || (1..=4).contains(&mark.len()) && mark.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    if is_mark { Some(text) } else { bullet(line) }
}

/// A list item by its bullet; a number may as well be a clause.
fn bullet(line: &str) -> Option<&str> {
    list_item(line).filter(|_| !line.starts_with(|character: char| character.is_alphanumeric() || character == '('))
}

/// Lines into one, words joined that were hyphenated at a line's end.
fn join(lines: &[String]) -> String {
    let mut out = String::new();
    for line in lines {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if out.ends_with('\u{ad}') {
            out.pop();
        } else if is_hyphenated(&out) {
            if is_joined_by_hyphen(line) {
                out.push(' ');
            } else if line.starts_with(char::is_lowercase) {
                out.pop();
            }
        } else if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

fn is_hyphenated(text: &str) -> bool {
    let mut ends = text.chars().rev();
    matches!(ends.next(), Some('-' | '\u{2010}')) && ends.next().is_some_and(char::is_alphabetic)
}

/// `Change- und Release-Management`: the hyphen stands for the second half of a word.
fn is_joined_by_hyphen(line: &str) -> bool {
    ["und ", "oder ", "bzw", "and ", "or ", "et ", "ou ", "y ", "o "].iter().any(|word| line.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Content, Limits};

    fn text(lines: &[&str]) -> Piece {
        Piece::Text { role: Role::Paragraph, lines: lines.iter().map(ToString::to_string).collect(), bold: false }
    }

    fn told(pages: Vec<Vec<Piece>>) -> Vec<String> {
        let mut builder = Builder::new(Limits::default());
        let mut teller = Teller::new(&mut builder);
        for (at, pieces) in pages.into_iter().enumerate() {
            teller.page(u32::try_from(at + 1).unwrap_or(0), pieces);
        }
        teller.finish();
        let blocks = builder.finish().document.blocks;
        blocks
            .iter()
            .map(|block| match &block.content {
                Content::Heading(level, text) => {
                    format!("{} h{level} {text}", block.place.page.unwrap_or(0))
                }
                Content::Text(role, text) => {
                    format!("{} {role:?} {text}", block.place.page.unwrap_or(0))
                }
                Content::Table(_) => "table".into(),
            })
            .collect()
    }

    #[test]
    fn hyphens_are_joined() {
        let join = |lines: &[&str]| super::join(&lines.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(join(&["the inci-", "dent log"]), "the incident log");
        assert_eq!(join(&["Change-", "und Release"]), "Change- und Release");
        assert_eq!(join(&["ISO-", "Norm"]), "ISO-Norm");
        assert_eq!(join(&["from 3 -", "5 days"]), "from 3 - 5 days");
    }

    #[test]
    fn a_paragraph_goes_on_over_the_page() {
        let first = text(&["A sentence that is long enough to be cut by the end of the page and"]);
        let header = || Piece::Text { role: Role::Header, lines: vec!["ACME policy 1".into()], bold: false };
        let pages = vec![vec![header(), first], vec![header(), text(&["goes on here."]), text(&["Next."])]];
        assert_eq!(
            told(pages),
            [
                "1 Header ACME policy 1",
                "1 Paragraph A sentence that is long enough to be cut by the end of the page and goes on here.",
                "2 Paragraph Next.",
            ]
        );
    }

    #[test]
    fn contents_and_bullets_are_told_apart() {
        let lines = ["1 Scope ........ 3", "2 Roles ........ 4", "Then text", "• one", "• two", "more"];
        assert_eq!(
            told(vec![vec![text(&lines)]]),
            [
                "1 Pointer 1 Scope ........ 3",
                "1 Pointer 2 Roles ........ 4",
                "1 Paragraph Then text",
                "1 ListItem one",
                "1 ListItem two more",
            ]
        );
        let bold = Piece::Text { role: Role::Paragraph, lines: vec!["4.2 Roles".into()], bold: true };
        assert_eq!(told(vec![vec![bold]]), ["1 h2 4.2 Roles"]);
    }
}
