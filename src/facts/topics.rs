//! Which topics a document treats, and how: a sentence that commits counts; a heading over nothing,
//! a definition, a question, a promise or a denial is noted as what it is.

use std::collections::BTreeMap;

use super::units::{Sort, Unit, Units};
use super::{Force, TopicFact};
use crate::catalogue::{Cue, Meaning, Vocabulary};
use crate::text::fold::is_ideographic;

/// Longest quote kept, in characters.
const QUOTE: usize = 300;

/// The topics of a document, each at most once per [`Force`], with the sentence that says it best.
pub(super) fn topics(units: &Units<'_>, forces: &[Force], vocabulary: &Vocabulary) -> Vec<TopicFact> {
    let mut found: BTreeMap<(u16, Force), Noted> = BTreeMap::new();
    for (index, (unit, force)) in units.list.iter().zip(forces).enumerate() {
        let force = *force;
        let is_case = is_case(unit);
        let mut said = said(unit, vocabulary);
        if matches!(force, Force::Negates | Force::Promises) {
            add_named(&mut said, units, unit, vocabulary);
        }
        for (topic, weight) in said {
            let weight = match is_case {
                true if is_numbered(unit) => LOOSE,
                true => CASE,
                false => weight,
            };
            // What is left out is part of what a scope says.
            let of_scope = vocabulary.topics[usize::from(topic)].document == SCOPE;
            let force = if of_scope && force == Force::Negates { Force::Commits } else { force };
            note(&mut found, (topic, force), index, unit.sort == Sort::Row, weight);
            if let Sort::Heading(_) = unit.sort
                && weight > LOOSE
                && let Some((body, force)) = first_said_under(units, forces, index)
            {
                note(&mut found, (topic, force), body, units.list[body].sort == Sort::Row, UNDER_A_HEADING);
            }
        }
    }
    let facts = found.into_iter().map(|((topic, force), noted)| {
        let topic = &vocabulary.topics[usize::from(topic)];
        fact(units, topic.document.clone(), topic.topic.clone(), force, noted)
    });
    let mut facts: Vec<TopicFact> = facts.collect();
    facts.extend(whole_documents(units, forces, vocabulary));
    facts
}

fn fact(units: &Units<'_>, document: String, topic: String, force: Force, noted: Noted) -> TopicFact {
    let unit = &units.list[noted.index];
    TopicFact {
        document,
        topic,
        force,
        place: unit.place.clone().into_owned(),
        quote: quote(&unit.text),
        weight: noted.weight,
        count: noted.count,
        only_rows: noted.only_rows,
    }
}

/// Words between "there is no" and what there is none of.
const GAP: u32 = 3;

/// "There is no capacity plan", "the capacity plan will be written in spring": documents that are said to be
/// missing or still to come, as facts on the type without a topic.
fn whole_documents(units: &Units<'_>, forces: &[Force], vocabulary: &Vocabulary) -> Vec<TopicFact> {
    let all: Vec<&str> = vocabulary.languages.keys().map(String::as_str).collect();
    let mut names = vocabulary.names.scan(&all);
    let mut found: BTreeMap<(u16, Force), Noted> = BTreeMap::new();
    for (index, (unit, force)) in units.list.iter().zip(forces).enumerate() {
        let force = *force;
        if !matches!(force, Force::Negates | Force::Promises) {
            continue;
        }
        let denials: Vec<u32> = unit
            .said
            .iter()
            .filter(|found| found.whole && vocabulary.meaning(found.key) == Meaning::Cue(Cue::Negation))
            .map(|found| found.start + found.len)
            .collect();
        for lacking in unit.said.iter().filter(|found| found.whole) {
            if let Meaning::Lacking(document) = vocabulary.meaning(lacking.key) {
                note(&mut found, (document, force), index, false, WHOLE);
            }
        }
        let hits = names.hits(&unit.folded);
        for named in names.matches(&hits, &[]) {
            let Meaning::Document(document) = vocabulary.meaning(named.key) else { continue };
            let is_none = denials.iter().any(|end| *end <= named.start && named.start - end <= GAP);
            let is_telling = named.len >= 2 || is_long_word(&unit.folded, named.start);
            if is_telling && (force == Force::Promises || is_none) {
                note(&mut found, (document, force), index, false, WHOLE);
            }
        }
    }
    let facts = found.into_iter();
    let facts = facts.map(|((document, force), noted)| {
        fact(units, vocabulary.documents[usize::from(document)].clone(), String::new(), force, noted)
    });
    facts.collect()
}

