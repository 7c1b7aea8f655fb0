//! How far two assessors agree: the share of obligations on which they decided the same, and Cohen's kappa,
//! which takes off what chance alone would give.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Record;
use crate::evidence::Verdict;

/// Two records compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Obligations that both determined.
    pub both: usize,
    /// Of these, those determined alike.
    pub same: usize,
    /// Share determined alike, 0–1; nothing where they have none in common.
    pub agreement: Option<f64>,
    /// Cohen's kappa; nothing where it is not defined: none in common, or both gave one verdict throughout.
    pub kappa: Option<f64>,
    /// Where they differ.
    pub different: Vec<Disagreement>,
    /// Obligations only the first determined.
    pub only_first: Vec<String>,
    /// Obligations only the second determined.
    pub only_second: Vec<String>,
}

/// An obligation on which two assessors differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// The obligation.
    pub obligation: String,
    /// The first's verdict, and who gave it.
    pub first: (Verdict, String),
    /// The second's.
    pub second: (Verdict, String),
}

/// Compares the determinations in force of two records.
#[must_use]
pub fn agreement(first: &Record, second: &Record) -> Agreement {
    let (a, b) = (first.current(), second.current());
    let pairs: Vec<(Verdict, Verdict)> =
        a.iter().filter_map(|(id, entry)| Some((entry.verdict, b.get(id)?.verdict))).collect();
    let same = pairs.iter().filter(|(first, second)| first == second).count();
    let different = a.iter().filter_map(|(id, first)| {
        let second = b.get(id).filter(|second| second.verdict != first.verdict)?;
        Some(Disagreement {
            obligation: (*id).to_owned(),
            first: (first.verdict, first.by.clone()),
            second: (second.verdict, second.by.clone()),
        })
    });
    let only = |mine: &BTreeMap<&str, _>, theirs: &BTreeMap<&str, _>| {
        mine.keys().filter(|id| !theirs.contains_key(*id)).map(|id| (*id).to_owned()).collect()
    };
    Agreement {
        both: pairs.len(),
        same,
        agreement: (!pairs.is_empty()).then(|| rounded(same as f64 / pairs.len() as f64)),
        kappa: kappa(&pairs).map(rounded),
        different: different.collect(),
        only_first: only(&a, &b),
        only_second: only(&b, &a),
    }
}

/// (observed − expected) / (1 − expected), expected from how often each gave each verdict.
fn kappa(pairs: &[(Verdict, Verdict)]) -> Option<f64> {
    let whole = pairs.len() as f64;
    let share = |count: usize| count as f64 / whole;
    let observed = share(pairs.iter().filter(|(first, second)| first == second).count());
    let expected: f64 = Verdict::ALL
        .iter()
        .map(|verdict| {
            let first = pairs.iter().filter(|(first, _)| first == verdict).count();
            let second = pairs.iter().filter(|(_, second)| second == verdict).count();
            share(first) * share(second)
        })
        .sum();
    (!pairs.is_empty() && expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
