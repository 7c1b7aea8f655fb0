//! What is recorded is read at its place, laid beside findings, and added to without touching the rest.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::*;
use crate::assessment::Assessment;
use crate::catalogue::{Catalogue, File, Files, load};
use crate::report::sample;
use crate::report::words::{Language, Words};

const ONE: &str = "determinations:\n- obligation: 8.6.1/4\n  verdict: minor\n  by: Ingrid Solberg\n  on: 2026-05-01\n  why: Seen a draft only.\n";

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: std::sync::LazyLock<Catalogue> = std::sync::LazyLock::new(|| load(&Files::embedded()).0);
    &CATALOGUE
}

fn record(text: &str) -> Result<Record, Vec<Problem>> {
    read(&File { shown: DETERMINATIONS.into(), text: text.into() }, catalogue())
}

fn hashes(assessment: &Assessment) -> BTreeMap<&str, &str> {
    assessment.documents.iter().map(|each| (each.path.as_str(), each.sha256.as_str())).collect()
}

/// What comes of a record on the sample, as of a day.
fn decided(text: &str, day: Date) -> (Assessment, Decided) {
    let mut assessment = sample::assessment();
    let (documents, record) = (assessment.clone(), record(text).unwrap());
    let decided = decide(&mut assessment.findings, &record, catalogue(), &hashes(&documents), day);
    let determinations = assessment.findings.iter().filter_map(|finding| finding.determination.as_ref());
    for says in determinations.flat_map(|each| each.stale.iter().chain(&each.remarks)) {
        assert_eq!(Words::of(Language::De).said(says).lang, "", "a German report says it: {says}");
    }
    (assessment, decided)
}

fn of<'a>(assessment: &'a Assessment, id: &str) -> &'a Finding {
    assessment.findings.iter().find(|finding| finding.obligation == id).unwrap()
}

fn print_of(id: &str) -> String {
    let assessment = sample::assessment();
    fingerprint(of(&assessment, id), |path| hashes(&assessment).get(path).copied())
}

#[test]
fn every_mistake_has_its_place_and_a_hint() {
    let entry = |more: &str| format!("{ONE}- obligation: 8.6.1/1\n  by: A\n  why: b\n{more}");
    let waiver = |more: &str| format!("waivers:\n- reason: r\n  approver: a\n{more}");
    for (text, line, message) in [
        (entry("  verdict: fine\n  on: 2026-05-02\n"), 10, "`fine` is no determination"),
        (entry("  verdict: minor\n  on: 2026-02-30\n"), 11, "`2026-02-30` is no date"),
        (entry("  verdict: minor\n  on: 2026-05-02\n  until: 2026-05-01\n"), 12, "it holds until 2026-05-01"),
        (entry("  verdict: minor\n  on: 2026-05-02\n  evidence: abc\n"), 12, "`abc`"),
        (entry("  verdict: minor\n  on: 2026-05-02\n  certified: true\n"), 12, "`certified` is not known here"),
        (entry("  verdict: minor\n"), 7, "`on` is missing"),
        (entry("  verdict: minor\n  on: 2026-05-02\n  replaces: 2026-01-01\n"), 7, "that is not there"),
        (waiver("  obligation: 8.6.1/4\n  start: 2026-05-02\n  end: 2026-05-01\n"), 6, "before it starts"),
        (waiver("  start: 2026-05-01\n  end: 2026-05-01\n"), 2, "neither an obligation nor a path"),
        (waiver("  path: a\n  code: bad\n  start: 2026-05-01\n  end: 2026-05-01\n"), 5, "no code `bad`"),
    ] {
        let problems = record(&text).unwrap_err();
        assert!(problems[0].message.contains(message), "{message}: {problems:?}");
        assert_eq!((problems[0].line, problems[0].hint.is_some()), (Some(line), true), "{message}");
    }
}

