//! What is done to a conforming organisation to make a mutant: small edits of files in memory. Each
//! must find its target, or the mutant is no mutant and the run says so.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::Deserialize;

use super::engine::Files;

/// One edit, as `tests/orgs/mutants.yaml` writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edit {
    pub act: Act,
    pub path: String,
    /// A verbatim text, a field's label or a column's heading.
    #[serde(default)]
    pub target: String,
    /// The first cell of a row.
    #[serde(default)]
    pub row: String,
    /// What comes in its place.
    pub to: Option<String>,
}

/// A kind of edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Act {
    /// The file is gone.
    Remove,
    /// The file stands at another path.
    Move,
    /// A verbatim text is gone.
    Cut,
    /// A verbatim text is another, wherever it stands.
    Replace,
    /// What stands under a heading is another text; without one, the heading is gone too.
    Section,
    /// A field of the control data has another value; without one, its line is gone.
    Field,
    /// A new line under the title, such as a status.
    Mark,
    /// Control data and table cells become placeholders.
    Unfill,
    /// All dates move by so many years.
    Years,
    /// A register keeps its heading row only.
    Empty,
    /// A column of a register is blank.
    Blank,
    /// A cell of a register has another value.
    Cell,
    /// A row of a register is gone.
    DropRow,
}

impl Act {
    /// Whether the edit concerns all that the file says.
    pub(super) fn is_of_whole_file(self) -> bool {
        !matches!(self, Self::Cut | Self::Replace | Self::Section | Self::Cell | Self::DropRow | Self::Blank)
    }
}

/// Applies one edit.
///
/// # Errors
/// What could not be found.
pub(super) fn apply(edit: &Edit, files: &mut Files) -> Result<(), String> {
    let bytes = files.remove(&edit.path).ok_or_else(|| format!("no file {}", edit.path))?;
    let to = edit.to.as_deref();
    let wanted = || to.ok_or_else(|| format!("{:?} needs `to`", edit.act));
    if edit.act == Act::Remove {
        return Ok(());
    }
    if edit.act == Act::Move {
        files.insert(wanted()?.to_owned(), bytes);
        return Ok(());
    }
    let text = String::from_utf8(bytes).map_err(|_| format!("{} is no UTF-8", edit.path))?;
    let changed = match edit.act {
        Act::Cut => text.replace(&edit.target, ""),
        Act::Replace => text.replace(&edit.target, wanted()?),
        Act::Section => section(&text, &edit.target, to),
        Act::Field => field(&text, &edit.target, to),
        Act::Mark => mark(&text, wanted()?),
        Act::Unfill => unfill(&text, wanted()?),
        Act::Years => years(&text, wanted()?.parse().map_err(|_| "`to` is no number of years".to_owned())?),
        Act::Empty => format!("{}\n", text.lines().next().unwrap_or_default()),
        Act::Blank => register(&text, |rows| set(rows, None, &edit.target, "")),
        Act::Cell => {
            let to = wanted()?;
            register(&text, |rows| set(rows, Some(&edit.row), &edit.target, to))
        }
        Act::DropRow => register(&text, |rows| rows.retain(|cells| cells.first() != Some(&edit.row))),
        Act::Remove | Act::Move => text.clone(),
    };
    if changed == text {
        return Err(format!("{:?} changes nothing in {}: “{}” {}", edit.act, edit.path, edit.target, edit.row));
    }
    files.insert(edit.path.clone(), changed.into_bytes());
    Ok(())
}

impl Edit {
    /// Where in a text the edit does something, as byte offsets.
    pub(super) fn span(&self, text: &str) -> Option<(usize, usize)> {
        match self.act {
            Act::Section => section_span(text, &self.target),
            _ if self.target.is_empty() => None,
            _ => text.find(&self.target).map(|at| (at, at + self.target.len())),
        }
    }
}

/// From a heading to the next one of its level or above.
fn section_span(text: &str, heading: &str) -> Option<(usize, usize)> {
    let level = |line: &str| line.chars().take_while(|c| *c == '#').count();
    let (mut at, mut start) = (0, None);
    for line in text.split_inclusive('\n') {
        match start {
            None if line.trim_end() == heading => start = Some(at),
            Some(start) if (1..=level(heading)).contains(&level(line)) => return Some((start, at)),
            _ => {}
        }
        at += line.len();
    }
    start.map(|start| (start, at))
}

fn section(text: &str, heading: &str, to: Option<&str>) -> String {
    let Some((start, end)) = section_span(text, heading) else { return text.to_owned() };
    let body = to.map(|to| format!("{heading}\n\n{to}\n\n")).unwrap_or_default();
    format!("{}{body}{}", &text[..start], &text[end..])
}

