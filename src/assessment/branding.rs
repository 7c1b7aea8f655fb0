//! Whose report it is and for whom: what a profile says under `report:`, with the logo itself, so that a
//! report needs nothing but the assessment.

use quick_xml::events::{BytesStart, Event};
use serde::{Deserialize, Serialize};

use crate::text::base64;

/// Bytes of a logo: beyond this it is a photograph.
const LARGEST: usize = 1 << 20;

/// How reports are presented. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branding {
    /// For whom the report is.
    pub client: Option<String>,
    /// Who presents it.
    pub consultant: Option<String>,
    /// How it is to be treated, on every page.
    pub confidentiality: Option<String>,
    /// What a reader is to know before relying on it.
    pub disclaimers: Vec<String>,
    /// The language reports are written in unless another is asked for, ISO 639-1.
    pub language: Option<String>,
    /// The colour of rules and bands, `#1b3a5c`.
    pub accent: Option<String>,
    /// The logo.
    pub logo: Option<Logo>,
}

/// A picture for the cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// `image/png`, `image/jpeg` or `image/svg+xml`.
    pub media_type: String,
    /// Its width in pixels, or in the units of its drawing.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The picture, as base64.
    pub base64: String,
}

impl Logo {
    /// A picture, if it is one that reports can hold: PNG, JPEG, or SVG that neither runs nor fetches anything.
    ///
    /// # Errors
    /// Why it is not, in words that follow “the logo”.
    pub fn new(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() > LARGEST {
            return Err(format!("has {} KiB; at most {} are taken", bytes.len() / 1024, LARGEST / 1024));
        }
        let (media_type, size) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            ("image/png", png(bytes))
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            ("image/jpeg", jpeg(bytes))
        } else {
            ("image/svg+xml", Some(svg(bytes)?))
        };
        match size {
            Some((width, height)) if width > 0 && height > 0 => {
                Ok(Self { media_type: media_type.into(), width, height, base64: base64::encode(bytes) })
            }
            _ => Err("is a picture whose size cannot be told".into()),
        }
    }

    /// The picture's bytes; `None` where an assessment was changed by hand.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        base64::decode(&self.base64)
    }

    /// The picture as the address of itself; nothing where an assessment names what no report takes.
    #[must_use]
    pub fn data_url(&self) -> Option<String> {
        // Looked at once more: an assessment may come from anywhere.
        let same = Self::new(&self.bytes()?).ok()?;
        (same.media_type == self.media_type).then(|| format!("data:{};base64,{}", same.media_type, same.base64))
    }
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((number(bytes, 16, 4)?, number(bytes, 20, 4)?))
}

/// The first frame header among the segments.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let marker = number(bytes, at, 2)?;
        let length = number(bytes, at + 2, 2)? as usize;
        match marker {
            0xffc4 | 0xffc8 | 0xffcc => {}
            0xffc0..=0xffcf => return Some((number(bytes, at + 7, 2)?, number(bytes, at + 5, 2)?)),
            0xff00..=0xffff => {}
            _ => return None,
        }
        at += 2 + length.max(2);
    }
}

fn svg(bytes: &[u8]) -> Result<(u32, u32), String> {
    const NONE: &str = "is none of PNG, JPEG and SVG";
    let text = std::str::from_utf8(bytes).map_err(|_| NONE.to_owned())?;
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut size = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let name = tag.local_name().as_ref().to_owned();
                if size.is_none() {
                    if name != "svg" {
                        return Err(NONE.into());
                    }
                    size = Some(drawing_size(&tag).ok_or("is a drawing without a size (`viewBox`)")?);
                }
                harmless(&name, &tag)?;
            }
            Ok(Event::DocType(_)) => return Err("is an SVG with a document type, which may fetch or grow".into()),
            Ok(Event::Eof) => return size.ok_or_else(|| NONE.into()),
            Ok(_) => {}
            Err(_) => return Err(if size.is_some() { "is an SVG that is not well formed" } else { NONE }.into()),
        }
    }
}

