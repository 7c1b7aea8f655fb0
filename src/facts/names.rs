//! What a document calls itself and others: its title, its own date, the organisations it names and
//! the clauses it claims to satisfy.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::cells::Fields;
use super::units::{Sort, Unit, Units};
use super::{Claim, ControlFact};
use crate::catalogue::{Label, Vocabulary};
use crate::document::{Document, Place, Source};
use crate::text::fold::is_ideographic;
use crate::text::{fold, tokens};

/// First lines of a paper, where its letterhead stands.
const HEAD: usize = 4;
/// Organisations kept of one document.
const ORGANISATIONS: usize = 12;

/// Whether a heading and the file share most of their words: "Manual del sistema.docx" and "Manual del
/// sistema de gestión del servicio".
fn is_named_so(path: &str, heading: &str) -> bool {
    let (file, heading) = (fold(&super::called::file_words(path)), fold(heading));
    let words: Vec<&str> = tokens(&file).filter(|word| word.len() > 3).collect();
    let shared = words.iter().filter(|word| tokens(&heading).any(|other| other == **word)).count();
    shared > 0 && shared * 2 >= words.len()
}

/// The title: front matter, then a labelled field, the heading above all others, the file's properties, its name.
pub(super) fn title(path: &str, document: &Document, units: &Units<'_>, control: &[ControlFact]) -> String {
    let property = |source: Source, names: &[&str]| {
        let mut found = document.properties.iter().filter(|property| property.source == source);
        found
            .find(|property| names.contains(&property.name.to_lowercase().as_str()))
            .map(|property| property.value.trim().to_owned())
    };
    let labelled =
        control.iter().find(|fact| fact.label == Label::Title && !fact.value.is_empty()).map(|fact| fact.value.clone());
    let candidates = [
        property(Source::FrontMatter, &["title", "name", "titel", "titre", "título", "titulo"]),
        labelled.filter(|_| top_heading(path, units).is_none_or(|heading| !is_named_so(path, &heading))),
        top_heading(path, units),
        property(Source::Meta, &["title", "subject"]),
    ];
    let named = candidates
        .into_iter()
        .flatten()
        .find(|title| title.chars().filter(|c| c.is_alphabetic()).count() >= 3 || title.chars().any(is_ideographic));
    named.unwrap_or_else(|| super::called::file_words(path))
}

/// The first heading, if it stands above the others: the first of several of one level is a chapter, unless
/// the file bears its name.
fn top_heading(path: &str, units: &Units<'_>) -> Option<String> {
    let headings = units.list.iter().filter_map(|unit| match unit.sort {
        Sort::Heading(level) => Some((level, unit)),
        _ => None,
    });
    let mut headings = headings.take(200);
    let (level, first) = headings.next()?;
    let is_chapter = headings.any(|(other, _)| other <= level);
    (!is_chapter || is_named_so(path, &first.text)).then(|| first.text.clone())
}

/// The date a record is about: labelled, or in its title or file name, or near its beginning.
pub(super) fn own_date(
    path: &str,
    title: &str,
    document: &Document,
    units: &Units<'_>,
    control: &[ControlFact],
    fields: &Fields<'_>,
) -> Option<Date> {
    let labelled = |label: Label| control.iter().find(|fact| fact.label == label).and_then(|fact| fact.date);
    let meta = |names: &[&str]| {
        let mut found = document.properties.iter().filter(|property| property.source == Source::Meta);
        found
            .find(|property| names.contains(&property.name.to_lowercase().as_str()))
            .and_then(|property| fields.date(&property.value))
            .map(|found| found.date)
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    labelled(Label::Date)
        .or_else(|| fields.date(title).map(|found| found.date))
        .or_else(|| fields.date(name).map(|found| found.date))
        .or_else(|| meta(&["date"]))
        .or_else(|| units.body().take(12).find_map(|unit| fields.date(&unit.text)).map(|found| found.date))
        .or_else(|| [Label::ApprovedOn, Label::EffectiveOn, Label::ReviewedOn].into_iter().find_map(labelled))
        .or_else(|| year_only(title).or_else(|| year_only(name)))
        .or_else(|| meta(&["modified", "moddate", "lastmodified"]))
}

static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|\D)(20[0-4]\d)(?:\D|$)").expect("a constant pattern"));

