//! What is remembered between runs saves time and never changes an assessment or stops a run.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use std::fs;
use std::path::Path;

use support::{POLICY, assess, run};

fn folder(dir: &Path) {
    fs::create_dir_all(dir).unwrap();
    fs::write(dir.join("policy.md"), POLICY).unwrap();
    fs::write(dir.join("log.csv"), "id,opened,priority\nINC1,2026-11-01,P1\n").unwrap();
    fs::write(dir.join("scan.png"), b"\x89PNG\r\n\x1a\n").unwrap();
}

#[test]
fn unchanged_files_are_not_read_again() {
    let work = tempfile::tempdir().unwrap();
    let (dir, out, cache) = (work.path().join("docs"), work.path().join("out"), work.path().join("cache"));
    folder(&dir);
    let says = |what: &str| {
        let done = run(assess(&dir, &out, &cache, &[]), &out);
        done.json();
        assert!(done.stderr.contains(what), "{what}: {}", done.stderr);
        done.written
    };
    let first = says("2 documents read (0 unchanged since an earlier run), 1 not read");
    assert!(says("2 documents read (2 unchanged since an earlier run), 1 not read") == first);
    // A damaged cache is begun anew: other bytes, and our own file cut.
    let file = cache.join("iso20k/facts.redb");
    let whole = fs::read(&file).unwrap();
    for damage in [&b"older or other bytes"[..], &whole[..whole.len() / 2]] {
        fs::write(&file, damage).unwrap();
        assert!(says("2 documents read (0 unchanged since an earlier run), 1 not read") == first);
    }
    // What changed is read again, what has not is not; a name is part of what a file is.
    fs::write(dir.join("policy.md"), format!("{POLICY}\nMore.\n")).unwrap();
    says("2 documents read (1 unchanged since an earlier run), 1 not read");
    fs::rename(dir.join("log.csv"), dir.join("incidents.csv")).unwrap();
    says("2 documents read (1 unchanged since an earlier run), 1 not read");
}

#[test]
fn runs_side_by_side_and_without_a_place_to_remember() {
    let work = tempfile::tempdir().unwrap();
    let (dir, cache) = (work.path().join("docs"), work.path().join("cache"));
    folder(&dir);
    let outs = ["one", "two", "three"].map(|name| work.path().join(name));
    let running: Vec<_> = outs.iter().map(|out| assess(&dir, out, &cache, &[]).spawn().unwrap()).collect();
    for child in running {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let written = outs.map(|out| fs::read(out.join("assessment.json")).unwrap());
    assert!(written[0] == written[1] && written[1] == written[2]);
    // The cache folder is a file: nothing can be kept, and nothing is lost.
    let (file, out) = (work.path().join("file"), work.path().join("four"));
    fs::write(&file, "").unwrap();
    let done = run(assess(&dir, &out, &file, &[]), &out);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.written.as_bytes() == written[0]);
}
