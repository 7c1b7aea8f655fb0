//! Groups, clauses and obligations with what was found on them, arranged for reading.

use std::collections::BTreeMap;

use serde::Serialize;

use super::plain::{QUOTE, TEXT, clean};
use super::view::{self, Count, Group, Score, Segment, anchor};
use super::words::{Mark, RUNGS, STATUSES, Words, spoken as in_words};
use crate::assessment::{Asked, Assessment, BY_CLAUSE, ClauseResult, Counts};
use crate::catalogue::Rung;
use crate::evidence::{Finding, Status};

/// A clause and its obligations.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Clause {
    /// Its number.
    pub id: String,
    /// Its title.
    pub title: String,
    /// For links.
    pub anchor: String,
    /// Over its obligations.
    pub status: Mark,
    /// `1 waived`: how many of its obligations are; empty: none.
    pub waived: String,
    /// Its achievement.
    pub score: Score,
    /// The grade proposed for it.
    pub grade: Option<Mark>,
    /// Its obligations by status.
    pub counts: Vec<Count>,
    /// The group in which it is told in full, where that is another; else empty.
    pub elsewhere: String,
    /// Whether nothing on it falls short or is open.
    pub settled: bool,
    /// Its obligations; none where it is told elsewhere.
    pub obligations: Vec<Obligation>,
}

/// An obligation and what was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Obligation {
    /// `8.6.1/4`.
    pub id: String,
    /// For links.
    pub anchor: String,
    /// The groups its clause stands in, by their names for links.
    pub groups: Vec<String>,
    /// What is asked, or empty where the assessment does not say.
    pub asks: String,
    /// `en` where that is not in the language of the report; else empty.
    pub asks_lang: &'static str,
    /// What shows it: document, record or activity; or empty.
    pub kind: &'static str,
    /// 1–3; 0 where the assessment does not say.
    pub weight: u8,
    /// What the program concludes.
    pub status: Mark,
    /// `waived until 2026-12-31`, where all in which it falls short is; else empty.
    pub waived: String,
    /// The worst grade among its shortfalls that are not waived.
    pub grade: Option<Mark>,
    /// The rung reached.
    pub reached: Mark,
    /// The rung needed.
    pub needed: Mark,
    /// Rungs above `absent`, lowest first.
    pub ladder: Vec<Step>,
    /// What shows it.
    pub evidence: Vec<Piece>,
    /// What pulls it down.
    pub shortfalls: Vec<Shortfall>,
    /// Types looked for, in words.
    pub types: Vec<String>,
    /// Topics looked for, in words.
    pub topics: Vec<String>,
    /// Documents that came into question.
    pub candidates: Vec<String>,
    /// Interview questions.
    pub ask: Vec<String>,
    /// Records to sample.
    pub sample: Vec<String>,
    /// Good practice beyond the text, or empty.
    pub good: String,
    /// What a person decided: field and value.
    pub determination: Vec<(String, String)>,
}

/// A rung on the ladder of one obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Which.
    pub rung: Mark,
    /// Whether the evidence stands on it or higher.
    pub reached: bool,
    /// Whether this is the one needed.
    pub needed: bool,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The document.
    pub path: String,
    /// Where in it, or empty.
    pub place: String,
    /// Its words, or empty.
    pub quote: String,
    /// The rung it stands on.
    pub rung: Mark,
}

/// Something that pulls evidence down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shortfall {
    /// Its code.
    pub code: &'static str,
    /// How much it weighs.
    pub grade: Mark,
    /// What is the matter.
    pub says: String,
    /// `en` where that is not in the language of the report; else empty.
    pub says_lang: &'static str,
    /// The document, or empty.
    pub path: String,
    /// Where in it, or empty.
    pub place: String,
    /// What to do.
    pub remedy: String,
    /// The same of what to do.
    pub remedy_lang: &'static str,
}

