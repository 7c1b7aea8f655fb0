//! How often the verdicts are right: `cargo bench --bench accuracy` assesses organisations with answer
//! keys, labelled documents and mutants of conforming organisations beside two baselines, and writes `docs/accuracy.md`. Data that is not part of the project
//! (`../shared`) is left out where it is absent, and the page then keeps saying so.

mod baselines;
mod engine;
mod keys;
mod labels;
mod mutants;
mod mutants_report;
mod operators;
mod paraphrases;
mod summary;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use engine::Engine;
use summary::{Bench, Summary};

const AS_OF: &str = "2026-11-22";

/// The parts of the page.
const PARTS: [&str; 4] = ["mutants", "keys", "labels", "paraphrases"];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut page = String::from(HEAD);
    let engine = Engine::new();
    let bench = Bench { engine: &engine, baselines: baselines::both(&engine.catalogue) };
    let mut summary = Summary::default();
    // `-- mutants` (or another of PARTS) prints that part alone and leaves the page as it is;
    // `-- write:ID` writes a mutant's folder, `-- missed:LANGUAGE` the sentences not recognised, to be looked at.
    if let Some(part) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) {
        match part.split_once(':') {
            Some(("write", id)) => print(&mutants::write(root, id)),
            Some(("missed", language)) => print(&paraphrases::missed(root, &bench, language)),
            _ => print(&section(&part, root, &bench, &mut summary)),
        }
        return;
    }
    let sections: String = PARTS.iter().map(|part| section(part, root, &bench, &mut summary)).collect();
    page.push_str(&summary.table());
    page.push_str(&sections);
    page.push_str(TAIL);
    let path = root.join("docs/accuracy.md");
    fs::create_dir_all(root.join("docs")).expect("docs/");
    fs::write(&path, &page).expect("docs/accuracy.md");
    print(&page);
}

fn print(text: &str) {
    use std::io::Write;
    std::io::stdout().write_all(text.as_bytes()).expect("stdout");
}

fn section(part: &str, root: &Path, bench: &Bench<'_>, summary: &mut Summary) -> String {
    match part {
        "keys" => keys::section(root, bench, summary),
        "labels" => labels::section(root, bench, summary),
        "paraphrases" => paraphrases::section(root, bench, summary),
        _ => {
            let orgs = mutants::orgs(root, bench);
            let outcomes = mutants::run(root, bench, &orgs);
            mutants_report::section(&outcomes, &orgs, summary)
        }
    }
}

const HEAD: &str = "\
# How often the verdicts are right

Written by `cargo bench --bench accuracy`; figures of the program as it stands. Every organisation is assessed as of
2026-11-22, without a profile. What is measured is what an auditor would notice; nothing is tuned to a file.

";

const TAIL: &str = "\
## What these figures do not say

The organisations are small and fictional; one person keyed each, without seeing the program. Words were mended by
what all of them showed but grevenau, yunhe, stonegarth, almenara and hawkmoor, and ardenshaw, of which only the codes of
what was missed were looked at, not the documents. The words of topics were widened in five languages by the formal and
in-house sentences below, never by the terse ones, and count in documents of their type only. How a clause's status
follows from its duties (the limits, what a missing document and an empty register weigh, what 7.5.1 tolerates) was chosen
over those before stonegarth; whose documents these are, names of folders, what a mail and a paper of one day are, and
what explains a silence was mended by all but hawkmoor. What a new organisation may expect is best told by **first
sight**, before anything was mended by an organisation; in the order in which they came:

| first sight | clause agreement | defects | traps |
|---|---|---|---|
| noordkade (Dutch), pedrabranca (Portuguese), wexcombe (English), sundlage (German) | 0.73, 0.65, 0.69, 0.61 | | |
| quarrendon (English) | 0.77 | 0.93 | 0 of 12 |
| rochebrune (French) | 0.81 | 0.79 | 1 of 12 |
| valdecuna (Spanish) | 0.74 | 0.79 | 2 of 12 |
| eschenrode (German) | 0.85 | 0.86 | 0 of 12 |
| thornemere (English) | 0.77 | 0.79 | 1 of 12 |
| oberwies (German) | 0.77 | 0.79 | 1 of 12 |
| ardenshaw (English) | 0.82 | 0.86 | 0 of 12 |
| belleroche (French) | 0.77 | 0.50 | 1 of 12 |
| minatogawa (Japanese) | 0.53 | 0.50 | 0 of 10 |
| grevenau (German) | 0.89 | 0.90 | 0 of 10 |
| yunhe (Chinese) | 0.81 | 0.88 | 0 of 8 |
| stonegarth (English) | 0.84 | 0.71 | 3 of 12 |
| almenara (Spanish) | 0.77 | 0.64 | 1 of 12 |
| hawkmoor (English) | 0.87 | 0.93 | 0 of 12 |
| falkenried (German) | 0.73 | 0.64 | 0 of 14 |

The labelled documents were judged by one reader, by a coarser
list of types than ours (`tests/data/label-types.csv` says which of ours each label takes), and many are templates or
belong to information security. French and Spanish are tested on three organisations each, Portuguese, Dutch,
Japanese and Chinese on one each, and by no native speaker. The mutants were written by people who know the program; they stand for
defects that auditors name, not for how often each occurs, and a defect that a real organisation has is seldom alone.
";

/// Assesses a folder with the program as built; `None` where the folder is not there.
fn assess(dir: &Path) -> Option<Value> {
    if !dir.is_dir() {
        return None;
    }
    let out = std::env::temp_dir().join(format!("iso20k-accuracy-{}", std::process::id()));
    let status = Command::new(env!("CARGO_BIN_EXE_iso20k"))
        .args(["assess", "--no-cache", "-q", "--as-of", AS_OF, "--out"])
        .arg(&out)
        .arg(dir)
        .stdout(std::process::Stdio::null())
        .status()
        .expect("the program runs");
    assert!(status.success(), "assessing {} failed", dir.display());
    let text = fs::read_to_string(out.join("assessment.json")).expect("assessment.json");
    fs::remove_dir_all(&out).expect("the report folder can be removed");
    Some(serde_json::from_str(&text).expect("JSON"))
}

/// A CSV file as rows of (column, value).
fn rows(path: &Path) -> Vec<Vec<(String, String)>> {
    let Ok(text) = fs::read_to_string(path) else { return Vec::new() };
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let names: Vec<String> =
        reader.headers().map(|names| names.iter().map(str::to_owned).collect()).unwrap_or_default();
    let records = reader.records().filter_map(Result::ok);
    records
        .map(|record| names.iter().cloned().zip(record.iter().map(|cell| cell.trim().to_owned())).collect())
        .collect()
}

fn field<'a>(row: &'a [(String, String)], name: &str) -> &'a str {
    row.iter().find(|(column, _)| column == name).map_or("", |(_, value)| value.as_str())
}

fn split(list: &str) -> Vec<String> {
    list.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn share(part: usize, whole: usize) -> String {
    if whole == 0 { "–".into() } else { format!("{:.3} ({part}/{whole})", part as f64 / whole as f64) }
}

fn shared(root: &Path, path: &str) -> PathBuf {
    root.join("../shared").join(path)
}
