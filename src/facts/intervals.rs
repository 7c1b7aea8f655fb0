//! How often a document says that things are done: "The plan is tested at least once a year". A sentence
//! that commits, says something on a topic and names an interval declares that interval for the topic.

use std::collections::BTreeMap;

use super::topics::{is_case, quote};
use super::units::{Sort, Unit, Units};
use super::{Force, IntervalFact};
use crate::catalogue::{Meaning, Vocabulary};
use crate::text::lexicon::Hit;
use crate::text::{fold, tokens};

/// Words that a heading stands away from its sentences.
const HEADING: u32 = 20;
/// Words after an interval that name the thing it belongs to: "the yearly service management plan".
const NAMED: u32 = 4;

/// Words that say so many days ("once a year"), where they stand and how many words they take.
#[derive(Debug, Clone, Copy)]
struct Said {
    days: u32,
    start: u32,
    len: u32,
}

impl Said {
    fn end(&self) -> u32 {
        self.start + self.len
    }
}

/// The words of a unit that an interval can be about, and where what it is about has to begin.
#[derive(Debug, Clone, Copy)]
struct Scope {
    start: u32,
    end: u32,
    /// A row is about what its first cell names.
    begins_before: u32,
}

/// The intervals that a document declares, one for each topic: the sentence in which the topic and the
/// interval stand nearest each other.
pub(super) fn intervals(units: &Units<'_>, forces: &[Force], vocabulary: &Vocabulary) -> Vec<IntervalFact> {
    let mut found: BTreeMap<u16, IntervalFact> = BTreeMap::new();
    for (unit, _) in units.list.iter().zip(forces).filter(|(_, force)| **force == Force::Commits) {
        let said = said(unit, vocabulary);
        if said.is_empty() || is_case(unit) {
            continue;
        }
        let parts = Parts::of(unit);
        for one in &said {
            let Some(scope) = parts.scope(unit, one, &said, vocabulary) else { continue };
            // What is said of another interval says nothing of this one.
            let others = |hit: &Hit| {
                let mut others = said.iter().filter(|other| other.start != one.start);
                others.any(|other| other.start <= hit.start && hit.start + hit.len <= other.end())
            };
            let within = |hit: &Hit| scope.start <= hit.start && hit.start + hit.len <= scope.end && !others(hit);
            for matched in units.matches_of(unit, within) {
                // A row of a table says for itself what it is about, or not at all.
                if unit.sort == Sort::Row && !matched.whole || matched.start >= scope.begins_before {
                    continue;
                }
                let Meaning::Topic(topic) = vocabulary.meaning(matched.key) else { continue };
                // The words between the two, and those of the topic: a wording that reaches over the whole
                // sentence says least of which interval is its own; what a heading has to complete says less.
                let loose = u32::from(!matched.whole) * HEADING;
                let away = distance(matched.start, matched.len, *one) + matched.len + loose;
                if found.get(&topic).is_none_or(|known| away < known.away) {
                    found.insert(topic, fact(unit, topic, (one.days, away), matched.whole, vocabulary));
                }
            }
        }
    }
    found.into_values().collect()
}

fn fact(unit: &Unit<'_>, topic: u16, (days, away): (u32, u32), whole: bool, vocabulary: &Vocabulary) -> IntervalFact {
    let owner = &vocabulary.topics[usize::from(topic)];
    IntervalFact {
        document: owner.document.clone(),
        topic: owner.topic.clone(),
        days,
        whole,
        row: unit.sort == Sort::Row,
        away,
        place: unit.place.clone().into_owned(),
        quote: quote(&unit.text),
    }
}

/// The intervals in a unit's own words. Of two that overlap the longer wins: "twice a year" is not "a year".
fn said(unit: &Unit<'_>, vocabulary: &Vocabulary) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    for matched in unit.said.iter().filter(|matched| matched.whole) {
        if let Meaning::Interval(days) = vocabulary.meaning(matched.key) {
            said.push(Said { days, start: matched.start, len: matched.len });
        }
    }
    said.sort_by_key(|said| (std::cmp::Reverse(said.len), said.start));
    let mut kept: Vec<Said> = Vec::new();
    for one in said {
        if kept.iter().all(|other| one.end() <= other.start || other.end() <= one.start) {
            kept.push(months(unit, one, vocabulary));
        }
    }
    kept
}