#[test]
fn two_for_one_obligation_are_told_apart_or_refused() {
    let second = |more: &str| format!("{ONE}- obligation: 8.6.1/4\n  verdict: conforming\n  by: B\n  why: c\n{more}");
    let problems = record(&second("  on: 2026-06-01\n")).unwrap_err();
    assert_eq!(problems[0].line, Some(7));
    assert!(problems[0].message.contains("determined twice: on 2026-05-01 in line 2"), "{problems:?}");
    assert!(problems[0].hint.as_deref().unwrap().contains("replaces: 2026-05-01"));
    assert!(record(&second("  on: 2026-06-01\n  replaces: 2026-05-02\n")).is_err());
    assert!(record(&second("  on: 2026-04-01\n  replaces: 2026-05-01\n")).is_err());
    let record = record(&second("  on: 2026-06-01\n  replaces: 2026-05-01\n")).unwrap();
    assert_eq!((record.entries.len(), record.current()["8.6.1/4"].verdict), (2, Verdict::Conforming));
}

#[test]
fn what_is_gone_is_kept_and_said() {
    let read = record(
        "determinations:\n- {obligation: 8.6.1/99, verdict: minor, by: A, on: 2026-05-01, why: b}\nwaivers: []\n",
    )
    .unwrap();
    assert_eq!(read.entries.len(), 1);
    assert!(read.problems[0].to_string().contains("yaml:2:16: no obligation `8.6.1/99`"), "{:?}", read.problems);
    assert!(record("# nothing yet\n").unwrap().entries.is_empty());
    assert!(record("determinations:\nwaivers:\n").unwrap().entries.is_empty());
}

#[test]
fn a_determination_stands_until_its_evidence_or_its_time_is_another() {
    let text = |more: &str| format!("{ONE}  evidence: \"{}\"\n{more}", print_of("8.6.1/4"));
    let stale = |text: &str, day| {
        let (assessment, _) = decided(text, day);
        of(&assessment, "8.6.1/4").determination.clone().unwrap().stale
    };
    assert_eq!(stale(&text(""), date(2026, 11, 22)), None);
    assert_eq!(stale(&text("  until: 2026-11-22\n"), date(2026, 11, 22)), None, "the last day is included");
    assert_eq!(stale(&text("  until: 2026-11-22\n"), date(2026, 11, 23)).unwrap(), "it held until 2026-11-22");
    let other = format!("{ONE}  evidence: \"{}\"\n", "0".repeat(64));
    assert_eq!(stale(&other, date(2026, 11, 22)).unwrap(), "the evidence has changed since 2026-05-01");
    let (assessment, decided) = decided(&other, date(2026, 11, 22));
    let counts = counts(assessment.findings.iter());
    assert_eq!((counts.standing, counts.stale, counts.minor), (0, 1, 0));
    assert!(decided.problems[0].to_string().contains("yaml:2:15: `8.6.1/4`: the determination is stale"));
}

#[test]
fn the_fingerprint_knows_contents_and_no_order() {
    let assessment = sample::assessment();
    let finding = of(&assessment, "8.6.1/1a");
    let sha = |path: &str| hashes(&assessment).get(path).copied();
    let mut turned = finding.clone();
    turned.evidence.reverse();
    turned.evidence.extend(finding.evidence.clone());
    turned.evidence.iter_mut().for_each(|piece| piece.quote.clear());
    assert_eq!(fingerprint(finding, sha), fingerprint(&turned, sha));
    assert_ne!(fingerprint(finding, sha), fingerprint(finding, |_| Some("00")));
    turned.evidence.clear();
    turned.shortfalls.clear();
    assert_ne!(fingerprint(finding, sha), fingerprint(&turned, sha));
}

