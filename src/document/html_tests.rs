//! Tests of the HTML reader.

use super::*;
use crate::document::{Content, Place};

fn told(page: &str) -> Vec<String> {
    let reading = read(page.as_bytes(), Limits::default());
    reading.document.blocks.iter().map(|block| show(&block.place, &block.content)).collect()
}

fn show(place: &Place, content: &Content) -> String {
    let line = place.line.unwrap_or(0);
    match content {
        Content::Heading(level, text) => format!("{line} h{level} {text}"),
        Content::Text(role, text) => format!("{line} {role:?} {text}"),
        Content::Table(table) => {
            let rows: Vec<_> = table.rows.iter().map(|row| format!("{}:{}", row.number, row.cells.join("|"))).collect();
            format!("{line} {:?} {}", table.name, rows.join(" / "))
        }
    }
}

#[test]
fn a_page() {
    let page = "<!doctype html><html lang=en><head><title>A &amp; B</title><meta name=author content='Ann'>\n\
        <style>p{}</style><script>var x='<p>no</p>';</script></head><body>\n\
        <nav><ul><li><a href=/>Home</a><li>Next</ul></nav>\n\
        <h1>Policy</h1>\n<!-- hidden -->\n<p>First <b>bold</b>\ntext.<p>Second<br>line.\n\
        <ul><li>one<li>two <a href=x>link</a><li><a href=y>only link</a></ul>\n\
        <blockquote><p>Said.</p></blockquote><pre>a\n  b</pre>\n\
        <dl><dt>RTO<dd>4 h</dl><footer>Imprint</footer></body></html>";
    assert_eq!(
        told(page),
        [
            "3 Pointer Home",
            "3 Pointer Next",
            "4 h1 Policy",
            "6 Paragraph First bold text.",
            "7 Paragraph Second",
            "7 Paragraph line.",
            "8 ListItem one",
            "8 ListItem two link",
            "8 Pointer only link",
            "9 Quote Said.",
            "9 Code a\n  b",
            "11 Paragraph RTO: 4 h",
            "11 Footer Imprint",
        ]
    );
    let properties = read(page.as_bytes(), Limits::default()).document.properties;
    let found: Vec<_> = properties.iter().map(|p| format!("{}={}", p.name, p.value)).collect();
    assert_eq!(found, ["lang=en", "title=A & B", "author=Ann"]);
}

#[test]
fn tables_with_spans() {
    let page = "<table><caption>SLA</caption>\n<tr><th>Service<th>Target<th>Met\n<tr><td rowspan=2>Web<td>99<td>yes\n\
        <tr><td>98<td>no\n<tr><td colspan=2>Total<td>1</table>";
    assert_eq!(told(page), ["1 Some(\"SLA\") 2:Service|Target|Met / 3:Web|99|yes / 4:Web|98|no / 5:Total||1"]);
}

#[test]
fn a_table_for_layout_is_text() {
    let page = "<table><tr><td><p>Dear all,</p><table><tr><td>a<td>b</table><p>Bye</p></table>";
    assert_eq!(told(page), ["1 None 1:a|b", "1 Paragraph Dear all,", "1 Paragraph Bye"]);
}

#[test]
fn hostile_pages_end() {
    let deep = "<div>".repeat(100_000);
    assert!(told(&deep).is_empty());
    let tables = "<table><tr><td>".repeat(20_000);
    assert!(told(&tables).is_empty());
    let spans = "<tr><td rowspan=65534 colspan=1000>x".repeat(2_000);
    told(&format!("<table>{spans}"));
    let items = "<li>x".repeat(50_000);
    assert_eq!(told(&items).len(), 50_000);
    told("<a <b <<>&&&;#x; <!-- <![CDATA[ </p></table></li>");
}
