//! A paper: headings, sentences, lists, tables and room to write, in every form in which a command hands one
//! out. Whatever stands in it may come from a document, so each form makes it data.

#[cfg(any(feature = "binder", feature = "docx"))]
pub(super) mod columns;
mod html;
#[cfg(feature = "binder")]
pub(super) mod pdf;
mod text;
mod workbook;

use anyhow::Result;
use serde::Serialize;

use super::charts::Chart;
use super::listing;
use super::plain::{TEXT, clean};
use super::words::Words;

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
    /// A workbook of its rows and tables.
    Xlsx,
    /// A Word document.
    #[cfg(feature = "docx")]
    Docx,
    /// Pages to print and to write on.
    #[cfg(feature = "binder")]
    Pdf,
}

impl Form {
    /// Every one with its name, which is also the extension of its files.
    pub const ALL: &[(&'static str, Self)] = &[
        ("text", Self::Text),
        ("csv", Self::Csv),
        ("json", Self::Json),
        ("md", Self::Markdown),
        ("html", Self::Html),
        ("xlsx", Self::Xlsx),
        #[cfg(feature = "docx")]
        ("docx", Self::Docx),
        #[cfg(feature = "binder")]
        ("pdf", Self::Pdf),
    ];

    /// Whether it is no text.
    #[cfg(test)]
    pub(crate) fn is_binary(self) -> bool {
        match self {
            Self::Xlsx => true,
            #[cfg(feature = "docx")]
            Self::Docx => true,
            #[cfg(feature = "binder")]
            Self::Pdf => true,
            _ => false,
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, form)| *form)
    }

    /// Of its files, without a dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        if self == Self::Text { "txt" } else { self.name() }
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
    /// As the sheets of a workbook, by their names: its rows, unless there is more to work with.
    fn sheets(&self) -> Vec<(String, Table)> {
        vec![(self.paper().title, self.table())]
    }
    /// As pages to print.
    ///
    /// # Errors
    /// When fonts cannot be embedded, or memory does not suffice.
    #[cfg(feature = "binder")]
    fn pdf(&self) -> Result<Vec<u8>> {
        pdf::write(&self.paper(), |_| Vec::new())
    }
}

/// Something with the words to say it in; as data it is the thing alone.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(transparent)]
pub struct Worded<'a, T> {
    /// What is handed out.
    pub what: &'a T,
    /// The words of a language.
    #[serde(skip)]
    pub words: &'static Words,
}

/// What has its words in a section of its own in `reports/words/`.
pub trait Section {
    /// The section's name.
    const SECTION: &'static str;
}

impl<T: Section> Worded<'_, T> {
    /// A text of its section.
    pub(crate) fn text(&self, key: &str) -> &'static str {
        self.words.get(T::SECTION, key)
    }

    /// The same with its holes filled.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.fill(T::SECTION, key, values)
    }

    /// Several texts, as headings of columns.
    pub(crate) fn headings(&self, keys: &[&str]) -> Vec<&'static str> {
        keys.iter().map(|key| self.text(key)).collect()
    }
}

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    /// ISO 639-1 code of its language.
    pub lang: &'static str,
    /// The date it bears in an office file, `2026-11-22`; empty: none.
    pub as_of: String,
    /// Whether a page of it stands upright; its tables are narrow then.
    pub upright: bool,
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
    /// A table from outside: its first row is its headings.
    Grid(Vec<Vec<String>>),
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

/// A table's headings and rows.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// One a column.
    pub headings: Vec<&'static str>,
    /// As long as the headings.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Without columns in which nothing stands: on a page they take the room of the others.
    #[must_use]
    pub fn without_empty_columns(self) -> Self {
        let says = |at: &usize| self.rows.iter().any(|row| row.get(*at).is_some_and(|cell| !cell.trim().is_empty()));
        let kept: Vec<usize> = (0..self.headings.len()).filter(says).collect();
        let headings = kept.iter().filter_map(|at| self.headings.get(*at).copied()).collect();
        let row = |row: &Vec<String>| kept.iter().map(|at| row.get(*at).cloned().unwrap_or_default()).collect();
        Self { headings, rows: self.rows.iter().map(row).collect() }
    }
}

