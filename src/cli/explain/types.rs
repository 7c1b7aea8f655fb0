//! Types and rules explained.

use crate::catalogue::{Catalogue, DocumentType, RegisterType};

pub(super) fn document(document: &DocumentType) -> String {
    let mut text = format!(
        "{} (document type)\n\n{}\n\nclauses  {}\n",
        document.title,
        document.about,
        document.clauses.join(", ")
    );
    text.push_str(&format!(
        "names    {}\n",
        document.names.get("en").map(|names| names.join(", ")).unwrap_or_default()
    ));
    if !document.topics.is_empty() {
        text.push_str("\ntopics\n");
    }
    for (id, topic) in &document.topics {
        text.push_str(&format!("  {id:<24} {}\n", topic.says));
    }
    text
}

pub(super) fn register(register: &RegisterType) -> String {
    let mut text = format!(
        "{} (register type)\n\n{}\n\nclauses  {}\n\ncolumns\n",
        register.title,
        register.about,
        register.clauses.join(", ")
    );
    for (id, column) in &register.columns {
        let words = column.words.get("en").map(|words| words.join(", ")).unwrap_or_default();
        text.push_str(&format!("  {id:<24} {words}\n"));
    }
    for rule in &register.rules {
        text.push_str(&format!("\nrule {}\n  {}\n", rule.id, rule.says));
    }
    text
}

/// A rule of a register, or between documents and registers.
pub(super) fn rule(catalogue: &Catalogue, id: &str) -> Option<String> {
    let rows =
        catalogue.registers.values().flat_map(|register| register.rules.iter().map(move |rule| (register, rule)));
    if let Some((register, rule)) = rows.into_iter().find(|(_, rule)| rule.id == id) {
        let grade = format!("{:?}", rule.grade).to_lowercase();
        let bears = rule.obligations.join(", ");
        let remedy = rule.remedy.as_deref().map(|remedy| format!("\nto close a gap\n  {remedy}\n")).unwrap_or_default();
        let decides = decides(&rule.tests);
        return Some(format!(
            "{id} (rule over {}, {grade})\n\nsays     {}\nbears on {bears}\n{decides}\nobjects to rows where\n  {}\n{remedy}",
            register.id, rule.says, rule.when
        ));
    }
    let rule = catalogue.rules.iter().find(|rule| rule.id == id)?;
    let grade = format!("{:?}", rule.grade).to_lowercase();
    let bears: Vec<&str> = rule.obligations.iter().chain(&rule.clauses).map(String::as_str).collect();
    let sql: String = rule.sql.lines().map(|line| format!("  {line}\n")).collect();
    Some(format!(
        "{id} (rule between documents and registers, {grade})\n\n{}\n\nsays     {}\nbears on {}\n{}\nobjects to\n{sql}\nto close a gap\n  {}\n",
        rule.title,
        rule.says,
        bears.join(", "),
        decides(&rule.tests),
        rule.remedy
    ))
}

fn decides(tests: &[String]) -> String {
    if tests.is_empty() { String::new() } else { format!("decides  {}\n", tests.join(", ")) }
}

/// What auditors compare, and what decides it.
pub(super) fn test(catalogue: &Catalogue, id: &str) -> Option<String> {
    let test = catalogue.tests.get(id)?;
    let rules: Vec<&str> = catalogue.rules_of_test(&test.id).collect();
    let mut text = format!("{id} (what auditors compare)\n\n{}\n\nclauses  {}\n", test.title, test.clauses.join(", "));
    for (title, ids) in [("rules    ", rules), ("checks   ", test.checks.iter().map(String::as_str).collect())] {
        if !ids.is_empty() {
            text.push_str(&format!("{title}{}\n", ids.join(", ")));
        }
    }
    if let Some(reason) = &test.reason {
        text.push_str(&format!("\nwhat data cannot decide\n  {}\n", reason.trim()));
    }
    Some(text)
}
