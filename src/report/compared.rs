//! What changed between two assessments, and how far two assessors agree, as tables.

use anyhow::Result;

use super::listing::{self, Look};
use super::paper::{Block, Paper, Printed, Section, Table, Worded};
use super::plain::markdown;
use super::since::{self, stood};
use crate::assessment::{Change, Comparison};
use crate::determinations::Agreement;

const CHANGES: [&str; 5] = ["obligation", "change", "before", "after", "why"];
const DISAGREEMENTS: [&str; 5] = ["obligation", "first", "by", "second", "by"];

impl Section for Comparison {
    const SECTION: &'static str = "since";
}

impl Printed for Worded<'_, Comparison> {
    fn paper(&self) -> Paper {
        let since = since::compared(self.what, self.words);
        let notes = since.facts.into_iter().chain(since.warnings).collect();
        let mut paper = Paper::new(since.head, notes).told(self.words, "");
        if !self.what.changes.is_empty() {
            let headings = self.headings(&["c-obligation", "c-change", "c-before", "c-after", "c-why"]);
            paper.part(2, self.text("changes"), vec![Block::Table(Table { headings, rows: self.rows() })]);
        }
        paper
    }

    /// With names for programs, whatever the language.
    fn table(&self) -> Table {
        Table { headings: CHANGES.to_vec(), rows: self.rows() }
    }
}

impl Worded<'_, Comparison> {
    fn rows(&self) -> Vec<Vec<String>> {
        let row = |change: &Change| {
            let why: Vec<String> = change.causes.iter().map(|cause| self.words.name(&cause.says)).collect();
            let (before, after) = (stood(change.before, self.words), stood(change.after, self.words));
            vec![change.obligation.clone(), self.text(change.change.name()).to_owned(), before, after, why.join("; ")]
        };
        self.what.changes.iter().map(row).collect()
    }
}

/// Writes how far two assessors agree.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn agreement(agreement: &Agreement, look: Look) -> Result<String> {
    let rows: Vec<Vec<String>> = agreement
        .different
        .iter()
        .map(|each| {
            let ((first, by), (second, too)) = (&each.first, &each.second);
            vec![each.obligation.clone(), first.name().into(), by.clone(), second.name().into(), too.clone()]
        })
        .collect();
    let number = |value: Option<f64>| value.map_or_else(|| "not defined".to_owned(), |value| format!("{value:.3}"));
    let figures = [
        format!("{} of {} obligations that both determined are determined alike", agreement.same, agreement.both),
        format!("agreement {}, Cohen's kappa {}", number(agreement.agreement), number(agreement.kappa)),
        format!(
            "only the first determined {}, only the second {}",
            agreement.only_first.len(),
            agreement.only_second.len()
        ),
    ];
    table(look, &figures, &DISAGREEMENTS, &rows, agreement)
}

/// Figures above a table, or all of it as data.
fn table(
    look: Look,
    figures: &[String],
    headings: &[&str],
    rows: &[Vec<String>],
    data: &impl serde::Serialize,
) -> Result<String> {
    Ok(match look {
        Look::Json => format!("{}\n", serde_json::to_string_pretty(data)?),
        Look::Csv => listing::csv(headings, rows),
        Look::Text if rows.is_empty() => format!("{}\n", figures.join("\n")),
        Look::Text => format!("{}\n\n{}", figures.join("\n"), listing::text(headings, rows)),
        Look::Markdown => {
            let figures: Vec<String> = figures.iter().map(|figure| format!("- {}", markdown(figure))).collect();
            let rows = if rows.is_empty() { String::new() } else { format!("\n{}", listing::table(headings, rows)) };
            format!("{}\n{rows}", figures.join("\n"))
        }
    })
}
