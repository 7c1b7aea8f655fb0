//! The index as a SQLite database: `documents`, `document_types`, `topics`, `mentions`, `clauses`, and one table
//! for each register type (its id with `_`), each with `path`, `place`, `part`, `row` and the type's
//! columns. `register_columns` says which of them a table really has: `part` counts the tables of a file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, params, params_from_iter};

use super::budget::Budget;
use super::functions::Made;
use super::spoken::Spoken;
use super::{Entry, TAKEN, counts, functions};
use crate::catalogue::{Catalogue, ColumnKind, Label, RegisterType};
use crate::facts::{RegisterFact, TimeFact};
use crate::text::fold::is_ideographic;
use crate::text::{fold, terms};

/// The database, in memory.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
    /// Folded: people leave them out where they name a company.
    legal_forms: BTreeSet<String>,
    /// How much work a rule may be.
    pub(super) budget: Budget,
    /// Lists that a statement made.
    pub(super) made: Made,
}

/// Kinds of names that are looked for in all documents, and where they come from.
const MENTIONED: [(&str, &str); 4] = [
    ("service", "select distinct name from services where name is not null"),
    ("customer", "select distinct customer from customers where customer is not null"),
    (
        "supplier",
        "select supplier from suppliers where supplier is not null union
         select supplier from supplier_contracts where supplier is not null",
    ),
    ("incident", "select distinct id from incident_records where id is not null and is_yes(major)"),
];

const SCHEMA: &str = "
create table documents(path text primary key, title text, format text, sha256 text, state text, state_reason text, language text,
  owner text, version text, approver text, approved_on text, next_review text, date text);
create table document_types(path text, type text, confidence real);
create table topics(path text, type text, topic text, force text, place text, quote text);
create table levels(path text, place text, subject text, level real, is_target integer);
create table times(path text, place text, subject text, measure text, priority text, least integer, most integer,
  basis text, said text);
create table mentions(kind text, name text, path text);
create table id_shapes(register text, shape text, first text, last text);
create table clauses(clause text primary key, title text);
create table register_columns(path text, register text, part integer, \"column\" text, heading text,
  primary key (path, register, part, \"column\"));
";

/// What the identifiers of each register look like, and the first and last of each: rules ask it of logs of a million rows.
#[derive(Default)]
struct Shapes<'a>(BTreeMap<(&'a str, String), (String, String)>);

impl<'a> Shapes<'a> {
    fn add(&mut self, fact: &'a RegisterFact) {
        let Some(column) = fact.columns.iter().position(|(id, ..)| id == "id") else { return };
        for id in fact.rows.iter().filter_map(|row| row.cells.get(column)) {
            let ordinal = functions::ordinal(id);
            let known = self.0.entry((&fact.register, functions::shape(id)));
            let (first, last) = known.or_insert_with(|| (ordinal.clone(), ordinal.clone()));
            if ordinal < *first {
                *first = ordinal;
            } else if ordinal > *last {
                *last = ordinal;
            }
        }
    }

    fn insert(&self, connection: &Connection) -> Result<()> {
        let mut insert = connection.prepare("insert into id_shapes values (?, ?, ?, ?)")?;
        for ((register, shape), (first, last)) in &self.0 {
            insert.execute((register, shape, first, last))?;
        }
        Ok(())
    }
}

