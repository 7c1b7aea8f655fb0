//! `iso20k catalogue`: what is asked, laid open.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use super::Context;
use crate::catalogue::Catalogue;
use crate::problem::Severity;

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List clauses, document types and register types
    List,
    /// Check every file of the catalogue and show all mistakes at once
    Validate,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    match options.command {
        Command::List => {
            super::print(&list(&context.catalogue()?));
            Ok(ExitCode::SUCCESS)
        }
        Command::Validate => Ok(validate(context)),
    }
}

fn list(catalogue: &Catalogue) -> String {
    let mut text = String::new();
    for clause in &catalogue.clauses {
        text.push_str(&format!("{:<9} {} ({})\n", clause.clause, clause.title, clause.obligations.len()));
    }
    text.push('\n');
    for document in catalogue.documents.values() {
        text.push_str(&format!("document  {:<36} {}\n", document.id, document.title));
    }
    for register in catalogue.registers.values() {
        text.push_str(&format!("register  {:<36} {}\n", register.id, register.title));
    }
    text
}

fn validate(context: &Context) -> ExitCode {
    let (catalogue, problems) = context.catalogue_and_problems();
    for problem in &problems {
        super::print(&format!("{problem}\n"));
    }
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let size = format!(
        "{} clauses, {} obligations, {} document types, {} register types, {} languages, {} rules",
        catalogue.clauses.len(),
        catalogue.obligations().count(),
        catalogue.documents.len(),
        catalogue.registers.len(),
        catalogue.languages.len(),
        catalogue.rules.len() + catalogue.registers.values().map(|register| register.rules.len()).sum::<usize>(),
    );
    super::print(&format!("{size}: {errors} mistakes\n"));
    if errors > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS }
}
