//! Several assessments in a row: the same figures over time. Achievement is that of the obligations that all
//! of them ask, weighted as the last one does, so that another catalogue does not pass for a change.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Assessment, Counts, Rating, group, score};
use crate::determinations::Determined;
use crate::evidence::Finding;

/// A line over several assessments, by date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// Whose documents, as the last one says.
    pub organisation: Option<String>,
    /// Obligations that all of them ask.
    pub obligations: usize,
    /// Why the points should be compared with care.
    pub warnings: Vec<String>,
    /// One an assessment, the earliest first.
    pub points: Vec<Point>,
}

/// One assessment in figures, over the obligations that all ask.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// The date as of which it was made.
    pub as_of: String,
    /// What it is of: a file, a commit.
    pub of: String,
    /// 0–1.
    pub achievement: Option<f64>,
    /// N, P, L or F.
    pub rating: Option<Rating>,
    /// Share of the obligations that documents could determine.
    pub determinable: f64,
    /// Obligations by status.
    pub counts: Counts,
    /// What people determined.
    pub determinations: Determined,
    /// Documents read.
    pub documents: usize,
}

/// Sets assessments in a row, each with what it is of.
#[must_use]
pub fn trend(mut assessments: Vec<(String, Assessment)>) -> Trend {
    assessments.sort_by(|(_, a), (_, b)| a.as_of.cmp(&b.as_of));
    let Some((_, last)) = assessments.last() else {
        return Trend { organisation: None, obligations: 0, warnings: Vec::new(), points: Vec::new() };
    };
    let ids = |assessment: &Assessment| -> BTreeSet<String> {
        assessment.findings.iter().map(|finding| finding.obligation.clone()).collect()
    };
    let common = assessments.iter().map(|(_, each)| ids(each)).reduce(|a, b| &a & &b).unwrap_or_default();
    let weights: BTreeMap<&str, u8> =
        last.obligations.iter().map(|asked| (asked.obligation.as_str(), asked.weight)).collect();
    Trend {
        organisation: last.organisation.name.clone(),
        obligations: common.len(),
        warnings: warnings(&assessments, last),
        points: assessments.iter().map(|(of, each)| point(of, each, &common, &weights)).collect(),
    }
}

fn point(of: &str, assessment: &Assessment, common: &BTreeSet<String>, weights: &BTreeMap<&str, u8>) -> Point {
    let findings: Vec<Finding> =
        assessment.findings.iter().filter(|finding| common.contains(&finding.obligation)).cloned().collect();
    let weighted = group::weighted(&findings, weights);
    let achievement = score::achievement(&weighted);
    Point {
        as_of: assessment.as_of.clone(),
        of: of.to_owned(),
        achievement,
        rating: achievement.map(Rating::of),
        determinable: score::determinable(&weighted),
        counts: score::counts(findings.iter()),
        determinations: crate::determinations::counts(findings.iter()),
        documents: assessment.documents.len(),
    }
}

fn warnings(assessments: &[(String, Assessment)], last: &Assessment) -> Vec<String> {
    let others = |differ: &dyn Fn(&Assessment) -> bool| -> Vec<&str> {
        assessments.iter().filter(|(_, each)| differ(each)).map(|(of, _)| of.as_str()).collect()
    };
    let organisations = others(&|each| each.organisation.name != last.organisation.name);
    let catalogues = others(&|each| each.catalogues != last.catalogues);
    let circumstances = others(&|each| each.circumstances != last.circumstances);
    let tools = others(&|each| each.tool != last.tool);
    let said = [
        (organisations, "of another organisation than the last"),
        (catalogues, "made with another catalogue than the last"),
        (circumstances, "looked at by another size or sector than the last"),
        (tools, "made by another version of the program than the last"),
    ];
    let said = said.into_iter().filter(|(of, _)| !of.is_empty());
    said.map(|(of, what)| format!("{what}: {}", of.join(", "))).collect()
}