/// Every group with its clauses; clauses of no group come last, so that nothing is left out. A clause that
/// stands in several groups is told in full in the first and named in the others.
pub(super) fn groups(assessment: &Assessment, words: &Words) -> Vec<Group> {
    let maker = Maker::new(assessment, words);
    let results: BTreeMap<&str, &ClauseResult> =
        assessment.clauses.iter().map(|clause| (clause.clause.as_str(), clause)).collect();
    let by_clause = assessment.summary.view == BY_CLAUSE;
    let mut told: BTreeMap<&str, String> = BTreeMap::new();
    let mut groups = Vec::new();
    for result in &assessment.summary.groups {
        let id = if by_clause && result.group != "other" { clean(&result.group, TEXT) } else { String::new() };
        let title = clean(&words.name(&result.title), TEXT);
        let label = format!("{id} {title}").trim().to_owned();
        let own = result.clauses.iter().filter_map(|clause| results.get(clause.as_str()).copied());
        let clauses = own.map(|clause| match told.get(clause.clause.as_str()) {
            Some(elsewhere) => maker.named(clause, elsewhere),
            None => {
                told.insert(&clause.clause, label.clone());
                maker.clause(clause)
            }
        });
        let clauses = clauses.collect();
        groups.push(Group {
            id,
            title,
            label,
            anchor: anchor("g", &result.group),
            score: view::score(words, result.achievement, result.rating),
            counts: view::counts(words, result.counts),
            bar: bar(words, result.counts),
            clauses,
        });
    }
    let left: Vec<&ClauseResult> =
        assessment.clauses.iter().filter(|clause| !told.contains_key(clause.clause.as_str())).collect();
    if !left.is_empty() {
        groups.push(Group {
            id: String::new(),
            title: words.get("common", "other").into(),
            label: words.get("common", "other").into(),
            anchor: "g-no-group".into(),
            score: view::score(words, None, None),
            counts: Vec::new(),
            bar: Vec::new(),
            clauses: left.into_iter().map(|clause| maker.clause(clause)).collect(),
        });
    }
    groups
}

fn bar(words: &Words, counts: Counts) -> Vec<Segment> {
    let whole = f64::from(view::total(counts));
    let mut x = 0.0;
    let segments = STATUSES.iter().filter_map(|status| {
        let count = view::count_of(counts, *status);
        if count == 0 {
            return None;
        }
        let width = (f64::from(count) / whole * 10_000.0).round() / 100.0;
        let segment = Segment { id: words.status(*status).id, x, width };
        x = ((x + width) * 100.0).round() / 100.0;
        Some(segment)
    });
    segments.collect()
}

/// Looks up what belongs together.
struct Maker<'a> {
    words: &'a Words,
    findings: BTreeMap<&'a str, Vec<&'a Finding>>,
    asked: BTreeMap<&'a str, &'a Asked>,
    /// The names for links of the groups a clause stands in.
    anchors: BTreeMap<&'a str, Vec<String>>,
}

impl<'a> Maker<'a> {
    fn new(assessment: &'a Assessment, words: &'a Words) -> Self {
        let mut findings: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in &assessment.findings {
            findings.entry(&finding.clause).or_default().push(finding);
        }
        let asked = assessment.obligations.iter().map(|asked| (asked.obligation.as_str(), asked)).collect();
        let mut anchors: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for group in &assessment.summary.groups {
            for clause in &group.clauses {
                anchors.entry(clause).or_default().push(anchor("g", &group.group));
            }
        }
        Self { words, findings, asked, anchors }
    }

    /// A clause without its obligations, for a group after the one in which it is told.
    fn named(&self, result: &ClauseResult, elsewhere: &str) -> Clause {
        Clause { elsewhere: elsewhere.to_owned(), obligations: Vec::new(), ..self.heading(result) }
    }

    fn clause(&self, result: &ClauseResult) -> Clause {
        let findings = self.findings.get(result.clause.as_str()).map(Vec::as_slice).unwrap_or_default();
        let obligations = findings.iter().map(|finding| self.obligation(finding)).collect();
        let open = |finding: &&Finding| !matches!(finding.status, Status::Evidenced | Status::NoOccurrence);
        Clause { obligations, settled: !findings.iter().any(open), ..self.heading(result) }
    }

    fn heading(&self, result: &ClauseResult) -> Clause {
        Clause {
            id: clean(&result.clause, TEXT),
            title: clean(&self.words.name(&result.title), TEXT),
            anchor: anchor("c", &result.clause),
            status: self.words.status(result.status),
            waived: self.waived(&result.clause),
            score: view::score(self.words, result.achievement, result.rating),
            grade: result.proposed_grade.map(|grade| self.words.grade(grade)),
            counts: view::counts(self.words, result.counts),
            elsewhere: String::new(),
            settled: true,
            obligations: Vec::new(),
        }
    }

    /// How many obligations of a clause are waived.
    fn waived(&self, clause: &str) -> String {
        let findings = self.findings.get(clause).into_iter().flatten();
        match findings.filter(|finding| finding.is_waived()).count() {
            0 => String::new(),
            count => self.words.fill("decided", "waived-count", &[("count", &count.to_string())]),
        }
    }

