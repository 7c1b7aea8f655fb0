//! Two ways of doing the same work that anybody would try first, on the same data: a keyword search over
//! the extracted text, and type names matched in file names. Both use our own words, so that what is
//! compared is the method.

use std::collections::BTreeMap;

use daachorse::DoubleArrayAhoCorasick;
use iso20k::catalogue::{Catalogue, Check, DocumentCheck, Form, Obligation};
use iso20k::document::{Content, Document};
use iso20k::evidence::Status;
use iso20k::text::fold;
use iso20k::text::pattern::{self, Pattern};

use super::engine::Engine;

/// What is said of each obligation.
pub(super) type Verdicts = BTreeMap<String, Status>;

/// Languages whose words the baselines search.
const LANGUAGES: [&str; 2] = ["en", "de"];

/// A document as a baseline sees it: folded words between spaces.
#[derive(Debug, Clone)]
pub(super) struct Page {
    name: String,
    text: String,
}

impl Page {
    pub(super) fn read(engine: &Engine, path: &str, bytes: &[u8]) -> Option<Self> {
        let (_, document) = engine.document(path, bytes)?;
        let file = path.rsplit('/').next().unwrap_or(path);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        Some(Self { name: format!(" {} ", fold(stem)), text: format!(" {} ", fold(&all_text(&document))) })
    }
}

fn all_text(document: &Document) -> String {
    let mut text = String::new();
    let mut add = |piece: &str| {
        text.push_str(piece);
        text.push('\n');
    };
    document.properties.iter().for_each(|property| add(&property.value));
    for block in &document.blocks {
        match &block.content {
            Content::Heading(_, words) | Content::Text(_, words) => add(words),
            Content::Table(table) => table.rows.iter().flat_map(|row| row.cells.iter()).for_each(&mut add),
        }
    }
    text
}

/// Where a baseline looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    /// Anywhere in the text: a topic counts when a document holds a word of each of its sides, in any order.
    Text,
    /// In file names only, for names of types.
    Names,
}

/// A slot of a pattern: any of these phrases.
type Slot = Vec<u32>;
/// How often each phrase occurs in a document.
type Hits = BTreeMap<u32, usize>;

/// A baseline over the catalogue's own words.
pub(super) struct Baseline<'a> {
    catalogue: &'a Catalogue,
    looks: Looks,
    automaton: DoubleArrayAhoCorasick<u32>,
    /// Phrases by the type they name.
    names: BTreeMap<&'a str, Slot>,
    /// Patterns by document type and topic.
    topics: BTreeMap<(&'a str, &'a str), Vec<Vec<Slot>>>,
}

/// Phrases and their numbers.
#[derive(Default)]
struct Phrases(BTreeMap<String, u32>);

impl Phrases {
    fn number(&mut self, phrase: &pattern::Phrase) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(written(phrase)).or_insert(next)
    }

    fn slots(&mut self, pattern: &Pattern) -> Vec<Slot> {
        pattern.slots.iter().map(|slot| slot.iter().map(|phrase| self.number(phrase)).collect()).collect()
    }
}

/// A phrase as it stands in folded text, up to the first ending left open.
fn written(phrase: &pattern::Phrase) -> String {
    let mut text = String::new();
    for word in phrase {
        if !word.open_start || !text.is_empty() {
            text.push_str(if text.ends_with(' ') { "" } else { " " });
        }
        text.push_str(&word.letters);
        if word.open_end {
            return text;
        }
        text.push(' ');
    }
    text
}

/// The baselines with their names in the tables.
pub(super) fn both(catalogue: &Catalogue) -> Vec<Baseline<'_>> {
    vec![Baseline::new(catalogue, Looks::Text), Baseline::new(catalogue, Looks::Names)]
}

impl<'a> Baseline<'a> {
    fn new(catalogue: &'a Catalogue, looks: Looks) -> Self {
        let mut phrases = Phrases::default();
        let documents = catalogue.documents.iter().map(|(id, document)| (id.as_str(), &document.names));
        let registers = catalogue.registers.iter().map(|(id, register)| (id.as_str(), &register.names));
        let names = documents.chain(registers).map(|(id, names)| {
            let slots = parsed(names).flat_map(|pattern| phrases.slots(&pattern));
            (id, slots.flatten().collect())
        });
        let names = names.collect();
        let mut topics = BTreeMap::new();
        for (id, document) in &catalogue.documents {
            for (topic, said) in &document.topics {
                let patterns = parsed(&said.words).map(|pattern| phrases.slots(&pattern)).collect();
                topics.insert((id.as_str(), topic.as_str()), patterns);
            }
        }
        let automaton = DoubleArrayAhoCorasick::with_values(phrases.0).expect("an automaton");
        Self { catalogue, looks, automaton, names, topics }
    }

