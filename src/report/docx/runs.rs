//! Text as runs of a Word document: escaped, without what XML does not allow, and each stretch in its own
//! direction.

/// Text as runs, in a style of characters if one is named.
pub(super) fn runs(text: &str, style: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for (rtl, stretch) in stretches(text) {
        out.push_str("<w:r>");
        if rtl || !style.is_empty() {
            out.push_str("<w:rPr>");
            if !style.is_empty() {
                out.push_str("<w:rStyle w:val=\"");
                escape(style, &mut out);
                out.push_str("\"/>");
            }
            if rtl {
                out.push_str("<w:rtl/>");
            }
            out.push_str("</w:rPr>");
        }
        out.push_str("<w:t xml:space=\"preserve\">");
        escape(stretch, &mut out);
        out.push_str("</w:t></w:r>");
    }
    out
}

/// What a paragraph says of its direction: that of its first letter.
pub(super) fn direction(text: &str) -> &'static str {
    let first = text.chars().find(|c| c.is_alphabetic());
    if first.is_some_and(is_rtl) { "<w:bidi/>" } else { "" }
}

/// Text cut where the direction changes; what has none of its own stays with what stands before it, and
/// white space and signs between two directions with the left-to-right one.
fn stretches(text: &str) -> Vec<(bool, &str)> {
    if !text.chars().any(is_rtl) {
        return if text.is_empty() { Vec::new() } else { vec![(false, text)] };
    }
    let mut out = Vec::new();
    let (mut begin, mut end, mut rtl) = (0, 0, false);
    for (at, c) in text.char_indices() {
        if !c.is_alphanumeric() {
            continue;
        }
        let this = is_rtl(c);
        if this != rtl {
            // Out of a right-to-left stretch, the signs behind it belong to what follows.
            let cut = if rtl { end } else { at };
            if cut > begin {
                out.push((rtl, &text[begin..cut]));
            }
            (begin, rtl) = (cut, this);
        }
        end = at + c.len_utf8();
    }
    out.push((rtl, &text[begin..]));
    out
}

/// Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms.
fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && c.is_alphabetic()
}

/// Text inside XML. [`plain::clean`](crate::report::plain) has written control characters out already; what a
/// user's own words hold has not passed it.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}

/// A name for bookmarks: letters, digits and low lines, at most 40 of them.
pub(super) fn bookmark(anchor: &str) -> String {
    use sha2::{Digest, Sha256};
    let safe: String = anchor.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if safe.len() <= 34 {
        return format!("_Toc_{}", safe.trim_start_matches('_'));
    }
    let digest = Sha256::digest(anchor.as_bytes());
    let digest = digest.iter().take(8).fold(String::new(), |out, byte| out + &format!("{byte:02x}"));
    format!("_Toc_{}_{digest}", safe.get(..16).unwrap_or_default().trim_start_matches('_'))
}

/// Which of the colours a mark has.
pub(super) fn hue(id: &str) -> &'static str {
    match id {
        "evidenced" | "in-force" | "record" | "practised" | "controlled" | "f" => "Good",
        "partial" | "minor" | "draft" | "template" | "documented" | "l" => "Fair",
        "gap" | "major" | "superseded" | "foreign" | "n" => "Bad",
        _ => "Open",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(
            runs("<a> & \"b\"\u{0}\u{fffe}\n", ""),
            "<w:r><w:t xml:space=\"preserve\">&lt;a&gt; &amp; &quot;b&quot; </w:t></w:r>"
        );
        assert_eq!(runs("", "Strong"), "");
    }

    #[test]
    fn each_stretch_has_its_own_direction() {
        let cut = |text| stretches(text);
        assert_eq!(cut("plain"), [(false, "plain")]);
        assert_eq!(cut("אבג"), [(true, "אבג")]);
        assert_eq!(cut("Report שלום עולם, 2026"), [(false, "Report "), (true, "שלום עולם"), (false, ", 2026")]);
        assert_eq!(direction("“שלום” x"), "<w:bidi/>");
        assert_eq!(direction("x שלום"), "");
        assert!(runs("שלום", "Quote").contains("<w:rStyle w:val=\"Quote\"/><w:rtl/>"));
    }

    #[test]
    fn bookmarks_are_short_and_plain() {
        assert_eq!(bookmark("o-8-6-1-4"), "_Toc_o_8_6_1_4");
        let (a, b) = (bookmark(&"a-".repeat(40)), bookmark(&"a-".repeat(41)));
        assert!(a.len() <= 40 && a != b, "{a} {b}");
    }
}
