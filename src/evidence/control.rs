//! Whether a document that is cited is under control: approved, owned, versioned, not past the review
//! it sets itself (clauses 7.5.2 and 7.5.3).

use super::{Code, Shortfall};
use crate::catalogue::{Control, Grade, Kind, Label};
use crate::document::Place;
use crate::facts::{Facts, State};
use crate::index::Entry;
use jiff::civil::Date;

/// What an auditor would object to in a document's control data. For an activity the text asks for no
/// document, so that what is silently absent is only an opportunity; what is visibly wrong is not.
pub(super) fn shortfalls(entry: &Entry, needed: Control, kind: Kind, as_of: Date) -> Vec<Shortfall> {
    let facts = &entry.facts;
    if needed == Control::None || needed == Control::Record || facts.state.state == State::Record {
        return Vec::new();
    }
    let silent = if kind == Kind::Documented { Grade::Minor } else { Grade::Opportunity };
    let mut found = Vec::new();
    let strict = matches!(needed, Control::Policy | Control::Plan | Control::Agreement);
    found.extend(approval(entry, strict, silent));
    let anybody = [Label::Owner, Label::Author, Label::Approver].iter().any(|label| facts.value(*label).is_some());
    let said_already = strict && facts.control(Label::Approver).is_none();
    if !anybody && !said_already {
        found.push(shortfall(
            entry,
            Code::NoOwner,
            silent,
            &Place::default(),
            "names nobody who answers for it",
            "Name an owner in the document.",
        ));
    }
    let dated = [Label::Version, Label::Date, Label::ApprovedOn, Label::EffectiveOn, Label::ReviewedOn]
        .iter()
        .any(|label| facts.value(*label).is_some());
    if !dated {
        found.push(shortfall(
            entry,
            Code::NoVersion,
            silent,
            &Place::default(),
            "carries neither a version nor a date",
            "Add a version and a date.",
        ));
    }
    found.extend(overdue(entry, as_of));
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
    let says_approved = facts.value(Label::ApprovedOn).is_some() || status_says_approved(facts);
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
    (strict && facts.value(Label::Approver).is_none() && !says_approved).then(|| {
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

fn overdue(entry: &Entry, as_of: Date) -> Option<Shortfall> {
    let review = entry.facts.control(Label::NextReview)?;
    let due = review.date.filter(|due| *due < as_of)?;
    let says = format!("was due for review on {due}");
    Some(shortfall(entry, Code::ReviewOverdue, Grade::Minor, &review.place, &says, "Review it and set the next date."))
}

fn shortfall(entry: &Entry, code: Code, grade: Grade, place: &Place, says: &str, remedy: &str) -> Shortfall {
    Shortfall {
        code,
        grade,
        path: Some(entry.path.clone()),
        place: place.clone(),
        says: format!("“{}” {says}", entry.facts.title),
        remedy: remedy.into(),
    }
}
