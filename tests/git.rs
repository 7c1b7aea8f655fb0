//! What the git history says of documents: the last change, how often, who approved; and what comes of
//! repositories that are shallow, damaged, bare or none.

#![cfg(feature = "git")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

#[path = "support/repository.rs"]
mod repository;
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use iso20k::corpus::git::{Asked, Bounds, Change, History, Id, Reach, history};
use repository::{Draft, Repository};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const ANN: &str = "Ann Lee";
const BEA: &str = "Bea Roy";

fn draft<'a>(author: &'a str, on: &'a str, message: &'a str, parents: &'a [Id]) -> Draft<'a> {
    Draft { author, on, message, parents }
}

/// What the history of a folder says of some paths in it.
fn ask_with(dir: &Path, paths: &[&str], reach: Reach, bounds: Bounds) -> History {
    let files: Vec<(PathBuf, String)> = paths
        .iter()
        .map(|path| {
            let bytes = fs::read(dir.join(path)).unwrap();
            (dir.join(path), Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
        })
        .collect();
    let asked: Vec<Asked<'_>> =
        paths.iter().zip(&files).map(|(path, (absolute, sha256))| Asked { path, absolute, sha256 }).collect();
    let found = history(dir, &asked, reach, bounds);
    assert_eq!(found, history(dir, &asked, reach, bounds), "the same every time");
    found
}

fn ask(dir: &Path, paths: &[&str]) -> History {
    ask_with(dir, paths, Reach::Root, Bounds::default())
}

/// The only answer about one file.
fn of(dir: &Path, path: &str) -> Change {
    let found = ask(dir, &[path]);
    assert_eq!(found.notices, []);
    found.files[path].clone()
}

fn said(history: &History) -> String {
    history.notices.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn the_last_change_and_how_many() {
    let dir = folder();
    let repository = Repository::new(dir.path());
    let one = repository.commit(draft(ANN, "2026-01-05", "Begin", &[]), &[("a.md", "1"), ("docs/b.md", "1")]);
    let two = repository.commit(draft(BEA, "2026-02-05", "More", &[one]), &[("a.md", "2"), ("docs/b.md", "1")]);
    let three =
        repository.commit(draft("tidy[bot]", "2026-03-05", "Tidy", &[two]), &[("a.md", "2"), ("docs/b.md", "3")]);
    let a = of(dir.path(), "a.md");
    assert_eq!((a.commit, a.author.as_deref(), a.changes), (two.to_string(), Some(BEA), Some(2)));
    assert_eq!((a.on.to_string(), a.approval), ("2026-02-05".to_owned(), None));
    let b = of(dir.path(), "docs/b.md");
    assert_eq!((b.commit, b.author, b.changes), (three.to_string(), None, Some(2)), "a program is nobody");
}

#[test]
fn a_renamed_file_keeps_its_history() {
    let dir = folder();
    let repository = Repository::new(dir.path());
    let one = repository.commit(draft(ANN, "2026-01-05", "Begin", &[]), &[("old/a.md", "long text")]);
    let two = repository.commit(draft(BEA, "2026-02-05", "Tidy up", &[one]), &[("new/b.md", "long text")]);
    let found = of(dir.path(), "new/b.md");
    assert_eq!((found.author.as_deref(), found.changes), (Some(ANN), Some(1)), "nothing in it changed");
    repository.commit(draft(BEA, "2026-03-05", "Say more", &[two]), &[("new/b.md", "longer text")]);
    let found = of(dir.path(), "new/b.md");
    assert_eq!((found.author.as_deref(), found.changes), (Some(BEA), Some(2)));
}

#[test]
fn only_what_says_so_is_an_approval() {
    let approved = |message: &str| {
        let dir = folder();
        Repository::new(dir.path()).commit(draft(ANN, "2026-01-05", message, &[]), &[("a.md", "1")]);
        of(dir.path(), "a.md").approval.map(|approval| (approval.by, approval.on.to_string()))
    };
    let by = Some((BEA.to_owned(), "2026-01-05".to_owned()));
    assert_eq!(approved("Rules\n\nApproved-by: Bea Roy <b@example.org>"), by);
    assert_eq!(approved("Rules\n\nReviewed-by: Bea Roy"), by);
    assert_eq!(approved("Rules\n\nSigned-off-by: Bea Roy"), None);
    assert_eq!(approved("Rules, approved by Bea Roy"), None);
}

#[test]
fn a_merge_approves_what_it_brings_in() {
    let dir = folder();
    let repository = Repository::new(dir.path());
    let base = repository.aside(draft(ANN, "2026-01-05", "Begin", &[]), &[("a.md", "1"), ("b.md", "1")]);
    let side = repository.aside(draft(ANN, "2026-02-05", "Change a", &[base]), &[("a.md", "2"), ("b.md", "1")]);
    let main = repository.aside(draft(BEA, "2026-02-06", "Change b", &[base]), &[("a.md", "1"), ("b.md", "2")]);
    let message = "Merge pull request #7 from ann/a\n\nChange a\n\nApproved-by: Bea Roy";
    let merge = repository.commit(draft("Host", "2026-02-07", message, &[main, side]), &[("a.md", "2"), ("b.md", "2")]);
    let a = of(dir.path(), "a.md");
    assert_eq!((a.commit, a.changes), (side.to_string(), Some(2)), "a merge that only joins is no change");
    let approval = a.approval.unwrap();
    assert_eq!((approval.by.as_str(), approval.commit), (BEA, merge.to_string()));
    assert_eq!(approval.on.to_string(), "2026-02-07");
    let b = of(dir.path(), "b.md");
    assert_eq!((b.commit, b.approval), (main.to_string(), None), "it was there before");
    // A later change is not approved by an older merge.
    repository.commit(draft(ANN, "2026-03-01", "Again", &[merge]), &[("a.md", "3"), ("b.md", "2")]);
    assert_eq!(of(dir.path(), "a.md").approval, None);
}

#[test]
fn what_a_merge_throws_away_is_no_last_change() {
    let dir = folder();
    let repository = Repository::new(dir.path());
    let base = repository.aside(draft(ANN, "2026-01-05", "Begin", &[]), &[("a.md", "1")]);
    let side = repository.aside(draft(BEA, "2026-03-05", "Try", &[base]), &[("a.md", "2")]);
    let merge = repository.commit(draft(ANN, "2026-03-06", "Keep ours", &[base, side]), &[("a.md", "1")]);
    let found = of(dir.path(), "a.md");
    assert_eq!((found.commit, found.changes), (base.to_string(), Some(1)));
    // A merge that says something new is a change; clocks that went wrong change nothing.
    let late = repository.aside(draft(BEA, "2020-01-01", "Side", &[merge]), &[("a.md", "4")]);
    let main = repository.aside(draft(ANN, "2026-03-07", "Main", &[merge]), &[("a.md", "5")]);
    let both = repository.commit(draft(ANN, "2026-03-08", "Both", &[main, late]), &[("a.md", "4 and 5")]);
    let found = of(dir.path(), "a.md");
    assert_eq!((found.commit, found.changes), (both.to_string(), Some(4)));
}

#[test]
fn a_file_that_is_not_as_committed_has_no_history() {
    let dir = folder();
    let repository = Repository::new(dir.path());
    let sha256 = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize 6\n");
    let files = [("same.md", "x\ny\n"), ("dirty.md", "x"), ("lines.md", "x\ny\n"), ("large.md", &pointer)];
    repository.commit(draft(ANN, "2026-01-05", "Begin", &[]), &files);
    fs::write(dir.path().join("dirty.md"), "y").unwrap();
    fs::write(dir.path().join("lines.md"), "x\r\ny\r\n").unwrap();
    fs::write(dir.path().join("large.md"), "hello\n").unwrap();
    fs::write(dir.path().join("new.md"), "x").unwrap();
    let found = ask(dir.path(), &["same.md", "dirty.md", "lines.md", "large.md", "new.md"]);
    assert_eq!(found.files.keys().collect::<Vec<_>>(), ["large.md", "lines.md", "same.md"]);
    assert_eq!(found.notices, []);
}

#[test]
fn a_history_that_is_cut_off_says_so() {
    let dir = folder();
    let repository = Repository::new(dir.path());
    let one = repository.commit(draft(ANN, "2026-01-05", "Begin", &[]), &[("a.md", "1"), ("b.md", "1")]);
    let two = repository.commit(draft(BEA, "2026-02-05", "More", &[one]), &[("a.md", "2"), ("b.md", "1")]);
    let few = ask_with(dir.path(), &["a.md", "b.md"], Reach::Root, Bounds { commits: 1, ..Bounds::default() });
    assert_eq!(few.files.len(), 0);
    assert!(said(&few).contains("longer than what is read of it, at most 1 commits"), "{}", said(&few));
    let three = repository.commit(draft(BEA, "2026-03-05", "More", &[two]), &[("a.md", "3"), ("b.md", "1")]);
    fs::write(dir.path().join(".git/shallow"), format!("{two}\n")).unwrap();
    let shallow = ask(dir.path(), &["a.md", "b.md"]);
    let a = &shallow.files["a.md"];
    assert_eq!((&a.commit, a.changes), (&three.to_string(), None), "how many cannot be told");
    assert!(!shallow.files.contains_key("b.md"));
    assert!(said(&shallow).contains("changes of 2 documents are not counted, the last change of 1 is not known"));
    fs::remove_file(dir.path().join(".git/shallow")).unwrap();
    let narrow = ask_with(dir.path(), &["b.md"], Reach::Root, Bounds { entries: 3, ..Bounds::default() });
    assert!(narrow.files.is_empty() && said(&narrow).contains("longer than what is read"), "{}", said(&narrow));
    repository.lose(one);
    let lost = ask(dir.path(), &["a.md", "b.md"]);
    assert_eq!(lost.files["a.md"].changes, None);
    assert!(said(&lost).contains("1 objects are missing or damaged"), "{}", said(&lost));
}

#[test]
fn what_is_no_repository_that_can_be_read() {
    let unusable = |make: &dyn Fn(&Path)| {
        let dir = folder();
        fs::write(dir.path().join("a.md"), "1").unwrap();
        make(dir.path());
        let found = ask(dir.path(), &["a.md"]);
        assert!(found.files.is_empty());
        said(&found)
    };
    let repository = |dir: &Path| {
        Repository::new(dir).commit(draft(ANN, "2026-01-05", "Begin", &[]), &[("a.md", "1")]);
    };
    let git = |path: &'static str, text: &'static str| {
        move |dir: &Path| {
            repository(dir);
            fs::write(dir.join(".git").join(path), text).unwrap();
        }
    };
    assert_eq!(unusable(&|_| {}), "");
    assert!(unusable(&|dir| drop(Repository::new(dir))).contains("no commit yet"));
    assert!(unusable(&|dir| fs::create_dir(dir.join(".git")).unwrap()).contains("has no `HEAD`"));
    assert!(unusable(&|dir| fs::write(dir.join(".git"), "gitdir: nowhere").unwrap()).contains("leads nowhere"));
    assert!(unusable(&git("HEAD", "\u{0}\u{1}")).contains("`HEAD` cannot be read"));
    assert!(unusable(&git("HEAD", "ref: refs/../../secret")).contains("`HEAD` cannot be read"));
    assert!(unusable(&git("HEAD", "ref: refs/heads/none")).contains("no commit yet"));
    assert!(unusable(&git("refs/heads/main", "ref: refs/heads/main")).contains("`HEAD` cannot be read"));
    let nobody = "1111111111111111111111111111111111111111";
    assert!(unusable(&git("refs/heads/main", nobody)).contains("111111111111 is missing or damaged"));
    assert!(
        unusable(&|dir| {
            repository(dir);
            fs::remove_dir_all(dir.join(".git/objects")).unwrap();
        })
        .contains("objects cannot be read")
    );
    let damaged = unusable(&|dir| {
        repository(dir);
        for entry in walkdir::WalkDir::new(dir.join(".git/objects")).into_iter().flatten() {
            if entry.file_type().is_file() {
                fs::remove_file(entry.path()).unwrap();
                fs::write(entry.path(), b"\x78\x9c not what it was").unwrap();
            }
        }
    });
    assert!(damaged.contains("missing or damaged"), "{damaged}");
    // A bare repository has no files of its own.
    let bare = folder();
    Repository::new(bare.path()).commit(draft(ANN, "2026-01-05", "Begin", &[]), &[("a.md", "1")]);
    assert_eq!(ask(&bare.path().join(".git"), &["HEAD"]), History::default());
}

#[test]
fn a_folder_in_a_work_tree_is_read_when_asked() {
    let dir = folder();
    let repository = Repository::new(dir.path());
    let id = "2222222222222222222222222222222222222222";
    let files = [("docs/sms/a.md", "1"), ("docs/parts", &format!("->{id}")[..])];
    repository.commit(draft(ANN, "2026-01-05", "Begin", &[]), &files);
    fs::create_dir_all(dir.path().join("docs/parts")).unwrap();
    fs::write(dir.path().join("docs/parts/b.md"), "1").unwrap();
    let docs = dir.path().join("docs");
    let with = |reach| ask_with(&docs, &["sms/a.md", "parts/b.md"], reach, Bounds::default());
    assert_eq!(with(Reach::Root), History::default());
    assert_eq!(with(Reach::Never), History::default());
    assert_eq!(with(Reach::Above).files.keys().collect::<Vec<_>>(), ["sms/a.md"], "a submodule has its own history");
    let other = folder();
    fs::write(other.path().join("a.md"), "1").unwrap();
    let none = ask_with(other.path(), &["a.md"], Reach::Above, Bounds::default());
    assert!(said(&none).contains("lies in no work tree"));
    // A submodule or further work tree: `.git` is a file.
    fs::rename(dir.path().join(".git"), other.path().join("store")).unwrap();
    fs::write(dir.path().join(".git"), format!("gitdir: {}\n", other.path().join("store").display())).unwrap();
    assert_eq!(ask(dir.path(), &["docs/sms/a.md"]).files.len(), 1);
}

/// As `git gc` leaves a clone: objects in one pack, references in one file.
#[test]
fn a_packed_repository_says_the_same() {
    let dir = folder();
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/packed.git");
    let git = dir.path().join(".git");
    fs::create_dir_all(git.join("objects/pack")).unwrap();
    for (from, to) in [
        ("HEAD", "HEAD"),
        ("packed-refs", "packed-refs"),
        ("pack", "objects/pack/pack-1.pack"),
        ("idx", "objects/pack/pack-1.idx"),
    ] {
        fs::copy(packed.join(from), git.join(to)).unwrap();
    }
    let policy = (1..=30).map(|line| format!("We keep rule {line}.\n")).collect::<String>();
    fs::write(dir.path().join("policy.md"), policy.replace("rule 7.", "rule 7 always.")).unwrap();
    let found = of(dir.path(), "policy.md");
    assert_eq!(
        (found.author.as_deref(), found.changes, found.on.to_string()),
        (Some(BEA), Some(2), "2026-02-05".into())
    );
    assert_eq!(found.approval.map(|approval| approval.by).as_deref(), Some(ANN));
}

const OWN: &str = "# Change management policy\n\nOwner: Cy Dane\nVersion: 4.0\nApproved by: Di Eck on 2026-01-02\n\n\
    All changes are assessed, approved, tested and recorded.\n";
const SILENT: &str = "# Incident management procedure\n\nEach incident is logged, prioritised, resolved and closed. \
    The service desk escalates incidents that it cannot resolve.\n";
const LISTED: &str =
    "# Problem management procedure\n\nProblems are identified, analysed and resolved. Known errors are recorded.\n";
const LIST: &str = "Document,Owner,Version,Approved by,Approved on\nProblem management procedure,Flo Gray,1.1,Di Eck,2026-01-03\n\
    Change management policy,Cy Dane,4.0,Di Eck,2026-01-02\n";

#[test]
fn documents_come_first_then_their_list_then_git() {
    let work = folder();
    let dir = work.path().join("docs");
    fs::create_dir(&dir).unwrap();
    let message = "Begin\n\nApproved-by: Bea Roy";
    let files = [("change.md", OWN), ("incident.md", SILENT), ("problem.md", LISTED), ("list of documents.csv", LIST)];
    let commit = Repository::new(&dir).commit(draft(ANN, "2026-01-05", message, &[]), &files);
    let commit = &commit.to_string()[..12];
    let why = |path: &str, more: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_iso20k"));
        program.args(["--no-cache", "-q", "why", path, "--dir"]).arg(&dir).args(more);
        let output = program.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let control = text.lines().filter(|line| line.starts_with("control"));
        control.map(|line| line.split_once(' ').unwrap().1.trim().to_owned()).collect::<Vec<_>>()
    };
    let git = format!("(git history, commit {commit})");
    let silent = [
        format!("author: Ann Lee {git}"),
        format!("version: revision 1 {git}"),
        format!("date: 2026-01-05 {git}"),
        format!("approver: Bea Roy {git}"),
        format!("approved on: 2026-01-05 {git}"),
    ];
    assert_eq!(why("incident.md", &[]), silent);
    assert_eq!(why("incident.md", &["--git=never"]), [""; 0]);
    assert!(why("change.md", &[]).iter().all(|line| !line.contains("git")));
    let listed = why("problem.md", &[]);
    assert!(listed.iter().any(|line| line.starts_with("version: 1.1 (list of documents.csv")), "{listed:?}");
    assert!(listed.iter().all(|line| !line.contains("git")), "{listed:?}");
}

#[test]
fn an_assessment_tells_what_it_has_from_git() {
    let work = folder();
    let dir = work.path().join("all");
    fs::create_dir_all(dir.join("sms")).unwrap();
    Repository::new(&dir).commit(draft(ANN, "2026-01-05", "Begin", &[]), &[("sms/incident.md", SILENT)]);
    let control = |dir: &Path, more: &[&str]| {
        let out = work.path().join("out");
        let _ = fs::remove_dir_all(&out);
        let done = support::run(support::assess(dir, &out, &work.path().join("cache"), more), &out);
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        let document = done.json()["documents"][0].clone();
        (document["control"]["version"].clone(), document["remarks"].to_string(), done.stderr)
    };
    let (version, remarks, _) = control(&dir, &[]);
    assert_eq!(version, "revision 1");
    assert!(remarks.contains("author, version, date: as the git history has it (commit "), "{remarks}");
    let sms = dir.join("sms");
    assert!(control(&sms, &[]).0.is_null());
    assert_eq!(control(&sms, &["--git"]).0, "revision 1");
    fs::write(dir.join(".git/HEAD"), "?").unwrap();
    let (version, _, stderr) = control(&dir, &[]);
    assert!(version.is_null() && stderr.contains("the git history is not used: its `HEAD` cannot be read"), "{stderr}");
}
