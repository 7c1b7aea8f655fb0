//! OSCAL: the assessment results, and the plan of action and milestones. Both name obligations as the exported
//! catalogue does, and both give a thing the same UUID, in this run and in the next.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::super::plain::{TEXT, clean, markdown};
use super::issues::{Issue, issues, path, told, uri};
use crate::assessment::{Asked, Assessment};
use crate::catalogue::Grade;
use crate::catalogue::export::{OSCAL_NAMESPACE, name, oscal_control, oscal_uuid};
use crate::document::Place;
use crate::evidence::{Evidence, Finding, Status};

/// The version whose models both keep to; later ones take them as well, and readers lag behind.
const OSCAL: &str = "1.2.1";
/// What has to be said of every conclusion.
const REMARK: &str = "Evidence found in documents by a program. Whether a requirement is fulfilled, a person decides.";

/// What UUIDs are made of: the organisation, so that two of them share none.
struct Names<'a> {
    organisation: &'a str,
}

impl Names<'_> {
    fn uuid(&self, kind: &str, name: &str) -> String {
        oscal_uuid(&format!("{kind} {} {name}", self.organisation))
    }
}

/// Of a document: another one wherever anything in it is another.
fn document_uuid(kind: &str, assessment: &Assessment) -> String {
    let bytes = serde_json::to_vec(assessment).unwrap_or_default();
    let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    oscal_uuid(&format!("{kind} {hash}"))
}

fn metadata(assessment: &Assessment, title: &str) -> Value {
    let of = assessment.organisation.name.as_deref().map(|name| format!(" of {}", text(name))).unwrap_or_default();
    json!({
        "title": format!("{title}{of}"),
        "last-modified": moment(assessment),
        "version": assessment.as_of,
        "oscal-version": OSCAL,
        "props": [prop("tool-version", &assessment.tool.version)],
        "remarks": REMARK,
    })
}

/// The day of the assessment: a clock would never say the same twice.
fn moment(assessment: &Assessment) -> String {
    format!("{}T00:00:00Z", assessment.as_of)
}

fn prop(name: &str, value: &str) -> Value {
    json!({"name": name, "ns": OSCAL_NAMESPACE, "value": value})
}

/// Text of a document: OSCAL's text is Markdown, and this is none.
fn text(of: &str) -> String {
    let text = markdown(&clean(of, TEXT));
    if text.is_empty() { "(nothing said)".into() } else { text }
}

fn names(assessment: &Assessment) -> Names<'_> {
    Names { organisation: assessment.organisation.name.as_deref().unwrap_or_default() }
}

/// A field that may not be empty is left out where it is.
fn add(to: &mut Value, field: &str, values: Vec<Value>) {
    if !values.is_empty() {
        to[field] = Value::Array(values);
    }
}

/// The assessment results.
pub(super) fn results(assessment: &Assessment) -> Value {
    let (names, issues) = (names(assessment), issues(assessment));
    let asked = asked(assessment);
    let method = names.uuid("method", "documents");
    let mut result = json!({
        "uuid": names.uuid("result", &assessment.as_of),
        "title": "Evidence found in documents",
        "description": REMARK,
        "start": moment(assessment),
        "props": figures(assessment),
        "reviewed-controls": reviewed(assessment),
    });
    let observations = assessment.findings.iter().map(|finding| observation(assessment, &names, finding, &asked));
    add(&mut result, "observations", observations.collect());
    add(&mut result, "risks", weighty(&issues).map(|issue| risk(&names, issue)).collect());
    let findings = assessment.findings.iter().filter_map(|each| finding(&names, each, &issues, &asked));
    add(&mut result, "findings", findings.collect());
    json!({"assessment-results": {
        "uuid": document_uuid("assessment-results", assessment),
        "metadata": metadata(assessment, "Assessment results"),
        "import-ap": {"href": format!("#{method}"), "remarks": "There is no assessment plan: all documents of a folder were read."},
        "results": [result],
        "back-matter": {"resources": [{
            "uuid": method,
            "title": "How it was assessed",
            "description": format!("Every obligation is looked for in every document. {}. {}", assessment.summary.formula, assessment.summary.grade_rule),
        }]},
    }})
}

