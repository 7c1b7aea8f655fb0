//! Plain text, and the light markup of AsciiDoc, reStructuredText and wikis as far as it shows in
//! the lines themselves.

use std::sync::LazyLock;

use regex::Regex;

use super::builder::{Builder, line};
use super::plain_lines::{self as lines, heading_mark, is_caps, is_key_line, numbered_title};
use super::plain_table;
use super::{Limits, Reading, Role, Source, encoding, frontmatter};

pub(super) use lines::list_item;

/// Longer lines are not headings.
const HEADING: usize = 100;

#[expect(clippy::unwrap_used, reason = "a constant pattern, compiled in tests")]
static ASCIIDOC_LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:https?://|link:|xref:|mailto:)[^\s\[\]]+\[([^\]\n]+)\]").unwrap());

/// Reads plain text.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Reading {
    let (text, mut builder) = match encoding::open(bytes, limits) {
        Ok(opened) => opened,
        Err(unread) => return unread,
    };
    let text = ASCIIDOC_LINK.replace_all(&text, "$1");
    let begin = frontmatter::take(&mut builder, &text);
    let first = 1 + text[..begin].matches('\n').count();
    lines_into(&mut builder, &text[begin..], u32::try_from(first).unwrap_or(u32::MAX));
    builder.finish()
}

/// Tells text that begins at line `first` of its file.
pub(super) fn lines_into(builder: &mut Builder, text: &str, first: u32) {
    let all: Vec<&str> = text.lines().collect();
    let mut page = Page { builder, all: &all, first, underlines: Vec::new(), unclosed: Vec::new() };
    let mut at = 0;
    while at < all.len() && !page.builder.is_full() {
        at = page.step(at).max(at + 1);
    }
}

struct Page<'b, 't> {
    builder: &'b mut Builder,
    all: &'t [&'t str],
    first: u32,
    /// Characters that underline headings, in order of first use: that is their level.
    underlines: Vec<char>,
    /// Fences that are not closed in the rest of the text: looking again would be quadratic.
    unclosed: Vec<&'t str>,
}

