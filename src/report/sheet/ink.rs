//! Pages as a PDF: printpdf draws them, with fonts cut down to the glyphs that are used. What comes out is lopdf's
//! document, to which other pages can be added before it is written; nothing finished is ever read by printpdf.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use anyhow::{Result, anyhow};
use lopdf::{Dictionary, Document, Object, StringFormat, text_string};
use printpdf::{
    Codepoint, Color, FontId, Line as Stroke, LinePoint, Mm, Op, PaintMode, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, Rect, Rgb, TextItem, TextMatrix,
};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::page::{Colour, Mark, Page};
use super::text::{Line, Run};
use crate::report::fonts::FONTS;

/// What a file says of itself.
pub(crate) struct About<'a> {
    pub(crate) title: &'a str,
    /// ISO 639-1 code.
    pub(crate) language: &'a str,
    pub(crate) creator: &'a str,
    /// `2026-11-22`.
    pub(crate) date: &'a str,
}

/// What is written becomes its hash.
struct Hashed(Sha256);

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Draws pages.
///
/// # Errors
/// When a font cannot be cut down, which none of ours causes.
pub(crate) fn draw(pages: &[Page]) -> Result<Document> {
    let fonts = Used::of(pages);
    let mut pdf = PdfDocument::new("");
    for font in fonts.glyphs.keys() {
        pdf.resources.fonts.map.insert(name(*font), PdfFont::new(fonts.subset(*font)?));
    }
    for page in pages {
        let ops = page.marks.iter().flat_map(|mark| fonts.drawn(mark)).collect();
        let mut sheet = PdfPage::new(Mm(0.0), Mm(0.0), ops);
        let whole = Rect::from_wh(Pt(page.width), Pt(page.height));
        (sheet.media_box, sheet.trim_box, sheet.crop_box) = (whole.clone(), whole.clone(), whole);
        pdf.pages.push(sheet);
    }
    let mut warnings = Vec::new();
    let mut document = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    document.compress();
    Ok(document)
}

