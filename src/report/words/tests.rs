//! Every language says the same things, and says nothing that no report uses.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::evidence::Code;

fn keys(language: Language) -> BTreeSet<String> {
    let texts = read("words", &embedded(language).0).unwrap();
    texts.iter().flat_map(|(section, texts)| texts.keys().map(move |key| format!("{section}.{key}"))).collect()
}

/// Everything that can use words: our code, which may name what to say by its key, and our templates.
fn users() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["src/report", "src/cli", "src/audit", "reports"]
        .into_iter()
        .flat_map(|folder| walkdir::WalkDir::new(root.join(folder)));
    let users = files.flatten().map(walkdir::DirEntry::into_path).filter(|path| {
        let name = path.to_string_lossy().replace('\\', "/");
        !name.contains("/samples/") && [".rs", ".j2", ".typ"].iter().any(|end| name.ends_with(end))
    });
    users.map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn every_language_has_the_same_keys() {
    for language in Language::ALL {
        let (own, english) = (keys(*language), keys(Language::En));
        let differ: Vec<&String> = own.symmetric_difference(&english).collect();
        assert!(differ.is_empty(), "{}: {differ:?}", language.code());
    }
}

/// The names to be filled in are the same, or a language would leave something out.
#[test]
fn every_language_fills_in_the_same() {
    let names = regex::Regex::new(r"\{[a-z]+\}").unwrap();
    let of = |text: &str| names.find_iter(text).map(|found| found.as_str().to_owned()).collect::<BTreeSet<_>>();
    for (section, texts) in &Words::of(Language::De).texts {
        // A date may be written without the name of its month.
        for (key, text) in texts.iter().filter(|_| section != "form") {
            assert_eq!(of(text), of(Words::of(Language::En).get(section, key)), "{section}.{key}");
        }
    }
}

