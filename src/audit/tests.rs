//! What holds for every draw, and what a seed and a risk change.

use std::collections::BTreeMap;

use super::{Draw, Frame, Unit, draw};

/// Rows of (how many, values, risk).
fn frame(groups: &[(usize, [&str; 2], u8)]) -> Frame {
    let mut units = Vec::new();
    for (count, values, risk) in groups {
        for _ in 0..*count {
            let risks = if *risk > 0 { vec![("a risk".to_owned(), *risk)] } else { Vec::new() };
            let number = units.len();
            let date = format!("2026-{:02}-{:02}", number % 12 + 1, number % 28 + 1).parse().ok();
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            units.push(Unit { identity: format!("row {number}"), values, date, risks });
        }
    }
    Frame { by: vec!["priority".into(), "status".into()], date: Some("opened".into()), units }
}

fn identities(frame: &Frame, draw: &Draw) -> Vec<String> {
    let mut drawn: Vec<String> = draw.picks.iter().map(|pick| frame.units[pick.unit].identity.clone()).collect();
    drawn.sort();
    drawn
}

fn usual() -> Frame {
    frame(&[(400, ["P3", "closed"], 0), (60, ["P2", "closed"], 0), (30, ["P2", "open"], 0), (1, ["P1", "failed"], 3)])
}

#[test]
fn the_draw_is_of_the_size_asked_for_and_adds_up() {
    for size in [1, 2, 3, 7, 25, 100, 490, 491, 5000] {
        let frame = usual();
        let drawn = draw(&frame, size, 1);
        let expected = size.min(frame.units.len());
        assert_eq!(drawn.picks.len(), expected, "size {size}");
        assert_eq!(drawn.strata.iter().map(|stratum| stratum.drawn).sum::<usize>(), expected);
        assert_eq!(drawn.strata.iter().map(|stratum| stratum.rows).sum::<usize>(), frame.units.len());
        assert!(drawn.strata.iter().all(|stratum| stratum.drawn <= stratum.rows));
        assert!(drawn.picks.windows(2).all(|pair| pair[0].unit < pair[1].unit), "no row twice, in order");
        for (number, stratum) in drawn.strata.iter().enumerate() {
            assert_eq!(drawn.picks.iter().filter(|pick| pick.stratum == number).count(), stratum.drawn);
        }
    }
}

#[test]
fn every_stratum_gives_a_row_and_every_rare_kind_is_there() {
    for seed in 0..50 {
        let frame = usual();
        let drawn = draw(&frame, 10, seed);
        assert!(drawn.strata.iter().all(|stratum| stratum.drawn >= 1), "{:?}", drawn.strata);
        let only = drawn.picks.iter().find(|pick| pick.unit == 490).expect("the only P1");
        assert!(only.why.contains(&"the only row with priority P1".to_owned()), "{:?}", only.why);
        assert!(only.why.contains(&"the only row with a risk".to_owned()));
    }
}

#[test]
fn rare_kinds_of_a_column_that_was_given_up_are_still_drawn() {
    let mut groups = vec![(1000, ["P4", "closed"], 0)];
    let statuses: Vec<String> = (0..6).map(|number| format!("status {number}")).collect();
    let priorities = ["P1", "P2", "P3", "P5"];
    for priority in priorities {
        groups.extend(statuses.iter().map(|status| (1, [priority, status.as_str()], 0)));
    }
    let frame = frame(&groups);
    let drawn = draw(&frame, 8, 3);
    assert!(drawn.left_out.iter().any(|(column, _)| column == "status"), "{:?}", drawn.left_out);
    for status in &statuses {
        let seen = drawn.picks.iter().any(|pick| frame.units[pick.unit].values[1] == *status);
        assert!(seen || drawn.missed.contains(&format!("status {status}")), "{status} is forgotten");
    }
    assert!(drawn.missed.is_empty(), "six rows can show all: {:?}", drawn.missed);
}

