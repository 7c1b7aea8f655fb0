//! A user's own Word document as the frame of the report: its styles, headers, footers, theme and settings
//! stay, its text gives way to ours, and styles of ours that it lacks are added.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use anyhow::{Result, bail, ensure};
use zip::ZipArchive;

/// More than that is no template.
const LARGEST: u64 = 64 << 20;

const BODY: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";
const NUMBERING: &str = "word/numbering.xml";
const TYPES: &str = "[Content_Types].xml";
const RELATIONSHIPS: &str = "word/_rels/document.xml.rels";
const CORE: &str = "docProps/core.xml";

/// Parts by name.
pub(in crate::report) type Parts = BTreeMap<String, Vec<u8>>;

/// The parts of a user's document.
///
/// # Errors
/// Why it cannot be a frame, in words that follow “the Word template”.
pub(in crate::report) fn read(bytes: &[u8]) -> Result<Parts> {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { bail!("is no .docx file") };
    let mut parts = Parts::new();
    let mut total = 0;
    for at in 0..zip.len() {
        let mut file = zip.by_index(at)?;
        if file.is_dir() {
            continue;
        }
        let mut bytes = Vec::new();
        total += file.by_ref().take(LARGEST + 1).read_to_end(&mut bytes)? as u64;
        ensure!(total <= LARGEST, "holds more than {} MiB", LARGEST >> 20);
        let name = file.name()?.into_owned();
        parts.insert(name, bytes);
    }
    for needed in [BODY, STYLES, TYPES, RELATIONSHIPS] {
        ensure!(parts.contains_key(needed), "is no .docx file of Word: it has no `{needed}`");
    }
    ensure!(!parts.keys().any(|name| name.ends_with("vbaProject.bin")), "holds macros; save it as .docx first");
    ensure!(text(&parts, STYLES).contains("</w:styles>"), "has styles that are not written as Word writes them");
    Ok(parts)
}

/// Our parts inside a user's.
pub(super) fn framed(mut theirs: Parts, mut ours: Parts) -> Parts {
    let (styles, names) = merged_styles(&text(&theirs, STYLES), &text(&ours, STYLES));
    let body = headed(&renamed(&text(&ours, BODY), &names), &text(&theirs, BODY));
    let types = merged_types(&text(&theirs, TYPES), &text(&ours, TYPES), &theirs);
    let related = merged_relationships(&text(&theirs, RELATIONSHIPS), &text(&ours, RELATIONSHIPS));
    let lists = match theirs.get(NUMBERING) {
        Some(_) => merged_lists(&text(&theirs, NUMBERING), &text(&ours, NUMBERING)),
        None => text(&ours, NUMBERING),
    };
    for kept in ["word/settings.xml", "docProps/app.xml", "_rels/.rels"] {
        if theirs.contains_key(kept) {
            ours.remove(kept);
        }
    }
    if !theirs.contains_key(CORE) {
        ours.remove(CORE);
    }
    for (_, text) in ours.iter_mut().filter(|(name, _)| name.starts_with("word/report-")) {
        *text = renamed(&String::from_utf8_lossy(text), &names).into_bytes();
    }
    theirs.extend(ours);
    for (name, text) in [(STYLES, styles), (BODY, body), (TYPES, types), (RELATIONSHIPS, related), (NUMBERING, lists)] {
        theirs.insert(name.to_owned(), text.into_bytes());
    }
    theirs
}

fn text(parts: &Parts, name: &str) -> String {
    parts.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
}

/// Every element of a name, as it is written.
fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name} "), format!("</{name}>"));
    let mut out = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find(&open) {
        rest = &rest[at..];
        let tag = rest.find('>').map_or(rest.len(), |at| at + 1);
        let end = match rest[..tag].ends_with("/>") {
            true => tag,
            false => rest.find(&close).map_or(rest.len(), |at| at + close.len()),
        };
        out.push(&rest[..end]);
        rest = &rest[end..];
    }
    out
}

fn value<'a>(element: &'a str, attribute: &str) -> Option<&'a str> {
    let begin = format!(" {attribute}=\"");
    element.split_once(&begin).and_then(|(_, rest)| rest.split('"').next())
}

/// The name of a style, which is the same in every language of Word, unlike its id.
fn name(style: &str) -> String {
    style.split_once("<w:name").and_then(|(_, rest)| value(rest, "w:val")).unwrap_or_default().to_lowercase()
}

