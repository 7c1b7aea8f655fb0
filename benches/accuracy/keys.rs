//! Organisations with an answer key: verdicts by clause, defects found, traps not fallen into; and
//! conforming organisations, in which every gap is a false one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use iso20k::evidence::Status;
use rayon::prelude::*;

use serde_json::Value;

use super::baselines::{Baseline, Page, Verdicts};
use super::engine::files;
use super::summary::{Bench, Summary};
use super::{assess, field, rows, share, shared, split};

/// Which of our codes find a keyed defect of a kind.
const CODES: &[(&str, &[&str])] = &[
    ("missing-document", &["missing-document", "records-missing"]),
    ("draft-only", &["draft-only"]),
    ("superseded-only", &["superseded-only"]),
    ("unfilled-template", &["unfilled-template"]),
    ("review-overdue", &["review-overdue"]),
    ("unapproved", &["unapproved", "no-owner"]),
    ("topic-missing", &["topic-missing"]),
    ("negated", &["negated"]),
    ("records-stale", &["records-stale"]),
    ("register-empty", &["register-empty", "records-missing"]),
    ("register-rule", &["register-rule"]),
    ("cross-document", &["inconsistent", "register-rule"]),
    ("wrong-organisation", &["foreign-document"]),
    ("promise-only", &["promise-only", "missing-document", "records-missing"]),
];

/// An organisation of `tests/orgs` with a key of the same form.
fn blind(root: &Path, name: &str, what: &str) -> (String, PathBuf, PathBuf) {
    let dir = root.join("tests/orgs").join(name);
    (format!("{name} ({what})"), dir.join("repo"), dir.join("key"))
}

pub(super) fn section(root: &Path, bench: &Bench<'_>, summary: &mut Summary) -> String {
    let mut text = String::from("## Organisations with an answer key\n\n");
    let keyed: Vec<(String, PathBuf, PathBuf)> = vec![
        (
            "tidemark (English, software company; not part of the project)".into(),
            shared(root, "orgs/tidemark/repo"),
            shared(root, "orgs/tidemark/key"),
        ),
        (
            "aldermoor (English and German, managed services)".into(),
            root.join("examples/aldermoor"),
            root.join("tests/orgs/aldermoor-key"),
        ),
        blind(root, "harrowgate", "English, office files, managed services"),
        blind(root, "brightloom", "English, a start-up's wiki"),
        blind(root, "valmont", "French, managed hosting"),
        blind(root, "serranova", "Spanish, office files, hosting"),
        blind(root, "kaltenfels", "German, office files"),
        blind(root, "noordkade", "Dutch, office files, municipalities"),
        blind(root, "pedrabranca", "Portuguese, wiki and office files"),
        blind(root, "wexcombe", "English, a university's mixed export"),
        blind(root, "sundlage", "German, a software company's wiki"),
        blind(root, "quarrendon", "English, office files, managed services"),
        blind(root, "rochebrune", "French, hospitals' IT company"),
        blind(root, "valdecuna", "Spanish, IT for municipalities"),
        blind(root, "eschenrode", "German, IT of a machine builder"),
        blind(root, "thornemere", "English, IT of housing and charities"),
        blind(root, "oberwies", "German, IT of hospitals"),
        blind(root, "ardenshaw", "English, managed services"),
        blind(root, "belleroche", "French, IT of hospitals"),
        blind(root, "minatogawa", "Japanese, IT of a manufacturing group"),
        blind(root, "grevenau", "German, IT of a food manufacturer"),
        blind(root, "yunhe", "Chinese, IT services; held out of the words"),
        blind(root, "stonegarth", "English, IT for law firms"),
        blind(root, "almenara", "Spanish, IT of a mutual insurer"),
        blind(root, "hawkmoor", "English, IT of utilities; held out of the words"),
        blind(root, "falkenried", "German, IT for logistics"),
    ];
    text.push_str("| organisation | clause agreement | gaps called evidenced | evidenced called gaps | defects found | traps fallen into | document states |\n|---|---|---|---|---|---|---|\n");
    for (name, repo, key) in keyed {
        match assess(&repo).filter(|_| key.is_dir()) {
            Some(assessment) => {
                text.push_str(&keyed_row(&name, &assessment, &key));
                sum_up(&name, &assessment, &repo, &key, bench, summary);
            }
            None => text.push_str(&format!("| {name} | not there on this machine | | | | | |\n")),
        }
    }
    text.push_str("\nA clause agrees when its status is the keyed one (or a second one the key allows). A defect is found when a finding on its clause carries a fitting code and its document. Of an organisation that is **held out of the words** nobody looked at a document to choose a word; from the others names that they give to documents were taken, where others might use them, too.\n");
    text.push_str("\n## Conforming organisations\n\nEvery obligation is met by these documents, so each gap or partial is a false alarm.\n\n| organisation | evidenced | partial | gap | undetermined |\n|---|---|---|---|---|\n");
    for name in ["fernhill", "lindenau"] {
        if let Some(assessment) = assess(&root.join("tests/orgs").join(name).join("repo")) {
            text.push_str(&conforming_row(name, &assessment));
            let pages = pages(&root.join("tests/orgs").join(name).join("repo"), bench);
            let theirs = bench.baselines.iter().map(|baseline| {
                let verdicts = baseline.verdicts(&pages);
                let evidenced = verdicts.values().filter(|status| **status == Status::Evidenced).count();
                share(evidenced, verdicts.len())
            });
            let findings = list(&assessment, "findings");
            let evidenced = findings.iter().filter(|finding| str_of(finding, "status") == "evidenced").count();
            let measure = format!("evidenced in the conforming {name}");
            summary.add(measure, "", share(evidenced, findings.len()), theirs.collect());
        }
    }
    text.push('\n');
    text
}

