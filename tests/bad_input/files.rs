//! Small office files and PDFs, sound ones, to be broken by the cases.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn relation(kind: &str, target: &str) -> String {
    let base = "http://schemas.openxmlformats.org";
    format!(
        r#"<Relationships xmlns="{base}/package/2006/relationships"><Relationship Id="rId1" Type="{base}/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>"#
    )
}

/// So many paragraphs of Word, no two alike.
pub(crate) fn paragraphs(count: usize) -> String {
    (0..count).map(|number| format!("<w:p><w:r><w:t>Paragraph {number}</w:t></w:r></w:p>")).collect()
}

pub(crate) fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
    );
    let root = relation("officeDocument", "word/document.xml");
    zipped(&[("[Content_Types].xml", TYPES), ("_rels/.rels", &root), ("word/document.xml", &document)])
}

pub(crate) fn xlsx(rows: usize) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let row = |n: usize| format!(r#"<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Cell {n}</t></is></c></row>"#);
    let rows: String = (1..=rows).map(row).collect();
    let sheet = format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#);
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    zipped(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", &relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

/// A presentation without slides; it is only ever cut.
pub(crate) fn pptx() -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/presentationml/2006/main";
    let presentation = format!(r#"<p:presentation xmlns:p="{main}">{}</p:presentation>"#, paragraphs(500));
    zipped(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", &relation("officeDocument", "ppt/presentation.xml")),
        ("ppt/presentation.xml", &presentation),
    ])
}

pub(crate) fn odt(body: &str) -> Vec<u8> {
    let names = "urn:oasis:names:tc:opendocument:xmlns";
    let content = format!(
        r#"<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0"><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

/// One page that says something.
pub(crate) fn pdf() -> Vec<u8> {
    let text = "BT /F1 12 Tf 72 720 Td (Service management policy of the house) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let start = pdf.len();
    pdf.push_str(&format!("xref\n0 6\n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    pdf.into_bytes()
}

/// The first half of a file, as a copy that broke off leaves it.
pub(crate) fn half(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

/// Bytes without meaning, the same on every run.
pub(crate) fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    std::iter::repeat_with(next).take(count).collect()
}

/// A line of YAML that repeats the one before nine times.
pub(crate) fn alias_row(name: char) -> String {
    let before = char::from(u8::try_from(name).unwrap() - 1);
    format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(", "))
}
