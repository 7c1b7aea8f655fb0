//! A small pull reader over one XML part: an element's children are asked for one by one, what is
//! not asked for is passed over, and a broken part simply ends early with [`Xml::failure`] set.
//!
//! Names are compared without their prefix. Entities that a part declares are never expanded.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// Deepest nesting followed; real documents stay below 60, and readers recurse once a level.
const MAX_DEPTH: usize = 200;

/// How far inside an element reading stands; the whole part is level 0.
pub(super) type Level = usize;

/// Reads one part.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: Level,
    failure: Option<&'static str>,
}

/// A start tag.
pub(super) struct Element<'a> {
    start: BytesStart<'a>,
    /// The level of its children.
    pub(super) inside: Level,
}

/// What stands inside an element.
pub(super) enum Node<'a> {
    /// A child element.
    Element(Element<'a>),
    /// A stretch of text.
    Text(Cow<'a, str>),
}

enum Step<'a> {
    Open(Element<'a>),
    Close,
    Text(Cow<'a, str>),
}

impl<'a> Xml<'a> {
    /// Starts at the top of `part`.
    pub(super) fn new(part: &'a str) -> Self {
        let mut reader = Reader::from_str(part);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, depth: 0, failure: None }
    }

    /// The root element.
    pub(super) fn root(&mut self) -> Option<Element<'a>> {
        self.child(0)
    }

    /// The next child element of the element whose children stand at level `of`.
    pub(super) fn child(&mut self, of: Level) -> Option<Element<'a>> {
        loop {
            match self.node(of)? {
                Node::Element(element) => return Some(element),
                Node::Text(_) => {}
            }
        }
    }

    /// The next child element or text at level `of`; what is left of the child before is skipped.
    pub(super) fn node(&mut self, of: Level) -> Option<Node<'a>> {
        loop {
            if self.depth < of {
                return None;
            }
            match self.step()? {
                Step::Open(element) if element.inside == of + 1 => {
                    return Some(Node::Element(element));
                }
                Step::Text(text) if self.depth == of => return Some(Node::Text(text)),
                Step::Open(_) | Step::Text(_) | Step::Close => {}
            }
        }
    }

    /// All text inside an element, its descendants' too.
    pub(super) fn text(&mut self, of: Level) -> String {
        let mut all = String::new();
        while self.depth >= of {
            match self.step() {
                Some(Step::Text(text)) => all.push_str(&text),
                Some(Step::Open(_) | Step::Close) => {}
                None => break,
            }
        }
        all
    }

    /// The next element named `name` at any depth below level `of`.
    pub(super) fn find(&mut self, of: Level, name: &str) -> Option<Element<'a>> {
        while self.depth >= of {
            match self.step()? {
                Step::Open(element) if element.name() == name => return Some(element),
                _ => {}
            }
        }
        None
    }

    /// Why reading ended before the end of the part, if it did.
    pub(super) fn failure(&self) -> Option<&'static str> {
        self.failure
    }

    fn step(&mut self) -> Option<Step<'a>> {
        while self.failure.is_none() {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => return self.open(start),
                Ok(Event::End(_)) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Some(Step::Close);
                }
                Ok(Event::Text(text)) => return Some(Step::Text(text.into_inner())),
                Ok(Event::CData(text)) => return Some(Step::Text(text.into_inner())),
                Ok(Event::GeneralRef(reference)) => {
                    if let Some(text) = resolve(&reference) {
                        return Some(Step::Text(text));
                    }
                }
                Ok(Event::Eof) => {
                    if self.depth > 0 {
                        self.failure = Some("cut off");
                    }
                    return None;
                }
                Ok(_) => {}
                Err(_) => self.failure = Some("not well-formed"),
            }
        }
        None
    }

    fn open(&mut self, start: BytesStart<'a>) -> Option<Step<'a>> {
        if self.depth >= MAX_DEPTH {
            self.failure = Some("nested too deeply");
            return None;
        }
        self.depth += 1;
        Some(Step::Open(Element { start, inside: self.depth }))
    }
}

impl Element<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The prefix, `text` in `text:p`.
    pub(super) fn prefix(&self) -> &str {
        self.start.name().0.split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// The value of the first attribute with this name, whatever its prefix.
    pub(super) fn attr(&self, name: &str) -> Option<String> {
        self.attr_where(|_, local| local == name)
    }

    /// The value of the attribute with this name and any prefix: `r:id` beside a plain `id`.
    pub(super) fn prefixed(&self, name: &str) -> Option<String> {
        self.attr_where(|prefix, local| prefix && local == name)
    }

    /// An attribute as a number.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attr(name)?.trim().parse().ok()
    }

    /// Whether an on/off attribute stands there and is on.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.attr(name).is_some_and(|value| on(&value))
    }

    /// Whether an on/off property element is on: it is unless its `val` says otherwise.
    pub(super) fn is_set(&self) -> bool {
        self.attr("val").is_none_or(|value| on(&value))
    }

    fn attr_where(&self, wanted: impl Fn(bool, &str) -> bool) -> Option<String> {
        let mut attributes = self.start.attributes();
        let attribute = attributes
            .with_checks(false)
            .map_while(Result::ok)
            .find(|attribute| wanted(attribute.key.prefix().is_some(), attribute.key.local_name().into_inner()))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        Some(value.map_or_else(|_| attribute.value.to_string(), Cow::into_owned))
    }
}

fn on(value: &str) -> bool {
    matches!(value, "1" | "true" | "on" | "t")
}

fn resolve<'a>(reference: &BytesRef<'_>) -> Option<Cow<'a, str>> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Some(Cow::Owned(character.to_string())),
        _ => resolve_predefined_entity(reference).map(Cow::Borrowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_left_unread_are_skipped() {
        let mut xml = Xml::new("<a><b><c>deep</c></b>text<d x='1'/></a>");
        let root = xml.root().expect("root");
        let b = xml.child(root.inside).expect("b");
        assert_eq!(b.name(), "b");
        let d = xml.child(root.inside).expect("d");
        assert_eq!((d.name(), d.attr("x").as_deref()), ("d", Some("1")));
        assert!(xml.child(root.inside).is_none());
        assert_eq!(xml.failure(), None);
    }

    #[test]
    fn references_are_resolved_and_entities_are_not() {
        let part = "<!DOCTYPE a [<!ENTITY big 'boom'>]><a t='1&amp;2 &big;'>x &lt;&#65;&big;&unknown; &</a>";
        let mut xml = Xml::new(part);
        let root = xml.root().expect("root");
        assert_eq!(root.attr("t").as_deref(), Some("1&amp;2 &big;"));
        assert_eq!(xml.text(root.inside), "x <A &");
    }

    #[test]
    fn a_cut_or_deep_part_ends_early() {
        let mut xml = Xml::new("<a><b>one</b><b>tw");
        let root = xml.root().expect("root");
        assert_eq!(xml.text(root.inside), "onetw");
        assert_eq!(xml.failure(), Some("cut off"));

        let deep = "<a>".repeat(100_000);
        let mut xml = Xml::new(&deep);
        let root = xml.root().expect("root");
        assert!(xml.find(root.inside, "b").is_none());
        assert_eq!(xml.failure(), Some("nested too deeply"));
    }

    #[test]
    fn a_prefixed_attribute_is_told_from_a_plain_one() {
        let mut xml = Xml::new("<s id='256' r:id='rId2'/>");
        let root = xml.root().expect("root");
        assert_eq!(root.attr("id").as_deref(), Some("256"));
        assert_eq!(root.prefixed("id").as_deref(), Some("rId2"));
    }
}
