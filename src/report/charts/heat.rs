//! Obligations by clause (or group) and status: figures, the deeper the colour the larger their share of
//! the row.

use super::svg::{Anchor, LINE, SOFT, Svg, fit, plain, readable_on, tint, width};
use super::{Chart, chart, colour};
use crate::report::view::Count;
use crate::report::words::Words;

/// One row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub counts: &'a [Count],
}

const WIDTH: f64 = 680.0;
const LABEL: f64 = 296.0;
const NUMBER: f64 = 46.0;
const ROW: f64 = 23.0;
const HEAD: f64 = 42.0;
const SIZE: f64 = 12.0;

pub(super) fn heat(id: &'static str, rows: &[Row<'_>], words: &Words) -> Option<Chart> {
    let rows: Vec<&Row<'_>> = rows.iter().filter(|row| total(row) > 0).collect();
    let heads = rows.first()?.counts;
    let shown: Vec<usize> = (0..heads.len())
        .filter(|at| *at < 4 || rows.iter().any(|row| row.counts.get(*at).is_some_and(|count| count.count > 0)))
        .collect();
    let cell = (WIDTH - LABEL - 52.0) / shown.len() as f64;
    let mut svg = Svg::new(WIDTH, HEAD + ROW * rows.len() as f64 + 2.0);
    for (column, at) in shown.iter().enumerate() {
        let middle = LABEL + cell * (column as f64 + 0.5);
        if let Some(head) = heads.get(*at) {
            svg.symbol(head.mark.id, (middle, 10.0), 5.0, colour(head.mark.id));
            svg.text(middle, 32.0, &fit(head.mark.label, cell - 4.0, 11.0), plain(11.0).at(Anchor::Middle));
        }
    }
    svg.text(WIDTH - 4.0, 32.0, words.get("charts", "heat_total"), plain(11.0).colour(SOFT).at(Anchor::End));
    for (at, row) in rows.iter().enumerate() {
        draw(&mut svg, HEAD + ROW * at as f64, row, &shown, cell);
    }
    let values: Vec<String> = rows.iter().map(|row| said(row)).collect();
    let alt = words.fill("charts", "heat_alt", &[("values", &values.join("; "))]);
    Some(chart(id, words.get("charts", "heat"), alt, svg))
}

fn total(row: &Row<'_>) -> u32 {
    row.counts.iter().map(|count| count.count).fold(0, u32::saturating_add)
}

fn said(row: &Row<'_>) -> String {
    let counts = row.counts.iter().filter(|count| count.count > 0);
    let counts: Vec<String> = counts.map(|count| format!("{} {}", count.count, count.mark.inline)).collect();
    format!("{}: {}", format!("{} {}", row.id, row.title).trim(), counts.join(", "))
}

fn draw(svg: &mut Svg, y: f64, row: &Row<'_>, shown: &[usize], cell: f64) {
    let base = y + ROW / 2.0 + 4.0;
    let from = if row.id.is_empty() { 0.0 } else { NUMBER.max(width(row.id, SIZE) + 8.0) };
    svg.text(0.0, base, row.id, plain(SIZE).bold());
    svg.text(from, base, &fit(row.title, LABEL - from - 10.0, SIZE), plain(SIZE));
    let total = total(row);
    for (column, at) in shown.iter().enumerate() {
        let Some(count) = row.counts.get(*at) else { continue };
        let x = LABEL + cell * column as f64;
        let share = f64::from(count.count) / f64::from(total);
        // Never so faint that one obligation of many is not seen.
        let depth = if count.count == 0 { 0.0 } else { 0.16 + 0.84 * share };
        let fill = tint(colour(count.mark.id), depth);
        let ink = if count.count == 0 { SOFT } else { readable_on(&fill) };
        svg.rect(x + 1.0, y + 1.0, cell - 2.0, ROW - 2.0, &fill);
        let look = plain(SIZE).colour(ink).at(Anchor::Middle);
        let text = if count.count == 0 { "·".to_owned() } else { count.count.to_string() };
        svg.text(x + cell / 2.0, base, &text, look);
    }
    svg.text(WIDTH - 4.0, base, &total.to_string(), plain(SIZE).bold().at(Anchor::End));
    svg.line((0.0, y + ROW), (WIDTH, y + ROW), LINE, 0.6, "");
}
