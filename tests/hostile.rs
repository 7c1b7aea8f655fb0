//! The hostile set, at the size at which it hurts: bombs, depths, lies, cut and flipped files of every format,
//! files that are no files. Each run ends, names what it could not read, reads all others, and keeps its memory
//! within bounds. `tests/bad_input.rs` holds the smaller cases; `docs/reliability.md` says what is covered.

#![allow(clippy::print_stderr, reason = "a skipped case says so, and what was measured is shown")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

#[path = "support/formats.rs"]
mod formats;
#[path = "hostile/make.rs"]
mod make;
#[cfg(unix)]
#[path = "hostile/places.rs"]
mod places;
#[path = "support/watch.rs"]
mod watch;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{POLICY, assess, cache, entry};
use watch::{Watched, watch};

/// Most memory that the program may hold whatever it reads, and one of its workers, in MiB.
const MOST: u64 = 1024;
const WORKER: u64 = 2048;

/// Assesses a folder with a policy in it and checks what holds for every folder: the run ends well, every file is
/// named once, and the policy counts as if it lay there alone.
fn assessed(dir: &Path, more: &[&str]) -> (Watched, Value) {
    fs::write(dir.join("policy.md"), POLICY).unwrap();
    let work = tempfile::tempdir().unwrap();
    let out = work.path().join("out");
    let done = watch(assess(dir, &out, &cache(work.path()), more), &out);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(!done.stderr.contains("panicked") && !done.stderr.contains("fault"), "{}", done.stderr);
    assert!(done.peak < MOST && done.worker < WORKER, "the program took {} MiB, a worker {}", done.peak, done.worker);
    let json: Value = serde_json::from_str(&done.written).unwrap();
    let policy = entry(&json, "documents", "policy.md").expect("the policy was not read");
    assert_eq!(policy["types"][0]["id"], "service-management-policy", "the policy suffered from what lies beside it");
    assert_eq!(policy["state"], "in-force");
    (done, json)
}

/// Why a file was not read; `None` where it was.
fn unread<'a>(json: &'a Value, path: &str) -> Option<&'a str> {
    let (document, unread) = (entry(json, "documents", path), entry(json, "unread", path));
    assert!(document.is_some() != unread.is_some(), "{path} is named {} times", 2 * u8::from(document.is_some()));
    unread.map(|unread| unread["reason"].as_str().unwrap())
}

fn remarks(json: &Value, path: &str) -> String {
    entry(json, "documents", path).map(|document| document["remarks"].to_string()).unwrap_or_default()
}

