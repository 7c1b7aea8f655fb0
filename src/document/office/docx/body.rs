//! The block level of Word: paragraphs, tables, content controls and sections, in whichever part
//! they stand, and the state that carries from one to the next.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::{Block, Content, Role};
use super::super::flow::Flow;
use super::super::xml::{Element, Level, Xml};
use super::numbering::Numbering;
use super::styles::Styles;

/// Which part of the page is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Region {
    /// The text itself.
    Main,
    /// A page header.
    Header,
    /// A page footer.
    Footer,
    /// A footnote or endnote.
    Note,
    /// A text box.
    Box,
    /// A drawing behind the text.
    Watermark,
}

impl Region {
    /// The role of a paragraph there, if the region decides it.
    pub(super) fn role(self) -> Option<Role> {
        match self {
            Self::Main => None,
            Self::Header => Some(Role::Header),
            Self::Footer => Some(Role::Footer),
            Self::Note => Some(Role::Note),
            Self::Box => Some(Role::Aside),
            Self::Watermark => Some(Role::Watermark),
        }
    }
}

/// Reads the block level.
pub(super) struct Body<'s> {
    pub(super) flow: Flow,
    pub(super) styles: &'s Styles,
    /// The numbers before headings.
    pub(super) numbering: Numbering,
    pub(super) region: Region,
    /// Field codes that are open, outermost first.
    pub(super) fields: Vec<Field>,
    /// The notes by id.
    pub(super) footnotes: BTreeMap<String, Vec<String>>,
    /// The endnotes by id.
    pub(super) endnotes: BTreeMap<String, Vec<String>>,
    /// What must follow the paragraph or table now being read: text boxes and notes.
    pub(super) after: Vec<Block>,
    /// 1-based page, right only if breaks are found.
    pub(super) page: u32,
    /// Whether an explicit page break was found.
    breaks: bool,
    /// Whether Word has marked where it last broke pages.
    drawn: bool,
    /// A break stands right before: Word marks it once more where the new page begins.
    pub(super) just_broken: bool,
    /// Headers and footers.
    pub(super) sections: Sections,
    /// The texts of SmartArt drawings by relationship id.
    pub(super) diagrams: BTreeMap<String, Vec<String>>,
    /// Whether a content control with a table of contents is open.
    pub(super) in_contents: bool,
    /// The drawing being read calls itself a watermark.
    pub(super) watermark: bool,
    /// The caption right above.
    pub(super) caption: Option<String>,
}

/// An open field.
pub(super) struct Field {
    /// Its instruction so far.
    pub(super) code: String,
    /// Whether what follows is its result, which is shown.
    pub(super) shown: bool,
}

/// Which headers and footers the sections name.
#[derive(Default)]
pub(super) struct Sections {
    named: Vec<(Region, String, String)>,
    first_page: bool,
}

impl<'s> Body<'s> {
    /// A reader that adds to `flow`.
    pub(super) fn new(flow: Flow, styles: &'s Styles) -> Self {
        Self {
            flow,
            styles,
            numbering: Numbering::default(),
            region: Region::Main,
            fields: Vec::new(),
            footnotes: BTreeMap::new(),
            endnotes: BTreeMap::new(),
            after: Vec::new(),
            page: 1,
            breaks: false,
            drawn: false,
            just_broken: false,
            sections: Sections::default(),
            diagrams: BTreeMap::new(),
            in_contents: false,
            watermark: false,
            caption: None,
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
            "p" => self.paragraph(xml, element.inside),
            "tbl" => self.table(xml, element.inside),
            "sdt" => self.control(xml, element.inside),
            "sectPr" => self.sections.read(xml, element.inside),
            "AlternateContent" => {
                if let Some(choice) = xml.child(element.inside) {
                    self.blocks(xml, choice.inside);
                }
            }
            "altChunk" => self.flow.problem("embedded document left out"),
            "del" | "moveFrom" | "sdtPr" => {}
            _ => self.blocks(xml, element.inside),
        }
    }

