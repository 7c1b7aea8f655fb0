//! `iso20k audit`: what an internal auditor needs. `sample` draws rows of a register.

mod programme;
mod rows;
mod written;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use clap::{Args, Subcommand};

pub(super) use programme::index;

use super::{Context, Source, read};
use crate::audit;
use crate::catalogue::{Catalogue, RegisterType};
use crate::index::Index;
use crate::report::{self, Look};
#[cfg(feature = "binder")]
use crate::report::{Language, Words};

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Draw rows of a register: from every stratum, more of what is risky, one at least of each rare kind
    Sample(SampleOptions),
    /// Make a programme over a cycle: every clause, by risk, with independent auditors and dates
    Plan(programme::PlanOptions),
    /// Write working papers: criteria, evidence found, questions, samples, room for notes
    Sheets(programme::SheetsOptions),
    /// List findings and corrective actions: graded, what is overdue, what is missing
    Findings(programme::FindingsOptions),
}

#[derive(Debug, Args)]
struct SampleOptions {
    /// The register type, as `iso20k catalogue list` names it
    #[arg(value_name = "REGISTER")]
    register: String,
    #[command(flatten)]
    source: Source,
    /// How many rows
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..))]
    size: u32,
    /// Any number; the same draws the same rows again
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The file to write [default: the terminal; a PDF goes into a file]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How to write it [default: as the file is called, else text] [possible values: text, csv, json, md, pdf]
    #[arg(long, value_name = "FORMAT", value_parser = drawn)]
    format: Option<Drawn>,
    /// The language of a PDF: en, de
    #[cfg(feature = "binder")]
    #[arg(long, value_name = "LANG", value_parser = super::report::language, default_value = "en")]
    lang: Language,
}

/// How a sample is written.
#[derive(Debug, Clone, Copy)]
enum Drawn {
    Look(Look),
    /// Sheets to tick.
    #[cfg(feature = "binder")]
    Pdf,
}

fn drawn(name: &str) -> Result<Drawn, String> {
    #[cfg(feature = "binder")]
    if name == "pdf" {
        return Ok(Drawn::Pdf);
    }
    let more = if cfg!(feature = "binder") { ", pdf" } else { "" };
    look(name).map(Drawn::Look).map_err(|known| format!("{known}{more}"))
}

impl SampleOptions {
    /// The format asked for, else that of the file's name.
    fn drawn(&self) -> Result<Drawn> {
        let named = self.out.as_ref().and_then(|out| out.extension()).map(|end| end.to_string_lossy().to_lowercase());
        let named = match named.as_deref() {
            None | Some("txt") => "text".to_owned(),
            Some(end) => end.to_owned(),
        };
        self.format.map_or_else(|| drawn(&named).map_err(|why| anyhow!("`{named}` is no format: {why}")), Ok)
    }
}

/// A format of a listing by its name.
pub(in crate::cli) fn look(name: &str) -> Result<Look, String> {
    let known = Look::ALL.map(|(name, _)| name);
    Look::parse(name).ok_or_else(|| format!("the formats are {}", known.join(", ")))
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    match &options.command {
        Command::Sample(options) => sample(context, options),
        Command::Plan(options) => programme::plan(context, options),
        Command::Sheets(options) => programme::sheets(context, options),
        Command::Findings(options) => programme::findings(context, options),
    }
}

fn sample(context: &Context, options: &SampleOptions) -> Result<ExitCode> {
    let format = options.drawn()?;
    let catalogue = context.catalogue_of(options.source.dir(), &options.source.profile)?;
    let register = register(&catalogue, &options.register)?;
    let profile = options.source.profile(&catalogue)?;
    let as_of = super::as_of(&profile);
    let survey = read::survey(context, options.source.dir(), options.source.profile.git.into(), &profile, &catalogue)?;
    survey.index.problems.iter().for_each(|problem| context.say(&problem.to_string()));
    let population = survey.index.database.population(&catalogue, register, as_of)?;
    if population.rows.is_empty() {
        bail!("{}", nothing(&survey.index, register, &options.source.dir().display().to_string()));
    }
    let size = usize::try_from(options.size).unwrap_or(usize::MAX);
    let sample = audit::sample(&catalogue, register, &population, size, options.seed, as_of);
    match format {
        Drawn::Look(look) => {
            super::output::hand_out(options.out.as_deref(), report::sample(&sample, look)?.as_bytes())?;
        }
        #[cfg(feature = "binder")]
        Drawn::Pdf => {
            let organisation =
                profile.organisation.first().map(String::as_str).or(survey.index.organisation.as_deref());
            let sheets = report::ticks(&sample, organisation, Words::of(options.lang))?;
            super::output::hand_out(options.out.as_deref(), &sheets)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Why there is nothing to draw from.
fn nothing(index: &Index, register: &RegisterType, dir: &str) -> String {
    let is_such = |entry: &&crate::index::Entry| entry.facts.registers.iter().any(|it| it.register == register.id);
    let title = register.title.to_lowercase();
    let Some(entry) = index.documents.iter().find(is_such) else {
        return format!("no table in {dir} reads as {title}; `iso20k query --dir {dir}` shows what was found");
    };
    if crate::index::counts(&entry.facts) {
        format!("{title} in {} have no rows to draw from", entry.path)
    } else {
        format!("{title} in {} do not count: {}", entry.path, entry.facts.state.reason)
    }
}

/// The register type of that id, or what comes nearest.
fn register<'a>(catalogue: &'a Catalogue, id: &str) -> Result<&'a RegisterType> {
    if let Some(register) = catalogue.registers.get(id) {
        return Ok(register);
    }
    let mut near: Vec<(usize, &str)> =
        catalogue.registers.values().map(|known| (distance(id, known), known.id.as_str())).collect();
    near.sort_unstable();
    let names: Vec<String> = near.iter().take(3).map(|(_, id)| format!("`{id}`")).collect();
    bail!("no register type `{id}`; nearest are {}", names.join(", "))
}

/// How far what was typed is from a register's id or one of its English names.
fn distance(typed: &str, register: &RegisterType) -> usize {
    let typed = typed.to_lowercase().replace([' ', '_'], "-");
    let names = register.names.get("en").into_iter().flatten().map(|name| name.replace(' ', "-"));
    let names = names.filter(|name| !name.contains(['*', '&', '|']));
    let begins = |name: &str| name.starts_with(&typed) || typed.starts_with(name);
    let far = |name: &str| if begins(name) { 1 } else { 2 * edits(&typed, name) };
    names.map(|name| far(&name) + 1).chain([far(&register.id)]).min().unwrap_or(usize::MAX)
}

/// How many letters to change, add or leave out.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Files, load};

    #[test]
    fn what_was_nearly_typed_is_found() {
        let (catalogue, _) = load(&Files::embedded());
        assert_eq!(edits("incdent", "incident"), 1);
        assert_eq!(edits("", "abc"), 3);
        for (typed, meant) in
            [("incident", "incident-records"), ("change-record", "change-records"), ("risks", "risk-register")]
        {
            let said = register(&catalogue, typed).unwrap_err().to_string();
            assert!(said.contains(&format!("`{meant}`")), "{typed}: {said}");
        }
    }
}
