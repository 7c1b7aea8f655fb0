//! `iso20k crosswalk` and `iso20k tender`: what the evidence found serves beside the standard itself.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::Context;
use super::paper::Handed;
use crate::coverage::framework::{find, integrated};
use crate::coverage::tender::{Requirement, tender};
use crate::document::{self, Content, Limits, Row};
use crate::text::fold_field;

/// Headings of columns, as calls for tender have them.
const ID: &[&str] =
    &["id", "no", "nr", "number", "ref", "reference", "item", "req", "req id", "requirement id", "pos", "position"];
const TEXT: &[&str] = &[
    "requirement",
    "requirements",
    "text",
    "description",
    "requirement text",
    "question",
    "criterion",
    "anforderung",
    "beschreibung",
    "frage",
    "kriterium",
];
const CLAUSE: &[&str] = &["clause", "clauses", "standard", "norm", "klausel", "abschnitt", "iso 20000", "iso 20000-1"];

#[derive(Debug, Args)]
pub(super) struct CrosswalkOptions {
    /// The assessment.json whose evidence is looked at
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    /// The other standards (`iso20k catalogue crosswalk` lists all); the year may be left out
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "iso-9001,iso-27001")]
    to: Vec<String>,
    #[command(flatten)]
    handed: Handed,
}

#[derive(Debug, Args)]
pub(super) struct TenderOptions {
    /// The assessment.json whose evidence answers
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    /// The requirements as a table (CSV, XLSX, ODS): a column `requirement`, and where there are, `id` and `clause`
    #[arg(value_name = "REQUIREMENTS")]
    requirements: PathBuf,
    #[command(flatten)]
    handed: Handed,
}

pub(super) fn crosswalk(context: &Context, options: &CrosswalkOptions) -> Result<ExitCode> {
    let assessment = super::report::read(&options.assessment)?;
    let catalogue = context.catalogue()?;
    let mut walks = Vec::new();
    for id in &options.to {
        let Some(walk) = find(&catalogue.crosswalks, id) else {
            let known: Vec<&str> = catalogue.crosswalks.keys().map(String::as_str).collect();
            bail!("there is no crosswalk to `{id}`; there are {}", known.join(", "));
        };
        walks.push(walk);
    }
    options.handed.out(&integrated(&assessment, &walks), options.handed.words(Some(&assessment)))?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn answer(context: &Context, options: &TenderOptions) -> Result<ExitCode> {
    let assessment = super::report::read(&options.assessment)?;
    let asked = requirements(&options.requirements)?;
    let catalogue = context.catalogue()?;
    let vocabulary = context.vocabulary(&catalogue);
    let tender = tender(&assessment, &catalogue, &vocabulary, asked);
    options.handed.out(&tender, options.handed.words(Some(&assessment)))?;
    Ok(ExitCode::SUCCESS)
}

fn requirements(path: &Path) -> Result<Vec<Requirement>> {
    let shown = path.display();
    let limits = Limits::default();
    let size = std::fs::metadata(path).with_context(|| format!("cannot read {shown}"))?.len();
    if size > limits.file_bytes {
        bail!("{shown} is larger than {} MiB", limits.file_bytes >> 20);
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let format = document::sniff(&path.to_string_lossy(), &bytes[..bytes.len().min(4096)])
        .map_err(|why| anyhow::anyhow!("{shown} cannot be read: {why}"))?;
    if format.is_risky() {
        bail!("{shown} is no table of requirements; save it as CSV or XLSX");
    }
    let reading = document::read(format, &bytes, limits);
    if let Some(why) = reading.unread {
        bail!("{shown} cannot be read: {why}");
    }
    let tables = reading.document.blocks.iter().filter_map(|block| match &block.content {
        Content::Table(table) => from_rows(&table.rows),
        _ => None,
    });
    let found: Vec<Requirement> = tables.flatten().collect();
    if found.is_empty() {
        bail!("{shown} has no table with a column `requirement` and rows under it");
    }
    Ok(found)
}

/// Requirements of a table whose headings stand in one of its first rows.
fn from_rows(rows: &[Row]) -> Option<Vec<Requirement>> {
    let find = |row: &Row, names: &[&str]| row.cells.iter().position(|cell| names.contains(&fold_field(cell).trim()));
    let (head, text) = rows.iter().take(10).enumerate().find_map(|(at, row)| Some((at, find(row, TEXT)?)))?;
    let (id, clause) = (find(&rows[head], ID), find(&rows[head], CLAUSE));
    let cell = |row: &Row, at: Option<usize>| at.and_then(|at| row.cells.get(at)).unwrap_or_default().trim().to_owned();
    let rows = rows[head + 1..].iter().map(|row| Requirement {
        id: cell(row, id),
        text: cell(row, Some(text)),
        clause: cell(row, clause),
    });
    Some(rows.filter(|one| !one.text.is_empty() || !one.clause.is_empty()).collect())
}
