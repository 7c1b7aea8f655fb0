//! Findings of audits and the corrective actions on them: graded, with cause, correction, action and the check
//! whether it worked; what is overdue, and what is missing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::areas::Past;
use super::names::clauses_named;
use crate::catalogue::Grade;
use crate::text::{fold, fold_field};

/// Days after which a closed action whose effect nobody checked is overdue: our advice.
const CHECKED_WITHIN: i64 = 180;

/// A finding as somebody wrote it down: in a register, or in an auditor's own list. Everything is text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Written {
    /// Its number.
    pub id: String,
    /// The audit it comes from.
    pub audit: String,
    /// Clauses or obligations.
    pub clause: String,
    /// `major`, `minor`, `opportunity`, or the organisation's own word.
    pub grade: String,
    /// What was found.
    pub finding: String,
    /// What showed it.
    pub evidence: String,
    /// Why it came about.
    pub cause: String,
    /// What was done at once.
    pub correction: String,
    /// What is done so that it does not come back.
    pub action: String,
    /// Who does it.
    pub owner: String,
    /// Until when.
    pub due: String,
    /// When it was done.
    pub closed: String,
    /// Whether it worked.
    pub effectiveness: String,
    /// When that was looked at.
    pub effectiveness_date: String,
    /// `open` or `closed`.
    pub status: String,
}

/// Where a finding is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Source {
    /// The document or list.
    pub path: String,
    /// Where in it.
    pub place: String,
}

/// A finding with what follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Raised {
    /// As written.
    #[serde(flatten)]
    pub written: Written,
    /// Where.
    pub sources: Vec<Source>,
    /// What its grade means, where that can be told.
    pub graded: Option<Grade>,
    /// Clauses it names.
    pub clauses: Vec<String>,
    /// How far it is.
    pub stage: Stage,
    /// Days since it was due.
    pub overdue_days: Option<i64>,
    /// What is missing.
    pub missing: Vec<String>,
}

/// How far a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Open.
    Open,
    /// Done, and nobody has checked whether it worked.
    EffectUnchecked,
    /// Done and checked.
    Closed,
}

/// All findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// As of when they are overdue.
    pub as_of: String,
    /// Whose.
    pub organisation: Option<String>,
    /// Overdue first, then open, by grade.
    pub findings: Vec<Raised>,
}

/// One as it was found: the words, where, and whether its register says that it is closed.
pub type Entry = (Written, Source, bool);

/// Brings findings together: the same number twice is one finding, told in two places.
#[must_use]
pub fn findings(entries: Vec<Entry>, clauses: &[&str], as_of: Date, organisation: Option<String>) -> Findings {
    let mut merged: Vec<(Written, Vec<Source>, bool)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (written, source, closed) in entries {
        let id = fold_field(&written.id);
        match known.get(&id).filter(|_| !id.is_empty()) {
            Some(at) => {
                let (first, sources, is_closed) = &mut merged[*at];
                first.complete(written);
                sources.push(source);
                *is_closed |= closed;
            }
            None => {
                known.insert(id, merged.len());
                merged.push((written, vec![source], closed));
            }
        }
    }
    let mut findings: Vec<Raised> =
        merged.into_iter().map(|(written, sources, closed)| raised(written, sources, closed, clauses, as_of)).collect();
    findings.sort_by(|a, b| {
        let late = |raised: &Raised| std::cmp::Reverse(raised.overdue_days.unwrap_or(i64::MIN));
        let rank = |raised: &Raised| (raised.overdue_days.is_none(), raised.stage, std::cmp::Reverse(raised.graded));
        rank(a).cmp(&rank(b)).then_with(|| late(a).cmp(&late(b))).then_with(|| a.written.id.cmp(&b.written.id))
    });
    Findings { as_of: as_of.to_string(), organisation, findings }
}

impl Findings {
    /// What of them bears on the next programme.
    #[must_use]
    pub fn open(&self) -> Past {
        let open = self.findings.iter().filter(|raised| raised.stage == Stage::Open);
        let open = open.map(|raised| {
            (raised.clauses.iter().cloned().collect::<BTreeSet<_>>(), raised.graded == Some(Grade::Major))
        });
        Past { audited: Vec::new(), open: open.filter(|(clauses, _)| !clauses.is_empty()).collect() }
    }
}

