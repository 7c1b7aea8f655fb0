//! Formats for programs: each fits its schema or what its reader says of it, however hostile the documents.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::{Format, render, sample, variants};
use super::{Machine, below, issues};
use crate::assessment::Assessment;
use crate::catalogue::Grade;
use crate::evidence::Code;

const ALL: [Machine; 7] = [
    Machine::Sarif,
    Machine::Junit,
    Machine::Github,
    Machine::Gitlab,
    Machine::Azure,
    Machine::OscalResults,
    Machine::OscalPlan,
];

fn text(machine: Machine, assessment: &Assessment) -> String {
    String::from_utf8(render(Format::Machine(machine), assessment).unwrap()).unwrap()
}

fn value(machine: Machine, assessment: &Assessment) -> Value {
    serde_json::from_str(&text(machine, assessment)).unwrap()
}

/// Text that wants to be a command of a build server, beside what wants to be markup.
fn hostile() -> Assessment {
    let mut assessment = variants::hostile();
    let nasty = [
        "x\n::add-mask::a",
        "::error::owned",
        "##vso[task.setvariable variable=PATH]x",
        "##[command]x",
        "a%0A::set-output name=x::y",
        "50 % ] ; , : {0} [link](https://evil.example)",
        "]]><failure/>&amp;\u{fffe}\u{0}\u{b}",
        "../../etc/passwd",
        "C:\\x\\y: z, 1.docx",
        "",
    ];
    let mut next = nasty.iter().cycle();
    let mut text = || (*next.next().unwrap()).to_owned();
    for finding in &mut assessment.findings {
        for shortfall in &mut finding.shortfalls {
            (shortfall.path, shortfall.says, shortfall.remedy) = (Some(text()), text(), text());
            shortfall.place.heading = vec![text()];
        }
    }
    assessment.unread.iter_mut().for_each(|file| (file.path, file.reason) = (text(), text()));
    assessment
}

fn every() -> Vec<Assessment> {
    vec![
        sample::assessment(),
        sample::with_guidance(),
        sample::decided(),
        variants::hostile(),
        hostile(),
        variants::empty(),
    ]
}

fn fits(machine: Machine, schema: &str) {
    // The published schema of SARIF has a bracket too many in this pattern, which no strict reader of them takes.
    let schema = schema.replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for assessment in every() {
        let value = value(machine, &assessment);
        let mistakes: Vec<String> =
            validator.iter_errors(&value).take(10).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    }
    assert!(!validator.is_valid(&json!({"runs": []})), "the schema takes anything");
}

#[test]
fn sarif_fits_its_schema() {
    fits(Machine::Sarif, include_str!("../../../tests/data/sarif/sarif-schema-2.1.0.json"));
}

#[test]
fn oscal_fits_its_schemas() {
    fits(Machine::OscalResults, include_str!("../../../tests/data/oscal/oscal_assessment-results_schema.json"));
    fits(Machine::OscalPlan, include_str!("../../../tests/data/oscal/oscal_poam_schema.json"));
}

#[test]
fn the_same_assessment_gives_the_same_bytes() {
    for machine in ALL {
        assert_eq!(Format::parse(machine.name()), Some(Format::Machine(machine)));
        for assessment in every() {
            assert_eq!(text(machine, &assessment), text(machine, &assessment.clone()), "{}", machine.name());
        }
    }
}

#[test]
fn each_matter_is_there_once_and_keeps_its_fingerprint() {
    let mut assessment = sample::assessment();
    let before: Vec<String> = issues::issues(&assessment).into_iter().map(|issue| issue.fingerprint).collect();
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len());
    // It moves down a page and another obligation falls short by it as well.
    let mut shortfall = assessment.findings[2].shortfalls[0].clone();
    for moved in assessment.findings[2].shortfalls.iter_mut().take(1) {
        moved.place.line = Some(90);
    }
    shortfall.place.line = Some(90);
    assessment.findings[0].shortfalls.push(shortfall);
    let mut after: Vec<String> = issues::issues(&assessment).into_iter().map(|issue| issue.fingerprint).collect();
    let (mut sorted, _) = (before.clone(), after.sort());
    sorted.sort();
    assert_eq!(after, sorted);
    // Said twice of one document at two places, they are told apart.
    let twin = assessment.findings[2].shortfalls[0].clone();
    let twin = crate::evidence::Shortfall { place: crate::document::Place { line: Some(91), ..twin.place }, ..twin };
    assessment.findings[2].shortfalls.push(twin);
    let prints: BTreeSet<String> = issues::issues(&assessment).into_iter().map(|issue| issue.fingerprint).collect();
    assert_eq!(prints.len(), before.len() + 1);
}