/// "Management review 2026" is about that year: its last day, so that a record is not called stale too early.
fn year_only(name: &str) -> Option<Date> {
    let year = YEAR.captures(name)?.get(1)?.as_str().parse().ok()?;
    Date::new(year, 12, 31).ok()
}

/// Organisations named with their legal form, as an owner, or in a mail or web address of their own.
pub(super) fn organisations(units: &Units<'_>, control: &[ControlFact], vocabulary: &Vocabulary) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let labelled = control.iter().filter(|fact| fact.label == Label::Organisation && !fact.value.is_empty());
    // A name, not a sentence about somebody.
    let labelled = labelled.filter(|fact| looks_like_a_name(&fact.value));
    labelled.for_each(|fact| *counts.entry(fact.value.clone()).or_default() += 3);
    // Rows name customers and suppliers; they say nothing of whose document it is.
    let is_row = |unit: &Unit| matches!(unit.sort, Sort::Row | Sort::TableHead) && unit.text.contains(" | ");
    let lines = units.list.iter().filter(|unit| !is_row(unit));
    for (number, unit) in lines.enumerate() {
        legal_names(&unit.text, vocabulary, &mut counts);
        // A line that a name begins, at the head of a paper, is its letterhead.
        if number < HEAD && unit.sort == Sort::Sentence {
            let first = unit.text.split(['(', '–', '—', '|']).next().unwrap_or_default().trim();
            if looks_like_a_name(&first.replace(',', "")) {
                legal_names(first, vocabulary, &mut counts);
            }
        }
    }
    merge(&mut counts);
    addresses(units, &mut counts);
    let mut found: Vec<(String, u32)> = counts.into_iter().collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.truncate(ORGANISATIONS);
    found
}

/// Few words, all but short ones capitalised, and no list of things.
fn looks_like_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let short = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() <= 3;
    let fits = |word: &&str| word.starts_with(|c: char| !c.is_lowercase()) || short(word);
    let last = words.last().is_none_or(|word| !word.ends_with('.') || word.len() <= 5);
    text.starts_with(char::is_uppercase)
        && words.len() <= 6
        && last
        && !text.contains([',', ';'])
        && words.iter().all(fits)
}

/// "For Bluewater Hosting Ltd" is Bluewater Hosting Ltd at the beginning of a sentence.
fn merge(counts: &mut BTreeMap<String, u32>) {
    let names: Vec<String> = counts.keys().cloned().collect();
    for name in &names {
        let shorter = names.iter().find(|other| name.ends_with(&format!(" {other}")) && counts.contains_key(*other));
        if let (Some(shorter), Some(count)) = (shorter, counts.get(name).copied()) {
            counts.remove(name);
            *counts.entry(shorter.clone()).or_default() += count;
        }
    }
}

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:@|//|www\.|\b)([\p{L}\d][\p{L}\d-]*)(?:\.[\p{L}\d-]+)*\.\p{L}{2,}\b")
        .expect("a constant pattern")
});

/// A mail or web address under an organisation's name speaks for it as its name does.
fn addresses(units: &Units<'_>, counts: &mut BTreeMap<String, u32>) {
    for unit in units.list.iter().filter(|unit| unit.text.contains('.') && unit.sort != Sort::Row) {
        for found in ADDRESS.captures_iter(&unit.text) {
            let host = found[1].to_lowercase();
            for (name, count) in counts.iter_mut() {
                let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
                *count += u32::from(first.len() > 3 && host.starts_with(&first));
            }
        }
    }
}

/// `Ltd`, `GmbH`, `S.L.`, with whatever stands around it.
fn is_legal_form(word: &str, vocabulary: &Vocabulary) -> bool {
    let bare = word.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '(' | ')' | '"' | '“' | '”' | '’'));
    let bare = bare.strip_suffix("’s").or_else(|| bare.strip_suffix("'s")).unwrap_or(bare);
    vocabulary.legal_forms.iter().any(|form| bare == form || bare.strip_suffix('.') == Some(form))
}

