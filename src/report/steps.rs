//! What to do next: the shortfalls of all obligations brought down to a handful of concrete steps.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::plain::{TEXT, clean};
use super::view;
use super::words::Words;
use crate::assessment::Assessment;
use crate::catalogue::Grade;
use crate::evidence::{Code, Shortfall, Status};

/// Most steps shown.
const STEPS: usize = 5;
/// Documents or things named in one step.
const NAMED: usize = 3;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What to do, without a full stop.
    pub what: String,
    /// How much depends on it.
    pub bears: String,
    /// Where to begin: paths of documents.
    pub paths: Vec<String>,
    /// Where to begin, where no document is to be named.
    pub first: String,
    /// Documents beyond those named.
    pub more: usize,
}

/// Shortfalls of one code.
#[derive(Default)]
struct Heap<'a> {
    grade: Option<Grade>,
    weight: u32,
    obligations: BTreeSet<&'a str>,
    /// Documents, those that most depends on first once sorted.
    paths: BTreeMap<&'a str, u32>,
    first: Option<(Grade, u32, &'a Shortfall)>,
}

/// The steps: what weighs most first; then what the program itself needs to see more.
pub(super) fn steps(assessment: &Assessment, words: &Words) -> Vec<Step> {
    let mut heaps: Vec<(Code, Heap<'_>)> = heaps(assessment).into_iter().collect();
    heaps.sort_by(|(a_code, a), (b_code, b)| {
        b.grade.cmp(&a.grade).then(b.weight.cmp(&a.weight)).then(a_code.cmp(b_code))
    });
    let own: Vec<Step> = [unread(assessment, words), undetermined(assessment, words)].into_iter().flatten().collect();
    let room = STEPS - own.len();
    heaps.into_iter().take(room).map(|(code, heap)| step(words, code, &heap)).chain(own).collect()
}

fn heaps(assessment: &Assessment) -> BTreeMap<Code, Heap<'_>> {
    let weights: BTreeMap<&str, u8> =
        assessment.obligations.iter().map(|asked| (asked.obligation.as_str(), asked.weight)).collect();
    let short = assessment.findings.iter().filter(|finding| matches!(finding.status, Status::Gap | Status::Partial));
    let mut heaps: BTreeMap<Code, Heap<'_>> = BTreeMap::new();
    for finding in short {
        let weight = u32::from(weights.get(finding.obligation.as_str()).copied().unwrap_or(1));
        for shortfall in finding.shortfalls.iter().filter(|each| each.grade >= Grade::Minor && each.waived.is_none()) {
            let heap = heaps.entry(shortfall.code).or_default();
            heap.grade = heap.grade.max(Some(shortfall.grade));
            if heap.obligations.insert(&finding.obligation) {
                heap.weight = heap.weight.saturating_add(weight);
            }
            if let Some(path) = shortfall.path.as_deref() {
                *heap.paths.entry(path).or_default() += weight;
            }
            if heap.first.is_none_or(|(grade, heaviest, _)| (shortfall.grade, weight) > (grade, heaviest)) {
                heap.first = Some((shortfall.grade, weight, shortfall));
            }
        }
    }
    heaps
}

fn step(words: &Words, code: Code, heap: &Heap<'_>) -> Step {
    let mut paths: Vec<(&str, u32)> = heap.paths.iter().map(|(path, weight)| (*path, *weight)).collect();
    paths.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let named: Vec<String> = paths.iter().take(NAMED).map(|(path, _)| view::path(path)).collect();
    let first =
        heap.first.filter(|_| named.is_empty()).map(|(_, _, shortfall)| clean(&words.name(&shortfall.remedy), TEXT));
    Step {
        what: words.imperative(code).into(),
        bears: words.fill("steps", "bears", &[("obligations", &words.count(heap.obligations.len(), "obligation"))]),
        more: paths.len() - named.len(),
        paths: named,
        first: first.unwrap_or_default(),
    }
}

fn unread(assessment: &Assessment, words: &Words) -> Option<Step> {
    let count = assessment.unread.len();
    (count > 0).then(|| Step {
        what: words.fill("steps", "unread", &[("files", &words.count(count, "file"))]),
        bears: words.get("steps", "unread_bears").into(),
        paths: assessment.unread.iter().take(NAMED).map(|each| view::path(&each.path)).collect(),
        first: String::new(),
        more: count.saturating_sub(NAMED),
    })
}

fn undetermined(assessment: &Assessment, words: &Words) -> Option<Step> {
    let open = |finding: &&crate::evidence::Finding| finding.status == Status::Undetermined;
    let count = assessment.findings.iter().filter(open).count();
    let first = assessment.findings.iter().find(open)?;
    let asked = assessment.obligations.iter().find(|asked| asked.obligation == first.obligation);
    let question = asked.and_then(|asked| asked.ask.first());
    Some(Step {
        what: words.fill("steps", "ask", &[("obligations", &words.count(count, "obligation"))]),
        bears: words.get("steps", "ask_bears").into(),
        paths: Vec::new(),
        first: question
            .map(|question| format!("{}: {}", clean(&first.obligation, TEXT), clean(&words.name(question), TEXT)))
            .unwrap_or_default(),
        more: 0,
    })
}
