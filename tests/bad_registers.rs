//! Registers as they should not be: two that both claim to be the incident log, headings and nothing
//! else, formulas that failed, dates that cannot be, a quotation mark that is never closed, two hundred
//! sheets, and rules that fail or never end. Each is said with its place, and the run goes on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{POLICY, Run, assess, entry, run};

const HEAD: &str = "Incident,Opened,Priority,Category,Status,Closed\n";

/// So many incidents from a number on, a line each.
fn incidents(from: usize, count: usize) -> String {
    let line = |n: usize| format!("INC{n:05},2026-10-{:02},P{},network,closed,2026-11-01\n", n % 28 + 1, n % 4 + 1);
    (from..from + count).map(line).collect()
}

fn assessed(dir: &Path, more: &[&str]) -> (Run, Value) {
    fs::write(dir.join("policy.md"), POLICY).unwrap();
    let work = tempfile::tempdir().unwrap();
    let out = work.path().join("out");
    let done = run(assess(dir, &out, &work.path().join("cache"), more), &out);
    let json = done.json();
    let policy = entry(&json, "documents", "policy.md").expect("the policy was not read");
    assert_eq!(policy["types"][0]["id"], "service-management-policy", "the policy suffered from what lies beside it");
    (done, json)
}

fn remarks(json: &Value, path: &str) -> String {
    entry(json, "documents", path).unwrap_or_else(|| panic!("{path} is not among the documents"))["remarks"].to_string()
}

#[test]
fn two_tables_that_both_claim_to_be_the_incident_log() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("incidents.csv"), format!("{HEAD}{}", incidents(0, 40))).unwrap();
    fs::write(dir.path().join("incident-log-copy.csv"), format!("{HEAD}{}", incidents(20, 40))).unwrap();
    fs::write(dir.path().join("incidents-2025.csv"), format!("{HEAD}{}", incidents(900, 40))).unwrap();
    let (done, _) = assessed(dir.path(), &[]);
    let said: Vec<&str> = done.stderr.lines().filter(|line| line.contains("both read as")).collect();
    let expected = "warning: incident-log-copy.csv: line 2 and incidents.csv, line 22 both read as incident records; \
                    20 records stand in both, `INC00020` is one";
    assert_eq!(said, [expected], "{}", done.stderr);
}

#[test]
fn headings_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("incidents.csv"), HEAD).unwrap();
    let (_, json) = assessed(dir.path(), &[]);
    let findings = json["findings"].as_array().unwrap();
    let logged = findings.iter().find(|finding| finding["obligation"] == "8.6.1/1a").unwrap();
    let empty = logged["shortfalls"].as_array().unwrap().iter().find(|shortfall| shortfall["code"] == "register-empty");
    let empty = empty.unwrap_or_else(|| panic!("an empty log passes for a log: {logged}"));
    assert_eq!((&empty["path"], &empty["place"]["line"]), (&"incidents.csv".into(), &1.into()));
}

#[test]
fn cells_that_cannot_be_are_located() {
    let dir = tempfile::tempdir().unwrap();
    let broken = "INC90001,31.02.2026,#REF!,network,closed,2026-13-01\nINC90002,2026-11-03,#REF!,network,open,n/a\n";
    fs::write(dir.path().join("incidents.csv"), format!("{HEAD}{}{broken}", incidents(0, 10))).unwrap();
    let (_, json) = assessed(dir.path(), &[]);
    let said = remarks(&json, "incidents.csv");
    for expected in [
        "column “Opened”: one cell with no dates that can be, first in line 12: “31.02.2026”",
        "column “Closed”: one cell with no dates that can be, first in line 12: “2026-13-01”",
        "column “Priority”: 2 cells with formula errors, first in line 12: “#REF!”",
    ] {
        assert!(said.contains(expected), "{expected}\nis not in\n{said}");
    }
    assert!(!said.contains("n/a"), "what says that there is none is no mistake: {said}");
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let mut lines: Vec<String> =
        incidents(0, 60_000).lines().map(|line| line.replace("network", "\"net, work\"")).collect();
    lines[39_998] = lines[39_998].replace("work\"", "work");
    fs::write(dir.path().join("incidents.csv"), format!("{HEAD}{}\n", lines.join("\n"))).unwrap();
    let (_, json) = assessed(dir.path(), &[]);
    let said = remarks(&json, "incidents.csv");
    assert!(said.contains("line 40000: a quotation mark is not closed"), "{said}");
    let findings = json["findings"].as_array().unwrap();
    let logged = findings.iter().find(|finding| finding["obligation"] == "8.6.1/1a").unwrap();
    assert!(logged["evidence"].to_string().contains("60000 rows"), "rows were lost: {}", logged["evidence"]);
}

#[test]
fn two_hundred_sheets() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    for sheet in 0..200 {
        let page = book.add_worksheet().set_name(format!("Incidents {sheet}")).unwrap();
        for (row, line) in format!("{HEAD}{}", incidents(sheet * 10, 10)).lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                page.write(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), cell).unwrap();
            }
        }
    }
    book.save(dir.path().join("incidents.xlsx")).unwrap();
    let (done, json) = assessed(dir.path(), &[]);
    assert_eq!(entry(&json, "documents", "incidents.xlsx").unwrap()["types"][0]["id"], "incident-records");
    assert!(!done.stderr.contains("warning"), "{}", done.stderr);
}

/// A rule of the user's own, in a catalogue beside ours.
fn rule(sql: &str) -> tempfile::TempDir {
    let house = tempfile::tempdir().unwrap();
    fs::create_dir(house.path().join("rules")).unwrap();
    let rule = format!(
        "- id: our-own\n  title: Our own\n  obligations: [8.6.1/1a]\n  grade: minor\n  says: \"something\"\n  \
         remedy: Mend it.\n  sql: {sql}\n"
    );
    fs::write(house.path().join("rules/own.yaml"), rule).unwrap();
    house
}

#[test]
fn an_endless_rule_is_stopped_and_the_others_run() {
    let dir = tempfile::tempdir().unwrap();
    let late = "INC90001,2026-10-10,P1,network,closed,2026-10-01\n";
    fs::write(dir.path().join("incidents.csv"), format!("{HEAD}{}{late}", incidents(0, 10))).unwrap();
    let endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select '' as path, '' as place from n where i < 0";
    let house = rule(endless);
    let (done, json) = assessed(dir.path(), &["--catalogue", house.path().to_str().unwrap()]);
    let said = "rules/own.yaml:7:8: rule `our-own` was stopped after 300 million steps";
    assert!(done.stderr.contains(said), "{}", done.stderr);
    assert!(json["findings"].to_string().contains("incident INC90001 was closed before it was opened"));
}

#[test]
fn a_rule_that_is_wrong_or_would_write_is_refused_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("policy.md"), POLICY).unwrap();
    for (sql, said) in [
        ("select no_column from incident_records", "no such column: no_column"),
        ("delete from incident_records", "not authorized"),
        ("insert into documents (path) values ('x')", "not authorized"),
        ("pragma writable_schema = on", "not authorized"),
    ] {
        let house = rule(sql);
        let out = house.path().join("out");
        let more = ["--catalogue", house.path().to_str().unwrap()];
        let done = run(assess(dir.path(), &out, &house.path().join("cache"), &more), &out);
        assert_eq!(done.code, Some(2), "{}", done.stderr);
        let first = done.stderr.lines().next().unwrap();
        assert!(first.contains("rules/own.yaml:7:8: SQL: ") && first.contains(said), "{sql}: {first}");
    }
}
