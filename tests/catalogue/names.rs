//! Names identify: two types of one kind never claim the same name, and no pattern is a monster.

use std::collections::{BTreeMap, BTreeSet};

use iso20k::text::fold;

use super::catalogue;

type Words = BTreeMap<String, Vec<String>>;

/// Pairs of types that one document often serves both of, so that one name may mean both: what it covers
/// decides.
const SHARED: &[(&str, &str, &str)] = &[
    ("change-management-procedure", "release-policy", "changes and releases in one document"),
    ("incident-management-procedure", "request-fulfilment-procedure", "one procedure of the service desk"),
    ("incident-management-procedure", "service-delivery-procedure", "a service desk's handbook"),
    ("document-control-procedure", "knowledge-management-procedure", "documents and knowledge in one chapter"),
    ("incident-management-procedure", "security-incident-procedure", "one response to incidents of all kinds"),
    ("release-plan", "service-transition-plan", "a go-live of a release or of a service"),
    ("security-control-policy", "supplier-management-procedure", "security of suppliers"),
    ("service-delivery-procedure", "sms-manual", "an operations handbook"),
    ("service-design", "service-transition-plan", "a project's file"),
    ("other-parties-procedure", "supplier-management-procedure", "suppliers are most of the other parties"),
    ("incident-management-procedure", "problem-management-procedure", "one procedure of the service desk"),
    ("asset-management-procedure", "configuration-management-procedure", "assets and configuration in one document"),
    ("awareness-programme", "competence-procedure", "skills and awareness in one document"),
    ("service-level-report", "service-report", "one report to the customer"),
    ("capacity-plan", "demand-forecast", "demand and capacity in one plan"),
    ("awareness-programme", "leadership-commitment", "the management's address to all"),
    ("security-control-decisions", "security-control-policy", "the measures and why they were chosen"),
    ("security-control-policy", "security-incident-procedure", "a security handbook"),
    ("budget-report", "budgeting-procedure", "the rules and the figures in one workbook"),
    ("service-management-plan", "sms-manual", "a service handbook that plans the year"),
    ("leadership-commitment", "roles-and-responsibilities", "the management hands out duties"),
];

fn shared(types: &BTreeSet<&str>) -> bool {
    let pair: Vec<&str> = types.iter().copied().collect();
    SHARED.iter().any(|(a, b, _)| pair == [*a, *b])
}

/// Folded names that two types of one kind claim in one language.
fn clashes<'a>(types: impl Iterator<Item = (&'a String, &'a Words)>) -> Vec<String> {
    let mut claims: BTreeMap<(String, String), BTreeSet<&str>> = BTreeMap::new();
    for (id, names) in types {
        for (language, patterns) in names {
            for pattern in patterns.iter().filter(|pattern| !pattern.contains('&')) {
                for name in pattern.split('|') {
                    claims.entry((language.clone(), fold(name))).or_default().insert(id);
                }
            }
        }
    }
    let clashes = claims.into_iter().filter(|(_, types)| types.len() > 1 && !shared(types));
    clashes.map(|((language, name), types)| format!("{language} “{name}”: {types:?}")).collect()
}

#[test]
fn no_two_types_claim_one_name() {
    let documents = catalogue().documents.iter().map(|(id, document)| (id, &document.names));
    let registers = catalogue().registers.iter().map(|(id, register)| (id, &register.names));
    let mut found = clashes(documents);
    found.extend(clashes(registers));
    assert!(found.is_empty(), "{} names are claimed twice\n{}", found.len(), found.join("\n"));
}

#[test]
fn patterns_have_at_most_eight_sides() {
    let words = |words: &'static Words| words.values().flatten();
    let documents = catalogue().documents.values();
    let topics = documents.clone().flat_map(|document| document.topics.values());
    let columns = catalogue().registers.values().flat_map(|register| register.columns.values());
    let patterns = documents
        .flat_map(|document| words(&document.names))
        .chain(topics.flat_map(|topic| words(&topic.words)))
        .chain(columns.flat_map(|column| words(&column.words)));
    let mut count = 0;
    for pattern in patterns {
        assert!(pattern.matches('&').count() < 8, "{pattern}");
        count += 1;
    }
    assert!(count > 20_000, "{count} patterns");
}
