//! A record laid beside the findings: each gets the determination in force and learns whether that is
//! stale; shortfalls learn under which waiver they are tolerated. No status changes: what the documents show
//! and what a person concludes are two things.

use std::collections::BTreeMap;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Entry, Record, Waiver, fingerprint};
use crate::catalogue::{Catalogue, Grade, Rung};
use crate::evidence::{Code, Determination, Finding, Shortfall, Status, Verdict, Waived};
use crate::problem::Problem;

/// Determinations in figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Determined {
    /// Obligations with a determination that stands.
    pub standing: u32,
    /// Obligations with one that has to be looked at again.
    pub stale: u32,
    /// Standing ones: fulfilled.
    pub conforming: u32,
    /// Standing ones: fulfilled, and could be better.
    pub opportunity: u32,
    /// Standing ones: minor nonconformity.
    pub minor: u32,
    /// Standing ones: major nonconformity.
    pub major: u32,
    /// Standing ones: nothing to be shown yet.
    pub no_occurrence: u32,
}

/// Waivers in figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Waivers {
    /// In force, and something falls under them.
    pub in_force: u32,
    /// Past their end.
    pub expired: u32,
    /// In force, and nothing falls under them.
    pub unused: u32,
    /// Not yet begun.
    pub not_yet: u32,
    /// Shortfalls tolerated.
    pub waived: u32,
    /// Obligations that fall short in nothing else: no gate fails by them, and achievement leaves them out.
    pub obligations: u32,
}

/// How a waiver stands on the day of the assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverState {
    /// In force, and something falls under it.
    InForce,
    /// Past its end: what fell under it is back.
    Expired,
    /// In force, and nothing falls under it.
    Unused,
    /// Not yet begun.
    NotYet,
}

/// A waiver as an assessment carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverInfo {
    /// The obligation it is for; none: any.
    pub obligation: Option<String>,
    /// The documents it is for, a pattern; none: all.
    pub path: Option<String>,
    /// The kind of shortfall; none: any.
    pub code: Option<Code>,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub approver: String,
    /// The first day, UTC.
    pub start: String,
    /// The last day, UTC.
    pub end: String,
    /// How it stands.
    pub state: WaiverState,
    /// Obligations with shortfalls that fall under it, or would if it were in force.
    pub obligations: Vec<String>,
}

/// What came of laying a record beside findings.
#[derive(Debug, Default)]
pub struct Decided {
    /// Every waiver and how it stands.
    pub waivers: Vec<WaiverInfo>,
    /// What deserves a look.
    pub problems: Vec<Problem>,
}

/// Lays a record beside the findings of a day. `documents`: SHA-256 by path.
pub fn decide(
    findings: &mut [Finding],
    record: &Record,
    catalogue: &Catalogue,
    documents: &BTreeMap<&str, &str>,
    as_of: Date,
) -> Decided {
    let mut problems = record.problems.clone();
    let current = record.current();
    for finding in findings.iter_mut() {
        let Some(entry) = current.get(finding.obligation.as_str()) else { continue };
        let evidence = fingerprint(finding, |path| documents.get(path).copied());
        let determination = determination(entry, finding, &evidence, catalogue, as_of);
        problems.extend(said(&determination, entry, &record.shown));
        finding.determination = Some(determination);
    }
    let waivers = record.waivers.iter().map(|waiver| waive(findings, waiver, as_of)).collect::<Vec<_>>();
    for (waiver, info) in record.waivers.iter().zip(&waivers) {
        problems.extend(wrong(waiver, info, &record.shown));
    }
    problems.sort();
    Decided { waivers, problems }
}

fn determination(
    entry: &Entry,
    finding: &Finding,
    evidence: &str,
    catalogue: &Catalogue,
    as_of: Date,
) -> Determination {
    Determination {
        verdict: entry.verdict,
        by: entry.by.clone(),
        on: entry.on.to_string(),
        until: entry.until.map(|until| until.to_string()),
        why: entry.why.clone(),
        stale: stale(entry, evidence, as_of),
        remarks: remarks(entry, finding, catalogue, as_of),
    }
}

