//! Rules of the catalogue run against the index: over the rows of a register, and between registers
//! and documents. A rule can read the index and nothing else.

use anyhow::Result;
use jiff::civil::Date;

use super::database::{quoted, text_of};
use super::{Database, budget, columns, population};
use crate::catalogue::{Catalogue, Grade, RegisterType, RowRule, Rule};
use crate::problem::Problem;

/// Violations kept of one rule; the rest is counted.
const KEPT: usize = 50;

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: String,
    /// How much it weighs.
    pub grade: Grade,
    /// Obligations it bears on.
    pub obligations: Vec<String>,
    /// Clauses it bears on.
    pub clauses: Vec<String>,
    /// Whether it speaks of one register's rows (`register-rule`) or of several documents (`inconsistent`).
    pub one_register: bool,
    /// What it says of the row.
    pub says: String,
    /// What to do.
    pub remedy: String,
    /// Where: path and place as text.
    pub path: String,
    /// Place as text.
    pub place: String,
}

/// What came of running the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ran {
    /// The rows they object to.
    pub found: Vec<Violation>,
    /// Rules that could not be run to their end, and why.
    pub stopped: Vec<Problem>,
}

/// A rule of a catalogue kept from an earlier run has no place any more: its id is its name.
fn stopped(id: &str, origin: &(String, u32, u32), why: &str) -> Problem {
    let (file, line, column) = origin;
    let problem = Problem::warning(if file.is_empty() { "rules" } else { file }, format!("rule `{id}` {why}"));
    let problem = if file.is_empty() { problem } else { problem.at(*line, *column) };
    problem.hint("nothing is said by this rule; join on equal columns, or leave the rule out")
}

/// Prepares every rule against the index's schema, so that a mistake is known before any document is read.
#[must_use]
pub fn check_rules(catalogue: &Catalogue) -> Vec<Problem> {
    let database = match Database::empty(catalogue) {
        Ok(database) => database.locked(),
        Err(error) => return vec![Problem::error("registers", format!("{error:#}"))],
    };
    let mut problems = Vec::new();
    let mut check = |sql: &str, origin: &(String, u32, u32)| {
        if let Err(error) = database.connection().prepare(sql) {
            let message = error.to_string();
            let first = message.lines().next().unwrap_or_default().to_owned();
            problems.push(
                Problem::error(&origin.0, format!("SQL: {first}"))
                    .at(origin.1, origin.2)
                    .hint("the tables are the register types, the columns theirs; see `controls/README.md`"),
            );
        }
    };
    for register in catalogue.registers.values() {
        register.rules.iter().for_each(|rule| check(&row_sql(register, rule), &rule.origin));
        let risks = register.sample.iter().flat_map(|sample| &sample.risk);
        risks.for_each(|risk| check(&population::flag_sql(register, &risk.when), &risk.origin));
    }
    catalogue.rules.iter().for_each(|rule| check(&rule.sql, &rule.origin));
    problems
}

impl Database {
    /// Runs every rule of the catalogue as of a date; see [`Database::run_rules`].
    ///
    /// # Errors
    /// When SQLite itself fails.
    pub fn violations(&self, catalogue: &Catalogue, as_of: Date) -> Result<Vec<Violation>> {
        Ok(self.run_rules(catalogue, as_of)?.found)
    }

    /// Runs every rule of the catalogue as of a date. One that fails, or takes more steps than a rule may,
    /// costs itself and not the others.
    ///
    /// # Errors
    /// When SQLite itself fails.
    pub fn run_rules(&self, catalogue: &Catalogue, as_of: Date) -> Result<Ran> {
        let steps = budget::steps_for(self.rows_in_all(catalogue)?);
        let mut ran = Ran::default();
        let mut take = |id: &str, origin: &(String, u32, u32), run: &dyn Fn() -> Result<Vec<Violation>>| {
            self.budget.start(steps);
            match run() {
                Ok(found) => ran.found.extend(found),
                Err(error) => ran.stopped.push(stopped(id, origin, &budget::why(&error, steps))),
            }
        };
        for register in catalogue.registers.values() {
            for rule in &register.rules {
                take(&rule.id, &rule.origin, &|| self.row_rule(register, rule, as_of));
            }
        }
        for rule in &catalogue.rules {
            take(&rule.id, &rule.origin, &|| self.rule(rule, as_of));
        }
        self.budget.lift();
        Ok(ran)
    }

