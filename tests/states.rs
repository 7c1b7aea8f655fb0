//! Whether a document counts, where little tells: mails, papers of a day, approvals left open, marks in the text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use serde_json::Value;
use support::{assessed, entry};

fn document<'a>(json: &'a Value, path: &str) -> &'a Value {
    entry(json, "documents", path).unwrap()
}

/// The codes said about a document.
fn codes(json: &Value, path: &str) -> Vec<String> {
    let findings = json["findings"].as_array().unwrap().iter();
    let shortfalls = findings.flat_map(|finding| finding["shortfalls"].as_array().unwrap());
    shortfalls.filter(|one| one["path"] == path).map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

const ROUND: &str = "Ann told how the desk is doing. Tom asked for two more laptops.\n";

#[test]
fn a_day_anywhere_in_its_name_makes_a_paper_a_record_where_nothing_else_tells() {
    let text = format!("# Round\n\n{ROUND}");
    let paths = ["Round of 2026-10-08.md", "Runde 08.10.2026.md", "Round.md", "Plan 2026-27.md"];
    let json = assessed(&paths.map(|path| (path, text.as_str())));
    let states = paths.map(|path| document(&json, path)["state"].as_str().unwrap().to_owned());
    assert_eq!(states, ["record", "record", "unclassified", "unclassified"]);
}

#[test]
fn a_mail_is_a_record_and_what_it_denies_is_heard() {
    let mail = "From: Ann Lee <ann@nordcable.example>\nTo: Tom Fox <tom@nordcable.example>\n\
                Date: Mon, 11 May 2026 16:40:00 +0100\nSubject: RE: the facilities team\n\n\
                To answer your question: we have no written agreement with the internal facilities team, and no targets \
                are set for what they do for our services.\n";
    let json = assessed(&[("re-facilities.eml", mail)]);
    assert_eq!(document(&json, "re-facilities.eml")["state"], "record");
    assert!(
        codes(&json, "re-facilities.eml").contains(&"negated".to_owned()),
        "{:?}",
        codes(&json, "re-facilities.eml")
    );
}

#[test]
fn what_running_words_say_of_other_approvals_fills_no_open_field() {
    let rules = |approval: &str, says: &str| {
        format!(
            "# Release policy\n\n| Owner | Ann Lee |\n|---|---|\n| Version | 1.1 |\n| Approved by | {approval} |\n\
             | Next review | 2027-12-03 |\n\nReleases are planned each quarter, with their contents and dates, and \
             tested before they are deployed. {says}\n"
        )
    };
    let unapproved = |text: &str| {
        codes(&assessed(&[("release-policy.md", text)]), "release-policy.md").contains(&"unapproved".to_owned())
    };
    assert!(unapproved(&rules("", "Approved by the Service Owner.")));
    assert!(!unapproved(&rules("Ben Hall, 3 March 2026", "Approved by the Service Owner.")));
    assert!(!unapproved(&rules("", "Approved by Ben Hall on 3 March 2026.")));
}

#[test]
fn a_state_named_inside_a_paragraph_is_none() {
    let text = |last: &str| {
        format!("# Wiki rules\n\nOwner: Ann Lee\n\nEach page has an owner and is read again after a year. {last}\n")
    };
    let (inside, mark) = (text("Those are draft."), text("\n\nDraft."));
    let json = assessed(&[("inside.md", &inside), ("mark.md", &mark)]);
    assert_ne!(document(&json, "inside.md")["state"], "draft");
    assert_eq!(document(&json, "mark.md")["state"], "draft");
}
