//! Tests of the Markdown reader.

use super::*;
use crate::document::Content;

fn told(text: &str) -> Vec<String> {
    let reading = read(text.as_bytes(), Limits::default());
    assert_eq!(reading.unread, None);
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
fn blocks_and_their_lines() {
    let text = "---\ntitle: x\n---\n# Top\n\nA *b*\n`c` ~~gone~~ [link](u).\n\n- one\n- two\n  - three\n\n  more\n- [x] done\n- [only](u)\n\n\
        > said\n\n```sh\nrun\n```\n\n| a | b |\n|---|---|\n| 1 | <br>2 |\n\nNote[^1]\n\n[^1]: The note.\n\n![alt](img.png)\n";
    assert_eq!(
        told(text),
        [
            "4 h1 Top",
            "6 Paragraph A b c link.",
            "9 ListItem one",
            "10 ListItem two",
            "11 ListItem three",
            "13 Paragraph more",
            "14 ListItem [x] done",
            "15 Pointer only",
            "17 Quote said",
            "20 Code run",
            "23 23:a|b / 25:1|2",
            "27 Paragraph Note",
            "29 Note The note.",
        ]
    );
}

#[test]
fn pandoc_lists_and_grids() {
    assert_eq!(
        told(
            "a. one\n\n    i. two\n\n+---+----+\n| A | B  |\n+===+====+\n| 1 | x  |\n|   | y  |\n+---+----+\n\nFor <Company Name>.\n"
        ),
        ["1 ListItem one", "3 ListItem two", "5 6:A|B / 8:1|x y", "12 Paragraph For <Company Name>."]
    );
}

#[test]
fn html_inside() {
    let text = "<!-- a comment -->\n<h1 align=center>Title</h1>\n\n<table><tr><td>a</td><td>b</td></tr></table>\n\nx <b>y</b> <!-- c -->z<del>gone</del>\n";
    assert_eq!(told(text), ["2 h1 Title", "4 4:a|b", "6 Paragraph x y z"]);
}

#[test]
fn fields_stay_on_lines_of_their_own() {
    let text = "**Owner:** Ann\n**Version**: 2\n\nDate: 1  \nBy: Bo\nand more\n";
    assert_eq!(
        told(text),
        ["1 Paragraph Owner: Ann", "2 Paragraph Version: 2", "4 Paragraph Date: 1", "5 Paragraph By: Bo and more"]
    );
}

#[test]
fn heading_paths() {
    let reading = read(b"# A\n## B\ntext\n# C\nmore\n", Limits::default());
    let blocks = reading.document.blocks;
    assert_eq!(blocks[2].place.heading, ["A", "B"]);
    assert_eq!(blocks[4].place.heading, ["C"]);
}

#[test]
fn callouts_and_shortcodes() {
    assert_eq!(
        told("!!! warning \"Mind\"\n    the gap\n\n    twice\n\n{% include x %}\n\nEnd {{ NAME }}.\n"),
        ["1 Quote Mind the gap", "4 Quote twice", "8 Paragraph End {{ NAME }}."]
    );
    assert_eq!(told("> [!NOTE]\n> text\n"), ["2 Quote text"]);
}

#[test]
fn hostile_text_ends() {
    told(&"> ".repeat(20_000));
    told(&"- ".repeat(20_000));
    told(&"[".repeat(50_000));
    told(&"{%".repeat(50_000));
    told(&("{{<".repeat(100_000) + &"{%%}".repeat(100_000)));
    told(&"<q r".repeat(100_000));
    told(&"<placeholder> ".repeat(100_000));
    told(&"<div>".repeat(20_000));
    told(&"*a_ ".repeat(20_000));
}
