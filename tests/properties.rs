//! Laws that hold for any documents, tried on whole organisations in random shapes: the order of files does not
//! matter, nothing is found that is not there, taking away does not improve, synonyms only add, and what is
//! written is read as it was. Seeded, so that a failure can be had again.

#![allow(clippy::print_stderr, reason = "how much was tried is shown")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

#[path = "properties/random.rs"]
mod random;
#[path = "properties/world.rs"]
mod world;

use std::collections::{BTreeMap, BTreeSet};

use iso20k::assessment::Assessment;
use iso20k::determinations::{Draft, append, read as read_record};
use iso20k::evidence::{Finding, Status, Verdict};
use iso20k::text::{LexiconBuilder, fold};
use random::Random;
use world::{CATALOGUE, assessed, organisation};

/// Organisations of several languages, one of them all PDFs and sheets.
const TRIED: [&str; 3] = ["minatogawa", "lindenau", "brightloom"];

fn bytes(assessment: &Assessment) -> String {
    serde_json::to_string(assessment).unwrap()
}

#[test]
fn any_order_of_files_gives_the_same_bytes() {
    let mut random = Random::new(1);
    for name in TRIED {
        let mut entries = organisation(name);
        let first = bytes(&assessed(entries.clone()));
        for _ in 0..3 {
            random.shuffle(&mut entries);
            assert!(bytes(&assessed(entries.clone())) == first, "{name}");
        }
    }
}

#[test]
fn a_subset_invents_no_evidence() {
    let mut random = Random::new(2);
    let mut pieces = 0;
    for name in TRIED {
        let entries = organisation(name);
        // Whatever a quote is of, the facts of its document hold its words.
        let facts: BTreeMap<String, String> =
            entries.iter().map(|entry| (entry.path.clone(), words(&format!("{:?}", entry.facts)))).collect();
        for _ in 0..4 {
            let subset: Vec<_> = entries.iter().filter(|_| random.below(3) > 0).cloned().collect();
            let paths: BTreeSet<String> = subset.iter().map(|entry| entry.path.clone()).collect();
            for finding in assessed(subset).findings {
                for piece in &finding.evidence {
                    assert!(paths.contains(&piece.path), "{}: {} is not there", finding.obligation, piece.path);
                    let said = words(&piece.quote);
                    let begin: String = said.chars().take(24).collect();
                    // What tells of rows ("40 rows, the newest …") is our own sentence about them.
                    let is_count =
                        piece.quote.starts_with(|c: char| c.is_ascii_digit()) || piece.quote.contains(" rows");
                    assert!(
                        is_count || facts[&piece.path].contains(&begin),
                        "{}: {}: {}",
                        finding.obligation,
                        piece.path,
                        piece.quote
                    );
                    pieces += 1;
                }
            }
        }
    }
    eprintln!("{pieces} pieces of evidence of subsets stand in their documents");
}

/// Letters and digits only, so that how a quote is cut and quoted does not matter.
fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn rank(status: Status) -> u8 {
    match status {
        Status::Gap => 0,
        Status::Partial => 1,
        Status::Evidenced => 2,
        // "Could not tell" is neither better nor worse.
        _ => 3,
    }
}

/// A status may improve only where the assessment of all said that the document now missing stands in the way.
#[test]
fn taking_a_document_away_improves_nothing_it_did_not_spoil() {
    let mut random = Random::new(3);
    let (mut tried, mut worse, mut explained) = (0, 0, Vec::new());
    for name in TRIED {
        let entries = organisation(name);
        let whole = assessed(entries.clone());
        for _ in 0..8 {
            let gone = random.below(entries.len());
            let path = entries[gone].path.clone();
            let mut rest = entries.clone();
            rest.remove(gone);
            let less = assessed(rest);
            for (before, after) in whole.findings.iter().zip(&less.findings) {
                tried += 1;
                let (was, is) = (rank(before.status), rank(after.status));
                worse += u32::from(was != 3 && is < was);
                if was == 3 || is == 3 || is <= was {
                    continue;
                }
                let why = explanation(&whole, &less, before, &path);
                let Some(why) = why else {
                    panic!(
                        "{name}: without {path}, {} went from {:?} to {:?}: {:#?}",
                        before.obligation, before.status, after.status, before.shortfalls
                    );
                };
                explained.push(format!("{name}: {}: {path}: {why}", before.obligation));
            }
        }
    }
    eprintln!(
        "{tried} findings with a document taken away: {worse} worse, {} better, as the assessment of all foretold",
        explained.len()
    );
    assert!(worse > 0, "nothing depends on any document");
    explained.iter().for_each(|line| eprintln!("  {line}"));
}

