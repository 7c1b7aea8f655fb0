//! `iso20k catalogue crosswalk`: what answers to each clause elsewhere, and what somebody who holds the
//! other certificate has in hand.

use anyhow::{Result, bail};
use clap::Args;

use crate::catalogue::{Catalogue, Clause, Crosswalk, Link, Strength};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The other framework, such as iso-27001-2022; without it, all of them are listed
    #[arg(long, value_name = "ID")]
    to: Option<String>,
    /// Show what an organisation that holds the other certificate has in hand, and what is left
    #[arg(long, requires = "to")]
    holding: bool,
    /// Only this clause, and those below it
    #[arg(long, value_name = "CLAUSE")]
    clause: Option<String>,
}

pub(super) fn show(catalogue: &Catalogue, options: &Options) -> Result<String> {
    let clauses: Vec<&Clause> = catalogue.clauses.iter().filter(|clause| wanted(clause, options)).collect();
    if clauses.is_empty() {
        bail!("there is no clause `{}`", options.clause.as_deref().unwrap_or_default());
    }
    let Some(to) = &options.to else {
        return Ok(match options.clause {
            Some(_) => catalogue.crosswalks.values().map(|walk| table(walk, &clauses)).collect::<Vec<_>>().join("\n"),
            None => names(catalogue),
        });
    };
    let Some(walk) = catalogue.crosswalks.get(to) else {
        bail!("there is no crosswalk to `{to}`; there are\n{}", names(catalogue));
    };
    Ok(if options.holding { holding(walk, &clauses) } else { table(walk, &clauses) })
}

fn wanted(clause: &Clause, options: &Options) -> bool {
    options.clause.as_deref().is_none_or(|wanted| {
        clause.clause.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

fn names(catalogue: &Catalogue) -> String {
    catalogue.crosswalks.values().map(|walk| format!("{:<34} {}\n", walk.id, walk.title)).collect()
}

fn table(walk: &Crosswalk, clauses: &[&Clause]) -> String {
    let mut text = format!("{}\n\n{}\n\n", walk.title, walk.note.trim());
    for clause in clauses {
        for (number, link) in walk.of(&clause.clause).into_iter().enumerate() {
            let (shown, title) = if number == 0 { (clause.clause.as_str(), clause.title.as_str()) } else { ("", "") };
            let title: String = title.chars().take(40).collect();
            text.push_str(format!("{shown:<9} {title:<40} {:<8} {}", link.strength.name(), there(link)).trim_end());
            text.push('\n');
        }
    }
    text
}

fn there(link: &Link) -> String {
    match (link.reference.as_str(), link.title.as_str()) {
        ("", _) => String::new(),
        (reference, "") => reference.to_owned(),
        (reference, title) => format!("{reference} ({title})"),
    }
}

fn holding(walk: &Crosswalk, clauses: &[&Clause]) -> String {
    let mut text = format!("Holding {}: what is in hand, what is left\n\n{}\n", walk.title, walk.note.trim());
    let headings = [
        (Strength::Full, "in hand: evidence usually serves both"),
        (Strength::Partial, "in hand in part: complete it"),
        (Strength::Related, "related only: look whether something can be reused"),
        (Strength::None, "left: nothing there answers to it"),
    ];
    let (mut total, mut held) = (0, 0);
    for (strength, heading) in headings {
        let group: Vec<&&Clause> = clauses.iter().filter(|clause| walk.strength(&clause.clause) == strength).collect();
        let obligations: usize = group.iter().map(|clause| clause.obligations.len()).sum();
        total += obligations;
        held += if strength == Strength::Full { obligations } else { 0 };
        text.push_str(&format!("\n{heading} ({} clauses, {obligations} obligations)\n", group.len()));
        for clause in group {
            let links: Vec<String> =
                walk.of(&clause.clause).into_iter().filter(|link| link.strength == strength).map(there).collect();
            let title: String = clause.title.chars().take(40).collect();
            text.push_str(format!("  {:<9} {title:<40} {}", clause.clause, links.join("; ")).trim_end());
            text.push('\n');
        }
    }
    text.push_str(&format!(
        "\nAt best {held} of {total} obligations stand in clauses that are in hand. A certificate proves none of them by\n\
         itself: its scope must hold the services, and the evidence must speak of them. Assess the documents to know.\n"
    ));
    text
}
