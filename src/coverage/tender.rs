//! Requirements of a call for tender beside the evidence found. A requirement is matched by a clause number it
//! names, or by the catalogue's words; how sure that is, is said, and what is not sure claims nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Extent, of_clause};
use crate::assessment::Assessment;
use crate::audit::names::{clauses_named, order};
use crate::catalogue::{Catalogue, Check, Meaning, Vocabulary};
use crate::document::Place;
use crate::evidence::Finding;
use crate::text::{fold, tokens};

/// Most clauses that words alone lead to.
const CLAUSES: usize = 2;
/// Places shown for a requirement.
const PLACES: usize = 4;

/// A requirement as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// Its number.
    pub id: String,
    /// What is required.
    pub text: String,
    /// Clauses it names by itself.
    pub clause: String,
}

/// How sure it is that a requirement is about these clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// It names them.
    Stated,
    /// It names what they ask for.
    Likely,
    /// It shares words with them: a person has to read it.
    Possible,
    /// Nothing leads to a clause.
    None,
}

/// A requirement and what answers to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// As written.
    #[serde(flatten)]
    pub requirement: Requirement,
    /// How sure the match is.
    pub confidence: Confidence,
    /// What led to it.
    pub because: Vec<String>,
    /// The clauses.
    pub clauses: Vec<String>,
    /// The obligations that answer to it.
    pub obligations: Vec<String>,
    /// How much evidence these show; `null` where the match is not sure enough to say.
    pub extent: Option<Extent>,
    /// Places that show it.
    pub evidence: Vec<Shown>,
    /// What falls short.
    pub open: Vec<String>,
}

/// A place that shows something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The obligation.
    pub obligation: String,
    /// The document.
    pub document: String,
    /// Where in it.
    #[serde(serialize_with = "said")]
    pub place: Place,
    /// Its words.
    pub quote: String,
}

/// A place as a person reads it.
fn said<S: serde::Serializer>(place: &Place, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(place)
}

/// All requirements with their answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tender {
    /// Whose documents were assessed.
    pub organisation: Option<String>,
    /// As of when.
    pub as_of: String,
    /// In the order of the call.
    pub answers: Vec<Answer>,
}

/// Answers requirements.
#[must_use]
pub fn tender(assessment: &Assessment, catalogue: &Catalogue, words: &Vocabulary, asked: Vec<Requirement>) -> Tender {
    let matcher = Matcher::new(assessment, catalogue, words);
    Tender {
        organisation: assessment.organisation.name.clone(),
        as_of: assessment.as_of.clone(),
        answers: asked.into_iter().map(|requirement| matcher.answer(requirement)).collect(),
    }
}

struct Matcher<'a> {
    assessment: &'a Assessment,
    catalogue: &'a Catalogue,
    words: &'a Vocabulary,
    languages: Vec<&'a str>,
    clauses: Vec<&'a str>,
    /// (document type, topic) → obligations that look for it, with their clauses.
    asking: BTreeMap<(&'a str, &'a str), Vec<(&'a str, &'a str)>>,
}

/// What words lead to.
#[derive(Default)]
struct Match {
    confidence: Option<Confidence>,
    because: Vec<String>,
    clauses: Vec<String>,
    obligations: BTreeSet<String>,
}

impl<'a> Matcher<'a> {
    fn new(assessment: &'a Assessment, catalogue: &'a Catalogue, words: &'a Vocabulary) -> Self {
        let mut asking: BTreeMap<(&str, &str), Vec<(&str, &str)>> = BTreeMap::new();
        for (clause, obligation) in catalogue.obligations() {
            let mut pairs = Vec::new();
            obligation.evidence.iter().for_each(|check| topics(check, &mut pairs));
            for pair in pairs {
                asking.entry(pair).or_default().push((clause.clause.as_str(), obligation.id.as_str()));
            }
        }
        Self {
            assessment,
            catalogue,
            words,
            languages: words.languages.keys().map(String::as_str).collect(),
            clauses: assessment.clauses.iter().map(|clause| clause.clause.as_str()).collect(),
            asking,
        }
    }

    fn answer(&self, requirement: Requirement) -> Answer {
        let found = self.stated(&requirement).unwrap_or_else(|| self.by_words(&requirement.text));
        let confidence = found.confidence.unwrap_or(Confidence::None);
        let findings: Vec<&Finding> =
            self.assessment.findings.iter().filter(|finding| found.obligations.contains(&finding.obligation)).collect();
        let is_sure = matches!(confidence, Confidence::Stated | Confidence::Likely) && !findings.is_empty();
        Answer {
            confidence,
            because: found.because,
            obligations: findings.iter().map(|finding| finding.obligation.clone()).collect(),
            extent: is_sure.then(|| Extent::of(findings.iter().copied())),
            evidence: evidence(&findings),
            open: open(&findings),
            clauses: found.clauses,
            requirement,
        }
    }

    /// By the clause numbers a requirement names: in a column of their own, or in a text that names the standard.
    fn stated(&self, requirement: &Requirement) -> Option<Match> {
        let mut named = clauses_named(&requirement.clause, &self.clauses);
        if requirement.text.contains("20000") {
            let text = requirement.text.replace("20000-1", "20000");
            named.extend(clauses_named(&text, &self.clauses));
        }
        let mut clauses: Vec<String> = named.into_iter().collect();
        clauses.sort_by_key(|clause| order(clause));
        let obligations = clauses.iter().flat_map(|clause| of_clause(self.assessment, clause));
        let obligations: BTreeSet<String> = obligations.map(|finding| finding.obligation.clone()).collect();
        (!obligations.is_empty()).then(|| Match {
            confidence: Some(Confidence::Stated),
            because: vec![format!("it names {}", clauses.join(", "))],
            clauses,
            obligations,
        })
    }

