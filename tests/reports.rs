//! The reports as the program writes them: the samples in `reports/samples/` are fresh, what is asked for is
//! done, and what cannot be done is said before any work.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(arguments: &[&str], paths: &[(&str, &Path)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iso20k"));
    command.args(arguments).current_dir(root());
    for (option, path) in paths {
        if !option.is_empty() {
            command.arg(option);
        }
        command.arg(path);
    }
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Assesses the example; gives the folder that holds `assessment.json`.
fn example() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let output = run(
        &["assess", "--no-cache", "-q", "--as-of", "2026-11-22", "--format", "json", "--out"],
        &[("", folder.path()), ("", Path::new("examples/aldermoor"))],
    );
    assert!(output.status.success(), "{}", said(&output));
    let path = folder.path().join("assessment.json");
    (folder, path)
}

fn report(assessment: &Path, out: &Path, arguments: &[&str]) -> Output {
    run(&[&["report", "-q"], arguments].concat(), &[("--out", out), ("", assessment)])
}

/// `UPDATE=1 cargo test --test reports` writes them anew.
#[test]
fn the_samples_are_fresh() {
    let (folder, assessment) = example();
    for (language, arguments) in [
        ("en", &["--format", "md,html,csv", "--kind", "gap-analysis,readiness"][..]),
        ("de", &["--format", "html", "--kind", "gap-analysis,readiness", "--lang", "de"][..]),
    ] {
        let out = folder.path().join(language);
        let output = report(&assessment, &out, arguments);
        assert!(output.status.success(), "{}", said(&output));
        papers(&assessment, &out, language);
        seen_from_elsewhere(&assessment, &out, language);
        #[cfg(feature = "binder")]
        bound(&assessment, &out, language);
        #[cfg(all(feature = "binder", feature = "docx"))]
        audited(&assessment, &out, language);
        let samples = root().join("reports/samples").join(language);
        let mut names: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        // A folder of reports is marked as one.
        names.retain(|name| !name.to_string_lossy().starts_with('.'));
        names.sort();
        for name in names {
            let written = fs::read(out.join(&name)).unwrap();
            let sample = samples.join(&name);
            if std::env::var_os("UPDATE").is_some() {
                fs::create_dir_all(&samples).unwrap();
                fs::write(&sample, &written).unwrap();
            }
            let fresh = fs::read(&sample).is_ok_and(|sample| sample == written);
            assert!(fresh, "{} is not what is written now; `UPDATE=1 cargo test --test reports`", sample.display());
        }
    }
}

/// The plan, and two organisations side by side.
fn papers(assessment: &Path, out: &Path, language: &str) {
    let other = Path::new("tests/cmd/plan.in/tidemark.json");
    let plan = ["plan", "--audit", "2027-09-06", "--lang", language, "--format"];
    let portfolio = ["portfolio", "--lang", language, "--format"];
    for format in ["html", "md"] {
        let to = |name: &str| out.join(format!("{name}.{format}"));
        let output = run(&[&plan[..], &[format]].concat(), &[("--out", &to("plan")), ("", assessment)]);
        assert!(output.status.success(), "{}", said(&output));
        let paths = [("--out", &*to("portfolio")), ("", Path::new("tests/cmd/plan.in/aldermoor.json")), ("", other)];
        let output = run(&[&portfolio[..], &[format]].concat(), &paths);
        assert!(output.status.success(), "{}", said(&output));
    }
}

/// Who runs what, and what of other standards is touched.
fn seen_from_elsewhere(assessment: &Path, out: &Path, language: &str) {
    for format in ["html", "md"] {
        let to = |name: &str| out.join(format!("{name}.{format}"));
        let sourcing = ["sourcing", "-q", "--dir", "examples/aldermoor", "--lang", language, "--format", format];
        let output = run(&sourcing, &[("--out", &to("sourcing")), ("", assessment)]);
        assert!(output.status.success(), "{}", said(&output));
        let crosswalk = ["crosswalk", "-q", "--lang", language, "--format", format];
        let output = run(&crosswalk, &[("--out", &to("integrated-view")), ("", assessment)]);
        assert!(output.status.success(), "{}", said(&output));
    }
}

/// A binder of two clauses, and the sheets of a sample.
#[cfg(feature = "binder")]
fn bound(assessment: &Path, out: &Path, language: &str) {
    let documents = root().join("examples/aldermoor");
    let binder = ["binder", "--clauses", "8.3.3,9.2.2", "--lang", language];
    let paths = [("--dir", &*documents), ("--out", &out.join("evidence-binder.pdf")), ("", assessment)];
    let output = run(&binder, &paths);
    assert!(output.status.success(), "{}", said(&output));
    let sample = ["audit", "sample", "-q", "change-records", "--as-of", "2026-11-22", "--seed", "7", "--size", "12"];
    let paths = [("--out", &*out.join("sample-change-records.pdf")), ("", &documents)];
    let output = run(&[&sample[..], &["--lang", language]].concat(), &paths);
    assert!(output.status.success(), "{}", said(&output));
}

/// The papers of an audit, readiness, and a template, as files of office programs and to print.
#[cfg(all(feature = "binder", feature = "docx"))]
fn audited(assessment: &Path, out: &Path, language: &str) {
    let documents = root().join("examples/aldermoor");
    let done = |arguments: &[&str], paths: &[(&str, &Path)]| {
        let output = run(&[arguments, &["--lang", language]].concat(), paths);
        assert!(output.status.success(), "{}", said(&output));
    };
    let documents = ("--dir", &*documents);
    for format in ["docx", "xlsx"] {
        let to = |name: &str| out.join(format!("{name}.{format}"));
        let plan = ["audit", "plan", "-q", "--auditors", "Fiona Gault,Sam Lee", "--format", format];
        done(&plan, &[documents, ("--out", &to("audit-programme")), ("", assessment)]);
        let findings = ["audit", "findings", "-q", "--format", format];
        done(&findings, &[documents, ("--out", &to("audit-findings")), ("", assessment)]);
    }
    let sheets = ["audit", "sheets", "-q", "--clauses", "8.2.6", "--format", "docx,xlsx,pdf"];
    done(&sheets, &[documents, ("--out", out), ("", assessment)]);
    done(&["report", "-q", "--kind", "readiness", "--format", "docx,xlsx,pdf"], &[("--out", out), ("", assessment)]);
}

