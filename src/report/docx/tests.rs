//! The document, opened again.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::opc::{sound, values};
use crate::assessment::{Assessment, Logo};
use crate::report::charts::Chart;
use crate::report::paper::{Block, Paper, Table};
use crate::report::words::Language;
use crate::report::{Format, Options, Templates, render, render_with, sample, variants};

fn parts(assessment: &Assessment) -> BTreeMap<String, String> {
    sound(&render(Format::Docx, assessment).unwrap())
}

/// The text of the paragraphs, and how often each element occurs in which parent.
fn read(body: &str) -> (String, BTreeSet<(String, String)>) {
    let (mut text, mut shape, mut stack) = (String::new(), BTreeSet::new(), vec![String::new()]);
    let mut reader = Reader::from_str(body);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                shape.insert((stack.last().unwrap().clone(), name.clone()));
                stack.push(name);
            }
            Event::Empty(tag) => {
                shape.insert((stack.last().unwrap().clone(), tag.name().as_ref().to_owned()));
            }
            Event::End(tag) => {
                if tag.name().as_ref() == "w:p" {
                    text.push('\n');
                }
                stack.pop();
            }
            Event::Text(piece) if stack.last().is_some_and(|name| name == "w:t") => text += piece.as_ref(),
            Event::GeneralRef(name) => {
                text += quick_xml::escape::resolve_predefined_entity(name.as_ref()).unwrap_or("?");
            }
            Event::Text(piece) => assert!(
                piece.as_ref().trim().is_empty() || stack.last().is_some_and(|name| name == "w:instrText"),
                "text outside a run: {:?} in {:?}",
                piece.as_ref(),
                stack.last()
            ),
            Event::Eof => return (text, shape),
            _ => {}
        }
    }
}

#[test]
fn every_document_is_sound() {
    for assessment in [sample::assessment(), sample::with_guidance(), variants::hostile(), variants::empty()] {
        let parts = parts(&assessment);
        let body = &parts["word/document.xml"];
        let (text, _) = read(body);
        assert!(text.contains("Gap analysis"));
        for (begin, end) in
            [("w:fldCharType=\"begin\"", "w:fldCharType=\"end\""), ("<w:bookmarkStart ", "<w:bookmarkEnd ")]
        {
            assert_eq!(body.matches(begin).count(), body.matches(end).count());
        }
        let styles: BTreeSet<&str> = values(&parts["word/styles.xml"], "w:styleId").into_iter().collect();
        for kind in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
            for used in values(&body.replace(&format!("<{kind} w:val"), " used"), "used") {
                assert!(styles.contains(used), "no style {used}");
            }
        }
        let bookmarks = values(body, "w:name");
        let once: BTreeSet<&str> = bookmarks.iter().copied().collect();
        assert_eq!(once.len(), bookmarks.len(), "two bookmarks of one name");
        for anchor in values(body, "w:anchor") {
            assert!(once.contains(anchor), "{anchor} leads nowhere");
        }
    }
}

#[test]
fn text_from_documents_adds_no_element() {
    let shape = |assessment: &Assessment| read(&parts(assessment)["word/document.xml"]).1;
    let extra: Vec<_> = shape(&variants::hostile()).difference(&shape(&sample::assessment())).cloned().collect();
    assert!(extra.iter().all(|(_, name)| ["w:bidi", "w:rtl"].contains(&name.as_str())), "{extra:?}");
    let (text, _) = read(&parts(&variants::hostile())["word/document.xml"]);
    assert!(text.contains("<script>alert(1)</script>") && text.contains("{{ organisation }}"));
    assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}'));
}

#[test]
fn a_long_document_can_be_found_ones_way_in() {
    let parts = parts(&sample::assessment());
    let body = &parts["word/document.xml"];
    for needed in [
        "TOC \\o \"1-2\" \\h",
        "PAGEREF _Toc_summary",
        "<w:tblHeader/>",
        "<w:cantSplit/>",
        "w:orient=\"landscape\"",
        "SEQ Figure",
    ] {
        assert!(body.contains(&needed.replace('"', "&quot;")) || body.contains(needed), "{needed}");
    }
    assert_eq!(body.matches("<w:sectPr>").count(), 3);
    assert!(parts["word/report-header.xml"].contains("STYLEREF 1"));
    assert!(
        parts["word/report-footer.xml"].contains(" PAGE ") && parts["word/report-footer.xml"].contains(" NUMPAGES ")
    );
    assert!(!parts["word/settings.xml"].contains("updateFields"), "Word would ask a question");
    assert!(!body.contains('\u{fdd0}'), "a page is still wanted");
}

