//! What a profile says of tables: which register they are, and which of its columns their own headings are.

use ignore::gitignore::Gitignore;
use serde::Deserialize;
use serde_saphyr::Spanned;
use std::collections::BTreeMap;

use super::{NO_EVIDENCE, Pattern};
use crate::catalogue::files::File;
use crate::catalogue::{Catalogue, load};
use crate::problem::Problem;
use crate::text::nearest;

/// Ids told of in a hint.
const TOLD: usize = 40;

/// Which register the tables of some files are, whatever they look like.
#[derive(Debug, Clone)]
pub struct RegisterMap {
    /// The files.
    pub path: Pattern,
    /// The sheet or table; none: every one that has one of the headings.
    pub sheet: Option<String>,
    /// Register type.
    pub register: String,
    /// What its headings mean; what is not named here is found as in any table.
    pub columns: Vec<MappedColumn>,
}

/// What a heading means.
#[derive(Debug, Clone)]
pub struct MappedColumn {
    /// As it stands in the table.
    pub heading: String,
    /// A column of the register; none: no column of it, whatever it looks like.
    pub column: Option<String>,
    /// Line and column in the profile.
    pub place: (u32, u32),
}

impl RegisterMap {
    /// What tells which files it is for; nothing where the pattern is none.
    #[must_use]
    pub fn matcher(&self) -> Option<Gitignore> {
        self.path.matcher()
    }

    /// All that bears on how a table is read, as text: where it is another, the facts may be.
    #[must_use]
    pub fn digest(&self) -> String {
        let columns = self.columns.iter().map(|each| (&each.heading, &each.column));
        format!("{:?}", (&self.path.written, &self.sheet, &self.register, columns.collect::<Vec<_>>()))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    path: Spanned<String>,
    sheet: Option<String>,
    #[serde(rename = "type")]
    kind: Spanned<String>,
    #[serde(default)]
    columns: BTreeMap<String, Spanned<String>>,
}

/// The maps as used, and what is wrong with them.
pub(super) fn maps(written: Vec<Written>, file: &File, catalogue: &Catalogue) -> (Vec<RegisterMap>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut mistake = |at: &Spanned<String>, message: String, hint: String| {
        let (line, column) = load::position(at);
        problems.push(Problem::error(&file.shown, message).at(line, column).hint(hint));
    };
    for map in &written {
        let pattern = Pattern { written: map.path.value.clone(), line: 0 };
        if pattern.matcher().is_none_or(|matcher| matcher.is_empty()) {
            mistake(&map.path, format!("`{}` is no pattern", map.path.value), "write it as in a .gitignore".into());
        }
        let id = &map.kind.value;
        let Some(register) = catalogue.registers.get(id) else {
            let known = catalogue.registers.keys().map(String::as_str);
            let more = "`iso20k catalogue list registers` lists them";
            mistake(&map.kind, format!("`{id}` is no register type"), meant(id, known, more));
            continue;
        };
        for (heading, column) in &map.columns {
            let known = || register.columns.keys().map(String::as_str);
            if column.value != NO_EVIDENCE && !register.columns.contains_key(&column.value) {
                let listed: Vec<&str> = known().take(TOLD).collect();
                let more = format!("its columns are {}; `none` is no column", listed.join(", "));
                let message = format!("`{heading}` is mapped to `{}`, which is no column of `{id}`", column.value);
                mistake(column, message, meant(&column.value, known(), &more));
            }
        }
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for (heading, column) in map.columns.iter().filter(|(_, column)| column.value != NO_EVIDENCE) {
            if let Some(other) = seen.insert(&column.value, heading) {
                let message = format!("`{other}` and `{heading}` are both mapped to `{}`", column.value);
                mistake(column, message, "a column of a register is one column of a table".into());
            }
        }
    }
    (written.into_iter().map(used).collect(), problems)
}

/// What somebody may have meant, and what else there is.
fn meant<'a>(name: &str, known: impl Iterator<Item = &'a str>, more: &str) -> String {
    nearest(name, known).map_or_else(|| more.to_owned(), |known| format!("did you mean `{known}`? {more}"))
}

fn used(written: Written) -> RegisterMap {
    let columns = written.columns.into_iter().map(|(heading, column)| MappedColumn {
        heading,
        place: load::position(&column),
        column: Some(column.value).filter(|column| column != NO_EVIDENCE),
    });
    RegisterMap {
        path: Pattern { line: load::position(&written.path).0, written: written.path.value },
        sheet: written.sheet,
        register: written.kind.value,
        columns: columns.collect(),
    }
}
