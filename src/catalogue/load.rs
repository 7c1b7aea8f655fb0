//! From files as written to the [`Catalogue`] as used. Every mistake is collected, with its place and
//! a hint; what is left out because of a mistake does not hide the mistakes behind it.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_saphyr::Spanned;
use sha2::{Digest, Sha256};

use super::files::{File, Files};
use super::vocabulary::{Cue, Folder, Label, Meaning, Value};
use super::written::{self, Text, Words};
use super::{Catalogue, Check, Clause, Column, DocumentCheck, DocumentType, Kind, Language, Obligation, Parties};
use super::{RegisterCheck, RegisterType, RowRule, Rule, Rung, Topic};
use crate::problem::Problem;
use crate::text::pattern;

/// Loads a catalogue; it is fit for use only if no problem is an error.
#[must_use]
pub fn load(files: &Files) -> (Catalogue, Vec<Problem>) {
    let mut loader = Loader::default();
    loader.types(files);
    loader.languages(files);
    loader.clauses(files);
    loader.rules(files);
    loader.cross_check();
    loader.catalogue.sha256 = fingerprint(files);
    loader.problems.sort();
    (loader.catalogue, loader.problems)
}

fn fingerprint(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (path, file) in &files.0 {
        for part in [path.as_bytes(), file.text.as_bytes()] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A length of time as written, `90d`, `6 months`, in days.
pub(super) fn days(written: &str) -> Option<u32> {
    let written = written.trim();
    let digits = written.trim_end_matches(|c: char| !c.is_ascii_digit());
    let number: u32 = digits.parse().ok()?;
    let per_unit = match written[digits.len()..].trim() {
        "d" | "day" | "days" => 1,
        "week" | "weeks" => 7,
        "month" | "months" => 31,
        "year" | "years" => 366,
        _ => return None,
    };
    number.checked_mul(per_unit)
}

#[derive(Default)]
struct Loader {
    catalogue: Catalogue,
    problems: Vec<Problem>,
    /// Ids used, to be looked up once everything is loaded.
    uses: Vec<Use>,
    obligations: BTreeMap<String, String>,
}

/// A reference from one place of the catalogue to another.
struct Use {
    file: String,
    line: u32,
    column: u32,
    to: Target,
}

enum Target {
    Document(String),
    Register(String),
    Topic(Vec<String>, String),
    Column(Vec<String>, String),
    Clause(String),
    Obligation(String),
}

fn position<T>(value: &Spanned<T>) -> (u32, u32) {
    (value.referenced.line() as u32, value.referenced.column() as u32)
}

impl Loader {
    fn parse<T: DeserializeOwned>(&mut self, file: &File) -> Option<T> {
        let options = serde_saphyr::options! { with_snippet: false, strict_booleans: true, budget: None };
        match serde_saphyr::from_str_with_options::<T>(&file.text, options) {
            Ok(value) => Some(value),
            Err(error) => {
                let mut problem = Problem::error(&file.shown, plain(&error.to_string()));
                if let Some(location) = error.location() {
                    problem = problem.at(location.line() as u32, location.column() as u32);
                }
                self.problems.push(problem.hint("see the file formats in `controls/README.md`"));
                None
            }
        }
    }

    fn error<T>(&mut self, file: &File, at: &Spanned<T>, message: String, hint: &str) {
        let (line, column) = position(at);
        self.problems.push(Problem::error(&file.shown, message).at(line, column).hint(hint));
    }

    fn refer<T>(&mut self, file: &File, at: &Spanned<T>, to: Target) {
        let (line, column) = position(at);
        self.uses.push(Use { file: file.shown.clone(), line, column, to });
    }

    fn types(&mut self, files: &Files) {
        for (path, file) in files.under("documents") {
            let Some(written) = self.parse::<written::DocumentType>(file) else { continue };
            let id = path.trim_end_matches(".yaml").to_owned();
            let document = self.document(file, id.clone(), written);
            self.catalogue.documents.insert(id, document);
        }
        for (path, file) in files.under("registers") {
            let Some(written) = self.parse::<written::RegisterType>(file) else { continue };
            let id = path.trim_end_matches(".yaml").to_owned();
            let register = self.register(file, id.clone(), written);
            self.catalogue.registers.insert(id, register);
        }
    }

    fn document(&mut self, file: &File, id: String, written: written::DocumentType) -> DocumentType {
        let topics = written.topics.into_iter().map(|(topic, written)| {
            if written.says.is_empty() {
                let message = format!("topic `{topic}` has no `says`");
                self.problems.push(
                    Problem::error(&file.shown, message).hint("say what it is about, fitting behind “does not say”"),
                );
            }
            (topic, Topic { says: written.says, words: self.words(file, written.words) })
        });
        let topics = topics.collect();
        for part in &written.part_of {
            self.refer(file, part, Target::Document(part.value.clone()));
        }
        DocumentType {
            id,
            title: written.title,
            about: written.about,
            clauses: self.clause_numbers(file, written.clauses),
            asked: written.asked,
            form: written.form,
            control: written.control,
            part_of: written.part_of.into_iter().map(|part| part.value).collect(),
            names: self.words(file, written.names),
            topics,
        }
    }

    fn register(&mut self, file: &File, id: String, written: written::RegisterType) -> RegisterType {
        let columns = written.columns.into_iter().map(|(column, written)| {
            let words = self.words(file, written.words);
            (column, Column { kind: written.kind, identifies: written.identifies, words })
        });
        let columns: BTreeMap<String, Column> = columns.collect();
        let rules = written.rules.into_iter().map(|rule| self.row_rule(file, rule)).collect();
        RegisterType {
            id,
            title: written.title,
            about: written.about,
            clauses: self.clause_numbers(file, written.clauses),
            asked: written.asked,
            names: self.words(file, written.names),
            columns,
            rules,
        }
    }

    fn row_rule(&mut self, file: &File, rule: written::RowRule) -> RowRule {
        let (line, column) = position(&rule.when);
        RowRule {
            id: rule.id.value,
            says: rule.says,
            grade: rule.grade,
            obligations: self.obligation_ids(file, rule.obligations),
            remedy: rule.remedy,
            when: rule.when.value,
            origin: (file.shown.clone(), line, column),
        }
    }

    fn rules(&mut self, files: &Files) {
        for (_, file) in files.under("rules") {
            for rule in self.parse::<Vec<written::Rule>>(file).unwrap_or_default() {
                let (line, column) = position(&rule.sql);
                let rule = Rule {
                    id: rule.id.value,
                    title: rule.title,
                    clauses: self.clause_numbers(file, rule.clauses),
                    obligations: self.obligation_ids(file, rule.obligations),
                    grade: rule.grade,
                    says: rule.says,
                    remedy: rule.remedy,
                    sql: rule.sql.value,
                    origin: (file.shown.clone(), line, column),
                };
                self.catalogue.rules.push(rule);
            }
        }
    }

    fn clause_numbers(&mut self, file: &File, clauses: Vec<Text>) -> Vec<String> {
        for clause in &clauses {
            self.refer(file, clause, Target::Clause(clause.value.clone()));
        }
        clauses.into_iter().map(|clause| clause.value).collect()
    }

    fn obligation_ids(&mut self, file: &File, ids: Vec<Text>) -> Vec<String> {
        for id in &ids {
            self.refer(file, id, Target::Obligation(id.value.clone()));
        }
        ids.into_iter().map(|id| id.value).collect()
    }

    fn words(&mut self, file: &File, words: Words) -> BTreeMap<String, Vec<String>> {
        let mut checked = BTreeMap::new();
        for (language, patterns) in words {
            checked.insert(language, self.patterns(file, patterns));
        }
        checked
    }

    fn patterns(&mut self, file: &File, patterns: Vec<Text>) -> Vec<String> {
        for written in &patterns {
            if let Err(mistake) = pattern::parse(&written.value) {
                self.error(
                    file,
                    written,
                    format!("word pattern `{}`: {mistake}", written.value),
                    "see “Words” in `controls/README.md`",
                );
            }
        }
        patterns.into_iter().map(|written| written.value).collect()
    }

    fn languages(&mut self, files: &Files) {
        for (path, file) in files.under("languages") {
            let Some((code, name)) = path.split_once('/') else { continue };
            if name == "language.yaml" {
                if let Some(written) = self.parse::<written::Language>(file) {
                    self.language(file, code, written);
                }
            } else if let Some(written) = self.parse::<written::LanguageWords>(file) {
                self.language_words(file, code, written);
            }
        }
    }

    fn language(&mut self, file: &File, code: &str, written: written::Language) {
        if written.language.value != code {
            let message = format!("language `{}` stands in the folder of `{code}`", written.language.value);
            self.error(file, &written.language, message, "the folder's name is the language's code");
        }
        let mut words = Vec::new();
        let cues = [
            (Cue::Negation, written.negation),
            (Cue::Promise, written.promise),
            (Cue::Definition, written.definition),
            (Cue::Commitment, written.commitment),
            (Cue::Reference, written.reference),
            (Cue::Draft, written.draft),
            (Cue::Superseded, written.superseded),
            (Cue::InForce, written.in_force),
            (Cue::Template, written.template),
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
            inflections: written.inflections,
            months: written.months,
            month_first: written.date_order == "mdy",
            intervals: self.intervals(file, written.intervals),
            legal_forms: written.legal_forms,
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

    fn language_words(&mut self, file: &File, code: &str, written: written::LanguageWords) {
        for (id, words) in written.documents {
            let names = self.patterns(file, words.names);
            let topics: Vec<_> =
                words.topics.into_iter().map(|(topic, list)| (topic, self.patterns(file, list))).collect();
            let Some(document) = self.catalogue.documents.get_mut(&id) else {
                self.unknown(file, "document type", &id);
                continue;
            };
            document.names.entry(code.to_owned()).or_default().extend(names);
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
            let columns: Vec<_> =
                words.columns.into_iter().map(|(column, list)| (column, self.patterns(file, list))).collect();
            let Some(register) = self.catalogue.registers.get_mut(&id) else {
                self.unknown(file, "register type", &id);
                continue;
            };
            register.names.entry(code.to_owned()).or_default().extend(names);
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

    fn clauses(&mut self, files: &Files) {
        for (_, file) in files.under(super::ISO_20000_1) {
            for clause in self.parse::<Vec<written::Clause>>(file).unwrap_or_default() {
                let clause = self.clause(file, clause);
                self.catalogue.clauses.push(clause);
            }
        }
        self.catalogue.clauses.sort_by_key(|clause| number_key(&clause.clause));
    }

    fn clause(&mut self, file: &File, written: written::Clause) -> Clause {
        let number = written.clause.value.clone();
        if self.catalogue.clauses.iter().any(|clause| clause.clause == number) {
            self.error(file, &written.clause, format!("clause `{number}` is there twice"), "merge the two");
        }
        let parties = written.parties.unwrap_or_default();
        let obligations = written.obligations.into_iter();
        let obligations = obligations.map(|obligation| self.obligation(file, &number, parties, obligation)).collect();
        Clause { clause: number, title: written.title, parties, note: written.note, obligations }
    }

    fn obligation(&mut self, file: &File, clause: &str, parties: Parties, written: written::Obligation) -> Obligation {
        let id = written.id.value.clone();
        if !id.strip_prefix(clause).is_some_and(|rest| rest.starts_with('/')) {
            self.error(
                file,
                &written.id,
                format!("obligation `{id}` stands under clause `{clause}`"),
                "an id is clause/number+letter",
            );
        }
        if let Some(elsewhere) = self.obligations.insert(id.clone(), file.shown.clone()) {
            self.error(
                file,
                &written.id,
                format!("obligation `{id}` is there twice"),
                &format!("the other is in {elsewhere}"),
            );
        }
        if !(1..=3).contains(&written.weight) {
            self.error(
                file,
                &written.id,
                format!("weight {} is not 1, 2 or 3", written.weight),
                "1 detail, 2 normal, 3 the clause stands or falls with it",
            );
        }
        if written.evidence.is_empty() {
            self.error(
                file,
                &written.id,
                format!("obligation `{id}` names no evidence"),
                "where only asking shows it, write `- ask: …`",
            );
        }
        let evidence: Vec<Check> = written.evidence.into_iter().map(|check| self.check(file, check)).collect();
        let needs = written.needs.unwrap_or_else(|| default_rung(written.kind, &evidence));
        Obligation {
            id,
            asks: written.asks,
            kind: written.kind,
            basis: written.basis,
            needs,
            weight: written.weight,
            interval: written.interval,
            parties: written.parties.unwrap_or(parties),
            no_occurrence: written.no_occurrence,
            evidence,
            remedy: written.remedy,
            ask: written.ask,
            sample: written.sample,
            good: written.good,
        }
    }

    fn check(&mut self, file: &File, written: written::Check) -> Check {
        match written {
            written::Check::Document(check) => Check::Document(self.document_check(file, check)),
            written::Check::Record(check) => Check::Record(self.document_check(file, check)),
            written::Check::Register(check) => Check::Register(self.register_check(file, check)),
            written::Check::Any(checks) => {
                Check::Any(checks.into_iter().map(|check| self.check(file, check)).collect())
            }
            written::Check::Ask(text) => Check::Ask(text),
        }
    }

    fn document_check(&mut self, file: &File, check: written::Documents) -> DocumentCheck {
        let types = check.types.value.0.clone();
        for id in &types {
            self.refer(file, &check.types, Target::Document(id.clone()));
        }
        for topic in &check.topics {
            self.refer(file, topic, Target::Topic(types.clone(), topic.value.clone()));
        }
        DocumentCheck {
            within_days: self.within(file, check.within),
            topics: check.topics.into_iter().map(|topic| topic.value).collect(),
            types,
        }
    }

    fn register_check(&mut self, file: &File, check: written::Registers) -> RegisterCheck {
        let types = check.types.value.0.clone();
        for id in &types {
            self.refer(file, &check.types, Target::Register(id.clone()));
        }
        for column in &check.columns {
            self.refer(file, column, Target::Column(types.clone(), column.value.clone()));
        }
        RegisterCheck {
            within_days: self.within(file, check.within),
            columns: check.columns.into_iter().map(|column| column.value).collect(),
            rows: check.rows.unwrap_or(1),
            types,
        }
    }

    fn within(&mut self, file: &File, written: Option<Text>) -> Option<u32> {
        let written = written?;
        let days = days(&written.value);
        if days.is_none() {
            self.error(
                file,
                &written,
                format!("`{}` is no length of time", written.value),
                "write `90d`, `6 months` or `2 years`",
            );
        }
        days
    }

    /// Looks up every id that one part of the catalogue uses of another.
    fn cross_check(&mut self) {
        let clauses: BTreeSet<&str> = self.catalogue.clauses.iter().map(|clause| clause.clause.as_str()).collect();
        for used in &self.uses {
            let (catalogue, at) = (&self.catalogue, used);
            let mistake = match &used.to {
                Target::Document(id) => {
                    (!catalogue.documents.contains_key(id)).then(|| format!("document type `{id}` does not exist"))
                }
                Target::Register(id) => {
                    (!catalogue.registers.contains_key(id)).then(|| format!("register type `{id}` does not exist"))
                }
                Target::Topic(types, topic) => catalogue
                    .topic_says(types, topic)
                    .is_none()
                    .then(|| format!("none of {} has a topic `{topic}`", types.join(", "))),
                Target::Column(types, column) => {
                    let known = types.iter().any(|id| {
                        catalogue.registers.get(id).is_some_and(|register| register.columns.contains_key(column))
                    });
                    (!known).then(|| format!("none of {} has a column `{column}`", types.join(", ")))
                }
                Target::Clause(clause) => {
                    (!clauses.contains(clause.as_str())).then(|| format!("clause `{clause}` does not exist"))
                }
                Target::Obligation(id) => {
                    (!self.obligations.contains_key(id)).then(|| format!("obligation `{id}` does not exist"))
                }
            };
            if let Some(message) = mistake {
                self.problems.push(
                    Problem::error(&at.file, message)
                        .at(at.line, at.column)
                        .hint("check the spelling, or add it to the catalogue"),
                );
            }
        }
    }
}

/// One line without the parser's own position, which stands in the problem's place.
fn plain(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    first.strip_prefix("error: ").unwrap_or(first).to_owned()
}

/// The rung an obligation needs where the catalogue does not say: a required document must be under
/// control; a record, and an activity that leaves records, must be seen to happen (DESIGN §3).
fn default_rung(kind: Kind, evidence: &[Check]) -> Rung {
    match kind {
        Kind::Documented => Rung::Controlled,
        Kind::Record => Rung::Practised,
        Kind::Activity if evidence.iter().any(shows) => Rung::Practised,
        Kind::Activity => Rung::Documented,
    }
}

fn shows(check: &Check) -> bool {
    match check {
        Check::Record(_) | Check::Register(_) => true,
        Check::Any(checks) => checks.iter().any(shows),
        Check::Document(_) | Check::Ask(_) => false,
    }
}

/// Sorts `8.10` behind `8.9`.
fn number_key(clause: &str) -> Vec<u32> {
    clause.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}
