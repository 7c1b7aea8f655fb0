//! Crosswalks: a list of frameworks, and one table each.

use super::{Loader, Target};
use crate::catalogue::files::{File, Files};
use crate::catalogue::written::{self, frames};
use crate::catalogue::{Crosswalk, Link, Strength};
use crate::problem::Problem;

const COLUMNS: [&str; 4] = ["clause", "ref", "strength", "title"];

impl Loader {
    pub(super) fn crosswalks(&mut self, files: &Files, file: &File, written: written::Targets) {
        for target in written.targets {
            self.crosswalk(files, file, target);
        }
    }

    fn crosswalk(&mut self, files: &Files, file: &File, target: frames::Target) {
        let id = target.id.value.clone();
        if self.catalogue.crosswalks.contains_key(&id) {
            self.error(file, &target.id, format!("crosswalk `{id}` is there twice"), "give one of them another id");
        }
        let Some(table) = files.0.get(&format!("crosswalks/{}", target.file.value)) else {
            let message = format!("there is no `crosswalks/{}`", target.file.value);
            self.error(file, &target.file, message, "the table stands beside this file");
            return;
        };
        let links = self.links(table);
        let crosswalk = Crosswalk { id: id.clone(), title: target.title, note: target.note, links };
        self.catalogue.crosswalks.insert(id, crosswalk);
    }

    fn links(&mut self, table: &File) -> Vec<Link> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(table.text.as_bytes());
        let mut links: Vec<Link> = Vec::new();
        for (number, record) in reader.records().enumerate() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    self.problems.push(Problem::error(&table.shown, error.to_string()));
                    continue;
                }
            };
            let line = record.position().map_or(1, |position| position.line() as u32);
            let mistake = if number == 0 {
                (record != COLUMNS[..]).then(|| (0, format!("the columns are not {}", COLUMNS.join(","))))
            } else {
                self.link(table, line, &record, &mut links).err()
            };
            if let Some((field, message)) = mistake {
                let problem = Problem::error(&table.shown, message).at(line, column(&record, field));
                self.problems.push(problem.hint("see “Crosswalks” in `controls/README.md`"));
            }
        }
        links
    }

    /// Takes one row; an error is the number of the field and what is wrong with it.
    fn link(
        &mut self,
        table: &File,
        line: u32,
        record: &csv::StringRecord,
        links: &mut Vec<Link>,
    ) -> Result<(), (usize, String)> {
        let [clause, reference, strength, title] = [0, 1, 2, 3].map(|i| record.get(i).unwrap_or_default().trim());
        if record.len() != COLUMNS.len() {
            return Err((0, format!("{} fields instead of {}", record.len(), COLUMNS.len())));
        }
        self.refer_at(table, line, 1, Target::Clause(clause.to_owned()));
        let Some(strength) = Strength::parse(strength) else {
            return Err((2, format!("`{strength}` is none of full, partial, related, none")));
        };
        if reference.is_empty() != (strength == Strength::None) {
            return Err((1, "a clause without counterpart has no `ref` and the strength `none`".into()));
        }
        let mut same = links.iter().filter(|link| link.clause == clause);
        if same.any(|link| link.reference == reference || link.strength == Strength::None || reference.is_empty()) {
            return Err((1, format!("`{clause}` and `{reference}` are there twice, or beside a `none`")));
        }
        links.push(Link {
            clause: clause.to_owned(),
            reference: reference.to_owned(),
            strength,
            title: title.to_owned(),
        });
        Ok(())
    }
}

/// Where a field begins in its line; with quotes before it, near enough.
fn column(record: &csv::StringRecord, field: usize) -> u32 {
    record.iter().take(field).map(|value| value.chars().count() as u32 + 1).sum::<u32>() + 1
}
