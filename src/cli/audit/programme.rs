//! `iso20k audit plan`, `sheets` and `findings`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use jiff::civil::Date;

use super::{rows, written};
use crate::assessment::{Assessment, check_clauses};
use crate::audit::areas::Past;
use crate::audit::programme::{Programme, Terms, programme};
use crate::audit::raised;
use crate::audit::sheets::{self, Sheet};
use crate::audit::{self};
use crate::catalogue::Catalogue;
use crate::cli::paper::{Handed, form, language};
use crate::cli::{Context, Source, output, read};
use crate::index::Index;
use crate::report::paper::{Form, Worded, print};
use crate::report::{Language, Words};

#[derive(Debug, Args)]
pub(super) struct PlanOptions {
    /// The assessment.json that says where the risks are
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    /// The documents, whose registers tell of audits and findings before
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// How long the cycle is
    #[arg(long, value_name = "YEARS", default_value = "3y", value_parser = ["1y", "2y", "3y"])]
    cycle: String,
    /// The first day of the cycle [default: the date of the assessment]
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Date>,
    /// Audits a year
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=52))]
    a_year: u8,
    /// Who audits: names, or a YAML file with `auditors: [{name: …, works_in: [8.6]}]`
    #[arg(long, value_name = "NAMES|FILE", value_delimiter = ',')]
    auditors: Vec<String>,
    #[command(flatten)]
    handed: Handed,
}

#[derive(Debug, Args)]
pub(super) struct SheetsOptions {
    /// The assessment.json with what documents hold
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    /// The programme, as `audit plan --format json` writes it; a working paper an audit
    #[arg(long, value_name = "FILE", required_unless_present = "clauses")]
    programme: Option<PathBuf>,
    /// Only this audit of the programme, such as IA-2027-1
    #[arg(long, value_name = "ID", requires = "programme")]
    audit: Option<String>,
    /// One working paper for these clauses instead, and what stands under them
    #[arg(long, value_name = "LIST", value_delimiter = ',', conflicts_with = "programme")]
    clauses: Vec<String>,
    /// The documents, to draw samples of their registers
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Rows of each sample
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..))]
    size: u16,
    /// Any number; the same draws the same rows again
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The folder for the working papers
    #[arg(long, value_name = "DIR", default_value = "audit-sheets")]
    out: PathBuf,
    /// How to write them [possible values: csv, json, md, html, xlsx, docx, pdf]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = form, default_value = "md,html")]
    format: Vec<Form>,
    /// The language: en, de [default: that of the assessment's reports, else en]
    #[arg(long, value_name = "LANG", value_parser = crate::cli::report::language)]
    lang: Option<Language>,
}

#[derive(Debug, Args)]
pub(super) struct FindingsOptions {
    /// The assessment.json: its date, and the clauses there are
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    /// The documents, whose registers of findings and corrective actions are read
    #[arg(long, value_name = "DIR", required_unless_present = "findings")]
    dir: Option<PathBuf>,
    /// Findings that an auditor wrote down: YAML (`findings: [{…}]`) or CSV, with the columns that
    /// `--format csv` shows
    #[arg(long, value_name = "FILE")]
    findings: Vec<PathBuf>,
    /// The date as of which they are overdue [default: that of the assessment]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    #[command(flatten)]
    handed: Handed,
}

fn clauses(assessment: &Assessment) -> Vec<&str> {
    assessment.clauses.iter().map(|clause| clause.clause.as_str()).collect()
}

fn as_of(assessment: &Assessment) -> Result<Date> {
    assessment
        .as_of
        .parse()
        .with_context(|| format!("the assessment is as of `{}`, which is no date", assessment.as_of))
}

/// The documents as registers, read as `assess` reads them.
pub(in crate::cli) fn index(context: &Context, dir: &Path) -> Result<(Catalogue, Index)> {
    let profile = crate::cli::Profiled { profile: None, git: crate::cli::Git::Auto };
    let catalogue = context.catalogue_of(dir, &profile)?;
    let source = Source { dir: Some(dir.to_owned()), as_of: None, organisation: None, profile };
    let profile = source.profile(&catalogue)?;
    let survey = read::survey(context, dir, source.profile.git.into(), &profile, &catalogue)?;
    survey.index.problems.iter().for_each(|problem| context.say(&problem.to_string()));
    Ok((catalogue, survey.index))
}

