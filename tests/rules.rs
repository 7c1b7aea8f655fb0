//! Every rule of the catalogue on small tables: rows that it must object to, and rows that it must leave alone.
//! The cases are data, `tests/rules/*.yaml`; a rule without both kinds fails the guard.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use iso20k::catalogue::{Catalogue, Files, Label, Profile, load};
use iso20k::document::{Format, Place};
use iso20k::facts::{
    ControlFact, DocumentKind, Facts, Force, LevelFact, RegisterFact, RegisterRow, State, StateFact, TimeFact,
    TopicFact,
};
use iso20k::index::{Entry, Index};
use iso20k::text::times::{Beside, Words};
use iso20k::text::{fold, tokens};
use jiff::civil::{Date, date};
use serde::Deserialize;

/// From the folder, so that a rule can be tried without building the program anew.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut files = Files::default();
    let mut problems = files.overlay(&Path::new(env!("CARGO_MANIFEST_DIR")).join("controls"));
    let (catalogue, mistakes) = load(&files);
    problems.extend(mistakes);
    assert!(problems.is_empty(), "{problems:?}");
    catalogue
});
static TIMES: LazyLock<Words> = LazyLock::new(|| iso20k::catalogue::times(&CATALOGUE));
const TODAY: Date = date(2026, 11, 22);

type Row = BTreeMap<String, Option<String>>;

/// The cases of one rule.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    /// Rows of the rule's own register, each of which it objects to.
    #[serde(default)]
    bad: Vec<Row>,
    /// Rows that it leaves alone.
    #[serde(default)]
    good: Vec<Row>,
    /// Tables and documents in which it finds something.
    #[serde(default)]
    fires: Vec<World>,
    /// Tables and documents in which it finds nothing.
    #[serde(default)]
    silent: Vec<World>,
}

/// Tables by register, `services` or `services@scope.md`, and documents.
#[derive(Debug, Default, Deserialize)]
struct World {
    #[serde(default)]
    documents: Vec<Paper>,
    #[serde(default)]
    tables: BTreeMap<String, Vec<Row>>,
}

/// A document as far as rules see it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paper {
    path: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    title: String,
    /// Its text, of which rules see the words.
    #[serde(default)]
    text: String,
    /// Sentences by which it commits itself to something.
    #[serde(default)]
    says: Vec<String>,
    /// Availability that its tables demand, in percent, by what stands beside it.
    #[serde(default)]
    levels: BTreeMap<String, f64>,
    /// What it says of times, by what stands beside it.
    #[serde(default)]
    times: BTreeMap<String, String>,
    #[serde(default)]
    version: Option<String>,
    #[serde(default)]
    approved_on: Option<Date>,
    #[serde(default)]
    date: Option<Date>,
}

impl Paper {
    fn entry(&self) -> Entry {
        let folded = fold(&format!("{} {}", self.title, self.text));
        let words: BTreeSet<&str> = tokens(&folded).collect();
        let control = |label, value: &str, date| ControlFact {
            label,
            value: value.into(),
            date,
            or: None,
            place: Place::default(),
            from: None,
        };
        let version = self.version.iter().map(|version| control(Label::Version, version, None));
        let approved = self.approved_on.iter().map(|date| control(Label::ApprovedOn, &date.to_string(), Some(*date)));
        let says = |sentence: &String| TopicFact {
            document: self.kind.clone(),
            topic: "targets".into(),
            force: Force::Commits,
            place: Place::default(),
            quote: sentence.clone(),
            weight: 9,
            count: 1,
            only_rows: false,
        };
        let level = |(subject, percent): (&String, &f64)| LevelFact {
            subject: subject.clone(),
            percent: *percent,
            is_target: true,
            place: Place::default(),
        };
        let facts = Facts {
            levels: self.levels.iter().map(level).collect(),
            times: self.times.iter().flat_map(times).collect(),
            title: self.title.clone(),
            topics: self.says.iter().map(says).collect(),
            kinds: vec![DocumentKind { id: self.kind.clone(), confidence: 0.9, reasons: Vec::new() }],
            state: StateFact { state: State::InForce, ..StateFact::default() },
            control: version.chain(approved).collect(),
            date: self.date,
            vocabulary: words.into_iter().map(str::to_owned).collect(),
            ..Facts::default()
        };
        entry(&self.path, facts)
    }
}

/// The times of a sentence, as they are read from documents.
fn times((subject, text): (&String, &String)) -> Vec<TimeFact> {
    let found = TIMES.reader().times(text, &Beside::default());
    assert!(!found.is_empty(), "{text}");
    found.into_iter().map(|time| TimeFact { subject: subject.clone(), time, place: Place::default() }).collect()
}

fn entry(path: &str, facts: Facts) -> Entry {
    Entry { path: path.into(), sha256: String::new(), format: Format::Csv, facts, problems: Vec::new() }
}

