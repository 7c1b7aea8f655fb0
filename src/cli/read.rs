//! From a folder to the index: walk, read, derive, keep. Files are read in parallel; whatever is wrong
//! with one of them costs that one.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::{Context as _, Result};
use indicatif::ProgressBar;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Context;
use super::timings::{DOCUMENTS, Work};
use crate::catalogue::{Catalogue, PROFILE, Pattern, Profile, RegisterMap, Vocabulary};
use crate::corpus::git::{self, Reach};
use crate::corpus::{self, Cache, ContentHash, Corpus, Found, KeptFacts, Key, Skipped, Stamps};
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

pub(super) struct Done {
    path: String,
    hash: ContentHash,
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
    let (corpus, problems) = listed(context, dir, profile)?;
    let done = read_all(context, &corpus, &|_| None, profile, catalogue)?;
    let read = Read::of(&corpus, done);
    let history = history(dir, reach, &corpus, &read.documents);
    context.timings.lap("history");
    let mut survey = gather(context, read, &history, profile, catalogue)?;
    survey.index.problems.extend(problems);
    Ok(survey)
}

/// The files of a folder that are to be read, and what of the profile fits none of them.
pub(super) fn listed(context: &Context, dir: &Path, profile: &Profile) -> Result<(Corpus, Vec<Problem>)> {
    let mut corpus = corpus::find(dir).with_context(|| format!("cannot read the folder {}", dir.display()))?;
    let problems = leave_out(&mut corpus, profile);
    context.timings.lap("find");
    if corpus.files.is_empty() {
        anyhow::bail!("no files in {}; name the folder that holds the documents", dir.display());
    }
    Ok((corpus, problems))
}

/// What was read of a folder, before it is brought together.
pub(super) struct Read {
    pub documents: Vec<Entry>,
    pub unread: Vec<Unread>,
    /// Files left out by ignore files and conventions.
    pub ignored: usize,
    /// Documents whose facts were kept from an earlier run.
    pub unchanged: usize,
}

