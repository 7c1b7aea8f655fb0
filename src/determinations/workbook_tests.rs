//! A workbook as people hand it back: sorted, with columns moved, deleted and edited.

use jiff::civil::date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Written, Worksheet};

use super::*;
use crate::catalogue::{Catalogue, File};
use crate::evidence::Determination;

const HEADS: [(&str, &str); 8] = [
    ("id", "Obligation"),
    ("asks", "What is asked"),
    ("determination", "Determination"),
    ("why", "Why"),
    ("by", "Determined by"),
    ("on", "Determined on"),
    ("until", "Holds until"),
    ("notes", "Notes"),
];
const IDS: [&str; 3] = ["4.3/1", "8.6.1/4", "9.2/1"];

/// A workbook of three obligations, its sheet of obligations as somebody left it.
fn book(headings: &[&str], rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Written::new();
    book.add_worksheet().set_name("Read me").unwrap().write_string(0, 0, "Hello").unwrap();
    let sheet = book.add_worksheet().set_name("Obligations").unwrap();
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string(0, column, *heading).unwrap();
    }
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            write(sheet, row, column, cell);
        }
    }
    let machine = book.add_worksheet().set_name("machine").unwrap();
    let mut lines: Vec<Vec<String>> = vec![
        vec!["format".into(), "iso20k-workbook/1".into()],
        vec!["assessment-sha256".into(), "ab".repeat(32)],
        vec!["as-of".into(), "2026-11-22".into()],
        vec!["sheet".into(), "obligations".into(), "Obligations".into()],
    ];
    lines.extend(HEADS.iter().map(|(key, heading)| vec!["column".into(), (*key).into(), (*heading).into()]));
    let labels = [("conforming", "Conforming"), ("minor", "Minor nonconformity")];
    lines.extend(labels.iter().map(|(id, label)| vec!["determination".into(), (*id).into(), (*label).into()]));
    lines.extend(IDS.iter().map(|id| vec!["obligation".into(), (*id).into(), "cd".repeat(32)]));
    for (row, line) in (0..).zip(&lines) {
        for (column, cell) in (0..).zip(line) {
            machine.write_string(row, column, cell).unwrap();
        }
    }
    machine.set_very_hidden(true);
    book.save_to_buffer().unwrap()
}

/// A date where the text is one, as a spreadsheet stores it.
fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    match ExcelDateTime::parse_from_str(cell) {
        Ok(day) if cell.len() == 10 => {
            sheet.write_datetime_with_format(row, column, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        }
        _ if !cell.is_empty() => drop(sheet.write_string(row, column, cell).unwrap()),
        _ => {}
    }
}

fn heads() -> Vec<&'static str> {
    HEADS.iter().map(|(_, heading)| *heading).collect()
}

const MINOR: &[&str] =
    &["8.6.1/4", "a", "Minor nonconformity", "A draft\nonly.", "Ada", "2026-11-23", "2027-11-23", "n"];
const EMPTY: [&[&str]; 2] = [&["4.3/1", "a"], &["9.2/1", "a"]];

