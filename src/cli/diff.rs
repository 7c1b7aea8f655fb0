//! `iso20k diff`: what changed between two assessments, obligation by obligation, and why.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::{Context, output};
use crate::assessment::compare;
use crate::report::paper::{Form, Worded, print};
use crate::report::{Language, Words};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The earlier assessment.json
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The later one
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How to write it [possible values: text, csv, json, md, html, xlsx, docx, pdf]
    #[arg(long, value_name = "FORMAT", value_parser = super::audit::form, default_value = "text")]
    format: Form,
    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The language: en, de
    #[arg(long, value_name = "LANG", value_parser = super::report::language, default_value = "en")]
    lang: Language,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let (old, new) = (super::report::read(&options.old)?, super::report::read(&options.new)?);
    let comparison = compare(&old, &new);
    comparison.warnings.iter().for_each(|warning| context.say(&format!("warning: {warning}")));
    let paper = Worded { what: &comparison, words: Words::of(options.lang) };
    output::hand_out(options.out.as_deref(), &print(&paper, options.format)?)?;
    Ok(ExitCode::SUCCESS)
}