/// Whether an element can neither run nor fetch anything.
fn harmless(name: &str, tag: &BytesStart<'_>) -> Result<(), String> {
    const RUNS: [&str; 6] = ["script", "foreignObject", "iframe", "handler", "listener", "set"];
    if RUNS.contains(&name) || name.starts_with("animate") {
        return Err(format!("is an SVG with `<{name}>`; take that out"));
    }
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| "is an SVG that is not well formed")?;
        let key = attribute.key.local_name().as_ref().to_ascii_lowercase();
        let value = attribute.value.to_ascii_lowercase();
        let fetches = key == "href" && !value.starts_with('#') && !value.starts_with("data:image/");
        if key.starts_with("on") || fetches || value.contains("javascript:") || value.contains("url(http") {
            return Err(format!("is an SVG that runs or fetches something (`{key}`); take that out"));
        }
    }
    Ok(())
}

fn drawing_size(tag: &BytesStart<'_>) -> Option<(u32, u32)> {
    let value = |name: &str| {
        let found = tag.attributes().with_checks(false).flatten().find(|each| each.key.as_ref() == name);
        found.map(|each| each.value.into_owned())
    };
    let whole = |text: &str| {
        let number: f64 = text.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
        (1.0..100_000.0).contains(&number).then_some(number.round() as u32)
    };
    let box_of = |text: String| {
        let numbers: Vec<&str> = text.split([' ', ',']).filter(|part| !part.is_empty()).collect();
        Some((whole(numbers.get(2)?)?, whole(numbers.get(3)?)?))
    };
    value("viewBox").and_then(box_of).or_else(|| Some((whole(&value("width")?)?, whole(&value("height")?)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 40\"><path d=\"M0 0\"/></svg>";

    #[test]
    fn pictures_are_told_by_their_bytes() {
        let png = base64::decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGNgYPgPRRAKACP4BfvTF9/jAAAAAElFTkSuQmCC",
        )
        .unwrap();
        let logo = Logo::new(&png).unwrap();
        assert_eq!((logo.media_type.as_str(), logo.width, logo.height), ("image/png", 3, 2));
        assert_eq!(logo.bytes().unwrap(), png);
        assert!(logo.data_url().unwrap().starts_with("data:image/png;base64,iVBOR"));
        let logo = Logo::new(SVG.as_bytes()).unwrap();
        assert_eq!((logo.media_type.as_str(), logo.width, logo.height), ("image/svg+xml", 120, 40));
        let jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 7, 0, 9, 1, 1, 0x11, 0];
        assert_eq!(Logo::new(&jpeg).map(|logo| (logo.width, logo.height)), Ok((9, 7)));
    }

    #[test]
    fn what_is_no_picture_or_does_more_is_refused() {
        for (text, why) in [
            ("%PDF-1.7", "none of PNG, JPEG and SVG"),
            ("", "none of PNG"),
            ("<html><body/></html>", "none of PNG"),
            ("<svg/>", "without a size"),
            ("<svg viewBox='0 0 1 1'><script>alert(1)</script></svg>", "`<script>`"),
            ("<svg viewBox='0 0 1 1' onload='alert(1)'/>", "`onload`"),
            ("<svg viewBox='0 0 1 1'><a xlink:href='https://example.org'/></svg>", "`href`"),
            ("<svg viewBox='0 0 1 1'><image href='logo.png'/></svg>", "`href`"),
            ("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg viewBox='0 0 1 1'/>", "document type"),
            ("<svg viewBox='0 0 1 1'><g></svg>", "not well formed"),
            ("\u{89}PNG", "none of PNG"),
        ] {
            let error = Logo::new(text.as_bytes()).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
        assert!(Logo::new(b"\x89PNG\r\n\x1a\n").unwrap_err().contains("size"));
        assert!(Logo::new(&[0xff, 0xd8, 0xff, 0xe0]).unwrap_err().contains("size"));
        assert!(Logo::new(&vec![0; LARGEST + 1]).unwrap_err().contains("at most"));
    }

    #[test]
    fn a_logo_changed_by_hand_is_not_shown() {
        let mut logo = Logo::new(SVG.as_bytes()).unwrap();
        logo.base64 = base64::encode(b"<svg viewBox='0 0 1 1' onload='x()'/>");
        assert_eq!(logo.data_url(), None);
        logo.base64 = "!".into();
        assert_eq!(logo.data_url(), None);
    }
}
