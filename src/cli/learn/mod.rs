//! `iso20k learn`: a guided walk through a clause, from the catalogue's own data.

mod lesson;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use super::audit::form;
use super::{Context, output};
use crate::catalogue::{Catalogue, Clause};
use crate::report::paper::{Form, print};
use crate::report::{Language, Words};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// A clause (8.6.1), or what stands above several (8.6); without it, the way through all of them
    #[arg(value_name = "CLAUSE")]
    clause: Option<String>,
    /// How to write it [possible values: text, csv, json, md, html, xlsx, docx, pdf]
    #[arg(long, value_name = "FORMAT", value_parser = form, default_value = "text")]
    format: Form,
    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The language: en, de
    #[arg(long, value_name = "LANG", value_parser = super::report::language, default_value = "en")]
    lang: Language,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let catalogue = context.catalogue()?;
    let Some(number) = &options.clause else {
        super::print(&overview(&catalogue, Words::of(options.lang)));
        return Ok(ExitCode::SUCCESS);
    };
    let under = |clause: &&Clause| {
        clause.clause.strip_prefix(number.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let clauses: Vec<&Clause> = catalogue.clauses.iter().filter(under).collect();
    if clauses.is_empty() {
        bail!("there is no clause `{number}`; `iso20k learn` lists all");
    }
    let lesson = lesson::Teacher { catalogue: &catalogue, words: Words::of(options.lang) }.lesson(number, &clauses);
    output::hand_out(options.out.as_deref(), &print(&lesson, options.format)?)?;
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
