//! Shards on both their ways: what one says of how it was made, and all of them read and joined.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use super::read::{self, Read, Survey};
use super::{Context, Git, Source, decisions};
use crate::catalogue::{Catalogue, Profile};
use crate::corpus::Corpus;
use crate::corpus::git::{History, Reach};
use crate::index::shards::{Beside, Joined, Made, Shard, differs, join};
use crate::problem::Problem;

/// What shards of this program, of such files, have in common.
pub(super) fn made(
    corpus: &Corpus,
    dir: &Path,
    reach: Reach,
    profile: &Profile,
    catalogue: &Catalogue,
) -> Result<Made> {
    let above = std::fs::canonicalize(dir)?;
    let has_git = |folder: &Path| folder.join(".git").exists();
    let history = match reach {
        Reach::Never => false,
        Reach::Root => has_git(&above),
        Reach::Above => above.ancestors().any(has_git),
    };
    let beside = Beside {
        profile: !profile.shown.is_empty(),
        determinations: decisions::place(dir, profile).is_file(),
        history,
    };
    Ok(Made {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        build: build()?,
        catalogue: catalogue.sha256.clone(),
        listing: corpus.digest(),
        chosen: chosen(profile),
        ignored: corpus.ignored.len(),
        beside,
    })
}

/// Hash of this program's file: its age, by which the cache tells builds apart, is another on every machine.
fn build() -> Result<String> {
    let program = std::env::current_exe().context("cannot find this program")?;
    let bytes = std::fs::read(&program).with_context(|| format!("cannot read {}", program.display()))?;
    Ok(blake3::hash(&bytes).to_hex().to_string())
}

/// Digest of what a profile says that bears on reading: which files, and what their tables are.
fn chosen(profile: &Profile) -> String {
    let mut hash = blake3::Hasher::new();
    for patterns in [&profile.sources, &profile.exclude] {
        hash.update(&(patterns.len() as u64).to_le_bytes());
        for pattern in patterns {
            hash.update(&(pattern.written.len() as u64).to_le_bytes());
            hash.update(pattern.written.as_bytes());
        }
    }
    for map in &profile.registers {
        hash.update(map.digest().as_bytes());
    }
    hash.finalize().to_hex().to_string()
}

/// The profile of an assessment from shards: where no folder is named, none is looked for in the current one,
/// for that is not where the documents are.
pub(super) fn profile(source: &Source, catalogue: &Catalogue) -> Result<Profile> {
    match (&source.dir, &source.profile.profile) {
        (None, None) => Ok(source.over(Profile::default())),
        _ => source.profile(catalogue),
    }
}

/// Where the record of determinations of an assessment from shards stands, if anywhere.
pub(super) fn record(source: &Source, profile: &Profile) -> Option<PathBuf> {
    let beside_profile = || Path::new(&profile.shown).parent().filter(|_| !profile.shown.is_empty());
    source.dir.as_deref().or_else(beside_profile).map(|dir| decisions::place(dir, profile))
}

/// What one run would have made of the folder whose documents were read in shards. Where the folder is named, it
/// has to be as it was; its git history is read there, no document is.
pub(super) fn survey(
    context: &Context,
    files: &[PathBuf],
    source: &Source,
    profile: &Profile,
    catalogue: &Catalogue,
) -> Result<Survey> {
    let mut shards = Vec::new();
    for file in files {
        let shown = file.display().to_string();
        let bytes = std::fs::read(file).with_context(|| format!("cannot read {shown}"))?;
        let shard = Shard::from_bytes(&bytes).map_err(|why| anyhow!("{shown} {why}"))?;
        shards.push((shown, shard));
    }
    let joined = join(shards).map_err(|problems| refused(&problems))?;
    context.timings.lap("shards");
    let (history, problems) = beside(context, &joined, source, profile, catalogue)?;
    let Joined { made, documents, unread } = joined;
    let unchanged = documents.len();
    let read = Read { documents, unread, ignored: made.ignored, unchanged };
    let mut survey = read::gather(context, read, &history, profile, catalogue)?;
    survey.index.problems.extend(problems);
    Ok(survey)
}

fn refused(problems: &[Problem]) -> anyhow::Error {
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    anyhow!("the shards do not belong together\n{}", said.join("\n"))
}

/// What the folder says besides its documents, where it is named; else that nothing of it is needed.
fn beside(
    context: &Context,
    joined: &Joined,
    source: &Source,
    profile: &Profile,
    catalogue: &Catalogue,
) -> Result<(History, Vec<Problem>)> {
    let reach: Reach = source.profile.git.into();
    let Some(dir) = &source.dir else {
        alone(&joined.made, profile, source)?;
        check(&joined.made, &Made { build: build()?, chosen: chosen(profile), ..own(&joined.made, catalogue) })?;
        return Ok((History::default(), Vec::new()));
    };
    let (corpus, problems) = read::listed(context, dir, profile)?;
    let now = made(&corpus, dir, reach, profile, catalogue)?;
    // Whoever joins the shards may give another profile or leave out the history: that is read now, not then.
    check(&joined.made, &Made { beside: joined.made.beside, ..now })?;
    let history = read::history(dir, reach, &corpus, &joined.documents);
    context.timings.lap("history");
    Ok((history, problems))
}

/// What this program would write into shards of the same files.
fn own(made: &Made, catalogue: &Catalogue) -> Made {
    Made { version: env!("CARGO_PKG_VERSION").to_owned(), catalogue: catalogue.sha256.clone(), ..made.clone() }
}

fn check(shards: &Made, now: &Made) -> Result<()> {
    match differs(now, shards, "this run") {
        Some(what) => bail!("the shards cannot be used: they {}", what.replacen("was made", "were made", 1)),
        None => Ok(()),
    }
}

/// Without the folder, what stood in it besides the documents has to be given, or given up, by name.
fn alone(made: &Made, profile: &Profile, source: &Source) -> Result<()> {
    let Beside { profile: had_profile, determinations, history } = made.beside;
    if had_profile && profile.shown.is_empty() {
        bail!("the shards were made with a profile; name it with `--profile`, or name the folder");
    }
    if determinations && !record(source, profile).is_some_and(|place| place.is_file()) {
        bail!("a record of determinations stood beside the documents; name the folder, or a profile beside the record");
    }
    if history && !matches!(source.profile.git, Git::Never) {
        bail!("the documents have a git history; name the folder, or leave the history out with `--git=never`");
    }
    Ok(())
}
