//! Times that somebody promises: "P1 restored within 4 hours", "Reaktionszeit 15 Minuten", "GTR 4 h". Words come in
//! as data. Whatever can be read in two ways is not read: a wrong time would accuse somebody.

mod part;

use serde::{Deserialize, Serialize};

use self::part::{Length, Part, parts};
use super::lexicon::{Key, Lexicon, LexiconBuilder, Scan};

/// What a word is to a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Word {
    /// A unit.
    Minute,
    /// A unit.
    Hour,
    /// A unit that is a working day or a whole one.
    Day,
    /// One word for an hour of work.
    WorkingHour,
    /// One word for a day of work.
    WorkingDay,
    /// "next business day".
    NextDay,
    /// What makes an hour one of work, before or behind it.
    Working,
    /// At any hour.
    RoundTheClock,
    /// Somebody begins to see to it.
    Response,
    /// It works again.
    Restoration,
    /// What stands before the number of a priority.
    Priority,
    /// A priority that has a name.
    Severity,
    /// Right before or behind a time it makes it an interval.
    Every,
    /// From when on: a time before or behind it is one of what follows.
    After,
    /// A time behind it is no promise: "if", "longer than".
    Aside,
    /// What is answered or restored is no service: calls, requests, files.
    Else,
    /// A number in words.
    Number(u8),
}

/// Kinds of words by the names under which a language lists them; numbers stand under their digits.
const NAMED: [(&str, Word); 16] = [
    ("minute", Word::Minute),
    ("hour", Word::Hour),
    ("day", Word::Day),
    ("working_hour", Word::WorkingHour),
    ("working_day", Word::WorkingDay),
    ("next_day", Word::NextDay),
    ("working", Word::Working),
    ("round_the_clock", Word::RoundTheClock),
    ("response", Word::Response),
    ("restoration", Word::Restoration),
    ("priority", Word::Priority),
    ("severity", Word::Severity),
    ("every", Word::Every),
    ("after", Word::After),
    ("aside", Word::Aside),
    ("else", Word::Else),
];
/// From here on a key is a number.
const NUMBERS: Key = 100;

impl Word {
    /// The kind so named.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, word)| *word);
        named.or_else(|| name.parse().ok().filter(|number| (1..=99).contains(number)).map(Self::Number))
    }

    fn key(self) -> Key {
        if let Self::Number(number) = self {
            return NUMBERS + Key::from(number);
        }
        (0..).zip(NAMED).find(|(_, (_, word))| *word == self).map_or(0, |(key, _)| key)
    }

    fn of(key: Key) -> Self {
        let number = key.checked_sub(NUMBERS).and_then(|number| u8::try_from(number).ok());
        number.map_or_else(|| NAMED[key as usize].1, Self::Number)
    }
}

/// What is to happen within a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Measure {
    /// Somebody begins to see to it.
    Response,
    /// It works again.
    Restoration,
}

impl Measure {
    /// As rules name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Restoration => "restoration",
        }
    }
}

/// Which hours count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Basis {
    /// Those of work.
    Working,
    /// All.
    Clock,
    /// It does not say.
    Unsaid,
}

impl Basis {
    /// As rules name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Clock => "clock",
            Self::Unsaid => "unsaid",
        }
    }
}

/// A time for something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Time {
    /// For what.
    pub measure: Measure,
    /// The number or name of the priority, folded; `None`: none is named.
    pub priority: Option<String>,
    /// Minutes that it has at least: a day may be one of work.
    pub least: u32,
    /// Minutes that it has at most.
    pub most: u32,
    /// Which hours count.
    pub basis: Basis,
    /// As it is written.
    pub said: String,
}

/// What stands beside or above a text and completes it: a column's heading, a row's first cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// For what its times are.
    pub measure: Option<Measure>,
    /// Of which priority.
    pub priority: Option<String>,
    /// Whether it speaks of several measures or priorities, or of something else: nothing is known then.
    pub is_unclear: bool,
    /// Whether it names a priority without a number: digits under it are priorities.
    pub heads_priorities: bool,
}

/// The words of all languages, compiled.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Words {
    lexicon: Lexicon,
    languages: Vec<String>,
}

/// Collects words.
#[derive(Debug, Default)]
pub struct WordsBuilder {
    lexicon: LexiconBuilder,
    languages: Vec<String>,
}

impl WordsBuilder {
    /// Adds a language: endings that its words take, and patterns by kind.
    pub fn language(&mut self, code: &str, inflections: &[String], words: &[(Word, String)]) {
        self.lexicon.language(code, inflections);
        self.languages.push(code.to_owned());
        for (word, written) in words {
            // A pattern that does not parse was reported by the loader, with its place.
            let _ = self.lexicon.add(code, written, word.key());
        }
    }

    /// All of them.
    #[must_use]
    pub fn build(self) -> Words {
        Words { lexicon: self.lexicon.build(), languages: self.languages }
    }
}

impl Words {
    /// Starts on a document.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        let languages: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        Reader { scan: self.lexicon.scan(&languages) }
    }
}

/// Reads times.
#[derive(Debug)]
pub struct Reader<'a> {
    scan: Scan<'a>,
}

