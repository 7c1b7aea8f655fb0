//! From shortfalls to actions: all that one document closes is one action.

use std::collections::BTreeMap;

use super::Closes;
use super::estimates::{By, Closing, Estimates, Side, level};
use crate::assessment::{Assessment, DocumentInfo};
use crate::catalogue::{Catalogue, Form, Grade, Rung};
use crate::evidence::{Code, Finding, Shortfall, Status, Verdict};
use crate::facts::State;

/// An action that nobody has ordered yet.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Whether something has to be said or shown.
    pub side: Side,
    /// What is done, an action of the estimates.
    pub doing: String,
    /// What it is done to.
    pub what: String,
    /// The document.
    pub path: Option<String>,
    /// Its type, or the one that is missing; may be empty.
    pub kind: String,
    /// What that is, for the person days.
    pub level: &'static str,
    /// The clause it belongs to.
    pub clause: String,
    /// The worst grade.
    pub grade: Grade,
    /// Weights of the obligations by id.
    pub obligations: BTreeMap<String, u8>,
    /// In the order of the standard.
    pub order: Vec<String>,
    /// What it closes.
    pub closes: Vec<Closes>,
    /// Whether records of it begin only afterwards, and are needed.
    pub new: bool,
    /// Whether a single new one will do.
    pub once: bool,
    /// Whom the document names.
    pub person: Option<String>,
}

/// Looks up what belongs together.
struct Gatherer<'a> {
    assessment: &'a Assessment,
    catalogue: &'a Catalogue,
    estimates: &'a Estimates,
    documents: BTreeMap<&'a str, &'a DocumentInfo>,
    weights: BTreeMap<&'a str, u8>,
}

/// What actions are told apart by.
type Key = (Side, String);

/// The actions, in the order of the standard.
pub(super) fn gather(assessment: &Assessment, catalogue: &Catalogue, estimates: &Estimates) -> Vec<Draft> {
    let documents = assessment.documents.iter().map(|document| (document.path.as_str(), document)).collect();
    let weights = assessment.obligations.iter().map(|asked| (asked.obligation.as_str(), asked.weight)).collect();
    let gatherer = Gatherer { assessment, catalogue, estimates, documents, weights };
    let mut drafts: Vec<(Key, Draft)> = Vec::new();
    for finding in gatherer.assessment.findings.iter().filter(|finding| is_open(finding)) {
        for shortfall in finding.shortfalls.iter().filter(|each| each.grade >= Grade::Minor && each.waived.is_none()) {
            gatherer.add(&mut drafts, finding, shortfall);
        }
    }
    let mut drafts: Vec<Draft> = drafts.into_iter().map(|(_, draft)| draft).collect();
    into_what_is_there(&mut drafts, estimates);
    drafts
}

/// What falls short, unless a person decided otherwise and that decision stands.
fn is_open(finding: &Finding) -> bool {
    let stands = |verdict| matches!(verdict, Verdict::Conforming | Verdict::Opportunity | Verdict::NoOccurrence);
    let decided = finding.determination.as_ref().filter(|each| each.stale.is_none());
    matches!(finding.status, Status::Gap | Status::Partial) && !decided.is_some_and(|each| stands(each.verdict))
}

