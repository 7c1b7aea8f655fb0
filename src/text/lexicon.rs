//! All patterns of the catalogue compiled together: a sentence is looked at once, however many
//! patterns there are. Each word of the text is resolved to the pattern words it can stand for (once
//! per spelling), and phrases are followed from their first word.

mod builder;
mod memory;
mod sides;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

pub use builder::LexiconBuilder;
use memory::{Memories, Memory, Spelling};
use sides::Open;

/// Bytes of the longest beginning or end of a word that a pattern may ask for. A page of hexadecimal digits is one
/// word to us: to look up all its beginnings would take time with the square of its length.
const LONGEST: usize = 200;

/// Identifies a group of patterns, as the caller numbers them (a topic, a name, a cue).
pub type Key = u32;
type WordId = u32;
type PhraseId = u32;
type SideId = u32;
type PatternId = u32;

/// A table of words. Its seed is drawn anew by every process, so no document can know which words collide.
type Table<K, V> = HashMap<K, V, RandomState>;

/// Compiled patterns.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {
    exact: Table<Box<str>, Vec<WordId>>,
    starts: Table<Box<str>, Vec<WordId>>,
    ends: Table<Box<str>, Vec<WordId>>,
    /// Substrings (`*word*`): few, so they are tried one by one.
    inner: Vec<(Box<str>, WordId)>,
    word_language: Vec<u8>,
    phrases: Vec<CompiledPhrase>,
    /// Phrases by their first word.
    by_first: Vec<Vec<PhraseId>>,
    patterns: Vec<CompiledPattern>,
    /// By side, the patterns that are looked at when it is met: those of which it is the rarest side.
    opens: Vec<Box<[Open]>>,
    inflections: Vec<Vec<Inflection>>,
    languages: Vec<String>,
    /// What earlier documents taught.
    #[serde(skip)]
    memories: Memories,
}

#[derive(Debug, Serialize, Deserialize)]
struct CompiledPhrase {
    words: Box<[WordId]>,
    language: u8,
    /// The sides that it meets. Many patterns share a side ("approve* | sign*"), so these are far fewer than patterns.
    sides: Vec<SideId>,
}

#[derive(Debug, Serialize, Deserialize)]
struct CompiledPattern {
    key: Key,
    sides: Box<[SideId]>,
}

/// How a word's ending may change: `strip` is put back after `suffix` is taken off (`y` ← `ies`).
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Inflection {
    suffix: String,
    strip: String,
}

/// One phrase found in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    phrase: PhraseId,
    /// First token of the phrase in the sentence.
    pub start: u32,
    /// How many tokens it takes.
    pub len: u32,
}

/// A pattern met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// What the pattern stands for.
    pub key: Key,
    /// First token of the sentence that belongs to the match.
    pub start: u32,
    /// Tokens of the sentence that belong to the match.
    pub len: u32,
    /// Whether the sentence itself says all of it.
    pub whole: bool,
    /// Whether the sentence meets the first two sides by words of their own, none of which meets both.
    pub apart: bool,
}

/// How much of a pattern is met: its sides, those met by the sentence's own words, and where these stand.
#[derive(Default)]
struct Met {
    slots: u8,
    own: u8,
    start: u32,
    end: u32,
    /// The first two hits of each of the first two sides.
    hits: [[Option<Hit>; 2]; 2],
}

impl Met {
    fn take(&mut self, hit: &Hit, slot: usize) {
        self.start = if self.own == 0 { hit.start } else { self.start.min(hit.start) };
        self.end = self.end.max(hit.start + hit.len);
        self.own |= 1 << slot;
        let Some(hits) = self.hits.get_mut(slot) else { return };
        match hits {
            [Some(first), second] if second.is_none() && first != hit => *second = Some(*hit),
            [first, _] if first.is_none() => *first = Some(*hit),
            _ => {}
        }
    }

    fn found(&self, key: Key) -> Match {
        Match {
            key,
            start: self.start,
            len: self.end - self.start,
            whole: self.own == self.slots,
            apart: self.is_apart(),
        }
    }

    /// Whether words of their own meet the first two sides, none of them both.
    fn is_apart(&self) -> bool {
        let overlap = |a: &Hit, b: &Hit| a.start < b.start + b.len && b.start < a.start + a.len;
        let apart = |a: &Hit, b: &Hit| !overlap(a, b) && a.phrase != b.phrase;
        let [one, other] = &self.hits;
        one.iter().flatten().any(|a| other.iter().flatten().any(|b| apart(a, b)))
    }
}