fn pages(repo: &Path, bench: &Bench<'_>) -> BTreeMap<String, Page> {
    let read = |(path, bytes): (&String, &Vec<u8>)| Some((path.clone(), Page::read(bench.engine, path, bytes)?));
    files(repo).par_iter().filter_map(read).collect()
}

/// The lines of the opening table that a keyed organisation gives.
fn sum_up(name: &str, assessment: &Value, repo: &Path, key: &Path, bench: &Bench<'_>, summary: &mut Summary) {
    let name = name.split(' ').next().unwrap_or(name);
    let pages = pages(repo, bench);
    let agreeing = |clauses: &Clauses| share(clauses.agree, clauses.all);
    let theirs = bench.baselines.iter().map(|baseline| {
        let verdicts = baseline.verdicts(&pages);
        agreeing(&clauses(&|clause| by_clause(&verdicts, clause), key))
    });
    let ours = clauses(&|clause| clause_status(assessment, clause), key);
    summary.add(format!("clause agreement, {name}"), "≥ 0.90", agreeing(&ours), theirs.collect());
    let (found, all) = defects(assessment, key);
    summary.add(format!("defects found, {name}"), "≥ 0.95", share(found, all), Vec::new());
    let (leaked, all) = traps(assessment, key);
    let theirs = bench.baselines.iter().map(|baseline| share(leaks(baseline, &pages, key, bench), all));
    summary.add(format!("traps fallen into, {name}"), "≤ 0.05", share(leaked, all), theirs.collect());
}

/// A clause's status over what a baseline says of its obligations.
fn by_clause(verdicts: &Verdicts, clause: &str) -> String {
    let own = || verdicts.iter().filter(|(id, _)| id.split('/').next() == Some(clause)).map(|(_, status)| *status);
    let determined = || own().filter(|status| *status != Status::Undetermined);
    if determined().all(|status| status == Status::Evidenced) {
        "evidenced".into()
    } else if determined().all(|status| status == Status::Gap) {
        "gap".into()
    } else {
        "partial".into()
    }
}

