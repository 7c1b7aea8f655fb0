//! `iso20k learn`: a guided walk through a clause, from the catalogue's own data.

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;

use super::Context;
use super::audit::form;
use crate::catalogue::{Catalogue, Check, Clause, Kind, Obligation, Parties, Rung};
use crate::report::paper::{Block, Form, Paper, Printed, Table, print};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// A clause (8.6.1), or what stands above several (8.6); without it, the way through all of them
    #[arg(value_name = "CLAUSE")]
    clause: Option<String>,
    /// How to write it [possible values: text, csv, json, md, html]
    #[arg(long, value_name = "FORMAT", value_parser = form, default_value = "text")]
    format: Form,
}

/// A lesson: clauses, step by step, and the words one must know.
#[derive(Serialize)]
struct Lesson {
    title: String,
    clauses: Vec<Walk>,
    glossary: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Walk {
    clause: String,
    title: String,
    note: Option<String>,
    who: &'static str,
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    obligation: String,
    asks: String,
    kind: &'static str,
    needs: &'static str,
    weight: u8,
    looked_for: Vec<String>,
    close: String,
    ask: Vec<String>,
    good: Option<String>,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let catalogue = context.catalogue()?;
    let Some(number) = &options.clause else {
        super::print(&overview(&catalogue));
        return Ok(ExitCode::SUCCESS);
    };
    let under = |clause: &&Clause| {
        clause.clause.strip_prefix(number.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let clauses: Vec<&Clause> = catalogue.clauses.iter().filter(under).collect();
    if clauses.is_empty() {
        bail!("there is no clause `{number}`; `iso20k learn` lists all");
    }
    super::output::hand_out(None, &print(&lesson(&catalogue, number, &clauses), options.format)?)?;
    Ok(ExitCode::SUCCESS)
}

fn overview(catalogue: &Catalogue) -> String {
    let mut text =
        String::from("The clauses in the order of the standard; `iso20k learn 8.6.1` walks through one.\n\n");
    for clause in catalogue.clauses.iter().filter(|clause| !clause.obligations.is_empty()) {
        text.push_str(&format!(
            "  {:<9} {:<58} {:>3} obligations\n",
            clause.clause,
            clause.title,
            clause.obligations.len()
        ));
    }
    text
}

fn lesson(catalogue: &Catalogue, number: &str, clauses: &[&Clause]) -> Lesson {
    let title = match clauses {
        [one] => format!("{} {}, step by step", one.clause, one.title),
        _ => format!("Clause {number}, step by step"),
    };
    let walks = clauses.iter().map(|clause| Walk {
        clause: clause.clause.clone(),
        title: clause.title.clone(),
        note: clause.note.clone(),
        who: match clause.parties {
            Parties::Own => "The organisation itself must show this; another party cannot do it in its place.",
            Parties::Accountable => "Another party may do a part of it, as long as the organisation controls that.",
        },
        steps: clause.obligations.iter().map(|obligation| step(catalogue, obligation)).collect(),
    });
    Lesson { title, clauses: walks.collect(), glossary: glossary(catalogue, clauses) }
}

fn step(catalogue: &Catalogue, obligation: &Obligation) -> Step {
    let mut looked_for = Vec::new();
    obligation.evidence.iter().for_each(|check| looked_for.extend(described(catalogue, check)));
    Step {
        obligation: obligation.id.clone(),
        asks: obligation.asks.clone(),
        kind: match obligation.kind {
            Kind::Documented => "a document the text asks for",
            Kind::Record => "a record the text asks for",
            Kind::Activity => "something that is done",
        },
        needs: rung(obligation.needs),
        weight: obligation.weight,
        looked_for,
        close: obligation.remedy.clone(),
        ask: obligation.ask.clone(),
        good: obligation.good.clone(),
    }
}

fn rung(rung: Rung) -> &'static str {
    match rung {
        Rung::Absent | Rung::Mentioned => "nothing in particular",
        Rung::Documented => "documented: a filled-in document of yours commits to it",
        Rung::Controlled => "controlled: that document is owned, approved and not past its review",
        Rung::Practised => "practised: records show it done",
    }
}

fn described(catalogue: &Catalogue, check: &Check) -> Vec<String> {
    match check {
        Check::Document(check) | Check::Record(check) => {
            let says = check.topics.iter().filter_map(|topic| catalogue.topic_says(&check.types, topic));
            let says: Vec<&str> = says.collect();
            let about = if says.is_empty() { String::new() } else { format!(", which says {}", says.join("; ")) };
            vec![format!("{}{about}", catalogue.titles(&check.types))]
        }
        Check::Register(check) => {
            let columns = check.columns.join(", ").replace('_', " ");
            let with = if columns.is_empty() { String::new() } else { format!(" with {columns}") };
            vec![format!("{}{with}", catalogue.titles(&check.types))]
        }
        Check::Any(checks) => {
            let parts: Vec<String> = checks.iter().flat_map(|check| described(catalogue, check)).collect();
            vec![parts.join("; or ")]
        }
        Check::Ask(question) => vec![format!("nothing in documents: ask, {question}")],
    }
}

/// What the types that are looked for first are.
fn glossary(catalogue: &Catalogue, clauses: &[&Clause]) -> Vec<(String, String)> {
    let mut types = BTreeSet::new();
    clauses
        .iter()
        .flat_map(|clause| &clause.obligations)
        .flat_map(|one| &one.evidence)
        .for_each(|check| first(check, &mut types));
    let described = types.into_iter().filter_map(|id| {
        let document = catalogue.documents.get(id).map(|kind| (kind.title.clone(), kind.about.clone()));
        document.or_else(|| catalogue.registers.get(id).map(|kind| (kind.title.clone(), kind.about.clone())))
    });
    described.collect()
}

fn first<'a>(check: &'a Check, types: &mut BTreeSet<&'a str>) {
    match check {
        Check::Document(check) | Check::Record(check) => types.extend(check.types.first().map(String::as_str)),
        Check::Register(check) => types.extend(check.types.first().map(String::as_str)),
        Check::Any(checks) => checks.iter().for_each(|check| first(check, types)),
        Check::Ask(_) => {}
    }
}

impl Printed for Lesson {
    fn paper(&self) -> Paper {
        let notes = vec![
            "In words of our own: to read what the standard says, buy it.".to_owned(),
            "Read what is asked, look whether you have what is looked for, then answer the questions as if an auditor asked.".to_owned(),
        ];
        let mut paper = Paper::new(self.title.clone(), notes);
        for walk in &self.clauses {
            let note = walk.note.iter().map(|note| Block::Text(note.clone()));
            let blocks = note.chain([Block::Text(walk.who.into())]).collect();
            paper.part(2, format!("{} {}", walk.clause, walk.title), blocks);
            for (number, step) in (1..).zip(&walk.steps) {
                let mut lines = vec![
                    format!("It is {}; weight {} of 3.", step.kind, step.weight),
                    format!("Evidence must be {}.", step.needs),
                ];
                lines.extend(step.looked_for.iter().map(|line| format!("Looked for: {line}")));
                lines.push(format!("If it is missing: {}", step.close));
                lines.extend(step.ask.iter().map(|line| format!("Ask yourself: {line}")));
                lines.extend(step.good.iter().map(|line| format!("Good practice, not asked: {line}")));
                let heading = format!("Step {number}, {}: {}", step.obligation, step.asks);
                paper.part(3, heading, vec![Block::List(lines)]);
            }
        }
        if !self.glossary.is_empty() {
            let rows = self.glossary.iter().map(|(term, about)| vec![term.clone(), about.clone()]).collect();
            let table = Table { headings: vec!["word", "means here"], rows };
            paper.part(2, "Words", vec![Block::Table(table)]);
        }
        paper
    }

    fn table(&self) -> Table {
        let headings =
            vec!["clause", "title", "obligation", "asks", "kind", "needs", "looked for", "to close a gap", "ask"];
        let rows = self.clauses.iter().flat_map(|walk| {
            walk.steps.iter().map(move |step| {
                vec![
                    walk.clause.clone(),
                    walk.title.clone(),
                    step.obligation.clone(),
                    step.asks.clone(),
                    step.kind.to_owned(),
                    step.needs.split(':').next().unwrap_or_default().to_owned(),
                    step.looked_for.join("\n"),
                    step.close.clone(),
                    step.ask.join("\n"),
                ]
            })
        });
        Table { headings, rows: rows.collect() }
    }
}
