//! The gap analysis as one self-contained page: nothing is fetched, and the page's own policy lets only
//! its own style and script run, by their hashes.

use anyhow::Result;
use minijinja::value::{Serde, Value};
use sha2::{Digest, Sha256};

use super::Options;
use super::view::View;
use crate::assessment::Assessment;
use crate::text::base64;

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
        base64::encode(&Sha256::digest(style.as_bytes())),
        base64::encode(&Sha256::digest(script.as_bytes()))
    )
}
