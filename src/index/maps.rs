//! What a profile says of tables and fits none: a heading that is not there, a sheet by another name.

use std::collections::BTreeSet;

use super::Entry;
use crate::catalogue::{Profile, RegisterMap};
use crate::facts::TableFact;
use crate::problem::Problem;
use crate::text::{fold, nearest};

/// Names told of in a hint.
const TOLD: usize = 12;

/// A warning for all that is mapped and not there.
pub(super) fn unfit(documents: &[Entry], profile: &Profile) -> Vec<Problem> {
    profile.registers.iter().flat_map(|map| of_map(documents, map, &profile.shown)).collect()
}

fn of_map(documents: &[Entry], map: &RegisterMap, shown: &str) -> Vec<Problem> {
    let warning = |(line, column): (u32, u32), says: String, hint: String| {
        Problem::warning(shown, says).at(line, column).hint(hint)
    };
    let path = &map.path.written;
    let matcher = map.matcher();
    let fits = |entry: &&Entry| {
        matcher.as_ref().is_some_and(|matcher| matcher.matched_path_or_any_parents(&entry.path, false).is_ignore())
    };
    let fitting: Vec<&Entry> = documents.iter().filter(fits).collect();
    if fitting.is_empty() {
        let hint =
            "write it relative to the folder of documents, with `/`; a file that is left out or not read fits nothing";
        return vec![warning((map.path.line, 1), format!("`{path}` fits no document"), hint.into())];
    }
    let tables: Vec<&TableFact> = fitting.iter().flat_map(|entry| &entry.facts.tables).collect();
    let is_sheet = |table: &&&TableFact| {
        let named = |name: &str| map.sheet.as_deref().is_some_and(|sheet| fold(sheet) == fold(name));
        map.sheet.is_none() || named(&table.name) || table.place.sheet.as_deref().is_some_and(named)
    };
    let own: Vec<&TableFact> = tables.iter().filter(is_sheet).copied().collect();
    if own.is_empty() {
        let named = tables.iter().map(|table| table.place.sheet.as_deref().unwrap_or(&table.name));
        let sheets: BTreeSet<&str> = named.filter(|name| !name.is_empty()).collect();
        let says = match &map.sheet {
            Some(sheet) => format!("no sheet or table “{sheet}” in `{path}`"),
            None => format!("no table in `{path}`"),
        };
        return vec![warning((map.path.line, 1), says, hint("the sheets are", map.sheet.as_deref(), &sheets))];
    }
    let headings: BTreeSet<&str> = own.iter().flat_map(|table| headings(table)).collect();
    let is_there = |heading: &str| headings.iter().any(|known| fold(known) == fold(heading));
    let missing = map.columns.iter().filter(|column| !is_there(&column.heading)).map(|column| {
        let says = format!("no heading “{}” in `{path}`", column.heading);
        warning(column.place, says, hint("the headings are", Some(&column.heading), &headings))
    });
    let mut problems: Vec<Problem> = missing.collect();
    let taken = |table: &&TableFact| table.readings.iter().any(|known| known.taken && known.register == map.register);
    if problems.is_empty() && !own.iter().any(taken) {
        let says = format!("nothing in `{path}` could be read as `{}`", map.register);
        let hint = "name its headings under `columns`; a file without sheets goes without `sheet`";
        problems.push(warning((map.path.line, 1), says, hint.into()));
    }
    problems
}

/// All headings that a table was seen to have.
fn headings(table: &TableFact) -> impl Iterator<Item = &str> {
    let read = table.readings.iter().flat_map(|reading| &reading.columns).map(|(_, heading)| heading.as_str());
    read.chain(table.unused.iter().map(String::as_str))
}

fn hint(are: &str, wanted: Option<&str>, known: &BTreeSet<&str>) -> String {
    let near = wanted.and_then(|wanted| nearest(wanted, known.iter().copied()));
    let near = near.map(|near| format!("did you mean “{near}”? ")).unwrap_or_default();
    if known.is_empty() {
        let has_names =
            "its tables have no names: leave `sheet` out, or look at `iso20k why PATH` for what was made of them";
        return has_names.into();
    }
    let told: Vec<String> = known.iter().take(TOLD).map(|each| format!("“{each}”")).collect();
    let more = if known.len() > TOLD { " …" } else { "" };
    format!("{near}{are} {}{more}", told.join(", "))
}
