//! The catalogue's words compiled for matching: one lexicon for running text, one for what things are
//! called (titles, file names, headings), one for fields (labels, column headings, values, folders).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use super::Catalogue;
use super::named::{Cue, Folder, Label, Value};
use super::subjects::Subjects;
use crate::text::date::Months;
use crate::text::fold::is_ideographic;
use crate::text::lexicon::{Key, Lexicon, LexiconBuilder};
use crate::text::times::{Words, WordsBuilder};

/// What a matched pattern stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Meaning {
    /// A document type is named: index into [`Vocabulary::documents`].
    Document(u16),
    /// What people say they lack when they have no such document: index into [`Vocabulary::documents`].
    Lacking(u16),
    /// A register type is named: index into [`Vocabulary::registers`].
    Register(u16),
    /// One row of a register is named: index into [`Vocabulary::registers`].
    Row(u16),
    /// A topic is said: index into [`Vocabulary::topics`].
    Topic(u16),
    /// A topic may be said: what one of its patterns names, with what another says of it.
    Loosely(u16),
    /// A topic is said where its matter belongs: in a document of its type, not elsewhere.
    AtHome(u16),
    /// A column: index of the register, index into its columns.
    Column(u16, u16),
    /// A sentence's or status field's cue.
    Cue(Cue),
    /// A control-data label.
    Label(Label),
    /// What a cell's value says.
    Value(Value),
    /// What a folder's name says of its files.
    Folder(Folder),
    /// An interval in days ("quarterly").
    Interval(u32),
}

/// Before a pattern of a topic that says it in a document of its type only: "audits" need not be named there.
pub(super) const AT_HOME: &str = "~ ";

/// A topic's owner and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TopicRef {
    /// The document type, or guidance, it belongs to.
    pub document: String,
    /// Its id there.
    pub topic: String,
}

/// All patterns of a catalogue, compiled.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Topics, cues and intervals, for running text.
    pub prose: Lexicon,
    /// Names of document and register types, for titles, file names and headings.
    pub names: Lexicon,
    /// Labels, columns, values, folders and states, for fields.
    pub fields: Lexicon,
    /// The labels among those: what is asked of every line of a document's head and end.
    pub labels: Lexicon,
    /// Document types by index.
    pub documents: Vec<String>,
    /// Register types by index.
    pub registers: Vec<String>,
    /// Column ids by register index.
    pub columns: Vec<Vec<String>>,
    /// Topics by index.
    pub topics: Vec<TopicRef>,
    /// Words that tell what a document is about.
    pub subjects: Subjects,
    /// Names of months of all languages.
    pub months: Months,
    /// Words of promised times, of all languages.
    pub times: Words,
    /// By register and column, the names of the column, folded, and how usual each is: 0 for the first one.
    pub usual: Vec<Vec<HashMap<String, u8, RandomState>>>,
    /// Legal forms of all languages (`Ltd`, `GmbH`).
    pub legal_forms: HashSet<String, RandomState>,
    /// Those written without a space to the name (`株式会社`).
    pub ideographic_forms: Vec<String>,
    /// Kinds of institutions that stand before their name (`University of`, `Gemeente`), of all languages, by their
    /// first word.
    pub institutions: HashMap<String, Vec<String>, RandomState>,
    /// Small words of names, of all languages.
    pub naming: super::Naming,
    /// Words with which a question begins, folded, of all languages.
    pub asking: BTreeSet<String>,
    /// Verbs by which a document says that it replaces another, as written, in small letters, of all languages.
    pub replaces: Vec<String>,
    /// Words of a title that say nothing of what it is about, folded, of all languages.
    pub fillers: BTreeSet<String>,
    /// Languages by code, and whether 03/04/2026 is in March there.
    pub languages: BTreeMap<String, bool>,
    meanings: Vec<Meaning>,
}

impl Vocabulary {
    /// What a key of the lexicons stands for.
    #[must_use]
    pub fn meaning(&self, key: Key) -> Meaning {
        self.meanings[key as usize]
    }

    /// Compiles a catalogue's words; patterns that do not parse were reported when it was loaded.
    #[must_use]
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut compiler = Compiler::default();
        for language in catalogue.languages.values() {
            compiler.language(language);
        }
        catalogue.documents.values().for_each(|document| compiler.document(document));
        catalogue.registers.values().for_each(|register| compiler.register(register));
        for guidance in &catalogue.guidance {
            compiler.topics(&guidance.id, &guidance.topics);
        }
        compiler.vocabulary.subjects = Subjects::new(catalogue);
        compiler.vocabulary.times = times(catalogue);
        compiler.finish()
    }
}

