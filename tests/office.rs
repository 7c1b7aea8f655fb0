//! The Office files opened by programs that are not ours: openpyxl, python-docx, LibreOffice. Each is skipped
//! with a line where it is not installed; `.ci/run` installs them.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on says so by failing")]
#![cfg(feature = "docx")]

use std::path::Path;
use std::process::{Command, Output};

/// The example's reports in a folder of their own.
fn reports() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = Command::new(env!("CARGO_BIN_EXE_iso20k"))
        .args(["assess", "--as-of", "2026-11-22", "--no-cache", "--quiet", "--format", "xlsx,docx", "--out"])
        .arg(folder.path())
        .arg(root.join("examples/aldermoor"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", said(&made));
    folder
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn openpyxl_and_python_docx_read_them() {
    let folder = reports();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/office/check.py");
    // A virtual environment can be named, where the system's Python has no packages.
    let python = std::env::var("ISO20K_PYTHON").unwrap_or_else(|_| "python3".into());
    match Command::new(&python).arg(script).arg(folder.path()).output() {
        Ok(output) if output.status.code() == Some(3) => eprintln!("SKIPPED: openpyxl, python-docx: {}", said(&output)),
        Ok(output) => assert!(output.status.success(), "{}", said(&output)),
        Err(error) => eprintln!("SKIPPED: openpyxl, python-docx: {python}: {error}"),
    }
}

#[test]
fn libreoffice_opens_and_prints_them() {
    let folder = reports();
    for file in ["gap-analysis.xlsx", "gap-analysis.docx"] {
        let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
        let run = Command::new("soffice")
            .args([profile.as_str(), "--headless", "--convert-to", "pdf", "--outdir"])
            .arg(folder.path())
            .arg(folder.path().join(file))
            .output();
        match run {
            Err(error) => return eprintln!("SKIPPED: LibreOffice: {error}"),
            Ok(output) => {
                let pdf = folder.path().join("gap-analysis.pdf");
                let bytes = std::fs::read(&pdf).unwrap_or_else(|_| panic!("{file}: {}", said(&output)));
                assert!(bytes.starts_with(b"%PDF-") && bytes.len() > 50_000, "{file}");
                std::fs::remove_file(pdf).unwrap();
            }
        }
    }
}
