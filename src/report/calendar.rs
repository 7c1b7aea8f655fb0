//! The calendar of duties as a table: what is due, when it was last done, whose interval it is.

use anyhow::Result;
use serde::Serialize;

use super::listing::{self, Look};
use super::plain::{TEXT, clean, markdown};
use super::words::Words;
use crate::assessment::Assessment;
use crate::evidence::{Basis, Duty, DutyKind, Occasion};

/// Duties and whose they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Calendar {
    /// The date as of which it was made, `2026-11-22`.
    pub as_of: String,
    /// The organisation's name, where it is known.
    pub organisation: Option<String>,
    /// The duties, those due first.
    pub duties: Vec<Duty>,
}

impl From<Assessment> for Calendar {
    fn from(assessment: Assessment) -> Self {
        let (organisation, duties) = (assessment.organisation.name, assessment.calendar);
        Self { as_of: assessment.as_of, organisation, duties }
    }
}

/// The parts of a calendar, with the keys of their headings.
const SECTIONS: [(DutyKind, &str); 4] = [
    (DutyKind::PlannedInterval, "planned"),
    (DutyKind::Review, "reviews"),
    (DutyKind::Row, "rows"),
    (DutyKind::Records, "records"),
];
const HEADINGS: [&str; 12] = [
    "next",
    "overdue_days",
    "kind",
    "obligation",
    "what",
    "interval",
    "basis",
    "declared_in",
    "declared",
    "last",
    "last_shown_in",
    "note",
];

/// Writes a calendar, in the language of `words` where a person reads it; as rows and as data it is the same in all.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn calendar(calendar: &Calendar, look: Look, words: &Words) -> Result<String> {
    Ok(match look {
        Look::Json => format!("{}\n", serde_json::to_string_pretty(calendar)?),
        Look::Csv => {
            listing::csv(&HEADINGS, &calendar.duties.iter().map(|duty| row(duty).to_vec()).collect::<Vec<_>>())
        }
        Look::Text => text(calendar, words),
        Look::Markdown => marked(calendar, words),
    })
}

fn row(duty: &Duty) -> [String; 12] {
    let interval = duty.interval.as_ref();
    let declared = interval.and_then(|interval| interval.declared.as_ref()).or(duty.stated.as_ref());
    [
        duty.next.clone().unwrap_or_default(),
        duty.overdue_days.map_or_else(String::new, |days| days.to_string()),
        kind(duty.kind).into(),
        duty.obligation.clone().unwrap_or_default(),
        duty.says.clone(),
        interval.map_or_else(String::new, |interval| interval.words.clone()),
        basis(duty).into(),
        declared.map_or_else(String::new, located),
        declared.map_or_else(String::new, |declared| declared.quote.clone()),
        duty.last.as_ref().and_then(|last| last.date.clone()).unwrap_or_default(),
        duty.last.as_ref().map_or_else(String::new, located),
        duty.note.clone(),
    ]
}

fn kind(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::PlannedInterval => "planned-interval",
        DutyKind::Review => "review",
        DutyKind::Row => "row",
        DutyKind::Records => "records",
    }
}

fn basis(duty: &Duty) -> &'static str {
    match duty.interval.as_ref().map(|interval| interval.basis) {
        Some(Basis::Declared) => "declared",
        Some(Basis::Advice) => "advice",
        None if duty.stated.is_some() => "stated",
        None => "",
    }
}

/// `plans/continuity.docx, page 3`.
fn located(occasion: &Occasion) -> String {
    let place = occasion.place.to_string();
    if place.is_empty() { occasion.path.clone() } else { format!("{}, {place}", occasion.path) }
}

/// When it is due, in a few words.
fn when(duty: &Duty, words: &Words) -> String {
    let date = |next: &str| words.short_date(next);
    match (&duty.next, duty.overdue_days) {
        (Some(next), Some(days)) => {
            let days = words.count(usize::try_from(days).unwrap_or_default(), "day");
            words.fill("calendar", "overdue", &[("date", &date(next)), ("days", &days)])
        }
        (Some(next), None) => date(next),
        (None, _) => words.get("calendar", "no-date").into(),
    }
}

