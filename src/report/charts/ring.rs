//! Obligations by status as a ring, with the achievement in its middle and a line for each status beside it.

use std::f64::consts::{FRAC_PI_2, TAU};

use super::svg::{Anchor, PAPER, SOFT, Svg, WASH, n, plain, point};
use super::{Chart, chart, colour};
use crate::report::view::{Count, View};
use crate::report::words::Words;

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 190.0;
const CENTRE: (f64, f64) = (95.0, 95.0);
const OUTER: f64 = 86.0;
const INNER: f64 = 56.0;
const LEGEND: f64 = 212.0;

pub(super) fn ring(view: &View, words: &Words) -> Option<Chart> {
    if view.total == 0 {
        return None;
    }
    let parts: Vec<&Count> = view.counts.iter().filter(|count| count.count > 0).collect();
    let whole = f64::from(view.total);
    let mut svg = Svg::new(WIDTH, HEIGHT);
    let mut from = 0.0;
    svg.circle(CENTRE, (OUTER + INNER) / 2.0, "none", WASH, OUTER - INNER);
    for part in &parts {
        let share = f64::from(part.count) / whole;
        segment(&mut svg, part, from, share);
        from += share;
    }
    svg.text(CENTRE.0, CENTRE.1 + 6.0, &view.score.text, plain(26.0).bold().at(Anchor::Middle));
    svg.text(
        CENTRE.0,
        CENTRE.1 + 24.0,
        words.get("charts", "ring_centre"),
        plain(11.0).colour(SOFT).at(Anchor::Middle),
    );
    let top = CENTRE.1 - 13.0 * (view.counts.len() as f64 - 1.0);
    for (at, count) in view.counts.iter().enumerate() {
        line(&mut svg, top + 26.0 * at as f64, count, whole, words);
    }
    let values: Vec<String> = parts
        .iter()
        .map(|part| format!("{} {}, {}", part.count, part.mark.inline, words.percent(f64::from(part.count) / whole)))
        .collect();
    let alt = words.fill("charts", "ring_alt", &[("values", &values.join("; "))]);
    Some(chart("ring", words.get("charts", "ring"), alt, svg))
}

fn on(radius: f64, share: f64) -> (f64, f64) {
    let angle = TAU * share - FRAC_PI_2;
    (CENTRE.0 + radius * angle.cos(), CENTRE.1 + radius * angle.sin())
}

fn segment(svg: &mut Svg, part: &Count, from: f64, share: f64) {
    let fill = colour(part.mark.id);
    if share > 0.9999 {
        // An arc from a point to the same point is no arc.
        svg.circle(CENTRE, (OUTER + INNER) / 2.0, "none", fill, OUTER - INNER);
    } else {
        let large = u8::from(share > 0.5);
        let to = from + share;
        let data = format!(
            "M{} A{o} {o} 0 {large} 1 {} L{} A{i} {i} 0 {large} 0 {} Z",
            point(on(OUTER, from)),
            point(on(OUTER, to)),
            point(on(INNER, to)),
            point(on(INNER, from)),
            o = n(OUTER),
            i = n(INNER)
        );
        svg.path(&data, fill, PAPER, 1.5, "");
    }
    // The symbol stands in the segment where there is room for it.
    if share > 0.05 {
        svg.symbol(part.mark.id, on((OUTER + INNER) / 2.0, from + share / 2.0), 4.5, PAPER);
    }
}

fn line(svg: &mut Svg, y: f64, count: &Count, whole: f64, words: &Words) {
    svg.rect(LEGEND, y - 8.0, 16.0, 16.0, colour(count.mark.id));
    svg.symbol(count.mark.id, (LEGEND + 8.0, y), 4.0, PAPER);
    svg.text(LEGEND + 24.0, y + 4.0, count.mark.label, plain(12.5));
    svg.text(LEGEND + 160.0, y + 4.0, &count.count.to_string(), plain(12.5).bold().at(Anchor::End));
    let share = words.percent(f64::from(count.count) / whole);
    svg.text(WIDTH - 2.0, y + 4.0, &share, plain(11.0).colour(SOFT).at(Anchor::End));
}
