//! HTML as a reader sees it: headings, paragraphs, lists and tables; scripts, styles and comments
//! are left out, and navigation is marked as pointing elsewhere.

use super::builder::{Builder, Lines, fold, line};
use super::html_kind::{KINDS, Kind};
use super::html_table::Grid;
use super::html_tokens::{self, Listener};
use super::{Limits, Reading, Role, Source, encoding};

/// Reads a page.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Reading {
    match encoding::open(bytes, limits) {
        Ok((text, builder)) => into(builder, &text, 1, false).finish(),
        Err(unread) => unread,
    }
}

/// Tells a page, or a piece of one that begins at `first_line` of its file; `quoted` makes all
/// running text a quotation.
pub(super) fn into(builder: Builder, text: &str, first_line: u32, quoted: bool) -> Builder {
    let limits = builder.limits();
    let page = Page::new(builder, text, first_line, quoted);
    let (page, whole) = html_tokens::listen(text, page);
    let Some(mut page) = page else {
        return Builder::new(limits);
    };
    page.flush();
    while let Some(grid) = page.grids.pop() {
        grid.finish(&mut page.builder);
    }
    if !whole {
        page.builder.problem("html is broken, read in part");
    }
    page.builder
}

struct Page {
    builder: Builder,
    lines: Lines,
    first_line: u32,
    quoted: bool,
    /// Open elements, outermost first, with their ids in rising order.
    open: Vec<(usize, Kind)>,
    /// How many elements of each kind are open.
    counts: [usize; KINDS],
    text: String,
    begins: Option<usize>,
    /// Letters of the current text within and without links.
    linked: usize,
    unlinked: usize,
    heading: u8,
    title: String,
    term: String,
    /// Whether the current list item has had its text: what follows is a paragraph.
    item_told: bool,
    grids: Vec<Grid>,
}

impl Page {
    fn new(builder: Builder, text: &str, first_line: u32, quoted: bool) -> Self {
        Self {
            builder,
            lines: Lines::new(text),
            first_line,
            quoted,
            open: Vec::new(),
            counts: [0; KINDS],
            text: String::new(),
            begins: None,
            linked: 0,
            unlinked: 0,
            heading: 1,
            title: String::new(),
            term: String::new(),
            item_told: false,
            grids: Vec::new(),
        }
    }

    fn is_in(&self, kind: Kind) -> bool {
        self.counts[kind.slot()] > 0
    }

    fn line_of(&self, offset: usize) -> u32 {
        (self.lines.at(offset) - 1).saturating_add(self.first_line)
    }

    fn push(&mut self, id: usize, kind: Kind) {
        self.counts[kind.slot()] += 1;
        self.open.push((id, kind));
    }

    fn pop(&mut self) {
        let Some((_, kind)) = self.open.last().copied() else {
            return;
        };
        if kind.breaks_text() {
            self.flush();
        }
        self.open.pop();
        self.counts[kind.slot()] -= 1;
        match kind {
            Kind::Table => {
                if let Some(grid) = self.grids.pop() {
                    grid.finish(&mut self.builder);
                }
            }
            Kind::Title => {
                let title = std::mem::take(&mut self.title);
                self.builder.property(Source::Meta, "title", &title, None);
            }
            _ => {}
        }
    }

