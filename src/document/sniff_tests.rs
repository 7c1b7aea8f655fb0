//! Tests of telling formats apart.

use super::*;

#[test]
fn names_decide_for_text() {
    for (name, format) in [
        ("a/b.MD", Format::Markdown),
        ("ir.md.tmpl", Format::Markdown),
        ("x.tmpl", Format::Text),
        ("x.adoc", Format::Text),
        ("CODEOWNERS", Format::Text),
        (".github/CODEOWNERS", Format::Text),
        ("LICENSE-MIT", Format::Text),
        ("README", Format::Text),
        ("x.psv", Format::Csv),
        ("x.jsonl", Format::Json),
    ] {
        assert_eq!(sniff(name, b"hello"), Ok(format), "{name}");
    }
    assert_eq!(sniff("export.doc", b"\xef\xbb\xbf<html><body>"), Ok(Format::Html));
}

#[test]
fn bytes_win_over_the_name() {
    assert_eq!(sniff("plan.docx", b"%PDF-1.7\n"), Ok(Format::Pdf));
    assert_eq!(sniff("plan.docx", b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml"), Ok(Format::Xlsx));
    assert_eq!(sniff("plan", b"PK\x03\x04....[Content_Types].xml....word/document.xml"), Ok(Format::Docx));
    assert_eq!(sniff("plan.zip", b"PK\x03\x04....report.txt"), Err("archive".into()));
    assert_eq!(sniff("x.ods", b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text"), Ok(Format::Odt));
}

#[test]
fn refusals_say_why() {
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest";
    assert_eq!(sniff("a.doc", ole), Err("legacy format (DOC): save as DOCX or PDF".into()));
    assert_eq!(sniff("a.xlsx", ole), Err("encrypted or legacy file under a new name".into()));
    assert_eq!(sniff("a.xls", ole), Ok(Format::Xls));
    assert_eq!(sniff("a.msg", ole), Err("outlook message (MSG): save as EML".into()));
    assert_eq!(sniff("a.py", b"import os"), Err("source code".into()));
    assert_eq!(sniff("Makefile", b"all:"), Err("source code".into()));
    assert_eq!(sniff("a.md", b""), Err("empty file".into()));
    assert_eq!(sniff("a.txt", b"\x89PNG\r\n"), Err("image".into()));
    assert_eq!(sniff("a.frobnicate", b"hello"), Err("format not read (.frobnicate)".into()));
}
