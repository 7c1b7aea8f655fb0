//! A small assessment as it could come from a real organisation, for tests.

use serde_json::json;

use crate::assessment::{Assessment, FORMULA, GRADE_RULE};

fn documents() -> serde_json::Value {
    let document = |path: &str,
                    title: &str,
                    format: &str,
                    kind: &str,
                    state: &str,
                    reason: &str,
                    control: [&str; 5]| {
        let text = |at: usize| if control[at].is_empty() { json!(null) } else { json!(control[at]) };
        let types = if kind.is_empty() { json!([]) } else { json!([{"id": kind, "confidence": 0.93}]) };
        json!({"path": path, "sha256": "ab".repeat(32), "format": format, "language": "en", "title": title,
            "types": types, "state": state, "state_reason": reason, "remarks": [],
            "control": {"owner": text(0), "version": text(1), "approver": text(2), "approved_on": text(3), "next_review": text(4)}})
    };
    json!([
        document(
            "01 Manual/SMS manual.docx",
            "Service management system manual",
            "docx",
            "sms-manual",
            "in-force",
            "",
            ["Ingrid Solberg", "3.2", "Jonas Weber", "2026-02-10", "2027-02-10"]
        ),
        document(
            "02 Procedures/Incident management.docx",
            "Incident management procedure",
            "docx",
            "incident-management-procedure",
            "in-force",
            "",
            ["Priya Raman", "2.0", "Jonas Weber", "2025-03-01", "2026-03-01"]
        ),
        document(
            "02 Procedures/Major incident procedure v0.3.docx",
            "Major incident procedure",
            "docx",
            "major-incident-procedure",
            "draft",
            "its status says “Draft for comment”",
            ["Priya Raman", "0.3", "", "", ""]
        ),
        document(
            "03 Agreements/SLA hosting.pdf",
            "Service level agreement: managed hosting",
            "pdf",
            "service-level-agreement",
            "in-force",
            "",
            ["", "1.4", "", "2025-11-20", ""]
        ),
        document(
            "04 Records/incidents 2026.xlsx",
            "incidents 2026",
            "xlsx",
            "incident-records",
            "record",
            "",
            ["", "", "", "", ""]
        ),
        document(
            "04 Records/service catalogue.xlsx",
            "Service catalogue",
            "xlsx",
            "services",
            "in-force",
            "",
            ["Lena Fischer", "5", "", "", ""]
        ),
        document(
            "05 Old/SLA hosting 2023.pdf",
            "Service level agreement: managed hosting",
            "pdf",
            "service-level-agreement",
            "superseded",
            "a newer version is at 03 Agreements/SLA hosting.pdf",
            ["", "1.1", "Jonas Weber", "2023-01-15", ""]
        ),
        document(
            "06 Templates/Service continuity plan.md",
            "Service continuity plan",
            "markdown",
            "service-continuity-plan",
            "template",
            "14 placeholders are still in it",
            ["", "", "", "", ""]
        ),
        document("notes.txt", "notes", "text", "", "unclassified", "", ["", "", "", "", ""])
    ])
}

#[expect(clippy::needless_pass_by_value, reason = "called with literals")]
fn place(fields: serde_json::Value) -> serde_json::Value {
    let mut place = json!({"page": null, "slide": null, "heading": [], "line": null, "sheet": null, "cell": null});
    if let (Some(place), Some(fields)) = (place.as_object_mut(), fields.as_object()) {
        place.extend(fields.clone());
    }
    place
}

struct Case<'a> {
    obligation: &'a str,
    asks: &'a str,
    kind: &'a str,
    weight: u8,
    status: &'a str,
    rungs: (&'a str, &'a str),
    evidence: serde_json::Value,
    shortfalls: serde_json::Value,
    types: &'a [&'a str],
    topics: &'a [&'a str],
    candidates: &'a [&'a str],
    ask: &'a [&'a str],
    good: Option<&'a str>,
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<Case<'static>> {
    const INCIDENT: &str = "02 Procedures/Incident management.docx";
    const MAJOR: &str = "02 Procedures/Major incident procedure v0.3.docx";
    const MANUAL: &str = "01 Manual/SMS manual.docx";
    const RECORDS: &str = "04 Records/incidents 2026.xlsx";
    const CATALOGUE: &str = "04 Records/service catalogue.xlsx";
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

