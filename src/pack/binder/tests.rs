//! Binders made from PDFs of all kinds, and read again: by lopdf, by the reader of documents, and by other
//! programs where there are any.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string, dictionary};
use pdfboss_text::{ReadingOrder, extract_spans};

use super::samples::{Sheet, bytes, document, encrypted, packed};
use super::{Binder, Order, bind};
use crate::assessment::Assessment;
use crate::document::Place;
use crate::evidence::Evidence;
use crate::pack::sha256;
use crate::report::binder::Why;
use crate::report::{Language, Words, sample};

type Files = BTreeMap<String, Vec<u8>>;

fn files<const N: usize>(files: [(&str, Vec<u8>); N]) -> Files {
    files.map(|(path, bytes)| (path.to_owned(), bytes)).into()
}

/// The sample, and these PDFs as evidence beside: each for the first two obligations, on its first page.
fn assessment(files: &Files) -> Assessment {
    let mut assessment = sample::assessment();
    let pdf = assessment.documents.iter().find(|document| document.path.ends_with(".pdf")).unwrap().clone();
    for document in &mut assessment.documents {
        document.sha256 = sha256(document.path.as_bytes());
    }
    for (path, bytes) in files {
        let mut document = pdf.clone();
        (document.path, document.sha256) = (path.clone(), sha256(bytes));
        assessment.documents.push(document);
        for finding in assessment.findings.iter_mut().take(2) {
            let place = Place { page: Some(1), ..Place::default() };
            let (path, rung) = (path.clone(), crate::catalogue::Rung::Documented);
            finding.evidence.push(Evidence { path, place, quote: "as agreed".into(), rung });
        }
    }
    assessment.documents.sort_by(|a, b| a.path.cmp(&b.path));
    assessment
}

fn bound(files: &Files, language: Language) -> Binder {
    let assessment = assessment(files);
    let document = |path: &str| Ok(files.get(path).cloned().unwrap_or_else(|| path.as_bytes().to_vec()));
    let words = Words::of(language);
    bind(&Order { assessment: &assessment, words, document: &document }).unwrap().unwrap()
}

fn read(binder: &Binder) -> (Document, Vec<ObjectId>) {
    let document = Document::load_mem(&binder.bytes).unwrap();
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    assert_eq!(pages.len(), binder.pages);
    (document, pages)
}

/// The text of each page, without white space.
fn texts(binder: &Binder) -> Vec<String> {
    let document = pdfboss_core::Document::load(binder.bytes.clone()).unwrap();
    let text = |index| {
        let spans = extract_spans(&document, &document.page(index).unwrap(), ReadingOrder::Content).unwrap();
        let words: String = spans.into_iter().map(|span| span.text).collect();
        words.chars().filter(|c| !c.is_whitespace()).collect()
    };
    (0..document.page_count()).map(text).collect()
}

/// The number of the first page that says this.
fn page_of(texts: &[String], said: &str) -> usize {
    let said: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    texts.iter().position(|text| text.contains(&said)).unwrap_or_else(|| panic!("no page says {said}: {texts:#?}"))
}

fn contents(document: &Document, page: ObjectId) -> Vec<Vec<u8>> {
    let ids = document.get_page_contents(page);
    ids.iter().map(|id| document.get_object(*id).unwrap().as_stream().unwrap().content.clone()).collect()
}

fn dictionary_of<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    document.dereference(object).unwrap().1.as_dict().unwrap()
}

