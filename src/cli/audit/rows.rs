//! What registers of the documents say of audits, findings and corrective actions.

use std::collections::BTreeMap;

use anyhow::Result;
use jiff::civil::Date;

use crate::audit::areas::Past;
use crate::audit::names::clauses_named;
use crate::audit::raised::{self, Entry, Source, Written};
use crate::catalogue::Catalogue;
use crate::index::Index;

/// Registers whose rows are findings.
const OF_FINDINGS: [&str; 2] = ["audit-findings", "corrective-actions"];
/// The register whose rows are audits.
const PROGRAMME: &str = "audit-programme";

/// A row by the names of its columns.
struct Row {
    source: Source,
    cells: BTreeMap<String, String>,
    closed: bool,
}

impl Row {
    fn take(&mut self, columns: &[&str]) -> String {
        columns.iter().find_map(|column| self.cells.remove(*column).filter(|cell| !cell.is_empty())).unwrap_or_default()
    }
}

/// Findings and corrective actions that stand in registers.
pub(super) fn entries(catalogue: &Catalogue, index: &Index, as_of: Date) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for register in OF_FINDINGS {
        entries.extend(rows(catalogue, index, register, as_of)?.into_iter().map(entry));
    }
    Ok(entries)
}

fn entry(mut row: Row) -> Entry {
    let written = Written {
        id: row.take(&["id"]),
        audit: row.take(&["audit", "source"]),
        clause: row.take(&["clause"]),
        grade: row.take(&["grade"]),
        finding: row.take(&["finding", "description"]),
        evidence: String::new(),
        cause: row.take(&["cause"]),
        correction: row.take(&["correction"]),
        action: row.take(&["action"]),
        owner: row.take(&["owner"]),
        due: row.take(&["due"]),
        closed: row.take(&["closed"]),
        effectiveness: row.take(&["effectiveness"]),
        effectiveness_date: row.take(&["effectiveness_date"]),
        status: row.take(&["status"]),
    };
    (written, row.source, row.closed)
}

/// When which clauses were audited, as the programme in the documents says.
pub(super) fn past(catalogue: &Catalogue, index: &Index, as_of: Date, clauses: &[&str]) -> Result<Past> {
    let mut audited = Vec::new();
    for mut row in rows(catalogue, index, PROGRAMME, as_of)? {
        let (done, planned) = (row.take(&["done"]), row.take(&["date"]));
        let day = raised::date(&done).or_else(|| raised::date(&planned).filter(|_| row.closed));
        let named = clauses_named(&row.take(&["scope"]), clauses);
        audited.extend(day.filter(|day| *day <= as_of && !named.is_empty()).map(|day| (named, day)));
    }
    let findings = raised::findings(entries(catalogue, index, as_of)?, clauses, as_of, None);
    Ok(Past { audited, ..findings.open() })
}

fn rows(catalogue: &Catalogue, index: &Index, register: &str, as_of: Date) -> Result<Vec<Row>> {
    let Some(register) = catalogue.registers.get(register) else { return Ok(Vec::new()) };
    let population = index.database.population(catalogue, register, as_of)?;
    let closed =
        format!("select is_closed(coalesce(status, '')) from \"{}\" order by path, part, row", register.table());
    // In the order of the population.
    let (_, closed) = index.database.query(&closed)?;
    let is_closed = closed.into_iter().map(|cells| cells.first().is_some_and(|cell| cell == "1"));
    let rows = population.rows.into_iter().zip(is_closed).map(|(member, closed)| Row {
        source: Source { path: member.path, place: member.place },
        cells: population.columns.iter().cloned().zip(member.cells).collect(),
        closed,
    });
    Ok(rows.collect())
}
