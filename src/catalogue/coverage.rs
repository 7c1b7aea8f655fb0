//! How much of the standard a scan of documents can determine, counted from the checks themselves.

use serde::Serialize;

use super::{Check, Clause, Obligation};

/// Whether documents can tell that an obligation is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Determinable {
    /// Documents and registers show it.
    Yes,
    /// They show a part; the rest must be asked or watched.
    Partly,
    /// Only asking or watching shows it.
    Asking,
}

impl Determinable {
    /// As people read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "determinable",
            Self::Partly => "partly",
            Self::Asking => "only by asking",
        }
    }
}

impl Obligation {
    /// Whether documents can tell that it is met.
    #[must_use]
    pub fn determinable(&self) -> Determinable {
        match (self.evidence.iter().any(looks), self.evidence.iter().any(asks)) {
            (true, false) => Determinable::Yes,
            (true, true) => Determinable::Partly,
            (false, _) => Determinable::Asking,
        }
    }
}

fn looks(check: &Check) -> bool {
    match check {
        Check::Document(_) | Check::Record(_) | Check::Register(_) => true,
        Check::Any(checks) => checks.iter().any(looks),
        Check::Ask(_) => false,
    }
}

/// An `ask` among alternatives is no need to ask: another alternative is enough.
fn asks(check: &Check) -> bool {
    match check {
        Check::Ask(_) => true,
        Check::Any(checks) => checks.iter().all(asks),
        Check::Document(_) | Check::Record(_) | Check::Register(_) => false,
    }
}

/// Obligations counted by what can tell, and their weight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Documents can tell.
    pub determinable: u32,
    /// Documents can tell in part.
    pub partly: u32,
    /// Only asking can tell.
    pub asking: u32,
    /// The weight of all of them.
    pub weight: u32,
    /// The weight of those of which documents can tell at least a part.
    pub weight_determinable: u32,
}

impl Coverage {
    /// Of some obligations.
    #[must_use]
    pub fn of<'a>(obligations: impl Iterator<Item = &'a Obligation>) -> Self {
        let mut coverage = Self::default();
        for obligation in obligations {
            let weight = u32::from(obligation.weight);
            coverage.weight += weight;
            let (count, told) = match obligation.determinable() {
                Determinable::Yes => (&mut coverage.determinable, weight),
                Determinable::Partly => (&mut coverage.partly, weight),
                Determinable::Asking => (&mut coverage.asking, 0),
            };
            *count += 1;
            coverage.weight_determinable += told;
        }
        coverage
    }

    /// Of one clause.
    #[must_use]
    pub fn of_clause(clause: &Clause) -> Self {
        Self::of(clause.obligations.iter())
    }

    /// How many obligations there are.
    #[must_use]
    pub fn total(self) -> u32 {
        self.determinable + self.partly + self.asking
    }

    /// The share of weight of which documents can tell at least a part, in per cent.
    #[must_use]
    pub fn share(self) -> u32 {
        (self.weight_determinable * 100 + self.weight / 2).checked_div(self.weight).unwrap_or(0)
    }
}
