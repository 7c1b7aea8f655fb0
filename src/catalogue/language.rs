//! A language: the words that are its own, whatever they are said about.

use serde::{Deserialize, Serialize};

use super::vocabulary;

/// Whether a language is written with spaces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tokens {
    /// It is.
    #[default]
    Words,
    /// It is not.
    Characters,
}

/// Small words around and inside the names of organisations and of people, as written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Naming {
    /// Inside an organisation's name, not capitalised: `University of York`.
    pub joining: Vec<String>,
    /// Inside a person's name, not capitalised: `Ludwig van Beethoven`.
    pub particles: Vec<String>,
    /// Before an organisation's name, capitalised: `The Fellside Trust`.
    pub articles: Vec<String>,
    /// Between what was done and who did it or when, in small letters: `approved by`.
    pub by: Vec<String>,
    /// Characters at which a name ends where no spaces are written.
    pub breaks: Vec<char>,
    /// What leads up to the short form of a name, in small letters: `hereinafter`.
    pub short: Vec<String>,
    /// What stands for an organisation and names none: `客户` (customer) before a legal form. Folded in a vocabulary.
    pub common: Vec<String>,
}

impl Naming {
    /// Adds those of a language, as a vocabulary holds them.
    pub fn extend(&mut self, other: &Self) {
        self.joining.extend_from_slice(&other.joining);
        self.particles.extend_from_slice(&other.particles);
        self.articles.extend_from_slice(&other.articles);
        self.by.extend_from_slice(&other.by);
        self.breaks.extend_from_slice(&other.breaks);
        self.short.extend_from_slice(&other.short);
        self.common.extend(other.common.iter().map(|word| crate::text::fold(word)));
    }
}

/// A language's own words; the pattern lists by cue, label … are in [`Language::words`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Language {
    /// ISO 639-1 code.
    pub code: String,
    /// Its English name.
    pub title: String,
    /// Whether it is written with spaces.
    pub tokens: Tokens,
    /// Endings a word may take.
    pub inflections: Vec<String>,
    /// Endings a word of a name may take: a plan is no planning.
    pub name_inflections: Vec<String>,
    /// Names of the twelve months.
    pub months: Vec<Vec<String>>,
    /// Whether 03/04/2026 is in March.
    pub month_first: bool,
    /// How people say how often: days and patterns.
    pub intervals: Vec<(u32, Vec<String>)>,
    /// Words of times that are promised: units, what is promised, priorities.
    pub times: Vec<(crate::text::times::Word, String)>,
    /// What ends an organisation's legal name.
    pub legal_forms: Vec<String>,
    /// What stands before the name of an institution.
    pub institutions: Vec<String>,
    /// Small words of names.
    pub naming: Naming,
    /// Words with which a question begins: "How we plan" announces nothing.
    pub asking: Vec<String>,
    /// Verbs by which a document says that it replaces another, where folded they read like "replaced".
    pub replaces: Vec<String>,
    /// Words of a title that say nothing of what it is about: articles, "version", "extract".
    pub fillers: Vec<String>,
    /// Patterns by what they mean.
    #[serde(skip)]
    pub words: Vec<(vocabulary::Meaning, String)>,
}
