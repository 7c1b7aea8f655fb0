//! The views of an assessment with their figures, so that a reader can look at the same results by any of them.

use serde::Serialize;

use super::plain::{TEXT, clean};
use super::view::{self, Count, Score};
use super::words::Words;
use crate::assessment::{Assessment, group_results};

/// A view.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ViewFigures {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it comes from and what it does not say, or empty.
    pub about: String,
    /// Its groups.
    pub groups: Vec<GroupFigures>,
}

/// A group of a view.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupFigures {
    /// What it is called.
    pub label: String,
    /// Its achievement.
    pub score: Score,
    /// Its obligations by status.
    pub counts: Vec<Count>,
    /// Its clauses, by their names for links.
    pub clauses: Vec<String>,
}

/// Every view but the one by which the report is grouped.
pub(super) fn views(assessment: &Assessment, words: &Words) -> Vec<ViewFigures> {
    let others = assessment.views.iter().filter(|view| view.id != assessment.summary.view);
    let figures = others.map(|view| ViewFigures {
        id: clean(&view.id, TEXT),
        title: clean(&words.name(&view.title), TEXT),
        about: clean(&words.name(&view.about), TEXT),
        groups: group_results(assessment, view)
            .into_iter()
            .map(|group| GroupFigures {
                label: clean(&words.name(&group.title), TEXT),
                score: view::score(words, group.achievement, group.rating),
                counts: view::counts(words, group.counts),
                clauses: group.clauses.iter().map(|clause| view::anchor("c", clause)).collect(),
            })
            .collect(),
    });
    figures.collect()
}
