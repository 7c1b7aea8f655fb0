//! The inside of an OpenDocument paragraph: text, spaces, notes and drawings.

use super::super::super::Role;
use super::super::xml::{Element, Level, Node, Xml};
use super::blocks::Text;

impl Text<'_> {
    /// Reads what stands inside a paragraph, or inside anything within it.
    pub(super) fn inline(&mut self, xml: &mut Xml<'_>, inside: Level, text: &mut String) {
        while let Some(node) = xml.node(inside) {
            match node {
                Node::Text(part) => text.push_str(&part),
                Node::Element(element) => self.piece(xml, &element, text),
            }
        }
    }

    fn piece(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, text: &mut String) {
        match element.name() {
            // However many spaces are meant, white space is folded to one.
            "s" | "tab" | "line-break" => text.push(' '),
            "soft-page-break" => self.page_break(),
            "annotation" | "annotation-end" | "ruby-text" | "script" | "hidden-text" | "hidden-paragraph"
            | "event-listeners" | "tracked-changes" | "note-citation" => {}
            "note" => self.inline(xml, element.inside, text),
            "note-body" => {
                let blocks = self.capture(Role::Note, |text| text.blocks(xml, element.inside));
                self.after.extend(blocks);
            }
            _ if element.prefix() == "draw" => self.drawing(xml, element),
            _ => self.inline(xml, element.inside, text),
        }
    }

    /// Reads the text boxes of a drawing, which may call itself a watermark.
    pub(super) fn drawing(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        if element.name() == "a" {
            // A link around a drawing.
            return self.drawing_parts(xml, element.inside);
        }
        let watermark = element.attr("name").is_some_and(|name| name.to_lowercase().contains("watermark"));
        let role = if watermark { Role::Watermark } else { self.forced.unwrap_or(Role::Aside) };
        let blocks = self.capture(role, |text| text.drawing_parts(xml, element.inside));
        self.after.extend(blocks);
    }

    fn drawing_parts(&mut self, xml: &mut Xml<'_>, inside: Level) {
        while let Some(element) = xml.child(inside) {
            match (element.prefix(), element.name()) {
                // The description of a picture is not shown.
                ("svg", _) | (_, "annotation" | "event-listeners" | "object" | "object-ole") => {}
                ("text" | "table", _) | (_, "text-box") => self.drawn_blocks(xml, &element),
                _ => {
                    self.drawing(xml, &element);
                    self.flow.blocks.append(&mut self.after);
                }
            }
        }
    }

    fn drawn_blocks(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        if element.name() == "text-box" {
            self.blocks(xml, element.inside);
        } else {
            self.block(xml, element);
        }
    }
}
