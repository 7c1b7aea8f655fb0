//! Readiness by the day of a planned audit: whether there is time for what is missing, and what falls due before.

use anyhow::Result;
use jiff::Span;
use jiff::civil::Date;
use serde::Serialize;

use super::Stage;
use crate::assessment::Assessment;
use crate::evidence::{Duty, DutyKind};
use crate::plan::{Estimates, Time};
use crate::report::plain::{TEXT, clean};
use crate::report::words::{Mark, Words};
use crate::report::{Options, view};

/// An assessment seen from the day of a planned audit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::report) struct ByDate {
    /// That day, in the form of the language.
    pub date: String,
    /// Go, ask first, or not yet.
    pub verdict: Mark,
    /// How long it is until then, and what that day is taken to be.
    pub about: String,
    /// Why.
    pub reasons: Vec<String>,
    /// What falls due until then, and what is overdue, by date.
    pub due: Vec<Due>,
}

/// Something that falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::report) struct Due {
    /// When, in the form of the language.
    pub date: String,
    /// Whether that is past already.
    pub overdue: bool,
    /// What.
    pub says: String,
    /// `en` where that is not in the language of the report; else empty.
    pub says_lang: &'static str,
    /// Of which obligation, or empty.
    pub obligation: String,
    /// The document that says so, or shows when it was done last; or empty.
    pub path: String,
}

/// The assessment seen from the day asked for, where one was.
pub(super) fn by_date(assessment: &Assessment, stages: &[Stage], options: &Options<'_>) -> Result<Option<ByDate>> {
    let Some((audit, today)) = options.audit.zip(assessment.as_of.parse::<Date>().ok()) else { return Ok(None) };
    let (words, estimates) = (options.words(), options.templates.estimates()?);
    let due: Vec<&Duty> = assessment.calendar.iter().filter(|duty| falls_due(duty, audit)).collect();
    let date = words.long_date(&audit.to_string());
    let weeks = words.count(usize::try_from((audit - today).get_days() / 7).unwrap_or(0), "week");
    let verdict = stages.iter().map(|stage| stage.verdict).max_by_key(severity);
    Ok(Some(ByDate {
        about: words.fill("readiness", "by-date-about", &[("weeks", &weeks), ("date", &date)]),
        verdict: verdict.unwrap_or_else(|| words.verdict("open")),
        reasons: reasons(stages, &due, (today, audit), &estimates, words),
        due: due.into_iter().map(|duty| shown(duty, words)).collect(),
        date,
    }))
}

fn severity(verdict: &Mark) -> u8 {
    match verdict.id {
        "go" => 0,
        "open" => 1,
        _ => 2,
    }
}

/// What is due on that day or before it, unless an interval that binds nobody says so of what was never done.
fn falls_due(duty: &Duty, audit: Date) -> bool {
    duty.next.as_deref().and_then(|next| next.parse::<Date>().ok()).is_some_and(|next| next <= audit)
}

/// Weeks from the last document in force to stage 2, where something new has to be shown.
fn needed(time: &Time) -> u16 {
    let audited = time.audit_after + time.audit + time.corrections.max(time.review_after + time.review);
    time.records.max(audited)
}

fn reasons(
    stages: &[Stage],
    due: &[&Duty],
    (today, audit): (Date, Date),
    estimates: &Estimates,
    words: &Words,
) -> Vec<String> {
    let mut reasons = Vec::new();
    let items = |answer: &'static str| {
        let all = stages.iter().flat_map(|stage| &stage.reasons);
        all.filter(move |item| item.answer.id == answer)
    };
    let count = |number: usize| words.count(number, "item");
    let missing = items("not-met").count();
    if missing > 0 {
        let needed = needed(&estimates.time);
        let latest = audit.saturating_sub(Span::new().weeks(i64::from(needed)));
        // What is missing has to be written first; the first wave is the least that this takes.
        let written = today.saturating_add(Span::new().weeks(i64::from(estimates.waves.now)));
        let key = if latest < written { "by-date-late" } else { "by-date-time" };
        let (weeks, items) = (words.count(needed.into(), "week"), count(missing));
        let latest = words.long_date(&latest.to_string());
        reasons.push(words.fill("readiness", key, &[("items", &items), ("weeks", &weeks), ("latest", &latest)]));
    }
    let open = items("ask").count();
    if open > 0 {
        reasons.push(words.fill("readiness", "by-date-ask", &[("items", &count(open))]));
    }
    let overdue = due.iter().filter(|duty| duty.overdue_days.is_some()).count();
    if overdue > 0 {
        reasons.push(words.fill("readiness", "by-date-overdue", &[("items", &count(overdue))]));
    }
    let stale = due.iter().filter(|duty| duty.kind == DutyKind::Records && duty.overdue_days.is_none()).count();
    if stale > 0 {
        reasons.push(words.fill("readiness", "by-date-stale", &[("items", &count(stale))]));
    }
    if due.len() > overdue {
        reasons.push(words.fill("readiness", "by-date-due", &[("items", &count(due.len() - overdue))]));
    }
    if reasons.is_empty() {
        reasons.push(words.get("readiness", "by-date-nothing").into());
    }
    reasons
}

