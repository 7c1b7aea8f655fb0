//! The organisations a document names: by legal form, by kind of institution, or by a label that gives them;
//! and the mail addresses that say whose people write it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::units::{Sort, Unit, Units};
use super::{ControlFact, MailHost};
use crate::catalogue::{Label, Naming, Vocabulary};
use crate::document::Document;
use crate::text::fold::is_ideographic;
use crate::text::{fold, tokens};

/// First lines of a paper, where its letterhead stands.
const HEAD: usize = 4;
/// Sentences with which a paper begins, and bytes of a line that is a name.
const OPENING: usize = 2;
const LETTERHEAD: usize = 80;
/// Organisations kept of one document.
const ORGANISATIONS: usize = 12;
/// Hosts kept of one document, and letters of a host that may be a name.
const HOSTS: usize = 12;
const TELLING: usize = 4;
/// Words that an institution's name has after its kind, and characters that an ideographic name has.
const NAME_WORDS: usize = 3;
const IDEOGRAPHS: usize = 16;

/// Organisations named with their legal form, as an owner, or in a mail or web address of their own.
pub(super) fn organisations(units: &Units<'_>, control: &[ControlFact], vocabulary: &Vocabulary) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let labelled = control.iter().filter(|fact| fact.label == Label::Organisation && !fact.value.is_empty());
    // A name, not a sentence about somebody.
    let labelled = labelled.filter(|fact| looks_like_a_name(&fact.value));
    labelled.for_each(|fact| *counts.entry(fact.value.clone()).or_default() += 3);
    // Rows name customers and suppliers; they say nothing of whose document it is.
    let is_row = |unit: &Unit<'_>| matches!(unit.sort, Sort::Row | Sort::TableHead) && unit.text.contains(" | ");
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
    forget_common(units, &mut counts);
    addresses(units, &mut counts);
    let mut found: Vec<(String, u32)> = counts.into_iter().collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.truncate(ORGANISATIONS);
    found
}

/// Where a paper says whose it is: its title, its first sentences, its headers and footers, each up to the first
/// sign that ends a name there ("Wrenbrook Homes Limited. Version 2.0").
pub(super) fn letterhead(title: &str, units: &Units<'_>) -> Vec<String> {
    let margins = units.list.iter().filter(|unit| unit.sort == Sort::Margin).take(HEAD);
    let first = units.body().filter(|unit| unit.sort == Sort::Sentence && unit.opens).take(OPENING);
    let lines = std::iter::once(title).chain(first.chain(margins).map(|unit| &*unit.text));
    let heads = lines.flat_map(|line| {
        let whole = line.split([':', '|', '(', '–', '—', '·']).next().unwrap_or_default();
        let first = whole.split(", ").next().unwrap_or_default();
        [fold(whole).trim().to_owned(), fold(first).trim().to_owned()]
    });
    let heads = heads.filter(|head| !head.is_empty() && head.len() <= LETTERHEAD);
    let mut heads: Vec<String> = heads.collect();
    heads.sort_unstable();
    heads.dedup();
    heads
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

/// "The Change Authority" is a role: a name's first word is never written small in the same text.
fn forget_common(units: &Units<'_>, counts: &mut BTreeMap<String, u32>) {
    let first = |name: &str| {
        let word = name.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        word.unwrap_or_default().to_lowercase()
    };
    let firsts: BTreeSet<String> = counts.keys().map(|name| first(name)).collect();
    if firsts.is_empty() {
        return;
    }
    // Whole words: a mail address is written small.
    let words = units.body().flat_map(|unit| unit.text.split_whitespace());
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let small: BTreeSet<&str> =
        words.filter(|word| word.starts_with(char::is_lowercase) && firsts.contains(*word)).collect();
    counts.retain(|name, _| !small.contains(first(name).as_str()));
}

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:@|//|www\.|\b)([\p{L}\d][\p{L}\d-]*)(?:\.[\p{L}\d-]+)*\.\p{L}{2,}\b")
        .expect("a constant pattern")
});

/// A mail or web address under an organisation's name speaks for it as its name does.
fn addresses(units: &Units<'_>, counts: &mut BTreeMap<String, u32>) {
    let first = |name: &str| name.split_whitespace().next().unwrap_or_default().to_lowercase();
    let mut named: Vec<(String, &mut u32)> = counts.iter_mut().map(|(name, count)| (first(name), count)).collect();
    named.retain(|(first, _)| first.len() > 3);
    let holds_one = |unit: &&Unit<'_>| unit.sort != Sort::Row && may_hold_an_address(&unit.text);
    if named.is_empty() {
        return;
    }
    for unit in units.list.iter().filter(holds_one) {
        for found in ADDRESS.captures_iter(&unit.text) {
            let host = found[1].to_lowercase();
            named.iter_mut().for_each(|(first, count)| **count += u32::from(host.starts_with(first.as_str())));
        }
    }
}

/// Every address has a full stop with a letter right behind it; few sentences do.
fn may_hold_an_address(text: &str) -> bool {
    text.match_indices('.').any(|(at, _)| text[at + 1..].starts_with(char::is_alphabetic))
}

