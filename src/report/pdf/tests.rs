//! What a PDF holds, read back by another program's eyes: pages, text, outline, tags, attachment.

use std::io::Write as _;
use std::process::Command;

use pdfboss_core::Document;
use pdfboss_text::{ReadingOrder, extract_spans};

use crate::assessment::Assessment;
use crate::report::{Format, Kind, Language, Options, Templates, render, render_with, sample, variants};

fn pdf(assessment: &Assessment) -> Vec<u8> {
    render(Format::Pdf, assessment).unwrap()
}

fn opened(assessment: &Assessment) -> Document {
    Document::load(pdf(assessment)).unwrap()
}

/// The text of each page, without white space: spans say where words stand, not what is between them.
fn pages(document: &Document) -> Vec<String> {
    let text = |index| {
        let spans = extract_spans(document, &document.page(index).unwrap(), ReadingOrder::Content).unwrap();
        let words: String = spans.into_iter().map(|span| span.text).collect();
        squeezed(&words)
    };
    (0..document.page_count()).map(text).collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{2068}' | '\u{2069}')).collect()
}

#[test]
fn a_report_holds_what_a_reader_needs() {
    let document = opened(&sample::assessment());
    let pages = pages(&document);
    let all = pages.concat();
    for text in [
        "Gap analysis",
        "Summary for the board",
        "How this was done, and its limits",
        "Findings by clause",
        "Every obligation",
        "Evidence index by clause",
        "Document register",
        "What could not be read",
        "Whether a requirement is fulfilled, a person decides",
        "02 Procedures/Major incident procedure v0.3.docx",
    ] {
        assert!(all.contains(&squeezed(text)), "{text}");
    }
    for (at, page) in pages.iter().enumerate().skip(1) {
        assert!(page.contains(&squeezed(&format!("Page {} of {}", at + 1, pages.len()))), "page {}", at + 1);
    }
    assert!(!pages[0].contains("Page1of"), "the cover bears no number");
}

#[test]
fn every_obligation_and_every_document_is_there() {
    let assessment = sample::assessment();
    let all = pages(&opened(&assessment)).concat();
    for finding in &assessment.findings {
        assert!(all.contains(&squeezed(&finding.obligation)), "{}", finding.obligation);
        for shortfall in &finding.shortfalls {
            assert!(all.contains(&squeezed(&shortfall.remedy)), "{}", shortfall.remedy);
        }
    }
    for document in &assessment.documents {
        assert!(all.contains(&squeezed(&document.path)), "{}", document.path);
    }
    for unread in &assessment.unread {
        assert!(all.contains(&squeezed(&unread.path)), "{}", unread.path);
    }
}

#[test]
fn the_outline_leads_to_pages() {
    let document = opened(&sample::assessment());
    let outline = document.outline();
    let titles: Vec<&str> = outline.iter().map(|item| item.title.as_str()).collect();
    assert!(titles.iter().any(|title| title.contains("Summary for the board")), "{titles:?}");
    assert!(titles.iter().any(|title| title.contains("Document register")), "{titles:?}");
    assert!(outline.iter().all(|item| item.destination.is_some()));
    let findings = outline.iter().find(|item| item.title.contains("Findings by clause")).unwrap();
    assert!(!findings.children.is_empty(), "clause groups stand under the findings");
}

#[test]
fn it_is_tagged_and_declares_both_standards() {
    let bytes = pdf(&sample::assessment());
    let document = Document::load(bytes.clone()).unwrap();
    assert!(document.structure_tree().is_some());
    assert_eq!(document.language().as_deref(), Some("en"));
    let root = document.resolve(document.xref().trailer.get("Root").unwrap()).unwrap();
    let stream = document.resolve(root.as_dict().unwrap().get("Metadata").unwrap()).unwrap();
    let xmp = String::from_utf8(document.stream_data(stream.as_stream().unwrap()).unwrap()).unwrap();
    assert!(xmp.contains("pdfuaid:part>1<") && xmp.contains("pdfaid:part>3<") && xmp.contains("pdfaid:conformance>A<"));
    assert!(xmp.contains("2026-11-22"), "{xmp}");
    let Some(tags) = outside("pdfinfo", &["-struct"], &bytes) else { return };
    for tag in ["Document", "H1", "H2", "H3", "H4", "TOC", "Table", "THead", "TH", "TD", "Link", "P", "L", "LI"] {
        assert!(tags.lines().any(|line| line.trim_start().split([' ', ':']).next() == Some(tag)), "{tag}: {tags}");
    }
}

#[test]
fn the_assessment_is_attached_as_it_is() {
    let assessment = sample::assessment();
    let document = opened(&assessment);
    let [file] = document.embedded_files().try_into().unwrap_or_else(|files| panic!("{files:?}"));
    assert_eq!(file.name, "assessment.json");
    assert_eq!(file.mime.as_deref(), Some("application/json"));
    assert_eq!(document.embedded_file_data(&file).unwrap(), render(Format::Json, &assessment).unwrap());
}

