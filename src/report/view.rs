//! An assessment arranged for reading: what every template shares. All text in it has passed
//! `plain::clean`; templates only lay it out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::plain::{TEXT, clean};
use super::since::Since;
use super::steps::{self, Step};
use super::words::{GRADES, Mark, RATINGS, RUNGS, STATES, STATUSES, Words};
use super::{actions, brand, circumstances, clauses, documents, exhibits, guidance, views};
use crate::assessment::{Assessment, BY_CLAUSE, Counts, FORMULA, GRADE_RULE, Rating};
use crate::catalogue::Grade;
use crate::document::Place;
use crate::evidence::{Code, Status};

/// What a template sees.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct View {
    /// ISO 639-1 code of the language of the report.
    pub lang: &'static str,
    /// Whose report it is and for whom.
    pub brand: brand::Brand,
    /// The clauses to which all of this is limited; none: it is not.
    pub limited_to: Vec<String>,
    /// Whose documents; a phrase that says so where nobody named it.
    pub organisation: String,
    /// What the organisation says that its management system covers; or empty.
    pub stated_scope: String,
    /// The services it names; or empty.
    pub services: String,
    /// `2026-11-22`.
    pub as_of: String,
    /// In the form of the language: `22 November 2026`.
    pub as_of_long: String,
    /// Name and version of the program.
    pub tool: String,
    /// Catalogues used.
    pub catalogues: Vec<Catalogue>,
    /// The size and the sector it was looked at by.
    pub circumstances: Vec<circumstances::LookedAtBy>,
    /// Over all.
    pub score: Score,
    /// Share of the obligations that documents could determine.
    pub determinable: String,
    /// Obligations in all.
    pub total: u32,
    /// Obligations by status.
    pub counts: Vec<Count>,
    /// Clauses by proposed grade, worst first.
    pub graded: Vec<Count>,
    /// By what the clauses are grouped.
    pub grouping: Grouping,
    /// Groups of clauses, with all that was found on them.
    pub groups: Vec<Group>,
    /// The other views of the clauses in figures.
    pub views: Vec<views::ViewFigures>,
    /// The evidence by clause.
    pub exhibits: Vec<exhibits::ClauseEvidence>,
    /// Worst findings first.
    pub actions: Vec<actions::ActionView>,
    /// What to do next: few, and concrete.
    pub steps: Vec<Step>,
    /// Advice beside the standard, where it was asked for.
    pub guidance: Option<guidance::Guidance>,
    /// Documents read.
    pub documents: Vec<documents::Document>,
    /// Documents by state.
    pub states: Vec<Count>,
    /// Files not read.
    pub unread: Vec<Unread>,
    /// Files not read by reason, most frequent first.
    pub reasons: Vec<Reason>,
    /// Files left out by ignore files and conventions.
    pub ignored: usize,
    /// Codes that occur, with what they mean.
    pub codes: Vec<CodeView>,
    /// How achievement is computed.
    pub formula: String,
    /// How grades are proposed.
    pub grade_rule: String,
    /// Every rung, lowest first.
    pub ladder: Vec<Mark>,
    /// Every rating, best first.
    pub ratings: Vec<Mark>,
    /// Every status, best first.
    pub statuses: Vec<Mark>,
    /// Every grade, worst first.
    pub grades: Vec<Mark>,
    /// What changed since an earlier assessment, and what people decided.
    pub since: Since,
}

/// A catalogue used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Catalogue {
    /// Its id.
    pub id: String,
    /// The edition it follows.
    pub edition: String,
    /// SHA-256 over its files.
    pub sha256: String,
}

/// An achievement as text, with its rating.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// `62 %`, or a dash.
    pub text: String,
    /// 0–1, if anything could be determined.
    pub share: Option<f64>,
    /// Its rating, if anything could be determined.
    pub rating: Option<Mark>,
}

/// How many of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Of what.
    pub mark: Mark,
    /// How many.
    pub count: u32,
}

/// By what the clauses are grouped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grouping {
    /// Whether as the standard does.
    pub by_clause: bool,
    /// What the view is called.
    pub title: String,
    /// Where it comes from and what it does not say, or empty.
    pub about: String,
    /// Whether a clause stands in more than one group.
    pub overlaps: bool,
}

