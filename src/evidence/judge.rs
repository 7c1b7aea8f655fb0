//! From the outcomes of an obligation's checks to its finding: which rung is reached, and whether that
//! is enough (DESIGN §3 and §4).

use super::{Code, Finding, LookedFor, Met, Outcome, Shortfall, Side, Status};
use crate::catalogue::{Clause, Grade, ISO_20000_1, Kind, Obligation, Rung};
use crate::document::Place;
use crate::index::Violation;

/// Violations of one rule shown one by one; more are summed up.
const SHOWN: usize = 5;
/// Pieces of evidence kept.
const PIECES: usize = 8;

/// Weighs the outcomes of an obligation.
pub(super) fn finding(
    clause: &Clause,
    obligation: &Obligation,
    outcomes: Vec<Outcome>,
    violated: &[&Violation],
) -> Finding {
    let said = side(&outcomes, Side::Said);
    let shown = side(&outcomes, Side::Shown);
    let status_and_rung = conclude(obligation, said, shown);
    let mut finding = Finding {
        obligation: obligation.id.clone(),
        clause: clause.clause.clone(),
        catalogue: ISO_20000_1.into(),
        status: status_and_rung.0,
        reached: status_and_rung.1,
        needed: obligation.needs,
        evidence: Vec::new(),
        shortfalls: Vec::new(),
        looked_for: LookedFor::default(),
        determination: None,
    };
    for outcome in outcomes {
        finding.looked_for.merge(&outcome.looked_for);
        finding.evidence.extend(outcome.evidence);
        for shortfall in outcome.shortfalls {
            if !finding.shortfalls.contains(&shortfall) {
                finding.shortfalls.push(shortfall);
            }
        }
    }
    finding.evidence.sort_by_key(|piece| std::cmp::Reverse(piece.rung));
    finding.evidence.dedup_by(|a, b| a.path == b.path && a.place == b.place);
    finding.evidence.truncate(PIECES);
    settle(&mut finding, obligation, shown);
    add_violations(&mut finding, violated);
    grade(&mut finding, obligation);
    worst_first(&mut finding.shortfalls);
    finding
}

/// The order in which shortfalls are told.
fn worst_first(shortfalls: &mut [Shortfall]) {
    shortfalls.sort_by(|a, b| b.grade.cmp(&a.grade).then(a.code.cmp(&b.code)).then_with(|| a.path.cmp(&b.path)));
}

/// Adds to a finding what only all of them together show: what was evidenced no longer is.
pub(super) fn object(finding: &mut Finding, shortfall: Shortfall) {
    if finding.status == Status::Evidenced {
        finding.status = Status::Partial;
    }
    finding.shortfalls.push(shortfall);
    worst_first(&mut finding.shortfalls);
}

/// A side's checks taken together: all must hold.
type Summary = Option<(Met, Rung)>;

fn side(outcomes: &[Outcome], side: Side) -> Summary {
    let mut of_side = outcomes.iter().filter(|outcome| outcome.side == Some(side)).peekable();
    of_side.peek()?;
    let mut all_full = true;
    let mut any = false;
    let mut rung = Rung::Practised;
    let mut highest = Rung::Absent;
    for outcome in of_side {
        all_full &= outcome.met == Met::Full;
        any |= outcome.met > Met::Not;
        highest = highest.max(outcome.reached);
        if outcome.met > Met::Not {
            rung = rung.min(outcome.reached);
        }
    }
    let met = if all_full {
        Met::Full
    } else if any {
        Met::Part
    } else {
        Met::Not
    };
    Some((met, if any { rung } else { highest.min(Rung::Mentioned) }))
}

