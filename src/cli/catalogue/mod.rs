//! `iso20k catalogue`: what is asked, laid open.

mod show;
mod walk;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand, ValueEnum};

use super::Context;
use crate::catalogue::{Catalogue, export};
use crate::problem::Severity;

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List clauses, document and register types, views, crosswalks and guidance
    List,
    /// Show anything by its id, or how much of each clause a scan of documents can determine
    Show {
        /// Whatever `iso20k explain` knows: a clause, an obligation, a type, a rule, a view, a crosswalk
        #[arg(value_name = "ID", required_unless_present = "coverage")]
        id: Option<String>,
        /// For each clause: how many obligations documents can determine, in part, or only asking can
        #[arg(long)]
        coverage: bool,
    },
    /// Check every file of the catalogue, or of your own laid over it, and show all mistakes at once
    Validate {
        /// A folder laid out like `controls/`; the same as `--catalogue DIR`
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// Write the catalogue in a format that other tools read
    Export {
        /// The format
        #[arg(long, value_enum, default_value = "json", value_name = "FORMAT")]
        format: Format,
        /// Write to a file instead of stdout
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Show what answers to each clause in another framework
    Crosswalk(walk::Options),
    /// List the views: other groupings of the clauses
    Views,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Everything, for tools
    Json,
    /// The obligations, one row each
    Csv,
    /// A workbook to filter and sort
    Xlsx,
    /// A NIST OSCAL catalog
    Oscal,
    /// A page to read
    Markdown,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    match &options.command {
        Command::List => super::print(&show::list(&context.catalogue()?)),
        Command::Show { coverage: true, .. } => super::print(&show::coverage(&context.catalogue()?)),
        Command::Show { id, .. } => {
            return super::explain::print(&context.catalogue()?, id.as_deref().unwrap_or_default());
        }
        Command::Validate { dir } => return validate(context, dir.as_ref()),
        Command::Export { format, out } => write(&context.catalogue()?, *format, out.as_deref())?,
        Command::Crosswalk(options) => super::print(&walk::show(&context.catalogue()?, options)?),
        Command::Views => super::print(&show::views(&context.catalogue()?)),
    }
    Ok(ExitCode::SUCCESS)
}

fn write(catalogue: &Catalogue, format: Format, out: Option<&std::path::Path>) -> Result<()> {
    let bytes = match format {
        Format::Json => export::json(catalogue),
        Format::Csv => export::csv(catalogue),
        Format::Xlsx => export::xlsx(catalogue)?,
        Format::Oscal => export::oscal(catalogue),
        Format::Markdown => export::markdown(catalogue).into_bytes(),
    };
    match out {
        Some(file) => std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display())),
        None => {
            super::print_bytes(&bytes);
            Ok(())
        }
    }
}

fn validate(context: &Context, dir: Option<&PathBuf>) -> Result<ExitCode> {
    if let Some(dir) = dir.filter(|dir| !dir.is_dir()) {
        bail!("`{}` is no folder", dir.display());
    }
    let (catalogue, problems) = context.catalogue_and_problems(dir.map_or(&[], std::slice::from_ref));
    for problem in &problems {
        super::print(&format!("{problem}\n"));
    }
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let size = format!(
        "{} clauses, {} obligations, {} document types, {} register types, {} languages, {} rules, {} views, {} crosswalks",
        catalogue.clauses.len(),
        catalogue.obligations().count(),
        catalogue.documents.len(),
        catalogue.registers.len(),
        catalogue.languages.len(),
        catalogue.rules.len() + catalogue.registers.values().map(|register| register.rules.len()).sum::<usize>(),
        catalogue.views.len(),
        catalogue.crosswalks.len(),
    );
    super::print(&format!("{size}: {}\n", super::count(errors, "mistake")));
    Ok(if errors > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS })
}
