//! Achievement over time as a line, with the limits of the ratings; each point says its figure.

use jiff::civil::Date;

use super::svg::{Anchor, INK, LINE, SOFT, Svg, plain};
use super::{Chart, chart, colour};
use crate::assessment::{Point, Trend};
use crate::report::plain::{TEXT, clean};
use crate::report::words::Words;

const WIDTH: f64 = 680.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 34.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 34.0;
/// Room that a date below the axis takes.
const DATE: f64 = 78.0;
/// Room that a figure above a point takes.
const FIGURE: f64 = 36.0;

/// Achievement over time; nothing of fewer than two points.
#[must_use]
pub fn trend(trend: &Trend, words: &Words) -> Option<Chart> {
    let points: Vec<(&Point, f64)> =
        trend.points.iter().filter_map(|point| Some((point, point.achievement?.clamp(0.0, 1.0)))).collect();
    if points.len() < 2 {
        return None;
    }
    let mut svg = Svg::new(WIDTH, HEIGHT);
    grid(&mut svg);
    let places = places(&points);
    for pair in places.windows(2) {
        svg.line(pair[0], pair[1], colour("evidenced"), 2.0, "");
    }
    let (mut last_date, mut last_figure) = (f64::MIN, f64::MIN);
    for (at, ((point, share), place)) in points.iter().zip(&places).enumerate() {
        svg.circle(*place, 3.5, colour("evidenced"), "#ffffff", 1.0);
        let is_last = at + 1 == points.len();
        let end = places[places.len() - 1].0;
        // The last is always told; before it, what leaves it room.
        let room = |last: f64, wide: f64| is_last || place.0 - last >= wide && end - place.0 >= wide;
        if room(last_figure, FIGURE) {
            let look = plain(11.0).bold().at(Anchor::Middle);
            svg.text(place.0, place.1 - 8.0, &words.percent(*share), look);
            last_figure = place.0;
        }
        if room(last_date, DATE) {
            let anchor = if is_last { Anchor::End } else { Anchor::Start };
            let x = if is_last { place.0 + RIGHT - 8.0 } else { place.0 - 8.0 };
            svg.text(x, HEIGHT - 14.0, &clean(&point.as_of, TEXT), plain(11.0).colour(SOFT).at(anchor));
            last_date = place.0;
        }
    }
    let values: Vec<String> = points
        .iter()
        .map(|(point, share)| format!("{}: {}", clean(&point.as_of, TEXT), words.percent(*share)))
        .collect();
    let alt = words.fill("charts", "trend_alt", &[("values", &values.join("; "))]);
    Some(chart("trend", words.get("charts", "trend"), alt, svg))
}

fn height_of(share: f64) -> f64 {
    TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - share)
}

fn grid(svg: &mut Svg) {
    for (share, letter) in [(0.0, ""), (0.15, "N"), (0.50, "P"), (0.85, "L"), (1.0, "F")] {
        let y = height_of(share);
        let (ink, dashes) = if share == 0.0 { (INK, "") } else { (LINE, "3 3") };
        svg.line((LEFT, y), (WIDTH - RIGHT, y), ink, 1.0, dashes);
        svg.text(LEFT - 8.0, y + 4.0, &format!("{:.0}", share * 100.0), plain(11.0).colour(SOFT).at(Anchor::End));
        svg.text(WIDTH - 14.0, y + 12.0, letter, plain(11.0).colour(SOFT).at(Anchor::Middle));
    }
}

/// Where the points stand: by their days; side by side where days cannot be told apart.
fn places(points: &[(&Point, f64)]) -> Vec<(f64, f64)> {
    let days: Vec<Option<f64>> = points
        .iter()
        .map(|(point, _)| {
            let day: Date = point.as_of.parse().ok()?;
            Some(f64::from(day.since(Date::constant(1970, 1, 1)).ok()?.get_days()))
        })
        .collect();
    let first = days.iter().flatten().copied().fold(f64::MAX, f64::min);
    let span = days.iter().flatten().copied().fold(f64::MIN, f64::max) - first;
    let by_day = days.iter().all(Option::is_some) && span > 0.0;
    let wide = WIDTH - LEFT - RIGHT - 30.0;
    let place = |(at, ((_, share), day)): (usize, (&(&Point, f64), &Option<f64>))| {
        let along = match day {
            Some(day) if by_day => (day - first) / span,
            _ => at as f64 / (points.len() - 1) as f64,
        };
        (LEFT + 15.0 + wide * along, height_of(*share))
    };
    points.iter().zip(&days).enumerate().map(place).collect()
}
