//! The assessor's workbook read back: the gap analysis as an XLSX file in which determinations were entered.
//! Headings and ids say what a cell is, never its position; a hidden sheet says which headings and ids there
//! were. Values only, never formulas; and cells one by one, for a hostile sheet claims to be endless.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::evidence::Verdict;
use crate::problem::Problem;

/// The layout that is understood.
const FORMAT: &str = "iso20k-workbook/1";
/// Columns that people fill and that are read back.
const ENTERED: [&str; 5] = ["determination", "by", "on", "until", "why"];
/// The column that says which obligation a row is about.
const ID: &str = "id";
/// Cells read of one sheet; ours have some ten thousand.
const CELLS: usize = 2_000_000;

/// What a workbook holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workbook {
    /// SHA-256 of the assessment it was made from.
    pub assessment: String,
    /// The day of that assessment.
    pub as_of: String,
    /// What was found on each obligation then, as a hash.
    pub basis: BTreeMap<String, String>,
    /// The rows in which something stands, by obligation.
    pub rows: BTreeMap<String, Row>,
    /// What deserves a look.
    pub problems: Vec<Problem>,
}

/// What was entered for one obligation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Row of the sheet, from 1.
    pub number: u32,
    /// What was decided.
    pub verdict: Option<Verdict>,
    /// By whom; empty: not said.
    pub by: String,
    /// When.
    pub on: Option<Date>,
    /// The last day for which it holds.
    pub until: Option<Date>,
    /// Why; empty: not said.
    pub why: String,
}

/// Reads a workbook. `shown`: how messages name it.
///
/// # Errors
/// Every mistake in it with its row: deleted columns, edited ids, what is no determination and no date.
pub fn workbook(shown: &str, bytes: &[u8]) -> Result<Workbook, Vec<Problem>> {
    let fault = |message: String, hint: &str| vec![Problem::error(shown, message).hint(hint)];
    let mut file = Xlsx::new(Cursor::new(bytes))
        .map_err(|error| fault(format!("is no XLSX file that can be read: {error}"), "save it as .xlsx"))?;
    let names = file.sheet_names();
    let mut machine = None;
    for name in &names {
        if machine.is_none() {
            let cells = cells(&mut file, name, Some(1)).unwrap_or_default();
            machine = (text(&cells, 1, 0) == "format").then(|| name.clone());
        }
    }
    let Some(machine) = machine else {
        let hint = "take a workbook that `iso20k report --format xlsx` wrote; its hidden sheet must stay in it";
        return Err(fault("is no workbook of iso20k: the sheet that says what was in it is not there".into(), hint));
    };
    let machine = cells(&mut file, &machine, None).map_err(|why| fault(why, "save it anew as .xlsx"))?;
    let made = Made::read(&machine);
    if made.format != FORMAT {
        let hint = "write it anew with this version of iso20k";
        return Err(fault(format!("is of format `{}`; this program reads `{FORMAT}`", made.format), hint));
    }
    if !names.contains(&made.sheet) {
        let hint = format!("name it as it was; the sheets are {}", names.join(", "));
        return Err(fault(format!("the sheet `{}` is gone", made.sheet), &hint));
    }
    let sheet = cells(&mut file, &made.sheet, None).map_err(|why| fault(why, "save it anew as .xlsx"))?;
    Sheet { shown, made, cells: sheet, problems: Vec::new() }.read()
}

/// A cell's value.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Number(f64),
}

/// Values by row, from 1, and column, from 0.
type Cells = BTreeMap<u32, BTreeMap<u32, Value>>;

/// The cells of a sheet, as far as a row.
fn cells(file: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, to: Option<u32>) -> Result<Cells, String> {
    let mut reader = file.worksheet_cells_reader(sheet).map_err(|error| error.to_string())?;
    let mut found = Cells::new();
    for _ in 0..CELLS {
        let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? else { break };
        let (row, column) = cell.get_position();
        if to.is_some_and(|to| row >= to) {
            break;
        }
        let value = match cell.get_value() {
            DataRef::String(text) | DataRef::DateTimeIso(text) => Value::Text(text.trim().to_owned()),
            DataRef::SharedString(text) => Value::Text(text.trim().to_owned()),
            DataRef::Float(number) => Value::Number(*number),
            DataRef::Int(number) => Value::Number(*number as f64),
            DataRef::DateTime(day) => Value::Number(day.as_f64()),
            DataRef::Bool(_) | DataRef::DurationIso(_) | DataRef::Error(_) | DataRef::Empty => continue,
        };
        if value != Value::Text(String::new()) {
            found.entry(row + 1).or_default().insert(column, value);
        }
    }
    Ok(found)
}

fn text(cells: &Cells, row: u32, column: u32) -> String {
    match cells.get(&row).and_then(|row| row.get(&column)) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        None => String::new(),
    }
}

/// What the hidden sheet says of the workbook as it was made.
#[derive(Debug, Default)]
struct Made {
    format: String,
    assessment: String,
    as_of: String,
    sheet: String,
    /// Headings by the key of their column.
    columns: BTreeMap<String, String>,
    verdicts: BTreeMap<String, Verdict>,
    basis: BTreeMap<String, String>,
}