/// The words of promised times of all languages, compiled.
#[must_use]
pub fn times(catalogue: &Catalogue) -> Words {
    let mut words = WordsBuilder::default();
    for language in catalogue.languages.values() {
        words.language(&language.code, &language.inflections, &language.times);
    }
    words.build()
}

/// A pattern to be compiled: its language, itself, what it stands for.
type Entry<'a> = (&'a str, Cow<'a, str>, Key);

#[derive(Default)]
struct Compiler<'a> {
    vocabulary: Vocabulary,
    keys: HashMap<Meaning, Key>,
    languages: Vec<&'a super::Language>,
    prose: Vec<Entry<'a>>,
    names: Vec<Entry<'a>>,
    fields: Vec<Entry<'a>>,
    labels: Vec<Entry<'a>>,
}

fn compiled(
    languages: &[&super::Language],
    endings: fn(&super::Language) -> &[String],
    entries: &[Entry<'_>],
) -> Lexicon {
    let mut builder = LexiconBuilder::default();
    for language in languages {
        builder.language(&language.code, endings(language));
    }
    for (language, written, key) in entries {
        // A pattern that does not parse was reported by the loader, with its place.
        let _ = builder.add(language, written, *key);
    }
    builder.build()
}

/// Endings that words of running text and of fields may take.
fn of_prose(language: &super::Language) -> &[String] {
    &language.inflections
}

/// Endings that words of names may take.
fn of_names(language: &super::Language) -> &[String] {
    &language.name_inflections
}

/// All that a topic's patterns have on their first side with all they have on their second: people
/// combine the words of a matter in more ways than anybody writes down.
fn loose(patterns: &[String]) -> Option<String> {
    let anywhere = patterns.iter().filter(|pattern| !pattern.starts_with(AT_HOME));
    let sides: Vec<Vec<&str>> = anywhere.map(|pattern| pattern.split('&').collect()).collect();
    let both = || sides.iter().filter(|sides| sides.len() == 2);
    (both().count() >= 2).then(|| {
        let side = |number: usize| both().map(|sides| sides[number].trim()).collect::<Vec<_>>().join(" | ");
        format!("{} & {}", side(0), side(1))
    })
}

/// A rank beyond which no name of a column is more usual than another.
pub const UNUSUAL: u8 = 99;

/// The names of a column with how usual each is, in the language that begins with it.
fn usual(words: &BTreeMap<String, Vec<String>>) -> HashMap<String, u8, RandomState> {
    let mut ranks = HashMap::default();
    for (rank, word) in words.values().flat_map(|words| (0..=UNUSUAL).zip(words)) {
        let known = ranks.entry(crate::text::fold(word)).or_insert(rank);
        *known = rank.min(*known);
    }
    ranks
}

impl<'a> Compiler<'a> {
    fn key(&mut self, meaning: Meaning) -> Key {
        let next = self.vocabulary.meanings.len() as Key;
        let key = *self.keys.entry(meaning).or_insert(next);
        if key == next {
            self.vocabulary.meanings.push(meaning);
        }
        key
    }

    fn add(&mut self, language: &'a str, pattern: impl Into<Cow<'a, str>>, meaning: Meaning) {
        let pattern = pattern.into();
        let key = self.key(meaning);
        let (prose, names, fields) = match meaning {
            Meaning::Document(_) | Meaning::Register(_) => (false, true, false),
            Meaning::Column(..)
            | Meaning::Row(_)
            | Meaning::Label(_)
            | Meaning::Value(_)
            | Meaning::Folder(_)
            | Meaning::Cue(Cue::Blank | Cue::Proposed) => (false, false, true),
            Meaning::Cue(Cue::Draft | Cue::Superseded | Cue::InForce | Cue::Template | Cue::Reference) => {
                (true, false, true)
            }
            Meaning::Lacking(_)
            | Meaning::Topic(_)
            | Meaning::Loosely(_)
            | Meaning::AtHome(_)
            | Meaning::Interval(_)
            | Meaning::Cue(_) => (true, false, false),
        };
        let label = matches!(meaning, Meaning::Label(_));
        let targets =
            [(label, &mut self.labels), (prose, &mut self.prose), (names, &mut self.names), (fields, &mut self.fields)];
        for (_, entries) in targets.into_iter().filter(|(wanted, _)| *wanted) {
            entries.push((language, pattern.clone(), key));
        }
    }

    fn add_all(&mut self, words: &'a BTreeMap<String, Vec<String>>, meaning: Meaning) {
        for (language, patterns) in words {
            patterns.iter().for_each(|pattern| self.add(language, pattern.as_str(), meaning));
        }
    }

    fn language(&mut self, language: &'a super::Language) {
        self.languages.push(language);
        self.vocabulary.languages.insert(language.code.clone(), language.month_first);
        for (number, names) in (1..).zip(&language.months) {
            names.iter().for_each(|name| self.vocabulary.months.add(name, number));
        }
        self.vocabulary.legal_forms.extend(language.legal_forms.iter().cloned());
        let ideographic = language.legal_forms.iter().filter(|form| form.contains(is_ideographic));
        self.vocabulary.ideographic_forms.extend(ideographic.cloned());
        self.vocabulary.naming.extend(&language.naming);
        self.vocabulary.asking.extend(language.asking.iter().map(|word| crate::text::fold(word)));
        self.vocabulary.replaces.extend(language.replaces.iter().cloned());
        for kind in &language.institutions {
            let first = kind.split(' ').next().unwrap_or_default();
            self.vocabulary.institutions.entry(first.to_owned()).or_default().push(kind.clone());
        }
        self.vocabulary.fillers.extend(language.fillers.iter().map(|word| crate::text::fold(word)));
        for (meaning, pattern) in &language.words {
            // Levels of availability are read from documents, too.
            let for_rules = |value: &Value| value.is_for_rules() && *value != Value::Availability;
            if !matches!(meaning, Meaning::Value(value) if for_rules(value)) {
                self.add(&language.code, pattern.as_str(), *meaning);
            }
        }
        for (days, patterns) in &language.intervals {
            patterns.iter().for_each(|pattern| self.add(&language.code, pattern.as_str(), Meaning::Interval(*days)));
        }
    }

    fn document(&mut self, document: &'a super::DocumentType) {
        let index = self.vocabulary.documents.len() as u16;
        self.vocabulary.documents.push(document.id.clone());
        self.add_all(&document.names, Meaning::Document(index));
        self.add_all(&document.lacking, Meaning::Lacking(index));
        self.topics(&document.id, &document.topics);
    }

    /// The topics of a document type, or those that are a guidance's own.
    fn topics(&mut self, of: &str, topics: &'a BTreeMap<String, super::Topic>) {
        for (id, topic) in topics {
            let index = self.vocabulary.topics.len() as u16;
            self.vocabulary.topics.push(TopicRef { document: of.to_owned(), topic: id.clone() });
            for (language, patterns) in &topic.words {
                for pattern in patterns {
                    match pattern.strip_prefix(AT_HOME) {
                        Some(pattern) => self.add(language, pattern, Meaning::AtHome(index)),
                        None => self.add(language, pattern.as_str(), Meaning::Topic(index)),
                    }
                }
                if let Some(loose) = loose(patterns) {
                    self.add(language, loose, Meaning::Loosely(index));
                }
            }
        }
    }

    fn register(&mut self, register: &'a super::RegisterType) {
        let index = self.vocabulary.registers.len() as u16;
        self.vocabulary.registers.push(register.id.clone());
        self.vocabulary.columns.push(register.columns.keys().cloned().collect());
        self.vocabulary.usual.push(register.columns.values().map(|column| usual(&column.words)).collect());
        self.add_all(&register.names, Meaning::Register(index));
        self.add_all(&register.rows, Meaning::Row(index));
        for (number, column) in (0..).zip(register.columns.values()) {
            self.add_all(&column.words, Meaning::Column(index, number));
        }
    }

    fn finish(mut self) -> Vocabulary {
        let languages = &self.languages;
        let (prose, (names, fields)) = rayon::join(
            || compiled(languages, of_prose, &self.prose),
            || {
                rayon::join(
                    || compiled(languages, of_names, &self.names),
                    || compiled(languages, of_prose, &self.fields),
                )
            },
        );
        self.vocabulary.labels = compiled(languages, of_prose, &self.labels);
        self.vocabulary.prose = prose;
        self.vocabulary.names = names;
        self.vocabulary.fields = fields;
        self.vocabulary
    }
}
