//! The gate: whether an assessment holds up to what a pipeline asks of it. A pure function of what was asked
//! and of what was found; what was asked and nobody looked at never holds.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::group::{is_under, weighted};
use super::{Assessment, ChangeKind, score};
use crate::catalogue::Grade;
use crate::determinations::WaiverState;
use crate::evidence::{Code, Finding, Shortfall, Status};

/// The name of the failure where achievement is too low.
const MIN_ACHIEVEMENT: &str = "min-achievement";
/// The name of the failure where there is nothing to judge.
const NOTHING: &str = "nothing-assessed";

/// What makes a gate fail. What is worse fails it too: `partial` fails on a gap, `minor` on a major.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Condition {
    /// An obligation is a gap that nobody waived.
    Gap,
    /// An obligation is partial or a gap, and not waived.
    Partial,
    /// Documents cannot tell about an obligation.
    Undetermined,
    /// A major is proposed, for a clause or for what falls short.
    Major,
    /// A minor or a major is proposed.
    Minor,
    /// A file could not be read.
    Unread,
    /// An obligation stands worse than in the assessment compared with.
    Regression,
    /// What a person decided rests on evidence that changed, or its time is up.
    StaleDetermination,
    /// The time of a waiver is up.
    ExpiredWaiver,
    /// Something falls short in this way, and a minor or a major is proposed for it.
    Code(Code),
}

impl Condition {
    /// Every condition but the codes of shortfalls.
    pub const ALL: &'static [Self] = &[
        Self::Gap,
        Self::Partial,
        Self::Undetermined,
        Self::Major,
        Self::Minor,
        Self::Unread,
        Self::Regression,
        Self::StaleDetermination,
        Self::ExpiredWaiver,
    ];

    /// As written on the command line and in a profile.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Partial => "partial",
            Self::Undetermined => "undetermined",
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Unread => "unread",
            Self::Regression => "regression",
            Self::StaleDetermination => "stale-determination",
            Self::ExpiredWaiver => "expired-waiver",
            Self::Code(code) => code.name(),
        }
    }

    /// The condition of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let codes = Code::ALL.iter().map(|code| Self::Code(*code));
        Self::ALL.iter().copied().chain(codes).find(|condition| condition.name() == name)
    }

    /// What has to be given besides documents before anybody can look.
    #[must_use]
    pub fn needs(self) -> Option<&'static str> {
        match self {
            Self::Regression => Some("an earlier assessment to compare with, `--baseline ASSESSMENT`"),
            Self::StaleDetermination => Some("what persons decided, a `determinations.yaml` beside the profile"),
            Self::ExpiredWaiver => Some("waivers, in a `determinations.yaml` beside the profile"),
            _ => None,
        }
    }

    /// What is so, after a number of things: `3 obligations …`.
    fn says(self, count: usize) -> String {
        let one = count == 1;
        let things = |one_thing: &str, things: &str| format!("{count} {}", if one { one_thing } else { things });
        let are = if one { "is" } else { "are" };
        let obligations = things("obligation", "obligations");
        match self {
            Self::Gap => format!("{obligations} {are} a gap"),
            Self::Partial => format!("{obligations} {are} partial or a gap"),
            Self::Undetermined => format!("{obligations} could not be determined from documents"),
            Self::Major => {
                format!("a major is proposed for {}", things("obligation or clause", "obligations and clauses"))
            }
            Self::Minor => {
                format!(
                    "a minor or major is proposed for {}",
                    things("obligation or clause", "obligations and clauses")
                )
            }
            Self::Unread => format!("{} could not be read", things("file", "files")),
            Self::Regression => format!("{obligations} {are} worse than in the assessment compared with"),
            Self::StaleDetermination => format!("{} {are} stale", things("determination", "determinations")),
            Self::ExpiredWaiver => {
                format!("{} {} expired", things("waiver", "waivers"), if one { "has" } else { "have" })
            }
            Self::Code(code) => {
                format!("{obligations} {} short by `{}`", if one { "falls" } else { "fall" }, code.name())
            }
        }
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> Self {
        condition.name().into()
    }
}

