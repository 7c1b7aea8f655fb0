//! Which languages a document is written in.

use std::collections::BTreeSet;

use crate::catalogue::Vocabulary;
use crate::document::{Content, Document};

/// The main language, and all that a good part of the document is in (English always: its words are
/// borrowed everywhere).
pub(super) fn languages(document: &Document, vocabulary: &Vocabulary) -> (String, Vec<String>) {
    let mut text = String::new();
    for block in &document.blocks {
        match &block.content {
            Content::Heading(_, part) | Content::Text(_, part) => {
                text.push_str(part);
                text.push('\n');
            }
            Content::Table(table) => {
                for row in table.rows.iter().take(20) {
                    text.push_str(&row.cells.join(" "));
                    text.push('\n');
                }
            }
        }
        if text.len() > 20_000 {
            break;
        }
    }
    let main = detect(&text, vocabulary).unwrap_or_else(|| "en".to_owned());
    let mut all: BTreeSet<String> = BTreeSet::from(["en".to_owned(), main.clone()]);
    let chunks: Vec<&str> = text.split('\n').filter(|line| line.len() > 80).take(60).collect();
    let mut counts = std::collections::BTreeMap::new();
    for chunk in &chunks {
        if let Some(code) = detect(chunk, vocabulary) {
            *counts.entry(code).or_insert(0_usize) += 1;
        }
    }
    // One line in ten is more than a quotation.
    all.extend(counts.into_iter().filter(|(_, count)| count * 10 > chunks.len()).map(|(code, _)| code));
    (main, all.into_iter().collect())
}

fn detect(text: &str, vocabulary: &Vocabulary) -> Option<String> {
    use whatlang::Lang;
    const CODES: &[(Lang, &str)] = &[
        (Lang::Eng, "en"),
        (Lang::Deu, "de"),
        (Lang::Fra, "fr"),
        (Lang::Spa, "es"),
        (Lang::Por, "pt"),
        (Lang::Nld, "nl"),
        (Lang::Jpn, "ja"),
        (Lang::Cmn, "zh"),
        (Lang::Ita, "it"),
        (Lang::Pol, "pl"),
        (Lang::Swe, "sv"),
        (Lang::Dan, "da"),
        (Lang::Nob, "no"),
        (Lang::Fin, "fi"),
        (Lang::Ces, "cs"),
        (Lang::Hun, "hu"),
        (Lang::Ron, "ro"),
        (Lang::Tur, "tr"),
        (Lang::Rus, "ru"),
        (Lang::Ukr, "uk"),
        (Lang::Ara, "ar"),
        (Lang::Kor, "ko"),
    ];
    let known = CODES.iter().filter(|(_, code)| vocabulary.languages.contains_key(*code)).map(|(lang, _)| *lang);
    let detector = whatlang::Detector::with_allowlist(known.collect());
    let lang = detector.detect_lang(text)?;
    CODES.iter().find(|(known, _)| *known == lang).map(|(_, code)| (*code).to_owned())
}
