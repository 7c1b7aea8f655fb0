//! A sound small file of every format that is read, built here: what is cut, flipped and mutated by tests and
//! what fuzzing begins with.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// Sentences that rules of the catalogue look at, so that what is mutated reaches them.
const WORDS: &str = "Every incident is recorded, prioritised by impact and urgency, and closed after confirmation.";
const ROWS: [[&str; 5]; 3] = [
    ["Incident", "Opened", "Priority", "Status", "Closed"],
    ["INC00001", "2026-10-01", "P1", "closed", "2026-10-02"],
    ["INC00002", "2026-10-05", "P3", "open", ""],
];
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const OPEN: &str = "urn:oasis:names:tc:opendocument:xmlns";

/// Every format by its usual extension.
pub(crate) fn all() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("md", markdown().into()),
        ("txt", format!("Incident management procedure\n\nOwner: Ada Smith\nVersion: 1.2\n\n{WORDS}\n").into()),
        ("html", html().into()),
        ("csv", rows(",").into()),
        ("tsv", rows("\t").into()),
        ("yaml", "title: Incident procedure\nowner: Ada Smith\nsteps:\n- name: log\n  by: &a desk\n- name: close\n  by: *a\n".into()),
        ("json", r#"{"title": "Incident procedure", "rows": [{"id": "INC1", "opened": "2026-10-01", "n": 1.5e3}]}"#.into()),
        ("eml", mail().into()),
        ("docx", docx()),
        ("xlsx", xlsx()),
        ("pptx", pptx()),
        ("odt", odt()),
        ("ods", ods()),
        ("xls", xls()),
        ("pdf", pdf()),
    ]
}

/// A zip file of these parts.
pub(crate) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The relationships part of these links: id, last word of the kind, target.
pub(crate) fn relations(links: &[(&str, &str, &str)]) -> String {
    let link = |(id, kind, target): &(&str, &str, &str)| {
        format!(r#"<Relationship Id="{id}" Type="{KINDS}/{kind}" Target="{target}"/>"#)
    };
    format!(r#"<Relationships xmlns="{RELATIONS}">{}</Relationships>"#, links.iter().map(link).collect::<String>())
}

fn markdown() -> String {
    let control =
        "---\ntitle: Incident management procedure\nowner: Ada Smith\nversion: \"1.2\"\napproved: 2026-03-01\n---\n";
    let table = "| Step | Who |\n|---|---|\n| Log | Desk |\n";
    format!(
        "{control}# Incident management procedure\n\n{WORDS}\n\n- one\n  - two\n\n{table}\n> quoted [link](https://example.org)\n\n```\ncode\n```\n"
    )
}

fn html() -> String {
    let cells = |row: &[&str; 5]| row.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>();
    let rows: String = ROWS.iter().map(|row| format!("<tr>{}</tr>", cells(row))).collect();
    format!(
        "<!DOCTYPE html><html><head><title>Incident procedure</title><meta name=author content='Ada Smith'></head><body><h1>Incident &amp; procedure</h1><p>{WORDS}</p><ul><li>one<li>two</ul><table>{rows}</table></body></html>"
    )
}

fn rows(between: &str) -> String {
    ROWS.iter().map(|row| row.join(between) + "\n").collect()
}

fn mail() -> String {
    format!(
        "From: Ada Smith <ada@example.org>\r\nTo: all@example.org\r\nSubject: =?utf-8?q?Incident_procedure?=\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{WORDS}=20\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>{WORDS}</p>\r\n--b--\r\n"
    )
}

fn docx() -> Vec<u8> {
    let names = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(text));
    let table: String = ROWS
        .iter()
        .map(|row| format!("<w:tr>{}</w:tr>", row.iter().map(|text| cell(text)).collect::<String>()))
        .collect();
    let heading = r#"<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Incident procedure</w:t></w:r></w:p>"#;
    let document = format!(
        r#"<w:document {names}><w:body>{heading}{}<w:tbl>{table}</w:tbl></w:body></w:document>"#,
        paragraph(WORDS)
    );
    let styles = format!(
        r#"<w:styles {names}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>"#
    );
    let core = r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Incident procedure</dc:title><dc:creator>Ada Smith</dc:creator></cp:coreProperties>"#;
    zipped(&[
        (
            "_rels/.rels",
            &relations(&[
                ("rId1", "officeDocument", "word/document.xml"),
                ("rId2", "core-properties", "docProps/core.xml"),
            ]),
        ),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", &relations(&[("rId1", "styles", "styles.xml")])),
        ("word/styles.xml", &styles),
        ("docProps/core.xml", core),
    ])
}

fn xlsx() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet().set_name("Incidents").unwrap();
    for (number, row) in (0_u32..).zip(ROWS) {
        page.write_row(number, 0, row).unwrap();
    }
    page.write(4, 1, 46348.0).unwrap();
    book.save_to_buffer().unwrap()
}