/// Their styles with ours that they lack, and what ours are called there.
fn merged_styles(theirs: &str, ours: &str) -> (String, BTreeMap<String, String>) {
    let known: BTreeMap<String, &str> = elements(theirs, "w:style")
        .into_iter()
        .filter_map(|style| Some((name(style), value(style, "w:styleId")?)))
        .collect();
    let ids: Vec<&str> = known.values().copied().collect();
    let mut names = BTreeMap::new();
    let mut lacking = Vec::new();
    for style in elements(ours, "w:style") {
        let Some(id) = value(style, "w:styleId") else { continue };
        let there = match known.get(&name(style)) {
            Some(there) => (*there).to_owned(),
            None => {
                lacking.push(style.replace(" w:default=\"1\"", ""));
                if ids.contains(&id) { format!("iso20k{id}") } else { id.to_owned() }
            }
        };
        names.insert(id.to_owned(), there);
    }
    let lacking = renamed(&lacking.concat(), &names);
    (theirs.replacen("</w:styles>", &format!("{lacking}</w:styles>"), 1), names)
}

/// The same with styles called as in `names`. No text can hold what is looked for: it has no bare quotes.
fn renamed(xml: &str, names: &BTreeMap<String, String>) -> String {
    const BEFORE: [&str; 5] = ["Style w:val=", "w:basedOn w:val=", "w:next w:val=", "w:link w:val=", "w:styleId="];
    let mut out = String::with_capacity(xml.len());
    let mut before = "";
    for (at, piece) in xml.split('"').enumerate() {
        if at > 0 {
            out.push('"');
        }
        let names_a_style = BEFORE.iter().any(|each| before.ends_with(each));
        out.push_str(names.get(piece).filter(|_| names_a_style).map_or(piece, String::as_str));
        before = piece;
    }
    out
}

/// Our body with their headers and footers, if they have any.
fn headed(ours: &str, theirs: &str) -> String {
    let last = theirs.rfind("<w:sectPr").map(|at| &theirs[at..]).unwrap_or_default();
    let references = ["w:headerReference", "w:footerReference"].map(|name| elements(last, name).concat());
    if references.iter().all(String::is_empty) {
        return ours.to_owned();
    }
    let own = [("w:headerReference", "rIdHeader"), ("w:footerReference", "rIdFooter")];
    own.iter().zip(&references).fold(ours.to_owned(), |body, ((name, id), reference)| {
        body.replace(&format!("<{name} w:type=\"default\" r:id=\"{id}\"/>"), reference)
    })
}

fn merged_types(theirs: &str, ours: &str, parts: &Parts) -> String {
    let endings: Vec<String> =
        elements(theirs, "Default").iter().filter_map(|each| Some(value(each, "Extension")?.to_lowercase())).collect();
    let added = elements(ours, "Default")
        .into_iter()
        .filter(|each| value(each, "Extension").is_some_and(|ending| !endings.iter().any(|known| known == ending)));
    let named = elements(ours, "Override").into_iter().filter(|each| {
        let name = value(each, "PartName").unwrap_or_default().trim_start_matches('/');
        !parts.contains_key(name)
            && (name.starts_with("word/report-") || name == NUMBERING || name == "word/settings.xml")
    });
    let added: String = added.chain(named).collect();
    // A .dotx says that it is a template; what comes of it is none.
    theirs.replace("wordprocessingml.template.main+xml", "wordprocessingml.document.main+xml").replacen(
        "</Types>",
        &format!("{added}</Types>"),
        1,
    )
}

/// Theirs but for what their text fetched from elsewhere, and ours that they lack.
fn merged_relationships(theirs: &str, ours: &str) -> String {
    let kept: Vec<&str> = elements(theirs, "Relationship")
        .into_iter()
        .filter(|each| value(each, "TargetMode") != Some("External"))
        .collect();
    let has = |kind: &str| kept.iter().any(|each| value(each, "Type").is_some_and(|theirs| theirs.ends_with(kind)));
    let added = elements(ours, "Relationship").into_iter().filter(|each| {
        !["/styles", "/numbering", "/settings"]
            .iter()
            .any(|kind| value(each, "Type").is_some_and(|ours| ours.ends_with(kind)) && has(kind))
    });
    let head = theirs.find("<Relationship ").map(|at| &theirs[..at]).unwrap_or_default();
    let added: String = added.collect();
    format!("{head}{}{added}</Relationships>", kept.concat())
}

/// Their lists with ours, each where the format wants it.
fn merged_lists(theirs: &str, ours: &str) -> String {
    let (forms, lists) = (elements(ours, "w:abstractNum").concat(), elements(ours, "w:num").concat());
    let theirs = match theirs.find("<w:num ") {
        Some(at) => format!("{}{forms}{}", &theirs[..at], &theirs[at..]),
        None => theirs.replacen("</w:numbering>", &format!("{forms}</w:numbering>"), 1),
    };
    let end = theirs.find("<w:numIdMacAtCleanup").or_else(|| theirs.find("</w:numbering>")).unwrap_or(theirs.len());
    format!("{}{lists}{}", &theirs[..end], &theirs[end..])
}
