//! Runs the program as a user would: own cache, no terminal, a fixed date.

#![allow(dead_code, reason = "each test that runs the program uses a part of this")]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

/// A document that every assessment must show, whatever lies beside it.
pub(crate) const POLICY: &str = "---
title: Service management policy
owner: Ada Smith
version: \"1.2\"
approved by: Ben Jones
approved: 2026-03-01
next review: 2027-03-01
---
# Service management policy

We commit to fulfil all service requirements and to improve our services continually.
";

/// What came of one run.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stderr: String,
    /// The bytes of `assessment.json`.
    pub(crate) written: String,
}

/// The program, ended by the system when it takes minutes of processor time: what is linear takes seconds,
/// what is not never ends. Time by the clock would say more of the machine than of the program.
fn program() -> Command {
    let exe = env!("CARGO_BIN_EXE_iso20k");
    if !cfg!(unix) {
        return Command::new(exe);
    }
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -t 180; exec \"$0\" \"$@\"", exe]);
    command
}

/// The command `iso20k assess DIR`, ready to be started.
pub(crate) fn assess(dir: &Path, out: &Path, cache: &Path, more: &[&str]) -> Command {
    let mut command = program();
    command.arg("assess").arg("--as-of=2026-11-22").arg("--out").arg(out).args(more).arg("--").arg(dir);
    command.env("XDG_CACHE_HOME", cache).env("RUST_BACKTRACE", "0").env_remove("COLUMNS");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A new folder for what is kept between runs that holds the compiled catalogue, on which most of a short run is
/// spent, and nothing of any document.
pub(crate) fn cache(work: &Path) -> PathBuf {
    static KEPT: LazyLock<PathBuf> = LazyLock::new(|| {
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kept");
        let work = tempfile::tempdir().unwrap();
        let (dir, out) = (work.path().join("documents"), work.path().join("out"));
        write(&dir, "policy.md", POLICY.as_bytes());
        run(assess(&dir, &out, &kept, &[]), &out).json();
        kept
    });
    let cache = work.join("cache");
    let folder = cache.join("iso20k");
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["catalogue", "words"] {
        std::fs::copy(KEPT.join("iso20k").join(name), folder.join(name)).unwrap();
    }
    cache
}

/// Runs it to its end.
pub(crate) fn run(mut command: Command, out: &Path) -> Run {
    let output = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let written = std::fs::read_to_string(out.join("assessment.json")).unwrap_or_default();
    Run { code: output.status.code(), stderr, written }
}

impl Run {
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        serde_json::from_str(&self.written).unwrap()
    }
}

/// The entry of a path in `documents` or `unread`.
pub(crate) fn entry<'a>(assessment: &'a Value, list: &str, path: impl AsRef<OsStr>) -> Option<&'a Value> {
    let path = path.as_ref().to_str()?;
    assessment[list].as_array()?.iter().find(|entry| entry["path"] == path)
}

/// Assesses files beside a policy that is in order.
pub(crate) fn assessed(files: &[(&str, &str)]) -> Value {
    let work = tempfile::tempdir().unwrap();
    let dir = work.path().join("documents");
    write(&dir, "policy.md", POLICY.as_bytes());
    files.iter().for_each(|(path, text)| write(&dir, path, text.as_bytes()));
    let out = work.path().join("out");
    run(assess(&dir, &out, &work.path().join("cache"), &["--no-cache"]), &out).json()
}

pub(crate) fn write(dir: &Path, path: &str, bytes: &[u8]) {
    let path = dir.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

pub(crate) fn finding<'a>(assessment: &'a Value, obligation: &str) -> &'a Value {
    assessment["findings"].as_array().unwrap().iter().find(|finding| finding["obligation"] == obligation).unwrap()
}

/// Codes of a finding's shortfalls with the documents they are about.
pub(crate) fn codes(finding: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let shortfalls = finding["shortfalls"].as_array().unwrap().iter();
    shortfalls.map(|shortfall| (text(&shortfall["code"]), text(&shortfall["path"]))).collect()
}