#[test]
fn charts_are_pictures_twice_and_words_once() {
    let parts = parts(&sample::assessment());
    let body = &parts["word/document.xml"];
    let pictures: Vec<&String> = parts.keys().filter(|name| name.starts_with("word/media/")).collect();
    assert!(pictures.len() >= 4 && pictures.len().is_multiple_of(2), "{pictures:?}");
    assert_eq!(body.matches("asvg:svgBlip").count(), pictures.len() / 2);
    assert!(values(body, "descr").iter().all(|alt| alt.len() > 20));
}

#[test]
fn names_from_right_to_left_are_runs_of_their_own() {
    let mut assessment = sample::assessment();
    assessment.organisation.name = Some("مجموعة النور للخدمات".into());
    assessment.documents[0].title = "Policy של נורדליס, 2026".into();
    let body = parts(&assessment).remove("word/document.xml").unwrap();
    assert!(body.contains("<w:pStyle w:val=\"Title\"/><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr>"));
    assert!(body.contains("<w:rtl/></w:rPr><w:t xml:space=\"preserve\">של נורדליס</w:t>"));
}

#[test]
fn a_logo_is_shown_if_it_is_one() {
    let svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 40\"><rect width=\"120\" height=\"40\"/></svg>";
    let mut assessment = sample::assessment();
    assessment.report.logo = Some(Logo::new(svg.as_bytes()).unwrap());
    let with = parts(&assessment);
    assert!(with.contains_key("word/media/report-logo.png") && with.contains_key("word/media/report-logo.svg"));
    if let Some(logo) = &mut assessment.report.logo {
        // Begins as a PNG does and is none.
        logo.media_type = "image/png".into();
        logo.base64 = crate::text::base64::encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02rest");
    }
    assert!(!parts(&assessment).contains_key("word/media/report-logo.png"));
}

#[test]
fn every_language_says_everything() {
    let templates = Templates::embedded();
    for language in Language::ALL {
        let options = Options { language: *language, ..crate::report::tests::options(&templates) };
        let parts = sound(&render_with(Format::Docx, &sample::with_guidance(), &options).unwrap());
        assert!(parts["word/styles.xml"].contains(&format!("w:lang w:val=\"{}-", language.code())));
        let (text, _) = read(&parts["word/document.xml"]);
        assert!(!text.contains("{n}") && !text.contains("{total}"));
    }
}

