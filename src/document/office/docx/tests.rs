//! Word files built in memory, a feature each.

use super::super::super::{Reading, Source};
use super::super::testing::{lines, property, rels, zip};
use super::*;

const STYLES: &str = "<styles>
  <style styleId='berschrift1'><name val='heading 1'/><pPr><outlineLvl val='0'/></pPr></style>
  <style styleId='Own'><name val='Our heading'/><basedOn val='berschrift1'/></style>
  <style styleId='Loop'><name val='a'/><basedOn val='Loop'/></style>
  <style styleId='TOC1'><name val='toc 1'/></style>
  <style styleId='TOCHead'><name val='TOC Heading'/><basedOn val='berschrift1'/><pPr><outlineLvl val='9'/></pPr></style>
  <style styleId='Bullet'><name val='Bullet'/><pPr><numPr><numId val='3'/></numPr></pPr></style>
  <style styleId='Caption'><name val='caption'/></style>
  <style styleId='Title'><name val='Title'/></style></styles>";

/// A Word file with this body and more parts.
fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let main = format!("<w:document><w:body>{body}</w:body></w:document>");
    let links = rels(&[
        ("s", "styles", "styles.xml"),
        ("n", "footnotes", "footnotes.xml"),
        ("h1", "header", "header1.xml"),
        ("h2", "header", "header2.xml"),
        ("f1", "footer", "footer1.xml"),
        ("d1", "diagramData", "diagrams/data1.xml"),
    ]);
    let root = rels(&[("r", "officeDocument", "word/main.xml")]);
    let mut parts =
        vec![("_rels/.rels", root.as_str()), ("word/main.xml", &main), ("word/_rels/main.xml.rels", &links)];
    parts.push(("word/styles.xml", STYLES));
    parts.extend(more);
    zip(&parts)
}

fn read_body(body: &str) -> Reading {
    read(&docx(body, &[]), Limits::default())
}

