//! `iso20k report`, and what every command does that writes reports.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;

use super::{Context, output};
use crate::assessment::personal::{Persons, without_personal_data};
use crate::assessment::{Assessment, ViewInfo, check_clauses, find_view, grouped_by, limited_to};
use crate::pack;
use crate::problem::Problem;
use crate::report::terminal::{self, Options as Look};
use crate::report::{self, Format, Kind, Language, Templates, below, render_with};

/// Where reports go and which.
#[derive(Debug, Clone, Args)]
pub(super) struct Output {
    /// The folder for the reports
    #[arg(long, value_name = "DIR", default_value = "iso20k-report")]
    out: PathBuf,
    /// Which formats to write [possible values: json, md, html, csv, docx, xlsx, pdf, sarif,
    /// junit, github, gitlab, azure, oscal-ar, oscal-poam]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = format, default_value = "json,md,html")]
    format: Vec<Format>,
    /// Which reports to write [possible values: gap-analysis, readiness]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = kind, default_value = "gap-analysis")]
    kind: Vec<Kind>,
    /// The language of the reports: en, de [default: the profile's, else en]
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
    /// Limit the reports to clauses and what stands under them, such as 8.6,9
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    clauses: Vec<String>,
    /// Use report templates and words of this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Write Word reports into this document: its styles, headers and footers are kept
    #[cfg(feature = "docx")]
    #[arg(long, value_name = "FILE")]
    docx_template: Option<PathBuf>,
    /// Group the clauses by a view (`iso20k catalogue views`), or as the standard does by `clauses`
    #[arg(long, value_name = "ID")]
    view: Option<String>,
    /// The assessed folder from the root of its repository, for formats by which a code host shows files
    #[arg(long, value_name = "DIR", default_value = "")]
    prefix: String,
    /// Put marks in the place of personal data: persons named by control tables and registers, mail addresses, phone
    /// numbers, numbers of persons; paths stay (assessment.json is written so too)
    #[arg(long)]
    redact: bool,
    /// The day of a planned audit (stage 2): readiness by then, and what falls due before it
    #[arg(long, value_name = "YYYY-MM-DD")]
    audit: Option<jiff::civil::Date>,
}

impl Output {
    /// The same into a folder of this one.
    pub(super) fn within(&self, name: &str) -> Self {
        Self { out: self.out.join(name), ..self.clone() }
    }

    /// A planned audit is of readiness, and not past.
    pub(super) fn check_audit(&self, today: jiff::civil::Date) -> Result<()> {
        let Some(audit) = self.audit else { return Ok(()) };
        if !self.kind.contains(&Kind::Readiness) {
            bail!("`--audit` is for readiness; add `--kind readiness`");
        }
        super::plan::not_past(audit, today)
    }

    /// Whether personal data is to be left out.
    pub(super) fn redacts(&self) -> bool {
        self.redact
    }

    /// The folder for the reports.
    pub(super) fn folder(&self) -> &Path {
        &self.out
    }
}

fn format(name: &str) -> Result<Format, String> {
    let known: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    Format::parse(name).ok_or_else(|| format!("the formats are {}", known.join(", ")))
}

fn kind(name: &str) -> Result<Kind, String> {
    let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    Kind::parse(name).ok_or_else(|| format!("the reports are {}", known.join(", ")))
}

