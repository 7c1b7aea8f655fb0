//! The calendar of duties as a table: what is due, when it was last done, whose interval it is.

use anyhow::Result;
use serde::Serialize;

use super::listing::{self, Look};
use super::plain::{TEXT, clean, markdown};
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

/// What the standard says of intervals, wherever ours are shown.
const NOTICE: &str = "The standard asks that these intervals are set, not which: an interval marked “advice” is this program's and binds nobody.";
const SECTIONS: [(DutyKind, &str); 4] = [
    (DutyKind::PlannedInterval, "Asked for at planned intervals"),
    (DutyKind::Review, "Reviews that documents name themselves"),
    (DutyKind::Row, "What rows of registers say is due"),
    (DutyKind::Records, "Records that should not grow old"),
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

/// Writes a calendar.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn calendar(calendar: &Calendar, look: Look) -> Result<String> {
    Ok(match look {
        Look::Json => format!("{}\n", serde_json::to_string_pretty(calendar)?),
        Look::Csv => {
            listing::csv(&HEADINGS, &calendar.duties.iter().map(|duty| row(duty).to_vec()).collect::<Vec<_>>())
        }
        Look::Text => text(calendar),
        Look::Markdown => marked(calendar),
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
fn when(duty: &Duty) -> String {
    match (&duty.next, duty.overdue_days) {
        (Some(next), Some(1)) => format!("{next}  overdue by 1 day"),
        (Some(next), Some(days)) => format!("{next}  overdue by {days} days"),
        (Some(next), None) => next.clone(),
        (None, _) => "no date".into(),
    }
}

fn how_often(duty: &Duty) -> String {
    match (&duty.interval, basis(duty)) {
        (Some(interval), "advice") => format!("{} (advice)", interval.words),
        (Some(interval), _) => interval.words.clone(),
        (None, "stated") => "as stated".into(),
        (None, _) => String::new(),
    }
}

fn title(calendar: &Calendar) -> String {
    let name = calendar.organisation.as_deref().map(|name| format!(" of {}", clean(name, TEXT))).unwrap_or_default();
    let overdue = calendar.duties.iter().filter(|duty| duty.overdue_days.is_some()).count();
    format!("{} duties{name} as of {}, {overdue} overdue", calendar.duties.len(), calendar.as_of)
}

fn sections(calendar: &Calendar) -> impl Iterator<Item = (&'static str, Vec<&Duty>)> {
    SECTIONS.iter().filter_map(|(kind, heading)| {
        let duties: Vec<&Duty> = calendar.duties.iter().filter(|duty| duty.kind == *kind).collect();
        (!duties.is_empty()).then_some((*heading, duties))
    })
}

fn text(calendar: &Calendar) -> String {
    let mut text = format!("{}\n{NOTICE}\n", title(calendar));
    for (heading, duties) in sections(calendar) {
        text.push_str(&format!("\n{heading}\n"));
        for duty in duties {
            let id = duty.obligation.as_deref().map(|id| format!("{id} ")).unwrap_or_default();
            text.push_str(&format!("\n  {}\n    {id}{}\n", when(duty), clean(&duty.says, TEXT)));
            lines(duty).into_iter().for_each(|line| text.push_str(&format!("    {line}\n")));
        }
    }
    text
}

/// What is known of a duty, a line each.
fn lines(duty: &Duty) -> Vec<String> {
    let mut lines = Vec::new();
    let cited = |occasion: &Occasion| format!("{}: “{}”", clean(&located(occasion), TEXT), clean(&occasion.quote, 160));
    match duty.interval.as_ref().map(|interval| (&interval.declared, how_often(duty))) {
        Some((Some(declared), words)) => lines.push(format!("interval  {words}, {}", cited(declared))),
        Some((None, words)) => lines.push(format!("interval  {words}")),
        None => {}
    }
    lines.extend(duty.stated.as_ref().map(|stated| format!("stated    {}", cited(stated))));
    if let Some(last) = &duty.last {
        lines.push(format!("last      {}, {}", last.date.as_deref().unwrap_or("no date"), cited(last)));
    }
    if !duty.note.is_empty() {
        lines.push(format!("note      {}", clean(&duty.note, TEXT)));
    }
    lines
}

fn marked(calendar: &Calendar) -> String {
    let mut text = format!("# Calendar of duties\n\n{}\n\n{NOTICE}\n", markdown(&title(calendar)));
    for (heading, duties) in sections(calendar) {
        let rows: Vec<Vec<String>> = duties
            .into_iter()
            .map(|duty| {
                let [_, _, _, obligation, what, _, _, declared_in, _, last, last_in, note] = row(duty);
                vec![when(duty), obligation, what, how_often(duty), declared_in, last, last_in, note]
            })
            .collect();
        let headings = ["next", "obligation", "what", "interval", "said in", "last", "shown in", "note"];
        text.push_str(&format!("\n## {heading}\n\n{}", listing::table(&headings, &rows)));
    }
    text
}