/// A word without the signs around it and without its genitive.
fn bare(word: &str) -> &str {
    let bare = word.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '(' | ')' | '"' | '“' | '”' | '’'));
    bare.strip_suffix("’s").or_else(|| bare.strip_suffix("'s")).unwrap_or(bare)
}

/// `Ltd`, `GmbH`, `S.L.`, with whatever stands around it.
fn is_legal_form(word: &str, vocabulary: &Vocabulary) -> bool {
    let bare = bare(word);
    let is_form = |word: &str| vocabulary.legal_forms.contains(word);
    is_form(bare) || bare.strip_suffix('.').is_some_and(is_form)
}

/// The organisations of a line, by legal form or kind of institution.
fn legal_names(text: &str, vocabulary: &Vocabulary, counts: &mut BTreeMap<String, u32>) {
    if !text.is_ascii() && text.contains(is_ideographic) {
        ideographic_names(text, vocabulary).for_each(|name| *counts.entry(name).or_default() += 1);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    for at in 0..words.len() {
        let institution = institution(&words[at..], vocabulary);
        let kinds = || vocabulary.institutions.get(bare(words[at])).into_iter().flatten();
        let is_form = is_legal_form(words[at], vocabulary) && !kinds().any(|kind| kind == bare(words[at]));
        let company = || is_form.then(|| company(&words, at, vocabulary)).flatten();
        if let Some(name) = institution.or_else(company) {
            *counts.entry(name).or_default() += 1;
        }
    }
}

/// "University of Wexcombe", "Gemeente Noordkade": what kind it is stands first, then its place or name.
fn institution(words: &[&str], vocabulary: &Vocabulary) -> Option<String> {
    let first = words.first().filter(|word| word.chars().any(char::is_uppercase)).map(|word| bare(word))?;
    let begins = |kind: &&String| {
        let more = kind.split(' ').skip(1);
        more.clone().count() + 1 < words.len() && more.zip(&words[1..]).all(|(kind, word)| kind == *word)
    };
    let kind = vocabulary.institutions.get(first)?.iter().filter(begins).max_by_key(|kind| kind.len())?;
    let (rest, naming) = (&words[kind.split(' ').count()..], &vocabulary.naming);
    let joining = rest.iter().take_while(|word| joins(word, naming)).count().min(2);
    let mut name = vec![kind.as_str()];
    name.extend(&rest[..joining]);
    let own = &rest[joining..];
    for (at, word) in own.iter().take(NAME_WORDS).enumerate() {
        let elided = word.strip_prefix("d’").or_else(|| word.strip_prefix("d'")).unwrap_or(word);
        if !elided.starts_with(char::is_uppercase) || at > 0 && is_legal_form(word, vocabulary) {
            break;
        }
        name.push(word.trim_end_matches(|c: char| !c.is_alphanumeric()));
        if word.ends_with(|c: char| !c.is_alphanumeric()) {
            break;
        }
    }
    let place = name.get(1 + joining)?;
    (place.chars().filter(|c| c.is_alphabetic()).count() >= TELLING).then(|| name.join(" "))
}

/// `Aldermoor Managed Services Ltd`: capitalised words before the legal form at `at`.
fn company(words: &[&str], at: usize, vocabulary: &Vocabulary) -> Option<String> {
    let naming = &vocabulary.naming;
    let before = words[..at].iter().rev().take(5).take_while(|word| {
        // "Harrowgate Systems Ltd and Nightowl Support Ltd" are two.
        !is_legal_form(word, vocabulary) && word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || joins(word, naming)
    });
    let mut name: Vec<&str> = before.copied().collect();
    name.reverse();
    // The name ends where a sentence or another part of a list did; "Acme, Inc." is one name.
    let last = name.len().saturating_sub(1);
    let ends = |at: usize, word: &str| word.ends_with(['.', ':', ';', '|']) || at < last && word.ends_with(',');
    if let Some(stop) = name.iter().enumerate().rposition(|(at, word)| ends(at, word)) {
        name.drain(..=stop);
    }
    // "© 2026 Aldermoor Ltd": a year is no part of it.
    let is_before = |word: &&str| {
        naming.articles.iter().any(|article| article == *word)
            || joins(word, naming)
            || !word.starts_with(char::is_alphabetic)
    };
    while name.first().is_some_and(is_before) {
        name.remove(0);
    }
    while name.last().is_some_and(|word| joins(word, naming)) {
        name.pop();
    }
    let name = name.join(" ");
    let form = bare(words[at]).trim_end_matches('.');
    (!name.is_empty() && !is_common(&name, naming)).then(|| format!("{} {form}", name.trim_end_matches(',')))
}

fn joins(word: &str, naming: &Naming) -> bool {
    naming.joining.iter().any(|joining| joining == word)
}

/// "客户集团" (a group of customers): a word for anybody, not a name.
fn is_common(name: &str, naming: &Naming) -> bool {
    naming.common.contains(&fold(name))
}

/// 港川情報システム株式会社, 株式会社港川情報システム: what is written without a break before or after the form.
fn ideographic_names(text: &str, vocabulary: &Vocabulary) -> impl Iterator<Item = String> {
    vocabulary.ideographic_forms.iter().flat_map(move |form| text.match_indices(form.as_str())).filter_map(
        move |(at, form)| {
            let (stem, place) = placed(&text[..at]);
            let mut before: Vec<char> =
                stem.chars().rev().take(IDEOGRAPHS).take_while(|c| names(*c, &vocabulary.naming)).collect();
            before.reverse();
            let behind = &text[at + form.len()..];
            let after = || behind.chars().take(IDEOGRAPHS).take_while(|c| names(*c, &vocabulary.naming)).collect();
            let (name, is_before): (String, bool) = match whole_line(stem, behind, &vocabulary.naming) {
                Some(whole) => (whole.to_owned(), true),
                None if before.is_empty() => (after(), false),
                None => (before.iter().collect(), true),
            };
            let name = name.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            let whole = if is_before { format!("{name}{place}{form}") } else { format!("{form}{name}") };
            (name.chars().count() >= 2 && !is_common(&name, &vocabulary.naming)).then_some(whole)
        },
    )
}

/// 苏州云和信息技术服务有限公司 at the head of a line and with nothing that goes on behind it: 和 is "and" elsewhere.
fn whole_line<'a>(stem: &'a str, behind: &str, naming: &Naming) -> Option<&'a str> {
    let stem = stem.trim();
    let ends = behind.chars().next().is_none_or(char::is_whitespace);
    let may_stand = |c: char| names(c, naming) || joins(c.encode_utf8(&mut [0; 4]), naming);
    let fits = (2..=IDEOGRAPHS).contains(&stem.chars().count()) && stem.chars().all(may_stand);
    (ends && fits && stem.starts_with(is_ideographic)).then_some(stem)
}

