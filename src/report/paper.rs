//! A paper: headings, sentences, lists, tables and room to write, in every form in which a command hands one
//! out. Whatever stands in it may come from a document, so each form makes it data.

use anyhow::Result;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::charts::Chart;
use super::listing;
use super::plain::{TEXT, clean, markdown};
use crate::text::base64;

/// How a paper is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For a terminal.
    Text,
    /// Its rows, for a spreadsheet.
    Csv,
    /// All of it as data.
    Json,
    /// Plain text that forges show well.
    Markdown,
    /// One self-contained page.
    Html,
}

impl Form {
    /// Every one with its name, which is also the extension of its files.
    pub const ALL: [(&'static str, Self); 5] =
        [("text", Self::Text), ("csv", Self::Csv), ("json", Self::Json), ("md", Self::Markdown), ("html", Self::Html)];

    /// The one of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, form)| *form)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, form)| *form == self).map_or("", |(name, _)| *name)
    }
}

/// What is handed out: as a page to read and as rows to work with; as data it is itself.
pub trait Printed: Serialize {
    /// As a page.
    fn paper(&self) -> Paper;
    /// As rows.
    fn table(&self) -> Table;
}

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    /// ISO 639-1 code of its language.
    pub lang: &'static str,
    /// What it is.
    pub title: String,
    /// What a reader must know first.
    pub notes: Vec<String>,
    /// Its parts in order.
    pub parts: Vec<Part>,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub struct Part {
    /// 2 for a part, 3 for a part of a part.
    pub level: u8,
    /// Its heading.
    pub heading: String,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// A piece of a part.
#[derive(Debug, Clone)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// Items.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// Room to write, so many lines, for what.
    Room(&'static str, usize),
    /// A drawing of a table, for a page; elsewhere it is the table.
    Picture(Chart, Table),
    /// A drawing; on a page as it is, in plain text as the source of a diagram that forges draw.
    Drawing {
        /// As it is drawn on a page.
        chart: Chart,
        /// As Mermaid.
        mermaid: String,
    },
}

/// Headings and rows.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// One a column.
    pub headings: Vec<&'static str>,
    /// As long as the headings.
    pub rows: Vec<Vec<String>>,
}

impl Paper {
    /// A paper without parts.
    #[must_use]
    pub fn new(title: impl Into<String>, notes: Vec<String>) -> Self {
        Self { lang: "en", title: title.into(), notes, parts: Vec::new() }
    }

    /// Adds a part.
    pub fn part(&mut self, level: u8, heading: impl Into<String>, blocks: Vec<Block>) {
        self.parts.push(Part { level, heading: heading.into(), blocks });
    }
}

/// Hands something out.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn print<T: Printed>(printed: &T, form: Form) -> Result<String> {
    Ok(match form {
        Form::Json => format!("{}\n", serde_json::to_string_pretty(printed)?),
        Form::Csv => {
            let table = printed.table();
            listing::csv(&table.headings, &table.rows)
        }
        Form::Text => text(&printed.paper()),
        Form::Markdown => marked(&printed.paper()),
        Form::Html => html(&printed.paper()),
    })
}

/// A value that is one word in JSON (`no-occurrence`), as that word.
#[must_use]
pub fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Text from a document, fit for a terminal.
#[must_use]
pub fn shown(text: &str) -> String {
    clean(text, TEXT)
}

fn text(paper: &Paper) -> String {
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
                Block::Room(what, _) => out.push_str(&format!("  {what}:\n")),
                // What it shows stands in the tables.
                Block::Drawing { .. } => {}
            }
        }
    }
    out
}

fn marked(paper: &Paper) -> String {
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
                Block::Room(what, lines) => {
                    out.push_str(&format!("**{what}**\n\n{}", "> \\_\\_\\_\\_\\_\\_\\_\\_\n>\n".repeat(*lines)));
                }
                Block::Drawing { mermaid, .. } => out.push_str(&format!("```mermaid\n{mermaid}```\n")),
            }
        }
    }
    out
}

/// Columns of a table in which words need not be broken.
const FEW: usize = 8;

