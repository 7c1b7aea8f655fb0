//! Languages: their own words, and the words they add to the types.

use std::collections::BTreeMap;

use super::{Loader, days};
use crate::catalogue::files::File;
use crate::catalogue::written::{self, Text};
use crate::catalogue::{Cue, Folder, Label, Language, Meaning, Value};
use crate::problem::Problem;
use crate::text::times::Word;

impl Loader {
    pub(super) fn language(&mut self, file: &File, code: &str, written: written::Language) {
        if written.language.value != code {
            let message = format!("language `{}` stands in the folder of `{code}`", written.language.value);
            self.error(file, &written.language, message, "the folder's name is the language's code");
        }
        let mut words = Vec::new();
        let cues = [
            (Cue::Negation, written.negation),
            (Cue::Condition, written.condition),
            (Cue::Promise, written.promise),
            (Cue::Definition, written.definition),
            (Cue::Commitment, written.commitment),
            (Cue::Reference, written.reference),
            (Cue::Draft, written.draft),
            (Cue::Proposed, written.proposed),
            (Cue::Superseded, written.superseded),
            (Cue::InForce, written.in_force),
            (Cue::Template, written.template),
            (Cue::Blank, written.blank),
            (Cue::Itself, written.itself),
            (Cue::Anyone, written.anyone),
            (Cue::People, written.people),
        ];
        for (cue, patterns) in cues {
            words.extend(self.patterns(file, patterns).into_iter().map(|pattern| (Meaning::Cue(cue), pattern)));
        }
        self.keyed(file, written.labels, &mut words, |name| Label::parse(name).map(Meaning::Label));
        self.keyed(file, written.values, &mut words, |name| Value::parse(name).map(Meaning::Value));
        self.keyed(file, written.folders, &mut words, |name| Folder::parse(name).map(Meaning::Folder));
        if written.months.len() != 12 {
            let message = format!("{} months instead of 12", written.months.len());
            self.problems.push(Problem::error(&file.shown, message));
        }
        let language = Language {
            code: code.to_owned(),
            title: written.title,
            tokens: written.tokens,
            name_inflections: written.name_inflections.unwrap_or_else(|| written.inflections.clone()),
            inflections: written.inflections,
            months: written.months,
            month_first: written.date_order == "mdy",
            intervals: self.intervals(file, written.intervals),
            times: self.times(file, written.times),
            legal_forms: written.legal_forms,
            naming: written.naming,
            asking: written.asking,
            institutions: written.institutions,
            replaces: written.replaces,
            fillers: written.fillers,
            words,
        };
        self.catalogue.languages.insert(code.to_owned(), language);
    }

    fn keyed(
        &mut self,
        file: &File,
        lists: BTreeMap<String, Vec<Text>>,
        words: &mut Vec<(Meaning, String)>,
        parse: impl Fn(&str) -> Option<Meaning>,
    ) {
        for (name, patterns) in lists {
            let Some(meaning) = parse(&name) else {
                self.problems.push(
                    Problem::error(&file.shown, format!("`{name}` is not known here"))
                        .hint("see “A language's own words” in `controls/README.md`"),
                );
                continue;
            };
            words.extend(self.patterns(file, patterns).into_iter().map(|pattern| (meaning, pattern)));
        }
    }

    fn intervals(&mut self, file: &File, lists: BTreeMap<String, Vec<Text>>) -> Vec<(u32, Vec<String>)> {
        let mut intervals = Vec::new();
        for (length, patterns) in lists {
            match days(&length) {
                Some(days) => intervals.push((days, self.patterns(file, patterns))),
                None => self.problems.push(
                    Problem::error(&file.shown, format!("`{length}` is no length of time"))
                        .hint("write `90d`, `6 months` or `2 years`"),
                ),
            }
        }
        intervals.sort();
        intervals
    }

    fn times(&mut self, file: &File, lists: BTreeMap<String, Vec<Text>>) -> Vec<(Word, String)> {
        let mut times = Vec::new();
        for (name, patterns) in lists {
            match Word::parse(&name) {
                Some(word) => times.extend(self.patterns(file, patterns).into_iter().map(|pattern| (word, pattern))),
                None => self.problems.push(
                    Problem::error(&file.shown, format!("`{name}` is no kind of word of a time"))
                        .hint("see “A language's own words” in `controls/README.md`"),
                ),
            }
        }
        times
    }

    pub(super) fn words_of_language(&mut self, file: &File, code: &str, written: written::LanguageWords) {
        for (id, words) in written.documents {
            let names = self.patterns(file, words.names);
            let lacking = self.patterns(file, words.lacking);
            let topics: Vec<_> =
                words.topics.into_iter().map(|(topic, list)| (topic, self.topic_patterns(file, list))).collect();
            let Some(document) = self.catalogue.documents.get_mut(&id) else {
                self.unknown(file, "document type", &id);
                continue;
            };
            document.names.entry(code.to_owned()).or_default().extend(names);
            document.lacking.entry(code.to_owned()).or_default().extend(lacking);
            let mut unknown = Vec::new();
            for (topic, list) in topics {
                match document.topics.get_mut(&topic) {
                    Some(known) => known.words.entry(code.to_owned()).or_default().extend(list),
                    None => unknown.push(format!("{id}/{topic}")),
                }
            }
            unknown.iter().for_each(|topic| self.unknown(file, "topic", topic));
        }
        for (id, words) in written.registers {
            let names = self.patterns(file, words.names);
            let rows = self.patterns(file, words.rows);
            let columns: Vec<_> =
                words.columns.into_iter().map(|(column, list)| (column, self.patterns(file, list))).collect();
            let Some(register) = self.catalogue.registers.get_mut(&id) else {
                self.unknown(file, "register type", &id);
                continue;
            };
            register.names.entry(code.to_owned()).or_default().extend(names);
            register.rows.entry(code.to_owned()).or_default().extend(rows);
            let mut unknown = Vec::new();
            for (column, list) in columns {
                match register.columns.get_mut(&column) {
                    Some(known) => known.words.entry(code.to_owned()).or_default().extend(list),
                    None => unknown.push(format!("{id}/{column}")),
                }
            }
            unknown.iter().for_each(|column| self.unknown(file, "column", column));
        }
    }

    fn unknown(&mut self, file: &File, what: &str, id: &str) {
        self.problems.push(
            Problem::error(&file.shown, format!("{what} `{id}` does not exist"))
                .hint("a language adds words to types; the types stand in `documents/` and `registers/`"),
        );
    }
}
