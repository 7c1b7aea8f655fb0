//! PDF: the text of each page as headings, paragraphs, lists and tables, by what pdfboss makes of
//! the layout. The only file that calls pdfboss; it runs in a worker process.

use std::collections::BTreeSet;

use pdfboss_core::{Document as Pdf, Error, Page};
use pdfboss_output::{
    Block, Line, Role as PdfRole, document_layout_with_rulings, retain_rulings_on_page, retain_spans_on_page,
};
use pdfboss_text::{FontCache, ReadingOrder, Ruling, TextSpan};

use super::builder::Builder;
use super::draft::{Row, Table};
use super::pdf_margins::{self, Printed, Running};
use super::pdf_pages::{Piece, Teller};
use super::{Limits, Place, Reading, Role, Source};

/// Fewer letters than this on a page with a picture all over it: a scan.
const LETTERS: usize = 20;

/// Reads a PDF.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Reading {
    let pdf = match Pdf::load(bytes.to_vec()) {
        Ok(pdf) if pdf.is_locked() => return Reading::unread("password-protected"),
        Ok(pdf) => pdf,
        Err(Error::Encrypted) => return Reading::unread("password-protected"),
        Err(error) => {
            return Reading::unread(format!("corrupt: {}", super::builder::shortened(&error.to_string(), 100)));
        }
    };
    let mut builder = Builder::new(limits);
    let mut pages = pages(&pdf, limits, &mut builder);
    if pages.is_empty() {
        return Reading::unread("corrupt: no pages");
    }
    if let Some(reason) = unreadable(&pages) {
        return Reading::unread(reason);
    }
    for page in pages.iter().filter(|page| page.image_only) {
        builder.problem(format!("page {}: image only", page.number));
    }
    metadata(&pdf, &mut builder);
    let margins = take_margins(&mut pages);
    let numbers: Vec<u32> = pages.iter().map(|page| page.number).collect();
    let spans: Vec<_> = pages.into_iter().map(|page| (page.spans, page.rulings, page.order)).collect();
    let layouts = document_layout_with_rulings(&spans);
    let mut teller = Teller::new(&mut builder);
    for ((number, layout), mut all) in numbers.iter().zip(&layouts).zip(margins) {
        all.extend(layout.blocks.iter().flat_map(piece));
        teller.page(*number, all);
    }
    teller.finish();
    beside_the_pages(&pdf, limits, &mut builder);
    builder.finish()
}

/// One page before its layout is known.
struct Found {
    number: u32,
    spans: Vec<TextSpan>,
    rulings: Vec<Ruling>,
    order: ReadingOrder,
    image_only: bool,
    /// Left, lower edge, width and height.
    area: (f32, f32, f32, f32),
}

fn pages(pdf: &Pdf, limits: Limits, builder: &mut Builder) -> Vec<Found> {
    let fonts = FontCache::default();
    let count = pdf.page_count();
    if count > limits.pages {
        builder.problem(format!("pages beyond {} left out", limits.pages));
    }
    let mut text_left = limits.text_bytes;
    let mut found = Vec::new();
    for index in 0..count.min(limits.pages) {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let Ok(page) = pdf.page(index) else {
            builder.problem(format!("page {number}: corrupt"));
            continue;
        };
        let Ok((mut spans, mut rulings, report)) =
            pdfboss_text::extract_spans_and_rulings_reporting_cached(pdf, &page, &fonts, ReadingOrder::StructureTree)
        else {
            builder.problem(format!("page {number}: corrupt"));
            continue;
        };
        retain_spans_on_page(&mut spans, &page);
        retain_rulings_on_page(&mut rulings, &page);
        let letters: usize = spans.iter().map(|span| letters(&span.text)).sum();
        let image_only = letters < LETTERS && has_page_image(pdf, &page);
        let bytes: usize = spans.iter().map(|span| span.text.len()).sum();
        found.push(Found { number, spans, rulings, order: report.order, image_only, area: area(&page) });
        if bytes > text_left {
            builder.problem(format!("pages beyond {number} left out: too much text"));
            break;
        }
        text_left -= bytes;
    }
    found
}

