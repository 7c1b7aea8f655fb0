//! What a cell of a register says of work given away: which process, what kind of thing, the whole or a part.

use std::collections::BTreeMap;

use crate::catalogue::{Catalogue, Process, Sourcing};
use crate::text::fold::is_ideographic;
use crate::text::lexicon::Key;
use crate::text::{Lexicon, LexiconBuilder, fold, tokens};

/// Words that "all" may stand beside and still mean all: "all services", "all our services".
const ALL_WORDS: usize = 3;
/// The same in scripts in which a character is a word to us.
const ALL_CHARACTERS: usize = 8;

/// What a cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Processes, by their number in the catalogue's list.
    pub processes: Vec<usize>,
    /// Work that stays with the organisation, likewise.
    pub own: Vec<usize>,
    /// It says that it is about a process.
    pub process: bool,
    /// … a service.
    pub service: bool,
    /// … a service component.
    pub component: bool,
    /// … a part of it.
    pub part: bool,
    /// … all of it.
    pub whole: bool,
    /// It is so short that "all" in it means all there is.
    pub short: bool,
}

/// The catalogue's words of sourcing, compiled.
pub(super) struct Reader {
    lexicon: Lexicon,
    languages: Vec<String>,
    processes: usize,
    own: usize,
}

impl Reader {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let Sourcing { processes, own, process, service, component, part, whole } = &catalogue.sourcing;
        let mut builder = LexiconBuilder::default();
        for language in catalogue.languages.values() {
            builder.language(&language.code, &language.inflections);
        }
        let of_processes = processes.iter().chain(own).map(|process: &Process| &process.names);
        for (key, patterns) in (0..).zip(of_processes.chain([process, service, component, part, whole])) {
            add(&mut builder, key, patterns);
        }
        let languages = catalogue.languages.keys().cloned().collect();
        Self { lexicon: builder.build(), languages, processes: processes.len(), own: own.len() }
    }

    pub(super) fn read(&self, cell: &str) -> Reading {
        let folded = fold(cell);
        let languages: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        let mut scan = self.lexicon.scan(&languages);
        let hits = scan.hits(&folded);
        let words = tokens(&folded).count();
        let most = if cell.contains(is_ideographic) { ALL_CHARACTERS } else { ALL_WORDS };
        let mut reading = Reading { short: (1..=most).contains(&words), ..Reading::default() };
        for key in scan.matches(&hits, &[]).into_iter().filter(|found| found.whole).map(|found| found.key as usize) {
            match key.checked_sub(self.processes) {
                None => reading.processes.push(key),
                Some(own) if own < self.own => reading.own.push(own),
                Some(cue) => match cue - self.own {
                    0 => reading.process = true,
                    1 => reading.service = true,
                    2 => reading.component = true,
                    3 => reading.part = true,
                    _ => reading.whole = true,
                },
            }
        }
        for found in [&mut reading.processes, &mut reading.own] {
            found.sort_unstable();
            found.dedup();
        }
        reading
    }
}

/// A pattern that does not parse was reported by the loader, with its place.
fn add(builder: &mut LexiconBuilder, key: Key, patterns: &BTreeMap<String, Vec<String>>) {
    for (language, written) in patterns {
        for pattern in written {
            let _ = builder.add(language, pattern, key);
        }
    }
}