/// 恒泰制造（苏州）: the place in brackets that a name may hold before its legal form.
fn placed(before: &str) -> (&str, &str) {
    let open = before.strip_suffix(['）', ')']).and_then(|inside| inside.rfind(['（', '(']));
    open.filter(|open| before[*open..].chars().count() <= IDEOGRAPHS).map_or((before, ""), |open| before.split_at(open))
}

/// Characters of a name among ideographs: no hiragana, which says that a name is over, no sign, no particle.
fn names(c: char, naming: &Naming) -> bool {
    let is_hiragana = matches!(c, '\u{3040}'..='\u{309f}');
    (c.is_alphanumeric() || c == '・') && !is_hiragana && !naming.breaks.contains(&c)
}

/// Whose mail addresses the document gives: the name part of each host, and how the text writes that name.
pub(super) fn mail_hosts(document: &Document, units: &Units<'_>) -> Vec<MailHost> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let texts = units.list.iter().map(|unit| &*unit.text);
    let heads = document.properties.iter().map(|property| property.value.as_str());
    for text in texts.chain(heads).filter(|text| text.contains('@')) {
        for address in MAIL.captures_iter(text) {
            let label = host_name(&address[1].to_lowercase());
            if !PUBLIC.contains(&label.as_str()) && label.len() >= TELLING {
                found.entry(label).or_default();
            }
        }
    }
    for (label, name) in &mut found {
        *name = written(label, units).unwrap_or_default();
    }
    found.into_iter().take(HOSTS).map(|(host, name)| MailHost { host, name }).collect()
}

/// `quarrendon` of `mail.quarrendon.co.uk`: what stands before the top-level domain, or before `co.uk`.
fn host_name(host: &str) -> String {
    let parts: Vec<&str> = host.split('.').collect();
    let country = parts.last().is_some_and(|last| last.len() == 2);
    let second = parts.len() >= 3 && country && parts[parts.len() - 2].len() <= 3;
    parts[parts.len().saturating_sub(2 + usize::from(second))].to_owned()
}

/// How the running text writes a host's name: "Rochebrune Numérique" for `rochebrune-numerique`.
fn written(host: &str, units: &Units<'_>) -> Option<String> {
    let host = fold(host);
    let first = tokens(&host).next().filter(|first| first.len() >= TELLING)?;
    units.list.iter().filter(|unit| format!(" {} ", unit.folded).contains(&format!(" {first} "))).find_map(|unit| {
        let words: Vec<&str> = unit.text.split_whitespace().collect();
        let named = |word: &&str| word.starts_with(char::is_uppercase) && fold(word) == first;
        let at = words.iter().position(named)?;
        let runs = |word: &&&str| word.starts_with(char::is_uppercase) && tokens(&host).any(|part| part == fold(word));
        let name: Vec<&str> = words[at..].iter().take_while(runs).map(|word| bare(word)).collect();
        Some(name.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
    })
}

static MAIL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\w.+-]@([\p{L}\d-]+(?:\.[\p{L}\d-]+)+)").expect("a constant pattern"));

/// Hosts of everybody's mail.
const PUBLIC: [&str; 12] = [
    "gmail",
    "googlemail",
    "outlook",
    "hotmail",
    "yahoo",
    "icloud",
    "proton",
    "protonmail",
    "t-online",
    "wanadoo",
    "orange",
    "example",
];
