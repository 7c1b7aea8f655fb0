//! Markdown: front matter, headings, lists, tables, with the line at which each block begins.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::builder::{Builder, Lines, line};
use super::draft::{Row, Table};
use super::markdown_dialects::common;
use super::{Limits, Place, Reading, Role, encoding, frontmatter, html, plain_table};

/// Reads Markdown.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Reading {
    let (text, mut builder) = match encoding::open(bytes, limits) {
        Ok(opened) => opened,
        Err(unread) => return unread,
    };
    let begin = frontmatter::take(&mut builder, &text);
    let lines_before = text[..begin].matches('\n').count();
    let body = common(&text[begin..]);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut page = Page::new(builder, &body, u32::try_from(lines_before).unwrap_or(0));
    for (event, range) in Parser::new_ext(&body, options).into_offset_iter() {
        page.event(event, range.start);
        if page.builder.is_full() {
            break;
        }
    }
    page.flush();
    page.builder.finish()
}

/// What the current text stands in.
#[derive(PartialEq)]
enum Container {
    Quote,
    Footnote,
    /// A list item, and whether its first text was told.
    Item(bool),
}

struct Page<'t> {
    builder: Builder,
    body: &'t str,
    lines: Lines,
    lines_before: u32,
    containers: Vec<Container>,
    text: String,
    begins: Option<usize>,
    linked: bool,
    unlinked: bool,
    links: usize,
    /// Images, deleted text and the like that are open.
    hidden: usize,
    rows: Vec<Row>,
    table_at: Option<usize>,
    /// The HTML block that is open, and where it begins.
    html: Option<(String, usize)>,
    in_code: bool,
}

impl<'t> Page<'t> {
    fn new(builder: Builder, body: &'t str, lines_before: u32) -> Self {
        Self {
            builder,
            body,
            lines: Lines::new(body),
            lines_before,
            containers: Vec::new(),
            text: String::new(),
            begins: None,
            linked: false,
            unlinked: false,
            links: 0,
            hidden: 0,
            rows: Vec::new(),
            table_at: None,
            html: None,
            in_code: false,
        }
    }

    fn place(&self, offset: usize) -> Place {
        line(self.lines.at(offset).saturating_add(self.lines_before))
    }

    fn number(&self, offset: usize) -> u32 {
        self.lines.at(offset).saturating_add(self.lines_before)
    }

    fn is_in(&self, container: &Container) -> bool {
        self.containers.contains(container)
    }

