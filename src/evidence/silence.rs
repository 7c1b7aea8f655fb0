//! Why nothing that counts says a thing: it is denied, a draft says it, it is only announced, another
//! organisation says it, a fitting document is silent on it, or there is no such document. The reason
//! closest to being mended comes first.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::candidates::{is_named, subject};
use super::{Asker, Code, Shortfall, Side};
use crate::catalogue::{DocumentCheck, Grade, Kind, Obligation};
use crate::document::Place;
use crate::facts::{DocumentKind, Force, LOOSE, State, TopicFact};
use crate::index::{self, Entry};

/// One thing that is not said, and all that came into question for it.
struct Silence<'s, 'a> {
    asker: &'s Asker<'a>,
    obligation: &'s Obligation,
    check: &'s DocumentCheck,
    side: Side,
    /// What it is about, in a few words.
    about: &'s str,
    /// The topic asked for; without one, a document as a whole.
    topic: Option<&'s str>,
    /// All that any document says on the topic.
    speaking: Vec<(&'a Entry, &'a TopicFact)>,
    /// Documents of the listed types.
    candidates: &'s [&'a Entry],
}

impl<'a> Asker<'a> {
    pub(super) fn why_not(
        &self,
        obligation: &Obligation,
        check: &DocumentCheck,
        side: Side,
        topic: Option<&str>,
        candidates: &[&'a Entry],
    ) -> Vec<Shortfall> {
        let about = topic.and_then(|topic| self.catalogue.topic_says(&check.types, topic)).unwrap_or(&obligation.asks);
        let mut speaking: Vec<_> = topic.map(|topic| self.facts_on(check, topic).collect()).unwrap_or_default();
        let is_there = candidates.iter().any(|entry| index::counts(&entry.facts) && self.is_home(check, topic, entry));
        if !is_there {
            speaking.extend(self.facts_on_type(check));
        }
        let silence = Silence { asker: self, obligation, check, side, about, topic, speaking, candidates };
        let reason = silence.reason();
        let besides =
            silence.announced_elsewhere().filter(|_| !matches!(reason.code, Code::PromiseOnly | Code::Negated));
        let unfinished = silence.unfinished().filter(|kin| kin.path != reason.path || kin.code != reason.code);
        std::iter::once(reason).chain(besides).chain(unfinished).collect()
    }
}

impl<'a> Silence<'_, 'a> {
    fn reason(&self) -> Shortfall {
        self.denied()
            .or_else(|| self.not_valid(&[State::Draft, State::Superseded, State::Template]))
            .or_else(|| self.announced())
            .or_else(|| self.not_valid(&[State::Foreign]))
            .or_else(|| self.too_old())
            .or_else(|| self.claimed())
            .or_else(|| self.silent())
            .unwrap_or_else(|| self.missing())
    }

    fn shortfall(&self, code: Code, entry: Option<&Entry>, place: Place, says: String) -> Shortfall {
        let path = entry.map(|entry| entry.path.clone());
        Shortfall { code, grade: Grade::Minor, path, place, says, remedy: self.obligation.remedy.clone(), waived: None }
    }

    /// A denial counts where the matter belongs: in a document on this subject, or on none that is known.
    fn denied(&self) -> Option<Shortfall> {
        let belongs = |entry: &Entry| {
            is_untyped(entry)
                || taken(entry).any(|kind| self.check.types.contains(&kind.id))
                || self.asker.is_about(entry, subject(&self.obligation.id))
        };
        let mut denials = self.speaking.iter().filter(|(entry, fact)| {
            // A mail or a meeting's notes are of no type: "we have no written agreement with them".
            let is_rule = || match entry.facts.state.state {
                State::Record => is_untyped(entry),
                _ => !self.asker.is_of_records(entry),
            };
            let counts = || index::counts(&entry.facts) && !self.asker.is_other(entry);
            // "No target was missed": a record tells of a case, and loose words deny nothing.
            // What a document that somebody answers for says of a whole ("no internal audits") it says for all.
            let in_place = || belongs(entry) || fact.topic.is_empty() && self.asker.known(entry).governed;
            fact.force == Force::Negates && fact.weight > LOOSE && is_rule() && counts() && in_place()
        });
        let (entry, fact) = denials.next()?;
        let says = format!("“{}” says that this is not done ({}): “{}”", entry.facts.title, self.about, fact.quote);
        Some(self.shortfall(Code::Negated, Some(entry), fact.place.clone(), says))
    }

