//! How much of the standard a scan of documents can determine, counted from the checks themselves.

use serde::Serialize;

use super::{Check, Clause, Kind, Obligation};

/// What the classes mean, for whoever prints them.
pub const CLASSES: &str = "Determinable: a document or record that the text asks for, or an activity that records or registers show. \
Partly: an activity for which only documents can speak (what is said can be read, that it is done must be seen or \
asked), or anything of which a part must be asked. Only by asking: an interview or observation shows it.";

/// Whether documents can tell that an obligation is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Determinable {
    /// A document, record or register shows it.
    Yes,
    /// Documents tell a part; the rest must be asked or watched.
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
    /// Whether documents can tell that it is met. What a document says of an activity is not yet the
    /// activity: where no record or register is looked for, only a part can be told.
    #[must_use]
    pub fn determinable(&self) -> Determinable {
        let any = |what: fn(&Check) -> bool| self.evidence.iter().any(what);
        if !any(looks) {
            Determinable::Asking
        } else if any(asks) || self.kind == Kind::Activity && !any(shows) {
            Determinable::Partly
        } else {
            Determinable::Yes
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

/// Whether it looks for what is shown, not only for what is said.
fn shows(check: &Check) -> bool {
    match check {
        Check::Record(_) | Check::Register(_) => true,
        Check::Any(checks) => checks.iter().any(shows),
        Check::Document(_) | Check::Ask(_) => false,
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
    /// The weight of those of which documents can tell.
    pub weight_determinable: u32,
    /// The weight of those of which documents can tell a part.
    pub weight_partly: u32,
}

impl Coverage {
    /// Of some obligations.
    #[must_use]
    pub fn of<'a>(obligations: impl Iterator<Item = &'a Obligation>) -> Self {
        let mut coverage = Self::default();
        for obligation in obligations {
            let weight = u32::from(obligation.weight);
            coverage.weight += weight;
            match obligation.determinable() {
                Determinable::Yes => {
                    coverage.determinable += 1;
                    coverage.weight_determinable += weight;
                }
                Determinable::Partly => {
                    coverage.partly += 1;
                    coverage.weight_partly += weight;
                }
                Determinable::Asking => coverage.asking += 1,
            }
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

    /// The share of weight of which documents can tell, in per cent.
    #[must_use]
    pub fn share(self) -> u32 {
        self.per_cent(self.weight_determinable)
    }

    /// The share of weight of which documents can tell a part, in per cent.
    #[must_use]
    pub fn share_partly(self) -> u32 {
        self.per_cent(self.weight_partly)
    }

    fn per_cent(self, part: u32) -> u32 {
        (part * 100 + self.weight / 2).checked_div(self.weight).unwrap_or(0)
    }

    /// The whole in a sentence, also by weight.
    #[must_use]
    pub fn sentence(self) -> String {
        format!(
            "Of {} obligations {} are determinable from documents, {} partly, {} only by asking; by weight {} %, {} % and {} %.",
            self.total(),
            self.determinable,
            self.partly,
            self.asking,
            self.share(),
            self.share_partly(),
            self.per_cent(self.weight - self.weight_determinable - self.weight_partly)
        )
    }
}
