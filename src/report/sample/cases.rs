//! The obligations of the sample and what was found for each.

use serde_json::json;

/// One obligation and what was found.
pub(super) struct Case<'a> {
    pub(super) obligation: &'a str,
    pub(super) asks: &'a str,
    pub(super) kind: &'a str,
    pub(super) weight: u8,
    pub(super) status: &'a str,
    pub(super) rungs: (&'a str, &'a str),
    pub(super) evidence: serde_json::Value,
    pub(super) shortfalls: serde_json::Value,
    pub(super) types: &'a [&'a str],
    pub(super) topics: &'a [&'a str],
    pub(super) candidates: &'a [&'a str],
    pub(super) ask: &'a [&'a str],
    pub(super) good: Option<&'a str>,
}

/// All of them, in the order of the clauses.
pub(super) fn cases() -> Vec<Case<'static>> {
    direction().into_iter().chain(incidents()).chain(gaps()).collect()
}

const INCIDENT: &str = "02 Procedures/Incident management.docx";
const MAJOR: &str = "02 Procedures/Major incident procedure v0.3.docx";
const MANUAL: &str = "01 Manual/SMS manual.docx";
const RECORDS: &str = "04 Records/incidents 2026.xlsx";
const CATALOGUE: &str = "04 Records/service catalogue.xlsx";

fn direction() -> Vec<Case<'static>> {
    vec![
        Case {
            obligation: "4.3/1",
            asks: "Say where the service management system begins and ends, and which services it covers.",
            kind: "documented",
            weight: 3,
            status: "evidenced",
            rungs: ("controlled", "controlled"),
            evidence: json!([{"path": MANUAL, "place": place(json!({"heading": ["1 Introduction", "1.2 Scope"], "page": 4})), "rung": "controlled",
                "quote": "The service management system covers managed hosting and service desk for customers in Norway and Germany, delivered from Oslo and Leipzig."}]),
            shortfalls: json!([]),
            types: &["sms-scope", "sms-manual"],
            topics: &["services", "locations"],
            candidates: &[MANUAL],
            ask: &["Which services do you deliver that are not in the scope, and why?"],
            good: None,
        },
        Case {
            obligation: "5.1/1",
            asks: "Top management shows that it stands behind the service management system.",
            kind: "activity",
            weight: 2,
            status: "undetermined",
            rungs: ("absent", "practised"),
            evidence: json!([]),
            shortfalls: json!([]),
            types: &[],
            topics: &[],
            candidates: &[],
            ask: &[
                "What did top management last decide about the services, and what changed?",
                "Who in top management answers for the system?",
            ],
            good: None,
        },
        Case {
            obligation: "8.2.4/1",
            asks: "Keep a catalogue of the services with their outcomes and dependencies.",
            kind: "documented",
            weight: 3,
            status: "partial",
            rungs: ("documented", "controlled"),
            evidence: json!([{"path": CATALOGUE, "place": place(json!({"sheet": "Services", "cell": "B7"})), "rung": "documented", "quote": "Managed hosting | Web shops run without interruption | depends on: Storage, Network"}]),
            shortfalls: json!([{"code": "unapproved", "grade": "minor", "path": CATALOGUE, "place": place(json!({"sheet": "Services"})), "says": "Nobody is named as having approved the service catalogue.", "remedy": "Have it approved; record by whom and when."},
                {"code": "inconsistent", "grade": "minor", "path": CATALOGUE, "place": place(json!({"sheet": "Services", "cell": "A9"})), "says": "Service “Backup as a service” is in the catalogue and has no service level agreement.", "remedy": "Agree service levels for it, or take it out of the catalogue."}]),
            types: &["services", "service-catalogue"],
            topics: &["dependencies"],
            candidates: &[CATALOGUE],
            ask: &["Who may change the catalogue?"],
            good: Some("One page a service, in the customer's words."),
        },
    ]
}

