//! What rules can ask of a cell in any language: is it open, is it yes, is it the same name, which
//! records does it name. `controls/README.md` lists the functions.

mod kept;
mod list;
mod names;
mod parts;
mod phrases;
mod said;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{ToSql, ValueRef};
use rusqlite::{Connection, Result};

use self::kept::Lists;
use self::list::List;
use self::names::Names;
use self::parts::Intervals;
pub(super) use self::parts::{ordinal, shape};
use self::phrases::Phrases;
use self::said::Said;
use crate::catalogue::{Catalogue, Subjects, Value};

type Table<K, V> = HashMap<K, V, RandomState>;

/// Answers kept: registers say the same few things in most rows.
const KEPT: usize = 10_000;

/// The functions that ask what a cell says, and what each looks for.
const SAYS: [(&str, Value); 22] = [
    ("is_open", Value::Open),
    ("is_closed", Value::Closed),
    ("is_yes", Value::Yes),
    ("is_no", Value::No),
    ("is_high", Value::High),
    ("is_top", Value::Top),
    ("is_all", Value::All),
    ("is_nonconformity", Value::Nonconformity),
    ("is_internal", Value::Internal),
    ("is_external", Value::External),
    ("is_customer", Value::Customer),
    ("is_planned", Value::Planned),
    ("is_emergency", Value::Emergency),
    ("is_standard", Value::Standard),
    ("is_major", Value::Major),
    ("is_transition", Value::Transition),
    ("is_failed", Value::Failed),
    ("is_security", Value::Security),
    ("is_availability", Value::Availability),
    ("is_staff", Value::Staff),
    ("is_stock", Value::Stock),
    ("is_request", Value::Request),
];

/// Lists that the statement made which runs.
#[derive(Debug, Default)]
pub(super) struct Made {
    names: Lists<List>,
    phrases: Lists<Phrases>,
}

impl Made {
    /// Forgets them, between two statements.
    pub(super) fn clear(&self) {
        self.names.clear();
        self.phrases.clear();
    }
}

/// Adds the functions to a connection.
pub(super) fn register(connection: &Connection, catalogue: &Catalogue) -> Result<Made> {
    let said = Arc::new(Said::new(catalogue));
    for (name, wanted) in SAYS {
        let said = Arc::clone(&said);
        of_text(connection, name, Some(false), move |cell| Some(said.says(cell, wanted)))?;
    }
    of_text(connection, "is_empty", Some(true), move |cell| Some(said.is_empty(cell)))?;
    let (names, made) = (Arc::new(Names::new(catalogue)), Made::default());
    list::register(connection, &names, &made.names)?;
    phrases::register(connection, &made.phrases)?;
    let same = Arc::clone(&names);
    of_names(connection, "same_name", move |name| same.folded(name), Names::are_same)?;
    of_names(connection, "near_name", move |name| names.sides(name), Names::are_near)?;
    let subjects = Subjects::new(catalogue);
    of_names(connection, "same_subject", str::to_owned, move |a, b| subjects.share(a, b))?;
    of_id(connection, "ids", parts::ids)?;
    of_id(connection, "shape", parts::shape)?;
    of_text(connection, "ordinal", None, |cell| Some(parts::ordinal(cell)))?;
    of_text(connection, "percent_in", None, parts::percent)?;
    of_text(connection, "percents_in", None, |cell| Some(parts::percents(cell)))?;
    of_text(connection, "clauses_in", None, |cell| Some(parts::clauses(cell)))?;
    let words = crate::catalogue::times(catalogue);
    of_text(connection, "times_in", None, move |cell| Some(parts::times(cell, &words)))?;
    let intervals = Intervals::new(catalogue);
    of_text(connection, "interval_days", None, move |cell| intervals.days(cell))?;
    Ok(made)
}

const FLAGS: FunctionFlags = FunctionFlags::SQLITE_DETERMINISTIC.union(FunctionFlags::SQLITE_UTF8);