/// Traps that a baseline shows as evidence.
fn leaks(baseline: &Baseline<'_>, pages: &BTreeMap<String, Page>, key: &Path, bench: &Bench<'_>) -> usize {
    let leaked = rows(&key.join("traps.csv")).into_iter().filter(|row| {
        let clauses = split(field(row, "clauses"));
        let page = pages.iter().find(|(path, _)| path.eq_ignore_ascii_case(field(row, "path")));
        let concerned = |clause: &str| clauses.iter().any(|wanted| wanted == "*" || is_under(clause, wanted));
        page.is_some_and(|(_, page)| {
            let mut asked = bench.engine.catalogue.obligations().filter(|(clause, _)| concerned(&clause.clause));
            asked.any(|(_, obligation)| baseline.shows(page, obligation))
        })
    });
    leaked.count()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn str_of<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn conforming_row(name: &str, assessment: &Value) -> String {
    let findings = list(assessment, "findings");
    let count = |status: &str| findings.iter().filter(|finding| str_of(finding, "status") == status).count();
    format!(
        "| {name} | {} | {} | {} | {} |\n",
        share(count("evidenced"), findings.len()),
        count("partial"),
        count("gap"),
        count("undetermined")
    )
}

fn keyed_row(name: &str, assessment: &Value, key: &Path) -> String {
    let clauses = clauses(&|clause| clause_status(assessment, clause), key);
    let (found, defects) = defects(assessment, key);
    let (leaked, traps) = traps(assessment, key);
    let (right, documents) = states(assessment, key);
    format!(
        "| {name} | {} | {} | {} | {} | {} | {} |\n",
        share(clauses.agree, clauses.all),
        share(clauses.gap_as_evidenced, clauses.gaps),
        share(clauses.evidenced_as_gap, clauses.evidenced),
        share(found, defects),
        share(leaked, traps),
        share(right, documents)
    )
}

#[derive(Default)]
struct Clauses {
    all: usize,
    agree: usize,
    gaps: usize,
    gap_as_evidenced: usize,
    evidenced: usize,
    evidenced_as_gap: usize,
}

fn clause_status(assessment: &Value, clause: &str) -> String {
    let found = list(assessment, "clauses").iter().find(|found| str_of(found, "clause") == clause);
    found.map_or_else(String::new, |found| str_of(found, "status").to_owned())
}

/// Compares the status of each keyed clause with the key.
fn clauses(status: &dyn Fn(&str) -> String, key: &Path) -> Clauses {
    let mut result = Clauses::default();
    for row in rows(&key.join("requirements.csv")) {
        let clause = field(&row, "clause");
        let expected = field(&row, "expected");
        if !["evidenced", "partial", "gap"].contains(&expected) || clause == "8.3.1" {
            continue;
        }
        let got = status(clause);
        let got = got.as_str();
        let expected =
            if split(field(&row, "also_acceptable")).iter().any(|also| also == got) { got } else { expected };
        result.all += 1;
        result.agree += usize::from(expected == got);
        result.gaps += usize::from(expected == "gap");
        result.gap_as_evidenced += usize::from(expected == "gap" && got == "evidenced");
        result.evidenced += usize::from(expected == "evidenced");
        result.evidenced_as_gap += usize::from(expected == "evidenced" && got == "gap");
    }
    result
}

fn is_under(clause: &str, key: &str) -> bool {
    clause == key || clause.starts_with(&format!("{key}.")) || key.starts_with(&format!("{clause}."))
}

fn defects(assessment: &Value, key: &Path) -> (usize, usize) {
    let defects = rows(&key.join("defects.csv"));
    let found = defects.iter().filter(|row| is_found(assessment, row)).count();
    (found, defects.len())
}

fn is_found(assessment: &Value, row: &[(String, String)]) -> bool {
    let kind = field(row, "kind");
    let codes = CODES.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, codes)| codes);
    let clauses: Vec<String> =
        split(field(row, "clause")).into_iter().chain(split(field(row, "also_clauses"))).collect();
    let paths: Vec<String> = split(field(row, "path"))
        .into_iter()
        .chain(split(field(row, "related_paths")))
        .map(|path| path.to_lowercase())
        .collect();
    let place_free = paths.is_empty() || ["missing-document", "promise-only"].contains(&kind);
    let on_clause = list(assessment, "findings")
        .iter()
        .filter(|finding| clauses.iter().any(|clause| is_under(str_of(finding, "clause"), clause)));
    on_clause.into_iter().any(|finding| {
        let candidates: Vec<String> = list(&finding["looked_for"], "candidates")
            .iter()
            .filter_map(|path| path.as_str())
            .map(str::to_lowercase)
            .collect();
        list(finding, "shortfalls").iter().any(|shortfall| {
            let path = str_of(shortfall, "path").to_lowercase();
            let here = place_free || paths.contains(&path) || paths.iter().any(|path| candidates.contains(path));
            codes.contains(&str_of(shortfall, "code")) && here
        })
    })
}

fn traps(assessment: &Value, key: &Path) -> (usize, usize) {
    let traps = rows(&key.join("traps.csv"));
    let counts = ["documented", "controlled", "practised"];
    let leaked = traps.iter().filter(|row| {
        let path = field(row, "path").to_lowercase();
        let clauses = split(field(row, "clauses"));
        list(assessment, "findings").iter().any(|finding| {
            let concerned = clauses.iter().any(|clause| clause == "*" || is_under(str_of(finding, "clause"), clause));
            concerned
                && list(finding, "evidence").iter().any(|piece| {
                    str_of(piece, "path").to_lowercase() == path && counts.contains(&str_of(piece, "rung"))
                })
        })
    });
    (leaked.count(), traps.len())
}

fn states(assessment: &Value, key: &Path) -> (usize, usize) {
    let keyed = rows(&key.join("documents.csv"));
    let clutter: BTreeSet<&str> = BTreeSet::from(["unclassified", "foreign", "in-force", "record"]);
    let right = keyed.iter().filter(|row| {
        let document = list(assessment, "documents")
            .iter()
            .find(|document| str_of(document, "path").eq_ignore_ascii_case(field(row, "path")));
        let state = document.map_or("unread", |document| str_of(document, "state"));
        let wanted = field(row, "state");
        state == wanted || (wanted == "clutter" && clutter.contains(state))
    });
    (right.count(), keyed.len())
}
