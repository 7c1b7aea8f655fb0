//! Who runs what on rows as registers have them: what is warned of, what is only asked, what is left alone.

use std::sync::LazyLock;

use super::*;
use crate::catalogue::{Files, load};
use crate::report::paper::{Form, Worded, said};
use crate::report::{Language, Words, sample};

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| load(&Files::embedded()).0);
    &CATALOGUE
}

fn row(party: &str, cells: &[(What, &str, bool)]) -> Row {
    let at = At { path: "parties.csv".into(), place: "line 2".into() };
    let cells = cells.iter().map(|(what, text, all)| (*what, (*text).to_owned(), *all)).collect();
    Row { party: party.into(), cells, at, listed: true, ..Row::default() }
}

fn checked(rows: Vec<Row>, services: &[(&str, &str)]) -> Sourcing {
    let services = services.iter().map(|(id, name)| Service { id: (*id).into(), name: (*name).into() });
    let read = Read { rows, services: services.collect() };
    sourcing(&sample::assessment(), catalogue(), Some(&read), "en")
}

fn codes(remarks: &[Remark]) -> Vec<&str> {
    remarks.iter().map(|remark| remark.code).collect()
}

fn run_by<'a>(check: &'a Sourcing, clause: &str) -> Vec<(&'a str, Share)> {
    let run = check.processes.iter().find(|run| run.id == clause).unwrap();
    run.supplies.iter().map(|at| (check.supplies[*at].party.as_str(), check.supplies[*at].share)).collect()
}

#[test]
fn a_part_of_a_process_is_told_by_its_words_in_any_language() {
    let process = |text: &'static str| (What::Process, text, false);
    let check = checked(
        vec![
            row("Nightwatch", &[process("First-line incident and request handling at night")]),
            row("Teleport", &[process("Entstörung Leitung")]),
            row("西神", &[process("障害対応の一部")]),
            row("Brackley", &[process("Third-line problem analysis")]),
            row("Somebody", &[process("Gardening")]),
            row("Score", &[process("85")]),
        ],
        &[],
    );
    let incidents = run_by(&check, "8.6.1");
    let expected = [("Nightwatch", Share::Part), ("Teleport", Share::Unsaid), ("西神", Share::Part)];
    assert_eq!(incidents, expected);
    assert_eq!(run_by(&check, "8.6.2"), [("Nightwatch", Share::Part)]);
    assert_eq!(run_by(&check, "8.6.3"), [("Brackley", Share::Unsaid)]);
    assert_eq!(run_by(&check, "8.5.1"), []);
    assert!(check.warnings.is_empty(), "{:?}", check.warnings);
    let unknown = check.questions.iter().find(|remark| remark.code == "which-process").unwrap();
    assert_eq!(unknown.subjects.iter().map(|subject| subject.name.as_str()).collect::<Vec<_>>(), ["Somebody"]);
    assert!(check.parties.iter().all(|party| party.name != "Score"), "digits are a score, not a supply");
}

#[test]
fn nothing_left_with_the_organisation_is_warned_of() {
    let all = checked(vec![row("Outsourcer", &[(What::Process, "All processes", true)])], &[]);
    assert_eq!(codes(&all.warnings), ["all-processes"]);
    assert_eq!(run_by(&all, "8.5.1"), [("Outsourcer", Share::Unsaid)]);
    // A part of all, all of a kind, and a firm that works for all services are something else.
    for (what, text) in [
        (What::Process, "all printing runs at night"),
        (What::Process, "all processes around the printing of labels"),
        (What::Process, "a part of all processes"),
        (What::Service, "all services"),
    ] {
        let check = checked(vec![row("Outsourcer", &[(what, text, text.starts_with("all"))])], &[]);
        assert!(check.warnings.is_empty(), "{text}: {:?}", check.warnings);
    }
    let mut whole = row("Outsourcer", &[(What::Service, "all services", true)]);
    assert!(codes(&checked(vec![whole.clone()], &[]).questions).contains(&"is-it-all"));
    whole.contribution = "whole service".into();
    assert_eq!(codes(&checked(vec![whole], &[]).warnings), ["all-services"]);
}

#[test]
fn each_process_or_service_given_away_adds_up_to_all() {
    let catalogue = catalogue();
    let mut rows: Vec<Row> = catalogue
        .sourcing
        .processes
        .iter()
        .map(|process| process.names["en"][0].clone())
        .map(|name| row("Outsourcer", &[(What::Process, name.trim_end_matches('*'), false)]))
        .collect();
    let check = checked(rows.clone(), &[]);
    let open: Vec<&str> =
        check.processes.iter().filter(|run| run.supplies.is_empty()).map(|run| run.id.as_str()).collect();
    assert!(open.is_empty(), "{open:?}");
    assert_eq!(codes(&check.warnings), ["every-process"]);
    rows[0].cells[0].1.push_str(", a part of it");
    assert!(checked(rows, &[]).warnings.is_empty(), "a part leaves the rest");

    let services = [("S1", "Mail"), ("", "Managed Desktop")];
    let mut mail = row("Cloud", &[(What::Service, "S1", false)]);
    let mut desktop = row("Desk", &[(What::Service, "Managed desktop", false)]);
    assert!(checked(vec![mail.clone(), desktop.clone()], &services).warnings.is_empty(), "not said to be the whole");
    (mail.contribution, desktop.contribution) = ("whole service".into(), "whole service".into());
    assert_eq!(codes(&checked(vec![mail.clone(), desktop], &services).warnings), ["every-service"]);
    assert!(checked(vec![mail], &services).warnings.is_empty(), "one service is left");
}