    fn event(&mut self, event: Event<'_>, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Html(text) => match &mut self.html {
                Some((html, _)) => html.push_str(&text),
                None => self.html = Some((text.into_string(), at)),
            },
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.push(&text, at);
            }
            Event::InlineHtml(tag) => self.inline_html(&tag),
            Event::SoftBreak if self.in_table() || !self.next_line_is_field(at) => {
                self.text.push(' ');
            }
            Event::HardBreak if self.in_table() => self.text.push(' '),
            // A line that was broken on purpose is a line of its own.
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.flush(),
            Event::TaskListMarker(done) => {
                self.text.push_str(if done { "[x] " } else { "[ ] " });
                self.begins.get_or_insert(at);
            }
            Event::FootnoteReference(_) => {}
        }
    }

    fn in_table(&self) -> bool {
        self.table_at.is_some()
    }

    /// Whether the next line begins like `**Owner:** Ann`: written as a line of its own, though
    /// Markdown would run it into the one before.
    fn next_line_is_field(&self, at: usize) -> bool {
        let rest = self.body[at.min(self.body.len())..].trim_start();
        let next = rest.lines().next().unwrap_or_default();
        next.strip_prefix("**").or_else(|| next.strip_prefix("__")).is_some_and(|rest| {
            let colon = rest.find(':').unwrap_or(usize::MAX);
            let close = rest.find("**").or_else(|| rest.find("__")).unwrap_or(usize::MAX - 8);
            colon < 60 && colon <= close + 3
        })
    }

    fn push(&mut self, text: &str, at: usize) {
        if self.hidden > 0 {
            return;
        }
        if !text.trim().is_empty() {
            self.begins.get_or_insert(at);
            if text.chars().any(char::is_alphanumeric) {
                *(if self.links > 0 { &mut self.linked } else { &mut self.unlinked }) = true;
            }
        }
        self.text.push_str(text);
    }

    fn inline_html(&mut self, tag: &str) {
        let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "br" | "p" if self.in_table() => self.text.push(' '),
            "br" | "p" => self.flush(),
            "del" | "s" | "strike" | "script" | "style" => {
                self.hidden = if tag.starts_with("</") { self.hidden.saturating_sub(1) } else { self.hidden + 1 };
            }
            "a" => self.links = if tag.starts_with("</") { self.links.saturating_sub(1) } else { self.links + 1 },
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: usize) {
        match tag {
            Tag::Link { .. } => self.links += 1,
            Tag::Image { .. } | Tag::Strikethrough => self.hidden += 1,
            Tag::Emphasis | Tag::Strong | Tag::Superscript | Tag::Subscript => {}
            Tag::TableCell => self.reset(),
            Tag::TableHead | Tag::TableRow => {
                let number = self.number(at);
                self.rows.push(Row { number, cells: Vec::new() });
            }
            Tag::Table(_) => {
                self.flush();
                self.table_at = Some(at);
            }
            Tag::BlockQuote(_) => self.open(Container::Quote),
            Tag::FootnoteDefinition(_) => self.open(Container::Footnote),
            Tag::Item => self.open(Container::Item(false)),
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some((String::new(), at));
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.in_code = true;
                // The first line of a fenced block is the one after the fence.
                let fenced = matches!(kind, CodeBlockKind::Fenced(_));
                self.begins = Some(if fenced { self.next_line(at) } else { at });
            }
            _ => self.flush(),
        }
    }

    fn next_line(&self, at: usize) -> usize {
        self.body[at..].find('\n').map_or(at, |end| (at + end + 1).min(self.body.len()))
    }

    fn open(&mut self, container: Container) {
        self.flush();
        self.containers.push(container);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Image | TagEnd::Strikethrough => self.hidden = self.hidden.saturating_sub(1),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::TableHead
            | TagEnd::TableRow => {}
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::TableCell => {
                let text = std::mem::take(&mut self.text);
                self.reset();
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(text);
                }
            }
            TagEnd::Table => self.table(),
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::Item => {
                self.flush();
                self.containers.pop();
            }
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::CodeBlock => {
                let code = std::mem::take(&mut self.text);
                let place = self.place(self.begins.unwrap_or(0));
                self.in_code = false;
                self.reset();
                self.builder.text(Role::Code, &code, place);
            }
            _ => self.flush(),
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        if self.is_in(&Container::Quote) {
            return self.flush();
        }
        let text = std::mem::take(&mut self.text);
        let place = self.place(self.begins.unwrap_or(0));
        self.reset();
        self.builder.heading(level as u8, &text, place);
    }

    fn table(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
        let at = self.table_at.take().unwrap_or(0);
        let place = self.place(at);
        self.reset();
        self.builder.table(Table { name: None, rows }, place);
    }

    fn html_block(&mut self) {
        let Some((text, at)) = self.html.take() else {
            return;
        };
        let spare = Builder::new(self.builder.limits());
        let builder = std::mem::replace(&mut self.builder, spare);
        self.builder = html::into(builder, &text, self.number(at), self.is_in(&Container::Quote));
    }

    fn reset(&mut self) {
        self.text.clear();
        self.begins = None;
        (self.linked, self.unlinked) = (false, false);
    }

    fn flush(&mut self) {
        if self.html.is_some() {
            self.html_block();
        }
        let text = std::mem::take(&mut self.text);
        let begins = self.begins.take();
        let only_links = self.linked && !self.unlinked;
        self.reset();
        let (Some(begins), false) = (begins, self.in_table() || is_marker(text.trim())) else {
            return;
        };
        // Emphasis that breaks the rules leaves its marks in the text.
        let text = text.replace("**", "");
        let place = self.place(begins);
        if let Some(table) = self.drawn_table(begins) {
            return self.builder.table(table, place);
        }
        let role = self.role(only_links);
        self.builder.text(role, &text, place);
    }

    /// A grid of `+---+`, which common Markdown runs together as a paragraph.
    fn drawn_table(&self, begins: usize) -> Option<Table> {
        let source = self.body.get(begins..).filter(|source| source.starts_with("+-"))?;
        let block: Vec<&str> = source.lines().take_while(|line| !line.trim().is_empty()).collect();
        let mut table = plain_table::grid(&block, self.number(begins))?;
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            *cell = cell.replace("**", "");
        }
        Some(table)
    }

    fn role(&mut self, only_links: bool) -> Role {
        let quoted = self.is_in(&Container::Quote);
        let noted = self.is_in(&Container::Footnote);
        let first_of_item = match self.containers.last_mut() {
            Some(Container::Item(told)) => !std::mem::replace(told, true),
            _ => false,
        };
        match (only_links, quoted, noted, first_of_item) {
            (true, ..) => Role::Pointer,
            (_, true, ..) => Role::Quote,
            (_, _, true, _) => Role::Note,
            (_, _, _, true) => Role::ListItem,
            _ => Role::Paragraph,
        }
    }
}

/// What stands for a table of contents that a site generator fills in.
fn is_marker(text: &str) -> bool {
    matches!(text, "[TOC]" | "[[TOC]]" | "[[_TOC_]]" | "{{TOC}}" | "{:toc}")
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
