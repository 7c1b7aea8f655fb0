//! `iso20k determine`: records what a person decided on an obligation, from the command line or from an
//! edited workbook, and compares the records of two assessors.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use jiff::civil::Date;

use super::{Context, decisions, output};
use crate::assessment::Assessment;
use crate::catalogue::{Catalogue, Profile};
use crate::determinations::{self, Draft, Record, append, fingerprint};
use crate::evidence::Verdict;
use crate::report::{self, Look};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The obligation, such as 8.6.1/4
    #[arg(value_name = "OBLIGATION", required_unless_present_any = ["compare", "from"], requires_all = ["verdict", "by", "why"])]
    obligation: Option<String>,
    /// What was decided: conforming, opportunity, minor, major, no-occurrence
    #[arg(value_name = "VERDICT", value_parser = verdict)]
    verdict: Option<Verdict>,
    /// Who decided
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// The day it was decided [default: today, UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) on: Option<Date>,
    /// The last day for which it holds [default: until the evidence changes]
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Date>,
    /// The assessment on which it was decided
    #[arg(long, value_name = "FILE", default_value = "iso20k-report/assessment.json")]
    pub(super) assessment: PathBuf,
    /// The folder that holds the documents; the record stands in it, or beside the profile above it
    #[arg(long, value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// The record to write [default: determinations.yaml beside the profile, else in the folder]
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Take what was entered in the workbook of the gap analysis (XLSX); who and when may come from `--by`, `--on`
    #[arg(long, value_name = "WORKBOOK", conflicts_with_all = ["obligation", "compare", "until", "why"])]
    from: Option<PathBuf>,
    /// With `--from`: take the workbook's word where the record says otherwise since
    #[arg(long, requires = "from")]
    pub(super) overrule: bool,
    /// Compare the records of two assessors: agreement and Cohen's kappa
    #[arg(long, value_name = "FILE", num_args = 2, conflicts_with = "obligation")]
    compare: Vec<PathBuf>,
    /// How to write a comparison [possible values: text, csv, json, md]
    #[arg(long, value_name = "FORMAT", value_parser = super::audit::look, default_value = "text", requires = "compare")]
    format: Look,
}

fn verdict(name: &str) -> Result<Verdict, String> {
    let known: Vec<&str> = Verdict::ALL.iter().map(|verdict| verdict.name()).collect();
    Verdict::parse(name).ok_or_else(|| format!("the determinations are {}", known.join(", ")))
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let profiled = super::Profiled { profile: None, git: super::Git::Auto };
    let catalogue = context.catalogue_of(&options.dir, &profiled)?;
    if let [first, second] = options.compare.as_slice() {
        compare(context, &catalogue, (first, second), options.format)?;
        return Ok(ExitCode::SUCCESS);
    }
    let path = match &options.record {
        Some(path) => path.clone(),
        None => decisions::place(&options.dir, &Profile { shown: profile_of(&options.dir), ..Profile::default() }),
    };
    if let Some(workbook) = &options.from {
        return super::workbook::take(context, &catalogue, options, &path, workbook);
    }
    let (Some(obligation), Some(verdict), Some(by), Some(why)) =
        (&options.obligation, options.verdict, &options.by, &options.why)
    else {
        bail!("name the obligation, the determination, `--by` and `--why`");
    };
    let assessment = super::report::read(&options.assessment)
        .context("a determination relies on an assessment; name it with `--assessment`")?;
    let record = decisions::read(&path, &catalogue)?;
    let on = options.on.unwrap_or_else(|| super::as_of(&Profile::default()));
    let draft = Draft {
        obligation: obligation.clone(),
        verdict,
        by: by.clone(),
        on,
        until: options.until,
        why: why.clone(),
        evidence: Some(relied_on(&assessment, obligation)?),
        replaces: replaced(&record, obligation, on)?,
    };
    write(context, &catalogue, &path, &record, std::slice::from_ref(&draft))?;
    check(context, &catalogue, &path, &assessment, std::slice::from_ref(&draft))?;
    let before = record
        .current()
        .get(obligation.as_str())
        .map(|entry| format!("; replaces {} of {}", entry.verdict.name(), entry.on));
    super::print(&format!("{obligation}: {}, in {}{}\n", verdict.name(), path.display(), before.unwrap_or_default()));
    Ok(ExitCode::SUCCESS)
}

