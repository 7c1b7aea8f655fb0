//! A plan as a Gantt chart in Mermaid, which forges and wikis draw.

use super::Planned;
use crate::report::paper::shown;

/// Characters of a title in the chart.
const TITLE: usize = 70;

pub(super) fn gantt(planned: &Planned<'_>) -> String {
    let plan = planned.plan;
    let title = plan.organisation.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
    let mut out = format!(
        "gantt\n    title {}\n    dateFormat YYYY-MM-DD\n    axisFormat %Y-%m\n    inclusiveEndDates\n",
        words(&format!("{}{title}", planned.text("title")))
    );
    for wave in ["now", "next", "later"] {
        let mut actions = plan.actions.iter().filter(|action| action.wave == wave).peekable();
        if actions.peek().is_some() {
            out.push_str(&format!("    section {}\n", words(planned.wave(wave))));
        }
        for action in actions {
            let critical = if action.critical { "crit, " } else { "" };
            let (id, title) = (&action.id, words(&planned.title(action)));
            let line = format!("    {id} {title} :{critical}{}, {}, {}\n", id.to_lowercase(), action.start, action.end);
            out.push_str(&line);
        }
    }
    out.push_str(&format!("    section {}\n", words(planned.words.get("charts", "milestones"))));
    for milestone in &plan.milestones {
        let name = words(planned.milestone(milestone));
        out.push_str(&match milestone.from == milestone.until {
            true => format!("    {name} :milestone, m-{}, {}, 0d\n", milestone.id, milestone.from),
            false => format!("    {name} :m-{}, {}, {}\n", milestone.id, milestone.from, milestone.until),
        });
    }
    out
}

/// Words that end no line and begin no directive: letters, digits and what only parts them.
fn words(text: &str) -> String {
    let text = shown(text);
    let kept = text.chars().map(|c| if c.is_alphanumeric() || "()-–./’'“”„".contains(c) { c } else { ' ' });
    let kept: String = kept.take(TITLE).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}
