//! A Word paragraph: its properties, and from them and its style what it is.

use super::super::super::Role;
use super::super::flow::fold;
use super::super::styles::Kind;
use super::super::xml::{Level, Xml};
use super::body::{Body, Region};
use super::numbering::Member;

/// What is known of the paragraph being read.
#[derive(Default)]
pub(super) struct Paragraph {
    /// Its text so far.
    pub(super) text: String,
    /// The page on which its text begins.
    pub(super) page: Option<u32>,
    /// It stands in the result of a field that makes a table of contents.
    pub(super) in_contents: bool,
    style: Option<String>,
    outline: Option<u8>,
    list: Option<Member>,
    /// Its number as shown.
    number: Option<String>,
    break_before: bool,
}

impl Body<'_> {
    /// Reads a paragraph and adds it, and then its text boxes and notes.
    pub(super) fn paragraph(&mut self, xml: &mut Xml<'_>, inside: Level) {
        let mut paragraph = Paragraph { in_contents: self.contents_field(), ..Paragraph::default() };
        self.inline(xml, inside, &mut paragraph);
        // A code without a result ends with its paragraph: a lost end would hide the rest.
        self.fields.retain(|field| field.shown);
        if self.region == Region::Main {
            paragraph.number = self.count(&paragraph);
            self.flow.place.page = Some(paragraph.page.unwrap_or(self.page));
        }
        if !paragraph.text.is_empty() {
            self.add(&paragraph);
        }
        let page = self.flow.place.page;
        for mut block in std::mem::take(&mut self.after) {
            block.place.page = page;
            self.flow.blocks.push(block);
        }
    }

    /// Reads the properties of a paragraph.
    pub(super) fn paragraph_properties(&mut self, xml: &mut Xml<'_>, inside: Level, paragraph: &mut Paragraph) {
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "pStyle" => paragraph.style = element.attr("val"),
                "outlineLvl" => paragraph.outline = element.number("val"),
                "numPr" => paragraph.list = Some(Member::read(xml, element.inside)),
                "pageBreakBefore" => paragraph.break_before = element.is_set(),
                "sectPr" => self.sections.read(xml, element.inside),
                _ => {}
            }
        }
        if paragraph.break_before {
            self.page_break(false);
        }
    }

    fn add(&mut self, paragraph: &Paragraph) {
        let kind = self.kind(paragraph);
        if matches!(kind, Some(Kind::Heading(_))) {
            // A heading is never inside a table of contents: the end of that field was lost.
            self.fields.retain(|field| !field.is_contents());
        }
        let text = &paragraph.text;
        let caption = self.caption.take();
        if let Some(role) = self.region.role() {
            let role = if self.watermark { Role::Watermark } else { role };
            return self.flow.text(role, text);
        }
        let contents = self.in_contents || paragraph.in_contents;
        let role = match kind {
            Some(Kind::Heading(level)) if !self.in_contents => {
                let number = paragraph.number.as_deref().unwrap_or_default();
                return self.flow.heading(level, &format!("{number} {text}"));
            }
            Some(Kind::Title) if !contents => return self.flow.heading(1, text),
            _ if contents => Role::Pointer,
            Some(Kind::Contents) => Role::Pointer,
            Some(Kind::ListItem) => Role::ListItem,
            Some(Kind::Quote) => Role::Quote,
            Some(Kind::Code) => Role::Code,
            Some(Kind::Caption) => {
                self.caption = Some(fold(text));
                Role::Aside
            }
            _ => Role::Paragraph,
        };
        if role == Role::Paragraph && fold(text).is_empty() {
            // An empty line between a caption and its table.
            self.caption = caption;
        }
        self.flow.text(role, text);
    }

    fn kind(&self, paragraph: &Paragraph) -> Option<Kind> {
        let styled = paragraph.style.as_deref().and_then(|id| self.styles.kind(id));
        match (paragraph.outline, styled) {
            (Some(level @ 0..=8), None | Some(Kind::ListItem | Kind::Heading(_))) => Some(Kind::Heading(level + 1)),
            (Some(9..), Some(Kind::Heading(_))) => None,
            (_, None) if paragraph.list.as_ref().is_some_and(Member::is_in) => Some(Kind::ListItem),
            (_, Some(Kind::ListItem)) if paragraph.list.as_ref().is_some_and(|list| !list.is_in()) => None,
            (_, styled) => styled,
        }
    }

    /// Counts a paragraph in its list; empty ones count too, as in Word.
    fn count(&mut self, paragraph: &Paragraph) -> Option<String> {
        let styled = paragraph.style.as_deref().and_then(|id| self.styles.list(id));
        self.numbering.next(paragraph.list.as_ref().filter(|list| list.list.is_some()).or(styled)?)
    }

    fn contents_field(&self) -> bool {
        self.fields.iter().any(|field| field.shown && field.is_contents())
    }
}