/// Why a determination has to be looked at again.
fn stale(entry: &Entry, evidence: &str, as_of: Date) -> Option<String> {
    if let Some(until) = entry.until.filter(|until| *until < as_of) {
        return Some(format!("it held until {until}"));
    }
    let changed = entry.evidence.as_deref().is_some_and(|known| known != evidence);
    changed.then(|| format!("the evidence has changed since {}", entry.on))
}

/// What does not fit between a determination and what was found: the assessor's own record is checked too.
fn remarks(entry: &Entry, finding: &Finding, catalogue: &Catalogue, as_of: Date) -> Vec<String> {
    let fulfilled = matches!(entry.verdict, Verdict::Conforming | Verdict::Opportunity);
    let denied = finding.shortfalls.iter().find(|shortfall| shortfall.code == Code::Negated);
    let may_be_declared = catalogue
        .obligations()
        .find(|(_, obligation)| obligation.id == entry.obligation)
        .is_none_or(|(_, obligation)| obligation.no_occurrence.is_some());
    let not_occurred = entry.verdict == Verdict::NoOccurrence;
    let mut remarks = Vec::new();
    if entry.on > as_of {
        remarks.push(format!("it is dated {}, after the day of the assessment", entry.on));
    }
    if fulfilled && finding.evidence.is_empty() {
        remarks.push("it is conforming and no document shows evidence; say in `why` what was seen".to_owned());
    }
    if fulfilled && let Some(denied) = denied {
        let path = denied.path.as_deref().map(|path| format!(" ({path})")).unwrap_or_default();
        remarks.push(format!("it is conforming and a document says that it is not done{path}"));
    }
    if fulfilled && finding.status == Status::NoOccurrence {
        remarks.push("it is conforming and the profile declares that nothing has occurred".to_owned());
    }
    if not_occurred && !may_be_declared {
        remarks.push("it asks for something that must always be there, whatever occurs".to_owned());
    }
    if not_occurred && finding.reached == Rung::Practised {
        remarks.push("nothing is said to have occurred and records show that it has".to_owned());
    }
    if entry.evidence.is_none() {
        remarks.push("it names no evidence fingerprint, so that nobody notices when the evidence changes".to_owned());
    }
    remarks
}

/// The same for a person, at the place of the entry.
fn said(determination: &Determination, entry: &Entry, shown: &str) -> Vec<Problem> {
    let (line, column) = entry.place;
    let warning = |says: &str| Problem::warning(shown, format!("`{}`: {says}", entry.obligation)).at(line, column);
    let stale = determination.stale.iter().map(|why| {
        let hint = format!("look again, and record it: `iso20k determine {} …`", entry.obligation);
        warning(&format!("the determination is stale: {why}")).hint(hint)
    });
    stale.chain(determination.remarks.iter().map(|remark| warning(remark))).collect()
}

fn waive(findings: &mut [Finding], waiver: &Waiver, as_of: Date) -> WaiverInfo {
    let pattern = waiver.path.as_deref().map(pattern);
    let in_force = waiver.start <= as_of && as_of <= waiver.end;
    let mut obligations = Vec::new();
    for finding in findings {
        if waiver.obligation.as_ref().is_some_and(|id| *id != finding.obligation) {
            continue;
        }
        for shortfall in finding.shortfalls.iter_mut().filter(|shortfall| covers(waiver, pattern.as_ref(), shortfall)) {
            // The first waiver that fits is the one that is shown.
            if in_force && shortfall.waived.is_none() {
                shortfall.waived = Some(waived(waiver));
            }
            if obligations.last() != Some(&finding.obligation) {
                obligations.push(finding.obligation.clone());
            }
        }
    }
    let state = match (waiver.start <= as_of, as_of <= waiver.end) {
        (false, _) => WaiverState::NotYet,
        (_, false) => WaiverState::Expired,
        _ if obligations.is_empty() => WaiverState::Unused,
        _ => WaiverState::InForce,
    };
    let Waived { reason, approver, start, end } = waived(waiver);
    let (obligation, path) = (waiver.obligation.clone(), waiver.path.clone());
    WaiverInfo { obligation, path, code: waiver.code, reason, approver, start, end, state, obligations }
}

