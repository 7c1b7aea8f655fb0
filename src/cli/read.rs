//! From a folder to the index: walk, read, derive, keep. Files are read in parallel; whatever is wrong
//! with one of them costs that one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::{Context as _, Result};
use indicatif::ProgressBar;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Context;
use crate::catalogue::{Catalogue, PROFILE, Profile, Vocabulary};
use crate::corpus::git::{self, Reach};
use crate::corpus::{self, Cache, Corpus, Found, Key};
use crate::determinations::DETERMINATIONS;
use crate::document::worker::Pool;
use crate::document::{self, Format, Limits};
use crate::facts::{self, Facts};
use crate::index::{Entry, Index, Unread};

/// Files between two writes to the cache.
const BATCH: usize = 256;

/// What came of reading a folder.
pub(super) struct Survey {
    pub index: Index,
    /// Files left out by ignore files and conventions.
    pub ignored: usize,
    /// Documents whose facts were kept from an earlier run.
    pub unchanged: usize,
}

/// What is kept of a file between runs.
#[derive(Serialize, Deserialize)]
enum Kept {
    Read { format: Format, problems: Vec<String>, facts: Box<Facts> },
    Unread(String),
}

/// How a reader's own failure begins: it may go better next time, so it is not kept.
const FAILED: &str = "reader ";

struct Done {
    path: String,
    sha256: String,
    kept: Kept,
    key: Key,
    fresh: bool,
}

/// Reads all documents of a folder.
pub(super) fn survey(
    context: &Context,
    dir: &Path,
    reach: Reach,
    profile: &Profile,
    catalogue: &Catalogue,
) -> Result<Survey> {
    let mut corpus = corpus::find(dir).with_context(|| format!("cannot read the folder {}", dir.display()))?;
    // What is said about the documents is none of them.
    corpus.files.retain(|file| file.path != PROFILE && file.path != DETERMINATIONS);
    if corpus.files.is_empty() {
        anyhow::bail!("no files in {}; name the folder that holds the documents", dir.display());
    }
    let vocabulary = context.vocabulary(catalogue);
    let cache = open_cache(context);
    let bar = super::progress::bar(corpus.files.len(), context.global.quiet);
    let program = std::env::current_exe()
        .context("cannot find this program, which reads risky formats in processes of its own")?;
    let workers = Pool::new(program.clone(), rayon::current_num_threads());
    let reader = Reader {
        workers: &workers,
        catalogue,
        vocabulary: &vocabulary,
        cache: &cache,
        limits: Limits::default(),
        build: build(&program),
        bar: &bar,
    };
    let mut done = Vec::with_capacity(corpus.files.len());
    for batch in corpus.files.chunks(BATCH) {
        let read: Vec<Result<Done, Unread>> = batch.par_iter().map(|file| reader.file(file)).collect();
        keep(&cache, &read);
        done.extend(read);
    }
    bar.finish_and_clear();
    let history = history(dir, reach, &corpus, &done);
    gather(corpus, done, &history, profile, catalogue)
}

/// What git says of the documents that were read.
fn history(dir: &Path, reach: Reach, corpus: &Corpus, done: &[Result<Done, Unread>]) -> git::History {
    // Both are in the order of the files.
    let read = corpus.files.iter().zip(done).filter_map(|(file, done)| Some((file, done.as_ref().ok()?)));
    let read = read.filter(|(_, done)| matches!(done.kept, Kept::Read { .. }));
    let asked =
        read.map(|(file, done)| git::Asked { path: &file.path, absolute: &file.absolute, sha256: &done.sha256 });
    git::history(dir, &asked.collect::<Vec<_>>(), reach, git::Bounds::default())
}

/// Version, size and age of the program: what another build derived, this one derives anew.
fn build(program: &Path) -> String {
    let file = std::fs::metadata(program).ok();
    let built = file.and_then(|data| Some((data.len(), data.modified().ok()?)));
    format!("{} {built:?}", env!("CARGO_PKG_VERSION"))
}

