//! The workbook, opened again.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::columns::{DETERMINATIONS, determination};
use super::obligations::COLUMNS;
use crate::assessment::Assessment;
use crate::report::opc::{sound, values};
use crate::report::words::{Language, Words};
use crate::report::{Format, Kind, Options, Templates, render, render_with, sample, variants};

fn workbook(assessment: &Assessment) -> Vec<u8> {
    render(Format::Xlsx, assessment).unwrap()
}

fn rows(bytes: Vec<u8>, sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

/// Words that a spreadsheet would run, were they no text.
fn tempting() -> Assessment {
    let mut assessment = sample::assessment();
    let says = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\u{1}=1", "_x0041_"];
    for (finding, says) in assessment.findings.iter_mut().zip(says.iter().cycle()) {
        for shortfall in &mut finding.shortfalls {
            shortfall.says = (*says).into();
        }
    }
    for (document, says) in assessment.documents.iter_mut().zip(says) {
        (document.path, document.title) = (says.into(), says.repeat(2_000));
        document.control.owner = Some("سارة الخطيب".into());
    }
    assessment
}

#[test]
fn every_workbook_is_sound() {
    for assessment in
        [sample::assessment(), sample::with_guidance(), variants::hostile(), variants::empty(), tempting()]
    {
        let parts = sound(&workbook(&assessment));
        for (name, sheet) in parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
            assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{name} holds a formula");
            assert!(sheet.contains("<sheetProtection "), "{name} is not protected");
            assert!(!sheet.contains("password"), "{name} has a password");
        }
    }
}

#[test]
fn what_looks_like_a_formula_stays_text() {
    let assessment = tempting();
    let text: Vec<String> = rows(workbook(&assessment), "Documents").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(text[1..5], ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)"]);
    assert_eq!(text[5], "\\u{1}=1");
    assert_eq!(text[6], "_x0041_");
    let styles = sound(&workbook(&assessment)).remove("xl/styles.xml").unwrap();
    assert!(styles.contains("quotePrefix=\"1\""), "editing such a cell would make it a formula");
}

#[test]
fn one_row_an_obligation_found_by_heading() {
    let words = Words::of(Language::En);
    let assessment = sample::assessment();
    let rows = rows(workbook(&assessment), "Obligations");
    let headings: Vec<&str> = COLUMNS.iter().map(|column| column.heading(words)).collect();
    assert_eq!(rows[0], headings);
    let mut once = headings.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), headings.len(), "a heading stands over two columns");
    let at = headings.iter().position(|heading| *heading == "Obligation").unwrap();
    let ids: Vec<&str> = rows[1..].iter().map(|row| row[at].as_str()).collect();
    let asked: Vec<&str> = assessment.findings.iter().map(|finding| finding.obligation.as_str()).collect();
    assert_eq!(ids, asked);
}

#[test]
fn a_program_finds_what_it_needs_to_read_it_back() {
    let assessment = sample::assessment();
    let rows = rows(workbook(&assessment), "iso20k");
    let value = |key: &str| rows.iter().find(|row| row[0] == key).map(|row| row[1].clone()).unwrap();
    assert_eq!(value("format"), super::FORMAT);
    let json = render(Format::Json, &assessment).unwrap();
    use sha2::Digest;
    assert_eq!(value("assessment-sha256"), super::hex(&sha2::Sha256::digest(json)));
    let of = |key: &str| rows.iter().filter(|row| row[0] == key).map(|row| row[1].clone()).collect::<Vec<_>>();
    assert_eq!(of("column"), COLUMNS.iter().map(|column| column.key).collect::<Vec<_>>());
    assert_eq!(of("determination"), DETERMINATIONS);
    assert_eq!(of("obligation").len(), assessment.findings.len());
    let parts = sound(&workbook(&assessment));
    assert!(parts["xl/workbook.xml"].contains("state=\"veryHidden\""));
}

#[test]
fn people_can_enter_only_what_fits() {
    let parts = sound(&workbook(&sample::assessment()));
    let sheet = parts.values().find(|part| part.contains("<dataValidations")).unwrap();
    let kinds = values(sheet, "type");
    assert!(kinds.contains(&"list") && kinds.iter().filter(|kind| **kind == "date").count() == 3, "{kinds:?}");
    for id in DETERMINATIONS {
        assert!(sheet.contains(determination(Words::of(Language::En), id)), "{id}");
    }
    assert!(parts["xl/styles.xml"].contains("locked=\"0\""));
}

#[test]
fn what_was_determined_is_there_already() {
    let mut assessment = sample::assessment();
    let decided =
        serde_json::json!({"verdict": "minor", "by": "R. Vance", "on": "2026-11-20", "why": "=seen", "remarks": []});
    assessment.findings[1].determination = serde_json::from_value(decided).unwrap();
    let rows = rows(workbook(&assessment), "Obligations");
    assert!(rows[2].contains(&"Minor nonconformity".to_owned()) && rows[2].contains(&"=seen".to_owned()));
}

#[test]
fn limits_of_spreadsheets_are_kept() {
    let mut assessment = sample::assessment();
    let with = assessment.findings.iter().position(|finding| !finding.evidence.is_empty()).unwrap();
    let piece = assessment.findings[with].evidence[0].clone();
    let long = "long ".repeat(9_000);
    assessment.findings[with].evidence = vec![piece; 33_000];
    assessment.documents[0].path.clone_from(&long);
    assessment.organisation.name = Some("Ampersand & Sons ".repeat(300));
    let bytes = workbook(&assessment);
    let parts = sound(&bytes);
    for (name, part) in &parts {
        assert!(part.matches("<hyperlink ").count() <= 65_530, "{name}");
    }
    for text in parts["xl/sharedStrings.xml"].split("<si>").filter_map(|item| item.split("</t>").next()) {
        assert!(text.encode_utf16().count() <= 32_767 + 40);
    }
    assert!(rows(bytes, "Documents")[1][0].ends_with('…'));
}

#[test]
fn every_language_names_its_sheets_and_columns() {
    let templates = Templates::embedded();
    for language in Language::ALL {
        let options = Options { language: *language, ..crate::report::tests::options(&templates) };
        assert_eq!(options.kind, Kind::GapAnalysis);
        let parts = sound(&render_with(Format::Xlsx, &sample::with_guidance(), &options).unwrap());
        let names = values(&parts["xl/workbook.xml"], "name").len();
        assert!(names >= super::SHEETS.len());
        assert!(!parts["xl/sharedStrings.xml"].contains("<t></t>"), "a text is missing in {}", language.code());
    }
}