fn covers(waiver: &Waiver, pattern: Option<&Option<Gitignore>>, shortfall: &Shortfall) -> bool {
    let of_path = |pattern: &Option<Gitignore>| {
        let matched = |pattern: &Gitignore, path: &str| pattern.matched_path_or_any_parents(path, false).is_ignore();
        pattern.as_ref().zip(shortfall.path.as_deref()).is_some_and(|(pattern, path)| matched(pattern, path))
    };
    waiver.code.is_none_or(|code| code == shortfall.code) && pattern.is_none_or(of_path)
}

fn pattern(written: &str) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new("");
    builder.add_line(None, written).ok()?;
    builder.build().ok()
}

fn waived(waiver: &Waiver) -> Waived {
    Waived {
        reason: waiver.reason.clone(),
        approver: waiver.approver.clone(),
        start: waiver.start.to_string(),
        end: waiver.end.to_string(),
    }
}

fn wrong(waiver: &Waiver, info: &WaiverInfo, shown: &str) -> Option<Problem> {
    let named = [waiver.obligation.as_deref(), waiver.path.as_deref(), waiver.code.map(Code::name)];
    let named = named.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let warning = |says: String, hint: &str| {
        let (line, column) = waiver.place;
        Some(Problem::warning(shown, format!("the waiver of {named} {says}")).at(line, column).hint(hint))
    };
    match info.state {
        WaiverState::Expired if info.obligations.is_empty() => {
            warning(format!("ended on {}, and nothing falls under it any more", waiver.end), "delete it")
        }
        WaiverState::Expired => warning(
            format!("ended on {}: what it covered is back ({})", waiver.end, info.obligations.join(", ")),
            "close what it covered, or have it waived anew",
        ),
        WaiverState::Unused => warning("covers nothing".into(), "delete it, or mend what it names"),
        WaiverState::InForce | WaiverState::NotYet => None,
    }
}

/// The determinations of some findings in figures.
#[must_use]
pub fn counts<'a>(findings: impl Iterator<Item = &'a Finding>) -> Determined {
    let mut counts = Determined::default();
    for determination in findings.filter_map(|finding| finding.determination.as_ref()) {
        if determination.stale.is_some() {
            counts.stale += 1;
            continue;
        }
        counts.standing += 1;
        let count = match determination.verdict {
            Verdict::Conforming => &mut counts.conforming,
            Verdict::Opportunity => &mut counts.opportunity,
            Verdict::Minor => &mut counts.minor,
            Verdict::Major => &mut counts.major,
            Verdict::NoOccurrence => &mut counts.no_occurrence,
        };
        *count += 1;
    }
    counts
}

/// Waivers in figures.
#[must_use]
pub fn waiver_counts<'a>(waivers: &[WaiverInfo], findings: impl Iterator<Item = &'a Finding> + Clone) -> Waivers {
    let count = |state| waivers.iter().filter(|waiver| waiver.state == state).count() as u32;
    let waived = |shortfall: &&Shortfall| shortfall.waived.is_some() && shortfall.grade >= Grade::Minor;
    Waivers {
        in_force: count(WaiverState::InForce),
        expired: count(WaiverState::Expired),
        unused: count(WaiverState::Unused),
        not_yet: count(WaiverState::NotYet),
        waived: findings.clone().map(|finding| finding.shortfalls.iter().filter(waived).count() as u32).sum(),
        obligations: findings.filter(|finding| finding.is_waived()).count() as u32,
    }
}
