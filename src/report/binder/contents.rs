//! What a binder holds: the clauses in the order of the standard, and each document that shows something once, as
//! an exhibit of the first clause that needs it.

use std::collections::BTreeMap;

use crate::assessment::{Assessment, ClauseResult};
use crate::document::Format;
use crate::evidence::{Evidence, Finding, Status};

/// What a binder holds.
pub struct Contents<'a> {
    pub(super) clauses: Vec<Clause<'a>>,
    pub(super) exhibits: Vec<Exhibit<'a>>,
}

/// A document, numbered from 1 in the order in which it is bound.
pub struct Exhibit<'a> {
    /// Its path.
    pub path: &'a str,
    /// SHA-256 of its bytes when it was assessed.
    pub sha256: &'a str,
    /// Whether its own pages can be bound.
    pub is_pdf: bool,
    pub(super) title: &'a str,
    /// The clause it is bound under, from 0.
    pub(super) clause: usize,
    /// The obligations it shows something for, with where and in which words.
    pub(super) cited: Vec<(&'a str, &'a Evidence)>,
}

/// A clause and what shows its obligations.
pub(super) struct Clause<'a> {
    pub(super) result: &'a ClauseResult,
    pub(super) obligations: Vec<Shown<'a>>,
    /// The exhibits that show something, from 0: those bound here and those bound before.
    pub(super) exhibits: Vec<usize>,
}

/// An obligation and what shows it.
pub(super) struct Shown<'a> {
    pub(super) id: &'a str,
    pub(super) asks: &'a str,
    pub(super) status: Status,
    /// The last day on which all that falls short is waived.
    pub(super) waived: Option<&'a str>,
    /// What a person decided, if somebody did.
    pub(super) determined: Option<crate::evidence::Verdict>,
    /// Exhibit and the places in it.
    pub(super) evidence: Vec<(usize, &'a Evidence)>,
}

impl<'a> Contents<'a> {
    /// What shows the obligations of an assessment.
    #[must_use]
    pub fn new(assessment: &'a Assessment) -> Self {
        let asks: BTreeMap<&str, &str> =
            assessment.obligations.iter().map(|asked| (asked.obligation.as_str(), asked.asks.as_str())).collect();
        let mut findings: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in &assessment.findings {
            findings.entry(&finding.clause).or_default().push(finding);
        }
        let mut maker = Maker { assessment, known: BTreeMap::new(), exhibits: Vec::new() };
        let mut clauses: Vec<Clause<'a>> = Vec::new();
        for result in &assessment.clauses {
            let Some(findings) = findings.remove(result.clause.as_str()) else { continue };
            let obligations: Vec<Shown<'a>> = findings
                .into_iter()
                .map(|finding| Shown {
                    id: &finding.obligation,
                    asks: asks.get(finding.obligation.as_str()).copied().unwrap_or_default(),
                    status: finding.status,
                    waived: finding.waived_until(),
                    determined: finding.determination.as_ref().map(|determined| determined.verdict),
                    evidence: maker.evidence(finding, clauses.len()),
                })
                .collect();
            let mut exhibits: Vec<usize> =
                obligations.iter().flat_map(|shown| &shown.evidence).map(|(exhibit, _)| *exhibit).collect();
            exhibits.sort_unstable();
            exhibits.dedup();
            clauses.push(Clause { result, obligations, exhibits });
        }
        Self { clauses, exhibits: maker.exhibits }
    }

    /// The documents in the order in which they are bound.
    #[must_use]
    pub fn exhibits(&self) -> &[Exhibit<'a>] {
        &self.exhibits
    }
}

struct Maker<'a> {
    assessment: &'a Assessment,
    known: BTreeMap<&'a str, usize>,
    exhibits: Vec<Exhibit<'a>>,
}

impl<'a> Maker<'a> {
    fn evidence(&mut self, finding: &'a Finding, clause: usize) -> Vec<(usize, &'a Evidence)> {
        let mut all = Vec::new();
        for piece in &finding.evidence {
            let Some(at) = self.exhibit(&piece.path, clause) else { continue };
            self.exhibits[at].cited.push((&finding.obligation, piece));
            all.push((at, piece));
        }
        all
    }

    /// The exhibit of a path; what is no document of the assessment is none.
    fn exhibit(&mut self, path: &'a str, clause: usize) -> Option<usize> {
        if let Some(at) = self.known.get(path) {
            return Some(*at);
        }
        let found = self.assessment.documents.binary_search_by(|document| document.path.as_str().cmp(path)).ok();
        let linear = || self.assessment.documents.iter().position(|document| document.path == path);
        let document = self.assessment.documents.get(found.or_else(linear)?)?;
        self.exhibits.push(Exhibit {
            path,
            sha256: &document.sha256,
            is_pdf: document.format == Format::Pdf,
            title: &document.title,
            clause,
            cited: Vec::new(),
        });
        self.known.insert(path, self.exhibits.len() - 1);
        Some(self.exhibits.len() - 1)
    }
}

impl Exhibit<'_> {
    /// The obligations it shows something for, each once.
    pub(super) fn obligations(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.cited.iter().map(|(obligation, _)| *obligation).collect();
        all.dedup();
        all
    }

    /// The obligations that a page, from 1, shows something for.
    pub(super) fn on_page(&self, page: u32) -> Vec<&str> {
        let cited = self.cited.iter().filter(|(_, piece)| piece.place.page == Some(page));
        let mut all: Vec<&str> = cited.map(|(obligation, _)| *obligation).collect();
        all.dedup();
        all
    }
}
