//! The gap analysis as one self-contained page: nothing is fetched, and the page's own policy lets only
//! its own style and script run, by their hashes.

use std::fmt::Write as _;

use anyhow::Result;
use minijinja::value::{Serde, Value};
use sha2::{Digest, Sha256};

use super::Options;
use super::view::View;
use crate::assessment::Assessment;

pub(super) fn render(assessment: &Assessment, options: &Options<'_>) -> Result<Vec<u8>> {
    let (templates, words) = (options.templates, options.words());
    let style = templates.file("gap-analysis.css")?;
    let script = templates.file("gap-analysis.js")?;
    let context = minijinja::context! {
        policy => policy(style, script),
        // Ours or the user's own, never from a document.
        style => Value::from_safe_string(style.into()),
        script => Value::from_safe_string(script.into()),
        ..Serde(View::new(assessment, words))
    };
    Ok(templates.render("gap-analysis.html.j2", words, context)?.into_bytes())
}

/// The content security policy: no network, no form, no script or style but these.
fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(style.as_bytes())),
        base64(&Sha256::digest(script.as_bytes()))
    )
}

pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let digit = (group >> (18 - 6 * place)) & 63;
            out.push(ALPHABET.get(digit as usize).copied().map_or('=', char::from));
        }
    }
    let padding = (4 - out.len() % 4) % 4;
    let _ = write!(out, "{}", "=".repeat(padding));
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_of_every_length() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")]
        {
            assert_eq!(super::base64(bytes.as_bytes()), text);
        }
    }
}