#[test]
fn hostile_text_stays_text() {
    let mut assessment = variants::hostile();
    let nasty = [
        "#panic()",
        "$x$ // comment",
        "*bold* _it_ `raw`",
        "= Heading",
        "@label <label>",
        "#import \"x.typ\"",
        "\\ /* ",
    ];
    let shortfalls = assessment.findings.iter_mut().flat_map(|finding| &mut finding.shortfalls);
    for (shortfall, text) in shortfalls.zip(nasty.iter().cycle()) {
        shortfall.says = (*text).into();
    }
    assessment.documents[0].title = "Langer Titel ".repeat(2_000);
    assessment.documents[1].title = "x".repeat(5_000);
    assessment.documents[2].path = format!("{}/{}.docx", "a".repeat(3_000), "b/".repeat(1_000));
    let document = opened(&assessment);
    let all = pages(&document).concat();
    for text in ["#panic()", "$x$//comment", "*bold*_it_`raw`", "@label<label>", "<script>alert(1)</script>"] {
        assert!(all.contains(text), "{text}");
    }
    assert_eq!(document.outline().len(), opened(&sample::decided()).outline().len());
}

#[test]
fn names_in_many_scripts_come_out() {
    let mut assessment = sample::assessment();
    let names = ["Ελένη Παπαδοπούλου", "Дмитро Їжакевич", "王小明 鈴木一郎 김민수", "สมชาย ใจดี", "विकास शर्मा"];
    for (document, name) in assessment.documents.iter_mut().zip(names.iter().cycle()) {
        document.control.owner = Some((*name).to_owned());
        document.control.approver = Some("محمد עברית (2)".into());
    }
    assessment.organisation.name = Some("شركة الخدمات 🚀".into());
    let all = pages(&opened(&assessment)).concat();
    for name in ["Ελένη", "Їжакевич", "王小明", "鈴木一郎", "김민수"] {
        assert!(all.contains(name), "{name}");
    }
    assert!(all.contains("U+1F680"), "what no font has is named");
}

#[test]
fn nothing_to_report_is_reported() {
    let all = pages(&opened(&variants::empty())).concat();
    for text in ["Nothing was assessed.", "No document was read.", "Every file that was found was read."] {
        assert!(all.contains(&squeezed(text)), "{text}");
    }
}

#[test]
fn far_too_many_findings_are_counted_and_not_told_one_by_one() {
    let mut assessment = sample::assessment();
    let finding = assessment.findings[0].clone();
    for number in 0..20_000 {
        let obligation = format!("4.3/x{number}");
        assessment.findings.push(crate::evidence::Finding { obligation, ..finding.clone() });
    }
    let all = pages(&opened(&assessment)).concat();
    assert!(all.contains("19,009morestandintheattachedassessment"));
}

#[test]
fn two_things_of_one_name_are_both_told() {
    let mut assessment = sample::assessment();
    let twin = assessment.findings[0].clone();
    assessment.findings.insert(1, twin);
    let again = assessment.documents[0].clone();
    assessment.documents.push(again);
    opened(&assessment);
    opened(&crate::assessment::grouped_by(sample::with_guidance(), "two-sides").unwrap());
}

#[test]
fn a_mistake_in_a_template_names_its_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("gap-analysis.typ"), "#import \"report.typ\": *\n\n#nothing\n").unwrap();
    let (templates, problems) = Templates::with_overrides(folder.path());
    assert!(problems.is_empty(), "{problems:?}");
    let options = Options { kind: Kind::GapAnalysis, language: Language::En, templates: &templates, audit: None };
    let error = render_with(Format::Pdf, &sample::assessment(), &options).unwrap_err();
    let said = format!("{error:#}");
    assert!(said.contains("gap-analysis.typ:3: unknown variable: nothing"), "{said}");
}

#[test]
fn other_programs_find_no_fault() {
    let bytes = pdf(&sample::assessment());
    if let Some(text) = outside("qpdf", &["--check"], &bytes) {
        assert!(text.contains("No syntax or stream encoding errors"), "{text}");
    }
    if let Some(fonts) = outside("pdffonts", &[], &bytes) {
        for font in fonts.lines().skip(2) {
            assert!(font.contains("yes yes yes"), "embedded, subset and mapped to Unicode: {font}");
        }
    }
}

/// What an outside program says of the bytes; a line on stderr where it is not installed.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn outside(program: &str, arguments: &[&str], bytes: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let Ok(output) = Command::new(program).args(arguments).arg(file.path()).output() else {
        eprintln!("skipped: `{program}` is not installed");
        return None;
    };
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}