#[test]
fn leadership_policy_and_control_of_the_parties_cannot_be_handed_over() {
    for (text, code) in [
        ("Approving the service management policy", "own-5"),
        ("Festlegen der Richtlinie", "own-5"),
        ("Running the management system", "own-4"),
        ("Control of other parties", "own-control"),
    ] {
        let check = checked(vec![row("Consultant", &[(What::Process, text, false)])], &[]);
        assert_eq!(codes(&check.warnings), [code], "{text}");
        // What is supplied and no process is not run: a course on leadership, say.
        let check = checked(vec![row("Consultant", &[(What::Unsaid, text, false)])], &[]);
        assert!(check.warnings.is_empty(), "{text}");
    }
}

#[test]
fn what_registers_do_not_say_is_asked() {
    let nothing = sourcing(&sample::assessment(), catalogue(), None, "de");
    assert!(!nothing.read && nothing.processes[0].title == "Serviceplanung");
    assert_eq!(codes(&nothing.questions), ["no-parties", "who-holds-own", "what-is-kept"]);
    let mut supplier = row("Cabling Ltd", &[(What::Unsaid, "service desk and incident handling", false)]);
    supplier.listed = false;
    let mut known = row("Cloud AG", &[(What::Component, "mail platform", false)]);
    (known.kind, known.agreement, known.measured) = (PartyKind::External, "C-1".into(), "uptime".into());
    let silent = Row { party: "Sister Ltd".into(), kind: PartyKind::Internal, listed: true, ..Row::default() };
    let score = Row { party: "99.9 % each".into(), measured: "99.95 %".into(), listed: true, ..Row::default() };
    let check = checked(vec![supplier, known, silent, score], &[]);
    let about = |code: &str| -> Vec<&str> {
        let found = check.questions.iter().filter(|remark| remark.code == code);
        found.flat_map(|remark| &remark.subjects).map(|subject| subject.name.as_str()).collect()
    };
    for code in ["also-a-process", "what-is-it", "no-agreement", "not-measured", "not-listed"] {
        assert_eq!(about(code), ["Cabling Ltd"], "{code}");
    }
    assert_eq!(about("what-does-it-supply"), ["Sister Ltd"]);
    assert!(codes(&check.questions).contains(&"no-processes"));
    assert_eq!(check.parties.len(), 3, "a table of targets names no party");
}

#[test]
fn every_form_and_language_says_it_as_data() {
    let text = "=cmd|'/c calc' <script>alert(1)</script> \u{1b}[31m incident management";
    let mut rows = vec![row(text, &[(What::Process, text, false), (What::Process, "all processes", true)])];
    rows.push(row("Consultant", &[(What::Process, "leadership", false), (What::Service, "all", true)]));
    let full = checked(rows, &[("S1", "Mail")]);
    let none = sourcing(&empty(), catalogue(), None, "en");
    for language in Language::ALL {
        for (sourcing, words) in [(&full, Words::of(*language)), (&none, Words::of(*language))] {
            for &(name, form) in Form::ALL.iter().filter(|(_, form)| !form.is_binary()) {
                let out = said(&Worded { what: sourcing, words }, form);
                assert!(!out.contains('\u{1b}') || form == Form::Csv, "{name}");
                assert!(form != Form::Html || !out.contains("<script"), "{name}");
                assert!(form != Form::Csv || !out.contains("\n="), "{name}: {out}");
                let lower = out.to_lowercase();
                assert!(!lower.contains("conforms") && !lower.contains("certified"), "{name}");
            }
        }
    }
    // No word is missing: a remark without words would be an empty line.
    for language in Language::ALL {
        let words = Words::of(*language);
        for remark in &full.warnings {
            assert!(!words.get("sourcing", remark.code).is_empty(), "{}", remark.code);
        }
        for remark in full.questions.iter().chain(&none.questions) {
            assert!(!words.get("sourcing", remark.code).is_empty(), "{}", remark.code);
        }
    }
}

fn empty() -> Assessment {
    let mut assessment = sample::assessment();
    assessment.organisation.name = None;
    assessment.findings.clear();
    assessment
}

/// A process is called by one name in all reports: that of its clause, where it is called after one.
#[test]
fn a_process_bears_the_name_of_its_clause_in_every_language() {
    let titled = |name: &str| catalogue().clauses.iter().any(|clause| clause.title == name);
    let named: Vec<_> = catalogue().sourcing.processes.iter().filter(|process| titled(process.name("en"))).collect();
    assert!(named.len() >= 8, "{}", named.len());
    for process in named {
        assert_eq!(process.name("de"), Words::of(Language::De).name(process.name("en")), "{}", process.clause);
    }
}
