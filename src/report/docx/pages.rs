//! What can only be said once the whole body is there: numbers of bookmarks, and the pages in the contents.
//! Only a word processor knows those for certain, and it works them out when asked to; until then the
//! contents show what [`layout`](super::layout) expects.

use super::layout;

/// Stands for the page of a bookmark until the body is laid out. No text from a document holds this character.
const WANTED: char = '\u{fdd0}';

/// A place for the page of a bookmark.
pub(super) fn wanted(bookmark: &str) -> String {
    format!("{WANTED}{bookmark}{WANTED}")
}

/// Numbers the bookmarks and fills in the pages.
pub(super) fn fill(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    // Each bookmark has a start and an end of the same number.
    for (at, piece) in body.split("w:id=\"@\"").enumerate() {
        if at > 0 {
            out.push_str(&format!("w:id=\"{}\"", at.div_ceil(2)));
        }
        out.push_str(piece);
    }
    let pages = layout::pages(&out);
    let mut filled = String::with_capacity(out.len());
    for (at, piece) in out.split(WANTED).enumerate() {
        match pages.get(piece).filter(|_| at % 2 == 1) {
            Some(page) => filled.push_str(&page.to_string()),
            None if at % 2 == 1 => filled.push('–'),
            None => filled.push_str(piece),
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bookmarks_are_numbered_in_pairs_and_found_on_their_pages() {
        let heading = |name: &str| {
            format!(
                "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:bookmarkStart w:id=\"@\" w:name=\"{name}\"/>\
                 <w:r><w:t>{name}</w:t></w:r><w:bookmarkEnd w:id=\"@\"/></w:p>"
            )
        };
        let body =
            format!("<w:t>{} {} {}</w:t>{}{}", wanted("a"), wanted("b"), wanted("c"), heading("a"), heading("b"));
        let filled = fill(&body);
        assert!(filled.starts_with("<w:t>1 2 –</w:t>"), "{filled}");
        for id in
            ["bookmarkStart w:id=\"1\"", "bookmarkEnd w:id=\"1\"", "bookmarkStart w:id=\"2\"", "bookmarkEnd w:id=\"2\""]
        {
            assert!(filled.contains(id), "{id}");
        }
    }
}
