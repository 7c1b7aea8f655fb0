//! Excel: every sheet, hidden or not, as a table; values as they were last computed.

mod sheet;
#[cfg(test)]
mod tests;

use super::super::{Limits, Reading};
use super::flow::{Flow, fold};
use super::numbers::Format;
use super::package::{Package, Relations};
use super::props;
use super::xml::{Level, Xml};
use sheet::Workbook;
pub(super) use sheet::{add as add_row, repeat_down};

/// Reads an Excel file.
pub(in crate::document) fn read(bytes: &[u8], limits: Limits) -> Reading {
    let mut package = match Package::open(bytes, limits) {
        Ok(package) => package,
        Err(reason) => return Reading::unread(reason),
    };
    let main = package.main_part(&["xl/workbook.xml"]).unwrap_or_else(|| "xl/workbook.xml".into());
    if main.ends_with(".bin") {
        return Reading::unread("legacy format (XLSB)");
    }
    let text = package.part(&main).unwrap_or_default();
    let relations = package.relations(&main);
    let (sheets, from_1904) = sheets(&text, &relations, &package);
    if sheets.is_empty() {
        return super::nothing(package);
    }
    let mut part = |kind: &str, usual: &str| {
        let name = relations.first(kind).unwrap_or_else(|| usual.to_owned());
        package.part(&name)
    };
    let strings = part("sharedStrings", "xl/sharedStrings.xml").map(|text| strings(&text)).unwrap_or_default();
    let formats = part("styles", "xl/styles.xml").map(|text| formats(&text)).unwrap_or_default();
    let workbook = Workbook { strings, formats, from_1904 };

    let mut flow = Flow::new(limits);
    if sheets.len() > limits.pages {
        flow.problem(format!("more than {} sheets: what follows was left out", limits.pages));
    }
    for (name, target) in sheets.into_iter().take(limits.pages) {
        flow.place.sheet = Some(name.clone());
        let Some(text) = package.part(&target) else {
            package.problem(format!("sheet `{name}`: missing"));
            continue;
        };
        let mut xml = Xml::new(&text);
        let rows = workbook.sheet(&mut xml, &mut flow);
        flow.table(Some(name), rows);
        package.check(&target, &xml);
        if flow.full() {
            break;
        }
    }
    let properties = props::of_office(&mut package);
    super::finish(flow, package, properties)
}

/// The names and parts of the sheets, and whether days are counted from 1904.
fn sheets(text: &str, relations: &Relations, package: &Package<'_>) -> (Vec<(String, String)>, bool) {
    let mut xml = Xml::new(text);
    let mut sheets = Vec::new();
    let mut from_1904 = false;
    let inside = xml.root().map_or(0, |root| root.inside);
    while let Some(element) = xml.child(inside) {
        match element.name() {
            "workbookPr" => from_1904 = element.is_on("date1904"),
            "sheets" => {
                while let Some(sheet) = xml.child(element.inside) {
                    let id = sheet.prefixed("id").unwrap_or_default();
                    if let Some(relation) = relations.get(&id).filter(|relation| relation.kind == "worksheet") {
                        let name = fold(&sheet.attr("name").unwrap_or_default());
                        sheets.push((name, relation.target.clone()));
                    }
                }
            }
            _ => {}
        }
    }
    if sheets.is_empty() {
        // The workbook is lost; its sheets may not be.
        sheets =
            package.numbered("xl/worksheets/sheet").map(|(number, name)| (format!("sheet{number}"), name)).collect();
    }
    (sheets, from_1904)
}

/// The strings that cells share.
fn strings(text: &str) -> Vec<String> {
    let mut xml = Xml::new(text);
    let mut strings = Vec::new();
    let inside = xml.root().map_or(0, |root| root.inside);
    while let Some(item) = xml.child(inside) {
        if item.name() == "si" {
            strings.push(string(&mut xml, item.inside));
        }
    }
    strings
}

/// The text of a string item.
fn string(xml: &mut Xml<'_>, inside: Level) -> String {
    fold(&unescape(&raw_string(xml, inside)))
}

/// The text of a string item, plain or in runs, without its reading aids.
fn raw_string(xml: &mut Xml<'_>, inside: Level) -> String {
    let mut text = String::new();
    while let Some(element) = xml.child(inside) {
        match element.name() {
            "t" => text.push_str(&xml.text(element.inside)),
            "r" => text.push_str(&raw_string(xml, element.inside)),
            _ => {}
        }
    }
    text
}

/// Characters that XML cannot hold are written `_x000D_`.
fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("_x") {
        plain.push_str(before);
        let code = behind.get(..4).filter(|_| behind.get(4..5) == Some("_"));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(character) => {
                plain.push(character);
                rest = behind.get(5..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = behind;
            }
        }
    }
    plain + rest
}

/// The number format of each cell style.
fn formats(text: &str) -> Vec<Format> {
    let mut xml = Xml::new(text);
    let mut own = std::collections::BTreeMap::new();
    let mut formats = Vec::new();
    let inside = xml.root().map_or(0, |root| root.inside);
    while let Some(element) = xml.child(inside) {
        match element.name() {
            "numFmts" => {
                while let Some(format) = xml.child(element.inside) {
                    if let (Some(id), Some(code)) = (format.number::<u32>("numFmtId"), format.attr("formatCode")) {
                        own.insert(id, Format::of_code(&code));
                    }
                }
            }
            "cellXfs" => {
                while let Some(style) = xml.child(element.inside) {
                    let id = style.number("numFmtId").unwrap_or(0);
                    formats.push(own.get(&id).cloned().unwrap_or_else(|| Format::built_in(id)));
                }
            }
            _ => {}
        }
    }
    formats
}