fn shown(duty: &Duty, words: &Words) -> Due {
    let says = words.said(&duty.says);
    let declared = duty.stated.as_ref().or(duty.last.as_ref());
    Due {
        date: words.short_date(duty.next.as_deref().unwrap_or_default()),
        overdue: duty.overdue_days.is_some(),
        says: clean(&says.text, TEXT),
        says_lang: says.lang,
        obligation: clean(duty.obligation.as_deref().unwrap_or_default(), TEXT),
        path: declared.map(|occasion| view::path(&occasion.path)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, Kind, Language, Templates, render_with, sample, variants};

    fn written(assessment: &Assessment, audit: &str, language: Language, format: Format) -> String {
        let templates = Templates::embedded();
        let audit = Some(audit.parse().unwrap());
        let options = Options { kind: Kind::Readiness, language, templates: &templates, audit };
        String::from_utf8(render_with(format, assessment, &options).unwrap()).unwrap()
    }

    #[test]
    fn too_little_time_is_told_from_enough() {
        let soon = written(&sample::assessment(), "2026-12-22", Language::En, Format::Markdown);
        assert!(
            soon.contains("By the audit planned for 22 December 2026") && soon.contains("there is too little time")
        );
        let later = written(&sample::assessment(), "2027-11-22", Language::En, Format::Markdown);
        // 8 weeks of records, 2 of audit, 4 to deal with its findings.
        assert!(later.contains("by 16 August 2027"), "{later}");
        let de = written(&sample::assessment(), "2027-11-22", Language::De, Format::Html);
        assert!(de.contains("16. August 2027") && de.contains("Nicht jetzt") || de.contains("Noch nicht"), "{de}");
    }

    #[test]
    fn what_falls_due_before_it_is_listed_and_nothing_after_it() {
        let mut assessment = sample::assessment();
        assert!(assessment.calendar.len() > 1);
        let mut duty = assessment.calendar[0].clone();
        duty.overdue_days = None;
        for (says, next) in [("Before.", "2027-01-31"), ("On the day.", "2027-02-01"), ("After.", "2027-02-02")] {
            duty.says = says.into();
            duty.next = Some(next.into());
            assessment.calendar.push(duty.clone());
        }
        let text = written(&assessment, "2027-02-01", Language::En, Format::Markdown);
        assert!(text.contains("Before.") && text.contains("On the day.") && !text.contains("After."), "{text}");
    }

    #[test]
    fn nothing_missing_and_nothing_due_is_a_go() {
        let mut assessment = sample::assessment();
        let evidenced = crate::evidence::Status::Evidenced;
        assessment.findings.iter_mut().for_each(|finding| finding.status = evidenced);
        assessment.clauses.iter_mut().for_each(|clause| clause.status = evidenced);
        assessment.calendar.clear();
        let text = written(&assessment, "2027-02-01", Language::En, Format::Markdown);
        assert!(text.contains("nothing falls due before it"), "{text}");
    }

    #[test]
    fn whatever_the_assessment_it_can_be_written() {
        for assessment in [variants::hostile(), variants::empty()] {
            for language in Language::ALL {
                for format in [Format::Markdown, Format::Html] {
                    written(&assessment, "2027-02-01", *language, format);
                }
            }
        }
    }
}
