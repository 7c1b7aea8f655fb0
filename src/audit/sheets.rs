//! Working papers of an audit: the criteria, the evidence that documents hold already, what to ask, which
//! records to look at. What the auditor sees and concludes is written by hand: the program leaves room.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Sample;
use super::areas::{Area, Past, areas};
use super::programme::Programme;
use crate::assessment::{Asked, Assessment};
use crate::document::Place;
use crate::evidence::{Finding, Status};

/// The working paper of one audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// The audit, `IA-2027-1`; empty where clauses were asked for.
    pub audit: String,
    /// When it is planned.
    pub date: String,
    /// Whose documents were assessed.
    pub organisation: Option<String>,
    /// As of when.
    pub as_of: String,
    /// What is audited.
    pub areas: Vec<AreaSheet>,
    /// The samples drawn.
    pub samples: Vec<Sample>,
}

/// An area in a working paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AreaSheet {
    /// Its id.
    pub area: String,
    /// What it is called.
    pub title: String,
    /// Who audits it.
    pub auditor: Option<String>,
    /// Who answers for the documents: whom to talk to first.
    pub answerable: Vec<String>,
    /// Why it is audited now.
    pub why: Vec<String>,
    /// What is held against the evidence.
    pub criteria: Vec<Criterion>,
}

/// An obligation, what is known of it, and what to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Criterion {
    /// `8.6.1/4`.
    pub obligation: String,
    /// What is asked.
    pub asks: String,
    /// 1–3.
    pub weight: u8,
    /// What the documents allow to conclude.
    pub status: Status,
    /// Evidence found, with its place.
    pub evidence: Vec<Found>,
    /// What falls short.
    pub shortfalls: Vec<String>,
    /// Interview questions.
    pub ask: Vec<String>,
    /// Records usually looked at.
    pub records: Vec<String>,
}

/// A place that shows something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The document.
    pub document: String,
    /// Where in it.
    #[serde(serialize_with = "in_words")]
    pub place: Place,
    /// Its words.
    pub quote: String,
}

fn in_words<S: serde::Serializer>(place: &Place, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(place)
}

/// The working papers of a programme, or of one of its audits.
#[must_use]
pub fn of_programme(assessment: &Assessment, programme: &Programme, only: Option<&str>) -> Vec<Sheet> {
    let maker = Maker::new(assessment);
    let audits = programme.audits.iter().filter(|audit| only.is_none_or(|id| audit.id == id));
    let sheets = audits.map(|audit| Sheet {
        audit: audit.id.clone(),
        date: audit.date.clone(),
        areas: audit
            .assignments
            .iter()
            .filter_map(|assignment| {
                Some(maker.area(programme.area(&assignment.area)?, assignment.auditor.clone(), None))
            })
            .collect(),
        ..maker.sheet()
    });
    sheets.collect()
}

/// One working paper for clauses and what stands under them.
#[must_use]
pub fn of_clauses(assessment: &Assessment, clauses: &[String]) -> Sheet {
    let maker = Maker::new(assessment);
    let asked = |clause: &String| {
        clauses.iter().any(|number| {
            clause.strip_prefix(number.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    let areas = areas(assessment, &Past::default());
    let areas = areas.iter().filter(|area| area.clauses.iter().any(asked));
    let areas = areas.map(|area| maker.area(area, None, Some(&asked)));
    Sheet { areas: areas.collect(), ..maker.sheet() }
}

struct Maker<'a> {
    assessment: &'a Assessment,
    asked: BTreeMap<&'a str, &'a Asked>,
}

impl<'a> Maker<'a> {
    fn new(assessment: &'a Assessment) -> Self {
        let asked = assessment.obligations.iter().map(|asked| (asked.obligation.as_str(), asked));
        Self { assessment, asked: asked.collect() }
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            audit: String::new(),
            date: String::new(),
            organisation: self.assessment.organisation.name.clone(),
            as_of: self.assessment.as_of.clone(),
            areas: Vec::new(),
            samples: Vec::new(),
        }
    }

    fn area(&self, area: &Area, auditor: Option<String>, only: Option<&dyn Fn(&String) -> bool>) -> AreaSheet {
        let within = |clause: &String| area.clauses.contains(clause) && only.is_none_or(|only| only(clause));
        let findings = self.assessment.findings.iter().filter(|finding| within(&finding.clause));
        AreaSheet {
            area: area.id.clone(),
            title: area.title.clone(),
            auditor,
            answerable: area.answerable.clone(),
            why: area.why.clone(),
            criteria: findings.map(|finding| self.criterion(finding)).collect(),
        }
    }

    fn criterion(&self, finding: &Finding) -> Criterion {
        let asked = self.asked.get(finding.obligation.as_str());
        let evidence = finding.evidence.iter().map(|evidence| Found {
            document: evidence.path.clone(),
            place: evidence.place.clone(),
            quote: evidence.quote.clone(),
        });
        let mut shortfalls: Vec<String> = Vec::new();
        for shortfall in &finding.shortfalls {
            let line = format!("{}: {}", shortfall.code.name(), shortfall.says);
            // The same sentence about two records is read once.
            if !shortfalls.contains(&line) {
                shortfalls.push(line);
            }
        }
        Criterion {
            obligation: finding.obligation.clone(),
            asks: asked.map(|asked| asked.asks.clone()).unwrap_or_default(),
            weight: asked.map_or(1, |asked| asked.weight),
            status: finding.status,
            evidence: evidence.collect(),
            shortfalls,
            ask: asked.map(|asked| asked.ask.clone()).unwrap_or_default(),
            records: asked.map(|asked| asked.sample.clone()).unwrap_or_default(),
        }
    }
}