pub(super) fn plan(context: &Context, options: &PlanOptions) -> Result<ExitCode> {
    let assessment = crate::cli::report::read(&options.assessment)?;
    let today = as_of(&assessment)?;
    let from = options.from.unwrap_or(today);
    if from < today {
        bail!("a cycle from {from} begins before the assessment, which is as of {today}");
    }
    let auditors = written::auditors(&options.auditors)?;
    for auditor in &auditors {
        check_clauses(&auditor.works_in, clauses(&assessment).into_iter())
            .with_context(|| format!("`works_in` of {}", auditor.name))?;
    }
    let past = match &options.dir {
        Some(dir) => {
            let (catalogue, index) = index(context, dir)?;
            rows::past(&catalogue, &index, today, &clauses(&assessment))?
        }
        None => Past::default(),
    };
    let years = options.cycle.trim_end_matches('y').parse().unwrap_or(3);
    let terms = Terms { years, from, a_year: options.a_year.into(), auditors };
    let programme = programme(&assessment, &past, &terms);
    options.handed.out(&programme, options.handed.words(Some(&assessment)))?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn sheets(context: &Context, options: &SheetsOptions) -> Result<ExitCode> {
    let assessment = crate::cli::report::read(&options.assessment)?;
    let mut sheets = asked(options, &assessment)?;
    if let Some(dir) = &options.dir {
        let (catalogue, index) = index(context, dir)?;
        for sheet in &mut sheets {
            sheet.samples = samples(&catalogue, &index, sheet, options, as_of(&assessment)?)?;
        }
    }
    output::prepare(&options.out)?;
    let words = Words::of(language(options.lang, Some(&assessment)));
    for sheet in &sheets {
        for form in &options.format {
            // Ids of audits come from a file that anybody may have written.
            let name: String = sheet.audit.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let name = if name.is_empty() { "working-paper".into() } else { name };
            let path = options.out.join(format!("{name}.{}", form.extension()));
            output::write(&path, &print(&Worded { what: sheet, words }, *form)?)?;
            crate::cli::print(&format!("{}\n", path.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn asked(options: &SheetsOptions, assessment: &Assessment) -> Result<Vec<Sheet>> {
    let Some(path) = &options.programme else {
        check_clauses(&options.clauses, clauses(assessment).into_iter())?;
        return Ok(vec![sheets::of_clauses(assessment, &options.clauses)]);
    };
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let programme: Programme = serde_json::from_str(&text)
        .with_context(|| format!("{} is no programme; `iso20k audit plan --format json` writes one", path.display()))?;
    let sheets = sheets::of_programme(assessment, &programme, options.audit.as_deref());
    if sheets.is_empty() {
        let known: Vec<&str> = programme.audits.iter().map(|audit| audit.id.as_str()).collect();
        bail!("there is no such audit; the programme has {}", known.join(", "));
    }
    Ok(sheets)
}

/// Rows of every register that bears on what is audited.
fn samples(
    catalogue: &Catalogue,
    index: &Index,
    sheet: &Sheet,
    options: &SheetsOptions,
    as_of: Date,
) -> Result<Vec<audit::Sample>> {
    let audited: Vec<&str> = sheet
        .areas
        .iter()
        .flat_map(|area| &area.criteria)
        .filter_map(|criterion| criterion.obligation.split('/').next())
        .collect();
    let mut samples = Vec::new();
    for register in catalogue.registers.values().filter(|register| register.sample.is_some()) {
        // Its first clause is the one a register belongs to.
        if !register.clauses.first().is_some_and(|clause| audited.contains(&clause.as_str())) {
            continue;
        }
        let population = index.database.population(catalogue, register, as_of)?;
        if !population.rows.is_empty() {
            samples.push(audit::sample(catalogue, register, &population, options.size.into(), options.seed, as_of));
        }
    }
    Ok(samples)
}

pub(super) fn findings(context: &Context, options: &FindingsOptions) -> Result<ExitCode> {
    let assessment = crate::cli::report::read(&options.assessment)?;
    let as_of = options.as_of.map_or_else(|| as_of(&assessment), Ok)?;
    let mut entries = Vec::new();
    for path in &options.findings {
        entries.extend(written::findings(path, &assessment)?);
    }
    if let Some(dir) = &options.dir {
        let (catalogue, index) = index(context, dir)?;
        entries.extend(rows::entries(&catalogue, &index, as_of)?);
    }
    let findings = raised::findings(entries, &clauses(&assessment), as_of, assessment.organisation.name.clone());
    if findings.findings.is_empty() {
        context.say("no findings and no corrective actions were found");
    }
    options.handed.out(&findings, options.handed.words(Some(&assessment)))?;
    Ok(ExitCode::SUCCESS)
}