impl Read {
    /// Of a folder: what was read of its files and what could not be walked.
    pub(super) fn of(corpus: &Corpus, done: Vec<Result<Done, Unread>>) -> Self {
        let unwalked = corpus.unread.iter();
        let unread = unwalked.map(|file| Unread { path: file.path.clone(), reason: file.reason.clone() }).collect();
        let mut read = Self { documents: Vec::new(), unread, ignored: corpus.ignored.len(), unchanged: 0 };
        for file in done {
            match file {
                Ok(Done { path, kept: Kept::Unread(reason), .. }) => read.unread.push(Unread { path, reason }),
                Ok(Done { path, hash, kept: Kept::Read { format, problems, facts }, fresh, .. }) => {
                    read.unchanged += usize::from(!fresh);
                    let sha256 = hex(&hash);
                    read.documents.push(Entry { path, sha256, format, facts: *facts, problems });
                }
                Err(failed) => read.unread.push(failed),
            }
        }
        read
    }
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
    let done = read_all(context, &corpus, &|file| Some(past.bytes(&files, &file.path, limit)), profile, catalogue)?;
    let asked = reach == Reach::Above || reach == Reach::Root && past.is_root();
    let read = done.iter().flatten().filter(|done| matches!(done.kept, Kept::Read { .. }));
    let paths: Vec<String> = read.filter(|_| asked).map(|done| done.path.clone()).collect();
    let history = past.history(&files, paths.iter().map(String::as_str), git::Bounds::default());
    gather(context, Read::of(&corpus, done), &history, profile, catalogue)
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
pub(super) type Given<'a> = dyn Fn(&Found) -> Option<Result<Vec<u8>, String>> + 'a;

pub(super) fn read_all(
    context: &Context,
    corpus: &Corpus,
    given: &Given<'_>,
    profile: &Profile,
    catalogue: &Catalogue,
) -> Result<Vec<Result<Done, Unread>>> {
    let cache = open_cache(context);
    let noted = corpus.walked.map(|folder| Stamps::of(&cache, &folder)).unwrap_or_default();
    let bar = super::progress::bar(corpus.files.len(), context.global.quiet);
    let program = std::env::current_exe()
        .context("cannot find this program, which reads risky formats in processes of its own")?;
    let workers = Pool::new(program.clone(), rayon::current_num_threads());
    let mut reader = Reader {
        workers: &workers,
        catalogue,
        vocabulary: None,
        maps: profile.registers.iter().filter_map(|map| Some((map.matcher()?, map))).collect(),
        noted: &noted,
        limits: Limits::default(),
        build: build(&program),
        bar: &bar,
        work: &context.timings.work,
    };
    let mut done = Vec::with_capacity(corpus.files.len());
    for batch in corpus.files.chunks(BATCH) {
        // An object database is read by one thread; what takes time is done by all.
        let bytes: Vec<_> = batch.iter().map(given).collect();
        let facts = cache.facts();
        let seen: Vec<Option<Done>> =
            batch.par_iter().zip(&bytes).map(|(file, bytes)| reader.unread(&facts, file, bytes.is_some())).collect();
        if reader.vocabulary.is_none() && seen.iter().any(Option::is_none) {
            context.timings.lap(DOCUMENTS);
            reader.vocabulary = Some(context.vocabulary(catalogue));
            context.timings.lap("catalogue");
        }
        let batch = batch.par_iter().zip(bytes).zip(seen);
        let read: Vec<Result<Done, Unread>> =
            batch.map(|((file, bytes), seen)| seen.map_or_else(|| reader.file(&facts, file, bytes), Ok)).collect();
        if !keep(&cache, &read) {
            context.detail("what was read could not be kept for the next run");
        }
        done.extend(read);
    }
    if let Some(folder) = corpus.walked {
        let read = corpus.files.iter().zip(&done).filter_map(|(file, done)| Some((file, done.as_ref().ok()?.hash)));
        Stamps::noted(context.timings.began_on, read).keep(&cache, &folder, &noted);
    }
    bar.finish_and_clear();
    context.timings.lap(DOCUMENTS);
    Ok(done)
}

/// What git says of the documents that were read.
pub(super) fn history(dir: &Path, reach: Reach, corpus: &Corpus, documents: &[Entry]) -> git::History {
    let of_path: HashMap<&str, &Found> = corpus.files.iter().map(|file| (file.path.as_str(), file)).collect();
    let asked = documents.iter().filter_map(|entry| {
        let file = of_path.get(entry.path.as_str())?;
        Some(git::Asked { path: &file.path, absolute: &file.absolute, sha256: &entry.sha256 })
    });
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

/// Keeps what was read anew; `false` where that failed.
fn keep(cache: &Cache, read: &[Result<Done, Unread>]) -> bool {
    let failed = |done: &Done| matches!(&done.kept, Kept::Unread(reason) if reason.starts_with(FAILED));
    let fresh = read.iter().flatten().filter(|done| done.fresh && !failed(done));
    let entries = fresh.filter_map(|done| Some((done.key, postcard::to_stdvec(&done.kept).ok()?)));
    cache.put(&entries.collect::<Vec<_>>())
}

/// Brings together what was read.
pub(super) fn gather(
    context: &Context,
    read: Read,
    history: &git::History,
    profile: &Profile,
    catalogue: &Catalogue,
) -> Result<Survey> {
    let Read { documents, unread, ignored, unchanged } = read;
    let index = Index::build_with(documents, unread, history, profile, catalogue)?;
    context.timings.lap("index");
    Ok(Survey { index, ignored, unchanged })
}

struct Reader<'a> {
    workers: &'a Pool,
    catalogue: &'a Catalogue,
    /// Needed only where a document is new.
    vocabulary: Option<Vocabulary>,
    /// What the organisation says of tables, and of which files.
    maps: Vec<(ignore::gitignore::Gitignore, &'a RegisterMap)>,
    /// What files looked like when they were read.
    noted: &'a Stamps,
    limits: Limits,
    /// Tells this build of the program from others.
    build: String,
    bar: &'a ProgressBar,
    work: &'a Work,
}

impl Reader<'_> {
    fn file(&self, facts: &KeptFacts, file: &Found, given: Option<Result<Vec<u8>, String>>) -> Result<Done, Unread> {
        self.bar.set_message(file.path.clone());
        let done = self.read(facts, file, given);
        self.bar.inc(1);
        done
    }

    /// A file that looks as it did when it was read, without reading it, if its facts were kept.
    fn unread(&self, facts: &KeptFacts, file: &Found, is_given: bool) -> Option<Done> {
        self.work.load.of(|| {
            let hash = *self.noted.known(file).filter(|_| !is_given)?;
            let key = self.key(file, &hash);
            let kept = kept(facts, &key)?;
            self.work.file(file.size);
            self.bar.inc(1);
            Some(Done { path: file.path.clone(), hash, kept, key, fresh: false })
        })
    }

    fn read(&self, facts: &KeptFacts, file: &Found, given: Option<Result<Vec<u8>, String>>) -> Result<Done, Unread> {
        let bytes = self.work.load.of(|| given.unwrap_or_else(|| corpus::bytes(file, self.limits.file_bytes)));
        let bytes = bytes.map_err(|reason| Unread { path: file.path.clone(), reason })?;
        self.work.file(bytes.len() as u64);
        let (key, hash, known) = self.work.load.of(|| {
            let hash = Sha256::digest(&bytes).into();
            let key = self.key(file, &hash);
            (key, hash, kept(facts, &key))
        });
        let fresh = known.is_none();
        let kept = known.unwrap_or_else(|| self.derive(file, &bytes));
        Ok(Done { path: file.path.clone(), hash, kept, key, fresh })
    }

    fn derive(&self, file: &Found, bytes: &[u8]) -> Kept {
        let format = match document::sniff(&file.path, &bytes[..bytes.len().min(4096)]) {
            Ok(format) => format,
            Err(reason) => return Kept::Unread(reason),
        };
        let reading = self.work.read.of(|| match format.is_risky() {
            true => self.workers.read(format, bytes, self.limits),
            false => document::read(format, bytes, self.limits),
        });
        if let Some(reason) = reading.unread {
            return Kept::Unread(reason);
        }
        let Some(vocabulary) = &self.vocabulary else { return Kept::Unread(format!("{FAILED}has no words")) };
        // What a document says must not cost the user all other documents.
        let maps: Vec<&RegisterMap> = self.maps(file).collect();
        let derive = || facts::derive_with(&file.path, &reading.document, self.catalogue, vocabulary, &maps);
        match self.work.facts.of(|| catch_unwind(AssertUnwindSafe(derive))) {
            Ok(facts) => Kept::Read { format, problems: reading.problems, facts: Box::new(facts) },
            Err(_) => Kept::Unread(format!("{FAILED}failed")),
        }
    }

    /// What the organisation says of the tables of a file.
    fn maps(&self, file: &Found) -> impl Iterator<Item = &RegisterMap> {
        self.maps.iter().filter(|(matcher, _)| is_under(matcher, &file.path)).map(|(_, map)| *map)
    }

    /// Facts depend on the content, on the name and folder, on the catalogue and on this program, and on what is said
    /// of the file's tables.
    fn key(&self, file: &Found, content: &ContentHash) -> Key {
        let mut hash = blake3::Hasher::new();
        for part in [self.build.as_bytes(), self.catalogue.sha256.as_bytes(), file.path.as_bytes(), content] {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        for map in self.maps(file) {
            hash.update(map.digest().as_bytes());
        }
        *hash.finalize().as_bytes()
    }
}

/// What an earlier run kept under a key.
fn kept(facts: &KeptFacts, key: &Key) -> Option<Kept> {
    facts.get(key, |bytes| postcard::from_bytes(bytes).ok())
}

/// A hash as a report shows it.
fn hex(hash: &ContentHash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
