//! Views: a view must hold what it says it covers.

use std::collections::BTreeMap;

use super::Loader;
use crate::catalogue::files::File;
use crate::catalogue::written;
use crate::catalogue::{Covers, Group, View};

impl Loader {
    pub(super) fn view(&mut self, file: &File, id: String, written: written::View) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut groups: Vec<Group> = Vec::new();
        for group in written.groups {
            if groups.iter().any(|known| known.id == group.id.value) {
                let message = format!("group `{}` is there twice", group.id.value);
                self.error(file, &group.id, message, "give one of them another id");
            }
            for clause in &group.clauses {
                *seen.entry(clause.value.clone()).or_default() += 1;
                let again = group.clauses.iter().filter(|other| other.value == clause.value).count() > 1;
                let elsewhere = written.covers.value == Covers::Once && seen[&clause.value] > 1;
                if again || elsewhere {
                    let message = format!("clause `{}` is there twice", clause.value);
                    self.error(file, clause, message, "a view with `covers: once` holds every clause once; see `all`");
                }
            }
            let clauses = self.clause_numbers(file, group.clauses);
            groups.push(Group { id: group.id.value, title: group.title, clauses });
        }
        // Our views answer for our clauses; a user's own clauses are left to the user's own views.
        let ours = |shown: &str| shown.starts_with("controls/");
        let added = |clause: &crate::catalogue::Clause| {
            let mut files = clause.obligations.iter().filter_map(|obligation| self.obligations.get(&obligation.id));
            ours(&file.shown) && files.any(|shown| !ours(shown))
        };
        let all = self.catalogue.clauses.iter().filter(|clause| !added(clause)).map(|clause| clause.clause.as_str());
        let missing: Vec<&str> = all.filter(|clause| !seen.contains_key(*clause)).collect();
        if written.covers.value != Covers::Some && !missing.is_empty() {
            let message = format!("the view says that it covers every clause and leaves out {}", missing.join(", "));
            self.error(file, &written.covers, message, "add them to a group, or write `covers: some`");
        }
        let view =
            View { id: id.clone(), title: written.title, about: written.about, covers: written.covers.value, groups };
        self.catalogue.views.insert(id, view);
    }
}