fn said(bytes: &[u8]) -> String {
    workbook("gap.xlsx", bytes).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn rows_are_found_by_id_and_columns_by_heading() {
    let book_one = workbook("gap.xlsx", &book(&heads(), &[MINOR, EMPTY[1], EMPTY[0]])).unwrap();
    let row = &book_one.rows["8.6.1/4"];
    assert_eq!((row.verdict, row.by.as_str(), row.why.as_str()), (Some(Verdict::Minor), "Ada", "A draft\nonly."));
    assert_eq!((row.on, row.until, row.number), (Some(date(2026, 11, 23)), Some(date(2027, 11, 23)), 2));
    let (mut heads, mut cells) = (heads(), MINOR.to_vec());
    heads.reverse();
    cells.reverse();
    heads.insert(3, "My own column");
    cells.insert(3, "x");
    let empty = ["", "", "", "", "", "", "", "a", "4.3/1"];
    let moved = workbook("gap.xlsx", &book(&heads, &[&empty, &cells])).unwrap();
    assert_eq!(moved.rows["8.6.1/4"], Row { number: 3, ..row.clone() });
    assert!(moved.problems[0].message.contains("1 rows are gone, of 9.2/1"), "{:?}", moved.problems);
}

#[test]
fn what_was_deleted_or_edited_is_named_with_its_place() {
    let without = |heading: &str| heads().into_iter().filter(|each| *each != heading).collect::<Vec<_>>();
    let gone = said(&book(&without("Why"), &[MINOR]));
    assert!(gone.contains("gap.xlsx:1: the column “Why” is gone (sheet “Obligations”)"), "{gone}");
    assert!(said(&book(&without("Obligation"), &[MINOR])).contains("“Obligation” is gone"));
    let mut twice = heads();
    twice[7] = "Why";
    assert!(said(&book(&twice, &[MINOR])).contains("two columns are “Why”"));
    let edited: &[&str] = &["8.6.1/44", "a", "Conforming", "w", "Ada", "2026-11-23"];
    let edited = said(&book(&heads(), &[edited, MINOR, MINOR]));
    assert!(edited.contains("gap.xlsx:2: `8.6.1/44` is none of the obligations"), "{edited}");
    assert!(edited.contains("gap.xlsx:4: `8.6.1/4` is there twice, in row 3 too"), "{edited}");
    let wrong: &[&str] = &["8.6.1/4", "a", "fine", "w", "Ada", "soon"];
    let wrong = said(&book(&heads(), &[wrong]));
    assert!(wrong.contains("gap.xlsx:2: `fine` is no determination") && wrong.contains("`soon` is no date"), "{wrong}");
    assert!(said(b"PK nonsense").contains("no XLSX file"));
    assert!(said(&Written::new().save_to_buffer().unwrap_or_default()).contains("gap.xlsx"));
}

fn record(text: &str) -> Record {
    // Which obligations there are is no matter here.
    read(&File { shown: DETERMINATIONS.into(), text: text.into() }, &Catalogue::default()).unwrap()
}

fn merged(cells: &[&str], record: &Record, was: Option<Option<Determination>>, overrule: bool) -> Merged {
    let book = workbook("gap.xlsx", &book(&heads(), &[cells])).unwrap();
    let usual = Usual { by: None, on: date(2026, 11, 24) };
    let asked = was.is_some();
    let was = was.flatten();
    let known = move |_: &str| was.clone();
    let known: Option<&Known<'_>> = if asked { Some(&known) } else { None };
    merge("gap.xlsx", &book, record, known, &|_| "ef".repeat(32), &usual, overrule)
}

const RECORDED: &str =
    "determinations:\n- {obligation: 8.6.1/4, verdict: conforming, by: Bo, on: 2026-11-20, why: Seen.}\n";

fn was() -> Determination {
    Determination {
        verdict: Verdict::Conforming,
        by: "Bo".into(),
        on: "2026-11-20".into(),
        until: None,
        why: "Seen.".into(),
        stale: None,
        remarks: Vec::new(),
    }
}

#[test]
fn what_was_entered_is_taken_once() {
    let fresh = merged(MINOR, &record(""), Some(None), false);
    assert_eq!((fresh.drafts.len(), fresh.conflicts.len()), (1, 0));
    assert_eq!((fresh.drafts[0].replaces, fresh.drafts[0].on), (None, date(2026, 11, 23)));
    let text = append("", &fresh.drafts).unwrap();
    assert_eq!(merged(MINOR, &record(&text), Some(None), false), Merged::default(), "a second time changes nothing");
    let changed = merged(MINOR, &record(RECORDED), Some(Some(was())), false);
    assert_eq!(changed.drafts[0].replaces, Some(date(2026, 11, 20)));
}

#[test]
fn what_changed_on_both_sides_is_a_conflict_and_nothing_is_taken() {
    for known in [Some(None), Some(Some(Determination { by: "Cy".into(), ..was() }))] {
        let both = merged(MINOR, &record(RECORDED), known.clone(), false);
        assert!(both.drafts.is_empty());
        let said = both.conflicts[0].to_string();
        assert!(
            said.contains("gap.xlsx:2: `8.6.1/4` is minor by Ada here, and conforming by Bo of 2026-11-20"),
            "{said}"
        );
        assert_eq!(merged(MINOR, &record(RECORDED), known, true).drafts.len(), 1);
    }
    // Nobody touched the row: what was recorded since stands.
    let same: &[&str] = &["8.6.1/4", "a", "Conforming", "Seen.", "Bo", "2026-11-20"];
    let later = RECORDED.replace("conforming", "major").replace("2026-11-20", "2026-11-25");
    assert_eq!(merged(same, &record(&later), Some(Some(was())), false), Merged::default());
    // Without the assessment it was made from, the days decide.
    assert_eq!(merged(MINOR, &record(RECORDED), None, false).drafts.len(), 1);
    assert_eq!(merged(MINOR, &record(&later), None, false).conflicts.len(), 1);
}

#[test]
fn what_is_incomplete_or_cleared_is_said() {
    let no_why: &[&str] = &["8.6.1/4", "a", "Conforming", "", "Ada"];
    assert!(merged(no_why, &record(""), Some(None), false).conflicts[0].message.contains("does not say why"));
    let no_name: &[&str] = &["8.6.1/4", "a", "Conforming", "Seen."];
    assert!(merged(no_name, &record(""), Some(None), false).conflicts[0].message.contains("by whom"));
    let no_verdict: &[&str] = &["8.6.1/4", "a", "", "Seen."];
    assert!(merged(no_verdict, &record(""), Some(None), false).problems[0].message.contains("not taken"));
    let cleared: &[&str] = &["8.6.1/4", "a"];
    assert!(merged(cleared, &record(RECORDED), Some(Some(was())), false).problems[0].message.contains("cleared"));
}