    /// Rows of all registers.
    fn rows_in_all(&self, catalogue: &Catalogue) -> Result<u64> {
        let mut rows = 0;
        for register in catalogue.registers.values() {
            let sql = format!("select count(*) from {}", quoted(&register.table()));
            rows += self.connection().query_row(&sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs();
        }
        Ok(rows)
    }

    fn row_rule(&self, register: &RegisterType, rule: &RowRule, as_of: Date) -> Result<Vec<Violation>> {
        let rows = self.rows(&row_sql(register, rule), as_of)?;
        let violations = rows.into_iter().map(|row| Violation {
            rule: rule.id.clone(),
            grade: rule.grade,
            obligations: rule.obligations.clone(),
            clauses: Vec::new(),
            one_register: true,
            says: fill(&rule.says, &row),
            remedy: rule
                .remedy
                .clone()
                .unwrap_or_else(|| "Correct the entry, and find out why it was not noticed.".into()),
            path: field(&row, "path"),
            place: field(&row, "place"),
        });
        Ok(violations.collect())
    }

    fn rule(&self, rule: &Rule, as_of: Date) -> Result<Vec<Violation>> {
        let rows = self.rows(&rule.sql, as_of)?;
        let violations = rows.into_iter().map(|row| Violation {
            rule: rule.id.clone(),
            grade: rule.grade,
            obligations: rule.obligations.clone(),
            clauses: rule.clauses.clone(),
            one_register: false,
            says: fill(&rule.says, &row),
            remedy: rule.remedy.clone(),
            path: field(&row, "path"),
            place: field(&row, "place"),
        });
        Ok(violations.collect())
    }

    /// Runs a query and returns its rows as text by column name.
    fn rows(&self, sql: &str, as_of: Date) -> Result<Vec<Vec<(String, String)>>> {
        self.made.clear();
        let mut statement = self.connection().prepare(sql)?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        if let Some(index) = statement.parameter_index(":as_of")? {
            statement.raw_bind_parameter(index, as_of.to_string())?;
        }
        let mut found = Vec::new();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let mut fields = Vec::new();
            for (i, name) in names.iter().enumerate() {
                fields.push((name.clone(), text_of(row.get_ref(i)?)));
            }
            found.push(fields);
            if found.len() >= KEPT {
                break;
            }
        }
        Ok(found)
    }
}

/// The rows of a register that a rule objects to, in tables that have all columns it speaks of.
fn row_sql(register: &RegisterType, rule: &RowRule) -> String {
    // With the limit only so many rows are sorted, however many there are.
    let condition = guarded(register, &rule.when);
    format!("select * from \"{}\" where {condition} order by path, row limit {KEPT}", register.table())
}

/// A condition on a register's rows, false in tables that lack a column it speaks of.
pub(super) fn guarded(register: &RegisterType, when: &str) -> String {
    let needed = columns::needed(register, when);
    if needed.is_empty() {
        return format!("({when})");
    }
    let (list, count) = (needed.join("', '"), needed.len());
    // The condition stands first: it is false of most rows, and then nobody asks for the columns of their table.
    format!(
        "({when}) and (path, part) in (select path, part from register_columns \
         where register = '{}' and \"column\" in ('{list}') group by path, part having count(*) = {count})",
        register.id
    )
}

fn field(row: &[(String, String)], name: &str) -> String {
    row.iter().find(|(column, _)| column == name).map_or_else(String::new, |(_, value)| value.clone())
}

/// Fills `{column}`; a cell that is empty becomes "?" or, for an id, its row.
fn fill(says: &str, row: &[(String, String)]) -> String {
    let mut text = says.to_owned();
    for (name, value) in row {
        let value = match (value.as_str(), name.as_str()) {
            ("", "id") => format!("in row {}", field(row, "row")),
            ("", _) => "?".into(),
            (value, _) => value.to_owned(),
        };
        text = text.replace(&format!("{{{name}}}"), &value);
    }
    text
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::catalogue::{Files, load};
    use crate::document::{Format, Place};
    use crate::facts::{Facts, RegisterFact, RegisterRow, State, StateFact};
    use crate::index::Entry;

    /// A file with one incident table: its columns, and one row.
    fn file(path: &str, cells: &[(&str, Option<&str>)]) -> Entry {
        let register = RegisterFact {
            register: "incident-records".into(),
            confidence: 1.0,
            named: true,
            reasons: Vec::new(),
            columns: cells.iter().map(|(id, _)| ((*id).into(), (*id).into(), 1.0)).collect(),
            rows: vec![RegisterRow { number: 2, cells: cells.iter().map(|(_, cell)| *cell).collect() }],
            place: Place::default(),
        };
        let state = StateFact { state: State::Record, ..StateFact::default() };
        let facts = Facts { state, registers: vec![register], ..Facts::default() };
        Entry { path: path.into(), sha256: String::new(), format: Format::Csv, facts, problems: Vec::new() }
    }

    #[test]
    fn a_rule_needs_the_columns_it_speaks_of() {
        let (mut catalogue, _) = load(&Files::embedded());
        catalogue.rules.clear();
        for register in catalogue.registers.values_mut() {
            register.rules.clear();
        }
        let template = load(&Files::embedded()).0.registers["incident-records"].rules[0].clone();
        let rule = |id: &str, when: &str| RowRule { id: id.into(), when: when.into(), ..template.clone() };
        let incidents = catalogue.registers.get_mut("incident-records").unwrap();
        incidents.rules = vec![
            rule("strict", "closed is not null and priority is null"),
            rule("provided", "closed is not null and coalesce(priority, '') = ''"),
        ];
        assert_eq!(check_rules(&catalogue), []);
        let documents = [
            file("empty.csv", &[("closed", Some("2026-01-01")), ("priority", None)]),
            file("without.csv", &[("closed", Some("2026-01-01"))]),
        ];
        let database = Database::build(&documents, &catalogue).unwrap();
        let found = database.violations(&catalogue, date(2026, 11, 22)).unwrap();
        let found: Vec<(&str, &str)> = found.iter().map(|it| (it.rule.as_str(), it.path.as_str())).collect();
        assert_eq!(found, [("strict", "empty.csv"), ("provided", "empty.csv"), ("provided", "without.csv")]);
    }
}
