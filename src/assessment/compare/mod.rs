//! Two assessments side by side: what became of each obligation since the earlier one, and why. Only what
//! both ask is compared, so that another version of the catalogue does not pass for progress.

mod causes;
mod due;
#[cfg(test)]
mod due_tests;
#[cfg(test)]
mod tests;

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Assessment, group, score};
use crate::catalogue::Grade;
use crate::evidence::{Finding, Status, Verdict};

pub use causes::{Cause, CauseKind};
pub use due::{Fallen, FallenDuty, Outcome, fallen};

/// What changed since an earlier assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The earlier assessment.
    pub baseline: Baseline,
    /// Achievement now over the obligations that both have, 0–1.
    pub achievement: Option<f64>,
    /// Obligations by what became of them.
    pub counts: Changes,
    /// Why the two should be compared with care.
    pub warnings: Vec<String>,
    /// Documents that are not as they were.
    pub documents: DocumentChanges,
    /// Obligations that are not as they were, worst first.
    pub changes: Vec<Change>,
}

/// An assessment that another is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// The date as of which it was made.
    pub as_of: String,
    /// The program that made it, with its version.
    pub tool: String,
    /// Whose documents it was of.
    pub organisation: Option<String>,
    /// Achievement then over the obligations that both have, 0–1.
    pub achievement: Option<f64>,
}

/// Obligations by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Worse than before.
    pub regressed: u32,
    /// Better than before.
    pub improved: u32,
    /// Not in the baseline.
    pub new: u32,
    /// Only in the baseline.
    pub gone: u32,
    /// As before.
    pub unchanged: u32,
}

/// Documents that are not as they were, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentChanges {
    /// Other content under the same path.
    pub changed: Vec<String>,
    /// Not there before.
    pub added: Vec<String>,
    /// No longer there.
    pub removed: Vec<String>,
}

/// What became of one obligation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The obligation.
    pub obligation: String,
    /// What became of it.
    pub change: ChangeKind,
    /// How it stood; none: it was not asked.
    pub before: Option<Standpoint>,
    /// How it stands; none: it is no longer asked.
    pub after: Option<Standpoint>,
    /// Why, as far as the two assessments tell.
    pub causes: Vec<Cause>,
}

/// What can become of an obligation, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Worse than before.
    Regressed,
    /// Better than before.
    Improved,
    /// Not asked before.
    New,
    /// No longer asked.
    Gone,
    /// Neither better nor worse, and still not as it was: somebody decided on it.
    Unchanged,
}

/// How an obligation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standpoint {
    /// What the program concludes.
    pub status: Status,
    /// The worst grade among its shortfalls that are not waived.
    pub grade: Option<Grade>,
    /// What a person decided, if that is not stale.
    pub verdict: Option<Verdict>,
}

impl ChangeKind {
    /// As written in every output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Regressed => "regressed",
            Self::Improved => "improved",
            Self::New => "new",
            Self::Gone => "gone",
            Self::Unchanged => "unchanged",
        }
    }
}

impl Standpoint {
    fn of(finding: &Finding) -> Self {
        let standing = finding.determination.as_ref().filter(|determination| determination.stale.is_none());
        let open = finding.shortfalls.iter().filter(|shortfall| shortfall.waived.is_none());
        Self {
            status: finding.status,
            grade: open.map(|shortfall| shortfall.grade).max(),
            verdict: standing.map(|determination| determination.verdict),
        }
    }
}

/// How well the documents show it, whatever is waived. What could not be told is better than a gap and worse
/// than something; an opportunity takes nothing off.
fn rank(finding: &Finding) -> (u8, Reverse<Option<Grade>>) {
    let status = match finding.status {
        Status::Gap => 0,
        Status::Undetermined => 1,
        Status::Partial => 2,
        Status::NoOccurrence => 3,
        Status::Evidenced => 4,
    };
    let weighty = finding.shortfalls.iter().map(|shortfall| shortfall.grade).filter(|grade| *grade >= Grade::Minor);
    (status, Reverse(weighty.max()))
}

/// What became of it; where the documents show the same, by what people decided of it then and now. A first
/// determination and a waiver make nothing better or worse: they are told.
fn became(before: &Finding, after: &Finding) -> ChangeKind {
    let severity = |verdict: Verdict| match verdict {
        Verdict::Conforming | Verdict::NoOccurrence => 0,
        Verdict::Opportunity => 1,
        Verdict::Minor => 2,
        Verdict::Major => 3,
    };
    let verdicts = Standpoint::of(after).verdict.zip(Standpoint::of(before).verdict);
    let decided = verdicts.map_or(Ordering::Equal, |(after, before)| severity(before).cmp(&severity(after)));
    match rank(after).cmp(&rank(before)).then(decided) {
        Ordering::Less => ChangeKind::Regressed,
        Ordering::Greater => ChangeKind::Improved,
        Ordering::Equal => ChangeKind::Unchanged,
    }
}

