//! A part of a sentence, its words and what they are to a time.

use super::{Basis, Measure, Word};
use crate::text::fold::{fold, is_ideographic};
use crate::text::lexicon::Scan;
use crate::text::tokens;

/// Words between what is promised and its time.
const NEAR: usize = 6;
/// The same where the time stands first.
const BEHIND: usize = 3;
/// Minutes of an hour.
const HOUR: u32 = 60;
/// Minutes of a day of work, of a long one, and of a whole day.
const WORKING_DAY: u32 = 8 * HOUR;
const LONG_DAY: u32 = 10 * HOUR;
const DAY: u32 = 24 * HOUR;
/// Nobody promises a service after more of a unit.
const MOST: u32 = 200;

/// How strongly what stands before a part divides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    Comma,
    Clause,
    Sentence,
}

/// A length of time, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Length {
    pub start: usize,
    pub end: usize,
    pub least: u32,
    pub most: u32,
    pub basis: Option<Basis>,
    pub said: String,
}

/// Words up to the next comma, colon or bracket.
#[derive(Debug)]
pub(super) struct Part {
    text: String,
    words: Vec<String>,
    /// First word, the one behind the last, and what they are.
    marks: Vec<(usize, usize, Word)>,
    before: Break,
    leads: bool,
}

/// The parts of a text.
pub(super) fn parts(text: &str, scan: &mut Scan<'_>) -> Vec<Part> {
    let chars: Vec<char> = text.chars().collect();
    let (mut parts, mut from, mut before) = (Vec::new(), 0, Break::Sentence);
    for at in 0..=chars.len() {
        let Some((kind, leads)) = divides(&chars, at) else { continue };
        let part: String = chars[from..at].iter().collect();
        if part.chars().any(char::is_alphanumeric) {
            parts.push(Part::new(part, before, leads, scan));
            before = kind;
        } else {
            before = before.max(kind);
        }
        from = (at + 1).min(chars.len());
    }
    parts
}

/// Whether a part ends at a character, how strongly, and whether it leads up to the next.
fn divides(chars: &[char], at: usize) -> Option<(Break, bool)> {
    let Some(c) = chars.get(at) else { return Some((Break::Sentence, false)) };
    let next = chars.get(at + 1);
    let spaced = next.is_none_or(|next| next.is_whitespace());
    let spaced_before = at.checked_sub(1).and_then(|before| chars.get(before)).is_none_or(|c| c.is_whitespace());
    match c {
        '\n' | '。' | '！' | '？' => Some((Break::Sentence, false)),
        // "max. 4 h", "4 Std. nach Meldung" go on.
        '.' | '!' | '?' if spaced => {
            let following = chars[at + 1..].iter().find(|c| !c.is_whitespace());
            following.is_none_or(|c| c.is_uppercase() || is_ideographic(*c)).then_some((Break::Sentence, false))
        }
        ';' | '；' | '|' | '•' => Some((Break::Clause, false)),
        '：' => Some((Break::Comma, true)),
        ':' if spaced => Some((Break::Comma, true)),
        '，' | '、' | '(' | ')' | '（' | '）' => Some((Break::Comma, false)),
        ',' if spaced => Some((Break::Comma, false)),
        '–' | '—' | '/' | '-' if spaced && spaced_before => Some((Break::Comma, false)),
        _ => None,
    }
}

impl Part {
    fn new(text: String, before: Break, leads: bool, scan: &mut Scan<'_>) -> Self {
        let folded = fold(&text);
        let words: Vec<String> = tokens(&folded).map(str::to_owned).collect();
        let mut all: Vec<(usize, usize, Word)> = Vec::new();
        for hit in scan.hits(&folded) {
            let (start, end) = (hit.start as usize, (hit.start + hit.len) as usize);
            all.extend(scan.keys(&hit).map(|key| (start, end, Word::of(key))));
        }
        // "working hours" is more than "hours", and "24 h/24" is no length.
        all.sort_by_key(|(start, end, word)| (std::cmp::Reverse(end - start), *start, *word));
        let mut marks: Vec<(usize, usize, Word)> = Vec::new();
        for mark in all {
            if marks.iter().all(|(start, end, _)| mark.1 <= *start || *end <= mark.0) {
                marks.push(mark);
            }
        }
        marks.sort_unstable();
        Self { text, words, marks, before, leads }
    }

    pub(super) fn words(&self) -> usize {
        self.words.len()
    }