    /// A document that would say it, if only it were valid.
    fn not_valid(&self, states: &[State]) -> Option<Shortfall> {
        let is_invalid = |entry: &&Entry| states.contains(&entry.facts.state.state);
        // Where a valid document is there in which the matter belongs, that one is silent, whatever lies aside.
        if self.has_valid_home() {
            return None;
        }
        let plain = self.speaking.iter().filter(|(_, fact)| fact.force >= Force::Promises && fact.weight > LOOSE);
        let saying: BTreeSet<&str> = plain.map(|(entry, _)| entry.path.as_str()).collect();
        let says_it = |entry: &&Entry| self.topic.is_none() || saying.contains(entry.path.as_str());
        let is_at_home = |entry: &&Entry| self.is_home(entry);
        let mut candidates = self.candidates.iter().copied().filter(is_invalid);
        // Where no document is of the type, what any says on it; a whole draft of the right kind explains a
        // silence better than silence does.
        let speaker = || {
            let mut speaking =
                self.speaking.iter().filter(|(_, fact)| fact.force == Force::Commits).map(|(entry, _)| *entry);
            speaking.find(is_invalid).filter(|_| self.candidates.is_empty())
        };
        // Our own draft explains a silence wherever it stands among the candidates; another's paper only as the first.
        let far = if states.contains(&State::Foreign) { 1 } else { self.candidates.len() };
        let of_its_kind = || self.candidates.iter().copied().take(far).filter(is_invalid).find(is_at_home);
        let entry = candidates.find(says_it).or_else(of_its_kind).or_else(speaker)?;
        self.invalid(entry)
    }

    fn invalid(&self, entry: &Entry) -> Option<Shortfall> {
        let code = invalid_code(entry.facts.state.state)?;
        let says = format!("“{}” would say it ({}), but {}", entry.facts.title, self.about, reason(entry));
        let mut shortfall = self.shortfall(code, Some(entry), entry.facts.state.place.clone(), says);
        shortfall.remedy = code.explanation().into();
        Some(shortfall)
    }

    /// The draft or empty form of the very kind that is asked for, where no other of it counts: worth knowing
    /// beside a document that could say it, too.
    fn unfinished(&self) -> Option<Shortfall> {
        let first = self.check.types.first()?;
        let mut kin = self.candidates.iter().filter(|entry| taken(entry).any(|kind| kind.id == *first));
        if kin.clone().any(|entry| index::counts(&entry.facts)) {
            return None;
        }
        let entry = kin.find(|entry| matches!(entry.facts.state.state, State::Draft | State::Template))?;
        self.invalid(entry).map(|shortfall| Shortfall { grade: Grade::Opportunity, ..shortfall })
    }

    /// Whether a document in which the matter belongs is valid.
    fn has_valid_home(&self) -> bool {
        let mut homes = self.candidates.iter().filter(|entry| self.is_home(entry));
        homes.any(|entry| index::counts(&entry.facts))
    }

    /// Whether the matter belongs in a document. Of a document that the text asks for by name, that one alone is
    /// the place, though others may serve.
    fn is_home(&self, entry: &Entry) -> bool {
        let named = self.obligation.kind == Kind::Documented && self.side == Side::Said;
        match named {
            true => is_named(entry, self.check.types.first()),
            false => self.asker.is_home(self.check, self.topic, entry),
        }
    }

    fn announced(&self) -> Option<Shortfall> {
        let valid_home = self.has_valid_home();
        // A plan of another matter that happens to use the words announces nothing of this one.
        self.promise(|entry| !valid_home || self.is_home(entry))
    }

    /// Whatever else is wrong, it is worth knowing that a roadmap means to see to it.
    fn announced_elsewhere(&self) -> Option<Shortfall> {
        let promise = self
            .promise(|entry| matches!(entry.facts.state.state, State::InForce | State::Record | State::Unclassified));
        promise.map(|promise| Shortfall { grade: Grade::Opportunity, ..promise })
    }

    fn promise(&self, counts: impl Fn(&Entry) -> bool) -> Option<Shortfall> {
        let mut promises = self.speaking.iter().filter(|(entry, fact)| {
            let is_plain = fact.weight > LOOSE;
            fact.force == Force::Promises && is_plain && counts(entry) && entry.facts.state.state != State::Foreign
        });
        let (entry, fact) = promises.next()?;
        let says = format!("“{}” only announces it ({}): “{}”", entry.facts.title, self.about, fact.quote);
        Some(self.shortfall(Code::PromiseOnly, Some(entry), fact.place.clone(), says))
    }

