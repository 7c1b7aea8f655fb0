//! Checks on documents: what policies, plans and procedures say, and what dated records in prose show.

use super::{Asker, Code, Evidence, LookedFor, Met, Outcome, Shortfall, Side, control};
use crate::catalogue::{Control, DocumentCheck, Form, Grade, Kind, Label, Obligation, Rung};
use crate::document::Place;
use crate::facts::{Force, LOOSE, State, TopicFact};
use crate::index::{self, Entry};

/// Candidates shown to a reader.
const CANDIDATES: usize = 8;
/// Pieces of evidence kept for one topic.
const PIECES: usize = 2;
/// Weight of a sentence that says a thing in its own words.
const CLEAR: u8 = 5;
/// Days within which a record of another kind may show a thing, where the catalogue sets no limit: a year
/// and the time it takes to write it down.
const RECENT: u32 = 430;
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

    /// Documents that may show it: those of the listed types first; for an activity also those of the same
    /// subject (a type of the same clauses), for small firms write a thing where it fits them best.
    fn usable(
        &self,
        obligation: &Obligation,
        check: &DocumentCheck,
        side: Side,
        candidates: &[&'a Entry],
    ) -> Vec<&'a Entry> {
        let mut usable: Vec<&Entry> =
            candidates.iter().copied().filter(|entry| self.is_usable(obligation, entry, check, side)).collect();
        if check.topics.is_empty() {
            return usable;
        }
        let subject = subject(&obligation.id);
        let is_kin = |entry: &&Entry| match side {
            Side::Said if entry.facts.state.state == State::Record || self.is_of_records(entry) => false,
            Side::Said => is_governed(entry) || obligation.kind == Kind::Activity && self.is_about(entry, subject),
            Side::Shown => self.is_record(entry, check),
        };
        let others =
            self.index.documents.iter().filter(|entry| index::confidence(&entry.facts, &check.types).is_none());
        usable.extend(others.filter(is_kin).filter(|entry| self.is_usable(obligation, entry, check, side)));
        usable
    }

    /// A dated record of whatever kind: what minutes say was done shows it, if they say it clearly.
    fn is_record(&self, entry: &Entry, check: &DocumentCheck) -> bool {
        let within = check.within_days.map_or(RECENT, |days| days.min(RECENT));
        let is_recent = entry.facts.date.is_some_and(|date| self.is_recent(date, Some(within)));
        is_recent && (self.is_of_records(entry) || entry.facts.state.state == State::Record && names_a_year(entry))
    }

    /// Of a kind that tells what happened.
    fn is_of_records(&self, entry: &Entry) -> bool {
        index::form(&entry.facts, self.catalogue) == Some(Form::Record)
    }

    /// Whether a taken type of a document bears on clauses of a subject.
    pub(super) fn is_about(&self, entry: &Entry, subject: &str) -> bool {
        let taken = entry.facts.kinds.iter().filter(|kind| kind.confidence >= index::TAKEN);
        let types = taken.filter_map(|kind| self.catalogue.documents.get(&kind.id));
        let mut types = types.filter(|document| document.form == Form::Document);
        types.any(|document| document.clauses.iter().any(|clause| self::subject(clause) == subject))
    }

    pub(super) fn is_usable(&self, obligation: &Obligation, entry: &Entry, check: &DocumentCheck, side: Side) -> bool {
        // What another management system says may show an activity here; its documents and records are its own.
        let record = side == Side::Shown
            || entry.facts.state.state == State::Record
            || entry.facts.control(Label::Date).is_some();
        let own = (!record && obligation.kind == Kind::Activity) || !self.is_adjacent(entry);
        let recent = side == Side::Said || entry.facts.date.is_none_or(|date| self.is_recent(date, check.within_days));
        index::counts(&entry.facts) && own && recent && !self.is_other(entry)
    }

    /// Of another management system.
    pub(super) fn is_adjacent(&self, entry: &Entry) -> bool {
        let taken = entry.facts.kinds.iter().filter(|kind| kind.confidence >= index::TAKEN);
        taken.filter_map(|kind| self.catalogue.documents.get(&kind.id)).any(|document| document.form == Form::Adjacent)
    }

    /// Of a kind that is never evidence.
    pub(super) fn is_other(&self, entry: &Entry) -> bool {
        index::form(&entry.facts, self.catalogue) == Some(Form::Other)
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
            outcome.shortfalls.push(self.why_not(obligation, check, side, None, candidates));
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
                outcome.shortfalls.push(self.why_not(obligation, check, side, Some(topic), candidates));
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

    /// Sentences that commit to a topic, in documents of a fitting type only: what another document
    /// happens to say in passing is no evidence an auditor would take.
    fn covered(
        &self,
        obligation: &Obligation,
        check: &DocumentCheck,
        side: Side,
        topic: &str,
        usable: &[&'a Entry],
    ) -> Vec<(&'a Entry, &'a TopicFact)> {
        let subject = subject(&obligation.id);
        let commits: Vec<_> = self
            .facts_on(check, topic)
            .filter(|(entry, fact)| fact.force == Force::Commits && !self.is_denied(check, topic, entry, fact))
            .collect();
        // A row of a list counts in a document of the right type; elsewhere it is about something else. So is
        // what another record says in passing.
        let fits = |entry: &Entry, fact: &TopicFact| {
            let is_about = || side == Side::Said && self.is_about(entry, subject);
            let clear = !fact.only_rows && (fact.weight >= CLEAR || is_about());
            let fitting = clear || index::confidence(&entry.facts, &check.types).is_some();
            // Words of the matter without a whole pattern of it count where the matter belongs only.
            let plain = fact.weight > LOOSE || fact.weight == LOOSE && self.is_home(check, Some(topic), entry);
            fitting && (plain || side == Side::Shown)
        };
        let of = |entry: &&Entry| {
            commits.iter().find(|(other, fact)| other.path == entry.path && fits(other, fact)).copied()
        };
        let (fitting, kin): (Vec<&Entry>, Vec<&Entry>) =
            usable.iter().partition(|entry| index::confidence(&entry.facts, &check.types).is_some());
        let mut found: Vec<_> = fitting.iter().filter_map(of).collect();
        if found.is_empty() {
            found = kin.iter().filter_map(of).collect();
        }
        // Where it belongs before where it also stands, the clearest sentence first.
        found.sort_by_key(|(entry, fact)| std::cmp::Reverse((self.is_home(check, Some(topic), entry), fact.weight)));
        found.truncate(PIECES);
        found
    }

    /// Whether a document is of the first type asked for, or of one that the topic is defined by: the place
    /// where the matter belongs.
    pub(super) fn is_home(&self, check: &DocumentCheck, topic: Option<&str>, entry: &Entry) -> bool {
        let defines = |id: &str| {
            let document = self.catalogue.documents.get(id);
            topic.is_some_and(|topic| document.is_some_and(|document| document.topics.contains_key(topic)))
        };
        let mut taken = entry.facts.kinds.iter().filter(|kind| kind.confidence >= index::TAKEN);
        taken.any(|kind| check.types.first() == Some(&kind.id) || check.types.contains(&kind.id) && defines(&kind.id))
    }

    /// Whether what was found elsewhere does not stand against the document where the matter belongs: that
    /// one is a draft, withdrawn, another's or not filled in, or a document denies or only announces the thing.
    fn is_outweighed(
        &self,
        obligation: &Obligation,
        check: &DocumentCheck,
        side: Side,
        topic: &str,
        candidates: &[&Entry],
        found: &[(&Entry, &TopicFact)],
    ) -> bool {
        let best = found.iter().map(|(_, fact)| fact.weight).max().unwrap_or_default();
        let at_home = found.iter().any(|(entry, _)| self.is_home(check, Some(topic), entry));
        let invalid = || {
            candidates.iter().any(|entry| {
                matches!(entry.facts.state.state, State::Draft | State::Superseded | State::Template)
                    && self.is_home(check, Some(topic), entry)
            })
        };
        if !at_home && best < CLEAR && side == Side::Said && invalid() {
            return true;
        }
        let subject = subject(&obligation.id);
        let mut against = self.facts_on(check, topic).filter(|(entry, _)| {
            index::counts(&entry.facts)
                && !self.is_other(entry)
                && (index::confidence(&entry.facts, &check.types).is_some() || self.is_about(entry, subject))
        });
        against.any(|(_, fact)| match fact.force {
            Force::Negates => fact.weight > best || !at_home && fact.weight == best,
            Force::Promises => !at_home && fact.weight >= best,
            _ => false,
        })
    }

    /// Whether the same document denies or only announces what a sentence of it says, more clearly or more
    /// often: it is no witness for it then.
    fn is_denied(&self, check: &DocumentCheck, topic: &str, entry: &Entry, commits: &TopicFact) -> bool {
        let strength = |fact: &TopicFact| (fact.weight, fact.count);
        let mut others = self.facts_on(check, topic).filter(|(other, _)| other.path == entry.path);
        others.any(|(_, fact)| {
            matches!(fact.force, Force::Negates | Force::Promises) && strength(fact) >= strength(commits)
        })
    }

    /// All that documents say on a topic, in the words of any of the listed types.
    pub(super) fn facts_on(
        &self,
        check: &DocumentCheck,
        topic: &str,
    ) -> impl Iterator<Item = (&'a Entry, &'a TopicFact)> + use<'a> {
        let index = self.index;
        let mut found: Vec<(usize, &TopicFact)> =
            check.types.iter().filter_map(|id| self.topics.get(&(id.as_str(), topic))).flatten().copied().collect();
        found.sort_by_key(|(number, fact)| (*number, std::cmp::Reverse((fact.weight, fact.count))));
        found.into_iter().map(move |(number, fact)| (&index.documents[number], fact))
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
        let needed = index::control_needed(&entry.facts, self.catalogue, &check.types);
        let objections = control::shortfalls(entry, needed, obligation.kind, self.habits, self.as_of);
        let rung = if control::is_controlled(&objections) { Rung::Controlled } else { Rung::Documented };
        (rung, objections)
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
        }
    }
}

/// A document that somebody answers for and that is versioned, approved or dated: what it says clearly, it
/// says for the organisation, whatever it is called.
fn is_governed(entry: &Entry) -> bool {
    let has = |labels: &[Label]| labels.iter().any(|label| entry.facts.value(*label).is_some());
    has(&[Label::Owner, Label::Author, Label::Approver])
        && has(&[Label::Version, Label::ApprovedOn, Label::NextReview, Label::EffectiveOn, Label::ReviewedOn])
}

/// "CR CAB 2026-10-08": minutes and reports bear the day in their name.
fn names_a_year(entry: &Entry) -> bool {
    let digits = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit())
            .any(|number| matches!(number.len(), 4 | 8) && number.starts_with("20"))
    };
    digits(&entry.path) || digits(&entry.facts.title)
}

/// The part of a clause number that names a subject: `8.5` of `8.5.1.3/2`, `6.1` of `6.1.2`.
pub(super) fn subject(clause: &str) -> &str {
    let number = clause.split('/').next().unwrap_or(clause);
    let end = number.match_indices('.').nth(1).map_or(number.len(), |(at, _)| at);
    &number[..end]
}
