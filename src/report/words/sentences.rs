//! Sentences of the program in another language: English sentence → translation, as gettext does it, in
//! `reports/words/<language>/*.yaml`. A sentence may have holes: what stands there in the English sentence is
//! put into the translation, as it is (`{title}`), in the form of the language (`{day|date}`, `{at|place}`), or
//! translated in its turn (`{about|said}`). What has no translation stays English and is marked as such.

use std::collections::BTreeMap;

use super::{Language, Words};
use crate::document::Place;

/// A sentence as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its words.
    pub text: String,
    /// `en` where the report is in another language and this is not; else empty.
    pub lang: &'static str,
}

/// The sentences of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sentences {
    whole: BTreeMap<String, &'static str>,
    /// Those with holes, the most particular first.
    patterns: Vec<Pattern>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    /// What stands before, between and after the holes.
    around: Vec<String>,
    names: Vec<String>,
    says: &'static str,
}

/// A hole within a hole within a hole is more than any sentence has.
const DEPTH: usize = 4;

impl Sentences {
    pub(super) fn new(texts: impl IntoIterator<Item = (String, &'static str)>) -> Self {
        let mut sentences = Self::default();
        for (english, says) in texts {
            match Pattern::new(&english, says) {
                Some(pattern) => sentences.patterns.push(pattern),
                None => {
                    sentences.whole.insert(english, says);
                }
            }
        }
        let fixed = |pattern: &Pattern| pattern.around.iter().map(String::len).sum::<usize>();
        sentences.patterns.sort_by(|a, b| fixed(b).cmp(&fixed(a)).then_with(|| a.around.cmp(&b.around)));
        sentences
    }

    fn find(&self, words: &Words, english: &str, depth: usize) -> Option<String> {
        // "no service level agreement found": a title stands in the sentence with a small letter.
        if let Some(says) = self.whole.get(english).or_else(|| self.whole.get(&capital(english))) {
            return Some((*says).to_owned());
        }
        let mut fitting = self.patterns.iter().filter_map(|pattern| Some((pattern, pattern.holes(english)?)));
        fitting.find_map(|(pattern, values)| {
            let given = |name: &str| pattern.names.iter().position(|known| known == name).map(|at| values[at]);
            self.filled(words, pattern.says, &given, depth)
        })
    }

    /// The translation with its holes filled; `None` where one of them cannot be said in this language.
    fn filled<'a>(
        &self,
        words: &Words,
        says: &str,
        given: &dyn Fn(&str) -> Option<&'a str>,
        depth: usize,
    ) -> Option<String> {
        let mut out = String::new();
        let mut rest = says;
        while let Some((before, after)) = rest.split_once('{') {
            let (hole, after) = after.split_once('}')?;
            out.push_str(before);
            let (name, form) = hole.split_once('|').unwrap_or((hole, ""));
            let value = given(name)?;
            match form {
                "said" if depth < DEPTH => out.push_str(&self.find(words, value, depth + 1)?),
                "date" => out.push_str(&words.short_date(value)),
                "number" => out.push_str(&words.decimal(value)),
                _ => out.push_str(value),
            }
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }
}

/// With its first letter large.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Pattern {
    fn new(english: &str, says: &'static str) -> Option<Self> {
        let mut around = Vec::new();
        let mut names = Vec::new();
        let mut rest = english;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            around.push(before.to_owned());
            names.push(name.to_owned());
            rest = after;
        }
        around.push(rest.to_owned());
        (!names.is_empty()).then_some(Self { around, names, says })
    }

    /// What stands in the holes of a sentence, if it is one of this pattern.
    fn holes<'a>(&self, text: &'a str) -> Option<Vec<&'a str>> {
        let (first, others) = self.around.split_first()?;
        let (last, between) = others.split_last()?;
        let mut rest = text.strip_prefix(first.as_str())?.strip_suffix(last.as_str())?;
        let mut holes = Vec::with_capacity(self.names.len());
        for part in between {
            let (hole, after) = rest.split_once(part.as_str())?;
            holes.push(hole);
            rest = after;
        }
        holes.push(rest);
        holes.iter().all(|hole| !hole.is_empty()).then_some(holes)
    }
}

impl Words {
    /// A sentence of the program in this language, or in English and marked so.
    #[must_use]
    pub fn said(&self, english: &str) -> Said {
        if self.language == Language::En || english.is_empty() {
            return Said { text: english.to_owned(), lang: "" };
        }
        match self.sentences.find(self, english, 0) {
            Some(text) => Said { text, lang: "" },
            None => Said { text: english.to_owned(), lang: "en" },
        }
    }

    /// A name of the program's own (of a clause, a group, a type) in this language, else as it is.
    #[must_use]
    pub fn name(&self, english: &str) -> String {
        self.said(english).text
    }

    /// A title of the catalogue's own (of a register, a type) in this language; the words hold it with a small
    /// letter, as it stands within a sentence.
    #[must_use]
    pub fn title(&self, english: &str) -> String {
        let said = self.said(&english.to_lowercase());
        if said.lang.is_empty() && self.language != Language::En { said.text } else { english.to_owned() }
    }

    /// A place in a document: `page 3, “Risks”`.
    #[must_use]
    pub fn place(&self, place: &Place) -> String {
        let number = |key: &str, number: u32| self.fill("place", key, &[("n", &number.to_string())]);
        let text = |key: &str, text: &str| self.fill("place", key, &[("n", text)]);
        let cell = match (&place.sheet, &place.cell) {
            (Some(sheet), Some(cell)) => Some(format!("{sheet}!{cell}")),
            (Some(sheet), None) => Some(text("sheet", sheet)),
            (None, Some(cell)) => Some(text("cell", cell)),
            (None, None) => None,
        };
        let parts = [
            place.page.map(|page| number("page", page)),
            place.slide.map(|slide| number("slide", slide)),
            cell,
            place.line.map(|line| number("line", line)),
            place.heading.last().map(|heading| text("heading", heading)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
