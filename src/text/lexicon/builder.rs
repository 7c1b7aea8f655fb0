//! Puts patterns into a lexicon: words and phrases that several patterns share are kept once.

use super::sides::Open;
use super::{CompiledPattern, CompiledPhrase, Inflection, Key, Lexicon, PhraseId, SideId, Table, WordId};
use crate::text::pattern;

/// Collects patterns for a [`Lexicon`].
#[derive(Debug, Default)]
pub struct LexiconBuilder {
    lexicon: Lexicon,
    /// Words by language, each in four tables by which of their ends are open.
    word_ids: Vec<[Table<Box<str>, WordId>; 4]>,
    /// Phrases; a word belongs to one language, so a phrase does.
    phrase_ids: Table<Box<[WordId]>, PhraseId>,
    /// Sides by their phrases, sorted.
    side_ids: Table<Box<[PhraseId]>, SideId>,
}

impl LexiconBuilder {
    /// Declares a language and the endings its words may take (`s`, or `y>ies` for a changed stem).
    pub fn language(&mut self, code: &str, inflections: &[String]) {
        let id = self.language_id(code);
        let mut parsed = vec![Inflection { suffix: String::new(), strip: String::new() }];
        parsed.extend(inflections.iter().map(|written| match written.split_once('>') {
            Some((strip, suffix)) => Inflection { suffix: suffix.into(), strip: strip.into() },
            None => Inflection { suffix: written.clone(), strip: String::new() },
        }));
        self.lexicon.inflections[usize::from(id)] = parsed;
    }

    /// Adds one pattern of a language under `key`.
    ///
    /// # Errors
    /// What is wrong with the pattern, for a person.
    pub fn add(&mut self, language: &str, written: &str, key: Key) -> Result<(), String> {
        pattern::check(written)?;
        let language = self.language_id(language);
        let mut adding = Adding { builder: self, language, words: Vec::new(), sides: Vec::new() };
        pattern::walk(written, &mut adding)?;
        let sides = std::mem::take(&mut adding.sides).into_iter();
        let sides = sides.map(|phrases| self.side_id(phrases)).collect();
        self.lexicon.patterns.push(CompiledPattern { key, sides });
        Ok(())
    }

    fn side_id(&mut self, mut phrases: Vec<PhraseId>) -> SideId {
        phrases.sort_unstable();
        phrases.dedup();
        let next = self.side_ids.len() as SideId;
        let lexicon = &mut self.lexicon;
        *self.side_ids.entry(phrases.into()).or_insert_with_key(|phrases| {
            phrases.iter().for_each(|phrase| lexicon.phrases[*phrase as usize].sides.push(next));
            next
        })
    }

    fn language_id(&mut self, code: &str) -> u8 {
        if let Some(at) = self.lexicon.languages.iter().position(|known| known == code) {
            return at as u8;
        }
        self.lexicon.languages.push(code.to_owned());
        self.word_ids.push(Default::default());
        self.lexicon.inflections.push(vec![Inflection { suffix: String::new(), strip: String::new() }]);
        (self.lexicon.languages.len() - 1) as u8
    }

    fn phrase_id(&mut self, language: u8, words: &[WordId]) -> PhraseId {
        if let Some(id) = self.phrase_ids.get(words) {
            return *id;
        }
        let id = self.lexicon.phrases.len() as PhraseId;
        self.lexicon.by_first[words[0] as usize].push(id);
        self.phrase_ids.insert(words.into(), id);
        self.lexicon.phrases.push(CompiledPhrase { words: words.into(), language, sides: Vec::new() });
        id
    }

    fn word_id(&mut self, language: u8, letters: &str, open_start: bool, open_end: bool) -> WordId {
        let known = &mut self.word_ids[usize::from(language)][usize::from(open_start) * 2 + usize::from(open_end)];
        if let Some(id) = known.get(letters) {
            return *id;
        }
        let id = self.lexicon.word_language.len() as WordId;
        known.insert(letters.into(), id);
        self.lexicon.word_language.push(language);
        self.lexicon.by_first.push(Vec::new());
        match (open_start, open_end) {
            (false, false) => self.lexicon.exact.entry(letters.into()).or_default().push(id),
            (false, true) => self.lexicon.starts.entry(letters.into()).or_default().push(id),
            (true, false) => self.lexicon.ends.entry(letters.into()).or_default().push(id),
            (true, true) => self.lexicon.inner.push((letters.into(), id)),
        }
        id
    }

    /// The compiled patterns.
    #[must_use]
    pub fn build(mut self) -> Lexicon {
        let rarity = self.rarity();
        let mut opens: Vec<Vec<Open>> = vec![Vec::new(); rarity.len()];
        for (pattern, CompiledPattern { sides, .. }) in (0..).zip(&self.lexicon.patterns) {
            // Of three sides or more also all but the last are looked for ([`super::Scan::nearly`]).
            let asked = if sides.len() >= 3 { sides.len() - 1 } else { sides.len() };
            let mut asked: Vec<SideId> = sides[..asked].to_vec();
            asked.sort_by_key(|side| rarity[*side as usize]);
            if let [rarest, ..] = asked[..] {
                let besides = *asked.get(1).unwrap_or(&rarest);
                opens[rarest as usize].push(Open { pattern, besides, is_all: sides.len() <= 2 });
            }
        }
        self.lexicon.opens = opens.into_iter().map(Vec::into_boxed_slice).collect();
        self.lexicon
    }

    /// How often each side is likely to be met, roughly: a word in many phrases is a common one, and a phrase is as
    /// common as its rarest word.
    fn rarity(&self) -> Vec<usize> {
        let phrases = &self.lexicon.phrases;
        let mut common = vec![0_usize; self.lexicon.word_language.len()];
        phrases.iter().flat_map(|phrase| &phrase.words).for_each(|word| common[*word as usize] += 1);
        let mut sides = vec![0; self.side_ids.len()];
        for phrase in phrases {
            let rarest = phrase.words.iter().map(|word| common[*word as usize]).min().unwrap_or_default();
            phrase.sides.iter().for_each(|side| sides[*side as usize] += rarest);
        }
        sides
    }
}

/// One pattern on its way into the lexicon.
struct Adding<'a> {
    builder: &'a mut LexiconBuilder,
    language: u8,
    /// The phrase at hand.
    words: Vec<WordId>,
    /// The phrases of each side.
    sides: Vec<Vec<PhraseId>>,
}

impl pattern::Visitor for Adding<'_> {
    fn word(&mut self, letters: &str, open_start: bool, open_end: bool) {
        self.words.push(self.builder.word_id(self.language, letters, open_start, open_end));
    }

    fn phrase(&mut self, slot: usize) {
        let phrase = self.builder.phrase_id(self.language, &self.words);
        self.words.clear();
        if self.sides.len() <= slot {
            self.sides.resize_with(slot + 1, Vec::new);
        }
        self.sides[slot].push(phrase);
    }
}
