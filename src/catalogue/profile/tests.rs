//! What a profile says, and every mistake in one at its place.

use super::*;
use crate::catalogue::{Files, load};

fn read(text: &str) -> Result<Profile, Vec<Problem>> {
    let (catalogue, _) = load(&Files::embedded());
    profile(&File { shown: PROFILE.into(), text: text.into() }, &catalogue)
}

#[test]
fn what_an_organisation_says_of_itself() {
    let text = "organisation: Fellside Ltd\nas_of: 2026-11-22\npins:\n  wiki/fault-handling.md: incident-management-procedure\n  'old/**': none\nno_occurrence:\n  8.6.1/6: No major incident yet.\nreport:\n  client: Fellside Ltd\n  logo: logo.png\n  colours:\n    accent: '#1B3A5C'\n  disclaimers: [For the board only.]\n  language: de\n";
    let profile = read(text).unwrap();
    assert_eq!(profile.organisation, ["Fellside Ltd"]);
    assert_eq!(profile.pins.len(), 2);
    assert_eq!(profile.no_occurrence["8.6.1/6"], "No major incident yet.");
    assert_eq!(profile.report.logo, Some(("logo.png".into(), 10, 9)));
    assert_eq!(profile.report.accent.as_deref(), Some("#1b3a5c"));
    assert_eq!(profile.report.language.as_deref(), Some("de"));
}

#[test]
fn what_a_pipeline_asks() {
    let text = "gate:\n  fail_on: [gap, review-overdue]\n  min_achievement:\n    all: 0.8\n    8.6: 0.9\n    10: 1\n";
    let gate = read(text).unwrap().gate;
    assert_eq!(gate.fail_on, [("gap".into(), 2, 13), ("review-overdue".into(), 2, 18)]);
    let least = [(Some("10".into()), 1.0), (Some("8.6".into()), 0.9), (None, 0.8)];
    assert_eq!(gate.min_achievement, least);
}

#[test]
fn every_mistake_has_its_place() {
    let said = |text: &str| {
        let problems = read(text).unwrap_err();
        (problems[0].line, problems[0].message.clone())
    };
    let (line, message) = said("pins:\n  a.md: incident-procedur\n");
    assert_eq!((line, message.as_str()), (Some(2), "`a.md` is pinned to `incident-procedur`, which is no type"));
    let (line, message) = said("no_occurrence:\n  4.3/1: never\n");
    assert_eq!((line, message.as_str()), (Some(2), "`4.3/1` asks for something that must always be there"));
    let (line, message) = said("report:\n  colours:\n    accent: blue\n");
    assert_eq!((line, message.as_str()), (Some(3), "`blue` is no colour"));
    let (line, message) = said("report:\n  language: fr\n");
    assert_eq!((line, message.as_str()), (Some(2), "no report is written in `fr`"));
    let (line, message) = said("report:\n  logos: x.png\n");
    assert_eq!((line, message.as_str()), (Some(2), "`logos` is not known here"));
    let (line, message) = said("gate:\n  min_achievement:\n    8.9: 0.8\n");
    assert_eq!((line, message.as_str()), (Some(3), "no clause `8.9`"));
    let (line, message) = said("gate:\n  min_achievement: {all: 80}\n");
    assert_eq!((line, message.as_str()), (Some(2), "`80` is no share"));
    let (line, message) = said("organization: X\n");
    assert_eq!((line, message.as_str()), (Some(1), "`organization` is not known here"));
    let hint = read("organization: X\n").unwrap_err()[0].hint.clone().unwrap();
    assert!(hint.starts_with("did you mean `organisation`?"), "{hint}");
}

#[test]
fn an_organisation_may_have_several_names() {
    assert_eq!(read("organisation: [Fellside Ltd, Fellside Hosting GmbH]\n").unwrap().organisation.len(), 2);
    for (text, says) in [
        ("organisation: []\n", "the list is too short"),
        ("organisation:\n- ''\n", "the text is empty"),
        ("as_of: 2026-11-22\norganisation: {name: Fellside}\n", "is not of types"),
    ] {
        let problems = read(text).unwrap_err();
        assert!(problems[0].message.contains(says) && problems[0].line.is_some(), "{problems:?}");
    }
}

#[test]
fn headings_of_a_table_are_columns_of_a_register() {
    let text = "registers:\n- path: tickets.csv\n  sheet: Log\n  type: incident-records\n  columns:\n    Ref: id\n    Came in: opened\n    Cause: none\n";
    let maps = read(text).unwrap().registers;
    let columns: Vec<_> = maps[0].columns.iter().map(|each| (each.heading.as_str(), each.column.as_deref())).collect();
    assert_eq!(columns, [("Came in", Some("opened")), ("Cause", None), ("Ref", Some("id"))]);
    assert_eq!((maps[0].sheet.as_deref(), maps[0].path.line), (Some("Log"), 2));
    for (was, is, line, message, hint) in [
        (
            "incident-records",
            "incident-record",
            4,
            "`incident-record` is no register type",
            "did you mean `incident-records`?",
        ),
        (
            "opened",
            "openned",
            7,
            "`Came in` is mapped to `openned`, which is no column of `incident-records`",
            "did you mean `opened`? its columns are",
        ),
        ("opened", "id", 6, "`Came in` and `Ref` are both mapped to `id`", "one column of a table"),
        ("sheet", "tab", 3, "`tab` is not known here", "controls/schema/profile.json"),
        ("path: tickets.csv", "path: ''", 2, "`` is no pattern", ".gitignore"),
    ] {
        let problems = read(&text.replacen(was, is, 1)).unwrap_err();
        assert_eq!((problems[0].line, problems[0].message.as_str()), (Some(line), message));
        assert!(problems[0].hint.as_deref().is_some_and(|said| said.contains(hint)), "{problems:?}");
    }
}
