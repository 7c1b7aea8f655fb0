//! What is touched and how sure that is, on the small sample and the real catalogue.

use super::framework::{find, integrated};
use super::tender::{Answer, Confidence, Requirement, tender};
use super::*;
use crate::catalogue::{Catalogue, Files, Strength, Vocabulary, load};
use crate::report::paper::{Form, Worded, said};
use crate::report::sample;
use crate::report::{Language, Words};

fn catalogue() -> Catalogue {
    load(&Files::embedded()).0
}

fn answered(rows: &[(&str, &str)]) -> Vec<Answer> {
    let catalogue = catalogue();
    let words = Vocabulary::new(&catalogue);
    let asked = rows.iter().enumerate().map(|(number, (text, clause))| Requirement {
        id: format!("R{number}"),
        text: (*text).into(),
        clause: (*clause).into(),
    });
    tender(&sample::assessment(), &catalogue, &words, asked.collect()).answers
}

#[test]
fn a_clause_that_is_named_is_sure_and_words_less_so() {
    let answers = answered(&[
        ("Anything at all", "8.6.1"),
        ("The bidder meets clause 8.6.1 of ISO/IEC 20000-1", ""),
        ("The bidder has a major incident procedure with roles and escalation", ""),
        ("Support is given from 8.5 to 9 hours a day", ""),
        ("The office has a bicycle shed", ""),
        ("", ""),
    ]);
    assert_eq!((answers[0].confidence, answers[1].confidence), (Confidence::Stated, Confidence::Stated));
    assert_eq!(answers[0].clauses, ["8.6.1"]);
    assert_eq!(answers[1].clauses, ["8.6.1"]);
    assert_eq!(answers[0].extent, Some(Extent::InPart));
    assert!(matches!(answers[2].confidence, Confidence::Likely | Confidence::Possible), "{:?}", answers[2]);
    assert!(answers[2].clauses.contains(&"8.6.1".to_owned()), "{:?}", answers[2]);
    for vague in &answers[3..] {
        assert!(vague.confidence >= Confidence::Possible && vague.extent.is_none(), "{vague:?}");
    }
    assert_eq!(answers[4].confidence, Confidence::None);
    assert!(answers[4].evidence.is_empty() && answers[5].evidence.is_empty());
}

#[test]
fn what_is_not_sure_claims_nothing() {
    for answer in answered(&[("Incidents", ""), ("Service reporting", ""), ("A risk register is kept", "")]) {
        let is_sure = matches!(answer.confidence, Confidence::Stated | Confidence::Likely);
        assert!(is_sure || answer.extent.is_none(), "{answer:?}");
    }
}

#[test]
fn other_standards_are_touched_as_far_as_evidence_and_crosswalk_reach() {
    let (catalogue, assessment) = (catalogue(), sample::assessment());
    let walk = find(&catalogue.crosswalks, "iso-9001").unwrap();
    assert_eq!(walk.id, "iso-9001-2015");
    assert_eq!(find(&catalogue.crosswalks, "iso-27001").unwrap().id, "iso-27001-2022");
    assert!(find(&catalogue.crosswalks, "iso-900").is_none());
    let view = integrated(&assessment, &[walk, find(&catalogue.crosswalks, "iso-27001").unwrap()]);
    let quality = &view.frameworks[0];
    let scope = quality.places.iter().find(|place| place.reference == "4.3").unwrap();
    assert_eq!((scope.strength, scope.extent), (Strength::Full, Extent::Found));
    // What merely answers in part, or is related, never shows all of it.
    for place in view.frameworks.iter().flat_map(|framework| &framework.places) {
        assert!(place.strength == Strength::Full || place.extent != Extent::Found, "{place:?}");
        assert!(place.strength > Strength::Related || place.extent != Extent::InPart, "{place:?}");
    }
    assert!(quality.places.windows(2).all(|pair| {
        crate::audit::names::order(&pair[0].reference) <= crate::audit::names::order(&pair[1].reference)
    }));
    assert!(view.shared.iter().all(|shared| shared.places.len() == 2));
    for form in [Form::Text, Form::Markdown, Form::Html, Form::Csv] {
        for language in Language::ALL {
            let shown = Worded { what: &view, words: Words::of(*language) };
            let text = said(&shown, form).to_lowercase();
            assert!(!text.contains("certified") && !text.contains("compliant") && !text.contains("conforms"), "{text}");
        }
    }
}

