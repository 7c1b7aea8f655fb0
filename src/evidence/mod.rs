//! The catalogue's checks asked of the index: for every obligation what shows it, how far that
//! reaches, and what is missing. It sees facts, never files.

mod calendar;
mod candidates;
mod code;
mod control;
mod decided;
mod documents;
mod homes;
mod judge;
mod known;
mod registers;
mod rhythm;
mod silence;
mod sums;

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use foldhash::fast::RandomState;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, Check, Clause, Grade, Guidance, Obligation, Profile, Rung};
use crate::document::Place;
use crate::index::{Entry, Index, Violation};

pub use calendar::{Basis, Duty, DutyKind, Interval, Occasion, calendar};
pub use code::Code;
pub use decided::{Determination, Verdict, Waived};

/// What was found on one obligation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The obligation, `8.6.1/4`.
    pub obligation: String,
    /// Its clause.
    pub clause: String,
    /// The catalogue it stands in.
    pub catalogue: String,
    /// What the program concludes.
    pub status: Status,
    /// The rung its evidence reaches.
    pub reached: Rung,
    /// The rung it needs.
    pub needed: Rung,
    /// What shows it, best first.
    pub evidence: Vec<Evidence>,
    /// What pulls it down, worst first.
    pub shortfalls: Vec<Shortfall>,
    /// What was looked for, and which documents came into question.
    pub looked_for: LookedFor,
    /// What a person decided; filled in later.
    pub determination: Option<Determination>,
}

/// A machine's conclusion on one obligation (a person's is a determination).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Evidence reaches the rung it needs.
    Evidenced,
    /// There is evidence and it falls short.
    Partial,
    /// No acceptable evidence.
    Gap,
    /// Documents cannot tell.
    Undetermined,
    /// Declared: nothing happened yet that would have to be shown.
    NoOccurrence,
}

/// A place that shows something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The document.
    pub path: String,
    /// Where in it.
    pub place: Place,
    /// Its words.
    pub quote: String,
    /// The rung this piece stands on.
    pub rung: Rung,
}

/// Something that pulls evidence down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shortfall {
    /// What kind.
    pub code: Code,
    /// How much it weighs, proposed.
    pub grade: Grade,
    /// The document it is about, if there is one.
    pub path: Option<String>,
    /// Where in it.
    pub place: Place,
    /// What is the matter, in a sentence.
    pub says: String,
    /// What to do.
    pub remedy: String,
    /// The waiver under which it is tolerated; filled in later.
    #[serde(default)]
    pub waived: Option<Waived>,
}

/// What was looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedFor {
    /// Document and register types.
    pub types: Vec<String>,
    /// Topics.
    pub topics: Vec<String>,
    /// Documents that came into question, whether or not they count.
    pub candidates: Vec<String>,
}

/// Whether a check speaks of what is said or of what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Said,
    Shown,
}

/// How much of a check is met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Met {
    #[default]
    Not,
    Part,
    Full,
}

/// What came of one check.
#[derive(Debug, Clone, Default)]
struct Outcome {
    side: Option<Side>,
    met: Met,
    reached: Rung,
    evidence: Vec<Evidence>,
    shortfalls: Vec<Shortfall>,
    looked_for: LookedFor,
}

/// Asks every obligation of the catalogue.
///
/// # Errors
/// When a rule cannot be run.
pub fn findings(catalogue: &Catalogue, index: &Index, as_of: Date) -> Result<Vec<Finding>> {
    Ok(findings_of(catalogue, index, as_of, index.database.violations(catalogue, as_of)?))
}

/// Asks every obligation of the catalogue, with what its rules found.
#[must_use]
pub fn findings_of(catalogue: &Catalogue, index: &Index, as_of: Date, violations: Vec<Violation>) -> Vec<Finding> {
    let asker = Asker::new(catalogue, index, as_of, violations);
    let mut findings: Vec<Finding> =
        catalogue.obligations().map(|(clause, obligation)| asker.ask(clause, obligation)).collect();
    homes::tell(&asker, &mut findings);
    sums::sum_up(catalogue, &mut findings);
    findings
}

