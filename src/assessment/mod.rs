//! Findings brought together: by clause, by group of clauses, over all. Pure data that holds all a
//! report could want; this is what `assessment.json` is (schema: `controls/schema/assessment.json`).

mod branding;
mod circumstances;
mod combine;
mod compare;
mod gate;
mod group;
mod guidance;
mod limit;
pub mod personal;
mod portfolio;
mod score;
#[cfg(test)]
mod tests;
mod trend;

use serde::{Deserialize, Serialize};

use crate::catalogue::{Circumstance, Grade, Kind};
use crate::determinations::{Determined, WaiverInfo, Waivers};
use crate::evidence::{Duty, Finding, Status};
use crate::index::Unread;

pub use branding::{Branding, Logo};
pub use combine::{Subject, assess};
pub use compare::{
    Baseline, Cause, CauseKind, Change, ChangeKind, Changes, Comparison, DocumentChanges, Fallen, FallenDuty, Outcome,
    Standpoint, compare, fallen,
};
pub use gate::{Asked as GateAsked, Condition, Facts as GateFacts, Failure, Gate, Threshold, gate, judge};
pub use group::{BY_CLAUSE, GroupResult, ViewGroup, ViewInfo, find as find_view, group_results, grouped_by, views};
pub use guidance::GuidanceResult;
pub use limit::{check_clauses, limited_to};
pub use portfolio::{Figures, Member, Part, Portfolio, Spread, Warning, portfolio};
pub use score::{FORMULA, GRADE_RULE, Rating};
pub use trend::{Point, Trend, trend};

/// The format of `assessment.json`.
pub const FORMAT: &str = "iso20k-assessment/1";

/// Everything an assessment found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Always [`FORMAT`].
    pub format: String,
    /// What made it.
    pub tool: Tool,
    /// The date as of which it was made, `2026-11-22`.
    pub as_of: String,
    /// Whose documents these are.
    pub organisation: Organisation,
    /// What it was made with.
    pub catalogues: Vec<CatalogueInfo>,
    /// The size and the sector it was looked at by, where the profile or the command line says them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub circumstances: Vec<Circumstance>,
    /// Every document that was read, by path.
    pub documents: Vec<DocumentInfo>,
    /// What the obligations ask, in the order of the standard.
    pub obligations: Vec<Asked>,
    /// One finding an obligation, in the order of the standard.
    pub findings: Vec<Finding>,
    /// One result a clause, in the order of the standard.
    pub clauses: Vec<ClauseResult>,
    /// The whole in figures.
    pub summary: Summary,
    /// Every view by which reports can group the clauses.
    pub views: Vec<ViewInfo>,
    /// Advice beside the standard, where it was asked for; no part of any figure above.
    pub guidance: Option<GuidanceResult>,
    /// What is to be done again and when, those due first.
    pub calendar: Vec<Duty>,
    /// Files that could not be read, and why.
    pub unread: Vec<UnreadInfo>,
    /// Whose report it is and for whom.
    #[serde(default)]
    pub report: Branding,
    /// Every waiver and how it stands.
    #[serde(default)]
    pub waivers: Vec<WaiverInfo>,
    /// What changed since an earlier assessment, where one was named.
    #[serde(default)]
    pub comparison: Option<Comparison>,
    /// What a pipeline asked of it, and whether that holds; `null` where nothing was asked.
    #[serde(default)]
    pub gate: Option<Gate>,
}

impl Assessment {
    /// The same with what people waived; its findings know it already.
    #[must_use]
    pub fn with_waivers(mut self, waivers: Vec<WaiverInfo>) -> Self {
        self.summary.waivers = crate::determinations::waiver_counts(&waivers, self.findings.iter());
        self.waivers = waivers;
        self
    }

    /// The same with what changed since an earlier one.
    #[must_use]
    pub fn with_baseline(mut self, baseline: &Self) -> Self {
        let comparison = compare(baseline, &self);
        self.summary.comparison = Some(comparison.counts);
        self.comparison = Some(comparison);
        self
    }
}

/// The program that made an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `iso20k`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The organisation assessed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its name, if it was said or could be told.
    pub name: Option<String>,
    /// What its management system covers, if its profile says so.
    #[serde(default)]
    pub scope: Option<String>,
    /// The services that covers, if its profile names them.
    #[serde(default)]
    pub services: Vec<String>,
}

