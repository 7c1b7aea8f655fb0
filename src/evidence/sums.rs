//! Obligations that ask for all that others ask for: judged last, from what was found on those.

use super::{Code, Finding, Shortfall, Status, judge};
use crate::catalogue::{Catalogue, Grade, Obligation, SumsUp};
use crate::document::Place;

/// Clauses named in a sentence; more are counted.
const NAMED: usize = 12;

/// Lets an obligation fall short where too many of those it sums up are gaps.
pub(super) fn sum_up(catalogue: &Catalogue, findings: &mut [Finding]) {
    for (_, obligation) in catalogue.obligations() {
        let Some(sums_up) = obligation.sums_up else { continue };
        let Some(shortfall) = shortfall(catalogue, findings, obligation, sums_up) else { continue };
        let Some(finding) = findings.iter_mut().find(|finding| finding.obligation == obligation.id) else { continue };
        judge::object(finding, shortfall);
    }
}

fn shortfall(
    catalogue: &Catalogue,
    findings: &[Finding],
    obligation: &Obligation,
    sums_up: SumsUp,
) -> Option<Shortfall> {
    let others = catalogue.obligations().filter(|(_, other)| other.kind == sums_up.kind && other.id != obligation.id);
    let (mut all, mut missing, mut clauses) = (0_usize, 0_usize, Vec::new());
    for (clause, other) in others {
        all += 1;
        if findings.iter().any(|finding| finding.obligation == other.id && finding.status == Status::Gap) {
            missing += 1;
            clauses.push(clause.clause.as_str());
        }
    }
    clauses.dedup();
    let is_too_much = missing as f64 > all as f64 * sums_up.tolerated;
    let more = clauses.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let named = clauses[..clauses.len().min(NAMED)].join(", ");
    is_too_much.then(|| Shortfall {
        code: Code::MissingDocument,
        grade: Grade::Minor,
        path: None,
        place: Place::default(),
        says: format!("{missing} of {all} duties that call for a document are gaps: clauses {named}{rest}"),
        remedy: obligation.remedy.clone(),
        waived: None,
    })
}