impl Paper {
    /// A paper without parts.
    #[must_use]
    pub fn new(title: impl Into<String>, notes: Vec<String>) -> Self {
        Self { lang: "en", title: title.into(), notes, ..Self::default() }
    }

    /// The same in the language of these words, as of a date.
    #[must_use]
    pub fn told(self, words: &Words, as_of: &str) -> Self {
        Self { lang: words.language().code(), as_of: as_of.to_owned(), ..self }
    }

    /// Adds a part.
    pub fn part(&mut self, level: u8, heading: impl Into<String>, blocks: Vec<Block>) {
        self.parts.push(Part { level, heading: heading.into(), blocks });
    }
}

/// Hands something out.
///
/// # Errors
/// When it cannot be written as JSON or put into a file of an office program.
pub fn print<T: Printed>(printed: &T, form: Form) -> Result<Vec<u8>> {
    let text = match form {
        Form::Json => format!("{}\n", serde_json::to_string_pretty(printed)?),
        Form::Csv => {
            let table = printed.table();
            listing::csv(&table.headings, &table.rows)
        }
        Form::Text => text::text(&printed.paper()),
        Form::Markdown => text::marked(&printed.paper()),
        Form::Html => html::html(&printed.paper()),
        Form::Xlsx => return workbook::write(&printed.paper(), printed.sheets()),
        #[cfg(feature = "docx")]
        Form::Docx => return super::docx::paper(&printed.paper()),
        #[cfg(feature = "binder")]
        Form::Pdf => return printed.pdf(),
    };
    Ok(text.into_bytes())
}

/// `Internal audit programme: Aldermoor Ltd`, or without the name where it is not known.
pub(super) fn titled(what: &str, organisation: Option<&String>) -> String {
    organisation.map_or_else(|| what.to_owned(), |name| format!("{what}: {name}"))
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

/// What is handed out as text.
#[cfg(test)]
pub(crate) fn said(printed: &impl Printed, form: Form) -> String {
    String::from_utf8(print(printed, form).unwrap()).unwrap()
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
    fn columns_in_which_nothing_stands_are_left_out() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let table = Table { headings: vec!["a", "b", "c"], rows: vec![row(["1", " ", ""]), row(["", "", "2"])] };
        let left = table.without_empty_columns();
        assert_eq!(left.headings, ["a", "c"]);
        assert_eq!(left.rows, [["1", ""], ["", "2"]]);
    }

    #[test]
    fn what_comes_from_documents_is_data_in_every_form() {
        let hostile = Hostile("=cmd|'/c calc'!A0 <script>alert(1)</script> \u{1b}[31m [x](http://y) | *b*");
        let text = said(&hostile, Form::Text);
        assert!(!text.contains('\u{1b}'), "{text}");
        let csv = said(&hostile, Form::Csv);
        assert!(csv.lines().nth(1).is_some_and(|line| line.trim_start_matches('"').starts_with('\'')), "{csv}");
        let html = said(&hostile, Form::Html);
        assert!(!html.contains("<script") && !html.contains('\u{1b}') && html.contains("&lt;script"), "{html}");
        let md = said(&hostile, Form::Markdown);
        assert!(!md.contains("<script") || md.contains("\\<script"), "{md}");
        assert!(md.contains("\\[x\\]") && md.contains("\\*b\\*"), "{md}");
        for (name, form) in Form::ALL {
            assert_eq!((Form::parse(name), form.name()), (Some(*form), *name));
            assert_eq!(print(&hostile, *form).unwrap(), print(&hostile, *form).unwrap(), "{name}");
        }
    }
}
