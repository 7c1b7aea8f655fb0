//! SARIF 2.1.0: the codes of shortfalls are its rules, obligations are the taxonomy that results refer to: one draft
//! bears on eight obligations and is one thing to mend, so one alert. What GitHub takes of a run is kept to:
//! <https://docs.github.com/en/code-security/code-scanning/reference/sarif-files/sarif-support-for-code-scanning>.

use serde_json::{Value, json};

use super::super::plain::{TEXT, clean, markdown, plural};
use super::issues::{Issue, issues, plain, told, uri};
use crate::assessment::Assessment;
use crate::catalogue::Grade;
use crate::catalogue::export::name;
use crate::evidence::Code;
use crate::report::words::{Language, Words};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// Results of a run. GitHub refuses more, and shows the 5,000 worst of them.
const RESULTS: usize = 25_000;
/// Obligations named with a result.
const TAXA: usize = 100;
/// Files not read that are named.
const UNREAD: usize = 1_000;
/// Tags of a rule or result: GitHub takes no more of a rule.
const TAGS: usize = 20;
/// Obligations that the help of a rule explains.
const EXPLAINED: usize = 30;
/// Characters of a rule's descriptions.
const DESCRIPTION: usize = 1_024;

pub(super) fn log(assessment: &Assessment) -> Value {
    let issues = issues(assessment);
    let kept = &issues[..issues.len().min(RESULTS)];
    json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [{
        "tool": {"driver": {
            "name": assessment.tool.name,
            "version": assessment.tool.version,
            "semanticVersion": assessment.tool.version,
            "fullName": "iso20k, evidence for ISO/IEC 20000-1",
            "rules": Code::ALL.iter().map(|code| rule(*code, assessment, &issues)).collect::<Vec<_>>(),
        }},
        "automationDetails": {"id": "iso20k/gap-analysis/"},
        "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": notes(assessment, issues.len())}],
        "taxonomies": [taxonomy(assessment, kept)],
        "results": kept.iter().map(result).collect::<Vec<_>>(),
        "properties": {
            "as_of": assessment.as_of,
            "organisation": assessment.organisation.name.as_deref().map(plain),
            "achievement": assessment.summary.achievement,
            "determinable": assessment.summary.determinable,
            "gate_held": assessment.gate.as_ref().map(|gate| gate.held),
        },
    }]})
}

fn rule(code: Code, assessment: &Assessment, issues: &[Issue<'_>]) -> Value {
    let whole = shortened(code.explanation());
    let short = whole.split_inclusive(". ").next().unwrap_or(&whole).trim_end();
    json!({
        "id": code.name(),
        "name": pascal(code.name()),
        "shortDescription": {"text": short},
        "fullDescription": {"text": whole},
        "help": {
            "text": format!("{whole} `iso20k explain {}` says more.", code.name()),
            "markdown": help(code, assessment, issues),
        },
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["iso-20000-1", family(code)], "precision": "medium"},
    })
}

