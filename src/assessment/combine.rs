//! From findings to the assessment.

use std::collections::BTreeMap;

use super::circumstances;
use super::score::{self, Rating, Weighted};
use super::{
    Action, Asked, Assessment, Branding, CatalogueInfo, ClauseResult, ControlInfo, DocumentInfo, FORMAT, Organisation,
    Summary, Tool, TypeInfo, ViewInfo, group,
};
use crate::catalogue::{Catalogue, Circumstance, EDITION, Grade, ISO_20000_1, Label, Obligation};
use crate::determinations::Waivers;
use crate::evidence::{Finding, Status};
use crate::index::{Entry, Index};

/// Actions listed in the summary.
const ACTIONS: usize = 40;

/// What is assessed, apart from the findings.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The catalogue used.
    pub catalogue: &'a Catalogue,
    /// The documents.
    pub index: &'a Index,
    /// The date as of which.
    pub as_of: jiff::civil::Date,
    /// How many files were left out by ignore files and conventions.
    pub ignored: usize,
    /// The size and the sector it is looked at by.
    pub circumstances: Vec<Circumstance>,
}

/// Brings findings together. `findings` are in the order of the catalogue.
#[must_use]
pub fn assess(subject: &Subject<'_>, findings: Vec<Finding>) -> Assessment {
    let weights = circumstances::weights(subject.catalogue, &subject.circumstances);
    let weighted = group::weighted(&findings, &weights);
    let clauses = clauses(subject.catalogue, &weighted);
    let views = group::views(subject.catalogue);
    let summary = summary(subject, &views, &weighted);
    Assessment {
        format: FORMAT.into(),
        tool: Tool { name: "iso20k".into(), version: env!("CARGO_PKG_VERSION").into() },
        as_of: subject.as_of.to_string(),
        organisation: Organisation { name: subject.index.organisation.clone(), ..Organisation::default() },
        catalogues: vec![CatalogueInfo {
            id: ISO_20000_1.into(),
            edition: EDITION.into(),
            sha256: subject.catalogue.sha256.clone(),
        }],
        circumstances: subject.circumstances.clone(),
        documents: subject.index.documents.iter().map(document).collect(),
        obligations: circumstances::obligations(subject.catalogue, &subject.circumstances),
        clauses,
        summary,
        views,
        guidance: None,
        calendar: Vec::new(),
        unread: subject.index.unread.iter().map(Into::into).collect(),
        report: Branding::default(),
        waivers: Vec::new(),
        comparison: None,
        gate: None,
        findings,
    }
}

pub(super) fn asked(obligation: &Obligation) -> Asked {
    Asked {
        obligation: obligation.id.clone(),
        asks: obligation.asks.clone(),
        kind: obligation.kind,
        weight: obligation.weight,
        ask: obligation.ask.clone(),
        sample: obligation.sample.clone(),
        good: obligation.good.clone(),
    }
}

fn document(entry: &Entry) -> DocumentInfo {
    let facts = &entry.facts;
    let text = |label: Label| facts.value(label).map(str::to_owned);
    let date = |label: Label| facts.control(label).and_then(|fact| fact.date).map(|date| date.to_string());
    DocumentInfo {
        path: entry.path.clone(),
        sha256: entry.sha256.clone(),
        format: entry.format,
        language: facts.language.clone(),
        title: facts.title.clone(),
        types: facts.kinds.iter().map(|kind| TypeInfo { id: kind.id.clone(), confidence: kind.confidence }).collect(),
        state: facts.state.state,
        state_reason: facts.state.reason.clone(),
        control: ControlInfo {
            owner: text(Label::Owner),
            version: text(Label::Version),
            approver: text(Label::Approver),
            approved_on: date(Label::ApprovedOn).or_else(|| date(Label::EffectiveOn)),
            next_review: date(Label::NextReview),
        },
        remarks: entry.problems.iter().chain(&facts.remarks).cloned().collect(),
    }
}

