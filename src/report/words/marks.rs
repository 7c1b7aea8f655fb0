//! The symbols and words under which reports show statuses, rungs, grades, states and ratings, in one
//! place: no report ever tells them apart by colour alone.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Texts, Words};
use crate::assessment::Rating;
use crate::catalogue::{Grade, Kind, Rung};
use crate::evidence::{Code, Status};
use crate::facts::State;

/// One value as a reader sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// As in `assessment.json`; also the class in HTML.
    pub id: &'static str,
    /// A symbol that needs no colour.
    pub symbol: &'static str,
    /// A short label.
    pub label: &'static str,
    /// The label inside a sentence.
    pub inline: &'static str,
    /// What it means, in a sentence without a full stop.
    pub means: &'static str,
}

/// Section → id → mark.
pub(super) type Marks = BTreeMap<&'static str, BTreeMap<&'static str, Mark>>;

/// Every mark: the section of its words, its id and its symbol.
pub(super) const MARKS: &[(&str, &[(&str, &str)])] = &[
    ("status", STATUS),
    ("advice", STATUS),
    ("answer", &[("met", "●"), ("not-met", "○"), ("ask", "?")]),
    ("verdict", &[("go", "●"), ("open", "?"), ("not-yet", "○")]),
    ("rung", &[("absent", "0"), ("mentioned", "1"), ("documented", "2"), ("controlled", "3"), ("practised", "4")]),
    ("grade", &[("major", "▲"), ("minor", "△"), ("opportunity", "◇")]),
    ("rating", &[("n", "N"), ("p", "P"), ("l", "L"), ("f", "F")]),
    (
        "state",
        &[
            ("in-force", "●"),
            ("record", "■"),
            ("draft", "◌"),
            ("superseded", "×"),
            ("template", "□"),
            ("foreign", "≠"),
            ("unclassified", "?"),
        ],
    ),
];

const STATUS: &[(&str, &str)] =
    &[("evidenced", "●"), ("partial", "◐"), ("gap", "○"), ("undetermined", "?"), ("no-occurrence", "–")];

/// Every status, best first.
pub const STATUSES: &[Status] =
    &[Status::Evidenced, Status::Partial, Status::Gap, Status::Undetermined, Status::NoOccurrence];

/// Every rung, lowest first.
pub const RUNGS: &[Rung] = &[Rung::Absent, Rung::Mentioned, Rung::Documented, Rung::Controlled, Rung::Practised];

/// Every grade, worst first.
pub const GRADES: &[Grade] = &[Grade::Major, Grade::Minor, Grade::Opportunity];

/// Every rating, best first.
pub const RATINGS: &[Rating] = &[Rating::F, Rating::L, Rating::P, Rating::N];

/// Every state of a document.
pub const STATES: &[State] = &[
    State::InForce,
    State::Record,
    State::Draft,
    State::Superseded,
    State::Template,
    State::Foreign,
    State::Unclassified,
];

pub(super) fn marks(texts: &Texts) -> Marks {
    let text =
        |section: &str, key: &str| texts.get(section).and_then(|texts| texts.get(key)).copied().unwrap_or_default();
    let section = |section: &str, ids: &[(&'static str, &'static str)]| {
        let mark = |(id, symbol): &(&'static str, &'static str)| {
            let label = text(section, id);
            let inline = text(section, &format!("{id}_inline"));
            (*id, Mark { id, symbol, label, inline, means: text(section, &format!("{id}_means")) })
        };
        ids.iter().map(mark).collect()
    };
    MARKS.iter().map(|(name, ids)| (*name, section(name, ids))).collect()
}

impl Words {
    fn mark(&self, section: &str, id: &'static str) -> Mark {
        let known = self.marks.get(section).and_then(|marks| marks.get(id)).copied();
        known.unwrap_or(Mark { id, symbol: "", label: id, inline: id, means: "" })
    }

    /// A status.
    #[must_use]
    pub fn status(&self, status: Status) -> Mark {
        self.mark("status", status_id(status))
    }

    /// A status of an advisory item: advice that is not followed is no gap.
    #[must_use]
    pub fn advice(&self, status: Status) -> Mark {
        self.mark("advice", status_id(status))
    }

    /// A rung of the evidence ladder.
    #[must_use]
    pub fn rung(&self, rung: Rung) -> Mark {
        self.mark("rung", rung_id(rung))
    }

    /// A proposed grade.
    #[must_use]
    pub fn grade(&self, grade: Grade) -> Mark {
        self.mark("grade", grade_id(grade))
    }

    /// A rating.
    #[must_use]
    pub fn rating(&self, rating: Rating) -> Mark {
        self.mark("rating", rating_id(rating))
    }

    /// A document's state.
    #[must_use]
    pub fn state(&self, state: State) -> Mark {
        self.mark("state", state.name())
    }

    /// What was found on an item of readiness: `met`, `not-met`, `ask`.
    #[must_use]
    pub fn answer(&self, id: &'static str) -> Mark {
        self.mark("answer", id)
    }

    /// Whether a stage of an audit can be faced: `go`, `open`, `not-yet`.
    #[must_use]
    pub fn verdict(&self, id: &'static str) -> Mark {
        self.mark("verdict", id)
    }

    /// What shows an obligation.
    #[must_use]
    pub fn kind(&self, kind: Kind) -> &'static str {
        let id = match kind {
            Kind::Documented => "documented",
            Kind::Record => "record",
            Kind::Activity => "activity",
        };
        self.get("kind", id)
    }

    /// What to do about a code, as a heading over all its cases.
    #[must_use]
    pub fn imperative(&self, code: Code) -> &'static str {
        self.get("imperative", code.name())
    }

    /// What a code means and how it is closed.
    #[must_use]
    pub fn explanation(&self, code: Code) -> &'static str {
        self.get("explanation", code.name())
    }
}

fn status_id(status: Status) -> &'static str {
    match status {
        Status::Evidenced => "evidenced",
        Status::Partial => "partial",
        Status::Gap => "gap",
        Status::Undetermined => "undetermined",
        Status::NoOccurrence => "no-occurrence",
    }
}

fn rung_id(rung: Rung) -> &'static str {
    match rung {
        Rung::Absent => "absent",
        Rung::Mentioned => "mentioned",
        Rung::Documented => "documented",
        Rung::Controlled => "controlled",
        Rung::Practised => "practised",
    }
}

fn grade_id(grade: Grade) -> &'static str {
    match grade {
        Grade::Major => "major",
        Grade::Minor => "minor",
        Grade::Opportunity => "opportunity",
    }
}

fn rating_id(rating: Rating) -> &'static str {
    match rating {
        Rating::N => "n",
        Rating::P => "p",
        Rating::L => "l",
        Rating::F => "f",
    }
}

/// An id as words: `incident-management-procedure` → `incident management procedure`.
#[must_use]
pub fn spoken(id: &str) -> String {
    id.replace(['-', '_'], " ")
}
