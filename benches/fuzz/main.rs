//! Seeded mutation of every target of `fuzz/`, on any compiler:
//! `cargo bench --bench fuzz -- [--seconds 60] [--seed 1] [TARGET …]`. It counts executions, and keeps what a target
//! panicked at in `target/fuzz-findings/`. What is measured stands in docs/reliability.md.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it reports to a person")]
#![allow(clippy::unwrap_used, reason = "what cannot go on says so by failing")]
#![allow(missing_docs, reason = "no library")]

#[allow(dead_code, reason = "shared with tests")]
#[path = "../../tests/support/formats.rs"]
mod formats;
#[path = "../../tests/support/mutate.rs"]
mod mutate;
#[allow(dead_code, unreachable_pub, reason = "shared with tests")]
#[path = "../../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;
use std::time::{Duration, Instant};

use mutate::Mutator;
use targets::Target;

/// Longer than any input of this size may take.
const SLOW: Duration = Duration::from_secs(5);
/// Findings kept of one target.
const MOST: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let option = |name: &str, usual: u64| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)).map_or(usual, |value| value.parse().expect("a number"))
    };
    let (seconds, seed) = (option("--seconds", 60), option("--seed", 1));
    let named = |target: &&Target| arguments.iter().any(|argument| argument == target.name);
    let any = targets::ALL.iter().any(|target| named(&target));
    std::panic::set_hook(Box::new(|_| {}));
    println!("| target | executions | a second | findings |\n|---|---:|---:|---:|");
    let mut total = 0;
    let mut findings = 0;
    for target in targets::ALL.iter().filter(|target| !any || named(target)) {
        let (count, found) = run(target, Duration::from_secs(seconds), seed);
        total += count;
        findings += found;
    }
    println!("| all | {total} | | {findings} |");
    std::process::exit(i32::from(findings > 0));
}

/// Mutates for a while; gives executions and findings.
fn run(target: &Target, lasts: Duration, seed: u64) -> (u64, usize) {
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty(), "{} has nothing to begin with", target.name);
    seeds.iter().for_each(|seed| (target.run)(seed));
    let mut mutator = Mutator::new(seed);
    let began = Instant::now();
    let (mut count, mut found) = (0_u64, 0);
    while began.elapsed() < lasts && found < MOST {
        let bytes = mutator.next(&seeds);
        let one = Instant::now();
        let fault = catch_unwind(|| (target.run)(&bytes)).is_err();
        count += 1;
        if fault || one.elapsed() > SLOW {
            found += 1;
            keep(target, found, &bytes, if fault { "panicked" } else { "took long" });
        }
    }
    println!("| {} | {count} | {} | {found} |", target.name, count / began.elapsed().as_secs().max(1));
    (count, found)
}

fn keep(target: &Target, number: usize, bytes: &[u8], what: &str) {
    let folder = Path::new("target/fuzz-findings");
    fs::create_dir_all(folder).unwrap();
    let path = folder.join(format!("{}-{number}", target.name));
    fs::write(&path, bytes).unwrap();
    eprintln!("{}: {what}: {}", target.name, path.display());
}
