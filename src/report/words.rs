//! The words and symbols under which reports show statuses, rungs, grades, states and ratings, in one
//! place: no report ever tells them apart by colour alone.

use serde::Serialize;

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
    /// What it means, in a sentence without a full stop.
    pub means: &'static str,
}

const fn mark(id: &'static str, symbol: &'static str, label: &'static str, means: &'static str) -> Mark {
    Mark { id, symbol, label, means }
}

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

/// A status.
#[must_use]
pub fn status(status: Status) -> Mark {
    match status {
        Status::Evidenced => mark("evidenced", "●", "Evidenced", "evidence reaches the rung it needs"),
        Status::Partial => mark("partial", "◐", "Partial", "there is evidence, and it falls short"),
        Status::Gap => mark("gap", "○", "Gap", "no acceptable evidence was found"),
        Status::Undetermined => mark("undetermined", "?", "Undetermined", "documents cannot tell; ask or observe"),
        Status::NoOccurrence => mark(
            "no-occurrence",
            "–",
            "No occurrence",
            "declared: nothing has happened yet that would have to be shown",
        ),
    }
}

/// A status of an advisory item: advice that is not followed is no gap.
#[must_use]
pub fn advice(of: Status) -> Mark {
    let (label, means) = match of {
        Status::Evidenced => ("Found", "documents show it"),
        Status::Partial => ("Found in part", "documents show some of it"),
        Status::Gap => ("Not found", "no document shows it; nothing requires it"),
        Status::Undetermined => ("Ask", "documents cannot tell"),
        Status::NoOccurrence => ("No occurrence", "declared: it does not apply yet"),
    };
    Mark { label, means, ..status(of) }
}

/// A rung of the evidence ladder.
#[must_use]
pub fn rung(rung: Rung) -> Mark {
    match rung {
        Rung::Absent => mark("absent", "0", "absent", "nothing found"),
        Rung::Mentioned => mark(
            "mentioned",
            "1",
            "mentioned",
            "its words occur, in nothing that counts: a document of another kind, a draft, a heading, a promise",
        ),
        Rung::Documented => mark(
            "documented",
            "2",
            "documented",
            "a filled-in document of a fitting type, of this organisation, commits to it",
        ),
        Rung::Controlled => mark(
            "controlled",
            "3",
            "controlled",
            "that document is in force: identified, owned, versioned, approved, dated, not past its review",
        ),
        Rung::Practised => {
            mark("practised", "4", "practised", "recent, non-empty records that pass their rules show it done")
        }
    }
}

/// A proposed grade.
#[must_use]
pub fn grade(grade: Grade) -> Mark {
    match grade {
        Grade::Major => mark("major", "▲", "Major", "the ability to reach intended results is in doubt"),
        Grade::Minor => mark("minor", "△", "Minor", "something that is required is not shown"),
        Grade::Opportunity => mark("opportunity", "◇", "Opportunity", "enough, and could be better"),
    }
}

/// A rating.
#[must_use]
pub fn rating(rating: Rating) -> Mark {
    match rating {
        Rating::N => mark("n", "N", "Not achieved", "up to 15 %"),
        Rating::P => mark("p", "P", "Partially achieved", "above 15 %, up to 50 %"),
        Rating::L => mark("l", "L", "Largely achieved", "above 50 %, up to 85 %"),
        Rating::F => mark("f", "F", "Fully achieved", "above 85 %"),
    }
}

/// A document's state.
#[must_use]
pub fn state(state: State) -> Mark {
    match state {
        State::InForce => mark("in-force", "●", "In force", "used and valid"),
        State::Draft => mark("draft", "◌", "Draft", "not yet in force"),
        State::Superseded => mark("superseded", "×", "Superseded", "no longer in force"),
        State::Template => mark("template", "□", "Template", "not filled in"),
        State::Foreign => mark("foreign", "≠", "Foreign", "another organisation's"),
        State::Record => mark("record", "■", "Record", "a record of something that happened"),
        State::Unclassified => mark("unclassified", "?", "Unclassified", "none of these can be told"),
    }
}

/// The name of a document's state as in `summary.documents`.
#[must_use]
pub fn state_named(name: &str) -> Option<Mark> {
    STATES.iter().map(|known| state(*known)).find(|mark| mark.id == name)
}

/// What shows an obligation.
#[must_use]
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Documented => "document",
        Kind::Record => "record",
        Kind::Activity => "activity",
    }
}

/// What to do about a code, as a heading over all its cases.
#[must_use]
pub fn imperative(code: Code) -> &'static str {
    match code {
        Code::MissingDocument => "Write what is missing",
        Code::DraftOnly => "Finish and approve the drafts",
        Code::SupersededOnly => "Replace what has been superseded",
        Code::UnfilledTemplate => "Fill in the templates",
        Code::ForeignDocument => "Issue in your own name what is another organisation's",
        Code::PromiseOnly => "Do what has only been announced",
        Code::Negated => "Settle what a document says is not done",
        Code::TopicMissing => "Complete the documents that leave a topic out",
        Code::Unapproved => "Have documents in use approved",
        Code::NoOwner => "Name an owner for each document",
        Code::NoVersion => "Give each document a version and a date",
        Code::ReviewOverdue => "Review what is past its review date",
        Code::RecordsMissing => "Show it: export or start keeping the records",
        Code::RecordsStale => "Bring newer records",
        Code::RegisterEmpty => "Fill the empty registers",
        Code::RegisterRule => "Correct the registers",
        Code::Inconsistent => "Resolve what contradicts itself",
        Code::ClaimedOnly => "Back up claims that the text does not bear out",
    }
}

/// An id as words: `incident-management-procedure` → `incident management procedure`.
#[must_use]
pub fn spoken(id: &str) -> String {
    id.replace(['-', '_'], " ")
}