impl<'t> Page<'_, 't> {
    fn line(&self, at: usize) -> &'t str {
        self.all.get(at).copied().unwrap_or_default().trim_end()
    }

    fn number(&self, at: usize) -> u32 {
        self.first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// Tells what begins at line `at`; answers where the next thing begins.
    fn step(&mut self, at: usize) -> usize {
        let text = self.line(at);
        if text.trim().is_empty() || lines::is_comment(text) {
            return at + 1;
        }
        if let Some((name, value)) = lines::field(text) {
            self.builder.property(Source::FrontMatter, name, value, Some(self.number(at)));
            return at + 1;
        }
        if let Some(end) = self.fence(at, text) {
            return end;
        }
        if text.trim() == "|===" {
            return self.asciidoc_table(at);
        }
        if let Some(next) = self.heading(at, text) {
            return next;
        }
        if lines::rule(text).is_some() {
            return at + 1;
        }
        self.block(at)
    }

    fn heading(&mut self, at: usize, text: &str) -> Option<usize> {
        if text.trim().chars().count() > HEADING {
            return None;
        }
        if let Some((level, title)) = heading_mark(text).filter(|(_, title)| !title.ends_with('.')) {
            self.builder.heading(level, title, line(self.number(at)));
            return Some(at + 1);
        }
        if let Some(level) = self.underlined(at, text) {
            self.builder.heading(level, text, line(self.number(at)));
            return Some(at + 2);
        }
        let alone = (at == 0 || self.line(at - 1).trim().is_empty()) && self.line(at + 1).trim().is_empty();
        if !alone {
            return None;
        }
        let level = match numbered_title(text) {
            Some(level) if level > 1 || !self.is_list(at) => level,
            None if is_caps(text) => 1,
            _ => return None,
        };
        self.builder.heading(level, text, line(self.number(at)));
        Some(at + 1)
    }

    /// Whether the next thing is an item as well, so that `1. Text` is one of a list.
    fn is_list(&self, at: usize) -> bool {
        let next = self.all[at + 1..].iter().find(|line| !line.trim().is_empty());
        next.is_some_and(|next| list_item(next).is_some() && numbered_title(next).is_some())
    }

    fn underlined(&mut self, at: usize, text: &str) -> Option<u8> {
        let under = self.line(at + 1);
        let mark = lines::rule(under)?;
        let (title, rule) = (text.trim().chars().count(), under.trim().chars().count());
        let fits = !text.starts_with([' ', '\t', '|', '+']) && rule * 3 >= title * 2 && rule <= title * 2 + 4;
        if !fits || lines::rule(text).is_some() || list_item(text).is_some() {
            return None;
        }
        let known = self.underlines.iter().position(|known| *known == mark).unwrap_or_else(|| {
            self.underlines.push(mark);
            self.underlines.len() - 1
        });
        u8::try_from(known + 1).ok()
    }

    /// Source code between fences.
    fn fence(&mut self, at: usize, text: &'t str) -> Option<usize> {
        let mark = text.trim();
        let listing = at > 0 && self.line(at - 1).trim_start().starts_with('[');
        let is_fence = mark.starts_with("```") || (listing && matches!(mark, "----" | "....")) || mark == "{code}";
        if !is_fence {
            return None;
        }
        let close = if mark.starts_with("```") { "```" } else { mark };
        if self.unclosed.contains(&close) {
            return None;
        }
        let Some(end) = (at + 1..self.all.len()).find(|line| self.line(*line).trim() == close) else {
            self.unclosed.push(close);
            return None;
        };
        let code = self.all[at + 1..end].join("\n");
        self.builder.text(Role::Code, &code, line(self.number(at + 1)));
        Some(end + 1)
    }

    fn asciidoc_table(&mut self, at: usize) -> usize {
        let end = (at + 1..self.all.len()).find(|line| self.line(*line).trim() == "|===").unwrap_or(self.all.len());
        let table = plain_table::asciidoc(&self.all[at + 1..end], self.number(at + 1));
        self.builder.table(table, line(self.number(at)));
        end + 1
    }

    /// Lines up to the next blank one: a table, or paragraphs and list items.
    fn block(&mut self, at: usize) -> usize {
        let mut end = at + 1;
        while end < self.all.len() && !self.ends_block(end) {
            end += 1;
        }
        let block = &self.all[at..end];
        if let Some(table) = plain_table::find(block, self.number(at)) {
            self.builder.table(table, line(self.number(at)));
        } else {
            self.paragraphs(at, end);
        }
        end
    }

    fn ends_block(&self, at: usize) -> bool {
        let text = self.line(at);
        text.trim().is_empty()
            || heading_mark(text).is_some()
            || (lines::rule(self.line(at + 1)).is_some() && list_item(text).is_none() && !text.contains(['|', '+']))
    }

    fn paragraphs(&mut self, at: usize, end: usize) {
        let fields = self.all[at..end].iter().filter(|line| is_key_line(line)).count();
        let by_fields = fields * 2 >= end - at;
        let mut text = String::new();
        let mut role = Role::Paragraph;
        let mut begin = at;
        for current in at..end {
            let raw = self.line(current);
            let (own, kind, content) = if lines::is_contents_entry(raw) {
                (true, Role::Pointer, raw)
            } else if lines::is_owners_line(raw) {
                (true, Role::Paragraph, raw)
            } else if let Some(item) = list_item(raw) {
                (true, Role::ListItem, item)
            } else if let Some(quoted) = raw.trim_start().strip_prefix('>') {
                (role != Role::Quote, Role::Quote, quoted)
            } else {
                (by_fields && is_key_line(raw) || role == Role::Pointer, Role::Paragraph, raw)
            };
            if own || text.is_empty() {
                self.builder.text(role, &std::mem::take(&mut text), line(self.number(begin)));
                (role, begin) = (kind, current);
            }
            text.push_str(lines::without_break(content));
            text.push('\n');
        }
        self.builder.text(role, &text, line(self.number(begin)));
    }
}

#[cfg(test)]
#[path = "plain_tests.rs"]
mod tests;