/// A compound, as German makes them, or a run of ideographs: telling by itself.
fn is_long_word(folded: &str, at: u32) -> bool {
    let word = crate::text::tokens(folded).nth(at as usize).unwrap_or_default();
    word.chars().count() >= 10
}

/// The type whose matter exclusions are.
const SCOPE: &str = "sms-scope";
/// Weight of a sentence that holds words of the topic and none of its patterns, or one that counts at home only.
pub const LOOSE: u8 = 1;
/// Words between the first and the last of those that only loosely make a topic.
const NEAR: u32 = 12;
/// Weight of a denial or a promise that names the topic only.
pub const NAMED: u8 = 2;
/// Weight of a sentence about a document as a whole.
const WHOLE: u8 = 4;
/// Words of a heading that leaves out what stands under it.
const LEFT_OUT: usize = 6;
/// Weight of a row that tells of a case.
const CASE: u8 = 0;
/// Weight of the first sentence under a heading that names the topic.
const UNDER_A_HEADING: u8 = 3;

/// The topics a unit speaks of, and how clearly: its own words say more than those above it, running
/// text more than a row, several wordings more than one.
fn said(unit: &Unit<'_>, vocabulary: &Vocabulary) -> BTreeMap<u16, u8> {
    let mut ways: BTreeMap<u16, (u8, bool)> = BTreeMap::new();
    for matched in &unit.said {
        match vocabulary.meaning(matched.key) {
            // What only stands above is not among them: it is counted where it stands.
            Meaning::Topic(topic) => {
                let (count, whole) = ways.entry(topic).or_default();
                *count = count.saturating_add(1);
                *whole |= matched.whole;
            }
            // Sides of different patterns: words near each other, not one that stands in both.
            Meaning::Loosely(topic) if matched.whole && matched.apart && matched.len <= NEAR => {
                ways.entry(topic).or_default();
            }
            Meaning::AtHome(topic) if matched.whole => {
                ways.entry(topic).or_default();
            }
            _ => {}
        }
    }
    let is_prose = u8::from(unit.sort != Sort::Row);
    let weigh = |(topic, (count, whole)): (u16, (u8, bool))| match count {
        0 => (topic, LOOSE),
        _ => (topic, LOOSE + count.min(3) + 2 * u8::from(whole) + is_prose),
    };
    ways.into_iter().map(weigh).collect()
}

/// Adds the topics that a denial or a promise names without their details: "criteria for accepting risks are
/// not set" says neither score nor person.
fn add_named(said: &mut BTreeMap<u16, u8>, units: &Units<'_>, unit: &Unit<'_>, vocabulary: &Vocabulary) {
    for matched in units.nearly(unit) {
        if let Meaning::Topic(topic) = vocabulary.meaning(matched.key) {
            let weight = said.entry(topic).or_default();
            *weight = (*weight).max(NAMED);
        }
    }
}

/// Where a topic is treated best, how clearly, how often, and whether only in tables. A sentence is a
/// better witness than a row.
#[derive(Clone, Copy)]
struct Noted {
    index: usize,
    weight: u8,
    count: u32,
    only_rows: bool,
}

fn note(found: &mut BTreeMap<(u16, Force), Noted>, key: (u16, Force), index: usize, is_row: bool, weight: u8) {
    let noted = found.entry(key).or_insert(Noted { index, weight, count: 0, only_rows: is_row });
    noted.count += 1;
    noted.only_rows &= is_row;
    if weight > noted.weight {
        *noted = Noted { index, weight, ..*noted };
    }
}

/// The first unit directly under a heading that commits and says something of its own; where none does, the
/// first that denies or announces what the heading names.
fn first_said_under(units: &Units<'_>, forces: &[Force], heading: usize) -> Option<(usize, Force)> {
    let under = units.list.iter().enumerate().skip(heading + 1);
    let under = under.take_while(|(_, unit)| !matches!(unit.sort, Sort::Heading(_)));
    let said = under.filter(|(_, unit)| is_substantial(unit)).map(|(index, _)| (index, forces[index]));
    let mut said = said.filter(|(_, force)| *force > Force::Mentions).peekable();
    let first = said.peek().copied();
    said.find(|(_, force)| *force == Force::Commits).or(first)
}

