//! Which documents may testify to a thing, and which of their sentences do: those of the fitting types
//! first, others that the organisation stands by or that record what happened; none against the document
//! where the matter belongs.

use std::collections::BTreeMap;

use super::{Asker, Side};
use crate::catalogue::{DocumentCheck, Form, Kind, Label, Obligation};
use crate::facts::{Force, LOOSE, NAMED, State, TopicFact};
use crate::index::{self, Entry};

/// Pieces of evidence kept for one topic.
const PIECES: usize = 2;
/// Weight of a sentence that says a thing in its own words.
pub(super) const CLEAR: u8 = 4;
/// Subjects that each management system has for itself: scope, internal audit, management review.
const OWN: [&str; 3] = ["4.3", "9.2", "9.3"];
/// Topics of a type that a document of another name must say clearly to be taken for one.
pub(super) const TREATED: usize = 3;
/// The same of a document that somebody answers for.
const TOUCHED: usize = 2;
/// How sure a type must be where a document is asked for by name.
const NAMED_SO: f32 = 0.6;
/// Days within which a record of another kind may show a thing, where the catalogue sets no limit: a year
/// and the time it takes to write it down.
const RECENT: u32 = 430;

impl<'a> Asker<'a> {
    /// Documents that may show it: those of the listed types first; for an activity also those of the same
    /// subject (a type of the same clauses), for small firms write a thing where it fits them best.
    pub(super) fn usable(
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
            Side::Said if self.is_adjacent(entry) => false,
            Side::Said => {
                let touches = || self.is_about(entry, subject) || self.treats(entry, &check.types, TOUCHED);
                self.known(entry).governed && (obligation.kind == Kind::Activity || touches())
                    || entry.facts.state.state == State::InForce && self.treats(entry, &check.types, TREATED)
                    || obligation.kind == Kind::Activity && self.is_about(entry, subject)
            }
            // What one meeting or one audit is to show, another report does not show in passing.
            Side::Shown => {
                self.is_record(entry, check) && (!OWN.contains(&subject) || self.treats(entry, &check.types, TREATED))
            }
        };
        let is_other_type = |entry: &&Entry| index::confidence(&entry.facts, &check.types).is_none();
        // What is told by a look at the document alone is asked first: there are many documents.
        let others = self.index.documents.iter().filter(is_kin).filter(is_other_type);
        usable.extend(others.filter(|entry| self.is_usable(obligation, entry, check, side)));
        usable
    }

    /// Whether a document says clearly much of what belongs to one of the types, whatever it is called: "When
    /// things break" may be the incident procedure.
    pub(super) fn treats(&self, entry: &Entry, types: &[String], least: usize) -> bool {
        let known = self.known(entry);
        types.iter().any(|id| {
            let clear = known.clear(id);
            let belonging = || self.catalogue.documents.get(id).map(|document| document.topics.len());
            clear >= least && belonging().is_some_and(|topics| clear * 3 >= topics)
        })
    }

    /// A dated record of whatever kind: what minutes say was done shows it, if they say it clearly.
    fn is_record(&self, entry: &Entry, check: &DocumentCheck) -> bool {
        let within = check.within_days.map_or(RECENT, |days| days.min(RECENT));
        let is_recent = entry.facts.day(self.as_of).is_some_and(|date| self.is_within(date, Some(within)));
        is_recent && (self.is_of_records(entry) || entry.facts.state.state == State::Record && names_a_year(entry))
    }

    /// Of a kind that tells what happened.
    pub(super) fn is_of_records(&self, entry: &Entry) -> bool {
        self.known(entry).form == Some(Form::Record)
    }

    /// Whether a taken type of a document bears on clauses of a subject.
    pub(super) fn is_about(&self, entry: &Entry, subject: &str) -> bool {
        self.known(entry).is_about(subject)
    }

    pub(super) fn is_usable(&self, obligation: &Obligation, entry: &Entry, check: &DocumentCheck, side: Side) -> bool {
        // What another management system says may show an activity here; its documents and records are its own.
        let record = side == Side::Shown
            || entry.facts.state.state == State::Record
            || entry.facts.control(Label::Date).is_some_and(|fact| fact.from.is_none());
        let shared = obligation.kind == Kind::Activity && !OWN.contains(&subject(&obligation.id));
        let own = (!record && shared) || !self.is_adjacent(entry);
        let day = entry.facts.day(self.as_of);
        let recent =
            side == Side::Said || day.is_none_or(|day| self.is_recent(obligation, entry, day, check.within_days));
        index::counts(&entry.facts) && own && recent && !self.is_other(entry)
    }

    /// Of another management system.
    pub(super) fn is_adjacent(&self, entry: &Entry) -> bool {
        self.known(entry).adjacent
    }

    /// Of a kind that is never evidence.
    pub(super) fn is_other(&self, entry: &Entry) -> bool {
        self.known(entry).form == Some(Form::Other)
    }

    /// Sentences that commit to a topic, in documents of a fitting type only: what another document
    /// happens to say in passing is no evidence an auditor would take.
    pub(super) fn covered(
        &self,
        obligation: &Obligation,
        check: &DocumentCheck,
        side: Side,
        topic: &str,
        usable: &[&'a Entry],
    ) -> Vec<(&'a Entry, &'a TopicFact)> {
        let subject = subject(&obligation.id);
        let said = self.said_on(check, topic);
        // A row of a list counts in a document of the right type; elsewhere it is about something else. So is
        // what another record says in passing.
        let fits = |entry: &Entry, fact: &TopicFact| {
            let is_about =
                || side == Side::Said && (self.is_about(entry, subject) || self.treats(entry, &check.types, TREATED));
            let clear = fact.weight >= CLEAR || !fact.only_rows && is_about();
            let fitting = clear || index::confidence(&entry.facts, &check.types).is_some();
            // Words of the matter without a whole pattern of it count where the matter belongs only.
            let plain = fact.weight > LOOSE || fact.weight == LOOSE && self.is_home(check, Some(topic), entry);
            fitting && (plain || side == Side::Shown)
        };
        let of = |entry: &&'a Entry| {
            let facts = said.get(entry.path.as_str())?;
            let mut commits = facts.iter().filter(|fact| fact.force == Force::Commits && !is_denied(facts, fact));
            commits.find(|fact| fits(entry, fact)).map(|fact| (*entry, *fact))
        };
        let (fitting, kin): (Vec<&'a Entry>, Vec<&'a Entry>) =
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
    pub(super) fn is_outweighed(
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
        // What the text asks for by name stands in that document: the empty form of it outweighs what others say.
        let empty_form = || {
            let first = check.types.first();
            let named = |entry: &Entry| is_named(entry, first);
            let is_form = |entry: &&Entry| entry.facts.state.state == State::Template && named(entry);
            obligation.kind == Kind::Documented
                && candidates.iter().any(is_form)
                && !candidates.iter().any(|entry| index::counts(&entry.facts) && named(entry))
        };
        if side == Side::Said && (empty_form() || !at_home && best < CLEAR && invalid()) {
            return true;
        }
        if !at_home && self.facts_on_type(check).next().is_some() {
            return true;
        }
        let subject = subject(&obligation.id);
        let mut against = self.facts_on(check, topic).filter(|(entry, _)| {
            index::counts(&entry.facts)
                && !self.is_other(entry)
                && (index::confidence(&entry.facts, &check.types).is_some() || self.is_about(entry, subject))
        });
        against.any(|(_, fact)| match fact.force {
            _ if fact.weight <= NAMED => false,
            Force::Negates => fact.weight > best || !at_home && fact.weight == best,
            Force::Promises => !at_home && fact.weight >= best,
            _ => false,
        })
    }

    /// What each document says on a topic, by path, the clearest first.
    fn said_on(&self, check: &DocumentCheck, topic: &str) -> BTreeMap<&'a str, Vec<&'a TopicFact>> {
        let mut said: BTreeMap<&str, Vec<&TopicFact>> = BTreeMap::new();
        self.facts_on(check, topic).for_each(|(entry, fact)| said.entry(&entry.path).or_default().push(fact));
        said
    }

    /// What documents deny or announce of the first type asked for as a whole: "there is no capacity plan".
    pub(super) fn facts_on_type(
        &self,
        check: &DocumentCheck,
    ) -> impl Iterator<Item = (&'a Entry, &'a TopicFact)> + use<'a> {
        let index = self.index;
        let found = check.types.first().and_then(|id| self.topics.get(&(id.as_str(), ""))).into_iter().flatten();
        let said = found.map(move |(number, fact)| (&index.documents[*number], *fact));
        let said: Vec<_> = said
            .filter(|(entry, fact)| {
                let state = entry.facts.state.state;
                index::counts(&entry.facts)
                    || fact.force == Force::Promises && state != State::Foreign && state != State::Superseded
            })
            .collect();
        said.into_iter()
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
}

