//! A record as written: every mistake in it with its place. What cannot be relied on is an error; what is
//! merely out of date, such as a decision on an obligation that is gone, is kept and warned about.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::{Entry, Record, Waiver};
use crate::catalogue::{Catalogue, File, parse, position};
use crate::evidence::{Code, Verdict};
use crate::problem::Problem;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    determinations: Option<Vec<WrittenEntry>>,
    waivers: Option<Vec<WrittenWaiver>>,
}

type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    obligation: Text,
    verdict: Text,
    by: String,
    on: Text,
    until: Option<Text>,
    why: String,
    evidence: Option<Text>,
    replaces: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWaiver {
    obligation: Option<Text>,
    path: Option<Text>,
    code: Option<Text>,
    reason: Text,
    approver: String,
    start: Text,
    end: Text,
}

/// Reads a record.
///
/// # Errors
/// Every mistake in it with its place.
pub fn read(file: &File, catalogue: &Catalogue) -> Result<Record, Vec<Problem>> {
    let is_empty = file.text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    let written = if is_empty { Written::default() } else { parse("determinations", file)? };
    let mut reader = Reader { file, catalogue, errors: Vec::new(), warnings: Vec::new() };
    let entries: Vec<Entry> =
        written.determinations.into_iter().flatten().filter_map(|entry| reader.entry(entry)).collect();
    let waivers: Vec<Waiver> =
        written.waivers.into_iter().flatten().filter_map(|waiver| reader.waiver(waiver)).collect();
    reader.chains(&entries);
    if !reader.errors.is_empty() {
        reader.errors.sort();
        return Err(reader.errors);
    }
    Ok(Record { entries, waivers, shown: file.shown.clone(), problems: reader.warnings })
}

struct Reader<'a> {
    file: &'a File,
    catalogue: &'a Catalogue,
    errors: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Reader<'_> {
    fn entry(&mut self, written: WrittenEntry) -> Option<Entry> {
        self.obligation(&written.obligation);
        let verdict = Verdict::parse(&written.verdict.value);
        if verdict.is_none() {
            let known: Vec<&str> = Verdict::ALL.iter().map(|verdict| verdict.name()).collect();
            let message = format!("`{}` is no determination", written.verdict.value);
            self.error(&written.verdict, message, &format!("they are {}", known.join(", ")));
        }
        let on = self.date(&written.on);
        let until = written.until.as_ref().map(|until| self.date(until));
        let replaces = written.replaces.as_ref().map(|replaces| self.date(replaces));
        if let (Some(on), Some(Some(until)), Some(at)) = (on, until, &written.until)
            && until < on
        {
            self.error(
                at,
                format!("it holds until {until} and was decided on {on}"),
                "`until` is the last day it holds",
            );
        }
        if let Some(evidence) = &written.evidence
            && (evidence.value.len() != 64 || !evidence.value.chars().all(|c| c.is_ascii_hexdigit()))
        {
            let hint = "`iso20k determine` writes it; leave it out where the evidence is not to be watched";
            self.error(evidence, format!("`{}` is no SHA-256", evidence.value), hint);
        }
        Some(Entry {
            place: position(&written.obligation),
            obligation: written.obligation.value,
            verdict: verdict?,
            by: written.by,
            on: on?,
            until: until.flatten(),
            why: written.why,
            evidence: written.evidence.map(|evidence| evidence.value.to_ascii_lowercase()),
            replaces: replaces.flatten(),
        })
    }

    fn waiver(&mut self, written: WrittenWaiver) -> Option<Waiver> {
        if let Some(obligation) = &written.obligation {
            self.obligation(obligation);
        }
        let at = written.obligation.as_ref().or(written.path.as_ref()).unwrap_or(&written.reason);
        if written.obligation.is_none() && written.path.is_none() {
            let hint = "name the `obligation`, the `path` or both; nothing is waived everywhere";
            self.error(at, "the waiver names neither an obligation nor a path".into(), hint);
        }
        let code = written.code.as_ref().map(|written| {
            let code = Code::ALL.iter().copied().find(|code| code.name() == written.value);
            if code.is_none() {
                let known: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
                let hint = format!("the codes are {}", known.join(", "));
                self.error(written, format!("no code `{}`", written.value), &hint);
            }
            code
        });
        let (start, end) = (self.date(&written.start), self.date(&written.end));
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            let hint = "both are days in UTC, and the last one is included";
            self.error(&written.end, format!("the waiver ends on {end}, before it starts on {start}"), hint);
        }
        Some(Waiver {
            place: position(at),
            obligation: written.obligation.map(|obligation| obligation.value),
            path: written.path.map(|path| path.value),
            code: code.flatten(),
            reason: written.reason.value,
            approver: written.approver,
            start: start?,
            end: end?,
        })
    }

    /// Each obligation has one determination in force: a further one says which it replaces.
    fn chains(&mut self, entries: &[Entry]) {
        let mut last: BTreeMap<&str, &Entry> = BTreeMap::new();
        for entry in entries {
            let id = &entry.obligation;
            let before = last.insert(id, entry);
            let (message, hint) = match (before, entry.replaces) {
                (None, None) => continue,
                (None, Some(day)) => (
                    format!("`{id}` replaces a determination of {day} that is not there"),
                    "keep what was decided before: it is the history".to_owned(),
                ),
                (Some(before), Some(day)) if day == before.on && entry.on >= before.on => continue,
                (Some(before), Some(day)) if day == before.on => (
                    format!("`{id}` replaces a determination of {day} and was decided before it, on {}", entry.on),
                    "the later determination stands last".to_owned(),
                ),
                (Some(before), _) => (
                    format!("`{id}` is determined twice: on {} in line {} and here", before.on, before.place.0),
                    format!("keep one, or say in this one `replaces: {}`", before.on),
                ),
            };
            let (line, column) = entry.place;
            self.errors.push(Problem::error(&self.file.shown, message).at(line, column).hint(hint));
        }
    }

    fn obligation(&mut self, id: &Text) {
        if self.catalogue.obligations().any(|(_, obligation)| obligation.id == id.value) {
            return;
        }
        let (line, column) = position(id);
        let message = format!("no obligation `{}`; what was decided on it counts for nothing", id.value);
        let hint = "`iso20k explain CLAUSE` lists a clause's obligations";
        self.warnings.push(Problem::warning(&self.file.shown, message).at(line, column).hint(hint));
    }

    fn date(&mut self, written: &Text) -> Option<Date> {
        let parsed = written.value.parse().ok();
        if parsed.is_none() {
            self.error(written, format!("`{}` is no date", written.value), "write it as 2026-11-22");
        }
        parsed
    }

    fn error(&mut self, at: &Text, message: String, hint: &str) {
        let (line, column) = position(at);
        self.errors.push(Problem::error(&self.file.shown, message).at(line, column).hint(hint));
    }
}
