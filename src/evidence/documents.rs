//! Checks on documents: what policies, plans and procedures say, and what dated records in prose show.

use super::candidates::TREATED;
use super::{Asker, Code, Evidence, LookedFor, Met, Outcome, Shortfall, Side, control};
use crate::catalogue::{Control, DocumentCheck, Grade, Obligation, Rung};
use crate::document::Place;
use crate::facts::Force;
use crate::index::{self, Entry};

/// Candidates shown to a reader.
const CANDIDATES: usize = 8;
/// Agreements looked at one by one.
const AGREEMENTS: usize = 100;
/// Words below which a document says too little to be anything.
const SUBSTANCE: u32 = 25;

/// A sentence that is cited.
struct Cited<'a> {
    entry: &'a Entry,
    place: Place,
    quote: String,
    /// Whether the matter belongs there.
    home: bool,
}

impl<'a> Asker<'a> {
    pub(super) fn documents(&self, obligation: &Obligation, check: &DocumentCheck, side: Side) -> Outcome {
        let candidates = self.index.of_types(&check.types);
        let usable = self.usable(obligation, check, side, &candidates);
        let mut outcome = Outcome { side: Some(side), ..Outcome::default() };
        outcome.looked_for = LookedFor {
            types: check.types.clone(),
            topics: check.topics.clone(),
            candidates: candidates.iter().take(CANDIDATES).map(|entry| entry.path.clone()).collect(),
        };
        if check.topics.is_empty() {
            self.whole(obligation, check, side, &candidates, &usable, &mut outcome);
        } else {
            self.by_topic(obligation, check, side, &candidates, &usable, &mut outcome);
        }
        if side == Side::Said && outcome.met > Met::Not {
            self.other_agreements(obligation, check, &usable, &mut outcome);
        }
        outcome
    }

    /// One policy is enough; of agreements each has to be in order, for each binds another party.
    fn other_agreements(
        &self,
        obligation: &Obligation,
        check: &DocumentCheck,
        usable: &[&Entry],
        outcome: &mut Outcome,
    ) {
        let first = &check.types[..check.types.len().min(1)];
        let agreements = usable.iter().filter(|entry| {
            index::confidence(&entry.facts, first).is_some()
                && index::control_needed(&entry.facts, self.catalogue, first) == Control::Agreement
        });
        for entry in agreements.take(AGREEMENTS) {
            let objections = control::shortfalls(entry, Control::Agreement, obligation.kind, self.habits, self.as_of);
            for objection in objections.into_iter().filter(|objection| objection.grade >= Grade::Minor) {
                if !outcome.shortfalls.contains(&objection) {
                    outcome.shortfalls.push(objection);
                }
            }
        }
    }

    /// No topics: a filled-in document of the type is what is asked.
    fn whole(
        &self,
        obligation: &Obligation,
        check: &DocumentCheck,
        side: Side,
        candidates: &[&Entry],
        usable: &[&Entry],
        outcome: &mut Outcome,
    ) {
        let filled = usable.iter().find(|entry| entry.facts.words >= SUBSTANCE || !entry.facts.registers.is_empty());
        let Some(entry) = filled else {
            outcome.shortfalls.extend(self.why_not(obligation, check, side, None, candidates));
            outcome.reached = if candidates.is_empty() { Rung::Absent } else { Rung::Mentioned };
            return;
        };
        outcome.met = Met::Full;
        let quote = entry
            .facts
            .topics
            .iter()
            .find(|fact| fact.force == Force::Commits)
            .map_or_else(|| entry.facts.title.clone(), |fact| fact.quote.clone());
        let place = entry
            .facts
            .topics
            .iter()
            .find(|fact| fact.force == Force::Commits)
            .map(|fact| fact.place.clone())
            .unwrap_or_default();
        self.cite(obligation, check, side, vec![Cited { entry, place, quote, home: true }], outcome);
    }

