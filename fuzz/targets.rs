//! What is fuzzed, once for both ways to do it: `cargo fuzz` (guided by coverage, needs a nightly compiler) and
//! `cargo bench --bench fuzz` (seeded mutation, on any). A target takes bytes and panics where it finds a fault.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use iso20k::assessment::Assessment;
use iso20k::catalogue::{Catalogue, File, Files, Vocabulary, load, profile};
use iso20k::determinations::{read as read_record, workbook};
use iso20k::document::{Format, Limits, read, sniff};
use iso20k::facts::derive;
use iso20k::text::date::{Months, Order, find};
use iso20k::text::fold;

use super::formats::{relations, zipped};

/// Much less than usual, so that an input that is large for its size is soon over.
const LIMITS: Limits = Limits { file_bytes: 1 << 20, text_bytes: 1 << 20, pages: 50, cells: 50_000, seconds: 10 };

static WORLD: LazyLock<(Catalogue, Vocabulary)> = LazyLock::new(|| {
    let (catalogue, _) = load(&Files::embedded());
    let vocabulary = Vocabulary::new(&catalogue);
    (catalogue, vocabulary)
});

/// One thing that is fuzzed.
pub struct Target {
    pub name: &'static str,
    /// Takes any bytes; panics where it finds a fault.
    pub run: fn(&[u8]),
    /// What mutation begins with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every target.
pub const ALL: &[Target] = &[
    Target { name: "markdown", run: |bytes| document(Format::Markdown, bytes), seeds: || seeds("md") },
    Target { name: "text", run: |bytes| document(Format::Text, bytes), seeds: || seeds("txt") },
    Target { name: "html", run: |bytes| document(Format::Html, bytes), seeds: || seeds("html") },
    Target { name: "csv", run: |bytes| document(Format::Csv, bytes), seeds: || [seeds("csv"), seeds("tsv")].concat() },
    Target { name: "yaml", run: |bytes| document(Format::Yaml, bytes), seeds: || seeds("yaml") },
    Target { name: "json", run: |bytes| document(Format::Json, bytes), seeds: || seeds("json") },
    Target { name: "eml", run: |bytes| document(Format::Eml, bytes), seeds: || seeds("eml") },
    Target { name: "docx", run: |bytes| document(Format::Docx, bytes), seeds: || seeds("docx") },
    Target { name: "xlsx", run: |bytes| document(Format::Xlsx, bytes), seeds: || seeds("xlsx") },
    Target { name: "pptx", run: |bytes| document(Format::Pptx, bytes), seeds: || seeds("pptx") },
    Target { name: "odt", run: |bytes| document(Format::Odt, bytes), seeds: || seeds("odt") },
    Target { name: "ods", run: |bytes| document(Format::Ods, bytes), seeds: || seeds("ods") },
    Target { name: "xls", run: |bytes| document(Format::Xls, bytes), seeds: || seeds("xls") },
    Target { name: "pdf", run: |bytes| document(Format::Pdf, bytes), seeds: || seeds("pdf") },
    Target { name: "docx-part", run: docx_part, seeds: || parts("docx", "word/document.xml") },
    Target { name: "xlsx-part", run: xlsx_part, seeds: || parts("xlsx", "xl/worksheets/sheet1.xml") },
    Target { name: "odt-part", run: odt_part, seeds: || parts("odt", "content.xml") },
    Target { name: "sniff", run: sniffed, seeds: all_seeds },
    Target { name: "facts", run: facts, seeds: || seeds("md") },
    Target { name: "registers", run: registers, seeds: || seeds("csv") },
    Target { name: "dates", run: dates, seeds: dates_seeds },
    Target { name: "catalogue", run: catalogue, seeds: catalogue_seeds },
    Target { name: "profile", run: profiled, seeds: || vec![PROFILE.into()] },
    Target { name: "determinations", run: determined, seeds: || vec![RECORD.into()] },
    Target { name: "workbook", run: decided, seeds: || seeds("xlsx") },
    Target {
        name: "assessment",
        run: assessed,
        seeds: || {
            vec![
                b"{\"format\": \"iso20k-assessment/1\", \"tool\": {\"name\": \"iso20k\", \"version\": \"0\"}}".to_vec(),
            ]
        },
    },
];

const PROFILE: &str = "organisation: Fellside Ltd\npins:\n  wiki/a.md: incident-management-procedure\n  \"x/**\": none\nexclude: [\"drafts/\"]\nno_occurrence:\n  8.7.2/13: Never used.\n";
const RECORD: &str = "determinations:\n- obligation: 8.6.1/4\n  verdict: minor\n  by: Ada\n  on: 2026-11-22\n  why: Seen\nwaivers:\n- obligation: 9.2.1/1b\n  reason: January\n  approver: Ben\n  start: 2026-11-01\n  end: 2026-12-31\n";

/// The target of a name.
#[must_use]
pub fn find_target(name: &str) -> Option<&'static Target> {
    ALL.iter().find(|target| target.name == name)
}

fn seeds(extension: &str) -> Vec<Vec<u8>> {
    super::formats::all().into_iter().filter(|(name, _)| *name == extension).map(|(_, bytes)| bytes).collect()
}

fn all_seeds() -> Vec<Vec<u8>> {
    super::formats::all().into_iter().map(|(_, bytes)| bytes).collect()
}