#[test]
fn sarif_has_each_rule_once_and_a_place_for_every_result() {
    let log = value(Machine::Sarif, &sample::assessment());
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!((ids.len(), rules.len()), (Code::ALL.len(), Code::ALL.len()));
    let taxa: BTreeSet<&str> =
        run["taxonomies"][0]["taxa"].as_array().unwrap().iter().map(|taxon| taxon["id"].as_str().unwrap()).collect();
    let results = run["results"].as_array().unwrap();
    let mut levels = Vec::new();
    for result in results {
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.contains([' ', ':', '\\']) && !uri.starts_with('/'), "{uri}");
        assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
        assert!(result["taxa"].as_array().unwrap().iter().all(|taxon| taxa.contains(taxon["id"].as_str().unwrap())));
        levels.push(["error", "warning", "note"].iter().position(|level| result["level"] == **level).unwrap());
    }
    assert!(levels.is_sorted() && levels.first() < levels.last(), "worst first");
    assert!(results.iter().any(|result| result["locations"][0]["logicalLocations"][0]["kind"] == "cell"));
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len(), 3);
}

#[test]
fn every_rule_helps_and_every_result_can_be_found_by_its_obligation() {
    let log = value(Machine::Sarif, &sample::decided());
    let run = &log["runs"][0];
    for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
        let (text, markdown) = (rule["help"]["text"].as_str().unwrap(), rule["help"]["markdown"].as_str().unwrap());
        assert!(text.len() > 40 && markdown.starts_with("**") && markdown.contains("iso20k explain"), "{rule}");
        let bears = run["results"].as_array().unwrap().iter().filter(|result| result["ruleId"] == rule["id"]);
        for id in bears.flat_map(|result| result["properties"]["tags"].as_array().unwrap()) {
            assert!(markdown.contains(&format!("- **{}** ", id.as_str().unwrap())), "{id}: {markdown}");
        }
    }
    // What is waived is there, as a note that says so.
    let waived = run["results"].as_array().unwrap().iter().find(|result| result.get("suppressions").is_some()).unwrap();
    assert_eq!((&waived["level"], &waived["suppressions"][0]["status"]), (&json!("note"), &json!("accepted")));
    assert!(waived["message"]["text"].as_str().unwrap().contains("Waived until 2026-12-31 by Jonas Weber"));
}

#[test]
fn limits_of_github_are_kept_to() {
    let mut assessment = sample::assessment();
    let pattern = assessment.findings[2].shortfalls[0].clone();
    let many = (0..26_000).map(|number| crate::evidence::Shortfall {
        says: format!("number {number}: {}", "long ".repeat(20)),
        grade: if number == 25_999 { Grade::Major } else { Grade::Minor },
        ..pattern.clone()
    });
    assessment.findings[2].shortfalls = many.collect();
    let log = value(Machine::Sarif, &assessment);
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    assert!(
        results.iter().any(|result| result["message"]["text"].as_str().unwrap().contains("number 25999:")),
        "the worst stay"
    );
    let notes = run["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(notes.contains("results left out"), "{notes}");
    // Rules, tags of a rule, places of a result, runs: 25,000, 20, 1,000 and 20 are taken.
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    assert!(results.iter().all(|result| result["locations"].as_array().unwrap().len() == 1));
    for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
        assert!((1..=20).contains(&rule["properties"]["tags"].as_array().unwrap().len()));
        assert!(
            rule["name"].as_str().unwrap().len() <= 255
                && rule["fullDescription"]["text"].as_str().unwrap().len() <= 1024
        );
    }
    let annotations = text(Machine::Github, &assessment);
    let warnings = annotations.lines().filter(|line| line.starts_with("::warning ")).count();
    assert_eq!(warnings, 10);
    assert!(annotations.contains(" more of proposed grade minor are in the report"));
}