fn conclude(obligation: &Obligation, said: Summary, shown: Summary) -> (Status, Rung) {
    let (said_met, said_rung) = said.unwrap_or_default();
    let (shown_met, shown_rung) = shown.unwrap_or_default();
    if said.is_none() && shown.is_none() {
        return (Status::Undetermined, Rung::Absent);
    }
    let some = said_met > Met::Not || shown_met > Met::Not;
    let reached = match (said_met, shown_met) {
        (_, Met::Full) if obligation.kind != Kind::Documented || said_met == Met::Full => Rung::Practised,
        (Met::Not, Met::Not) => said_rung.max(shown_rung).min(Rung::Mentioned),
        (Met::Not, _) => shown_rung.min(Rung::Documented),
        _ => said_rung.min(Rung::Controlled),
    };
    let enough = match obligation.kind {
        Kind::Documented => {
            said.is_none_or(|(met, rung)| met == Met::Full && rung >= obligation.needs.min(Rung::Controlled))
                && shown.is_none_or(|(met, _)| met == Met::Full)
        }
        Kind::Record => shown.map_or(said_met == Met::Full, |(met, _)| met == Met::Full),
        // The text asks for no document: what is shown needs not be said, what leaves no records needs only be said.
        Kind::Activity => shown.map_or(said_met == Met::Full, |(met, _)| {
            met == Met::Full || obligation.needs <= Rung::Controlled && said_met == Met::Full
        }),
    };
    let status = match (enough, some) {
        (true, _) => Status::Evidenced,
        (false, true) => Status::Partial,
        (false, false) => Status::Gap,
    };
    (status, if enough { reached.max(obligation.needs.min(reached)) } else { reached })
}

/// Drops objections that do not matter for what was concluded, and sees to what may not have happened yet.
fn settle(finding: &mut Finding, obligation: &Obligation, shown: Summary) {
    let activity_shown = obligation.kind != Kind::Documented && shown.is_some_and(|(met, _)| met == Met::Full);
    if activity_shown {
        // Records show it: that no document says it is no gap, only advice.
        for shortfall in &mut finding.shortfalls {
            if matches!(shortfall.code, Code::MissingDocument | Code::TopicMissing | Code::PromiseOnly) {
                shortfall.grade = Grade::Opportunity;
            }
        }
    }
    let only_records = finding.shortfalls.iter().all(|shortfall| {
        matches!(shortfall.code, Code::RecordsMissing | Code::RegisterEmpty) || shortfall.grade == Grade::Opportunity
    });
    if let Some(case) = obligation.no_occurrence.as_ref().filter(|_| finding.status == Status::Partial && only_records)
    {
        finding.status = Status::Undetermined;
        for shortfall in &mut finding.shortfalls {
            shortfall.grade = Grade::Opportunity;
            shortfall.remedy = format!("If it is so, declare it: {case} Otherwise: {}", shortfall.remedy);
        }
    }
    let weighty = finding.shortfalls.iter().any(|shortfall| shortfall.grade >= Grade::Minor);
    if finding.status == Status::Evidenced && weighty {
        finding.status = Status::Partial;
    }
}

fn add_violations(finding: &mut Finding, violated: &[&Violation]) {
    let mut shown: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for violation in violated {
        let count = shown.entry(violation.rule.as_str()).or_default();
        *count += 1;
        if *count > SHOWN {
            continue;
        }
        finding.shortfalls.push(Shortfall {
            code: if violation.one_register { Code::RegisterRule } else { Code::Inconsistent },
            grade: violation.grade,
            path: (!violation.path.is_empty()).then(|| violation.path.clone()),
            place: Place::parse(&violation.place),
            says: violation.says.clone(),
            remedy: violation.remedy.clone(),
            waived: None,
        });
        if finding.status == Status::Evidenced && violation.grade >= Grade::Minor {
            finding.status = Status::Partial;
        }
    }
    for (rule, count) in shown.into_iter().filter(|(_, count)| *count > SHOWN) {
        if let Some(last) = finding
            .shortfalls
            .iter_mut()
            .rev()
            .find(|shortfall| violated.iter().any(|v| v.rule == rule && v.says == shortfall.says))
        {
            last.says.push_str(&format!(" (and {} more)", count - SHOWN));
        }
    }
}

/// Proposes a grade for the whole: what is missing altogether in a matter on which a clause stands weighs more.
fn grade(finding: &mut Finding, obligation: &Obligation) {
    if finding.status == Status::Gap && obligation.weight == 3 {
        for shortfall in finding.shortfalls.iter_mut().filter(|shortfall| shortfall.grade == Grade::Minor) {
            shortfall.grade = Grade::Major;
        }
    }
    if finding.status == Status::Undetermined {
        finding
            .shortfalls
            .retain(|shortfall| shortfall.grade == Grade::Opportunity || shortfall.code != Code::MissingDocument);
    }
}
