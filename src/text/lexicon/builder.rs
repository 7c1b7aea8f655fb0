//! Puts patterns into a lexicon: words and phrases that several patterns share are kept once.

use super::{CompiledPattern, CompiledPhrase, Inflection, Key, Lexicon, PhraseId, Table, WordId};
use crate::text::pattern;

/// Collects patterns for a [`Lexicon`].
#[derive(Debug, Default)]
pub struct LexiconBuilder {
    lexicon: Lexicon,
    /// Words by language, each in four tables by which of their ends are open.
    word_ids: Vec<[Table<Box<str>, WordId>; 4]>,
    /// Phrases; a word belongs to one language, so a phrase does.
    phrase_ids: Table<Box<[WordId]>, PhraseId>,
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
        let id = self.lexicon.patterns.len() as u32;
        self.lexicon.patterns.push(CompiledPattern { key, all_slots: 0 });
        let mut adding = Adding { builder: self, language, pattern: id, words: Vec::new() };
        pattern::walk(written, &mut adding)
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
        self.lexicon.phrases.push(CompiledPhrase { words: words.into(), language, uses: Vec::new() });
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
    pub fn build(self) -> Lexicon {
        self.lexicon
    }
}

/// One pattern on its way into the lexicon.
struct Adding<'a> {
    builder: &'a mut LexiconBuilder,
    language: u8,
    pattern: u32,
    /// The phrase at hand.
    words: Vec<WordId>,
}

impl pattern::Visitor for Adding<'_> {
    fn word(&mut self, letters: &str, open_start: bool, open_end: bool) {
        self.words.push(self.builder.word_id(self.language, letters, open_start, open_end));
    }

    fn phrase(&mut self, slot: usize) {
        let phrase = self.builder.phrase_id(self.language, &self.words);
        self.words.clear();
        let lexicon = &mut self.builder.lexicon;
        lexicon.patterns[self.pattern as usize].all_slots |= 1 << slot;
        lexicon.phrases[phrase as usize].uses.push((self.pattern, slot as u8));
    }
}
