//! What an auditor writes and hands in: a list of findings as YAML or CSV, a list of auditors.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use serde::Deserialize;

use crate::assessment::Assessment;
use crate::audit::programme::Auditor;
use crate::audit::raised::{Entry, Source, Written, date, grade};
use crate::problem::Problem;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingsFile {
    findings: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AuditorsFile {
    auditors: Vec<Auditor>,
}

/// Auditors from a YAML file, or named on the command line.
pub(super) fn auditors(given: &[String]) -> Result<Vec<Auditor>> {
    let named = |name: &String| Auditor { name: name.trim().to_owned(), role: None, works_in: Vec::new() };
    let auditors: Vec<Auditor> = match given {
        [one] if Path::new(one).extension().is_some_and(|end| end == "yaml" || end == "yml") => {
            let text = fs::read_to_string(one).with_context(|| format!("cannot read {one}"))?;
            serde_saphyr::from_str::<AuditorsFile>(&text)
                .map_err(|error| anyhow!("{one}: {}", first(&error.to_string())))?
                .auditors
        }
        names => names.iter().map(named).collect(),
    };
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = auditors.iter().find(|auditor| !seen.insert(auditor.name.to_lowercase())) {
        anyhow::bail!("the auditor `{}` is named twice", twice.name);
    }
    if auditors.iter().any(|auditor| auditor.name.trim().is_empty()) {
        anyhow::bail!("an auditor has no name");
    }
    Ok(auditors)
}

/// Findings that an auditor wrote down; every mistake in them at once.
pub(super) fn findings(path: &Path, assessment: &Assessment) -> Result<Vec<Entry>> {
    let shown = path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    let is_csv = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    let written = if is_csv { from_csv(&shown, &text)? } else { from_yaml(&shown, &text)? };
    let mut problems = Vec::new();
    let mut entries = Vec::new();
    for (place, one) in written {
        problems.extend(
            mistakes(&one, assessment)
                .into_iter()
                .map(|(what, hint)| Problem::error(&shown, format!("{place}: {what}")).hint(hint).to_string()),
        );
        let closed = matches!(one.status.trim().to_lowercase().as_str(), "closed" | "done");
        entries.push((one, Source { path: shown.clone(), place }, closed));
    }
    if problems.is_empty() { Ok(entries) } else { Err(anyhow!("the findings cannot be used\n{}", problems.join("\n"))) }
}

fn from_yaml(shown: &str, text: &str) -> Result<Vec<(String, Written)>> {
    let file: FindingsFile =
        serde_saphyr::from_str(text).map_err(|error| anyhow!("{shown}: {}", first(&error.to_string())))?;
    Ok((1..).zip(file.findings).map(|(number, written): (usize, _)| (format!("finding {number}"), written)).collect())
}

fn from_csv(shown: &str, text: &str) -> Result<Vec<(String, Written)>> {
    let text = text.trim_start_matches('\u{feff}');
    // Spreadsheets of many countries separate by semicolons.
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.matches(';').count() > head.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut found = Vec::new();
    let headers = reader.headers()?.clone();
    for record in reader.records() {
        let record = record.map_err(|error| anyhow!("{shown}: {error}"))?;
        let line = record.position().map_or(0, csv::Position::line);
        let written = record.deserialize(Some(&headers)).map_err(|error| anyhow!("{shown}, line {line}: {error}"))?;
        found.push((format!("line {line}"), written));
    }
    Ok(found)
}

fn mistakes(written: &Written, assessment: &Assessment) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    if written.finding.trim().is_empty() {
        found.push(("a finding without words".to_owned(), "say in `finding` what was found"));
    }
    if grade(&written.grade).is_none() {
        found.push((format!("`{}` is no grade", written.grade), "the grades are major, minor and opportunity"));
    }
    let number = written.clause.split('/').next().unwrap_or_default().trim();
    let known = assessment
        .clauses
        .iter()
        .any(|clause| clause.clause.strip_prefix(number).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')));
    if !known || number.is_empty() {
        found.push((
            format!("there is no clause `{}`", written.clause),
            "such as 8.6.1, or an obligation such as 8.6.1/4",
        ));
    }
    for (name, cell) in
        [("due", &written.due), ("closed", &written.closed), ("effectiveness_date", &written.effectiveness_date)]
    {
        if !cell.is_empty() && date(cell).is_none() {
            found.push((format!("`{cell}` in `{name}` is no date"), "write it as 2026-11-22"));
        }
    }
    found
}

fn first(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
