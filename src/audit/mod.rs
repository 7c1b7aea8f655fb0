//! What an internal auditor needs: a programme, working papers, samples of records, findings.

pub mod areas;
mod lot;
pub mod names;
pub mod programme;
#[cfg(test)]
mod programme_tests;
pub mod raised;
pub mod sheets;
pub mod sourcing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::catalogue::{Catalogue, ColumnKind, RegisterType};
use crate::index::{Member, Population};
use crate::text::fold_field;

pub use lot::{Draw, Frame, Pick, Stratum, Unit, draw};

/// Most tests of one sample: more boxes than that nobody ticks with care.
const ATTRIBUTES: usize = 8;

/// A sample as reports show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// Register type.
    pub register: String,
    /// What it is called.
    pub title: String,
    /// The date as of which it was drawn, `2026-11-22`.
    pub as_of: String,
    /// The seed it can be drawn from again.
    pub seed: u64,
    /// How many rows were asked for.
    pub size: usize,
    /// How many rows there are.
    pub population: usize,
    /// Where they are.
    pub tables: Vec<TableInfo>,
    /// What the strata are by.
    pub strata_by: Vec<String>,
    /// What they are not by, and why.
    pub left_out: Vec<LeftOut>,
    /// The strata.
    pub strata: Vec<StratumInfo>,
    /// Rare kinds for which the sample is too small.
    pub missed: Vec<String>,
    /// What each row is to be looked at for.
    pub attributes: Vec<Attribute>,
    /// The columns shown.
    pub columns: Vec<String>,
    /// The rows drawn.
    pub sample: Vec<Drawn>,
}

/// What a row is to be looked at for: one of the auditors' tests that the rows of the register decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attribute {
    /// The test, `A37`.
    pub id: String,
    /// What must hold.
    pub title: String,
}

/// A table of the population.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableInfo {
    /// The document.
    pub path: String,
    /// Which of its tables, from 1.
    pub table: i64,
    /// How many rows it has.
    pub rows: usize,
}

/// A column by which the strata are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The column.
    pub column: String,
    /// Why.
    pub why: String,
}

/// A stratum in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StratumInfo {
    /// What its rows say, in the order of [`Sample::strata_by`].
    pub values: Vec<String>,
    /// How many rows it has.
    pub rows: usize,
    /// How many were drawn.
    pub drawn: usize,
}

/// A row drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drawn {
    /// The document.
    pub path: String,
    /// Where in it.
    pub place: String,
    /// Its cells, in the order of [`Sample::columns`].
    pub cells: Vec<String>,
    /// What its stratum says.
    pub stratum: Vec<String>,
    /// Why it was drawn.
    pub why: Vec<String>,
}

/// Draws a sample of `size` rows of a register.
#[must_use]
pub fn sample(
    catalogue: &Catalogue,
    register: &RegisterType,
    population: &Population,
    size: usize,
    seed: u64,
    as_of: Date,
) -> Sample {
    let frame = frame(register, population);
    let drawn = draw(&frame, size, seed);
    let shown = shown(register, population);
    let strata: Vec<StratumInfo> = drawn
        .strata
        .into_iter()
        .map(|stratum| StratumInfo { values: stratum.values, rows: stratum.rows, drawn: stratum.drawn })
        .collect();
    let rows = drawn.picks.into_iter().map(|pick| {
        let member = &population.rows[pick.unit];
        Drawn {
            path: member.path.clone(),
            place: member.place.clone(),
            cells: shown.iter().map(|column| member.cells[*column].clone()).collect(),
            stratum: strata[pick.stratum].values.clone(),
            why: pick.why,
        }
    });
    Sample {
        register: register.id.clone(),
        title: register.title.clone(),
        as_of: as_of.to_string(),
        seed,
        size,
        population: population.rows.len(),
        tables: tables(population),
        strata_by: drawn.by,
        left_out: drawn.left_out.into_iter().map(|(column, why)| LeftOut { column, why }).collect(),
        sample: rows.collect(),
        strata,
        missed: drawn.missed,
        attributes: attributes(catalogue, register),
        columns: shown.iter().map(|column| population.columns[*column].clone()).collect(),
    }
}

