//! `docs/ci.md` is what runs here: every row of its truth tables, every snippet, and the files by which build
//! servers call the program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

#[path = "ci/page.rs"]
mod page;
#[path = "ci/places.rs"]
mod places;
mod support;

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use support::{POLICY, assessed, write};

/// The exit code of the program with these arguments.
fn exit(dir: &Path, arguments: &[&str]) -> i32 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iso20k"));
    command.current_dir(dir).args(arguments).env("XDG_CACHE_HOME", dir.join("cache")).env("RUST_BACKTRACE", "0");
    command.output().unwrap().status.code().unwrap()
}

/// The arguments that a cell of the page shows; `nothing` are none.
fn arguments(cell: &str) -> Vec<&str> {
    cell.split('`').nth(1).unwrap_or_default().split_whitespace().collect()
}

/// The obligation that changes, of clause 4.1.
const CHANGED: &str = "4.1/1";

/// An assessment in which all is evidenced.
fn evidenced() -> Value {
    let mut assessment = assessed(&[]);
    for finding in assessment["findings"].as_array_mut().unwrap() {
        (finding["status"], finding["shortfalls"]) = (json!("evidenced"), json!([]));
    }
    for clause in assessment["clauses"].as_array_mut().unwrap() {
        clause["proposed_grade"] = Value::Null;
    }
    assessment["unread"] = json!([]);
    assessment
}