/// Printed in black and white as well as shown: nothing is told by colour alone.
const STYLE: &str = "\
:root{color-scheme:light}body{font:15px/1.5 'Noto Sans','Segoe UI',system-ui,sans-serif;color:#1b2530;margin:0 auto;max-width:72rem;padding:2rem 1.5rem}\
h1{font-size:1.75rem;line-height:1.2;border-bottom:3px solid #1b3a5c;padding-bottom:.5rem}h2{font-size:1.25rem;margin-top:2.2rem;color:#1b3a5c}h3{font-size:1rem;margin:1.6rem 0 .3rem}\
.note{color:#44515e;margin:.25rem 0}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85rem;margin:.6rem 0}\
th{background:#1b3a5c;color:#fff;text-align:left;font-weight:600}th,td{padding:.35rem .5rem;border:1px solid #c9d1d9;vertical-align:top;overflow-wrap:anywhere;hyphens:auto;min-width:5.5em}th{white-space:nowrap}tr:nth-child(even) td{background:#f5f7f9}\
figure{margin:1rem 0}figure svg{max-width:100%;height:auto}.few th,.few td{overflow-wrap:break-word}.room{border:1px solid #c9d1d9;padding:.3rem .5rem;margin:.5rem 0}.room b{font-size:.85rem}\
@media print{@page{size:A4 landscape;margin:14mm}body{padding:0;max-width:none;font-size:10pt}thead{display:table-header-group}tr{break-inside:avoid}h2,h3,h2+p{break-after:avoid}}";

fn html(paper: &Paper) -> String {
    let hash = base64::encode(&Sha256::digest(STYLE.as_bytes()));
    let title = escaped(&paper.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        paper.lang
    );
    paper.notes.iter().for_each(|note| out.push_str(&format!("<p class=\"note\">{}</p>\n", escaped(note))));
    for part in &paper.parts {
        out.push_str(&format!("<h{0}>{1}</h{0}>\n", part.level, escaped(&part.heading)));
        part.blocks.iter().for_each(|block| out.push_str(&html_block(block)));
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn html_block(block: &Block) -> String {
    let cells = |tag: &str, cells: &mut dyn Iterator<Item = String>| {
        cells.map(|cell| format!("<{tag}>{cell}</{tag}>")).collect::<String>()
    };
    match block {
        Block::Drawing { chart, .. } | Block::Picture(chart, _) => format!("<figure>{}</figure>\n", chart.svg),
        Block::Text(text) => format!("<p>{}</p>\n", escaped(text)),
        Block::List(items) => format!("<ul>{}</ul>\n", cells("li", &mut items.iter().map(|item| escaped(item)))),
        Block::Room(what, lines) => {
            format!("<div class=\"room\"><b>{}</b>{}</div>\n", escaped(what), "<br>".repeat(*lines))
        }
        Block::Table(table) => {
            let head = cells("th scope=\"col\"", &mut table.headings.iter().map(|cell| escaped(cell)))
                .replace("</th scope=\"col\">", "</th>");
            let rows = table.rows.iter();
            let rows: String = rows
                .map(|row| format!("<tr>{}</tr>\n", cells("td", &mut row.iter().map(|cell| escaped(cell)))))
                .collect();
            // Where there is room for it, words stay whole.
            let few = if table.headings.len() <= FEW { " few" } else { "" };
            format!(
                "<div class=\"scroll{few}\" tabindex=\"0\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
            )
        }
    }
}

fn escaped(text: &str) -> String {
    let text = shown(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Hostile(&'static str);

    impl Printed for Hostile {
        fn paper(&self) -> Paper {
            let text = self.0.to_owned();
            let mut paper = Paper::new(text.clone(), vec![text.clone()]);
            let table = Table { headings: vec!["one"], rows: vec![vec![text.clone()]] };
            let blocks = vec![
                Block::Text(text.clone()),
                Block::List(vec![text.clone()]),
                Block::Table(table),
                Block::Room("notes", 2),
            ];
            paper.part(2, text, blocks);
            paper
        }

        fn table(&self) -> Table {
            Table { headings: vec!["one"], rows: vec![vec![self.0.to_owned()]] }
        }
    }

    #[test]
    fn what_comes_from_documents_is_data_in_every_form() {
        let hostile = Hostile("=cmd|'/c calc'!A0 <script>alert(1)</script> \u{1b}[31m [x](http://y) | *b*");
        let text = print(&hostile, Form::Text).unwrap();
        assert!(!text.contains('\u{1b}'), "{text}");
        let csv = print(&hostile, Form::Csv).unwrap();
        assert!(csv.lines().nth(1).is_some_and(|line| line.trim_start_matches('"').starts_with('\'')), "{csv}");
        let html = print(&hostile, Form::Html).unwrap();
        assert!(!html.contains("<script") && !html.contains('\u{1b}') && html.contains("&lt;script"), "{html}");
        let md = print(&hostile, Form::Markdown).unwrap();
        assert!(!md.contains("<script") || md.contains("\\<script"), "{md}");
        assert!(md.contains("\\[x\\]") && md.contains("\\*b\\*"), "{md}");
        for (name, form) in Form::ALL {
            assert_eq!((Form::parse(name), form.name()), (Some(form), name));
            assert_eq!(print(&hostile, form).unwrap(), print(&hostile, form).unwrap());
        }
    }
}
