//! Files of every format, made from a seed: the same number gives the same bytes.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What documents are about, so that they are taken for something.
const MATTERS: [&str; 12] = [
    "incident management procedure",
    "change management policy",
    "capacity plan",
    "supplier contract",
    "service level agreement",
    "release and deployment procedure",
    "information security policy",
    "minutes of the management review",
    "problem management procedure",
    "service continuity plan",
    "training record",
    "business relationship meeting",
];
const TEAMS: [&str; 9] =
    ["network", "workplace", "hosting", "billing", "payroll", "clinic", "campus", "depot", "harbour"];
const SENTENCES: [&str; 16] = [
    "Every incident is recorded, classified and given a priority by the service desk.",
    "Changes are assessed for risk, approved by the change advisory board and reviewed after they were made.",
    "The plan is reviewed every quarter by the service owner and approved by the head of operations.",
    "Suppliers report on their service levels each month, and breaches are followed up within ten days.",
    "Nobody has to be told twice where the spare keys of the cabinet are kept.",
    "Customers are asked once a year how satisfied they are, and what they say is discussed in a meeting.",
    "A major incident is declared by the duty manager, who informs the top management at once.",
    "The budget is compared with the actual costs, and differences above five percent are explained.",
    "Backups are restored on trial twice a year, and the result of the test is kept as a record.",
    "We do not yet measure the availability of the service from the customer's side.",
    "New staff are trained in the first month, and evidence of their competence is kept on file.",
    "The lift in building two is slow, which is why most of us take the stairs.",
    "Der Bereitschaftsdienst meldet schwere Störungen der Leitung und schreibt sie auf.",
    "Les demandes de service sont enregistrées, classées et suivies jusqu'à leur clôture.",
    "Configuration items are checked against what is installed, and deviations are corrected.",
    "Releases are tested, accepted by the customer and can be taken back if they fail.",
];

/// Numbers that look random and are always the same.
struct Seed(u64);

