//! OpenDocument texts built in memory, a feature each.

use super::super::testing::{lines, property, zip};
use super::*;

const AUTOMATIC: &str = "<office:automatic-styles>
    <style:style style:name='P1' style:family='paragraph' style:parent-style-name='Own'/>
    <style:style style:name='P2' style:family='paragraph'><style:paragraph-properties fo:break-before='page'/></style:style>
    </office:automatic-styles>";

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content>{AUTOMATIC}<office:body><office:text>{body}</office:text></office:body>
         </office:document-content>"
    );
    let styles = "<office:document-styles><office:styles>
        <style:style style:name='Own' style:family='paragraph' style:default-outline-level='2'/>
        <style:style style:name='Loop' style:family='paragraph' style:parent-style-name='Loop'/></office:styles>
        <office:master-styles><style:master-page style:name='Standard'>
        <style:header><text:p>ITSM-001<draw:custom-shape draw:name='PowerPlusWaterMarkObject'><text:p>DRAFT</text:p>
        </draw:custom-shape></text:p></style:header><style:header-left style:display='false'><text:p>no</text:p>
        </style:header-left><style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>
        </style:master-page><style:master-page style:name='Other'><style:header><text:p>ITSM-001</text:p></style:header>
        </style:master-page></office:master-styles></office:document-styles>";
    let meta = "<office:document-meta><office:meta><meta:initial-creator>Ann</meta:initial-creator>
        <meta:document-statistic meta:page-count='3'/></office:meta></office:document-meta>";
    zip(&[("content.xml", content.as_str()), ("styles.xml", styles), ("meta.xml", meta)])
}

fn read_body(body: &str) -> Reading {
    let mut reading = read(&odt(body), Limits::default());
    let margin = |block: &Block| {
        matches!(block.content, super::super::super::Content::Text(Role::Header | Role::Footer | Role::Watermark, _))
    };
    reading.document.blocks.retain(|block| !margin(block));
    reading
}

#[test]
fn headings_lists_and_paragraphs_are_told_apart() {
    let body = "<text:h text:outline-level='1'>Plan</text:h><text:p text:style-name='P1'>By style</text:p>
        <text:p text:style-name='Loop'>a<text:s text:c='400000000'/>b<text:tab/>c<text:line-break/>d<text:span>e</text:span></text:p>
        <text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two</text:p></text:list-item>
        </text:list></text:list-item></text:list><text:p text:style-name='Quotations'>q</text:p>";
    let reading = read_body(body);
    assert_eq!(lines(&reading), ["h1 Plan", "h2 By style", "p a b c de", "li one", "li two", "quote q"]);
    assert_eq!(reading.document.blocks[2].place.heading, ["Plan", "By style"]);
    assert_eq!(reading.document.blocks[2].place.page, None);
}

#[test]
fn what_is_not_shown_is_left_out() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>
        </text:changed-region></text:tracked-changes><text:sequence-decls><text:p>no</text:p></text:sequence-decls>
        <text:p>kept<text:change text:change-id='1'/><office:annotation><dc:creator>Bo</dc:creator><text:p>no</text:p>
        </office:annotation></text:p><text:section text:display='none'><text:p>no</text:p></text:section>
        <text:section><text:p>in a section</text:p></text:section>
        <text:table-of-content><text:table-of-content-source><text:index-title-template>no</text:index-title-template>
        </text:table-of-content-source><text:index-body><text:index-title><text:p>Contents</text:p></text:index-title>
        <text:p>Scope 1</text:p></text:index-body></text:table-of-content>";
    assert_eq!(lines(&read_body(body)), ["p kept", "p in a section", "pointer Contents", "pointer Scope 1"]);
}

#[test]
fn notes_and_boxes_follow_their_paragraph() {
    let body =
        "<text:p>Text<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See annex.</text:p>
        </text:note-body></text:note> goes on<draw:frame><draw:text-box><text:p>Box</text:p></draw:text-box>
        <svg:desc>no</svg:desc></draw:frame></text:p><draw:g><draw:rect><text:p>Drawn</text:p></draw:rect></draw:g>";
    assert_eq!(lines(&read_body(body)), ["p Text goes on", "note See annex.", "aside Box", "aside Drawn"]);
}

#[test]
fn headers_and_footers_stand_once() {
    let reading = read(&odt("<text:p>Text</text:p>"), Limits::default());
    assert_eq!(lines(&reading), ["header ITSM-001", "watermark DRAFT", "p Text", "footer Page 1"]);
    assert_eq!(property(&reading, "initial-creator").map(|property| property.value.as_str()), Some("Ann"));
    assert_eq!(property(&reading, "Pages").map(|property| property.value.as_str()), Some("3"));
}

#[test]
fn tables_are_grids() {
    let cell = |attributes: &str, text: &str| format!("<table:table-cell {attributes}>{text}</table:table-cell>");
    let nested =
        "<text:p>a</text:p><text:p>b</text:p><table:table><table:table-row><table:table-cell><text:p>x</text:p>
        </table:table-cell><table:table-cell/></table:table-row></table:table>";
    let body = format!(
        "<text:p text:style-name='Caption'>Table 1</text:p><table:table table:name='T1'><table:table-column/>
         <table:table-header-rows><table:table-row>{}<table:covered-table-cell/></table:table-row></table:table-header-rows>
         <table:table-row>{}{}</table:table-row><table:table-row><table:covered-table-cell/>{}</table:table-row></table:table>
         <table:table><table:table-row>{}</table:table-row></table:table>",
        cell("table:number-columns-spanned='2'", "<text:p>Wide</text:p>"),
        cell("table:number-rows-spanned='2'", "<text:p>P1</text:p>"),
        cell("", nested),
        cell("", "<text:p>c</text:p>"),
        cell("", "<text:h text:outline-level='3'>Framed</text:h>"),
    );
    assert_eq!(
        lines(&read_body(&body)),
        ["aside Table 1", "t[Table 1] 1:Wide| / 2:P1|a b / 3:P1|c", "t[] 1:x|", "h3 Framed"]
    );
}

#[test]
fn pages_are_counted_where_breaks_are_known() {
    let body = "<text:p>one</text:p><text:p>still <text:soft-page-break/>one</text:p><text:p>two</text:p>
        <text:p text:style-name='P2'>three</text:p>";
    let pages: Vec<_> = read_body(body).document.blocks.iter().map(|block| block.place.page).collect();
    assert_eq!(pages, [Some(1), Some(1), Some(2), Some(3)]);
}

#[test]
fn damage_is_said() {
    let reading = read(&odt("<text:p>one</text:p><text:p>two</text:x>"), Limits::default());
    assert_eq!(lines(&reading)[2..4], ["p one", "p two"]);
    assert_eq!(reading.problems, ["content.xml: not well-formed, read as far as possible"]);
    assert!(read(&zip(&[("content.xml", "")]), Limits::default()).unread.is_some());
    let deep = read(&odt(&"<text:list><text:list-item>".repeat(50_000)), Limits::default());
    assert!(deep.problems[0].contains("nested too deeply"));
}
