//! PowerPoint files built in memory, a feature each.

use super::super::testing::{lines, rels, zip};
use super::*;

fn sp(placeholder: &str, paragraphs: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id='2' name='x'/><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>
         <p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>"
    )
}

fn para(text: &str) -> String {
    format!("<a:p><a:r><a:rPr/><a:t>{text}</a:t></a:r></a:p>")
}

/// A presentation of two slides, shown in the opposite order of their names.
fn pptx(first: &str, second: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let root = rels(&[("r", "officeDocument", "ppt/presentation.xml")]);
    let links = rels(&[("a", "slide", "slides/slide1.xml"), ("b", "slide", "slides/slide2.xml")]);
    let main = "<p:presentation><p:sldIdLst><p:sldId id='256' r:id='b'/><p:sldId id='257' r:id='a'/></p:sldIdLst>
        </p:presentation>";
    let notes = rels(&[("n", "notesSlide", "../notesSlides/n1.xml"), ("d", "diagramData", "../diagrams/data1.xml")]);
    let wrap = |shapes: &str| format!("<p:sld><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>");
    let (first, second) = (wrap(first), wrap(second));
    let mut parts = vec![
        ("_rels/.rels", root.as_str()),
        ("ppt/presentation.xml", main),
        ("ppt/_rels/presentation.xml.rels", &links),
        ("ppt/slides/slide2.xml", &first),
        ("ppt/slides/_rels/slide2.xml.rels", &notes),
        ("ppt/slides/slide1.xml", &second),
    ];
    parts.extend(more);
    zip(&parts)
}

#[test]
fn slides_come_in_the_order_shown_with_titles_first() {
    let body = "<a:p><a:r><a:t>One</a:t></a:r><a:br/><a:r><a:t>more</a:t></a:r></a:p>
        <a:p><a:pPr><a:buNone/></a:pPr><a:fld><a:t>Plain</a:t></a:fld></a:p>";
    let first = [
        sp("<p:ph type='body' idx='1'/>", body),
        sp("<p:ph type='title'/>", &para("Roles &amp; duties")),
        sp("<p:ph type='sldNum'/>", &para("1")),
        sp("<p:ph type='ftr'/>", &para("Internal")),
        format!("<p:grpSp>{}</p:grpSp>", sp("", &para("Box"))),
    ];
    let second = sp("<p:ph type='ctrTitle'/>", &para("Second")) + &sp("<p:ph type='ftr'/>", &para("Internal"));
    let reading = read(&pptx(&first.concat(), &second, &[]), Limits::default());
    assert_eq!(
        lines(&reading),
        ["h2 Roles & duties", "li One more", "p Plain", "footer Internal", "p Box", "h2 Second"]
    );
    let places: Vec<_> = reading.document.blocks.iter().map(|block| block.place.slide).collect();
    assert_eq!(places, [Some(1), Some(1), Some(1), Some(1), Some(1), Some(2)]);
    assert_eq!(reading.document.blocks[1].place.heading, ["Roles & duties"]);
    assert!(reading.document.blocks[5].place.heading.is_empty());
}

#[test]
fn tables_diagrams_and_notes_are_read() {
    let cell = |attributes: &str, text: &str| format!("<a:tc {attributes}><a:txBody>{}</a:txBody></a:tc>", para(text));
    let table = format!(
        "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tblPr/><a:tr>{}{}{}</a:tr><a:tr>{}{}{}</a:tr></a:tbl>
         </a:graphicData></a:graphic></p:graphicFrame>",
        cell("rowSpan='2'", "P1"),
        cell("gridSpan='2'", "wide"),
        cell("hMerge='1'", ""),
        cell("vMerge='1'", ""),
        cell("", "a"),
        cell("", "b")
    );
    let drawing = "<mc:AlternateContent><mc:Choice><p:graphicFrame><dgm:relIds r:dm='d'/></p:graphicFrame></mc:Choice>
        <mc:Fallback><p:sp/></mc:Fallback></mc:AlternateContent>";
    let notes = sp("<p:ph type='sldImg'/>", "") + &sp("<p:ph type='body'/>", &(para("Say this.") + &para("And that.")));
    let notes = format!("<p:notes><p:cSld><p:spTree>{notes}</p:spTree></p:cSld></p:notes>");
    let data = "<dgm:dataModel><dgm:t><a:p><a:r><a:t>Step</a:t></a:r></a:p></dgm:t></dgm:dataModel>";
    let parts = [("ppt/notesSlides/n1.xml", notes.as_str()), ("ppt/diagrams/data1.xml", data)];
    let reading = read(&pptx(&(table + drawing), "", &parts), Limits::default());
    assert_eq!(lines(&reading), ["t[] 1:P1|wide| / 2:P1|a|b", "p Step", "note Say this.", "note And that."]);
}

#[test]
fn limits_and_damage_are_said() {
    let whole = pptx(&sp("", &para("one")), &sp("", &para("two")), &[]);
    let reading = read(&whole, Limits { pages: 1, ..Limits::default() });
    assert_eq!(lines(&reading), ["p one"]);
    assert_eq!(reading.problems, ["more than 1 slides: what follows was left out"]);

    let reading = read(&pptx("<p:sp><p:txBody><a:p><a:r><a:t>cut", "</p:bad>", &[]), Limits::default());
    assert_eq!(lines(&reading), ["p cut"]);
    assert_eq!(reading.problems.len(), 2);

    let reading = read(&zip(&[("ppt/slides/slide1.xml", "<x><spTree/></x>")]), Limits::default());
    assert_eq!(reading.unread, None);
    assert!(read(&zip(&[("x", "")]), Limits::default()).unread.is_some());
}
