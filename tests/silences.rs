//! Why nothing that counts says a thing: what a denial or a promise names without its details, an approval that is
//! still to come, an empty form beside a text that speaks of its matter, a register that is set up and not kept.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use support::{assessed, codes, entry, finding};

fn has(codes: &[(String, String)], code: &str, path: &str) -> bool {
    codes.iter().any(|(known, about)| known == code && about == path)
}

const RISKS: &str = "---\nowner: Ann Lee\nversion: \"2.0\"\napproved by: Bob Ray\napproved on: 2026-03-01\n---\n\
    # Risk management approach\n\nEach process owner looks for risks every quarter and rates likelihood and impact.\n\n";

#[test]
fn a_denial_that_names_the_matter_only_is_one() {
    let text = format!("{RISKS}There is no rule for accepted risks: what is acceptable to one is not to another.\n");
    let json = assessed(&[("risk-approach.md", &text)]);
    let said = codes(finding(&json, "6.1.2/1c"));
    assert!(has(&said, "negated", "risk-approach.md"), "{said:?}");
}

#[test]
fn a_promise_that_names_the_matter_only_is_one() {
    let text = format!("{RISKS}A rule on acceptable risks is planned for 2027.\n");
    let json = assessed(&[("risk-approach.md", &text)]);
    let said = codes(finding(&json, "6.1.2/1c"));
    assert!(has(&said, "promise-only", "risk-approach.md"), "{said:?}");
}

#[test]
fn an_approval_that_is_pending_is_none() {
    let text = "---\ntitle: Change management policy\nowner: Ann Lee\nversion: \"2.0\"\napproved by: pending\n---\n\
        # Change management policy\n\nThe policy covers all services, servers and contracts under change control.\n";
    let json = assessed(&[("change-policy.md", text)]);
    let approver = &entry(&json, "documents", "change-policy.md").unwrap()["control"]["approver"];
    assert!(approver.as_str().is_none_or(str::is_empty), "{approver}");
}

#[test]
fn a_form_in_any_language_is_seen_by_what_is_left_open() {
    let text = "# Dossier d'architecture technique\n\nProjet : <nom du projet>\n\nAuteur : <prénom nom>\n\n\
        ## Exigences\n\n<lignes du classeur des exigences>\n\n## Schéma\n\n<insérer le schéma>\n";
    let json = assessed(&[("projets/dossier.md", text)]);
    assert_eq!(entry(&json, "documents", "projets/dossier.md").unwrap()["state"], "template");
}

#[test]
fn planning_is_no_plan() {
    let text = "---\nowner: Ann Lee\nversion: \"1\"\n---\n# Service requirements and service planning\n\n\
        Owners collect what customers need and propose changes to the services twice a year.\n";
    let json = assessed(&[("requirements.md", text)]);
    let document = entry(&json, "documents", "requirements.md").unwrap();
    let types: Vec<&str> =
        document["types"].as_array().unwrap().iter().filter_map(|kind| kind["id"].as_str()).collect();
    assert!(!types.contains(&"service-management-plan"), "{types:?}");
}

#[test]
fn a_register_that_nobody_keeps_is_told_beside_what_serves() {
    let problems = "Problem;Opened;Service;Description;Root cause;Workaround;Status\n\
        PRB-1;2026-09-01;Mail;Queue stops;Full disk;Empty the queue;open\n\
        PRB-2;2026-10-01;Mail;Slow login;Old index;Log in twice;open\n";
    let json = assessed(&[
        ("Problems.csv", problems),
        ("Known errors.csv", "Known error;Service;Cause;Workaround;Problem;Recorded;Status\n"),
    ]);
    let all: Vec<(String, String)> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["clause"] == "8.6.3")
        .flat_map(codes)
        .collect();
    assert!(all.iter().any(|(code, _)| code == "register-empty"), "{all:?}");
}
