//! `iso20k explain`: what is asked, what is looked for, how a gap is closed.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use super::Context;
use crate::catalogue::{Catalogue, Check, Clause, DocumentCheck, DocumentType, Obligation, RegisterType};
use crate::evidence::Code;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// A clause (8.6.1), an obligation (8.6.1/4), a document or register type, or a code (draft-only)
    #[arg(value_name = "ID")]
    id: String,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let catalogue = context.catalogue()?;
    let Some(text) = explain(&catalogue, &options.id) else {
        let near = nearest(&catalogue, &options.id);
        bail!(
            "nothing is known under `{}`{}",
            options.id,
            near.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default()
        );
    };
    super::print(&text);
    Ok(ExitCode::SUCCESS)
}

fn explain(catalogue: &Catalogue, id: &str) -> Option<String> {
    let code = Code::ALL.iter().find(|code| code.name() == id).map(|code| format!("{id}\n\n{}\n", code.explanation()));
    let clause = catalogue.clauses.iter().find(|clause| clause.clause == id).map(|clause| explain_clause(clause));
    let obligation = catalogue
        .obligations()
        .find(|(_, obligation)| obligation.id == id)
        .map(|(clause, obligation)| explain_obligation(catalogue, clause, obligation));
    let document = catalogue.documents.get(id).map(explain_document);
    let register = catalogue.registers.get(id).map(explain_register);
    let found: Vec<String> = [code, clause, obligation, document, register].into_iter().flatten().collect();
    (!found.is_empty()).then(|| found.join("\n"))
}

fn explain_clause(clause: &Clause) -> String {
    let mut text = format!("{} {}\n", clause.clause, clause.title);
    if let Some(note) = &clause.note {
        text.push_str(&format!("\n{note}\n"));
    }
    for obligation in &clause.obligations {
        text.push_str(&format!("\n{:<12} {}", obligation.id, obligation.asks));
    }
    text.push('\n');
    text
}

fn explain_obligation(catalogue: &Catalogue, clause: &Clause, obligation: &Obligation) -> String {
    let mut text = format!("{} ({} {})\n\nasks     {}\n", obligation.id, clause.clause, clause.title, obligation.asks);
    text.push_str(
        &format!("kind     {:?}, weight {}, needs {:?}\n", obligation.kind, obligation.weight, obligation.needs)
            .to_lowercase(),
    );
    if obligation.interval {
        text.push_str("interval the text asks for planned intervals; it names none\n");
    }
    text.push_str("\nlooked for\n");
    obligation.evidence.iter().for_each(|check| explain_check(catalogue, check, 1, &mut text));
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
        let mut text = format!("{indent}{what}: {}{within}\n", check.types.join(" or "));
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
            text.push_str(&format!("{indent}a register: {}{within}\n", check.types.join(" or ")));
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

fn explain_document(document: &DocumentType) -> String {
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

fn explain_register(register: &RegisterType) -> String {
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

/// The known id that shares most of its beginning with what was asked.
fn nearest(catalogue: &Catalogue, id: &str) -> Option<String> {
    let clauses = catalogue.clauses.iter().map(|clause| clause.clause.as_str());
    let obligations = catalogue.obligations().map(|(_, obligation)| obligation.id.as_str());
    let types = catalogue.documents.keys().chain(catalogue.registers.keys()).map(String::as_str);
    let codes = Code::ALL.iter().map(|code| code.name());
    let common = |other: &str| other.chars().zip(id.chars()).take_while(|(a, b)| a == b).count();
    let best = clauses
        .chain(obligations)
        .chain(types)
        .chain(codes)
        .max_by_key(|other| (common(other), std::cmp::Reverse(other.len())))?;
    (common(best) >= 3).then(|| best.to_owned())
}
