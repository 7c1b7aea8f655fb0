//! The inside of a Word paragraph: runs, fields, breaks, drawings and references to notes.

use super::super::super::Role;
use super::super::xml::{Element, Level, Xml};
use super::body::{Body, Field, Region};
use super::paragraph::Paragraph;

impl Field {
    /// Whether the field makes a table of contents or of figures.
    pub(super) fn is_contents(&self) -> bool {
        let code = self.code.trim_start();
        code.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("TOC"))
    }
}

impl Body<'_> {
    /// Reads what stands inside a paragraph, or inside anything within it.
    pub(super) fn inline(&mut self, xml: &mut Xml<'_>, inside: Level, paragraph: &mut Paragraph) {
        while let Some(element) = xml.child(inside) {
            self.piece(xml, &element, paragraph);
        }
    }

    /// Reads one element: what is no text is dealt with here.
    fn piece(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, paragraph: &mut Paragraph) {
        match element.name() {
            "r" => self.run(xml, element.inside, paragraph),
            "pPr" => self.paragraph_properties(xml, element.inside, paragraph),
            "del" | "moveFrom" | "Fallback" | "rPr" | "sdtPr" | "rt" | "delText" | "delInstrText" => {}
            "AlternateContent" => {
                if let Some(choice) = xml.child(element.inside) {
                    self.piece(xml, &choice, paragraph);
                }
            }
            "fldSimple" => self.simple_field(xml, element, paragraph),
            "drawing" | "pict" | "object" => self.drawing(xml, element, paragraph),
            "docPr" | "shape" => {
                self.watermark |= calls_itself_watermark(element);
                self.inline(xml, element.inside, paragraph);
            }
            "txbxContent" => self.text_box(xml, element),
            "textpath" => self.word_art(&element.attr("string").unwrap_or_default()),
            "footnoteReference" => {
                let texts = element.attr("id").and_then(|id| self.footnotes.remove(&id));
                self.queue(Role::Note, texts.unwrap_or_default());
            }
            "endnoteReference" => {
                let texts = element.attr("id").and_then(|id| self.endnotes.remove(&id));
                self.queue(Role::Note, texts.unwrap_or_default());
            }
            "relIds" => {
                let texts = element.attr("dm").and_then(|id| self.diagrams.remove(&id));
                self.queue(Role::Aside, texts.unwrap_or_default());
            }
            _ => self.characters(xml, element, paragraph),
        }
    }

    /// Reads a run; of a hidden one only the ends of fields count.
    fn run(&mut self, xml: &mut Xml<'_>, inside: Level, paragraph: &mut Paragraph) {
        let mut shown = true;
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "rPr" => shown = !hidden(xml, element.inside),
                "fldChar" => self.field(&element, paragraph),
                _ if shown => self.piece(xml, &element, paragraph),
                _ => {}
            }
        }
    }

    /// Reads text, what stands for text, and breaks.
    fn characters(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, paragraph: &mut Paragraph) {
        match element.name() {
            "t" => {
                let text = xml.text(element.inside);
                self.write(&text, paragraph);
            }
            "instrText" => {
                let text = xml.text(element.inside);
                if let Some(field) = self.fields.last_mut().filter(|field| !field.shown && field.code.len() < 100) {
                    field.code.push_str(&text);
                }
            }
            "tab" | "cr" | "ptab" => self.write(" ", paragraph),
            "br" => {
                self.write(" ", paragraph);
                if element.attr("type").as_deref() == Some("page") {
                    self.page_break(false);
                }
            }
            "lastRenderedPageBreak" => self.page_break(true),
            "noBreakHyphen" => self.write("-", paragraph),
            "sym" => self.write(symbol(element), paragraph),
            "fldChar" => self.field(element, paragraph),
            _ => self.inline(xml, element.inside, paragraph),
        }
    }

    fn simple_field(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, paragraph: &mut Paragraph) {
        let field = Field { code: element.attr("instr").unwrap_or_default(), shown: true };
        paragraph.in_contents |= field.is_contents();
        self.inline(xml, element.inside, paragraph);
    }

    /// Adds shown text; codes of fields are not shown, nor what makes up a code.
    fn write(&mut self, text: &str, paragraph: &mut Paragraph) {
        if self.fields.iter().any(|field| !field.shown) {
            return;
        }
        if !text.trim().is_empty() {
            self.just_broken = false;
            paragraph.page.get_or_insert(self.page);
        }
        paragraph.text.push_str(text);
    }

    fn field(&mut self, element: &Element<'_>, paragraph: &mut Paragraph) {
        match element.attr("fldCharType").as_deref() {
            // Nesting is bounded so that a hostile part cannot make every text slow.
            Some("begin") if self.fields.len() < 50 => {
                self.fields.push(Field { code: String::new(), shown: false });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.shown = true;
                    paragraph.in_contents |= field.is_contents();
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// Reads a drawing, which may call itself a watermark.
    fn drawing(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, paragraph: &mut Paragraph) {
        let before = self.watermark;
        self.inline(xml, element.inside, paragraph);
        self.watermark = before;
    }

    fn text_box(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        let watermark = self.watermark;
        let region = match self.region {
            Region::Header | Region::Footer if watermark => Region::Watermark,
            Region::Main => Region::Box,
            outer => outer,
        };
        let blocks = self.capture(region, |body| body.blocks(xml, element.inside));
        self.watermark = watermark;
        self.after.extend(blocks);
    }

    /// Text drawn as a shape: in a header that is how Word makes a watermark.
    fn word_art(&mut self, text: &str) {
        let region = match self.region {
            Region::Header | Region::Footer => Region::Watermark,
            Region::Main => Region::Box,
            outer => outer,
        };
        let blocks = self.capture(region, |body| {
            body.flow.text(region.role().unwrap_or(Role::Aside), text);
        });
        self.after.extend(blocks);
    }
}

fn hidden(xml: &mut Xml<'_>, inside: Level) -> bool {
    let mut hidden = false;
    while let Some(element) = xml.child(inside) {
        hidden |= element.name() == "vanish" && element.is_set();
    }
    hidden
}

fn calls_itself_watermark(element: &Element<'_>) -> bool {
    ["name", "id"]
        .iter()
        .filter_map(|attribute| element.attr(attribute))
        .any(|value| value.to_lowercase().contains("watermark"))
}

/// The ticks and boxes of symbol fonts as characters; other symbols are a space.
fn symbol(element: &Element<'_>) -> &'static str {
    let code = element.attr("char").unwrap_or_default().to_uppercase();
    match code.strip_prefix("F0").unwrap_or(&code) {
        "FC" => "✓",
        "FB" => "✗",
        "FE" => "☑",
        "FD" => "☒",
        "A8" | "6F" => "☐",
        _ => " ",
    }
}
