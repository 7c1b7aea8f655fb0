//! No network, ever: the program, its workers too, opens no socket, whatever it is asked to do.

#![cfg(target_os = "linux")]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Calls of a command that have to do with the network; `None` where strace cannot watch.
fn calls(program: &str, arguments: &[&str]) -> Option<Vec<String>> {
    let told = tempfile::NamedTempFile::new().unwrap();
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", "trace=%network", "-e", "signal=none", "-o"]).arg(told.path()).arg(program);
    strace.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    let output = strace.output().ok()?;
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let told = fs::read_to_string(told.path()).unwrap();
    Some(told.lines().filter(|line| !line.contains("+++")).map(str::to_owned).collect())
}

#[test]
fn the_program_opens_no_socket() {
    if calls("true", &[]).is_none() {
        return eprintln!("skipped: no socket is opened: strace is not installed, or may not watch");
    }
    let work = tempfile::tempdir().unwrap();
    let (out, program) = (work.path().join("out"), env!("CARGO_BIN_EXE_iso20k"));
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let (to, assessment) = (path(&out), path(&out.join("assessment.json")));
    let assess = [
        "assess",
        "examples/aldermoor",
        "--no-cache",
        "--as-of",
        "2026-11-22",
        "--out",
        &to,
        "--format",
        "json,md,html,xlsx",
    ];
    let pack = path(&out.join("pack.zip"));
    for arguments in [
        &assess[..],
        &["report", &assessment, "--out", &to, "--format", "sarif,junit,github,csv"],
        &["bundle", &assessment, "--dir", "examples/aldermoor", "--out", &pack],
        &["query", "select count(*) from documents", "--dir", "examples/aldermoor", "--no-cache"],
    ] {
        let opened = calls(program, arguments).unwrap_or_else(|| panic!("{arguments:?} failed"));
        assert!(opened.is_empty(), "{arguments:?}: {opened:#?}");
    }
    // The test would see one: a shell's own way to open a connection.
    if let Some(seen) = calls("bash", &["-c", "exec 3<>/dev/udp/127.0.0.1/9; true"]) {
        assert!(seen.iter().any(|call| call.contains("socket(")), "strace sees nothing: {seen:?}");
    }
}
