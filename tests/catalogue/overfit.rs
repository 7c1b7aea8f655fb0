//! No word of the catalogue is one test organisation's own: a phrase that stands verbatim in the documents of
//! just one of them was copied, and finds nothing in any other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use iso20k::catalogue::Catalogue;
use iso20k::text::{fold, tokens};

/// Words of a phrase that is no common one.
const LONG: usize = 5;
/// Languages with three test organisations and more: a standard's term stands in the only one of the others too.
const LANGUAGES: [&str; 2] = ["en", "de"];
/// Phrases that are common however few the organisations that use them.
const COMMON: &[&str] = &[
    "by the end of the",
    "damit es nicht wieder passiert",
    "human technical information and financial",
    "kept up to date by",
    "problem and known error log",
    "so that it does not",
    "to be looked at again",
    "we do not carry out",
    "we do not have a",
    "who decides and who does",
    "who does and who decides",
    "what counts as a configuration item",
    "what it is good for",
    "what we did about it",
];

fn words(text: &str) -> String {
    format!(" {} ", tokens(&fold(text)).collect::<Vec<_>>().join(" "))
}

/// The plain texts of an organisation, as words.
fn read(dir: &Path, into: &mut String) {
    for entry in fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read(&path, into);
        } else if let Ok(text) = fs::read_to_string(&path) {
            into.push_str(&words(&text));
        }
    }
}

fn phrases(catalogue: &Catalogue) -> BTreeSet<String> {
    let of = |words: &BTreeMap<String, Vec<String>>| -> Vec<String> {
        LANGUAGES.iter().filter_map(|language| words.get(*language)).flatten().cloned().collect()
    };
    let mut patterns = Vec::new();
    for document in catalogue.documents.values() {
        patterns.extend([of(&document.names), of(&document.lacking)].concat());
        document.topics.values().for_each(|topic| patterns.extend(of(&topic.words)));
    }
    for register in catalogue.registers.values() {
        patterns.extend(of(&register.names));
        register.columns.values().for_each(|column| patterns.extend(of(&column.words)));
    }
    for language in LANGUAGES {
        patterns.extend(catalogue.languages[language].words.iter().map(|(_, pattern)| pattern.clone()));
    }
    let parts = patterns.iter().flat_map(|pattern| pattern.split(['&', '|']));
    let plain = parts.filter(|part| !part.contains('*')).map(words);
    plain.filter(|phrase| phrase.split_whitespace().count() >= LONG).collect()
}

/// Nobody looked at its documents for words: what they share with them is chance.
const HELD_OUT: [&str; 1] = ["hawkmoor"];

#[test]
fn no_long_phrase_stands_in_one_test_organisation_only() {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for entry in fs::read_dir("tests/orgs").unwrap().flatten().filter(|entry| entry.path().join("repo").is_dir()) {
        let text = texts.entry(entry.file_name().to_string_lossy().into_owned()).or_default();
        read(&entry.path().join("repo"), text);
    }
    read(Path::new("examples/aldermoor"), texts.entry("aldermoor".into()).or_default());
    assert!(texts.len() >= 10, "{} organisations", texts.len());
    let phrases = phrases(crate::catalogue());
    assert!(phrases.len() > 500, "{} phrases", phrases.len());
    let mut copied = Vec::new();
    for phrase in phrases.iter().filter(|phrase| !COMMON.contains(&phrase.trim())) {
        let in_texts: Vec<&String> =
            texts.iter().filter(|(_, text)| text.contains(phrase.as_str())).map(|(name, _)| name).collect();
        if let [only] = in_texts[..]
            && !HELD_OUT.contains(&only.as_str())
        {
            copied.push(format!("{only}: {}", phrase.trim()));
        }
    }
    assert!(copied.is_empty(), "{} phrases are one organisation's own:\n{}", copied.len(), copied.join("\n"));
}
