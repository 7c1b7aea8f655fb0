//! The catalogue's English sentences that a report may show, file by file: what translations are checked
//! against, and what is left to translate.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::catalogue::{Catalogue, Files, Obligation, Topic, load};

type Sentences = BTreeSet<String>;

/// File of `reports/words/<language>/` → the English sentences that belong there.
fn english(catalogue: &Catalogue) -> BTreeMap<&'static str, Sentences> {
    let mut files: BTreeMap<&'static str, Sentences> = BTreeMap::new();
    let mut add = |file: &'static str, text: &str| {
        files.entry(file).or_default().insert(text.to_owned());
    };
    catalogue.clauses.iter().for_each(|clause| add("clauses", &clause.title));
    for (_, obligation) in catalogue.obligations() {
        of_obligation(obligation).into_iter().for_each(|text| add("obligations", &text));
    }
    let documents = catalogue.documents.values().map(|kind| (&kind.id, &kind.title));
    for (id, title) in documents.chain(catalogue.registers.values().map(|kind| (&kind.id, &kind.title))) {
        [title.to_lowercase(), spoken(id)].iter().for_each(|text| add("types", text));
    }
    let documents = catalogue.documents.values().map(|kind| &kind.about);
    documents.chain(catalogue.registers.values().map(|kind| &kind.about)).for_each(|about| add("descriptions", about));
    let topics = catalogue.documents.values().flat_map(|kind| &kind.topics);
    let mut topic =
        |(id, topic): (&String, &Topic)| [spoken(id), topic.says.clone()].iter().for_each(|text| add("topics", text));
    topics.for_each(&mut topic);
    catalogue.guidance.iter().flat_map(|guidance| &guidance.topics).for_each(&mut topic);
    for register in catalogue.registers.values() {
        register.columns.keys().for_each(|column| add("types", &spoken(column)));
        for rule in &register.rules {
            add("rules", &rule.says);
            rule.remedy.iter().for_each(|remedy| add("rules", remedy));
        }
    }
    for rule in &catalogue.rules {
        [&rule.says, &rule.remedy].into_iter().for_each(|text| add("rules", text));
    }
    for guidance in &catalogue.guidance {
        [&guidance.title, &guidance.notice].into_iter().for_each(|text| add("guidance", text));
        for item in &guidance.items {
            of_obligation(&item.obligation).into_iter().for_each(|text| add("guidance", &text));
        }
    }
    for walk in catalogue.crosswalks.values() {
        let titles = walk.links.iter().map(|link| &link.title).filter(|title| !title.is_empty());
        titles.for_each(|title| add("crosswalks", title));
        add("crosswalks", walk.note.trim());
    }
    for one in &catalogue.circumstances {
        let why = one.weights.iter().map(|raised| &raised.why).chain(one.together.iter().map(|together| &together.why));
        let ask = one.ask.iter().flat_map(|more| &more.ask);
        [&one.title, &one.about].into_iter().chain(why).chain(ask).for_each(|text| add("circumstances", text));
    }
    for view in catalogue.views.values() {
        [&view.title, &view.about].into_iter().for_each(|text| add("views", text));
        view.groups.iter().for_each(|group| add("views", &group.title));
    }
    files
}

fn of_obligation(obligation: &Obligation) -> Vec<String> {
    let single =
        [&obligation.asks, &obligation.remedy].into_iter().chain(&obligation.good).chain(&obligation.no_occurrence);
    single.chain(&obligation.ask).chain(&obligation.sample).filter(|text| !text.is_empty()).cloned().collect()
}

fn catalogue() -> Catalogue {
    load(&Files::embedded()).0
}

/// A translation of what the catalogue no longer says would never be shown.
#[test]
fn no_translation_outlives_its_sentence() {
    let english = english(&catalogue());
    for language in Language::ALL {
        for name in Embedded::iter().filter(|name| name.starts_with(&language.folder())) {
            let stem = name.trim_start_matches(&language.folder()).trim_end_matches(".yaml").to_owned();
            // What the program says by itself is written in its code.
            let Some(known) = english.get(stem.as_str()) else {
                assert!(
                    ["audits", "decisions", "evidence"].contains(&&*stem),
                    "{name} is none of {:?}",
                    english.keys()
                );
                continue;
            };
            let text = String::from_utf8(Embedded::get(&name).unwrap().data.into_owned()).unwrap();
            let stale: Vec<String> =
                flat(&name, &text).unwrap().into_keys().filter(|sentence| !known.contains(sentence)).collect();
            assert!(stale.is_empty(), "{name}: {stale:#?}");
        }
    }
}

/// Run by hand: `ISO20K_LOOK=folder cargo test --lib sentence_tests -- --ignored` writes a file for each file of
/// `reports/words/de/` with the sentences that have no translation yet, each as its own, to be translated.
#[test]
#[ignore = "writes files to work on"]
fn what_is_left_to_translate() {
    let folder = std::path::PathBuf::from(std::env::var_os("ISO20K_LOOK").unwrap());
    let words = Words::of(Language::De);
    for (file, sentences) in english(&catalogue()) {
        let quoted = |text: &str| serde_json::to_string(text).unwrap();
        let left: Vec<&String> =
            sentences.iter().filter(|text| !words.written.contains_key(*text) && !text.is_empty()).collect();
        let text: String = left.iter().map(|text| format!("{}: {}\n", quoted(text), quoted(text))).collect();
        std::fs::write(folder.join(format!("{file}.yaml")), text).unwrap();
    }
}
