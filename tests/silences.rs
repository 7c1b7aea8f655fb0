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

const POLICY: &str = "---\nowner: Ann Lee\nversion: \"2.0\"\nstatus: draft\n---\n# Change management policy\n\n\
    The policy says which services and components are under change control, and how major changes are told from others.\n";

#[test]
fn an_own_draft_is_named_however_far_among_the_candidates() {
    // Papers of others that speak of the same come first among the candidates.
    let other = |number: usize| {
        let text = format!(
            "# Nordcable Cloud Ltd change management policy\n\nThe change management policy of Nordcable Cloud Ltd covers \
             services and components under change control. Nordcable Cloud Ltd classifies changes. Edition {number}, given \
             to Fellside Hosting Ltd.\n"
        );
        (format!("received/change management policy {number}.md"), text)
    };
    let others: Vec<(String, String)> = (1..=4).map(other).collect();
    let mut documents: Vec<(&str, &str)> = others.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    documents.extend([("iso20k.yaml", "organisation: Fellside Hosting Ltd\n"), ("zz/rules of change.md", POLICY)]);
    let json = assessed(&documents);
    let said = codes(finding(&json, "8.5.1.1/1"));
    assert_eq!(entry(&json, "documents", "received/change management policy 1.md").unwrap()["state"], "foreign");
    assert!(has(&said, "draft-only", "zz/rules of change.md"), "{said:?}");
}

#[test]
fn a_denial_in_one_clause_is_none_of_a_case_in_another() {
    let deny = "There is no rule for accepted risks, what is acceptable to one is not to another; we call if something breaks.";
    let json = assessed(&[("risk-approach.md", &format!("{RISKS}{deny}\n"))]);
    assert!(has(&codes(finding(&json, "6.1.2/1c")), "negated", "risk-approach.md"));
    let case = "If there is no rule for accepted risks, what is acceptable to one is not to another.";
    let json = assessed(&[("risk-approach.md", &format!("{RISKS}{case}\n"))]);
    assert!(!has(&codes(finding(&json, "6.1.2/1c")), "negated", "risk-approach.md"));
}

#[test]
fn the_draft_of_the_kind_asked_for_is_named_beside_a_document_that_could_say_it() {
    let manual = "---\nowner: Ann Lee\nversion: \"2.0\"\napproved by: Bob Ray\napproved on: 2026-03-01\n---\n\
        # Service management manual\n\nThe manual describes the service management system, its processes and its scope.\n";
    let json = assessed(&[("manual.md", manual), ("drafts/change-policy.md", POLICY)]);
    let said = codes(finding(&json, "8.5.1.1/1"));
    assert!(has(&said, "draft-only", "drafts/change-policy.md"), "{said:?}");
}
