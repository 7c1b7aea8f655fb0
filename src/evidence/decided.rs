//! What people decided beside what the program found: a determination on an obligation, a waiver of a
//! shortfall. Where they come from is another module's matter (`determinations`).

use serde::{Deserialize, Serialize};

use super::{Finding, Status};
use crate::catalogue::Grade;

/// What a person concludes on one obligation: conformity, the two grades of nonconformity, an opportunity
/// for improvement (ISO 19011), or that nothing has happened yet that could be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is fulfilled.
    Conforming,
    /// It is fulfilled and could be done better.
    Opportunity,
    /// It is not fulfilled, and the system as a whole still works.
    Minor,
    /// It is not fulfilled, and the system's ability to do what it is for is in doubt.
    Major,
    /// Nothing has happened yet that would have to be shown.
    NoOccurrence,
}

impl Verdict {
    /// Every one.
    pub const ALL: &'static [Self] =
        &[Self::Conforming, Self::Opportunity, Self::Minor, Self::Major, Self::NoOccurrence];

    /// As written in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Conforming => "conforming",
            Self::Opportunity => "opportunity",
            Self::Minor => "minor",
            Self::Major => "major",
            Self::NoOccurrence => "no-occurrence",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|verdict| verdict.name() == name)
    }
}

/// A person's determination, as an assessment carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determination {
    /// What was decided.
    pub verdict: Verdict,
    /// By whom.
    pub by: String,
    /// The day it was decided, `2026-11-22`.
    pub on: String,
    /// The last day for which it holds; none: until its evidence changes.
    pub until: Option<String>,
    /// Why.
    pub why: String,
    /// Why it has to be looked at again; none: it stands.
    pub stale: Option<String>,
    /// What does not fit between it and what was found.
    pub remarks: Vec<String>,
}

/// The waiver under which a shortfall is tolerated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waived {
    /// Why it is tolerated.
    pub reason: String,
    /// Who says so.
    pub approver: String,
    /// The first day, UTC.
    pub start: String,
    /// The last day, UTC.
    pub end: String,
}

impl Finding {
    /// Whether all that pulls it down is waived: it still falls short, and nobody is asked to mend it now.
    #[must_use]
    pub fn is_waived(&self) -> bool {
        let mut weighty = self.shortfalls.iter().filter(|shortfall| shortfall.grade >= Grade::Minor).peekable();
        matches!(self.status, Status::Partial | Status::Gap)
            && weighty.peek().is_some()
            && weighty.all(|shortfall| shortfall.waived.is_some())
    }

    /// The last day on which all of it is waived, where it is: on the next, something is back.
    #[must_use]
    pub fn waived_until(&self) -> Option<&str> {
        let weighty = self.shortfalls.iter().filter(|shortfall| shortfall.grade >= Grade::Minor);
        let ends = weighty.filter_map(|shortfall| shortfall.waived.as_ref()).map(|waived| waived.end.as_str());
        ends.min().filter(|_| self.is_waived())
    }
}