fn asked(assessment: &Assessment) -> BTreeMap<&str, &Asked> {
    assessment.obligations.iter().map(|asked| (asked.obligation.as_str(), asked)).collect()
}

fn figures(assessment: &Assessment) -> Vec<Value> {
    let summary = &assessment.summary;
    let mut props = vec![prop("determinable", &summary.determinable.to_string())];
    props.extend(summary.achievement.map(|achievement| prop("achievement", &achievement.to_string())));
    props.extend(assessment.gate.as_ref().map(|gate| prop("gate", if gate.held { "held" } else { "failed" })));
    props
}

fn reviewed(assessment: &Assessment) -> Value {
    let controls: Vec<Value> =
        assessment.findings.iter().map(|finding| json!({"control-id": oscal_control(&finding.obligation)})).collect();
    let selection =
        if controls.is_empty() { json!({"include-all": {}}) } else { json!({"include-controls": controls}) };
    json!({"control-selections": [selection]})
}

/// What was seen on an obligation, whatever follows from it.
fn observation(assessment: &Assessment, names: &Names<'_>, finding: &Finding, asked: &BTreeMap<&str, &Asked>) -> Value {
    let mut observation = json!({
        "uuid": names.uuid("observation", &finding.obligation),
        "title": format!("Evidence on {}", text(&finding.obligation)),
        "description": asks(finding, asked),
        "props": [
            prop("status", &name(&finding.status)),
            prop("reached", &name(&finding.reached)),
            prop("needed", &name(&finding.needed)),
        ],
        "methods": ["EXAMINE"],
        "types": ["control-objective"],
        "collected": moment(assessment),
    });
    add(&mut observation, "relevant-evidence", finding.evidence.iter().map(evidence).collect());
    if finding.status == Status::Undetermined {
        let questions = asked.get(finding.obligation.as_str()).map(|asked| asked.ask.join(" ")).unwrap_or_default();
        observation["remarks"] = json!(format!("Documents cannot tell. To ask: {}", text(&questions)));
    }
    observation
}

fn asks(finding: &Finding, asked: &BTreeMap<&str, &Asked>) -> String {
    text(asked.get(finding.obligation.as_str()).map_or(&finding.obligation, |asked| &asked.asks))
}

fn evidence(evidence: &Evidence) -> Value {
    json!({
        "href": uri(&path(&evidence.path)),
        "description": format!("{}: “{}”", at(&evidence.path, &evidence.place), text(&evidence.quote)),
        "props": [prop("rung", &name(&evidence.rung))],
    })
}

fn at(path: &str, place: &Place) -> String {
    let place = place.to_string();
    if place.is_empty() { text(path) } else { format!("{}, {}", text(path), text(&place)) }
}

/// What follows, for what documents can tell: “could not tell” is neither satisfied nor not.
fn finding(
    names: &Names<'_>,
    finding: &Finding,
    issues: &[Issue<'_>],
    asked: &BTreeMap<&str, &Asked>,
) -> Option<Value> {
    let (state, reason) = match finding.status {
        Status::Evidenced => ("satisfied", "pass"),
        Status::Partial => ("not-satisfied", "other"),
        Status::Gap => ("not-satisfied", "fail"),
        Status::Undetermined | Status::NoOccurrence => return None,
    };
    let mut value = json!({
        "uuid": names.uuid("finding", &finding.obligation),
        "title": format!("{} is {}", text(&finding.obligation), name(&finding.status)),
        "description": asks(finding, asked),
        "target": {
            "type": "statement-id",
            "target-id": format!("{}_smt", oscal_control(&finding.obligation)),
            "status": {"state": state, "reason": reason, "remarks": REMARK},
        },
        "related-observations": [{"observation-uuid": names.uuid("observation", &finding.obligation)}],
    });
    let bearing = weighty(issues).filter(|issue| issue.obligations.contains(&finding.obligation.as_str()));
    add(&mut value, "related-risks", bearing.map(|issue| json!({"risk-uuid": risk_uuid(names, issue)})).collect());
    Some(value)
}

/// What is more than an opportunity.
fn weighty<'i, 'a>(issues: &'i [Issue<'a>]) -> impl Iterator<Item = &'i Issue<'a>> {
    issues.iter().filter(|issue| issue.proposed > Grade::Opportunity)
}

