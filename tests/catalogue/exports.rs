//! What is exported: valid, the same every time, and fresh where it is committed.

use std::collections::BTreeSet;

use iso20k::catalogue::export;
use serde_json::Value;

use super::{catalogue, read, root};

#[test]
fn oscal_validates_against_the_nist_schema() {
    let schema: Value = serde_json::from_str(&read("tests/data/oscal/oscal_catalog_schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let exported: Value = serde_json::from_slice(&export::oscal(catalogue())).unwrap();
    let mistakes: Vec<String> =
        validator.iter_errors(&exported).take(10).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    // The schema refuses what is wrong: it is not merely silent.
    let mut broken = exported.clone();
    broken["catalog"]["uuid"] = "no".into();
    assert!(!validator.is_valid(&broken));
}

#[test]
fn oscal_holds_everything_once() {
    let exported: Value = serde_json::from_slice(&export::oscal(catalogue())).unwrap();
    let mut ids = Vec::new();
    gather(&exported, &mut ids);
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "ids are there twice");
    let controls = ids.iter().filter(|id| id.starts_with("ob-") && !id.contains('_')).count();
    assert_eq!(controls, 420 + 36);
    let resources: BTreeSet<String> = exported["catalog"]["back-matter"]["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| format!("#{}", resource["uuid"].as_str().unwrap()))
        .collect();
    let mut links = Vec::new();
    hrefs(&exported, &mut links);
    assert!(links.len() > 500);
    for link in links {
        assert!(resources.contains(&link) || ids.contains(&link[1..].to_owned()), "{link} leads nowhere");
    }
}

fn gather(value: &Value, ids: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            ids.extend(map.get("id").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| gather(value, ids));
        }
        Value::Array(items) => items.iter().for_each(|value| gather(value, ids)),
        _ => {}
    }
}

fn hrefs(value: &Value, links: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            links.extend(map.get("href").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| hrefs(value, links));
        }
        Value::Array(items) => items.iter().for_each(|value| hrefs(value, links)),
        _ => {}
    }
}

#[test]
fn the_same_catalogue_gives_the_same_bytes() {
    assert_eq!(export::xlsx(catalogue()).unwrap(), export::xlsx(catalogue()).unwrap());
    assert_eq!(export::oscal(catalogue()), export::oscal(catalogue()));
}

#[test]
fn the_workbook_holds_all_obligations_as_text() {
    use calamine::{Reader, Xlsx};
    let bytes = export::xlsx(catalogue()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let rows = book.worksheet_range("Obligations").unwrap();
    assert_eq!(rows.height(), 421);
    let clauses: BTreeSet<String> = rows.rows().skip(1).map(|row| row[1].to_string()).collect();
    assert!(clauses.contains("8.6.1") && clauses.contains("9.3") && clauses.contains("10.2"));
}

#[test]
fn csv_has_a_row_for_each_obligation() {
    let bytes = export::csv(catalogue());
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 420);
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
}

#[test]
fn json_names_its_format() {
    let exported: Value = serde_json::from_slice(&export::json(catalogue())).unwrap();
    assert_eq!(exported["format"], "iso20k-catalogue/1");
    assert_eq!(exported["clauses"].as_array().unwrap().len(), 63);
}

/// `UPDATE=1 cargo test docs_are_fresh` writes it anew.
#[test]
fn docs_are_fresh() {
    is_fresh("docs/catalogue.md", &export::markdown(catalogue()));
}

/// `UPDATE=1 cargo test --test catalogue fresh` writes it anew.
#[test]
fn the_page_on_consistency_is_fresh() {
    is_fresh("docs/consistency.md", &export::consistency(catalogue()));
}

fn is_fresh(shown: &str, page: &str) {
    let path = root().join(shown);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(root().join("docs")).unwrap();
        std::fs::write(&path, page).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(page == committed, "{shown} is not fresh: UPDATE=1 cargo test --test catalogue fresh");
}
