//! `word/styles.xml`: what each paragraph style makes of its paragraphs, through `basedOn`.

use std::collections::BTreeMap;

use super::super::styles::{Kind, by_name};
use super::super::xml::{Level, Xml};

/// Longest chain of `basedOn` followed; a circle ends here.
const MAX_CHAIN: usize = 30;
/// The outline level of body text.
const BODY_TEXT: u8 = 9;

/// The paragraph styles of a document by id, already resolved.
#[derive(Default)]
pub(super) struct Styles(BTreeMap<String, Option<Kind>>);

#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<bool>,
}

impl Styles {
    /// Reads the styles part.
    pub(super) fn read(text: &str) -> Self {
        let mut xml = Xml::new(text);
        let mut styles = BTreeMap::new();
        let Some(root) = xml.root() else {
            return Self::default();
        };
        while let Some(element) = xml.child(root.inside) {
            if element.name() == "style"
                && let Some(id) = element.attr("styleId")
            {
                styles.insert(id, style(&mut xml, element.inside));
            }
        }
        let resolved = styles.keys().map(|id| (id.clone(), resolve(&styles, id))).collect();
        Self(resolved)
    }

    /// What a style makes of a paragraph; a style that is not defined is taken by its id.
    pub(super) fn kind(&self, id: &str) -> Option<Kind> {
        self.0.get(id).map_or_else(|| by_name(id), |kind| *kind)
    }
}

fn style(xml: &mut Xml<'_>, inside: Level) -> Style {
    let mut style = Style::default();
    while let Some(element) = xml.child(inside) {
        match element.name() {
            "name" => style.name = element.attr("val").unwrap_or_default(),
            "basedOn" => style.based_on = element.attr("val"),
            "pPr" => {
                while let Some(property) = xml.child(element.inside) {
                    match property.name() {
                        "outlineLvl" => style.outline = property.number("val"),
                        "numPr" => style.list = Some(numbered(xml, property.inside)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    style
}

/// Whether a `numPr` puts a paragraph into a list; number 0 takes it out of one.
pub(super) fn numbered(xml: &mut Xml<'_>, inside: Level) -> bool {
    let mut numbered = true;
    while let Some(element) = xml.child(inside) {
        if element.name() == "numId" {
            numbered = element.attr("val").as_deref() != Some("0");
        }
    }
    numbered
}

fn resolve(styles: &BTreeMap<String, Style>, id: &str) -> Option<Kind> {
    let mut list = None;
    let mut next = Some(id);
    for _ in 0..MAX_CHAIN {
        let Some(style) = next.and_then(|id| styles.get(id)) else {
            break;
        };
        let named = by_name(&style.name);
        match style.outline {
            // A heading for the eye only, as that of the table of contents.
            Some(BODY_TEXT..) => return named.filter(|kind| !matches!(kind, Kind::Heading(_))),
            // The title often has an outline level, to show in the navigation pane.
            Some(_) if named == Some(Kind::Title) => return named,
            Some(level) => return Some(Kind::Heading(level + 1)),
            None if named.is_some() => return named,
            None => {}
        }
        list = list.or(style.list);
        next = style.based_on.as_deref();
    }
    list.filter(|list| *list).map(|_| Kind::ListItem)
}