/// Lines at the beginning in which control data stand.
const HEAD: usize = 24;

/// `label: value` or `| label | value |` near the top.
fn field(text: &str, label: &str, to: Option<&str>) -> String {
    let mut lines = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let row = line.trim_start_matches('|').trim_start();
        let rest = row.strip_prefix(label).map(str::trim_start).filter(|_| number < HEAD);
        match (rest.and_then(|rest| rest.chars().next()), to) {
            (Some(':' | '|'), None) => {}
            (Some(':'), Some(to)) => lines.push(format!("{label}: {to}")),
            (Some('|'), Some(to)) => lines.push(format!("| {label} | {to} |")),
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// Puts a line under the first heading.
fn mark(text: &str, line: &str) -> String {
    let mut done = false;
    let lines = text.split('\n').map(|written| {
        let here = !done && written.starts_with("# ");
        done |= here;
        if here { format!("{written}\n\n{line}") } else { written.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What is filled in, in front matter and in the rows of tables, becomes a placeholder; titles, headings
/// and sentences stay, as in a form.
fn unfill(text: &str, placeholder: &str) -> String {
    let mut in_front = false;
    let mut rows = 0;
    let lines = text.split('\n').enumerate().map(|(number, line)| {
        if line.trim() == "---" {
            in_front = number == 0;
            return line.to_owned();
        }
        rows = if line.starts_with('|') { rows + 1 } else { 0 };
        match line.split_once(": ") {
            Some((key, _)) if in_front && !key.starts_with("tit") => format!("{key}: \"{placeholder}\""),
            _ if rows > 2 => unfilled_row(line, placeholder),
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn unfilled_row(line: &str, placeholder: &str) -> String {
    let cells: Vec<&str> = line.trim().trim_matches('|').split('|').collect();
    let first = cells.first().map_or("", |cell| cell.trim());
    format!("| {first} {}|", format!("| {placeholder} ").repeat(cells.len().saturating_sub(1)))
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let months = "Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|March|März|April|May|Mai|June|Juni|July|Juli|August|Sept(?:ember)?|Oct(?:ober)?|Oktober|Nov(?:ember)?|Dec(?:ember)?|Dezember";
    Regex::new(&format!(
        r"(?P<before>^|[^\w-]|_)(?:(?P<iso>20\d\d)(?P<rest>-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?\b)|(?P<day>[0-3]?\d\.[01]\d\.|(?:{months}) )(?P<year>20\d\d)\b)"
    ))
    .expect("a constant pattern")
});

/// Dates, in the ways these organisations write them, so many years later (or, below zero, earlier).
/// Identifiers that hold a year stay as they are: a date that moved breaks no reference.
fn years(text: &str, by: i32) -> String {
    let moved = |year: &str| year.parse::<i32>().map_or_else(|_| year.to_owned(), |year| (year + by).to_string());
    let write = |found: &Captures<'_>| {
        let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
        let (before, iso, rest) = (part("before"), part("iso"), part("rest"));
        if iso.is_empty() {
            format!("{before}{}{}", part("day"), moved(part("year")))
        } else {
            format!("{before}{}{rest}", moved(iso))
        }
    };
    DATE.replace_all(text, write).into_owned()
}

/// Changes the rows of a CSV file, the heading row being the first; what is not changed stays as written.
fn register(text: &str, change: impl FnOnce(&mut Vec<Vec<String>>)) -> String {
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.matches(';').count() > head.matches(',').count() { b';' } else { b',' };
    let reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let records = reader.into_records().filter_map(Result::ok);
    let before: Vec<Vec<String>> = records.map(|row| row.iter().map(str::to_owned).collect()).collect();
    let mut rows = before.clone();
    change(&mut rows);
    if rows == before {
        return text.to_owned();
    }
    let mut writer = csv::WriterBuilder::new().flexible(true).delimiter(delimiter).from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.write_record(row)).expect("memory can be written");
    String::from_utf8(writer.into_inner().expect("memory can be written")).expect("UTF-8 went in")
}

/// Fills one cell, or a whole column.
fn set(rows: &mut [Vec<String>], row: Option<&str>, column: &str, to: &str) {
    let at = rows.first().and_then(|head| head.iter().position(|name| name.trim() == column));
    let Some(at) = at else { return };
    let chosen = |cells: &&mut Vec<String>| row.is_none_or(|row| cells.first().is_some_and(|cell| cell == row));
    let cells = rows.iter_mut().skip(1).filter(chosen).filter_map(|cells| cells.get_mut(at));
    cells.for_each(|cell| to.clone_into(cell));
}
