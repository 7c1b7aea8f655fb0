//! What a user lays over the catalogue: added, replaced, weighed, and checked like our own.

use iso20k::catalogue::{Catalogue, Determinable, Files, Obligation, load};

use super::with;

const OBLIGATION: &str = "
        asks: Tell the regulator of a major incident within four hours.
        kind: activity
        weight: 3
        evidence:
          - document: { type: regulator-notice-procedure, topics: [deadline] }
        remedy: Write down who tells the regulator, and how.
        ask: [Who told the regulator last time?]
";

const TYPE: &str = "
title: Regulator notice procedure
about: Says how a regulator is told.
asked: common
form: document
control: procedure
names:
  en: [regulator notice procedure]
topics:
  deadline:
    says: within what time the regulator is told
    en: [\"regulator* & within | hours\"]
";

fn find<'a>(catalogue: &'a Catalogue, id: &str) -> &'a Obligation {
    catalogue.obligations().map(|(_, obligation)| obligation).find(|obligation| obligation.id == id).unwrap()
}

#[test]
fn an_overlay_adds_replaces_and_weighs() {
    let overlay = format!(
        "clauses:\n  - clause: \"8.6.1\"\n    obligations:\n      - id: 8.6.1/X1{OBLIGATION}      - id: 8.6.1/4{OBLIGATION}  - clause: \"R1\"\n    title: Our regulator\n    obligations:\n      - id: R1/1{OBLIGATION}weights: {{8.6.1/1a: 1}}\n"
    );
    let files = [("overlays/000/overlay.yaml", overlay.as_str()), ("documents/regulator-notice-procedure.yaml", TYPE)];
    let (catalogue, problems) = with(&files);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(catalogue.obligations().count(), 422);
    assert!(find(&catalogue, "8.6.1/4").asks.starts_with("Tell the regulator"));
    assert_eq!(find(&catalogue, "8.6.1/1a").weight, 1);
    // An activity of which only a document speaks: that it is done must be seen or asked.
    assert_eq!(find(&catalogue, "R1/1").determinable(), Determinable::Partly);
    assert_eq!(catalogue.clauses.last().unwrap().clause, "R1");
    assert_eq!(catalogue.added.iter().map(String::as_str).collect::<Vec<_>>(), ["8.6.1/4", "8.6.1/X1", "R1/1"]);
    // What was changed can be told from the outside.
    assert_ne!(catalogue.sha256, super::catalogue().sha256);
    // No view of ours holds a clause of theirs; whoever groups by it is told.
    let all = catalogue.clauses.iter().map(|clause| clause.clause.as_str());
    assert_eq!(catalogue.views["pdca"].left_out(all), ["R1"]);
}

#[test]
fn mistakes_of_an_overlay_are_all_shown() {
    let overlay = format!(
        "clauses:\n  - clause: \"8.6.9\"\n    obligations:\n      - id: 8.6.1/1{OBLIGATION}weights: {{8.6.1/99: 2, 8.6.1/4: 7}}\n"
    );
    let (_, problems) = with(&[("overlays/000/overlay.yaml", &overlay)]);
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let shown = shown.join("\n");
    for expected in [
        ":2:13: clause `8.6.9` is new and has no title",
        "obligation `8.6.1/1` stands under clause `8.6.9`",
        "document type `regulator-notice-procedure` does not exist",
        "obligation `8.6.1/99` does not exist",
        "weight 7 is not 1, 2 or 3",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
}

#[test]
fn overlays_of_two_folders_both_count() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    std::fs::write(folders[0].path().join("overlay.yaml"), "weights: {8.6.1/4: 1, 4.1/1: 1}\n").unwrap();
    std::fs::write(folders[1].path().join("overlay.yaml"), "weights: {8.6.1/4: 2}\n").unwrap();
    std::fs::write(folders[1].path().join("logo.png"), [0xff, 0xfe, 0]).unwrap();
    let mut files = Files::embedded();
    for folder in &folders {
        assert!(files.overlay(folder.path()).is_empty());
    }
    let (catalogue, problems) = load(&files);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!((find(&catalogue, "4.1/1").weight, find(&catalogue, "8.6.1/4").weight), (1, 2));
}

#[test]
fn views_and_crosswalks_must_hold_what_they_say() {
    let view = "title: A\nabout: B\ncovers: once\ngroups:\n  - id: a\n    title: A\n    clauses: [\"4.1\", \"4.1\", \"99.1\"]\n";
    let targets = "targets:\n  - id: own\n    title: Own\n    file: own.csv\n    note: N\n  - id: gone\n    title: Gone\n    file: gone.csv\n    note: N\n";
    let table =
        "clause,ref,strength,title\n4.1,A,full,\n4.1,A,full,\n4.2,,full,\n99.9,B,partial,\n4.3,C,most,\n4.4,D\n";
    let files = [("views/own.yaml", view), ("crosswalks/own.yaml", targets), ("crosswalks/own.csv", table)];
    let (_, problems) = with(&files);
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let shown = shown.join("\n");
    for expected in [
        "views/own.yaml:3:9: the view says that it covers every clause and leaves out 4.2",
        "views/own.yaml:7:22: clause `4.1` is there twice",
        "views/own.yaml:7:29: clause `99.1` does not exist",
        "crosswalks/own.yaml:8:11: there is no `crosswalks/gone.csv`",
        "crosswalks/own.csv:3:5: `4.1` and `A` are there twice",
        "crosswalks/own.csv:4:5: a clause without counterpart",
        "crosswalks/own.csv:5:1: clause `99.9` does not exist",
        "crosswalks/own.csv:6:7: `most` is none of",
        "crosswalks/own.csv:7:1: 2 fields instead of 4",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
}
