//! The main job on the example organisation: what it concludes, clause by clause and document by
//! document, is a snapshot that was read before it was accepted; what it writes fits its schema.

use std::path::{Path, PathBuf};
use std::process::Command;

use iso20k::assessment::Assessment;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Assesses a folder as of a fixed day; gives the folder of reports.
fn assess(dir: &Path, out: &Path) -> PathBuf {
    let run = Command::new(env!("CARGO_BIN_EXE_iso20k"))
        .args(["assess", "--no-cache", "--as-of", "2026-11-22", "--out"])
        .arg(out)
        .arg(dir)
        .output()
        .expect("the program runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    out.to_owned()
}

#[test]
fn what_is_concluded_on_the_example() {
    let out = tempfile::tempdir().expect("a folder");
    let out = assess(&root().join("examples/aldermoor"), out.path());
    let text = std::fs::read_to_string(out.join("assessment.json")).expect("assessment.json");
    let assessment: Assessment = serde_json::from_str(&text).expect("an assessment");
    insta::assert_snapshot!("example", digest(&assessment));
    fits_the_schema(&text);
    for report in ["gap-analysis.md", "gap-analysis.html"] {
        let report = std::fs::read_to_string(out.join(report)).expect(report);
        assert!(report.contains("Aldermoor Managed Services Ltd"));
        assert!(!report.to_lowercase().contains("is certified") && !report.to_lowercase().contains("is compliant"));
    }
}

fn fits_the_schema(text: &str) {
    let schema = std::fs::read_to_string(root().join("controls/schema/assessment.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let instance: Value = serde_json::from_str(text).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(&instance).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// The verdicts in a few lines each: clauses with their codes, documents with type and state, what was not read.
fn digest(assessment: &Assessment) -> String {
    let mut text = String::new();
    for clause in &assessment.clauses {
        let findings = assessment.findings.iter().filter(|finding| finding.clause == clause.clause);
        let mut codes: Vec<&str> =
            findings.flat_map(|finding| &finding.shortfalls).map(|shortfall| shortfall.code.name()).collect();
        codes.sort_unstable();
        codes.dedup();
        let achievement = clause.achievement.map_or("–".to_owned(), |share| format!("{:.0} %", share * 100.0));
        text.push_str(&format!(
            "{:<9} {:<13} {achievement:>6}  {}\n",
            clause.clause,
            format!("{:?}", clause.status).to_lowercase(),
            codes.join(" ")
        ));
    }
    text.push('\n');
    for document in &assessment.documents {
        let kind = document.types.first().map_or("–", |kind| kind.id.as_str());
        text.push_str(&format!("{} | {kind} | {}\n", document.path, document.state.name()));
    }
    text.push('\n');
    for file in &assessment.unread {
        text.push_str(&format!("{} | not read: {}\n", file.path, file.reason));
    }
    text
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn some_sets_of_real_documents_are_read_to_the_end() {
    let sets = root().join("../shared/corpora/dev");
    let Ok(folders) = std::fs::read_dir(&sets) else {
        eprintln!("SKIPPED: the collections of real documents are not on this machine");
        return;
    };
    // The whole takes minutes unoptimised; a few sets of different formats and languages will do here.
    let few = ["mini-smsi-fr", "cio-documentation-docx", "cenedril-iso27001-kit"];
    for folder in folders.flatten().filter(|folder| few.contains(&folder.file_name().to_string_lossy().as_ref())) {
        let out = tempfile::tempdir().expect("a folder");
        let out = assess(&folder.path(), out.path());
        let text = std::fs::read_to_string(out.join("assessment.json")).expect("assessment.json");
        let assessment: Assessment = serde_json::from_str(&text).expect("an assessment");
        assert!(assessment.documents.len() > 5, "{}", folder.path().display());
    }
}
