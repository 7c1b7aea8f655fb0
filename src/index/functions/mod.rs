//! What rules can ask of a cell in any language: is it open, is it yes, is it the same name, which
//! records does it name. `controls/README.md` lists the functions.

mod names;
mod parts;
mod said;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Result};

use self::names::Names;
use self::parts::Intervals;
use self::said::Said;
use crate::catalogue::{Catalogue, Subjects, Value};

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

/// Adds the functions to a connection.
pub(super) fn register(connection: &Connection, catalogue: &Catalogue) -> Result<()> {
    let said = Arc::new(Said::new(catalogue));
    for (name, wanted) in SAYS {
        let said = Arc::clone(&said);
        of_text(connection, name, Some(false), move |cell| Some(said.says(cell, wanted)))?;
    }
    of_text(connection, "is_empty", Some(true), move |cell| Some(said.is_empty(cell)))?;
    let names = Arc::new(Names::new(catalogue));
    let near = Arc::clone(&names);
    of_names(connection, "same_name", move |a, b| names.same(a, b))?;
    of_names(connection, "near_name", move |a, b| near.near(a, b))?;
    let subjects = Subjects::new(catalogue);
    of_names(connection, "same_subject", move |a, b| subjects.share(a, b))?;
    of_text(connection, "ids", None, |cell| Some(parts::ids(cell)))?;
    of_text(connection, "shape", None, |cell| Some(parts::shape(cell)))?;
    of_text(connection, "ordinal", None, |cell| Some(parts::ordinal(cell)))?;
    of_text(connection, "percent_in", None, parts::percent)?;
    of_text(connection, "clauses_in", None, |cell| Some(parts::clauses(cell)))?;
    let intervals = Intervals::new(catalogue);
    of_text(connection, "interval_days", None, move |cell| intervals.days(cell))
}

const FLAGS: FunctionFlags = FunctionFlags::SQLITE_DETERMINISTIC.union(FunctionFlags::SQLITE_UTF8);

/// A function of one cell; what it answers for a missing one is said apart. Answers are remembered.
fn of_text<T: ToSql + Clone + Send + 'static>(
    connection: &Connection,
    name: &str,
    missing: Option<T>,
    answer: impl Fn(&str) -> Option<T> + Send + 'static,
) -> Result<()> {
    let known: RefCell<HashMap<String, Option<T>>> = RefCell::default();
    connection.create_scalar_function(name, 1, FLAGS, move |context| {
        let cell: Option<String> = text(context, 0)?;
        let Some(cell) = cell else { return Ok(missing.clone()) };
        let mut known = known.borrow_mut();
        if let Some(answer) = known.get(&cell) {
            return Ok(answer.clone());
        }
        if known.len() >= KEPT {
            known.clear();
        }
        let answer = answer(&cell);
        known.insert(cell, answer.clone());
        Ok(answer)
    })
}

/// A function of two names; it is no where one is missing.
fn of_names(connection: &Connection, name: &str, answer: impl Fn(&str, &str) -> bool + Send + 'static) -> Result<()> {
    connection.create_scalar_function(name, 2, FLAGS, move |context| {
        let (a, b) = (text(context, 0)?, text(context, 1)?);
        Ok(a.zip(b).is_some_and(|(a, b)| answer(&a, &b)))
    })
}

/// An argument as text, whatever the column's type.
fn text(context: &Context<'_>, at: usize) -> Result<Option<String>> {
    let value = context.get_raw(at);
    let none = matches!(value, rusqlite::types::ValueRef::Null);
    Ok((!none).then(|| super::database::text_of(value)))
}