impl Seed {
    fn new(number: usize) -> Self {
        Self((number as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }
}

/// A name for the file of a number, in some folder.
pub(crate) fn path(number: usize, ending: &str) -> String {
    let mut seed = Seed::new(number);
    let team = TEAMS[seed.below(TEAMS.len())];
    format!("{:02} {team}/{:03}/{} {number}.{ending}", number % 17, number / 500, title(number))
}

fn title(number: usize) -> String {
    let mut seed = Seed::new(number ^ 0x5555);
    let matter = MATTERS[seed.below(MATTERS.len())];
    format!("{}{} {}", matter[..1].to_uppercase(), &matter[1..], TEAMS[seed.below(TEAMS.len())])
}

/// Headings and paragraphs, about so many characters.
fn paragraphs(number: usize, characters: usize) -> Vec<(bool, String)> {
    let mut seed = Seed::new(number);
    let mut found = vec![(true, title(number))];
    let mut written = 0;
    while written < characters {
        if seed.below(5) == 0 {
            found.push((true, format!("{} of the {}", seed.below(9), MATTERS[seed.below(MATTERS.len())])));
        }
        let mut text = String::new();
        for _ in 0..2 + seed.below(4) {
            let _ = write!(text, "{} ", SENTENCES[seed.below(SENTENCES.len())]);
        }
        let _ = write!(text, "See {} {}.", TEAMS[seed.below(TEAMS.len())], seed.below(900));
        written += text.len();
        found.push((false, text));
    }
    found
}

/// The bytes of a file of some ending.
pub(crate) fn bytes(number: usize, ending: &str, characters: usize) -> Vec<u8> {
    match ending {
        "docx" => docx(number, characters),
        "pptx" => pptx(number, characters),
        "xlsx" => xlsx(number, characters),
        "pdf" => pdf(number, characters),
        "html" => html(number, characters),
        "csv" => csv(number, characters),
        _ => markdown(number, characters),
    }
}

fn markdown(number: usize, characters: usize) -> Vec<u8> {
    let mut seed = Seed::new(number);
    let mut text = format!(
        "---\ntitle: {}\nowner: Ada Smith\nversion: 1.{}\napproved: 2026-0{}-1{}\n---\n\n",
        title(number),
        seed.below(30),
        1 + seed.below(9),
        seed.below(9)
    );
    for (heading, paragraph) in paragraphs(number, characters) {
        let _ = write!(text, "{}{paragraph}\n\n", if heading { "## " } else { "" });
    }
    text.into_bytes()
}

fn html(number: usize, characters: usize) -> Vec<u8> {
    let mut text = format!("<!doctype html><html><head><title>{}</title></head><body>", title(number));
    for (heading, paragraph) in paragraphs(number, characters) {
        let tag = if heading { "h2" } else { "p" };
        let _ = writeln!(text, "<{tag} class=\"c\">{paragraph}</{tag}>");
    }
    (text + "</body></html>").into_bytes()
}

/// Rows of a list of incidents.
fn rows(number: usize, characters: usize) -> impl Iterator<Item = [String; 6]> {
    let mut seed = Seed::new(number);
    (0..(characters / 100).max(3)).map(move |row| {
        let day = |at: usize| format!("2026-0{}-{:02}", 1 + at % 9, 1 + at % 28);
        let opened = seed.below(200);
        [
            format!("INC{number:06}{row:04}"),
            day(opened),
            (1 + seed.below(4)).to_string(),
            TEAMS[seed.below(TEAMS.len())].to_owned(),
            "closed".to_owned(),
            day(opened + seed.below(3)),
        ]
    })
}

const HEADINGS: [&str; 6] = ["Number", "Opened", "Priority", "Service", "State", "Closed"];

fn csv(number: usize, characters: usize) -> Vec<u8> {
    let mut text = HEADINGS.join(",") + "\n";
    rows(number, characters).for_each(|row| text += &(row.join(",") + "\n"));
    text.into_bytes()
}

fn zip(parts: &[(String, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part");
        writer.write_all(text.as_bytes()).expect("its text");
    }
    writer.finish().expect("a file").into_inner()
}

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relations(links: &[(&str, &str, String)]) -> String {
    let links: String = links
        .iter()
        .map(|(id, kind, target)| format!("<Relationship Id=\"{id}\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/>"))
        .collect();
    let space = "http://schemas.openxmlformats.org/package/2006/relationships";
    format!("<?xml version=\"1.0\"?><Relationships xmlns=\"{space}\">{links}</Relationships>")
}

fn types(parts: &[(&str, &str)]) -> (String, String) {
    let space = "http://schemas.openxmlformats.org/package/2006/content-types";
    let mut text = format!(
        "<?xml version=\"1.0\"?><Types xmlns=\"{space}\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    for (part, kind) in parts {
        let kind = format!("application/vnd.openxmlformats-officedocument.{kind}+xml");
        let _ = write!(text, "<Override PartName=\"{part}\" ContentType=\"{kind}\"/>");
    }
    ("[Content_Types].xml".into(), text + "</Types>")
}

fn docx(number: usize, characters: usize) -> Vec<u8> {
    let mut body = String::new();
    for (heading, text) in paragraphs(number, characters) {
        let style = if heading { "<w:pPr><w:pStyle w:val=\"Heading2\"/></w:pPr>" } else { "" };
        // Word writes a sentence in pieces.
        let runs = text.split_inclusive(". ").map(|run| {
            format!("<w:r><w:rPr><w:lang w:val=\"en-GB\"/></w:rPr><w:t xml:space=\"preserve\">{run}</w:t></w:r>")
        });
        let _ = write!(body, "<w:p w:rsidR=\"00A7\" w:rsidRDefault=\"00B1\">{style}{}</w:p>", runs.collect::<String>());
    }
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document =
        format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>");
    zip(&[
        types(&[("/word/document.xml", "wordprocessingml.document.main")]),
        ("_rels/.rels".into(), relations(&[("a", "officeDocument", "word/document.xml".into())])),
        ("word/document.xml".into(), document),
    ])
}

fn pptx(number: usize, characters: usize) -> Vec<u8> {
    let spaces = format!(
        "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"{RELATION}\""
    );
    let mut parts = vec![("_rels/.rels".into(), relations(&[("a", "officeDocument", "ppt/presentation.xml".into())]))];
    let (mut list, mut links) = (String::new(), Vec::new());
    for (slide, chunk) in paragraphs(number, characters).chunks(4).enumerate() {
        let paragraph = |text: &str| format!("<a:p><a:r><a:t>{text}</a:t></a:r></a:p>");
        let body: String = chunk.iter().map(|(_, text)| paragraph(text)).collect();
        let shape = format!(
            "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"x\"/><p:cNvSpPr/><p:nvPr><p:ph type=\"body\" idx=\"1\"/></p:nvPr>\
             </p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>{body}</p:txBody></p:sp>"
        );
        let group = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>";
        let text = format!("<p:sld {spaces}><p:cSld><p:spTree>{group}{shape}</p:spTree></p:cSld></p:sld>");
        parts.push((format!("ppt/slides/slide{slide}.xml"), text));
        let _ = write!(list, "<p:sldId id=\"{}\" r:id=\"s{slide}\"/>", 256 + slide);
        links.push((format!("s{slide}"), format!("slides/slide{slide}.xml")));
    }
    let main = format!("<p:presentation {spaces}><p:sldIdLst>{list}</p:sldIdLst></p:presentation>");
    parts.push(("ppt/presentation.xml".into(), main));
    let links: Vec<_> = links.iter().map(|(id, target)| (id.as_str(), "slide", target.clone())).collect();
    parts.push(("ppt/_rels/presentation.xml.rels".into(), relations(&links)));
    parts.insert(0, types(&[("/ppt/presentation.xml", "presentationml.presentation.main")]));
    zip(&parts)
}

fn xlsx(number: usize, characters: usize) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write(0, column, heading).expect("a cell");
    }
    for (row, cells) in (1..).zip(rows(number, characters)) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// Forty lines of text a page, in a font that every reader has.
pub(crate) fn pdf(number: usize, characters: usize) -> Vec<u8> {
    let mut lines: Vec<String> = Vec::new();
    for (_, text) in paragraphs(number, characters) {
        let words: Vec<&str> = text.split(' ').filter(|word| word.is_ascii()).collect();
        lines.extend(words.chunks(13).map(|words| words.join(" ")));
        lines.push(String::new());
    }
    let pages: Vec<&[String]> = lines.chunks(40).collect();
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let mut object = |file: &mut Vec<u8>, text: &str| {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{text}\nendobj\n", places.len());
    };
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", 4 + page * 2)).collect();
    object(&mut file, "<< /Type /Catalog /Pages 2 0 R >>");
    object(&mut file, &format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()));
    object(&mut file, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    for (page, lines) in pages.iter().enumerate() {
        let body = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {} 0 R >>",
            5 + page * 2
        );
        object(&mut file, &body);
        let shown = lines.iter().map(|line| format!("({}) Tj T*\n", line.replace(['(', ')', '\\'], "")));
        let stream = format!("BT /F 10 Tf 14 TL 50 790 Td\n{}ET", shown.collect::<String>());
        object(&mut file, &format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()));
    }
    let (table, count) = (file.len(), places.len() + 1);
    let _ = write!(file, "xref\n0 {count}\n0000000000 65535 f \n");
    places.iter().for_each(|place| drop(writeln!(file, "{place:010} 00000 n ")));
    let _ = write!(file, "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    file
}
