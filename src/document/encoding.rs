//! Bytes into text: byte order mark, then UTF-8, then a guess over the first 64 KiB. What is not
//! text at all is refused.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::builder::{Builder, size};
use super::{Limits, Reading};

/// More makes the guess slower, not better.
const GUESS_FROM: usize = 64 << 10;

/// The text of a file, cut at the limit, and a builder for what it says.
///
/// # Errors
/// What to answer where the file is not text.
pub(super) fn open(bytes: &[u8], limits: Limits) -> Result<(Cow<'_, str>, Builder), Reading> {
    let mut builder = Builder::new(limits);
    let mut text = decode(bytes).map_err(Reading::unread)?;
    if text.len() > limits.text_bytes {
        builder.problem(format!("text beyond {} left out", size(limits.text_bytes as u64)));
        let end = (0..=limits.text_bytes).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[..end]),
            Cow::Owned(mut text) => {
                text.truncate(end);
                Cow::Owned(text)
            }
        };
    }
    Ok((text, builder))
}

/// The text of a file.
///
/// # Errors
/// `not text` where the bytes are those of a program, an image or the like.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return checked(text);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return checked(Cow::Borrowed(text));
    }
    if let Some(text) = damaged_utf8(bytes) {
        return checked(text);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return checked(encoding.decode_without_bom_handling(bytes).0);
    }
    if has_nul(bytes) {
        return Err("not text".into());
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let head = &bytes[..bytes.len().min(GUESS_FROM)];
    // Plain English with one foreign letter late in the file: let the guess see that letter.
    let from = bytes.iter().position(|byte| *byte >= 0x80).unwrap_or(0);
    if from >= head.len() {
        detector.feed(&bytes[from..bytes.len().min(from + GUESS_FROM)], true);
    } else {
        detector.feed(head, true);
    }
    checked(detector.guess(None, Utf8Detection::Allow).decode_without_bom_handling(bytes).0)
}

/// UTF-8 with a few broken bytes is still UTF-8: a guess would spoil every other foreign letter.
fn damaged_utf8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (mut broken, mut foreign) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        foreign += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (foreign > broken * 5).then(|| String::from_utf8_lossy(bytes))
}

fn has_nul(bytes: &[u8]) -> bool {
    bytes.contains(&0)
}

/// UTF-16 that lacks its mark: every other byte of Western text is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() * 2 / 5;
    match (even, odd) {
        (0, odd) if odd > most => Some(UTF_16LE),
        (even, 0) if even > most => Some(UTF_16BE),
        _ => None,
    }
}

fn checked(text: Cow<'_, str>) -> Result<Cow<'_, str>, String> {
    let mut odd = 0;
    let mut all = 0;
    for character in text.chars().take(GUESS_FROM) {
        all += 1;
        match character {
            '\0' => return Err("not text".into()),
            '\t' | '\n' | '\r' | '\x0c' | '\x1b' => {}
            '\u{fffd}' => odd += 1,
            other if other.is_control() => odd += 1,
            _ => {}
        }
    }
    if odd * 20 > all { Err("not text".into()) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_utf8_and_guesses() {
        assert_eq!(decode(b"\xef\xbb\xbfabc").as_deref(), Ok("abc"));
        assert_eq!(decode(b"\xff\xfea\0b\0").as_deref(), Ok("ab"));
        assert_eq!(decode("für".as_bytes()).as_deref(), Ok("für"));
        assert_eq!(decode(b"Verf\xfcgbarkeit f\xfcr die \xc4nderung").as_deref(), Ok("Verfügbarkeit für die Änderung"));
        let utf16: Vec<u8> = "Störung".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16).as_deref(), Ok("Störung"));
    }

    #[test]
    fn what_is_not_text_is_refused() {
        assert_eq!(decode(b"abc\0def").map(Cow::into_owned), Err("not text".to_string()));
        let noise: Vec<u8> = (0..2000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert!(decode(&noise).is_err());
    }

    #[test]
    fn a_late_foreign_letter_is_seen() {
        let mut bytes = vec![b'a'; 70_000];
        bytes.extend_from_slice(b" caf\xe9 cr\xe8me ");
        assert!(decode(&bytes).is_ok_and(|text| text.ends_with("café crème ")));
    }
}
