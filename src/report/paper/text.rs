//! A paper for a terminal, and as Markdown.

use super::{Block, Paper, shown};
use crate::report::listing;
use crate::report::plain::markdown;

pub(super) fn text(paper: &Paper) -> String {
    let mut out = format!("{}\n", shown(&paper.title));
    paper.notes.iter().for_each(|note| out.push_str(&format!("{}\n", shown(note))));
    for part in &paper.parts {
        out.push_str(&format!("\n{}\n", shown(&part.heading)));
        for block in &part.blocks {
            match block {
                Block::Text(text) => out.push_str(&format!("  {}\n", shown(text))),
                Block::List(items) => items.iter().for_each(|item| out.push_str(&format!("  - {}\n", shown(item)))),
                Block::Table(table) | Block::Picture(_, table) => {
                    out.push_str(&listing::text(&table.headings, &table.rows));
                }
                Block::Grid(rows) => out.push_str(&grid(rows, listing::text)),
                Block::Room(what, _) => out.push_str(&format!("  {what}:\n")),
                // What it shows stands in the tables.
                Block::Drawing { .. } => {}
            }
        }
    }
    out
}

/// A table whose headings are its first row.
fn grid(rows: &[Vec<String>], write: fn(&[&str], &[Vec<String>]) -> String) -> String {
    let Some((headings, rows)) = rows.split_first() else { return String::new() };
    write(&headings.iter().map(String::as_str).collect::<Vec<_>>(), rows)
}

pub(super) fn marked(paper: &Paper) -> String {
    let escaped = |text: &str| markdown(&shown(text));
    let mut out = format!("# {}\n", escaped(&paper.title));
    paper.notes.iter().for_each(|note| out.push_str(&format!("\n{}\n", escaped(note))));
    for part in &paper.parts {
        out.push_str(&format!("\n{} {}\n", "#".repeat(part.level.into()), escaped(&part.heading)));
        for block in &part.blocks {
            out.push('\n');
            match block {
                Block::Text(text) => out.push_str(&format!("{}\n", escaped(text))),
                Block::List(items) => items.iter().for_each(|item| out.push_str(&format!("- {}\n", escaped(item)))),
                Block::Table(table) | Block::Picture(_, table) => {
                    out.push_str(&listing::table(&table.headings, &table.rows));
                }
                Block::Grid(rows) => out.push_str(&grid(rows, listing::table)),
                Block::Room(what, lines) => {
                    out.push_str(&format!("**{what}**\n\n{}", "> \\_\\_\\_\\_\\_\\_\\_\\_\n>\n".repeat(*lines)));
                }
                Block::Drawing { mermaid, .. } => out.push_str(&format!("```mermaid\n{mermaid}```\n")),
            }
        }
    }
    out
}
