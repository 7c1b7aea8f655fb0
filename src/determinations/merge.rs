//! A workbook against the record: what was entered in it, what was recorded since it was made, and where the
//! two disagree. Nothing is taken where that is so, and nothing is lost: both are named.

use jiff::civil::Date;

use super::workbook::{Row, Workbook};
use super::{Draft, Entry, Record};
use crate::evidence::Determination;
use crate::problem::Problem;

/// What comes of a workbook.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// What is to be recorded.
    pub drafts: Vec<Draft>,
    /// Obligations determined otherwise in the workbook and, since it was made, in the record.
    pub conflicts: Vec<Problem>,
    /// What is not taken, and why.
    pub problems: Vec<Problem>,
}

/// What a person says where a row does not.
#[derive(Debug, Clone, Default)]
pub struct Usual {
    /// Who decided.
    pub by: Option<String>,
    /// On which day.
    pub on: Date,
}

/// What a row says, complete.
struct Said {
    by: String,
    on: Date,
}

/// What stood in a workbook when it was made, by obligation.
pub type Known<'a> = dyn Fn(&str) -> Option<Determination> + 'a;

/// Lays a workbook against a record. `known`: what stood in the workbook when it was made, if that can be told;
/// `evidence`: the fingerprint of what an obligation's determination relies on.
pub fn merge(
    shown: &str,
    workbook: &Workbook,
    record: &Record,
    known: Option<&Known<'_>>,
    evidence: &dyn Fn(&str) -> String,
    usual: &Usual,
    overrule: bool,
) -> Merged {
    let mut merged = Merged::default();
    let current = record.current();
    let made: Option<Date> = workbook.as_of.parse().ok();
    let mut rows: Vec<(&String, &Row)> = workbook.rows.iter().collect();
    rows.sort_by_key(|(_, row)| row.number);
    for (id, row) in rows {
        let at = |problem: Problem| Problem { line: Some(row.number), ..problem };
        let recorded = current.get(id.as_str()).copied();
        let was = known.map(|known| known(id));
        let Some(verdict) = row.verdict else {
            if let Some(says) = left_over(row, was.as_ref().is_some_and(Option::is_some)) {
                merged.problems.push(at(Problem::warning(shown, format!("`{id}`: {says}"))));
            }
            continue;
        };
        if recorded.is_some_and(|entry| says_the_same(row, entry))
            || was.flatten().is_some_and(|was| unchanged(row, &was))
        {
            continue;
        }
        let Some(said) = complete(row, usual) else {
            let missing = if row.why.is_empty() { "why" } else { "by whom" };
            let problem = Problem::error(shown, format!("`{id}` is determined and does not say {missing}"));
            merged.conflicts.push(at(problem.hint("say so in the row; `--by` fills in who")));
            continue;
        };
        let since = recorded.filter(|entry| match known {
            Some(known) => !known(id).is_some_and(|was| is_of(entry, &was)),
            None => made.is_none_or(|made| entry.on > made) || entry.on > said.on,
        });
        if let Some(entry) = since.filter(|_| !overrule) {
            let message = format!(
                "`{id}` is {} by {} here, and {} by {} of {} in the record since",
                verdict.name(),
                said.by,
                entry.verdict.name(),
                entry.by,
                entry.on
            );
            let hint = "settle it: make the row say what is right, or take the workbook's word with `--overrule`";
            merged.conflicts.push(at(Problem::error(shown, message).hint(hint)));
            continue;
        }
        merged.drafts.push(Draft {
            obligation: id.clone(),
            verdict,
            // Nothing replaces what was decided after it.
            on: recorded.map_or(said.on, |entry| entry.on.max(said.on)),
            by: said.by,
            until: row.until,
            why: row.why.clone(),
            evidence: Some(evidence(id)),
            replaces: recorded.map(|entry| entry.on),
        });
    }
    merged
}

fn complete(row: &Row, usual: &Usual) -> Option<Said> {
    let by = if row.by.is_empty() { usual.by.clone()? } else { row.by.clone() };
    (!row.why.is_empty()).then(|| Said { by, on: row.on.unwrap_or(usual.on) })
}

fn says_the_same(row: &Row, entry: &Entry) -> bool {
    let same_day = row.on.is_none_or(|on| on == entry.on);
    row.verdict == Some(entry.verdict) && row.why == entry.why.trim() && row.until == entry.until && same_day
}

fn unchanged(row: &Row, was: &Determination) -> bool {
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    row.verdict == Some(was.verdict)
        && row.by == was.by.trim()
        && row.why == was.why.trim()
        && day(row.on).as_ref() == Some(&was.on)
        && day(row.until) == was.until
}

fn is_of(entry: &Entry, was: &Determination) -> bool {
    (entry.verdict, &entry.by, entry.on.to_string()) == (was.verdict, &was.by, was.on.clone())
}

/// What stands in a row without a determination.
fn left_over(row: &Row, was: bool) -> Option<&'static str> {
    if was {
        return Some(
            "its determination was cleared; what is recorded stays: record another, or none that holds longer",
        );
    }
    let filled = !row.by.is_empty() || !row.why.is_empty() || row.on.is_some() || row.until.is_some();
    filled.then_some("something is entered and no determination chosen; it is not taken")
}
