//! `word/styles.xml`: what each paragraph style makes of its paragraphs, through `basedOn`.

use std::collections::BTreeMap;

use super::super::styles::{Kind, by_name};
use super::super::xml::{Level, Xml};
use super::numbering::Member;

/// Longest chain of `basedOn` followed; a circle ends here.
const MAX_CHAIN: usize = 30;
/// The outline level of body text.
const BODY_TEXT: u8 = 9;

/// The paragraph styles of a document by id, already resolved.
#[derive(Default)]
pub(super) struct Styles(BTreeMap<String, (Option<Kind>, Option<Member>)>);

#[derive(Default)]
struct Style {
    named: Option<Kind>,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<Member>,
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
        let resolve = |id: &String| (id.clone(), (kind(&styles, id), list(&styles, id)));
        let resolved = styles.keys().map(resolve).collect();
        Self(resolved)
    }

    /// What a style makes of a paragraph; a style that is not defined is taken by its id.
    pub(super) fn kind(&self, id: &str) -> Option<Kind> {
        self.0.get(id).map_or_else(|| by_name(id), |(kind, _)| *kind)
    }

    /// The list that a style puts its paragraphs into.
    pub(super) fn list(&self, id: &str) -> Option<&Member> {
        self.0.get(id).and_then(|(_, list)| list.as_ref())
    }
}

fn style(xml: &mut Xml<'_>, inside: Level) -> Style {
    let mut style = Style::default();
    while let Some(element) = xml.child(inside) {
        match element.name() {
            "name" => style.named = element.attr("val").and_then(|name| by_name(&name)),
            "basedOn" => style.based_on = element.attr("val"),
            "pPr" => {
                while let Some(property) = xml.child(element.inside) {
                    match property.name() {
                        "outlineLvl" => style.outline = property.number("val"),
                        "numPr" => style.list = Some(Member::read(xml, property.inside)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    style
}

/// A style and those it is based on, itself first.
fn chain<'s>(styles: &'s BTreeMap<String, Style>, id: &'s str) -> impl Iterator<Item = (&'s str, &'s Style)> {
    let first = styles.get(id).map(|style| (id, style));
    let base = |(_, style): &(&'s str, &'s Style)| {
        let id = style.based_on.as_deref()?;
        styles.get(id).map(|style| (id, style))
    };
    std::iter::successors(first, base).take(MAX_CHAIN)
}

fn kind(styles: &BTreeMap<String, Style>, id: &str) -> Option<Kind> {
    for (_, style) in chain(styles, id) {
        let named = style.named;
        match style.outline {
            // A heading for the eye only, as that of the table of contents.
            Some(BODY_TEXT..) => return named.filter(|kind| !matches!(kind, Kind::Heading(_))),
            // The title often has an outline level, to show in the navigation pane.
            Some(_) if named == Some(Kind::Title) => return named,
            Some(level) => return Some(Kind::Heading(level + 1)),
            None if named.is_some() => return named,
            None => {}
        }
    }
    list(styles, id).filter(Member::is_in).map(|_| Kind::ListItem)
}

fn list(styles: &BTreeMap<String, Style>, id: &str) -> Option<Member> {
    let (id, member) = chain(styles, id).find_map(|(id, style)| Some((id, style.list.clone()?)))?;
    Some(Member { style: Some(id.to_owned()), ..member })
}