/// A table whose columns are all that its rows name.
fn table(register: &str, rows: &[Row]) -> RegisterFact {
    let known = &CATALOGUE.registers.get(register).unwrap_or_else(|| panic!("no register {register}")).columns;
    let columns: BTreeSet<&String> = rows.iter().flat_map(BTreeMap::keys).collect();
    for column in &columns {
        assert!(known.contains_key(*column), "{register} has no column {column}");
    }
    let cells = |row: &Row| columns.iter().map(|column| row.get(*column).cloned().flatten()).collect();
    RegisterFact {
        register: register.into(),
        confidence: 1.0,
        named: true,
        reasons: Vec::new(),
        columns: columns.iter().map(|id| ((*id).clone(), (*id).clone(), 1.0)).collect(),
        rows: rows.iter().map(|row| RegisterRow { number: 0, cells: cells(row) }).collect(),
        place: Place::default(),
    }
}

impl World {
    fn index(&self) -> Index {
        let mut entries: Vec<Entry> = self.documents.iter().map(Paper::entry).collect();
        for (name, rows) in &self.tables {
            let (register, path) = name
                .split_once('@')
                .map_or((name.as_str(), format!("{name}.csv")), |(register, path)| (register, path.to_owned()));
            let fact = table(register, rows);
            match entries.iter_mut().find(|entry| entry.path == path) {
                Some(entry) => entry.facts.registers.push(fact),
                None => {
                    let state = StateFact { state: State::Record, ..StateFact::default() };
                    entries.push(entry(&path, Facts { state, registers: vec![fact], ..Facts::default() }));
                }
            }
        }
        Index::build(entries, Vec::new(), &Profile::default(), &CATALOGUE).unwrap()
    }

    /// What a rule says here.
    fn says(&self, rule: &str) -> Vec<String> {
        let found = self.index().database.violations(&CATALOGUE, TODAY).unwrap();
        found.into_iter().filter(|violation| violation.rule == rule).map(|violation| violation.says).collect()
    }
}

fn row_world(register: &str, row: &Row) -> World {
    World { tables: BTreeMap::from([(register.to_owned(), vec![row.clone()])]), ..World::default() }
}

/// All cases by rule.
fn cases() -> BTreeMap<String, Cases> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut all = BTreeMap::new();
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let cases: BTreeMap<String, Cases> =
            serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for (rule, cases) in cases {
            assert!(all.insert(rule.clone(), cases).is_none(), "{rule} is there twice");
        }
    }
    all
}

/// Rules of registers with their register, and rules between documents with none.
fn rules() -> BTreeMap<&'static str, Option<&'static str>> {
    let rows = CATALOGUE
        .registers
        .values()
        .flat_map(|register| register.rules.iter().map(|rule| (rule.id.as_str(), Some(register.id.as_str()))));
    rows.chain(CATALOGUE.rules.iter().map(|rule| (rule.id.as_str(), None))).collect()
}

#[test]
fn every_rule_has_cases_of_both_kinds() {
    let (cases, rules) = (cases(), rules());
    let full = |cases: &Cases| {
        !(cases.bad.is_empty() && cases.fires.is_empty() || cases.good.is_empty() && cases.silent.is_empty())
    };
    let missing: Vec<&&str> = rules.keys().filter(|rule| !cases.get(**rule).is_some_and(full)).collect();
    assert!(missing.is_empty(), "{} rules have no case of one kind: {missing:?}", missing.len());
    let unknown: Vec<&String> = cases.keys().filter(|rule| !rules.contains_key(rule.as_str())).collect();
    assert!(unknown.is_empty(), "no such rules: {unknown:?}");
}

#[test]
fn rules_of_registers_tell_bad_rows_from_good_ones() {
    let mut mistakes = Vec::new();
    let rules = rules();
    for (rule, cases) in cases() {
        let Some(Some(register)) = rules.get(rule.as_str()) else { continue };
        for (rows, expected) in [(&cases.bad, true), (&cases.good, false)] {
            for row in rows {
                let says = row_world(register, row).says(&rule);
                if says.is_empty() == expected {
                    mistakes.push(format!(
                        "{rule}: {row:?} {}",
                        if expected { "is passed over" } else { "is objected to" }
                    ));
                }
                if says.iter().any(|says| says.contains('{') || says.trim().is_empty()) {
                    mistakes.push(format!("{rule} says “{}”", says.join("; ")));
                }
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn rules_between_documents_tell_what_fits_from_what_does_not() {
    let mut mistakes = Vec::new();
    for (rule, cases) in cases() {
        for (worlds, expected) in [(&cases.fires, true), (&cases.silent, false)] {
            for (number, world) in (1..).zip(worlds) {
                let says = world.says(&rule);
                if says.is_empty() == expected {
                    let what = if expected { "is passed over".to_owned() } else { says.join("; ") };
                    mistakes.push(format!("{rule}, {} {number}: {what}", if expected { "fires" } else { "silent" }));
                }
                if says.iter().any(|says| says.contains('{') || says.trim().is_empty()) {
                    mistakes.push(format!("{rule} says “{}”", says.join("; ")));
                }
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}
