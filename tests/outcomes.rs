//! What an organisation's documents leave unclear has a defined outcome: contradictory control data, two
//! languages in one document, a scanned page, an empty document with a convincing title, many copies, a mark
//! that the text does not bear out, and a profile that says what the program cannot tell.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{POLICY, assess, entry, run};

/// Assesses files beside a policy that is in order.
fn assessed(files: &[(&str, &str)]) -> Value {
    let work = tempfile::tempdir().unwrap();
    let dir = work.path().join("documents");
    write(&dir, "policy.md", POLICY.as_bytes());
    files.iter().for_each(|(path, text)| write(&dir, path, text.as_bytes()));
    let out = work.path().join("out");
    run(assess(&dir, &out, &work.path().join("cache"), &["--no-cache"]), &out).json()
}

fn write(dir: &Path, path: &str, bytes: &[u8]) {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn finding<'a>(assessment: &'a Value, obligation: &str) -> &'a Value {
    assessment["findings"].as_array().unwrap().iter().find(|finding| finding["obligation"] == obligation).unwrap()
}

/// Codes of a finding's shortfalls with the documents they are about.
fn codes(finding: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let shortfalls = finding["shortfalls"].as_array().unwrap().iter();
    shortfalls.map(|shortfall| (text(&shortfall["code"]), text(&shortfall["path"]))).collect()
}

fn document<'a>(assessment: &'a Value, path: &str) -> &'a Value {
    entry(assessment, "documents", path).unwrap_or_else(|| panic!("{path} was not read"))
}

#[test]
fn contradictory_control_data_is_remarked_and_what_stands_first_counts() {
    let text = "---\ntitle: Change management policy\nowner: Ann Lee\nversion: \"2.0\"\nnext review: 2027-03-01\n---\n\
        # Change management policy\n\nEvery change is assessed, approved and reviewed before it goes live.\n\n\
        | Version | 1.4 |\n|---|---|\n| Next review | 2025-03-01 |\n| Owner | Bob Ray |\n";
    let json = assessed(&[("change-policy.md", text)]);
    let control = &document(&json, "change-policy.md")["control"];
    assert_eq!(control["version"], "2.0");
    assert_eq!(control["owner"], "Ann Lee");
    assert_eq!(control["next_review"], "2027-03-01");
    let remarks = document(&json, "change-policy.md")["remarks"].to_string();
    assert!(remarks.contains("version is given as 2.0 and as 1.4"), "{remarks}");
    assert!(remarks.contains("next review is given as 2027-03-01 and as 2025-03-01"), "{remarks}");
}

#[test]
fn two_languages_in_one_document_are_both_read() {
    let text = "---\nowner: Ann Lee\napproved by: Tom Fox\napproved: 2026-02-02\nversion: \"1\"\n---\n\
        # Incident management procedure / Verfahren Störungsmanagement\n\n\
        Every incident is recorded in the ticket tool and gets a category from the list before anybody works on it.\n\n\
        An incident is a major incident when a critical service is down for more than one hour.\n\n\
        Schwere Störungen werden vom Störungsmanager nach festgelegten Kriterien als solche eingestuft und ausgerufen.\n\n\
        Die Geschäftsführung wird über jede schwere Störung innerhalb von 30 Minuten informiert, bis sie behoben ist.\n";
    let json = assessed(&[("incidents.md", text)]);
    for obligation in ["8.6.1/3", "8.6.1/5"] {
        let cited = &finding(&json, obligation)["evidence"];
        assert!(cited.to_string().contains("incidents.md"), "{obligation}: {cited}");
    }
}

#[test]
fn a_convincing_title_over_nothing_is_no_evidence() {
    let json = assessed(&[("Incident management procedure.md", "# Incident management procedure\n")]);
    let finding = finding(&json, "8.6.1/1a");
    assert_eq!(finding["status"], "gap", "{finding}");
    assert!(finding["evidence"].as_array().unwrap().is_empty());
    let plan = assessed(&[("Service management plan.md", "# Service management plan\n")]);
    assert_ne!(self::finding(&plan, "6.3/1")["status"], "evidenced");
}

#[test]
fn a_mark_that_the_text_does_not_bear_out_is_claimed_only() {
    let text = "---\ntitle: Desk notes\nsatisfies: [8.7.2]\nowner: Ann Lee\nversion: \"1\"\n---\n# Desk notes\n\n\
        The coffee machine on the second floor is cleaned by whoever drank the last cup of the day.\n";
    let json = assessed(&[("notes.md", text)]);
    let codes = codes(finding(&json, "8.7.2/2"));
    assert!(codes.contains(&("claimed-only".into(), "notes.md".into())), "{codes:?}");
}

#[test]
fn copies_neither_multiply_nor_outweigh() {
    let page = |number: usize| {
        POLICY.replace("Ben Jones", "Ben  Jones").replace("continually.", &format!("continually. Copy {number}."))
    };
    let copies: Vec<(String, String)> = (0..300).map(|n| (format!("copies/policy {n}.md"), page(n))).collect();
    let files: Vec<(&str, &str)> = copies.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (one, many) = (assessed(&[]), assessed(&files));
    assert_eq!(many["documents"].as_array().unwrap().len(), 301);
    for finding in many["findings"].as_array().unwrap() {
        let pieces = finding["evidence"].as_array().unwrap().len();
        let candidates = finding["looked_for"]["candidates"].as_array().unwrap().len();
        assert!(pieces <= 8 && candidates <= 60, "{}: {pieces} pieces, {candidates} candidates", finding["obligation"]);
    }
    let statuses = |json: &Value| -> Vec<Value> {
        json["findings"].as_array().unwrap().iter().map(|finding| finding["status"].clone()).collect()
    };
    assert_eq!(statuses(&one), statuses(&many), "copies changed a verdict");
}

#[test]
fn a_profile_says_what_the_program_cannot_tell() {
    let page =
        "# The gold book\n\nWe wrote down, for each promise to customers, what happens when it is kept and when not.\n";
    let plain = assessed(&[("gold.md", page)]);
    assert!(document(&plain, "gold.md")["types"].as_array().unwrap().is_empty());
    let profile = "organisation: Fellside Ltd\npins:\n  gold.md: service-level-agreement\nno_occurrence:\n  8.7.2/13: No plan had to be used.\n";
    let pinned = assessed(&[("gold.md", page), ("iso20k.yaml", profile)]);
    assert_eq!(document(&pinned, "gold.md")["types"][0]["id"], "service-level-agreement");
    assert_eq!(pinned["organisation"]["name"], "Fellside Ltd");
    assert!(entry(&pinned, "documents", "iso20k.yaml").is_none(), "the profile was read as a document");
    assert_eq!(finding(&pinned, "8.7.2/13")["status"], "no-occurrence");
}
