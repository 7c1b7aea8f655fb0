//! Tables whose columns are periods ("Service | Target | Jul | Aug | Sep"), set upright: one row a period, with
//! the period and its value in columns of their own, as results are kept elsewhere.

use super::headings::HEADING_AMONG;
use crate::document::{Cells, Row, Table};
use crate::facts::cells::Fields;

/// Periods that make a series; two dates side by side are a beginning and an end.
const SERIES: usize = 2;
/// Headings of the two columns made, in words that every list of headings has.
const HEADINGS: [&str; 2] = ["period", "value"];

/// The table with one row a period, where its columns are periods over figures and the year is known: from the
/// headings, or as the only one in what names the table.
pub(super) fn upright(table: &Table, names: &[&str], fields: &Fields<'_>) -> Option<Table> {
    let year = only_year(names);
    let (heading, periods) = table.rows.iter().take(HEADING_AMONG).enumerate().find_map(|(row, cells)| {
        let named = cells.cells.iter().enumerate();
        let periods: Vec<(usize, String)> =
            named.filter_map(|(cell, text)| Some((cell, period(text, year, fields)?))).collect();
        (periods.len() >= SERIES && periods.len() < cells.cells.len()).then_some((row, periods))
    })?;
    let rows = &table.rows[heading + 1..];
    are_figures(rows, &periods).then(|| Table {
        name: table.name.clone(),
        rows: std::iter::once(long(&table.rows[heading], &periods, HEADINGS))
            .chain(rows.iter().flat_map(|row| {
                let said = periods.iter().filter(|(cell, _)| has_figure(&row.cells[*cell]));
                said.map(|(cell, period)| long(row, &periods, [period, &row.cells[*cell]]))
            }))
            .collect(),
    })
}

/// A row without the cells of the periods, with two more.
fn long(row: &Row, periods: &[(usize, String)], more: [&str; 2]) -> Row {
    let kept = row.cells.iter().enumerate().filter(|(cell, _)| periods.iter().all(|(known, _)| known != cell));
    let cells: Cells = kept.map(|(_, text)| text).chain(more).collect();
    Row { number: row.number, cells }
}

/// Whether figures stand under the periods, and little else: a rota has names there, a plan crosses.
fn are_figures(rows: &[Row], periods: &[(usize, String)]) -> bool {
    let cells = || rows.iter().flat_map(|row| periods.iter().map(|(cell, _)| row.cells[*cell].trim()));
    let said = cells().filter(|text| text.chars().any(char::is_alphanumeric)).count();
    said > 0 && cells().filter(|text| has_figure(text)).count() * 5 >= said * 4
}

fn has_figure(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits > 0 && text.chars().filter(|c| c.is_alphabetic()).count() <= digits + 1
}

/// The first day of the month or quarter that a heading names.
fn period(text: &str, year: Option<&str>, fields: &Fields<'_>) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 20 {
        return None;
    }
    let with_year = || year.map(|year| format!("{text} {year}"));
    let month =
        |text: &str| fields.date(text).filter(|found| found.month_only && found.start == 0 && found.end == text.len());
    let found = month(text).or_else(|| month(&with_year()?));
    found.map(|found| found.date.to_string()).or_else(|| quarter(text, year))
}

/// "Q3", "Q3 2026", "T3/2026", "2026 K3": the letter of the language with a number up to four.
fn quarter(text: &str, year: Option<&str>) -> Option<String> {
    let mut words = text.split([' ', '/', '-', '.']).filter(|word| !word.is_empty());
    let (first, second) = (words.next()?, words.next());
    let (name, written) = if is_year(first) { (second?, Some(first)) } else { (first, second) };
    let number: u32 = name.strip_prefix(|c: char| c.is_ascii_alphabetic())?.parse().ok()?;
    let year = written.filter(|word| is_year(word)).or(if written.is_none() { year } else { None })?;
    let is_last = words.next().is_none();
    (is_last && (1..=4).contains(&number)).then(|| format!("{year}-{:02}-01", number * 3 - 2))
}

/// The year that texts name, if it is one.
fn only_year<'a>(texts: &[&'a str]) -> Option<&'a str> {
    let words = texts.iter().flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric()));
    let mut years: Vec<&str> = words.filter(|word| is_year(word)).collect();
    years.sort_unstable();
    years.dedup();
    if let [year] = years[..] { Some(year) } else { None }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1990..2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Files, Vocabulary, load};
    use crate::text::date::Order;

    fn set(lines: &[&str], names: &[&str]) -> Option<Vec<String>> {
        let vocabulary = Vocabulary::new(&load(&Files::embedded()).0);
        let rows =
            (1..).zip(lines).map(|(number, line)| Row { number, cells: line.split('|').map(str::trim).collect() });
        let table = Table { name: None, rows: rows.collect() };
        let upright = upright(&table, names, &Fields::new(&vocabulary, Order::DayFirst))?;
        Some(upright.rows.iter().map(|row| format!("{}: {}", row.number, row.cells.join(" | "))).collect())
    }

    #[test]
    fn months_become_rows_and_take_their_year_from_the_name() {
        let lines =
            ["Service | Target | Jul | Aug | Met", "Mail | 99,5 % | 99,71 | – | no", "Web | 99,9 % | 100 | 99,2 | no"];
        let wanted = [
            "1: Service | Target | Met | period | value",
            "2: Mail | 99,5 % | no | 2026-07-01 | 99,71",
            "3: Web | 99,9 % | no | 2026-07-01 | 100",
            "3: Web | 99,9 % | no | 2026-08-01 | 99,2",
        ];
        assert_eq!(set(&lines, &["SLO review Q3 2026"]).unwrap(), wanted);
        assert_eq!(set(&lines, &["Review 2025 and 2026"]), None, "of two years nobody can tell");
    }

    #[test]
    fn quarters_and_whole_dates_in_any_language() {
        let quarters = set(&["Dienst | T2 2026 | 2026 T3", "Post | 98 | 97"], &[]).unwrap();
        assert_eq!(quarters[1..], ["2: Post | 2026-04-01 | 98", "2: Post | 2026-07-01 | 97"]);
        let months = set(&["Dienst | Juli 2026 | 2026-08", "Post | 98 | 97"], &[]).unwrap();
        assert_eq!(months[1..], ["2: Post | 2026-07-01 | 98", "2: Post | 2026-08-01 | 97"]);
    }

    #[test]
    fn a_rota_and_a_span_are_no_series() {
        assert_eq!(set(&["Team | Jul | Aug", "Desk | Ann | Bea"], &["Rota 2026"]), None);
        assert_eq!(set(&["Contract | Start | End", "A | 1 | 2"], &["2026"]), None);
        assert_eq!(set(&["Jul | Aug", "1 | 2"], &["2026"]), None, "figures of nothing");
    }
}
