//! An assessment limited to some clauses: the figures, the groups and what to do are those of these clauses
//! alone, and the assessment says so.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::group::{self, is_under, weighted};
use super::{Assessment, combine, score};

/// Whether every one of these is a clause, or has clauses under it.
///
/// # Errors
/// When one is not; the message lists the last-level clauses there are.
pub fn check_clauses<'a>(wanted: &[String], known: impl Iterator<Item = &'a str> + Clone) -> Result<()> {
    for each in wanted {
        if !known.clone().any(|clause| is_under(clause, each)) {
            let known: Vec<&str> = known.collect();
            bail!("there is no clause `{each}`; the clauses are {}", known.join(", "));
        }
    }
    Ok(())
}

/// The same assessment limited to clauses and what stands under them.
///
/// # Errors
/// When one is no clause; the message lists those there are.
pub fn limited_to(mut assessment: Assessment, clauses: &[String]) -> Result<Assessment> {
    check_clauses(clauses, assessment.clauses.iter().map(|clause| clause.clause.as_str()))?;
    let keeps = |clause: &str| clauses.iter().any(|wanted| is_under(clause, wanted));
    let of_obligation = |id: &str| keeps(id.split('/').next().unwrap_or_default());
    assessment.findings.retain(|finding| keeps(&finding.clause));
    assessment.obligations.retain(|asked| of_obligation(&asked.obligation));
    assessment.clauses.retain(|clause| keeps(&clause.clause));
    assessment.calendar.retain(|duty| duty.obligation.as_deref().is_none_or(of_obligation));
    for view in &mut assessment.views {
        view.groups.iter_mut().for_each(|group| group.clauses.retain(|clause| keeps(clause)));
        view.groups.retain(|group| !group.clauses.is_empty());
    }
    let weights: BTreeMap<&str, u8> =
        assessment.obligations.iter().map(|asked| (asked.obligation.as_str(), asked.weight)).collect();
    let weighted = weighted(&assessment.findings, &weights);
    let all: Vec<&str> = assessment.clauses.iter().map(|clause| clause.clause.as_str()).collect();
    let view = group::find(&assessment.views, &assessment.summary.view)?;
    let groups = group::results(view, &all, &weighted);
    let summary = &mut assessment.summary;
    summary.achievement = score::achievement(&weighted);
    summary.determinable = score::determinable(&weighted);
    summary.counts = score::counts(weighted.iter().map(|(finding, _)| *finding));
    summary.actions = combine::actions(&weighted);
    summary.groups = groups;
    summary.limited_to = clauses.to_vec();
    // What is asked is asked of what is left.
    assessment.gate = assessment.gate.take().map(|gate| super::gate(&assessment, gate.asked));
    Ok(assessment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn clauses(wanted: &[&str]) -> Vec<String> {
        wanted.iter().map(|each| (*each).to_owned()).collect()
    }

    #[test]
    fn the_figures_are_those_of_the_clauses_alone() {
        let whole = sample::assessment();
        let part = limited_to(whole.clone(), &clauses(&["8.6", "9"])).unwrap();
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
        let error = limited_to(sample::assessment(), &clauses(&["8.6", "1"])).unwrap_err().to_string();
        assert!(error.contains("no clause `1`") && error.contains("8.6.1, 8.7.2"), "{error}");
    }

    #[test]
    fn a_view_may_group_what_is_left() {
        let grouped = group::grouped_by(sample::assessment(), "two-sides").unwrap();
        let part = limited_to(grouped, &clauses(&["8.2"])).unwrap();
        assert_eq!(part.summary.groups.len(), 2);
    }
}
