//! An assessment limited to some clauses: the figures, the groups and what to do are those of these clauses
//! alone, and the assessment says so.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::group::{self, is_under, weighted};
use super::{Assessment, combine, compare, score};
use crate::determinations;

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
    summary.determinations = determinations::counts(weighted.iter().map(|(finding, _)| *finding));
    limit_memory(&mut assessment, of_obligation);
    // What is asked is asked of what is left.
    assessment.gate = assessment.gate.take().map(|gate| super::gate(&assessment, gate.asked));
    Ok(assessment)
}

/// Waivers and what changed, as far as they are about these obligations.
fn limit_memory(assessment: &mut Assessment, keeps: impl Fn(&str) -> bool) {
    assessment.waivers.iter_mut().for_each(|waiver| waiver.obligations.retain(|id| keeps(id)));
    assessment.waivers.retain(|waiver| waiver.obligation.as_deref().is_none_or(&keeps));
    assessment.summary.waivers = determinations::waiver_counts(&assessment.waivers, assessment.findings.iter());
    let Some(comparison) = &mut assessment.comparison else { return };
    comparison.changes.retain(|change| keeps(&change.obligation));
    let mut counts = compare::counts(&comparison.changes);
    let common = assessment.findings.len() as u32 - counts.new;
    counts.unchanged = common - counts.regressed - counts.improved;
    comparison.counts = counts;
    assessment.summary.comparison = Some(counts);
}
