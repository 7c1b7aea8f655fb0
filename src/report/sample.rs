//! A small assessment as it could come from a real organisation, for tests.

mod cases;
mod figures;

use serde_json::json;

use crate::assessment::{Assessment, Condition, GateAsked, Threshold, gate};
use crate::evidence::Code;
use cases::cases;
use figures::{calendar, summary};

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

/// The sample with advice looked at and a gate asked for.
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
    let asked = GateAsked {
        fail_on: vec![Condition::Gap, Condition::Major, Condition::Code(Code::ReviewOverdue)],
        min_achievement: vec![Threshold { clause: Some("8.6".into()), at_least: 0.8 }],
    };
    assessment.gate = Some(gate(&assessment, asked));
    assessment
}

/// The sample with an earlier assessment, determinations and waivers.
pub(super) fn decided() -> Assessment {
    let mut before = assessment();
    before.as_of = "2026-05-01".into();
    before.documents[0].sha256 = "cd".repeat(32);
    before.findings[0].status = crate::evidence::Status::Gap;
    let mut now = assessment();
    now.organisation.scope = Some("Managed hosting from Oslo and Bergen.".into());
    now.organisation.services = vec!["Managed hosting".into(), "Service desk".into()];
    let day = |text: &str| text.to_owned();
    now.findings[0].determination = Some(crate::evidence::Determination {
        verdict: crate::evidence::Verdict::Conforming,
        by: "Ingrid Solberg".into(),
        on: day("2026-06-01"),
        until: Some(day("2027-06-01")),
        why: "The scope was read and discussed.".into(),
        stale: Some("the evidence has changed since 2026-06-01".into()),
        remarks: vec!["it asks for something that must always be there, whatever occurs".into()],
    });
    let waived = crate::evidence::Waived {
        reason: "The new procedure comes in December.".into(),
        approver: "Jonas Weber".into(),
        start: day("2026-11-01"),
        end: day("2026-12-31"),
    };
    let short = now.findings.iter_mut().find(|finding| finding.obligation == "8.6.1/4").into_iter();
    short.flat_map(|finding| &mut finding.shortfalls).for_each(|each| each.waived = Some(waived.clone()));
    now.summary.determinations = crate::determinations::counts(now.findings.iter());
    let waiver = crate::determinations::WaiverInfo {
        obligation: Some("8.6.1/4".into()),
        path: Some("02 Procedures/".into()),
        code: Some(crate::evidence::Code::DraftOnly),
        reason: waived.reason,
        approver: waived.approver,
        start: waived.start,
        end: waived.end,
        state: crate::determinations::WaiverState::InForce,
        obligations: vec!["8.6.1/4".into()],
    };
    now.with_waivers(vec![waiver]).with_baseline(&before)
}

fn counted(counts: [u32; 5]) -> serde_json::Value {
    json!({"evidenced": counts[0], "partial": counts[1], "gap": counts[2], "undetermined": counts[3], "no-occurrence": counts[4]})
}