fn how_often(duty: &Duty, words: &Words) -> String {
    let interval = duty.interval.as_ref().map(|interval| words.name(&interval.words));
    match (interval, basis(duty)) {
        (Some(interval), "advice") => words.fill("calendar", "advice", &[("interval", &interval)]),
        (Some(interval), _) => interval,
        (None, "stated") => words.get("calendar", "as-stated").into(),
        (None, _) => String::new(),
    }
}

fn title(calendar: &Calendar, words: &Words) -> String {
    let name = calendar.organisation.as_deref().map(|name| clean(name, TEXT));
    let overdue = calendar.duties.iter().filter(|duty| duty.overdue_days.is_some()).count();
    let values = [
        ("duties", &*words.count(calendar.duties.len(), "duty")),
        ("as_of", &*words.short_date(&calendar.as_of)),
        ("overdue", &*words.number(overdue)),
        ("name", name.as_deref().unwrap_or_default()),
    ];
    words.fill("calendar", if name.is_some() { "title-of" } else { "title" }, &values)
}

fn sections(calendar: &Calendar) -> impl Iterator<Item = (&'static str, Vec<&Duty>)> {
    SECTIONS.iter().filter_map(|(kind, heading)| {
        let duties: Vec<&Duty> = calendar.duties.iter().filter(|duty| duty.kind == *kind).collect();
        (!duties.is_empty()).then_some((*heading, duties))
    })
}

fn text(calendar: &Calendar, words: &Words) -> String {
    let mut text = format!("{}\n{}\n", title(calendar, words), words.get("calendar", "notice"));
    for (heading, duties) in sections(calendar) {
        text.push_str(&format!("\n{}\n", words.get("calendar", heading)));
        for duty in duties {
            let id = duty.obligation.as_deref().map(|id| format!("{id} ")).unwrap_or_default();
            let says = clean(&words.name(&duty.says), TEXT);
            text.push_str(&format!("\n  {}\n    {id}{says}\n", when(duty, words)));
            lines(duty, words).into_iter().for_each(|line| text.push_str(&format!("    {line}\n")));
        }
    }
    text
}

/// What is known of a duty, a line each.
fn lines(duty: &Duty, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    let label = |key: &str| format!("{:<10}", words.get("calendar", key));
    let cited = |occasion: &Occasion| {
        let place = words.place(&occasion.place);
        let at = if place.is_empty() { occasion.path.clone() } else { format!("{}, {place}", occasion.path) };
        format!("{}: “{}”", clean(&at, TEXT), clean(&occasion.quote, 160))
    };
    match duty.interval.as_ref().map(|interval| (&interval.declared, how_often(duty, words))) {
        Some((Some(declared), often)) => lines.push(format!("{}{often}, {}", label("interval"), cited(declared))),
        Some((None, often)) => lines.push(format!("{}{often}", label("interval"))),
        None => {}
    }
    lines.extend(duty.stated.as_ref().map(|stated| format!("{}{}", label("stated"), cited(stated))));
    if let Some(last) = &duty.last {
        let date =
            last.date.as_deref().map_or_else(|| words.get("calendar", "no-date").into(), |date| words.short_date(date));
        lines.push(format!("{}{date}, {}", label("last"), cited(last)));
    }
    if !duty.note.is_empty() {
        lines.push(format!("{}{}", label("note"), clean(&words.name(&duty.note), TEXT)));
    }
    lines
}

fn marked(calendar: &Calendar, words: &Words) -> String {
    let (head, notice) = (words.get("calendar", "heading"), words.get("calendar", "notice"));
    let mut text = format!("# {head}\n\n{}\n\n{notice}\n", markdown(&title(calendar, words)));
    let keys = ["c-next", "c-obligation", "c-what", "c-interval", "c-said-in", "c-last", "c-shown-in", "c-note"];
    let headings = keys.map(|key| words.get("calendar", key));
    for (heading, duties) in sections(calendar) {
        let rows: Vec<Vec<String>> = duties
            .into_iter()
            .map(|duty| {
                let [_, _, _, obligation, what, _, _, declared_in, _, last, last_in, note] = row(duty);
                let last = if last.is_empty() { last } else { words.short_date(&last) };
                vec![
                    when(duty, words),
                    obligation,
                    words.name(&what),
                    how_often(duty, words),
                    declared_in,
                    last,
                    last_in,
                    words.name(&note),
                ]
            })
            .collect();
        let heading = words.get("calendar", heading);
        text.push_str(&format!("\n## {heading}\n\n{}", listing::table(&headings, &rows)));
    }
    text
}
