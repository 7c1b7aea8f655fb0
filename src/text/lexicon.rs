//! All patterns of the catalogue compiled together: a sentence is looked at once, however many
//! patterns there are. Each word of the text is resolved to the pattern words it can stand for (once
//! per spelling), and phrases are followed from their first word.

mod builder;

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

pub use builder::LexiconBuilder;

/// Identifies a group of patterns, as the caller numbers them (a topic, a name, a cue).
pub type Key = u32;
type WordId = u32;
type PhraseId = u32;

/// A table whose keys come from the catalogue, never from a document: it needs no defence.
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
    inflections: Vec<Vec<Inflection>>,
    languages: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct CompiledPhrase {
    words: Box<[WordId]>,
    language: u8,
    uses: Vec<(u32, u8)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct CompiledPattern {
    key: Key,
    all_slots: u8,
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
    /// Whether the sentence itself says part of it (not only what stands above it).
    pub own: bool,
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
    fn take(&mut self, hit: &Hit, slot: u8) {
        self.start = if self.own == 0 { hit.start } else { self.start.min(hit.start) };
        self.end = self.end.max(hit.start + hit.len);
        self.own |= 1 << slot;
        let Some(hits) = self.hits.get_mut(usize::from(slot)) else { return };
        match hits {
            [Some(first), second] if second.is_none() && first != hit => *second = Some(*hit),
            [first, _] if first.is_none() => *first = Some(*hit),
            _ => {}
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

/// A lexicon at work on one document: remembers how each spelling was resolved.
#[derive(Debug)]
pub struct Scan<'a> {
    lexicon: &'a Lexicon,
    active: Vec<bool>,
    memo: HashMap<String, Vec<WordId>>,
}

impl Lexicon {
    /// Starts on a document written in `languages` (codes); patterns of others are left aside.
    #[must_use]
    pub fn scan<'a>(&'a self, languages: &[&str]) -> Scan<'a> {
        let active = self.languages.iter().map(|code| languages.contains(&code.as_str())).collect();
        Scan { lexicon: self, active, memo: HashMap::new() }
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
            self.extend_active(self.starts.get(&word[..at + c.len_utf8()]), active, &mut found);
            self.extend_active(self.ends.get(&word[at..]), active, &mut found);
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

impl Scan<'_> {
    /// The phrases that stand in folded text.
    pub fn hits(&mut self, folded: &str) -> Vec<Hit> {
        let resolved: Vec<Vec<WordId>> = super::tokens(folded).map(|word| self.lookup(word)).collect();
        let mut hits = Vec::new();
        for (start, words) in resolved.iter().enumerate() {
            for first in words {
                for phrase in &self.lexicon.by_first[*first as usize] {
                    let compiled = &self.lexicon.phrases[*phrase as usize];
                    let following = &resolved[start + 1..];
                    let fits = self.active[usize::from(compiled.language)]
                        && compiled.words.len() - 1 <= following.len()
                        && compiled.words[1..]
                            .iter()
                            .zip(following)
                            .all(|(word, there)| there.binary_search(word).is_ok());
                    if fits {
                        hits.push(Hit { phrase: *phrase, start: start as u32, len: compiled.words.len() as u32 });
                    }
                }
            }
        }
        hits
    }

    fn lookup(&mut self, word: &str) -> Vec<WordId> {
        if let Some(found) = self.memo.get(word) {
            return found.clone();
        }
        let found = self.lexicon.resolve(word, &self.active);
        self.memo.insert(word.to_owned(), found.clone());
        found
    }

    /// Phrases whose words are just the words of a short text, in any order ("Policy: change management").
    /// `filler` words of the text need not belong to the phrase.
    pub fn bag_hits(&mut self, folded: &str, filler: impl Fn(&str) -> bool) -> Vec<Hit> {
        let words: Vec<&str> = super::tokens(folded).filter(|word| !filler(word)).collect();
        if words.len() < 2 || words.len() > 8 {
            return Vec::new();
        }
        let resolved: Vec<Vec<WordId>> = words.iter().map(|word| self.lookup(word)).collect();
        let mut hits = Vec::new();
        for first in resolved.iter().flatten() {
            for phrase in self.lexicon.by_first.get(*first as usize).into_iter().flatten() {
                let compiled = &self.lexicon.phrases[*phrase as usize].words;
                let fits = compiled.len() == words.len()
                    && self.active[usize::from(self.lexicon.phrases[*phrase as usize].language)]
                    && is_matching(compiled, &resolved);
                if fits {
                    hits.push(Hit { phrase: *phrase, start: 0, len: super::tokens(folded).count() as u32 });
                }
            }
        }
        hits.dedup();
        hits
    }

    /// The patterns met by a sentence's own hits together with those of what stands above it.
    #[must_use]
    pub fn matches(&self, own: &[Hit], above: &[Hit]) -> Vec<Match> {
        self.met(own, above, |all, met| met.slots == all)
    }

    /// Patterns of three sides or more of which a sentence itself says all but the last: who denies or announces
    /// a thing names it, and leaves out how it is done.
    #[must_use]
    pub fn nearly(&self, own: &[Hit]) -> Vec<Match> {
        self.met(own, &[], |all, met| all.count_ones() >= 3 && met.slots == all >> 1)
    }

    fn met(&self, own: &[Hit], above: &[Hit], enough: impl Fn(u8, &Met) -> bool) -> Vec<Match> {
        let mut states: HashMap<u32, Met> = HashMap::new();
        let tagged = own.iter().map(|hit| (hit, true)).chain(above.iter().map(|hit| (hit, false)));
        for (hit, is_own) in tagged {
            for (pattern, slot) in &self.lexicon.phrases[hit.phrase as usize].uses {
                let met = states.entry(*pattern).or_default();
                met.slots |= 1 << slot;
                if is_own {
                    met.take(hit, *slot);
                }
            }
        }
        let mut found: Vec<Match> = states
            .into_iter()
            .filter(|(pattern, met)| enough(self.lexicon.patterns[*pattern as usize].all_slots, met))
            .map(|(pattern, met)| Match {
                key: self.lexicon.patterns[pattern as usize].key,
                start: met.start,
                len: met.end - met.start,
                own: met.own != 0,
                whole: met.own == met.slots,
                apart: met.is_apart(),
            })
            .collect();
        found.sort_unstable();
        found
    }
}

/// Whether every word of a phrase finds a word of the text of its own.
fn is_matching(phrase: &[WordId], words: &[Vec<WordId>]) -> bool {
    let mut free: Vec<&Vec<WordId>> = words.iter().collect();
    phrase.iter().all(|wanted| {
        let found = free.iter().position(|word| word.binary_search(wanted).is_ok());
        found.map(|at| free.swap_remove(at)).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    fn keys(patterns: &[(&str, &str, Key)], text: &str, above: &str) -> Vec<Key> {
        let mut builder = LexiconBuilder::default();
        builder.language("en", &["s".into(), "ed".into(), "ing".into(), "y>ies".into()]);
        builder.language("de", &["en".into()]);
        for (language, pattern, key) in patterns {
            builder.add(language, pattern, *key).unwrap();
        }
        let lexicon = builder.build();
        let mut scan = lexicon.scan(&["en", "de", "ja"]);
        let (own, above) = (scan.hits(&fold(text)), scan.hits(&fold(above)));
        let mut keys: Vec<Key> = scan.matches(&own, &above).iter().filter(|m| m.own).map(|m| m.key).collect();
        keys.dedup();
        keys
    }

    #[test]
    fn inflections_stars_and_sides() {
        let patterns = [
            ("en", "change policy", 1),
            ("en", "major incident & declare* | classif*", 2),
            ("de", "*störung*", 3),
            ("ja", "変更管理", 4),
            ("en", "plan", 5),
        ];
        assert_eq!(keys(&patterns, "Our change policies.", ""), [1]);
        assert_eq!(keys(&patterns, "changing the policy", ""), [] as [Key; 0]);
        assert_eq!(keys(&patterns, "A major incident is classified by the lead", ""), [2]);
        assert_eq!(keys(&patterns, "Declared by the duty manager", "Major incidents"), [2]);
        assert_eq!(keys(&patterns, "Nothing here", "Major incident: declaring"), [] as [Key; 0]);
        assert_eq!(keys(&patterns, "Großstörungen melden", ""), [3]);
        assert_eq!(keys(&patterns, "当社の変更管理方針", ""), [4]);
        assert_eq!(keys(&patterns, "planned", ""), [5]);
        assert_eq!(keys(&patterns, "planet", ""), [] as [Key; 0]);
    }

    #[test]
    fn one_word_that_meets_two_sides_is_not_apart() {
        let mut builder = LexiconBuilder::default();
        builder.language("en", &[]);
        builder.add("en", "plan | every P1 & plan | approved | 1*", 1).unwrap();
        let lexicon = builder.build();
        let mut scan = lexicon.scan(&["en"]);
        let mut apart = |text: &str| {
            let hits = scan.hits(&fold(text));
            scan.matches(&hits, &[]).iter().map(|found| found.apart).collect::<Vec<bool>>()
        };
        assert_eq!(apart("the plan of the plan"), [false]);
        assert_eq!(apart("every P1"), [false]);
        assert_eq!(apart("the plan is approved"), [true]);
    }

    #[test]
    fn who_denies_leaves_out_the_last_side() {
        let mut builder = LexiconBuilder::default();
        builder.language("en", &[]);
        builder.add("en", "risk & accepted & score", 1).unwrap();
        builder.add("en", "risk & accepted", 2).unwrap();
        let lexicon = builder.build();
        let mut scan = lexicon.scan(&["en"]);
        let mut nearly = |text: &str| {
            let hits = scan.hits(&fold(text));
            scan.nearly(&hits).iter().map(|found| found.key).collect::<Vec<Key>>()
        };
        assert_eq!(nearly("no risk is accepted"), [1]);
        assert_eq!(nearly("a risk by its score"), [] as [Key; 0]);
    }

    #[test]
    fn the_same_words_in_another_order() {
        let mut builder = LexiconBuilder::default();
        builder.language("en", &["s".into()]);
        builder.add("en", "change management policy", 1).unwrap();
        let lexicon = builder.build();
        let mut scan = lexicon.scan(&["en"]);
        let filler = |word: &str| word == "for";
        assert_eq!(scan.bag_hits(&fold("Policy for change management"), filler).len(), 1);
        assert_eq!(scan.bag_hits(&fold("Policy for change management training"), filler).len(), 0);
        assert_eq!(scan.bag_hits(&fold("Change change policy"), filler).len(), 0);
    }
}
