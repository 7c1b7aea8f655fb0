//! Several assessments in a row as a table, as data, and as a drawing.

use super::charts;
use super::paper::{Block, Paper, Printed, Section, Table, Worded};
use super::plain::{TEXT, clean};
use super::words::Words;
use crate::assessment::{Point, Trend};

const HEADINGS: [&str; 10] =
    ["as_of", "achieved", "rating", "evidenced", "partial", "gap", "undetermined", "determined", "documents", "of"];

impl Section for Trend {
    const SECTION: &'static str = "trend";
}

impl Printed for Worded<'_, Trend> {
    fn paper(&self) -> Paper {
        let obligations = self.words.count(self.what.obligations, "obligation");
        let notes = vec![self.fill("common", &[("obligations", &obligations)])];
        let as_of = self.what.points.iter().map(|point| point.as_of.as_str()).max().unwrap_or_default();
        let mut paper = Paper::new(self.text("title"), notes).told(self.words, as_of);
        let keys = [
            "c-as-of",
            "c-achieved",
            "c-rating",
            "c-evidenced",
            "c-partial",
            "c-gap",
            "c-undetermined",
            "c-determined",
            "c-documents",
            "c-of",
        ];
        let rows = self.what.points.iter().map(|point| row(point, self.words, false)).collect();
        let table = Table { headings: self.headings(&keys), rows };
        let block = match charts::trend(self.what, self.words) {
            Some(chart) => Block::Picture(chart, table),
            None => Block::Table(table),
        };
        paper.part(2, self.text("figures"), vec![block]);
        paper
    }

    /// With names for programs and shares as they are.
    fn table(&self) -> Table {
        let rows = self.what.points.iter().map(|point| row(point, self.words, true)).collect();
        Table { headings: HEADINGS.to_vec(), rows }
    }
}

/// Draws a trend.
#[must_use]
pub fn trend_chart(trend: &Trend, words: &Words) -> Option<charts::Chart> {
    charts::trend(trend, words)
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