/// One part of an office file: mutated packed, it would seldom be unpacked.
fn parts(extension: &str, part: &str) -> Vec<Vec<u8>> {
    let read = |bytes: Vec<u8>| {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
        let mut file = archive.by_name(part).ok()?;
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut text).ok()?;
        Some(text)
    };
    seeds(extension).into_iter().filter_map(read).collect()
}

fn document(format: Format, bytes: &[u8]) {
    let reading = read(format, bytes, LIMITS);
    // What it says of a reader that panicked.
    assert_ne!(reading.unread.as_deref(), Some("reader failed"), "{format:?}");
    assert!(reading.unread.is_none() || reading.document.blocks.is_empty(), "unread, and read");
    let text: usize = reading.document.blocks.iter().map(|block| format!("{:?}", block.content).len()).take(100).sum();
    assert!(text < 64 << 20, "more than the limits allow");
}

fn docx_part(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    document(
        Format::Docx,
        &zipped(&[
            ("_rels/.rels", &relations(&[("r", "officeDocument", "word/document.xml")])),
            ("word/document.xml", &text),
        ]),
    );
}

fn xlsx_part(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    document(
        Format::Xlsx,
        &zipped(&[
            ("xl/worksheets/sheet1.xml", &text),
            ("xl/sharedStrings.xml", "<sst><si><t>Incident</t></si></sst>"),
        ]),
    );
}

fn odt_part(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    document(Format::Odt, &zipped(&[("content.xml", &text)]));
    document(Format::Ods, &zipped(&[("content.xml", &text)]));
}

fn sniffed(bytes: &[u8]) {
    if let Ok(format) = sniff("a file.dat", bytes) {
        document(format, bytes);
    }
}

/// All that is derived from one document: type, state, control data, topics, registers.
fn facts(bytes: &[u8]) {
    let reading = read(Format::Markdown, bytes, LIMITS);
    let facts = derive("procedures/incident.md", &reading.document, &WORLD.0, &WORLD.1);
    assert!(facts.kinds.iter().all(|kind| (0.0..=1.0).contains(&kind.confidence)));
}

fn registers(bytes: &[u8]) {
    let reading = read(Format::Csv, bytes, LIMITS);
    let facts = derive("records/incidents.csv", &reading.document, &WORLD.0, &WORLD.1);
    for register in &facts.registers {
        assert!(register.rows.iter().all(|row| register.place_of(row).line.is_none_or(|line| line > 0)));
    }
}

fn dates(bytes: &[u8]) {
    let text = fold(&String::from_utf8_lossy(bytes));
    let mut months = Months::default();
    ["january", "may", "mai", "dezember", "12月"]
        .iter()
        .zip([1, 5, 5, 12, 12])
        .for_each(|(name, number)| months.add(name, number));
    for order in [Order::DayFirst, Order::MonthFirst] {
        let _ = find(&text, &months, order);
    }
}

fn dates_seeds() -> Vec<Vec<u8>> {
    let written = [
        "2026-11-22",
        "22.11.2026",
        "11/22/26",
        "May 3rd, 2026",
        "3. Mai 2026",
        "2026年11月22日",
        "Q3 2026",
        "令和8年1月2日",
        "31.02.2026 99/99/9999",
    ];
    written.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Folders whose files a loader of its own reads.
const FOLDERS: [&str; 7] = [
    "documents/x",
    "registers/x",
    "rules/x",
    "languages/en/language",
    "iso-20000-1-2018/x",
    "views/x",
    "overlays/000/overlay",
];

fn catalogue(bytes: &[u8]) {
    let Some((first, text)) = bytes.split_first() else { return };
    let path = format!("{}.yaml", FOLDERS[usize::from(*first) % FOLDERS.len()]);
    let file = File { shown: path.clone(), text: String::from_utf8_lossy(text).into_owned() };
    let (_, problems) = load(&Files(BTreeMap::from([(path, file)])));
    // Said to a person: each on a line, with its place.
    assert!(problems.iter().all(|problem| !problem.to_string().is_empty()));
}

fn catalogue_seeds() -> Vec<Vec<u8>> {
    let files = Files::embedded().0;
    let seed = |(number, folder): (u8, &str)| {
        let begin = folder.split('/').next()?;
        let smallest = files.iter().filter(|(path, _)| path.starts_with(begin) && path.ends_with(".yaml"));
        let (_, file) = smallest.min_by_key(|(_, file)| file.text.len())?;
        Some([&[number], file.text.as_bytes()].concat())
    };
    (0..).zip(FOLDERS).filter_map(seed).collect()
}

fn profiled(bytes: &[u8]) {
    let file = File { shown: "iso20k.yaml".into(), text: String::from_utf8_lossy(bytes).into_owned() };
    let _ = profile(&file, &WORLD.0);
}

fn determined(bytes: &[u8]) {
    let file = File { shown: "determinations.yaml".into(), text: String::from_utf8_lossy(bytes).into_owned() };
    let _ = read_record(&file, &WORLD.0);
}

fn decided(bytes: &[u8]) {
    let _ = workbook("decided.xlsx", bytes);
}

fn assessed(bytes: &[u8]) {
    let _ = serde_json::from_slice::<Assessment>(bytes);
}
