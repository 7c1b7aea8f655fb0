//! Charts, drawn once as SVG and used in every format: presentation attributes only, no script, no class,
//! no outside font; whatever colour says, a symbol, a letter or a figure says as well.

mod bars;
mod gantt;
mod heat;
mod matrix;
mod radar;
mod ring;
mod svg;
#[cfg(test)]
mod tests;
mod trend;

use serde::Serialize;

use super::view::{Group, View};
use super::words::Words;
use svg::Svg;

pub use gantt::{Bar, gantt};
pub use matrix::matrix;
pub use trend::trend;

/// A drawing with what a reader is told who does not see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// A name for links and files, unique in a report.
    pub id: &'static str,
    /// Its heading; not in the drawing.
    pub title: String,
    /// What it shows, in words and figures.
    pub alt: String,
    /// The drawing, from `<svg` to `</svg>`.
    pub svg: String,
    /// Its width in pixels of 1/96 inch.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// The charts of an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Charts {
    /// Achievement by group, as bars.
    pub achievement: Option<Chart>,
    /// Obligations by group and status.
    pub heat: Option<Chart>,
    /// Obligations by clause and status.
    pub heat_clauses: Option<Chart>,
    /// Achievement by group, as a profile; where there are enough groups for one.
    pub radar: Option<Chart>,
    /// Obligations by status.
    pub ring: Option<Chart>,
}

impl Charts {
    /// All of them; nothing is drawn of nothing.
    #[must_use]
    pub fn new(view: &View, words: &Words) -> Self {
        let clauses: Vec<heat::Row<'_>> = view
            .groups
            .iter()
            .flat_map(|group| &group.clauses)
            .filter(|clause| clause.elsewhere.is_empty())
            .map(|clause| heat::Row { id: &clause.id, title: &clause.title, counts: &clause.counts })
            .collect();
        let groups: Vec<heat::Row<'_>> = view
            .groups
            .iter()
            .map(|group| heat::Row { id: &group.id, title: &group.title, counts: &group.counts })
            .collect();
        Self {
            achievement: bars::achievement(view, words),
            heat: heat::heat("heat", &groups, words),
            heat_clauses: heat::heat("heat-clauses", &clauses, words),
            radar: radar(view, None, words),
            ring: ring::ring(view, words),
        }
    }
}

/// Achievement by group as a profile, against that of an earlier assessment where there is one.
#[must_use]
pub fn radar(view: &View, baseline: Option<&View>, words: &Words) -> Option<Chart> {
    radar::radar(view, baseline, words)
}

/// What a group is called where there is little room: its number, or its title.
fn short(group: &Group) -> &str {
    if group.id.is_empty() { &group.title } else { &group.id }
}

/// The colour of a status, dark enough for white text on it.
fn colour(id: &str) -> &'static str {
    match id {
        "evidenced" => "#1f7a4d",
        "partial" => "#946200",
        "gap" => "#a61e33",
        "undetermined" => "#5f6b76",
        _ => "#87919a",
    }
}

fn chart(id: &'static str, title: &str, alt: String, svg: Svg) -> Chart {
    let (width, height) = svg.size();
    Chart { id, title: title.to_owned(), svg: svg.finish(&alt), alt, width, height }
}
