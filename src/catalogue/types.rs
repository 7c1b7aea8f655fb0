//! Kinds of documents and registers, and the rules over them: what evidence can look like.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Grade;

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

impl Form {
    /// Whether documents of this form can stand as evidence of service management by themselves.
    #[must_use]
    pub fn is_evidence(self) -> bool {
        matches!(self, Self::Document | Self::Record)
    }
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
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    /// Whether commands in a document tell that it is one of these too.
    pub commands: bool,
    /// What people call it, by language.
    pub names: BTreeMap<String, Vec<String>>,
    /// What else people say they do without when they have none ("internal audits", "written agreements").
    pub lacking: BTreeMap<String, Vec<String>>,
    /// What it may cover, by topic id.
    pub topics: BTreeMap<String, Topic>,
}

/// Something a document says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Topic {
    /// In a few words, fitting behind "does not say".
    pub says: String,
    /// The patterns, by language.
    pub words: BTreeMap<String, Vec<String>>,
}

/// A kind of register.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    /// How an auditor draws a sample of its rows.
    pub sample: Option<Sampling>,
    /// What its rows say is to be done again.
    pub due: Vec<Due>,
    /// What people call it, by language.
    pub names: BTreeMap<String, Vec<String>>,
    /// What one row of it is called, where an export of several kinds says so ("incident", "INC").
    pub rows: BTreeMap<String, Vec<String>>,
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
#[derive(Debug, Clone, Serialize, Deserialize)]
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

/// How an auditor draws a sample of a register's rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sampling {
    /// Columns by whose values rows are put into strata, the weightiest first.
    pub by: Vec<String>,
    /// The date whose month makes strata too.
    pub date: Option<String>,
    /// What makes a row likelier to be drawn.
    pub risk: Vec<Risk>,
}

/// Something that makes a row worth a look.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Risk {
    /// What it is, in a few words.
    pub says: String,
    /// How much likelier such a row is drawn, 1–4.
    pub weight: u8,
    /// SQL over the register's columns, true for such a row.
    pub when: String,
    /// Where it is written, for messages: file, line, column.
    #[serde(skip)]
    pub origin: (String, u32, u32),
}

/// What a row says is to be done again, for the calendar.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Due {
    /// What is done, fitting before the row's name.
    pub says: String,
    /// The column with the name.
    pub names: String,
    /// The column with the next date.
    pub next: Option<String>,
    /// The column with the last date.
    pub last: Option<String>,
    /// A column that says yes once it is done.
    pub done: Option<String>,
    /// The obligation whose interval says when it is due again, where no next date stands.
    pub obligation: Option<String>,
}

/// A rule over the rows of one register.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    /// The auditors' tests that it decides.
    pub tests: Vec<String>,
    /// SQL over the register's columns, true for a bad row.
    pub when: String,
    /// Where it is written, for messages: file, line, column.
    #[serde(skip)]
    pub origin: (String, u32, u32),
}

/// A rule between documents and registers.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    /// The auditors' tests that it decides.
    pub tests: Vec<String>,
    /// Returns one row per violation, with `path` and `place`.
    pub sql: String,
    /// Where it is written, for messages: file, line, column.
    #[serde(skip)]
    pub origin: (String, u32, u32),
}

/// Something that auditors compare, between documents (`X01`) or in the records of a process (`A01`).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuditTest {
    /// Its id.
    pub id: String,
    /// What must hold.
    pub title: String,
    /// The clauses it bears on.
    pub clauses: Vec<String>,
    /// Obligations whose own checks decide it, beside the rules that name it.
    pub checks: Vec<String>,
    /// Why data cannot decide it, or not all of it.
    pub reason: Option<String>,
}
