//! The mutation suite: one known defect at a time in a conforming organisation, and whether it is found
//! with the right code on the right clause while the other verdicts stay. The mutants are data
//! (`tests/orgs/mutants.yaml`); which clauses a change touches besides is read from the answer key.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use iso20k::evidence::{Finding, Shortfall, Status};
use iso20k::index::Entry;
use rayon::prelude::*;
use serde::Deserialize;

use super::baselines::{Page, Verdicts};
use super::engine::{Engine, Files, files};
use super::operators::{self, Edit};
use super::summary::Bench;
use super::{field, rows};

/// `tests/orgs/mutants.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suite {
    /// Codes that find a defect of a kind.
    kinds: BTreeMap<String, Vec<String>>,
    mutants: Vec<Mutant>,
}

/// One defect.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mutant {
    pub id: String,
    pub org: String,
    pub kind: String,
    pub edits: Vec<Edit>,
    /// Where it must show: clauses, or single obligations.
    pub clauses: Vec<String>,
    /// Codes that find it; without them, those of its kind.
    #[serde(default)]
    codes: Vec<String>,
    /// Documents besides the edited ones that a shortfall may name, such as the other side of a join.
    #[serde(default)]
    about: Vec<String>,
    /// The rule gives advice: it says so, and the verdict must stay.
    #[serde(default)]
    advice: bool,
}

/// A conforming organisation as it stands.
pub(super) struct Org {
    files: Files,
    entries: BTreeMap<String, Entry>,
    pages: BTreeMap<String, Page>,
    pub findings: Vec<Finding>,
    /// What each baseline says of it.
    pub verdicts: Vec<Verdicts>,
    /// Obligation, path, quote.
    key: Vec<(String, String, String)>,
}

/// What came of one mutant.
pub(super) struct Outcome {
    pub id: String,
    pub org: String,
    pub kind: String,
    pub clauses: Vec<String>,
    pub result: Caught,
    /// What was said instead: new shortfalls on its clauses, or none.
    pub said: String,
    pub collateral: Collateral,
    /// For each baseline: whether a verdict on its clauses got worse, and its collateral changes.
    pub baselines: Vec<(bool, Collateral)>,
}

/// How well a mutant is caught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caught {
    /// The right code on the right clause, and the verdict is worse or was bad before.
    Yes,
    /// The right code, and the verdict stays good.
    Unmoved,
    /// The verdict is worse, with another code or about another document.
    OtherWords,
    /// Nothing.
    No,
}

/// Verdicts outside a mutant's clauses: those that moved, and all.
#[derive(Debug, Clone, Default)]
pub(super) struct Collateral {
    pub moved: Vec<String>,
    pub all: usize,
}

/// Shortfalls told of a mutant that is not caught.
const SAID: usize = 4;
/// Letters quoted of what a verdict still rests on.
const QUOTED: usize = 90;
/// Clauses that ask for documents as such: any change to a whole document touches them.
const DOCUMENTED: [&str; 4] = ["7.5.1", "7.5.2", "7.5.3.2", "7.5.4"];

/// Names of the conforming organisations, and the language they write.
pub(super) const ORGS: [(&str, &str); 2] = [("fernhill", "English"), ("lindenau", "German")];

pub(super) fn orgs(root: &Path, bench: &Bench<'_>) -> BTreeMap<String, Org> {
    ORGS.iter().map(|(name, _)| ((*name).to_owned(), org(&root.join("tests/orgs").join(name), bench))).collect()
}

fn org(dir: &Path, bench: &Bench<'_>) -> Org {
    let engine = bench.engine;
    let files = files(&dir.join("repo"));
    let read = |(path, bytes): (&String, &Vec<u8>)| Some((path.clone(), engine.entry(path, bytes)?));
    let entries: BTreeMap<String, Entry> = files.par_iter().filter_map(read).collect();
    let pages: BTreeMap<String, Page> =
        files.iter().filter_map(|(path, bytes)| Some((path.clone(), Page::read(engine, path, bytes)?))).collect();
    let key = rows(&dir.join("KEY.csv"));
    let key = key.iter().map(|row| {
        let text = |name: &str| field(row, name).to_owned();
        (text("obligation"), text("path"), text("quote"))
    });
    Org {
        findings: engine.findings(entries.values().cloned().collect()),
        verdicts: bench.baselines.iter().map(|baseline| baseline.verdicts(&pages)).collect(),
        key: key.collect(),
        files,
        entries,
        pages,
    }
}

fn suite(root: &Path) -> Suite {
    let text = std::fs::read_to_string(root.join("tests/orgs/mutants.yaml")).expect("tests/orgs/mutants.yaml");
    serde_yaml::from_str(&text).expect("mutants.yaml is as the suite wants it")
}

