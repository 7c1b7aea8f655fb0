//! Finds what tells of a person in a text and puts a mark in its place.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::{Captures, Regex, RegexBuilder};

use super::Persons;
use crate::text::fold::is_ideographic;

/// Names in one pattern: a pattern of all of a large organisation would be too large.
const AT_ONCE: usize = 300;
/// Bytes that a compiled pattern may take.
const PATTERN_BYTES: usize = 64 << 20;
/// Letters of a name that is looked for on its own.
const ALONE: usize = 4;

static MAIL: LazyLock<Regex> =
    LazyLock::new(|| known(r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}"));
/// A country's number first, an area's in brackets, or one that begins with 0: other digits are dates, amounts,
/// clauses and ids of records.
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    known(
        r"\+\d{1,3}[ ()./-]{0,2}\d[\d ()./-]{5,18}\d|\(\d{2,5}\) ?\d{3}[\d -]{2,10}\d|\b0\d{1,5}[ /-]{1,3}\d[\d /-]{3,12}\d|\b\d{3}-\d{3}-\d{4}\b",
    )
});
static DATE: LazyLock<Regex> = LazyLock::new(|| known(r"^\d{1,2}[ ./-]\d{1,2}[ ./-](?:\d{2}|\d{4})$"));
/// Accounts, social security numbers, and what is called the number of somebody.
static ID: LazyLock<Regex> = LazyLock::new(|| {
    known(
        r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b|\b\d{3}-\d{2}-\d{4}\b|(?i)\b(?P<label>(?:employee|staff|personnel|badge|user|passport|tax|social security|national insurance|personal|mitarbeiter|ausweis|steuer|benutzer|matricule|empleado|funcion[aá]rio|personeels|社員|员工|工号)[ -]?(?:no\.?|number|id|nr\.?|nummer|numéro|número|番号|号|号码)?\s*[:#：]?\s*)(?P<id>[A-Z]{0,4}-?\d[A-Z0-9/-]{2,})",
    )
});

/// A pattern of our own; it compiles, which its test shows.
#[expect(clippy::expect_used, reason = "a constant")]
fn known(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of our own")
}

/// What stands where something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `[person 3]`: the same person has the same number throughout.
    Numbered,
    /// The same words for all.
    Same(&'static str),
}

/// What is replaced, and what was.
#[derive(Debug)]
pub struct Marks {
    style: Style,
    patterns: Vec<Regex>,
    /// The person meant by each spelling, in small letters and single spaces.
    spellings: BTreeMap<String, usize>,
    /// Numbers given so far, by what was replaced.
    given: BTreeMap<(&'static str, String), usize>,
    counts: BTreeMap<&'static str, usize>,
}

impl Marks {
    /// Marks for these persons. A part of a name that is an `ordinary` word is not looked for alone.
    #[must_use]
    pub fn new(persons: &Persons, ordinary: &BTreeSet<String>, style: Style) -> Self {
        let mut spellings: BTreeMap<String, usize> = BTreeMap::new();
        let mut written: Vec<(usize, String)> = Vec::new();
        for (number, name) in persons.names().enumerate() {
            for (spelling, pattern) in spelled(name, ordinary) {
                // The first has it: whose name a family shares cannot be told.
                let length = spelling.len();
                if let Entry::Vacant(free) = spellings.entry(spelling) {
                    free.insert(number);
                    written.push((length, pattern));
                }
            }
        }
        // The longest first, so that none is left in part.
        written.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let chunks = written
            .chunks(AT_ONCE)
            .map(|chunk| chunk.iter().map(|(_, one)| one.as_str()).collect::<Vec<_>>().join("|"));
        let patterns =
            chunks.filter_map(|all| RegexBuilder::new(&all).size_limit(PATTERN_BYTES).build().ok()).collect();
        Self { style, patterns, spellings, given: BTreeMap::new(), counts: BTreeMap::new() }
    }

    /// The text with marks in the place of personal data.
    pub fn replace(&mut self, text: &str) -> String {
        let mut text = swap(&MAIL, text, |found| Some(self.mark("mail", &found[0])));
        text = swap(&ID, &text, |found| {
            let (label, id) = (found.name("label"), found.name("id"));
            let mark = self.mark("id", id.map_or(&found[0], |id| id.as_str()));
            Some(label.map_or("", |label| label.as_str()).to_owned() + &mark)
        });
        text = swap(&PHONE, &text, |found| (!DATE.is_match(&found[0])).then(|| self.mark("phone", &digits(&found[0]))));
        let patterns = std::mem::take(&mut self.patterns);
        for pattern in &patterns {
            text = swap(pattern, &text, |found| {
                let person = self.spellings.get(&plain(&found[0]))?.to_string();
                Some(self.mark("person", &person))
            });
        }
        self.patterns = patterns;
        text
    }

    /// How many persons, mail addresses … were replaced, by kind.
    #[must_use]
    pub fn counts(&self) -> &BTreeMap<&'static str, usize> {
        &self.counts
    }

    fn mark(&mut self, kind: &'static str, what: &str) -> String {
        let next = self.counts.get(kind).copied().unwrap_or_default() + 1;
        let number = *self.given.entry((kind, what.to_lowercase())).or_insert(next);
        if number == next {
            self.counts.insert(kind, next);
        }
        match self.style {
            Style::Numbered => format!("[{kind} {number}]"),
            Style::Same(words) => words.to_owned(),
        }
    }
}

/// The text with what a pattern finds put through a function; `None` leaves it.
fn swap(pattern: &Regex, text: &str, mut with: impl FnMut(&Captures<'_>) -> Option<String>) -> String {
    pattern.replace_all(text, |found: &Captures<'_>| with(found).unwrap_or_else(|| found[0].to_owned())).into_owned()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// As spellings are kept: small letters, single spaces, no comma, without initials before a family name.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace(',', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_initial = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() == 1 && word.len() <= 3;
    let from = words.iter().position(|word| !is_initial(word)).unwrap_or_default();
    words[from..].join(" ")
}

/// The ways to write a name, each as it is kept and as a pattern.
fn spelled(name: &str, ordinary: &BTreeSet<String>) -> Vec<(String, String)> {
    if name.chars().any(is_ideographic) {
        let together: String = name.split_whitespace().collect();
        return [name, together.as_str()].map(|name| (plain(name), regex::escape(name))).to_vec();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let pattern = |words: &[&str], between: &str| {
        let escaped: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
        format!(r"(?i:\b{}\b)", escaped.join(between))
    };
    let mut all = Vec::new();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return all };
    if words.len() > 1 {
        all.push((plain(name), pattern(&words, r"\s+")));
        let turned: Vec<&str> = std::iter::once(*last).chain(words[..words.len() - 1].iter().copied()).collect();
        all.push((plain(&turned.join(" ")), pattern(&turned, r",?\s+")));
    }
    for part in [last, first] {
        let is_telling = part.chars().filter(|c| c.is_alphabetic()).count() >= ALONE;
        if (is_telling || words.len() == 1) && !ordinary.contains(&part.to_lowercase()) {
            // As written or in capitals, with an initial before it or none.
            let (as_is, loud) = (regex::escape(part), regex::escape(&part.to_uppercase()));
            all.push((plain(part), format!(r"\b(?:\p{{Lu}}\.\s?){{0,2}}(?:{as_is}|{loud})\b")));
        }
    }
    all
}
