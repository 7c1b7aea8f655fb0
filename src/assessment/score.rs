//! The one formula, the ratings, and the rule by which grades are proposed (facts §5.1, §5.7).

use serde::{Deserialize, Serialize};

use super::Counts;
use crate::catalogue::{Grade, Rung};
use crate::evidence::{Code, Finding, Status};

/// How achievement is computed, as every report prints it.
pub const FORMULA: &str = "achievement = (evidenced + ½ partial) / determinable obligations, weighted 1–3; undetermined and no-occurrence are left out, and so is what a waiver accepts: a gap, the missing half of a partial";

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

/// 0–1, rounded to the thousandth; `None` where nothing could be determined, or all of it is waived. What a waiver
/// accepts is neither asked for nor given: leaving out more than the missing part would take off what was achieved.
pub(super) fn achievement(findings: &[Weighted<'_>]) -> Option<f64> {
    achieved(findings, Finding::is_waived)
}

fn achieved(findings: &[Weighted<'_>], accepted: impl Fn(&Finding) -> bool) -> Option<f64> {
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
        whole += if accepted(finding) { value * weight } else { weight };
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

/// A clause's status over its obligations: what the documents show, whatever is waived. It is a gap when it is rated not achieved, when all on which it
/// stands is missing and little of the rest is there, or when what should carry it does not count; it is
/// evidenced when most of its weight is, next to nothing is seen to be wrong, no document that is to be kept
/// under control is missing altogether and no register lies empty; it is partial otherwise.
pub(super) fn status(findings: &[Weighted<'_>]) -> Status {
    let Some(achievement) = achieved(findings, |_| false) else {
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
    } else if achievement >= MOSTLY
        && !core_short
        && share(findings, &is_wrong) <= WRONG
        && !findings.iter().any(|(finding, _)| lacks_document(finding) || is_unkept(finding))
    {
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
    finding.shortfalls.iter().filter(|each| each.grade >= Grade::Minor).map(|shortfall| shortfall.code)
}

/// Whether something is seen to be wrong, rather than merely not found. The text asks for no owner, and a page that
/// nobody versions may still be the one in force: to be mended, and no reason to doubt a clause.
fn is_wrong(finding: &Finding) -> bool {
    let silent = |code| {
        matches!(
            code,
            Code::TopicMissing
                | Code::RecordsMissing
                | Code::MissingDocument
                | Code::ClaimedOnly
                | Code::NoOwner
                | Code::NoVersion
        )
    };
    matches!(finding.status, Status::Partial | Status::Gap) && weighty(finding).any(|code| !silent(code))
}

/// Whether a document that has to be kept under control does not exist: nothing of its type was found, which is
/// surer than words that were not found.
fn lacks_document(finding: &Finding) -> bool {
    finding.status == Status::Gap
        && finding.needed == Rung::Controlled
        && weighty(finding).any(|code| code == Code::MissingDocument)
}

/// Whether a register was set up for it and holds nothing, and nobody declares that nothing happened: what is not
/// shown is not evidenced.
fn is_unkept(finding: &Finding) -> bool {
    let mut codes = finding.shortfalls.iter().map(|each| each.code);
    finding.status == Status::Undetermined && codes.any(|code| code == Code::RegisterEmpty)
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

/// Whether a finding falls short in a way that counts for a grade.
fn is_short(finding: &Finding) -> bool {
    matches!(finding.status, Status::Partial | Status::Gap) && !finding.is_waived()
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
    let gaps = weight(&|finding, _| finding.status == Status::Gap && !finding.is_waived());
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

#[cfg(test)]
mod tests {
    use super::{Weighted, achievement, grade, status};
    use crate::catalogue::{Grade, Rung};
    use crate::document::Place;
    use crate::evidence::{Code, Finding, LookedFor, Shortfall, Status, Waived};

    fn finding(status: Status, needed: Rung, code: Option<Code>) -> Finding {
        let shortfall = |code| Shortfall {
            code,
            grade: Grade::Minor,
            path: None,
            place: Place::default(),
            says: String::new(),
            remedy: String::new(),
            waived: None,
        };
        Finding {
            obligation: "9.9/1".into(),
            clause: "9.9".into(),
            catalogue: String::new(),
            status,
            reached: Rung::Absent,
            needed,
            evidence: Vec::new(),
            shortfalls: code.map(shortfall).into_iter().collect(),
            looked_for: LookedFor::default(),
            determination: None,
        }
    }

    /// Of a clause of which nine tenths are evidenced and one is as given.
    fn clause(one: &Finding) -> Status {
        let good = finding(Status::Evidenced, Rung::Documented, None);
        let mut all: Vec<Weighted<'_>> = vec![(&good, 1); 9];
        all.push((one, 1));
        status(&all)
    }

    #[test]
    fn words_not_found_are_tolerated_and_a_missing_controlled_document_is_not() {
        let silent = finding(Status::Gap, Rung::Controlled, Some(Code::TopicMissing));
        let missing = finding(Status::Gap, Rung::Controlled, Some(Code::MissingDocument));
        let loose = finding(Status::Gap, Rung::Documented, Some(Code::MissingDocument));
        assert_eq!(
            [clause(&silent), clause(&missing), clause(&loose)],
            [Status::Evidenced, Status::Partial, Status::Evidenced]
        );
    }

    #[test]
    fn an_empty_register_is_not_evidence_and_a_declared_absence_is_none_against_it() {
        let empty = finding(Status::Undetermined, Rung::Practised, Some(Code::RegisterEmpty));
        let declared = finding(Status::NoOccurrence, Rung::Practised, Some(Code::RecordsMissing));
        let asked = finding(Status::Undetermined, Rung::Practised, Some(Code::RecordsMissing));
        assert_eq!(
            [clause(&empty), clause(&declared), clause(&asked)],
            [Status::Partial, Status::Evidenced, Status::Evidenced]
        );
    }

    #[test]
    fn no_owner_is_to_be_mended_and_no_approval_is_wrong() {
        let owner = finding(Status::Partial, Rung::Controlled, Some(Code::NoOwner));
        let approval = finding(Status::Partial, Rung::Controlled, Some(Code::Unapproved));
        assert_eq!([clause(&owner), clause(&approval)], [Status::Evidenced, Status::Partial]);
    }

    fn waived(mut finding: Finding) -> Finding {
        let waiver =
            Waived { reason: String::new(), approver: String::new(), start: String::new(), end: "2026-12-31".into() };
        finding.shortfalls.iter_mut().for_each(|shortfall| shortfall.waived = Some(waiver.clone()));
        finding
    }

    /// Achievement and grade of an evidenced obligation of weight 1 beside these.
    fn figures(others: &[(&Finding, u8)]) -> (Option<f64>, Option<Grade>) {
        let good = finding(Status::Evidenced, Rung::Documented, None);
        let all: Vec<Weighted<'_>> = std::iter::once((&good, 1)).chain(others.iter().copied()).collect();
        (achievement(&all), grade(&all))
    }

    #[test]
    fn what_is_waived_takes_nothing_off_and_adds_nothing() {
        let gap = finding(Status::Gap, Rung::Controlled, Some(Code::DraftOnly));
        let part = finding(Status::Partial, Rung::Controlled, Some(Code::NoOwner));
        assert_eq!(figures(&[(&gap, 1)]), (Some(0.5), Some(Grade::Major)));
        assert_eq!(figures(&[(&waived(gap.clone()), 1)]), (Some(1.0), None));
        assert_eq!(figures(&[(&part, 1)]), (Some(0.75), Some(Grade::Minor)));
        assert_eq!(figures(&[(&waived(part.clone()), 1)]), (Some(1.0), None));
        // A waiver never makes what is left worse, and never better than it is.
        let both = figures(&[(&gap, 2), (&waived(part.clone()), 1)]).0;
        assert_eq!((figures(&[(&gap, 2), (&part, 1)]).0, both), (Some(0.375), Some(0.429)));
        let silent = waived(gap.clone());
        assert_eq!(achievement(&[(&silent, 3)]), None, "nothing is left to be achieved");
        // Half of it waived: it counts in full.
        let mut half = waived(gap.clone());
        half.shortfalls.extend(part.shortfalls.clone());
        assert_eq!(figures(&[(&half, 1)]), (Some(0.5), Some(Grade::Major)));
    }

    #[test]
    fn a_status_says_what_documents_show_whatever_is_waived() {
        let missing = finding(Status::Gap, Rung::Controlled, Some(Code::MissingDocument));
        assert_eq!(clause(&waived(missing.clone())), clause(&missing));
    }
}