/// Where the visible page is: left, lower edge, width and height.
fn area(page: &Page) -> (f32, f32, f32, f32) {
    let seen = page.crop_box;
    let (width, height) = ((seen.x1 - seen.x0).abs(), (seen.y1 - seen.y0).abs());
    (seen.x0.min(seen.x1), seen.y0.min(seen.y1), width.max(1.0), height.max(1.0))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|character| character.is_alphanumeric()).count()
}

/// Whether one picture covers most of the page.
fn has_page_image(pdf: &Pdf, page: &Page) -> bool {
    let (width, height) = (page.crop_box.x1 - page.crop_box.x0, page.crop_box.y1 - page.crop_box.y0);
    let images = pdfboss_text::placed_images(pdf, page).unwrap_or_default();
    images.iter().any(|image| {
        let area = (image.bbox.x1 - image.bbox.x0) * (image.bbox.y1 - image.bbox.y0);
        area.abs() > (width * height).abs() * 0.6
    })
}

/// Why no word of these pages can be trusted.
fn unreadable(pages: &[Found]) -> Option<&'static str> {
    if pages.iter().all(|page| page.image_only) {
        return Some("image only (scan without text)");
    }
    let (mut all, mut lost) = (0_usize, 0_usize);
    for character in pages.iter().flat_map(|page| &page.spans).flat_map(|span| span.text.chars()) {
        if character.is_whitespace() {
            continue;
        }
        all += 1;
        // Without a map to Unicode glyph numbers come out as control and private characters.
        let private = matches!(character, '\u{e000}'..='\u{f8ff}');
        lost += usize::from(character == '\u{fffd}' || private || character.is_control());
    }
    if all == 0 {
        return Some("no text");
    }
    (lost * 5 > all).then_some("font encoding not recoverable")
}

fn metadata(pdf: &Pdf, builder: &mut Builder) {
    let info = pdf.metadata();
    let date = |written: Option<String>, parsed: Option<pdfboss_core::Date>| match parsed {
        Some(date) => Some(format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)),
        None => written,
    };
    let created = info.creation_date_parsed();
    let modified = info.mod_date_parsed();
    let entries = [
        ("title", info.title),
        ("author", info.author),
        ("subject", info.subject),
        ("keywords", info.keywords),
        ("creator", info.creator),
        ("producer", info.producer),
        ("created", date(info.creation_date, created)),
        ("modified", date(info.mod_date, modified)),
        ("lang", pdf.language()),
    ];
    let mut known = Vec::new();
    for (name, value) in entries {
        let value = value.unwrap_or_default();
        builder.property(Source::Meta, name, &value, None);
        known.push(value);
    }
    for (name, value) in xmp(pdf) {
        // XMP repeats what the info dictionary says; only what is new is told.
        if !known.contains(&value) {
            builder.property(Source::Meta, &name, &value, None);
        }
    }
}

/// The XMP packet, as names and values.
fn xmp(pdf: &Pdf) -> Vec<(String, String)> {
    let packet = || {
        let root = pdf.resolve(pdf.xref().trailer.get("Root")?).ok()?;
        let stream = pdf.resolve(root.as_dict()?.get("Metadata")?).ok()?;
        pdf.stream_data(stream.as_stream()?).ok()
    };
    packet().map(|packet| super::pdf_xmp::entries(&packet)).unwrap_or_default()
}

fn printed(span: &TextSpan, (left, low, width, height): (f32, f32, f32, f32)) -> Printed<'_> {
    // Text that runs up or down the page is no header.
    let y = if span.rotate == 0 { (span.y - low) / height } else { 0.5 };
    Printed { x: (span.x - left) / width, end: (span.end_x - left) / width, em: span.size / width, y, text: &span.text }
}

