//! What is missing, each once; files that are there stay.

use super::*;
use crate::catalogue::{Files, Grade, Rung, load};
use crate::document::Place;
use crate::evidence::{LookedFor, Shortfall};

fn finding(obligation: &str, status: Status, code: Code, types: &[&str]) -> Finding {
    Finding {
        obligation: obligation.into(),
        clause: "8.6.1".into(),
        catalogue: "x".into(),
        status,
        reached: Rung::Absent,
        needed: Rung::Practised,
        evidence: Vec::new(),
        shortfalls: vec![Shortfall {
            code,
            grade: Grade::Minor,
            path: None,
            place: Place::default(),
            says: String::new(),
            remedy: String::new(),
            waived: None,
        }],
        looked_for: LookedFor {
            types: types.iter().map(ToString::to_string).collect(),
            topics: Vec::new(),
            candidates: Vec::new(),
        },
        determination: None,
    }
}

#[test]
fn each_missing_type_once_with_what_it_serves() {
    let (catalogue, _) = load(&Files::embedded());
    let types = ["incident-management-procedure", "incident-records"];
    let findings = [
        finding("1", Status::Gap, Code::RecordsMissing, &types),
        finding("2", Status::Partial, Code::MissingDocument, &types),
        finding("3", Status::Partial, Code::RegisterEmpty, &types),
        finding("4", Status::Partial, Code::TopicMissing, &types),
        finding("5", Status::Evidenced, Code::MissingDocument, &types),
    ];
    let wanted = missing(&catalogue, &findings);
    let expected = [
        Wanted { id: "incident-records".into(), obligations: vec!["1".into(), "3".into()] },
        Wanted { id: "incident-management-procedure".into(), obligations: vec!["2".into()] },
    ];
    assert_eq!(wanted, expected);
}

#[test]
fn a_file_that_is_there_stays() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let template = Template { path: "documents/x.md".into(), text: "{{organisation}} {{date}} {{owner}}".into() };
    let template = fill(template, Some("Brightwater Ltd"), None, "2026-11-22");
    let bytes = template.text.as_bytes();
    assert!(write(folder.path(), &template.path, bytes).expect("written"));
    let path = folder.path().join("documents/x.md");
    assert_eq!(fs::read_to_string(&path).expect("read"), "Brightwater Ltd 2026-11-22 {{owner}}");
    fs::write(&path, "mine").expect("written");
    assert!(!write(folder.path(), &template.path, bytes).expect("written"));
    assert_eq!(fs::read_to_string(&path).expect("read"), "mine");
}

#[test]
fn who_might_own_it_is_asked_not_said() {
    let template = Template { path: "documents/x.md".into(), text: "| Owner | {{owner}} |".into() };
    let asked = fill(template.clone(), None, Some("Colin Reay"), "2026-11-22").text;
    assert_eq!(asked, "| Owner | {{owner, perhaps Colin Reay}} |");
    assert_eq!(fill(template, None, None, "2026-11-22").text, "| Owner | {{owner}} |");
}
