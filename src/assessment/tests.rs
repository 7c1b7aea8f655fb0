//! Views regroup results and change nothing else; a limit to clauses changes every figure with it.

use super::{Assessment, BY_CLAUSE, find_view, grouped_by, limited_to, views};
use crate::catalogue::{Files, load};
use crate::report::sample;

fn sampled() -> Assessment {
    sample::assessment()
}

#[test]
fn a_view_counts_a_clause_in_each_of_its_groups_and_loses_none() {
    let grouped = grouped_by(sampled(), "two-sides").unwrap();
    assert_eq!(grouped.summary.view, "two-sides");
    let [plan, run, other] = grouped.summary.groups.as_slice() else { panic!("{:?}", grouped.summary.groups) };
    assert_eq!((plan.counts.evidenced, plan.counts.partial, plan.counts.undetermined), (1, 1, 1));
    // 4.3/1 evidenced, 8.2.4/1 partial, both of weight 3; what could not be told is left out.
    assert_eq!(plan.achievement, Some(0.75));
    assert_eq!((run.counts.evidenced, run.counts.partial, run.counts.gap), (1, 2, 2));
    assert_eq!(
        (other.group.as_str(), other.clauses.as_slice()),
        ("other", ["9.2".to_owned(), "10.1".to_owned()].as_slice())
    );
}

#[test]
fn a_view_changes_nothing_but_the_groups_and_can_be_undone() {
    let before = grouped_by(sampled(), BY_CLAUSE).unwrap();
    let there = grouped_by(before.clone(), "two-sides").unwrap();
    let back = grouped_by(there.clone(), BY_CLAUSE).unwrap();
    assert_eq!(before, back);
    let mut same = there;
    same.summary.view.clone_from(&before.summary.view);
    same.summary.groups.clone_from(&before.summary.groups);
    assert_eq!(same, before);
}

#[test]
fn an_unknown_view_is_answered_with_those_there_are() {
    let error = grouped_by(sampled(), "itil").unwrap_err().to_string();
    assert!(error.contains("`itil`") && error.contains("clauses, two-sides"), "{error}");
}

#[test]
fn every_view_of_the_catalogue_is_there_and_the_standards_own_holds_every_clause_once() {
    let (catalogue, _) = load(&Files::embedded());
    let views = views(&catalogue);
    assert_eq!(views.len(), catalogue.views.len() + 1);
    let own = find_view(&views, BY_CLAUSE).unwrap();
    let held: Vec<&String> = own.groups.iter().flat_map(|group| &group.clauses).collect();
    assert_eq!(held, catalogue.clauses.iter().map(|clause| &clause.clause).collect::<Vec<_>>());
}

fn only(wanted: &[&str]) -> Vec<String> {
    wanted.iter().map(|each| (*each).to_owned()).collect()
}

#[test]
fn the_figures_are_those_of_the_clauses_alone() {
    let whole = sample::assessment();
    let part = limited_to(whole.clone(), &only(&["8.6", "9"])).unwrap();
    assert_eq!(part.clauses.iter().map(|clause| clause.clause.as_str()).collect::<Vec<_>>(), ["8.6.1", "9.2"]);
    assert!(part.findings.iter().all(|finding| ["8.6.1", "9.2"].contains(&finding.clause.as_str())));
    assert_eq!(part.summary.counts.evidenced, 1);
    assert_ne!(part.summary.achievement, whole.summary.achievement);
    assert_eq!(part.summary.groups.iter().map(|group| group.group.as_str()).collect::<Vec<_>>(), ["8.6", "9"]);
    assert!(part.summary.actions.iter().flat_map(|action| &action.obligations).all(|id| !id.starts_with("8.7")));
    assert_eq!(part.summary.limited_to, ["8.6", "9"]);
    assert_eq!(part.documents, whole.documents);
}

#[test]
fn a_clause_is_no_prefix_of_a_number() {
    let error = limited_to(sample::assessment(), &only(&["8.6", "1"])).unwrap_err().to_string();
    assert!(error.contains("no clause `1`") && error.contains("8.6.1, 8.7.2"), "{error}");
}

#[test]
fn a_view_may_group_what_is_left() {
    let grouped = grouped_by(sample::assessment(), "two-sides").unwrap();
    let part = limited_to(grouped, &only(&["8.2"])).unwrap();
    assert_eq!(part.summary.groups.len(), 2);
}
