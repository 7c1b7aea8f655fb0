//! What the OpenDocument formats share: opening, paragraph styles, and the text of a cell merged
//! over rows.

use std::collections::BTreeMap;

use super::super::Limits;
use super::package::Package;
use super::styles::{Kind, by_name};
use super::xml::{Level, Xml};

/// Longest chain of parent styles followed; a circle ends here.
const MAX_CHAIN: usize = 30;

/// Opens a file unless it is encrypted.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn open(bytes: &[u8], limits: Limits) -> Result<Package<'_>, String> {
    let mut package = Package::open(bytes, limits)?;
    // Encrypted parts are inflated to noise; only the manifest says so.
    if package.part("META-INF/manifest.xml").is_some_and(|text| text.contains("encryption-data")) {
        return Err("encrypted".into());
    }
    Ok(package)
}

/// The paragraph styles of a document, from its styles and its automatic ones.
#[derive(Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

#[derive(Default)]
struct Style {
    named: Option<Kind>,
    parent: Option<String>,
    outline: Option<u8>,
    page_break: bool,
}

impl Styles {
    /// Adds the styles of a part.
    pub(super) fn add(&mut self, text: &str) {
        let mut xml = Xml::new(text);
        let Some(root) = xml.root() else { return };
        while let Some(group) = xml.child(root.inside) {
            if !matches!(group.name(), "styles" | "automatic-styles") {
                continue;
            }
            while let Some(element) = xml.child(group.inside) {
                if element.name() != "style" || element.attr("family").is_none_or(|family| family != "paragraph") {
                    continue;
                }
                let id = element.attr("name").unwrap_or_default();
                let style = Style {
                    named: by_name(&element.attr("display-name").unwrap_or_else(|| id.clone())),
                    parent: element.attr("parent-style-name"),
                    outline: element.number("default-outline-level"),
                    page_break: breaks_page(&mut xml, element.inside),
                };
                self.0.insert(id, style);
            }
        }
    }

    /// What a style makes of a paragraph.
    pub(super) fn kind(&self, id: &str) -> Option<Kind> {
        let mut next = Some(id);
        for _ in 0..MAX_CHAIN {
            let id = next?;
            let Some(style) = self.0.get(id) else { return by_name(id) };
            match style.outline.filter(|level| (1..=9).contains(level)) {
                Some(level) => return Some(Kind::Heading(level)),
                None if style.named.is_some() => return style.named,
                None => next = style.parent.as_deref(),
            }
        }
        None
    }

    /// Whether a paragraph in this style begins a new page.
    pub(super) fn breaks_page(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|style| style.page_break)
    }
}

fn breaks_page(xml: &mut Xml<'_>, inside: Level) -> bool {
    let mut breaks = false;
    while let Some(element) = xml.child(inside) {
        breaks |= element.name() == "paragraph-properties"
            && element.attr("break-before").is_some_and(|value| value == "page");
    }
    breaks
}

/// Cells that reach down into the rows below, by column.
#[derive(Default)]
pub(super) struct Spans(BTreeMap<usize, (u32, String)>);

impl Spans {
    /// Notes that a cell reaches over `rows` rows.
    pub(super) fn start(&mut self, column: usize, rows: u32, text: &str) {
        if rows > 1 && !text.is_empty() {
            self.0.insert(column, (rows - 1, text.to_owned()));
        }
    }

    /// The text that reaches down into a covered cell.
    pub(super) fn covered(&mut self, column: usize) -> String {
        let Some((rows, text)) = self.0.get_mut(&column) else { return String::new() };
        let text = text.clone();
        *rows -= 1;
        if *rows == 0 {
            self.0.remove(&column);
        }
        text
    }
}
