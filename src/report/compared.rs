//! What changed between two assessments, and how far two assessors agree, as tables.

use anyhow::Result;

use super::listing::{self, Look};
use super::plain::{TEXT, clean, markdown};
use super::since::stood;
use super::words::{Language, Words};
use crate::assessment::Comparison;
use crate::determinations::Agreement;

const CHANGES: [&str; 5] = ["obligation", "change", "before", "after", "why"];
const DISAGREEMENTS: [&str; 5] = ["obligation", "first", "by", "second", "by"];

/// Writes a comparison.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn compared(comparison: &Comparison, look: Look) -> Result<String> {
    let words = Words::of(Language::En);
    let rows: Vec<Vec<String>> = comparison
        .changes
        .iter()
        .map(|change| {
            let why: Vec<&str> = change.causes.iter().map(|cause| cause.says.as_str()).collect();
            let (before, after) = (stood(change.before, words), stood(change.after, words));
            vec![change.obligation.clone(), change.change.name().into(), before, after, why.join("; ")]
        })
        .collect();
    let counts = comparison.counts;
    let percent = |share: Option<f64>| share.map_or_else(|| "nothing".to_owned(), |share| words.percent(share));
    let figures = [
        format!(
            "{} regressed, {} improved, {} new, {} gone, {} as before",
            counts.regressed, counts.improved, counts.new, counts.gone, counts.unchanged
        ),
        format!(
            "achieved over what both ask: {} as of {}, {} now",
            percent(comparison.baseline.achievement),
            clean(&comparison.baseline.as_of, TEXT),
            percent(comparison.achievement)
        ),
        format!(
            "documents: {} changed, {} added, {} removed",
            comparison.documents.changed.len(),
            comparison.documents.added.len(),
            comparison.documents.removed.len()
        ),
    ];
    table(look, &figures, &CHANGES, &rows, comparison)
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
