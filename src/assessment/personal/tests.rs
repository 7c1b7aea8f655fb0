//! What is replaced and what stays.

use std::collections::BTreeSet;

use serde_json::json;

use super::super::{Assessment, DocumentInfo};
use super::*;

fn persons(owners: &[&str]) -> Persons {
    let mut assessment: Assessment = crate::report::sample::assessment();
    let document: DocumentInfo = assessment.documents[0].clone();
    assessment.documents = owners
        .iter()
        .map(|owner| {
            let mut document = document.clone();
            document.control.owner = Some((*owner).to_owned());
            document.control.approver = None;
            document
        })
        .collect();
    assessment.findings.clear();
    assessment.waivers.clear();
    Persons::of(&assessment)
}

fn replaced(owners: &[&str], text: &str) -> String {
    let ordinary: BTreeSet<String> = ordinary_words(&json!(text));
    Marks::new(&persons(owners), &ordinary, Style::Numbered).replace(text)
}

#[test]
fn the_same_person_has_the_same_mark_however_written() {
    let text = "Ada Smith told SMITH, ADA and A. Smith; Ada agreed with Ben van der Jones, and Jones with Smithson.";
    assert_eq!(
        replaced(&["Ada Smith (CTO), Ben van der Jones"], text),
        "[person 1] told [person 1] and [person 1]; Ada agreed with [person 2], and [person 2] with Smithson."
    );
    assert_eq!(replaced(&["田中 太郎"], "承認者は田中太郎です。田中 太郎"), "承認者は[person 1]です。[person 1]");
    assert_eq!(replaced(&["Priya"], "Priya closed it."), "[person 1] closed it.");
}

#[test]
fn what_somebody_does_is_no_name() {
    let roles = [
        "Service Desk",
        "IT",
        "Leitung IT",
        "Network Team",
        "CAB",
        "Responsable de sécurité",
        "品質管理部",
        "Head of Operations",
    ];
    for role in roles {
        assert_eq!(replaced(&[role], role), role);
    }
    // Nor is a word that stands elsewhere in small letters, unless in full.
    assert_eq!(replaced(&["Anna Page"], "Page 3 of a page by Anna Page"), "Page 3 of a page by [person 1]");
}

#[test]
fn mail_phone_and_numbers_of_persons() {
    for (text, expected) in [
        ("write to ada@example.org or ADA@example.org", "write to [mail 1] or [mail 1]"),
        ("call +44 20 7946 0958 or (555) 123-4567", "call [phone 1] or [phone 2]"),
        ("Tel. 030 / 1234-567", "Tel. [phone 1]"),
        ("Personalnummer: 4711-22, employee no. E12345", "Personalnummer: [id 1], employee no. [id 2]"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [id 1]"),
    ] {
        assert_eq!(replaced(&[], text), expected);
    }
}

#[test]
fn what_is_of_no_person_stays() {
    for text in [
        "2026-11-22 and 01/02/2026 and 22.11.2026, 14:05",
        "clause 8.5.1.1, version 1.2.3.4, 99.95 %, 4,000 rows",
        "INC00020 and CHG-2026-0012 in “Incidents 2026”, rows 20-1000",
        "iso20k 0.1.0, user interface 12, personal data of 2026",
    ] {
        assert_eq!(replaced(&["Ada Smith"], text), text);
    }
}

#[test]
fn an_assessment_without_persons_is_still_one() {
    let assessment = crate::report::sample::assessment();
    let names: Vec<String> = Persons::of(&assessment).names().map(str::to_owned).collect();
    assert!(names.len() > 2, "{names:?}");
    let (redacted, marks) = without_personal_data(&assessment, &Persons::of(&assessment)).expect("an assessment");
    let text = serde_json::to_string(&redacted).expect("JSON");
    assert!(names.iter().all(|name| !text.contains(name.as_str())), "{names:?}");
    assert_eq!(marks.counts()["person"], names.len());
    assert_eq!(redacted.findings.len(), assessment.findings.len());
    assert!(
        redacted
            .documents
            .iter()
            .map(|document| &document.path)
            .eq(assessment.documents.iter().map(|document| &document.path))
    );
    // Twice is as good as once.
    let (again, _) = without_personal_data(&redacted, &Persons::of(&redacted)).expect("an assessment");
    assert_eq!(again, redacted);
}
