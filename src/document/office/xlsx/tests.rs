//! Excel files built in memory, a feature each.

use super::super::super::Content;
use super::super::testing::{lines, rels, zip};
use super::*;

const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd\\ hh:mm'/></numFmts>
    <cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>
    <cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='10'/></cellXfs></styleSheet>";
const STRINGS: &str = "<sst><si><t>Owner</t></si><si><r><t>Rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh></si>
    <si><t>a_x000D_\nb _x0041_ _xyz</t></si></sst>";

/// A workbook of these sheets: name and rows.
fn xlsx(properties: &str, sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut list = String::new();
    let mut names = Vec::new();
    for (index, (name, _)) in sheets.iter().enumerate() {
        list += &format!("<sheet name='{name}' sheetId='{index}' state='hidden' r:id='r{index}'/>");
        names.push((format!("r{index}"), format!("worksheets/sheet{}.xml", index + 1)));
    }
    let links: Vec<_> = names.iter().map(|(id, target)| (id.as_str(), "worksheet", target.as_str())).collect();
    let links = rels(&links);
    let book = format!("<workbook>{properties}<sheets>{list}</sheets></workbook>");
    let root = rels(&[("r", "officeDocument", "/xl/workbook.xml")]);
    let sheets: Vec<_> = sheets.iter().map(|(_, rows)| format!("<worksheet>{rows}</worksheet>")).collect();
    let paths: Vec<_> = names.iter().map(|(_, target)| format!("xl/{target}")).collect();
    let mut parts = vec![
        ("_rels/.rels", root.as_str()),
        ("xl/_rels/workbook.xml.rels", &links),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", STRINGS),
    ];
    parts.extend(paths.iter().zip(&sheets).map(|(path, sheet)| (path.as_str(), sheet.as_str())));
    parts.push(("xl/workbook.xml", &book));
    zip(&parts)
}

fn read_sheet(rows: &str) -> Vec<String> {
    lines(&read(&xlsx("", &[("S", rows)]), Limits::default()))
}

#[test]
fn cells_of_every_kind_are_read() {
    let rows = "<sheetData><row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='s'><v>1</v></c><c t='s'><v>2</v></c>
        <c t='inlineStr'><is><t>in</t></is></c><c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c><c s='9'/></row>
        <row><c><f>A1*2</f><v>0.30000000000000004</v></c><c t='str'><f>x</f><v>res ult</v></c><c s='1'><v>46348</v></c>
        <c s='2'><v>46348.586805555555</v></c><c s='3'><v>0.999</v></c><c t='d'><v>2026-11-22T00:00:00</v></c>
        <c t='s'><v>99</v></c></row></sheetData>";
    assert_eq!(
        read_sheet(rows),
        [
            "t[S] 2:Owner||Rich text|a b A _xyz|in|TRUE|#N/A / 3:0.3|res ult|2026-11-22|2026-11-22T14:05|99.9 %|2026-11-22"
        ]
    );
}

#[test]
fn every_sheet_is_a_table_in_its_place() {
    let one = "<sheetData><row r='1'><c r='B1'><v>1</v></c></row></sheetData>";
    let none = "<sheetData><row r='1'><c r='B1' s='1'/></row></sheetData>";
    let reading = read(
        &xlsx("<workbookPr date1904='1'/>", &[("A &amp; B", one), ("Empty", none), ("C", one)]),
        Limits::default(),
    );
    assert_eq!(lines(&reading), ["t[A & B] 1:|1", "t[C] 1:|1"]);
    assert_eq!(reading.document.blocks[0].place.sheet.as_deref(), Some("A & B"));
}

#[test]
fn days_may_be_counted_from_1904() {
    let rows = "<sheetData><row><c s='1'><v>44886</v></c></row></sheetData>";
    let reading = read(&xlsx("<workbookPr date1904='true'/>", &[("S", rows)]), Limits::default());
    assert_eq!(lines(&reading), ["t[S] 1:2026-11-22"]);
}

#[test]
fn gaps_are_one_empty_row_and_merged_rows_are_repeated() {
    let rows = "<sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>
        <row r='2'><c r='B2'><v>3</v></c></row><row r='9'><c r='C9'><v>4</v></c></row></sheetData>
        <mergeCells><mergeCell ref='A1:A5'/><mergeCell ref='B9:XFD1048576'/><mergeCell ref='bad'/></mergeCells>";
    assert_eq!(read_sheet(rows), ["t[S] 1:1|2 / 2:1|3 / 3: / 9:||4"]);
}

#[test]
fn a_cut_file_gives_the_sheets_it_still_has() {
    let rows = "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c></row></sheetData>";
    let whole = xlsx("", &[("S", rows)]);
    let end = whole.windows(15).position(|window| window == b"xl/workbook.xml").expect("its header") - 30;
    let reading = read(&whole[..end], Limits::default());
    assert_eq!(lines(&reading), ["t[sheet1] 1:Owner"]);
    assert!(!reading.problems.is_empty());

    let reading = read(&zip(&[("xl/workbook.xml", "<workbook><sheets/></workbook>")]), Limits::default());
    assert_eq!(reading.unread.as_deref(), Some("corrupt: the main part is missing"));
}

#[test]
fn limits_hold() {
    let row = "<row><c r='XFD1'><v>1</v></c></row>".repeat(100);
    let sheet = format!("<sheetData>{row}</sheetData>");
    let limits = Limits { cells: 100_000, ..Limits::default() };
    let reading = read(&xlsx("", &[("S", &sheet)]), limits);
    assert_eq!(reading.problems, ["too many cells: what follows was left out"]);

    let shared = "<row><c t='s'><v>1</v></c></row>".repeat(100);
    let sheet = format!("<sheetData>{shared}</sheetData>");
    let limits = Limits { text_bytes: 90, ..Limits::default() };
    let reading = read(&xlsx("", &[("S", &sheet)]), limits);
    assert_eq!(reading.problems, ["too much text: what follows was left out"]);
    let Content::Table(table) = &reading.document.blocks[0].content else { panic!("a table") };
    assert_eq!(table.rows.len(), 10);
}