/// Why a finding may be better without a document: the finding named it among its shortfalls, or another document
/// counts again that it had put out of force.
fn explanation(whole: &Assessment, less: &Assessment, before: &Finding, gone: &str) -> Option<String> {
    let named = before.shortfalls.iter().find(|shortfall| shortfall.path.as_deref() == Some(gone));
    if let Some(shortfall) = named {
        return Some(format!("it fell short: {}", shortfall.code.name()));
    }
    let state = |assessment: &Assessment, path: &str| {
        assessment.documents.iter().find(|document| document.path == path).map(|document| document.state)
    };
    let candidates = before.looked_for.candidates.iter();
    let changed = candidates.filter(|path| state(less, path).is_some() && state(whole, path) != state(less, path));
    changed.map(|path| format!("{path} counts otherwise without it")).next()
}

#[test]
fn a_longer_list_of_synonyms_loses_no_match() {
    const WORDS: [&str; 12] = [
        "change", "policy", "incident", "record", "major", "plan", "review", "service", "test", "owner", "log",
        "report",
    ];
    let mut random = Random::new(4);
    let mut found = 0;
    for _ in 0..400 {
        let mut pattern = || {
            let mut phrase = || {
                let words: Vec<String> = (0..1 + random.below(3))
                    .map(|_| {
                        let word = *random.pick(&WORDS);
                        match random.below(5) {
                            0 => format!("{}*", &word[..3]),
                            1 => format!("*{}", &word[word.len() - 3..]),
                            _ => word.to_owned(),
                        }
                    })
                    .collect();
                words.join(" ")
            };
            let (one, two, three) = (phrase(), phrase(), phrase());
            match random.below(3) {
                0 => one,
                1 => format!("{one} | {two}"),
                _ => format!("{one} | {two} & {three}"),
            }
        };
        let patterns: Vec<(String, u32)> = (0..8).map(|number| (pattern(), number % 4)).collect();
        let more: Vec<(String, u32)> = (0..12).map(|number| (pattern(), number % 4)).collect();
        let text: Vec<&str> = (0..30).map(|_| *random.pick(&WORDS)).collect();
        let text = fold(&text.join(" "));
        let few = met(&patterns, &text);
        let many = met(&[more, patterns].concat(), &text);
        assert!(few.is_subset(&many), "{few:?} {many:?} in {text}");
        found += few.len();
    }
    assert!(found > 100, "nothing was found at all");
}

/// The keys whose patterns a text meets.
fn met(patterns: &[(String, u32)], text: &str) -> BTreeSet<u32> {
    let mut builder = LexiconBuilder::default();
    builder.language("en", &["s".into(), "ed".into(), "y>ies".into()]);
    patterns.iter().for_each(|(pattern, key)| builder.add("en", pattern, *key).unwrap());
    let lexicon = builder.build();
    let mut scan = lexicon.scan(&["en"]);
    let hits = scan.hits(text);
    scan.matches(&hits, &[]).into_iter().map(|found| found.key).collect()
}

#[test]
fn an_assessment_is_read_as_it_was_written() {
    for name in TRIED {
        let written = bytes(&assessed(organisation(name)));
        let again: Assessment = serde_json::from_str(&written).unwrap();
        assert!(bytes(&again) == written, "{name}");
    }
}

#[test]
fn determinations_are_read_as_they_were_written() {
    const TEXTS: [&str; 9] =
        ["plain", "Ada: A. #1", "'", "\"\\", "- list", "{a: b}", "é 日本 \u{1f600}", "line\nbreak\r\n", "  padded  "];
    let mut random = Random::new(5);
    let verdicts = [Verdict::Conforming, Verdict::Minor, Verdict::Major];
    let mut text = String::new();
    let mut drafts = Vec::new();
    for number in 0..60 {
        let mut word = || format!("{}{}", random.pick(&TEXTS), random.pick(&TEXTS));
        let (by, why) = (word(), word());
        let day = jiff::civil::date(2026, 1, 1).checked_add(jiff::Span::new().days(number)).unwrap();
        let draft = Draft {
            obligation: "8.6.1/1a".into(),
            verdict: *random.pick(&verdicts),
            by,
            on: day,
            until: None,
            why,
            evidence: None,
            replaces: (number > 0).then(|| day.yesterday().unwrap()),
        };
        text = append(&text, std::slice::from_ref(&draft)).unwrap();
        drafts.push(draft);
    }
    let file = iso20k::catalogue::File { shown: "determinations.yaml".into(), text: text.clone() };
    let record = read_record(&file, &CATALOGUE.0).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"));
    assert_eq!(record.entries.len(), drafts.len());
    for (entry, draft) in record.entries.iter().zip(&drafts) {
        let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
        assert!(same(&entry.by, &draft.by) && same(&entry.why, &draft.why), "{entry:?}\n{draft:?}");
        assert_eq!((entry.on, entry.verdict), (draft.on, draft.verdict));
    }
}