/// Whole findings, clauses and figures as the program would put them together.
pub(crate) fn assessment() -> Assessment {
    let cases = cases();
    let findings: Vec<_> = cases
        .iter()
        .map(|case| {
            let clause = case.obligation.split('/').next().unwrap_or_default();
            json!({"obligation": case.obligation, "clause": clause, "catalogue": "iso-20000-1-2018", "status": case.status,
                "reached": case.rungs.0, "needed": case.rungs.1, "evidence": case.evidence, "shortfalls": case.shortfalls,
                "looked_for": {"types": case.types, "topics": case.topics, "candidates": case.candidates}, "determination": null})
        })
        .collect();
    let obligations: Vec<_> = cases
        .iter()
        .map(|case| {
            json!({"obligation": case.obligation, "asks": case.asks, "kind": case.kind, "weight": case.weight, "ask": case.ask, "sample": ["five, chosen by the auditor"], "good": case.good})
        })
        .collect();
    let clauses: Vec<_> = [
        ("4.3", "Scope of the service management system", "evidenced", json!(1.0), json!("F"), json!(null), [1, 0, 0, 0, 0]),
        ("5.1", "Leadership and commitment", "undetermined", json!(null), json!(null), json!(null), [0, 0, 0, 1, 0]),
        ("8.2.4", "Service catalogue management", "partial", json!(0.5), json!("P"), json!("minor"), [0, 1, 0, 0, 0]),
        ("8.6.1", "Incident management", "partial", json!(0.5), json!("P"), json!("minor"), [1, 1, 1, 0, 0]),
        ("8.7.2", "Service continuity management", "gap", json!(0.0), json!("N"), json!("major"), [0, 0, 1, 0, 0]),
        ("9.2", "Internal audit", "gap", json!(0.0), json!("N"), json!("major"), [0, 0, 1, 0, 0]),
        ("10.1", "Nonconformity and corrective action", "no-occurrence", json!(null), json!(null), json!(null), [0, 0, 0, 0, 1]),
    ]
    .into_iter()
    .map(|(clause, title, status, achievement, rating, grade, counts)| {
        json!({"clause": clause, "title": title, "status": status, "achievement": achievement, "rating": rating, "proposed_grade": grade, "counts": counted(counts)})
    })
    .collect();
    let assessment = json!({
        "format": "iso20k-assessment/1", "tool": {"name": "iso20k", "version": "0.1.0"}, "as_of": "2026-11-22",
        "organisation": {"name": "Nordlys Hosting AS"},
        "catalogues": [{"id": "iso-20000-1-2018", "edition": "ISO/IEC 20000-1:2018", "sha256": "3f".repeat(32)}],
        "documents": documents(), "obligations": obligations, "findings": findings, "clauses": clauses,
        "summary": summary(), "views": views(), "guidance": null, "calendar": calendar(),
        "unread": [{"path": "07 Board/minutes 2026-09.pdf", "reason": "password-protected"}, {"path": "07 Board/minutes 2026-06.pdf", "reason": "password-protected"},
            {"path": "scan 0412.pdf", "reason": "image only"}]
    });
    serde_json::from_value(assessment).unwrap()
}

/// The sample's clauses.
const CLAUSES: [&str; 7] = ["4.3", "5.1", "8.2.4", "8.6.1", "8.7.2", "9.2", "10.1"];

fn within(group: &str) -> Vec<&'static str> {
    CLAUSES.into_iter().filter(|clause| clause.starts_with(&format!("{group}."))).collect()
}

/// The standard's own groups, and a view that repeats a clause and leaves clauses out.
fn views() -> serde_json::Value {
    let own =
        ["4", "5", "8.2", "8.6", "8.7", "9", "10"].map(|id| json!({"id": id, "title": id, "clauses": within(id)}));
    json!([
        {"id": "clauses", "title": "Clauses of the standard", "about": "", "groups": own},
        {"id": "two-sides", "title": "Two sides", "about": "Our own grouping; the standard knows nothing of it.", "groups": [
            {"id": "plan", "title": "Plan & lead", "clauses": ["4.3", "5.1", "8.2.4"]},
            {"id": "run", "title": "Run", "clauses": ["8.2.4", "8.6.1", "8.7.2"]}
        ]}
    ])
}

/// The sample with advice looked at.
pub(super) fn with_guidance() -> Assessment {
    let mut assessment = assessment();
    let mut findings =
        vec![assessment.findings[0].clone(), assessment.findings[1].clone(), assessment.findings[2].clone()];
    let mut items = assessment.obligations[..3].to_vec();
    for (number, (finding, item)) in findings.iter_mut().zip(&mut items).enumerate() {
        finding.obligation = format!("RV{:02}", number + 1);
        finding.catalogue = "tr-20000-23".into();
        finding.shortfalls.iter_mut().for_each(|shortfall| shortfall.grade = crate::catalogue::Grade::Opportunity);
        item.obligation.clone_from(&finding.obligation);
    }
    assessment.guidance = Some(crate::assessment::GuidanceResult {
        id: "tr-20000-23".into(),
        title: "Remote and virtual services guidance".into(),
        notice: "Advice; no ISO document of this number was found, and no conformity can be claimed.".into(),
        findings,
        items,
    });
    assessment
}

fn counted(counts: [u32; 5]) -> serde_json::Value {
    json!({"evidenced": counts[0], "partial": counts[1], "gap": counts[2], "undetermined": counts[3], "no-occurrence": counts[4]})
}

fn summary() -> serde_json::Value {
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

fn calendar() -> serde_json::Value {
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
