//! Work done on several machines gives the very bytes of one run, and nothing at all where shards are lost, doubled
//! or strangers to each other.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{POLICY, write};

/// A folder with documents of several formats, files that are not read, files left out, and a cache of its own.
struct Work(tempfile::TempDir);

impl Work {
    fn new() -> Self {
        let work = Self(tempfile::tempdir().unwrap());
        let documents = work.path("documents");
        write(&documents, "policy.md", POLICY.as_bytes());
        let change =
            "# Change management policy\n\nOwner: Jo Reed\nVersion: 1.2\n\nA major change is approved by the board.\n";
        write(&documents, "changes/policy.md", change.as_bytes());
        write(&documents, "changes/old/policy.md", change.replace("1.2", "1.1").as_bytes());
        write(&documents, "incidents.csv", b"Incident ID,Opened,Priority,Status\nINC-1,2026-02-01,1,closed\n");
        write(&documents, "incidents copy.csv", b"Incident ID,Opened,Priority,Status\nINC-1,2026-02-01,1,closed\n");
        write(&documents, "minutes.html", b"<h1>Management review</h1><p>Held on 2026-03-02. We decided to hire.</p>");
        write(&documents, "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 legacy");
        write(&documents, "node_modules/left-out.md", b"# Left out");
        write(&documents, "drafts/plan.md", b"# Capacity plan\n\nStatus: draft\n");
        work
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iso20k"));
        command.current_dir(self.0.path()).args(arguments).env("XDG_CACHE_HOME", self.path("cache"));
        command.output().unwrap()
    }

    /// What a run that cannot be done says.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        said
    }

    /// Makes the shards of a folder; their names.
    fn shards(&self, dir: &str, of: usize, more: &[&str]) -> Vec<String> {
        let one = |number: usize| {
            let (shard, out) = (format!("--shard={number}/{of}"), format!("shard-{number}-of-{of}.idx"));
            let output = self.run(&[&["index", dir, &shard, "--out", &out], more].concat());
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            out
        };
        (1..=of).map(one).collect()
    }

    /// The reports of an assessment, by name.
    fn reports(&self, arguments: &[&str]) -> Vec<(String, Vec<u8>)> {
        let out = self.path("out");
        let _ = fs::remove_dir_all(&out);
        let fixed = ["assess", "--as-of=2026-11-22", "--format=json,html,csv", "--out=out"];
        let output = self.run(&[&fixed, arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let files = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
        let read = |path: PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap());
        let mut reports: Vec<_> = files.map(read).collect();
        reports.sort();
        reports
    }

    /// The reports from shards, given in another order than they were made.
    fn joined(&self, before: &[&str], shards: &[String]) -> Vec<(String, Vec<u8>)> {
        let names: Vec<&str> = shards.iter().rev().map(String::as_str).collect();
        self.reports(&[before, &["--shards"], &names].concat())
    }
}

#[test]
fn any_number_of_shards_gives_the_bytes_of_one_run() {
    let work = Work::new();
    let whole = work.reports(&["documents"]);
    assert!(whole.len() >= 3);
    for of in [1, 3, 16] {
        let shards = work.shards("documents", of, &["--no-cache"]);
        assert!(work.joined(&["documents"], &shards) == whole, "{of} shards");
        assert!(work.joined(&[], &shards) == whole, "{of} shards, without the documents");
    }
}

#[test]
fn the_example_too() {
    let work = Work::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/aldermoor");
    let example = example.to_str().unwrap();
    let whole = work.reports(&[example]);
    let shards = work.shards(example, 3, &[]);
    assert!(work.joined(&[example], &shards) == whole);
}

#[test]
fn a_profile_and_decisions_are_those_of_who_joins() {
    let work = Work::new();
    write(&work.path("documents"), "iso20k.yaml", b"organisation: Fellside Ltd\nexclude: [drafts/]\n");
    let whole = work.reports(&["documents"]);
    let shards = work.shards("documents", 2, &[]);
    assert!(work.joined(&["documents"], &shards) == whole);
    assert!(work.joined(&["--profile=documents/iso20k.yaml"], &shards) == whole, "from the profile alone");
    let names: Vec<&str> = shards.iter().map(String::as_str).collect();
    let said = work.refused(&[&["assess", "--out=out", "--shards"], &names[..]].concat());
    assert!(said.contains("made with a profile; name it with `--profile`"), "{said}");
    write(&work.path(""), "other.yaml", b"organisation: Fellside Ltd\n");
    let said = work.refused(&[&["assess", "--profile=other.yaml", "--shards"], &names[..]].concat());
    assert!(said.contains("profile that leaves out other files"), "{said}");

    write(&work.path("documents"), "determinations.yaml", b"determinations: []\n");
    let shards = work.shards("documents", 2, &[]);
    assert!(work.joined(&["--profile=documents/iso20k.yaml"], &shards) == whole, "decisions beside the profile");
    fs::copy(work.path("documents/iso20k.yaml"), work.path("iso20k.yaml")).unwrap();
    let said = work.refused(&[&["assess", "--profile=iso20k.yaml", "--shards"], &names[..]].concat());
    assert!(said.contains("a record of determinations stood beside the documents"), "{said}");
}

