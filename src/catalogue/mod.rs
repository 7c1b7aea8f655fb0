//! The catalogue as the program uses it: clauses and obligations, types of documents and registers,
//! languages, rules. Loaded from `controls/` (inside the binary) and from folders of the user's own,
//! with every mistake shown at once.

mod files;
mod load;
mod vocabulary;
mod written;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use files::{File, Files};
pub use load::load;
pub use vocabulary::{Cue, Field, Folder, Label, Meaning, Value, Vocabulary};

/// Everything known about what is asked and what shows it.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Clauses in the order of the standard.
    pub clauses: Vec<Clause>,
    /// Document types by id.
    pub documents: BTreeMap<String, DocumentType>,
    /// Register types by id.
    pub registers: BTreeMap<String, RegisterType>,
    /// Consistency rules between documents and registers.
    pub rules: Vec<Rule>,
    /// Languages by code.
    pub languages: BTreeMap<String, Language>,
    /// SHA-256 over all files, hexadecimal: what a report was made with.
    pub sha256: String,
}

/// The id under which the obligations of ISO/IEC 20000-1:2018 stand in an assessment.
pub const ISO_20000_1: &str = "iso-20000-1-2018";
/// The edition the obligations follow.
pub const EDITION: &str = "ISO/IEC 20000-1:2018 with Amendment 1:2024";

impl Catalogue {
    /// The obligations of all clauses, in order.
    pub fn obligations(&self) -> impl Iterator<Item = (&Clause, &Obligation)> {
        self.clauses.iter().flat_map(|clause| clause.obligations.iter().map(move |obligation| (clause, obligation)))
    }

    /// What a topic is about; `None` when none of the types has it.
    #[must_use]
    pub fn topic_says(&self, types: &[String], topic: &str) -> Option<&str> {
        let mut topics = types.iter().filter_map(|id| self.documents.get(id)?.topics.get(topic));
        topics.next().map(|topic| topic.says.as_str())
    }
}

/// A last-level clause.
#[derive(Debug, Clone, Serialize)]
pub struct Clause {
    /// Its number, `8.6.1`.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// Who may show it (facts §5.5).
    pub parties: Parties,
    /// A remark of ours.
    pub note: Option<String>,
    /// What it asks, in order.
    pub obligations: Vec<Obligation>,
}

/// One separately checkable duty, in our own words.
#[derive(Debug, Clone, Serialize)]
pub struct Obligation {
    /// `8.6.1/4`.
    pub id: String,
    /// What is asked.
    pub asks: String,
    /// What shows it.
    pub kind: Kind,
    /// Whether the text binds the form.
    pub basis: Basis,
    /// The rung of the ladder its evidence must stand on.
    pub needs: Rung,
    /// 1 detail, 2 normal, 3 the clause stands or falls with it.
    pub weight: u8,
    /// Whether the text asks for planned intervals.
    pub interval: bool,
    /// Who may show it.
    pub parties: Parties,
    /// When there may legitimately be nothing to show yet.
    pub no_occurrence: Option<String>,
    /// What is looked for; all of a side (said, shown) must hold.
    pub evidence: Vec<Check>,
    /// How to close the gap.
    pub remedy: String,
    /// Interview questions.
    pub ask: Vec<String>,
    /// Records an auditor usually samples.
    pub sample: Vec<String>,
    /// Good practice beyond the text.
    pub good: Option<String>,
}

/// What shows that an obligation is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A document the text asks for.
    Documented,
    /// A record the text asks for.
    Record,
    /// Neither: something that is done.
    Activity,
}

/// Whether the text binds the form of the evidence (facts §2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The text names the document or record.
    #[default]
    Explicit,
    /// Required content of such a document.
    Content,
    /// The text prescribes a plan, definition or report but not its form: a missing document alone is advice.
    Implied,
}

/// How far evidence reaches (DESIGN §3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rung {
    /// Nothing found.
    #[default]
    Absent,
    /// Its words occur, in nothing that counts.
    Mentioned,
    /// A filled-in document of the organisation commits to it.
    Documented,
    /// And that document is in force and under control.
    Controlled,
    /// And records show it done.
    Practised,
}

/// Who may show an obligation (facts §5.5).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Parties {
    /// The organisation itself (clauses 4 and 5).
    Own,
    /// Other parties too, while the organisation controls them (clauses 6–10).
    #[default]
    Accountable,
}

/// How much a shortfall weighs (ISO/IEC 17021-1's grades; proposed, never decided, by the program).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Fulfilled, and could be better.
    Opportunity,
    /// A requirement is not fulfilled.
    Minor,
    /// And the management system's ability to reach its results is in doubt.
    Major,
}

/// A kind of evidence check with its parameters.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// Documents in force cover the topics.
    Document(DocumentCheck),
    /// A dated record of one of the types covers the topics.
    Record(DocumentCheck),
    /// A register has the columns and recent rows.
    Register(RegisterCheck),
    /// One of them is enough.
    Any(Vec<Check>),
    /// Only asking or watching shows it.
    Ask(String),
}

/// Parameters of [`Check::Document`] and [`Check::Record`].
#[derive(Debug, Clone, Serialize)]
pub struct DocumentCheck {
    /// Alternatives.
    pub types: Vec<String>,
    /// Topics that must all be covered.
    pub topics: Vec<String>,
    /// Oldest acceptable age in days, for records.
    pub within_days: Option<u32>,
}

