//! How old is too old: a log is as old as its newest entry, and what the organisation itself says of how often a thing
//! is done counts more than how generous the catalogue is. And what a paper is, whatever it is called.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use serde_json::Value;
use support::{assessed, entry, finding};

/// What is said to be stale on an obligation.
fn stale(json: &Value, obligation: &str) -> Vec<String> {
    let shortfalls = finding(json, obligation)["shortfalls"].as_array().unwrap();
    let stale = shortfalls.iter().filter(|shortfall| shortfall["code"] == "records-stale");
    stale.map(|shortfall| shortfall["says"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_log_is_as_old_as_its_newest_entry() {
    let log = "Date;Exercise;What came of it;Seen by\n2022-05-17;Table top;passed;Ann Lee\n2023-10-10;Restore;passed;Bob Ray\n\
               2024-10-22;Site lost;in part;Ann Lee\n2027-03-01;Site lost;to come;Ann Lee\n";
    let json = assessed(&[("Continuity test report.csv", log)]);
    let said = stale(&json, "8.7.2/7");
    assert!(said.iter().any(|says| says.contains("2024-10-22")), "{said:?}");
    assert!(!said.iter().any(|says| says.contains("2022")), "{said:?}");
}

const PLAN: &str = "---\nowner: Ann Lee\nversion: \"2.0\"\napproved by: Bob Ray\napproved on: 2026-03-01\n---\n\
    # Service continuity plan\n\nThe service manager declares a disaster and calls the recovery team.\n\n";
const TEST: &str = "# Continuity test report\n\nDate: 2025-08-15\n\nThe service continuity plan was tested: the failover took \
    40 minutes, the target was met.\n";

#[test]
fn what_was_promised_twice_and_not_done_is_stale() {
    let plan = format!("{PLAN}The service continuity plan is tested twice a year.\n");
    let json = assessed(&[("continuity plan.md", &plan), ("continuity test report.md", TEST)]);
    let said = stale(&json, "8.7.2/7");
    let is_told =
        |says: &String| says.contains("2025-08-15") && says.contains("continuity plan.md says every 6 months");
    assert!(said.iter().any(is_told), "{said:?}");
}

#[test]
fn without_a_promise_the_catalogue_decides() {
    let plan = format!("{PLAN}The service continuity plan is tested.\n");
    let json = assessed(&[("continuity plan.md", &plan), ("continuity test report.md", TEST)]);
    assert_eq!(stale(&json, "8.7.2/7"), Vec::<String>::new());
}

const MATTER: &str = "When something is not as it should be, whoever sees it writes a nonconformity report and \
    contains the effect at once.\n\nThe process owner looks for the root cause of the nonconformity and whether similar ones exist.\n\n\
    Corrective actions are planned with an owner and a due date.\n\nThree months later the effectiveness of each corrective \
    action is reviewed.\n\nIf necessary the management system is changed after a nonconformity.\n";

fn types(json: &Value, path: &str) -> Vec<String> {
    let kinds = entry(json, "documents", path).unwrap()["types"].as_array().unwrap();
    kinds.iter().filter_map(|kind| kind["id"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_paper_of_a_name_nobody_knows_is_told_by_its_matter() {
    let kept = format!("---\nowner: Ann Lee\nversion: \"2.0\"\n---\n# Yellow cards\n\n{MATTER}");
    let json = assessed(&[("yellow cards.md", &kept)]);
    assert_eq!(types(&json, "yellow cards.md"), ["corrective-action-procedure"]);
}

#[test]
fn nobodys_essay_is_no_rule() {
    let essay = format!("# Yellow cards\n\n{MATTER}");
    let json = assessed(&[("yellow cards.md", &essay)]);
    assert_eq!(types(&json, "yellow cards.md"), Vec::<String>::new());
}