    /// Closes what the start of `kind` closes silently, as in `<li>a<li>b`.
    fn close_implied(&mut self, kind: Kind) {
        // Deep inside other elements nobody leaves end tags out; a full search would be quadratic.
        for depth in 1..=self.open.len().min(16) {
            let at = self.open.len() - depth;
            let (ends, stops) = kind.ends(self.open[at].1);
            if ends {
                while self.open.len() > at {
                    self.pop();
                }
                return;
            }
            if stops {
                return;
            }
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let begins = self.begins.take();
        let only_links = self.linked > 0 && self.unlinked == 0;
        (self.linked, self.unlinked) = (0, 0);
        let (Some(begins), false) = (begins, text.trim().is_empty()) else {
            return;
        };
        let place = line(self.line_of(begins));
        if let Some(grid) = self.grids.last_mut().filter(|_| self.counts[Kind::Table.slot()] > 0) {
            if self.counts[Kind::Caption.slot()] > 0 {
                grid.caption(&text);
            } else {
                grid.text(&text, place);
            }
            return;
        }
        if self.is_in(Kind::Heading(1)) && !self.is_in(Kind::Nav) {
            self.builder.heading(self.heading, &text, place);
            return;
        }
        if self.is_in(Kind::Term) {
            self.term = fold(&text);
            return;
        }
        let role = self.role(only_links);
        let term = std::mem::take(&mut self.term);
        if term.is_empty() {
            self.builder.text(role, &text, place);
        } else {
            self.builder.text(role, &format!("{term}: {text}"), place);
        }
    }

    fn role(&mut self, only_links: bool) -> Role {
        let first_of_item = self.is_in(Kind::Item) && !std::mem::replace(&mut self.item_told, true);
        if self.is_in(Kind::Nav) || only_links {
            Role::Pointer
        } else if self.is_in(Kind::Pre) {
            Role::Code
        } else if self.quoted || self.is_in(Kind::Quote) {
            Role::Quote
        } else if self.is_in(Kind::Footer) {
            Role::Footer
        } else if first_of_item {
            Role::ListItem
        } else if self.is_in(Kind::Aside) {
            Role::Aside
        } else {
            Role::Paragraph
        }
    }

    fn meta(&mut self, attribute: &dyn Fn(&str) -> Option<String>) {
        let name = ["name", "property", "itemprop", "http-equiv"].into_iter().find_map(attribute);
        let (Some(name), Some(content)) = (name, attribute("content")) else {
            return;
        };
        // How a browser shows the page says nothing about the document.
        const OF_NO_USE: &[&str] = &["viewport", "theme-color", "x-ua-compatible", "content-type", "robots"];
        if !OF_NO_USE.contains(&name.to_lowercase().as_str()) {
            self.builder.property(Source::Meta, &name, &content, None);
        }
    }

    /// A line that was broken on purpose is a line of its own, but for headings, cells and code.
    fn line_break(&mut self) {
        let within = [Kind::Heading(1), Kind::Table, Kind::Pre, Kind::Term, Kind::Definition];
        if within.iter().any(|kind| self.is_in(*kind)) {
            self.text.push('\n');
        } else {
            self.flush();
        }
    }

    fn void(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) -> bool {
        match name {
            "br" => self.line_break(),
            "hr" => self.flush(),
            "meta" => self.meta(attribute),
            "input" if attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
                self.text.push_str(if attribute("checked").is_some() { "[x] " } else { "[ ] " });
            }
            "img" | "input" | "link" | "base" | "col" | "area" | "wbr" | "embed" | "source" | "track" | "param" => {}
            _ => return false,
        }
        true
    }
}

impl Listener for Page {
    fn start(&mut self, id: usize, name: &str, offset: usize, attribute: &dyn Fn(&str) -> Option<String>) {
        if self.is_in(Kind::Hidden) {
            self.push(id, Kind::Inline);
            return;
        }
        if self.void(name, attribute) {
            return;
        }
        let kind = Kind::of(name);
        if kind.breaks_text() {
            self.flush();
        }
        self.close_implied(kind);
        self.push(id, kind);
        match kind {
            Kind::Heading(level) => self.heading = level,
            Kind::Item => self.item_told = false,
            Kind::Table => self.grids.push(Grid::new(line(self.line_of(offset)))),
            Kind::RowStart => {
                let number = self.line_of(offset);
                if let Some(grid) = self.grids.last_mut() {
                    grid.row(number);
                }
            }
            Kind::Cell => {
                let span = |name: &str| attribute(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1);
                let number = self.line_of(offset);
                if let Some(grid) = self.grids.last_mut() {
                    grid.cell(number, span("colspan"), span("rowspan"));
                }
            }
            Kind::Block if name == "html" => {
                if let Some(language) = attribute("lang") {
                    self.builder.property(Source::Meta, "lang", &language, None);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, id: usize) {
        // Elements within that were left open end here as well.
        if let Ok(at) = self.open.binary_search_by_key(&id, |(open, _)| *open) {
            while self.open.len() > at {
                self.pop();
            }
        }
    }

    fn text(&mut self, text: &str, offset: usize) {
        if self.is_in(Kind::Hidden) {
            return;
        }
        if self.is_in(Kind::Title) {
            self.title.push_str(text);
            return;
        }
        if self.begins.is_none() && !text.trim().is_empty() {
            let blank = text.len() - text.trim_start().len();
            self.begins = Some(offset + blank);
        }
        let letters = text.chars().filter(|character| character.is_alphanumeric()).count();
        *(if self.is_in(Kind::Link) { &mut self.linked } else { &mut self.unlinked }) += letters;
        self.text.push_str(text);
    }
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
