//! What one document shows, before anyone asks a question of it: what it is, whose and in which
//! state, who controls it, what it commits to, which registers it holds. Pure, one document at a
//! time, so that it runs in parallel and can be cached by content.

mod aliases;
mod called;
mod cells;
mod control;
mod intervals;
mod kind;
mod languages;
mod levels;
mod matter;
mod names;
mod organisations;
mod placeholders;
mod register;
mod spaced;
mod state;
mod stated;
mod tables;
mod times;
mod told;
mod topics;
mod units;
mod values;

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, Label, RegisterMap, Vocabulary};
use crate::document::{Document, Place, Source, Values};
pub use cells::DateOrder;
pub use levels::LevelFact;
use names::Dated;
pub use tables::{LeftOut, Odd, Reading, TableFact};
pub use times::TimeFact;
pub use topics::{LOOSE, NAMED};
use units::Units;

/// Everything known of one document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// ISO 639-1 code of the language most of it is in.
    pub language: String,
    /// Its title, from front matter, first heading or file name.
    pub title: String,
    /// How many words of running text it holds.
    pub words: u32,
    /// What it is, best first; empty: none of the known types.
    pub kinds: Vec<DocumentKind>,
    /// Its state and why.
    pub state: StateFact,
    /// Who controls it.
    pub control: Vec<ControlFact>,
    /// How it writes dates in numbers.
    pub date_order: DateOrder,
    /// The date it is about, for records.
    pub date: Option<Date>,
    /// The days of its entries, oldest first, where it is a log that nothing else dates.
    pub days: Vec<Date>,
    /// What it says about the catalogue's topics.
    pub topics: Vec<TopicFact>,
    /// How often it says that things are done.
    pub intervals: Vec<IntervalFact>,
    /// How available it says that services have to be.
    pub levels: Vec<LevelFact>,
    /// Times to respond and to restore that it demands or promises.
    pub times: Vec<TimeFact>,
    /// Tables that are registers.
    pub registers: Vec<RegisterFact>,
    /// Every table and what was made of it.
    pub tables: Vec<TableFact>,
    /// Organisations it names, most often named first.
    pub organisations: Vec<(String, u32)>,
    /// How it begins: its title, its first sentences, its headers and footers; folded, cut short.
    pub letterhead: Vec<String>,
    /// Whose mail addresses it gives.
    pub mail_hosts: Vec<MailHost>,
    /// Clauses it says it satisfies.
    pub claims: Vec<Claim>,
    /// What it says that an organisation is called for short: the name in full, and the short one.
    pub aliases: Vec<(String, String)>,
    /// Its distinct folded words (at most some thousands), to look up names found elsewhere; of scripts without
    /// spaces, what stands side by side ([`crate::text::terms`]).
    pub vocabulary: Vec<String>,
    /// Anything ambiguous about it, for the reader: dates that can be read two ways, two versions …
    pub remarks: Vec<String>,
}

/// The host of a mail address: people write from their own organisation's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailHost {
    /// What stands before the top-level domain (`rochebrune-numerique`), in small letters.
    pub host: String,
    /// How the text writes it ("Rochebrune Numérique"); empty where it does not.
    pub name: String,
}

/// One thing a document is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentKind {
    /// Document or register type.
    pub id: String,
    /// 0–1.
    pub confidence: f32,
    /// What showed it.
    pub reasons: Vec<String>,
}

/// Whether a document counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Used and valid.
    InForce,
    /// Not yet in force.
    Draft,
    /// No longer in force.
    Superseded,
    /// Not filled in.
    Template,
    /// Another organisation's.
    Foreign,
    /// A record of something that happened.
    Record,
    /// None of these can be told.
    #[default]
    Unclassified,
}

impl State {
    /// As written everywhere.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Draft => "draft",
            Self::Superseded => "superseded",
            Self::Template => "template",
            Self::Foreign => "foreign",
            Self::Record => "record",
            Self::Unclassified => "unclassified",
        }
    }
}

/// A state and the words that show it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StateFact {
    /// The state.
    pub state: State,
    /// Why, for a person.
    pub reason: String,
    /// Where.
    pub place: Place,
    /// The words.
    pub quote: String,
}

/// One piece of control data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ControlFact {
    /// Which.
    pub label: Label,
    /// The value; empty where the label stands there without one.
    pub value: String,
    /// The value as a date, for those that are dates.
    pub date: Option<Date>,
    /// What the date also can be read as, day and month swapped.
    pub or: Option<Date>,
    /// Where.
    pub place: Place,
    /// Where else it stands; `None`: in the document itself.
    pub from: Option<Elsewhere>,
}

/// Where control data stands that a document does not give itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Elsewhere {
    /// In another document, such as the list of documents: its path.
    Document(String),
    /// In the git history: the commit, in hexadecimal.
    Git(String),
}

impl fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(path) => f.write_str(path),
            Self::Git(commit) => write!(f, "git history, commit {}", commit.get(..12).unwrap_or(commit)),
        }
    }
}

/// How a sentence treats a topic, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Force {
    /// Its words occur in a heading, pointer, definition, question or fragment.
    Mentions,
    /// It is meant to be done later.
    Promises,
    /// It is said not to be done.
    Negates,
    /// It is said to be done.
    Commits,
}

/// A topic in a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopicFact {
    /// Document type that owns the topic.
    pub document: String,
    /// Topic id.
    pub topic: String,
    /// How the sentence treats it.
    pub force: Force,
    /// Where.
    pub place: Place,
    /// The sentence.
    pub quote: String,
    /// How clearly that sentence says it: more when its own words do, not those above it, and in several ways.
    pub weight: u8,
    /// How many sentences of the document treat it so.
    pub count: u32,
    /// Whether only rows of tables do.
    pub only_rows: bool,
}

