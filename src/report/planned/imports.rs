//! A plan as CSV that trackers take in, with the columns that their documentation of imports names.

use super::Planned;
use crate::catalogue::Grade;
use crate::plan::Action;
use crate::report::listing;
use crate::report::paper::shown;

/// Characters of a title: the shortest limit of the three is 255.
const TITLE: usize = 240;

/// Jira Cloud and Data Center: a heading row with `Summary`; estimates in seconds; a label a column; dates as the
/// wizard is told (`yyyy-MM-dd`).
pub(super) fn jira(planned: &Planned<'_>) -> String {
    let headings = [
        "Summary",
        "Issue Type",
        "Priority",
        "Due Date",
        "Original Estimate",
        "Labels",
        "Labels",
        "Labels",
        "Description",
    ];
    let rows = planned.plan.actions.iter().map(|action| {
        vec![
            title(planned, action),
            "Task".into(),
            priority(action, ["High", "Medium", "Low"]).into(),
            action.end.clone(),
            (hours(planned, action) * 3600.0).round().to_string(),
            "iso20k".into(),
            format!("wave-{}", action.wave),
            format!("clause-{}", action.clause),
            description(planned, action, plain, "\n"),
        ]
    });
    listing::csv(&headings, &rows.collect::<Vec<_>>())
}

/// Azure Boards: `Work Item Type` and `Title` are needed; no ID, no state, nobody assigned. Only fields that tasks
/// have in every process are used.
pub(super) fn azure_devops(planned: &Planned<'_>) -> String {
    let headings = ["Work Item Type", "Title", "Priority", "Remaining Work", "Tags", "Description"];
    let rows = planned.plan.actions.iter().map(|action| {
        vec![
            "Task".into(),
            title(planned, action),
            priority(action, ["1", "2", "3"]).into(),
            hours(planned, action).to_string(),
            format!("iso20k; wave {}; clause {}", action.wave, action.clause),
            // The field is HTML.
            description(planned, action, html, "<br>"),
        ]
    });
    listing::csv(&headings, &rows.collect::<Vec<_>>())
}

/// GitHub imports no CSV itself; scripts that make issues of it take these columns.
pub(super) fn github(planned: &Planned<'_>) -> String {
    let headings = ["title", "body", "labels"];
    let rows = planned.plan.actions.iter().map(|action| {
        vec![
            title(planned, action),
            // Bodies are Markdown.
            description(planned, action, crate::report::plain::markdown, "\n\n"),
            format!("iso20k,wave-{},clause-{}", action.wave, action.clause),
        ]
    });
    listing::csv(&headings, &rows.collect::<Vec<_>>())
}

fn title(planned: &Planned<'_>, action: &Action) -> String {
    let title = shown(&format!("{} {}", action.id, planned.title(action)));
    if title.chars().count() <= TITLE { title } else { format!("{}…", title.chars().take(TITLE).collect::<String>()) }
}

fn priority<'a>(action: &Action, names: [&'a str; 3]) -> &'a str {
    match action.grade {
        Grade::Major => names[0],
        Grade::Minor => names[1],
        Grade::Opportunity => names[2],
    }
}

fn hours(planned: &Planned<'_>, action: &Action) -> f64 {
    action.days * planned.estimates.hours_a_day
}

/// All that is known of an action, a line each.
fn description(planned: &Planned<'_>, action: &Action, escaped: fn(&str) -> String, between: &str) -> String {
    let label = |key: &str, value: String| escaped(&shown(&format!("{}: {value}", planned.text(key))));
    let mut lines = vec![
        label("c-owner", planned.role(&action.owner)),
        label("c-start", planned.date(&action.start)),
        label("c-end", planned.date(&action.end)),
    ];
    lines.extend(action.path.as_ref().map(|path| label("c-path", path.clone())));
    if !action.after.is_empty() {
        lines.push(label("c-after", action.after.join(", ")));
    }
    for (remedy, says) in planned.by_remedy(action) {
        lines.push(escaped(&shown(&remedy)));
        lines.extend(says.iter().map(|says| format!("- {}", escaped(&shown(says)))));
    }
    lines.push(label("c-obligations", action.obligations.join(", ")));
    lines.push(escaped(planned.text("estimate")));
    lines.join(between)
}

/// As it is: the field is text.
fn plain(text: &str) -> String {
    text.to_owned()
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
