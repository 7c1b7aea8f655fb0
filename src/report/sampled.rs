//! A sample as an auditor takes it along: the population, the strata, the rows and why each was drawn.

use anyhow::Result;

use super::listing::{self, Look};
use super::plain::{TEXT, clean, plural};
use crate::audit::{Drawn, Sample};

/// Writes a sample.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn sample(sample: &Sample, look: Look) -> Result<String> {
    Ok(match look {
        Look::Json => format!("{}\n", serde_json::to_string_pretty(sample)?),
        Look::Csv => drawn(sample, listing::csv),
        Look::Text => text(sample),
        Look::Markdown => markdown(sample),
    })
}

fn head(sample: &Sample) -> Vec<String> {
    let rows = plural(sample.population, "row");
    let mut lines = vec![format!(
        "{} of {rows} of {} as of {}, seed {}",
        sample.sample.len(),
        sample.title.to_lowercase(),
        sample.as_of,
        sample.seed
    )];
    if sample.sample.len() == sample.population {
        lines.push("the population is no larger than the sample: every row is in it".into());
    } else if sample.strata_by.is_empty() {
        lines.push("nothing puts the rows into strata: drawn from all of them".into());
    } else {
        lines.push(format!("strata by {}", sample.strata_by.join(", ").replace('_', " ")));
    }
    for left_out in &sample.left_out {
        lines.push(format!("not by {}: {}", left_out.column.replace('_', " "), left_out.why));
    }
    if !sample.missed.is_empty() {
        lines.push(format!("too small for one row each of: {}", clean(&sample.missed.join(", "), TEXT)));
    }
    lines
}

fn tables(sample: &Sample) -> Vec<Vec<String>> {
    let rows = sample.tables.iter();
    rows.map(|table| vec![table.path.clone(), table.table.to_string(), table.rows.to_string()]).collect()
}

fn strata(sample: &Sample, write: impl Fn(&[&str], &[Vec<String>]) -> String) -> String {
    let by: Vec<String> = sample.strata_by.iter().map(|name| name.replace('_', " ")).collect();
    let mut headings: Vec<&str> = by.iter().map(String::as_str).collect();
    headings.extend(["rows", "drawn"]);
    let rows = sample.strata.iter().map(|stratum| {
        let mut row = stratum.values.clone();
        row.extend([stratum.rows.to_string(), stratum.drawn.to_string()]);
        row
    });
    write(&headings, &rows.collect::<Vec<_>>())
}

fn drawn(sample: &Sample, write: impl Fn(&[&str], &[Vec<String>]) -> String) -> String {
    let mut headings = vec!["no", "path", "place"];
    headings.extend(sample.columns.iter().map(String::as_str));
    headings.push("why");
    let rows = (1..).zip(&sample.sample).map(|(number, row)| {
        let mut cells = vec![number.to_string(), row.path.clone(), row.place.clone()];
        cells.extend(row.cells.iter().cloned());
        cells.push(row.why.join("; "));
        cells
    });
    write(&headings, &rows.collect::<Vec<_>>())
}

fn text(sample: &Sample) -> String {
    let mut text = format!("{}\n", head(sample).join("\n"));
    text.push_str(&format!("\npopulation\n{}", listing::text(&["path", "table", "rows"], &tables(sample))));
    if !sample.strata_by.is_empty() {
        text.push_str(&format!("\nstrata\n{}", strata(sample, listing::text)));
    }
    text.push_str("\nsample\n");
    for (number, row) in (1..).zip(&sample.sample) {
        text.push_str(&entry(sample, number, row));
    }
    text
}

/// A row over three lines: what it is, where, and why.
fn entry(sample: &Sample, number: usize, row: &Drawn) -> String {
    let cells = sample.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
    let cells: Vec<String> =
        cells.map(|(column, cell)| format!("{} {}", column.replace('_', " "), clean(cell, 60))).collect();
    format!(
        "{number:>4}  {}\n      {}, {}\n      why: {}\n",
        cells.join(" · "),
        clean(&row.path, TEXT),
        clean(&row.place, TEXT),
        clean(&row.why.join("; "), TEXT)
    )
}

fn markdown(sample: &Sample) -> String {
    let head = head(sample);
    let mut text = format!("# Audit sample: {}\n\n", sample.title);
    head.iter().for_each(|line| text.push_str(&format!("- {line}\n")));
    text.push_str(&format!("\n## Population\n\n{}", listing::table(&["path", "table", "rows"], &tables(sample))));
    if !sample.strata_by.is_empty() {
        text.push_str(&format!("\n## Strata\n\n{}", strata(sample, listing::table)));
    }
    text.push_str(&format!("\n## Sample\n\n{}", drawn(sample, listing::table)));
    text
}
