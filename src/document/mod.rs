//! Bytes in, one shape out: whatever the format, a [`Document`] is a list of blocks, each with the
//! place a reader can turn to, and a list of properties. Reading never fails: what cannot be read
//! at all is said in [`Reading::unread`], never guessed and never turned into text.
//!
//! A new format is one file here plus its line in [`format`].

mod builder;
pub mod cells;
mod csv;
mod data;
mod draft;
mod encoding;
mod entities;
mod format;
mod frontmatter;
mod html;
mod html_kind;
mod html_table;
mod html_tokens;
mod mail;
mod markdown;
mod markdown_dialects;
mod node;
mod office;
mod pdf;
mod pdf_margins;
mod pdf_pages;
mod pdf_xmp;
pub mod place;
mod plain;
mod plain_lines;
mod plain_table;
mod sniff;
pub mod worker;
mod yaml;

pub use cells::{Cells, Values};
pub use format::{Format, Limits, read};
pub use place::Place;
pub use sniff::sniff;

use serde::{Deserialize, Serialize};

/// What one file says, as a reader would see it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The text in reading order.
    pub blocks: Vec<Block>,
    /// What the file says about itself: front matter, core properties, PDF info, HTML meta, mail headers.
    pub properties: Vec<Property>,
}

/// One piece of text or one table, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands. For a table: where it begins.
    pub place: Place,
    /// What stands there.
    pub content: Content,
}

/// What a block holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// A heading of level 1–9 (a slide's or page's title is level 1 or 2).
    Heading(u8, String),
    /// Running text: one paragraph, list item, quotation …, white space folded.
    Text(Role, String),
    /// A table: a grid of cells; the first row is not treated specially here.
    Table(Table),
}

/// What part running text plays on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// A paragraph.
    Paragraph,
    /// One item of a list, without its bullet or number.
    ListItem,
    /// Quoted text or a callout.
    Quote,
    /// Source code or preformatted text.
    Code,
    /// A page header (once a section, not once a page).
    Header,
    /// A page footer (once a section, not once a page).
    Footer,
    /// A footnote, endnote or speaker note.
    Note,
    /// A text box, caption or other text beside the flow.
    Aside,
    /// A watermark behind the text, such as "DRAFT".
    Watermark,
    /// A line that only points elsewhere: a table-of-contents entry, a navigation link.
    Pointer,
}

/// A grid of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The name of the sheet, the caption, or the key of the list in YAML or JSON.
    pub name: Option<String>,
    /// Rows in order; empty rows at the end are left out.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// 1-based: the row in a sheet, the line in a text file, the row in a table of a paged document.
    pub number: u32,
    /// Cell texts, white space folded; dates as `2026-11-22`, numbers as a person would read them.
    pub cells: Cells,
}

/// One thing a file says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// Where it comes from.
    pub source: Source,
    /// The name as written there (`Document Owner`, `dc:creator` becomes `creator`).
    pub name: String,
    /// The value; lists joined by `; `.
    pub value: String,
    /// 1-based line, for front matter.
    pub line: Option<u32>,
}

/// Where a [`Property`] comes from; front matter is written by people on purpose, the rest often by programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Source {
    /// YAML front matter, or the top-level scalars of a YAML or JSON file.
    FrontMatter,
    /// Custom properties of an office file.
    Custom,
    /// Core properties of an office file, PDF info and XMP, HTML `<title>` and `<meta>`, mail headers.
    Meta,
}

/// What came of reading one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// What could be read; empty where `unread` is set.
    pub document: Document,
    /// What was left out or looked odd, each a short phrase ("page 3: image only").
    pub problems: Vec<String>,
    /// Why nothing could be read: `encrypted`, `legacy format`, `image only`, `corrupt: …`.
    pub unread: Option<String>,
}

impl Reading {
    /// A file of which nothing can be read, and why.
    pub fn unread(reason: impl Into<String>) -> Self {
        Self { unread: Some(reason.into()), ..Self::default() }
    }
}

impl From<Document> for Reading {
    fn from(document: Document) -> Self {
        Self { document, ..Self::default() }
    }
}
