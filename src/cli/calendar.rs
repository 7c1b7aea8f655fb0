//! `iso20k calendar`: what is to be done again and when, from an assessment or from the documents.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::{Context, Source, read};
use crate::evidence;
use crate::report::{self, Calendar, Look};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// An assessment.json, or the folder that holds the documents
    #[arg(value_name = "ASSESSMENT|DIR", default_value = ".")]
    of: PathBuf,
    /// The date as of which things are overdue, for a folder [default: today, UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<jiff::civil::Date>,
    #[command(flatten)]
    profile: super::Profiled,
    /// How to write it [possible values: text, csv, json, md, ics]
    #[arg(long, value_name = "FORMAT", value_parser = form, default_value = "text")]
    format: Form,
}

/// A table in one of its looks, or a file for a calendar program.
#[derive(Debug, Clone, Copy)]
enum Form {
    Table(Look),
    Ics,
}

fn form(name: &str) -> Result<Form, String> {
    if name == "ics" {
        return Ok(Form::Ics);
    }
    super::audit::look(name).map(Form::Table).map_err(|known| format!("{known}, ics"))
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let calendar = if options.of.is_file() {
        if options.as_of.is_some() {
            anyhow::bail!("an assessment has its own date; `--as-of` is for a folder");
        }
        Calendar::from(super::report::read(&options.of)?)
    } else {
        of_folder(context, options)?
    };
    let text = match options.format {
        Form::Table(look) => report::calendar(&calendar, look)?,
        Form::Ics => report::ics(&calendar),
    };
    super::print(&text);
    Ok(ExitCode::SUCCESS)
}

fn of_folder(context: &Context, options: &Options) -> Result<Calendar> {
    let catalogue = context.catalogue_of(&options.of, &options.profile)?;
    let source = Source {
        dir: Some(options.of.clone()),
        as_of: options.as_of,
        organisation: None,
        profile: options.profile.clone(),
    };
    let profile = source.profile(&catalogue)?;
    let as_of = super::as_of(&profile);
    let survey = read::survey(context, &options.of, source.profile.git.into(), &profile, &catalogue)?;
    survey.index.problems.iter().for_each(|problem| context.say(&problem.to_string()));
    let findings = evidence::findings(&catalogue, &survey.index, as_of)?;
    let duties = evidence::calendar(&catalogue, &survey.index, &findings, as_of)?;
    Ok(Calendar { as_of: as_of.to_string(), organisation: survey.index.organisation, duties })
}