/// A lexicon at work on one document. What it learns of spellings goes back to the lexicon, for the next one.
#[derive(Debug)]
pub struct Scan<'a> {
    lexicon: &'a Lexicon,
    memory: Memory,
}

impl Lexicon {
    /// Starts on a document written in `languages` (codes); patterns of others are left aside.
    #[must_use]
    pub fn scan<'a>(&'a self, languages: &[&str]) -> Scan<'a> {
        let active = self.languages.iter().map(|code| languages.contains(&code.as_str())).collect();
        Scan { lexicon: self, memory: self.memories.take(active) }
    }

    /// All pattern words that `word` can stand for.
    fn resolve(&self, word: &str, active: &[bool]) -> Vec<WordId> {
        let mut found = Vec::new();
        for (language, inflections) in self.inflections.iter().enumerate().filter(|(i, _)| active[*i]) {
            for inflection in inflections {
                self.resolve_inflected(word, language as u8, inflection, &mut found);
            }
        }
        for (at, c) in word.char_indices() {
            let end = at + c.len_utf8();
            if end <= LONGEST {
                self.extend_active(self.starts.get(&word[..end]), active, &mut found);
            }
            if word.len() - at <= LONGEST {
                self.extend_active(self.ends.get(&word[at..]), active, &mut found);
            }
        }
        for (letters, id) in &self.inner {
            if active[usize::from(self.word_language[*id as usize])] && word.contains(&**letters) {
                found.push(*id);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn extend_active(&self, ids: Option<&Vec<WordId>>, active: &[bool], found: &mut Vec<WordId>) {
        let ids = ids.into_iter().flatten();
        found.extend(ids.filter(|id| active[usize::from(self.word_language[**id as usize])]));
    }

    fn resolve_inflected(&self, word: &str, language: u8, inflection: &Inflection, found: &mut Vec<WordId>) {
        let Some(stem) = word.strip_suffix(inflection.suffix.as_str()) else { return };
        // Short words take short endings or none: "is" is not the plural of "i", "noted" no form of "not".
        let (stem_length, ending) = (stem.chars().count(), inflection.suffix.chars().count());
        if ending > 0 && (stem_length < 3 || (stem_length == 3 && ending > 1)) {
            return;
        }
        let mut look_up = |stem: &str| {
            if let Some(ids) = self.exact.get(stem) {
                found.extend(ids.iter().filter(|id| self.word_language[**id as usize] == language));
            }
        };
        if inflection.strip.is_empty() {
            look_up(stem);
            // "planned" from "plan": a doubled last consonant before an ending.
            let mut ends = stem.chars().rev();
            if let (Some(a), Some(b)) = (ends.next(), ends.next())
                && !inflection.suffix.is_empty()
                && a == b
                && a.is_ascii_alphabetic()
            {
                look_up(&stem[..stem.len() - 1]);
            }
        } else {
            look_up(&format!("{stem}{}", inflection.strip));
        }
    }
}

impl Drop for Scan<'_> {
    fn drop(&mut self) {
        // What a panic left half done must not reach another document.
        if !std::thread::panicking() {
            self.lexicon.memories.give(std::mem::take(&mut self.memory));
        }
    }
}

impl Scan<'_> {
    /// The phrases that stand in folded text.
    pub fn hits(&mut self, folded: &str) -> Vec<Hit> {
        let line = self.line(super::tokens(folded));
        let mut begun = std::mem::take(&mut self.memory.begun);
        let mut hits = Vec::with_capacity(2 * line.len());
        for (start, reading) in line.iter().enumerate() {
            let spelling = &self.memory.spellings[*reading];
            begun.clear();
            begun.extend(&spelling.single);
            if let Some(next) = line.get(start + 1).filter(|_| !spelling.seconds.is_empty()) {
                self.follow(spelling, &self.memory.spellings[*next].words, &line[start + 2..], &mut begun);
            }
            begun.sort_unstable();
            let starts = begun.iter().map(|number| &spelling.starts[*number as usize]);
            hits.extend(starts.map(|begun| Hit { phrase: begun.phrase, start: start as u32, len: begun.len }));
        }
        (self.memory.line, self.memory.begun) = (line, begun);
        hits
    }

    /// Adds the phrases of several words whose second word is one of those that stand next, and whose others stand
    /// behind it.
    fn follow(&self, first: &Spelling, next: &[WordId], rest: &[usize], begun: &mut Vec<u32>) {
        let spellings = &self.memory.spellings;
        let is = |(word, reading): (&WordId, &usize)| spellings[*reading].words.binary_search(word).is_ok();
        for word in next {
            let from = first.seconds.partition_point(|(second, _)| second < word);
            for (_, number) in first.seconds[from..].iter().take_while(|(second, _)| second == word) {
                let words = &self.lexicon.phrases[first.starts[*number as usize].phrase as usize].words[2..];
                if words.len() <= rest.len() && words.iter().zip(rest).all(is) {
                    begun.push(*number);
                }
            }
        }
    }

    /// What the patterns stand for of which a phrase is the only side.
    pub fn keys(&self, hit: &Hit) -> impl Iterator<Item = Key> + '_ {
        let Lexicon { phrases, patterns, opens, .. } = self.lexicon;
        let opened = phrases[hit.phrase as usize].sides.iter().flat_map(|side| &opens[*side as usize]);
        let patterns = opened.map(|open| &patterns[open.pattern as usize]);
        patterns.filter(|pattern| pattern.sides.len() == 1).map(|pattern| pattern.key)
    }

    /// Whether a phrase may begin with a word.
    pub fn begins(&mut self, word: &str) -> bool {
        let reading = self.memory.read(word, self.lexicon);
        !self.memory.spellings[reading].starts.is_empty()
    }

    /// What each word was read as.
    fn line<'w>(&mut self, words: impl Iterator<Item = &'w str>) -> Vec<usize> {
        let mut line = std::mem::take(&mut self.memory.line);
        line.clear();
        line.extend(words.map(|word| self.memory.read(word, self.lexicon)));
        line
    }

    /// Phrases whose words are just the words of a short text, in any order ("Policy: change management").
    /// `filler` words of the text need not belong to the phrase.
    pub fn bag_hits(&mut self, folded: &str, filler: impl Fn(&str) -> bool) -> Vec<Hit> {
        let words: Vec<&str> = super::tokens(folded).filter(|word| !filler(word)).collect();
        if words.len() < 2 || words.len() > 8 {
            return Vec::new();
        }
        let line = self.line(words.iter().copied());
        let resolved: Vec<&[WordId]> = line.iter().map(|reading| &*self.memory.spellings[*reading].words).collect();
        let mut hits = Vec::new();
        for begun in line.iter().flat_map(|reading| &self.memory.spellings[*reading].starts) {
            let fits = begun.len as usize == words.len()
                && is_matching(&self.lexicon.phrases[begun.phrase as usize].words, &resolved);
            if fits {
                hits.push(Hit { phrase: begun.phrase, start: 0, len: super::tokens(folded).count() as u32 });
            }
        }
        hits.dedup();
        self.memory.line = line;
        hits
    }

    /// The patterns met by a sentence's own hits together with those of what stands above it; what is met by the
    /// latter alone is not among them.
    #[must_use]
    pub fn matches(&self, own: &[Hit], above: &[Hit]) -> Vec<Match> {
        let mut sides = self.memory.sides.borrow_mut();
        sides.meet(own, above, self.lexicon);
        sides.matches(own, self.lexicon)
    }

    /// Patterns of three sides or more of which a sentence itself says all but the last: who denies or announces
    /// a thing names it, and leaves out how it is done.
    #[must_use]
    pub fn nearly(&self, own: &[Hit]) -> Vec<Match> {
        let mut sides = self.memory.sides.borrow_mut();
        sides.meet(own, &[], self.lexicon);
        sides.nearly(own, self.lexicon)
    }
}

/// Whether every word of a phrase finds a word of the text of its own.
fn is_matching(phrase: &[WordId], words: &[&[WordId]]) -> bool {
    let mut free: Vec<&[WordId]> = words.to_vec();
    phrase.iter().all(|wanted| {
        let found = free.iter().position(|word| word.binary_search(wanted).is_ok());
        found.map(|at| free.swap_remove(at)).is_some()
    })
}