/// Asks every item of a guidance. Advice is no requirement: all that falls short of it is an opportunity,
/// and the rules between registers, which belong to the standard's clauses, are not asked again.
#[must_use]
pub fn guidance_findings(catalogue: &Catalogue, guidance: &Guidance, index: &Index, as_of: Date) -> Vec<Finding> {
    let asker = Asker::new(catalogue, index, as_of, Vec::new());
    let findings = guidance.items.iter().filter_map(|item| {
        let clause = item.extends.iter().find_map(|number| catalogue.clause(number))?;
        let mut finding = asker.ask(clause, &item.obligation);
        finding.catalogue.clone_from(&guidance.id);
        // Its own topics stand under its id as under a type's; no document is of that type.
        finding.looked_for.types.retain(|id| *id != guidance.id);
        for shortfall in &mut finding.shortfalls {
            shortfall.grade = Grade::Opportunity;
        }
        Some(finding)
    });
    findings.collect()
}

/// Takes note of what an organisation declares not to have happened yet: nothing of it can be shown, and
/// what is shown all the same is left as it is.
pub fn declare(findings: &mut [Finding], profile: &Profile) {
    for finding in findings {
        let Some(why) = profile.no_occurrence.get(&finding.obligation) else { continue };
        if finding.status == Status::Evidenced {
            continue;
        }
        finding.status = Status::NoOccurrence;
        finding.shortfalls = vec![Shortfall {
            code: Code::RecordsMissing,
            grade: Grade::Opportunity,
            path: None,
            place: Place::default(),
            says: format!("declared in {}: {why}", profile.shown),
            remedy: "Ask who says so, and look again when it has happened.".into(),
            waived: None,
        }];
    }
}

/// All that a check may look at.
struct Asker<'a> {
    catalogue: &'a Catalogue,
    index: &'a Index,
    as_of: Date,
    violations: Vec<Violation>,
    /// (document type, topic) → documents and facts.
    topics: BTreeMap<(&'a str, &'a str), Vec<(usize, &'a crate::facts::TopicFact)>>,
    /// By path.
    known: HashMap<&'a str, known::Known<'a>, RandomState>,
    habits: control::Habits,
    rhythms: rhythm::Rhythms,
}

impl<'a> Asker<'a> {
    /// Whether a record is young enough for a check, and for what the organisation itself says of how often.
    fn is_recent(&self, obligation: &Obligation, entry: &Entry, date: Date, within_days: Option<u32>) -> bool {
        self.is_within(date, within_days) && self.is_within(date, self.rhythms.limit(obligation, entry))
    }

    fn new(catalogue: &'a Catalogue, index: &'a Index, as_of: Date, violations: Vec<Violation>) -> Self {
        let mut topics: BTreeMap<(&str, &str), Vec<_>> = BTreeMap::new();
        for (number, entry) in index.documents.iter().enumerate() {
            for fact in &entry.facts.topics {
                topics.entry((fact.document.as_str(), fact.topic.as_str())).or_default().push((number, fact));
            }
        }
        let habits = control::Habits::of(&index.documents, catalogue);
        let known = |entry: &'a Entry| (entry.path.as_str(), known::Known::of(entry, catalogue));
        let known = index.documents.iter().map(known).collect();
        let rhythms = rhythm::Rhythms::of(catalogue, index);
        Self { catalogue, index, as_of, violations, topics, known, habits, rhythms }
    }