impl Made {
    fn read(cells: &Cells) -> Self {
        let mut made = Self::default();
        for row in cells.keys() {
            let at = |column| text(cells, *row, column);
            match at(0).as_str() {
                "format" => made.format = at(1),
                "assessment-sha256" => made.assessment = at(1),
                "as-of" => made.as_of = at(1),
                "sheet" if at(1) == "obligations" => made.sheet = at(2),
                "column" => drop(made.columns.insert(at(1), at(2))),
                "determination" => {
                    if let Some(verdict) = Verdict::parse(&at(1)) {
                        made.verdicts.insert(at(2), verdict);
                        made.verdicts.insert(at(1), verdict);
                    }
                }
                "obligation" => drop(made.basis.insert(at(1), at(2))),
                _ => {}
            }
        }
        made
    }
}

/// The sheet that people worked in.
struct Sheet<'a> {
    shown: &'a str,
    made: Made,
    cells: Cells,
    problems: Vec<Problem>,
}

impl Sheet<'_> {
    fn read(mut self) -> Result<Workbook, Vec<Problem>> {
        let Some((top, columns)) = self.columns() else { return Err(self.problems) };
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        let below: Vec<u32> = self.cells.range(top + 1..).map(|(row, _)| *row).collect();
        for number in below {
            let id = text(&self.cells, number, columns[ID]);
            let row = self.row(number, &columns);
            let is_empty = row.verdict.is_none() && row.by.is_empty() && row.why.is_empty();
            if !self.made.basis.contains_key(&id) {
                // A row of somebody's own below the table is nobody's mistake as long as nothing is decided in it.
                if !(id.is_empty() && is_empty) {
                    let hint = "ids are not to be edited; copy the entries to the row of the obligation";
                    self.error(number, &format!("`{id}` is none of the obligations of this workbook"), hint);
                }
                continue;
            }
            if let Some(before) = rows.get(&id) {
                let message = format!("`{id}` is there twice, in row {} too", before.number);
                self.error(number, &message, "keep one of the two rows");
                continue;
            }
            rows.insert(id, row);
        }
        let gone = self.made.basis.keys().filter(|id| !rows.contains_key(*id));
        let gone: Vec<&str> = gone.map(String::as_str).collect();
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let problems = if gone.is_empty() {
            Vec::new()
        } else {
            let hint = "what was entered in them is not in this file; what is recorded of them stays";
            let some = gone.iter().take(5).copied().collect::<Vec<_>>().join(", ");
            vec![Problem::warning(self.shown, format!("{} rows are gone, of {some}", gone.len())).hint(hint)]
        };
        let Made { assessment, as_of, basis, .. } = self.made;
        Ok(Workbook { assessment, as_of, basis, rows, problems })
    }

    /// The row of the headings, and the columns by their keys.
    fn columns(&mut self) -> Option<(u32, BTreeMap<&'static str, u32>)> {
        let heading = self.made.columns.get(ID).cloned().unwrap_or_default();
        let is_heading = |row: &BTreeMap<u32, Value>| row.values().any(|value| *value == Value::Text(heading.clone()));
        let top = self.cells.iter().find(|(_, row)| is_heading(row)).map_or(1, |(number, _)| *number);
        let mut columns = BTreeMap::new();
        for key in [ID].into_iter().chain(ENTERED) {
            let heading = self.made.columns.get(key).cloned().unwrap_or_else(|| key.to_owned());
            let row = self.cells.get(&top);
            let mut found = row.into_iter().flatten().filter(|(_, value)| **value == Value::Text(heading.clone()));
            match (found.next().map(|(column, _)| *column), found.next()) {
                (Some(column), None) => drop(columns.insert(key, column)),
                (None, _) => {
                    let hint = "bring the column and its heading back; hide it where it is in the way";
                    self.error(top, &format!("the column “{heading}” is gone"), hint);
                }
                (_, Some(_)) => self.error(top, &format!("two columns are “{heading}”"), "keep one of them"),
            }
        }
        self.problems.is_empty().then_some((top, columns))
    }

    fn row(&mut self, number: u32, columns: &BTreeMap<&'static str, u32>) -> Row {
        let said = text(&self.cells, number, columns["determination"]);
        let verdict = self.made.verdicts.get(&said).copied();
        if verdict.is_none() && !said.is_empty() {
            let known: Vec<&str> = self.made.verdicts.keys().map(String::as_str).collect();
            let hint = format!("choose one of {}", known.join(", "));
            self.error(number, &format!("`{said}` is no determination"), &hint);
        }
        Row {
            number,
            verdict,
            by: text(&self.cells, number, columns["by"]),
            on: self.date(number, columns["on"]),
            until: self.date(number, columns["until"]),
            why: text(&self.cells, number, columns["why"]),
        }
    }

    fn date(&mut self, row: u32, column: u32) -> Option<Date> {
        let date = match self.cells.get(&row)?.get(&column)? {
            // Days since the eve of 1900, as a spreadsheet counts them.
            Value::Number(days) => Date::constant(1899, 12, 30).checked_add((days.floor() as i64).days()).ok(),
            Value::Text(text) => text.get(..10).and_then(|day| day.parse().ok()),
        };
        if date.is_none() {
            let message = format!("`{}` is no date", text(&self.cells, row, column));
            self.error(row, &message, "enter it as 2026-11-22");
        }
        date
    }

    fn error(&mut self, row: u32, message: &str, hint: &str) {
        let message = format!("{message} (sheet “{}”)", self.made.sheet);
        self.problems.push(Problem { line: Some(row), ..Problem::error(self.shown, message).hint(hint) });
    }
}
