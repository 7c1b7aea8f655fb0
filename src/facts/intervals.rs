//! How often a document says that things are done: "The plan is tested at least once a year". A sentence
//! that commits, says something on a topic and names an interval declares that interval for the topic.

use std::collections::BTreeMap;

use super::topics::{force, is_case, quote};
use super::units::{Sort, Unit, Units};
use super::{Force, IntervalFact};
use crate::catalogue::{Meaning, Vocabulary};

/// Words that a heading stands away from its sentences.
const HEADING: u32 = 20;

/// Words that say so many days ("once a year"), where they stand and how many words they take.
#[derive(Debug, Clone, Copy)]
struct Said {
    days: u32,
    start: u32,
    len: u32,
}

/// The intervals that a document declares, one for each topic: the sentence in which the topic and the
/// interval stand nearest each other.
pub(super) fn intervals(units: &Units<'_>, vocabulary: &Vocabulary) -> Vec<IntervalFact> {
    let mut found: BTreeMap<u16, (u32, IntervalFact)> = BTreeMap::new();
    for unit in &units.list {
        let said = said(units, unit, vocabulary);
        if said.is_empty() || is_case(unit) || force(units, unit) != Force::Commits {
            continue;
        }
        for matched in units.matches(unit).into_iter().filter(|matched| matched.own) {
            // A row of a table says for itself what it is about, or not at all.
            if unit.sort == Sort::Row && !matched.whole {
                continue;
            }
            let Meaning::Topic(topic) = vocabulary.meaning(matched.key) else { continue };
            // The words between the two, and those of the topic: a wording that reaches over the whole
            // sentence says least of which interval is its own; what a heading has to complete says less.
            let loose = u32::from(!matched.whole) * HEADING;
            let away = |said: &&Said| distance(matched.start, matched.len, **said) + matched.len + loose;
            let Some(nearest) = said.iter().min_by_key(|said| (away(said), said.start)) else { continue };
            let far = away(&nearest);
            if found.get(&topic).is_none_or(|(known, _)| far < *known) {
                let owner = &vocabulary.topics[usize::from(topic)];
                let fact = IntervalFact {
                    document: owner.document.clone(),
                    topic: owner.topic.clone(),
                    days: nearest.days,
                    whole: matched.whole,
                    place: unit.place.clone(),
                    quote: quote(&unit.text),
                };
                found.insert(topic, (far, fact));
            }
        }
    }
    found.into_values().map(|(_, fact)| fact).collect()
}

/// The intervals in a unit's own words. Of two that overlap the longer wins: "twice a year" is not "a year".
fn said(units: &Units<'_>, unit: &Unit, vocabulary: &Vocabulary) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    for matched in units.matches(unit).into_iter().filter(|matched| matched.whole) {
        if let Meaning::Interval(days) = vocabulary.meaning(matched.key) {
            said.push(Said { days, start: matched.start, len: matched.len });
        }
    }
    said.sort_by_key(|said| (std::cmp::Reverse(said.len), said.start));
    let mut kept: Vec<Said> = Vec::new();
    for one in said {
        if kept.iter().all(|other| one.start + one.len <= other.start || other.start + other.len <= one.start) {
            kept.push(one);
        }
    }
    kept
}

/// Words between a topic's and an interval's.
fn distance(start: u32, len: u32, said: Said) -> u32 {
    if said.start >= start {
        said.start.saturating_sub(start + len)
    } else {
        start.saturating_sub(said.start + said.len)
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Files, Vocabulary, load};
    use crate::document::{Format, Limits, read};
    use crate::facts::derive;

    #[test]
    fn the_nearest_interval_is_the_topics() {
        let (catalogue, _) = load(&Files::embedded());
        let vocabulary = Vocabulary::new(&catalogue);
        let days = |text: &str, document: &str, topic: &str| {
            let read = read(Format::Markdown, text.as_bytes(), Limits::default());
            let facts = derive("plan.md", &read.document, &catalogue, &vocabulary);
            let fact = facts.intervals.iter().find(|fact| fact.document == document && fact.topic == topic);
            fact.map(|fact| fact.days)
        };
        let of_plan = |text: &str| days(text, "service-continuity-plan", "testing");
        let head = "# Service continuity plan\n\n";
        assert_eq!(of_plan(&format!("{head}We test the plan twice a year and keep the results.\n")), Some(186));
        assert_eq!(
            of_plan(&format!("{head}The plan is tested at least once a year by the operations team.\n")),
            Some(372)
        );
        assert_eq!(of_plan(&format!("{head}We test the plan and keep the results of every test.\n")), None);
        let german = "# Notfallplan\n\nDer Plan wird halbjährlich getestet und das Ergebnis festgehalten.\n";
        assert_eq!(of_plan(german), Some(186));
        let promised = format!("{head}It is planned to test the plan once a year from 2028 on.\n");
        assert_eq!(of_plan(&promised), None, "what is only promised is not declared");
    }
}