/// Writes the files of the mutants whose ids begin so under `target/mutants/`; says where.
pub(super) fn write(root: &Path, id: &str) -> String {
    let mut said = String::new();
    for mutant in suite(root).mutants.iter().filter(|mutant| mutant.id.starts_with(id)) {
        let mut all = files(&root.join("tests/orgs").join(&mutant.org).join("repo"));
        mutant.edits.iter().for_each(|edit| operators::apply(edit, &mut all).expect("an edit that finds its place"));
        let dir = root.join("target/mutants").join(&mutant.id);
        for (path, bytes) in &all {
            let path = dir.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder in target/");
            std::fs::write(path, bytes).expect("a file in target/");
        }
        said.push_str(&format!("{}\n", dir.display()));
    }
    said
}

/// Runs all mutants, in parallel.
pub(super) fn run(root: &Path, bench: &Bench<'_>, orgs: &BTreeMap<String, Org>) -> Vec<Outcome> {
    let mut suite = suite(root);
    for mutant in suite.mutants.iter_mut().filter(|mutant| mutant.codes.is_empty()) {
        mutant.codes = suite.kinds.get(&mutant.kind).cloned().unwrap_or_default();
    }
    let results: Vec<Result<Outcome, String>> =
        suite.mutants.par_iter().map(|mutant| one(mutant, &orgs[&mutant.org], bench)).collect();
    let broken: Vec<&String> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    assert!(broken.is_empty(), "mutants that change nothing:\n{broken:#?}");
    results.into_iter().filter_map(Result::ok).collect()
}

fn one(mutant: &Mutant, org: &Org, bench: &Bench<'_>) -> Result<Outcome, String> {
    let mut files = org.files.clone();
    for edit in &mutant.edits {
        operators::apply(edit, &mut files).map_err(|why| format!("{}: {why}", mutant.id))?;
    }
    if mutant.codes.is_empty() {
        return Err(format!("{}: its kind `{}` names no code", mutant.id, mutant.kind));
    }
    let engine = bench.engine;
    let touched = touched(mutant, org);
    let findings = engine.findings(entries(&files, org, engine));
    let (result, said) = judge(mutant, &org.findings, &findings);
    let before = statuses(&org.findings);
    let after = statuses(&findings);
    let pages = pages(&files, org, engine);
    let baselines = bench.baselines.iter().zip(&org.verdicts).map(|(baseline, before)| {
        let after = baseline.verdicts(&pages);
        let worse = after.iter().any(|(id, status)| is_worse(before[id], *status) && is_on(id, &mutant.clauses));
        (worse, collateral(before, &after, &touched))
    });
    Ok(Outcome {
        id: mutant.id.clone(),
        org: mutant.org.clone(),
        kind: mutant.kind.clone(),
        clauses: mutant.clauses.clone(),
        result,
        said,
        collateral: collateral(&before, &after, &touched),
        baselines: baselines.collect(),
    })
}

/// What was read before is used again where a file stayed the same.
fn entries(files: &Files, org: &Org, engine: &Engine) -> Vec<Entry> {
    let entry = |(path, bytes): (&String, &Vec<u8>)| match org.entries.get(path) {
        Some(known) if org.files.get(path) == Some(bytes) => Some(known.clone()),
        _ => engine.entry(path, bytes),
    };
    files.iter().filter_map(entry).collect()
}

fn pages(files: &Files, org: &Org, engine: &Engine) -> BTreeMap<String, Page> {
    let page = |(path, bytes): (&String, &Vec<u8>)| {
        let page = match org.pages.get(path) {
            Some(known) if org.files.get(path) == Some(bytes) => Some(known.clone()),
            _ => Page::read(engine, path, bytes),
        };
        Some((path.clone(), page?))
    };
    files.iter().filter_map(page).collect()
}

/// The clauses whose verdicts may rightly move: the mutant's own, and those that the key attributes to
/// what was changed.
fn touched(mutant: &Mutant, org: &Org) -> BTreeSet<String> {
    let mut touched: BTreeSet<String> = mutant.clauses.iter().map(|id| clause(id).to_owned()).collect();
    if mutant.edits.iter().any(|edit| edit.act.is_of_whole_file()) {
        touched.extend(DOCUMENTED.map(str::to_owned));
    }
    for edit in &mutant.edits {
        let text = org.files.get(&edit.path).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        let keyed = org.key.iter().filter(|(_, path, _)| *path == edit.path);
        let concerned =
            keyed.filter(|(.., quote)| edit.act.is_of_whole_file() || overlaps(edit.span(&text), &text, quote));
        touched.extend(concerned.map(|(id, ..)| clause(id).to_owned()));
    }
    touched
}

