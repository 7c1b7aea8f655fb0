//! Tests of the YAML and JSON readers.

use super::*;
use crate::document::{Content, Role};

/// Name and rows of a table.
type Shown<'r> = (Option<&'r str>, Vec<(u32, Vec<&'r str>)>);

fn tables(reading: &Reading) -> Vec<Shown<'_>> {
    reading
        .document
        .blocks
        .iter()
        .filter_map(|block| match &block.content {
            Content::Table(table) => Some((
                table.name.as_deref(),
                table.rows.iter().map(|row| (row.number, row.cells.iter().collect())).collect(),
            )),
            _ => None,
        })
        .collect()
}

#[test]
fn a_service_catalogue() {
    let text = "version: 1.10\nowner: Ann\ntags: [a, b]\nservices:\n  - id: web\n    tier: gold\n    owner: {name: Bo}\n  - id: db\n    needs: [web, dns]\n    slas:\n      - metric: uptime\n        target: 99.9\n";
    let reading = read(text.as_bytes(), Limits::default());
    let properties: Vec<_> =
        reading.document.properties.iter().map(|p| (p.name.as_str(), p.value.as_str(), p.line)).collect();
    assert_eq!(properties, [("version", "1.10", Some(1)), ("owner", "Ann", Some(2)), ("tags", "a; b", Some(3))]);
    let tables = tables(&reading);
    assert_eq!(tables[0].0, Some("services"));
    assert_eq!(tables[0].1[0].1, ["id", "tier", "owner.name", "needs", "slas"]);
    assert_eq!(tables[0].1[1], (5, vec!["web", "gold", "Bo"]));
    assert_eq!(tables[0].1[2], (8, vec!["db", "", "", "web; dns", ""]));
    assert_eq!(tables[1].0, Some("services.slas"));
    assert_eq!(tables[1].1[1].1, ["db", "uptime", "99.9"]);
}

#[test]
fn maps_of_maps_are_tables_and_text_stands_under_its_keys() {
    let text = "policy:\n  purpose: Keep the service running for all customers.\nteams:\n  ops: {lead: Ann, phone: 1}\n  dev: {lead: Bo, phone: 2}\n";
    let reading = read(text.as_bytes(), Limits::default());
    assert_eq!(tables(&reading)[0].1[1].1, ["ops", "Ann", "1"]);
    let block = &reading.document.blocks[1];
    assert_eq!(block.place.heading, ["policy"]);
    assert_eq!(
        block.content,
        Content::Text(Role::Paragraph, "purpose: Keep the service running for all customers.".into())
    );
}

#[test]
fn alias_bombs_do_not_explode() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..40 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let reading = read(text.as_bytes(), Limits::default());
    assert!(!reading.problems.is_empty());

    let chain: String =
        (1..5000).fold("b0: &b0 [x]\n".to_string(), |text, at| text + &format!("b{at}: &b{at} [*b{}]\n", at - 1));
    assert!(!read(chain.as_bytes(), Limits::default()).problems.is_empty());
}

#[test]
fn broken_yaml_keeps_what_came_before() {
    let reading = read(b"a: 1\n---\nb: [1, 2\nc: see the {{ chart }} for details\n", Limits::default());
    assert_eq!(reading.document.properties[0].name, "a");
    assert!(reading.problems[0].contains("not valid YAML"), "{:?}", reading.problems);
    assert!(!reading.document.blocks.is_empty());
}

#[test]
fn deep_nesting_is_an_error_not_a_crash() {
    let text = "[".repeat(100_000);
    assert!(!read(text.as_bytes(), Limits::default()).problems.is_empty());
    assert!(read_json(text.as_bytes(), Limits::default()).unread.is_some());
}

#[test]
fn json_values_lines_and_comments() {
    let reading = read_json(br#"{"name": "x", "items": [{"id": 1, "ok": true}, {"id": 2}]}"#, Limits::default());
    assert_eq!(tables(&reading)[0].1, [(1, vec!["id", "ok"]), (2, vec!["1", "true"]), (3, vec!["2"])]);
    let lines = read_json(b"{\"id\": 1}\n{\"id\": 2}\n", Limits::default());
    assert_eq!(tables(&lines)[0].1.len(), 3);
    let commented = read_json(b"{\n // note\n \"a\": \"b\",\n}", Limits::default());
    assert_eq!(commented.document.properties[0].value, "b");
    assert_eq!(read_json(b"{oops", Limits::default()).unread.as_deref(), Some("corrupt: not valid JSON (line 1)"));
}
