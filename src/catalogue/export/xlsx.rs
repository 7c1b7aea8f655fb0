//! The catalogue as a workbook: what a consultant filters, sorts and shows a client.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{COLUMNS, row};
use crate::catalogue::{Catalogue, Coverage, EDITION};

/// Excel takes no more characters in one cell.
const CELL: usize = 32_000;

/// The catalogue as XLSX.
///
/// # Errors
/// When the catalogue is too large for a sheet.
pub fn xlsx(catalogue: &Catalogue) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed date: the same catalogue gives the same bytes.
    let created = ExcelDateTime::from_ymd(2024, 2, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(EDITION).set_creation_datetime(&created));
    let obligations: Vec<Vec<String>> =
        catalogue.obligations().map(|(clause, obligation)| row(catalogue, clause, obligation).to_vec()).collect();
    let widths = [10, 9, 28, 60, 12, 10, 12, 8, 9, 13, 14, 60, 60, 50, 40, 50, 40, 18];
    sheet(&mut workbook, "Obligations", &COLUMNS, &widths, &obligations)?;
    let columns = [
        "clause",
        "title",
        "obligations",
        "determinable",
        "partly",
        "only by asking",
        "weight",
        "share %",
        "in part %",
    ];
    sheet(&mut workbook, "Coverage", &columns, &[9, 50, 12, 13, 9, 14, 9, 9, 9], &coverage(catalogue))?;
    types(&mut workbook, catalogue)?;
    frames(&mut workbook, catalogue)?;
    workbook.save_to_buffer()
}

fn coverage(catalogue: &Catalogue) -> Vec<Vec<String>> {
    let rows = catalogue.clauses.iter().map(|clause| {
        let coverage = Coverage::of_clause(clause);
        let numbers = [
            coverage.total(),
            coverage.determinable,
            coverage.partly,
            coverage.asking,
            coverage.weight,
            coverage.share(),
            coverage.share_partly(),
        ];
        let mut row = vec![clause.clause.clone(), clause.title.clone()];
        row.extend(numbers.iter().map(u32::to_string));
        row
    });
    rows.collect()
}

fn types(workbook: &mut Workbook, catalogue: &Catalogue) -> Result<(), XlsxError> {
    let english = |names: &std::collections::BTreeMap<String, Vec<String>>| {
        names.get("en").map(|names| names.join(", ")).unwrap_or_default()
    };
    let documents = catalogue.documents.values().map(|document| {
        let topics: Vec<String> = document.topics.iter().map(|(id, topic)| format!("{id}: {}", topic.says)).collect();
        vec![
            document.id.clone(),
            document.title.clone(),
            document.about.clone(),
            document.clauses.join(", "),
            super::name(&document.asked),
            super::name(&document.form),
            super::name(&document.control),
            english(&document.names),
            topics.join("\n"),
        ]
    });
    let columns = ["id", "title", "about", "clauses", "asked", "form", "control", "names", "topics"];
    let widths = [32, 32, 50, 16, 10, 11, 11, 50, 60];
    sheet(workbook, "Document types", &columns, &widths, &documents.collect::<Vec<_>>())?;
    let registers = catalogue.registers.values().map(|register| {
        let rules: Vec<String> = register.rules.iter().map(|rule| format!("{}: {}", rule.id, rule.says)).collect();
        vec![
            register.id.clone(),
            register.title.clone(),
            register.about.clone(),
            register.clauses.join(", "),
            super::name(&register.asked),
            english(&register.names),
            register.columns.keys().cloned().collect::<Vec<_>>().join(", "),
            rules.join("\n"),
        ]
    });
    let columns = ["id", "title", "about", "clauses", "asked", "names", "columns", "rules"];
    let widths = [28, 32, 50, 16, 10, 50, 50, 60];
    sheet(workbook, "Register types", &columns, &widths, &registers.collect::<Vec<_>>())
}

/// Views, crosswalks and guidance.
fn frames(workbook: &mut Workbook, catalogue: &Catalogue) -> Result<(), XlsxError> {
    let mut views = Vec::new();
    for view in catalogue.views.values() {
        for group in &view.groups {
            views.push(vec![view.title.clone(), group.title.clone(), group.clauses.join(", ")]);
        }
    }
    sheet(workbook, "Views", &["view", "group", "clauses"], &[30, 60, 90], &views)?;
    let mut links = Vec::new();
    for crosswalk in catalogue.crosswalks.values() {
        for link in &crosswalk.links {
            let strength = link.strength.name().to_owned();
            links.push(vec![
                link.clause.clone(),
                crosswalk.title.clone(),
                link.reference.clone(),
                strength,
                link.title.clone(),
            ]);
        }
    }
    let columns = ["clause", "framework", "reference", "strength (our judgement)", "title"];
    sheet(workbook, "Crosswalks", &columns, &[9, 36, 36, 14, 50], &links)?;
    let mut advice = Vec::new();
    for guidance in &catalogue.guidance {
        advice.push(vec!["read first".into(), guidance.title.clone(), guidance.notice.clone(), String::new()]);
        for item in &guidance.items {
            let obligation = &item.obligation;
            advice.push(vec![
                obligation.id.clone(),
                item.extends.join(", "),
                obligation.asks.clone(),
                obligation.remedy.clone(),
            ]);
        }
    }
    sheet(workbook, "Guidance", &["id", "extends", "advises", "how"], &[12, 30, 90, 70], &advice)
}

fn sheet(
    workbook: &mut Workbook,
    name: &str,
    columns: &[&str],
    widths: &[u32],
    rows: &[Vec<String>],
) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_align(FormatAlign::Top).set_text_wrap();
    let text = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let sheet: &mut Worksheet = workbook.add_worksheet().set_name(name)?;
    for (column, (title, width)) in (0_u16..).zip(columns.iter().zip(widths)) {
        sheet.write_string_with_format(0, column, *title, &head)?;
        sheet.set_column_width(column, f64::from(*width))?;
    }
    for (number, cells) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            let cell: String = cell.chars().take(CELL).collect();
            // Numbers are numbers, all else is text, whatever it looks like.
            match cell.parse::<u32>() {
                Ok(value) if columns[usize::from(column)] != "clause" => {
                    sheet.write_number_with_format(number, column, value, &text)?;
                }
                _ => {
                    sheet.write_string_with_format(number, column, cell, &text)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.autofilter(0, 0, rows.len() as u32, columns.len().saturating_sub(1) as u16)?;
    Ok(())
}
