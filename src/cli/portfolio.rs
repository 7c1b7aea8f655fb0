//! `iso20k portfolio`: organisations side by side.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use super::Context;
use super::paper::Handed;
use crate::assessment::portfolio;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The assessments, two or more; also evidence packs that others sent (`bundle --redact`)
    #[arg(value_name = "ASSESSMENT", required = true)]
    assessments: Vec<PathBuf>,
    #[command(flatten)]
    handed: Handed,
}

pub(super) fn run(_: &Context, options: &Options) -> Result<ExitCode> {
    let shown = |path: &PathBuf| path.to_string_lossy().replace('\\', "/");
    let mut seen = BTreeSet::new();
    if let Some(twice) = options.assessments.iter().find(|path| !seen.insert(*path)) {
        bail!("{} is named twice", shown(twice));
    }
    if options.assessments.len() < 2 {
        bail!(
            "a portfolio is of two assessments or more\n  hint: `iso20k assess --each DIR` assesses every folder of DIR"
        );
    }
    let assessments = options.assessments.iter().map(|path| Ok((shown(path), super::report::read(path)?)));
    let assessments = assessments.collect::<Result<Vec<_>>>()?;
    let portfolio = portfolio(&assessments);
    if portfolio.obligations == 0 {
        bail!(
            "these assessments have no obligation in common; limited to other clauses, or made with other catalogues, they cannot be compared"
        );
    }
    options.handed.out(&portfolio, options.handed.words(None))?;
    Ok(ExitCode::SUCCESS)
}