impl Reader<'_> {
    /// What a heading or a label says of the times under or beside it.
    pub fn beside(&mut self, text: &str) -> Beside {
        let parts = parts(text, &mut self.scan);
        let mut beside = Beside::default();
        for part in &parts {
            let measures = part.measures().map(|(_, measure)| measure);
            for measure in measures {
                beside.is_unclear |= beside.measure.is_some_and(|known| known != measure);
                beside.measure = Some(measure);
            }
            for (_, priority) in part.priorities() {
                beside.is_unclear |= beside.priority.as_ref().is_some_and(|known| *known != priority);
                beside.priority = Some(priority);
            }
            beside.is_unclear |= part.has(Word::Aside) || part.has(Word::Else) || part.is_of_what_follows();
            beside.heads_priorities |= part.has(Word::Priority) && part.priorities().next().is_none();
        }
        beside
    }

    /// Whether a text holds a time at all, whatever for.
    pub fn holds_time(&mut self, text: &str) -> bool {
        parts(text, &mut self.scan).iter().any(|part| !part.lengths().is_empty())
    }

    /// The times of running text, which says itself what each is for.
    pub fn times(&mut self, text: &str, beside: &Beside) -> Vec<Time> {
        let parts = parts(text, &mut self.scan);
        let mut found = Vec::new();
        let mut carried = Carried::new(beside);
        for (number, part) in parts.iter().enumerate() {
            carried.pass(part);
            let behind = parts.get(number + 1).filter(|next| next.lengths().is_empty() && !next.opens_sentence());
            let times = times_of(part, behind, &carried);
            carried.is_spent |= !times.is_empty() && part.priorities().next().is_none();
            found.extend(times);
        }
        found
    }

    /// The time of a cell that holds nothing else: what it is for is said by its heading or its row's first cell.
    pub fn cell(&mut self, text: &str, beside: &Beside) -> Option<Time> {
        let measure = beside.measure.filter(|_| !beside.is_unclear)?;
        let parts = parts(text, &mut self.scan);
        let first = parts.first().filter(|part| !part.has(Word::Else))?;
        let lengths = first.lengths();
        let [length] = lengths.as_slice() else { return None };
        if first.measures().next().is_some() || first.is_aside(length) || length.start > LEAD {
            return None;
        }
        // "4 h, 8 h" holds two; "8 h ouvrées, 8 h–18 h" names the hours of work.
        let basis = length.basis.or_else(|| first.basis(length.end, first.words()));
        let basis = basis.or_else(|| parts.get(1).and_then(|next| next.basis(0, next.words())));
        if basis.is_none() && parts[1..].iter().any(|part| !part.lengths().is_empty()) {
            return None;
        }
        let own = first.priority_of(length, (0, first.words()), &mut Vec::new()).ok()?;
        Some(time(measure, own.or_else(|| beside.priority.clone()), length, basis))
    }
}

fn time(measure: Measure, priority: Option<String>, length: &Length, basis: Option<Basis>) -> Time {
    let (least, most, said) = (length.least, length.most, length.said.clone());
    Time { measure, priority, least, most, basis: basis.unwrap_or(Basis::Unsaid), said }
}

/// The times of a part; `behind` is the next, where it holds none and may say which hours count.
fn times_of(part: &Part, behind: Option<&Part>, carried: &Carried) -> Vec<Time> {
    let lengths = part.lengths();
    let (mut measured, mut ranked) = (Vec::new(), Vec::new());
    let mut found = Vec::new();
    for (at, length) in lengths.iter().enumerate() {
        let from = at.checked_sub(1).map_or(0, |before| lengths[before].end);
        let next = lengths.get(at + 1);
        let around = (from, next.map_or(part.words(), |next| next.start));
        let own = part.measure_of(length, around, &mut measured);
        let is_alone = lengths.len() == 1 && part.measures().next().is_none();
        let Some(measure) = own.or_else(|| carried.measure_of(part).filter(|_| is_alone)) else { continue };
        let Ok(priority) = part.priority_of(length, around, &mut ranked) else { continue };
        if carried.is_else || part.is_aside(length) || part.has(Word::Else) {
            continue;
        }
        let behind = behind.filter(|_| next.is_none()).and_then(|next| next.basis(0, next.words()));
        let basis = length.basis.or_else(|| part.basis(length.end, around.1)).or(behind);
        found.push(time(measure, priority.or_else(|| carried.priority.clone()), length, basis));
    }
    found
}

/// Words before the time of a cell: "at most", "höchstens".
const LEAD: usize = 3;

/// What earlier parts of a sentence say of those that follow.
struct Carried {
    measure: Option<Measure>,
    priority: Option<String>,
    is_else: bool,
    /// Whether a part had the measure for itself: "Response: 30 minutes, on 8 hours a day".
    is_spent: bool,
    beside: Beside,
}

impl Carried {
    fn new(beside: &Beside) -> Self {
        let known = if beside.is_unclear { Beside::default() } else { beside.clone() };
        Self {
            measure: known.measure,
            priority: known.priority.clone(),
            is_else: false,
            is_spent: false,
            beside: known,
        }
    }

    /// For what a part's times are that it does not say itself.
    fn measure_of(&self, part: &Part) -> Option<Measure> {
        self.measure.filter(|_| !self.is_spent || part.priorities().next().is_some())
    }

    /// Goes on to a part: "Fix times: P1 4 hours, P2 8 hours" leads with what both are.
    fn pass(&mut self, part: &Part) {
        if part.opens_sentence() {
            (self.measure, self.is_else, self.is_spent) = (self.beside.measure, false, false);
        }
        if part.opens_clause() {
            self.priority.clone_from(&self.beside.priority);
        }
        let mut priorities = part.priorities();
        if let (Some((_, priority)), None) = (priorities.next(), priorities.next()) {
            self.priority = Some(priority);
        }
        if part.leads() && part.lengths().is_empty() {
            let mut measures = part.measures().map(|(_, measure)| measure);
            let (first, second) = (measures.next(), measures.next());
            self.measure = first.filter(|_| second.is_none()).or(self.measure.filter(|_| first.is_none()));
            self.is_spent &= first.is_none();
            self.is_else |= part.has(Word::Else) || part.has(Word::Aside);
        }
    }
}
