//! The rows of one register as an auditor would draw from them: every row of every table that counts,
//! with what makes it worth a look.

use std::collections::BTreeMap;

use anyhow::Result;
use jiff::civil::Date;
use rusqlite::Row;

use super::database::{quoted, text_of};
use super::{Database, rules};
use crate::catalogue::{Catalogue, Due, RegisterType};

/// How much likelier a row is drawn that breaks a rule.
const BROKEN: u8 = 3;

/// All rows of a register.
#[derive(Debug, Default)]
pub struct Population {
    /// Columns that at least one of the tables has, in the catalogue's order.
    pub columns: Vec<String>,
    /// The rows, by path, table and row.
    pub rows: Vec<Member>,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Member {
    /// The document.
    pub path: String,
    /// Where in it, for a person.
    pub place: String,
    /// Which of the document's tables, from 1.
    pub part: i64,
    /// Which of the table's rows, from 1.
    pub row: i64,
    /// Its cells in the order of [`Population::columns`]; empty where nothing is said.
    pub cells: Vec<String>,
    /// What makes it worth a look, and how much.
    pub risks: Vec<(String, u8)>,
}

/// What a row says is due.
#[derive(Debug, Clone, Default)]
pub struct DueRow {
    /// The document.
    pub path: String,
    /// Where in it.
    pub place: String,
    /// What it is about.
    pub name: String,
    /// The next date, as the index keeps it.
    pub next: Option<String>,
    /// The last date, as the index keeps it.
    pub last: Option<String>,
}

impl Database {
    /// What the rows of a register say is due, without those that are closed or done.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn due(&self, register: &RegisterType, due: &Due) -> Result<Vec<DueRow>> {
        let column = |name: &Option<String>| name.as_ref().map_or_else(|| "null".to_owned(), |name| quoted(name));
        let mut sql = format!(
            "select path, place, {name}, {}, {} from {} where {name} is not null",
            column(&due.next),
            column(&due.last),
            quoted(&register.table()),
            name = quoted(&due.names)
        );
        if register.columns.contains_key("status") {
            sql.push_str(" and not is_closed(coalesce(status, ''))");
        }
        if let Some(done) = &due.done {
            sql.push_str(&format!(" and not is_yes(coalesce({}, ''))", quoted(done)));
        }
        let mut statement = self.connection().prepare(&format!("{sql} order by path, part, row"))?;
        let row = |row: &Row<'_>| {
            let text = |at: usize| Ok::<_, rusqlite::Error>(text_of(row.get_ref(at)?));
            let date = |at: usize| Ok::<_, rusqlite::Error>(Some(text(at)?).filter(|text| !text.is_empty()));
            Ok(DueRow { path: text(0)?, place: text(1)?, name: text(2)?, next: date(3)?, last: date(4)? })
        };
        Ok(statement.query_map([], row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// All rows of a register as of a date.
    ///
    /// # Errors
    /// When a condition of the catalogue cannot be run.
    pub fn population(&self, catalogue: &Catalogue, register: &RegisterType, as_of: Date) -> Result<Population> {
        let columns = self.columns_of(register)?;
        let mut population = Population { rows: Vec::new(), columns };
        self.read_rows(register, &mut population)?;
        let mut at: BTreeMap<(String, i64, i64), usize> = BTreeMap::new();
        for (number, member) in population.rows.iter().enumerate() {
            at.insert((member.path.clone(), member.part, member.row), number);
        }
        let risks = register.sample.iter().flat_map(|sample| &sample.risk);
        let broken = register.rules.iter().map(|rule| (&rule.when, format!("a broken rule: {}", rule.id), BROKEN));
        let flags = risks.map(|risk| (&risk.when, risk.says.clone(), risk.weight)).chain(broken);
        for (when, says, weight) in flags {
            for key in self.flagged(register, when, as_of)? {
                if let Some(number) = at.get(&key) {
                    population.rows[*number].risks.push((says.clone(), weight));
                }
            }
        }
        self.add_inconsistencies(catalogue, as_of, &mut population)?;
        Ok(population)
    }

    /// Columns that some table of the register has.
    fn columns_of(&self, register: &RegisterType) -> Result<Vec<String>> {
        let sql = "select distinct \"column\" from register_columns where register = ?1";
        let mut statement = self.connection().prepare(sql)?;
        let known: Vec<String> =
            statement.query_map([&register.id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(register.columns.keys().filter(|column| known.contains(column)).cloned().collect())
    }

    fn read_rows(&self, register: &RegisterType, population: &mut Population) -> Result<()> {
        let columns: String = population.columns.iter().map(|column| format!(", {}", quoted(column))).collect();
        let table = quoted(&register.table());
        let sql = format!("select path, place, part, row{columns} from {table} order by path, part, row");
        let mut statement = self.connection().prepare(&sql)?;
        let count = population.columns.len();
        let member = |row: &Row<'_>| {
            let cells = (0..count).map(|i| Ok(text_of(row.get_ref(4 + i)?))).collect::<rusqlite::Result<_>>()?;
            Ok(Member {
                path: row.get(0)?,
                place: row.get(1)?,
                part: row.get(2)?,
                row: row.get(3)?,
                cells,
                risks: Vec::new(),
            })
        };
        population.rows = statement.query_map([], member)?.collect::<rusqlite::Result<_>>()?;
        Ok(())
    }

    /// Rows of which a condition is true, in tables that have the columns it speaks of.
    fn flagged(&self, register: &RegisterType, when: &str, as_of: Date) -> Result<Vec<(String, i64, i64)>> {
        let mut statement = self.connection().prepare(&flag_sql(register, when))?;
        if let Some(index) = statement.parameter_index(":as_of")? {
            statement.raw_bind_parameter(index, as_of.to_string())?;
        }
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((row.get(0)?, row.get(1)?, row.get(2)?));
        }
        Ok(found)
    }

    /// What does not fit other documents, where it is said of one of the rows.
    fn add_inconsistencies(&self, catalogue: &Catalogue, as_of: Date, population: &mut Population) -> Result<()> {
        let mut said: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for violation in self.violations(catalogue, as_of)?.into_iter().filter(|violation| !violation.one_register) {
            let rules = said.entry((violation.path, violation.place)).or_default();
            if !rules.contains(&violation.rule) {
                rules.push(violation.rule);
            }
        }
        for member in &mut population.rows {
            let rules = said.get(&(member.path.clone(), member.place.clone())).into_iter().flatten();
            member.risks.extend(rules.map(|rule| (format!("a broken rule: {rule}"), BROKEN)));
        }
        Ok(())
    }
}

/// The SQL that names the rows of which a condition is true.
pub(super) fn flag_sql(register: &RegisterType, when: &str) -> String {
    let condition = rules::guarded(register, when);
    format!("select path, part, row from {} where {condition}", quoted(&register.table()))
}
