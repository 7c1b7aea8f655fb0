//! The data is complete and every part of it is used.

use std::collections::{BTreeMap, BTreeSet};

use iso20k::catalogue::{Catalogue, Check, DocumentCheck, RegisterCheck};
use iso20k::evidence::Code;

use super::{catalogue, read};

const LANGUAGES: [&str; 8] = ["de", "en", "es", "fr", "ja", "nl", "pt", "zh"];

/// Types that no obligation asks for, and why they are here all the same.
const UNASKED: &[(&str, &str)] =
    &[("backup-procedure", "usual, and told apart so that it is not taken for a continuity plan")];

/// Topics that no obligation asks for, and why they are here all the same.
const UNASKED_TOPICS: &[(&str, &str)] = &[
    ("backup-procedure/how-often", "usual in such a document; it helps to tell the type"),
    ("backup-procedure/restore", "usual in such a document; it helps to tell the type"),
    ("backup-procedure/tests", "usual in such a document; it helps to tell the type"),
    ("backup-procedure/what", "usual in such a document; it helps to tell the type"),
    ("configuration-baseline/baseline-content", "usual in such a document; it helps to tell the type"),
    ("configuration-item-types/detail-level", "usual in such a document; it helps to tell the type"),
    ("configuration-management-procedure/ci-recording", "records show it"),
    ("improvement-procedure/recording", "records show it"),
    ("incident-management-procedure/logging", "usual in such a document; it helps to tell the type"),
    ("incident-management-procedure/updating", "records show it"),
    ("knowledge-article/steps", "usual in such a document; it helps to tell the type"),
    ("management-review-procedure/attendance", "minutes show it"),
    ("management-review-procedure/inputs", "minutes show it"),
    ("management-review-procedure/outputs", "minutes show it"),
    ("problem-management-procedure/logging", "records show it"),
    ("problem-management-procedure/updating", "records show it"),
    ("problem-management-procedure/known-errors", "records show it"),
    ("process-performance-report/process-deviations", "usual in such a document; it helps to tell the type"),
    ("reporting-procedure/trends", "usual in such a document; it helps to tell the type"),
    ("request-fulfilment-procedure/logging", "records show it"),
    ("request-fulfilment-procedure/updating", "records show it"),
    ("service-catalogue/catalogue-upkeep", "usual in such a document; it helps to tell the type"),
    ("service-planning-procedure/requirements-gathering", "usual in such a document; it helps to tell the type"),
    ("sms-manual/process-interaction", "usual in such a document; it helps to tell the type"),
    ("transition-outcome-report/informed", "usual in such a document; it helps to tell the type"),
];

fn checks(catalogue: &Catalogue) -> (Vec<&DocumentCheck>, Vec<&RegisterCheck>) {
    fn walk<'a>(check: &'a Check, found: &mut (Vec<&'a DocumentCheck>, Vec<&'a RegisterCheck>)) {
        match check {
            Check::Document(check) | Check::Record(check) => found.0.push(check),
            Check::Register(check) => found.1.push(check),
            Check::Any(checks) => checks.iter().for_each(|check| walk(check, found)),
            Check::Ask(_) => {}
        }
    }
    let mut found = (Vec::new(), Vec::new());
    let advice = catalogue.guidance.iter().flat_map(|guidance| &guidance.items).map(|item| &item.obligation);
    for obligation in catalogue.obligations().map(|(_, obligation)| obligation).chain(advice) {
        obligation.evidence.iter().for_each(|check| walk(check, &mut found));
    }
    found
}

#[test]
fn every_obligation_of_the_inventory_is_there_in_order() {
    let list = read("tests/data/obligation-ids.txt");
    let expected: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
    let found: Vec<String> = catalogue()
        .obligations()
        .map(|(_, obligation)| {
            let kind = format!("{:?}", obligation.kind).to_lowercase();
            format!("{} {kind} {}", obligation.id, if obligation.interval { "interval" } else { "-" })
        })
        .collect();
    assert_eq!(expected.len(), 420);
    assert_eq!(found, expected);
    assert_eq!(catalogue().clauses.len(), 63);
    let obliging = catalogue().clauses.iter().filter(|clause| !clause.obligations.is_empty()).count();
    assert_eq!(obliging, 62, "8.3.1 alone obliges to nothing");
}

#[test]
fn every_obligation_says_what_to_do_and_to_ask() {
    for (_, obligation) in catalogue().obligations() {
        assert!(!obligation.remedy.trim().is_empty() && !obligation.ask.is_empty(), "{}", obligation.id);
        assert!(obligation.asks.ends_with('.'), "{}: {}", obligation.id, obligation.asks);
    }
}

