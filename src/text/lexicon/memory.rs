//! What scans of a lexicon remember: documents of one organisation share their words, so what a spelling can stand
//! for is worked out once and serves every document after it. It changes how long a scan takes and nothing else.

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};

use super::{Hit, Lexicon, PhraseId, Table, WordId};

/// Spellings after which a memory is dropped, so that it never grows with the corpus: more than a language has in
/// use, some megabytes.
const SPELLINGS: usize = 50_000;
/// Memories kept while no scan uses them: one for each thread and set of languages.
const IDLE: usize = 64;

/// One scan's memory.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The languages it holds for.
    active: Vec<bool>,
    known: Table<Box<str>, usize>,
    pub(super) spellings: Vec<Spelling>,
    /// Room for a sentence's words.
    pub(super) line: Vec<usize>,
    pub(super) sides: RefCell<Sides>,
}

/// What a spelling was found to stand for.
#[derive(Debug)]
pub(super) struct Spelling {
    /// Pattern words, sorted.
    pub(super) words: Box<[WordId]>,
    /// The phrases that begin with one of them.
    pub(super) starts: Box<[Start]>,
}

/// A phrase, with what tells soonest that it does not stand there.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) phrase: PhraseId,
    pub(super) len: u32,
    /// Its second word; of a phrase of one word that word.
    pub(super) second: WordId,
}

/// Room to note which sides of which patterns are met; empty between two sentences.
#[derive(Debug, Default)]
pub(super) struct Sides {
    /// By pattern, a bit a side.
    pub(super) met: Vec<u8>,
    pub(super) touched: Vec<u32>,
    /// By pattern that is met, its number among them.
    pub(super) at: Vec<u32>,
    /// By pattern, the sides met by what stands above the sentence.
    pub(super) above: Vec<u8>,
    /// What stands there: the same for many sentences.
    hits: Vec<Hit>,
}

impl Sides {
    /// Makes room for all patterns, and notes what stands above the sentences to come.
    pub(super) fn stand_under(&mut self, hits: &[Hit], lexicon: &Lexicon) {
        let patterns = lexicon.patterns.len();
        self.met.resize(patterns, 0);
        self.at.resize(patterns, 0);
        self.above.resize(patterns, 0);
        if hits.is_empty() || self.hits == hits {
            return;
        }
        let uses = |hit: &Hit| lexicon.phrases[hit.phrase as usize].uses.iter();
        for (pattern, _) in self.hits.iter().flat_map(uses) {
            self.above[*pattern as usize] = 0;
        }
        for (pattern, slot) in hits.iter().flat_map(uses) {
            self.above[*pattern as usize] |= 1 << slot;
        }
        self.hits = hits.to_vec();
    }
}

impl Memory {
    /// The number of a spelling among [`Memory::spellings`].
    pub(super) fn read(&mut self, word: &str, lexicon: &Lexicon) -> usize {
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        let words = lexicon.resolve(word, &self.active);
        let phrases = words.iter().flat_map(|word| &lexicon.by_first[*word as usize]);
        let starts = phrases.map(|phrase| {
            let words = &lexicon.phrases[*phrase as usize].words;
            Start { phrase: *phrase, len: words.len() as u32, second: *words.get(1).unwrap_or(&words[0]) }
        });
        self.spellings.push(Spelling { starts: starts.collect(), words: words.into() });
        self.known.insert(word.into(), self.spellings.len() - 1);
        self.spellings.len() - 1
    }
}

/// The memories of a lexicon that no scan uses at the moment.
#[derive(Debug, Default)]
pub(super) struct Memories(Mutex<Vec<Memory>>);

impl Memories {
    /// A memory for these languages, of an earlier scan if there is one.
    pub(super) fn take(&self, active: Vec<bool>) -> Memory {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = idle.iter().position(|memory| memory.active == active);
        known.map_or_else(|| Memory { active, ..Memory::default() }, |known| idle.swap_remove(known))
    }

    /// Takes a memory back.
    pub(super) fn give(&self, memory: Memory) {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.spellings.len() < SPELLINGS && idle.len() < IDLE {
            idle.push(memory);
        }
    }
}
