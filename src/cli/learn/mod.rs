//! `iso20k learn`: a guided walk through a clause, from the catalogue's own data.

mod lesson;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use super::Context;
use super::paper::Handed;
use crate::catalogue::{Catalogue, Clause};
use crate::report::Words;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// A clause (8.6.1), or what stands above several (8.6); without it, the way through all of them
    #[arg(value_name = "CLAUSE")]
    clause: Option<String>,
    #[command(flatten)]
    handed: Handed,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let catalogue = context.catalogue()?;
    let words = options.handed.words(None);
    let Some(number) = &options.clause else {
        super::print(&overview(&catalogue, words));
        return Ok(ExitCode::SUCCESS);
    };
    let under = |clause: &&Clause| {
        clause.clause.strip_prefix(number.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let clauses: Vec<&Clause> = catalogue.clauses.iter().filter(under).collect();
    if clauses.is_empty() {
        bail!("there is no clause `{number}`; `iso20k learn` lists all");
    }
    let lesson = lesson::Teacher { catalogue: &catalogue, words }.lesson(number, &clauses);
    options.handed.out(&lesson, words)?;
    Ok(ExitCode::SUCCESS)
}

fn overview(catalogue: &Catalogue, words: &Words) -> String {
    let mut text = format!("{}\n\n", words.get("learn", "overview"));
    for clause in catalogue.clauses.iter().filter(|clause| !clause.obligations.is_empty()) {
        text.push_str(&format!(
            "  {:<9} {:<58} {}\n",
            clause.clause,
            words.name(&clause.title),
            words.count(clause.obligations.len(), "obligation")
        ));
    }
    text
}
