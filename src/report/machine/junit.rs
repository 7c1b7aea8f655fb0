//! JUnit's XML, which every build server shows: a clause is a suite, an obligation a case. What falls short
//! fails, what documents cannot tell is skipped. Written with the XML library that reads documents; a crate for
//! it would bring a second one, and a clock.

use std::collections::BTreeMap;
use std::io::Error;

use anyhow::Result;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::issues::{plain, told};
use crate::assessment::{Asked, Assessment, ClauseResult};
use crate::catalogue::export::name;
use crate::evidence::{Finding, Shortfall, Status};

pub(super) fn render(assessment: &Assessment) -> Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let asked: BTreeMap<&str, &Asked> =
        assessment.obligations.iter().map(|asked| (asked.obligation.as_str(), asked)).collect();
    let named = assessment.organisation.name.as_deref().map(|name| format!(", {}", xml(name))).unwrap_or_default();
    let counts = figures(assessment.findings.iter());
    writer
        .create_element("testsuites")
        .with_attribute(("name", format!("Evidence for ISO/IEC 20000-1{named}").as_str()))
        .with_attributes(counts.iter().map(|(name, count)| (*name, count.as_str())))
        .write_inner_content(|writer| {
            assessment.clauses.iter().try_for_each(|clause| suite(writer, assessment, clause, &asked))
        })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// The attributes that count; no time is given, as none would be the same twice.
fn figures<'a>(findings: impl Iterator<Item = &'a Finding>) -> [(&'static str, String); 4] {
    let (mut tests, mut failures, mut skipped) = (0, 0, 0);
    for finding in findings {
        tests += 1;
        match finding.status {
            _ if finding.is_waived() => skipped += 1,
            Status::Evidenced => {}
            Status::Partial | Status::Gap => failures += 1,
            Status::Undetermined | Status::NoOccurrence => skipped += 1,
        }
    }
    [("tests", tests), ("failures", failures), ("errors", 0), ("skipped", skipped)]
        .map(|(name, count): (_, usize)| (name, count.to_string()))
}

type Out = Writer<Vec<u8>>;

fn suite(
    out: &mut Out,
    assessment: &Assessment,
    clause: &ClauseResult,
    asked: &BTreeMap<&str, &Asked>,
) -> Result<(), Error> {
    let mut findings = assessment.findings.iter().filter(|finding| finding.clause == clause.clause).peekable();
    if findings.peek().is_none() {
        return Ok(());
    }
    let counts = figures(findings.clone());
    out.create_element("testsuite")
        .with_attribute(("name", xml(&format!("{} {}", clause.clause, clause.title)).as_str()))
        .with_attributes(counts.iter().map(|(name, count)| (*name, count.as_str())))
        .write_inner_content(|out| {
            findings.try_for_each(|finding| case(out, finding, asked.get(finding.obligation.as_str()).copied()))
        })?;
    Ok(())
}

fn case(out: &mut Out, finding: &Finding, asked: Option<&Asked>) -> Result<(), Error> {
    let asks = asked.map(|asked| format!(" {}", asked.asks)).unwrap_or_default();
    let name = xml(&format!("{}{asks}", finding.obligation));
    let element = out.create_element("testcase").with_attribute(("classname", xml(&finding.clause).as_str()));
    let element = element.with_attribute(("name", name.as_str()));
    match finding.status {
        _ if finding.is_waived() => element.write_inner_content(|out| skipped(out, &waived(finding))).map(|_| ()),
        Status::Evidenced => element.write_empty().map(|_| ()),
        Status::Partial | Status::Gap => element.write_inner_content(|out| failure(out, finding)).map(|_| ()),
        Status::Undetermined => element.write_inner_content(|out| skipped(out, &question(asked))).map(|_| ()),
        Status::NoOccurrence => {
            let says = finding.shortfalls.first().map_or("declared not to have occurred", |each| each.says.as_str());
            element.write_inner_content(|out| skipped(out, &xml(says))).map(|_| ())
        }
    }
}

/// What is waived fails no build; why, stands in its place.
fn waived(finding: &Finding) -> String {
    let first = finding.shortfalls.iter().find_map(|each| Some((each.says.as_str(), each.waived.as_ref()?)));
    first.map(|(says, waived)| xml(&format!("{says}. {}", told(waived)))).unwrap_or_default()
}

fn question(asked: Option<&Asked>) -> String {
    let question = asked.and_then(|asked| asked.ask.first()).map(|ask| format!("; ask: {ask}")).unwrap_or_default();
    xml(&format!("documents cannot tell{question}"))
}

fn skipped(out: &mut Out, message: &str) -> Result<(), Error> {
    out.create_element("skipped").with_attribute(("message", message)).write_empty().map(|_| ())
}

fn failure(out: &mut Out, finding: &Finding) -> Result<(), Error> {
    let status = if finding.status == Status::Gap { "gap" } else { "partial" };
    let first = finding.shortfalls.first();
    let kind = first.map_or(status, |shortfall| shortfall.code.name());
    let message = first.map_or_else(|| "no acceptable evidence was found".to_owned(), |shortfall| xml(&shortfall.says));
    let lines: Vec<String> = finding.shortfalls.iter().map(line).collect();
    out.create_element("failure")
        .with_attribute(("type", kind))
        .with_attribute(("message", format!("{status}: {message}").as_str()))
        .write_text_content(BytesText::new(&lines.join("\n")))
        .map(|_| ())
}

fn line(shortfall: &Shortfall) -> String {
    let place = shortfall.place.to_string();
    let at = match (&shortfall.path, place.is_empty()) {
        (None, _) => String::new(),
        (Some(path), true) => format!("{}: ", xml(path)),
        (Some(path), false) => format!("{}: ", xml(&format!("{path}, {place}"))),
    };
    let (code, grade) = (shortfall.code.name(), name(&shortfall.grade));
    format!("{code} ({grade}): {at}{} → {}", xml(&shortfall.says), xml(&shortfall.remedy))
}

/// Text that XML can hold: escaping makes markup text, but two characters it cannot hold at all.
fn xml(text: &str) -> String {
    plain(text).chars().map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect()
}