fn p(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

#[test]
fn headings_come_from_styles_and_outline_levels() {
    let direct = "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>Direct</w:t></w:r></w:p>";
    let body = [p("Title", "Plan"), p("Own", "Scope"), direct.into(), p("Loop", "text"), p("Heading3", "By id")];
    let reading = read_body(&body.concat());
    assert_eq!(lines(&reading), ["h1 Plan", "h1 Scope", "h2 Direct", "p text", "h3 By id"]);
    assert_eq!(reading.document.blocks[3].place.heading, ["Scope", "Direct"]);
    assert_eq!(reading.document.blocks[3].place.page, None);
}

#[test]
fn headings_carry_the_numbers_that_word_shows() {
    let level = |index: u8, text: &str, style: &str| {
        format!(
            "<w:lvl w:ilvl='{index}'><w:start w:val='1'/><w:numFmt w:val='decimal'/>{style}<w:lvlText w:val='{text}'/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering><w:abstractNum w:abstractNumId='7'>{}{}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/>
         </w:num><w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/>
         </w:lvlOverride></w:num></w:numbering>",
        level(0, "%1", "<w:pStyle w:val='H1'/>"),
        level(1, "%1.%2.", "<w:pStyle w:val='H2'/>")
    );
    let style = |id: &str, level: u8| {
        format!(
            "<w:style w:styleId='{id}'><w:name w:val='heading {level}'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        )
    };
    let styles = format!("<w:styles>{}{}</w:styles>", style("H1", 1), style("H2", 2));
    let out = "<w:p><w:pPr><w:pStyle w:val='H1'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr><w:r><w:t>Annex</w:t></w:r></w:p>";
    let again = "<w:p><w:pPr><w:pStyle w:val='H1'/><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr><w:r><w:t>Again</w:t></w:r></w:p>";
    let body =
        [p("H1", "Scope"), p("H2", "In"), p("H2", "Out"), p("H1", "Roles"), p("H2", "Owner"), out.into(), again.into()];
    let main = format!("<w:document><w:body>{}</w:body></w:document>", body.concat());
    let links = rels(&[("s", "styles", "styles.xml"), ("n", "numbering", "numbering.xml")]);
    let parts = [
        ("word/document.xml", main.as_str()),
        ("word/_rels/document.xml.rels", &links),
        ("word/styles.xml", &styles),
        ("word/numbering.xml", &numbering),
    ];
    let reading = read(&zip(&parts), Limits::default());
    assert_eq!(
        lines(&reading),
        ["h1 1 Scope", "h2 1.1. In", "h2 1.2. Out", "h1 2 Roles", "h2 2.1. Owner", "h1 Annex", "h1 1 Again"]
    );
}

#[test]
fn lists_are_told_from_paragraphs() {
    let out = "<w:p><w:pPr><w:pStyle w:val='Bullet'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr>
        <w:r><w:t>out</w:t></w:r></w:p>";
    let own = "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>
        <w:r><w:t>own</w:t></w:r></w:p>";
    let reading = read_body(&[p("Bullet", "one").as_str(), own, out].concat());
    assert_eq!(lines(&reading), ["li one", "li own", "p out"]);
}

#[test]
fn what_word_does_not_show_is_left_out() {
    let reading = read_body(
        "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:t>no</w:t><w:delText>no</w:delText></w:r></w:del>
         <w:moveFrom><w:r><w:t>no</w:t></w:r></w:moveFrom><w:ins><w:r><w:t xml:space='preserve'> new</w:t></w:r></w:ins>
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>
         <w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
         <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>
         <w:r><w:tab/><w:t>tab</w:t><w:br/><w:t>break</w:t><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>
         <mc:AlternateContent><mc:Choice><w:r><w:t>a</w:t></w:r></mc:Choice><mc:Choice><w:r><w:t>c</w:t></w:r></mc:Choice>
         <mc:Fallback><w:r><w:t>b</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>
         <w:p><w:sdt><w:sdtPr><w:showingPlcHdr/><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:r><w:t>[Owner]</w:t></w:r>
         </w:sdtContent></w:sdt></w:p><w:sdt><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    );
    assert_eq!(lines(&reading), ["p kept new7 tab break☑a", "p [Owner]", "p in a control"]);
}

#[test]
fn a_field_without_end_hides_nothing_after_its_paragraph() {
    let reading = read_body(&format!(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>REF</w:instrText><w:t>code</w:t></w:r></w:p>{}",
        p("", "after")
    ));
    assert_eq!(lines(&reading), ["p after"]);
}

#[test]
fn contents_are_pointers() {
    let body = format!(
        "{}<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText> TOC \\o </w:instrText>
         <w:fldChar w:fldCharType='separate'/><w:t>Scope 1</w:t></w:r></w:p>{}{}",
        p("TOCHead", "Contents"),
        p("", "Roles 2"),
        p("TOC1", "Last 3") + &p("Own", "Scope") + &p("", "text")
    );
    assert_eq!(
        lines(&read_body(&body)),
        ["pointer Contents", "pointer Scope 1", "pointer Roles 2", "pointer Last 3", "h1 Scope", "p text"]
    );
}

#[test]
fn tables_are_grids() {
    let two = "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc>";
    let body = [
        p("Caption", "Table 1 Roles"),
        format!("<w:tbl><w:tr>{}{}</w:tr>", cell("<w:gridSpan w:val='2'/>", "Wide"), cell("", "C")),
        format!("<w:tr>{}{two}{}</w:tr>", cell("<w:vMerge w:val='restart'/>", "P1"), cell("", "1")),
        format!("<w:tr>{}{}{}</w:tr>", cell("<w:vMerge/>", ""), cell("", "c"), cell("", "2")),
        format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>", cell("", "gone")),
    ];
    assert_eq!(
        lines(&read_body(&body.concat())),
        ["aside Table 1 Roles", "t[Table 1 Roles] 1:Wide||C / 2:P1|a b|1 / 3:P1|c|2"]
    );
}

#[test]
fn nested_tables_follow_and_a_single_cell_is_a_frame() {
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", "x"), cell("", "y"));
    let outer = format!("<w:tbl><w:tr><w:tc>{inner}{}</w:tc>{}</w:tr></w:tbl>", p("", "text"), cell("", "b"));
    assert_eq!(lines(&read_body(&outer)), ["t[] 1:text|b", "t[] 1:x|y"]);
    let frame = format!("<w:tbl><w:tr><w:tc>{}{inner}{}</w:tc></w:tr></w:tbl>", p("Own", "Head"), p("", "text"));
    let reading = read_body(&(frame + &p("", "after")));
    assert_eq!(lines(&reading), ["h1 Head", "t[] 1:x|y", "p text", "p after"]);
    assert_eq!(reading.document.blocks[3].place.heading, ["Head"]);
}

#[test]
fn notes_and_boxes_follow_their_paragraph() {
    let notes = "<w:footnotes><w:footnote w:id='-1' w:type='separator'><w:p/></w:footnote>
        <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/><w:t>See annex.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let data = "<dgm:dataModel><a:p><a:r><a:t>Step 1</a:t></a:r></a:p><a:p/></dgm:dataModel>";
    let body = "<w:p><w:r><w:t>Text</w:t><w:footnoteReference w:id='2'/><w:pict><v:shape><v:textbox><w:txbxContent>
        <w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>
        <w:drawing><dgm:relIds r:dm='d1'/></w:drawing></w:r></w:p>
        <w:p><w:r><w:t>Again</w:t><w:footnoteReference w:id='2'/></w:r></w:p>";
    let bytes = docx(body, &[("word/footnotes.xml", notes), ("word/diagrams/data1.xml", data)]);
    let reading = read(&bytes, Limits::default());
    assert_eq!(lines(&reading), ["p Text", "note See annex.", "aside In a box", "aside Step 1", "p Again"]);
}

#[test]
fn headers_footers_and_watermarks_stand_once() {
    let header = "<w:hdr><w:p><w:r><w:t>ITSM-001</w:t></w:r></w:p><w:sdt><w:sdtPr><w:docPartObj>
        <w:docPartGallery w:val='Watermarks'/></w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:pict><v:shape
        id='PowerPlusWaterMarkObject1'><v:textpath string='DRAFT'/></v:shape></w:pict></w:r></w:p></w:sdtContent></w:sdt>
        </w:hdr>";
    let first = "<w:hdr><w:p><w:r><w:t>not shown</w:t></w:r></w:p></w:hdr>";
    let footer = "<w:ftr><w:p><w:r><w:drawing><wp:anchor><wp:docPr name='My Watermark'/><w:txbxContent><w:p><w:r>
        <w:t>OBSOLETE</w:t></w:r></w:p></w:txbxContent></wp:anchor></w:drawing><w:t>Page 1</w:t></w:r></w:p></w:ftr>";
    let section =
        "<w:sectPr><w:headerReference w:type='default' r:id='h1'/><w:headerReference w:type='first' r:id='h2'/>
        <w:footerReference w:type='default' r:id='f1'/></w:sectPr>";
    let body = format!("<w:p><w:pPr>{section}</w:pPr><w:r><w:t>Text</w:t></w:r></w:p>{section}");
    let parts = [("word/header1.xml", header), ("word/header2.xml", first), ("word/footer1.xml", footer)];
    let reading = read(&docx(&body, &parts), Limits::default());
    assert_eq!(
        lines(&reading),
        ["header ITSM-001", "watermark DRAFT", "p Text", "footer Page 1", "watermark OBSOLETE"]
    );
}

#[test]
fn pages_are_counted_where_breaks_are_known() {
    let drawn = |text: &str| format!("<w:p><w:r><w:lastRenderedPageBreak/><w:t>{text}</w:t></w:r></w:p>");
    let row = format!("<w:tc>{}</w:tc>", drawn("x"));
    let body = [
        p("", "one"),
        "<w:p><w:r><w:br w:type='page'/></w:r></w:p>".into(),
        drawn("two"),
        format!("<w:tbl><w:tr>{row}{row}{row}</w:tr></w:tbl>"),
        p("", "three"),
        drawn("four"),
    ];
    let reading = read_body(&body.concat());
    let pages: Vec<_> = reading.document.blocks.iter().map(|block| block.place.page).collect();
    assert_eq!(pages, [Some(1), Some(2), Some(2), Some(3), Some(4)]);

    let body = "<w:p><w:r><w:t>one</w:t><w:br w:type='page'/></w:r></w:p>";
    let app = "<Properties><Pages>9</Pages></Properties>";
    let reading = read(&docx(body, &[("docProps/app.xml", app)]), Limits::default());
    assert_eq!(reading.document.blocks[0].place.page, None);
}

#[test]
fn properties_have_their_source() {
    let core = "<cp:coreProperties><dc:title>Plan</dc:title><dc:creator>Ann &amp; Bo</dc:creator></cp:coreProperties>";
    let app = "<Properties><Company>Tide</Company><Words>7</Words></Properties>";
    let custom = "<Properties><property name='Document Owner'><vt:lpwstr>Ann</vt:lpwstr></property>
        <property name='Tags'><vt:vector><vt:lpwstr>a</vt:lpwstr><vt:lpwstr>b</vt:lpwstr></vt:vector></property></Properties>";
    let parts = [("docProps/core.xml", core), ("docProps/app.xml", app), ("docProps/custom.xml", custom)];
    let reading = read(&docx("", &parts), Limits::default());
    for (name, value, source) in [
        ("creator", "Ann & Bo", Source::Meta),
        ("Company", "Tide", Source::Meta),
        ("Document Owner", "Ann", Source::Custom),
        ("Tags", "a; b", Source::Custom),
    ] {
        let property = property(&reading, name).expect(name);
        assert_eq!((property.value.as_str(), property.source), (value, source));
    }
    assert_eq!(property(&reading, "Words"), None);
}

#[test]
fn a_damaged_file_gives_what_could_be_read() {
    let whole = docx(&(p("", "one") + "<w:p><w:r><w:t>two</w:t></w:x>"), &[]);
    let reading = read(&whole, Limits::default());
    assert_eq!(lines(&reading), ["p one", "p two"]);
    assert_eq!(reading.problems, ["word/main.xml: not well-formed, read as far as possible"]);

    let cut = read(&whole[..whole.len() - 30], Limits::default());
    assert_eq!(lines(&cut), ["p one", "p two"]);
    assert!(cut.problems.iter().any(|problem| problem.contains("directory")));

    let empty = read(&zip(&[("a.txt", "x")]), Limits::default());
    assert_eq!(empty.unread.as_deref(), Some("corrupt: the main part is missing"));
    let none = read(&zip(&[("word/document.xml", "\0\0\0 no xml")]), Limits::default());
    assert!(none.document.blocks.is_empty());
}

#[test]
fn hostile_files_end_soon() {
    let bomb = docx(&p("", &" ".repeat(40 << 20)), &[]);
    let reading = read(&bomb, Limits::default());
    assert_eq!(reading.unread.as_deref(), Some("corrupt: word/main.xml: left out, inflates beyond the limit"));

    let deep = read_body(&(p("", "one") + &"<w:tbl><w:tr><w:tc>".repeat(100_000)));
    assert_eq!(lines(&deep), ["p one"]);
    assert_eq!(deep.problems, ["word/main.xml: nested too deeply, read as far as possible"]);

    let entities = "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><d><body><p><t>x&b;y</t></p></body></d>";
    let reading = read(&zip(&[("word/document.xml", entities)]), Limits::default());
    assert_eq!(lines(&reading), ["p xy"]);

    let limits = Limits { text_bytes: 100, ..Limits::default() };
    let reading = read(&docx(&p("", "0123456789").repeat(50), &[]), limits);
    assert_eq!(reading.document.blocks.len(), 10);
    assert_eq!(reading.problems, ["too much text: what follows was left out"]);
}