#[test]
fn pages_are_carried_as_they_are_whatever_their_file_is_like() {
    let three = || (1..=3).map(|page| Sheet::plain(&format!("Page {page}"))).collect();
    let (mut plain, mut dense) = (document(three()), document(three()));
    let files = files([("10 Plain.pdf", bytes(&mut plain)), ("11 Packed.pdf", packed(&mut dense))]);
    let binder = bound(&files, Language::En);
    assert_eq!((binder.unbound.len(), binder.exhibits), (0, 7));
    let texts = texts(&binder);
    let (out, pages) = read(&binder);
    for (path, bytes) in &files {
        let first = page_of(&texts, &format!("{}…", &sha256(bytes)[..16]));
        let source = Document::load_mem(bytes).unwrap();
        for (at, page) in source.get_pages().into_values().enumerate() {
            let (own, bound) = (contents(&source, page), contents(&out, pages[first + at]));
            assert_eq!(bound[1..bound.len() - 1], own[..], "{path}, page {at}");
            let said = &texts[first + at];
            assert!(
                said.contains(&format!("Page{}", at + 1)) && said.contains(&format!("page{}of3", at + 1)),
                "{said}"
            );
            let node = out.get_dictionary(pages[first + at]).unwrap();
            assert_eq!(node.get(b"MediaBox").unwrap().as_array().unwrap().len(), 4);
            assert!(node.get(b"Resources").unwrap().as_dict().unwrap().has(b"Font"));
        }
        assert_eq!(texts.iter().filter(|text| text.contains(&sha256(bytes)[..16])).count(), 3, "{path} is bound once");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let files = files([("10 Plain.pdf", bytes(&mut document(vec![Sheet::plain("One")])))]);
    let (one, two) = (bound(&files, Language::En), bound(&files, Language::En));
    assert!(one.bytes == two.bytes);
    let german = bound(&files, Language::De);
    assert!(one.bytes != german.bytes);
    let texts = texts(&german);
    assert!(texts[0].contains("Nachweisordner") && texts.iter().any(|text| text.contains("Anlage1")));
    let info = |key: &[u8]| {
        let (document, _) = read(&one);
        let info = dictionary_of(&document, document.trailer.get(b"Info").unwrap()).clone();
        info.get(key).map(|value| decode_text_string(value).unwrap()).ok()
    };
    assert_eq!(info(b"CreationDate").as_deref(), Some("D:20261122000000Z"));
    assert_eq!(info(b"Title").as_deref(), Some("Evidence binder: Nordlys Hosting AS"));
    assert_eq!(info(b"GTS_PDFXVersion"), None);
}

#[test]
fn links_and_outline_lead_to_pages_that_are_there() {
    let files = files([("10 Plain.pdf", bytes(&mut document(vec![Sheet::plain("One"), Sheet::plain("Two")])))]);
    let binder = bound(&files, Language::En);
    let (document, pages) = read(&binder);
    let known: BTreeSet<ObjectId> = pages.iter().copied().collect();
    let leads = |place: &Object| place.as_array().unwrap()[0].as_reference().unwrap();
    let mut links = 0;
    for page in &pages {
        for link in document.get_page_annotations(*page).unwrap() {
            assert!(known.contains(&leads(link.get(b"Dest").unwrap())));
            links += 1;
        }
    }
    assert!(links > 20, "{links}");
    let mut titles = Vec::new();
    let mut next = document.catalog().unwrap().get(b"Outlines").ok();
    let mut open = Vec::new();
    while let Some(entry) = next.map(|entry| dictionary_of(&document, entry)) {
        if let Ok(title) = entry.get(b"Title") {
            assert!(known.contains(&leads(entry.get(b"Dest").unwrap())));
            titles.push(decode_text_string(title).unwrap());
        }
        open.extend(entry.get(b"Next").ok());
        next = entry.get(b"First").ok().or_else(|| open.pop());
    }
    for title in ["Evidence binder", "4.3 Scope of the service management system", "Exhibit 2: 10 Plain.pdf"] {
        assert!(titles.iter().any(|known| known == title), "{titles:?}");
    }
    // The index says the page that the link leads to.
    let texts = texts(&binder);
    let first = page_of(&texts, "page 1 of 2");
    assert!(
        texts[1].contains(&format!("10Plain.pdf4.3/15.1/1{}", first + 1))
            || texts[1].contains(&format!("{}", first + 1))
    );
}

#[test]
fn what_cannot_be_bound_is_said_and_why() {
    let whole = bytes(&mut document(vec![Sheet::plain("One")]));
    let mut lost = document(vec![Sheet::plain("One")]);
    let page = *lost.get_pages().values().next().unwrap();
    let content = lost.get_page_contents(page)[0];
    lost.objects.remove(&content);
    let mut empty = document(Vec::new());
    let mut endless = document(vec![Sheet::plain("One")]);
    let root = endless.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    endless.get_dictionary_mut(root).unwrap().set("Kids", vec![root.into(), root.into()]);
    let cases = [
        ("a cut.pdf", whole[..whole.len() / 2].to_vec(), Why::Broken),
        ("b password.pdf", encrypted("user"), Why::Encrypted),
        ("c rights.pdf", encrypted(""), Why::Encrypted),
        ("d empty.pdf", bytes(&mut empty), Why::Empty),
        ("e lost.pdf", bytes(&mut lost), Why::Broken),
        ("f endless.pdf", bytes(&mut endless), Why::Broken),
        ("g nothing.pdf", Vec::new(), Why::Broken),
    ];
    let files: Files = cases.iter().map(|(path, bytes, _)| ((*path).to_owned(), bytes.clone())).collect();
    let binder = bound(&files, Language::En);
    let expected: Vec<(String, Why)> = cases.iter().map(|(path, _, why)| ((*path).to_owned(), *why)).collect();
    assert_eq!(binder.unbound, expected);
    let texts = texts(&binder);
    for (path, bytes, why) in &cases {
        let sheet = &texts[page_of(&texts, &sha256(bytes))];
        let said = match why {
            Why::Encrypted => "protectedwithapassword",
            Why::Broken => "damaged",
            Why::Empty => "nopages",
        };
        assert!(sheet.contains(said) && sheet.contains(&path.replace(' ', "")), "{path}: {sheet}");
    }
}

#[test]
fn documents_that_changed_are_not_bound() {
    let files = files([("10 Plain.pdf", bytes(&mut document(vec![Sheet::plain("One")])))]);
    let assessment = assessment(&files);
    let other = |path: &str| if path.ends_with("Plain.pdf") { Ok(Vec::new()) } else { Err("is not there".to_owned()) };
    let order = Order { assessment: &assessment, words: Words::of(Language::En), document: &other };
    let differing = bind(&order).unwrap().err().unwrap();
    assert!(differing.contains(&"10 Plain.pdf: changed since it was assessed".to_owned()), "{differing:?}");
    assert!(differing.iter().any(|line| line.ends_with("is not there")), "{differing:?}");
}

/// Names end as letters, or are written out; nothing of them steers.
#[test]
fn hostile_names_and_words_are_data() {
    let names = [
        "z/\u{202e}gpj.exe\u{0}\u{7}.pdf".to_owned(),
        format!("z/{}.pdf", "long ".repeat(1_000)),
        "z/) Tj ET (<</S/JavaScript>>.pdf".to_owned(),
        "z/🚀 דוד محمد 王小明.pdf".to_owned(),
    ];
    let one = bytes(&mut document(vec![Sheet::plain("One")]));
    let files: Files = names.iter().map(|name| (name.clone(), one.clone())).collect();
    let binder = bound(&files, Language::En);
    let texts = texts(&binder);
    let index = texts[..4].concat();
    for said in ["\\u{202e}gpj.exe", ")TjET(<</S/JavaScript>>", "王小明", "U+1F680"] {
        assert!(index.contains(said), "{said}: {index}");
    }
    let (out, _) = read(&binder);
    let runs = |object: &Object| object.as_dict().is_ok_and(|action| action.has(b"S") && !action.has(b"Type"));
    assert!(!out.objects.values().any(runs), "a name became an action");
}

#[test]
fn annotations_lead_where_they_led_and_run_nothing() {
    let mut source = document(vec![Sheet::plain("One"), Sheet::plain("Two")]);
    let pages: Vec<ObjectId> = source.get_pages().into_values().collect();
    let link = |action: Object| {
        let place = vec![0.into(), 0.into(), 9.into(), 9.into()];
        dictionary! { "Type" => "Annot", "Subtype" => "Link", "Rect" => place, "A" => action }
    };
    let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
    let hidden =
        dictionary! { "S" => "URI", "URI" => Object::string_literal("https://example.org"), "Next" => script.clone() };
    let open = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://example.org/terms") };
    let named = dictionary! { "S" => "GoTo", "D" => Object::string_literal("chapter") };
    let mut note = dictionary! { "Type" => "Annot", "Subtype" => "Text", "Contents" => Object::string_literal("seen") };
    note.set("AA", dictionary! { "E" => script.clone() });
    // A field has scripts of its own, which hang where no page knows.
    let field = dictionary! { "T" => Object::string_literal("total"), "AA" => dictionary! { "C" => script.clone() } };
    note.set("Parent", source.add_object(field));
    let actions = [script.clone(), hidden, open, named].map(|action| link(action.into()));
    let all: Vec<Object> =
        actions.into_iter().chain([note]).map(|annotation| source.add_object(annotation).into()).collect();
    let first = source.get_dictionary_mut(pages[0]).unwrap();
    first.set("Annots", all);
    first.set("AA", dictionary! { "O" => script });
    let place = Object::Array(vec![pages[1].into(), "Fit".into()]);
    let tree = source.add_object(dictionary! { "Names" => vec![Object::string_literal("chapter"), place] });
    let names = dictionary! { "Dests" => dictionary! { "Kids" => vec![tree.into()] } };
    source.catalog_mut().unwrap().set("Names", names);
    let files = files([("10 Links.pdf", bytes(&mut source))]);
    let binder = bound(&files, Language::En);
    let (out, pages) = read(&binder);
    let first = page_of(&texts(&binder), "page 1 of 2");
    let kept = out.get_page_annotations(pages[first]).unwrap();
    assert_eq!(kept.len(), 5);
    let has_action: Vec<bool> = kept.iter().map(|annotation| annotation.has(b"A")).collect();
    assert_eq!(has_action, [false, false, true, false, false]);
    let place = kept[3].get(b"Dest").unwrap().as_array().unwrap();
    assert_eq!(place[0].as_reference().unwrap(), pages[first + 1]);
    assert!(kept[4].has(b"Contents") && !kept[4].has(b"AA"));
    assert!(!out.get_dictionary(pages[first]).unwrap().has(b"AA"));
    assert!(!binder.bytes.windows(9).any(|window| window == b"app.alert"));
}

#[test]
fn turned_cut_and_unfinished_pages_get_their_stamp_and_hidden_layers_stay_hidden() {
    let size = |numbers: [i64; 4]| numbers.map(Object::from).to_vec();
    let mut sheets: Vec<Sheet> =
        [90, 180, 270, -90].map(|turn| Sheet::with("Turned", dictionary! { "Rotate" => turn })).into();
    sheets.push(Sheet::with(
        "Cut",
        dictionary! { "MediaBox" => size([-100, -50, 900, 700]), "CropBox" => size([0, 0, 400, 300]) },
    ));
    sheets.push(Sheet::with("Inches", dictionary! { "UserUnit" => 2, "MediaBox" => size([0, 0, 298, 421]) }));
    sheets.push(Sheet { content: b"q 0.1 0 0 0.1 5 5 cm q".to_vec(), own: Dictionary::new() });
    sheets.push(Sheet { content: b"Q Q 1 0 0 rg 0 0 9 9 re f".to_vec(), own: Dictionary::new() });
    let mut source = document(sheets);
    let layer = source.add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("internal") });
    let page = *source.get_pages().values().next().unwrap();
    source.get_dictionary_mut(page).unwrap().set(
        "Resources",
        dictionary! { "Properties" => dictionary! { "L" => layer }, "XObject" => dictionary! { "Exhibit" => layer } },
    );
    let usual = dictionary! { "OFF" => vec![layer.into()] };
    let layers = dictionary! { "OCGs" => vec![layer.into()], "D" => usual };
    source.catalog_mut().unwrap().set("OCProperties", layers);
    let files = files([("10 Odd.pdf", bytes(&mut source))]);
    let binder = bound(&files, Language::En);
    let texts = texts(&binder);
    let (out, pages) = read(&binder);
    let first = page_of(&texts, "page 1 of 8");
    for at in 0..8 {
        assert!(texts[first + at].contains(&format!("page{}of8", at + 1)), "{}", texts[first + at]);
        let content = out.get_page_content(pages[first + at]);
        assert_eq!(super::open::balance(&content), (0, 0), "page {at}");
    }
    let pictures = out.get_dictionary(pages[first]).unwrap().get(b"Resources").unwrap().as_dict().unwrap();
    let pictures = pictures.get(b"XObject").unwrap().as_dict().unwrap();
    assert!(pictures.has(b"Exhibit") && pictures.has(b"Exhibit2"), "the page's own picture of that name stays");
    let hidden = out.catalog().unwrap().get(b"OCProperties").unwrap().as_dict().unwrap().get(b"D").unwrap();
    assert_eq!(hidden.as_dict().unwrap().get(b"OFF").unwrap().as_array().unwrap().len(), 1);
}
