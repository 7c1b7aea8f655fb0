//! What falls short, each matter once: the same draft bears on eight obligations and is one thing to mend.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::super::plain::{TEXT, clean, inert};
use crate::assessment::Assessment;
use crate::catalogue::{Grade, PROFILE};
use crate::document::Place;
use crate::evidence::{Code, Status, Waived};

/// Something that falls short.
#[derive(Debug, Clone)]
pub(super) struct Issue<'a> {
    pub(super) code: Code,
    /// The worst proposed for it.
    pub(super) proposed: Grade,
    /// The worst that counts: an opportunity where it is waived, as nobody is asked to mend it now.
    pub(super) grade: Grade,
    /// The waiver under which all of it is tolerated.
    pub(super) waived: Option<&'a Waived>,
    path: Option<&'a str>,
    pub(super) place: &'a Place,
    /// What is the matter.
    pub(super) says: String,
    /// What to do.
    pub(super) remedy: String,
    /// The obligations it bears on, in the order of the standard.
    pub(super) obligations: Vec<&'a str>,
    /// The same from run to run, as long as the document still says the same: a line may move.
    pub(super) fingerprint: String,
}

impl Issue<'_> {
    /// The file to which it is put down. What stands in no document is put down to the profile: formats want a
    /// file, and the profile is where a document is pinned that was not found, or said not to be needed yet.
    pub(super) fn path(&self) -> String {
        self.path.map_or_else(|| PROFILE.into(), path)
    }

    /// 1 where a document has no lines: formats ask for one.
    pub(super) fn line(&self) -> u32 {
        self.place.line.unwrap_or(1).max(1)
    }

    /// The place in words, where a line does not tell it all.
    pub(super) fn at(&self) -> String {
        plain(&self.place.to_string())
    }

    /// One line that says it all.
    pub(super) fn message(&self) -> String {
        let at = if self.path.is_none() { String::new() } else { self.at() };
        let at = if at.is_empty() { at } else { format!(" ({at})") };
        let remedy = self.remedy.trim_end_matches('.');
        let waived = self.waived.map(|waived| format!(" {}.", told(waived))).unwrap_or_default();
        format!("{}{at}. {remedy}. Bears on {}.{waived}", self.says.trim_end_matches('.'), listed(&self.obligations))
    }
}

/// `Waived until 2026-12-31 by Bo Lind: the plan is signed in December`.
pub(super) fn told(waived: &Waived) -> String {
    let (end, by, why) = (plain(&waived.end), plain(&waived.approver), plain(&waived.reason));
    format!("Waived until {end} by {by}: {}", why.trim_end_matches('.'))
}

/// `8.4.2/1a`, `8.4.2/1a and 7 more`.
fn listed(obligations: &[&str]) -> String {
    match obligations {
        [] => "nothing".into(),
        [one] => (*one).into(),
        [one, more @ ..] => format!("{one} and {} more", more.len()),
    }
}

/// A path as it is, but for characters that a name should not have: they would steer what shows it.
pub(super) fn path(path: &str) -> String {
    let seen = |c: char| {
        if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') { '\u{fffd}' } else { c }
    };
    path.chars().map(seen).collect()
}

/// A path as a relative reference that leads nowhere but down.
pub(super) fn uri(path: &str) -> String {
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    let parts: Vec<String> = parts.map(encoded).collect();
    parts.join("/")
}

fn encoded(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for byte in part.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'(' | b')' => out.push(byte.into()),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Text of a document as text: one line, nothing in it steers a terminal or a build.
pub(super) fn plain(text: &str) -> String {
    inert(&clean(text, TEXT))
}

/// Everything that falls short, worst first.
pub(super) fn issues(assessment: &Assessment) -> Vec<Issue<'_>> {
    let mut at = BTreeMap::new();
    let mut issues: Vec<Issue<'_>> = Vec::new();
    // What has not occurred falls short of nothing.
    let findings = assessment.findings.iter().filter(|finding| finding.status != Status::NoOccurrence);
    for (finding, shortfall) in findings.flat_map(|finding| finding.shortfalls.iter().map(move |each| (finding, each)))
    {
        let key = (shortfall.code.name(), shortfall.path.as_deref(), &shortfall.place, shortfall.says.as_str());
        let number = *at.entry(key).or_insert_with(|| {
            issues.push(Issue {
                code: shortfall.code,
                proposed: shortfall.grade,
                grade: Grade::Opportunity,
                waived: shortfall.waived.as_ref(),
                path: shortfall.path.as_deref().filter(|path| !path.is_empty()),
                place: &shortfall.place,
                says: plain(&shortfall.says),
                remedy: plain(&shortfall.remedy),
                obligations: Vec::new(),
                fingerprint: String::new(),
            });
            issues.len() - 1
        });
        let issue = &mut issues[number];
        issue.proposed = issue.proposed.max(shortfall.grade);
        match &shortfall.waived {
            None => (issue.grade, issue.waived) = (issue.grade.max(shortfall.grade), None),
            // It is tolerated only where all of it is, and for no longer than the first waiver lasts.
            Some(waived) => {
                issue.waived = issue.waived.map(|known| if waived.end < known.end { waived } else { known });
            }
        }
        if !issue.obligations.contains(&finding.obligation.as_str()) {
            issue.obligations.push(&finding.obligation);
        }
    }
    issues.sort_by(|a, b| {
        let key = |issue: &Issue<'_>| (issue.path.is_none(), issue.path.map(str::to_owned), issue.code.name());
        b.grade
            .cmp(&a.grade)
            .then_with(|| key(a).cmp(&key(b)))
            .then_with(|| (a.place, &a.says).cmp(&(b.place, &b.says)))
    });
    fingerprint(&mut issues);
    issues
}

/// The code, the document and what is said of it; where that is the same twice, the second is told by its number.
fn fingerprint(issues: &mut [Issue<'_>]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for issue in issues {
        let mut hash = Sha256::new();
        for part in [issue.code.name(), issue.path.unwrap_or_default(), &issue.says] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let mut name: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            name.push_str(&format!("-{count}"));
        }
        issue.fingerprint = name;
    }
}