/// Takes running headers and footers out of the pages, so that they end up in no paragraph.
fn take_margins(pages: &mut [Found]) -> Vec<Vec<Piece>> {
    let printed: Vec<Vec<Printed<'_>>> =
        pages.iter().map(|page| page.spans.iter().map(|span| printed(span, page.area)).collect()).collect();
    let found = pdf_margins::running(&printed);
    drop(printed);
    let take = |(page, margins): (&mut Found, Vec<Running>)| {
        let taken: BTreeSet<usize> = margins.iter().flat_map(|margin| margin.pieces.iter().copied()).collect();
        let mut at = 0;
        page.spans.retain(|_| {
            at += 1;
            !taken.contains(&(at - 1))
        });
        margins
            .into_iter()
            .map(|margin| Piece::Text { role: margin.role, lines: vec![margin.text], bold: false })
            .collect()
    };
    pages.iter_mut().zip(found).map(take).collect()
}

fn piece(block: &Block) -> Vec<Piece> {
    match block {
        Block::Heading { level, lines, .. } => vec![Piece::Heading(*level, texts(lines))],
        Block::Paragraph { lines, role, .. } => {
            let role = match role {
                PdfRole::Body => Role::Paragraph,
                PdfRole::Quote => Role::Quote,
                PdfRole::PageHeader => Role::Header,
                PdfRole::PageFooter => Role::Footer,
            };
            let bold =
                lines.iter().flat_map(|line| &line.inlines).all(|inline| inline.bold || inline.text.trim().is_empty());
            vec![Piece::Text { role, lines: texts(lines), bold }]
        }
        Block::List { items, .. } => items
            .iter()
            .map(|item| {
                let mut lines = texts(&item.lines);
                if let Some(first) = lines.first_mut() {
                    *first = first.chars().skip(item.marker_len).collect();
                }
                Piece::Text { role: Role::ListItem, lines, bold: false }
            })
            .collect(),
        Block::Table { rows, .. } => vec![Piece::Table(table(rows))],
    }
}

fn table(rows: &[Vec<pdfboss_output::Cell>]) -> Table {
    let row = |(at, cells): (usize, &Vec<pdfboss_output::Cell>)| Row {
        number: u32::try_from(at + 1).unwrap_or(u32::MAX),
        cells: cells.iter().map(|cell| cell.line.as_ref().map(text).unwrap_or_default()).collect(),
    };
    Table { name: None, rows: rows.iter().enumerate().map(row).collect() }
}

fn texts(lines: &[Line]) -> Vec<String> {
    lines.iter().map(text).collect()
}

fn text(line: &Line) -> String {
    line.inlines.iter().map(|inline| inline.text.as_str()).collect()
}

/// What a reader sees that is not in the text of the pages: filled-in forms, and remarks written
/// on the page.
fn beside_the_pages(pdf: &Pdf, limits: Limits, builder: &mut Builder) {
    builder.close(1);
    for field in pdf.form_fields() {
        let name = field.alternate_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&field.name).to_string();
        let value = match (field.text(), field.checked()) {
            (Some(text), _) => text,
            (None, Some(checked)) => if checked { "yes" } else { "no" }.to_string(),
            (None, None) => field.selected().join("; "),
        };
        if !value.trim().is_empty() {
            builder.text(Role::Aside, &format!("{name}: {value}"), Place::default());
        }
    }
    for index in 0..pdf.page_count().min(limits.pages) {
        let Ok(page) = pdf.page(index) else { continue };
        for annotation in pdf.annotations(&page) {
            if annotation.subtype == "FreeText" && !annotation.flags.hidden() {
                let place = Place { page: u32::try_from(index + 1).ok(), ..Place::default() };
                builder.text(Role::Aside, annotation.contents.as_deref().unwrap_or_default(), place);
            }
        }
    }
}