/// What to do, what it means, and the obligations on which it bears in this run, in their order.
fn help(code: Code, assessment: &Assessment, issues: &[Issue<'_>]) -> String {
    let bears = |id: &str| issues.iter().any(|issue| issue.code == code && issue.obligations.contains(&id));
    let asked: Vec<_> = assessment.obligations.iter().filter(|asked| bears(&asked.obligation)).collect();
    let text = |text: &str| markdown(&clean(text, TEXT));
    let lines =
        asked.iter().take(EXPLAINED).map(|asked| format!("- **{}** {}", text(&asked.obligation), text(&asked.asks)));
    let mut parts = vec![
        format!("**{}.** {}", Words::of(Language::En).imperative(code), code.explanation()),
        format!("`iso20k explain {}` says more; what has to wait is waived in `determinations.yaml`.", code.name()),
    ];
    if !asked.is_empty() {
        parts.push("It bears on:".into());
        parts.push(lines.collect::<Vec<_>>().join("\n"));
    }
    if asked.len() > EXPLAINED {
        parts.push(format!("… and {}.", plural(asked.len() - EXPLAINED, "more obligation")));
    }
    parts.join("\n\n")
}

/// What kind of thing is the matter, by which a list of alerts can be narrowed.
fn family(code: Code) -> &'static str {
    match code {
        Code::MissingDocument | Code::TopicMissing | Code::PromiseOnly | Code::Negated | Code::ClaimedOnly => "content",
        Code::DraftOnly | Code::SupersededOnly | Code::UnfilledTemplate | Code::ForeignDocument => "validity",
        Code::Unapproved | Code::NoOwner | Code::NoVersion | Code::ReviewOverdue => "document-control",
        Code::RecordsMissing | Code::RecordsStale | Code::RegisterEmpty | Code::RegisterRule => "records",
        Code::Inconsistent => "consistency",
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(DESCRIPTION).collect()
}

/// `draft-only` → `DraftOnly`, as names of rules are written.
fn pascal(name: &str) -> String {
    let part = |part: &str| {
        let mut chars = part.chars();
        chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
    };
    name.split('-').map(part).collect()
}

fn result(issue: &Issue<'_>) -> Value {
    let taxa = issue.obligations.iter().take(TAXA);
    let taxa: Vec<Value> = taxa.map(|id| json!({"id": id, "toolComponent": {"name": TAXONOMY}})).collect();
    let mut result = json!({
        "ruleId": issue.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == issue.code),
        "level": level(issue.grade),
        "message": {"text": message(&issue.message())},
        "locations": [location(issue)],
        // GitHub follows an alert by the first, and no other would be the same for a file without lines.
        "partialFingerprints": {"primaryLocationLineHash": issue.fingerprint, "iso20k/v1": issue.fingerprint},
        "taxa": taxa,
        "properties": {"tags": issue.obligations.iter().take(TAGS).collect::<Vec<_>>(), "proposed_grade": name(&issue.proposed), "remedy": issue.remedy},
    });
    // SARIF 2.1.0, 3.35: somebody else than the program looked at it and accepts it. GitHub shows it as a note.
    if let Some(waived) = issue.waived {
        let justification = message(&told(waived));
        result["suppressions"] = json!([{"kind": "external", "status": "accepted", "justification": justification}]);
    }
    result
}

fn location(issue: &Issue<'_>) -> Value {
    let mut location = json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&issue.path())},
        "region": {"startLine": issue.line()},
    }});
    let at = issue.at();
    if !at.is_empty() {
        let place = issue.place;
        let kind = if place.cell.is_some() || place.sheet.is_some() { "cell" } else { "section" };
        location["logicalLocations"] = json!([{"fullyQualifiedName": at, "kind": kind}]);
    }
    location
}

fn level(grade: Grade) -> &'static str {
    match grade {
        Grade::Major => "error",
        Grade::Minor => "warning",
        Grade::Opportunity => "note",
    }
}

/// Braces and brackets of a document are no placeholders and no links (SARIF 2.1.0, 3.11.5 and 3.11.6).
fn message(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]").replace('{', "{{").replace('}', "}}")
}

/// What the run could not do.
fn notes(assessment: &Assessment, issues: usize) -> Vec<Value> {
    let note = |text: String| json!({"level": "warning", "message": {"text": message(&text)}});
    let unread = assessment.unread.iter().take(UNREAD).map(|file| {
        let mut note = note(format!("not read: {}", plain(&file.reason)));
        note["locations"] = json!([{"physicalLocation": {"artifactLocation": {"uri": uri(&file.path)}}}]);
        note
    });
    let left = |count: usize, kept: usize, what: &str| {
        let left = count.saturating_sub(kept);
        (left > 0).then(|| note(format!("{} left out", plural(left, what))))
    };
    let cut = [left(issues, RESULTS, "result"), left(assessment.unread.len(), UNREAD, "file not read")];
    unread.chain(cut.into_iter().flatten()).collect()
}

const TAXONOMY: &str = "ISO/IEC 20000-1";

/// The obligations that results refer to.
fn taxonomy(assessment: &Assessment, issues: &[Issue<'_>]) -> Value {
    let named: std::collections::BTreeSet<&str> =
        issues.iter().flat_map(|issue| issue.obligations.iter().take(TAXA).copied()).collect();
    let taxa = assessment.obligations.iter().filter(|asked| named.contains(asked.obligation.as_str()));
    let taxa: Vec<Value> = taxa
        .map(|asked| json!({"id": asked.obligation, "shortDescription": {"text": message(&plain(&asked.asks))}}))
        .collect();
    let edition = assessment.catalogues.first().map_or("unknown", |catalogue| catalogue.edition.as_str());
    json!({
        "name": TAXONOMY,
        "version": edition,
        "organization": "obligations in our own words; the standard is ISO's",
        "taxa": taxa,
    })
}