impl TryFrom<String> for Condition {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::parse(&name).ok_or_else(|| format!("`{name}` is nothing a gate can fail on"))
    }
}

/// What is asked of an assessment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// What must not be.
    pub fail_on: Vec<Condition>,
    /// How much must be achieved.
    pub min_achievement: Vec<Threshold>,
}

impl Asked {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fail_on.is_empty() && self.min_achievement.is_empty()
    }
}

/// How much must be achieved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    /// The clause, with all that stands under it; `null`: over all.
    pub clause: Option<String>,
    /// 0–1.
    pub at_least: f64,
}

/// What came of a gate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    /// What was asked.
    pub asked: Asked,
    /// Whether all of it holds.
    pub held: bool,
    /// What does not, in the order asked.
    pub failures: Vec<Failure>,
}

/// Something asked that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The name of a [`Condition`], `min-achievement` or `nothing-assessed`.
    pub condition: String,
    /// What is so instead.
    pub says: String,
    /// The obligations, clauses or files it is about.
    pub about: Vec<String>,
}

/// What a gate looks at.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// How many documents were read.
    pub documents: usize,
    /// How many obligations were looked at.
    pub obligations: usize,
    /// What was found of each condition. One without an entry was not looked at.
    pub found: BTreeMap<Condition, Vec<String>>,
    /// What was achieved: under a clause, or over all (`None`). No share: nothing could be determined.
    pub achieved: Vec<(Option<String>, Option<f64>)>,
}

impl Facts {
    /// What an assessment tells about what is asked.
    #[must_use]
    pub fn of(assessment: &Assessment, asked: &Asked) -> Self {
        let found = asked.fail_on.iter().filter_map(|condition| Some((*condition, found(assessment, *condition)?)));
        let achieved = asked.min_achievement.iter().map(|threshold| {
            let clause = threshold.clause.as_deref();
            (threshold.clause.clone(), achieved(assessment, clause))
        });
        Self {
            documents: assessment.documents.len(),
            obligations: assessment.findings.len(),
            found: found.collect(),
            achieved: achieved.collect(),
        }
    }

    /// Conditions that were asked for and that nobody looked at.
    pub fn lacking<'a>(&'a self, asked: &'a Asked) -> impl Iterator<Item = Condition> + 'a {
        asked.fail_on.iter().copied().filter(|condition| !self.found.contains_key(condition))
    }
}

/// What an assessment holds of a condition; `None` where it cannot tell.
fn found(assessment: &Assessment, condition: Condition) -> Option<Vec<String>> {
    let obligations = |is_so: &dyn Fn(&Finding) -> bool| {
        let found = assessment.findings.iter().filter(|finding| is_so(finding));
        found.map(|finding| finding.obligation.clone()).collect::<Vec<String>>()
    };
    let graded = |grade: Grade| {
        let mut found = obligations(&|finding| counted(finding).any(|shortfall| shortfall.grade >= grade));
        let clauses = assessment.clauses.iter().filter(|clause| clause.proposed_grade >= Some(grade));
        found.extend(clauses.map(|clause| clause.clause.clone()));
        found
    };
    match condition {
        Condition::Gap => Some(obligations(&|finding| finding.status == Status::Gap && !finding.is_waived())),
        Condition::Partial => Some(obligations(&|finding| {
            matches!(finding.status, Status::Partial | Status::Gap) && !finding.is_waived()
        })),
        Condition::Undetermined => Some(obligations(&|finding| finding.status == Status::Undetermined)),
        Condition::Major => Some(graded(Grade::Major)),
        Condition::Minor => Some(graded(Grade::Minor)),
        Condition::Unread => Some(assessment.unread.iter().map(|file| file.path.clone()).collect()),
        Condition::Code(code) => Some(obligations(&|finding| {
            counted(finding).any(|shortfall| shortfall.code == code && shortfall.grade >= Grade::Minor)
        })),
        Condition::Regression => {
            let changes = &assessment.comparison.as_ref()?.changes;
            let waived = obligations(&Finding::is_waived);
            let worse = changes.iter().filter(|change| change.change == ChangeKind::Regressed);
            let worse = worse.filter(|change| !waived.contains(&change.obligation));
            Some(worse.map(|change| change.obligation.clone()).collect())
        }
        Condition::StaleDetermination => {
            let is_stale = |stale: bool| {
                obligations(&|finding| finding.determination.as_ref().is_some_and(|by| by.stale.is_some() == stale))
            };
            let (stale, standing) = (is_stale(true), is_stale(false));
            (!stale.is_empty() || !standing.is_empty()).then_some(stale)
        }
        Condition::ExpiredWaiver => {
            let expired = assessment.waivers.iter().filter(|waiver| waiver.state == WaiverState::Expired);
            (!assessment.waivers.is_empty()).then(|| expired.flat_map(|waiver| waiver.obligations.clone()).collect())
        }
    }
}