/// "Every March, June, September and December" is four times a year.
fn months(unit: &Unit<'_>, said: Said, vocabulary: &Vocabulary) -> Said {
    let words: Vec<&str> = tokens(&unit.folded).collect();
    let is_month = |at: u32| words.get(at as usize).is_some_and(|word| vocabulary.months.number(word).is_some());
    let joins = |at: u32| words.get(at as usize).is_some_and(|word| vocabulary.fillers.contains(*word));
    if !is_month(said.end() - 1) {
        return said;
    }
    let (mut named, mut end) = (1, said.end());
    loop {
        end += if is_month(end) {
            1
        } else if joins(end) && is_month(end + 1) {
            2
        } else {
            break;
        };
        named += 1;
    }
    Said { days: (said.days / named).max(1), len: end - said.start, ..said }
}

/// Where the parts of a unit end: cells of a row, clauses of a sentence.
struct Parts {
    /// The word that begins what follows, and whether something else begins there.
    ends: Vec<(u32, Break)>,
    words: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    /// A comma or a colon.
    Comma,
    /// A semicolon or a dash.
    Clause,
    /// Another cell.
    Cell,
}

impl Parts {
    fn of(unit: &Unit<'_>) -> Self {
        let words = u32::try_from(tokens(&unit.folded).count()).unwrap_or(u32::MAX);
        let (mut ends, mut at, mut from) = (Vec::new(), 0, 0);
        let chars: Vec<(usize, char)> = unit.text.char_indices().collect();
        for (i, (byte, c)) in chars.iter().enumerate() {
            let spaced = chars.get(i + 1).is_none_or(|(_, next)| next.is_whitespace());
            let kind = match c {
                '|' if unit.sort == Sort::Row => Break::Cell,
                ';' | '；' | '–' | '—' if spaced => Break::Clause,
                ',' | ':' if spaced => Break::Comma,
                '、' | '，' | '：' => Break::Comma,
                _ => continue,
            };
            at += tokens(&fold(&unit.text[from..*byte])).count();
            from = byte + c.len_utf8();
            ends.push((u32::try_from(at).unwrap_or(u32::MAX), kind));
        }
        at += tokens(&fold(&unit.text[from..])).count();
        // Where cutting changes how words fold, nothing is cut.
        if at != words as usize {
            ends.clear();
        }
        Self { ends, words }
    }

    /// The words around `at` up to breaks of some kinds.
    fn around(&self, at: u32, breaks: impl Fn(Break) -> bool) -> (u32, u32) {
        let ends = || self.ends.iter().filter(|(_, kind)| breaks(*kind)).map(|(end, _)| *end);
        (ends().rfind(|end| *end <= at).unwrap_or(0), ends().find(|end| *end > at).unwrap_or(self.words))
    }

    /// Whether an interval is what a cell is for: "monthly, 8th working day", not "quarterly letter".
    fn is_cell(&self, said: &Said) -> bool {
        let (start, _) = self.around(said.start, |kind| kind == Break::Cell);
        let (_, end) = self.around(said.start, |_| true);
        said.start == start && said.end() == end
    }

    /// What an interval can be about; `None`: nothing here.
    fn scope(&self, unit: &Unit<'_>, said: &Said, all: &[Said], vocabulary: &Vocabulary) -> Option<Scope> {
        if unit.sort == Sort::Row {
            if self.is_cell(said) {
                let of_cells = self.ends.iter().filter(|(_, kind)| *kind == Break::Cell);
                let cells = std::iter::once(0).chain(of_cells.map(|(end, _)| *end));
                let is_interval = |start: u32| all.iter().any(|one| one.start == start && self.is_cell(one));
                let first = cells.into_iter().find(|start| !is_interval(*start)).unwrap_or_default();
                let (_, begins_before) = self.around(first, |kind| kind == Break::Cell);
                return Some(Scope { start: 0, end: self.words, begins_before });
            }
            // "the basis of the quarterly review", beside a cell that says "monthly".
            if all.iter().any(|one| self.is_cell(one)) {
                return None;
            }
        }
        let (start, end) = self.around(said.start, |kind| kind >= Break::Clause);
        let Some(named) = self.named(unit, said, vocabulary) else {
            return Some(Scope { start, end, begins_before: end });
        };
        Some(Scope { start: said.start, end: named.min(end), begins_before: end })
    }

