//! Hostile files, built here: bombs, lies, depths. None of them comes from anywhere else.

use std::io::Write;

use super::formats::{compound, open_document, pdf_of, relations, zipped};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const WORD: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

/// A Word file with this main part.
pub(crate) fn word(document: &str) -> Vec<u8> {
    zipped(&[
        ("_rels/.rels", &relations(&[("rId1", "officeDocument", "word/document.xml")])),
        ("word/document.xml", document),
    ])
}

/// A Word file with a document type before its text, which uses what is declared there.
pub(crate) fn word_declaring(declared: &str, used: &str) -> Vec<u8> {
    word(&format!(
        "<!DOCTYPE x [{declared}]><w:document {WORD}><w:body><w:p><w:r><w:t>before {used} after</w:t></w:r></w:p></w:body></w:document>"
    ))
}

/// Entities that each repeat the one before ten times.
pub(crate) fn laughs(levels: usize) -> String {
    let level = |n: usize| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10));
    "<!ENTITY e0 \"ha\">".to_owned() + &(1..=levels).map(level).collect::<String>()
}

/// A workbook with one sheet of this content, and shared strings.
pub(crate) fn sheet(content: &str, strings: &str) -> Vec<u8> {
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    zipped(&[
        ("_rels/.rels", &relations(&[("rId1", "officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml", &book),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(&[
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "sharedStrings", "sharedStrings.xml"),
            ]),
        ),
        ("xl/worksheets/sheet1.xml", &format!(r#"<worksheet xmlns="{MAIN}">{content}</worksheet>"#)),
        ("xl/sharedStrings.xml", &format!(r#"<sst xmlns="{MAIN}">{strings}</sst>"#)),
    ])
}

/// An OpenDocument sheet in which one cell claims to stand a million rows down and sixteen thousand columns wide.
pub(crate) fn repeated() -> Vec<u8> {
    let cell = r#"<table:table-cell table:number-columns-repeated="16384"><text:p>again and again</text:p></table:table-cell>"#;
    let row = format!(r#"<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>"#);
    open_document("spreadsheet", &format!(r#"<table:table table:name="All">{row}</table:table>"#))
}

/// A zip whose directory lists one packed sheet of 30 MiB under so many names.
pub(crate) fn overlapping(names: usize) -> Vec<u8> {
    let row = "<row><c t=\"inlineStr\"><is><t>again</t></is></c></row>";
    let much = " ".repeat(30 << 20);
    let one =
        zipped(&[("xl/worksheets/sheet1.xml", &format!("<worksheet><sheetData>{row}{much}</sheetData></worksheet>"))]);
    let end = one.len() - 22;
    let directory = usize::try_from(u32::from_le_bytes(one[end + 16..end + 20].try_into().unwrap())).unwrap();
    let entry = &one[directory..end];
    let mut bytes = one[..directory].to_vec();
    for number in 1..=names {
        let name = format!("xl/worksheets/sheet{number}.xml");
        let mut header = entry[..46].to_vec();
        header[28..30].copy_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        header[30..34].fill(0);
        bytes.extend(header);
        bytes.extend(name.bytes());
    }
    let size = u32::try_from(bytes.len() - directory).unwrap();
    let count = u16::try_from(names).unwrap().to_le_bytes();
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count, count].concat());
    bytes.extend([size.to_le_bytes(), u32::try_from(directory).unwrap().to_le_bytes()].concat());
    bytes.extend([0, 0]);
    bytes
}

/// A zip in a zip in a zip, each named as a document.
pub(crate) fn nested(levels: usize) -> Vec<u8> {
    let mut inner = word("<w:document/>");
    for _ in 0..levels {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in ["word/document.xml", "inner.docx", "_rels/.rels"] {
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(&inner).unwrap();
        }
        inner = writer.finish().unwrap().into_inner();
    }
    inner
}

/// A zip of so many empty parts.
pub(crate) fn parts(count: usize) -> Vec<u8> {
    let names: Vec<String> = (0..count).map(|n| format!("word/{n}.xml")).collect();
    zipped(&names.iter().map(|name| (name.as_str(), "")).collect::<Vec<_>>())
}

/// Text of a Word document that packs just too little to be refused for its ratio.
pub(crate) fn dense(mebibytes: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut body = String::with_capacity((mebibytes << 20) + 200);
    while body.len() < mebibytes << 20 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let number = state >> 40;
        body.push_str(&format!("<w:p><w:r><w:t>{number:x} {}</w:t></w:r></w:p>", "xqzvkj".repeat(150)));
    }
    word(&format!("<w:document {WORD}><w:body>{body}</w:body></w:document>"))
}

/// Elements of Word so many levels deep.
pub(crate) fn deep_word(levels: usize) -> Vec<u8> {
    word(&format!("<w:document {WORD}><w:body>{}", "<w:sdt><w:sdtContent>".repeat(levels / 2)))
}

/// An office file behind a password: a compound file with the stream that holds the packed one.
pub(crate) fn encrypted_office() -> Vec<u8> {
    compound("EncryptedPackage", &[7; 5000])
}

/// A zip whose only part is said to be encrypted.
pub(crate) fn encrypted_zip() -> Vec<u8> {
    let mut bytes = word("<w:document/>");
    for (mark, flag) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let starts: Vec<usize> =
            bytes.windows(4).enumerate().filter(|(_, four)| *four == mark).map(|(at, _)| at).collect();
        starts.into_iter().for_each(|at| bytes[at + flag] |= 1);
    }
    bytes
}

/// A PDF that says it is encrypted by a password nobody has.
pub(crate) fn encrypted_pdf() -> Vec<u8> {
    let key = "41".repeat(32);
    pdf_of(
        &["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"],
        &format!("/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{key}> /U <{key}> >> /ID [<00><00>]"),
    )
}

/// PDFs that lie: a page tree in a circle, a million pages that are one, a stream longer than the file, operators
/// nested and repeated.
pub(crate) fn lying_pdfs() -> Vec<(&'static str, Vec<u8>)> {
    let catalog = "<< /Type /Catalog /Pages 2 0 R >>";
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>";
    let one = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let form = |text: &str| {
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Length {} >>\nstream\n{text}\nendstream",
            text.len()
        )
    };
    let draws = form("/X Do /X Do /X Do");
    let deep = "[".repeat(1_000_000);
    let array = format!("<< /Length {} >>\nstream\n{deep}\nendstream", deep.len());
    let kids = format!("<< /Type /Pages /Kids [{}] /Count 100000 >>", "3 0 R ".repeat(100_000));
    let content = "<< /Length 4 >>\nstream\n/X Do\nendstream";
    vec![
        ("circle.pdf", pdf_of(&[catalog, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"], "")),
        ("pages.pdf", pdf_of(&[catalog, &kids, page, content, &form("")], "")),
        ("count.pdf", pdf_of(&[catalog, "<< /Type /Pages /Kids [] /Count 2147483647 >>"], "")),
        ("forms.pdf", pdf_of(&[catalog, one, page, content, &draws], "")),
        ("arrays.pdf", pdf_of(&[catalog, one, page, &array, &form("")], "")),
        (
            "length.pdf",
            pdf_of(&[catalog, one, page, "<< /Length 99999999999 >>\nstream\nBT ET\nendstream", &form("")], ""),
        ),
        ("itself.pdf", pdf_of(&["1 0 R", "2 0 R"], "/Prev 9 /Prev 9")),
    ]
}

/// Mails in mails in mails.
pub(crate) fn deep_mail(levels: usize) -> String {
    let open = |n: usize| format!("Content-Type: multipart/mixed; boundary=\"b{n}\"\r\n\r\n--b{n}\r\n");
    format!(
        "From: a@example.org\r\nSubject: deep\r\nMIME-Version: 1.0\r\n{}Content-Type: text/plain\r\n\r\nwords\r\n",
        (0..levels).map(open).collect::<String>()
    )
}