/// A function of one cell; what it answers for a missing one is said apart. Answers are remembered.
fn of_text<T: ToSql + Clone + Send + 'static>(
    connection: &Connection,
    name: &str,
    missing: Option<T>,
    answer: impl Fn(&str) -> Option<T> + Send + 'static,
) -> Result<()> {
    let known: RefCell<Table<String, Option<T>>> = RefCell::default();
    connection.create_scalar_function(name, 1, FLAGS, move |context| {
        let Some(cell) = text(context, 0) else { return Ok(missing.clone()) };
        let mut known = known.borrow_mut();
        if let Some(answer) = known.get(&*cell) {
            return Ok(answer.clone());
        }
        if known.len() >= KEPT {
            known.clear();
        }
        let answer = answer(&cell);
        known.insert(cell.into_owned(), answer.clone());
        Ok(answer)
    })
}

/// A function of a cell that holds something else in every row, so that remembering answers is of no use.
fn of_id(connection: &Connection, name: &str, answer: fn(&str) -> String) -> Result<()> {
    connection.create_scalar_function(name, 1, FLAGS, move |context| Ok(text(context, 0).map(|cell| answer(&cell))))
}

/// A function of two names; it is no where one is missing. What each name comes to is remembered: it is compared
/// with many.
fn of_names<T: Send + Sync + 'static>(
    connection: &Connection,
    name: &str,
    look: impl Fn(&str) -> T + Send + 'static,
    answer: impl Fn(&T, &T) -> bool + Send + 'static,
) -> Result<()> {
    let known: RefCell<Table<String, Arc<T>>> = RefCell::default();
    let look = move |name: &str| {
        let mut known = known.borrow_mut();
        if let Some(found) = known.get(name) {
            return Arc::clone(found);
        }
        if known.len() >= KEPT {
            known.clear();
        }
        let found = Arc::new(look(name));
        known.insert(name.to_owned(), Arc::clone(&found));
        found
    };
    connection.create_scalar_function(name, 2, FLAGS, move |context| {
        let (Some(a), Some(b)) = (text(context, 0), text(context, 1)) else { return Ok(false) };
        Ok(answer(&look(&a), &look(&b)))
    })
}

/// An argument as text, whatever the column's type.
fn text<'c>(context: &'c Context<'_>, at: usize) -> Option<Cow<'c, str>> {
    match context.get_raw(at) {
        ValueRef::Null => None,
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text)),
        value => Some(super::database::text_of(value).into()),
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Files, load};
    use crate::index::Database;

    fn ask(sql: &str) -> Result<Vec<Vec<String>>, String> {
        let database = Database::empty(&load(&Files::embedded()).0).unwrap();
        database.query(sql).map(|(_, rows)| rows).map_err(|error| error.to_string())
    }

    #[test]
    fn lists_are_made_once_and_asked() {
        let known = "with known as (select 'Acme Ltd' as name union all select 'Mail' union all select 'Online Banking' union all select null)";
        let asked = ask(&format!(
            "{known} select same_as(value, (select name_list(name) from known)), near_as(value, (select name_list(name) from known)),
                            phrases_in(value, (select phrase_list(name) from known))
             from json_each('[\"ACME\", \"Online Bankng\", \"no mail today\", null]')"
        ));
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let nothing = row(["", "", ""]);
        assert_eq!(
            asked.unwrap(),
            [row(["Acme Ltd", "", ""]), row(["", "Online Banking", ""]), row(["", "", r#"["Mail"]"#]), nothing]
        );
        assert!(ask("select same_as('x', 17)").unwrap_err().contains("`same_as` takes a name and a `name_list`"));
        assert!(ask("select phrases_in('x', 'y')").unwrap_err().contains("`phrase_list`"));
        let many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)
                    select same_as('x', (select name_list(m.j) from (select n.i as j) m)) from n";
        assert!(ask(many).unwrap_err().contains("more than 1000 lists"));
    }
}
