//! `iso20k index`: the facts of a share of a folder's documents, made on one of several machines.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;

use super::{Context, Profiled, count, output, read, shards};
use crate::index::shards::{Shard, Share};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The folder that holds the documents
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Which share of the documents, of how many
    #[arg(long, value_name = "N/OF", default_value = "1/1")]
    shard: Share,
    /// The file to write [default: shard-N-of-OF.idx]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    profile: Profiled,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let Options { dir, shard: share, .. } = options;
    let named = PathBuf::from(format!("shard-{}-of-{}.idx", share.number, share.of));
    let out = options.out.clone().unwrap_or(named);
    apart(&out, dir)?;
    let catalogue = context.catalogue_of(dir, &options.profile)?;
    let profile = options.profile.read(dir, &catalogue)?;
    let (mut corpus, problems) = read::listed(context, dir, &profile)?;
    problems.iter().for_each(|problem| context.say(&problem.to_string()));
    let made = shards::made(&corpus, dir, options.profile.git.into(), &profile, &catalogue)?;
    let all = corpus.files.len();
    let mut position = 0..;
    corpus.files.retain(|_| position.next().is_some_and(|at| share.takes(at)));
    // Of a share, nothing is noted of the folder as a whole.
    corpus.walked = None;
    if share.number > 1 {
        corpus.unread.clear();
    }
    let done = read::read_all(context, &corpus, &|_| None, &profile, &catalogue)?;
    let read = read::Read::of(&corpus, done);
    let (documents, unread) = (read.documents.len(), read.unread.len());
    let shard = Shard { made, share: *share, documents: read.documents, unread: read.unread };
    let bytes = shard.to_bytes().map_err(|error| anyhow!("the shard cannot be written: {error}"))?;
    output::write(&out, &bytes)?;
    context.say(&format!(
        "shard {share}: {} of {} read, {unread} not read: {}",
        count(documents, "document"),
        count(all, "file"),
        out.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Nothing is written into the folder that is assessed: the next shard would list it among the documents.
fn apart(out: &Path, dir: &Path) -> Result<()> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder =
        std::fs::canonicalize(folder).with_context(|| format!("cannot write into the folder {}", folder.display()))?;
    let dir = std::fs::canonicalize(dir).with_context(|| format!("cannot read the folder {}", dir.display()))?;
    if folder.starts_with(&dir) {
        bail!("{} lies among the documents; write the shard elsewhere with `--out`", out.display());
    }
    Ok(())
}
