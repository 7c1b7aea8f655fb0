//! What scans of a lexicon remember: documents of one organisation share their words, so what a spelling can stand
//! for is worked out once and serves every document after it. It changes how long a scan takes and nothing else.

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};

use super::sides::Sides;
use super::{Lexicon, PhraseId, Table, WordId};

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
    /// Room for the phrases that stand at one of them.
    pub(super) begun: Vec<u32>,
    pub(super) sides: RefCell<Sides>,
}

/// What a spelling was found to stand for.
#[derive(Debug)]
pub(super) struct Spelling {
    /// Pattern words, sorted.
    pub(super) words: Box<[WordId]>,
    /// The phrases that begin with one of them.
    pub(super) starts: Box<[Start]>,
    /// Which of those have no other word.
    pub(super) single: Box<[u32]>,
    /// The second words of the others, sorted, and whose they are: what stands next tells at once which of hundreds of
    /// phrases may go on there.
    pub(super) seconds: Box<[(WordId, u32)]>,
}

/// A phrase that may begin with a word.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) phrase: PhraseId,
    pub(super) len: u32,
}

impl Memory {
    /// The number of a spelling among [`Memory::spellings`].
    pub(super) fn read(&mut self, word: &str, lexicon: &Lexicon) -> usize {
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        let words = lexicon.resolve(word, &self.active);
        let phrases = words.iter().flat_map(|word| &lexicon.by_first[*word as usize]);
        let length = |phrase: PhraseId| lexicon.phrases[phrase as usize].words.len() as u32;
        let starts: Box<[Start]> = phrases.map(|phrase| Start { phrase: *phrase, len: length(*phrase) }).collect();
        let (single, several): (Vec<u32>, Vec<u32>) =
            (0..starts.len() as u32).partition(|number| starts[*number as usize].len == 1);
        let second = |number: u32| (lexicon.phrases[starts[number as usize].phrase as usize].words[1], number);
        let mut seconds: Vec<(WordId, u32)> = several.into_iter().map(second).collect();
        seconds.sort_unstable();
        self.spellings.push(Spelling { words: words.into(), starts, single: single.into(), seconds: seconds.into() });
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