/// A group of clauses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// `8.6`; empty where it is no clause.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Both.
    pub label: String,
    /// For links.
    pub anchor: String,
    /// Its achievement.
    pub score: Score,
    /// Its obligations by status.
    pub counts: Vec<Count>,
    /// The same as parts of a bar of width 100.
    pub bar: Vec<Segment>,
    /// Its clauses.
    pub clauses: Vec<clauses::Clause>,
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// Which status.
    pub id: &'static str,
    /// Where it begins.
    pub x: f64,
    /// How wide it is.
    pub width: f64,
}

/// A link inside the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it shows.
    pub text: String,
    /// Where it leads.
    pub anchor: String,
}

/// A file that was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// Its path.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// Why files were not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Why.
    pub reason: String,
    /// How many.
    pub count: usize,
}

/// A code that occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeView {
    /// Its name.
    pub code: &'static str,
    /// What it means and how it is closed.
    pub means: &'static str,
    /// On how many obligations.
    pub count: usize,
}

impl View {
    /// Arranges an assessment.
    #[must_use]
    pub fn new(assessment: &Assessment, words: &Words) -> Self {
        let summary = &assessment.summary;
        Self {
            lang: words.language().code(),
            brand: brand::Brand::new(&assessment.report),
            limited_to: summary.limited_to.iter().map(|clause| clean(clause, TEXT)).collect(),
            organisation: organisation(assessment, words),
            stated_scope: clean(assessment.organisation.scope.as_deref().unwrap_or_default(), TEXT),
            services: clean(&assessment.organisation.services.join(", "), TEXT),
            as_of: clean(&assessment.as_of, TEXT),
            as_of_long: words.long_date(&assessment.as_of),
            tool: clean(&format!("{} {}", assessment.tool.name, assessment.tool.version), TEXT),
            catalogues: catalogues(assessment, words),
            circumstances: circumstances::circumstances(assessment, words),
            score: score(words, summary.achievement, summary.achievement.map(Rating::of)),
            determinable: words.percent(summary.determinable),
            total: total(summary.counts),
            counts: counts(words, summary.counts),
            graded: graded(assessment, words),
            grouping: grouping(assessment, words),
            groups: clauses::groups(assessment, words),
            views: views::views(assessment, words),
            exhibits: exhibits::exhibits(assessment, words),
            actions: summary.actions.iter().map(|each| actions::action(assessment, words, each)).collect(),
            steps: steps::steps(assessment, words),
            guidance: assessment.guidance.as_ref().map(|guidance| guidance::Guidance::new(guidance, words)),
            documents: documents::documents(assessment, words),
            states: states(words, &summary.documents),
            unread: unread(assessment, words),
            reasons: reasons(assessment, words),
            ignored: summary.ignored,
            codes: codes(assessment, words),
            formula: known(words, &summary.formula, FORMULA, "formula"),
            grade_rule: known(words, &summary.grade_rule, GRADE_RULE, "grade_rule"),
            ladder: RUNGS.iter().map(|each| words.rung(*each)).collect(),
            ratings: RATINGS.iter().map(|each| words.rating(*each)).collect(),
            statuses: STATUSES.iter().map(|each| words.status(*each)).collect(),
            grades: GRADES.iter().map(|each| words.grade(*each)).collect(),
            since: Since::new(assessment, words),
        }
    }
}

/// A sentence of the program's own in the report's language; another's stays as it is.
fn known(words: &Words, said: &str, ours: &str, key: &str) -> String {
    if said == ours { words.get("method", key).to_owned() } else { clean(said, TEXT) }
}

fn organisation(assessment: &Assessment, words: &Words) -> String {
    let name = assessment.organisation.name.as_deref().map(|name| clean(name, TEXT)).unwrap_or_default();
    if name.is_empty() { words.get("common", "unnamed").into() } else { name }
}

fn grouping(assessment: &Assessment, words: &Words) -> Grouping {
    let summary = &assessment.summary;
    let view = assessment.views.iter().find(|view| view.id == summary.view);
    let mut seen = BTreeSet::new();
    let mut clauses = summary.groups.iter().flat_map(|group| &group.clauses);
    Grouping {
        by_clause: summary.view == BY_CLAUSE,
        title: clean(&words.name(view.map_or(&summary.view, |view| &view.title)), TEXT),
        about: view.map(|view| clean(&words.name(&view.about), TEXT)).unwrap_or_default(),
        overlaps: !clauses.all(|clause| seen.insert(clause.as_str())),
    }
}