fn risk_uuid(names: &Names<'_>, issue: &Issue<'_>) -> String {
    names.uuid("risk", &issue.fingerprint)
}

fn risk(names: &Names<'_>, issue: &Issue<'_>) -> Value {
    let observations = issue.obligations.iter().map(|id| json!({"observation-uuid": names.uuid("observation", id)}));
    let mut risk = json!({
        "uuid": risk_uuid(names, issue),
        "title": title(issue),
        "description": text(&issue.says),
        "statement": issue.code.explanation(),
        "props": [prop("proposed-grade", &name(&issue.proposed)), prop("code", issue.code.name())],
        "status": "open",
        "remediations": [{
            "uuid": names.uuid("remediation", &issue.fingerprint),
            "lifecycle": "recommendation",
            "title": format!("Close {}", issue.code.name()),
            "description": text(&issue.remedy),
        }],
        "related-observations": observations.collect::<Vec<_>>(),
    });
    if let Some(waived) = issue.waived {
        risk["status"] = json!("deviation-approved");
        if let Ok(end) = waived.end.parse::<jiff::civil::Date>() {
            risk["deadline"] = json!(format!("{end}T23:59:59Z"));
        }
        risk["remediations"][0]["remarks"] = json!(text(&told(waived)));
    }
    risk
}

fn title(issue: &Issue<'_>) -> String {
    format!("{}: {}", issue.code.name(), at(&issue.path(), issue.place))
}

/// The plan of action and milestones: an item for everything for which a minor or a major is proposed.
pub(super) fn plan(assessment: &Assessment) -> Value {
    let (names, issues, asked) = (names(assessment), issues(assessment), asked(assessment));
    let bears =
        |finding: &&Finding| weighty(&issues).any(|issue| issue.obligations.contains(&finding.obligation.as_str()));
    let observations = assessment.findings.iter().filter(bears);
    let observations = observations.map(|finding| observation(assessment, &names, finding, &asked)).collect();
    let mut items: Vec<Value> = weighty(&issues).map(|issue| item(&names, issue)).collect();
    if items.is_empty() {
        // OSCAL wants one.
        items.push(json!({"title": "Nothing to do", "description": "Nothing was found for which a minor or a major is proposed."}));
    }
    let mut plan = json!({
        "uuid": document_uuid("plan-of-action-and-milestones", assessment),
        "metadata": metadata(assessment, "Plan of action and milestones"),
        "system-id": {"identifier-type": "http://ietf.org/rfc/rfc4122", "id": names.uuid("system", "service management system")},
    });
    add(&mut plan, "observations", observations);
    add(&mut plan, "risks", weighty(&issues).map(|issue| risk(&names, issue)).collect());
    add(&mut plan, "poam-items", items);
    json!({"plan-of-action-and-milestones": plan})
}

fn item(names: &Names<'_>, issue: &Issue<'_>) -> Value {
    let observations = issue.obligations.iter().map(|id| json!({"observation-uuid": names.uuid("observation", id)}));
    json!({
        "uuid": names.uuid("item", &issue.fingerprint),
        "title": title(issue),
        "description": text(&issue.remedy),
        "props": [prop("proposed-grade", &name(&issue.proposed))],
        "related-observations": observations.collect::<Vec<_>>(),
        "related-risks": [{"risk-uuid": risk_uuid(names, issue)}],
    })
}