/// `Aldermoor Managed Services Ltd`: capitalised words before a legal form.
fn legal_names(text: &str, vocabulary: &Vocabulary, counts: &mut BTreeMap<String, u32>) {
    let words: Vec<&str> = text.split_whitespace().collect();
    for (i, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '(' | ')' | '"' | '“' | '”' | '’'));
        let bare = bare.strip_suffix("’s").or_else(|| bare.strip_suffix("'s")).unwrap_or(bare);
        if !is_legal_form(word, vocabulary) {
            continue;
        }
        let before = words[..i].iter().rev().take(5).take_while(|word| {
            // "Harrowgate Systems Ltd and Nightowl Support Ltd" are two.
            !is_legal_form(word, vocabulary) && word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                || JOINING.contains(word)
        });
        let mut name: Vec<&str> = before.copied().collect();
        name.reverse();
        // The name ends where a sentence or another part of a list did; "Acme, Inc." is one name.
        let last = name.len().saturating_sub(1);
        if let Some(stop) = name
            .iter()
            .enumerate()
            .rposition(|(at, word)| word.ends_with(['.', ':', ';', '|']) || at < last && word.ends_with(','))
        {
            name.drain(..=stop);
        }
        // "© 2026 Aldermoor Ltd": a year is no part of it.
        while name.first().is_some_and(|word| {
            ARTICLES.contains(word) || JOINING.contains(word) || !word.starts_with(char::is_alphabetic)
        }) {
            name.remove(0);
        }
        while name.last().is_some_and(|word| JOINING.contains(word)) {
            name.pop();
        }
        // "University of Wexcombe": what kind it is stands first.
        if let [of, place, ..] = words[i + 1..]
            && of == "of"
            && place.starts_with(char::is_uppercase)
        {
            let place = place.trim_matches(|c: char| !c.is_alphanumeric());
            *counts.entry(format!("{bare} of {place}")).or_default() += 1;
        } else if !name.is_empty() {
            let name = name.join(" ");
            *counts.entry(format!("{} {}", name.trim_end_matches(','), bare.trim_end_matches('.'))).or_default() += 1;
        }
    }
}

/// Words inside a name that are not capitalised.
const JOINING: [&str; 21] = [
    "&", "und", "and", "et", "de", "e", "y", "en", "del", "des", "du", "da", "do", "dos", "das", "la", "of", "van",
    "von", "für", "for",
];
/// Words before a name that are.
const ARTICLES: [&str; 5] = ["The", "Die", "Der", "La", "Le"];

static CLAIM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)20000(?:[-–]1)?(?::20\d\d)?[^.\n]{0,30}?(?:clauses?|§|kapitel|abschnitt|artikel|chapitre|cláusula|section|条)?\s*((?:[4-9]|10)\.\d{1,2}(?:\.\d{1,2}){0,3})").expect("a constant pattern")
});
static CLAUSE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:[4-9]|10)\.\d{1,2}(?:\.\d{1,2}){0,3}\b").expect("a constant pattern"));

/// Clauses a document says it satisfies, in front matter or by naming the standard with a clause.
pub(super) fn claims(document: &Document, units: &Units<'_>) -> Vec<Claim> {
    let mut found = Vec::new();
    let marks = ["satisfies", "iso20000", "iso-20000", "iso_20000", "iso20k", "clauses", "clause"];
    for property in document.properties.iter().filter(|property| property.source != Source::Meta) {
        if marks.contains(&property.name.to_lowercase().as_str()) {
            let place = Place { line: property.line, ..Place::default() };
            for clause in CLAUSE.find_iter(&property.value) {
                found.push(Claim {
                    clause: clause.as_str().to_owned(),
                    place: place.clone(),
                    quote: format!("{}: {}", property.name, property.value),
                });
            }
        }
    }
    for unit in units.list.iter().filter(|unit| unit.text.contains("20000")) {
        for capture in CLAIM.captures_iter(&unit.text) {
            found.push(Claim {
                clause: capture[1].to_owned(),
                place: unit.place.clone(),
                quote: super::topics::quote(&unit.text),
            });
        }
    }
    found.truncate(40);
    found
}