    /// By types of documents and registers that are named, and by topics of what it speaks of.
    fn by_words(&self, text: &str) -> Match {
        let folded = fold(text);
        let named = self.named(&folded);
        let spoken_of = self.words.subjects.of(text);
        let spoken_of: BTreeSet<&str> =
            spoken_of.into_iter().map(|index| self.words.documents[usize::from(index)].as_str()).collect();
        let mut scores: BTreeMap<&str, u32> = BTreeMap::new();
        let mut obligations: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut because: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (id, title, clause) in &named {
            *scores.entry(clause).or_default() += 3;
            because.entry(clause).or_default().insert(format!("it names “{}” ({id})", title.to_lowercase()));
        }
        for (document, topic) in self.topics(&folded) {
            let is_meant = named.iter().any(|(id, ..)| *id == document) || spoken_of.contains(document);
            let says = self.catalogue.topic_says(&[document.to_owned()], topic).unwrap_or(topic);
            for (clause, obligation) in self.asking.get(&(document, topic)).into_iter().flatten().filter(|_| is_meant) {
                *scores.entry(clause).or_default() += 2;
                obligations.entry(clause).or_default().insert((*obligation).to_owned());
                because.entry(clause).or_default().insert(format!("it speaks of {says}"));
            }
        }
        let mut ranked: Vec<(&str, u32)> = scores.into_iter().collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| order(a.0).cmp(&order(b.0))));
        let best = ranked.first().map_or(0, |(_, score)| *score);
        let mut found = Match::default();
        for (clause, _) in ranked.into_iter().filter(|(_, score)| 2 * score > best).take(CLAUSES) {
            found.clauses.push(clause.to_owned());
            found.because.extend(because.remove(clause).unwrap_or_default().into_iter().take(3));
            match obligations.remove(clause) {
                Some(own) => found.obligations.extend(own),
                // A document that is named and nothing said of it: all that the clause asks for.
                None => found
                    .obligations
                    .extend(of_clause(self.assessment, clause).iter().map(|one| one.obligation.clone())),
            }
        }
        if best > 0 {
            found.confidence = Some(if best >= 5 { Confidence::Likely } else { Confidence::Possible });
        }
        found
    }

    /// Types named in a folded text: id, title, the clause they belong to.
    fn named(&self, folded: &str) -> Vec<(&'a str, &'a str, &'a str)> {
        let mut scan = self.words.names.scan(&self.languages);
        let hits = scan.hits(folded);
        let mut found = Vec::new();
        for named in scan.matches(&hits, &[]).into_iter().filter(|named| named.whole) {
            // One short word ("plan", "log") names anything.
            let word = tokens(folded).nth(named.start as usize).unwrap_or_default();
            if named.len < 2 && word.chars().count() < 12 {
                continue;
            }
            let of_type = match self.words.meaning(named.key) {
                Meaning::Document(index) => {
                    self.catalogue.documents.get(&self.words.documents[usize::from(index)]).and_then(|kind| {
                        Some((
                            kind.id.as_str(),
                            kind.title.as_str(),
                            kind.clauses.first().filter(|_| kind.form.is_evidence())?.as_str(),
                        ))
                    })
                }
                Meaning::Register(index) => self
                    .catalogue
                    .registers
                    .get(&self.words.registers[usize::from(index)])
                    .and_then(|kind| Some((kind.id.as_str(), kind.title.as_str(), kind.clauses.first()?.as_str()))),
                _ => None,
            };
            found.extend(of_type.filter(|one| !found.contains(one)));
        }
        found
    }

    fn topics(&self, folded: &str) -> BTreeSet<(&'a str, &'a str)> {
        let mut scan = self.words.prose.scan(&self.languages);
        let hits = scan.hits(folded);
        let matches = scan.matches(&hits, &[]).into_iter().filter(|found| found.whole);
        let topics = matches.filter_map(|found| match self.words.meaning(found.key) {
            Meaning::Topic(index) => Some(&self.words.topics[usize::from(index)]),
            _ => None,
        });
        topics.map(|topic| (topic.document.as_str(), topic.topic.as_str())).collect()
    }
}

/// The types and topics that a check looks for.
fn topics<'a>(check: &'a Check, pairs: &mut Vec<(&'a str, &'a str)>) {
    match check {
        Check::Document(check) | Check::Record(check) => {
            // Its first type is about just that; the others may say it as well.
            let types = check.types.first();
            pairs.extend(
                types.into_iter().flat_map(|id| check.topics.iter().map(move |topic| (id.as_str(), topic.as_str()))),
            );
        }
        Check::Any(checks) => checks.iter().for_each(|check| topics(check, pairs)),
        Check::Register(_) | Check::Ask(_) => {}
    }
}

/// The first place of each obligation, as many as are shown.
fn evidence(findings: &[&Finding]) -> Vec<Shown> {
    let mut seen = BTreeSet::new();
    let first = findings.iter().filter_map(|finding| {
        let evidence = finding.evidence.iter().find(|evidence| seen.insert((&evidence.path, &evidence.place)))?;
        Some(Shown {
            obligation: finding.obligation.clone(),
            document: evidence.path.clone(),
            place: evidence.place.clone(),
            quote: evidence.quote.clone(),
        })
    });
    first.take(PLACES).collect()
}

fn open(findings: &[&Finding]) -> Vec<String> {
    let short = findings.iter().filter(|finding| finding.status != crate::evidence::Status::Evidenced);
    let mut lines: Vec<String> = Vec::new();
    for line in
        short.flat_map(|finding| finding.shortfalls.iter().map(|one| format!("{}: {}", finding.obligation, one.says)))
    {
        if lines.len() < PLACES && !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}