impl Database {
    /// An empty database with all tables of a catalogue.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn empty(catalogue: &Catalogue) -> Result<Self> {
        let connection = Connection::open_in_memory().context("cannot open the evidence index")?;
        connection.execute_batch(SCHEMA)?;
        for register in catalogue.registers.values() {
            connection
                .execute_batch(&table_sql(register))
                .with_context(|| format!("table of register `{}`", register.id))?;
        }
        let made = functions::register(&connection, catalogue)?;
        let mut insert = connection.prepare("insert into clauses values (?, ?)")?;
        for clause in catalogue.clauses.iter().filter(|clause| !clause.obligations.is_empty()) {
            insert.execute((&clause.clause, &clause.title))?;
        }
        drop(insert);
        let forms = catalogue.languages.values().flat_map(|language| &language.legal_forms);
        Ok(Self { connection, budget: Budget::default(), made, legal_forms: forms.map(|form| fold(form)).collect() })
    }

    pub(super) fn build(documents: &[Entry], catalogue: &Catalogue) -> Result<Self> {
        let database = Self::empty(catalogue)?;
        database.connection.execute_batch("begin")?;
        let mut shapes = Shapes::default();
        for entry in documents {
            database.insert_document(entry)?;
            for (part, fact) in (1..).zip(&entry.facts.registers) {
                // What does not count is in `documents` with its state; its rows would be taken for real ones.
                if counts(&entry.facts) && fact.confidence >= TAKEN {
                    database.insert_register(entry, part, fact, &catalogue.registers[&fact.register])?;
                    shapes.add(fact);
                }
            }
        }
        shapes.insert(&database.connection)?;
        // Rules look records up by their id, once for every reference to one.
        for register in catalogue.registers.values().filter(|register| register.columns.contains_key("id")) {
            let table = register.table();
            database.connection.execute_batch(&format!("create index \"{table}_by_id\" on \"{table}\"(id)"))?;
        }
        database.insert_mentions(documents)?;
        database.connection.execute_batch("commit")?;
        Ok(database.locked())
    }

    /// From here on statements can read tables and call functions, nothing else: no file is attached,
    /// nothing is changed, whatever a catalogue or a user writes.
    #[must_use]
    pub(super) fn locked(mut self) -> Self {
        self.lock();
        self
    }

    fn lock(&mut self) {
        let lock = |context: AuthContext<'_>| match context.action {
            AuthAction::Select
            | AuthAction::Read { .. }
            | AuthAction::Recursive
            | AuthAction::Pragma { pragma_name: "table_info", .. } => Authorization::Allow,
            AuthAction::Function { function_name } if function_name != "load_extension" => Authorization::Allow,
            _ => Authorization::Deny,
        };
        // It fails only when the connection is busy, and it is not: nothing runs yet.
        let _ = self.connection.authorizer(Some(lock));
        self.budget.watch(&mut self.connection);
    }

    /// Runs a query of the user's: names of the columns, rows as text.
    ///
    /// # Errors
    /// When the query is no query, or would do more than read.
    pub fn query(&self, sql: &str) -> Result<(Vec<String>, Vec<Vec<String>>)> {
        self.made.clear();
        let mut statement = self.connection.prepare(sql)?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((0..names.len()).map(|i| Ok(text_of(row.get_ref(i)?))).collect::<rusqlite::Result<_>>()?);
        }
        Ok((names, found))
    }

    /// The connection, for rules.
    #[must_use]
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Writes the database to a file that any SQLite tool reads.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&mut self, path: &Path) -> Result<()> {
        if path.exists() {
            std::fs::remove_file(path)?;
        }
        // The program's own copy is no statement of a catalogue or a user.
        self.connection.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
        let saved = self.connection.execute("vacuum into ?1", [path.to_string_lossy()]);
        self.lock();
        saved.with_context(|| format!("cannot write {}", path.display()))?;
        Ok(())
    }

    fn insert_document(&self, entry: &Entry) -> Result<()> {
        let facts = &entry.facts;
        let date = |label: Label| facts.control(label).and_then(|fact| fact.date).map(|date| date.to_string());
        let text = |label: Label| facts.value(label).map(str::to_owned);
        let row: [Option<String>; 13] = [
            Some(entry.path.clone()),
            Some(facts.title.clone()),
            Some(format!("{:?}", entry.format).to_lowercase()),
            Some(entry.sha256.clone()),
            Some(facts.state.state.name().to_owned()),
            Some(facts.state.reason.clone()),
            Some(facts.language.clone()),
            text(Label::Owner),
            // A count of changes is no version that a list of documents could give.
            facts.written(Label::Version).map(str::to_owned),
            text(Label::Approver),
            date(Label::ApprovedOn),
            date(Label::NextReview),
            facts.date.map(|date| date.to_string()),
        ];
        let mut insert = self.connection.prepare_cached("insert into documents values (?,?,?,?,?,?,?,?,?,?,?,?,?)")?;
        insert.execute(params_from_iter(row))?;
        let mut insert = self.connection.prepare_cached("insert into document_types values (?,?,?)")?;
        for kind in &facts.kinds {
            insert.execute((&entry.path, &kind.id, f64::from(kind.confidence)))?;
        }
        let mut insert = self.connection.prepare_cached("insert into topics values (?,?,?,?,?,?)")?;
        for topic in &facts.topics {
            let force = format!("{:?}", topic.force).to_lowercase();
            insert.execute((
                &entry.path,
                &topic.document,
                &topic.topic,
                force,
                topic.place.to_string(),
                &topic.quote,
            ))?;
        }
        let mut insert = self.connection.prepare_cached("insert into times values (?,?,?,?,?,?,?,?,?)")?;
        for TimeFact { subject, time, place } in &facts.times {
            let (measure, basis) = (time.measure.name(), time.basis.name());
            let limits = (time.least, time.most);
            insert.execute(params![
                entry.path,
                place.to_string(),
                subject,
                measure,
                time.priority,
                limits.0,
                limits.1,
                basis,
                time.said
            ])?;
        }
        let mut insert = self.connection.prepare_cached("insert into levels values (?,?,?,?,?)")?;
        for level in &facts.levels {
            let place = level.place.to_string();
            insert.execute((&entry.path, place, &level.subject, level.percent, level.is_target))?;
        }
        Ok(())
    }

    fn insert_register(&self, entry: &Entry, part: i64, fact: &RegisterFact, kind: &RegisterType) -> Result<()> {
        let columns: Vec<String> = fact.columns.iter().map(|(id, ..)| quoted(id)).collect();
        let marks = vec!["?"; columns.len() + 4].join(",");
        let sql = format!(
            "insert into {}(path, place, part, row, {}) values ({marks})",
            quoted(&kind.table()),
            columns.join(",")
        );
        let mut insert = self.connection.prepare(&sql)?;
        // What stays the same is bound once: a log has millions of cells.
        insert.raw_bind_parameter(1, &entry.path)?;
        insert.raw_bind_parameter(3, part)?;
        for (number, row) in (1_i64..).zip(&fact.rows) {
            insert.raw_bind_parameter(2, fact.place_of(row).to_string())?;
            insert.raw_bind_parameter(4, number)?;
            for (column, cell) in (5..).zip(row.cells.iter()) {
                insert.raw_bind_parameter(column, cell)?;
            }
            insert.raw_execute()?;
        }
        let mut insert = self.connection.prepare_cached("insert or ignore into register_columns values (?,?,?,?,?)")?;
        for (column, heading, _) in &fact.columns {
            insert.execute((&entry.path, &kind.id, part, column, heading))?;
        }
        Ok(())
    }

    /// Where services, customers, suppliers and major incidents of the registers are named.
    fn insert_mentions(&self, documents: &[Entry]) -> Result<()> {
        let mut named: Vec<(&str, String, Vec<String>)> = Vec::new();
        for (kind, select) in MENTIONED {
            let mut names = self.connection.prepare(select)?;
            let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let words = |name: String| (kind, self.words_of(kind, &name), name);
            named.extend(names.into_iter().map(words).map(|(kind, words, name)| (kind, name, words)));
        }
        let spoken = Spoken::of_terms(documents, named.iter().flat_map(|(.., words)| words).cloned());
        let mut insert = self.connection.prepare_cached("insert into mentions values (?, ?, ?)")?;
        for (kind, name, words) in &named {
            for number in spoken.with_all(words) {
                insert.execute((kind, name, &documents[number as usize].path))?;
            }
        }
        Ok(())
    }

    /// The words by which a document speaks of a name: people use a short one, what stands before a dash or bracket.
    fn words_of(&self, kind: &str, name: &str) -> Vec<String> {
        let short = name.split(['–', '—', '(', ':']).next().unwrap_or(name);
        let is_company = matches!(kind, "customer" | "supplier");
        let mut folded = fold(short);
        if is_company && name.contains(is_ideographic) {
            // Where no spaces are written the form is part of the word: 云和信息有限公司.
            let forms = self.legal_forms.iter().filter(|form| form.contains(is_ideographic));
            let form = forms.filter(|form| folded.contains(form.as_str())).max_by_key(|form| form.len());
            folded = form.map_or(folded.clone(), |form| folded.replacen(form.as_str(), "", 1));
        }
        // Neither a company's legal form nor its number in the list is said where it is spoken of.
        let numbered = |word: &str| word.chars().all(|c| c.is_ascii_digit());
        let left_out = |word: &str| is_company && (self.legal_forms.contains(word) || numbered(word));
        let tells = |word: &String| word.len() > 1 && !left_out(word);
        terms(&folded).into_iter().filter(tells).collect()
    }
}

/// Any value as text; NULL is empty.
pub(super) fn text_of(value: rusqlite::types::ValueRef<'_>) -> String {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
    }
}

fn table_sql(register: &RegisterType) -> String {
    let mut columns = String::new();
    for (id, column) in &register.columns {
        let affinity = match column.kind {
            ColumnKind::Number | ColumnKind::Percent => "real",
            _ => "text",
        };
        columns.push_str(&format!(", {} {affinity}", quoted(id)));
    }
    format!("create table {}(path text, place text, part integer, row integer{columns});", quoted(&register.table()))
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
