//! Other makers' PDFs as their pages: whichever way a file names them, each comes out with all it inherits, or the
//! file is said to be one whose pages cannot be taken.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId};

use crate::report::binder::Why;

/// Most bytes that one stream of objects of a file may inflate to.
const INFLATED: usize = 64 << 20;
/// Most pages of one file.
const PAGES: usize = 50_000;
/// What a page takes from the nodes above it.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

/// A PDF that was opened.
pub(super) struct Source {
    pub(super) document: Document,
    /// Its pages in order, each with what it inherits; nothing above them is needed any more.
    pub(super) pages: Vec<(ObjectId, Dictionary)>,
}

/// Opens a PDF. Whoever made it, it is read as something a stranger sent.
pub(super) fn open(bytes: &[u8]) -> Result<Source, Why> {
    let options = LoadOptions::with_max_decompressed_size(INFLATED);
    // A reader that panics costs one file.
    let loaded = catch_unwind(AssertUnwindSafe(|| Document::load_mem_with_options(bytes, options)));
    let document = match loaded {
        Ok(Ok(document)) => document,
        Ok(Err(Error::InvalidPassword | Error::Decryption(_) | Error::AlreadyEncrypted)) => return Err(Why::Encrypted),
        Ok(Err(_)) | Err(_) => return Err(Why::Broken),
    };
    if document.was_encrypted() || document.trailer.has(b"Encrypt") {
        return Err(Why::Encrypted);
    }
    let pages = pages(&document).ok_or(Why::Broken)?;
    if pages.is_empty() {
        return Err(Why::Empty);
    }
    if pages.iter().all(|(_, page)| is_whole(&document, page)) {
        Ok(Source { document, pages })
    } else {
        Err(Why::Broken)
    }
}

/// The leaves of the tree of pages from left to right; `None` where there is no such tree, or a bottomless one.
fn pages(document: &Document) -> Option<Vec<(ObjectId, Dictionary)>> {
    let root = document.catalog().ok()?.get(b"Pages").and_then(Object::as_reference).ok()?;
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![(root, Dictionary::new())];
    while let Some((id, above)) = open.pop() {
        // A node that is met again would make pages without end.
        if !seen.insert(id) || found.len() > PAGES {
            return None;
        }
        let Ok(node) = document.get_dictionary(id) else { continue };
        let mut own = above;
        for key in INHERITED {
            if let Ok(value) = node.get(key) {
                own.set(key, value.clone());
            }
        }
        match node.get_deref(b"Kids", document).and_then(Object::as_array) {
            Ok(kids) => {
                let kids = kids.iter().filter_map(|kid| kid.as_reference().ok());
                open.extend(kids.rev().map(|kid| (kid, own.clone())));
            }
            Err(_) => {
                let mut page = node.clone();
                own.iter().for_each(|(key, value)| page.set(key.clone(), value.clone()));
                found.push((id, page));
            }
        }
    }
    Some(found)
}

/// Whether what a page shows is there: a page whose content is lost would be bound as an empty one.
fn is_whole(document: &Document, page: &Dictionary) -> bool {
    let Ok(contents) = page.get(b"Contents") else { return true };
    let is_stream = |object: &Object| document.dereference(object).is_ok_and(|(_, object)| object.as_stream().is_ok());
    match document.dereference(contents) {
        Ok((_, Object::Array(parts))) => parts.iter().all(is_stream),
        Ok((_, Object::Null)) => true,
        _ => is_stream(contents),
    }
}

/// Most bytes of a page's content that are looked through.
const LOOKED_AT: usize = 64 << 20;

/// How many states of graphics a page's content takes back that it never saved, and how many it leaves open: an
/// honest one has neither. What is drawn behind it needs to know.
pub(super) fn unbalanced(document: &Document, page: ObjectId) -> (usize, usize) {
    document.get_page_content_with_limit(page, LOOKED_AT).map_or((0, 0), |content| balance(&content))
}

pub(super) fn balance(content: &[u8]) -> (usize, usize) {
    let (mut missing, mut open) = (0, 0_usize);
    let mut rest = content;
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            b'%' => after_first(after, |c| matches!(c, b'\n' | b'\r')),
            b'(' => after_string(after),
            c if c.is_ascii_whitespace() || is_delimiter(*c) || *c == 0 => after,
            _ => {
                let end = rest.iter().position(|c| c.is_ascii_whitespace() || is_delimiter(*c) || *c == 0);
                let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
                match word {
                    b"q" => open += 1,
                    b"Q" if open > 0 => open -= 1,
                    b"Q" => missing += 1,
                    _ => {}
                }
                if word == b"ID" { after_image(behind) } else { behind }
            }
        };
    }
    (missing, open)
}

fn is_delimiter(c: u8) -> bool {
    matches!(c, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn after_first(bytes: &[u8], test: impl Fn(u8) -> bool) -> &[u8] {
    bytes.iter().position(|c| test(*c)).map_or(&[], |at| &bytes[at + 1..])
}

fn after_string(bytes: &[u8]) -> &[u8] {
    let (mut depth, mut at) = (1, 0);
    while let Some(c) = bytes.get(at) {
        match c {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    bytes.get(at..).unwrap_or_default()
}

/// Behind the data of an image inside a content: `EI` between white space.
fn after_image(bytes: &[u8]) -> &[u8] {
    let ends = |window: &[u8]| {
        window[0].is_ascii_whitespace() && &window[1..3] == b"EI" && window.get(3).is_none_or(u8::is_ascii_whitespace)
    };
    let at = (0..bytes.len().saturating_sub(2)).find(|at| ends(&bytes[*at..bytes.len().min(at + 4)]));
    at.map_or(&[], |at| &bytes[at + 3..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_of_graphics_are_counted_where_they_are_operators() {
        for (content, balanced) in [
            (&b"q 1 0 0 1 0 0 cm Q"[..], (0, 0)),
            (b"q q BT (Q \\( Q) Tj (Q) Tj ET Q % Q\n", (0, 1)),
            (b"Q Q q", (2, 1)),
            (b"q BI /W 1 /H 1 ID Q Q Q\nEI Q", (0, 0)),
            (b"/q gs /Q Do [(Q)] TJ<51>Tj q", (0, 1)),
            (b"(never closed Q", (0, 0)),
            (b"BI ID without end Q", (0, 0)),
            (b"", (0, 0)),
        ] {
            assert_eq!(balance(content), balanced, "{}", String::from_utf8_lossy(content));
        }
    }

    #[test]
    fn what_is_no_pdf_is_broken() {
        for bytes in [&b""[..], b"%PDF-1.7", b"%PDF-1.7\nxref\nstartxref\n9999999999\n%%EOF", &[0; 4096]] {
            assert_eq!(open(bytes).err(), Some(Why::Broken));
        }
    }
}