    /// What is told once of a document of the index.
    fn known(&self, entry: &Entry) -> &known::Known<'a> {
        &self.known[entry.path.as_str()]
    }

    fn ask(&self, clause: &Clause, obligation: &Obligation) -> Finding {
        let outcomes: Vec<Outcome> = obligation.evidence.iter().map(|check| self.check(obligation, check)).collect();
        let violated: Vec<&Violation> =
            self.violations.iter().filter(|violation| concerns(violation, clause, obligation)).collect();
        judge::finding(clause, obligation, outcomes, &violated)
    }

    fn check(&self, obligation: &Obligation, check: &Check) -> Outcome {
        match check {
            Check::Document(check) => self.documents(obligation, check, Side::Said),
            Check::Record(check) => self.documents(obligation, check, Side::Shown),
            Check::Register(check) => self.register(obligation, check),
            Check::Any(checks) => best(checks.iter().map(|check| self.check(obligation, check)).collect()),
            Check::Ask(_) => Outcome::default(),
        }
    }

    /// Whether a date lies within so many days before the assessment; no limit means yes.
    fn is_within(&self, date: Date, within_days: Option<u32>) -> bool {
        let limit = within_days.and_then(|days| self.as_of.checked_sub(jiff::Span::new().days(i64::from(days))).ok());
        limit.is_none_or(|limit| date >= limit)
    }
}

/// A rule that names obligations concerns those; one that names only clauses, their weightiest obligation.
fn concerns(violation: &Violation, clause: &Clause, obligation: &Obligation) -> bool {
    if violation.obligations.contains(&obligation.id) {
        return true;
    }
    let by_clause = violation.clauses.contains(&clause.clause)
        && !violation.obligations.iter().any(|id| id.starts_with(&format!("{}/", clause.clause)));
    let weightiest = clause.obligations.iter().max_by_key(|other| other.weight).map(|other| other.weight);
    let first = clause.obligations.iter().find(|other| Some(other.weight) == weightiest);
    by_clause && first.is_some_and(|first| first.id == obligation.id)
}

/// The best of several alternatives; where none is met, what all of them miss is one shortfall. Where none is
/// met in full, what a document denies, or does not say where it should, is told beside what the best lacks.
fn best(mut outcomes: Vec<Outcome>) -> Outcome {
    let mut looked_for = LookedFor::default();
    for outcome in &outcomes {
        looked_for.merge(&outcome.looked_for);
    }
    let index = (0..outcomes.len()).max_by_key(|i| (outcomes[*i].met, outcomes[*i].reached, std::cmp::Reverse(*i)));
    let mut chosen = index.map(|index| outcomes.remove(index)).unwrap_or_default();
    let advice = |shortfall: &Shortfall| Shortfall { grade: Grade::Opportunity, ..shortfall.clone() };
    // A register that somebody set up and nobody keeps is worth a word, whatever else shows the matter.
    let unkept = outcomes.iter().flat_map(|outcome| &outcome.shortfalls);
    let unkept: Vec<Shortfall> = unkept.filter(|shortfall| shortfall.code == Code::RegisterEmpty).map(advice).collect();
    if chosen.met == Met::Part && chosen.shortfalls.iter().all(|shortfall| shortfall.grade == Grade::Opportunity) {
        let others = outcomes.into_iter().find(|outcome| !outcome.shortfalls.is_empty());
        let told = others.into_iter().flat_map(|outcome| outcome.shortfalls);
        chosen.shortfalls.extend(told.map(|shortfall| match shortfall.code {
            Code::Negated => shortfall,
            _ => advice(&shortfall),
        }));
    }
    for shortfall in unkept {
        if !chosen.shortfalls.iter().any(|known| known.code == shortfall.code && known.path == shortfall.path) {
            chosen.shortfalls.push(shortfall);
        }
    }
    chosen.looked_for = looked_for;
    chosen
}

impl LookedFor {
    fn merge(&mut self, other: &Self) {
        for (mine, theirs) in [
            (&mut self.types, &other.types),
            (&mut self.topics, &other.topics),
            (&mut self.candidates, &other.candidates),
        ] {
            for value in theirs {
                if !mine.contains(value) {
                    mine.push(value.clone());
                }
            }
        }
    }
}