fn catalogues(assessment: &Assessment, words: &Words) -> Vec<Catalogue> {
    let catalogues = assessment.catalogues.iter().map(|catalogue| Catalogue {
        id: clean(&catalogue.id, TEXT),
        edition: clean(&words.name(&catalogue.edition), TEXT),
        sha256: clean(&catalogue.sha256, TEXT),
    });
    catalogues.collect()
}

pub(super) fn score(words: &Words, achievement: Option<f64>, rating: Option<Rating>) -> Score {
    let text = achievement.map_or_else(|| words.get("common", "none").into(), |share| words.percent(share));
    Score { text, share: achievement, rating: rating.map(|rating| words.rating(rating)) }
}

pub(super) fn count_of(counts: Counts, status: Status) -> u32 {
    match status {
        Status::Evidenced => counts.evidenced,
        Status::Partial => counts.partial,
        Status::Gap => counts.gap,
        Status::Undetermined => counts.undetermined,
        Status::NoOccurrence => counts.no_occurrence,
    }
}

/// Obligations by status, every status.
pub(super) fn counts(words: &Words, counts: Counts) -> Vec<Count> {
    let all = STATUSES.iter();
    all.map(|status| Count { mark: words.status(*status), count: count_of(counts, *status) }).collect()
}

pub(super) fn total(counts: Counts) -> u32 {
    STATUSES.iter().map(|status| count_of(counts, *status)).fold(0, u32::saturating_add)
}

fn graded(assessment: &Assessment, words: &Words) -> Vec<Count> {
    let count = |grade: Grade| {
        let clauses = assessment.clauses.iter().filter(|clause| clause.proposed_grade == Some(grade)).count();
        Count { mark: words.grade(grade), count: u32::try_from(clauses).unwrap_or(u32::MAX) }
    };
    GRADES.iter().map(|grade| count(*grade)).collect()
}

fn states(words: &Words, documents: &BTreeMap<String, usize>) -> Vec<Count> {
    let known = STATES.iter().map(|state| words.state(*state));
    known
        .filter_map(|mark| {
            let count = documents.get(mark.id).copied().filter(|count| *count > 0)?;
            Some(Count { mark, count: u32::try_from(count).unwrap_or(u32::MAX) })
        })
        .collect()
}

fn unread(assessment: &Assessment, words: &Words) -> Vec<Unread> {
    let unread = assessment
        .unread
        .iter()
        .map(|each| Unread { path: path(&each.path), reason: clean(&words.name(&each.reason), TEXT) });
    unread.collect()
}

fn reasons(assessment: &Assessment, words: &Words) -> Vec<Reason> {
    let mut by_reason: BTreeMap<String, usize> = BTreeMap::new();
    for each in &assessment.unread {
        *by_reason.entry(clean(&words.name(&each.reason), TEXT)).or_default() += 1;
    }
    let mut reasons: Vec<Reason> = by_reason.into_iter().map(|(reason, count)| Reason { reason, count }).collect();
    reasons.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.reason.cmp(&b.reason)));
    reasons
}

fn codes(assessment: &Assessment, words: &Words) -> Vec<CodeView> {
    let codes = Code::ALL.iter().filter_map(|code| {
        let has =
            |code: Code| move |finding: &&crate::evidence::Finding| finding.shortfalls.iter().any(|s| s.code == code);
        let count = assessment.findings.iter().filter(has(*code)).count();
        (count > 0).then(|| CodeView { code: code.name(), means: words.explanation(*code), count })
    });
    codes.collect()
}

/// A path as shown: never shortened.
pub(super) fn path(path: &str) -> String {
    clean(path, usize::MAX)
}

/// A place as shown.
pub(super) fn place(words: &Words, place: &Place) -> String {
    clean(&words.place(place), TEXT)
}

/// A name for links, made of nothing but ASCII letters, digits and hyphens.
pub(super) fn anchor(kind: &str, id: &str) -> String {
    let safe: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{kind}-{safe}")
}