    fn by_topic(
        &self,
        obligation: &Obligation,
        check: &DocumentCheck,
        side: Side,
        candidates: &[&Entry],
        usable: &[&Entry],
        outcome: &mut Outcome,
    ) {
        let mut covered = 0;
        let mut in_part = false;
        for topic in &check.topics {
            let found = self.covered(obligation, check, side, topic, usable);
            if found.is_empty() || self.is_outweighed(obligation, check, side, topic, candidates, &found) {
                outcome.shortfalls.extend(self.why_not(obligation, check, side, Some(topic), candidates));
                continue;
            }
            covered += 1;
            let adjacent = found.iter().all(|(entry, _)| self.is_adjacent(entry));
            in_part |= adjacent;
            if adjacent {
                outcome.shortfalls.push(self.other_system(obligation, check, topic, found[0].0));
            }
            let cited = found.into_iter().map(|(entry, fact)| Cited {
                entry,
                place: fact.place.clone(),
                quote: fact.quote.clone(),
                home: self.is_home(check, Some(topic), entry),
            });
            self.cite(obligation, check, side, cited.collect(), outcome);
        }
        outcome.met = match covered {
            0 => Met::Not,
            _ if covered == check.topics.len() && !in_part => Met::Full,
            _ => Met::Part,
        };
        if covered == 0 {
            let mentioned = check.topics.iter().any(|topic| self.facts_on(check, topic).next().is_some());
            outcome.reached = if mentioned || !candidates.is_empty() { Rung::Mentioned } else { Rung::Absent };
        }
    }

    /// Cites the sentences that say one thing. The best controlled of the documents where it belongs carries
    /// it; what is wrong with the others does not matter where one is in order.
    fn cite(
        &self,
        obligation: &Obligation,
        check: &DocumentCheck,
        side: Side,
        found: Vec<Cited<'_>>,
        outcome: &mut Outcome,
    ) {
        let judged = found.into_iter().map(|cited| {
            let (rung, objections) = self.rung_of(obligation, check, side, cited.entry);
            (rung, objections, cited)
        });
        let mut judged: Vec<_> = judged.collect();
        judged.sort_by_key(|(rung, _, cited)| std::cmp::Reverse((cited.home, *rung)));
        for (number, (rung, objections, cited)) in judged.into_iter().enumerate() {
            if number == 0 {
                outcome.reached = if outcome.evidence.is_empty() { rung } else { outcome.reached.min(rung) };
                for objection in objections {
                    if !outcome.shortfalls.contains(&objection) {
                        outcome.shortfalls.push(objection);
                    }
                }
            }
            outcome.evidence.push(Evidence {
                path: cited.entry.path.clone(),
                place: cited.place,
                quote: cited.quote,
                rung,
            });
        }
    }

    /// The rung a document lifts what it says to, and what an auditor would object to in it.
    fn rung_of(
        &self,
        obligation: &Obligation,
        check: &DocumentCheck,
        side: Side,
        entry: &Entry,
    ) -> (Rung, Vec<Shortfall>) {
        if side == Side::Shown {
            return (Rung::Practised, Vec::new());
        }
        let needed = match index::control_needed(&entry.facts, self.catalogue, &check.types) {
            // Whatever it is called: what serves as the policy is to be approved as one.
            Control::None if self.treats(entry, &check.types, TREATED) => {
                let first = check.types.first().and_then(|id| self.catalogue.documents.get(id));
                first.map_or(Control::None, |document| document.control)
            }
            needed => needed,
        };
        let mut objections = control::shortfalls(entry, needed, obligation.kind, self.habits, self.as_of);
        if !self.is_at_home(entry, obligation) {
            // An overdue policy is one nonconformity, where the policy is asked for; elsewhere it is worth knowing.
            objections.iter_mut().for_each(|objection| objection.grade = Grade::Opportunity);
        }
        let rung = if control::is_controlled(&objections) { Rung::Controlled } else { Rung::Documented };
        (rung, objections)
    }

    /// Whether the clause is one that a type of the document belongs to.
    fn is_at_home(&self, entry: &Entry, obligation: &Obligation) -> bool {
        let types = entry.facts.kinds.iter().filter_map(|kind| self.catalogue.documents.get(&kind.id));
        let mut clauses = types.flat_map(|document| &document.clauses).peekable();
        clauses.peek().is_none()
            || clauses.any(|clause| {
                obligation.id.strip_prefix(clause.as_str()).is_some_and(|rest| rest.starts_with(['/', '.']))
            })
    }

    fn other_system(&self, obligation: &Obligation, check: &DocumentCheck, topic: &str, entry: &Entry) -> Shortfall {
        let about = self.catalogue.topic_says(&check.types, topic).unwrap_or(&obligation.asks);
        Shortfall {
            code: Code::TopicMissing,
            grade: Grade::Minor,
            path: Some(entry.path.clone()),
            place: Place::default(),
            says: format!(
                "“{}” speaks for another management system; for service management nothing says {about}",
                entry.facts.title
            ),
            remedy: obligation.remedy.clone(),
            waived: None,
        }
    }
}