#[test]
fn the_assessors_own_record_is_checked() {
    let one = |id: &str, verdict: &str, on: &str| {
        format!("determinations:\n- {{obligation: {id}, verdict: {verdict}, by: A, on: {on}, why: b}}\n")
    };
    let remarks = |id: &str, verdict: &str, on: &str| {
        let (assessment, _) = decided(&one(id, verdict, on), date(2026, 11, 22));
        of(&assessment, id).determination.clone().unwrap().remarks.join("\n")
    };
    assert!(remarks("9.2/1", "conforming", "2026-05-01").contains("no document shows evidence"));
    assert!(remarks("4.3/1", "conforming", "2026-12-01").contains("after the day of the assessment"));
    assert!(remarks("4.3/1", "no-occurrence", "2026-05-01").contains("must always be there"));
    assert!(!remarks("4.3/1", "conforming", "2026-05-01").contains("no document shows"));
}

#[test]
fn a_waiver_counts_from_its_first_to_its_last_day() {
    let text = "waivers:\n- obligation: 8.6.1/4\n  reason: New procedure comes in December.\n  approver: Jonas Weber\n  start: 2026-11-01\n  end: 2026-11-22\n";
    for (day, state, waived) in [
        (date(2026, 10, 31), WaiverState::NotYet, false),
        (date(2026, 11, 1), WaiverState::InForce, true),
        (date(2026, 11, 22), WaiverState::InForce, true),
        (date(2026, 11, 23), WaiverState::Expired, false),
    ] {
        let (assessment, decided) = decided(text, day);
        assert_eq!(decided.waivers[0].state, state, "{day}");
        assert_eq!(decided.waivers[0].obligations, ["8.6.1/4"]);
        assert!(of(&assessment, "8.6.1/4").shortfalls.iter().all(|each| each.waived.is_some() == waived), "{day}");
        assert_eq!(decided.problems.len(), usize::from(state == WaiverState::Expired), "{:?}", decided.problems);
    }
}

#[test]
fn a_waiver_is_for_an_obligation_a_path_a_code_or_all_of_them() {
    let with =
        |what: &str| format!("waivers:\n- {{{what}, reason: r, approver: a, start: 2026-01-01, end: 2026-12-31}}\n");
    let waived = |what: &str| decided(&with(what), date(2026, 11, 22)).1;
    assert_eq!(waived("path: 02 Procedures/Major*").waivers[0].obligations, ["8.6.1/4"]);
    assert_eq!(waived("path: /02 Procedures/, code: draft-only").waivers[0].obligations, ["8.6.1/4"]);
    let unused = waived("obligation: 8.6.1/4, code: no-owner");
    assert_eq!(unused.waivers[0].state, WaiverState::Unused);
    assert!(unused.problems[0].message.contains("covers nothing"));
    assert_eq!(waived("path: elsewhere/").waivers[0].state, WaiverState::Unused);
}

fn draft(why: &str) -> Draft {
    Draft {
        obligation: "8.6.1/1".into(),
        verdict: Verdict::Conforming,
        by: "Priya: Raman".into(),
        on: date(2026, 11, 22),
        until: None,
        why: why.into(),
        evidence: Some("4".repeat(64)),
        replaces: None,
    }
}

#[test]
fn what_is_added_changes_nothing_that_is_there() {
    let texts = [
        String::new(),
        "# only a comment\n".to_owned(),
        ONE.to_owned(),
        ONE.trim_end().to_owned(),
        ONE.replace('\n', "\r\n"),
        format!(
            "# head\n{ONE}  # on the last\n\n# about waivers\nwaivers:\n- path: a\n  reason: r\n  approver: a\n  start: 2026-01-01\n  end: 2026-12-31\n"
        ),
        "determinations: []  # none yet\nwaivers: []\n".to_owned(),
        "waivers: []\n".to_owned(),
        "determinations:\n    - obligation: 4.3/1\n      verdict: minor\n      by: A\n      on: 2026-05-01\n      why: |\n        Two\n\n        lines.\n".to_owned(),
    ];
    for text in texts {
        let before = record(&text).unwrap_or_else(|problems| panic!("{text}\n{problems:?}"));
        let added = append(&text, &[draft("It's “fine”: see #4")]).unwrap();
        let after = record(&added).unwrap_or_else(|problems| panic!("{added}\n{problems:?}"));
        assert_eq!((after.entries.len(), after.waivers.len()), (before.entries.len() + 1, before.waivers.len()));
        assert_eq!(after.entries.last().unwrap().why, "It's “fine”: see #4");
        let mut rest = added.lines();
        for line in text.lines().filter(|line| !line.starts_with("determinations: []")) {
            assert!(rest.any(|kept| kept == line), "`{line}` is lost or moved in\n{added}");
        }
    }
    assert!(append("determinations: [{obligation: 4.3/1}]\n", &[draft("x")]).is_err());
}

