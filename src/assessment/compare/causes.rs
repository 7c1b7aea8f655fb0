//! Why an obligation does not stand as it did: what of all that an assessment depends on has changed. Several
//! may have; where it is none that an assessment records, it is what was said beside the documents.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Assessment, ChangeKind, DocumentChanges};
use crate::evidence::{Code, Finding, Status};

/// Documents named in one sentence.
const NAMED: usize = 3;

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// What kind of thing changed.
    pub kind: CauseKind,
    /// In words.
    pub says: String,
}

/// What an assessment depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CauseKind {
    /// Documents changed, came or went.
    Documents,
    /// Somebody decided.
    Person,
    /// A day has passed, such as that of a review.
    Time,
    /// The catalogue is another.
    Catalogue,
    /// The program is another.
    Tool,
    /// None of these: what was said beside the documents.
    Profile,
}

/// Two assessments, and the documents by which they differ.
pub(super) struct Differ<'a> {
    pub before: &'a Assessment,
    pub after: &'a Assessment,
    pub documents: &'a DocumentChanges,
}

impl Differ<'_> {
    /// Why an obligation does not stand as it did.
    pub(super) fn causes(&self, kind: ChangeKind, before: Option<&Finding>, after: Option<&Finding>) -> Vec<Cause> {
        let cause = |kind, says: Option<String>| says.map(|says| Cause { kind, says });
        let documents = |says| Cause { kind: CauseKind::Documents, says };
        let (Some(before), Some(after)) = (before, after) else {
            let limited = self.before.summary.limited_to != self.after.summary.limited_to;
            let says =
                if limited { "one of the two is limited to other clauses" } else { "the catalogue asks otherwise" };
            return vec![Cause { kind: CauseKind::Catalogue, says: says.into() }];
        };
        let others = [
            cause(CauseKind::Person, person(before, after)),
            cause(CauseKind::Time, self.time(before, after).filter(|_| kind != ChangeKind::Improved)),
            cause(CauseKind::Catalogue, self.catalogue()),
            cause(CauseKind::Tool, self.tool()),
        ];
        let mut causes: Vec<Cause> = self.documents(before, after).into_iter().map(documents).collect();
        causes.extend(others.into_iter().flatten());
        if causes.is_empty() {
            causes = self.elsewhere();
        }
        causes
    }

    /// Where nothing that bears on an obligation itself changed: what else did.
    fn elsewhere(&self) -> Vec<Cause> {
        let cause = |kind, says: String| Cause { kind, says };
        let lists = [&self.documents.changed, &self.documents.added, &self.documents.removed];
        let mut causes = Vec::new();
        if lists.iter().any(|list| !list.is_empty()) {
            causes.push(cause(CauseKind::Documents, "documents changed that do not bear on it directly".into()));
        }
        if self.before.as_of < self.after.as_of {
            let says = format!("time passed between {} and {}", self.before.as_of, self.after.as_of);
            causes.push(cause(CauseKind::Time, says));
        }
        if causes.is_empty() {
            let says = "nothing else differs: the profile or what was asked for does";
            causes.push(cause(CauseKind::Profile, says.into()));
        }
        causes
    }

    /// Documents that bear on it and are not as they were: a sentence for what changed, came and went.
    fn documents(&self, before: &Finding, after: &Finding) -> Vec<String> {
        let paths: BTreeSet<&str> = paths(before).chain(paths(after)).collect();
        let sets = [
            ("changed", &self.documents.changed),
            ("added", &self.documents.added),
            ("removed", &self.documents.removed),
        ];
        let told = sets.into_iter().filter_map(|(verb, all)| {
            let own: Vec<&str> = all.iter().map(String::as_str).filter(|path| paths.contains(path)).collect();
            (!own.is_empty()).then(|| format!("{verb}: {}", named(&own)))
        });
        told.collect()
    }

    /// What only the calendar can have brought: the same documents, later.
    fn time(&self, before: &Finding, after: &Finding) -> Option<String> {
        let aged = |code: Code| matches!(code, Code::ReviewOverdue | Code::RecordsStale);
        let known = |code: Code, path: &Option<String>| {
            before.shortfalls.iter().any(|other| other.code == code && other.path == *path)
        };
        let new = after.shortfalls.iter().find(|each| aged(each.code) && !known(each.code, &each.path))?;
        let says = if new.code == Code::ReviewOverdue { "a review fell due" } else { "records grew too old" };
        let changed = new.path.as_ref().is_some_and(|path| self.documents.changed.contains(path));
        (self.before.as_of < self.after.as_of && !changed)
            .then(|| format!("{says} between {} and {}", self.before.as_of, self.after.as_of))
    }

    fn catalogue(&self) -> Option<String> {
        let hashes = |assessment: &Assessment| -> Vec<String> {
            assessment.catalogues.iter().map(|catalogue| catalogue.sha256.clone()).collect()
        };
        (hashes(self.before) != hashes(self.after)).then(|| "the catalogue is another version".into())
    }

    fn tool(&self) -> Option<String> {
        let (before, after) = (&self.before.tool, &self.after.tool);
        (before != after).then(|| format!("{} {} became {}", before.name, before.version, after.version))
    }
}

/// What a person decided then and now.
fn person(before: &Finding, after: &Finding) -> Option<String> {
    let standing = |finding: &Finding| finding.determination.clone().filter(|each| each.stale.is_none());
    match (standing(before), standing(after)) {
        (Some(was), None) => {
            let stale = after.determination.as_ref().and_then(|each| each.stale.clone());
            let why = stale.unwrap_or_else(|| "it is no longer recorded".into());
            return Some(format!("the determination “{}” no longer stands: {why}", was.verdict.name()));
        }
        (was, Some(is)) if was.as_ref().map(|was| was.verdict) != Some(is.verdict) => {
            return Some(format!("{} decided “{}” on {}", is.by, is.verdict.name(), is.on));
        }
        _ => {}
    }
    let waived = |finding: &Finding| finding.shortfalls.iter().filter(|each| each.waived.is_some()).count();
    let declared = |finding: &Finding| finding.status == Status::NoOccurrence;
    match (waived(before), waived(after)) {
        (was, is) if was < is => Some("a shortfall is waived".into()),
        (was, is) if was > is => Some("a waiver no longer covers it".into()),
        _ if declared(before) != declared(after) => {
            Some("the profile declares otherwise whether it has occurred".into())
        }
        _ => None,
    }
}

fn paths(finding: &Finding) -> impl Iterator<Item = &str> {
    let evidence = finding.evidence.iter().map(|piece| piece.path.as_str());
    let faults = finding.shortfalls.iter().filter_map(|shortfall| shortfall.path.as_deref());
    evidence.chain(faults).chain(finding.looked_for.candidates.iter().map(String::as_str))
}

fn named(paths: &[&str]) -> String {
    let shown = paths.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match paths.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