fn incidents() -> Vec<Case<'static>> {
    vec![
        Case {
            obligation: "8.6.1/1a",
            asks: "Write down every incident and put it into a category.",
            kind: "record",
            weight: 3,
            status: "evidenced",
            rungs: ("practised", "practised"),
            evidence: json!([{"path": RECORDS, "place": place(json!({"sheet": "Export", "cell": "A2"})), "rung": "practised", "quote": "1,204 rows from 2026-01-02 to 2026-11-19; id, opened, category filled in all"}]),
            shortfalls: json!([{"code": "register-rule", "grade": "opportunity", "path": RECORDS, "place": place(json!({"sheet": "Export"})), "says": "31 % of the incidents are in the category “Other”.", "remedy": "Review the categories."}]),
            types: &["incident-records"],
            topics: &[],
            candidates: &[RECORDS],
            ask: &["How does an incident that arrives by phone get into the log?"],
            good: None,
        },
        Case {
            obligation: "8.6.1/1c",
            asks: "Pass an incident on to people with more knowledge or authority when that is needed.",
            kind: "activity",
            weight: 2,
            status: "partial",
            rungs: ("documented", "controlled"),
            evidence: json!([{"path": INCIDENT, "place": place(json!({"heading": ["4 Escalation"], "page": 6})), "rung": "documented", "quote": "An incident is escalated to second level when half of its target time has passed."}]),
            shortfalls: json!([{"code": "review-overdue", "grade": "minor", "path": INCIDENT, "place": place(json!({"page": 1})), "says": "The incident management procedure was due for review on 2026-03-01.", "remedy": "Review it, and record the result."}]),
            types: &["incident-management-procedure", "sms-manual"],
            topics: &["escalation"],
            candidates: &[INCIDENT, MANUAL],
            ask: &[],
            good: None,
        },
        Case {
            obligation: "8.6.1/4",
            asks: "Handle major incidents by a written procedure that says how they are classified.",
            kind: "documented",
            weight: 3,
            status: "gap",
            rungs: ("mentioned", "controlled"),
            evidence: json!([{"path": MAJOR, "place": place(json!({"heading": ["2 Classification"], "page": 2})), "rung": "mentioned", "quote": "A major incident is any incident that stops a service for more than one customer."}]),
            shortfalls: json!([{"code": "draft-only", "grade": "major", "path": MAJOR, "place": place(json!({"page": 1})), "says": "The major incident procedure is a draft: its status says “Draft for comment”.", "remedy": "Finish the procedure, have it approved, and say since when it is in force."},
                {"code": "topic-missing", "grade": "minor", "path": MAJOR, "place": place(json!({})), "says": "It does not say who is told about a major incident.", "remedy": "Add who is told, by whom and when."}]),
            types: &["major-incident-procedure"],
            topics: &["classification", "roles", "escalation"],
            candidates: &[MAJOR, INCIDENT],
            ask: &["Who declared the last major incident, and by which criterion?"],
            good: Some("A drill once a year."),
        },
    ]
}

fn gaps() -> Vec<Case<'static>> {
    vec![
        Case {
            obligation: "8.7.2/1",
            asks: "Plan how services continue after a serious event, and when that plan is called upon.",
            kind: "documented",
            weight: 3,
            status: "gap",
            rungs: ("mentioned", "controlled"),
            evidence: json!([]),
            shortfalls: json!([{"code": "unfilled-template", "grade": "major", "path": "06 Templates/Service continuity plan.md", "place": place(json!({"line": 12})), "says": "The only service continuity plan is a form that was not filled in.", "remedy": "Fill in the plan; remove guidance and placeholders."}]),
            types: &["service-continuity-plan"],
            topics: &["invocation", "recovery-targets"],
            candidates: &["06 Templates/Service continuity plan.md"],
            ask: &["When did you last try it?"],
            good: None,
        },
        Case {
            obligation: "9.2/1",
            asks: "Audit the service management system at planned intervals.",
            kind: "record",
            weight: 3,
            status: "gap",
            rungs: ("absent", "practised"),
            evidence: json!([]),
            shortfalls: json!([{"code": "missing-document", "grade": "major", "path": null, "place": place(json!({})), "says": "No internal audit programme and no internal audit report was found.", "remedy": "Plan the internal audits, do the first one, and keep its report."}]),
            types: &["internal-audit-programme", "internal-audit-report"],
            topics: &["intervals", "criteria"],
            candidates: &[],
            ask: &["Who audits the auditor's own area?"],
            good: None,
        },
        Case {
            obligation: "10.1/2",
            asks: "Keep records of what was done about nonconformities and what came of it.",
            kind: "record",
            weight: 2,
            status: "no-occurrence",
            rungs: ("absent", "practised"),
            evidence: json!([]),
            shortfalls: json!([]),
            types: &["corrective-actions"],
            topics: &[],
            candidates: &[],
            ask: &[],
            good: None,
        },
    ]
}

#[expect(clippy::needless_pass_by_value, reason = "called with literals")]
fn place(fields: serde_json::Value) -> serde_json::Value {
    let mut place = json!({"page": null, "slide": null, "heading": [], "line": null, "sheet": null, "cell": null});
    if let (Some(place), Some(fields)) = (place.as_object_mut(), fields.as_object()) {
        place.extend(fields.clone());
    }
    place
}