fn clauses(catalogue: &Catalogue, weighted: &[Weighted<'_>]) -> Vec<ClauseResult> {
    let results = catalogue.clauses.iter().map(|clause| {
        let own: Vec<Weighted<'_>> =
            weighted.iter().filter(|(finding, _)| finding.clause == clause.clause).copied().collect();
        // A clause that asks for nothing itself introduces those beside it, and stands as they do.
        let group = clause.clause.rsplit_once('.').map_or("", |(group, _)| group);
        let beside =
            || weighted.iter().filter(|(finding, _)| finding.clause.starts_with(&format!("{group}."))).copied();
        let judged: Vec<Weighted<'_>> = if clause.obligations.is_empty() { beside().collect() } else { own.clone() };
        let achievement = score::achievement(&own);
        ClauseResult {
            clause: clause.clause.clone(),
            title: clause.title.clone(),
            status: score::status(&judged),
            achievement,
            rating: achievement.map(Rating::of),
            proposed_grade: score::grade(&own),
            counts: score::counts(own.iter().map(|(finding, _)| *finding)),
        }
    });
    results.collect()
}

fn summary(subject: &Subject<'_>, views: &[ViewInfo], weighted: &[Weighted<'_>]) -> Summary {
    let all: Vec<&str> = subject.catalogue.clauses.iter().map(|clause| clause.clause.as_str()).collect();
    Summary {
        achievement: score::achievement(weighted),
        determinable: score::determinable(weighted),
        counts: score::counts(weighted.iter().map(|(finding, _)| *finding)),
        view: group::BY_CLAUSE.into(),
        groups: views.first().map(|view| group::results(view, &all, weighted)).unwrap_or_default(),
        documents: subject.index.states().into_iter().map(|(state, count)| (state.name().to_owned(), count)).collect(),
        ignored: subject.ignored,
        formula: score::FORMULA.into(),
        grade_rule: score::GRADE_RULE.into(),
        actions: actions(weighted),
        limited_to: Vec::new(),
        determinations: crate::determinations::counts(weighted.iter().map(|(finding, _)| *finding)),
        waivers: Waivers::default(),
        comparison: None,
    }
}

/// The shortfalls of what falls short, each once with all obligations it bears on, worst first. What is waived
/// is not to be done now; it stands with its obligation and among the waivers.
pub(super) fn actions(weighted: &[Weighted<'_>]) -> Vec<Action> {
    let mut merged: BTreeMap<(crate::evidence::Code, Option<String>, String), (u32, Action)> = BTreeMap::new();
    for (finding, weight) in
        weighted.iter().filter(|(finding, _)| matches!(finding.status, Status::Gap | Status::Partial))
    {
        for shortfall in finding.shortfalls.iter().filter(|each| each.grade >= Grade::Minor && each.waived.is_none()) {
            // One document's one fault is one thing to do, however many obligations it bears on; what is
            // missing altogether is one thing a sentence.
            let says = if shortfall.code == crate::evidence::Code::TopicMissing || shortfall.path.is_none() {
                shortfall.says.clone()
            } else {
                shortfall.place.to_string()
            };
            let entry = merged.entry((shortfall.code, shortfall.path.clone(), says)).or_insert_with(|| {
                let action = Action {
                    remedy: shortfall.remedy.clone(),
                    code: shortfall.code,
                    grade: shortfall.grade,
                    says: shortfall.says.clone(),
                    path: shortfall.path.clone(),
                    place: shortfall.place.to_string(),
                    obligations: Vec::new(),
                };
                (0, action)
            });
            entry.0 += u32::from(*weight);
            entry.1.grade = entry.1.grade.max(shortfall.grade);
            if !entry.1.obligations.contains(&finding.obligation) {
                entry.1.obligations.push(finding.obligation.clone());
            }
        }
    }
    let mut actions: Vec<(u32, Action)> = merged.into_values().collect();
    actions.sort_by(|a, b| b.1.grade.cmp(&a.1.grade).then(b.0.cmp(&a.0)).then_with(|| a.1.says.cmp(&b.1.says)));
    actions.into_iter().take(ACTIONS).map(|(_, action)| action).collect()
}
