//! What a document is: read from its title, file name, headings, tables and what it commits to. A
//! document may be several things; most documents of an organisation are none of those we know.

use std::collections::{BTreeMap, BTreeSet};

use super::called::{entry_folder, file_words, folder_words, is_page_of_folder, names_a_day, names_a_year, words_of};
use super::cells::Fields;
use super::matter;
use super::topics::LOOSE;
use super::units::{Sort, Unit, Units};
use super::{DocumentKind, Force, RegisterFact, TopicFact};
use crate::catalogue::{Catalogue, DocumentType, Folder, Form, Meaning, Vocabulary};
use crate::text::date::Order;
use crate::text::{Scan, fold, tokens};

/// What a type is read from.
pub(super) struct Clues<'a> {
    pub path: &'a str,
    pub title: &'a str,
    pub units: &'a Units<'a>,
    pub topics: &'a [TopicFact],
    pub registers: &'a [RegisterFact],
    /// Fields in its front matter.
    pub fields: usize,
    /// Whether somebody sent it.
    pub mail: bool,
    /// Whether it says who answers for it, who approved it, or which version it is.
    pub controlled: bool,
}

/// Below this a type is not kept.
const KEPT: f32 = 0.4;
/// Words a chapter must hold to be more than a mention.
const CHAPTER: usize = 30;
/// Words of a page that is the record of something.
const ENTRY: u32 = 8;
/// One heading in so many is a good part of them.
const PART: usize = 4;
/// Pieces of code that make a text an instruction.
const COMMANDS: usize = 2;
/// Most types of one document.
const MOST: usize = 12;

/// The types of a document, best first.
pub(super) fn kinds(clues: &Clues<'_>, catalogue: &Catalogue, vocabulary: &Vocabulary) -> Vec<DocumentKind> {
    let mut weigher = Weigher { catalogue, vocabulary, found: BTreeMap::new() };
    let all: Vec<&str> = vocabulary.languages.keys().map(String::as_str).collect();
    let mut scan = vocabulary.names.scan(&all);
    weigher.named(&mut scan, clues.title, "title", 0.9);
    weigher.file(&mut scan, clues.path);
    weigher.entry(&mut scan, clues);
    weigher.headings(&mut scan, clues.units, clues.title);
    weigher.topics(clues);
    let only_table = !clues.units.list.iter().any(|unit| matches!(unit.sort, Sort::Sentence | Sort::Item));
    // A table inside a text is evidence of its own; it does not make the text a register.
    for register in clues.registers.iter().filter(|register| only_table || register.named) {
        // In a text with running prose the table is a part; what the text is comes first.
        let weight = if only_table { register.confidence } else { register.confidence * 0.8 };
        weigher.add(&register.register, weight, register.reasons.join(", "));
    }
    weigher.register(&mut scan, clues);
    weigher.commands(clues.units);
    weigher.settle(clues)
}

struct Weigher<'a> {
    catalogue: &'a Catalogue,
    vocabulary: &'a Vocabulary,
    found: BTreeMap<String, (f32, Vec<String>)>,
}

/// A type's name in a short text, and where.
struct Named {
    id: String,
    start: u32,
    len: u32,
}

