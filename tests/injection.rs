//! Text that wants to be more than text, in every place where a document can carry text, followed into every
//! format that is written: it adds no element, no formula, no command, no link, and steers no terminal.

#![allow(clippy::print_stderr, reason = "a skipped case says so")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

#[allow(dead_code, reason = "shared with tests that need more of it")]
#[path = "support/formats.rs"]
mod formats;
#[path = "injection/readers.rs"]
mod readers;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use support::{POLICY, assess, cache, run, write};

/// What stands in every payload, so that it is found again.
const MARK: &str = "zqx";

const PAYLOADS: [&str; 27] = [
    "<script>zqx()</script>",
    "<img src=x onerror=zqx()>",
    "\"><svg/onload=zqx>",
    "</td></tr></table><h1>zqx</h1>",
    "' autofocus onfocus='zqx()",
    "=HYPERLINK(\"http://evil.example/zqx\",\"x\")",
    "+cmd|' /C zqx'!A0",
    "@SUM(zqx)",
    "-2+zqx",
    "\t=zqx",
    "::error file=a,line=1::zqx",
    "::add-mask::zqx",
    "##vso[task.setvariable variable=zqx]x",
    "##[error]zqx",
    "%0A::set-output name=zqx::1",
    "\u{1b}]0;zqx\u{7}",
    "\u{1b}[31mzqx\u{9b}7m",
    "]]><failure zqx=\"1\"/>&zqx;",
    "[zqx](javascript:zqx)",
    "![zqx](http://evil.example/zqx)",
    "<http://evil.example/zqx>",
    "| zqx | b |",
    "{{ zqx }} {% raw %} ${zqx}",
    "\\nEND:VEVENT\\nATTACH:zqx",
    "\u{202e}zqx\u{2066}",
    "$(zqx) `zqx` ; rm -rf zqx",
    "\\u{0}\\x00zqx\\",
];

/// A procedure that says what is looked for, with a payload wherever it can stand.
fn procedure(payload: &str, number: usize) -> String {
    let quoted = serde_json::to_string(payload).unwrap();
    let line = payload.replace('\n', " ");
    format!(
        "---\ntitle: {quoted}\nowner: {quoted}\nversion: {quoted}\napproved by: {quoted}\nstatus: {quoted}\n---\n# Incident management procedure {number} {line}\n\n## {line}\n\nEvery incident is recorded {line} and prioritised by impact and urgency.\n\nWe do not {line} carry out an assessment of availability risks.\n\n| Step | Owner |\n|---|---|\n| {line} | {line} |\n"
    )
}

fn documents(dir: &Path) {
    write(dir, "policy.md", POLICY.as_bytes());
    for (number, payload) in PAYLOADS.iter().enumerate() {
        write(dir, &format!("procedures/{number}.md"), procedure(payload, number).as_bytes());
        let name = payload.replace(['/', '\0'], "");
        let text = format!("# Incident management procedure\n\nEvery incident {payload} is recorded.\n\nDraft.\n");
        write(dir, &format!("{name}.md"), text.as_bytes());
        write(dir, &format!("page {number}.html"), page(payload).as_bytes());
    }
    registers(dir);
    write(dir, "mail.eml", mail().as_bytes());
    write(dir, "review.docx", &word());
    write(
        dir,
        "report.pdf",
        &formats::pdf_of(
            &["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"],
            "/Info << /Title (<script>zqx\\(\\)</script>) >>",
        ),
    );
}

fn page(payload: &str) -> String {
    let escaped = payload.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "<html><head><title>{escaped}</title><meta name=\"author\" content=\"{escaped}\"></head><body><h1>Change management policy {escaped}</h1><p>All changes {escaped} are recorded and approved before they are made.</p></body></html>"
    )
}

/// Rows that break rules, so that what stands in them is spoken of; as CSV and as a workbook.
fn registers(dir: &Path) {
    let head = ["Incident", "Opened", "Priority", "Category", "Status", "Closed", "Assignee"];
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(head).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let properties = rust_xlsxwriter::DocProperties::new().set_title(PAYLOADS[0]).set_author(PAYLOADS[5]);
    book.set_properties(&properties);
    let sheet = book.add_worksheet().set_name("=Incidents <b>zqx").unwrap();
    sheet.write_row(0, 0, head).unwrap();
    for (number, payload) in (1_u32..).zip(PAYLOADS) {
        let id = format!("{payload} {number}");
        let row = [&id, "2026-10-10", payload, payload, "closed", "2026-10-01", payload];
        csv.write_record(row).unwrap();
        sheet.write_row(number, 0, row).unwrap();
    }
    write(dir, "incidents.csv", &csv.into_inner().unwrap());
    write(dir, "major incidents.xlsx", &book.save_to_buffer().unwrap());
    write(
        dir,
        "risks.csv",
        format!(
            "Risk,Owner,Likelihood,Impact,Treatment,Next review\n=zqx(),@zqx,high,\"{}\",,2020-01-01\n",
            PAYLOADS[0]
        )
        .as_bytes(),
    );
}

fn mail() -> String {
    let all: String = PAYLOADS.iter().map(|payload| format!("{}\r\n\r\n", payload.replace('\n', " "))).collect();
    format!(
        "From: \"<script>zqx</script>\" <zqx@example.org>\r\nTo: =zqx@example.org\r\nSubject: ::error::zqx management review minutes <img src=x onerror=zqx()>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n\r\nThe management review was held.\r\n\r\n{all}"
    )
}

