//! The evidence binder and the sheets of a sample as the program writes them, on the example: what they hold, that
//! other programs read them without complaint, and what is said where there is nothing to bind.

#![cfg(feature = "binder")]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on says so by failing, or loudly")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use serde_json::Value;
use sha2::{Digest, Sha256};

const REPORT: &str = "06 Evaluation/Internal Audit Report IA-2026-3.pdf";

fn run(arguments: &[&str], paths: &[(&str, &Path)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iso20k"));
    command.args(arguments).arg("--no-cache");
    for (name, path) in paths {
        command.args(Some(*name).filter(|name| !name.is_empty())).arg(path);
    }
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/aldermoor")
}

fn assessed(out: &Path) -> PathBuf {
    let output =
        run(&["assess", "-q", "--as-of", "2026-11-22", "--format", "json"], &[("--out", out), ("", &example())]);
    assert!(output.status.success(), "{}", said(&output));
    out.join("assessment.json")
}

fn bound(assessment: &Path, folder: &Path, out: &Path, more: &[&str]) -> Document {
    let output = run(&[&["binder"], more].concat(), &[("--dir", folder), ("--out", out), ("", assessment)]);
    assert!(output.status.success(), "{}", said(&output));
    Document::load(out).unwrap()
}

/// What another program says of a PDF; `None`, loudly, where there is no such program.
fn asked(program: &str, arguments: &[&str], pdf: &Path) -> Option<String> {
    let mut command = Command::new(program);
    command.args(arguments).arg(pdf);
    if program == "pdftotext" {
        command.arg("-");
    }
    let Ok(output) = command.output() else {
        eprintln!("SKIPPED: no {program}; it was not asked about {}", pdf.display());
        return None;
    };
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && complaints.is_empty(), "{program}: {complaints}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn streams(document: &Document, page: u32) -> Vec<Vec<u8>> {
    let ids = document.get_page_contents(document.get_pages()[&page]);
    ids.iter().map(|id| document.get_object(*id).unwrap().as_stream().unwrap().content.clone()).collect()
}

#[test]
fn the_example_is_bound_and_others_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let assessment = assessed(&folder.path().join("report"));
    let (one, two) = (folder.path().join("one.pdf"), folder.path().join("two.pdf"));
    let binder = bound(&assessment, &example(), &one, &[]);
    bound(&assessment, &example(), &two, &[]);
    assert!(fs::read(&one).unwrap() == fs::read(&two).unwrap(), "the same input gives the same bytes");
    let pages = binder.get_pages().len();
    let source = Document::load(example().join(REPORT)).unwrap();
    let own = streams(&source, 2);
    let carried = (1..=pages as u32)
        .map(|page| streams(&binder, page))
        .filter(|all| all.windows(own.len()).any(|some| *some == own));
    assert_eq!(carried.count(), 1, "the second page of the audit report is in the binder once, byte by byte");
    asked("qpdf", &["--check"], &one);
    let Some(info) = asked("pdfinfo", &[], &one) else { return };
    assert!(info.contains(&format!("Pages:           {pages}")) && info.contains("JavaScript:      no"), "{info}");
    let Some(text) = asked("pdftotext", &["-layout"], &one) else { return };
    let sheets: Vec<&str> = text.split('\u{c}').collect();
    assert!(sheets[0].contains("Aldermoor Managed Services Ltd") && sheets[0].contains("a person decides"));
    assert!(sheets[1].contains("Index by clause") && sheets[1].contains("E3"), "{}", sheets[1]);
    let stamped: Vec<&&str> = sheets.iter().filter(|sheet| sheet.contains("page 2 of 2")).collect();
    assert!(stamped.iter().any(|sheet| sheet.contains("Exhibit 3") && sheet.contains("The programme this year")));
    for word in ["certified", "compliant", "conforms"] {
        assert!(!sheets[..2].concat().to_lowercase().contains(word), "{word}");
    }
}