impl Weigher<'_> {
    /// Adds up independent reasons: each closes a part of what is still open.
    fn add(&mut self, id: &str, weight: f32, reason: String) {
        let entry = self.found.entry(id.to_owned()).or_insert((0.0, Vec::new()));
        entry.0 += (1.0 - entry.0) * weight.clamp(0.0, 1.0);
        entry.1.push(reason);
    }

    /// The document types a short text names, and how many words it has.
    fn names_in(&self, scan: &mut Scan<'_>, text: &str) -> (Vec<Named>, usize) {
        let (mut named, count) = self.all_names_in(scan, text);
        named.retain(|name| self.catalogue.documents.contains_key(&name.id));
        (named, count)
    }

    fn all_names_in(&self, scan: &mut Scan<'_>, text: &str) -> (Vec<Named>, usize) {
        let folded = fold(text);
        let is_filler = |word: &str| is_filler(word, self.vocabulary);
        let count = tokens(&folded).filter(|word| !is_filler(word)).count().max(1);
        let mut hits = scan.hits(&folded);
        hits.extend(scan.bag_hits(&folded, is_filler));
        let mut named: Vec<Named> = scan
            .matches(&hits, &[])
            .iter()
            .filter_map(|found| {
                // Registers are told by their columns; here their names only outdo shorter ones
                // ("training records" is no training).
                let id = match self.vocabulary.meaning(found.key) {
                    Meaning::Document(index) => self.vocabulary.documents[usize::from(index)].clone(),
                    Meaning::Register(index) => self.vocabulary.registers[usize::from(index)].clone(),
                    _ => return None,
                };
                Some(Named { id, start: found.start, len: found.len })
            })
            .collect();
        // The longest name wins where one lies inside the other ("incident management" in "major incident management procedure").
        let spans: Vec<(u32, u32)> = named.iter().map(|name| (name.start, name.start + name.len)).collect();
        let inside = |a: &(u32, u32), b: &(u32, u32)| b.0 <= a.0 && a.1 <= b.1 && (a.1 - a.0) < (b.1 - b.0);
        named.retain(|name| !spans.iter().any(|other| inside(&(name.start, name.start + name.len), other)));
        named.sort_by(|a, b| a.id.cmp(&b.id).then(b.len.cmp(&a.len)));
        named.dedup_by(|a, b| a.id == b.id);
        (named, count)
    }

    /// A name that fills a title says more than one that only stands in it.
    fn named(&mut self, scan: &mut Scan<'_>, text: &str, what: &str, weight: f32) {
        let (named, count) = self.names_in(scan, text);
        for name in named {
            let share = (name.len as f32 / count as f32).min(1.0);
            // One word among many is its subject's, or nobody's: "baseline" in a title of six words.
            let fit = match share {
                0.6.. => 1.0,
                ..0.3 if name.len == 1 => 0.4,
                _ => 0.55 + share * 0.5,
            };
            self.add(&name.id, weight * fit, format!("{what} “{}”", text.trim()));
        }
    }

    /// The file's name; with its folder's ("policies/change.md"), and the folder's alone where it holds one
    /// kind of record ("postmortems/…").
    fn file(&mut self, scan: &mut Scan<'_>, path: &str) {
        let file = file_words(path);
        self.named(scan, &file, "file name", 0.8);
        let Some(folder) = path.rsplit('/').nth(1).map(words_of) else { return };
        let together = format!("{file} {folder}");
        for name in self.names_in(scan, &together).0 {
            let ends_in_folder = (name.start + name.len) as usize > tokens(&fold(&file)).count();
            let whole = name.len as usize == tokens(&fold(&together)).count();
            if ends_in_folder && whole && name.start == 0 {
                self.add(&name.id, 0.7, format!("file name and folder “{together}”"));
            }
        }
        let (named, count) = self.names_in(scan, &folder);
        for name in named {
            let is_record =
                self.catalogue.documents.get(&name.id).is_some_and(|document| document.form == Form::Record);
            if is_record && name.len as usize == count {
                self.add(&name.id, 0.6, format!("folder “{folder}”"));
            }
        }
    }

    /// A chapter named like a type, with something under it, makes a manual that type too: a document that
    /// holds several such chapters, one whose own type usually holds this one, or one of no other type.
    fn headings(&mut self, scan: &mut Scan<'_>, units: &Units<'_>, title: &str) {
        let mut chapters: BTreeMap<String, (String, usize)> = BTreeMap::new();
        let all = units.words() as usize;
        for (index, unit) in units.list.iter().enumerate() {
            let Sort::Heading(level) = unit.sort else { continue };
            if level > 4 || unit.word_count() > 10 || unit.text == title {
                continue;
            }
            let body =
                units.list[index + 1..].iter().take_while(|unit| !matches!(unit.sort, Sort::Heading(l) if l <= level));
            let said = |sorts: &[Sort]| -> usize {
                body.clone().filter(|unit| sorts.contains(&unit.sort)).map(Unit::word_count).sum()
            };
            let words = said(&[Sort::Sentence, Sort::Item, Sort::Row]);
            let (named, count) = self.names_in(scan, &unit.text);
            for name in named.into_iter().filter(|name| name.len as f32 / count as f32 >= 0.6) {
                match self.catalogue.documents.get(&name.id).map(|document| document.form) {
                    Some(Form::Document) if words >= CHAPTER => {
                        chapters.entry(name.id).or_insert_with(|| (unit.text.to_string(), words));
                    }
                    // A page that is mostly a list of other pages holds nothing else.
                    Some(Form::Other) if level > 1 && said(&[Sort::Item]) * 2 >= all => {
                        self.add(&name.id, 0.6, format!("most of it is chapter “{}”", unit.text));
                    }
                    _ => {}
                }
            }
        }
        let own: Vec<String> =
            self.found.iter().filter(|(_, (weight, _))| *weight >= 0.5).map(|(id, _)| id.clone()).collect();
        let manual = chapters.len() >= 4;
        for (id, (heading, words)) in chapters {
            let part_of = &self.catalogue.documents[&id].part_of;
            let is_most = own.is_empty() && words * PART >= all;
            if manual || is_most || own.iter().any(|own| part_of.contains(own) || *own == id) {
                self.add(&id, 0.5, format!("chapter “{heading}”"));
            }
        }
    }

    /// What a document commits to backs what it is called. Where its name is none we know, its matter makes up
    /// for it, if the name or a chapter is at least of that subject: any text speaks of some of the topics.
    fn topics(&mut self, clues: &Clues<'_>) {
        let dated = names_a_year(clues.path) || names_a_year(clues.title);
        // One day's paper is no rule.
        let one_day = names_a_day(clues.path);
        let mut covered: BTreeMap<&str, usize> = BTreeMap::new();
        let said = |fact: &&TopicFact| fact.force == Force::Commits && !fact.only_rows && fact.weight > LOOSE;
        for fact in clues.topics.iter().filter(said) {
            *covered.entry(fact.document.as_str()).or_default() += 1;
        }
        let called = self.subjects(&[clues.title, &file_words(clues.path), &folder_words(clues.path)]);
        let chapters = self.chapters(clues.units);
        // What a document is called comes before what it also speaks of.
        let named = self.found.values().any(|(weight, _)| *weight >= 0.5);
        let form = |id: &str| self.catalogue.documents.get(id).map(|document| document.form);
        // A report on an audit is no rule for audits, much as it says of them.
        let is_record = self.found.iter().any(|(id, (weight, _))| *weight >= 0.5 && form(id) == Some(Form::Record));
        let own: Vec<String> =
            self.found.iter().filter(|(_, (weight, _))| *weight >= 0.5).map(|(id, _)| id.clone()).collect();
        let is_chapter = |document: &DocumentType| own.iter().any(|own| document.part_of.contains(own));
        let promised = clues.topics.iter().filter(|fact| fact.force == Force::Promises && fact.weight > LOOSE).count();
        if own.is_empty()
            && (clues.controlled || one_day)
            && promised * 4 <= covered.values().sum()
            && let Some((id, count, share)) = matter::told(self.catalogue, &covered, dated || one_day)
        {
            self.add(
                &id,
                0.5 + 0.2 * share,
                format!("speaks of {count} of its topics, and of no other type's as many"),
            );
        }
        for (id, count) in covered {
            // Topics of a guidance belong to no type.
            let Some(document) = self.catalogue.documents.get(id) else { continue };
            let total = document.topics.len();
            let share = count as f32 / total.max(1) as f32;
            let reason = format!("covers {count} of {total} topics");
            // A record is dated and titled as one; what only speaks of such matters is a rule for it.
            let is_kept = match document.form {
                Form::Document => !is_record && !one_day,
                Form::Record => dated,
                _ => false,
            };
            let weight = if self.found.contains_key(id) {
                0.3 * share
            } else if !is_kept {
                continue;
            } else if called.contains(id) {
                let enough = if named { count >= 3 && share > 0.5 } else { count >= 2 && share >= 0.2 };
                if enough { 0.45 + 0.25 * share } else { 0.0 }
            } else if is_chapter(document) && count >= 3 && share >= 0.7 {
                0.3 + 0.3 * share
            } else if chapters.contains(id) && count >= 3 && share >= if named { 0.7 } else { 0.5 } {
                0.45 + 0.2 * share
            } else {
                0.0
            };
            if weight > 0.0 {
                self.add(id, weight, reason);
            }
        }
    }

    /// The document types that a good part of the headings is about: every procedure has a chapter on roles.
    fn chapters(&self, units: &Units<'_>) -> BTreeSet<String> {
        let headings = units.list.iter().filter(|unit| matches!(unit.sort, Sort::Heading(1..=4)));
        let headings: Vec<&str> = headings.map(|unit| &*unit.text).collect();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for heading in &headings {
            self.subjects(&[heading]).into_iter().for_each(|id| *counts.entry(id).or_default() += 1);
        }
        counts.into_iter().filter(|(_, count)| count * PART >= headings.len()).map(|(id, _)| id).collect()
    }

    /// The document types that are of the subject of one of the texts.
    fn subjects(&self, texts: &[&str]) -> BTreeSet<String> {
        let types = texts.iter().flat_map(|text| self.vocabulary.subjects.of(text));
        types.map(|index| self.vocabulary.documents[usize::from(index)].clone()).collect()
    }

    /// One record of a register: a page in the folder that is called like it ("incidents/"), or a page with a day
    /// in its file's name and the register's in its title ("2026-03-01-outage.md").
    fn entry(&mut self, scan: &mut Scan<'_>, clues: &Clues<'_>) {
        if self.found.values().any(|(weight, _)| *weight >= 0.8) && !is_page_of_folder(clues.path) {
            return;
        }
        let folder = entry_folder(clues.path);
        // "03 Suppliers" is a chapter of a filing plan; a list in a folder is not one of its entries.
        if clues.registers.is_empty()
            && !clues.mail
            && (clues.units.words() >= ENTRY || clues.fields >= 2)
            && !folder.contains(|c: char| c.is_ascii_digit())
        {
            self.registers(scan, &folder, "one of folder", 0.6);
        }
        if names_a_day(clues.path) {
            self.registers(scan, clues.title, "dated, with title", 0.0);
            self.registers(scan, &file_words(clues.path), "dated, with file name", 0.0);
        }
    }

    /// A register by its name alone, where nothing else tells: its table cannot be read as one.
    fn register(&mut self, scan: &mut Scan<'_>, clues: &Clues<'_>) {
        if self.found.values().all(|(weight, _)| *weight < 0.5) {
            self.registers(scan, clues.title, "title", 0.6);
            self.registers(scan, &file_words(clues.path), "file name", 0.6);
        }
    }

    /// Registers that a text names with at least such a share of its words.
    fn registers(&mut self, scan: &mut Scan<'_>, text: &str, what: &str, least: f32) {
        let (named, count) = self.all_names_in(scan, text);
        for name in named {
            if self.catalogue.registers.contains_key(&name.id) && name.len as f32 / count as f32 >= least {
                self.add(&name.id, 0.55, format!("{what} “{}”", text.trim()));
            }
        }
    }

    /// A paper on backups that is full of commands tells how to make them, whatever else it is.
    fn commands(&mut self, units: &Units<'_>) {
        let commands = units.list.iter().filter(|unit| unit.sort == Sort::Code).count();
        let is_document =
            |id: &String| self.catalogue.documents.get(id).is_some_and(|kind| kind.form == Form::Document);
        if commands < COMMANDS || !self.found.iter().any(|(id, (weight, _))| *weight >= 0.5 && is_document(id)) {
            return;
        }
        let kinds = self.catalogue.documents.iter().filter(|(_, kind)| kind.commands);
        for id in kinds.map(|(id, _)| id.clone()).collect::<Vec<_>>() {
            self.add(&id, 0.5, format!("{commands} pieces of code"));
        }
    }

    /// The folder that says that what lies in it is no evidence ("training/", "adr/", "test data/").
    fn aside(&self, path: &str) -> Option<String> {
        let mut fields = Fields::new(self.vocabulary, Order::DayFirst);
        let folders = path.split('/').rev().skip(1);
        let is_aside = |folder: &&str| {
            let read = fields.read(folder);
            read.iter().any(|(meaning, share)| *meaning == Meaning::Folder(Folder::Aside) && *share >= 0.5)
        };
        let mut is_aside = is_aside;
        folders.into_iter().find(|folder| is_aside(folder)).map(str::to_owned)
    }

    /// A genre that is never evidence ("training deck", "glossary", "ISMS review") silences the types its
    /// title also names: where a type's name holds the genre's, the longer name has won already.
    fn settle(mut self, clues: &Clues<'_>) -> Vec<DocumentKind> {
        let form = |id: &str| self.catalogue.documents.get(id).map(|document| document.form);
        let other = self.found.iter().filter(|(id, _)| form(id) == Some(Form::Other));
        let genre = other.map(|(_, (weight, _))| *weight).fold(0.0, f32::max) >= 0.5;
        let aside = self.aside(clues.path);
        let unread = clues.units.is_unreadable();
        // Training records may well lie beside the training.
        let dated = names_a_year(clues.path) || names_a_year(clues.title);
        let is_record = |id: &str, form: Option<Form>| match form {
            Some(Form::Record) => dated,
            Some(_) => false,
            None => clues.registers.iter().any(|register| register.named && register.register == id),
        };
        for (id, (weight, reasons)) in &mut self.found {
            let form = self.catalogue.documents.get(id).map(|document| document.form);
            let mut lessen = |reason: String| {
                *weight *= 0.4;
                reasons.push(reason);
            };
            if form != Some(Form::Other) && genre {
                lessen("but it is of a kind that is no evidence".into());
            } else if let Some(folder) = aside.as_ref().filter(|_| !is_record(id, form)) {
                lessen(format!("but it lies in folder “{folder}”"));
            } else if form == Some(Form::Document) && clues.mail {
                lessen("but it is a mail".into());
            } else if form.is_some() && unread {
                lessen("but its text is in a script that is not read".into());
            }
        }
        let kinds = self.found.into_iter().map(|(id, (confidence, reasons))| DocumentKind {
            id,
            confidence: (confidence * 100.0).round() / 100.0,
            reasons,
        });
        let mut kinds: Vec<DocumentKind> = kinds.filter(|kind| kind.confidence >= KEPT).collect();
        kinds.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.id.cmp(&b.id)));
        kinds.truncate(MOST);
        kinds
    }
}

/// Whether a word of a title says nothing of what it is: a number, an article, "version".
pub(super) fn is_filler(word: &str, vocabulary: &Vocabulary) -> bool {
    word.chars().all(|c| c.is_ascii_digit()) || vocabulary.fillers.contains(word)
}
