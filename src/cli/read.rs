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
use crate::catalogue::{Catalogue, PROFILE, Pattern, Profile, Vocabulary};
use crate::corpus::git::{self, Reach};
use crate::corpus::{self, Cache, Corpus, Found, Key, Skipped};
use crate::determinations::DETERMINATIONS;
use crate::document::worker::Pool;
use crate::document::{self, Format, Limits};
use crate::facts::{self, Facts};
use crate::index::{Entry, Index, Unread};
use crate::problem::Problem;

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
    let problems = leave_out(&mut corpus, profile);
    if corpus.files.is_empty() {
        anyhow::bail!("no files in {}; name the folder that holds the documents", dir.display());
    }
    let done = read_all(context, &corpus, &|_| None, catalogue)?;
    let history = history(dir, reach, &corpus, &done);
    let mut survey = gather(corpus, done, &history, profile, catalogue)?;
    survey.index.problems.extend(problems);
    Ok(survey)
}

/// Reads all documents of a past revision of a folder.
#[cfg(feature = "git")]
pub(super) fn survey_past(
    context: &Context,
    (past, mut files): (&git::Past, git::Files),
    reach: Reach,
    profile: &Profile,
    catalogue: &Catalogue,
) -> Result<Survey> {
    leave_out(&mut files.corpus, profile);
    let corpus = std::mem::take(&mut files.corpus);
    let limit = Limits::default().file_bytes;
    let done = read_all(context, &corpus, &|file| Some(past.bytes(&files, &file.path, limit)), catalogue)?;
    let asked = reach == Reach::Above || reach == Reach::Root && past.is_root();
    let read = done.iter().flatten().filter(|done| matches!(done.kept, Kept::Read { .. }));
    let paths: Vec<String> = read.filter(|_| asked).map(|done| done.path.clone()).collect();
    let history = past.history(&files, paths.iter().map(String::as_str), git::Bounds::default());
    gather(corpus, done, &history, profile, catalogue)
}

/// Takes out what is no evidence: what is said about the documents, and what the profile excludes or does not
/// name as a source. A pattern that fits nothing is worth a warning.
fn leave_out(corpus: &mut Corpus, profile: &Profile) -> Vec<Problem> {
    corpus.files.retain(|file| file.path != PROFILE && file.path != DETERMINATIONS);
    let mut problems = Vec::new();
    let mut left = Vec::new();
    let warning = |pattern: &Pattern| {
        let hint = "write it as in a .gitignore, relative to the folder of documents";
        Problem::warning(&profile.shown, format!("`{}` fits no file", pattern.written)).at(pattern.line, 1).hint(hint)
    };
    let fits = |pattern: &Pattern, path: &str| pattern.matcher().is_some_and(|matcher| is_under(&matcher, path));
    for pattern in profile.sources.iter().chain(&profile.exclude) {
        if !corpus.files.iter().any(|file| fits(pattern, &file.path)) {
            problems.push(warning(pattern));
        }
    }
    let matchers = |patterns: &[Pattern]| patterns.iter().filter_map(Pattern::matcher).collect::<Vec<_>>();
    let (sources, exclude) = (matchers(&profile.sources), matchers(&profile.exclude));
    corpus.files.retain(|file| {
        let any = |matchers: &[ignore::gitignore::Gitignore]| matchers.iter().any(|each| is_under(each, &file.path));
        let keeps = (sources.is_empty() || any(&sources)) && !any(&exclude);
        if !keeps {
            left.push(Skipped { path: file.path.clone(), reason: "left out by the profile".into() });
        }
        keeps
    });
    corpus.ignored.extend(left);
    problems
}

/// Whether a path, or a folder it lies in, fits.
fn is_under(matcher: &ignore::gitignore::Gitignore, path: &str) -> bool {
    matcher.matched_path_or_any_parents(path, false).is_ignore()
}

/// Where a file's bytes come from, if not from the disk.
type Given<'a> = dyn Fn(&Found) -> Option<Result<Vec<u8>, String>> + 'a;

fn read_all(
    context: &Context,
    corpus: &Corpus,
    given: &Given<'_>,
    catalogue: &Catalogue,
) -> Result<Vec<Result<Done, Unread>>> {
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
        // An object database is read by one thread; what takes time is done by all.
        let bytes: Vec<_> = batch.iter().map(given).collect();
        let read: Vec<Result<Done, Unread>> =
            batch.par_iter().zip(bytes).map(|(file, bytes)| reader.file(file, bytes)).collect();
        keep(&cache, &read);
        done.extend(read);
    }
    bar.finish_and_clear();
    Ok(done)
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
    fn file(&self, file: &Found, given: Option<Result<Vec<u8>, String>>) -> Result<Done, Unread> {
        self.bar.set_message(file.path.clone());
        let done = self.read(file, given);
        self.bar.inc(1);
        done
    }

    fn read(&self, file: &Found, given: Option<Result<Vec<u8>, String>>) -> Result<Done, Unread> {
        let bytes = given.unwrap_or_else(|| corpus::bytes(file, self.limits.file_bytes));
        let bytes = bytes.map_err(|reason| Unread { path: file.path.clone(), reason })?;
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
