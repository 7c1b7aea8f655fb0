//! `&auml;`, `&#228;` and `&#xE4;` into `ä`.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// The text with its character references resolved; unknown ones stay as they are.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let used = reference(rest, &mut out);
        if used == 0 {
            out.push('&');
            rest = &rest[1..];
        } else {
            rest = &rest[used..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Resolves the reference at the beginning of `text`; answers how many bytes it took.
fn reference(text: &str, out: &mut String) -> usize {
    let name_length =
        text[1..].bytes().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let name = &text[1..=name_length];
    let closed = text[1 + name_length..].starts_with(';');
    let used = 1 + name_length + usize::from(closed);
    if let Some(number) = name.strip_prefix('#') {
        if let Some(character) = numeric(number) {
            out.push(character);
            return used;
        }
        return 0;
    }
    // Without its semicolon only what browsers have always understood.
    if !closed && !matches!(name, "nbsp" | "amp" | "lt" | "gt" | "quot" | "copy" | "reg") {
        return 0;
    }
    match resolve_html5_entity(name) {
        Some(text) => {
            out.push_str(text);
            used
        }
        None => 0,
    }
}

fn numeric(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    // Browsers take these for Windows-1252, because that is what authors meant.
    if let Ok(byte @ 0x80..=0x9f) = u8::try_from(code) {
        return encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next();
    }
    char::from_u32(code).filter(|character| *character != '\0')
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn references() {
        assert_eq!(decode("a &amp; b &auml;&#228;&#xE4; &#150; R&D &nope; &nbsp&"), "a & b äää – R&D &nope; \u{a0}&");
    }
}
