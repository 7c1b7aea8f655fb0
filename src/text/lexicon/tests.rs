//! Patterns of a few words, a matter each.

use super::super::fold;
use super::*;

fn keys(patterns: &[(&str, &str, Key)], text: &str, above: &str) -> Vec<Key> {
    let mut builder = LexiconBuilder::default();
    builder.language("en", &["s".into(), "ed".into(), "ing".into(), "y>ies".into()]);
    builder.language("de", &["en".into()]);
    for (language, pattern, key) in patterns {
        builder.add(language, pattern, *key).unwrap();
    }
    let lexicon = builder.build();
    let mut scan = lexicon.scan(&["en", "de", "ja"]);
    let (own, above) = (scan.hits(&fold(text)), scan.hits(&fold(above)));
    let mut keys: Vec<Key> = scan.matches(&own, &above).iter().map(|m| m.key).collect();
    keys.dedup();
    keys
}

#[test]
fn inflections_stars_and_sides() {
    let patterns = [
        ("en", "change policy", 1),
        ("en", "major incident & declare* | classif*", 2),
        ("de", "*störung*", 3),
        ("ja", "変更管理", 4),
        ("en", "plan", 5),
    ];
    assert_eq!(keys(&patterns, "Our change policies.", ""), [1]);
    assert_eq!(keys(&patterns, "changing the policy", ""), [] as [Key; 0]);
    assert_eq!(keys(&patterns, "A major incident is classified by the lead", ""), [2]);
    assert_eq!(keys(&patterns, "Declared by the duty manager", "Major incidents"), [2]);
    assert_eq!(keys(&patterns, "Nothing here", "Major incident: declaring"), [] as [Key; 0]);
    assert_eq!(keys(&patterns, "Großstörungen melden", ""), [3]);
    assert_eq!(keys(&patterns, "当社の変更管理方針", ""), [4]);
    assert_eq!(keys(&patterns, "planned", ""), [5]);
    assert_eq!(keys(&patterns, "planet", ""), [] as [Key; 0]);
}

#[test]
fn one_word_that_meets_two_sides_is_not_apart() {
    let mut builder = LexiconBuilder::default();
    builder.language("en", &[]);
    builder.add("en", "plan | every P1 & plan | approved | 1*", 1).unwrap();
    let lexicon = builder.build();
    let mut scan = lexicon.scan(&["en"]);
    let mut apart = |text: &str| {
        let hits = scan.hits(&fold(text));
        scan.matches(&hits, &[]).iter().map(|found| found.apart).collect::<Vec<bool>>()
    };
    assert_eq!(apart("the plan of the plan"), [false]);
    assert_eq!(apart("every P1"), [false]);
    assert_eq!(apart("the plan is approved"), [true]);
}

#[test]
fn who_denies_leaves_out_the_last_side() {
    let mut builder = LexiconBuilder::default();
    builder.language("en", &[]);
    builder.add("en", "risk & accepted & score", 1).unwrap();
    builder.add("en", "risk & accepted", 2).unwrap();
    let lexicon = builder.build();
    let mut scan = lexicon.scan(&["en"]);
    let mut nearly = |text: &str| {
        let hits = scan.hits(&fold(text));
        scan.nearly(&hits).iter().map(|found| found.key).collect::<Vec<Key>>()
    };
    assert_eq!(nearly("no risk is accepted"), [1]);
    assert_eq!(nearly("a risk by its score"), [] as [Key; 0]);
}

#[test]
fn the_same_words_in_another_order() {
    let mut builder = LexiconBuilder::default();
    builder.language("en", &["s".into()]);
    builder.add("en", "change management policy", 1).unwrap();
    let lexicon = builder.build();
    let mut scan = lexicon.scan(&["en"]);
    let filler = |word: &str| word == "for";
    assert_eq!(scan.bag_hits(&fold("Policy for change management"), filler).len(), 1);
    assert_eq!(scan.bag_hits(&fold("Policy for change management training"), filler).len(), 0);
    assert_eq!(scan.bag_hits(&fold("Change change policy"), filler).len(), 0);
}

#[test]
fn what_one_document_taught_serves_the_next_and_changes_nothing() {
    let mut builder = LexiconBuilder::default();
    builder.language("en", &["s".into()]);
    builder.language("de", &["n".into()]);
    builder.add("en", "change plan & approved", 1).unwrap();
    builder.add("de", "plan & approved", 2).unwrap();
    let lexicon = builder.build();
    let keys = |languages: &[&str], text: &str| {
        let mut scan = lexicon.scan(languages);
        let hits = scan.hits(&fold(text));
        scan.matches(&hits, &[]).iter().map(|found| found.key).collect::<Vec<Key>>()
    };
    for _ in 0..3 {
        assert_eq!(keys(&["en"], "change plans are approved"), [1]);
        assert_eq!(keys(&["de"], "change plans are approved"), [] as [Key; 0]);
        assert_eq!(keys(&["de", "en"], "change plan approved"), [1, 2]);
        assert_eq!(keys(&["en"], "change plan"), [] as [Key; 0]);
    }
    // Two at once have memories of their own, and both come back.
    let (one, other) = (lexicon.scan(&["en"]), lexicon.scan(&["en"]));
    drop((one, other));
    assert_eq!(keys(&["en"], "plan approved change"), [] as [Key; 0]);
}
