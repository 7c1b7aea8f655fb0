//! The index of a pack: clause by clause which document shows what, and where in it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Contents, PackedDocument};
use crate::assessment::{Assessment, ClauseResult};
use crate::evidence::{Finding, Status};
use crate::report::paper::{Block, Paper, Printed, Table, word};

/// The index.
#[derive(Debug, Clone, Serialize)]
pub struct Index {
    /// The date of the assessment.
    pub as_of: String,
    /// Whose documents these are.
    pub organisation: Option<String>,
    /// What the pack holds of the documents.
    pub contents: Contents,
    /// The clauses in the order of the standard.
    pub clauses: Vec<Listed>,
}

/// A clause.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// Its number.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// What was concluded.
    pub status: Status,
    /// Its obligations.
    pub obligations: Vec<Shown>,
}

/// An obligation and what shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    /// `8.6.1/4`.
    pub obligation: String,
    /// What is asked.
    pub asks: String,
    /// What was concluded.
    pub status: Status,
    /// The places that show it.
    pub evidence: Vec<Cited>,
}

/// A place in a document.
#[derive(Debug, Clone, Serialize)]
pub struct Cited {
    /// The document, relative to the assessed folder.
    pub document: String,
    /// Where in it, for a person.
    pub place: String,
    /// The rung it stands on.
    pub rung: String,
    /// Its words.
    pub quote: String,
    /// SHA-256 of the document.
    pub sha256: String,
    /// Where the document is in the pack; empty where only its hash is.
    pub file: String,
}

impl Index {
    /// The index of an assessment whose documents are packed so.
    #[must_use]
    pub fn new(assessment: &Assessment, documents: &[PackedDocument], contents: Contents) -> Self {
        let asked = assessment.obligations.iter().map(|asked| (asked.obligation.as_str(), asked.asks.as_str()));
        let maker = Maker {
            asks: asked.collect(),
            documents: documents.iter().map(|document| (document.path.as_str(), document)).collect(),
        };
        let clauses = assessment.clauses.iter().map(|clause| maker.clause(clause, &assessment.findings));
        Self {
            as_of: assessment.as_of.clone(),
            organisation: assessment.organisation.name.clone(),
            contents,
            clauses: clauses.filter(|clause| !clause.obligations.is_empty()).collect(),
        }
    }

    fn notes(&self) -> Vec<String> {
        let held = match self.contents {
            Contents::Documents => "The documents that are cited are in the folder documents.",
            Contents::Hashes => "The documents are not in this pack; their SHA-256 is.",
            Contents::Redacted => {
                "The documents are not in this pack; their SHA-256 is. Quotes and names of persons are blanked, as manifest.json says."
            }
        };
        vec![
            format!("Evidence found as of {}. Whether requirements are fulfilled, a person decides.", self.as_of),
            held.to_owned(),
            "That nothing changed can be proved offline: iso20k verify PACK, or sha256sum -c SHA256SUMS in the unpacked folder.".to_owned(),
        ]
    }
}

struct Maker<'a> {
    asks: BTreeMap<&'a str, &'a str>,
    documents: BTreeMap<&'a str, &'a PackedDocument>,
}

impl Maker<'_> {
    fn clause(&self, clause: &ClauseResult, findings: &[Finding]) -> Listed {
        let own = findings.iter().filter(|finding| finding.clause == clause.clause);
        Listed {
            clause: clause.clause.clone(),
            title: clause.title.clone(),
            status: clause.status,
            obligations: own.map(|finding| self.obligation(finding)).collect(),
        }
    }

    fn obligation(&self, finding: &Finding) -> Shown {
        let evidence = finding.evidence.iter().map(|evidence| {
            let packed = self.documents.get(evidence.path.as_str());
            Cited {
                document: evidence.path.clone(),
                place: evidence.place.to_string(),
                rung: word(&evidence.rung),
                quote: evidence.quote.clone(),
                sha256: packed.map(|packed| packed.sha256.clone()).unwrap_or_default(),
                file: packed.and_then(|packed| packed.file.clone()).unwrap_or_default(),
            }
        });
        Shown {
            obligation: finding.obligation.clone(),
            asks: self.asks.get(finding.obligation.as_str()).copied().unwrap_or_default().to_owned(),
            status: finding.status,
            evidence: evidence.collect(),
        }
    }
}

impl Printed for Index {
    fn paper(&self) -> Paper {
        let of = self.organisation.as_deref().map(|name| format!(": {name}")).unwrap_or_default();
        let mut paper = Paper::new(format!("Evidence by clause{of}"), self.notes());
        for clause in &self.clauses {
            let rows = clause.obligations.iter().flat_map(|shown| {
                let head = [shown.obligation.clone(), shown.asks.clone(), word(&shown.status)];
                let none = shown.evidence.is_empty().then(|| [&head[..], &vec![String::new(); 4]].concat());
                let cited = shown.evidence.iter().enumerate().map(move |(number, cited)| {
                    let head = if number == 0 {
                        head.to_vec()
                    } else {
                        vec![shown.obligation.clone(), "″".into(), "″".into()]
                    };
                    [head, vec![cited.document.clone(), cited.place.clone(), cited.rung.clone(), cited.quote.clone()]]
                        .concat()
                });
                none.into_iter().chain(cited).collect::<Vec<_>>()
            });
            let headings = vec!["obligation", "asks", "status", "document", "place", "rung", "quote"];
            let table = Table { headings, rows: rows.collect() };
            paper.part(2, format!("{} {}", clause.clause, clause.title), vec![Block::Table(table)]);
        }
        paper
    }

    fn table(&self) -> Table {
        let headings = vec![
            "clause",
            "title",
            "obligation",
            "asks",
            "status",
            "document",
            "place",
            "rung",
            "quote",
            "sha256",
            "file",
        ];
        let mut rows = Vec::new();
        for clause in &self.clauses {
            for shown in &clause.obligations {
                let head = vec![
                    clause.clause.clone(),
                    clause.title.clone(),
                    shown.obligation.clone(),
                    shown.asks.clone(),
                    word(&shown.status),
                ];
                if shown.evidence.is_empty() {
                    rows.push([head.clone(), vec![String::new(); 6]].concat());
                }
                rows.extend(shown.evidence.iter().cloned().map(|cited| {
                    let tail = vec![cited.document, cited.place, cited.rung, cited.quote, cited.sha256, cited.file];
                    [head.clone(), tail].concat()
                }));
            }
        }
        Table { headings, rows }
    }
}
