//! The words of reports, one file a language (`reports/words/`): section → key → text. A language is its
//! file and a line in each function of [`Language`]; a user's own words are laid over ours key by key.

mod forms;
mod marks;
#[cfg(test)]
mod sentence_tests;
mod sentences;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;

use crate::evidence::Code;
use crate::problem::Problem;

use sentences::Sentences;

pub use sentences::Said;

pub use marks::{GRADES, Mark, RATINGS, RUNGS, STATES, STATUSES, spoken};

/// A language that reports are written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

impl Language {
    /// Every language.
    pub const ALL: &'static [Self] = &[Self::En, Self::De];

    /// ISO 639-1 code, as on the command line and in `lang="…"`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// The language of a code, whatever its case.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_lowercase();
        Self::ALL.iter().copied().find(|language| language.code() == code)
    }

    /// Its file among the templates.
    #[must_use]
    pub fn file_name(self) -> String {
        format!("words/{}.yaml", self.code())
    }

    /// The folder of its sentences among the templates; English needs none.
    fn folder(self) -> String {
        format!("words/{}/", self.code())
    }

    /// The language whose words or sentences a file among the templates holds.
    pub(super) fn of_file(name: &str) -> Option<Self> {
        let own = |language: &&Self| name == language.file_name() || name.starts_with(&language.folder());
        Self::ALL.iter().find(own).copied()
    }
}

/// `reports/words/` as it was when the program was built.
#[derive(rust_embed::RustEmbed)]
#[folder = "reports/"]
#[include = "words/*.yaml"]
struct Embedded;

/// The embedded files of a language: its words, and all its sentences.
fn embedded(language: Language) -> (String, Vec<String>) {
    let text = |name: &str| {
        let file = Embedded::get(name).map(|file| file.data.into_owned());
        file.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    };
    let folder = language.folder();
    let sentences = Embedded::iter().filter(|name| name.starts_with(&folder)).map(|name| text(&name));
    (text(&language.file_name()), sentences.collect())
}

/// Section → key → text.
type Texts = BTreeMap<String, BTreeMap<String, &'static str>>;

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    language: Language,
    texts: Texts,
    marks: marks::Marks,
    /// English sentence → sentence of this language, as written.
    written: BTreeMap<String, &'static str>,
    sentences: Sentences,
}

impl Words {
    /// Our own words in a language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        static EN: OnceLock<Words> = OnceLock::new();
        static DE: OnceLock<Words> = OnceLock::new();
        let cell = match language {
            Language::En => &EN,
            Language::De => &DE,
        };
        // Ours are well formed, which a test sees to.
        cell.get_or_init(|| {
            let (words, sentences) = embedded(language);
            let read_all = sentences.iter().filter_map(|text| flat(&language.folder(), text).ok());
            let texts = read(&language.file_name(), &words).unwrap_or_default();
            Self::new(language, texts, read_all.flatten().collect())
        })
    }

    /// Our words with a user's laid over them. They are read once a run and kept to its end.
    ///
    /// # Errors
    /// The place where the file is not of the form section → key → text.
    pub(super) fn with_overrides(&self, shown: &str, text: &str) -> Result<(&'static Self, Vec<Problem>), Problem> {
        if shown.replace('\\', "/").contains(&self.language.folder()) {
            let mut written = self.written.clone();
            written.extend(flat(shown, text)?);
            return Ok((Box::leak(Box::new(Self::new(self.language, self.texts.clone(), written))), Vec::new()));
        }
        let mut texts = self.texts.clone();
        let mut problems = Vec::new();
        for (section, own) in read(shown, text)? {
            for (key, value) in own {
                match texts.get_mut(&section).and_then(|known| known.get_mut(&key)) {
                    Some(place) => *place = value,
                    None => problems.push(self.unknown(shown, &section, &key)),
                }
            }
        }
        Ok((Box::leak(Box::new(Self::new(self.language, texts, self.written.clone()))), problems))
    }

    fn unknown(&self, shown: &str, section: &str, key: &str) -> Problem {
        let problem = Problem::warning(shown, format!("no report uses `{section}.{key}`"));
        match self.texts.get(section) {
            Some(known) => {
                let known: Vec<&str> = known.keys().map(String::as_str).collect();
                problem.hint(format!("keys of `{section}` are {}", known.join(", ")))
            }
            None => {
                let known: Vec<&str> = self.texts.keys().map(String::as_str).collect();
                problem.hint(format!("the sections are {}", known.join(", ")))
            }
        }
    }

    fn new(language: Language, texts: Texts, written: BTreeMap<String, &'static str>) -> Self {
        let marks = marks::marks(&texts);
        // What a code means stands among the words, and is also said as a remedy.
        let explained =
            |code: &Code| Some((code.explanation().to_owned(), *texts.get("explanation")?.get(code.name())?));
        let explained: Vec<(String, &'static str)> = Code::ALL.iter().filter_map(explained).collect();
        let sentences = Sentences::new(written.clone().into_iter().chain(explained));
        Self { language, texts, marks, written, sentences }
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// A text; empty where there is none, which a test sees does not happen.
    #[must_use]
    pub fn get(&self, section: &str, key: &str) -> &'static str {
        self.texts.get(section).and_then(|texts| texts.get(key)).copied().unwrap_or_default()
    }

    /// A text with its `{name}`s filled in. What is filled in is never looked at again.
    #[must_use]
    pub fn fill(&self, section: &str, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(section, key), values)
    }

    /// Names of the sections.
    pub(super) fn sections(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// All texts, as templates see them under `t`.
    #[must_use]
    pub fn texts(&self) -> impl Serialize + use<> {
        self.texts.clone()
    }
}

/// A pattern with its `{name}`s filled in; a name that has no value stays as it is.
pub(super) fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let close = rest.find('}').unwrap_or(0);
        let value = rest.get(1..close).and_then(|name| values.iter().find(|(known, _)| *known == name));
        let (text, used) = value.map_or((&rest[..1], 1), |(_, value)| (*value, close + 1));
        out.push_str(text);
        rest = &rest[used..];
    }
    out.push_str(rest);
    out
}

/// The sentences of a file, kept likewise.
fn flat(shown: &str, text: &str) -> Result<BTreeMap<String, &'static str>, Problem> {
    let read: BTreeMap<String, String> = parse(shown, text, "sentences are written as English sentence → sentence")?;
    Ok(read.into_iter().map(|(english, text)| (english, kept(text))).collect())
}

fn kept(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn parse<T: serde::de::DeserializeOwned>(shown: &str, text: &str, hint: &str) -> Result<T, Problem> {
    serde_saphyr::from_str(text).map_err(|error| {
        let problem = Problem::error(shown, error.without_snippet().to_string());
        let problem = match error.location() {
            Some(place) => problem.at(place.line() as u32, place.column() as u32),
            None => problem,
        };
        problem.hint(hint)
    })
}

/// The texts of a file, each kept to the end of the run: there are few, and all of a report points at them.
fn read(shown: &str, text: &str) -> Result<Texts, Problem> {
    let hint = "words are written as section → key → text, as in the files that `--eject` copies out";
    let read: BTreeMap<String, BTreeMap<String, String>> = parse(shown, text, hint)?;
    let section = |texts: BTreeMap<String, String>| texts.into_iter().map(|(key, text)| (key, kept(text))).collect();
    Ok(read.into_iter().map(|(name, texts)| (name, section(texts))).collect())
}