/// What counts against an obligation: tolerated shortfalls do not.
fn counted(finding: &Finding) -> impl Iterator<Item = &Shortfall> {
    finding.shortfalls.iter().filter(|shortfall| shortfall.waived.is_none())
}

/// What is achieved under a clause, by the formula of the reports. Where all that falls short is waived and nothing
/// else is there, nothing is left to be achieved, and no threshold is missed.
fn achieved(assessment: &Assessment, clause: Option<&str>) -> Option<f64> {
    let weights: BTreeMap<&str, u8> =
        assessment.obligations.iter().map(|asked| (asked.obligation.as_str(), asked.weight)).collect();
    let all = weighted(&assessment.findings, &weights).into_iter();
    let under = all.filter(|(finding, _)| clause.is_none_or(|clause| is_under(&finding.clause, clause)));
    let under: Vec<_> = under.collect();
    let waived = || under.iter().any(|(finding, _)| finding.is_waived()).then_some(1.0);
    score::achievement(&under).or_else(waived)
}

/// Judges an assessment by what is asked.
#[must_use]
pub fn gate(assessment: &Assessment, asked: Asked) -> Gate {
    let facts = Facts::of(assessment, &asked);
    judge(asked, &facts)
}

/// Judges facts by what is asked. A gate over nothing fails.
#[must_use]
pub fn judge(asked: Asked, facts: &Facts) -> Gate {
    let nothing = [(facts.documents, "no document was read"), (facts.obligations, "no obligation was looked at")];
    let nothing = nothing.into_iter().filter(|(count, _)| *count == 0);
    let mut failures: Vec<Failure> =
        nothing.map(|(_, says)| Failure { condition: NOTHING.into(), says: says.into(), about: Vec::new() }).collect();
    failures.extend(asked.fail_on.iter().filter_map(|condition| failure(*condition, facts)));
    failures.extend(asked.min_achievement.iter().filter_map(|threshold| too_low(threshold, facts)));
    Gate { held: failures.is_empty(), asked, failures }
}

fn failure(condition: Condition, facts: &Facts) -> Option<Failure> {
    let (says, about) = match facts.found.get(&condition) {
        Some(found) if found.is_empty() => return None,
        Some(found) => (condition.says(found.len()), found.clone()),
        None => {
            (format!("this was not looked at; it needs {}", condition.needs().unwrap_or("an assessment")), Vec::new())
        }
    };
    Some(Failure { condition: condition.name().into(), says, about })
}

fn too_low(threshold: &Threshold, facts: &Facts) -> Option<Failure> {
    let achieved = facts.achieved.iter().find(|(clause, _)| *clause == threshold.clause).and_then(|(_, share)| *share);
    if achieved.is_some_and(|achieved| achieved >= threshold.at_least) {
        return None;
    }
    let whose = threshold.clause.as_ref().map_or_else(|| "over all".to_owned(), |clause| format!("under {clause}"));
    let asked = percent(threshold.at_least);
    let says = match achieved {
        Some(achieved) => format!("{} are achieved {whose}, {asked} are asked", percent(achieved)),
        None => format!("nothing could be determined {whose}, {asked} are asked"),
    };
    Some(Failure { condition: MIN_ACHIEVEMENT.into(), says, about: threshold.clause.iter().cloned().collect() })
}

/// `89.6 %`, `80 %`: to the tenth, as achievement is rounded.
fn percent(share: f64) -> String {
    format!("{} %", (share * 1000.0).round() / 10.0)
}