fn pptx() -> Vec<u8> {
    let names = r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
    let shape = |kind: &str, text: &str| {
        format!(
            r#"<p:sp><p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"#
        )
    };
    let slide = format!(
        "<p:sld {names}><p:cSld><p:spTree>{}{}</p:spTree></p:cSld></p:sld>",
        shape("title", "Incidents"),
        shape("body", WORDS)
    );
    let list =
        format!(r#"<p:presentation {names}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>"#);
    zipped(&[
        ("_rels/.rels", &relations(&[("rId1", "officeDocument", "ppt/presentation.xml")])),
        ("ppt/presentation.xml", &list),
        ("ppt/_rels/presentation.xml.rels", &relations(&[("rId1", "slide", "slides/slide1.xml")])),
        ("ppt/slides/slide1.xml", &slide),
    ])
}

/// An OpenDocument file of this kind and body.
pub(crate) fn open_document(kind: &str, body: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="{OPEN}:office:1.0" xmlns:text="{OPEN}:text:1.0" xmlns:table="{OPEN}:table:1.0"><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"#
    );
    zipped(&[("mimetype", &format!("application/vnd.oasis.opendocument.{kind}")), ("content.xml", &content)])
}

fn odt() -> Vec<u8> {
    open_document(
        "text",
        &format!(
            r#"<text:h text:outline-level="1">Incident procedure</text:h><text:p>{WORDS}</text:p><text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>"#
        ),
    )
}

fn ods() -> Vec<u8> {
    let cell = |text: &&str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let row =
        |row: &[&str; 5]| format!("<table:table-row>{}</table:table-row>", row.iter().map(cell).collect::<String>());
    open_document(
        "spreadsheet",
        &format!(r#"<table:table table:name="Incidents">{}</table:table>"#, ROWS.iter().map(row).collect::<String>()),
    )
}

/// One page that says something.
pub(crate) fn pdf() -> Vec<u8> {
    let text = format!("BT /F1 12 Tf 72 720 Td ({WORDS}) Tj 0 -20 Td [(Owner: ) -20 (Ada Smith)] TJ ET");
    pdf_of(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            &format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ],
        "",
    )
}

/// A PDF of these objects, numbered from 1, of which the first is the root; `more` goes into the trailer.
pub(crate) fn pdf_of(objects: &[&str], more: &str) -> Vec<u8> {
    let mut pdf = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let (start, size) = (pdf.len(), objects.len() + 1);
    pdf.push_str(&format!(
        "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R {more} >>\nstartxref\n{start}\n%%EOF\n"
    ));
    pdf.into_bytes()
}

/// A workbook as before 2007: a sheet named `S`, a label and a number.
fn xls() -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    let at = |row: u16, column: u16| [row, column, 0].iter().flat_map(|part| part.to_le_bytes()).collect::<Vec<u8>>();
    let label = |row: u16, column: u16, text: &str| {
        let length = u16::try_from(text.len()).unwrap().to_le_bytes();
        record(0x0204, &[&at(row, column)[..], &length, &[0], text.as_bytes()].concat())
    };
    let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let formats = record(0x00E0, &[0; 20]);
    let offset = u32::try_from(begin.len() + formats.len() + 4 + 9 + 4).unwrap().to_le_bytes();
    let sheet = record(0x0085, &[&offset[..], &[0, 0, 1, 0, b'S']].concat());
    let number = record(0x0203, &[at(1, 0), 46348.0_f64.to_le_bytes().to_vec()].concat());
    let cells = [label(0, 0, "Incident"), label(0, 1, "Opened"), number].concat();
    let end = record(0x000A, &[]);
    compound("Workbook", &[&begin[..], &formats, &sheet, &end, &begin, &cells, &end].concat())
}

/// The smallest compound file around a stream: one table of sectors, one folder, the stream.
pub(crate) fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    header.resize(24, 0);
    header.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    header.resize(44, 0);
    for number in [1_u32, 1, 0, 4096, 0xFFFF_FFFE, 0, 0xFFFF_FFFE, 0, 0] {
        header.extend(number.to_le_bytes());
    }
    header.resize(512, 0xFF);
    let sectors = u32::try_from(stream.len() / 512).unwrap();
    let mut table = vec![0xFFFF_FFFD_u32, 0xFFFF_FFFE];
    table.extend((3..2 + sectors).chain([0xFFFF_FFFE]));
    table.resize(128, 0xFFFF_FFFF);
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    let entry = |name: &str, kind: u8, start: u32, size: usize| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([0xFF; 12]);
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend(u64::try_from(size).unwrap().to_le_bytes());
        entry
    };
    let mut folder = [entry("Root Entry", 5, 0xFFFF_FFFE, 0), entry(name, 2, 2, stream.len())].concat();
    folder.resize(512, 0);
    [header, table, folder, stream].concat()
}
