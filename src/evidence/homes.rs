//! That a clause's own paper is overdue for review is told in that clause, also where records show all that it asks
//! for: an overdue procedure stays overdue though the register is kept.

use super::{Asker, Code, Finding, Shortfall, control, judge};
use crate::catalogue::{Control, DocumentType, Form, Grade, Kind};
use crate::facts::State;
use crate::index::{self, Entry};

/// Clauses of a paper that is about a matter; a manual is about all.
const FEW: usize = 3;

/// Adds that a paper is overdue for review to the weightiest duty of its clauses.
pub(super) fn tell(asker: &Asker<'_>, findings: &mut [Finding]) {
    for entry in &asker.index.documents {
        let Some(kind) = own_type(asker, entry) else { continue };
        for objection in objections(asker, entry, kind.control) {
            for clause in &kind.clauses {
                add(asker, findings, clause, &objection);
            }
        }
    }
}

/// What a rule or plan that counts is, where it belongs to few clauses.
fn own_type<'a>(asker: &Asker<'a>, entry: &Entry) -> Option<&'a DocumentType> {
    let first = entry.facts.kinds.first().filter(|kind| kind.confidence >= index::TAKEN)?;
    let kind = asker.catalogue.documents.get(&first.id)?;
    let is_rule =
        kind.form == Form::Document && matches!(kind.control, Control::Policy | Control::Plan | Control::Procedure);
    let counts = index::counts(&entry.facts) && entry.facts.state.state != State::Record && !asker.is_other(entry);
    (is_rule && counts && kind.clauses.len() <= FEW).then_some(kind)
}

/// That it is past its own review date. Whether it had to be approved is asked of what is cited for a duty only: a
/// paper may be of several kinds, and the first is not always the one that rules.
fn objections(asker: &Asker<'_>, entry: &Entry, needed: Control) -> impl Iterator<Item = Shortfall> {
    let all = control::shortfalls(entry, needed, Kind::Activity, asker.habits, asker.as_of);
    all.into_iter().filter(|each| each.code == Code::ReviewOverdue && each.grade >= Grade::Minor)
}

fn add(asker: &Asker<'_>, findings: &mut [Finding], clause: &str, objection: &Shortfall) {
    let is_it =
        |known: &Shortfall| known.code == objection.code && known.path == objection.path && known.grade >= Grade::Minor;
    let of_clause = || findings.iter().filter(|finding| finding.clause == clause);
    if of_clause().flat_map(|finding| &finding.shortfalls).any(is_it) {
        return;
    }
    let Some(clause) = asker.catalogue.clause(clause) else { return };
    let heaviest = clause.obligations.iter().map(|obligation| obligation.weight).max();
    let first = clause.obligations.iter().find(|obligation| Some(obligation.weight) == heaviest);
    let finding = findings.iter_mut().find(|finding| first.is_some_and(|first| first.id == finding.obligation));
    if let Some(finding) = finding {
        judge::object(finding, objection.clone());
    }
}
