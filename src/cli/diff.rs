//! `iso20k diff`: what changed between two assessments, obligation by obligation, and why.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::Context;
use super::paper::Handed;
use crate::assessment::compare;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The earlier assessment.json
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The later one
    #[arg(value_name = "NEW")]
    new: PathBuf,
    #[command(flatten)]
    handed: Handed,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let (old, new) = (super::report::read(&options.old)?, super::report::read(&options.new)?);
    let comparison = compare(&old, &new);
    comparison.warnings.iter().for_each(|warning| context.say(&format!("warning: {warning}")));
    options.handed.out(&comparison, options.handed.words(Some(&new)))?;
    Ok(ExitCode::SUCCESS)
}