#[test]
fn shards_that_do_not_belong_together_are_refused() {
    let work = Work::new();
    let shards = work.shards("documents", 3, &[]);
    let joined = |files: &[&str]| work.refused(&[&["assess", "documents", "--out=out", "--shards"], files].concat());
    let [one, two, three] = [&shards[0], &shards[1], &shards[2]];

    let said = joined(&[one, three]);
    assert!(said.contains("of 3 there is no 2") && said.contains("--shard 2/3"), "{said}");
    let said = joined(&[one, two, three, two]);
    assert!(said.contains("is shard 2/3, and so is shard-2-of-3.idx"), "{said}");
    work.shards("documents", 2, &[]);
    let said = joined(&[one, two, "shard-2-of-2.idx"]);
    assert!(said.contains("is shard 2/2, and shard-1-of-3.idx is one of 3"), "{said}");

    let more = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/why.in/house");
    let more = format!("--catalogue={}", more.display());
    let strange = work.run(&["index", "documents", "--shard=2/3", "--out=strange.idx", &more]);
    assert!(strange.status.success(), "{}", String::from_utf8_lossy(&strange.stderr));
    let said = joined(&[one, "strange.idx", three]);
    assert!(said.contains("strange.idx: was made with another catalogue"), "{said}");

    // Another version of the program writes another number of the format, or its version into the shard.
    let mut bytes = fs::read(work.path(two)).unwrap();
    bytes[13] = b'9';
    write(&work.path(""), "newer.idx", &bytes);
    assert!(joined(&[one, "newer.idx", three]).contains("newer.idx is a shard of another version of iso20k"));
    let mut bytes = fs::read(work.path(two)).unwrap();
    bytes.pop();
    write(&work.path(""), "cut.idx", &bytes);
    assert!(joined(&[one, "cut.idx", three]).contains("cut.idx is damaged"));
    assert!(joined(&[one, "documents/policy.md", three]).contains("is no shard of iso20k"));
    assert!(joined(&[one, "lost.idx", three]).contains("cannot read lost.idx"));
    assert!(!work.path("out/assessment.json").exists(), "nothing was written");

    // A file came or went since: in one shard, or between the shards and the end.
    write(&work.path("documents"), "new.md", b"# New\n");
    let said = joined(&[one, two, three]);
    assert!(said.contains("were made of another list of files"), "{said}");
    work.shards("documents", 3, &[]);
    let kept = fs::read(work.path(one)).unwrap();
    fs::remove_file(work.path("documents/new.md")).unwrap();
    let shards = work.shards("documents", 3, &[]);
    fs::write(work.path(one), kept).unwrap();
    let said = joined(&[&shards[1], &shards[0], &shards[2]]);
    assert!(said.contains("shard-1-of-3.idx: was made of another list of files"), "{said}");
}

#[test]
fn a_shard_is_not_written_among_the_documents() {
    let work = Work::new();
    let said = work.refused(&["index", "documents", "--out=documents/shard.idx"]);
    assert!(said.contains("lies among the documents"), "{said}");
    assert!(work.refused(&["index", "documents", "--shard=4/3"]).contains("such as 3/16"));
}

#[test]
fn a_history_is_read_where_the_folder_is_or_given_up_by_name() {
    let work = Work::new();
    fs::create_dir(work.path("documents/.git")).unwrap();
    let shards = work.shards("documents", 2, &[]);
    let names: Vec<&str> = shards.iter().map(String::as_str).collect();
    let said = work.refused(&[&["assess", "--shards"], &names[..]].concat());
    assert!(said.contains("have a git history") && said.contains("--git=never"), "{said}");
    let without = work.reports(&["documents", "--git=never"]);
    assert!(work.joined(&["--git=never"], &shards) == without);
}
