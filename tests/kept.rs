//! What is kept of the catalogue between runs changes how long a run takes and nothing else.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use std::fs;
use std::path::Path;
use std::process::Command;

const DOCUMENTS: [(&str, &str); 3] = [
    (
        "change-policy.md",
        "# Change management policy\n\nOwner: Jo Reed\nVersion: 1.2\nStatus: approved\nApproved on: 2026-01-14\n\n\
         Changes are classified as standard, normal or emergency. A major change is approved by the board.\n",
    ),
    ("incidents.csv", "Incident ID,Opened,Priority,Status\nINC-1,2026-02-01,1,closed\nINC-2,2026-03-05,3,open\n"),
    ("de/stoerungen.md", "# Verfahren für Störungen\n\nSchwere Störungen werden der Leitung gemeldet.\n"),
];

/// The bytes of assessment.json, of a run with a cache folder.
fn assess(documents: &Path, cache: &Path, more: &[&str]) -> Vec<u8> {
    let out = tempfile::tempdir().unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_iso20k"))
        .args(["assess", "--as-of", "2026-06-01", "--quiet", "--format", "json", "--out"])
        .arg(out.path())
        .args(more)
        .arg(documents)
        .env("XDG_CACHE_HOME", cache)
        .env("HOME", cache)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    fs::read(out.path().join("assessment.json")).unwrap()
}

#[test]
fn assessments_are_the_same_with_and_without_what_was_kept() {
    let (documents, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for (path, text) in DOCUMENTS {
        let path = documents.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let again = || assess(documents.path(), cache.path(), &[]);

    let without = assess(documents.path(), cache.path(), &["--no-cache"]);
    let folder = cache.path().join("iso20k");
    assert!(!folder.exists(), "a run without a cache keeps nothing");
    assert_eq!(again(), without, "the first run");
    assert_eq!(again(), without, "all kept");

    // Without the facts the kept words are put to use.
    fs::remove_file(folder.join("facts.redb")).unwrap();
    assert_eq!(again(), without, "the facts derived with kept words");

    for name in ["catalogue", "words"] {
        let file = folder.join(name);
        let whole = fs::read(&file).unwrap();
        for damage in [whole[..whole.len() / 2].to_vec(), b"nothing of the kind".to_vec(), Vec::new()] {
            fs::write(&file, damage).unwrap();
            fs::remove_file(folder.join("facts.redb")).unwrap();
            assert_eq!(again(), without, "damaged: {name}");
            assert!(fs::read(&file).unwrap().len() > 64, "{name} was not made again");
        }
    }
}

#[test]
fn a_file_that_was_changed_behind_an_unchanged_face_is_read_again() {
    let (documents, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let policy = documents.path().join("change-policy.md");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    let write = |text: &str| {
        fs::write(&policy, text).unwrap();
        fs::File::options().write(true).open(&policy).unwrap().set_modified(long_ago).unwrap();
    };
    write(DOCUMENTS[0].1);
    // A file that was changed a moment ago is not trusted to look different after the next change.
    std::thread::sleep(std::time::Duration::from_millis(2_500));
    let first = assess(documents.path(), cache.path(), &[]);
    assert_eq!(assess(documents.path(), cache.path(), &[]), first, "nothing changed");

    write(&DOCUMENTS[0].1.replace("Jo Reed", "Al Reed"));
    let second = assess(documents.path(), cache.path(), &[]);
    assert_ne!(second, first, "same size, same time of writing, other words");
    assert_eq!(second, assess(documents.path(), cache.path(), &["--no-cache"]));
}