#[test]
fn every_text_says_something_and_is_used() {
    let users = users();
    let marks: BTreeSet<String> = marks::MARKS
        .iter()
        .flat_map(|(section, ids)| ids.iter().map(move |(id, _)| format!("{section}.{id}")))
        .flat_map(|key| [key.clone(), format!("{key}_inline"), format!("{key}_means")])
        .chain(
            ["imperative", "explanation"]
                .iter()
                .flat_map(|s| Code::ALL.iter().map(move |c| format!("{s}.{}", c.name()))),
        )
        .chain(["documented", "record", "activity"].map(|kind| format!("kind.{kind}")))
        .chain(crate::evidence::Verdict::ALL.iter().map(|verdict| format!("decided.{}", verdict.name())))
        .collect();
    let known = keys(Language::En);
    let missing: Vec<&String> = marks.iter().filter(|key| !known.contains(*key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for key in known.iter().filter(|key| !marks.contains(*key)) {
        let (section, name) = key.split_once('.').unwrap();
        assert!(!Words::of(Language::En).get(section, name).trim().is_empty(), "{key}");
        // Named by a template, or as a word of its own by code; of a plural, without its ending.
        let stem = name.strip_suffix("_one").or_else(|| name.strip_suffix("_many")).unwrap_or(name);
        let named = [format!("t.{key}"), format!("\"{stem}\""), format!("t.{section}[\"{name}\"]")];
        assert!(named.iter().any(|named| users.contains(named)), "nothing uses {key}");
    }
}

#[test]
fn every_text_that_is_used_is_there() {
    let known = keys(Language::En);
    let users = users();
    let in_templates = regex::Regex::new(r"\bt\.([a-z]+\.[a-z][a-z0-9_-]*)").unwrap();
    let in_code = regex::Regex::new(r#"words\s*\.(?:get|fill)\(\s*"([a-z]+)",\s*"([a-z][a-z0-9_-]*)""#).unwrap();
    let used = in_templates.captures_iter(&users).map(|found| found[1].to_owned());
    let used: Vec<String> =
        used.chain(in_code.captures_iter(&users).map(|found| format!("{}.{}", &found[1], &found[2]))).collect();
    assert!(used.len() > 10);
    let missing: Vec<&String> =
        used.iter().filter(|key| !known.contains(*key) && !key.starts_with("section.")).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_other_modules_say_in_english_is_said_so_here() {
    let words = Words::of(Language::En);
    for code in Code::ALL {
        assert_eq!(words.explanation(*code), code.explanation());
    }
    assert_eq!(words.get("method", "formula"), crate::assessment::FORMULA);
    assert_eq!(words.get("method", "grade_rule"), crate::assessment::GRADE_RULE);
}

#[test]
fn dates_and_numbers_have_the_form_of_their_language() {
    let (en, de) = (Words::of(Language::En), Words::of(Language::De));
    assert_eq!(
        (en.long_date("2026-11-22"), de.long_date("2026-03-02")),
        ("22 November 2026".into(), "2. März 2026".into())
    );
    assert_eq!((en.short_date("2026-11-02"), de.short_date("2026-11-02")), ("2026-11-02".into(), "02.11.2026".into()));
    assert_eq!((en.long_date("soon"), de.short_date("")), ("soon".into(), String::new()));
    assert_eq!((en.percent(0.853), de.percent(0.853)), ("85.3 %".into(), "85,3 %".into()));
    assert_eq!((en.number(20_000), de.number(1_234_567)), ("20,000".into(), "1.234.567".into()));
    assert_eq!((en.number(999), en.number(0)), ("999".into(), "0".into()));
    assert_eq!((en.count(1, "document"), de.count(1_000, "document")), ("1 document".into(), "1.000 Dokumente".into()));
}

#[test]
fn percentages_never_contradict_their_rating() {
    for (share, text) in [
        (0.0, "0 %"),
        (0.001, "0.1 %"),
        (0.62, "62 %"),
        (0.853, "85.3 %"),
        (0.85, "85 %"),
        (0.999, "99.9 %"),
        (1.0, "100 %"),
        (f64::NAN, "0 %"),
    ] {
        assert_eq!(Words::of(Language::En).percent(share), text);
    }
}

#[test]
fn sentences_of_the_program_are_said_in_german() {
    let de = Words::of(Language::De);
    let said = |english: &str| de.said(english);
    let german = |text: &str| Said { text: text.into(), lang: "" };
    assert_eq!(said("“A” was due for review on 2026-04-30"), german("„A“ war am 30.04.2026 zu prüfen"));
    assert_eq!(
        said("“A” does not show who approved it, as your other documents do; list.xlsx does (L!B2)"),
        german("„A“ zeigt nicht, wer es freigegeben hat, anders als Ihre übrigen Dokumente; list.xlsx tut es (L!B2)")
    );
    assert_eq!(said(Code::NoOwner.explanation()).text, de.explanation(Code::NoOwner));
    // What a hole holds cannot be said in German: then nothing of the sentence is, and it is marked.
    let english = "“A” does not say that pigs fly";
    assert_eq!(said(english), Said { text: english.into(), lang: "en" });
    assert_eq!(Words::of(Language::En).said(english), german(english));
    // Words of a document are never translated, nor taken for a pattern.
    assert_eq!(said("“archive” carries neither a version nor a date").text, "„archive“ trägt weder Version noch Datum");
    assert_eq!(
        said("“{title|said}” names nobody who answers for it").text,
        "„{title|said}“ nennt niemanden als verantwortlich"
    );
}

/// A translation that leaves out what the English sentence holds would hide it.
#[test]
fn every_hole_of_a_sentence_is_in_its_translation() {
    let names = regex::Regex::new(r"\{([a-z0-9_]+)(?:\|(said|date|number))?\}").unwrap();
    let of = |text: &str| names.captures_iter(text).map(|found| found[1].to_owned()).collect::<BTreeSet<_>>();
    for language in Language::ALL {
        for (english, says) in &Words::of(*language).written {
            assert_eq!(of(english), of(says), "{english}");
            assert_eq!(says.matches('{').count(), names.find_iter(says).count(), "{says}");
        }
        for text in embedded(*language).1 {
            flat("words", &text).unwrap();
        }
    }
}

#[test]
fn places_have_the_words_of_their_language() {
    let place = crate::document::Place { page: Some(3), heading: vec!["Risks".into()], ..Default::default() };
    assert_eq!(Words::of(Language::En).place(&place), place.to_string());
    assert_eq!(Words::of(Language::De).place(&place), "Seite 3, „Risks“");
}

#[test]
fn what_is_filled_in_is_not_a_pattern() {
    assert_eq!(fill("{a} and {b} {c", &[("a", "{b}"), ("b", "2")]), "{b} and 2 {c");
    assert_eq!(fill("{x} {} }", &[("a", "1")]), "{x} {} }");
}

#[test]
fn a_users_words_replace_ours_and_every_mistake_is_said() {
    let ours = Words::of(Language::En);
    let (words, problems) =
        ours.with_overrides("en.yaml", "status:\n  gap: Missing\n  gapp: x\nnothing:\n  a: b\n").unwrap();
    assert_eq!(words.status(crate::evidence::Status::Gap).label, "Missing");
    assert_eq!(words.status(crate::evidence::Status::Partial), ours.status(crate::evidence::Status::Partial));
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["no report uses `nothing.a`", "no report uses `status.gapp`"]);
    let wrong = ours.with_overrides("en.yaml", "status:\n  - gap\n").unwrap_err();
    assert_eq!(wrong.line, Some(2));
}