fn all(cases: &[(&str, Vec<u8>)]) -> (Watched, Value) {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in cases {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    let (done, json) = assessed(dir.path(), &[]);
    for (name, _) in cases {
        unread(&json, name);
    }
    (done, json)
}

#[test]
fn bombs() {
    let bomb = "<w:document><w:body><w:p><w:r><w:t>".to_owned() + &" a".repeat(50 << 20);
    let (done, json) = all(&[
        ("ratio.docx", make::word(&bomb)),
        ("overlapping.xlsx", make::overlapping(5_000)),
        ("nested.docx", make::nested(6)),
        ("parts.docx", make::parts(60_000)),
        ("dense.docx", make::dense(60)),
        ("dense too.docx", make::dense(61)),
        ("plain.zip", make::nested(2)),
        ("laughs.docx", make::word_declaring(&make::laughs(12), "&e12;")),
    ]);
    eprintln!("bombs: {} MiB, a worker {} MiB", done.peak, done.worker);
    assert!(unread(&json, "ratio.docx").unwrap().contains("inflates beyond the limit"));
    assert!(unread(&json, "parts.docx").unwrap().contains("more than 20000 parts"));
    // Ten to the twelfth times two letters, were they expanded.
    assert_eq!(unread(&json, "laughs.docx"), None);
    for dense in ["dense.docx", "dense too.docx"] {
        assert!(remarks(&json, dense).contains("too much text"), "{}", remarks(&json, dense));
    }
}

#[test]
fn nothing_outside_is_fetched() {
    let work = tempfile::tempdir().unwrap();
    let secret = work.path().join("secret.txt");
    fs::write(&secret, "the crown jewels").unwrap();
    let url = format!("file://{}", secret.display());
    let declared = format!("<!ENTITY x SYSTEM \"{url}\"><!ENTITY % y SYSTEM \"{url}\"> %y;");
    let dir = work.path().join("documents");
    let fetching = [
        ("entity.docx", make::word_declaring(&declared, "&x;")),
        ("include.yaml", format!("a: !include {url}\nb: !!python/object/apply:os.system [\"cat {url}\"]\n").into()),
        ("include.md", format!("---\ntitle: x\ninclude: {url}\n---\n![x]({url})\n\n{{% include '{url}' %}}\n").into()),
        ("include.html", format!("<!DOCTYPE x [{declared}]><p>&x;</p><iframe src='{url}'></iframe><object data='{url}'>").into()),
        ("include.eml", format!("From: a@example.org\r\nSubject: x\r\nContent-Type: message/external-body; access-type=local-file; name=\"{}\"\r\n\r\nx\r\n", secret.display()).into_bytes()),
        ("ref.json", format!("{{\"$ref\": \"{url}\"}}").into()),
    ];
    fetching.iter().for_each(|(name, bytes)| support::write(&dir, name, bytes));
    let (done, json) = assessed(&dir, &[]);
    fetching.iter().for_each(|(name, _)| assert_eq!(unread(&json, name), None, "{name}"));
    assert!(!done.written.contains("crown jewels"));
}

#[test]
fn a_million_levels() {
    const DEEP: usize = 1_000_000;
    let (done, json) = all(&[
        // One word to us: what looked up all its beginnings would not end.
        ("word.txt", "0123456789abcdef".repeat(DEEP / 8).into()),
        ("divs.html", "<div>".repeat(DEEP).into()),
        ("tables.html", "<table><tr><td>".repeat(DEEP / 3).into()),
        ("lists.html", "<ul><li>x".repeat(DEEP / 2).into()),
        ("arrays.json", "[".repeat(DEEP).into()),
        ("objects.json", "{\"a\":".repeat(DEEP).into()),
        ("flow.yaml", "[".repeat(DEEP).into()),
        ("flow maps.yaml", "{a: ".repeat(DEEP).into()),
        ("dashes.yaml", "- ".repeat(DEEP).into()),
        ("questions.yaml", "? ".repeat(DEEP).into()),
        ("front.md", format!("---\n{}\n---\n# Title\n", "[".repeat(DEEP)).into()),
        ("quotes.md", format!("{} deep\n", ">".repeat(DEEP)).into()),
        ("items.md", format!("{} deep\n", "- ".repeat(DEEP)).into()),
        ("links.md", format!("{}x{}", "[".repeat(DEEP), "](u)".repeat(DEEP)).into()),
        ("images.md", format!("{}x{}", "![".repeat(DEEP / 2), "]".repeat(DEEP / 2)).into()),
        ("stars.md", "*_".repeat(DEEP / 2).into()),
        ("ticks.md", (1..1_500).map(|n| "`".repeat(n) + " ").collect::<String>().into()),
        ("tags.md", "<a <b ".repeat(DEEP / 4).into()),
        ("deep.docx", make::deep_word(DEEP)),
        ("deep.odt", formats::open_document("text", &"<text:section>".repeat(DEEP))),
        ("deep.ods", formats::open_document("spreadsheet", &"<table:table-row-group>".repeat(DEEP))),
        ("deep.eml", make::deep_mail(20_000).into()),
    ]);
    eprintln!("depths: {} MiB, a worker {} MiB", done.peak, done.worker);
    assert!(
        unread(&json, "deep.docx").is_some_and(|reason| reason.contains("nested too deeply")),
        "{:?}",
        unread(&json, "deep.docx")
    );
}

#[test]
fn sheets_that_lie() {
    let row = |n: u32, column: &str, text: &str| {
        format!(r#"<row r="{n}"><c r="{column}{n}" t="inlineStr"><is><t>{text}</t></is></c></row>"#)
    };
    let sparse = format!(
        r#"<dimension ref="A1:XFD1048576"/><sheetData>{}{}</sheetData>"#,
        row(1, "A", "first"),
        row(1_048_576, "XFD", "last")
    );
    let corners: String = (1..=400).map(|n| row(n * 2_000, "XFD", "corner")).collect();
    let lying = format!(
        r#"<dimension ref="A1"/><sheetData>{}</sheetData>"#,
        (1..=5_000).map(|n| row(n, "B", "more")).collect::<String>()
    );
    let shared = format!("<sheetData>{}</sheetData>", r#"<row><c t="s"><v>0</v></c></row>"#.repeat(1_000_000));
    let text = format!("<si><t>{}</t></si>", "we record every incident ".repeat(40));
    let strings = "<si><t>a</t></si>".repeat(2_000_000);
    let merged = format!(
        r#"<sheetData>{}</sheetData><mergeCells>{}</mergeCells>"#,
        (1..=2_000).map(|n| row(n, "A", "x")).collect::<String>(),
        r#"<mergeCell ref="A1:XFD1048576"/>"#.repeat(20_000)
    );
    let (done, json) = all(&[
        ("sparse.xlsx", make::sheet(&sparse, "")),
        ("corners.xlsx", make::sheet(&format!("<sheetData>{corners}</sheetData>"), "")),
        ("lying.xlsx", make::sheet(&lying, "")),
        ("shared.xlsx", make::sheet(&shared, &text)),
        ("strings.xlsx", make::sheet(&sparse, &strings)),
        ("merged.xlsx", make::sheet(&merged, "")),
        ("repeated.ods", make::repeated()),
    ]);
    eprintln!("sheets: {} MiB, a worker {} MiB", done.peak, done.worker);
    for read in ["sparse.xlsx", "lying.xlsx", "strings.xlsx", "merged.xlsx"] {
        assert_eq!(unread(&json, read), None, "{read}");
    }
    assert!(remarks(&json, "shared.xlsx").contains("too much text"), "{}", remarks(&json, "shared.xlsx"));
}

#[test]
fn what_is_not_what_it_says() {
    let sound = formats::all();
    let of = |wanted: &str| sound.iter().find(|(name, _)| *name == wanted).unwrap().1.clone();
    let mut cases = vec![
        ("encrypted.docx", make::encrypted_office()),
        ("encrypted.xlsx", make::encrypted_office()),
        ("locked.docx", make::encrypted_zip()),
        ("encrypted.pdf", make::encrypted_pdf()),
        ("pdf.docx", of("pdf")),
        ("docx.pdf", of("docx")),
        ("docx.md", of("docx")),
        ("xlsx.csv", of("xlsx")),
        ("xls.txt", of("xls")),
        ("html.txt", of("html")),
        ("md.json", of("md")),
        ("json.html", of("json")),
        ("image.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("mail.docx", of("eml")),
        ("marks.md", "\u{202e}".repeat(100_000).into()),
        ("zeros.docx", vec![0; 70_000]),
    ];
    let empty: Vec<String> = sound.iter().map(|(name, _)| format!("empty.{name}")).collect();
    cases.extend(empty.iter().map(|name| (name.as_str(), Vec::new())));
    cases.extend(make::lying_pdfs());
    let (done, json) = all(&cases);
    eprintln!("lies: {} MiB, a worker {} MiB", done.peak, done.worker);
    for name in &empty {
        assert_eq!(unread(&json, name), Some("empty file"), "{name}");
    }
    for encrypted in ["encrypted.docx", "encrypted.xlsx", "locked.docx", "encrypted.pdf"] {
        let reason = unread(&json, encrypted).unwrap_or_default();
        assert!(reason.contains("encrypted") || reason.contains("password"), "{encrypted}: {reason}");
    }
    // The bytes win over the name.
    for read in ["pdf.docx", "docx.pdf", "docx.md", "xlsx.csv"] {
        assert_eq!(unread(&json, read), None, "{read}");
    }
    assert_eq!(unread(&json, "image.md"), Some("image"));
}

/// Numbers without order, the same on every run.
fn numbers(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    }
}

#[test]
fn cut_and_flipped_files_of_every_format() {
    let mut next = numbers(7);
    let mut cases: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, bytes) in formats::all() {
        assert!(!bytes.is_empty());
        cases.push((format!("sound.{name}"), bytes.clone()));
        for number in 0..10 {
            cases.push((format!("cut {number}.{name}"), bytes[..1 + next(bytes.len() - 1)].to_vec()));
            let mut flipped = bytes.clone();
            (0..=number).for_each(|_| flipped[next(bytes.len())] ^= 1 << next(8));
            cases.push((format!("flipped {number}.{name}"), flipped));
        }
    }
    let cases: Vec<(&str, Vec<u8>)> = cases.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let (done, json) = all(&cases);
    eprintln!("cut and flipped: {} MiB, a worker {} MiB", done.peak, done.worker);
    for (name, _) in formats::all() {
        assert_eq!(unread(&json, &format!("sound.{name}")), None, "{name}");
    }
}
