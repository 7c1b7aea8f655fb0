//! Tests of the plain text reader.

use super::*;
use crate::document::Content;

fn told(text: &str) -> Vec<String> {
    let reading = read(text.as_bytes(), Limits::default());
    reading
        .document
        .blocks
        .iter()
        .map(|block| {
            let line = block.place.line.unwrap_or(0);
            match &block.content {
                Content::Heading(level, text) => format!("{line} h{level} {text}"),
                Content::Text(role, text) => format!("{line} {role:?} {text}"),
                Content::Table(table) => {
                    let rows: Vec<_> =
                        table.rows.iter().map(|row| format!("{}:{}", row.number, row.cells.join("|"))).collect();
                    format!("{line} {}", rows.join(" / "))
                }
            }
        })
        .collect()
}

#[test]
fn paragraphs_headings_and_items() {
    let text = "Incident Process\n================\n\nSome text\nover two lines.\n\nRoles\n-----\n- one\n  goes on\n- two\n\nSCOPE\n\n\
        1.2 In scope\n\nOwner: Ann\nVersion: 2\n\nScope ........ 3\nRoles ........ 4\n\n> quoted\n> more\n";
    assert_eq!(
        told(text),
        [
            "1 h1 Incident Process",
            "4 Paragraph Some text over two lines.",
            "7 h2 Roles",
            "9 ListItem one goes on",
            "11 ListItem two",
            "13 h1 SCOPE",
            "15 h2 1.2 In scope",
            "17 Paragraph Owner: Ann",
            "18 Paragraph Version: 2",
            "20 Pointer Scope ........ 3",
            "21 Pointer Roles ........ 4",
            "23 Quote quoted more",
        ]
    );
}

#[test]
fn asciidoc() {
    let text = "= Monitoring\n:author: Ann\n\n// no\n== Alerts\n\n[source,bash]\n----\nrun it\n----\n\n|===\n|Name |Level\n\n|cpu\n|high\n|===\n";
    assert_eq!(told(text), ["1 h1 Monitoring", "5 h2 Alerts", "9 Code run it", "12 13:Name|Level / 15:cpu|high"]);
    let reading = read(text.as_bytes(), Limits::default());
    assert_eq!(reading.document.properties[0].name, "author");
}

#[test]
fn links_of_asciidoc_keep_their_text() {
    assert_eq!(told("See https://a.b/c[the page] there.\n"), ["1 Paragraph See the page there."]);
    assert_eq!(told("* @a/b\n/x/ @ann\n"), ["1 Paragraph * @a/b", "2 Paragraph /x/ @ann"]);
}

#[test]
fn tables() {
    assert_eq!(told("a | b\n--|--\n1 | 2\n"), ["1 1:a|b / 3:1|2"]);
    assert_eq!(told("+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+\n"), ["1 2:a|b / 4:1|2"]);
    assert_eq!(told("Name   Role\nAnn    owner\nBo     user here\n"), ["1 1:Name|Role / 2:Ann|owner / 3:Bo|user here"]);
}

#[test]
fn numbered_lists_are_not_headings() {
    assert_eq!(told("1. First thing\n\n2. Second thing\n")[0], "1 ListItem First thing");
}

#[test]
fn hostile_text_ends() {
    told(&"```a\n\n".repeat(100_000));
    told(&"1. A\n\n\n".repeat(50_000));
    told(&"| a".repeat(100_000));
    told(&"x  ".repeat(100_000));
}
