//! Organisations side by side: what each achieves by group and by clause, where it stands among the others, and
//! how the set is spread. Only obligations that all of them ask are compared.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::score::{self, Rating};
use super::{Assessment, BY_CLAUSE, Counts, ViewGroup, group};
use crate::catalogue::Grade;
use crate::evidence::Finding;

/// A set of organisations.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Portfolio {
    /// Obligations that all of them ask, which are those compared.
    pub obligations: usize,
    /// Obligations that only some of them ask.
    pub left_out: usize,
    /// Why they should be compared with care.
    pub warnings: Vec<Warning>,
    /// Groups of clauses, in the order of [`Member::groups`].
    pub groups: Vec<Part>,
    /// Clauses, in the order of [`Member::clauses`].
    pub clauses: Vec<Part>,
    /// The organisations, best first; those of which nothing could be determined last.
    pub members: Vec<Member>,
    /// How the set is spread over all.
    pub spread: Spread,
}

/// Why organisations should be compared with care, and which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// `catalogue`, `tool`, `limited`, `dates`, `name`.
    pub about: &'static str,
    /// Which files.
    pub of: Vec<String>,
}

/// A group or a clause, and how the set is spread in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Its number.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How the set is spread.
    pub spread: Spread,
}

/// Quartiles of achievements, by linear interpolation; none where nothing could be determined.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Spread {
    /// In how many organisations it could be determined.
    pub determined: usize,
    /// The lowest.
    pub lowest: Option<f64>,
    /// A quarter achieves no more.
    pub lower: Option<f64>,
    /// Half achieve no more.
    pub median: Option<f64>,
    /// Three quarters achieve no more.
    pub upper: Option<f64>,
    /// The highest.
    pub highest: Option<f64>,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Member {
    /// Its name, or the file where none is known.
    pub name: String,
    /// The file.
    pub of: String,
    /// The date as of which it was assessed.
    pub as_of: String,
    /// Its place; equals share one; `null` where nothing could be determined.
    pub rank: Option<usize>,
    /// Over all that is compared.
    pub figures: Figures,
    /// Share of what is compared that documents could determine.
    pub determinable: f64,
    /// Clauses with a major grade proposed, of the whole assessment.
    pub major: usize,
    /// With a minor one.
    pub minor: usize,
    /// Documents read.
    pub documents: usize,
    /// By group.
    pub groups: Vec<Figures>,
    /// By clause.
    pub clauses: Vec<Figures>,
}

/// What is achieved.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// 0–1; `null` where nothing could be determined.
    pub achievement: Option<f64>,
    /// N, P, L or F.
    pub rating: Option<Rating>,
    /// Obligations by status.
    pub counts: Counts,
}

/// Sets assessments side by side, each with the file it comes from.
#[must_use]
pub fn portfolio(assessments: &[(String, Assessment)]) -> Portfolio {
    let ids = |assessment: &Assessment| -> BTreeSet<String> {
        assessment.findings.iter().map(|finding| finding.obligation.clone()).collect()
    };
    let all = || assessments.iter().map(|(_, each)| ids(each));
    let common = all().reduce(|a, b| &a & &b).unwrap_or_default();
    let any = all().reduce(|a, b| &a | &b).unwrap_or_default();
    let weights = assessments.iter().rev().flat_map(|(_, each)| &each.obligations);
    let weights: BTreeMap<&str, u8> = weights.map(|asked| (asked.obligation.as_str(), asked.weight)).collect();
    let (groups, clauses) = parts(assessments, &common);
    let mut members: Vec<Member> =
        assessments.iter().map(|each| member(each, &common, &weights, &groups, &clauses)).collect();
    rank(&mut members);
    let part = |(at, group): (usize, &ViewGroup), of: fn(&Member) -> &Vec<Figures>| Part {
        id: group.id.clone(),
        title: group.title.clone(),
        spread: spread(members.iter().filter_map(|member| of(member).get(at)?.achievement)),
    };
    Portfolio {
        obligations: common.len(),
        left_out: any.len() - common.len(),
        warnings: warnings(assessments),
        groups: groups.iter().enumerate().map(|group| part(group, |member| &member.groups)).collect(),
        clauses: clauses.iter().enumerate().map(|clause| part(clause, |member| &member.clauses)).collect(),
        spread: spread(members.iter().filter_map(|member| member.figures.achievement)),
        members,
    }
}

/// The standard's groups and clauses in which something is compared.
fn parts(assessments: &[(String, Assessment)], common: &BTreeSet<String>) -> (Vec<ViewGroup>, Vec<ViewGroup>) {
    let Some((_, first)) = assessments.first() else { return (Vec::new(), Vec::new()) };
    let compared = first.findings.iter().filter(|finding| common.contains(&finding.obligation));
    let compared: BTreeSet<&str> = compared.map(|finding| finding.clause.as_str()).collect();
    let view = first.views.iter().find(|view| view.id == BY_CLAUSE);
    let groups = view.into_iter().flat_map(|view| &view.groups);
    let holds = |group: &&ViewGroup| group.clauses.iter().any(|clause| compared.contains(clause.as_str()));
    let clauses = first.clauses.iter().filter(|clause| compared.contains(clause.clause.as_str()));
    let clauses = clauses.map(|clause| ViewGroup {
        id: clause.clause.clone(),
        title: clause.title.clone(),
        clauses: vec![clause.clause.clone()],
    });
    (groups.filter(holds).cloned().collect(), clauses.collect())
}