#[test]
fn an_extent_is_as_large_as_its_findings() {
    let assessment = sample::assessment();
    let of = |clause: &str| Extent::of(of_clause(&assessment, clause).into_iter());
    assert_eq!(of("4.3"), Extent::Found);
    assert_eq!(of("8.6.1"), Extent::InPart);
    assert_eq!(of("5.1"), Extent::Ask);
    assert_eq!(of("9.2"), Extent::NotFound);
    assert_eq!(of("10.1"), Extent::NotFound);
}

#[test]
fn the_summary_adds_up_and_what_counts_twice_is_said() {
    let (catalogue, assessment) = (catalogue(), sample::assessment());
    let walks = ["iso-9001", "iso-27001"].map(|id| find(&catalogue.crosswalks, id).unwrap());
    let view = integrated(&assessment, &walks);
    for framework in &view.frameworks {
        let reached = framework.reached;
        let all = reached.found + reached.in_part + reached.related + reached.ask + reached.not_found;
        assert_eq!(all, framework.places.len(), "{}", framework.id);
        let asked = framework.places.iter().filter(|place| place.extent == Extent::Ask).count();
        assert_eq!(reached.ask, asked, "{}", framework.id);
        assert!(framework.documents <= assessment.documents.len() && framework.documents > 0, "{}", framework.id);
    }
    // Leadership is asked in both, and nothing here tells of it; the scope is shown, so that it is not among them.
    let common: Vec<&str> = view.common.iter().map(|one| one.clause.as_str()).collect();
    assert!(common.contains(&"5.1") && !common.contains(&"4.3"), "{common:?}");
    assert!(view.common.iter().all(|one| one.places.iter().all(|places| !places.is_empty())));
    let mut limited = assessment.clone();
    limited.summary.limited_to = vec!["8.6".into()];
    let words = Words::of(Language::En);
    let said = said(&Worded { what: &integrated(&limited, &walks), words }, Form::Text);
    assert!(said.contains("limited to clauses 8.6"), "{said}");
    assert!(integrated(&assessment, &walks[..1]).common.is_empty(), "one standard alone shares nothing");
}

#[test]
fn both_papers_are_said_in_german() {
    let (catalogue, assessment) = (catalogue(), sample::assessment());
    let walks = ["iso-9001", "iso-27001"].map(|id| find(&catalogue.crosswalks, id).unwrap());
    let view = integrated(&assessment, &walks);
    let words = Words::of(Language::De);
    let paper = said(&Worded { what: &view, words }, Form::Markdown);
    for said in ["Auf einen Blick", "Geltungsbereich des Qualitätssystems", "Nachweis gefunden"] {
        assert!(paper.contains(said), "{said}: {paper}");
    }
    for english in ["evidence found", "places with a counterpart", "Our own judgement", "Scope of the"] {
        assert!(!paper.contains(english), "{english}: {paper}");
    }
    let vocabulary = Vocabulary::new(&catalogue);
    let asked =
        ["Incidents are handled by ISO/IEC 20000-1, clause 8.6.1", "A bicycle shed", "Major incident procedure"];
    let asked = asked.iter().enumerate().map(|(number, text)| Requirement {
        id: format!("R{number}"),
        text: (*text).into(),
        clause: String::new(),
    });
    let tender = tender(&assessment, &catalogue, &vocabulary, asked.collect());
    let paper = said(&Worded { what: &tender, words }, Form::Markdown);
    for said in ["Antworten auf eine Ausschreibung", "es nennt 8.6.1", "selbst beantworten"] {
        assert!(paper.contains(said), "{said}: {paper}");
    }
    assert!(!paper.contains("it names") && !paper.contains("Match"), "{paper}");
}
