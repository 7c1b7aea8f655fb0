//! The record of what people decided, `determinations.yaml`: determinations on obligations and waivers of
//! shortfalls. It is appended to, never rewritten: a later entry names the one it replaces, so that the file
//! is the history of who decided what when. Waivers stand in the same file because they are decisions of the
//! same people, under the same hand and the same review.

mod agreement;
mod apply;
mod edit;
mod merge;
mod read;
#[cfg(test)]
mod tests;
mod workbook;
#[cfg(test)]
mod workbook_tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::evidence::{Code, Finding, Verdict};
use crate::problem::Problem;

pub use agreement::{Agreement, Disagreement, agreement};
pub use apply::{Decided, Determined, WaiverInfo, WaiverState, Waivers, counts, decide, waiver_counts};
pub use edit::{Draft, append};
pub use merge::{Known, Merged, Usual, merge};
pub use read::read;
pub use workbook::{Row, Workbook, workbook};

/// The file's usual name, beside the profile.
pub const DETERMINATIONS: &str = "determinations.yaml";

/// What people decided.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Determinations in the order of the file, those replaced among them.
    pub entries: Vec<Entry>,
    /// Waivers in the order of the file.
    pub waivers: Vec<Waiver>,
    /// The file, as messages name it.
    pub shown: String,
    /// What deserves a look and does not stand in the way.
    pub problems: Vec<Problem>,
}

/// One determination as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The obligation, `8.6.1/4`.
    pub obligation: String,
    /// What was decided.
    pub verdict: Verdict,
    /// By whom.
    pub by: String,
    /// On which day.
    pub on: Date,
    /// The last day for which it holds.
    pub until: Option<Date>,
    /// Why.
    pub why: String,
    /// The fingerprint of the evidence it relied on.
    pub evidence: Option<String>,
    /// The day of the determination that it replaces.
    pub replaces: Option<Date>,
    /// Line and column.
    pub place: (u32, u32),
}

/// One waiver as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The obligation whose shortfalls are tolerated; none: of any.
    pub obligation: Option<String>,
    /// The documents whose shortfalls are tolerated, as in a `.gitignore`; none: all.
    pub path: Option<String>,
    /// The kind of shortfall; none: any.
    pub code: Option<Code>,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub approver: String,
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
    /// Line and column.
    pub place: (u32, u32),
}

impl Record {
    /// The entry in force for each obligation: the last one.
    #[must_use]
    pub fn current(&self) -> BTreeMap<&str, &Entry> {
        self.entries.iter().map(|entry| (entry.obligation.as_str(), entry)).collect()
    }
}

/// What a conclusion on an obligation relies on, as one hash: each document it quotes or finds fault with,
/// by path and content, in the order of the paths. `sha256sum` prints the same lines, so that it can be
/// checked by hand.
#[must_use]
pub fn fingerprint<'a>(finding: &Finding, sha256: impl Fn(&str) -> Option<&'a str>) -> String {
    let evidence = finding.evidence.iter().map(|piece| piece.path.as_str());
    let faults = finding.shortfalls.iter().filter_map(|shortfall| shortfall.path.as_deref());
    let paths: BTreeSet<&str> = evidence.chain(faults).collect();
    let mut hash = Sha256::new();
    for path in paths {
        hash.update(sha256(path).unwrap_or_default());
        hash.update("  ");
        hash.update(path);
        hash.update("\n");
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What was found on an obligation, as the hash that a workbook holds of it: more than a fingerprint, for a
/// person saw all of it.
#[must_use]
pub fn basis(finding: &Finding) -> String {
    let basis = serde_json::json!([finding.status, finding.reached, finding.evidence, finding.shortfalls]);
    Sha256::digest(basis.to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
}