fn word() -> Vec<u8> {
    let escape = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('"', "&quot;")
            .replace(['\u{1b}', '\u{7}', '\u{9b}'], "")
    };
    let names = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
    let paragraphs: String = PAYLOADS
        .iter()
        .map(|payload| format!("<w:p><w:r><w:t>Management review: {}</w:t></w:r></w:p>", escape(payload)))
        .collect();
    let core = format!(
        r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>{}</dc:creator></cp:coreProperties>"#,
        escape(PAYLOADS[0]),
        escape(PAYLOADS[10])
    );
    formats::zipped(&[
        (
            "_rels/.rels",
            &formats::relations(&[
                ("rId1", "officeDocument", "word/document.xml"),
                ("rId2", "core-properties", "docProps/core.xml"),
            ]),
        ),
        ("word/document.xml", &format!("<w:document {names}><w:body>{paragraphs}</w:body></w:document>")),
        ("docProps/core.xml", &core),
    ])
}

struct Made {
    work: tempfile::TempDir,
    dir: PathBuf,
    out: PathBuf,
    stderr: String,
}

fn made() -> Made {
    let work = tempfile::tempdir().unwrap();
    let (dir, out) = (work.path().join("documents"), work.path().join("out"));
    documents(&dir);
    let mut formats = "json,md,html,csv,xlsx,sarif,junit,github,gitlab,azure,oscal-ar,oscal-poam".to_owned();
    if cfg!(feature = "docx") {
        formats += ",docx";
    } else {
        eprintln!("skipped: Word reports: built without them");
    }
    let done = run(
        assess(&dir, &out, &cache(work.path()), &["-v", "--format", &formats, "--kind", "gap-analysis,readiness"]),
        &out,
    );
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    Made { work, dir, out, stderr: done.stderr }
}

impl Made {
    /// Every file written with this extension, of which at least one carries a payload.
    fn files(&self, extension: &str) -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(&self.out).unwrap().map(|entry| entry.unwrap().path());
        let wanted = entries.filter(|path| path.to_string_lossy().ends_with(extension));
        let files: Vec<_> = wanted.map(|path| (path.display().to_string(), fs::read(path).unwrap())).collect();
        assert!(!files.is_empty(), "nothing was written as {extension}");
        files
    }

    fn texts(&self, extension: &str) -> Vec<(String, String)> {
        let files = self.files(extension).into_iter();
        let texts: Vec<_> = files.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect();
        assert!(texts.iter().any(|(_, text)| text.contains(MARK)), "no payload came as far as {extension}");
        texts
    }

    /// What a command says on standard output.
    fn says(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iso20k"));
        command.args(arguments).current_dir(&self.dir).env("XDG_CACHE_HOME", self.work.path().join("cache"));
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        readers::inert(&said, "stderr");
        String::from_utf8(output.stdout).unwrap()
    }

    fn assessment(&self) -> String {
        self.out.join("assessment.json").display().to_string()
    }
}

#[test]
fn text_stays_text_in_every_format() {
    let made = made();
    readers::inert(&made.stderr, "stderr");
    made.texts(".html").iter().for_each(|(name, text)| readers::html(text, name));
    made.texts(".md").iter().for_each(|(name, text)| readers::markdown(text, name));
    made.texts(".csv").iter().for_each(|(name, text)| readers::csv(text, name));
    made.texts(".json").iter().for_each(|(name, text)| {
        assert!(serde_json::from_str::<Value>(text).is_ok(), "{name} is no JSON");
    });
    made.texts(".sarif").iter().for_each(|(name, text)| {
        assert!(serde_json::from_str::<Value>(text).is_ok(), "{name} is no JSON");
    });
    made.texts(".xml").iter().for_each(|(name, text)| readers::xml(text, name));
    made.files(".xlsx").iter().for_each(|(name, bytes)| readers::office(bytes, name));
    if cfg!(feature = "docx") {
        made.files(".docx").iter().for_each(|(name, bytes)| readers::office(bytes, name));
    }
    for (name, text) in made.texts(".txt") {
        readers::annotations(&text, &name);
    }
    commands(&made);
}

fn commands(made: &Made) {
    let assessment = made.assessment();
    readers::calendar(&made.says(&["calendar", ".", "--as-of", "2026-11-22", "--format", "ics"]));
    readers::csv(&made.says(&["calendar", ".", "--as-of", "2026-11-22", "--format", "csv"]), "calendar");
    readers::markdown(&made.says(&["calendar", ".", "--as-of", "2026-11-22", "--format", "md"]), "calendar");
    let plan = |format: &str| {
        let out = made.out.join(format!("plan.{format}"));
        made.says(&["plan", &assessment, "--format", format, "--out", out.to_str().unwrap()]);
        fs::read_to_string(&out).unwrap()
    };
    readers::html(&plan("html"), "plan");
    readers::markdown(&plan("md"), "plan");
    for arguments in [
        &["query", "select * from incident_records", "--dir", "."][..],
        &["query", "select path, title, owner from documents", "--dir", "."],
        &[
            "report",
            &assessment,
            "--format",
            "github",
            "--color",
            "never",
            "--out",
            made.out.join("again").to_str().unwrap(),
        ],
        &["why", "procedures/0.md", "8.6.1/1a", "--dir", "."],
        &["audit", "plan", &assessment, "--dir", "."],
        &["diff", &assessment, &assessment],
        &["trend", &assessment],
    ] {
        readers::inert(&made.says(arguments), &arguments.join(" "));
    }
    let coloured = made.says(&[
        "report",
        &assessment,
        "--format",
        "github",
        "--color",
        "always",
        "--out",
        made.out.join("again").to_str().unwrap(),
    ]);
    readers::inert(&readers::without_colour(&coloured), "in colour");
}
