//! What rules can ask of a cell in any language: is it open, is it yes, is it the same name.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::catalogue::{Catalogue, Meaning, Value};
use crate::text::{fold_field, pattern, tokens};

/// Folded words of cells and what they say.
type Values = BTreeMap<String, Vec<Value>>;

/// What a cell can be asked to say.
const MEANINGS: [(&str, Value); 7] = [
    ("is_open", Value::Open),
    ("is_closed", Value::Closed),
    ("is_yes", Value::Yes),
    ("is_no", Value::No),
    ("is_high", Value::High),
    ("is_failed", Value::Failed),
    ("is_emergency", Value::Emergency),
];

/// Adds the functions to a connection.
pub(super) fn register(connection: &Connection, catalogue: &Catalogue) -> rusqlite::Result<()> {
    let values = Arc::new(values(catalogue));
    for (name, wanted) in MEANINGS {
        let values = Arc::clone(&values);
        connection.create_scalar_function(
            name,
            1,
            FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_UTF8,
            move |context| {
                let cell: Option<String> = context.get::<Option<String>>(0)?;
                Ok(cell.is_some_and(|cell| says(&values, &cell, wanted)))
            },
        )?;
    }
    connection.create_scalar_function(
        "same_name",
        2,
        FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_UTF8,
        |context| {
            let (a, b): (Option<String>, Option<String>) = (context.get(0)?, context.get(1)?);
            Ok(a.zip(b).is_some_and(|(a, b)| same_name(&a, &b)))
        },
    )
}

fn values(catalogue: &Catalogue) -> Values {
    let mut values = Values::new();
    let words = catalogue.languages.values().flat_map(|language| &language.words);
    for (meaning, written) in words {
        let Meaning::Value(value) = meaning else { continue };
        let Ok(pattern) = pattern::parse(written) else { continue };
        for phrase in pattern.slots.iter().flatten() {
            let folded: Vec<&str> = phrase.iter().map(|word| word.letters.as_str()).collect();
            values.entry(folded.join(" ")).or_default().push(*value);
        }
    }
    values
}

/// A cell says something when all of it does, or its first words do ("closed 2026-01-31").
fn says(values: &Values, cell: &str, wanted: Value) -> bool {
    let folded = fold_field(cell);
    let words: Vec<&str> = tokens(&folded).collect();
    let known = (1..=words.len().min(4)).rev().find_map(|taken| values.get(&words[..taken].join(" ")));
    known.is_some_and(|known| known.contains(&wanted))
}

/// Equal but for spelling, or one is the other's first words ("Gatehouse", "Gatehouse – truck appointments").
fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (fold_field(a), fold_field(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && (short == long || long.strip_prefix(short.as_str()).is_some_and(|rest| rest.starts_with(' ')))
}

#[cfg(test)]
mod tests {
    use super::same_name;

    #[test]
    fn names_that_are_the_same() {
        assert!(same_name("Gatehouse", "gatehouse – truck appointments"));
        assert!(same_name("E-Mail", "e mail"));
        assert!(!same_name("Mail", "Mailing"));
        assert!(!same_name("", "x"));
    }
}
