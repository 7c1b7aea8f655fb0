//! `--redact` on whole organisations: nobody whom a control table or register names, no mail address and no phone
//! number is left in any format; what is left is still the same assessment. And no client's words in talk.

#![allow(clippy::print_stderr, reason = "how much was looked at is shown")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use iso20k::assessment::Assessment;
use iso20k::assessment::personal::Persons;
use regex::Regex;
use support::{assess, cache, run};

const FORMATS: &str = "json,md,html,csv,sarif,junit,github,gitlab,azure";
const ORGANISATIONS: [&str; 4] =
    ["examples/aldermoor", "tests/orgs/grevenau/repo", "tests/orgs/minatogawa/repo", "tests/orgs/valmont/repo"];

fn read(out: &Path) -> Assessment {
    serde_json::from_str(&fs::read_to_string(out.join("assessment.json")).unwrap()).unwrap()
}

/// What all reports say, without the paths, which stay.
fn said(out: &Path, assessment: &Assessment) -> String {
    let mut files: Vec<_> = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut text: String = files.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let mut paths: Vec<&str> = assessment.documents.iter().map(|document| document.path.as_str()).collect();
    paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
    for path in paths {
        text = text.replace(path, " ");
    }
    text
}

#[test]
fn nobody_named_is_left() {
    let work = tempfile::tempdir().unwrap();
    let kept = cache(work.path());
    let mark = Regex::new(r"\[person \d+\]").unwrap();
    let mail = Regex::new(r"[a-z0-9._-]+@[a-z0-9-]+\.[a-z.]{2,}").unwrap();
    let mut looked_for = 0;
    for (number, organisation) in ORGANISATIONS.into_iter().enumerate() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(organisation);
        let made = |name: &str, more: &[&str]| {
            let out = work.path().join(format!("{number} {name}"));
            let done = run(assess(&dir, &out, &kept, &[&["-v", "--format", FORMATS], more].concat()), &out);
            assert_eq!(done.code, Some(0), "{}", done.stderr);
            (read(&out), done.stderr, out)
        };
        let (open, _, _) = made("open", &[]);
        let (redacted, stderr, out) = made("redacted", &["--redact"]);
        assert!(stderr.contains("redacted: ") && stderr.contains("person"), "{stderr}");
        let text = said(&out, &redacted);
        let names: BTreeSet<String> = Persons::of(&open).names().map(str::to_owned).collect();
        assert!(names.len() > 2, "{organisation} names nobody: {names:?}");
        for name in names.iter().filter(|name| name.split_whitespace().count() > 1) {
            assert!(!text.contains(name.as_str()), "{organisation}: {name} is left");
            assert!(!stderr.contains(name.as_str()), "{organisation}: {name} is in the talk");
        }
        assert_eq!(mail.find(&text).map(|found| found.as_str()), None, "{organisation}");
        looked_for += names.len();

        // It is the same assessment: what was found where, and how it stands.
        assert_eq!(open.summary.counts, redacted.summary.counts);
        let places = |assessment: &Assessment| {
            let pieces = assessment.findings.iter().flat_map(|finding| &finding.evidence);
            pieces.map(|piece| (piece.path.clone(), piece.place.line, piece.rung)).collect::<Vec<_>>()
        };
        assert_eq!(places(&open), places(&redacted));
        // The same person is the same throughout: as many marks as persons, at most.
        let marks: BTreeSet<&str> = mark.find_iter(&text).map(|mark| mark.as_str()).collect();
        assert!(!marks.is_empty(), "{organisation}");
    }
    eprintln!("{looked_for} persons of {} organisations looked for", ORGANISATIONS.len());
}

#[test]
fn a_report_is_redacted_without_the_documents() {
    let work = tempfile::tempdir().unwrap();
    let (open, out) = (work.path().join("open"), work.path().join("out"));
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/aldermoor");
    run(assess(&dir, &open, &cache(work.path()), &["--format", "json"]), &open).json();
    let assessment = open.join("assessment.json");
    let report = |out: &Path| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_iso20k"));
        command.args(["report", "--redact", "--format", FORMATS, "--out"]).arg(out).arg(&assessment);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let summary = report(&out);
    let text = said(&out, &read(&out)) + &summary;
    for name in Persons::of(&read(&open)).names().filter(|name| name.contains(' ')) {
        assert!(!text.contains(name), "{name} is left");
    }
    let again = work.path().join("again");
    report(&again);
    assert!(said(&again, &read(&again)) == said(&out, &read(&out)), "other bytes for the same input");
}