    /// Where the thing ends that an interval belongs to: "the yearly plan", "our monthly review". What else a
    /// sentence speaks of is not done at that interval.
    fn named(&self, unit: &Unit<'_>, said: &Said, vocabulary: &Vocabulary) -> Option<u32> {
        let before = said.start.checked_sub(1)?;
        let (start, end) = self.around(said.start, |_| true);
        let article = tokens(&unit.folded).nth(before as usize)?;
        let names = said.len == 1 && said.end() < end && start < said.start && vocabulary.fillers.contains(article);
        names.then(|| end.min(said.end() + NAMED))
    }
}

/// Words between a topic's and an interval's.
fn distance(start: u32, len: u32, said: Said) -> u32 {
    if said.start >= start { said.start.saturating_sub(start + len) } else { start.saturating_sub(said.end()) }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Files, Vocabulary, load};
    use crate::document::{Format, Limits, read};
    use crate::facts::derive;

    /// The days between two occasions of a topic, by a document in Markdown.
    fn days(text: &str, document: &str, topic: &str) -> Option<u32> {
        let (catalogue, _) = load(&Files::embedded());
        let vocabulary = Vocabulary::new(&catalogue);
        let read = read(Format::Markdown, text.as_bytes(), Limits::default());
        let facts = derive("plan.md", &read.document, &catalogue, &vocabulary);
        let fact = facts.intervals.iter().find(|fact| fact.document == document && fact.topic == topic);
        fact.map(|fact| fact.days)
    }

    fn audits(text: &str) -> Option<u32> {
        days(&format!("# Manual\n\n{text}\n"), "internal-audit-programme", "frequency")
    }

    #[test]
    fn the_nearest_interval_is_the_topics() {
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

    #[test]
    fn what_an_interval_names_is_not_done_at_it() {
        assert_eq!(audits("We carry out internal audits twice a year."), Some(186));
        assert_eq!(
            audits("It is kept up through the yearly plan, the monthly owners' meeting, audits and a review."),
            None
        );
        assert_eq!(audits("Results go to the board every quarter; audits are carried out once a year."), Some(372));
        assert_eq!(audits("The yearly internal audit covers all processes."), Some(372));
    }

    #[test]
    fn a_row_is_about_its_first_cell_at_the_interval_of_a_cell() {
        let table = |row: &str| audits(&format!("| What | Who | How often | Where |\n|---|---|---|---|\n{row}"));
        assert_eq!(table("| Internal audits | Auditor | yearly | report |"), Some(372));
        assert_eq!(
            table("| Internal audits, basis of the monthly letter | Auditor | twice a year | report |"),
            Some(186)
        );
        assert_eq!(table("| Effectiveness | Objectives and audits together | monthly | review |"), None);
        assert_eq!(table("| Quarterly letter | Directors | quarterly | objectives, audits |"), None);
        assert_eq!(table("| yearly | Internal audits | Auditor | report |"), Some(372));
        assert_eq!(table("| Yearly letter | Directors | May, November | audits and trends |"), None);
    }

    #[test]
    fn several_months_are_several_times_a_year() {
        let survey = |text: &str| {
            days(&format!("# Customers\n\n{text}\n"), "business-relationship-procedure", "satisfaction-measure")
        };
        assert_eq!(survey("We survey customers every March, June, September and December."), Some(93));
        assert_eq!(survey("We survey customers every March and September."), Some(186));
        assert_eq!(survey("We survey customers every March and publish in April."), Some(372));
    }
}
