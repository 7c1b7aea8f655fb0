//! Achievement by group as bars, with the limits of the ratings as fine lines.

use super::svg::{Anchor, INK, LINE, SOFT, Svg, WASH, plain, two_lines};
use super::{Chart, chart, colour};
use crate::report::view::{Score, View};
use crate::report::words::Words;

const WIDTH: f64 = 680.0;
const LABEL: f64 = 232.0;
const FIGURE: f64 = 86.0;
const ROW: f64 = 28.0;
const BAR: f64 = 13.0;
const TOP: f64 = 22.0;
const SIZE: f64 = 12.0;

pub(super) fn achievement(view: &View, words: &Words) -> Option<Chart> {
    if view.groups.is_empty() {
        return None;
    }
    let rows: Vec<(String, &Score)> = view
        .groups
        .iter()
        .map(|group| (group.label.clone(), &group.score))
        .chain(std::iter::once((words.get("common", "all_clauses").to_owned(), &view.score)))
        .collect();
    let height = TOP + ROW * rows.len() as f64 + 26.0;
    let mut svg = Svg::new(WIDTH, height);
    let track = WIDTH - LABEL - FIGURE;
    for (limit, letter, from) in [(0.15, "N", 0.0), (0.50, "P", 0.15), (0.85, "L", 0.50), (1.0, "F", 0.85)] {
        let middle = LABEL + track * (from + limit) / 2.0;
        svg.text(middle, 12.0, letter, plain(11.0).colour(SOFT).at(Anchor::Middle));
        if limit < 1.0 {
            let x = LABEL + track * limit;
            svg.line((x, 4.0), (x, height - 22.0), LINE, 1.0, "3 3");
        }
    }
    for (at, (label, score)) in rows.iter().enumerate() {
        let y = TOP + ROW * at as f64;
        let last = at + 1 == rows.len();
        if last {
            svg.line((0.0, y + 1.0), (WIDTH, y + 1.0), INK, 1.0, "");
        }
        row(&mut svg, y, label, score, last);
    }
    svg.text(LABEL, height - 6.0, words.get("charts", "limits"), plain(10.5).colour(SOFT));
    let values: Vec<String> = rows.iter().map(|(label, score)| said(label, score)).collect();
    let alt = words.fill("charts", "achievement_alt", &[("values", &values.join("; "))]);
    Some(chart("achievement", words.get("charts", "achievement"), alt, svg))
}

fn said(label: &str, score: &Score) -> String {
    match score.rating {
        Some(rating) => format!("{label}: {}, {}", score.text, rating.inline),
        None => format!("{label}: {}", score.text),
    }
}

fn row(svg: &mut Svg, y: f64, label: &str, score: &Score, bold: bool) {
    let track = WIDTH - LABEL - FIGURE;
    let middle = y + ROW / 2.0;
    let look = if bold { plain(SIZE).bold() } else { plain(SIZE) };
    let lines = two_lines(label, LABEL - 14.0, SIZE);
    match lines.as_slice() {
        [one] => svg.text(0.0, middle + 4.0, one, look),
        lines => {
            for (at, line) in lines.iter().enumerate() {
                svg.text(0.0, middle - 2.5 + 12.5 * at as f64, line, plain(11.0));
            }
        }
    }
    svg.rect(LABEL, middle - BAR / 2.0, track, BAR, WASH);
    if let Some(share) = score.share {
        // Something is shown of nothing, so that a bar of 0 % is not taken for one that is missing.
        svg.rect(LABEL, middle - BAR / 2.0, (track * share.clamp(0.0, 1.0)).max(2.0), BAR, shade(score));
    }
    svg.text(WIDTH - 28.0, middle + 4.0, &score.text, look.bold().at(Anchor::End));
    if let Some(rating) = score.rating {
        svg.text(WIDTH - 8.0, middle + 4.0, rating.symbol, look.at(Anchor::Middle));
    }
}

fn shade(score: &Score) -> &'static str {
    match score.rating.map(|rating| rating.id) {
        Some("n") => colour("gap"),
        Some("p") => colour("partial"),
        _ => colour("evidenced"),
    }
}