#[test]
fn more_rare_kinds_than_rows_are_said_to_be_missed() {
    let groups: Vec<(usize, [&str; 2], u8)> =
        ["a", "b", "c", "d"].iter().map(|value| (if *value == "a" { 500 } else { 1 }, [*value, "x"], 0)).collect();
    let frame = frame(&groups);
    let drawn = draw(&frame, 4, 1);
    assert_eq!((drawn.picks.len(), drawn.missed.len()), (4, 0));
    let mut three = frame;
    three.units.iter_mut().for_each(|unit| unit.risks.push((format!("risk {}", unit.values[0]), 1)));
    three.units.iter_mut().skip(500).for_each(|unit| unit.values[0] = "a".into());
    let drawn = draw(&three, 2, 1);
    assert_eq!((drawn.picks.len(), drawn.missed.len()), (2, 1), "{:?}", drawn.missed);
    let seen = |kind: &String| drawn.picks.iter().any(|pick| pick.why.iter().any(|why| why.ends_with(kind.as_str())));
    assert!(!drawn.missed.iter().any(seen), "{:?}", drawn.missed);
}

#[test]
fn the_seed_decides_and_nothing_else() {
    let frame = usual();
    let first = draw(&frame, 25, 7);
    assert_eq!(first, draw(&frame, 25, 7));
    let others: Vec<Vec<String>> = (8..12).map(|seed| identities(&frame, &draw(&frame, 25, seed))).collect();
    assert!(others.iter().all(|other| *other != identities(&frame, &first)));
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let frame = usual();
    let expected = identities(&frame, &draw(&frame, 25, 7));
    let mut turned = frame.clone();
    turned.units.reverse();
    assert_eq!(identities(&turned, &draw(&turned, 25, 7)), expected);
    turned.units.sort_by_key(|unit| unit.identity.len() * 31 % 7);
    assert_eq!(identities(&turned, &draw(&turned, 25, 7)), expected);
}

#[test]
fn a_draw_is_the_same_on_every_machine() {
    let frame = usual();
    let drawn = identities(&frame, &draw(&frame, 6, 20_000));
    assert_eq!(drawn, ["row 263", "row 343", "row 344", "row 410", "row 476", "row 490"]);
}

/// In a population with a tenth of risky rows a fair draw would bring a tenth of them.
#[test]
fn risky_rows_are_drawn_more_often() {
    let drawn_risky = |risk: u8| {
        let frame = frame(&[(900, ["P3", "closed"], 0), (100, ["P3", "closed"], risk)]);
        let risky = |seed: u64| draw(&frame, 20, seed).picks.iter().filter(|pick| pick.unit >= 900).count();
        (0..100).map(risky).sum::<usize>()
    };
    let (fair, biased) = (drawn_risky(0), drawn_risky(4));
    assert!((120..280).contains(&fair), "200 of 2000 were to be expected: {fair}");
    assert!(biased > 2 * fair, "{biased} against {fair}");
}

#[test]
fn without_risk_every_row_has_the_same_chance() {
    let mut frame = Frame { by: Vec::new(), ..frame(&[(20, ["a", "b"], 0)]) };
    frame.units.iter_mut().for_each(|unit| unit.date = None);
    let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
    for seed in 0..2000 {
        draw(&frame, 5, seed).picks.iter().for_each(|pick| *counts.entry(pick.unit).or_default() += 1);
    }
    assert_eq!(counts.len(), 20);
    assert!(counts.values().all(|count| (400..600).contains(count)), "500 each were to be expected: {counts:?}");
}

#[test]
fn strata_are_no_finer_than_the_draw_allows() {
    let frame = usual();
    let drawn = draw(&frame, 491, 1);
    assert_eq!(drawn.by, ["priority", "status", "month of opened"]);
    let drawn = draw(&frame, 20, 1);
    assert_eq!(drawn.by, ["priority", "status", "quarter of opened"], "{:?}", drawn.strata);
    let drawn = draw(&frame, 3, 1);
    assert_eq!(drawn.by, ["priority"]);
    assert_eq!(draw(&Frame::default(), 5, 1), Draw::default());
}
