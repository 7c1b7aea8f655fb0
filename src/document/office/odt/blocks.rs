//! The block level of an OpenDocument text: headings, paragraphs, lists, sections and indexes.

use super::super::super::{Block, Role};
use super::super::flow::{Flow, fold};
use super::super::odf::Styles;
use super::super::styles::Kind;
use super::super::xml::{Element, Level, Xml};

/// Reads the block level.
pub(super) struct Text<'s> {
    pub(super) flow: Flow,
    styles: &'s Styles,
    /// The role of all text in a header, footer, note or text box.
    pub(super) forced: Option<Role>,
    /// Text boxes and notes of the paragraph being read, which follow it.
    pub(super) after: Vec<Block>,
    /// The caption right above.
    pub(super) caption: Option<String>,
    list: bool,
    index: bool,
    page: u32,
    breaks: bool,
}

impl<'s> Text<'s> {
    /// A reader that adds to `flow`.
    pub(super) fn new(flow: Flow, styles: &'s Styles) -> Self {
        Self {
            flow,
            styles,
            forced: None,
            after: Vec::new(),
            caption: None,
            list: false,
            index: false,
            page: 1,
            breaks: false,
        }
    }

    /// Reads the blocks inside an element.
    pub(super) fn blocks(&mut self, xml: &mut Xml<'_>, inside: Level) {
        while let Some(element) = xml.child(inside) {
            if self.flow.full() {
                return;
            }
            self.block(xml, &element);
        }
    }

    /// Reads one element of the block level.
    pub(super) fn block(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        match element.name() {
            "p" | "h" => self.paragraph(xml, element),
            "table" => self.table(xml, element.inside),
            "list" | "numbered-paragraph" => {
                let before = std::mem::replace(&mut self.list, true);
                self.blocks(xml, element.inside);
                self.list = before;
            }
            "table-of-content" | "illustration-index" | "table-index" | "object-index" | "user-index"
            | "alphabetical-index" => {
                let before = std::mem::replace(&mut self.index, true);
                self.blocks(xml, element.inside);
                self.index = before;
            }
            "soft-page-break" => self.page_break(),
            "tracked-changes" | "forms" | "annotation" => {}
            name if name.ends_with("-decls") || name.ends_with("-source") => {}
            "section" if element.attr("display").is_some_and(|display| display == "none") => {}
            _ if element.prefix() == "draw" => {
                self.drawing(xml, element);
                self.flow.blocks.append(&mut self.after);
            }
            _ => self.blocks(xml, element.inside),
        }
    }

    /// Reads a paragraph or heading and adds it, and then its text boxes and notes.
    fn paragraph(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        let style = element.attr("style-name").unwrap_or_default();
        if self.styles.breaks_page(&style) && !self.flow.blocks.is_empty() {
            self.page_break();
        }
        let mut kind = self.styles.kind(&style);
        if element.name() == "h" {
            kind = Some(Kind::Heading(element.number("outline-level").unwrap_or(1)));
        }
        let mut text = String::new();
        let page = self.page;
        self.inline(xml, element.inside, &mut text);
        if self.forced.is_none() {
            // A break before any text belongs before the paragraph; one within it after.
            self.flow.place.page = Some(if fold(&text).is_empty() { self.page } else { page });
        }
        self.add(kind, &text);
        self.flow.blocks.append(&mut self.after);
    }

    fn add(&mut self, kind: Option<Kind>, text: &str) {
        let folded = fold(text);
        if folded.is_empty() {
            return;
        }
        self.caption = None;
        let role = match kind {
            _ if self.forced.is_some() => self.forced.unwrap_or(Role::Paragraph),
            _ if self.index => Role::Pointer,
            Some(Kind::Heading(level)) => return self.flow.heading(level, text),
            Some(Kind::Title) => return self.flow.heading(1, text),
            Some(Kind::Contents) => Role::Pointer,
            Some(Kind::Caption) => {
                self.caption = Some(folded);
                Role::Aside
            }
            Some(Kind::Quote) => Role::Quote,
            Some(Kind::Code) => Role::Code,
            _ if self.list => Role::ListItem,
            Some(Kind::ListItem) | None => Role::Paragraph,
        };
        self.flow.text(role, text);
    }

    /// Runs `read` elsewhere than in the flow and gives back the blocks it added.
    pub(super) fn capture(&mut self, role: impl Into<Option<Role>>, read: impl FnOnce(&mut Self)) -> Vec<Block> {
        let forced = std::mem::replace(&mut self.forced, role.into());
        let blocks = std::mem::take(&mut self.flow.blocks);
        let after = std::mem::take(&mut self.after);
        read(self);
        self.after = after;
        self.forced = forced;
        std::mem::replace(&mut self.flow.blocks, blocks)
    }

    /// The page ends here.
    pub(super) fn page_break(&mut self) {
        if self.forced.is_none() {
            self.page += 1;
            self.breaks = true;
        }
    }

    /// Takes the pages out again if no break was found, for then they say nothing.
    pub(super) fn settle_pages(&mut self) {
        if !self.breaks {
            for block in &mut self.flow.blocks {
                block.place.page = None;
            }
        }
        self.flow.place.page = None;
    }
}