#[test]
fn a_binder_is_limited_to_clauses_and_speaks_german() {
    let folder = tempfile::tempdir().unwrap();
    let assessment = assessed(&folder.path().join("report"));
    let out = folder.path().join("binder.pdf");
    let limited = bound(&assessment, &example(), &out, &["--clauses", "9.2", "--lang", "de"]);
    assert!(limited.get_pages().len() < 30);
    if let Some(text) = asked("pdftotext", &["-layout"], &out) {
        assert!(text.contains("Nachweisordner") && text.contains("9.2.1") && !text.contains("8.6.1/1"), "{text}");
    }
    let output = run(&["binder", "--clauses", "11"], &[("--dir", &example()), ("", &assessment)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("there is no clause `11`"), "{}", said(&output));
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let output = run(&["binder"], &[("--dir", &empty), ("", &assessment)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("is not there"), "{}", said(&output));
}

/// The example with another file in the place of the audit report, which was assessed so.
fn instead(folder: &Path, bytes: &[u8]) -> (PathBuf, PathBuf) {
    let documents = folder.join("documents");
    for entry in walkdir::WalkDir::new(example()).into_iter().map(Result::unwrap) {
        let target = documents.join(entry.path().strip_prefix(example()).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
    fs::write(documents.join(REPORT), bytes).unwrap();
    let path = assessed(&folder.join("report"));
    let mut assessment: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    for document in assessment["documents"].as_array_mut().unwrap() {
        if document["path"] == REPORT {
            document["sha256"] = Value::String(hash.clone());
        }
    }
    fs::write(&path, assessment.to_string()).unwrap();
    (path, documents)
}

/// A page a case: turned, cut out of a larger one, in units of two points, tiny, with states of graphics left open.
fn odd() -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let tree = document.new_object_id();
    let size = |numbers: [i64; 4]| Object::Array(numbers.map(Object::from).to_vec());
    let cases = [
        ("Turned 90", dictionary! { "Rotate" => 90 }),
        ("Turned 180", dictionary! { "Rotate" => 180 }),
        ("Turned 270", dictionary! { "Rotate" => -90 }),
        ("Cut", dictionary! { "MediaBox" => size([-100, -50, 900, 900]), "CropBox" => size([0, 0, 420, 595]) }),
        ("Units", dictionary! { "UserUnit" => 2, "MediaBox" => size([0, 0, 298, 421]) }),
        ("Tiny", dictionary! { "MediaBox" => size([0, 0, 120, 90]) }),
        ("Open", dictionary! {}),
    ];
    let pages: Vec<Object> = cases
        .into_iter()
        .map(|(text, own)| {
            let open = if text == "Open" { "q 0.2 0 0 0.2 0 0 cm q" } else { "" };
            let content = format!("BT /F1 14 Tf 20 40 Td ({text}) Tj ET 0.8 0.9 1 rg 20 60 60 20 re f {open}");
            let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
            let mut page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content };
            own.into_iter().for_each(|(key, value)| page.set(key, value));
            document.add_object(page).into()
        })
        .collect();
    let resources = dictionary! { "Font" => dictionary! { "F1" => font } };
    document.set_object(tree, dictionary! { "Type" => "Pages", "Count" => 7, "Kids" => pages, "Resources" => resources, "MediaBox" => size([0, 0, 595, 842]) });
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_modern(&mut bytes).unwrap();
    bytes
}

#[test]
fn odd_pages_are_stamped_where_a_reader_sees_it() {
    let folder = tempfile::tempdir().unwrap();
    let (assessment, documents) = instead(folder.path(), &odd());
    let out = folder.path().join("binder.pdf");
    bound(&assessment, &documents, &out, &["--clauses", "4.4"]);
    if let Some(kept) = std::env::var_os("KEEP_BINDER") {
        fs::copy(&out, kept).unwrap();
    }
    asked("qpdf", &["--check"], &out);
    let Some(text) = asked("pdftotext", &["-layout"], &out) else { return };
    for page in 1..=7 {
        let sheet = text.split('\u{c}').find(|sheet| sheet.contains(&format!("page {page} of 7")));
        assert!(sheet.is_some_and(|sheet| sheet.contains("SHA-256")), "page {page}: {text}");
    }
}

#[test]
fn a_pdf_that_cannot_be_bound_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (assessment, documents) = instead(folder.path(), b"%PDF-1.7 and no more");
    let out = folder.path().join("binder.pdf");
    let output = run(&["binder", "--clauses", "4.4"], &[("--dir", &documents), ("--out", &out), ("", &assessment)]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains(&format!("pages not bound: {REPORT}: it is damaged")), "{}", said(&output));
    if let Some(text) = asked("pdftotext", &["-layout"], &out) {
        assert!(text.contains("cannot be bound, for the file is damaged"), "{text}");
    }
}

#[test]
fn a_sample_and_a_working_paper_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("sample.pdf");
    let sample = ["audit", "sample", "-q", "change-records", "--as-of", "2026-11-22", "--size", "12", "--seed", "7"];
    let output = run(&sample, &[("--out", &out), ("", &example())]);
    assert!(output.status.success(), "{}", said(&output));
    let printed = run(&[&sample[..], &["--format", "pdf"]].concat(), &[("", &example())]);
    assert!(printed.stdout == fs::read(&out).unwrap(), "on the terminal's way as in a file, and the same bytes again");
    if let Some(text) = asked("pdftotext", &["-layout"], &out) {
        for said in
            ["Test of records: Change records", "Aldermoor", "seed 7", "A37", "CHG-0411", "Prepared by", "Exceptions"]
        {
            assert!(text.contains(said), "{said}: {text}");
        }
    }
    let output = run(&sample, &[("--out", &folder.path().join("sample.docx")), ("", &example())]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("`docx` is no format"), "{}", said(&output));
    let assessment = assessed(&folder.path().join("report"));
    let sheets = folder.path().join("sheets");
    let arguments = ["audit", "sheets", "-q", "--clauses", "8.5.1", "--format", "pdf"];
    let output = run(&arguments, &[("--dir", &example()), ("--out", &sheets), ("", &assessment)]);
    assert!(output.status.success(), "{}", said(&output));
    if let Some(text) = asked("pdftotext", &["-layout"], &sheets.join("working-paper.pdf")) {
        for said in ["Working paper", "8.5.1.3/1", "Test of records: Change records", "Conclusion of the audit"] {
            assert!(text.contains(said), "{said}");
        }
    }
}