fn changed(assessment: &Value, change: &str) -> Value {
    let mut changed = assessment.clone();
    let number = changed["findings"].as_array().unwrap().iter().position(|it| it["obligation"] == CHANGED).unwrap();
    let short = |grade: &str| {
        let place = json!({"page": null, "slide": null, "heading": [], "line": 3, "sheet": null, "cell": null});
        json!([{"code": "draft-only", "grade": grade, "path": "policy.md", "place": place, "says": "it is a draft", "remedy": "Finish it."}])
    };
    match change {
        "none" => {}
        "a gap" | "a partial" | "an undetermined" | "a no-occurrence" => {
            let status = change.split_once(' ').unwrap().1;
            changed["findings"][number]["status"] = json!(status);
        }
        "all undetermined" => changed["findings"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .for_each(|finding| finding["status"] = json!("undetermined")),
        "a waived gap" | "a waived partial" | "a gap, half of it waived" => {
            let mut shortfalls = json!([short("major")[0], short("minor")[0]]);
            let waived = json!({"reason": "r", "approver": "a", "start": "2026-01-01", "end": "2026-12-31"});
            shortfalls[0]["waived"] = waived.clone();
            if change.starts_with("a waived") {
                shortfalls[1]["waived"] = waived;
            }
            let status = if change.contains("partial") { "partial" } else { "gap" };
            let finding = &mut changed["findings"][number];
            (finding["status"], finding["shortfalls"]) = (json!(status), shortfalls);
        }
        "a clause with a major" => changed["clauses"][0]["proposed_grade"] = json!("major"),
        "a clause with a minor" => changed["clauses"][0]["proposed_grade"] = json!("minor"),
        "a shortfall with a major" => changed["findings"][number]["shortfalls"] = short("major"),
        "a shortfall with a minor" => changed["findings"][number]["shortfalls"] = short("minor"),
        "a shortfall with an opportunity" => changed["findings"][number]["shortfalls"] = short("opportunity"),
        "a file not read" => changed["unread"] = json!([{"path": "scan.pdf", "reason": "image only"}]),
        "no documents" => changed["documents"] = json!([]),
        "no obligations" => {
            (changed["findings"], changed["obligations"], changed["clauses"]) = (json!([]), json!([]), json!([]));
        }
        other => panic!("the page has a change that nobody makes: {other}"),
    }
    changed
}

#[test]
fn every_row_of_the_truth_table_for_an_assessment() {
    let work = tempfile::tempdir().unwrap();
    let evidenced = evidenced();
    let rows = page::table(&["asked", "the change", "exit code"]);
    assert!(rows.len() > 40);
    for row in rows {
        let mut assessment = changed(&evidenced, &row[1]);
        let mut asked = arguments(&row[0]);
        if row[0].starts_with("nothing, as before") {
            let fail_on: Vec<&str> = asked.split_off(0)[1..].to_vec();
            assessment["gate"] =
                json!({"asked": {"fail_on": fail_on, "min_achievement": []}, "held": true, "failures": []});
        }
        write(work.path(), "assessment.json", assessment.to_string().as_bytes());
        let code = exit(work.path(), &[&["gate", "assessment.json"], &asked[..]].concat());
        assert_eq!(code.to_string(), row[2], "{row:?}");
    }
}

#[test]
fn every_row_of_the_truth_table_for_a_folder() {
    let rows = page::table(&["asked", "the folder", "the profile asks", "exit code"]);
    assert!(rows.len() > 15);
    for row in rows {
        let work = tempfile::tempdir().unwrap();
        let documents = work.path().join("documents");
        std::fs::create_dir(&documents).unwrap();
        match row[1].as_str() {
            "a policy" => write(&documents, "policy.md", POLICY.as_bytes()),
            "nothing that can be read" => write(&documents, "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 legacy"),
            "no files" => {}
            other => panic!("the page has a folder that nobody makes: {other}"),
        }
        if let Some(gate) = row[2].split('`').nth(1) {
            write(&documents, "iso20k.yaml", format!("gate:\n  {gate}\n").as_bytes());
        }
        let fixed = ["assess", "documents", "--as-of", "2026-11-22", "--no-cache"];
        let code = exit(work.path(), &[&fixed, &arguments(&row[0])[..]].concat());
        assert_eq!(code.to_string(), row[3], "{row:?}");
        let written = std::fs::read_dir(work.path().join("iso20k-report")).is_ok_and(|files| files.count() > 1);
        assert_eq!(written, code < 2, "reports are written whether or not a gate fails: {row:?}");
    }
}

/// The verdict stands in the assessment, fits the schema, and an assessment from before gates still loads.
#[test]
fn the_verdict_stands_in_the_assessment() {
    let work = tempfile::tempdir().unwrap();
    write(work.path(), "documents/policy.md", POLICY.as_bytes());
    let read = || -> Value {
        serde_json::from_slice(&std::fs::read(work.path().join("iso20k-report/assessment.json")).unwrap()).unwrap()
    };
    let assess = ["assess", "documents", "--as-of", "2026-11-22", "--format", "json"];
    assert_eq!(
        exit(work.path(), &[&assess[..], &["--fail-on", "gap,major", "--min-achievement", "8.6=0.8"]].concat()),
        1
    );
    let mut assessment = read();
    let schema: Value = serde_json::from_str(include_str!("../controls/schema/assessment.json")).unwrap();
    assert!(jsonschema::draft202012::new(&schema).unwrap().is_valid(&assessment));
    let gate = &assessment["gate"];
    assert_eq!((&gate["held"], &gate["asked"]["fail_on"]), (&json!(false), &json!(["gap", "major"])));
    let failed: Vec<&Value> =
        gate["failures"].as_array().unwrap().iter().map(|failure| &failure["condition"]).collect();
    assert_eq!(failed, ["gap", "major", "min-achievement"]);
    assert_eq!(
        gate["failures"][0]["about"].as_array().unwrap().len() as u64,
        assessment["summary"]["counts"]["gap"].as_u64().unwrap()
    );
    // Limited to clauses, the gate is asked of these.
    assert_eq!(exit(work.path(), &[&assess[..], &["--fail-on", "gap", "--clauses", "9.2"]].concat()), 1);
    let about = read()["gate"]["failures"][0]["about"].as_array().unwrap().clone();
    assert!(!about.is_empty() && about.iter().all(|id| id.as_str().unwrap().starts_with("9.2.")), "{about:?}");
    assessment.as_object_mut().unwrap().remove("gate");
    write(work.path(), "before.json", assessment.to_string().as_bytes());
    assert_eq!(exit(work.path(), &["report", "before.json", "--format", "json"]), 0);
    assert_eq!(read()["gate"], Value::Null);
}

/// What the page shows of the profile is a profile, by its schema and by the program.
#[test]
fn the_profile_of_the_page_is_one() {
    let text = page::blocks("yaml profile").remove(0);
    let profile: Value = serde_yaml::from_str(&text).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../controls/schema/profile.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&profile));
    for wrong in [json!({"gate": {"fail_on": ["gaps"]}}), json!({"gate": {"min_achievement": {"all": 80}}})] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
    let work = tempfile::tempdir().unwrap();
    write(work.path(), "documents/policy.md", POLICY.as_bytes());
    write(work.path(), "documents/iso20k.yaml", text.as_bytes());
    assert_eq!(exit(work.path(), &["assess", "documents", "--as-of", "2026-11-22"]), 1);
}