impl Gatherer<'_> {
    fn add(&self, drafts: &mut Vec<(Key, Draft)>, finding: &Finding, shortfall: &Shortfall) {
        let Some(closing) = self.estimates.codes.get(&shortfall.code) else { return };
        let key = self.key(closing, finding, shortfall);
        // The same contradiction told of two documents is one to settle.
        let told = |draft: &Draft| draft.closes.iter().any(|each| is_same(each, shortfall) && closing.by == By::Path);
        let at = drafts.iter().position(|(known, draft)| *known == key || told(draft)).unwrap_or_else(|| {
            drafts.push((key, self.draft(closing, finding, shortfall)));
            drafts.len() - 1
        });
        let Some((_, draft)) = drafts.get_mut(at) else { return };
        draft.grade = draft.grade.max(shortfall.grade);
        if closing.new && finding.needed == Rung::Practised {
            draft.new = true;
            draft.once &= closing.once;
        }
        if self.estimates.rank(&closing.action) < self.estimates.rank(&draft.doing) {
            draft.doing.clone_from(&closing.action);
        }
        draft.bears_on(&finding.obligation, self.weights.get(finding.obligation.as_str()).copied().unwrap_or(1));
        draft.close(shortfall.code, shortfall, &finding.obligation);
    }

    fn key(&self, closing: &Closing, finding: &Finding, shortfall: &Shortfall) -> Key {
        let by_type = || {
            let kind = self.wanted(finding, closing.side);
            kind.map_or_else(|| format!("clause:{}", finding.clause), |kind| format!("type:{kind}"))
        };
        let path = shortfall.path.as_ref().filter(|_| closing.by == By::Path);
        (closing.side, path.map_or_else(by_type, |path| format!("path:{path}")))
    }

    fn draft(&self, closing: &Closing, finding: &Finding, shortfall: &Shortfall) -> Draft {
        let path = shortfall.path.clone().filter(|_| closing.by == By::Path);
        let document = path.as_deref().and_then(|path| self.documents.get(path).copied());
        let own = document.and_then(|document| document.types.first()).map(|kind| kind.id.as_str());
        let kind = own.or_else(|| self.wanted(finding, closing.side)).unwrap_or_default();
        let title = document.map(|document| document.title.clone()).or_else(|| path.clone());
        Draft {
            side: closing.side,
            doing: closing.action.clone(),
            what: title.unwrap_or_else(|| self.title(kind, finding)),
            clause: self.clause(kind).unwrap_or(&finding.clause).to_owned(),
            level: level(self.catalogue, kind),
            kind: kind.to_owned(),
            grade: shortfall.grade,
            obligations: BTreeMap::new(),
            order: Vec::new(),
            closes: Vec::new(),
            new: false,
            once: true,
            person: document.filter(|document| is_ours(document)).and_then(|document| document.control.owner.clone()),
            path,
        }
    }

    /// The first type looked for that is of a side: best placed to serve the obligation.
    fn wanted<'b>(&self, finding: &'b Finding, side: Side) -> Option<&'b str> {
        let shows = |id: &str| {
            let record = |document: &crate::catalogue::DocumentType| document.form == Form::Record;
            self.catalogue.registers.contains_key(id) || self.catalogue.documents.get(id).is_some_and(record)
        };
        let mut types = finding.looked_for.types.iter().map(String::as_str);
        types.clone().find(|id| shows(id) == (side == Side::Shown)).or_else(|| types.next())
    }

    fn title(&self, kind: &str, finding: &Finding) -> String {
        let document = self.catalogue.documents.get(kind).map(|document| document.title.clone());
        let known = document.or_else(|| self.catalogue.registers.get(kind).map(|register| register.title.clone()));
        let clause = || self.assessment.clauses.iter().find(|clause| clause.clause == finding.clause);
        known.or_else(|| clause().map(|clause| clause.title.clone())).unwrap_or_else(|| finding.clause.clone())
    }

    fn clause(&self, kind: &str) -> Option<&str> {
        let document = self.catalogue.documents.get(kind).and_then(|document| document.clauses.first());
        document.or_else(|| self.catalogue.registers.get(kind)?.clauses.first()).map(String::as_str)
    }
}

/// Whether whom a document names may still answer for it.
fn is_ours(document: &DocumentInfo) -> bool {
    !matches!(document.state, State::Superseded | State::Foreign | State::Template)
}

fn is_same(closes: &Closes, shortfall: &Shortfall) -> bool {
    closes.code == shortfall.code && shortfall.code == Code::Inconsistent && closes.says == shortfall.says
}

impl Draft {
    fn bears_on(&mut self, obligation: &str, weight: u8) {
        if self.obligations.insert(obligation.to_owned(), weight).is_none() {
            self.order.push(obligation.to_owned());
        }
    }

    fn close(&mut self, code: Code, shortfall: &Shortfall, obligation: &str) {
        let known = self.closes.iter_mut().find(|each| each.code == code && each.says == shortfall.says);
        match known {
            Some(known) if known.obligations.iter().any(|id| id == obligation) => {}
            Some(known) => known.obligations.push(obligation.to_owned()),
            None => self.closes.push(Closes {
                code,
                says: shortfall.says.clone(),
                remedy: shortfall.remedy.clone(),
                obligations: vec![obligation.to_owned()],
            }),
        }
    }

    /// Takes over all that another one would have closed.
    fn take(&mut self, other: Self) {
        self.grade = self.grade.max(other.grade);
        self.new |= other.new;
        self.once &= other.once;
        for id in other.order {
            let weight = other.obligations.get(&id).copied().unwrap_or(1);
            self.bears_on(&id, weight);
        }
        self.closes.extend(other.closes);
    }
}

/// What is missing of a type of which a document is being made anyway (a draft, a form) is written there.
fn into_what_is_there(drafts: &mut Vec<Draft>, estimates: &Estimates) {
    let is_new = |draft: &Draft| draft.closes.iter().any(|each| estimates.codes.get(&each.code).is_some_and(|c| c.new));
    let mut at = 0;
    while at < drafts.len() {
        let Some(draft) = drafts.get(at).filter(|draft| draft.path.is_none() && !draft.kind.is_empty()) else {
            at += 1;
            continue;
        };
        let (side, kind) = (draft.side, draft.kind.clone());
        let home = |other: &Draft| other.path.is_some() && other.side == side && other.kind == kind && is_new(other);
        match drafts.iter().position(home) {
            Some(home) => {
                let draft = drafts.remove(at);
                let home = if home > at { home - 1 } else { home };
                if let Some(home) = drafts.get_mut(home) {
                    home.take(draft);
                }
            }
            None => at += 1,
        }
    }
}
