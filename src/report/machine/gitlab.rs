//! GitLab's Code Quality report, which it shows beside a merge request and in its diff.

use serde_json::{Value, json};

use super::issues::{Issue, issues};
use crate::assessment::Assessment;
use crate::catalogue::Grade;

pub(super) fn report(assessment: &Assessment) -> Value {
    issues(assessment).iter().map(entry).collect()
}

fn entry(issue: &Issue<'_>) -> Value {
    json!({
        "description": issue.message(),
        "check_name": issue.code.name(),
        "fingerprint": issue.fingerprint,
        "severity": severity(issue.grade),
        "location": {"path": issue.path(), "lines": {"begin": issue.line()}},
    })
}

fn severity(grade: Grade) -> &'static str {
    match grade {
        Grade::Major => "major",
        Grade::Minor => "minor",
        Grade::Opportunity => "info",
    }
}
