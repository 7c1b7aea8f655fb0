//! What became of duties between two assessments.

use super::due::{Outcome, fallen};
use crate::assessment::Assessment;
use crate::document::Place;
use crate::evidence::{Duty, DutyKind, Occasion};
use crate::report::sample;

fn duty(id: &str, last: Option<&str>, next: Option<&str>, overdue: bool) -> Duty {
    let occasion = |date: &str| Occasion {
        path: "log.csv".into(),
        place: Place::default(),
        quote: String::new(),
        date: Some(date.to_owned()),
    };
    Duty {
        id: id.into(),
        kind: DutyKind::Row,
        obligation: None,
        says: id.into(),
        interval: None,
        last: last.map(occasion),
        next: next.map(str::to_owned),
        stated: None,
        overdue_days: overdue.then_some(1),
        note: String::new(),
    }
}

fn at(as_of: &str, duties: Vec<Duty>) -> Assessment {
    Assessment { as_of: as_of.into(), calendar: duties, ..sample::assessment() }
}

#[test]
fn each_duty_that_was_due_has_an_outcome() {
    let before = at(
        "2026-06-01",
        vec![
            duty("done", Some("2026-01-01"), Some("2026-07-01"), false),
            duty("late", Some("2025-01-01"), Some("2026-01-01"), true),
            duty("fell", Some("2026-01-01"), Some("2026-08-01"), false),
            duty("gone", None, Some("2026-08-02"), false),
            duty("put-off", Some("2026-01-01"), Some("2026-08-03"), false),
            duty("later", Some("2026-01-01"), Some("2027-01-01"), false),
        ],
    );
    let after = at(
        "2026-11-22",
        vec![
            duty("done", Some("2026-06-30"), Some("2027-06-30"), false),
            duty("late", Some("2025-01-01"), Some("2026-01-01"), true),
            duty("fell", Some("2026-01-01"), Some("2026-08-01"), true),
            duty("put-off", Some("2026-01-01"), Some("2027-08-03"), false),
            duty("later", Some("2026-01-01"), Some("2027-01-01"), false),
            duty("new", None, Some("2026-11-01"), true),
        ],
    );
    let found = fallen(&before, &after).duties;
    let found: Vec<_> = found.iter().map(|each| (each.duty.id.as_str(), each.outcome, each.due.as_str())).collect();
    let expected = [
        ("late", Outcome::StillOverdue, "2026-01-01"),
        ("fell", Outcome::FellDue, "2026-08-01"),
        ("new", Outcome::FellDue, "2026-11-01"),
        ("gone", Outcome::Gone, "2026-08-02"),
        ("done", Outcome::Done, "2026-07-01"),
    ];
    assert_eq!(found, expected);
    assert!(fallen(&after, &after).duties.iter().all(|each| each.outcome == Outcome::StillOverdue));
}
