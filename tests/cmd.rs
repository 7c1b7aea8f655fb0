//! The command line as files: each `tests/cmd/*.trycmd` is a page of commands and what they say, run in
//! the folder `*.in` beside it. `TRYCMD=overwrite cargo test --test cmd` writes what they say now.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

#[test]
fn commands() {
    let cache = tempfile::tempdir().unwrap();
    trycmd::TestCases::new()
        .env("XDG_CACHE_HOME", cache.path().to_str().unwrap())
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .env("RUST_BACKTRACE", "0")
        .case("tests/cmd/*.trycmd");
}
