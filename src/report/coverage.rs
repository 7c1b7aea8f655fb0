//! The integrated view and the tender pack as papers.

use super::paper::{Block, Paper, Printed, Table, word};
use crate::coverage::framework::{Framework, Integrated, Place};
use crate::coverage::tender::{Answer, Confidence, Tender};

fn of(organisation: Option<&String>) -> String {
    organisation.map(|name| format!(": {name}")).unwrap_or_default()
}

fn counterparts(place: &Place) -> String {
    let counterparts = place.counterparts.iter();
    let counterparts: Vec<String> = counterparts
        .map(|one| format!("{} ({}, {} of {})", one.clause, word(&one.strength), one.evidenced, one.obligations))
        .collect();
    counterparts.join("; ")
}

fn place_documents(place: &Place) -> Vec<&str> {
    let mut documents: Vec<&str> =
        place.counterparts.iter().flat_map(|one| &one.documents).map(String::as_str).collect();
    documents.sort_unstable();
    documents.dedup();
    documents
}

fn figures(framework: &Framework) -> String {
    let mut counts: std::collections::BTreeMap<_, usize> = std::collections::BTreeMap::new();
    for place in &framework.places {
        *counts.entry(place.extent).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(extent, count)| format!("{} {count}", extent.says())).collect();
    format!("{} places with a counterpart: {}.", framework.places.len(), counts.join(", "))
}

impl Printed for Integrated {
    fn paper(&self) -> Paper {
        let titles: Vec<&str> = self.frameworks.iter().map(|framework| framework.title.as_str()).collect();
        let notes = vec![
            format!("ISO/IEC 20000-1 evidence as of {}, seen from {}.", self.as_of, titles.join(" and ")),
            "A place is touched by way of our crosswalk, which knows only what has a counterpart here: the other standard asks for more. Touched means that documents exist which are likely to serve it too; whether they do, a person decides with that standard at hand.".to_owned(),
        ];
        let mut paper = Paper::new(format!("Integrated view{}", of(self.organisation.as_ref())), notes);
        for framework in &self.frameworks {
            let rows = framework.places.iter().map(|place| {
                let documents = place_documents(place);
                let more = documents.len().saturating_sub(3);
                let mut shown = documents.iter().take(3).copied().collect::<Vec<_>>().join("; ");
                if more > 0 {
                    shown.push_str(&format!("; and {more} more"));
                }
                vec![
                    place.reference.clone(),
                    place.title.clone(),
                    word(&place.strength),
                    place.extent.says().to_owned(),
                    counterparts(place),
                    shown,
                ]
            });
            let headings =
                vec!["place", "our name for it", "reach", "here", "counterparts (with evidence)", "documents"];
            let table = Table { headings, rows: rows.collect() };
            let mut blocks =
                vec![Block::Text(framework.note.clone()), Block::Text(figures(framework)), Block::Table(table)];
            if !framework.without.is_empty() {
                blocks.push(Block::Text(format!("Nothing there answers to our {}.", framework.without.join(", "))));
            }
            paper.part(2, framework.title.clone(), blocks);
        }
        if self.frameworks.len() > 1 && !self.shared.is_empty() {
            let rows = self.shared.iter().map(|shared| {
                let places = self.frameworks.iter().zip(&shared.places).filter(|(_, places)| !places.is_empty());
                let places: Vec<String> =
                    places.map(|(framework, places)| format!("{}: {}", framework.title, places.join(", "))).collect();
                vec![shared.document.clone(), shared.clauses.join(", "), places.join("; ")]
            });
            let headings = vec!["document", "our clauses", "may also serve"];
            let text = "One document, several standards: what to keep together, and to change with care. Links that are merely related are left out.";
            let blocks = vec![Block::Text(text.into()), Block::Table(Table { headings, rows: rows.collect() })];
            paper.part(2, "Documents that serve several", blocks);
        }
        paper
    }

    fn table(&self) -> Table {
        let headings = vec!["framework", "place", "title", "reach", "here", "counterparts", "documents"];
        let rows = self.frameworks.iter().flat_map(|framework| {
            framework.places.iter().map(move |place| {
                vec![
                    framework.id.clone(),
                    place.reference.clone(),
                    place.title.clone(),
                    word(&place.strength),
                    word(&place.extent),
                    counterparts(place),
                    place_documents(place).join("\n"),
                ]
            })
        });
        Table { headings, rows: rows.collect() }
    }
}

/// What can be said of a requirement, and no more.
fn verdict(answer: &Answer) -> String {
    match (answer.confidence, answer.extent) {
        (_, Some(extent)) => extent.says().into(),
        (Confidence::None, None) => "no match: answer it yourself".into(),
        (_, None) => "possible match: read before you answer".into(),
    }
}

fn evidence(answer: &Answer) -> Vec<String> {
    let evidence = answer.evidence.iter();
    evidence
        .map(|shown| format!("{}: {}, {}: “{}”", shown.obligation, shown.document, shown.place, shown.quote))
        .collect()
}

impl Printed for Tender {
    fn paper(&self) -> Paper {
        let count = |wanted: Confidence| self.answers.iter().filter(|answer| answer.confidence == wanted).count();
        let notes = vec![
            format!(
                "{} requirements beside the evidence found as of {}: {} name a clause, {} are likely matched by words, {} possibly, {} not.",
                self.answers.len(),
                self.as_of,
                count(Confidence::Stated),
                count(Confidence::Likely),
                count(Confidence::Possible),
                count(Confidence::None)
            ),
            "Evidence found for a clause is evidence for the management system, not a promise on the service tendered. Read every answer before you send it.".to_owned(),
        ];
        let mut paper = Paper::new(format!("Tender pack{}", of(self.organisation.as_ref())), notes);
        let rows = self.answers.iter().map(|answer| {
            vec![
                answer.requirement.id.clone(),
                answer.requirement.text.clone(),
                verdict(answer),
                answer.clauses.join(", "),
                word(&answer.confidence),
            ]
        });
        let headings = vec!["no", "requirement", "answer", "clauses", "match"];
        paper.part(2, "Overview", vec![Block::Table(Table { headings, rows: rows.collect() })]);
        for answer in self.answers.iter().filter(|answer| answer.confidence != Confidence::None) {
            let requirement = &answer.requirement;
            let mut blocks = vec![Block::Text(format!(
                "{}. Match {}: {}.",
                verdict(answer),
                word(&answer.confidence),
                answer.because.join("; ")
            ))];
            let mut lines = evidence(answer);
            lines.extend(answer.open.iter().map(|line| format!("Open: {line}")));
            blocks.push(Block::List(lines));
            paper.part(3, format!("{} {}", requirement.id, requirement.text).trim().to_owned(), blocks);
        }
        paper
    }

    fn table(&self) -> Table {
        let headings =
            vec!["id", "requirement", "answer", "clauses", "obligations", "match", "because", "evidence", "open"];
        let rows = self.answers.iter().map(|answer| {
            vec![
                answer.requirement.id.clone(),
                answer.requirement.text.clone(),
                verdict(answer),
                answer.clauses.join(", "),
                answer.obligations.join(", "),
                word(&answer.confidence),
                answer.because.join("; "),
                evidence(answer).join("\n"),
                answer.open.join("\n"),
            ]
        });
        Table { headings, rows: rows.collect() }
    }
}