fn open_cache(context: &Context) -> Cache {
    let path = Cache::default_path().filter(|_| !context.global.no_cache);
    let Some(path) = path else { return Cache::default() };
    let (cache, said) = Cache::open(&path);
    if let Some(said) = said {
        context.detail(&said);
    }
    cache
}

fn keep(cache: &Cache, read: &[Result<Done, Unread>]) {
    let failed = |done: &Done| matches!(&done.kept, Kept::Unread(reason) if reason.starts_with(FAILED));
    let fresh = read.iter().flatten().filter(|done| done.fresh && !failed(done));
    let entries = fresh.filter_map(|done| Some((done.key, postcard::to_stdvec(&done.kept).ok()?)));
    cache.put(&entries.collect::<Vec<_>>());
}

fn gather(
    corpus: Corpus,
    done: Vec<Result<Done, Unread>>,
    history: &git::History,
    profile: &Profile,
    catalogue: &Catalogue,
) -> Result<Survey> {
    let mut unread: Vec<Unread> =
        corpus.unread.into_iter().map(|file| Unread { path: file.path, reason: file.reason }).collect();
    let mut documents = Vec::new();
    let mut unchanged = 0;
    for file in done {
        match file {
            Ok(Done { path, kept: Kept::Unread(reason), .. }) => unread.push(Unread { path, reason }),
            Ok(Done { path, sha256, kept: Kept::Read { format, problems, facts }, fresh, .. }) => {
                unchanged += usize::from(!fresh);
                documents.push(Entry { path, sha256, format, facts: *facts, problems });
            }
            Err(failed) => unread.push(failed),
        }
    }
    let index = Index::build_with(documents, unread, history, profile, catalogue)?;
    Ok(Survey { index, ignored: corpus.ignored.len(), unchanged })
}

struct Reader<'a> {
    workers: &'a Pool,
    catalogue: &'a Catalogue,
    vocabulary: &'a Vocabulary,
    cache: &'a Cache,
    limits: Limits,
    /// Tells this build of the program from others.
    build: String,
    bar: &'a ProgressBar,
}

impl Reader<'_> {
    fn file(&self, file: &Found) -> Result<Done, Unread> {
        self.bar.set_message(file.path.clone());
        let done = self.read(file);
        self.bar.inc(1);
        done
    }

    fn read(&self, file: &Found) -> Result<Done, Unread> {
        let bytes =
            corpus::bytes(file, self.limits.file_bytes).map_err(|reason| Unread { path: file.path.clone(), reason })?;
        let key = self.key(file, &bytes);
        let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let known = self.cache.get(&key).and_then(|value| postcard::from_bytes(&value).ok());
        let fresh = known.is_none();
        let kept = known.unwrap_or_else(|| self.derive(file, &bytes));
        Ok(Done { path: file.path.clone(), sha256, kept, key, fresh })
    }

    fn derive(&self, file: &Found, bytes: &[u8]) -> Kept {
        let format = match document::sniff(&file.path, &bytes[..bytes.len().min(4096)]) {
            Ok(format) => format,
            Err(reason) => return Kept::Unread(reason),
        };
        let reading = if format.is_risky() {
            self.workers.read(format, bytes, self.limits)
        } else {
            document::read(format, bytes, self.limits)
        };
        if let Some(reason) = reading.unread {
            return Kept::Unread(reason);
        }
        // What a document says must not cost the user all other documents.
        let derive = || facts::derive(&file.path, &reading.document, self.catalogue, self.vocabulary);
        match catch_unwind(AssertUnwindSafe(derive)) {
            Ok(facts) => Kept::Read { format, problems: reading.problems, facts: Box::new(facts) },
            Err(_) => Kept::Unread(format!("{FAILED}failed")),
        }
    }

    /// Facts depend on the content, on the name and folder, on the catalogue and on this program.
    fn key(&self, file: &Found, bytes: &[u8]) -> Key {
        let mut hash = blake3::Hasher::new();
        for part in [self.build.as_bytes(), self.catalogue.sha256.as_bytes(), file.path.as_bytes(), bytes] {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        *hash.finalize().as_bytes()
    }
}
