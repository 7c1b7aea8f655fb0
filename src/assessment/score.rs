//! The one formula, the ratings, and the rule by which grades are proposed (facts §5.1, §5.7).

use serde::{Deserialize, Serialize};

use super::Counts;
use crate::catalogue::Grade;
use crate::evidence::{Code, Finding, Status};

/// How achievement is computed, as every report prints it.
pub const FORMULA: &str = "achievement = (evidenced + ½ partial) / determinable obligations, weighted 1–3; undetermined and no-occurrence are left out";

/// How grades are proposed, as every report prints it.
pub const GRADE_RULE: &str = "proposed: major where nothing is evidenced on a clause, where half of its weight is a gap, or where three of its obligations of weight 3 fall short; minor where any obligation falls short; opportunity where evidence is enough and could be better; what is waived does not count; a person decides";

/// ISO/IEC 33020's ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rating {
    /// Not achieved, up to 15 %.
    N,
    /// Partially, up to 50 %.
    P,
    /// Largely, up to 85 %.
    L,
    /// Fully.
    F,
}

impl Rating {
    /// The rating of an achievement of 0–1.
    #[must_use]
    pub fn of(achievement: f64) -> Self {
        match achievement {
            a if a <= 0.15 => Self::N,
            a if a <= 0.50 => Self::P,
            a if a <= 0.85 => Self::L,
            _ => Self::F,
        }
    }
}

/// Findings with the weights of their obligations.
pub(super) type Weighted<'a> = (&'a Finding, u8);

