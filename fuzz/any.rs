//! The target named by ISO20K_FUZZ, guided by coverage:
//! `ISO20K_FUZZ=html cargo +nightly fuzz run any --sanitizer none -- -max_total_time=600`.
//!
//! One program for all, because each would take as long to link as the next; the corpus is then best kept apart:
//! name a folder for it (`fuzz/corpus/html`).

#![no_main]

#[allow(dead_code, reason = "shared with tests")]
#[path = "../tests/support/formats.rs"]
mod formats;
mod targets;

use std::panic::catch_unwind;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use targets::Target;

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    // A library that panics inside a reader costs one file, as it should; only what comes out of a target counts.
    std::panic::set_hook(Box::new(|_| {}));
    let name = std::env::var("ISO20K_FUZZ").unwrap_or_default();
    targets::find_target(&name).unwrap_or_else(|| {
        let names: Vec<&str> = targets::ALL.iter().map(|target| target.name).collect();
        eprintln!("set ISO20K_FUZZ to one of: {}", names.join(", "));
        std::process::exit(2)
    })
});

fuzz_target!(|bytes: &[u8]| {
    let target: &Target = &TARGET;
    if let Err(fault) = catch_unwind(|| (target.run)(bytes)) {
        let words = fault.downcast_ref::<String>().map(String::as_str).or(fault.downcast_ref::<&str>().copied());
        eprintln!("{}: {}", target.name, words.unwrap_or("a fault"));
        std::process::abort();
    }
});
