//! Whom the documents name where they say who: owners, approvers, authors, and columns of persons.

use std::collections::BTreeSet;

use super::super::Assessment;
use super::roles::is_role;
use crate::catalogue::{Catalogue, ColumnKind, Label};
use crate::index::Index;
use crate::text::fold;
use crate::text::fold::is_ideographic;

/// Labels of control data that name a person.
const LABELS: [Label; 3] = [Label::Owner, Label::Approver, Label::Author];
/// What stands between two persons in one cell; what follows a `<` or a bracket is no name.
const BETWEEN: [&str; 9] = [",", ";", "/", "&", "\n", " and ", " und ", " et ", " y "];

/// Persons by their names as written.
#[derive(Debug, Clone, Default)]
pub struct Persons {
    names: BTreeSet<String>,
}

impl Persons {
    /// Those whom an assessment names as owner or approver, or who decided or waived something.
    #[must_use]
    pub fn of(assessment: &Assessment) -> Self {
        let mut persons = Self::default();
        for control in assessment.documents.iter().map(|document| &document.control) {
            control.owner.iter().chain(&control.approver).for_each(|said| persons.add(said));
        }
        let decided = assessment.findings.iter().filter_map(|finding| finding.determination.as_ref());
        decided.for_each(|decided| persons.add(&decided.by));
        assessment.waivers.iter().for_each(|waiver| persons.add(&waiver.approver));
        persons.without(assessment.organisation.name.as_deref())
    }

    /// And those whom the documents behind it name, in control data and in columns of persons.
    #[must_use]
    pub fn and_of(mut self, index: &Index, catalogue: &Catalogue) -> Self {
        for facts in index.documents.iter().map(|entry| &entry.facts) {
            let control = facts.control.iter().filter(|fact| LABELS.contains(&fact.label));
            control.for_each(|fact| self.add(&fact.value));
            for register in &facts.registers {
                let Some(kind) = catalogue.registers.get(&register.register) else { continue };
                let is_person =
                    |id: &String| kind.columns.get(id).is_some_and(|column| column.kind == ColumnKind::Person);
                let columns = register.columns.iter().enumerate().filter(|(_, (id, ..))| is_person(id));
                for (at, _) in columns {
                    register.rows.iter().filter_map(|row| row.cells.get(at)).for_each(|cell| self.add(cell));
                }
            }
        }
        // A supplier stands in a column of persons, too; it is none.
        let named = index.documents.iter().flat_map(|entry| &entry.facts.organisations);
        let organisations: BTreeSet<String> = named.map(|(name, _)| fold(name)).collect();
        self.names.retain(|name| !organisations.contains(&fold(name)));
        self.without(index.organisation.as_deref())
    }

    /// Names as written, in the order of the alphabet.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    fn without(mut self, organisation: Option<&str>) -> Self {
        let organisation = fold(organisation.unwrap_or_default());
        self.names.retain(|name| !organisation.contains(&fold(name)));
        self
    }

    /// The persons whom a cell or field names.
    fn add(&mut self, said: &str) {
        // A cell as long as a page names nobody in particular.
        if said.len() > 400 {
            return;
        }
        let mut parts = vec![said];
        for between in BETWEEN {
            parts = parts.into_iter().flat_map(|part| part.split(between)).collect();
        }
        let names = parts.into_iter().map(|part| part.split(['<', '(', '[', '（']).next().unwrap_or_default().trim());
        for name in
            names.map(|name| name.trim_start_matches("Dr. ").trim_start_matches("Prof. ")).filter(|name| is_name(name))
        {
            if !self.names.contains(name) {
                self.names.insert(name.to_owned());
            }
        }
    }
}

/// Whether a text looks like a person's name: one to four words that begin with a capital, or some ideographs;
/// none of them says what somebody does.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let letters = |word: &&str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.' | '・'));
    if words.is_empty() || words.len() > 4 || !words.iter().all(letters) || is_role(text) {
        return false;
    }
    if text.chars().all(|c| c.is_whitespace() || c == '・' || is_ideographic(c) || is_kana(c)) {
        return (2..=10).contains(&text.chars().filter(|c| !c.is_whitespace()).count());
    }
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    let ends = [words.first(), words.last()].into_iter().flatten().all(capital);
    // "IT" and "CAB" are no names; "Wu" is one where another word stands beside it.
    let is_short = words.len() == 1 && text.chars().count() < 3;
    let shouts = words.len() == 1 && text.chars().all(char::is_uppercase);
    ends && !is_short && !shouts
}

fn is_kana(c: char) -> bool {
    ('\u{3040}'..='\u{30ff}').contains(&c)
}