/// Compares an assessment with an earlier one.
#[must_use]
pub fn compare(before: &Assessment, after: &Assessment) -> Comparison {
    let old: BTreeMap<&str, &Finding> = by_obligation(before);
    let new: BTreeMap<&str, &Finding> = by_obligation(after);
    let documents = documents(before, after);
    let differ = causes::Differ { before, after, documents: &documents };
    let common = |finding: &&Finding| {
        old.contains_key(finding.obligation.as_str()) && new.contains_key(finding.obligation.as_str())
    };
    let mut changes: Vec<Change> = Vec::new();
    for finding in &after.findings {
        let was = old.get(finding.obligation.as_str()).copied();
        changes.push(change(&differ, was, Some(finding)));
    }
    let gone = before.findings.iter().filter(|finding| !new.contains_key(finding.obligation.as_str()));
    changes.extend(gone.map(|finding| change(&differ, Some(finding), None)));
    let counts = counts(&changes);
    changes.retain(|change| change.change != ChangeKind::Unchanged || change.before != change.after);
    // Stable: in the order of the standard within each kind.
    changes.sort_by_key(|change| change.change);
    Comparison {
        baseline: Baseline {
            as_of: before.as_of.clone(),
            tool: format!("{} {}", before.tool.name, before.tool.version),
            organisation: before.organisation.name.clone(),
            achievement: achievement(before.findings.iter().filter(common), after),
        },
        achievement: achievement(after.findings.iter().filter(common), after),
        counts,
        warnings: warnings(before, after),
        documents,
        changes,
    }
}

/// The counts of changes.
pub(super) fn counts(changes: &[Change]) -> Changes {
    let mut counts = Changes::default();
    for change in changes {
        let count = match change.change {
            ChangeKind::Regressed => &mut counts.regressed,
            ChangeKind::Improved => &mut counts.improved,
            ChangeKind::New => &mut counts.new,
            ChangeKind::Gone => &mut counts.gone,
            ChangeKind::Unchanged => &mut counts.unchanged,
        };
        *count += 1;
    }
    counts
}

fn by_obligation(assessment: &Assessment) -> BTreeMap<&str, &Finding> {
    assessment.findings.iter().map(|finding| (finding.obligation.as_str(), finding)).collect()
}

fn change(differ: &causes::Differ<'_>, before: Option<&Finding>, after: Option<&Finding>) -> Change {
    let (was, is) = (before.map(Standpoint::of), after.map(Standpoint::of));
    let kind = match (before, after) {
        (Some(before), Some(after)) => became(before, after),
        (None, _) => ChangeKind::New,
        (_, None) => ChangeKind::Gone,
    };
    let obligation = after.or(before).map(|finding| finding.obligation.clone()).unwrap_or_default();
    let causes = if was == is { Vec::new() } else { differ.causes(kind, before, after) };
    Change { obligation, change: kind, before: was, after: is, causes }
}

/// Weighted as today's catalogue does on both sides, or weights would pass for change.
fn achievement<'a>(findings: impl Iterator<Item = &'a Finding>, weights: &Assessment) -> Option<f64> {
    let weights: BTreeMap<&str, u8> =
        weights.obligations.iter().map(|asked| (asked.obligation.as_str(), asked.weight)).collect();
    let findings: Vec<Finding> = findings.cloned().collect();
    score::achievement(&group::weighted(&findings, &weights))
}

fn documents(before: &Assessment, after: &Assessment) -> DocumentChanges {
    let by_path = |assessment: &Assessment| -> BTreeMap<String, String> {
        assessment.documents.iter().map(|document| (document.path.clone(), document.sha256.clone())).collect()
    };
    let (old, new) = (by_path(before), by_path(after));
    let changed = new.iter().filter(|(path, sha256)| old.get(*path).is_some_and(|known| known != *sha256));
    let only = |mine: &BTreeMap<String, String>, theirs: &BTreeMap<String, String>| {
        mine.keys().filter(|path| !theirs.contains_key(*path)).cloned().collect()
    };
    DocumentChanges {
        changed: changed.map(|(path, _)| path.clone()).collect(),
        added: only(&new, &old),
        removed: only(&old, &new),
    }
}

fn warnings(before: &Assessment, after: &Assessment) -> Vec<String> {
    let mut warnings = Vec::new();
    let name = |assessment: &Assessment| assessment.organisation.name.clone().unwrap_or_else(|| "unnamed".into());
    if before.organisation.name != after.organisation.name {
        warnings.push(format!(
            "the baseline is of another organisation: “{}”, and this is “{}”",
            name(before),
            name(after)
        ));
    }
    let editions = |assessment: &Assessment| -> BTreeSet<String> {
        assessment.catalogues.iter().map(|catalogue| catalogue.id.clone()).collect()
    };
    if editions(before) != editions(after) {
        warnings.push("the baseline was made with other catalogues".into());
    }
    if before.circumstances != after.circumstances {
        warnings
            .push("the two were looked at by another size or sector: weights and figures differ by that too".into());
    }
    if before.summary.limited_to != after.summary.limited_to {
        warnings.push("one of the two is limited to other clauses: only common obligations are compared".into());
    }
    if before.as_of > after.as_of {
        warnings.push(format!("the baseline, as of {}, is later than this, as of {}", before.as_of, after.as_of));
    }
    warnings
}
