//! Readiness, of assessments of all kinds.

use super::super::{Format, Kind, Templates, render_with, sample, variants};
use super::*;

fn written() -> Written {
    serde_saphyr::from_str(include_str!("../../../reports/readiness.yaml")).unwrap()
}

fn of(assessment: &crate::assessment::Assessment, language: Language) -> Vec<Stage> {
    let templates = Templates::embedded();
    let options = Options { kind: Kind::Readiness, language, templates: &templates, audit: None };
    readiness(assessment, &View::new(assessment, options.words()), &options).unwrap().stages
}

#[test]
fn everything_named_is_in_the_catalogue_and_in_every_language() {
    let (catalogue, _) = crate::catalogue::load(&crate::catalogue::Files::embedded());
    let in_all = |texts: &Texts| {
        Language::ALL.iter().all(|language| texts.get(language.code()).is_some_and(|text| !text.is_empty()))
    };
    let Written { stages, drivers } = written();
    assert!(drivers.len() >= 8 && drivers.iter().all(|texts| in_all(texts) && texts["en"].ends_with('?')));
    assert_eq!(stages.len(), 2);
    for stage in &stages {
        assert!(in_all(&stage.title) && in_all(&stage.about));
        for item in stage.parts.iter().flat_map(|part| &part.items) {
            assert!(in_all(&item.says), "{}", item.id);
            assert!(!item.obligations.is_empty() || !item.clauses.is_empty(), "{}", item.id);
            for id in &item.obligations {
                assert!(catalogue.obligations().any(|(_, obligation)| obligation.id == *id), "{id}");
            }
            for clause in &item.clauses {
                assert!(catalogue.clause(clause).is_some(), "{clause}");
            }
        }
    }
}

#[test]
fn what_is_needed_and_not_met_stands_in_the_way() {
    let assessment = sample::assessment();
    let stages = of(&assessment, Language::En);
    assert_eq!(stages[0].verdict.id, "not-yet");
    let reason = stages[0].reasons.iter().find(|item| item.id == "stage-1-major-incidents").unwrap();
    assert_eq!((reason.answer.id, reason.shortfalls.is_empty()), ("not-met", false));
    assert!(stages[0].reasons.iter().all(|item| item.needed));
}

#[test]
fn what_cannot_be_told_is_asked_and_all_met_is_a_go() {
    let mut assessment = sample::assessment();
    for finding in &mut assessment.findings {
        finding.status = crate::evidence::Status::Evidenced;
    }
    assessment.clauses.iter_mut().for_each(|clause| clause.status = crate::evidence::Status::Evidenced);
    assert!(of(&assessment, Language::De).iter().all(|stage| stage.verdict.id == "go" && stage.reasons.is_empty()));
    for finding in &mut assessment.findings {
        finding.status = crate::evidence::Status::Undetermined;
    }
    assessment.clauses.iter_mut().for_each(|clause| clause.status = crate::evidence::Status::Undetermined);
    assert_eq!(of(&assessment, Language::De)[0].verdict.id, "open");
    assert_eq!(of(&variants::empty(), Language::De)[0].verdict.id, "open");
}

#[test]
fn written_in_both_languages_and_every_format() {
    let templates = Templates::embedded();
    for language in Language::ALL {
        let options = Options { kind: Kind::Readiness, language: *language, templates: &templates, audit: None };
        for format in Format::ALL.iter().filter(|format| format.has(Kind::Readiness)) {
            for assessment in [sample::assessment(), variants::hostile(), variants::empty()] {
                let bytes = render_with(*format, &assessment, &options).unwrap();
                assert_eq!(bytes, render_with(*format, &assessment, &options).unwrap());
                if let Ok(text) = String::from_utf8(bytes) {
                    for key in ["title", "board", "drivers"] {
                        assert!(text.contains(options.words().get("readiness", key)), "{key}: {text}");
                    }
                }
            }
        }
    }
}
