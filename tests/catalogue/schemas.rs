//! Every file fits its schema and names it; every mistake of a file is shown at its place.

use std::path::Path;

use iso20k::catalogue::{File, Files, shape};

use super::{read, root, texts, with};

#[test]
fn every_file_fits_its_schema() {
    let mut mistakes = Vec::new();
    for (path, file) in &Files::embedded().0 {
        mistakes.extend(shape(path, file).iter().map(ToString::to_string));
    }
    mistakes.truncate(40);
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn every_schema_is_one_and_describes_itself() {
    let mut count = 0;
    for (path, text) in texts("controls/schema") {
        let schema: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(schema["title"].is_string() && schema["description"].is_string(), "{path}");
        count += 1;
    }
    assert!(count >= 11, "{count} schemas");
}

#[test]
fn every_file_names_its_schema_by_a_right_path() {
    for (path, text) in texts("controls").iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let first = text.lines().next().unwrap_or_default();
        let schema = first
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap_or_else(|| panic!("{path}: the first line names no schema"));
        let folder = root().join(path);
        let named = folder.parent().unwrap_or(Path::new("")).join(schema);
        assert!(named.is_file(), "{path}: {schema} is not there");
        // A right path to the wrong schema would complete nonsense.
        let name = named.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let file = File { shown: path.clone(), text: format!("{text}\n") };
        let own = shape(path.strip_prefix("controls/").unwrap_or(path), &file);
        assert!(own.is_empty(), "{path}");
        assert_eq!(name, expected(path), "{path}");
    }
}

fn expected(path: &str) -> &'static str {
    match path.split('/').nth(1).unwrap_or_default() {
        "documents" => "document-type",
        "registers" => "register-type",
        "rules" if path.ends_with("/tests.yaml") => "tests",
        "rules" => "rules",
        "views" => "view",
        "crosswalks" => "crosswalks",
        "sourcing.yaml" => "sourcing",
        "profiles" => "circumstance",
        "iso-20000-1-2018" => "clauses",
        "languages" if path.ends_with("/language.yaml") => "language",
        "languages" => "words",
        _ => "guidance",
    }
}

#[test]
fn the_profile_schema_takes_a_profile() {
    let schema: serde_json::Value = serde_json::from_str(&read("controls/schema/profile.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&serde_json::json!({
        "organisation": "Acme Ltd", "as_of": "2026-11-22", "pins": {"docs/a.md": "incident-management-procedure"}
    })));
    assert!(!validator.is_valid(&serde_json::json!({"organization": "Acme Ltd"})));
}

#[test]
fn all_mistakes_of_a_file_are_shown_at_their_places() {
    let text = "title: A type\nabut: what it is for\nasked: maybe\nform: document\nnames:\n  en: our plan\ntopics:\n  a-topic:\n    en: [\"a b\"]\n";
    let (_, problems) = with(&[("documents/own-type.yaml", text)]);
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let shown = shown.join("\n");
    for expected in [
        "documents/own-type.yaml:2:1: `abut` is not known here",
        "documents/own-type.yaml:3:1: is none of explicit, implied, common",
        "documents/own-type.yaml:1:1: `about` is missing",
        "documents/own-type.yaml:6:3: ",
        "documents/own-type.yaml:8:3: `says` is missing",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
}

#[test]
fn what_is_no_yaml_is_one_mistake_at_its_place() {
    let (_, problems) = with(&[("views/own.yaml", "title: [a\nabout: b\n")]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].line.is_some());
}

#[test]
fn a_stray_file_is_warned_about() {
    let (_, problems) = with(&[("document/own.yaml", "title: a\n"), ("own.yml", "a: b\n")]);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems.iter().all(|problem| problem.message.contains("no part of a catalogue")));
}

/// Words of sourcing are read as all words are: a clause that there is not and a pattern that is none are said.
#[test]
fn mistakes_in_the_words_of_sourcing_are_shown() {
    let own = read("controls/sourcing.yaml").replacen("clause: \"8.2.2\"", "clause: \"8.22\"", 1);
    let own = own.replacen("[service planning,", "[\"service & \",", 1);
    let (_, problems) = with(&[("sourcing.yaml", &own)]);
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let said = said.join("\n");
    assert!(said.contains("no clause `8.22`, and none under it"), "{said}");
    assert!(said.contains("word pattern `service & `"), "{said}");
}