    fn obligation(&self, finding: &Finding) -> Obligation {
        let asked = self.asked.get(finding.obligation.as_str()).copied();
        let texts = |values: Option<&Vec<String>>| {
            values.into_iter().flatten().map(|text| clean(&self.words.name(text), TEXT)).collect()
        };
        let asks = self.words.said(asked.map(|asked| asked.asks.as_str()).unwrap_or_default());
        let good = asked.and_then(|asked| asked.good.as_deref()).unwrap_or_default();
        Obligation {
            id: clean(&finding.obligation, TEXT),
            anchor: anchor("o", &finding.obligation),
            groups: self.anchors.get(finding.clause.as_str()).cloned().unwrap_or_default(),
            asks: clean(&asks.text, TEXT),
            asks_lang: asks.lang,
            kind: asked.map(|asked| self.words.kind(asked.kind)).unwrap_or_default(),
            weight: asked.map_or(0, |asked| asked.weight),
            status: self.words.status(finding.status),
            waived: waived_until(self.words, finding),
            grade: finding
                .shortfalls
                .iter()
                .filter(|shortfall| shortfall.waived.is_none())
                .map(|shortfall| shortfall.grade)
                .max()
                .map(|grade| self.words.grade(grade)),
            reached: self.words.rung(finding.reached),
            needed: self.words.rung(finding.needed),
            ladder: ladder(self.words, finding),
            evidence: finding.evidence.iter().map(|each| piece(self.words, each)).collect(),
            shortfalls: finding.shortfalls.iter().map(|each| shortfall(self.words, each)).collect(),
            types: spoken(self.words, &finding.looked_for.types),
            topics: spoken(self.words, &finding.looked_for.topics),
            candidates: finding.looked_for.candidates.iter().map(|path| view::path(path)).collect(),
            ask: texts(asked.map(|asked| &asked.ask)),
            sample: texts(asked.map(|asked| &asked.sample)),
            good: clean(&self.words.name(good), TEXT),
            determination: determination(self.words, finding),
        }
    }
}

fn ladder(words: &Words, finding: &Finding) -> Vec<Step> {
    let rungs = RUNGS.iter().filter(|rung| **rung > Rung::Absent);
    rungs
        .map(|rung| Step {
            rung: words.rung(*rung),
            reached: *rung <= finding.reached,
            needed: *rung == finding.needed,
        })
        .collect()
}

pub(super) fn piece(words: &Words, evidence: &crate::evidence::Evidence) -> Piece {
    Piece {
        path: view::path(&evidence.path),
        place: view::place(words, &evidence.place),
        quote: clean(&evidence.quote, QUOTE),
        rung: words.rung(evidence.rung),
    }
}

pub(super) fn shortfall(words: &Words, shortfall: &crate::evidence::Shortfall) -> Shortfall {
    let (says, remedy) = (words.said(&shortfall.says), words.said(&shortfall.remedy));
    Shortfall {
        code: shortfall.code.name(),
        grade: words.grade(shortfall.grade),
        says: format!("{}{}", clean(&says.text, TEXT), waived(words, shortfall)),
        says_lang: says.lang,
        path: shortfall.path.as_deref().map(view::path).unwrap_or_default(),
        place: view::place(words, &shortfall.place),
        remedy: clean(&remedy.text, TEXT),
        remedy_lang: remedy.lang,
    }
}

pub(super) fn spoken(words: &Words, ids: &[String]) -> Vec<String> {
    ids.iter().map(|id| clean(&words.name(&in_words(id)), TEXT)).collect()
}

/// A determination as its fields.
fn determination(words: &Words, finding: &Finding) -> Vec<(String, String)> {
    let Some(each) = &finding.determination else { return Vec::new() };
    let fields = [
        ("verdict", Some(words.get("decided", each.verdict.name()))),
        ("by", Some(each.by.as_str())),
        ("on", Some(each.on.as_str())),
        ("until", each.until.as_deref()),
        ("why", Some(each.why.as_str())),
        ("stale", each.stale.as_deref()),
    ];
    let remarks = each.remarks.iter().map(|remark| ("remark", Some(remark.as_str())));
    let shown = fields.into_iter().chain(remarks);
    let told = |key: &str, value: &str| match key {
        "on" | "until" => words.short_date(value),
        "stale" | "remark" => clean(&words.name(value), TEXT),
        _ => clean(value, TEXT),
    };
    shown.filter_map(|(key, value)| Some((words.get("decided", key).to_owned(), told(key, value?)))).collect()
}

/// Until when a finding is waived; nothing where it is not, or something in it is not.
pub(super) fn waived_until(words: &Words, finding: &Finding) -> String {
    let until = finding.waived_until().map(|end| words.short_date(end));
    until.map(|end| words.fill("decided", "waived-status", &[("end", &end)])).unwrap_or_default()
}

/// Under which waiver a shortfall is tolerated; nothing where it is not.
fn waived(words: &Words, shortfall: &crate::evidence::Shortfall) -> String {
    let Some(waived) = &shortfall.waived else { return String::new() };
    let (approver, reason) = (clean(&waived.approver, TEXT), clean(&waived.reason, TEXT));
    let end = words.short_date(&waived.end);
    let values = [("end", end.as_str()), ("approver", &approver), ("reason", &reason)];
    format!(" {}", words.fill("decided", "waived", &values))
}
