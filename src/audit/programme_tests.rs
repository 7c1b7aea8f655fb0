//! What holds for every programme: all is covered, nobody audits their own work, the dates are in the cycle.

use std::collections::BTreeSet;

use super::areas::{Past, Priority, area_of};
use super::programme::{Auditor, Programme, Terms, programme};
use super::sheets;
use crate::assessment::Assessment;
use crate::report::sample;

fn auditor(name: &str, works_in: &[&str]) -> Auditor {
    Auditor { name: name.into(), role: None, works_in: works_in.iter().map(ToString::to_string).collect() }
}

fn made(assessment: &Assessment, years: u32, a_year: usize, auditors: Vec<Auditor>) -> Programme {
    let from = "2027-01-01".parse().unwrap();
    programme(assessment, &Past::default(), &Terms { years, from, a_year, auditors })
}

#[test]
fn every_clause_is_covered_whatever_the_cycle() {
    let assessment = sample::assessment();
    let clauses: BTreeSet<&str> = assessment.findings.iter().map(|finding| finding.clause.as_str()).collect();
    for (years, a_year) in [(1, 1), (1, 12), (2, 3), (3, 1), (3, 4), (3, 52)] {
        let programme = made(&assessment, years, a_year, Vec::new());
        let audited: BTreeSet<String> = programme.audits.iter().flat_map(|audit| programme.clauses(audit)).collect();
        assert!(clauses.iter().all(|clause| audited.contains(*clause)), "{years} years, {a_year} a year");
        assert!(programme.audits.len() <= a_year * years as usize);
        assert!(programme.audits.windows(2).all(|pair| pair[0].date <= pair[1].date));
        let last = format!("{}-02", 2027 + years);
        assert!(programme.audits.iter().all(|audit| audit.date.as_str() >= "2027-01-01" && audit.date < last));
        let ids: BTreeSet<&String> = programme.audits.iter().map(|audit| &audit.id).collect();
        assert_eq!(ids.len(), programme.audits.len(), "an id stands twice");
        assert_eq!(programme, made(&assessment, years, a_year, Vec::new()));
    }
}

#[test]
fn what_is_risky_is_audited_every_year() {
    let programme = made(&sample::assessment(), 3, 4, Vec::new());
    let times =
        |id: &str| programme.audits.iter().filter(|audit| audit.assignments.iter().any(|one| one.area == id)).count();
    let mut seen = BTreeSet::new();
    for area in &programme.areas {
        let expected = match area.priority {
            Priority::High => 3,
            Priority::Medium => 2,
            Priority::Low => 1,
        };
        assert_eq!(times(&area.id), expected, "{} with {} points", area.id, area.points);
        seen.insert(area.priority);
    }
    assert!(seen.contains(&Priority::High) && seen.len() > 1, "the sample shows no difference: {seen:?}");
}

#[test]
fn an_open_major_finding_and_a_recent_audit_change_the_points() {
    let assessment = sample::assessment();
    let terms = Terms { years: 1, from: "2027-01-01".parse().unwrap(), a_year: 1, auditors: Vec::new() };
    let points = |past: &Past| programme(&assessment, past, &terms).area("8.6.1").unwrap().points;
    let clauses = || BTreeSet::from(["8.6.1".to_owned()]);
    let usual = points(&Past::default());
    let open = Past { open: vec![(clauses(), true)], ..Past::default() };
    let audited = |date: &str| Past { audited: vec![(clauses(), date.parse().unwrap())], ..Past::default() };
    assert_eq!(points(&open), usual + 3);
    assert_eq!(points(&audited("2026-09-01")), usual - 1);
    assert_eq!(points(&audited("2024-09-01")), usual);
}

#[test]
fn nobody_audits_what_they_answer_for() {
    let assessment = sample::assessment();
    let own = made(&assessment, 3, 4, vec![auditor("Priya Raman", &[]), auditor("Fiona Gault", &["8.2"])]);
    let mut barred = 0;
    for assignment in own.audits.iter().flat_map(|audit| &audit.assignments) {
        let area = own.area(&assignment.area).unwrap();
        let answers = area.answerable.iter().any(|person| person.contains("Raman"));
        barred += usize::from(answers);
        assert!(!answers || assignment.auditor.as_deref() != Some("Priya Raman"), "{assignment:?}");
        assert!(!area.id.starts_with("8.2") || assignment.auditor.as_deref() != Some("Fiona Gault"), "{assignment:?}");
    }
    assert!(barred > 0, "the sample has nothing that Priya Raman answers for");
    let alone = made(&assessment, 1, 4, vec![auditor("P. Raman", &[])]);
    assert!(alone.unassigned().contains(&"8.6.1".to_owned()), "{:?}", alone.unassigned());
}

#[test]
fn a_process_is_an_area_and_so_is_another_clause() {
    for (clause, area) in
        [("4.3", "4"), ("6.1.2", "6"), ("8.1", "8.1"), ("8.2.3.1", "8.2.3"), ("8.6.1", "8.6.1"), ("10.2", "10")]
    {
        assert_eq!(area_of(clause), area);
    }
}

#[test]
fn a_working_paper_holds_all_that_is_known_of_its_criteria() {
    let assessment = sample::assessment();
    let programme = made(&assessment, 1, 3, vec![auditor("Fiona Gault", &[])]);
    let sheets = sheets::of_programme(&assessment, &programme, None);
    assert_eq!(sheets.len(), programme.audits.len());
    let criteria: Vec<_> = sheets.iter().flat_map(|sheet| &sheet.areas).flat_map(|area| &area.criteria).collect();
    assert_eq!(criteria.len(), assessment.findings.len());
    for criterion in criteria {
        let finding = assessment.findings.iter().find(|finding| finding.obligation == criterion.obligation).unwrap();
        assert_eq!(criterion.evidence.len(), finding.evidence.len());
        assert!(!criterion.asks.is_empty());
    }
    let one = sheets::of_programme(&assessment, &programme, Some(&programme.audits[0].id));
    assert_eq!(one, sheets[..1]);
    let clause = sheets::of_clauses(&assessment, &["8.6".to_owned()]);
    assert!(clause.areas.iter().all(|area| area.area.starts_with("8.6")) && !clause.areas.is_empty());
}
