//! What changed and why, one cause at a time.

use super::*;
use crate::evidence::{Code, Determination, Waived};
use crate::report::sample;
use crate::report::words::{Language, Words};

fn now() -> Assessment {
    sample::assessment()
}

fn finding<'a>(assessment: &'a mut Assessment, id: &str) -> &'a mut Finding {
    assessment.findings.iter_mut().find(|finding| finding.obligation == id).unwrap()
}

fn changed<'a>(comparison: &'a Comparison, id: &str) -> &'a Change {
    comparison.changes.iter().find(|change| change.obligation == id).unwrap()
}

/// Compares, and sees to it that a German report can say all that is told.
fn compare(before: &Assessment, after: &Assessment) -> Comparison {
    let comparison = super::compare(before, after);
    let causes = comparison.changes.iter().flat_map(|change| &change.causes).map(|cause| &cause.says);
    for says in causes.chain(&comparison.warnings) {
        assert_eq!(Words::of(Language::De).said(says).lang, "", "{says}");
    }
    comparison
}

fn kinds(change: &Change) -> Vec<CauseKind> {
    change.causes.iter().map(|cause| cause.kind).collect()
}

fn determination(verdict: Verdict) -> Determination {
    Determination {
        verdict,
        by: "Ingrid Solberg".into(),
        on: "2026-11-20".into(),
        until: None,
        why: "Seen.".into(),
        stale: None,
        remarks: Vec::new(),
    }
}

#[test]
fn the_same_is_the_same() {
    let comparison = compare(&now(), &now());
    assert!(comparison.changes.is_empty() && comparison.warnings.is_empty());
    assert_eq!(comparison.counts.unchanged as usize, now().findings.len());
    assert_eq!(comparison.achievement, comparison.baseline.achievement);
}

#[test]
fn a_document_that_changed_is_the_cause() {
    let (before, mut after) = (now(), now());
    finding(&mut after, "4.3/1").status = Status::Partial;
    after.documents[0].sha256 = "cd".repeat(32);
    let comparison = compare(&before, &after);
    let change = changed(&comparison, "4.3/1");
    assert_eq!((change.change, kinds(change)), (ChangeKind::Regressed, vec![CauseKind::Documents]));
    assert!(change.causes[0].says.contains("changed: 01 Manual/SMS manual.docx"));
    assert!(comparison.achievement < comparison.baseline.achievement);
    let back = compare(&after, &before);
    assert_eq!(changed(&back, "4.3/1").change, ChangeKind::Improved);
    assert_eq!((back.counts.improved, back.counts.regressed), (1, 0));
}

#[test]
fn documents_that_came_and_went_are_told() {
    let (before, mut after) = (now(), now());
    let mut moved = after.documents.remove(0);
    moved.path = "elsewhere.docx".into();
    after.documents.push(moved);
    finding(&mut after, "4.3/1").evidence.clear();
    finding(&mut after, "4.3/1").status = Status::Gap;
    let comparison = compare(&before, &after);
    assert_eq!(comparison.documents.added, ["elsewhere.docx"]);
    assert_eq!(comparison.documents.removed, ["01 Manual/SMS manual.docx"]);
    assert!(changed(&comparison, "4.3/1").causes[0].says.contains("removed: 01 Manual"));
}

#[test]
fn a_review_that_fell_due_is_time() {
    let (before, mut after) = (now(), now());
    after.as_of = "2027-03-01".into();
    let mut due = finding(&mut after, "8.6.1/4").shortfalls[0].clone();
    (due.code, due.path, due.grade) = (Code::ReviewOverdue, Some("01 Manual/SMS manual.docx".into()), Grade::Minor);
    finding(&mut after, "4.3/1").shortfalls.push(due);
    finding(&mut after, "4.3/1").status = Status::Partial;
    let comparison = compare(&before, &after);
    let change = changed(&comparison, "4.3/1");
    assert_eq!(kinds(change), [CauseKind::Time]);
    assert!(change.causes[0].says.contains("a review fell due between 2026-11-22 and 2027-03-01"));
    after.as_of = before.as_of.clone();
    assert_eq!(kinds(changed(&compare(&before, &after), "4.3/1")), [CauseKind::Profile]);
}

