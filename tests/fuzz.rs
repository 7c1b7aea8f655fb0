//! Every target of `fuzz/` for a moment, and all that was ever found by fuzzing, again. The long way is
//! `cargo bench --bench fuzz`, or `cargo fuzz` (docs/reliability.md).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

#[allow(dead_code, reason = "shared with tests that need more of it")]
#[path = "support/formats.rs"]
mod formats;
#[path = "support/mutate.rs"]
mod mutate;
#[allow(dead_code, unreachable_pub, reason = "shared with the programs that fuzz")]
#[path = "../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use mutate::Mutator;

/// Executions of each target: seconds for all of them.
const TIMES: usize = 150;

#[test]
fn every_target_holds_for_a_moment() {
    for target in targets::ALL {
        let seeds = (target.seeds)();
        assert!(!seeds.is_empty(), "{} has nothing to begin with", target.name);
        let mut mutator = Mutator::new(1);
        for bytes in seeds.iter().cloned().chain((0..TIMES).map(|_| mutator.next(&seeds))) {
            let fault = catch_unwind(|| (target.run)(&bytes));
            assert!(fault.is_ok(), "{}: {:?}", target.name, String::from_utf8_lossy(&bytes));
        }
    }
}

/// Files are named after their target: `fuzz/regressions/html-1`.
#[test]
fn what_was_found_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions");
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = file.file_name().into_string().unwrap();
        let target = name.rsplit_once('-').and_then(|(target, _)| targets::find_target(target));
        let target = target.unwrap_or_else(|| panic!("{name} is of no target"));
        (target.run)(&fs::read(file.path()).unwrap());
    }
}
