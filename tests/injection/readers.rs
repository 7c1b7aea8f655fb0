//! Readers of what is written, each looking for what its own kind of program would obey.

use std::collections::BTreeSet;
use std::io::Read;

use lol_html::{RewriteStrSettings, element, rewrite_str};
use pulldown_cmark::{Event, Options, Parser, Tag};
use quick_xml::events::Event as Xml;

use super::MARK;

/// A terminal and a build server find nothing to obey.
pub(crate) fn inert(text: &str, name: &str) {
    let steers = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t' | '\r')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(steers), "{name}: {:?}", text.chars().find(|c| steers(*c)));
    for line in text.lines() {
        assert!(!line.trim_start().starts_with("::"), "{name}: a command of GitHub: {line}");
        assert!(!line.contains("##vso[") && !line.contains("##["), "{name}: a command of Azure: {line}");
    }
}

/// Without the colours that we set ourselves.
pub(crate) fn without_colour(text: &str) -> String {
    regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap().replace_all(text, "").into_owned()
}

/// No element, handler or link is there for a payload.
pub(crate) fn html(text: &str, name: &str) {
    let mut wrong = Vec::new();
    let look = element!("*", |element| {
        let tag = element.tag_name();
        for attribute in element.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            let leads = matches!(key.as_str(), "href" | "src" | "action" | "srcdoc" | "style");
            let obeys =
                key.starts_with("on") || leads && (value.contains("javascript:") || value.contains("evil.example"));
            if obeys || key.contains(MARK) || tag.contains(MARK) {
                wrong.push(format!("<{tag} {key}={value}>"));
            }
        }
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(look);
    rewrite_str(text, settings).unwrap();
    assert!(wrong.is_empty(), "{name}: {wrong:?}");
    let lower = text.to_lowercase();
    for begun in ["<script>zqx", "<img src=x", "<svg/onload", "<h1>zqx", "{{ zqx }}{{"] {
        assert!(!lower.contains(begun), "{name}: {begun}");
    }
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{2066}']), "{name}");
}

/// No HTML, link or image is there for a payload, and none ends a table.
pub(crate) fn markdown(text: &str, name: &str) {
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => assert!(!html.contains(MARK), "{name}: {html}"),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                assert!(!dest_url.contains("evil.example") && !dest_url.contains("javascript:"), "{name}: {dest_url}");
            }
            _ => {}
        }
    }
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{2066}']), "{name}");
}

/// No cell begins as a formula does.
pub(crate) fn csv(text: &str, name: &str) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    for row in reader.records() {
        for cell in &row.unwrap() {
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell}");
        }
    }
}

/// It is well-formed, and no element or attribute is there for a payload.
pub(crate) fn xml(text: &str, name: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
            Xml::Eof => break,
            Xml::Start(start) | Xml::Empty(start) => {
                assert!(!format!("{:?}", start.name()).contains(MARK), "{name}");
                for attribute in start.attributes() {
                    let attribute = attribute.unwrap_or_else(|error| panic!("{name}: {error}"));
                    assert!(!format!("{:?}", attribute.key).contains(MARK), "{name}");
                }
            }
            Xml::GeneralRef(reference) => assert!(!format!("{reference:?}").contains(MARK), "{name}"),
            _ => {}
        }
    }
    let allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(allowed), "{name}: a character that XML does not allow");
}

/// Every part is well-formed; no formula and no link outwards is there for a payload.
pub(crate) fn office(bytes: &[u8], name: &str) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut found = false;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let place = format!("{name}: {}", part.name().unwrap());
        let mut text = String::new();
        if part.read_to_string(&mut text).is_err() || !(place.ends_with(".xml") || place.ends_with(".rels")) {
            continue;
        }
        found |= text.contains(MARK);
        xml(&text, &place);
        let formula =
            text.split("<f>").skip(1).any(|rest| rest.split("</f>").next().unwrap_or_default().contains(MARK));
        assert!(!formula, "{place}: a formula");
        assert!(!place.ends_with(".rels") || !text.contains(MARK), "{place}: a link");
    }
    assert!(found, "no payload came as far as {name}");
}

/// Each line is one command, of a known kind, and its properties end where they should.
pub(crate) fn annotations(text: &str, name: &str) {
    let github =
        regex::Regex::new(r"^::(error|warning|notice)( [a-zA-Z]+=[^,:\r\n]*(,[a-zA-Z]+=[^,:\r\n]*)*)?::").unwrap();
    let azure = regex::Regex::new(r"^##vso\[task\.(logissue|complete)[ \]]").unwrap();
    for line in text.lines().filter(|line| line.contains(MARK) || line.contains("::") || line.contains("##")) {
        assert!(github.is_match(line) || azure.is_match(line), "{name}: {line}");
        assert_eq!(line.matches("##").count(), usize::from(line.starts_with("##")), "{name}: {line}");
    }
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{name}");
}

/// Only properties that we write, and every component closed.
pub(crate) fn calendar(text: &str) {
    let text = text.replace("\r\n ", "");
    let mut names = BTreeSet::new();
    for line in text.split("\r\n").filter(|line| !line.is_empty()) {
        assert!(!line.contains(['\n', '\r', '\u{1b}', '\u{7}']), "{line:?}");
        names.insert(line.split([':', ';']).next().unwrap().to_owned());
        assert!(
            !line.starts_with("BEGIN:") || ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "BEGIN:VALARM"].contains(&line),
            "{line}"
        );
    }
    for name in &names {
        assert!(
            name.chars().all(|c| c.is_ascii_uppercase() || c == '-') && name != "ATTACH" && name != "URL",
            "{name}"
        );
    }
    for component in ["VEVENT", "VCALENDAR"] {
        let count = |word: &str| text.matches(&format!("{word}:{component}\r\n")).count();
        assert_eq!(count("BEGIN"), count("END"), "{component}");
    }
}
