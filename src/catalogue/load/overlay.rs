//! A user's overlay: obligations and weights laid over a catalogue without forking it.

use super::Loader;
use super::clauses::number_key;
use crate::catalogue::files::File;
use crate::catalogue::written::{self, OverlayClause};
use crate::catalogue::{Clause, Obligation};

impl Loader {
    pub(super) fn overlay(&mut self, file: &File, written: written::Overlay) {
        for clause in written.clauses {
            self.lay_clause(file, clause);
        }
        self.catalogue.clauses.sort_by_key(|clause| number_key(&clause.clause));
        for (id, weight) in written.weights {
            self.weight(file, &weight, weight.value);
            match self.find(&id) {
                Some(obligation) => {
                    obligation.weight = weight.value;
                    self.weighed.insert(id);
                }
                None => self.error(
                    file,
                    &weight,
                    format!("obligation `{id}` does not exist"),
                    "a weight is given to an obligation of the catalogue or of this overlay",
                ),
            }
        }
    }

    fn find(&mut self, id: &str) -> Option<&mut Obligation> {
        let mut obligations = self.catalogue.clauses.iter_mut().flat_map(|clause| &mut clause.obligations);
        obligations.find(|obligation| obligation.id == id)
    }

    /// More obligations for a clause, or a clause of the user's own.
    fn lay_clause(&mut self, file: &File, written: OverlayClause) {
        let number = written.clause.value.clone();
        let at = self.catalogue.clauses.iter().position(|clause| clause.clause == number);
        if at.is_none() && written.title.is_none() {
            let message = format!("clause `{number}` is new and has no title");
            self.error(file, &written.clause, message, "check the number, or give the new clause a title");
        }
        let known = at.map(|at| self.catalogue.clauses[at].parties);
        let parties = written.parties.or(known).unwrap_or_default();
        let mut laid = Vec::new();
        for obligation in written.obligations {
            // Replacing one that stands elsewhere is what an overlay is for; twice in one overlay is a mistake.
            if self.obligations.get(&obligation.id.value).is_some_and(|elsewhere| *elsewhere != file.shown) {
                self.obligations.remove(&obligation.id.value);
            }
            laid.push(self.obligation(file, &number, parties, obligation));
        }
        self.catalogue.added.extend(laid.iter().map(|obligation| obligation.id.clone()));
        let at = at.unwrap_or_else(|| {
            let title = String::new();
            self.catalogue.clauses.push(Clause { clause: number, title, parties, note: None, obligations: Vec::new() });
            self.catalogue.clauses.len() - 1
        });
        let clause = &mut self.catalogue.clauses[at];
        clause.title = written.title.unwrap_or_else(|| std::mem::take(&mut clause.title));
        clause.note = written.note.or_else(|| clause.note.take());
        for obligation in laid {
            match clause.obligations.iter_mut().find(|known| known.id == obligation.id) {
                Some(known) => *known = obligation,
                None => clause.obligations.push(obligation),
            }
        }
    }
}
