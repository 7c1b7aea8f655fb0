//! Achievement by group as a profile around a centre, against that of an earlier assessment if there is one.

use std::f64::consts::{FRAC_PI_2, TAU};

use super::svg::{Anchor, INK, LINE, SOFT, Svg, fit, plain, point};
use super::{Chart, chart, colour, short};
use crate::report::view::View;
use crate::report::words::Words;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 400.0;
const RADIUS: f64 = 140.0;
const CENTRE: (f64, f64) = (WIDTH / 2.0, 196.0);
/// Fewer groups give no profile.
const FEWEST: usize = 3;

pub(super) fn radar(view: &View, baseline: Option<&View>, words: &Words) -> Option<Chart> {
    let shares: Vec<Option<f64>> = view.groups.iter().map(|group| group.score.share).collect();
    if shares.iter().flatten().count() < FEWEST {
        return None;
    }
    let mut svg = Svg::new(WIDTH, if baseline.is_some() { HEIGHT + 24.0 } else { HEIGHT });
    grid(&mut svg, words, shares.len());
    if let Some(baseline) = baseline {
        let before: Vec<Option<f64>> = view
            .groups
            .iter()
            .map(|group| baseline.groups.iter().find(|other| other.anchor == group.anchor)?.score.share)
            .collect();
        svg.path(&shape(&before), "none", SOFT, 1.6, " stroke-dasharray=\"5 4\"");
        legend(&mut svg, words);
    }
    svg.path(&shape(&shares), colour("evidenced"), colour("evidenced"), 2.0, " fill-opacity=\"0.18\"");
    for (at, share) in shares.iter().enumerate() {
        if let Some(share) = share {
            svg.circle(place(at, shares.len(), *share), 3.0, colour("evidenced"), "#ffffff", 1.0);
        }
    }
    for (at, group) in view.groups.iter().enumerate() {
        label(&mut svg, at, shares.len(), short(group), &group.score.text);
    }
    let said = |view: &View| {
        let values: Vec<String> =
            view.groups.iter().map(|group| format!("{}: {}", group.label, group.score.text)).collect();
        values.join("; ")
    };
    let values = match baseline {
        None => said(view),
        Some(before) => format!(
            "{}: {}. {}: {}",
            words.get("charts", "radar_now"),
            said(view),
            words.get("charts", "radar_before"),
            said(before)
        ),
    };
    let alt = words.fill("charts", "radar_alt", &[("values", &values)]);
    Some(chart("radar", words.get("charts", "radar"), alt, svg))
}

/// The point of a share on the axis of a number.
fn place(at: usize, of: usize, share: f64) -> (f64, f64) {
    let angle = TAU * at as f64 / of as f64 - FRAC_PI_2;
    let length = RADIUS * share.clamp(0.0, 1.0);
    (CENTRE.0 + length * angle.cos(), CENTRE.1 + length * angle.sin())
}

/// Through the points of all that has a share.
fn shape(shares: &[Option<f64>]) -> String {
    let points: Vec<String> = shares
        .iter()
        .enumerate()
        .filter_map(|(at, share)| share.map(|share| point(place(at, shares.len(), share))))
        .collect();
    format!("M{} Z", points.join(" L"))
}

fn grid(svg: &mut Svg, words: &Words, axes: usize) {
    for at in 0..axes {
        svg.line(CENTRE, place(at, axes, 1.0), LINE, 1.0, "");
    }
    for share in [0.25, 0.5, 0.75, 1.0] {
        svg.path(&shape(&vec![Some(share); axes]), "none", LINE, 1.0, "");
    }
    // The outermost stands beside the figure of the first group, and would be taken for one.
    svg.text(CENTRE.0 + 4.0, CENTRE.1 - RADIUS / 2.0 + 11.0, &words.percent(0.5), plain(10.0).colour(SOFT));
}

fn label(svg: &mut Svg, at: usize, of: usize, name: &str, figure: &str) {
    let (x, y) = place(at, of, 1.0);
    let (dx, dy) = ((x - CENTRE.0) / RADIUS, (y - CENTRE.1) / RADIUS);
    let anchor = match dx {
        dx if dx > 0.2 => Anchor::Start,
        dx if dx < -0.2 => Anchor::End,
        _ => Anchor::Middle,
    };
    let (x, y) = (x + dx * 12.0, y + dy * 18.0);
    let room = match anchor {
        Anchor::Start => WIDTH - x,
        Anchor::End => x,
        Anchor::Middle => 150.0,
    };
    svg.text(x, y - 2.0, &fit(name, room, 12.0), plain(12.0).bold().at(anchor));
    svg.text(x, y + 11.0, figure, plain(11.0).colour(INK).at(anchor));
}

fn legend(svg: &mut Svg, words: &Words) {
    let y = HEIGHT + 10.0;
    svg.line((60.0, y), (84.0, y), colour("evidenced"), 2.5, "");
    svg.text(90.0, y + 4.0, words.get("charts", "radar_now"), plain(11.0));
    svg.line((260.0, y), (284.0, y), SOFT, 1.6, "5 4");
    svg.text(290.0, y + 4.0, words.get("charts", "radar_before"), plain(11.0));
}