/// Writes a document: the same one gives the same bytes.
///
/// # Errors
/// When lopdf cannot write it, which only memory causes.
pub(crate) fn written(mut document: Document, about: &About<'_>) -> Result<Vec<u8>> {
    let date = format!("D:{}000000Z", about.date.replace('-', ""));
    let date = Object::String(date.into_bytes(), StringFormat::Literal);
    let mut info = Dictionary::new();
    info.set("Title", text_string(about.title));
    info.set("Creator", text_string(about.creator));
    info.set("Producer", text_string("printpdf, lopdf"));
    info.set("CreationDate", date.clone());
    info.set("ModDate", date);
    // printpdf's own says that it is a PDF/X, which it is not.
    if let Ok(id) = document.trailer.get(b"Info").and_then(Object::as_reference) {
        document.objects.insert(id, info.into());
    }
    let catalog = document.catalog_mut()?;
    catalog.set("Lang", text_string(about.language));
    let mut viewer = Dictionary::new();
    viewer.set("DisplayDocTitle", true);
    catalog.set("ViewerPreferences", viewer);
    if !catalog.has(b"PageMode") {
        catalog.set("PageMode", "UseNone");
    }
    if document.version.as_str() < "1.7" {
        document.version = "1.7".into();
    }
    // Named by what it holds: a hash of itself without the name.
    document.trailer.remove(b"ID");
    let mut hashed = Hashed(Sha256::new());
    document.save_to(&mut hashed)?;
    let id = Object::String(hashed.0.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

fn name(font: usize) -> FontId {
    FontId(format!("F{font}"))
}

/// What is used of each font.
struct Used {
    glyphs: BTreeMap<usize, GlyphRemapper>,
    /// What each glyph says to who copies the text: the shortest of what it shows.
    says: BTreeMap<(usize, u16), String>,
}

impl Used {
    fn of(pages: &[Page]) -> Self {
        let mut all: BTreeMap<usize, BTreeSet<u16>> = BTreeMap::new();
        let mut says: BTreeMap<(usize, u16), String> = BTreeMap::new();
        for mark in pages.iter().flat_map(|page| &page.marks) {
            let Mark::Text { line, .. } = mark else { continue };
            for run in &line.runs {
                for glyph in &run.glyphs {
                    all.entry(run.font).or_default().insert(glyph.id);
                    let known = says.entry((run.font, glyph.id)).or_default();
                    if known.is_empty() || (!glyph.text.is_empty() && glyph.text.len() < known.len()) {
                        known.clone_from(&glyph.text);
                    }
                }
            }
        }
        let sorted = |glyphs: BTreeSet<u16>| {
            let glyphs: Vec<u16> = glyphs.into_iter().collect();
            GlyphRemapper::new_from_glyphs_sorted(&glyphs)
        };
        Self { glyphs: all.into_iter().map(|(font, glyphs)| (font, sorted(glyphs))).collect(), says }
    }

    fn subset(&self, at: usize) -> Result<ParsedFont> {
        let (font, glyphs) = (&FONTS.fonts[at], &self.glyphs[&at]);
        let data = subsetter::subset(font.data, 0, glyphs).map_err(|why| anyhow!("{}: {why}", font.name))?;
        let mut parsed = ParsedFont::from_bytes(&data, 0, &mut Vec::new())
            .ok_or_else(|| anyhow!("{} cannot be embedded", font.name))?;
        // A font of which only a part is there bears six letters before its name, which tell parts apart.
        let tag: String = (0..6).rev().map(|place| char::from(b'A' + (at / 26_usize.pow(place) % 26) as u8)).collect();
        parsed.font_name = Some(format!("{tag}+{}", font.name));
        Ok(parsed)
    }

    fn drawn(&self, mark: &Mark) -> Vec<Op> {
        match mark {
            Mark::Text { x, y, size, colour, line } => self.text(*x, *y, *size, *colour, line),
            Mark::Box { x, y, width, height, fill, edge } => {
                let mut ops: Vec<Op> = fill.iter().map(|fill| Op::SetFillColor { col: colour(*fill) }).collect();
                if let Some((edge, width)) = edge {
                    ops.push(Op::SetOutlineColor { col: colour(*edge) });
                    ops.push(Op::SetOutlineThickness { pt: Pt(*width) });
                }
                let mut rectangle = Rect::from_xywh(Pt(*x), Pt(*y), Pt(*width), Pt(*height));
                rectangle.mode = Some(match (fill, edge) {
                    (Some(_), Some(_)) => PaintMode::FillStroke,
                    (None, _) => PaintMode::Stroke,
                    (_, None) => PaintMode::Fill,
                });
                ops.push(Op::DrawRectangle { rectangle });
                ops
            }
            Mark::Rule { from, to, width, colour: ink } => {
                let point = |(x, y): (f32, f32)| LinePoint { p: Point { x: Pt(x), y: Pt(y) }, bezier: false };
                vec![
                    Op::SetOutlineColor { col: colour(*ink) },
                    Op::SetOutlineThickness { pt: Pt(*width) },
                    Op::DrawLine { line: Stroke { points: vec![point(*from), point(*to)], is_closed: false } },
                ]
            }
        }
    }

    fn text(&self, x: f32, y: f32, size: f32, ink: Colour, line: &Line) -> Vec<Op> {
        let mut ops = vec![Op::SetFillColor { col: colour(ink) }, Op::StartTextSection];
        let mut pen = 0.0;
        for run in &line.runs {
            ops.push(Op::SetFont { font: PdfFontHandle::External(name(run.font)), size: Pt(size) });
            self.run(run, (x, y, size), &mut pen, &mut ops);
        }
        ops.push(Op::EndTextSection);
        ops
    }

    /// Glyphs one behind the other, and where one is moved from its place, that one alone.
    fn run(&self, run: &Run, (x, y, size): (f32, f32, f32), pen: &mut f32, ops: &mut Vec<Op>) {
        let Some(glyphs) = self.glyphs.get(&run.font) else { return };
        let mut show = |(right, up): (f32, f32), shown: Vec<Codepoint>| {
            if !shown.is_empty() {
                let at = TextMatrix::Translate(Pt(x + right * size / 1000.0), Pt(y + up * size / 1000.0));
                ops.push(Op::SetTextMatrix { matrix: at });
                ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(shown)] });
            }
        };
        let (mut row, mut start) = (Vec::new(), *pen);
        for glyph in &run.glyphs {
            let id = glyphs.get(glyph.id).unwrap_or_default();
            // What a font leaves between two letters is more or less than what it leaves behind the first.
            let shown = Codepoint::with_cid(id, glyph.width - glyph.advance, self.says[&(run.font, glyph.id)].clone());
            let (right, up) = glyph.shift;
            if right == 0.0 && up == 0.0 {
                row.push(shown);
                *pen += glyph.advance;
                continue;
            }
            show((start, 0.0), std::mem::take(&mut row));
            show((*pen + right, up), vec![shown]);
            *pen += glyph.advance;
            start = *pen;
        }
        show((start, 0.0), row);
    }
}

fn colour((r, g, b): Colour) -> Color {
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}
