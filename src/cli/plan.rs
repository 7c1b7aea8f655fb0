//! `iso20k plan`: what closes the gaps of an assessment, in which order, and when an audit can be faced.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use jiff::civil::Date;

use super::{Context, output};
use crate::assessment::Assessment;
use crate::plan::{Terms, plan};
use crate::problem::Problem;
use crate::report::{Language, PlanForm, Planned, Templates, planned};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The assessment.json whose gaps are to be closed
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    /// The first day of the plan [default: the date of the assessment]
    #[arg(long, value_name = "YYYY-MM-DD")]
    start: Option<Date>,
    /// The day on which stage 2 of the certification audit is to begin: whether that can be faced, and why not
    #[arg(long, value_name = "YYYY-MM-DD")]
    audit: Option<Date>,
    /// How large the organisation is: its effort, and how much can be done at once [default: that of the assessment,
    /// else medium]
    #[arg(long, value_name = "SIZE", value_parser = ["small", "medium", "large"])]
    size: Option<String>,
    /// How to write it [possible values: text, json, csv, jira, azure-devops, github, mermaid,
    /// html, md, xlsx, docx, pdf]
    #[arg(long, value_name = "FORMAT", value_parser = form, default_value = "text")]
    format: PlanForm,
    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The language: en, de [default: that of the assessment's reports, else en]
    #[arg(long, value_name = "LANG", value_parser = super::report::language)]
    lang: Option<Language>,
    /// Use the estimates (plan.yaml) and words of this folder, as `iso20k report --eject` copies them out
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
}

fn form(name: &str) -> Result<PlanForm, String> {
    let known: Vec<&str> = PlanForm::ALL.iter().map(|(name, _)| *name).collect();
    PlanForm::parse(name).ok_or_else(|| format!("the formats are {}", known.join(", ")))
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let assessment = super::report::read(&options.assessment)?;
    let today = date(&assessment)?;
    let start = options.start.unwrap_or(today);
    if start < today {
        bail!("a plan from {start} begins before the assessment, which is as of {today}");
    }
    if let Some(audit) = options.audit {
        not_past(audit, start)?;
    }
    let (templates, problems) = match &options.templates {
        Some(folder) => Templates::with_overrides(folder),
        None => (Templates::embedded(), Vec::new()),
    };
    problems.iter().map(Problem::to_string).for_each(|problem| context.say(&problem));
    let estimates = templates.estimates()?;
    let catalogue = context.catalogue()?;
    let known = assessment.circumstances.iter().find_map(|one| one.plan.clone());
    let size = options.size.clone().or(known).unwrap_or_else(|| "medium".into());
    let terms = Terms { start, audit: options.audit, size };
    let plan = plan(&assessment, &catalogue, &estimates, &terms);
    let words = templates.words(super::paper::language(options.lang, Some(&assessment)));
    let bytes = planned(&Planned { plan: &plan, estimates: &estimates, words }, options.format)?;
    output::hand_out(options.out.as_deref(), &bytes)?;
    Ok(ExitCode::SUCCESS)
}

/// The date of an assessment.
pub(super) fn date(assessment: &Assessment) -> Result<Date> {
    let shown = &assessment.as_of;
    shown.parse().with_context(|| format!("the assessment is as of `{shown}`, which is no date"))
}

/// An audit cannot be planned for a day that is past.
pub(super) fn not_past(audit: Date, today: Date) -> Result<()> {
    if audit < today {
        bail!("an audit on {audit} is past on {today}, the day from which is planned\n  hint: name a later day");
    }
    Ok(())
}