#[test]
fn reports_are_limited_to_clauses_and_say_so() {
    let (folder, assessment) = example();
    let out = folder.path().join("limited");
    assert!(report(&assessment, &out, &["--clauses", "8.6,9", "--format", "json,md"]).status.success());
    let text = fs::read_to_string(out.join("gap-analysis.md")).unwrap();
    assert!(
        text.contains("| Limited to clauses | 8.6, 9 |") && text.contains("**9.3/5**") && !text.contains("**8.7.1/1**")
    );
    let again = folder.path().join("again");
    assert!(report(&out.join("assessment.json"), &again, &["--format", "md"]).status.success());
    assert_eq!(fs::read_to_string(again.join("gap-analysis.md")).unwrap(), text);
    let output = report(&assessment, &out, &["--clauses", "8.6,11"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("there is no clause `11`"), "{}", said(&output));
}

#[test]
fn templates_and_words_are_copied_out_changed_and_used() {
    let (folder, assessment) = example();
    let own = folder.path().join("own");
    let ejected = run(&["report"], &[("--eject", &own)]);
    assert!(ejected.status.success());
    assert!(String::from_utf8_lossy(&ejected.stdout).contains("gap-analysis.html.j2"));
    let words = own.join("words/en.yaml");
    let text = fs::read_to_string(&words).unwrap();
    fs::write(&words, text.replace("gap_analysis: \"Gap analysis\"", "gap_analysis: \"Where we stand\"")).unwrap();
    // A file that is there is never written over.
    let again = run(&["report"], &[("--eject", &own)]);
    assert!(again.status.success() && said(&again).contains("left as it is"));
    assert!(fs::read_to_string(&words).unwrap().contains("Where we stand"));
    let out = folder.path().join("out");
    let output =
        run(&["report", "-q", "--format", "html", "--out"], &[("", &out), ("--templates", &own), ("", &assessment)]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(fs::read_to_string(out.join("gap-analysis.html")).unwrap().contains("Where we stand"));
    fs::write(own.join("macros.html.j2"), "{% macro chip(mark) %}\n{{ marc.id }}{% endmacro %}").unwrap();
    let output =
        run(&["report", "-q", "--format", "html", "--out"], &[("", &out), ("--templates", &own), ("", &assessment)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!said(&output).is_empty());
    // What was there before a report could not be made is still there.
    assert!(fs::read_to_string(out.join("gap-analysis.html")).unwrap().contains("Where we stand"));
}

#[test]
fn a_logo_that_is_no_image_is_said_with_its_place_and_reports_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().join("documents");
    fs::create_dir(&documents).unwrap();
    fs::write(documents.join("policy.md"), "# Service management policy\n\nWe keep services running.\n").unwrap();
    let profile = folder.path().join("iso20k.yaml");
    let profile_text = "report:\n  client: Fellside Ltd\n  confidentiality: For the board\n  logo: logo.png\n";
    fs::write(&profile, profile_text).unwrap();
    let out = folder.path().join("out");
    let assess = || {
        run(
            &["assess", "--no-cache", "--as-of", "2026-11-22", "--format", "html,json", "--out"],
            &[("", &out), ("--profile", &profile), ("", &documents)],
        )
    };
    for (bytes, why) in
        [(&b"%PDF-1.7"[..], "is none of PNG, JPEG and SVG"), (b"<svg viewBox='0 0 9 9'><script/></svg>", "`<script>`")]
    {
        fs::write(folder.path().join("logo.png"), bytes).unwrap();
        let output = assess();
        assert!(output.status.success(), "{}", said(&output));
        assert!(said(&output).contains("iso20k.yaml:4:") && said(&output).contains(why), "{}", said(&output));
        let html = fs::read_to_string(out.join("gap-analysis.html")).unwrap();
        assert!(html.contains("Fellside Ltd") && html.contains("For the board") && !html.contains("<img"));
    }
    fs::write(folder.path().join("logo.png"), "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>").unwrap();
    assert!(assess().status.success());
    assert!(
        fs::read_to_string(out.join("gap-analysis.html"))
            .unwrap()
            .contains("<img src=\"data:image&#x2f;svg+xml;base64,")
    );
}

#[test]
fn a_folder_that_cannot_be_written_is_said_before_documents_are_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let out = folder.path().join("file/out");
    let output = run(&["assess", "--no-cache", "--out"], &[("", &out), ("", Path::new("examples/aldermoor"))]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("cannot create the folder") && !said(&output).contains("documents read"),
        "{}",
        said(&output)
    );
}

/// A file may grow no further than a limit, as on a full disk.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_half_written_file() {
    let (folder, assessment) = example();
    let out = folder.path().join("out");
    let command = format!(
        "trap '' XFSZ; ulimit -f 100; exec '{}' report -q --format html --out '{}' '{}'",
        env!("CARGO_BIN_EXE_iso20k"),
        out.display(),
        assessment.display()
    );
    let output = Command::new("bash").args(["-c", &command]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("gap-analysis.html; nothing of it was left"), "{}", said(&output));
    let left: Vec<String> =
        fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(left, [".iso20k-report"]);
}