#[test]
fn whatever_a_person_writes_is_text() {
    for why in [
        "a\nb: c\n- d",
        "null",
        "- x",
        "*a",
        "\"q\" 'q' \\",
        "\u{1b}[31m\u{202e}x",
        "# no",
        " sp ",
        "日本",
        "12",
        "=1+1",
        "{{ t }}",
    ] {
        let added = append(ONE, &[draft(why)]).unwrap();
        let after = record(&added).unwrap_or_else(|problems| panic!("{added}\n{problems:?}"));
        assert_eq!(after.entries.last().unwrap().why, why);
        assert!(!added.contains(['\u{1b}', '\u{202e}']), "{added:?}");
    }
}

#[test]
fn the_schema_takes_what_is_read() {
    let schema: serde_json::Value = serde_json::from_str(&Files::schema("determinations").unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let whole = serde_json::json!({
        "determinations": [{"obligation": "8.6.1/4", "verdict": "minor", "by": "A", "on": "2026-05-01", "why": "b"}],
        "waivers": [{"path": "a/", "code": "draft-only", "reason": "r", "approver": "a", "start": "2026-01-01", "end": "2026-01-02"}]
    });
    assert!(validator.is_valid(&whole));
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(schema["properties"]["waivers"]["items"]["properties"]["code"]["enum"], serde_json::json!(codes));
    let verdicts: Vec<&str> = Verdict::ALL.iter().map(|verdict| verdict.name()).collect();
    assert_eq!(
        schema["properties"]["determinations"]["items"]["properties"]["verdict"]["enum"],
        serde_json::json!(verdicts)
    );
}

#[test]
fn two_assessors_agree_beyond_chance() {
    let file = |verdicts: &[(&str, &str)]| {
        let lines = verdicts.iter().map(|(id, verdict)| {
            format!("- {{obligation: {id}, verdict: {verdict}, by: A, on: 2026-05-01, why: b}}\n")
        });
        record(&format!("determinations:\n{}", lines.collect::<String>())).unwrap()
    };
    let ids = ["4.1/1", "4.2/1", "4.3/1", "4.4/1"];
    let all = |verdicts: [&'static str; 4]| file(&ids.into_iter().zip(verdicts).collect::<Vec<_>>());
    let first = all(["conforming", "conforming", "minor", "minor"]);
    // By hand: three of four alike; by chance 0.5 · 0.25 + 0.5 · 0.75 = 0.5; (0.75 − 0.5) / 0.5 = 0.5.
    let compared = agreement(&first, &all(["conforming", "minor", "minor", "minor"]));
    assert_eq!((compared.agreement, compared.kappa), (Some(0.75), Some(0.5)));
    assert_eq!(compared.different[0].obligation, ids[1]);
    assert_eq!(agreement(&first, &first).kappa, Some(1.0));
    let same = all(["minor"; 4]);
    assert_eq!((agreement(&same, &same).agreement, agreement(&same, &same).kappa), (Some(1.0), None));
    let other = agreement(&first, &file(&[("5.1/1", "minor")]));
    assert_eq!((other.both, other.agreement, other.only_first.len(), other.only_second.len()), (0, None, 4, 1));
}
