//! `iso20k trend`: the same figures over several assessments. With `--git` the assessments are made here, of
//! past revisions of the folder, straight from the object database.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use jiff::civil::Date;

use super::{Context, output};
use crate::assessment::{self, Assessment};
use crate::report::paper::{Form as Printed, Worded, print};
use crate::report::{Language, Words, trend_chart};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Files assessment.json, in any order
    #[arg(value_name = "ASSESSMENT", required_unless_present = "git")]
    assessments: Vec<PathBuf>,
    /// Assess past revisions of the folder instead, each as of the day of its commit
    #[arg(long, conflicts_with = "assessments")]
    git: bool,
    /// The folder whose past is assessed
    #[arg(long, value_name = "DIR", default_value = ".", requires = "git")]
    dir: PathBuf,
    /// How far revisions are apart: commit, month, quarter, year
    #[arg(long, value_name = "PERIOD", value_parser = every, default_value = "month", requires = "git")]
    every: Every,
    /// No revision before this day
    #[arg(long, value_name = "YYYY-MM-DD", requires = "git")]
    since: Option<Date>,
    /// What an organisation says of itself and its documents, today's [default: as for assess]
    #[arg(long, value_name = "FILE", requires = "git")]
    profile: Option<PathBuf>,
    /// How to write it [possible values: text, csv, json, md, html, xlsx, docx, pdf, svg]
    #[arg(long, value_name = "FORMAT", value_parser = form, default_value = "text")]
    format: Form,
    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The language: en, de
    #[arg(long, value_name = "LANG", value_parser = super::report::language, default_value = "en")]
    lang: Language,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Paper(Printed),
    Svg,
}

fn form(name: &str) -> Result<Form, String> {
    if name == "svg" {
        return Ok(Form::Svg);
    }
    super::paper::form(name).map(Form::Paper).map_err(|known| format!("{known}, svg"))
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let assessments = if options.git { past(context, options)? } else { read(&options.assessments)? };
    let trend = assessment::trend(assessments);
    trend.warnings.iter().for_each(|warning| context.say(&format!("warning: {warning}")));
    let words = Words::of(options.lang);
    let bytes = match options.format {
        Form::Paper(form) => print(&Worded { what: &trend, words }, form)?,
        Form::Svg => match trend_chart(&trend, words) {
            Some(chart) => format!("{}\n", chart.svg).into_bytes(),
            None => bail!("a line needs two assessments in which something could be determined"),
        },
    };
    output::hand_out(options.out.as_deref(), &bytes)?;
    Ok(ExitCode::SUCCESS)
}

fn read(paths: &[PathBuf]) -> Result<Vec<(String, Assessment)>> {
    paths.iter().map(|path| Ok((shown(path), super::report::read(path)?))).collect()
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(feature = "git")]
use of_git::{Every, every, past};

#[cfg(not(feature = "git"))]
type Every = String;

#[cfg(not(feature = "git"))]
fn every(name: &str) -> Result<Every, String> {
    Ok(name.to_owned())
}

#[cfg(not(feature = "git"))]
fn past(_: &Context, options: &Options) -> Result<Vec<(String, Assessment)>> {
    let _ = (&options.dir, &options.every, options.since, &options.profile);
    bail!("this build leaves git out")
}

#[cfg(feature = "git")]
mod of_git {
    //! Assessments of past revisions.

    use anyhow::{Result, anyhow, bail};

    use super::Options;
    use crate::assessment::{self, Assessment, Subject};
    use crate::catalogue::{Catalogue, Profile};
    use crate::cli::{Context, Git, Profiled, decisions, read};
    use crate::corpus::git::{Bounds, Past, Reach, Revision};
    use crate::determinations::{DETERMINATIONS, Record};
    use crate::evidence;

    pub(super) use crate::corpus::git::Every;

    pub(super) fn every(name: &str) -> Result<Every, String> {
        let known = Every::ALL.map(|(name, _)| name);
        let found = Every::ALL.iter().find(|(known, _)| *known == name).map(|(_, every)| *every);
        found.ok_or_else(|| format!("the periods are {}", known.join(", ")))
    }

    pub(super) fn past(context: &Context, options: &Options) -> Result<Vec<(String, Assessment)>> {
        let past = Past::of(&options.dir).map_err(|why| anyhow!("{}: {why}", options.dir.display()))?;
        let revisions = past.revisions(options.every, options.since, Bounds::default());
        if revisions.is_empty() {
            bail!("{}: no commit since then has the folder", options.dir.display());
        }
        let profiled = Profiled { profile: options.profile.clone(), git: Git::Auto };
        let catalogue = context.catalogue_of(&options.dir, &profiled)?;
        let profile = profiled.read(&options.dir, &catalogue)?;
        let mut assessments = Vec::new();
        for revision in &revisions {
            context.say(&format!("{} {}", revision.on, revision.short));
            match one(context, &past, revision, &profile, &catalogue)? {
                Some(assessment) => assessments.push((revision.short.clone(), assessment)),
                None => context.say("  it holds no documents and is left out"),
            }
        }
        Ok(assessments)
    }

    /// A revision as of its own day, with the profile of today and the determinations that stood in it.
    fn one(
        context: &Context,
        past: &Past,
        revision: &Revision,
        profile: &Profile,
        catalogue: &Catalogue,
    ) -> Result<Option<Assessment>> {
        let files = past.files(revision);
        let record = record(context, past, &files, catalogue);
        let survey = read::survey_past(context, (past, files), Reach::Root, profile, catalogue)?;
        if survey.index.documents.is_empty() {
            return Ok(None);
        }
        let as_of = revision.on;
        let mut findings = evidence::findings(catalogue, &survey.index, as_of)?;
        evidence::declare(&mut findings, profile);
        let record = Record { problems: Vec::new(), ..record };
        let waivers = decisions::apply(context, &mut findings, &record, catalogue, &survey.index, as_of);
        let circumstances = profile.circumstances.clone();
        let subject = Subject { catalogue, index: &survey.index, as_of, ignored: survey.ignored, circumstances };
        Ok(Some(assessment::assess(&subject, findings).with_waivers(waivers)))
    }

    fn record(context: &Context, past: &Past, files: &crate::corpus::git::Files, catalogue: &Catalogue) -> Record {
        let Ok(bytes) = past.bytes(files, DETERMINATIONS, 16 << 20) else { return Record::default() };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        decisions::parse(std::path::Path::new(DETERMINATIONS), text, catalogue).unwrap_or_else(|error| {
            context.say(&format!("warning: not used for this revision: {error:#}"));
            Record::default()
        })
    }
}
