//! The papers of an audit, of assessments of all kinds, in every form and language.

use serde_json::Value;

use crate::assessment::Assessment;
use crate::audit::areas::Past;
use crate::audit::programme::{Auditor, Terms, programme};
use crate::audit::raised::{Entry, Findings, Source, Written, findings};
use crate::audit::sheets::{of_clauses, of_programme};
use crate::report::paper::{Form, Printed, Worded, print, said};
use crate::report::{Language, Words, sample, variants};

fn terms() -> Terms {
    let named = |name: &str| Auditor { name: name.into(), role: None, works_in: vec!["8.6".into()] };
    Terms { years: 3, from: "2026-12-01".parse().unwrap(), a_year: 2, auditors: vec![named("Sam Lee")] }
}

fn raised(finding: &str) -> Findings {
    let written = |id: &str, due: &str, grade: &str| Written {
        id: id.into(),
        grade: grade.into(),
        clause: "8.6.1".into(),
        finding: finding.into(),
        due: due.into(),
        ..Written::default()
    };
    let source = || Source { path: "findings.yaml".into(), place: "finding 1".into() };
    let entry = |written: Written| -> Entry { (written, source(), false) };
    let entries = vec![entry(written("A", "2026-01-02", "minor")), entry(written("B", "2027-09-09", "major"))];
    findings(entries, &["8.6.1"], "2026-11-22".parse().unwrap(), Some("Austad AS".into()))
}

/// Every paper in every form and language.
fn all(assessment: &Assessment, words: &'static Words, mut look: impl FnMut(&str, Form, Vec<u8>)) {
    let programme = programme(assessment, &Past::default(), &terms());
    let raised = raised("=cmd|'/c calc'!A0 <script>x</script>\u{1b}[31m");
    let mut sheets = of_programme(assessment, &programme, None);
    sheets.push(of_clauses(assessment, &["8".into()]));
    for &(name, form) in Form::ALL {
        look(name, form, print(&Worded { what: &programme, words }, form).unwrap());
        look(name, form, print(&Worded { what: &raised, words }, form).unwrap());
        sheets.iter().for_each(|sheet| look(name, form, print(&Worded { what: sheet, words }, form).unwrap()));
    }
}

#[test]
fn every_form_and_language() {
    for language in Language::ALL {
        for assessment in [sample::assessment(), variants::hostile(), variants::empty()] {
            all(&assessment, Words::of(*language), |name, form, bytes| {
                let Ok(text) = String::from_utf8(bytes) else {
                    assert!(form.is_binary(), "{name}");
                    return;
                };
                assert!(form == Form::Csv || !text.contains('\u{1b}'), "{name}");
                assert!(form != Form::Html || !text.contains("<script"), "{name}");
                let lower = text.to_lowercase();
                assert!(!lower.contains("certified") && !lower.contains("zertifiziert"), "{name}: {text}");
            });
        }
    }
}

#[test]
fn a_german_paper_says_in_german_what_is_not_the_organisations_own() {
    let words = Words::of(Language::De);
    let assessment = sample::assessment();
    let programme = programme(&assessment, &Past::default(), &terms());
    let text = said(&Worded { what: &programme, words }, Form::Text);
    assert!(text.contains("Internes Auditprogramm") && text.contains("Gewicht"), "{text}");
    for english in ["weight ", "shortfall", "documents cannot", "no audit of it", "to be named", "priority"] {
        assert!(!text.contains(english), "{english}: {text}");
    }
    let text = said(&Worded { what: &raised("No tests since 2024"), words }, Form::Markdown);
    assert!(text.contains("No tests since 2024"), "what somebody wrote stays as it is: {text}");
    assert!(text.contains("324 Tage überfällig") && text.contains("die Ursache"), "{text}");
}

#[test]
fn rows_of_findings_are_read_back_in_any_language() {
    let rows = |language| Worded { what: &raised("x"), words: Words::of(language) }.table().headings;
    assert_eq!(rows(Language::De), rows(Language::En));
    assert_ne!(
        Worded { what: &raised("x"), words: Words::of(Language::De) }.sheets()[0].1.headings,
        rows(Language::En),
        "a workbook is for people"
    );
}

#[test]
fn as_data_a_paper_is_the_thing_itself() {
    let found = raised("x");
    let data: Value =
        serde_json::from_str(&said(&Worded { what: &found, words: Words::of(Language::De) }, Form::Json)).unwrap();
    assert_eq!(data, serde_json::to_value(&found).unwrap());
}
