//! The shape of the house as a test: who may use whom, who may touch the outside world, and how long
//! a file or a function may grow. Every rule names the file and the line that break it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

#[path = "layers/source.rs"]
mod source;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use source::{Source, sources};

/// Each module uses only what stands to its left, and itself.
const ORDER: &[&str] = &[
    "problem",
    "text",
    "document",
    "corpus",
    "catalogue",
    "templates",
    "facts",
    "index",
    "evidence",
    // What people decided, beside what was found.
    "determinations",
    "assessment",
    // What an auditor does with what was found: it sees rows and findings, and reports show it.
    "audit",
    "coverage",
    // What closes the gaps, and when; reports show it.
    "plan",
    "report",
    // The index in a pack is a page like those of reports.
    "pack",
    "cli",
    "main",
];

/// Who may open files, start processes or ask for the environment.
const OPENERS: &[&str] = &[
    "src/corpus/",
    "src/catalogue/files.rs",
    "src/index/",
    "src/cli/",
    "src/document/worker.rs",
    "src/main.rs",
    // Where a user's own templates are laid over ours, as catalogue folders are.
    "src/report/templates.rs",
    "src/templates.rs",
];
const OUTSIDE: &[&str] =
    &["fs::", "std::fs", "std::process", "process::", "std::env", "env::", "File::open", "walkdir"];

/// Who may print and read the clock.
const EDGE: &[&str] = &["src/cli/"];
const TALK: &[&str] = &["println!", "eprintln!", "print!", "eprint!"];
const CLOCK: &[&str] = &["SystemTime", "Instant::", "time::Instant", "Timestamp::now", "Zoned::now"];

/// No network, ever.
const NETWORK: &[&str] = &["std::net", "TcpStream", "UdpSocket", "ToSocketAddrs"];

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 100;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|known| *known == module)
}

fn none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

#[test]
fn each_module_uses_only_what_stands_before_it() {
    let mut broken = Vec::new();
    for source in sources(&root().join("src")) {
        let Some(own) = source.module() else { continue };
        let Some(own_rank) = rank(own) else {
            broken.push(format!("{}: module `{own}` has no place in the order", source.path));
            continue;
        };
        // A test may look at what comes of a module further on.
        if source.path.ends_with("tests.rs") {
            continue;
        }
        for (line, used) in source.uses_of_crate() {
            match rank(&used) {
                Some(used_rank) if used_rank <= own_rank => {}
                Some(_) => broken.push(format!("{}:{line}: `{own}` uses `{used}`", source.path)),
                None => broken.push(format!("{}:{line}: `crate::{used}` is no module of the order", source.path)),
            }
        }
    }
    none(&broken, &format!("the order is {}", ORDER.join(" < ")));
}

#[test]
fn only_the_edge_touches_the_outside_world() {
    let mut broken = Vec::new();
    for source in sources(&root().join("src")) {
        let mut forbidden: Vec<&str> = NETWORK.to_vec();
        if !source.is_under(OPENERS) {
            forbidden.extend(OUTSIDE);
        }
        if !source.is_under(EDGE) {
            forbidden.extend(TALK);
            forbidden.extend(CLOCK);
        }
        broken.extend(source.lines_with(&forbidden));
    }
    none(&broken, "files, processes, the clock, the terminal and the network are not for this module");
}

#[test]
fn nothing_is_unsafe_or_left_to_do() {
    let words = ["unsafe", "todo!", "unimplemented!", "dbg!"];
    let mut broken = Vec::new();
    for source in sources(&root().join("src")).into_iter().chain(sources(&root().join("tests"))) {
        broken.extend(source.lines_with(&words));
    }
    none(&broken, "these words have no place here");
}

#[test]
fn every_file_says_what_it_is_for() {
    let all = sources(&root().join("src")).into_iter().chain(sources(&root().join("tests")));
    let silent = all.filter(|source| !source.text.starts_with("//! ")).map(|source| source.path);
    none(&silent.collect::<Vec<_>>(), "a file opens with `//!` and one or two sentences");
}

#[test]
fn files_and_functions_stay_short() {
    let mut broken = Vec::new();
    for source in sources(&root().join("src")).into_iter().chain(sources(&root().join("tests"))) {
        let lines = source.text.lines().count();
        if lines > LONGEST_FILE {
            broken.push(format!("{}: {lines} lines", source.path));
        }
        let long = source.functions().into_iter().filter(|(_, _, length)| *length > LONGEST_FUNCTION);
        broken.extend(long.map(|(line, name, length)| format!("{}:{line}: `{name}`: {length} lines", source.path)));
    }
    none(&broken, &format!("a file has at most {LONGEST_FILE} lines, a function {LONGEST_FUNCTION}"));
}

#[test]
fn no_file_names_a_place_on_somebodys_machine() {
    // Written in two parts, or this file would break its own rule.
    let places = ["tmp", "home", "work", "root", "Users"].map(|folder| format!("/{folder}{}", '/'));
    let mut broken = Vec::new();
    for path in committed(&root()) {
        let Ok(text) = fs::read_to_string(root().join(&path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            let named = places.iter().find(|place| begins_a_path(line, place));
            broken.extend(named.map(|place| format!("{path}:{}: `{place}`", number + 1)));
        }
    }
    none(&broken, "what is committed holds on every machine");
}

/// Whether an absolute path stands in the line: `/tmp/x`, but not `docs/tmp/x` or `a.org/home/`.
fn begins_a_path(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !"-_./~}*".contains(c))
    })
}

/// Files that belong to the repository, but for tests, which need such places as bad input.
fn committed(root: &Path) -> Vec<String> {
    let mut walk = ignore::WalkBuilder::new(root);
    walk.hidden(false).parents(false).require_git(false).git_global(false);
    let kept = walk.filter_entry(|entry| entry.file_name() != ".git" && entry.file_name() != "target");
    let files = kept.build().flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let relative = files.filter_map(|entry| Some(entry.path().strip_prefix(root).ok()?.to_str()?.replace('\\', "/")));
    let mut paths: Vec<String> = relative.filter(|path| !path.starts_with("tests/") && path != "Cargo.lock").collect();
    paths.sort();
    assert!(paths.iter().any(|path| path == "src/main.rs"), "the walk found nothing");
    paths
}

#[test]
fn the_rules_can_be_broken() {
    let text = "//! Purpose.\nuse crate::{cli::x, text::{y, z}};\nfn f() { /* crate::main */\n    std::fs::read(\"x\");\n}\nlet s = \"crate::index println!\";\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
    let source = Source::new("src/facts/x.rs".into(), text.into());
    assert_eq!(source.module(), Some("facts"));
    assert_eq!(source.uses_of_crate(), [(2, "cli".to_owned()), (2, "text".to_owned())]);
    assert_eq!(source.lines_with(&["std::fs", "println!"]).len(), 1);
    assert_eq!(source.functions(), [(3, "f".to_owned(), 3)]);
    assert!(!source.is_under(OPENERS));
    assert!(begins_a_path("see /tmp/x", "/tmp/"));
    assert!(!begins_a_path("see docs/tmp/x", "/tmp/"));
    let ranks: BTreeMap<&str, usize> = ORDER.iter().enumerate().map(|(rank, module)| (*module, rank)).collect();
    assert_eq!(ranks.len(), ORDER.len(), "a module stands in the order twice");
}