/// 0–1, rounded to the thousandth; `None` where nothing could be determined.
pub(super) fn achievement(findings: &[Weighted<'_>]) -> Option<f64> {
    let (mut sum, mut whole) = (0.0, 0.0);
    for (finding, weight) in findings {
        let weight = f64::from(*weight);
        let value = match finding.status {
            Status::Evidenced => 1.0,
            Status::Partial => 0.5,
            Status::Gap => 0.0,
            Status::Undetermined | Status::NoOccurrence => continue,
        };
        sum += value * weight;
        whole += weight;
    }
    (whole > 0.0).then(|| (sum / whole * 1000.0).round() / 1000.0)
}

/// The share of the weight that documents could determine, 0–1.
pub(super) fn determinable(findings: &[Weighted<'_>]) -> f64 {
    let weight = |keep: &dyn Fn(Status) -> bool| {
        findings.iter().filter(|(finding, _)| keep(finding.status)).map(|(_, weight)| f64::from(*weight)).sum::<f64>()
    };
    let whole = weight(&|_| true);
    if whole == 0.0 {
        0.0
    } else {
        (weight(&|status| status != Status::Undetermined) / whole * 1000.0).round() / 1000.0
    }
}

pub(super) fn counts<'a>(findings: impl Iterator<Item = &'a Finding>) -> Counts {
    let mut counts = Counts::default();
    for finding in findings {
        let count = match finding.status {
            Status::Evidenced => &mut counts.evidenced,
            Status::Partial => &mut counts.partial,
            Status::Gap => &mut counts.gap,
            Status::Undetermined => &mut counts.undetermined,
            Status::NoOccurrence => &mut counts.no_occurrence,
        };
        *count += 1;
    }
    counts
}

/// Achievement from which a clause is evidenced where nothing is seen to be wrong: words are found less
/// often than they are written, so that what is merely not found weighs less than what is wrong.
const MOSTLY: f64 = 0.65;
/// Share of the weight that may be seen to be wrong in a clause that is evidenced.
const WRONG: f64 = 0.08;
/// Achievement up to which a clause is a gap where all on which it stands is missing.
const LITTLE: f64 = 0.3;
/// Share of the weight, and achievement, by which a clause is a gap because what should carry it does not
/// count: a draft, withdrawn, another organisation's, not filled in, denied or only announced.
const INVALID: (f64, f64) = (0.3, 0.6);

/// A clause's status over its obligations. It is a gap when it is rated not achieved, when all on which it
/// stands is missing and little of the rest is there, or when what should carry it does not count; it is
/// evidenced when most of its weight is and next to nothing is seen to be wrong; it is partial otherwise.
pub(super) fn status(findings: &[Weighted<'_>]) -> Status {
    let Some(achievement) = achievement(findings) else {
        let declared = findings.iter().any(|(finding, _)| finding.status == Status::NoOccurrence);
        return if declared { Status::NoOccurrence } else { Status::Undetermined };
    };
    let gap = |finding: &Finding| finding.status == Status::Gap;
    let core = || findings.iter().filter(|(_, weight)| *weight == 3);
    let core_missing = core().count() > 0 && core().all(|(finding, _)| gap(finding));
    let core_gaps: u8 = core().filter(|(finding, _)| gap(finding)).map(|(_, weight)| weight).sum();
    let core_short = f64::from(core_gaps) > 0.5 * determined(findings);
    if Rating::of(achievement) == Rating::N
        || core_missing && achievement <= LITTLE
        || share(findings, &is_invalid) >= INVALID.0 && achievement <= INVALID.1
    {
        Status::Gap
    } else if achievement >= MOSTLY && !core_short && share(findings, &is_wrong) <= WRONG {
        Status::Evidenced
    } else {
        Status::Partial
    }
}

/// The weight that documents could determine.
fn determined(findings: &[Weighted<'_>]) -> f64 {
    let open = |finding: &Finding| matches!(finding.status, Status::Undetermined | Status::NoOccurrence);
    findings.iter().filter(|(finding, _)| !open(finding)).map(|(_, weight)| f64::from(*weight)).sum()
}

/// The share of the determined weight that is so.
fn share(findings: &[Weighted<'_>], is_so: &dyn Fn(&Finding) -> bool) -> f64 {
    let so: f64 = findings.iter().filter(|(finding, _)| is_so(finding)).map(|(_, weight)| f64::from(*weight)).sum();
    so / determined(findings).max(1.0)
}

/// The codes of what pulls a finding down.
fn weighty(finding: &Finding) -> impl Iterator<Item = Code> {
    let weighty = finding.shortfalls.iter().filter(|each| each.grade >= Grade::Minor && each.waived.is_none());
    weighty.map(|shortfall| shortfall.code)
}

/// Whether something is seen to be wrong, rather than merely not found.
fn is_wrong(finding: &Finding) -> bool {
    let silent =
        |code| matches!(code, Code::TopicMissing | Code::RecordsMissing | Code::MissingDocument | Code::ClaimedOnly);
    matches!(finding.status, Status::Partial | Status::Gap) && weighty(finding).any(|code| !silent(code))
}

/// Whether what should show it does not count.
fn is_invalid(finding: &Finding) -> bool {
    weighty(finding).any(|code| {
        matches!(
            code,
            Code::DraftOnly
                | Code::SupersededOnly
                | Code::UnfilledTemplate
                | Code::ForeignDocument
                | Code::Negated
                | Code::PromiseOnly
        )
    })
}

/// Whether all that pulls a finding down is waived.
fn is_waived(finding: &Finding) -> bool {
    let mut weighty = finding.shortfalls.iter().filter(|shortfall| shortfall.grade >= Grade::Minor).peekable();
    weighty.peek().is_some() && weighty.all(|shortfall| shortfall.waived.is_some())
}

/// Whether a finding falls short in a way that counts for a grade.
fn is_short(finding: &Finding) -> bool {
    matches!(finding.status, Status::Partial | Status::Gap) && !is_waived(finding)
}

/// The grade proposed for a clause, by [`GRADE_RULE`].
pub(super) fn grade(findings: &[Weighted<'_>]) -> Option<Grade> {
    let determined: Vec<&Weighted<'_>> = findings
        .iter()
        .filter(|(finding, _)| !matches!(finding.status, Status::Undetermined | Status::NoOccurrence))
        .collect();
    if determined.is_empty() {
        return None;
    }
    let weight = |keep: &dyn Fn(&Finding, u8) -> bool| {
        determined
            .iter()
            .filter(|(finding, weight)| keep(finding, *weight))
            .map(|(_, weight)| u32::from(*weight))
            .sum::<u32>()
    };
    let whole = weight(&|_, _| true);
    let gaps = weight(&|finding, _| finding.status == Status::Gap && !is_waived(finding));
    let core_short = determined.iter().filter(|(finding, weight)| *weight == 3 && is_short(finding)).count();
    let short = determined.iter().any(|(finding, _)| is_short(finding));
    let open = |finding: &Finding| finding.shortfalls.iter().any(|shortfall| shortfall.waived.is_none());
    let improvable = determined.iter().any(|(finding, _)| open(finding));
    if gaps * 2 >= whole || core_short >= 3 {
        Some(Grade::Major)
    } else if short {
        Some(Grade::Minor)
    } else {
        improvable.then_some(Grade::Opportunity)
    }
}