#[test]
fn a_person_who_decided_is_the_cause_and_no_regression() {
    let (before, mut after) = (now(), now());
    finding(&mut after, "4.3/1").determination = Some(determination(Verdict::Major));
    let comparison = compare(&before, &after);
    let change = changed(&comparison, "4.3/1");
    assert_eq!((change.change, kinds(change)), (ChangeKind::Unchanged, vec![CauseKind::Person]));
    assert_eq!(comparison.counts.regressed, 0);
    let mut later = after.clone();
    finding(&mut later, "4.3/1").determination = Some(determination(Verdict::Conforming));
    assert_eq!(changed(&compare(&after, &later), "4.3/1").change, ChangeKind::Improved);
    assert_eq!(changed(&compare(&later, &after), "4.3/1").change, ChangeKind::Regressed);
    finding(&mut later, "4.3/1").determination.as_mut().unwrap().stale = Some("it held until 2026-11-21".into());
    let says = changed(&compare(&after, &later), "4.3/1").causes[0].says.clone();
    assert!(says.contains("no longer stands: it held until 2026-11-21"), "{says}");
}

#[test]
fn a_waiver_is_told_and_makes_nothing_better() {
    let (before, mut after) = (now(), now());
    let waived =
        Waived { reason: "r".into(), approver: "a".into(), start: "2026-01-01".into(), end: "2026-12-31".into() };
    finding(&mut after, "8.6.1/4").shortfalls.iter_mut().for_each(|each| each.waived = Some(waived.clone()));
    let comparison = compare(&before, &after);
    let change = changed(&comparison, "8.6.1/4");
    assert_eq!((change.change, change.after.unwrap().grade), (ChangeKind::Unchanged, None));
    assert_eq!(change.causes[0].says, "a shortfall is waived");
}

#[test]
fn only_what_both_ask_is_scored() {
    let (mut before, mut after) = (now(), now());
    before.findings.retain(|finding| finding.obligation != "9.2/1");
    after.findings.retain(|finding| finding.obligation != "4.3/1");
    after.catalogues[0].sha256 = "99".repeat(32);
    let comparison = compare(&before, &after);
    assert_eq!((comparison.counts.new, comparison.counts.gone), (1, 1));
    assert_eq!(comparison.achievement, comparison.baseline.achievement);
    assert_eq!(kinds(changed(&comparison, "9.2/1")), [CauseKind::Catalogue]);
}

#[test]
fn another_tool_and_another_organisation_are_told() {
    let (mut before, mut after) = (now(), now());
    before.tool.version = "0.0.9".into();
    before.organisation.name = Some("Fellside Ltd".into());
    finding(&mut after, "4.3/1").status = Status::Gap;
    let comparison = compare(&before, &after);
    assert_eq!(kinds(changed(&comparison, "4.3/1")), [CauseKind::Tool]);
    assert!(
        comparison.warnings[0].contains("“Fellside Ltd”, and this is “Nordlys Hosting AS”"),
        "{:?}",
        comparison.warnings
    );
    before.as_of = "2027-01-01".into();
    assert!(compare(&before, &after).warnings.iter().any(|warning| warning.contains("is later than this")));
}

#[test]
fn a_part_compares_as_a_part() {
    let (before, mut after) = (now(), now());
    finding(&mut after, "4.3/1").status = Status::Gap;
    finding(&mut after, "8.6.1/1a").status = Status::Gap;
    let part = super::super::limited_to(after.with_baseline(&before), &["8.6".to_owned()]).unwrap();
    let counts = part.summary.comparison.unwrap();
    assert_eq!((counts.regressed, counts.unchanged as usize), (1, part.findings.len() - 1));
    assert_eq!(part.comparison.unwrap().changes.len(), 1);
}