/// Whether a quote shares a character with a span of its text.
fn overlaps(span: Option<(usize, usize)>, text: &str, quote: &str) -> bool {
    let quoted = text.find(quote).filter(|_| !quote.is_empty()).map(|at| (at, at + quote.len()));
    span.zip(quoted).is_some_and(|(one, other)| one.0 < other.1 && other.0 < one.1)
}

/// The clause of an obligation.
fn clause(id: &str) -> &str {
    id.split('/').next().unwrap_or(id)
}

/// Whether an obligation is one of those listed, or of a clause listed.
fn is_on(obligation: &str, listed: &[String]) -> bool {
    listed.iter().any(|id| id == obligation || id == clause(obligation))
}

fn statuses(findings: &[Finding]) -> Verdicts {
    findings.iter().map(|finding| (finding.obligation.clone(), finding.status)).collect()
}

fn is_worse(before: Status, after: Status) -> bool {
    let badness = |status: Status| match status {
        Status::Evidenced | Status::NoOccurrence => 0,
        Status::Partial | Status::Undetermined => 1,
        Status::Gap => 2,
    };
    badness(after) > badness(before)
}

fn collateral(before: &Verdicts, after: &Verdicts, touched: &BTreeSet<String>) -> Collateral {
    let others = before.iter().filter(|(id, _)| !touched.contains(clause(id)));
    let mut collateral = Collateral::default();
    for (id, status) in others {
        collateral.all += 1;
        if after.get(id) != Some(status) {
            collateral.moved.push(id.clone());
        }
    }
    collateral
}

fn judge(mutant: &Mutant, before: &[Finding], after: &[Finding]) -> (Caught, String) {
    let mut best = Caught::No;
    let mut said = Vec::new();
    for (old, new) in before.iter().zip(after).filter(|(_, new)| is_on(&new.obligation, &mutant.clauses)) {
        let fresh: Vec<&Shortfall> = new
            .shortfalls
            .iter()
            .filter(|shortfall| !old.shortfalls.iter().any(|known| is_same(known, shortfall)))
            .collect();
        let right = fresh.iter().any(|shortfall| is_it(mutant, shortfall));
        let moved = is_worse(old.status, new.status);
        let found = match (right, moved || old.status != Status::Evidenced) {
            (true, true) => Caught::Yes,
            (true, false) if mutant.advice => Caught::Yes,
            (true, false) => Caught::Unmoved,
            (false, _) if moved => Caught::OtherWords,
            (false, _) => Caught::No,
        };
        said.extend(fresh.iter().map(|shortfall| words(&new.obligation, shortfall)));
        best = if rank(found) > rank(best) { found } else { best };
    }
    said.sort();
    said.dedup();
    if said.is_empty() {
        said.extend(after.iter().filter(|finding| mutant.clauses.contains(&finding.obligation)).map(still));
    }
    (best, said.into_iter().take(SAID).collect::<Vec<_>>().join("; "))
}

/// What an obligation of which nothing new is said still rests on.
fn still(finding: &Finding) -> String {
    let pieces = finding.evidence.iter().map(|piece| {
        let quote: String = piece.quote.replace('|', "/").chars().take(QUOTED).collect();
        format!("{} “{quote}”", file(&piece.path))
    });
    let pieces: Vec<String> = pieces.take(2).collect();
    let status = format!("{:?}", finding.status).to_lowercase();
    format!("{} still {status} by {}", finding.obligation, pieces.join(" and "))
}

/// The name of a file.
fn file(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn rank(caught: Caught) -> u8 {
    match caught {
        Caught::Yes => 3,
        Caught::Unmoved => 2,
        Caught::OtherWords => 1,
        Caught::No => 0,
    }
}

fn is_same(one: &Shortfall, other: &Shortfall) -> bool {
    one.code == other.code && one.path == other.path && one.says == other.says
}

/// The right code about the right document; what is missing altogether is about none.
fn is_it(mutant: &Mutant, shortfall: &Shortfall) -> bool {
    let code = mutant.codes.iter().any(|code| code == shortfall.code.name());
    let here = |path: &str| {
        let edited = mutant.edits.iter().any(|edit| edit.path == path || edit.to.as_deref() == Some(path));
        edited || mutant.about.iter().any(|other| other == path)
    };
    code && shortfall.path.as_deref().is_none_or(here)
}

fn words(obligation: &str, shortfall: &Shortfall) -> String {
    let file = file(shortfall.path.as_deref().unwrap_or_default());
    let about = if file.is_empty() { String::new() } else { format!(" ({file})") };
    format!("{obligation} {}{about}", shortfall.code.name())
}
