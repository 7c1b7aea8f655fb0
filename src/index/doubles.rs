//! Two tables that both claim to be the same register and hold the same records: an export and its copy,
//! a log kept in two places. Every row would count twice, and nobody could say which of them holds.

use anyhow::Result;

use super::Database;
use super::database::quoted;
use crate::catalogue::{Catalogue, ColumnKind, RegisterType};
use crate::problem::Problem;

/// Ids that two tables must share, for one alone may be chance.
const SHARED: i64 = 3;

impl Database {
    /// A warning for every two tables of one register that share ids.
    ///
    /// # Errors
    /// When SQLite fails.
    pub(super) fn doubles(&self, catalogue: &Catalogue) -> Result<Vec<Problem>> {
        let mut problems = Vec::new();
        for register in catalogue.registers.values() {
            // A supplier's contract is a number too; only the register's own number tells its rows apart.
            if register.columns.get("id").is_some_and(|column| column.kind == ColumnKind::Id) {
                problems.extend(self.doubles_of(register, "id")?);
            }
        }
        Ok(problems)
    }

    fn doubles_of(&self, register: &RegisterType, id: &str) -> Result<Vec<Problem>> {
        let table = quoted(&register.table());
        let tables = format!("select count(*) from (select distinct path, part from {table})");
        // A table alone needs no look at each of its rows.
        if self.connection().query_row(&tables, [], |row| row.get::<_, i64>(0))? < 2 {
            return Ok(Vec::new());
        }
        let id = quoted(id);
        let sql = format!(
            "with ids as (select {id} as id, path, part, place, min(row) from {table}
                          where {id} is not null group by {id}, path, part)
             select a.path, b.path, count(*), min(a.id), a.place, b.place
             from ids a join ids b on a.id = b.id and (a.path, a.part) < (b.path, b.part)
             group by a.path, a.part, b.path, b.part having count(*) >= ?1"
        );
        let mut statement = self.connection().prepare(&sql)?;
        let mut rows = statement.query([SHARED])?;
        let mut problems = Vec::new();
        while let Some(row) = rows.next()? {
            let (a, b): (String, String) = (row.get(0)?, row.get(1)?);
            let (shared, id): (i64, String) = (row.get(2)?, row.get(3)?);
            let (here, there): (String, String) = (row.get(4)?, row.get(5)?);
            let message = format!(
                "{here} and {b}, {there} both read as {}; {shared} records stand in both, `{id}` is one",
                register.title.to_lowercase()
            );
            let hint = "every such row counts twice; say in `iso20k.yaml` which of the files is no evidence";
            problems.push(Problem::warning(a, message).hint(hint));
        }
        Ok(problems)
    }
}