/// Parameters of [`Check::Register`].
#[derive(Debug, Clone, Serialize)]
pub struct RegisterCheck {
    /// Alternatives.
    pub types: Vec<String>,
    /// Columns that must be there and mostly filled.
    pub columns: Vec<String>,
    /// Oldest acceptable age of the newest row, in days.
    pub within_days: Option<u32>,
    /// Fewest rows.
    pub rows: u32,
}

/// Whether the standard asks for a document or register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    /// It names it.
    Explicit,
    /// It cannot be shown without something like it.
    Implied,
    /// It does not; it is usual.
    Common,
}

/// How a document of a type lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Kept up to date.
    Document,
    /// Dated, about one event or period.
    Record,
    /// Belongs to another management system (information security, quality): it may show an activity in
    /// part, never stand for a document or record of service management.
    Adjacent,
    /// Looks like evidence and is none.
    Other,
}

/// Which control data an auditor wants to see on a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Control {
    /// Owner, version, date, approver.
    Policy,
    /// Owner, version, date, approver.
    Plan,
    /// Parties, date, approver.
    Agreement,
    /// Owner or approver, version or date.
    Procedure,
    /// A date.
    Record,
    /// Nothing.
    #[default]
    None,
}

/// A kind of document.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentType {
    /// Its id, also its file name.
    pub id: String,
    /// What it is called here.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Clauses it bears on.
    pub clauses: Vec<String>,
    /// Whether the standard asks for it.
    pub asked: Asked,
    /// How it lives.
    pub form: Form,
    /// Which control data it wants.
    pub control: Control,
    /// Types of which it is often a chapter.
    pub part_of: Vec<String>,
    /// What people call it, by language.
    pub names: BTreeMap<String, Vec<String>>,
    /// What it may cover, by topic id.
    pub topics: BTreeMap<String, Topic>,
}

/// Something a document says.
#[derive(Debug, Clone, Serialize)]
pub struct Topic {
    /// In a few words, fitting behind "does not say".
    pub says: String,
    /// The patterns, by language.
    pub words: BTreeMap<String, Vec<String>>,
}

/// A kind of register.
#[derive(Debug, Clone, Serialize)]
pub struct RegisterType {
    /// Its id, also its file name.
    pub id: String,
    /// What it is called here.
    pub title: String,
    /// What a row is.
    pub about: String,
    /// Clauses it bears on.
    pub clauses: Vec<String>,
    /// Whether the standard asks for it.
    pub asked: Asked,
    /// What people call it, by language.
    pub names: BTreeMap<String, Vec<String>>,
    /// Its columns by id.
    pub columns: BTreeMap<String, Column>,
    /// What must not be seen in a row.
    pub rules: Vec<RowRule>,
}

impl RegisterType {
    /// The name of its table in the index.
    #[must_use]
    pub fn table(&self) -> String {
        self.id.replace('-', "_")
    }
}

/// A column of a register.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Whether it helps to tell this register from others.
    pub identifies: bool,
    /// What people call it, by language.
    pub words: BTreeMap<String, Vec<String>>,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnKind {
    /// An identifier.
    Id,
    /// Anything.
    #[default]
    Text,
    /// A date.
    Date,
    /// A number.
    Number,
    /// A percentage.
    Percent,
    /// A person or role.
    Person,
    /// Yes or no.
    Bool,
}

/// A rule over the rows of one register.
#[derive(Debug, Clone, Serialize)]
pub struct RowRule {
    /// Its id.
    pub id: String,
    /// What it says of a row; `{column}` is filled in.
    pub says: String,
    /// How much it weighs.
    pub grade: Grade,
    /// The obligations it bears on.
    pub obligations: Vec<String>,
    /// What to do.
    pub remedy: Option<String>,
    /// SQL over the register's columns, true for a bad row.
    pub when: String,
    /// Where it is written, for messages: file, line, column.
    #[serde(skip)]
    pub origin: (String, u32, u32),
}

/// A rule between documents and registers.
#[derive(Debug, Clone, Serialize)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The clauses it bears on.
    pub clauses: Vec<String>,
    /// The obligations it bears on.
    pub obligations: Vec<String>,
    /// How much it weighs.
    pub grade: Grade,
    /// What it says; `{column}` is filled in.
    pub says: String,
    /// What to do.
    pub remedy: String,
    /// Returns one row per violation, with `path` and `place`.
    pub sql: String,
    /// Where it is written, for messages: file, line, column.
    #[serde(skip)]
    pub origin: (String, u32, u32),
}

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

/// A language's own words; the pattern lists by [`Cue`], [`Label`] … are in [`Language::words`].
#[derive(Debug, Clone, Serialize)]
pub struct Language {
    /// ISO 639-1 code.
    pub code: String,
    /// Its English name.
    pub title: String,
    /// Whether it is written with spaces.
    pub tokens: Tokens,
    /// Endings a word may take.
    pub inflections: Vec<String>,
    /// Names of the twelve months.
    pub months: Vec<Vec<String>>,
    /// Whether 03/04/2026 is in March.
    pub month_first: bool,
    /// How people say how often: days and patterns.
    pub intervals: Vec<(u32, Vec<String>)>,
    /// What ends an organisation's legal name.
    pub legal_forms: Vec<String>,
    /// Patterns by what they mean.
    #[serde(skip)]
    pub words: Vec<(vocabulary::Meaning, String)>,
}
