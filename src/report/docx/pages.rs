//! What can only be said once the whole body is there: numbers of bookmarks, and pages in the contents.

/// Stands for the page of a bookmark until the body is laid out. No text from a document holds this character.
const WANTED: char = '\u{fdd0}';

/// A place for the page of a bookmark.
pub(super) fn wanted(bookmark: &str) -> String {
    format!("{WANTED}{bookmark}{WANTED}")
}

/// Numbers the bookmarks and fills in the pages.
pub(super) fn fill(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut number = 0u32;
    // Each bookmark has a start and an end of the same number.
    for (at, piece) in body.split("w:id=\"@\"").enumerate() {
        if at > 0 {
            out.push_str(&format!("w:id=\"{}\"", number / 2 + 1));
            number += 1;
        }
        out.push_str(piece);
    }
    let mut filled = String::with_capacity(out.len());
    for (at, piece) in out.split(WANTED).enumerate() {
        filled.push_str(if at % 2 == 0 { piece } else { "1" });
    }
    filled
}
