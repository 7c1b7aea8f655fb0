//! Organisations by groups of clauses: what each achieves, as a figure and as a depth of colour.

use super::svg::{Anchor, LINE, SOFT, Svg, fit, plain, readable_on, tint};
use super::{Chart, chart, colour};
use crate::assessment::{Portfolio, Rating};
use crate::report::words::Words;

const LABEL: f64 = 230.0;
const CELL: f64 = 48.0;
const ROW: f64 = 23.0;
const HEAD: f64 = 30.0;
const SIZE: f64 = 12.0;

/// The heat map of a portfolio; nothing is drawn of nothing.
#[must_use]
pub fn matrix(portfolio: &Portfolio, words: &Words) -> Option<Chart> {
    if portfolio.members.is_empty() || portfolio.groups.is_empty() {
        return None;
    }
    let columns = portfolio.groups.len() + 1;
    let rows = portfolio.members.len() + 1;
    let mut svg = Svg::new(LABEL + CELL * columns as f64 + 4.0, HEAD + ROW * rows as f64 + 4.0);
    let all = words.get("portfolio", "all");
    let heads = portfolio.groups.iter().map(|group| group.id.as_str()).chain([all]);
    for (column, head) in heads.enumerate() {
        let middle = LABEL + CELL * (column as f64 + 0.5);
        svg.text(middle, 18.0, &fit(head, CELL - 4.0, 11.0), plain(11.0).bold().at(Anchor::Middle));
    }
    let mut values = Vec::new();
    for (row, member) in portfolio.members.iter().enumerate() {
        let figures = member.groups.iter().chain([&member.figures]);
        let achieved: Vec<Option<f64>> = figures.map(|figures| figures.achievement).collect();
        line(&mut svg, row, &member.name, &achieved, words);
        let heads = portfolio.groups.iter().map(|group| group.id.as_str()).chain([all]);
        let said = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| words.percent(share));
        let own: Vec<String> = heads.zip(&achieved).map(|(head, share)| format!("{head} {}", said(*share))).collect();
        values.push(format!("{}: {}", member.name, own.join(", ")));
    }
    let medians = portfolio.groups.iter().map(|group| group.spread.median).chain([portfolio.spread.median]);
    line(&mut svg, rows - 1, words.get("portfolio", "median"), &medians.collect::<Vec<_>>(), words);
    let alt = words.fill("charts", "matrix_alt", &[("values", &values.join("; "))]);
    Some(chart("matrix", words.get("charts", "matrix"), alt, svg))
}

fn line(svg: &mut Svg, row: usize, name: &str, achieved: &[Option<f64>], words: &Words) {
    let y = HEAD + ROW * row as f64;
    let base = y + ROW / 2.0 + 4.0;
    svg.text(0.0, base, &fit(name, LABEL - 10.0, SIZE), plain(SIZE));
    for (column, share) in achieved.iter().enumerate() {
        let x = LABEL + CELL * column as f64;
        let fill = share.map_or_else(|| "#ffffff".to_owned(), ground);
        let ink = if share.is_some() { readable_on(&fill) } else { SOFT };
        svg.rect(x + 1.0, y + 1.0, CELL - 2.0, ROW - 2.0, &fill);
        let text = share.map_or_else(|| "–".to_owned(), |share| words.percent(share));
        svg.text(x + CELL / 2.0, base, &text, plain(11.0).colour(ink).at(Anchor::Middle));
    }
    svg.line((0.0, y + ROW), (LABEL + CELL * achieved.len() as f64, y + ROW), LINE, 0.6, "");
}

/// Darkest where most or least is achieved.
fn ground(share: f64) -> String {
    match Rating::of(share) {
        Rating::N => tint(colour("gap"), 1.0),
        Rating::P => tint(colour("gap"), 0.35),
        Rating::L => tint(colour("partial"), 0.35),
        Rating::F => tint(colour("evidenced"), 0.9),
    }
}