#[test]
fn every_type_speaks_every_language() {
    let mut missing = Vec::new();
    let mut need = |what: String, words: &BTreeMap<String, Vec<String>>| {
        for language in LANGUAGES {
            if words.get(language).is_none_or(Vec::is_empty) {
                missing.push(format!("{what}: {language}"));
            }
        }
    };
    for (id, document) in &catalogue().documents {
        need(id.clone(), &document.names);
        document.topics.iter().for_each(|(topic, words)| need(format!("{id}/{topic}"), &words.words));
    }
    for (id, register) in &catalogue().registers {
        need(id.clone(), &register.names);
        register.columns.iter().for_each(|(column, words)| need(format!("{id}/{column}"), &words.words));
    }
    for guidance in &catalogue().guidance {
        guidance.topics.iter().for_each(|(topic, words)| need(format!("{}/{topic}", guidance.id), &words.words));
    }
    assert!(missing.is_empty(), "{} lists are missing\n{}", missing.len(), missing.join("\n"));
    assert_eq!(catalogue().languages.keys().map(String::as_str).collect::<Vec<_>>(), LANGUAGES);
}

#[test]
fn every_type_is_asked_for_or_explained() {
    let (documents, registers) = checks(catalogue());
    let mut used: BTreeSet<&str> = documents.iter().flat_map(|check| &check.types).map(String::as_str).collect();
    used.extend(registers.iter().flat_map(|check| &check.types).map(String::as_str));
    // A register that a rule reads is used as well.
    let sql: String = catalogue().rules.iter().map(|rule| rule.sql.as_str()).collect::<Vec<_>>().join("\n");
    let unused: Vec<&str> = catalogue()
        .documents
        .values()
        .filter(|document| document.form.is_evidence())
        .map(|document| document.id.as_str())
        .chain(catalogue().registers.values().filter(|it| !sql.contains(&it.table())).map(|it| it.id.as_str()))
        .filter(|id| !used.contains(id) && !UNASKED.iter().any(|(known, _)| known == id))
        .collect();
    assert!(unused.is_empty(), "no obligation asks for {unused:?}: use them or say why they are there");
    for (id, _) in UNASKED {
        assert!(!used.contains(id), "{id} is asked for by now");
    }
}

#[test]
fn every_topic_is_asked_for_or_explained() {
    let (documents, _) = checks(catalogue());
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    for check in documents {
        for topic in &check.topics {
            used.extend(check.types.iter().map(|id| (id.as_str(), topic.as_str())));
        }
    }
    let documents = catalogue().documents.values().filter(|document| document.form.is_evidence());
    let topics =
        documents.flat_map(|document| document.topics.keys().map(|topic| (document.id.as_str(), topic.as_str())));
    let unused: Vec<String> =
        topics.filter(|topic| !used.contains(topic)).map(|(id, topic)| format!("{id}/{topic}")).collect();
    let unused: Vec<&String> =
        unused.iter().filter(|id| !UNASKED_TOPICS.iter().any(|(known, _)| known == id)).collect();
    assert!(unused.is_empty(), "no obligation asks for {} topics: {unused:?}", unused.len());
}

