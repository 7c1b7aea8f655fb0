//! Whether a document that is cited is under control: approved, owned, versioned, not past the review
//! it sets itself (clauses 7.5.2 and 7.5.3).

use super::candidates::CLEAR;
use super::{Code, Shortfall};
use crate::catalogue::{Catalogue, Control, Grade, Kind, Label};
use crate::document::{Format, Place};
use crate::facts::{ControlFact, Elsewhere, Facts, Force, State, TopicFact};
use crate::index::{self, Entry};
use jiff::civil::Date;

/// What an organisation's documents usually carry: its own rule for them, whether or not it is written
/// (7.5.2, 7.5.3). A document that lacks it is out of line even where the standard asks for none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Habits {
    owner: bool,
    approver: bool,
    dated: bool,
}

const OWNERS: [Label; 2] = [Label::Owner, Label::Author];
const APPROVAL: [Label; 2] = [Label::Approver, Label::ApprovedOn];
const DATED: [Label; 5] = [Label::Version, Label::Date, Label::ApprovedOn, Label::EffectiveOn, Label::ReviewedOn];

/// Documents needed to speak of a habit, and the share of them that keep it.
const HABIT_OF: usize = 6;
const HABIT_SHARE: f32 = 0.75;

impl Habits {
    /// The habits of all documents that count and ought to be controlled.
    pub(super) fn of(documents: &[Entry], catalogue: &Catalogue) -> Self {
        let is_controlled = |entry: &&Entry| {
            let mut taken = entry.facts.kinds.iter().filter(|kind| kind.confidence >= index::TAKEN);
            let control =
                taken.find_map(|kind| catalogue.documents.get(&kind.id)).map_or(Control::None, |kind| kind.control);
            index::counts(&entry.facts) && is_needed(&entry.facts, control)
        };
        let facts: Vec<&Facts> = documents.iter().filter(is_controlled).map(|entry| &entry.facts).collect();
        let is_habit = |holds: fn(&Facts) -> bool| {
            let keeping = facts.iter().filter(|facts| holds(facts)).count();
            facts.len() >= HABIT_OF && keeping as f32 >= HABIT_SHARE * facts.len() as f32
        };
        // Git has an author and a date for every file: that is no habit of people.
        Self {
            owner: is_habit(|facts| writes(facts, &OWNERS)),
            approver: is_habit(|facts| writes(facts, &APPROVAL) || status_says_approved(facts)),
            dated: is_habit(|facts| writes(facts, &DATED)),
        }
    }
}

fn is_needed(facts: &Facts, needed: Control) -> bool {
    needed != Control::None && needed != Control::Record && facts.state.state != State::Record
}

/// Where a document shows its control data.
fn at(from: &Elsewhere, place: &Place) -> String {
    match from {
        Elsewhere::Document(path) => format!("{path} does ({place})"),
        Elsewhere::Git(_) => format!("only the {from}, does"),
    }
}

fn writes(facts: &Facts, labels: &[Label]) -> bool {
    labels.iter().any(|label| facts.written(*label).is_some())
}

fn has_owner(facts: &Facts) -> bool {
    OWNERS.iter().any(|label| facts.value(*label).is_some())
}

fn is_approved(facts: &Facts) -> bool {
    APPROVAL.iter().any(|label| facts.value(*label).is_some()) || status_says_approved(facts)
}

/// Whether an agreement says in a sentence of its own who signed or agreed it.
fn is_signed(facts: &Facts) -> bool {
    let says = |fact: &TopicFact| {
        matches!(fact.topic.as_str(), "signed" | "agreed") && fact.force == Force::Commits && fact.weight >= CLEAR
    };
    facts.topics.iter().any(says)
}

fn is_dated(facts: &Facts) -> bool {
    DATED.iter().any(|label| facts.value(*label).is_some())
}

/// Tables and pages made of data carry their owner and date elsewhere, in the tool that keeps them.
fn is_data(format: Format) -> bool {
    matches!(format, Format::Csv | Format::Tsv | Format::Yaml | Format::Json | Format::Xlsx | Format::Xls | Format::Ods)
}

/// What an auditor would object to in a document's control data. For an activity the text asks for no
/// document, so that what is silently absent is only an opportunity, unless the organisation's own documents
/// usually have it; what is visibly wrong always counts.
pub(super) fn shortfalls(entry: &Entry, needed: Control, kind: Kind, habits: Habits, as_of: Date) -> Vec<Shortfall> {
    let facts = &entry.facts;
    // A message bears its sender and its day; what is done by it needs no more.
    let is_message = entry.format == Format::Eml && kind == Kind::Activity;
    if !is_needed(facts, needed) || is_message {
        return Vec::new();
    }
    let silent = |habit: bool| match !is_data(entry.format) && (habit || kind == Kind::Documented) {
        true => Grade::Minor,
        false => Grade::Opportunity,
    };
    let mut found = Vec::new();
    let strict = matches!(needed, Control::Policy | Control::Plan | Control::Agreement);
    // Where all papers are signed, the one that is not stands out, a procedure too.
    let signed = needed == Control::Agreement && is_signed(facts);
    let asked = strict && !signed || needed == Control::Procedure && habits.approver && has_owner(facts);
    found.extend(approval(entry, asked, silent(habits.approver)));
    let nobody = !has_owner(facts) && facts.value(Label::Approver).is_none();
    // An approver answers for a document too, unless all others also name an owner; an agreement has parties.
    // A procedure that is versioned or approved is under control without one, unless all others name somebody.
    let wanted = match needed {
        Control::Agreement => false,
        Control::Policy | Control::Plan => nobody || habits.owner && !has_owner(facts),
        _ => nobody && (!is_dated(facts) || habits.owner),
    };
    if wanted {
        found.push(shortfall(
            entry,
            Code::NoOwner,
            silent(habits.owner),
            &Place::default(),
            "names nobody who answers for it",
            "Name an owner in the document.",
        ));
    }
    let ruling = matches!(needed, Control::Policy | Control::Plan);
    // A day that it bears anywhere dates it well enough, unless it is one of those that all others version.
    if !is_dated(facts) && (facts.date.is_none() || ruling && habits.dated) {
        found.push(shortfall(
            entry,
            Code::NoVersion,
            silent(habits.dated),
            &Place::default(),
            "carries neither a version nor a date",
            "Add a version and a date.",
        ));
    }
    found.extend(overdue(entry, needed, as_of));
    if !is_data(entry.format) {
        found.extend(listed_only(entry, needed, habits));
    }
    found
}