/// The tests that the register's rules decide, in their order.
fn attributes(catalogue: &Catalogue, register: &RegisterType) -> Vec<Attribute> {
    let mut attributes: Vec<Attribute> = Vec::new();
    for id in register.rules.iter().flat_map(|rule| &rule.tests) {
        let Some(test) = catalogue.tests.get(id) else { continue };
        if attributes.len() < ATTRIBUTES && attributes.iter().all(|known| known.id != *id) {
            attributes.push(Attribute { id: id.clone(), title: test.title.clone() });
        }
    }
    attributes
}

fn tables(population: &Population) -> Vec<TableInfo> {
    let mut tables: Vec<TableInfo> = Vec::new();
    for row in &population.rows {
        match tables.last_mut().filter(|table| table.path == row.path && table.table == row.part) {
            Some(table) => table.rows += 1,
            None => tables.push(TableInfo { path: row.path.clone(), table: row.part, rows: 1 }),
        }
    }
    tables
}

/// The rows with what the catalogue says groups them. Spellings of one value count as one.
fn frame(register: &RegisterType, population: &Population) -> Frame {
    let at = |column: &String| population.columns.iter().position(|known| known == column);
    let by: Vec<(String, usize)> = register
        .sample
        .iter()
        .flat_map(|sample| &sample.by)
        .filter_map(|column| Some((column.clone(), at(column)?)))
        .collect();
    let date = register.sample.as_ref().and_then(|sample| sample.date.clone());
    let date = date.and_then(|column| Some((at(&column)?, column)));
    let spellings: Vec<BTreeMap<String, String>> =
        by.iter().map(|(_, column)| spellings(&population.rows, *column)).collect();
    let units = population.rows.iter().map(|member| Unit {
        identity: member.cells.join("\u{1f}"),
        values: by
            .iter()
            .zip(&spellings)
            .map(|((_, column), known)| known.get(&fold_field(&member.cells[*column])).cloned().unwrap_or_default())
            .collect(),
        date: date.as_ref().and_then(|(column, _)| member.cells[*column].get(..10)?.parse().ok()),
        risks: member.risks.clone(),
    });
    let units = units.collect();
    Frame { by: by.into_iter().map(|(name, _)| name).collect(), date: date.map(|(_, name)| name), units }
}

/// Folded values and the spelling that stands for all of each: the first in the alphabet.
fn spellings(rows: &[Member], column: usize) -> BTreeMap<String, String> {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for cell in rows.iter().map(|row| row.cells[column].trim()).filter(|cell| !cell.is_empty()) {
        let spelling = known.entry(fold_field(cell)).or_insert_with(|| cell.to_owned());
        if cell < spelling.as_str() {
            cell.clone_into(spelling);
        }
    }
    known
}

/// The columns that tell a reader which row it is, and those that group it.
fn shown(register: &RegisterType, population: &Population) -> Vec<usize> {
    let at = |column: &String| population.columns.iter().position(|known| known == column);
    let ids = register.columns.iter().filter(|(_, column)| column.kind == ColumnKind::Id).map(|(id, _)| id);
    let mut shown: Vec<usize> = ids.filter_map(at).collect();
    if shown.is_empty() {
        let named = register.columns.iter().filter(|(_, column)| column.identifies && column.kind == ColumnKind::Text);
        shown.extend(named.filter_map(|(id, _)| at(id)).take(1));
    }
    let sample = register.sample.iter();
    let grouping = sample.flat_map(|sample| sample.by.iter().chain(&sample.date)).filter_map(at);
    for column in grouping {
        if !shown.contains(&column) {
            shown.push(column);
        }
    }
    shown
}