#[test]
fn ids_are_unique_over_everything_that_can_be_explained() {
    let catalogue = catalogue();
    let rules = catalogue.registers.values().flat_map(|register| &register.rules).map(|rule| rule.id.as_str());
    let ids = catalogue
        .clauses
        .iter()
        .map(|clause| clause.clause.as_str())
        .chain(catalogue.obligations().map(|(_, obligation)| obligation.id.as_str()))
        .chain(catalogue.guidance.iter().map(|guidance| guidance.id.as_str()))
        .chain(catalogue.guidance.iter().flat_map(|it| &it.items).map(|item| item.obligation.id.as_str()))
        .chain(catalogue.documents.keys().chain(catalogue.registers.keys()).map(String::as_str))
        .chain(catalogue.views.keys().chain(catalogue.crosswalks.keys()).map(String::as_str))
        .chain(rules.chain(catalogue.rules.iter().map(|rule| rule.id.as_str())))
        .chain(catalogue.tests.keys().map(String::as_str))
        .chain(Code::ALL.iter().map(|code| code.name()));
    let mut seen = BTreeSet::new();
    let twice: Vec<&str> = ids.filter(|id| !seen.insert(*id)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn rules_bear_on_something_and_say_what_to_do() {
    let catalogue = catalogue();
    let rows = catalogue.registers.values().flat_map(|register| &register.rules);
    for rule in rows {
        assert!(!rule.obligations.is_empty(), "{} bears on nothing", rule.id);
    }
    for rule in &catalogue.rules {
        assert!(!rule.obligations.is_empty() || !rule.clauses.is_empty(), "{} bears on nothing", rule.id);
    }
}

#[test]
fn alternatives_are_not_nested_for_nothing() {
    fn walk(id: &str, check: &Check) {
        if let Check::Any(checks) = check {
            assert!(checks.len() > 1, "{id}: `any` of one");
            for check in checks {
                assert!(!matches!(check, Check::Any(_)), "{id}: `any` in `any`");
                walk(id, check);
            }
        }
    }
    for (_, obligation) in catalogue().obligations() {
        obligation.evidence.iter().for_each(|check| walk(&obligation.id, check));
    }
}

#[test]
fn every_document_that_auditors_ask_for_has_a_type() {
    let mut reader = csv::Reader::from_path(super::root().join("tests/data/document-types.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 78);
    for row in rows {
        for id in row[1].split_whitespace() {
            let known = catalogue().documents.contains_key(id) || catalogue().registers.contains_key(id);
            assert!(known, "{}: there is no type `{id}`", &row[0]);
        }
        assert!(!row[1].is_empty(), "{} has no type", &row[0]);
    }
}

#[test]
fn views_crosswalks_and_guidance_are_all_there() {
    let catalogue = catalogue();
    let views = [
        "basic-five",
        "certification-stages",
        "five-components",
        "governance-practice",
        "nine-areas-2005",
        "pdca",
        "people-process-technology",
        "service-lifecycle",
        "six-steps",
    ];
    assert_eq!(catalogue.views.keys().map(String::as_str).collect::<Vec<_>>(), views);
    let links: BTreeMap<&str, usize> =
        catalogue.crosswalks.iter().map(|(id, crosswalk)| (id.as_str(), crosswalk.links.len())).collect();
    let expected = [
        ("cobit-2019", 102),
        ("iso-20000-1-2005", 71),
        ("iso-20000-1-2005-process-groups", 63),
        ("iso-20000-1-2011", 80),
        ("iso-27001-2022", 71),
        ("iso-27001-2022-annex-a", 93),
        ("iso-9001-2015", 87),
        ("itil-4", 92),
        ("mof-4.0", 77),
    ];
    assert_eq!(links, BTreeMap::from(expected));
    for (id, crosswalk) in &catalogue.crosswalks {
        for clause in &catalogue.clauses {
            assert!(!crosswalk.of(&clause.clause).is_empty(), "{id} says nothing on {}", clause.clause);
        }
        assert!(!crosswalk.note.is_empty(), "{id} has no caveat");
    }
    assert_eq!(catalogue.guidance.len(), 1);
    let ids: Vec<String> = catalogue.guidance[0].items.iter().map(|item| item.obligation.id.clone()).collect();
    assert_eq!(ids, (1..=36).map(|number| format!("RV{number:02}")).collect::<Vec<_>>());
    assert!(catalogue.guidance[0].notice.contains("No ISO"));
}

#[test]
fn advice_is_looked_up_in_its_own_words() {
    let guidance = &catalogue().guidance[0];
    for item in &guidance.items {
        for check in &item.obligation.evidence {
            if let Check::Document(check) = check {
                for topic in &check.topics {
                    let says = catalogue().topic_says(&check.types, topic);
                    assert!(says.is_some(), "{}: {topic}", item.obligation.id);
                    assert!(check.types.contains(&guidance.id), "{}: {topic}", item.obligation.id);
                }
            }
        }
    }
}

/// What a document says of an activity is not yet the activity.
#[test]
fn the_classes_of_coverage_follow_kind_and_checks() {
    use iso20k::catalogue::{Determinable, Kind};
    let catalogue = super::catalogue();
    for (_, obligation) in catalogue.obligations() {
        let checks = serde_json::to_string(&obligation.evidence).unwrap();
        let shown = checks.contains("{\"record\":") || checks.contains("{\"register\":");
        let only_said = obligation.kind == Kind::Activity && !shown;
        assert!(obligation.determinable() != Determinable::Yes || !only_said, "{}", obligation.id);
    }
}

/// Whatever auditors compare is decided by a rule or a check, or it is said why data cannot.
#[test]
fn every_test_of_an_auditor_is_decided_or_explained() {
    let catalogue = catalogue();
    let ids: Vec<&str> = catalogue.tests.keys().map(String::as_str).collect();
    let between = (1..=49).map(|number| format!("X{number:02}"));
    let expected: Vec<String> = (1..=72).map(|number| format!("A{number:02}")).chain(between).collect();
    assert_eq!(ids, expected);
    for (id, test) in &catalogue.tests {
        let decided = catalogue.rules_of_test(id).next().is_some() || !test.checks.is_empty();
        assert!(decided || test.reason.is_some(), "{id} is neither decided nor explained");
        assert!(!test.clauses.is_empty(), "{id} bears on nothing");
    }
}

#[test]
fn every_rule_between_documents_decides_a_test() {
    let without: Vec<&str> =
        catalogue().rules.iter().filter(|rule| rule.tests.is_empty()).map(|rule| rule.id.as_str()).collect();
    assert!(without.is_empty(), "{without:?}");
}
