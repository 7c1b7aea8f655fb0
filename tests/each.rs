//! A folder of clients assessed in one run: a line and an assessment each, what is kept shared, the exit code of
//! the worst; then side by side.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

#[path = "support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iso20k"));
    command.args(arguments).current_dir(folder).env("XDG_CACHE_HOME", folder.join("cache"));
    command.output().unwrap()
}

fn each(folder: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let arguments = ["assess", "--each", "clients", "--as-of", "2026-11-22", "--format", "json"];
    let out: &[&str] = if more.contains(&"--out") { &[] } else { &["--out", "out"] };
    let output = run(folder, &[&arguments[..], out, more].concat());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn client(folder: &Path, name: &str, document: &str) {
    let dir = folder.join("clients").join(name);
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("policy.md"), document).unwrap();
}

#[test]
fn a_folder_of_clients_is_assessed_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    client(folder, "alba", support::POLICY);
    client(folder, "brook", "# Lunch\n\nWe eat at noon.\n");
    client(folder, ".hidden", support::POLICY);
    fs::write(folder.join("clients/notes.txt"), "of nobody").unwrap();
    let (code, lines, said) = each(folder, &[]);
    assert_eq!(code, Some(0), "{said}");
    let names: Vec<&str> = lines.lines().filter_map(|line| line.split("  ").next()).collect();
    assert_eq!(names, ["alba", "brook"], "{lines}");
    assert!(lines.contains("1 document") && said.contains("1 file lies beside the folders"), "{lines}{said}");
    assert!(folder.join("out/alba/assessment.json").exists() && !folder.join("out/.hidden").exists());

    // Nothing is read twice, and the same comes of it.
    let first = fs::read(folder.join("out/brook/assessment.json")).unwrap();
    let (_, again, said) = each(folder, &[]);
    assert!(again == lines && said.matches("1 unchanged").count() == 2, "{said}");
    assert_eq!(fs::read(folder.join("out/brook/assessment.json")).unwrap(), first);

    // Reports among the clients are no client.
    for _ in 0..2 {
        let (code, lines, _) = each(folder, &["-q", "--out", "clients/reports"]);
        assert_eq!((code, lines.lines().count()), (Some(0), 2), "{lines}");
    }
    fs::remove_dir_all(folder.join("clients/reports")).unwrap();

    // The worst decides; the others are assessed all the same.
    assert_eq!(each(folder, &["--fail-on", "gap"]).0, Some(1));
    fs::create_dir(folder.join("clients/azure")).unwrap();
    let (code, lines, _) = each(folder, &["-q"]);
    assert_eq!(code, Some(2));
    assert_eq!(lines.lines().count(), 3, "{lines}");
    assert!(lines.lines().nth(1).unwrap().starts_with("azure  could not be assessed: no files"), "{lines}");

    let output =
        run(folder, &["portfolio", "out/alba/assessment.json", "out/brook/assessment.json", "--format", "json"]);
    let portfolio: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(portfolio["members"][0]["of"], "out/alba/assessment.json");
    assert_eq!(portfolio["members"][0]["rank"], 1);
}