/// How often something is done, as a document says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntervalFact {
    /// Document type that owns the topic.
    pub document: String,
    /// Topic id.
    pub topic: String,
    /// The interval in days; a month is 31, a year 372 or 366.
    pub days: u32,
    /// Whether the sentence itself says all of the topic, without the heading above it.
    pub whole: bool,
    /// Whether a row of a table says it.
    pub row: bool,
    /// Words between what is done and how often, and those of what is done; 20 more where a heading completes it.
    pub away: u32,
    /// Where.
    pub place: Place,
    /// The sentence.
    pub quote: String,
}

/// A table that is a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegisterFact {
    /// Register type.
    pub register: String,
    /// 0–1.
    pub confidence: f32,
    /// Whether a sheet, file or chapter names it so; else its columns alone tell.
    pub named: bool,
    /// What showed it.
    pub reasons: Vec<String>,
    /// Columns found: id, heading as written, share of rows filled.
    pub columns: Vec<(String, String, f32)>,
    /// Rows; cells in the order of `columns`, empty where nothing is said.
    pub rows: Vec<RegisterRow>,
    /// Where the table begins.
    pub place: Place,
}

/// One row of a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// The number of its row in the table: [`RegisterFact::place_of`] makes a place of it.
    pub number: u32,
    /// Cells in the order of the register's columns: dates as ISO text, numbers plain.
    pub cells: Values,
}

impl RegisterFact {
    /// Where one of its rows stands.
    #[must_use]
    pub fn place_of(&self, row: &RegisterRow) -> Place {
        units::row_place(&self.place, row.number)
    }
}

/// A clause that a document says it satisfies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The clause as written, `8.6.1`.
    pub clause: String,
    /// Where.
    pub place: Place,
    /// The words.
    pub quote: String,
}

impl Facts {
    /// The control data of a label, if the document has any.
    #[must_use]
    pub fn control(&self, label: Label) -> Option<&ControlFact> {
        self.control.iter().find(|fact| fact.label == label)
    }

    /// A label's value that is not blank.
    #[must_use]
    pub fn value(&self, label: Label) -> Option<&str> {
        self.control(label).map(|fact| fact.value.as_str()).filter(|value| !value.is_empty())
    }

    /// A label's value that somebody wrote for readers, not one that only the git history tells.
    #[must_use]
    pub fn written(&self, label: Label) -> Option<&str> {
        let fact = self.control(label).filter(|fact| !matches!(fact.from, Some(Elsewhere::Git(_))));
        fact.map(|fact| fact.value.as_str()).filter(|value| !value.is_empty())
    }
}

/// Derives the facts of one document. `path` is relative to the assessed folder, with `/`.
#[must_use]
pub fn derive(path: &str, document: &Document, catalogue: &Catalogue, vocabulary: &Vocabulary) -> Facts {
    derive_with(path, document, catalogue, vocabulary, &[])
}

/// As [`derive()`], with what the organisation says of the tables of this document.
#[must_use]
pub fn derive_with(
    path: &str,
    document: &Document,
    catalogue: &Catalogue,
    vocabulary: &Vocabulary,
    maps: &[&RegisterMap],
) -> Facts {
    let units = Units::new(document, vocabulary);
    let date_order = cells::date_order(&units, vocabulary);
    let control = control::control(document, &units, date_order.order, vocabulary);
    let title = names::title(path, document, &units, &control);
    let forces = topics::forces(&units);
    let topics = topics::topics(&units, &forces, vocabulary);
    let (registers, tables) = register::registers((path, &title), document, catalogue, vocabulary, maps);
    let fields = document.properties.iter().filter(|property| property.source == Source::FrontMatter).count();
    let mail = control::is_mail(document);
    let controlled = matter::is_kept(&control);
    let clues = kind::Clues {
        path,
        title: &title,
        units: &units,
        topics: &topics,
        registers: &registers,
        fields,
        mail,
        controlled,
    };
    let kinds = kind::kinds(&clues, catalogue, vocabulary);
    let organisations = organisations::organisations(&units, &control, vocabulary);
    let clues = state::Clues {
        path,
        title: &title,
        units: &units,
        control: &control,
        kinds: &kinds,
        registers: &registers,
        organisations: &organisations,
        mail,
    };
    let state = state::state(&clues, catalogue, vocabulary);
    // After the state: a mail is in force no more than any other for having a sender.
    let sent = control::sender(document, &control, date_order.order, vocabulary);
    let control: Vec<ControlFact> = control.into_iter().chain(sent).collect();
    let mut dates = cells::Fields::new(vocabulary, date_order.order);
    let Dated { date, days } = names::own_date(path, &title, document, &units, &control, &mut dates);
    Facts {
        language: units.language.clone(),
        date_order,
        words: units.words(),
        date,
        days,
        aliases: aliases::aliases(&units, &organisations, vocabulary),
        organisations,
        letterhead: organisations::letterhead(&title, &units),
        mail_hosts: organisations::mail_hosts(document, &units),
        claims: names::claims(document, &units),
        intervals: intervals::intervals(&units, &forces, vocabulary),
        levels: levels::levels(document, &title, &units, vocabulary),
        times: times::times(document, &units, vocabulary),
        vocabulary: units.distinct_words(),
        remarks: control::remarks(&control).into_iter().chain(tables.iter().flat_map(TableFact::remarks)).collect(),
        tables,
        title,
        kinds,
        state,
        control,
        topics,
        registers,
    }
}