pub(super) fn language(code: &str) -> Result<Language, String> {
    let known: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
    Language::parse(code).ok_or_else(|| format!("the languages are {}", known.join(", ")))
}

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The assessment.json to render
    #[arg(value_name = "ASSESSMENT", required_unless_present = "eject")]
    assessment: Option<PathBuf>,
    /// Copy the templates and words of the reports into a folder, to be changed and used with `--templates`
    #[arg(long, value_name = "DIR", conflicts_with = "assessment")]
    eject: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    if let Some(folder) = &options.eject {
        eject(context, folder)?;
    }
    if let Some(path) = &options.assessment {
        let assessment = read(path)?;
        if options.output.audit.is_some() {
            options.output.check_audit(super::plan::date(&assessment)?)?;
        }
        let clauses: Vec<&str> = assessment.clauses.iter().map(|clause| clause.clause.as_str()).collect();
        let templates = ready(context, &options.output, &assessment.views, &clauses)?;
        write(context, &options.output, &templates, assessment)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Copies templates and words out, never over a file that is there.
fn eject(context: &Context, folder: &Path) -> Result<()> {
    for (name, text) in Templates::embedded().files() {
        let path = folder.join(name);
        if path.exists() {
            context.say(&format!("left as it is: {}", path.display()));
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot create the folder {}", parent.display()))?;
        }
        output::write(&path, text.as_bytes())?;
        super::print(&format!("{}\n", path.display()));
    }
    Ok(())
}

/// Reads an assessment that an earlier run wrote, or the one inside an evidence pack that somebody else sent, if
/// that is as it was made.
pub(super) fn read(path: &Path) -> Result<Assessment> {
    let shown = || format!("cannot read {}", path.display());
    let mut file = fs::File::open(path).with_context(shown)?;
    let mut start = [0; 2];
    let is_pack = file.read_exact(&mut start).is_ok() && &start == b"PK";
    if !is_pack {
        return parsed(path, &fs::read(path).with_context(shown)?);
    }
    let length = file.metadata().with_context(shown)?.len();
    let bytes = pack::assessment(std::io::BufReader::new(file), length)
        .map_err(|why| anyhow!("the pack {} cannot be used: {why}", path.display()))?;
    parsed(path, &bytes)
}

fn parsed(path: &Path, bytes: &[u8]) -> Result<Assessment> {
    let assessment: Assessment = serde_json::from_slice(bytes)
        .with_context(|| format!("{} is no assessment of this version; assess the documents again", path.display()))?;
    if assessment.format != crate::assessment::FORMAT {
        bail!(
            "{} is of format `{}`, this program writes `{}`; assess the documents again",
            path.display(),
            assessment.format,
            crate::assessment::FORMAT
        );
    }
    Ok(assessment)
}

/// All that can be wrong with what is asked for is said before any work is done.
pub(super) fn ready(context: &Context, output: &Output, views: &[ViewInfo], clauses: &[&str]) -> Result<Templates> {
    output.view.as_deref().map_or(Ok(()), |view| find_view(views, view).map(|_| ()))?;
    check_clauses(&output.clauses, clauses.iter().copied())?;
    let (templates, problems) = match &output.templates {
        Some(folder) => Templates::with_overrides(folder),
        None => (Templates::embedded(), Vec::new()),
    };
    problems.iter().map(Problem::to_string).for_each(|problem| context.say(&problem));
    #[cfg(feature = "docx")]
    let templates = framed(output, templates)?;
    Ok(templates)
}

/// The templates with a user's own Word document around the Word report.
#[cfg(feature = "docx")]
fn framed(output: &Output, templates: Templates) -> Result<Templates> {
    let Some(path) = &output.docx_template else { return Ok(templates) };
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    templates.framed(&bytes).map_err(|why| anyhow!("the Word template {} {why}", path.display()))
}

/// The folder for the reports is there and can be written.
pub(super) fn prepare(output: &Output) -> Result<()> {
    output::prepare(&output.out)
}

/// An assessment limited to the clauses asked for; once is as good as twice.
pub(super) fn limited(output: &Output, assessment: Assessment) -> Result<Assessment> {
    if output.clauses.is_empty() { Ok(assessment) } else { limited_to(assessment, &output.clauses) }
}

/// Writes the reports asked for and prints the summary.
pub(super) fn write(context: &Context, output: &Output, templates: &Templates, assessment: Assessment) -> Result<()> {
    let (assessment, written) = write_quietly(output, templates, assessment)?;
    let look = Look { width: width(), color: context.colored(), unicode: unicode(), written: &written };
    if !context.global.quiet {
        super::print(&report::inert(&terminal::summary(&assessment, &look)));
    }
    Ok(())
}

/// Writes the reports asked for; gives what they are of, and their paths.
pub(super) fn write_quietly(
    output: &Output,
    templates: &Templates,
    assessment: Assessment,
) -> Result<(Assessment, Vec<String>)> {
    let mut assessment = limited(output, assessment)?;
    if output.redact {
        // What `assess` redacted, by all that the documents name, is not changed by this.
        (assessment, _) = without_personal_data(&assessment, &Persons::of(&assessment))?;
    }
    if let Some(view) = &output.view {
        assessment = grouped_by(assessment, view)?;
    }
    prepare(output)?;
    let usual = assessment.report.language.as_deref().and_then(Language::parse);
    let language = output.lang.or(usual).unwrap_or_default();
    let mut written: Vec<String> = Vec::new();
    let from_root = below(assessment.clone(), &output.prefix);
    for kind in &output.kind {
        let formats = output.format.iter().filter(|format| format.has(*kind));
        for format in formats {
            let path = output.out.join(format.file_name(*kind));
            let shown = path.display().to_string();
            if written.contains(&shown) {
                continue;
            }
            let options = report::Options { kind: *kind, language, templates, audit: output.audit };
            let shown_files = if matches!(format, Format::Machine(_)) { &from_root } else { &assessment };
            output::write(&path, &render_with(*format, shown_files, &options)?)?;
            written.push(shown);
        }
    }
    Ok((assessment, written))
}

/// Columns of the terminal; 80 where there is none.
fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0))
}

/// Whether the locale shows more than ASCII; where none is set, as in most CI, it does.
fn unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    locale.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf") || (locale != "c" && locale != "posix" && !locale.contains("8859"))
    })
}