/// Long enough to say who does what.
fn is_substantial(unit: &Unit<'_>) -> bool {
    let words = unit.word_count();
    words >= 7 || (words >= 4 && unit.sort == Sort::Row)
}

/// A row that begins with a number or a date tells what happened once ("R-07 | … | accept"), not how
/// things are done.
pub(super) fn is_case(unit: &Unit<'_>) -> bool {
    let first = unit.text.split(" | ").next().unwrap_or_default();
    let digits = first.chars().filter(char::is_ascii_digit).count();
    unit.sort == Sort::Row && unit.width > 2 && digits > 0 && digits * 4 >= first.chars().count()
}

/// A case that has only its place in the list for a number ("3 | …"): it may as well be one of the things that
/// the list is about.
fn is_numbered(unit: &Unit<'_>) -> bool {
    let first = unit.text.split(" | ").next().unwrap_or_default().trim().trim_end_matches('.');
    first.len() <= 2 && first.bytes().all(|byte| byte.is_ascii_digit())
}

/// How each unit treats whatever it is about.
pub(super) fn forces(units: &Units<'_>) -> Vec<Force> {
    units.list.iter().map(|unit| force(units, unit)).collect()
}

fn force(units: &Units<'_>, unit: &Unit<'_>) -> Force {
    let lead = unit.lead.map(|lead| &units.list[lead]);
    let says = |cue| unit.says(cue) || lead.is_some_and(|lead| lead.says(cue));
    let headings =
        || unit.above.iter().map(|above| &units.list[*above]).filter(|above| matches!(above.sort, Sort::Heading(_)));
    let heading_says = |cue| headings().any(|heading| heading.says(cue));
    let denies = |unit: &Unit<'_>| units.denies(unit);
    // "Out of scope" denies all that stands under it; "When we have not done what we should" tells of a case.
    let leaves_out = |heading: &Unit<'_>| denies(heading) && heading.word_count() <= LEFT_OUT;
    let by_lead = lead.is_some_and(denies) && !unit.says(Cue::Condition);
    let denied = denies(unit) || by_lead || headings().any(leaves_out);
    match unit.sort {
        Sort::Sentence | Sort::Item | Sort::Row => {}
        Sort::Heading(_) | Sort::TableHead | Sort::Margin | Sort::Watermark | Sort::Pointer | Sort::Code => {
            return Force::Mentions;
        }
    }
    // A row of a register tells of a case ("no owner", "planned"), not of how things are done.
    let is_case = unit.sort == Sort::Row && unit.width > 3;
    if is_case && (unit.says(Cue::Negation) || unit.says(Cue::Promise)) {
        return Force::Mentions;
    }
    if unit.text.trim_end().ends_with(['?', '？']) || heading_says(Cue::Reference) || says(Cue::Definition) {
        Force::Mentions
    } else if units.promises(unit)
        || lead.is_some_and(|lead| lead.says(Cue::Promise))
        || headings().any(|heading| units.announces(heading))
    {
        Force::Promises
    } else if denied {
        Force::Negates
    } else if says(Cue::Template) || is_fragment(unit, lead) {
        Force::Mentions
    } else {
        Force::Commits
    }
}

/// Too short to say what is done: a bare word or a label, unless a lead-in makes it a sentence.
fn is_fragment(unit: &Unit<'_>, lead: Option<&Unit<'_>>) -> bool {
    let words = unit.word_count();
    let dense = unit.folded.chars().any(is_ideographic);
    match unit.sort {
        Sort::Row => words < 3,
        Sort::Item => words < if lead.is_some() { 1 } else { 4 },
        _ => words < if dense { 6 } else { 4 },
    }
}

/// A sentence short enough to be quoted.
pub(super) fn quote(text: &str) -> String {
    if text.chars().count() <= QUOTE {
        return text.to_owned();
    }
    let cut: String = text.chars().take(QUOTE).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", cut[..end].trim_end())
}
