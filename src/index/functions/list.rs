//! Lists of names that are asked often: which of them is the same as a name, which nearly. Comparing every
//! row with every other takes minutes where a log has a million rows; a list is made once.
//!
//! ```sql
//! select service from incident_records where same_as(service, (select name_list(name) from services)) is null
//! ```

use std::sync::{Arc, OnceLock};

use rusqlite::functions::{Aggregate, Context};
use rusqlite::{Connection, Error, Result};

use super::kept::Lists;
use super::names::{Names, Sides};
use super::{FLAGS, Table, text};

/// Adds `name_list`, `same_as` and `near_as` to a connection.
pub(super) fn register(connection: &Connection, names: &Arc<Names>, lists: &Lists<List>) -> Result<()> {
    let made = Making { names: Arc::clone(names), lists: lists.clone() };
    connection.create_aggregate_function("name_list", 1, FLAGS, made)?;
    of_list(connection, "same_as", names, lists, List::same)?;
    of_list(connection, "near_as", names, lists, List::near)
}

/// A function of a name and a list: the first name of the list that fits.
fn of_list(
    connection: &Connection,
    function: &'static str,
    names: &Arc<Names>,
    lists: &Lists<List>,
    answer: fn(&List, &str, &Names) -> Option<usize>,
) -> Result<()> {
    let (names, lists) = (Arc::clone(names), lists.clone());
    connection.create_scalar_function(function, 2, FLAGS, move |context| {
        let Some(name) = text(context, 0) else { return Ok(None) };
        let no_list = || Error::UserFunctionError(format!("`{function}` takes a name and a `name_list`").into());
        let number = context.get(1).map_err(|_| no_list())?;
        lists.ask(number, |list| answer(list, &name, &names).map(|at| list.names[at].to_string())).ok_or_else(no_list)
    })
}

/// Makes a list of the names of a group.
struct Making {
    names: Arc<Names>,
    lists: Lists<List>,
}

impl Aggregate<List, i64> for Making {
    fn init(&self, _: &mut Context<'_>) -> Result<List> {
        Ok(List::default())
    }

    fn step(&self, context: &mut Context<'_>, list: &mut List) -> Result<()> {
        if let Some(name) = text(context, 0) {
            list.add(&name, &self.names);
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, list: Option<List>) -> Result<i64> {
        self.lists.keep(list.unwrap_or_default())
    }
}

/// Names, and where to find each.
#[derive(Debug, Default)]
pub(in crate::index) struct List {
    /// As written; of several spellings that fold to the same, the first.
    names: Vec<Box<str>>,
    /// By all words of a name.
    whole: Table<Box<str>, usize>,
    /// By its first words, without the last.
    begins: Table<Box<str>, usize>,
    /// By its words without the legal form, where it has one.
    bare: Table<Box<str>, usize>,
    /// By digits, which must agree where names are nearly the same; made when it is first asked for.
    sides: OnceLock<Table<String, Vec<(usize, Sides)>>>,
}

impl List {
    fn add(&mut self, name: &str, names: &Names) {
        let folded = names.folded(name);
        // A name of spaces alone is nobody's.
        if folded.words.is_empty() {
            return;
        }
        let at = match self.whole.get(folded.words.as_str()) {
            Some(known) if *self.names[*known] <= *name => return,
            Some(known) => {
                self.names[*known] = name.into();
                *known
            }
            None => {
                self.names.push(name.into());
                self.names.len() - 1
            }
        };
        if folded.bare().len() < folded.words.len() {
            first(&mut self.bare, &self.names, folded.bare(), at);
        }
        begins(&folded.words).for_each(|words| first(&mut self.begins, &self.names, words, at));
        self.whole.insert(folded.words.into(), at);
    }

    /// The first name of the list for which [`Names::are_same`] holds.
    fn same(&self, name: &str, names: &Names) -> Option<usize> {
        let folded = names.folded(name);
        let (all, bare) = (folded.words.as_str(), folded.bare());
        let shorter = begins(all).filter_map(|words| self.whole.get(words));
        let longer = [self.whole.get(all), self.begins.get(all), self.bare.get(bare)];
        shorter.chain(longer.into_iter().flatten()).copied().min_by_key(|at| &self.names[*at])
    }

    /// The first name of the list for which [`Names::are_near`] holds.
    fn near(&self, name: &str, names: &Names) -> Option<usize> {
        let all = self.sides.get_or_init(|| {
            let mut all: Table<String, Vec<(usize, Sides)>> = Table::default();
            for (at, name) in self.names.iter().enumerate() {
                let of = names.sides(name);
                all.entry(of.digits.clone()).or_default().push((at, of));
            }
            all
        });
        // Digits alone tell that most names of servers and the like are none of the list: no legal form has any.
        let digits = name.chars().filter(char::is_ascii_digit).collect::<String>();
        if name.is_ascii() && !all.contains_key(&digits) {
            return None;
        }
        let of = names.sides(name);
        let near = all.get(&of.digits)?.iter().filter(|(_, other)| Names::are_near(other, &of));
        near.map(|(at, _)| *at).min_by_key(|at| &self.names[*at])
    }
}

/// Notes a name under a key, if it is the first of those that have it.
fn first(table: &mut Table<Box<str>, usize>, names: &[Box<str>], key: &str, at: usize) {
    match table.get_mut(key) {
        Some(known) if names[*known] <= names[at] => {}
        Some(known) => *known = at,
        None => {
            table.insert(key.into(), at);
        }
    }
}

/// The first word of a folded name, its first two …, without the whole.
fn begins(folded: &str) -> impl Iterator<Item = &str> {
    folded.match_indices(' ').map(|(at, _)| &folded[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Files, load};

    /// Names that are the same, nearly the same and neither, in many ways.
    const WRITTEN: [&str; 34] = [
        "Gatehouse",
        "gatehouse – truck appointments",
        "Gate House",
        "E-Mail",
        "e mail",
        "Mail",
        "Mailing",
        "Nordlicht Netze GmbH",
        "Nordlicht Netze",
        "Nordlicht GmbH Netze",
        "Acme Ltd.",
        "ACME Limited",
        "Acme",
        "Acme AG",
        "Acme AG Hosting",
        "Managed Databases",
        "Managed Databeses",
        "Databases Managed",
        "CRM",
        "Customer Relationship Management",
        "SVC-01",
        "SVC-02",
        "svc 01",
        "SVC",
        "CHG-2026",
        "CHG-2026-101",
        "CHG2026101",
        "-",
        "#",
        "",
        " ",
        "変更管理",
        "変更",
        "Änderung",
    ];

    #[test]
    fn a_list_answers_as_every_pair_does() {
        let names = Names::new(&load(&Files::embedded()).0);
        for few in [1, 2, 3, 5, 34] {
            for from in 0..WRITTEN.len() {
                let listed: Vec<&str> = WRITTEN.iter().cycle().skip(from).take(few).copied().collect();
                let mut list = List::default();
                listed.iter().for_each(|name| list.add(name, &names));
                for asked in WRITTEN {
                    let first = |fits: &dyn Fn(&str) -> bool| listed.iter().copied().filter(|name| fits(name)).min();
                    let said = |at: Option<usize>| at.map(|at| &*list.names[at]);
                    assert_eq!(
                        said(list.same(asked, &names)),
                        first(&|name| names.same(name, asked)),
                        "{asked} {listed:?}"
                    );
                    assert_eq!(
                        said(list.near(asked, &names)),
                        first(&|name| names.near(name, asked)),
                        "{asked} {listed:?}"
                    );
                }
            }
        }
    }
}
