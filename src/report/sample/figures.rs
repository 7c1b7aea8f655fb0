//! The figures of the sample: its summary, what to do first, and its calendar.

use serde_json::json;

use super::{counted, within};
use crate::assessment::{FORMULA, GRADE_RULE};

pub(super) fn summary() -> serde_json::Value {
    let groups = [
        ("4", "Context of the organisation", json!(1.0), json!("F"), [1, 0, 0, 0, 0]),
        ("5", "Leadership", json!(null), json!(null), [0, 0, 0, 1, 0]),
        ("8.2", "Service portfolio", json!(0.5), json!("P"), [0, 1, 0, 0, 0]),
        ("8.6", "Resolution and fulfilment", json!(0.5), json!("P"), [1, 1, 1, 0, 0]),
        ("8.7", "Service assurance", json!(0.0), json!("N"), [0, 0, 1, 0, 0]),
        ("9", "Performance evaluation", json!(0.0), json!("N"), [0, 0, 1, 0, 0]),
        ("10", "Improvement", json!(null), json!(null), [0, 0, 0, 0, 1]),
    ];
    let groups: Vec<_> = groups
        .into_iter()
        .map(|(group, title, achievement, rating, counts)| json!({"group": group, "title": title, "clauses": within(group), "achievement": achievement, "rating": rating, "counts": counted(counts)}))
        .collect();
    json!({"achievement": 0.425, "determinable": 0.917, "counts": counted([2, 2, 3, 1, 1]), "view": "clauses", "groups": groups,
        "documents": {"draft": 1, "in-force": 4, "record": 1, "superseded": 1, "template": 1, "unclassified": 1}, "ignored": 12,
        "formula": FORMULA, "grade_rule": GRADE_RULE, "actions": actions()})
}

fn actions() -> serde_json::Value {
    let action = |code: &str,
                  grade: &str,
                  says: &str,
                  remedy: &str,
                  path: serde_json::Value,
                  place: &str,
                  obligations: &[&str]| {
        json!({"remedy": remedy, "code": code, "grade": grade, "says": says, "path": path, "place": place, "obligations": obligations})
    };
    json!([
        action(
            "draft-only",
            "major",
            "The major incident procedure is a draft: its status says “Draft for comment”.",
            "Finish the procedure, have it approved, and say since when it is in force.",
            json!("02 Procedures/Major incident procedure v0.3.docx"),
            "page 1",
            &["8.6.1/4"]
        ),
        action(
            "missing-document",
            "major",
            "No internal audit programme and no internal audit report was found.",
            "Plan the internal audits, do the first one, and keep its report.",
            json!(null),
            "",
            &["9.2/1"]
        ),
        action(
            "unfilled-template",
            "major",
            "The only service continuity plan is a form that was not filled in.",
            "Fill in the plan; remove guidance and placeholders.",
            json!("06 Templates/Service continuity plan.md"),
            "line 12",
            &["8.7.2/1"]
        ),
        action(
            "inconsistent",
            "minor",
            "Service “Backup as a service” is in the catalogue and has no service level agreement.",
            "Agree service levels for it, or take it out of the catalogue.",
            json!("04 Records/service catalogue.xlsx"),
            "Services!A9",
            &["8.2.4/1", "8.3.3/1"]
        ),
        action(
            "review-overdue",
            "minor",
            "The incident management procedure was due for review on 2026-03-01.",
            "Review it, and record the result.",
            json!("02 Procedures/Incident management.docx"),
            "page 1",
            &["8.6.1/1c"]
        )
    ])
}

pub(super) fn calendar() -> serde_json::Value {
    let at = |date: serde_json::Value, path: &str, page: u32, quote: &str| {
        json!({"date": date, "path": path, "quote": quote,
            "place": {"page": page, "slide": null, "heading": [], "line": null, "sheet": null, "cell": null}})
    };
    let plan = "02 Procedures/Service continuity plan.docx";
    let incident = "02 Procedures/Incident management.docx";
    let quote = "The plan is tested every 6 months; results, and what was learned, are kept.";
    json!([
        {"id": "review:02 Procedures/Incident management.docx", "kind": "review", "obligation": null,
            "says": "Review “Incident management procedure”.", "interval": null,
            "last": at(json!("2025-03-01"), incident, 1, "approved on: 1 March 2025"), "next": "2026-03-01",
            "stated": at(json!("2026-03-01"), incident, 1, "next review: 1 March 2026"), "overdue_days": 266, "note": ""},
        {"id": "8.7.2/7", "kind": "planned-interval", "obligation": "8.7.2/7",
            "says": "At intervals you have planned, test the plan against the continuity requirements.",
            "interval": {"days": 186, "words": "every 6 months", "basis": "declared", "declared": at(json!(null), plan, 4, quote)},
            "last": at(json!("2026-09-12"), "04 Records/continuity test.pdf", 1, "Restored within the time required."),
            "next": "2027-03-12", "stated": null, "overdue_days": null, "note": ""},
        {"id": "9.3/1", "kind": "planned-interval", "obligation": "9.3/1",
            "says": "Top management reviews the management system and the services at planned intervals.",
            "interval": {"days": 372, "words": "every year", "basis": "advice", "declared": null},
            "last": null, "next": null, "stated": null, "overdue_days": null,
            "note": "no interval is declared and no dated record was found; the text asks that an interval is set, not which"}
    ])
}
