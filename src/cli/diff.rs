//! `iso20k diff`: what changed between two assessments, obligation by obligation, and why.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::Context;
use crate::assessment::compare;
use crate::report::{self, Look};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The earlier assessment.json
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The later one
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How to write it [possible values: text, csv, json, md]
    #[arg(long, value_name = "FORMAT", value_parser = super::audit::look, default_value = "text")]
    format: Look,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let (old, new) = (super::report::read(&options.old)?, super::report::read(&options.new)?);
    let comparison = compare(&old, &new);
    comparison.warnings.iter().for_each(|warning| context.say(&format!("warning: {warning}")));
    super::print(&report::compared(&comparison, options.format)?);
    Ok(ExitCode::SUCCESS)
}
