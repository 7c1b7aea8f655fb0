//! `iso20k report`, and what every command does that writes reports.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::Context;
use crate::assessment::{Assessment, ViewInfo, find_view, grouped_by};
use crate::problem::Problem;
use crate::report::terminal::{self, Options as Look};
use crate::report::{Format, Kind, Language, Templates, render_with};

/// Where reports go and which.
#[derive(Debug, Args)]
pub(super) struct Output {
    /// The folder for the reports
    #[arg(long, value_name = "DIR", default_value = "iso20k-report")]
    out: PathBuf,
    /// Which formats to write [possible values: json, md, html]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = format, default_value = "json,md,html")]
    format: Vec<Format>,
    /// Use report templates of this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Group the clauses by a view (`iso20k catalogue views`), or as the standard does by `clauses`
    #[arg(long, value_name = "ID")]
    view: Option<String>,
}

fn format(name: &str) -> Result<Format, String> {
    let known: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    Format::parse(name).ok_or_else(|| format!("the formats are {}", known.join(", ")))
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
    let assessment = read(&options.assessment)?;
    write(context, &options.output, assessment)?;
    Ok(ExitCode::SUCCESS)
}

/// Reads an assessment that an earlier run wrote.
pub(super) fn read(path: &Path) -> Result<Assessment> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let assessment: Assessment = serde_json::from_str(&text)
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

/// Whether the view asked for is among these.
pub(super) fn check_view(output: &Output, views: &[ViewInfo]) -> Result<()> {
    output.view.as_deref().map_or(Ok(()), |view| find_view(views, view).map(|_| ()))
}

/// Writes the reports asked for and prints the summary.
pub(super) fn write(context: &Context, output: &Output, assessment: Assessment) -> Result<()> {
    let assessment = match &output.view {
        Some(view) => grouped_by(assessment, view)?,
        None => assessment,
    };
    let (templates, problems) = match &output.templates {
        Some(folder) => Templates::with_overrides(folder),
        None => (Templates::embedded(), Vec::new()),
    };
    problems.iter().map(Problem::to_string).for_each(|problem| context.say(&problem));
    prepare(&output.out)?;
    let options = crate::report::Options { kind: Kind::GapAnalysis, language: Language::En, templates: &templates };
    let mut written = Vec::new();
    for format in &output.format {
        let path = output.out.join(format.file_name(options.kind));
        let bytes = render_with(*format, &assessment, &options)?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        written.push(path.display().to_string());
    }
    let look = Look { width: width(), color: context.colored(), unicode: unicode(), written: &written };
    if !context.global.quiet {
        super::print(&terminal::summary(&assessment, &look));
    }
    Ok(())
}

/// Creates the folder for reports and marks it, so that a later run does not read its own reports.
fn prepare(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).with_context(|| format!("cannot create the folder {}", dir.display()))?;
    let mark = dir.join(crate::corpus::REPORT_MARK);
    fs::write(mark, "Reports of iso20k; not read as evidence.\n")
        .with_context(|| format!("cannot write into {}", dir.display()))
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
