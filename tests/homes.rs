//! What is wrong with a paper counts in the clause it belongs to; elsewhere it is worth knowing and no more.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use serde_json::Value;
use support::{assessed, codes, entry};

/// The grades of a shortfall in each clause where it is told of a path.
fn grades(assessment: &Value, code: &str, path: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for finding in assessment["findings"].as_array().unwrap() {
        for shortfall in finding["shortfalls"].as_array().unwrap() {
            if shortfall["code"] == code && shortfall["path"] == path {
                let clause = finding["obligation"].as_str().unwrap().split('/').next().unwrap();
                found.push((clause.to_owned(), shortfall["grade"].as_str().unwrap().to_owned()));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

#[test]
fn an_overdue_paper_counts_in_its_own_clause_only() {
    let text = "---\ntitle: Incident management procedure\nowner: Ann Lee\nversion: \"2.0\"\napproved by: Tom Fox\n\
        approved on: 2024-03-01\nnext review: 2025-03-01\n---\n\n# Incident management procedure\n\nThe desk records each \
        incident, classifies it, sets its priority by impact and urgency, escalates it where needed, resolves and closes \
        it. The owner of the procedure has the competence records of the desk's staff checked each year. Managers tell \
        staff each year what the service management policy and the objectives mean for their work. Each service request \
        is recorded, classified, prioritised, fulfilled and closed, and its record is kept up to date.\n";
    let json = assessed(&[("incidents.md", text)]);
    let told = grades(&json, "review-overdue", "incidents.md");
    assert!(told.iter().any(|(clause, grade)| clause == "8.6.1" && grade != "opportunity"), "{told:?}");
    let elsewhere = told.iter().filter(|(clause, _)| clause != "8.6.1");
    assert!(elsewhere.clone().count() > 0, "{told:?}");
    assert!(elsewhere.clone().all(|(_, grade)| grade == "opportunity"), "{told:?}");
}

#[test]
fn a_roadmap_is_told_beside_a_draft() {
    let draft = "---\ntitle: Capacity plan\nstatus: draft\nversion: \"0.3\"\n---\n\n# Capacity plan\n\nThe capacity of staff, \
        technology, information and money needed for each service is planned every year.\n";
    let roadmap =
        "# Roadmap\n\nOwner: Ann Lee\n\nThe capacity plan will be introduced in the second quarter of 2027.\n";
    let json = assessed(&[("capacity.md", draft), ("roadmap.md", roadmap)]);
    let findings = json["findings"].as_array().unwrap();
    let of_capacity =
        findings.iter().filter(|finding| finding["obligation"].as_str().is_some_and(|id| id.starts_with("8.4.3/")));
    let both = of_capacity.map(codes).find(|codes| {
        let has = |code: &str, path: &str| codes.iter().any(|(known, about)| known == code && about == path);
        has("draft-only", "capacity.md") && has("promise-only", "roadmap.md")
    });
    assert!(both.is_some());
    let told = grades(&json, "promise-only", "roadmap.md");
    assert!(told.iter().any(|(clause, grade)| clause == "8.4.3" && grade == "opportunity"), "{told:?}");
}

#[test]
fn a_file_named_after_a_day_is_a_record_where_nothing_else_tells() {
    let text = "# Round of the service owners\n\nAnn told how the desk is doing. Tom asked for two more laptops.\n";
    let json = assessed(&[("2026-10-08 Round.md", text), ("Round.md", text)]);
    assert_eq!(entry(&json, "documents", "2026-10-08 Round.md").unwrap()["state"], "record");
    assert_ne!(entry(&json, "documents", "Round.md").unwrap()["state"], "record");
}

#[test]
fn a_heading_that_asks_announces_nothing() {
    let policy = |heading: &str| {
        format!(
            "# Capacity of our services\n\nOwner: Ann Lee\n\n## {heading}\n\nEach quarter we compare the capacity that is used \
             with what is needed for each service and change it where it is short.\n"
        )
    };
    let (asks, announces) =
        (policy("How we intend to introduce capacity"), policy("We intend to introduce this in 2027"));
    let told = |text: &str| grades(&assessed(&[("capacity.md", text)]), "promise-only", "capacity.md").len();
    assert_eq!(told(&asks), 0);
    assert!(told(&announces) > 0);
}

/// 7.5.1 asks for every document that the standard calls for: with next to none of them it is not evidenced, however
/// well the few are kept, and the finding says where they are missing.
#[test]
fn what_calls_for_all_documents_falls_short_where_many_are_missing() {
    let json = assessed(&[]);
    let finding = support::finding(&json, "7.5.1/1a");
    assert_ne!(finding["status"], "evidenced");
    let says = finding["shortfalls"].as_array().unwrap().iter().filter_map(|shortfall| shortfall["says"].as_str());
    let sum = says.into_iter().find(|says| says.contains("duties that call for a document are gaps")).unwrap();
    assert!(sum.contains("8.7.2") || sum.contains("more"), "{sum}");
    // What is added last is told in its place all the same: worst first, then by code.
    let weight = |grade: &str| ["major", "minor", "opportunity"].iter().position(|known| *known == grade);
    for finding in json["findings"].as_array().unwrap() {
        let told = finding["shortfalls"].as_array().unwrap().iter();
        let grades: Vec<_> = told.filter_map(|shortfall| weight(shortfall["grade"].as_str()?)).collect();
        assert!(grades.is_sorted(), "{finding}");
    }
}

/// The register shows all that the clause asks for; its own procedure is overdue all the same.
#[test]
fn an_overdue_procedure_is_told_where_a_register_is_enough() {
    let procedure = "---\ntitle: Asset management procedure\nowner: Ann Lee\nversion: \"2.0\"\napproved by: Tom Fox\n\
        approved on: 2025-03-31\nnext review: 2026-03-31\n---\n\n# Asset management procedure\n\nEach asset is kept in one list \
        with its owner, place and end of support.\n";
    let register = "Asset,Type,Owner,Location,Status,Service\nL-001,Laptop,Ann Lee,Leeds,in use,Desk\n\
        L-002,Laptop,Tom Fox,Leeds,in use,Desk\nS-001,Server,Ann Lee,York,in use,Hosting\n";
    let json = assessed(&[("assets.md", procedure), ("Asset register.csv", register)]);
    assert_eq!(grades(&json, "review-overdue", "assets.md"), [("8.2.5".to_owned(), "minor".to_owned())]);
}

/// The sheet "Method" of many a risk register: a word for the matter, and beside it what is done.
#[test]
fn a_text_set_out_in_two_columns_is_no_list_of_cases() {
    let rows = "| ID | Risk | Likelihood | Impact | Score | Owner | Status |\n|---|---|---|---|---|---|---|\n\
        | R-01 | Line fails | 3 | 4 | 12 | Ann Lee | open |\n| R-02 | Key person leaves | 2 | 4 | 8 | Tom Fox | open |\n";
    let text = |parted: &str| {
        format!(
            "# Risk register\n\n{rows}\n## Method\n\n| Rule | Text{parted} |\n|---|---|{}\n\
             | What we look at | Whatever could keep the system from its results, harm services or help them improve{parted} |\n\
             | Categories | Organisation; not meeting a service requirement; other parties in the service lifecycle{parted} |\n\
             | When a risk is acceptable | A score of 9 or less may be accepted by the owner, 10 to 15 needs an action{parted} |\n\
             | How risks are managed | Avoid, reduce, share or accept; each action has an owner, a priority and a date{parted} |\n\
             | Effectiveness | The owner judges after completion whether the action worked and the score fell{parted} |\n",
            if parted.is_empty() { "" } else { "---|" }
        )
    };
    let types = |text: &str| {
        let json = assessed(&[("risk-register.md", text)]);
        entry(&json, "documents", "risk-register.md").unwrap()["types"].to_string()
    };
    let told = types(&text(""));
    assert!(told.contains("risk-management-approach") && told.contains("risk-register"), "{told}");
    let told = types(&text(" | 7"));
    assert!(!told.contains("risk-management-approach"), "a third column makes it a list: {told}");
}

/// Patterns that begin with `~` (controls/README.md): believed where a paper is about just that.
#[test]
fn looser_words_count_in_a_paper_of_their_own_type_only() {
    let shown = |title: &str| {
        let text = format!(
            "---\ntitle: {title}\nowner: Ann Lee\nversion: \"1.0\"\n---\n\n# {title}\n\nThe organisation runs its services \
             from two halls.\n\n## Capacity\n\nIn March the office in Leeds gets a bigger pipe to the archive.\n"
        );
        let json = assessed(&[("paper.md", &text)]);
        let findings = json["findings"].as_array().unwrap();
        findings.iter().any(|finding| finding["evidence"].to_string().contains("bigger pipe"))
    };
    assert!(shown("Capacity plan"));
    assert!(!shown("Service management system manual"));
}
