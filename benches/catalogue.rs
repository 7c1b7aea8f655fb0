//! How long it takes to load and to compile the whole catalogue: the price of every run.

use iso20k::catalogue::{Files, Vocabulary, load};

fn main() {
    divan::main();
}

#[divan::bench]
fn embedded() -> Files {
    Files::embedded()
}

#[divan::bench]
fn loaded(bencher: divan::Bencher<'_, '_>) {
    let files = Files::embedded();
    bencher.bench(|| load(&files));
}

#[divan::bench]
fn compiled(bencher: divan::Bencher<'_, '_>) {
    let (catalogue, _) = load(&Files::embedded());
    bencher.bench(|| Vocabulary::new(&catalogue));
}

/// All of it: what a command pays before it does anything.
#[divan::bench]
fn whole() -> Vocabulary {
    let (catalogue, _) = load(&Files::embedded());
    Vocabulary::new(&catalogue)
}