/// The profile of a folder, where there is one.
fn profile_of(dir: &Path) -> String {
    super::find_profile(dir).map(|path| path.to_string_lossy().replace('\\', "/")).unwrap_or_default()
}

/// The fingerprint of the evidence of an obligation.
pub(super) fn relied_on(assessment: &Assessment, obligation: &str) -> Result<String> {
    let Some(finding) = assessment.findings.iter().find(|finding| finding.obligation == obligation) else {
        bail!("the assessment has no obligation `{obligation}`; `iso20k explain CLAUSE` lists a clause's obligations");
    };
    Ok(fingerprint(finding, |path| hashes(assessment).get(path).copied()))
}

pub(super) fn hashes(assessment: &Assessment) -> BTreeMap<&str, &str> {
    assessment.documents.iter().map(|document| (document.path.as_str(), document.sha256.as_str())).collect()
}

/// The day of the determination that a new one replaces.
fn replaced(record: &Record, obligation: &str, on: Date) -> Result<Option<Date>> {
    let before = record.current().get(obligation).map(|entry| entry.on);
    if let Some(before) = before.filter(|before| *before > on) {
        bail!("`{obligation}` was determined on {before}, after {on}; a later determination replaces an earlier one");
    }
    Ok(before)
}

/// Adds to the record, and makes sure before it is written that nothing else of it changed.
pub(super) fn write(
    context: &Context,
    catalogue: &Catalogue,
    path: &Path,
    record: &Record,
    drafts: &[Draft],
) -> Result<()> {
    let text = if path.exists() { std::fs::read_to_string(path)? } else { String::new() };
    let added = append(&text, drafts).map_err(|why| anyhow::anyhow!("{} cannot be added to: {why}", path.display()))?;
    let read = decisions::parse(path, added.clone(), catalogue)?;
    let kept = read.entries.len() == record.entries.len() + drafts.len() && read.waivers.len() == record.waivers.len();
    let same =
        read.entries.iter().zip(&record.entries).all(|(is, was)| (&is.obligation, is.on) == (&was.obligation, was.on));
    let added_whole =
        read.entries.iter().rev().zip(drafts.iter().rev()).all(|(entry, draft)| {
            (&entry.obligation, &entry.by, &entry.why) == (&draft.obligation, &draft.by, &draft.why)
        });
    if !(kept && same && added_whole) {
        bail!("{} cannot be added to without changing what is in it; add by hand", path.display());
    }
    context.detail(&format!("{} determinations, {} of them new", read.entries.len(), drafts.len()));
    output::write(path, added.as_bytes())
}

/// Says what does not fit between what was decided and what was found.
pub(super) fn check(
    context: &Context,
    catalogue: &Catalogue,
    path: &Path,
    assessment: &Assessment,
    drafts: &[Draft],
) -> Result<()> {
    let record = decisions::read(path, catalogue)?;
    let is_new = |id: &str| drafts.iter().any(|draft| draft.obligation == id);
    let mut findings: Vec<_> =
        assessment.findings.iter().filter(|finding| is_new(&finding.obligation)).cloned().collect();
    let record = Record { waivers: Vec::new(), problems: Vec::new(), ..record };
    let on = drafts.iter().map(|draft| draft.on).max().unwrap_or_default();
    let decided = determinations::decide(&mut findings, &record, catalogue, &hashes(assessment), on);
    decided.problems.iter().for_each(|problem| context.say(&problem.to_string()));
    Ok(())
}

fn compare(context: &Context, catalogue: &Catalogue, (first, second): (&Path, &Path), look: Look) -> Result<()> {
    for path in [first, second] {
        if !path.is_file() {
            bail!("cannot read {}", path.display());
        }
    }
    let (a, b) = (decisions::read(first, catalogue)?, decisions::read(second, catalogue)?);
    a.problems.iter().chain(&b.problems).for_each(|problem| context.say(&problem.to_string()));
    super::print(&report::agreement(&determinations::agreement(&a, &b), look)?);
    Ok(())
}