/// Whether a document denies or only announces what a sentence of it says, more clearly or more often: it is
/// no witness for it then.
fn is_denied(said: &[&TopicFact], commits: &TopicFact) -> bool {
    let strength = |fact: &TopicFact| (fact.weight, fact.count);
    let denials = said.iter().filter(|fact| matches!(fact.force, Force::Negates | Force::Promises));
    // What names a matter only explains a silence; it stands against a row of a case, not against a sentence.
    let mut denials = denials.filter(|fact| fact.weight > NAMED || commits.weight < LOOSE);
    denials.any(|fact| strength(fact) >= strength(commits))
}

/// A document that somebody answers for and that is versioned, approved or dated: what it says clearly, it
/// says for the organisation, whatever it is called.
pub(super) fn is_governed(entry: &Entry) -> bool {
    // Git keeps notes and drafts alike: what it alone tells governs nothing.
    let has = |labels: &[Label]| labels.iter().any(|label| entry.facts.written(*label).is_some());
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

/// Whether a document is surely of a type: named so, or most of what belongs to it is there.
pub(super) fn is_named(entry: &Entry, id: Option<&String>) -> bool {
    entry.facts.kinds.iter().any(|kind| Some(&kind.id) == id && kind.confidence >= NAMED_SO)
}

/// The part of a clause number that names a subject: `8.6` of `8.6.2/1`, `6.1` of `6.1.2`; one part more
/// where a clause joins what different people do (customers and suppliers, changes and projects).
pub(super) fn subject(clause: &str) -> &str {
    let number = clause.split('/').next().unwrap_or(clause);
    let joins = ["8.3.", "8.5.", "8.7."].iter().any(|joining| number.starts_with(joining));
    let end = number.match_indices('.').nth(if joins { 2 } else { 1 }).map_or(number.len(), |(at, _)| at);
    &number[..end]
}
