//! What every chart must hold to: well-formed, self-contained, told in words, the same twice.

use quick_xml::events::Event;

use super::*;
use crate::report::words::Language;
use crate::report::{sample, variants};

fn bar(title: &str, start: &str, end: &str, wave: u8) -> Bar {
    Bar { title: title.into(), start: start.parse().unwrap(), end: end.parse().unwrap(), wave }
}

fn bars() -> Vec<Bar> {
    vec![
        bar("Finish the major incident procedure and have it approved", "2026-12-01", "2027-01-15", 1),
        bar("Plan and do the first internal audit", "2026-12-10", "2027-03-31", 1),
        bar("Service continuity plan: fill in, test, approve", "2027-02-01", "2027-06-30", 2),
        bar("<b>&amp; \u{202e}\u{1b}[31m</text><script>alert(1)</script>", "2027-05-01", "2027-05-01", 3),
    ]
}

fn all(assessment: &crate::assessment::Assessment, language: Language) -> Vec<Chart> {
    let words = Words::of(language);
    let view = View::new(assessment, words);
    let charts = Charts::new(&view, words);
    [charts.achievement, charts.heat, charts.heat_clauses, charts.radar, charts.ring]
        .into_iter()
        .chain([radar(&view, Some(&view), words), gantt(&bars(), words)])
        .flatten()
        .collect()
}

/// Names of elements and of their attributes.
fn shape(svg: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
                });
                found.push((tag.name().as_ref().to_owned(), attributes.collect()));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn charts_are_self_contained_and_told_in_words() {
    for language in Language::ALL {
        let charts = all(&sample::assessment(), *language);
        assert_eq!(charts.len(), 7);
        for chart in charts {
            assert!(!chart.title.is_empty() && chart.alt.len() > 40, "{}", chart.id);
            for (name, attributes) in shape(&chart.svg) {
                assert!(["svg", "rect", "line", "circle", "path", "text"].contains(&name.as_str()), "{name}");
                for (attribute, value) in attributes {
                    assert!(!["class", "style", "href", "id"].contains(&attribute.as_str()), "{attribute}");
                    assert!(attribute == "xmlns" || !value.contains("http"), "{attribute}={value}");
                }
            }
        }
    }
}

#[test]
fn charts_of_hostile_text_hold_text_only() {
    for chart in all(&variants::hostile(), Language::En) {
        assert!(shape(&chart.svg).iter().all(|(name, _)| name != "script" && name != "img" && name != "b"));
        assert!(!chart.svg.contains('\u{202e}') && !chart.svg.contains('\u{1b}'));
    }
}

#[test]
fn nothing_is_drawn_of_nothing() {
    let words = Words::of(Language::En);
    let view = View::new(&variants::empty(), words);
    let charts = Charts::new(&view, words);
    assert!(charts.achievement.is_none() && charts.heat.is_none() && charts.radar.is_none() && charts.ring.is_none());
    assert!(gantt(&[], words).is_none());
}

#[test]
fn every_figure_stands_in_its_chart() {
    let words = Words::of(Language::De);
    let view = View::new(&sample::assessment(), words);
    let charts = Charts::new(&view, words);
    let achievement = charts.achievement.unwrap();
    for group in &view.groups {
        assert!(achievement.alt.contains(&group.score.text));
        assert!(achievement.svg.contains(&format!(">{}<", group.score.text)));
    }
    let ring = charts.ring.unwrap();
    for count in &view.counts {
        assert!(ring.svg.contains(&format!(">{}<", count.count)), "{}", count.mark.label);
    }
    assert!(gantt(&bars(), words).unwrap().svg.contains(">31.03.2027<"));
}

#[test]
fn text_is_kept_within_its_room() {
    assert_eq!(svg::fit("abc", 100.0, 12.0), "abc");
    let long = svg::fit(&"Donaudampfschifffahrt".repeat(9), 100.0, 12.0);
    assert!(long.ends_with('…') && svg::width(&long, 12.0) <= 101.0, "{long}");
    assert_eq!(svg::two_lines("one two three", 45.0, 12.0).len(), 2);
    assert_eq!(svg::tint("#1f7a4d", 0.0), "#ffffff");
    assert_eq!(svg::tint("#1f7a4d", 1.0), "#1f7a4d");
}

/// Run by hand to look at the charts: `ISO20K_LOOK=folder cargo test --lib charts -- --ignored`.
#[test]
#[ignore = "writes files to look at"]
fn look() {
    let folder = std::path::PathBuf::from(std::env::var_os("ISO20K_LOOK").unwrap());
    let given = std::env::var_os("ISO20K_ASSESSMENT")
        .map_or_else(sample::assessment, |path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap());
    for language in Language::ALL {
        for (at, chart) in all(&given, *language).iter().enumerate() {
            std::fs::write(folder.join(format!("{at}-{}-{}.svg", chart.id, language.code())), &chart.svg).unwrap();
        }
    }
}