fn member(
    (of, assessment): &(String, Assessment),
    common: &BTreeSet<String>,
    weights: &BTreeMap<&str, u8>,
    groups: &[ViewGroup],
    clauses: &[ViewGroup],
) -> Member {
    let compared = assessment.findings.iter().filter(|finding| common.contains(&finding.obligation));
    let compared: Vec<Finding> = compared.cloned().collect();
    let weighted = group::weighted(&compared, weights);
    let figures = |own: &[score::Weighted<'_>]| {
        let achievement = score::achievement(own);
        let counts = score::counts(own.iter().map(|(finding, _)| *finding));
        Figures { achievement, rating: achievement.map(Rating::of), counts }
    };
    let of_group = |group: &ViewGroup| {
        let own = weighted.iter().filter(|(finding, _)| group.clauses.contains(&finding.clause));
        figures(&own.copied().collect::<Vec<_>>())
    };
    let graded = |grade| assessment.clauses.iter().filter(|clause| clause.proposed_grade == Some(grade)).count();
    Member {
        name: assessment.organisation.name.clone().unwrap_or_else(|| of.clone()),
        of: of.clone(),
        as_of: assessment.as_of.clone(),
        rank: None,
        figures: figures(&weighted),
        determinable: score::determinable(&weighted),
        major: graded(Grade::Major),
        minor: graded(Grade::Minor),
        documents: assessment.documents.len(),
        groups: groups.iter().map(of_group).collect(),
        clauses: clauses.iter().map(of_group).collect(),
    }
}

/// Best first; equals share a place, and the next is counted from there.
fn rank(members: &mut [Member]) {
    let achieved = |member: &Member| member.figures.achievement.unwrap_or(-1.0);
    members.sort_by(|a, b| achieved(b).total_cmp(&achieved(a)).then_with(|| (&a.name, &a.of).cmp(&(&b.name, &b.of))));
    let all: Vec<f64> = members.iter().map(achieved).collect();
    for member in members.iter_mut().filter(|member| member.figures.achievement.is_some()) {
        let better = all.iter().filter(|other| **other > achieved(member)).count();
        member.rank = Some(better + 1);
    }
}

fn spread(achievements: impl Iterator<Item = f64>) -> Spread {
    let mut sorted: Vec<f64> = achievements.collect();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = share * sorted.len().checked_sub(1)? as f64;
        let (below, above) = (*sorted.get(place.floor() as usize)?, *sorted.get(place.ceil() as usize)?);
        Some(((below + (above - below) * place.fract()) * 1000.0).round() / 1000.0)
    };
    let [lowest, lower, median, upper, highest] = [0.0, 0.25, 0.5, 0.75, 1.0].map(at);
    Spread { determined: sorted.len(), lowest, lower, median, upper, highest }
}

fn warnings(assessments: &[(String, Assessment)]) -> Vec<Warning> {
    let Some((_, first)) = assessments.first() else { return Vec::new() };
    let those = |differ: &dyn Fn(&Assessment) -> bool| -> Vec<String> {
        assessments.iter().filter(|(_, each)| differ(each)).map(|(of, _)| of.clone()).collect()
    };
    let name = |each: &Assessment| each.organisation.name.clone();
    let twice = |each: &Assessment| {
        each.organisation.name.is_some()
            && assessments.iter().filter(|(_, other)| name(other) == name(each)).count() > 1
    };
    let found = [
        ("catalogue", those(&|each| each.catalogues != first.catalogues)),
        ("circumstances", those(&|each| each.circumstances != first.circumstances)),
        ("tool", those(&|each| each.tool != first.tool)),
        ("dates", those(&|each| each.as_of != first.as_of)),
        ("limited", those(&|each| !each.summary.limited_to.is_empty())),
        ("name", those(&twice)),
    ];
    found.into_iter().filter(|(_, of)| !of.is_empty()).map(|(about, of)| Warning { about, of }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_interpolated() {
        let of = |all: &[f64]| {
            let spread = spread(all.iter().copied());
            [spread.lowest, spread.lower, spread.median, spread.upper, spread.highest]
        };
        assert_eq!(of(&[]), [None; 5]);
        assert_eq!(of(&[0.5]), [Some(0.5); 5]);
        assert_eq!(of(&[1.0, 0.0]), [0.0, 0.25, 0.5, 0.75, 1.0].map(Some));
        assert_eq!(of(&[0.4, 0.1, 0.2, 0.3]), [0.1, 0.175, 0.25, 0.325, 0.4].map(Some));
        assert_eq!(of(&[0.9, 0.1, 0.5, 0.3, 0.7]), [0.1, 0.3, 0.5, 0.7, 0.9].map(Some));
    }
}
