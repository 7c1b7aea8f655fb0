//! A roadmap: what is done when, in waves.

use jiff::civil::Date;

use super::svg::{Anchor, INK, LINE, PAPER, SOFT, Svg, WASH, fit, plain};
use super::{Chart, chart};
use crate::report::words::Words;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What.
    pub title: String,
    /// From when.
    pub start: Date,
    /// Until when.
    pub end: Date,
    /// In which wave, from 1; 0: it is a milestone.
    pub wave: u8,
}

const WIDTH: f64 = 860.0;
const LABEL: f64 = 330.0;
const RIGHT: f64 = 74.0;
const ROW: f64 = 24.0;
const HEAD: f64 = 40.0;
/// Waves told apart by depth, and by their number.
const WAVES: [&str; 4] = ["#16324f", "#2f5d8a", "#4c7fae", "#5f6b76"];

/// The roadmap of these things to do, by wave; nothing is drawn of nothing.
#[must_use]
pub fn gantt(bars: &[Bar], words: &Words) -> Option<Chart> {
    let mut bars: Vec<&Bar> = bars.iter().collect();
    bars.sort_by_key(|bar| (bar.wave, bar.start));
    let first = bars.iter().map(|bar| bar.start).min()?.first_of_month();
    let last = bars.iter().map(|bar| bar.end.max(bar.start)).max()?.last_of_month();
    let waves = bars.chunk_by(|a, b| a.wave == b.wave).count();
    let height = HEAD + ROW * (bars.len() + waves) as f64 + 6.0;
    let mut svg = Svg::new(WIDTH, height);
    let days = f64::from(between(first, last).max(1));
    let x = |date: Date| LABEL + (WIDTH - LABEL - RIGHT) * f64::from(between(first, date)) / days;
    axis(&mut svg, words, (first, last), height, &x);
    let mut y = HEAD;
    for wave in bars.chunk_by(|a, b| a.wave == b.wave) {
        svg.rect(0.0, y + 2.0, WIDTH, ROW - 4.0, WASH);
        let number = wave.first().map_or(1, |bar| bar.wave);
        let head = heading(number, words);
        svg.text(6.0, y + 16.0, &head, plain(12.0).bold());
        y += ROW;
        for bar in wave {
            draw(&mut svg, y, bar, words, &x);
            y += ROW;
        }
    }
    let values: Vec<String> = bars.iter().map(|bar| said(bar, words)).collect();
    let alt = words.fill("charts", "gantt_alt", &[("values", &values.join("; "))]);
    Some(chart("gantt", words.get("charts", "gantt"), alt, svg))
}

fn between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn heading(wave: u8, words: &Words) -> String {
    match wave {
        0 => words.get("charts", "milestones").to_owned(),
        n => words.fill("charts", "wave", &[("n", &n.to_string())]),
    }
}

fn said(bar: &Bar, words: &Words) -> String {
    let wave = heading(bar.wave, words);
    let date = |date: Date| words.short_date(&date.to_string());
    format!("{wave}, {}: {} – {}", bar.title, date(bar.start), date(bar.end))
}

/// Months; where there are more than a line holds, every third or twelfth is named.
fn axis(svg: &mut Svg, words: &Words, (first, last): (Date, Date), height: f64, x: &dyn Fn(Date) -> f64) {
    let months = between(first, last) / 30 + 1;
    let step = match months {
        ..=14 => 1,
        15..=42 => 3,
        _ => 12,
    };
    let mut month = first;
    while month <= last {
        let at = x(month);
        let january = month.month() == 1;
        svg.line((at, HEAD - 16.0), (at, height), LINE, if january { 1.4 } else { 0.8 }, "");
        if (month.month() - 1) % step == 0 {
            svg.text(at + 3.0, HEAD - 6.0, words.month(month.month()), plain(10.5).colour(SOFT));
        }
        if january || month == first {
            svg.text(at + 3.0, HEAD - 22.0, &month.year().to_string(), plain(11.0).bold());
        }
        let Ok(next) = month.checked_add(jiff::Span::new().months(1)) else { return };
        month = next;
    }
}

fn draw(svg: &mut Svg, y: f64, bar: &Bar, words: &Words, x: &dyn Fn(Date) -> f64) {
    let (from, to) = (x(bar.start), x(bar.end.max(bar.start)));
    let long = (to - from).max(6.0);
    let base = y + ROW / 2.0 + 4.0;
    svg.text(16.0, base, &fit(&bar.title, LABEL - 26.0, 12.0), plain(12.0));
    let colour = WAVES.get(usize::from(bar.wave.saturating_sub(1))).copied().unwrap_or(WAVES[3]);
    svg.rect(from, y + 5.0, long, ROW - 10.0, colour);
    if long > 16.0 && bar.wave > 0 {
        svg.text(from + long / 2.0, base, &bar.wave.to_string(), plain(10.5).colour(PAPER).bold().at(Anchor::Middle));
    }
    svg.text(from + long + 5.0, base, &words.short_date(&bar.end.to_string()), plain(10.5).colour(INK));
    svg.line((0.0, y + ROW), (WIDTH, y + ROW), LINE, 0.6, "");
}
