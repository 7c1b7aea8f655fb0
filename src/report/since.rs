//! What came between: what changed since an earlier assessment, what people decided, what is waived. A
//! few lines for every format; nothing where there is nothing to say.

use serde::Serialize;

use super::plain::{TEXT, clean};
use super::view::{Link, anchor};
use super::words::Words;
use crate::assessment::{Assessment, Change, Comparison, Standpoint};
use crate::determinations::{WaiverInfo, WaiverState};

/// Changes told one by one.
const SHOWN: usize = 12;

/// All of it, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Since {
    /// `Since 2026-05-01`; empty where no earlier assessment was named.
    pub head: String,
    /// Figures, a sentence each.
    pub facts: Vec<String>,
    /// What the two should be compared with care for.
    pub warnings: Vec<String>,
    /// What became of obligations, worst first.
    pub changes: Vec<ChangeLine>,
    /// How many more; empty: none.
    pub more: String,
    /// Determinations and waivers in figures; empty where there are none.
    pub decisions: Vec<String>,
    /// Every waiver.
    pub waivers: Vec<String>,
}

/// What became of one obligation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeLine {
    /// The obligation.
    pub on: Link,
    /// `8.6.1/4 regressed: evidenced → partial`.
    pub says: String,
    /// Why.
    pub causes: Vec<String>,
}

impl Since {
    /// What an assessment says of it.
    #[must_use]
    pub fn new(assessment: &Assessment, words: &Words) -> Self {
        let mut since = assessment.comparison.as_ref().map(|each| compared(each, words)).unwrap_or_default();
        let (determined, waivers) = (assessment.summary.determinations, assessment.summary.waivers);
        if determined.standing + determined.stale > 0 {
            let values = [("standing", determined.standing.to_string()), ("stale", determined.stale.to_string())];
            since.decisions.push(filled(words, "determinations", &values));
        }
        if !assessment.waivers.is_empty() {
            let values = [
                ("in_force", waivers.in_force.to_string()),
                ("expired", waivers.expired.to_string()),
                ("unused", waivers.unused.to_string()),
                ("waived", waivers.waived.to_string()),
                ("obligations", words.count(waivers.obligations as usize, "obligation")),
            ];
            since.decisions.push(filled(words, "waivers", &values));
        }
        since.waivers = assessment.waivers.iter().map(|each| waiver(each, words)).collect();
        since
    }
}

fn filled(words: &Words, key: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.fill("since", key, &values)
}

pub(super) fn compared(comparison: &Comparison, words: &Words) -> Since {
    let count = |number: u32| number.to_string();
    let share = |share: Option<f64>| share.map_or_else(|| words.get("since", "none").into(), |it| words.percent(it));
    let (counts, documents) = (comparison.counts, &comparison.documents);
    let facts = vec![
        filled(
            words,
            "counts",
            &[
                ("regressed", count(counts.regressed)),
                ("improved", count(counts.improved)),
                ("new", count(counts.new)),
                ("gone", count(counts.gone)),
                ("unchanged", count(counts.unchanged)),
            ],
        ),
        filled(
            words,
            "achievement",
            &[("before", share(comparison.baseline.achievement)), ("after", share(comparison.achievement))],
        ),
        filled(
            words,
            "documents",
            &[
                ("changed", documents.changed.len().to_string()),
                ("added", documents.added.len().to_string()),
                ("removed", documents.removed.len().to_string()),
            ],
        ),
    ];
    let more = comparison.changes.len().saturating_sub(SHOWN);
    Since {
        head: filled(words, "head", &[("as_of", words.short_date(&comparison.baseline.as_of))]),
        facts,
        warnings: comparison.warnings.iter().map(|warning| clean(&words.name(warning), TEXT)).collect(),
        changes: comparison.changes.iter().take(SHOWN).map(|each| line(each, words)).collect(),
        more: if more == 0 { String::new() } else { filled(words, "more", &[("count", more.to_string())]) },
        ..Since::default()
    }
}

fn line(change: &Change, words: &Words) -> ChangeLine {
    let id = clean(&change.obligation, TEXT);
    let values = [
        ("obligation", id.clone()),
        ("change", words.get("since", change.change.name()).to_owned()),
        ("before", stood(change.before, words)),
        ("after", stood(change.after, words)),
    ];
    ChangeLine {
        says: filled(words, "line", &values),
        causes: change.causes.iter().map(|cause| clean(&words.name(&cause.says), TEXT)).collect(),
        on: Link { anchor: anchor("o", &change.obligation), text: id },
    }
}

/// `partial, minor`.
pub(super) fn stood(standpoint: Option<Standpoint>, words: &Words) -> String {
    let Some(standpoint) = standpoint else { return words.get("since", "none").into() };
    let status = Some(words.status(standpoint.status).inline.to_owned());
    let grade = standpoint.grade.map(|grade| words.grade(grade).inline.to_owned());
    let verdict = standpoint.verdict.map(|verdict| words.get("decided", verdict.name()).to_owned());
    [status, grade, verdict].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn waiver(waiver: &WaiverInfo, words: &Words) -> String {
    let named = [waiver.obligation.as_deref(), waiver.path.as_deref(), waiver.code.map(crate::evidence::Code::name)];
    let named: Vec<String> = named.into_iter().flatten().map(|each| clean(each, TEXT)).collect();
    let state = match waiver.state {
        WaiverState::InForce => "in-force",
        WaiverState::Expired => "expired",
        WaiverState::Unused => "unused-waiver",
        WaiverState::NotYet => "not-yet",
    };
    let values = [
        ("of", named.join(", ")),
        ("end", words.short_date(&waiver.end)),
        ("approver", clean(&waiver.approver, TEXT)),
        ("reason", clean(&waiver.reason, TEXT)),
        ("state", words.get("since", state).to_owned()),
    ];
    filled(words, "waiver", &values)
}