    pub(super) fn opens_sentence(&self) -> bool {
        self.before == Break::Sentence
    }

    pub(super) fn opens_clause(&self) -> bool {
        self.before >= Break::Clause
    }

    pub(super) fn leads(&self) -> bool {
        self.leads
    }

    pub(super) fn has(&self, word: Word) -> bool {
        self.marks.iter().any(|mark| mark.2 == word)
    }

    /// What is promised, and where the words for it stand.
    pub(super) fn measures(&self) -> impl Iterator<Item = ((usize, usize), Measure)> + '_ {
        self.marks.iter().filter_map(|(start, end, word)| match word {
            Word::Response => Some(((*start, *end), Measure::Response)),
            Word::Restoration => Some(((*start, *end), Measure::Restoration)),
            _ => None,
        })
    }

    /// Priorities, and where they begin.
    pub(super) fn priorities(&self) -> impl Iterator<Item = (usize, String)> + '_ {
        self.marks.iter().filter_map(|(start, end, word)| match word {
            Word::Priority => {
                let number = self.words.get(*end)?;
                let is_one = number.len() == 1 && number.bytes().all(|c| c.is_ascii_digit());
                is_one.then(|| (*start, number.clone()))
            }
            Word::Severity => Some((*start, self.words[*start..*end].join(" "))),
            _ => None,
        })
    }

    /// Which hours count, by some of its words.
    pub(super) fn basis(&self, from: usize, to: usize) -> Option<Basis> {
        let has = |wanted| self.marks.iter().any(|(start, end, word)| *word == wanted && from <= *start && *end <= to);
        match (has(Word::Working), has(Word::RoundTheClock)) {
            (true, false) => Some(Basis::Working),
            (false, true) => Some(Basis::Clock),
            _ => None,
        }
    }

    /// Whether a time is no promise by what stands before it.
    pub(super) fn is_aside(&self, length: &Length) -> bool {
        let is_aside = |word| matches!(word, Word::Aside | Word::After);
        self.marks.iter().any(|(_, end, word)| is_aside(*word) && *end <= length.start)
    }

    /// "After restoration": its times are those of something else.
    pub(super) fn is_of_what_follows(&self) -> bool {
        let after = self.marks.iter().find(|mark| mark.2 == Word::After);
        after.is_some_and(|after| self.measures().any(|((start, _), _)| after.1 <= start))
    }

    /// What a length is for, by the words between two others. `taken` are those that belong to another already.
    pub(super) fn measure_of(
        &self,
        length: &Length,
        (from, to): (usize, usize),
        taken: &mut Vec<usize>,
    ) -> Option<Measure> {
        let free: Vec<_> = self.measures().filter(|((start, _), _)| !taken.contains(start)).collect();
        let before: Vec<_> =
            free.iter().filter(|((start, end), _)| from <= *start && *end <= length.start).copied().collect();
        if let Some(((_, end), measure)) = before.last().copied() {
            taken.extend(before.iter().map(|((start, _), _)| *start));
            let is_one = before.iter().all(|(_, other)| *other == measure);
            return (is_one && length.start - end <= NEAR).then_some(measure);
        }
        let ((start, _), measure) = free.into_iter().find(|((start, end), _)| length.end <= *start && *end <= to)?;
        taken.push(start);
        // "A report five days after resolution" promises none.
        let between = |mark: &(usize, usize, Word)| length.end <= mark.0 && mark.1 <= start;
        let is_other = self.marks.iter().any(|mark| between(mark) && matches!(mark.2, Word::Aside | Word::After));
        (!is_other && start - length.end <= BEHIND).then_some(measure)
    }

    /// The priority that a length is for; an error where it may be one of several.
    pub(super) fn priority_of(
        &self,
        length: &Length,
        (from, to): (usize, usize),
        taken: &mut Vec<usize>,
    ) -> Result<Option<String>, ()> {
        let free: Vec<_> = self.priorities().filter(|(start, _)| !taken.contains(start)).collect();
        let near: Vec<_> = free.iter().filter(|(start, _)| from <= *start && *start < length.start).collect();
        if let Some((_, last)) = near.last() {
            taken.extend(near.iter().map(|(start, _)| *start));
            return if near.iter().all(|(_, other)| other == last) { Ok(Some(last.clone())) } else { Err(()) };
        }
        let behind =
            free.iter().filter(|(start, _)| length.end <= *start && *start <= length.end + BEHIND && *start < to);
        let behind: Vec<_> = behind.collect();
        match behind.as_slice() {
            [(start, priority)] => {
                taken.push(*start);
                Ok(Some(priority.clone()))
            }
            [] => Ok(self.priorities().filter(|(start, _)| *start < length.start).last().map(|(_, last)| last)),
            _ => Err(()),
        }
    }

    /// All lengths of time in it. Where a number can be read in two ways there is none.
    pub(super) fn lengths(&self) -> Vec<Length> {
        let mut found: Vec<Length> = Vec::new();
        for (start, end, word) in &self.marks {
            if found.last().is_some_and(|last| *start < last.end) {
                continue;
            }
            found.extend(self.length(*start, *end, *word));
        }
        found
    }

    fn length(&self, start: usize, end: usize, word: Word) -> Option<Length> {
        if word == Word::NextDay {
            let (least, most, basis) = (WORKING_DAY, 2 * LONG_DAY, Some(Basis::Working));
            return Some(Length { start, end, least, most, basis, said: self.said(start, end) });
        }
        let (mut least, mut most) = unit(word)?;
        let mark_at = |at: usize| self.marks.iter().find(|(start, ..)| *start == at);
        let before = self.marks.iter().find(|(_, before, word)| *before == start && *word == Word::Working);
        let (number, first) = self.number(before.map_or(start, |(start, ..)| *start))?;
        (least, most) = (least * number, most * number);
        let mut end = end;
        let behind = mark_at(end).filter(|(.., word)| *word == Word::Working);
        end = behind.map_or(end, |(_, end, _)| *end);
        let is_every = |at: usize, ends: bool| {
            let stands = |(start, end, word): &(usize, usize, Word)| {
                *word == Word::Every && at == if ends { *end } else { *start }
            };
            self.marks.iter().any(stands)
        };
        if is_every(first, true) || is_every(end, false) {
            return None;
        }
        let is_working = before.or(behind).is_some() || matches!(word, Word::WorkingHour | Word::WorkingDay);
        if is_working && word == Word::Day {
            most = LONG_DAY * number;
        }
        // "1 h 30 min"; "1 h 30" and "8 h 18" can be a time of day.
        if self.words.get(end).is_some_and(|word| is_number(word)) {
            let is_less = |mark: &&(usize, usize, Word)| word == Word::Hour && mark.2 == Word::Minute;
            let (_, behind, _) = mark_at(end + 1).filter(is_less)?;
            let (minutes, _) = self.number(end + 1)?;
            (least, most) = (least + minutes, most + minutes);
            end = *behind;
        }
        let basis = is_working.then_some(Basis::Working);
        Some(Length { start: first, end, least, most, basis, said: self.said(first, end) })
    }

    /// The number that ends before a word, and where it begins.
    fn number(&self, end: usize) -> Option<(u32, usize)> {
        let at = end.checked_sub(1)?;
        let word = &self.words[at];
        let in_words = self.marks.iter().find_map(|(start, of, word)| match word {
            Word::Number(number) if *of == end => Some((u32::from(*number), *start)),
            _ => None,
        });
        let (number, start) = in_words.or_else(|| word.parse().ok().map(|number| (number, at)))?;
        // "1,5 h" and "2–4 h" are several numbers, and "P1 4 h" a priority and one.
        let before = start.checked_sub(1).filter(|before| is_number(&self.words[*before]));
        let is_priority =
            |before: usize| self.marks.iter().any(|(_, end, word)| *end == before && *word == Word::Priority);
        let alone = before.is_none_or(is_priority);
        (alone && (1..=MOST).contains(&number)).then_some((number, start))
    }

    /// Some of its words as they are written.
    fn said(&self, start: usize, end: usize) -> String {
        if self.text.contains(is_ideographic) {
            return self.words[start..end].concat();
        }
        let mut at = 0;
        let mut said = Vec::new();
        for written in self.text.split_whitespace() {
            let count = tokens(&fold(written)).count();
            if at < end && at + count > start {
                said.push(written);
            }
            at += count;
        }
        said.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    }
}

/// The least and the most minutes of a unit.
fn unit(word: Word) -> Option<(u32, u32)> {
    match word {
        Word::Minute => Some((1, 1)),
        Word::Hour | Word::WorkingHour => Some((HOUR, HOUR)),
        Word::WorkingDay => Some((WORKING_DAY, LONG_DAY)),
        Word::Day => Some((WORKING_DAY, DAY)),
        _ => None,
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|c| c.is_ascii_digit())
}