/// What only the list of documents says, where the organisation's other documents say it themselves: not wrong,
/// and what a reader of the document cannot see.
fn listed_only(entry: &Entry, needed: Control, habits: Habits) -> Vec<Shortfall> {
    let wanted: [(bool, Code, &[Label], &str); 3] = [
        (habits.approver && needed != Control::Agreement, Code::Unapproved, &APPROVAL, "who approved it"),
        (habits.owner && needed != Control::Agreement, Code::NoOwner, &OWNERS, "who answers for it"),
        (habits.dated, Code::NoVersion, &DATED, "its version or date"),
    ];
    let mut found = Vec::new();
    for (habit, code, labels, what) in wanted {
        let facts = labels.iter().filter_map(|label| entry.facts.control(*label)).filter(|fact| !fact.value.is_empty());
        let facts: Vec<&ControlFact> = facts.collect();
        let [first, ..] = facts[..] else { continue };
        if let Some(list) = first.from.as_ref().filter(|_| habit && facts.iter().all(|fact| fact.from.is_some())) {
            let says = format!("does not show {what}, as your other documents do; {}", at(list, &first.place));
            let remedy = "Put it into the document too, so that a reader can see it.";
            found.push(shortfall(entry, code, Grade::Opportunity, &Place::default(), &says, remedy));
        }
    }
    found
}

/// Whether nothing of weight is wrong with it.
pub(super) fn is_controlled(shortfalls: &[Shortfall]) -> bool {
    shortfalls.iter().all(|shortfall| shortfall.grade == Grade::Opportunity)
}

/// An approver's field left blank says that approval is due and missing; no field at all says less.
fn approval(entry: &Entry, strict: bool, silent: Grade) -> Option<Shortfall> {
    let facts = &entry.facts;
    let blank = facts.control(Label::Approver).is_some_and(|fact| fact.value.is_empty());
    if blank {
        let place = facts.control(Label::Approver).map(|fact| fact.place.clone()).unwrap_or_default();
        return Some(shortfall(
            entry,
            Code::Unapproved,
            Grade::Minor,
            &place,
            "has an approval field that nobody filled in",
            "Have it approved; record by whom and when.",
        ));
    }
    (strict && !is_approved(facts)).then(|| {
        shortfall(
            entry,
            Code::Unapproved,
            silent,
            &Place::default(),
            "does not show who approved it",
            "Have it approved; record by whom and when.",
        )
    })
}

fn status_says_approved(facts: &Facts) -> bool {
    let status = crate::text::fold(facts.value(Label::Status).unwrap_or_default());
    ["approv", "genehmigt", "freigegeben", "approuve", "aprobad", "aprovad", "goedgekeurd", "承 認", "批 准"]
        .iter()
        .any(|word| status.contains(word))
}

/// Past the review that a document sets itself. An agreement may give several dates, that of its review and
/// that of its end: each counts.
fn overdue(entry: &Entry, needed: Control, as_of: Date) -> Option<Shortfall> {
    let mut reviews = entry.facts.control.iter().filter(|fact| fact.label == Label::NextReview && fact.date.is_some());
    let first = reviews.next()?;
    let past = |fact: &&ControlFact| fact.date.is_some_and(|due| due < as_of);
    let others = reviews.filter(|_| needed == Control::Agreement);
    let review = std::iter::once(first).chain(others).find(past)?;
    let due = review.date?;
    let said = match needed {
        Control::Agreement => format!("ran until {due} or was due for review then"),
        _ => format!("was due for review on {due}"),
    };
    let (says, place) = match &review.from {
        Some(list) => (format!("{said}, as {list} has it ({})", review.place), Place::default()),
        None => (said, review.place.clone()),
    };
    Some(shortfall(entry, Code::ReviewOverdue, Grade::Minor, &place, &says, "Review it and set the next date."))
}

fn shortfall(entry: &Entry, code: Code, grade: Grade, place: &Place, says: &str, remedy: &str) -> Shortfall {
    Shortfall {
        code,
        grade,
        path: Some(entry.path.clone()),
        place: place.clone(),
        says: format!("“{}” {says}", entry.facts.title),
        remedy: remedy.into(),
        waived: None,
    }
}