    fn too_old(&self) -> Option<Shortfall> {
        let is_old = |entry: &&&Entry| {
            let is_old = |date: &Date| !self.asker.is_recent(self.obligation, entry, *date, self.check.within_days);
            let date = entry.facts.day(self.asker.as_of).filter(is_old);
            self.side == Side::Shown && index::counts(&entry.facts) && date.is_some()
        };
        let entry = self.candidates.iter().find(is_old)?;
        let date = entry.facts.day(self.asker.as_of).map_or_else(String::new, |date| date.to_string());
        let promised = self.asker.rhythms.told(&self.obligation.id);
        let says = format!("the newest record, “{}”, is of {date}{promised}", entry.facts.title);
        Some(self.shortfall(Code::RecordsStale, Some(entry), Place::default(), says))
    }

    /// A document marks itself with the clause and says nothing of what belongs there: the mark is a hint,
    /// the text decides.
    fn claimed(&self) -> Option<Shortfall> {
        let clause = self.obligation.id.split('/').next().unwrap_or_default();
        let treats = |entry: &Entry| {
            let mut topics = entry.facts.topics.iter();
            topics.any(|fact| {
                fact.force == Force::Commits && fact.weight > LOOSE && self.check.types.contains(&fact.document)
            })
        };
        let documents = self.asker.index.documents.iter().filter(|entry| !entry.facts.claims.is_empty());
        let mut claiming = documents.filter(|entry| index::counts(&entry.facts) && !self.asker.is_other(entry));
        let (entry, claim) = claiming.find_map(|entry| {
            let claim = entry.facts.claims.iter().find(|claim| claim.clause == clause)?;
            (!treats(entry)).then_some((entry, claim))
        })?;
        let says = format!("“{}” is marked with {clause} and does not say {}", entry.facts.title, self.about);
        Some(self.shortfall(Code::ClaimedOnly, Some(entry), claim.place.clone(), says))
    }

    /// A document in which the matter belongs does not treat it. Another that might have treated it is no
    /// reason: what is missing then is the document.
    fn silent(&self) -> Option<Shortfall> {
        let entry = self.usable().find(|entry| self.is_home(entry))?;
        let says = format!("“{}” does not say {}", entry.facts.title, self.about);
        Some(self.shortfall(Code::TopicMissing, Some(entry), Place::default(), says))
    }

    fn usable(&self) -> impl Iterator<Item = &'a Entry> {
        self.candidates
            .iter()
            .copied()
            .filter(|entry| self.topic.is_some() && self.asker.is_usable(self.obligation, entry, self.check, self.side))
    }

    fn missing(&self) -> Shortfall {
        let kind = self.check.types.first().and_then(|id| self.asker.catalogue.documents.get(id));
        let title = kind.map_or("document", |document| document.title.as_str()).to_lowercase();
        let (code, says) = match self.side {
            Side::Said if self.obligation.kind == Kind::Activity => {
                (Code::MissingDocument, format!("nothing found that says it, such as: {title}"))
            }
            Side::Said => (Code::MissingDocument, format!("no {title} found")),
            Side::Shown => (Code::RecordsMissing, format!("no record found that shows it, such as: {title}")),
        };
        let says = match self.usable().next() {
            Some(entry) => format!("{says}; “{}” does not say it either", entry.facts.title),
            None => says,
        };
        self.shortfall(code, None, Place::default(), says)
    }
}

/// The types that a document is taken for.
fn taken(entry: &Entry) -> impl Iterator<Item = &DocumentKind> {
    entry.facts.kinds.iter().filter(|kind| kind.confidence >= index::TAKEN)
}

fn is_untyped(entry: &Entry) -> bool {
    taken(entry).next().is_none()
}

fn invalid_code(state: State) -> Option<Code> {
    match state {
        State::Draft => Some(Code::DraftOnly),
        State::Superseded => Some(Code::SupersededOnly),
        State::Template => Some(Code::UnfilledTemplate),
        State::Foreign => Some(Code::ForeignDocument),
        State::InForce | State::Record | State::Unclassified => None,
    }
}

fn reason(entry: &Entry) -> String {
    let state = &entry.facts.state;
    let what = match state.state {
        State::Draft => "it is a draft",
        State::Superseded => "it is superseded",
        State::Template => "it is not filled in",
        State::Foreign => "it is another organisation's",
        State::InForce | State::Record | State::Unclassified => "it does not count",
    };
    if state.reason.is_empty() { what.into() } else { format!("{what}: {}", state.reason) }
}