    fn hits(&self, page: &Page) -> Hits {
        let text = if self.looks == Looks::Text { &page.text } else { &page.name };
        let mut hits = Hits::new();
        for found in self.automaton.find_overlapping_iter(text) {
            *hits.entry(found.value()).or_default() += 1;
        }
        hits
    }

    /// What a search in all documents makes of each obligation.
    pub(super) fn verdicts(&self, pages: &BTreeMap<String, Page>) -> Verdicts {
        let hits: Vec<Hits> = pages.values().map(|page| self.hits(page)).collect();
        let obligations = self.catalogue.obligations();
        obligations.map(|(_, obligation)| (obligation.id.clone(), self.status(obligation, &hits))).collect()
    }

    fn status(&self, obligation: &Obligation, hits: &[Hits]) -> Status {
        let found: Vec<bool> = obligation.evidence.iter().filter_map(|check| self.check(check, hits)).collect();
        match (found.iter().all(|found| *found), found.iter().any(|found| *found)) {
            _ if found.is_empty() => Status::Undetermined,
            (true, _) => Status::Evidenced,
            (false, true) => Status::Partial,
            (false, false) => Status::Gap,
        }
    }

    /// Whether a check's words are found; `None` for what only asking shows.
    fn check(&self, check: &Check, hits: &[Hits]) -> Option<bool> {
        match check {
            Check::Document(check) | Check::Record(check) => Some(self.document(check, hits)),
            Check::Register(check) => Some(self.named(&check.types, hits)),
            Check::Any(checks) => {
                let found: Vec<bool> = checks.iter().filter_map(|check| self.check(check, hits)).collect();
                (!found.is_empty()).then(|| found.contains(&true))
            }
            Check::Ask(_) => None,
        }
    }

    fn document(&self, check: &DocumentCheck, hits: &[Hits]) -> bool {
        if self.looks == Looks::Names || check.topics.is_empty() {
            return self.named(&check.types, hits);
        }
        check.topics.iter().all(|topic| {
            let patterns =
                check.types.iter().filter_map(|id| self.topics.get(&(id.as_str(), topic.as_str()))).flatten();
            let mut patterns = patterns;
            patterns.any(|slots| hits.iter().any(|hits| slots.iter().all(|slot| is_hit(slot, hits))))
        })
    }

    fn named(&self, types: &[String], hits: &[Hits]) -> bool {
        let mut names = types.iter().filter_map(|id| self.names.get(id.as_str()));
        names.any(|names| hits.iter().any(|hits| is_hit(names, hits)))
    }

    /// Whether a search would show this document for an obligation.
    pub(super) fn shows(&self, page: &Page, obligation: &Obligation) -> bool {
        let hits = [self.hits(page)];
        obligation.evidence.iter().filter_map(|check| self.check(check, &hits)).any(|found| found)
    }

    /// The type whose names occur most often; none that is never evidence.
    pub(super) fn types(&self, page: &Page) -> Vec<String> {
        let hits = self.hits(page);
        let count = |names: &Slot| names.iter().filter_map(|name| hits.get(name)).sum::<usize>();
        let is_genre = |id: &str| {
            self.catalogue.documents.get(id).is_some_and(|kind| matches!(kind.form, Form::Other | Form::Adjacent))
        };
        let counted = self.names.iter().filter(|(id, _)| !is_genre(id)).map(|(id, names)| (count(names), *id));
        let best = counted.filter(|(count, _)| *count > 0).max_by_key(|(count, id)| (*count, std::cmp::Reverse(*id)));
        best.map(|(_, id)| id.to_owned()).into_iter().collect()
    }
}

fn parsed(words: &BTreeMap<String, Vec<String>>) -> impl Iterator<Item = Pattern> {
    let wanted = words.iter().filter(|(language, _)| LANGUAGES.contains(&language.as_str()));
    wanted.flat_map(|(_, patterns)| patterns).filter_map(|text| pattern::parse(text).ok())
}

fn is_hit(slot: &Slot, hits: &Hits) -> bool {
    slot.iter().any(|phrase| hits.contains_key(phrase))
}
