//! Sentences that say what a topic asks for in other words: written for each topic by people who had not seen the
//! catalogue's words (`tests/data/paraphrases`). How many of them are recognised, and how often a topic is
//! recognised where the others of its document are treated and it is not.

use std::collections::BTreeMap;
use std::path::Path;

use iso20k::facts::{Facts, Force};
use rayon::prelude::*;

use super::summary::{Bench, Summary};
use super::{field, rows, share};

/// The three ways in which each sentence was written, as columns.
const STYLES: [&str; 3] = ["formal", "in-house", "terse"];

/// A topic, and what was written for it.
struct Topic {
    document: String,
    topic: String,
    sentences: Vec<String>,
}

/// Of how many sentences of each style how many were recognised, and of how many silent documents.
#[derive(Default)]
struct Tally {
    styles: [(usize, usize); STYLES.len()],
    silent: (usize, usize),
}

pub(super) fn section(root: &Path, bench: &Bench<'_>, summary: &mut Summary) -> String {
    let mut table = String::new();
    for (language, topics) in languages(root) {
        let tally = tally(bench, &language, &topics);
        let (right, all) = tally.styles.iter().fold((0, 0), |sum, style| (sum.0 + style.0, sum.1 + style.1));
        summary.add(format!("sentences recognised, {language}"), "", share(right, all), Vec::new());
        let styles: String = tally.styles.iter().map(|(right, all)| format!(" {} |", share(*right, *all))).collect();
        table.push_str(&format!("| {language} |{styles} {} |\n", share(tally.silent.0, tally.silent.1)));
    }
    match table.is_empty() {
        true => String::new(),
        false => format!("{HEAD}{table}\n"),
    }
}

const HEAD: &str = "\
## Sentences in other words

Three sentences for every topic (`tests/data/paraphrases`), each of which commits to it or reports on it, by people who had
seen what the topic asks for and none of the catalogue's words. **Silent** are papers that treat all topics of their type
but one, and were said to treat that one, too; topics overlap, so this is not all wrong. The words were widened by the formal
and the in-house sentences; the **terse ones are held out** and tell what to expect.

| language | formal | in-house | terse | silent |
|---|---|---|---|---|
";

/// What is not recognised in one language, a line each, and what is recognised in silence.
pub(super) fn missed(root: &Path, bench: &Bench<'_>, language: &str) -> String {
    let topics = languages(root).remove(language).unwrap_or_default();
    let one = |topic: &Topic| {
        let mut lines = String::new();
        for (style, sentence) in STYLES.iter().zip(&topic.sentences) {
            if !sentence.is_empty() && !is_recognised(bench, language, topic, sentence) {
                lines.push_str(&format!("missed\t{}\t{}\t{style}\t{sentence}\n", topic.document, topic.topic));
            }
        }
        for told in told_in_silence(bench, language, topic, &topics) {
            lines.push_str(&format!("silent\t{}\t{}\t\t{told}\n", topic.document, topic.topic));
        }
        lines
    };
    topics.par_iter().map(one).collect::<Vec<_>>().concat()
}

fn languages(root: &Path) -> BTreeMap<String, Vec<Topic>> {
    let files = std::fs::read_dir(root.join("tests/data/paraphrases")).into_iter().flatten().flatten();
    let read = |file: std::fs::DirEntry| {
        let topics = rows(&file.path()).iter().map(|row| topic(row)).collect();
        Some((file.path().file_stem()?.to_str()?.to_owned(), topics))
    };
    files.filter_map(read).collect()
}

fn topic(row: &[(String, String)]) -> Topic {
    Topic {
        document: field(row, "document").to_owned(),
        topic: field(row, "topic").to_owned(),
        sentences: STYLES.iter().map(|style| field(row, style).to_owned()).collect(),
    }
}

fn tally(bench: &Bench<'_>, language: &str, topics: &[Topic]) -> Tally {
    let one = |topic: &Topic| {
        let mut tally = Tally::default();
        for (style, sentence) in tally.styles.iter_mut().zip(&topic.sentences).filter(|(_, text)| !text.is_empty()) {
            *style = (usize::from(is_recognised(bench, language, topic, sentence)), 1);
        }
        let told = told_in_silence(bench, language, topic, topics);
        tally.silent = (usize::from(!told.is_empty()), 1);
        tally
    };
    let add = |sum: Tally, other: Tally| Tally {
        styles: std::array::from_fn(|at| {
            (sum.styles[at].0 + other.styles[at].0, sum.styles[at].1 + other.styles[at].1)
        }),
        silent: (sum.silent.0 + other.silent.0, sum.silent.1 + other.silent.1),
    };
    topics.par_iter().map(one).reduce(Tally::default, add)
}

fn is_recognised(bench: &Bench<'_>, language: &str, topic: &Topic, sentence: &str) -> bool {
    !said(bench, language, topic, &[sentence]).is_empty()
}

/// The sentences that make the topic recognised in a paper that treats only the others of its type.
fn told_in_silence(bench: &Bench<'_>, language: &str, topic: &Topic, topics: &[Topic]) -> Vec<String> {
    let others = topics.iter().filter(|other| other.document == topic.document && other.topic != topic.topic);
    let sentences: Vec<&str> = others.filter_map(|other| other.sentences.first().map(String::as_str)).collect();
    said(bench, language, topic, &sentences)
}

/// What of a paper that says these sentences, and something of no matter, is taken to commit to the topic.
fn said(bench: &Bench<'_>, language: &str, topic: &Topic, sentences: &[&str]) -> Vec<String> {
    let text =
        format!("# {}\n\n{}\n\n{}\n", topic.document.replace('-', " "), sentences.join("\n\n"), filler(language));
    let Some(entry) = bench.engine.entry("paper.md", text.as_bytes()) else { return Vec::new() };
    let Facts { topics, .. } = entry.facts;
    let here = topics.into_iter().filter(|fact| fact.document == topic.document && fact.topic == topic.topic);
    here.filter(|fact| fact.force == Force::Commits).map(|fact| fact.quote).collect()
}

/// Sentences of no matter, by which a paper's language can be told.
fn filler(language: &str) -> &'static str {
    match language {
        "de" => {
            "Das Haus steht am alten Hafen, und die Kantine hat an jedem Werktag ab elf Uhr geöffnet. Wer mit dem Rad kommt, findet im Hof einen Platz."
        }
        "es" => {
            "El edificio está junto al puerto viejo y la cafetería abre a las once todos los días laborables. Quien viene en bicicleta encuentra sitio en el patio."
        }
        "fr" => {
            "Le bâtiment se trouve près du vieux port et la cantine ouvre à onze heures chaque jour ouvré. Ceux qui viennent à vélo trouvent une place dans la cour."
        }
        "pt" => {
            "O prédio fica junto ao porto velho e a cantina abre às onze horas em todos os dias úteis. Quem vem de bicicleta encontra lugar no pátio."
        }
        _ => {
            "The house stands by the old harbour, and the canteen opens at eleven on every working day. Those who come by bicycle find a place in the yard."
        }
    }
}
