//! Several assessments in a row as a table, as data, and as a drawing.

use anyhow::Result;

use super::charts;
use super::listing::{self, Look};
use super::plain::{TEXT, clean};
use super::words::{Language, Words};
use crate::assessment::{Point, Trend};

const HEADINGS: [&str; 10] =
    ["as_of", "achieved", "rating", "evidenced", "partial", "gap", "undetermined", "determined", "documents", "of"];

/// Writes a trend as a table or as data.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn trend(trend: &Trend, look: Look) -> Result<String> {
    let words = Words::of(Language::En);
    let rows: Vec<Vec<String>> = trend.points.iter().map(|point| row(point, words, look == Look::Csv)).collect();
    let heads = ["as of", "achieved", "rating", "evid", "part", "gap", "und", "determined", "documents", "of"];
    let common = format!("over {} that all of them ask", words.count(trend.obligations, "obligation"));
    Ok(match look {
        Look::Json => format!("{}\n", serde_json::to_string_pretty(trend)?),
        Look::Csv => listing::csv(&HEADINGS, &rows),
        Look::Text => format!("{}\n\n{}", common, listing::text(&heads, &rows)),
        Look::Markdown => format!("{}\n\n{}", common, listing::table(&heads, &rows)),
    })
}

/// Draws a trend.
#[must_use]
pub fn trend_chart(trend: &Trend) -> Option<charts::Chart> {
    charts::trend(trend, Words::of(Language::En))
}

fn row(point: &Point, words: &Words, exact: bool) -> Vec<String> {
    let share = |share: f64| if exact { share.to_string() } else { words.percent(share) };
    let counts = point.counts;
    vec![
        clean(&point.as_of, TEXT),
        point.achievement.map(share).unwrap_or_default(),
        point.rating.map(|rating| format!("{rating:?}")).unwrap_or_default(),
        counts.evidenced.to_string(),
        counts.partial.to_string(),
        counts.gap.to_string(),
        counts.undetermined.to_string(),
        point.determinations.standing.to_string(),
        point.documents.to_string(),
        clean(&point.of, TEXT),
    ]
}