/// A catalogue used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueInfo {
    /// Its id.
    pub id: String,
    /// The edition it follows.
    pub edition: String,
    /// SHA-256 over its files.
    pub sha256: String,
}

/// A document read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentInfo {
    /// Relative to the assessed folder.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its format.
    pub format: crate::document::Format,
    /// ISO 639-1 code.
    pub language: String,
    /// Its title.
    pub title: String,
    /// What it is, best first; empty: none of the known types.
    pub types: Vec<TypeInfo>,
    /// Its state.
    pub state: crate::facts::State,
    /// Why, for a person; empty where nothing is to be said.
    pub state_reason: String,
    /// Its control data.
    pub control: ControlInfo,
    /// What was left out while reading, and what is ambiguous.
    pub remarks: Vec<String>,
}

/// A type of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TypeInfo {
    /// Document or register type.
    pub id: String,
    /// 0–1.
    pub confidence: f32,
}

/// Control data of a document; `null` where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlInfo {
    /// Who answers for it.
    pub owner: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Who approved it.
    pub approver: Option<String>,
    /// When, `2026-11-22`.
    pub approved_on: Option<String>,
    /// When it is to be reviewed.
    pub next_review: Option<String>,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadInfo {
    /// Relative to the assessed folder.
    pub path: String,
    /// Why.
    pub reason: String,
}

impl From<&Unread> for UnreadInfo {
    fn from(unread: &Unread) -> Self {
        Self { path: unread.path.clone(), reason: unread.reason.clone() }
    }
}

/// A clause in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClauseResult {
    /// Its number.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// Over its obligations; where it has none, over those of the clauses beside it, which it introduces.
    pub status: Status,
    /// 0–1, over what could be determined; `null` where nothing could.
    pub achievement: Option<f64>,
    /// N, P, L or F.
    pub rating: Option<Rating>,
    /// The grade the program proposes, by [`GRADE_RULE`].
    pub proposed_grade: Option<Grade>,
    /// Obligations by status.
    pub counts: Counts,
}

/// Obligations by status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// Evidence reaches what is needed.
    pub evidenced: u32,
    /// Evidence falls short.
    pub partial: u32,
    /// No acceptable evidence.
    pub gap: u32,
    /// Documents cannot tell.
    pub undetermined: u32,
    /// Declared not to have occurred.
    pub no_occurrence: u32,
}

/// The whole in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// 0–1, weighted, over what could be determined.
    pub achievement: Option<f64>,
    /// Share of the obligations (weighted) that documents could determine.
    pub determinable: f64,
    /// Obligations by status.
    pub counts: Counts,
    /// The view by which the groups are made.
    pub view: String,
    /// Its groups in figures; by default clause groups (4, 5, 6, 7, 8.1 … 8.7, 9, 10).
    pub groups: Vec<GroupResult>,
    /// Documents by state.
    pub documents: std::collections::BTreeMap<String, usize>,
    /// Files left out by ignore files and conventions.
    pub ignored: usize,
    /// How achievement is computed.
    pub formula: String,
    /// How grades are proposed.
    pub grade_rule: String,
    /// What to do first: the worst shortfalls, each once.
    pub actions: Vec<Action>,
    /// The clauses to which all of this is limited; none: it is not.
    #[serde(default)]
    pub limited_to: Vec<String>,
    /// What people determined.
    #[serde(default)]
    pub determinations: Determined,
    /// What people waived.
    #[serde(default)]
    pub waivers: Waivers,
    /// What became of the obligations since the baseline; none: no baseline was named.
    #[serde(default)]
    pub comparison: Option<Changes>,
}

/// Something to do, and what it closes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What to do.
    pub remedy: String,
    /// The shortfall behind it.
    pub code: crate::evidence::Code,
    /// How much it weighs.
    pub grade: Grade,
    /// What is the matter.
    pub says: String,
    /// The document, if there is one.
    pub path: Option<String>,
    /// Where in it, for a person.
    pub place: String,
    /// Obligations it bears on.
    pub obligations: Vec<String>,
}

/// An obligation as reports show it: its words are not part of the findings, so that an assessment
/// made with an older catalogue still says what it was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// `8.6.1/4`.
    pub obligation: String,
    /// What is asked.
    pub asks: String,
    /// What shows it.
    pub kind: Kind,
    /// 1–3.
    pub weight: u8,
    /// Interview questions.
    pub ask: Vec<String>,
    /// Records an auditor samples.
    pub sample: Vec<String>,
    /// Good practice beyond the text.
    pub good: Option<String>,
}