/// A document of somebody else's, as Word writes one in German.
fn frame() -> Vec<u8> {
    use std::io::Write;
    const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let related = |list: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{list}</Relationships>"
        )
    };
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{word}.template.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"{word}.styles+xml\"/><Override PartName=\"/word/numbering.xml\" ContentType=\"{word}.numbering+xml\"/><Override PartName=\"/word/header7.xml\" ContentType=\"{word}.header+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            related(&format!("<Relationship Id=\"rId1\" Type=\"{R}/officeDocument\" Target=\"word/document.xml\"/>")),
        ),
        (
            "word/document.xml",
            format!(
                "<w:document {W}><w:body><w:p><w:r><w:t>Their text</w:t></w:r></w:p><w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId9\"/><w:pgSz w:w=\"1\" w:h=\"1\"/></w:sectPr></w:body></w:document>"
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            related(&format!(
                "<Relationship Id=\"rId1\" Type=\"{R}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId2\" Type=\"{R}/numbering\" Target=\"numbering.xml\"/><Relationship Id=\"rId9\" Type=\"{R}/header\" Target=\"header7.xml\"/><Relationship Id=\"rId10\" Type=\"{R}/hyperlink\" Target=\"https://example.org\" TargetMode=\"External\"/>"
            )),
        ),
        (
            "word/styles.xml",
            format!(
                "<w:styles {W}><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Standard\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>"
            ),
        ),
        (
            "word/numbering.xml",
            format!(
                "<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"/></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
            ),
        ),
        ("word/header7.xml", format!("<w:hdr {W}><w:p><w:r><w:t>Their header</w:t></w:r></w:p></w:hdr>")),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_users_document_is_the_frame() {
    let templates = Templates::embedded().framed(&frame()).unwrap();
    let options = crate::report::tests::options(&templates);
    let bytes = render_with(Format::Docx, &sample::assessment(), &options).unwrap();
    let parts = sound(&bytes);
    let body = &parts["word/document.xml"];
    assert!(body.contains("<w:pStyle w:val=\"berschrift1\"/>") && !body.contains("<w:pStyle w:val=\"Heading1\"/>"));
    assert!(!body.contains("Their text"));
    // On the two sections with a header; the cover has none.
    assert_eq!(body.matches("r:id=\"rId9\"").count(), 2);
    let styles = &parts["word/styles.xml"];
    assert_eq!(styles.matches("w:val=\"heading 1\"").count(), 1, "their heading is kept");
    assert!(styles.contains("w:styleId=\"TableText\"") && styles.contains("<w:basedOn w:val=\"Standard\"/>"));
    assert_eq!(styles.matches(" w:default=\"1\"").count(), 1);
    assert!(!parts["[Content_Types].xml"].contains("template.main"));
    let lists = &parts["word/numbering.xml"];
    assert!(lists.rfind("<w:abstractNum ").unwrap() < lists.find("<w:num ").unwrap());
    assert_eq!(bytes, render_with(Format::Docx, &sample::assessment(), &options).unwrap());
}

#[test]
fn what_is_no_frame_is_refused() {
    for (bytes, why) in
        [(b"PK".to_vec(), "no .docx"), (render(Format::Xlsx, &variants::empty()).unwrap(), "no `word/document.xml`")]
    {
        let error = Templates::embedded().framed(&bytes).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}

/// Any other paper: all kinds of blocks, with text that tries to be more.
fn all_blocks(upright: bool) -> Paper {
    let hostile = "<w:p/>]]> {{ x }} \u{1b}[31m שלום | =1+1".to_owned();
    let table = Table { headings: vec!["no", "what"], rows: vec![vec!["1".into(), hostile.clone()]] };
    let chart = Chart {
        id: "chart",
        title: hostile.clone(),
        alt: hostile.clone(),
        svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>".into(),
        width: 9,
        height: 9,
    };
    let mut paper = Paper { upright, as_of: "2026-11-22".into(), ..Paper::new(hostile.clone(), vec![hostile.clone()]) };
    let blocks = vec![
        Block::Text(hostile.clone()),
        Block::List(vec![hostile.clone()]),
        Block::Table(table.clone()),
        Block::Grid(vec![vec![hostile.clone(); 3], vec![hostile.clone(); 3]]),
        Block::Grid(Vec::new()),
        Block::Room("Seen", 3),
        Block::Picture(chart.clone(), table),
        Block::Drawing { chart, mermaid: String::new() },
    ];
    paper.part(2, hostile.clone(), blocks);
    paper.part(3, hostile, Vec::new());
    paper
}

#[test]
fn any_paper_is_a_sound_document() {
    for upright in [true, false] {
        let bytes = super::paper(&all_blocks(upright)).unwrap();
        assert_eq!(bytes, super::paper(&all_blocks(upright)).unwrap());
        let parts = sound(&bytes);
        let body = &parts["word/document.xml"];
        let (text, _) = read(body);
        assert!(text.contains("<w:p/>]]> {{ x }}") && !text.contains('\u{1b}'), "{text}");
        assert_eq!(body.matches("<w:tbl>").count(), 4, "two tables of rows, one from outside, one to write into");
        assert_eq!(body.matches("<wp:inline").count(), 2);
        assert_eq!(body.contains("w:orient=\"landscape\""), !upright);
        let styles: BTreeSet<&str> = values(&parts["word/styles.xml"], "w:styleId").into_iter().collect();
        for used in values(&body.replace("<w:pStyle w:val", " used"), "used") {
            assert!(styles.contains(used), "no style {used}");
        }
        assert!(parts["word/report-footer.xml"].contains("22 November 2026"));
    }
}
