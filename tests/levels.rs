//! Levels and times from the words of a document to what a rule says of them: a table and a sentence that demand less
//! than an agreement promises, and those that do not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use support::assessed;

const CATALOGUE: &str = "# Service catalogue\n\n| Service ID | Service | Customer | SLA | Owner | Status |\n|---|---|---|---|---|---|\n\
    | SVC-01 | Mail hosting | all | SLA-1 | Ann Lee | live |\n| SVC-02 | Web shop | all | SLA-1 | Bob Ray | live |\n";

/// An agreement of which these words are the targets.
fn agreement(targets: &str) -> String {
    format!(
        "---\ntitle: Service level agreement\nowner: Ann Lee\nversion: \"1.0\"\napproved_by: Bob Ray\n\
         approved_on: 2026-03-01\n---\n# Service level agreement\n\nThis agreement with the customer holds for all \
         services below.\n\n## Service level targets\n\n{targets}\n\n## Workload limits\n\nUp to 500 users.\n\n\
         ## Exceptions\n\nPlanned maintenance does not count.\n"
    )
}

/// What the rules that compare levels and times say of some documents.
fn said(documents: &[(&str, &str)]) -> Vec<String> {
    let mut all = vec![("services/catalogue.md", CATALOGUE)];
    all.extend(documents);
    let text = assessed(&all).to_string();
    let mut found: Vec<String> = ["%; ", "allowed here", "may take"]
        .iter()
        .flat_map(|words| text.match_indices(words).map(|(at, _)| sentence(&text, at)).collect::<Vec<_>>())
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The JSON text around a place.
fn sentence(text: &str, at: usize) -> String {
    let from = text[..at].rfind('"').map_or(0, |quote| quote + 1);
    let to = text[at..].find('"').map_or(text.len(), |quote| at + quote);
    text[from..to].to_owned()
}

const PLAN: &str = "---\ntitle: Availability plan\nowner: Ann Lee\nversion: \"2.0\"\napproved_by: Bob Ray\n\
    approved_on: 2026-04-01\n---\n# Availability plan\n\nAvailability of each service is monitored and reviewed.\n\n";

fn plan(level: &str) -> String {
    format!(
        "{PLAN}## Availability targets\n\n| Service | Availability target |\n|---|---|\n| Mail hosting | {level} |\n\
         | Web shop | 99.5 % |\n"
    )
}

#[test]
fn a_level_of_a_table_is_held_against_the_table_of_an_agreement() {
    let table = "| Service | Availability |\n|---|---|\n| Mail hosting | 99.9 % |\n| Web shop | 99.5 % |";
    let found = said(&[("sla.md", &agreement(table)), ("availability-plan.md", &plan("99.0 %"))]);
    assert_eq!(found, ["Mail hosting is held against 99 %; sla.md promises 99.9 %"]);
    assert!(said(&[("sla.md", &agreement(table)), ("availability-plan.md", &plan("99.9 %"))]).is_empty());
}

#[test]
fn a_level_of_a_table_is_held_against_the_sentence_of_an_agreement() {
    let sentence = "- Mail hosting: availability 99,9 % a month, measured day and night.\n\
        - Web shop: availability 99,5 % a month.";
    let found = said(&[("sla.md", &agreement(sentence)), ("availability-plan.md", &plan("99.0 %"))]);
    assert_eq!(found, ["Mail hosting is held against 99 %; sla.md promises 99.9 %"]);
    let met = "- Mail hosting was available 99.9 % last month.";
    assert!(said(&[("sla.md", &agreement("See the annex.")), ("availability-plan.md", &plan(met))]).is_empty());
}

const PROCEDURE: &str = "---\ntitle: Incident management procedure\nowner: Ann Lee\nversion: \"2.0\"\n\
    approved_by: Bob Ray\napproved_on: 2026-04-01\n---\n# Incident management procedure\n\nEvery incident is recorded, \
    classified, prioritised by impact and urgency, escalated, resolved and closed by the service desk.\n\n";

fn procedure(time: &str) -> String {
    format!(
        "{PROCEDURE}## Targets\n\n| Priority | Response time | Resolution time |\n|---|---|---|\n| P1 | 15 minutes | {time} |\n\
         | P2 | 1 hour | 8 hours |\n"
    )
}

#[test]
fn a_time_of_a_table_is_held_against_a_sentence() {
    let promised = agreement("P1 incidents are resolved within 4 hours around the clock, P2 within 8 hours.");
    let found = said(&[("sla.md", &promised), ("incident-procedure.md", &procedure("6 hours"))]);
    assert_eq!(found, ["6 hours are allowed here (P1); sla.md promises 4 hours"]);
    let working = said(&[("sla.md", &promised), ("incident-procedure.md", &procedure("4 working hours"))]);
    assert_eq!(working, ["4 working hours are allowed here (P1); sla.md promises 4 hours"]);
    assert!(said(&[("sla.md", &promised), ("incident-procedure.md", &procedure("4 hours"))]).is_empty());
}

const SUPPLIERS: &str = "# Supplier register\n\n| Supplier | Service provided | Contract | Contract manager |\n\
    |---|---|---|---|\n| Ridge Hosting | Servers for SVC-01 | CT-17 | Ann Lee |\n";

#[test]
fn a_suppliers_contract_is_held_against_the_promise_for_the_service_that_it_supports() {
    let promised =
        agreement("| Service | Restoration |\n|---|---|\n| Mail hosting | 4 h, 24 x 7 |\n| Web shop | 9 h |");
    let contract = |time: &str| {
        format!(
            "---\ntitle: Supplier contract CT-17\nowner: Ann Lee\nversion: \"1.0\"\napproved_by: Bob Ray\n\
             approved_on: 2026-02-01\n---\n# Supplier contract CT-17\n\nBetween us and Ridge Hosting. The supplier shall \
             provide servers within the scope of this contract.\n\n## Service targets\n\n| Target | Value |\n|---|---|\n\
             | Restoration after a fault | {time} |\n"
        )
    };
    let with = |time: &str| {
        let contract = contract(time);
        said(&[("sla.md", &promised), ("suppliers.md", SUPPLIERS), ("contracts/contract CT-17.md", &contract)])
    };
    assert_eq!(
        with("8 working hours"),
        ["Ridge Hosting may take 8 working hours for Mail hosting; sla.md promises 4 h"]
    );
    assert!(with("3 hours").is_empty(), "{:?}", with("3 hours"));
}