    /// Reads a content control; that of a table of contents makes its paragraphs pointers, and
    /// that of a watermark gallery makes them watermarks.
    fn control(&mut self, xml: &mut Xml<'_>, inside: Level) {
        let before = (self.in_contents, self.watermark);
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "sdtPr" => {
                    if let Some(gallery) = gallery(xml, &element) {
                        self.in_contents |= gallery.contains("Table of Contents");
                        self.watermark |= gallery.contains("Watermark");
                    }
                }
                "sdtContent" => self.blocks(xml, element.inside),
                _ => {}
            }
        }
        (self.in_contents, self.watermark) = before;
    }

    /// Runs `read` elsewhere than in the flow and gives back the blocks it added.
    pub(super) fn capture(&mut self, region: Region, read: impl FnOnce(&mut Self)) -> Vec<Block> {
        let outer = std::mem::replace(&mut self.region, region);
        let blocks = std::mem::take(&mut self.flow.blocks);
        let after = std::mem::take(&mut self.after);
        let fields = std::mem::take(&mut self.fields);
        read(self);
        self.fields = fields;
        self.after = after;
        self.region = outer;
        std::mem::replace(&mut self.flow.blocks, blocks)
    }

    /// Takes the pages out again if they say nothing: no break was found, or only explicit ones
    /// and fewer than the file has pages by its own account.
    pub(super) fn settle_pages(&mut self, pages: Option<u32>) {
        let known = self.drawn || (self.breaks && pages.is_none_or(|pages| pages <= self.page));
        if !known {
            for block in &mut self.flow.blocks {
                block.place.page = None;
            }
        }
        self.flow.place.page = None;
    }

    /// A page ends here: by an explicit break, or where Word last drew one.
    pub(super) fn page_break(&mut self, drawn: bool) {
        if self.region != Region::Main {
            return;
        }
        self.breaks |= !drawn;
        self.drawn |= drawn;
        if !(drawn && self.just_broken) {
            self.page += 1;
        }
        self.just_broken = !drawn;
    }

    /// Queues texts of another part that belong here, for after the paragraph.
    pub(super) fn queue(&mut self, role: Role, texts: Vec<String>) {
        for text in texts {
            let place = self.flow.place.clone();
            self.after.push(Block { place, content: Content::Text(role, text) });
        }
    }
}

/// The gallery that a content control's parts come from.
fn gallery(xml: &mut Xml<'_>, properties: &Element<'_>) -> Option<String> {
    let mut gallery = None;
    while let Some(element) = xml.child(properties.inside) {
        if element.name() == "docPartObj" {
            while let Some(part) = xml.child(element.inside) {
                if part.name() == "docPartGallery" {
                    gallery = part.attr("val");
                }
            }
        }
    }
    gallery
}

impl Sections {
    /// Reads the properties of a section.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>, inside: Level) {
        while let Some(element) = xml.child(inside) {
            let region = match element.name() {
                "headerReference" => Region::Header,
                "footerReference" => Region::Footer,
                "titlePg" => {
                    self.first_page |= element.is_set();
                    continue;
                }
                _ => continue,
            };
            if let Some(id) = element.prefixed("id") {
                self.named.push((region, element.attr("type").unwrap_or_default(), id));
            }
        }
    }

    /// The headers and footers that are shown: those of first and even pages only if switched on.
    pub(super) fn shown(self, even: bool) -> Vec<(Region, String)> {
        let mut seen = BTreeSet::new();
        let shown = |kind: &str| match kind {
            "first" => self.first_page,
            "even" => even,
            _ => true,
        };
        let named = self.named.iter().filter(|(_, kind, _)| shown(kind));
        named
            .filter(|(region, _, id)| seen.insert((*region, id.clone())))
            .map(|(region, _, id)| (*region, id.clone()))
            .collect()
    }
}
