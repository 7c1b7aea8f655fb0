//! The same documents give the same bytes: however many threads read them, whatever is remembered from
//! earlier, wherever the folder lies and however it is named.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use std::fs;
use std::path::Path;

use support::{assess, run};

/// A folder of real variety: several languages and formats, registers, drafts.
fn documents() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/orgs/lindenau/repo")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    // Copied backwards, so that a file system that lists by age lists another order.
    let mut entries: Vec<_> = fs::read_dir(from).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.file_name()));
    for entry in entries {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let work = tempfile::tempdir().unwrap();
    let (out, cache) = (work.path().join("out"), work.path().join("cache"));
    let elsewhere = work.path().join("somewhere else");
    copy(&documents(), &elsewhere);

    let first = run(assess(&documents(), &out, &cache, &["--jobs", "1"]), &out);
    let read = first.json()["documents"].as_array().unwrap().len();
    assert!(read > 20, "{}", first.stderr);
    assert!(first.stderr.contains("(0 unchanged since an earlier run)"), "{}", first.stderr);

    let mut inside = assess(Path::new("."), &out, &cache, &["--jobs", "4"]);
    inside.current_dir(&elsewhere);
    let cached = run(inside, &out);
    assert!(cached.stderr.contains(&format!("({read} unchanged since an earlier run)")), "{}", cached.stderr);
    assert!(cached.written == first.written, "kept facts change the assessment");

    let fresh = run(assess(&elsewhere, &out, &cache, &["--jobs", "4", "--no-cache"]), &out);
    assert!(fresh.stderr.contains("(0 unchanged since an earlier run)"), "{}", fresh.stderr);
    assert!(fresh.written == first.written, "threads or the place of the folder change the assessment");

    for place in [env!("CARGO_MANIFEST_DIR"), work.path().to_str().unwrap(), "somewhere else"] {
        assert!(!first.written.contains(place), "the assessment names `{place}`");
    }
}
