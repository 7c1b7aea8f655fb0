//! Clauses and obligations explained.

use crate::catalogue::{Catalogue, Check, Clause, DocumentCheck, Obligation};

pub(super) fn clause(catalogue: &Catalogue, clause: &Clause) -> String {
    let mut text = format!("{} {}\n", clause.clause, clause.title);
    if let Some(note) = &clause.note {
        text.push_str(&format!("\n{note}\n"));
    }
    for obligation in &clause.obligations {
        text.push_str(&format!("\n{:<12} {}", obligation.id, obligation.asks));
    }
    text.push('\n');
    let views = catalogue.views.values().flat_map(|view| view.groups.iter().map(move |group| (view, group)));
    let views: Vec<String> = views
        .filter(|(_, group)| group.clauses.contains(&clause.clause))
        .map(|(view, group)| format!("  {:<26} {}\n", view.id, group.title))
        .collect();
    if !views.is_empty() {
        text.push_str(&format!("\nviews\n{}", views.concat()));
    }
    text
}

pub(super) fn obligation(catalogue: &Catalogue, clause: &Clause, obligation: &Obligation) -> String {
    let mut text = format!("{} ({} {})\n\nasks     {}\n", obligation.id, clause.clause, clause.title, obligation.asks);
    if catalogue.added.contains(&obligation.id) {
        text.push_str("source   an overlay of yours, not the standard as this program knows it\n");
    }
    text.push_str(
        &format!("kind     {:?}, weight {}, needs {:?}\n", obligation.kind, obligation.weight, obligation.needs)
            .to_lowercase(),
    );
    if obligation.interval {
        text.push_str("interval the text asks for planned intervals; it names none\n");
    }
    text.push_str(&shown(catalogue, obligation));
    text
}

/// What is looked for and what to do: the part that obligations and advice share.
pub(super) fn shown(catalogue: &Catalogue, obligation: &Obligation) -> String {
    let mut text = format!("\nlooked for (by documents: {})\n", obligation.determinable().name());
    for check in &obligation.evidence {
        explain_check(catalogue, check, 1, &mut text);
    }
    text.push_str(&format!("\nto close a gap\n  {}\n", obligation.remedy));
    let lists = [("ask", &obligation.ask), ("sample", &obligation.sample)];
    for (title, lines) in lists.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        text.push_str(&format!("\n{title}\n"));
        lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    if let Some(good) = &obligation.good {
        text.push_str(&format!("\ngood practice (advice, not asked by the text)\n  {good}\n"));
    }
    if let Some(case) = &obligation.no_occurrence {
        text.push_str(&format!("\nmay not have occurred yet\n  {case}\n"));
    }
    text
}

fn explain_check(catalogue: &Catalogue, check: &Check, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    let documents = |what: &str, check: &DocumentCheck| {
        let within = check.within_days.map(|days| format!(", not older than {days} days")).unwrap_or_default();
        let mut text = format!("{indent}{what}: {}{within}\n", catalogue.titles(&check.types));
        for topic in &check.topics {
            let says = catalogue.topic_says(&check.types, topic).unwrap_or_default();
            text.push_str(&format!("{indent}  says {says}\n"));
        }
        text
    };
    match check {
        Check::Document(check) => text.push_str(&documents("a document in force", check)),
        Check::Record(check) => text.push_str(&documents("a record", check)),
        Check::Register(check) => {
            let within =
                check.within_days.map(|days| format!(", newest entry not older than {days} days")).unwrap_or_default();
            text.push_str(&format!("{indent}a register: {}{within}\n", catalogue.titles(&check.types)));
            if !check.columns.is_empty() {
                text.push_str(&format!("{indent}  with columns {}\n", check.columns.join(", ")));
            }
        }
        Check::Any(checks) => {
            text.push_str(&format!("{indent}one of\n"));
            checks.iter().for_each(|check| explain_check(catalogue, check, depth + 1, text));
        }
        Check::Ask(question) => text.push_str(&format!("{indent}only asking or watching shows it: {question}\n")),
    }
}