#[test]
fn annotations_are_commands_of_ours_and_nothing_else() {
    for assessment in every() {
        for line in text(Machine::Github, &assessment).lines() {
            let (command, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
            let (level, properties) = command.split_once(' ').unwrap();
            assert!(["error", "warning", "notice"].contains(&level), "{line}");
            for property in properties.split(',') {
                let (name, value) = property.split_once('=').unwrap();
                assert!(["file", "line", "title"].contains(&name) && !value.contains([':', ',']), "{line}");
            }
            assert!(!message.contains("##[") && !message.contains("##vso["), "{line}");
        }
        let azure = text(Machine::Azure, &assessment);
        assert!(azure.starts_with("iso20k: "), "the whole in a line");
        for line in azure.lines().skip(1).filter(|line| !line.starts_with("iso20k: ")) {
            let rest = line.strip_prefix("##vso[task.logissue type=").unwrap();
            let (properties, message) = rest.split_once(']').unwrap();
            assert!(properties.starts_with("error;") || properties.starts_with("warning;"), "{line}");
            assert!(properties.split(';').skip(1).all(|each| each.is_empty() || each.contains('=')), "{line}");
            assert!(!message.contains("##"), "{line}");
        }
        assert!(azure.lines().all(|line| line.starts_with("iso20k: ") != line.contains("##vso[")));
    }
}

/// The documented fields of <https://docs.gitlab.com/ci/testing/code_quality/>, and no others.
#[test]
fn gitlab_has_the_fields_it_documents() {
    for assessment in every() {
        let report = value(Machine::Gitlab, &assessment);
        let mut prints = BTreeSet::new();
        for entry in report.as_array().unwrap() {
            let fields: Vec<&str> = entry.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(fields, ["description", "check_name", "fingerprint", "severity", "location"]);
            assert!(prints.insert(entry["fingerprint"].as_str().unwrap()), "a fingerprint is there twice");
            assert!(["info", "minor", "major"].contains(&entry["severity"].as_str().unwrap()));
            let path = entry["location"]["path"].as_str().unwrap();
            assert!(!path.starts_with("./") && !path.contains(char::is_control), "{path}");
            assert!(entry["location"]["lines"]["begin"].as_u64().unwrap() > 0);
        }
    }
}

#[test]
fn junit_adds_up_and_says_all() {
    use quick_xml::events::Event;
    for assessment in every() {
        let text = text(Machine::Junit, &assessment);
        let mut reader = quick_xml::Reader::from_str(&text);
        let (mut cases, mut failures, mut skipped, mut stated) = (0, 0, 0, Vec::new());
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    let attribute =
                        |name: &str| tag.try_get_attribute(name).unwrap().map(|each| each.value.into_owned());
                    match tag.local_name().as_ref() {
                        "testsuites" => {
                            stated = ["tests", "failures", "skipped"]
                                .map(|name| attribute(name).unwrap().parse::<usize>().unwrap())
                                .to_vec();
                        }
                        "testcase" => cases += 1,
                        "failure" => failures += 1,
                        "skipped" => skipped += 1,
                        "testsuite" => assert!(!attribute("name").unwrap().is_empty()),
                        other => panic!("`{other}` is no element of ours"),
                    }
                }
                _ => {}
            }
        }
        assert_eq!(cases, assessment.findings.len());
        assert_eq!(stated, [cases, failures, skipped]);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{fffe}'), "XML cannot hold it");
    }
}

#[test]
fn oscal_leads_everywhere_and_decides_nothing_that_documents_cannot_tell() {
    for assessment in [sample::assessment(), hostile()] {
        let results = value(Machine::OscalResults, &assessment);
        let plan = value(Machine::OscalPlan, &assessment);
        for document in [&results, &plan] {
            let (mut made, mut named) = (Vec::new(), Vec::new());
            uuids(document, &mut made, &mut named);
            let unique: BTreeSet<&String> = made.iter().collect();
            assert_eq!(unique.len(), made.len(), "a UUID is there twice");
            assert!(named.iter().all(|uuid| unique.contains(uuid)), "something leads nowhere");
        }
        let result = &results["assessment-results"]["results"][0];
        let findings = result["findings"].as_array().unwrap();
        let told = assessment.findings.iter().filter(|finding| {
            !matches!(finding.status, crate::evidence::Status::Undetermined | crate::evidence::Status::NoOccurrence)
        });
        assert_eq!(findings.len(), told.count());
        assert_eq!(result["observations"].as_array().unwrap().len(), assessment.findings.len());
        let unescaped = results.to_string().replace("\\\\](", "");
        assert!(!unescaped.contains("]("), "a link of a document is no link");
    }
}

fn uuids(value: &Value, made: &mut Vec<String>, named: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                match (name.as_str(), value.as_str()) {
                    ("uuid", Some(uuid)) => made.push(uuid.to_owned()),
                    (_, Some(uuid)) if name.ends_with("-uuid") => named.push(uuid.to_owned()),
                    _ => uuids(value, made, named),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|value| uuids(value, made, named)),
        _ => {}
    }
}

#[test]
fn paths_are_put_below_a_folder() {
    let placed = below(sample::assessment(), "./policies//it/");
    let shortfall =
        placed.findings.iter().flat_map(|finding| &finding.shortfalls).find_map(|each| each.path.as_deref());
    assert!(shortfall.unwrap().starts_with("policies/it/0"));
    assert_eq!(below(sample::assessment(), "."), sample::assessment());
    assert_eq!(issues::uri("../a b/ü#1.md"), "a%20b/%C3%BC%231.md");
    assert_eq!(issues::path("a\u{1b}\u{202e}b"), "a\u{fffd}\u{fffd}b");
}
