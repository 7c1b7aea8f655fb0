//! `iso20k calendar`: what is to be done again and when, from an assessment or from the documents.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use super::{Context, Source, read};
use crate::assessment::fallen;
use crate::evidence;
use crate::report::paper::{Form as Printed, Worded, print};
use crate::report::{self, Calendar, Language, Look, Words};

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
    /// What fell due since this earlier assessment.json, and what became of it
    #[arg(long, value_name = "ASSESSMENT")]
    since: Option<PathBuf>,
    /// How to write it [possible values: text, csv, json, md, ics; with --since not ics, but html, xlsx,
    /// docx, pdf]
    #[arg(long, value_name = "FORMAT", value_parser = form, default_value = "text")]
    format: Form,
    /// With --since: write to a file instead of stdout
    #[arg(long, value_name = "FILE", requires = "since")]
    out: Option<PathBuf>,
    /// The language, en or de
    #[arg(long, value_name = "LANG", value_parser = super::report::language, default_value = "en")]
    lang: Language,
}

/// How a calendar is written: as a table, as a paper of what fell due, for a calendar program.
#[derive(Debug, Clone, Copy)]
enum Form {
    Table(Look),
    Paper(Printed),
    Ics,
}

fn form(name: &str) -> Result<Form, String> {
    let table = || Look::parse(name).map(Form::Table);
    match name {
        "ics" => Ok(Form::Ics),
        _ => table()
            .map_or_else(|| super::paper::form(name).map(Form::Paper).map_err(|known| format!("{known}, ics")), Ok),
    }
}

impl Form {
    /// The same as a form of a paper.
    fn of_paper(self) -> Option<Printed> {
        match self {
            Self::Table(look) => {
                Look::ALL.iter().find(|(_, known)| *known == look).and_then(|(name, _)| Printed::parse(name))
            }
            Self::Paper(form) => Some(form),
            Self::Ics => None,
        }
    }
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    if let Some(earlier) = &options.since {
        return since(context, options, earlier);
    }
    let calendar = if options.of.is_file() {
        if options.as_of.is_some() {
            bail!("an assessment has its own date; `--as-of` is for a folder");
        }
        Calendar::from(super::report::read(&options.of)?)
    } else {
        of_folder(context, options)?
    };
    let text = match options.format {
        Form::Table(look) => report::calendar(&calendar, look, Words::of(options.lang))?,
        Form::Ics => report::ics(&calendar),
        Form::Paper(_) => {
            bail!("a calendar is written as text, csv, json, md or ics; pages are made of `--since ASSESSMENT`")
        }
    };
    super::print(&text);
    Ok(ExitCode::SUCCESS)
}

/// What fell due between two assessments.
fn since(context: &Context, options: &Options, earlier: &Path) -> Result<ExitCode> {
    let Some(form) = options.format.of_paper() else {
        bail!("what fell due is past, and nothing for a calendar program; write it in another format than ics");
    };
    if !options.of.is_file() {
        bail!("`--since` compares two assessments\n  hint: name the later assessment.json first");
    }
    let (before, after) = (super::report::read(earlier)?, super::report::read(&options.of)?);
    if before.as_of > after.as_of {
        bail!(
            "{} is as of {}, later than {}; name them the other way round",
            earlier.display(),
            before.as_of,
            after.as_of
        );
    }
    if before.organisation.name != after.organisation.name {
        context.say("warning: the two assessments are of different organisations");
    }
    let fallen = fallen(&before, &after);
    let paper = Worded { what: &fallen, words: Words::of(options.lang) };
    super::output::hand_out(options.out.as_deref(), &print(&paper, form)?)?;
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
