//! How long it takes to have the whole catalogue: the price of every run. The first run loads and
//! compiles it; later runs read what the first one kept.

use divan::Bencher;
use iso20k::catalogue::{Catalogue, Files, Vocabulary, from_bytes, load, to_bytes};

fn main() {
    divan::main();
}

fn loaded() -> Catalogue {
    load(&Files::embedded()).0
}

fn kept() -> (Vec<u8>, Vec<u8>) {
    let catalogue = loaded();
    let words = postcard::to_stdvec(&Vocabulary::new(&catalogue)).expect("plain data");
    (to_bytes(&catalogue).expect("plain data"), words)
}

fn read(catalogue: &[u8], words: &[u8]) -> (Catalogue, Vocabulary) {
    (from_bytes(catalogue).expect("as kept"), postcard::from_bytes(words).expect("as kept"))
}

/// What a command pays that knows no earlier run.
#[divan::bench_group]
mod first_run {
    use super::{Bencher, Catalogue, Files, Vocabulary, load, loaded};

    #[divan::bench]
    fn load_only(bencher: Bencher<'_, '_>) {
        let files = Files::embedded();
        bencher.bench(|| load(&files));
    }

    #[divan::bench]
    fn compile_only(bencher: Bencher<'_, '_>) {
        let catalogue = loaded();
        bencher.bench(|| Vocabulary::new(&catalogue));
    }

    #[divan::bench]
    fn whole() -> (Catalogue, Vocabulary) {
        let catalogue = loaded();
        let vocabulary = Vocabulary::new(&catalogue);
        (catalogue, vocabulary)
    }
}

/// What it pays with the bytes of an earlier run at hand.
#[divan::bench_group]
mod later_runs {
    use super::{Bencher, Vocabulary, from_bytes, kept, read};

    #[divan::bench]
    fn catalogue_only(bencher: Bencher<'_, '_>) {
        let (catalogue, _) = kept();
        bencher.bench(|| from_bytes(&catalogue));
    }

    #[divan::bench]
    fn words_only(bencher: Bencher<'_, '_>) {
        let (_, words) = kept();

        bencher.bench(|| postcard::from_bytes::<Vocabulary>(&words));
    }

    #[divan::bench]
    fn whole(bencher: Bencher<'_, '_>) {
        let (catalogue, words) = kept();
        bencher.bench(|| read(&catalogue, &words));
    }
}