impl Written {
    /// Fills in what this one leaves open.
    fn complete(&mut self, other: Self) {
        for (mine, theirs) in [
            (&mut self.audit, other.audit),
            (&mut self.clause, other.clause),
            (&mut self.grade, other.grade),
            (&mut self.finding, other.finding),
            (&mut self.evidence, other.evidence),
            (&mut self.cause, other.cause),
            (&mut self.correction, other.correction),
            (&mut self.action, other.action),
            (&mut self.owner, other.owner),
            (&mut self.due, other.due),
            (&mut self.closed, other.closed),
            (&mut self.effectiveness, other.effectiveness),
            (&mut self.effectiveness_date, other.effectiveness_date),
            (&mut self.status, other.status),
        ] {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
    }
}

fn raised(written: Written, sources: Vec<Source>, closed: bool, clauses: &[&str], as_of: Date) -> Raised {
    let graded = grade(&written.grade);
    let is_closed = closed || date(&written.closed).is_some();
    let checked = !written.effectiveness.is_empty() || date(&written.effectiveness_date).is_some();
    // What could merely be better needs no check of an effect.
    let needs_check = graded != Some(Grade::Opportunity);
    let stage = match (is_closed, checked || !needs_check) {
        (false, _) => Stage::Open,
        (true, false) => Stage::EffectUnchecked,
        (true, true) => Stage::Closed,
    };
    let since = |day: Date| Some(i64::from((as_of - day).get_days())).filter(|days| *days > 0);
    let overdue_days = match stage {
        Stage::Open => date(&written.due).and_then(since),
        Stage::EffectUnchecked => {
            date(&written.closed).and_then(since).map(|days| days - CHECKED_WITHIN).filter(|days| *days > 0)
        }
        Stage::Closed => None,
    };
    let named = clauses_named(&format!("{}; {}", written.clause, written.finding), clauses);
    let missing = missing(&written, stage, needs_check);
    let clauses = super::areas::sorted(named.into_iter().collect());
    Raised { graded, clauses, stage, overdue_days, missing, written, sources }
}

fn missing(written: &Written, stage: Stage, is_nonconformity: bool) -> Vec<String> {
    let is_open = stage == Stage::Open;
    let checks = [
        (grade(&written.grade).is_none(), "a grade"),
        (is_nonconformity && written.cause.is_empty(), "the cause"),
        (is_nonconformity && written.correction.is_empty(), "the correction"),
        (is_nonconformity && written.action.is_empty(), "the corrective action"),
        (is_open && written.owner.is_empty(), "an owner"),
        (is_open && date(&written.due).is_none(), "a date by which it is done"),
        (stage == Stage::EffectUnchecked, "the check whether it worked"),
    ];
    checks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| what.to_owned()).collect()
}

/// What a grade means; `None` where its word is not known.
#[must_use]
pub fn grade(word: &str) -> Option<Grade> {
    const WORDS: [(Grade, &[&str]); 3] = [
        (Grade::Major, &["major", "haupt", "schwer", "critical", "kritisch"]),
        (Grade::Minor, &["minor", "neben", "gering", "nc", "nonconformity", "abweichung"]),
        (
            Grade::Opportunity,
            &["opportunity", "ofi", "observation", "improvement", "hinweis", "empfehlung", "verbesserung"],
        ),
    ];
    let word = fold(word);
    let begins = |known: &str| word.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(known));
    WORDS.iter().find(|(_, words)| words.iter().any(|known| begins(known))).map(|(grade, _)| *grade)
}

/// The day a cell names, as the index writes it.
#[must_use]
pub fn date(cell: &str) -> Option<Date> {
    cell.trim().get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(id: &str, due: &str, closed: &str) -> Written {
        Written {
            id: id.into(),
            grade: "Minor NC".into(),
            finding: "Not as clause 8.6.1 has it".into(),
            due: due.into(),
            closed: closed.into(),
            ..Written::default()
        }
    }

    fn listed(entries: Vec<Written>) -> Vec<Raised> {
        let entries = entries.into_iter().map(|written| (written, Source::default(), false)).collect();
        findings(entries, &["8.6.1", "9.2.2"], "2026-11-22".parse().unwrap(), None).findings
    }

    #[test]
    fn what_is_overdue_stands_first_and_says_what_is_missing() {
        let list = listed(vec![
            written("3", "", "2026-11-01"),
            written("2", "2027-01-01", ""),
            written("1", "2026-11-20", ""),
            written("4", "2026-01-01", "2026-02-01"),
        ]);
        let order: Vec<(&str, Option<i64>)> =
            list.iter().map(|one| (one.written.id.as_str(), one.overdue_days)).collect();
        assert_eq!(order, [("1", Some(2)), ("4", Some(114)), ("2", None), ("3", None)]);
        assert_eq!(list[0].clauses, ["8.6.1"]);
        assert_eq!(list[0].missing, ["the cause", "the correction", "the corrective action", "an owner"]);
        assert_eq!(list[3].stage, Stage::EffectUnchecked);
        assert!(list[3].missing.contains(&"the check whether it worked".to_owned()));
    }

    #[test]
    fn the_same_number_is_one_finding() {
        let mut other = written("nc-1", "2026-12-01", "");
        other.cause = "nobody was told".into();
        let list = listed(vec![written("NC-1", "", ""), other, written("", "", ""), written("", "", "")]);
        assert_eq!(list.len(), 3);
        let merged = list.iter().find(|one| one.written.id == "NC-1").unwrap();
        assert_eq!((merged.written.cause.as_str(), merged.sources.len()), ("nobody was told", 2));
    }

    #[test]
    fn grades_in_the_words_people_use() {
        for (word, expected) in [
            ("Major", Some(Grade::Major)),
            ("minor NC", Some(Grade::Minor)),
            ("Nebenabweichung", Some(Grade::Minor)),
            ("OFI", Some(Grade::Opportunity)),
            ("Opportunity for improvement", Some(Grade::Opportunity)),
            ("3", None),
            ("", None),
        ] {
            assert_eq!(grade(word), expected, "{word}");
        }
    }
}
