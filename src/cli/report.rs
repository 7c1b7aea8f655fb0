//! `iso20k report`, and what every command does that writes reports.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Args;

use super::Context;
use crate::assessment::Assessment;

/// Where reports go and which.
#[derive(Debug, Args)]
pub(super) struct Output {
    /// The folder for the reports
    #[arg(long, value_name = "DIR", default_value = "iso20k-report")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The assessment.json to render
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let text = std::fs::read_to_string(&options.assessment)
        .with_context(|| format!("cannot read {}", options.assessment.display()))?;
    let assessment: Assessment = serde_json::from_str(&text)
        .with_context(|| format!("{} is no assessment of this version", options.assessment.display()))?;
    write(context, &options.output, &assessment)?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn write(_context: &Context, output: &Output, assessment: &Assessment) -> Result<()> {
    super::assess::prepare(&output.out)?;
    let path = output.out.join("assessment.json");
    std::fs::write(&path, serde_json::to_string_pretty(assessment)?)
        .with_context(|| format!("cannot write {}", path.display()))
}
