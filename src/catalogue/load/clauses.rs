//! Clauses and obligations.

use serde_saphyr::Spanned;

use super::Loader;
use crate::catalogue::files::File;
use crate::catalogue::written;
use crate::catalogue::{Check, Clause, Kind, Obligation, Parties, Rung};

impl Loader {
    pub(super) fn clauses(&mut self, file: &File, clauses: Vec<written::Clause>) {
        for clause in clauses {
            let clause = self.clause(file, clause);
            self.catalogue.clauses.push(clause);
        }
        self.catalogue.clauses.sort_by_key(|clause| number_key(&clause.clause));
    }

    fn clause(&mut self, file: &File, written: written::Clause) -> Clause {
        let number = written.clause.value.clone();
        if self.catalogue.clauses.iter().any(|clause| clause.clause == number) {
            self.error(file, &written.clause, format!("clause `{number}` is there twice"), "merge the two");
        }
        let parties = written.parties.unwrap_or_default();
        let obligations = written.obligations.into_iter();
        let obligations = obligations.map(|obligation| self.obligation(file, &number, parties, obligation)).collect();
        Clause { clause: number, title: written.title, parties, note: written.note, obligations }
    }

    pub(super) fn obligation(
        &mut self,
        file: &File,
        clause: &str,
        parties: Parties,
        written: written::Obligation,
    ) -> Obligation {
        let id = written.id.value.clone();
        if !id.strip_prefix(clause).is_some_and(|rest| rest.starts_with('/')) {
            self.error(
                file,
                &written.id,
                format!("obligation `{id}` stands under clause `{clause}`"),
                "an id is clause/number+letter",
            );
        }
        if let Some(elsewhere) = self.obligations.insert(id.clone(), file.shown.clone()) {
            self.error(
                file,
                &written.id,
                format!("obligation `{id}` is there twice"),
                &format!("the other is in {elsewhere}"),
            );
        }
        self.weight(file, &written.id, written.weight);
        if written.evidence.is_empty() {
            self.error(
                file,
                &written.id,
                format!("obligation `{id}` names no evidence"),
                "where only asking shows it, write `- ask: …`",
            );
        }
        let usual_days = self.usual(file, &written);
        let evidence: Vec<Check> = written.evidence.into_iter().map(|check| self.check(file, check)).collect();
        let needs = written.needs.unwrap_or_else(|| default_rung(written.kind, &evidence));
        Obligation {
            id,
            asks: written.asks,
            kind: written.kind,
            basis: written.basis,
            needs,
            weight: written.weight,
            interval: written.interval,
            usual_days,
            parties: written.parties.unwrap_or(parties),
            no_occurrence: written.no_occurrence,
            sums_up: written.sums_up,
            evidence,
            remedy: written.remedy,
            ask: written.ask,
            sample: written.sample,
            good: written.good,
        }
    }

    /// Advice on how often belongs only where the text leaves the choice.
    fn usual(&mut self, file: &File, written: &written::Obligation) -> Option<u32> {
        let usual = written.usual.as_ref()?;
        if !written.interval {
            let hint = "only an obligation with `interval: true` leaves the choice";
            self.error(file, usual, "`usual` stands where no interval is asked for".into(), hint);
        }
        self.within(file, written.usual.clone())
    }

    pub(super) fn weight<T>(&mut self, file: &File, at: &Spanned<T>, weight: u8) {
        if !(1..=3).contains(&weight) {
            let message = format!("weight {weight} is not 1, 2 or 3");
            self.error(file, at, message, "1 detail, 2 normal, 3 the clause stands or falls with it");
        }
    }
}

/// The rung an obligation needs where the catalogue does not say: a required document must be under
/// control; a record, and an activity that leaves records, must be seen to happen (DESIGN §3).
fn default_rung(kind: Kind, evidence: &[Check]) -> Rung {
    match kind {
        Kind::Documented => Rung::Controlled,
        Kind::Record => Rung::Practised,
        Kind::Activity if evidence.iter().any(shows) => Rung::Practised,
        Kind::Activity => Rung::Documented,
    }
}

fn shows(check: &Check) -> bool {
    match check {
        Check::Record(_) | Check::Register(_) => true,
        Check::Any(checks) => checks.iter().any(shows),
        Check::Document(_) | Check::Ask(_) => false,
    }
}

/// Sorts `8.10` behind `8.9`.
pub(super) fn number_key(clause: &str) -> Vec<u32> {
    clause.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}
