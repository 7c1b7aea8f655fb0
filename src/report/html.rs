//! Reports as one self-contained page: nothing is fetched, and the page's own policy lets only its own style and
//! script run, by their hashes.

use anyhow::Result;
use minijinja::value::{Serde, Value};
use sha2::{Digest, Sha256};

use super::charts::Charts;
use super::view::View;
use super::words::Words;
use super::{Kind, Options, readiness};
use crate::assessment::Assessment;
use crate::text::base64;

pub(super) fn render(assessment: &Assessment, options: &Options<'_>) -> Result<Vec<u8>> {
    let (templates, words) = (options.templates, options.words());
    let view = View::new(assessment, words);
    let style = format!("{}{}", templates.file("report.css")?, own_style(&view, words, options.kind));
    let script = templates.file("report.js")?;
    let shared = minijinja::context! {
        policy => policy(&style, script),
        // Ours or the user's own; what comes from a profile or a document is escaped in it.
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(script.into()),
    };
    let (name, own) = match options.kind {
        Kind::GapAnalysis => {
            ("gap-analysis.html.j2", minijinja::context! { charts => Serde(Charts::new(&view, words)) })
        }
        Kind::Readiness => ("readiness.html.j2", Value::from(Serde(readiness::readiness(assessment, &view, options)?))),
    };
    let context = minijinja::context! { ..shared, ..own, ..Serde(view) };
    Ok(templates.render(name, words, context)?.into_bytes())
}

/// The part of the style that a profile and a language decide: the colour, and what stands below on paper.
fn own_style(view: &View, words: &Words, kind: Kind) -> String {
    let title = match kind {
        Kind::GapAnalysis => words.get("report", "gap_analysis"),
        Kind::Readiness => words.get("readiness", "title"),
    };
    let left = [title, &view.organisation, &view.brand.confidentiality];
    let left: Vec<&str> = left.into_iter().filter(|text| !text.is_empty()).collect();
    let font = "font: 8pt sans-serif; color: #56616b;";
    format!(
        ":root {{ --accent: {}; }}\n@media print {{ @page {{ @bottom-left {{ content: {}; {font} }} \
         @bottom-right {{ content: counter(page) \" / \" counter(pages); {font} }} }} }}\n",
        view.brand.accent,
        css_string(&left.join(" · "))
    )
}

/// Text as a string of a style: all but letters and digits is written by its number, so that nothing ends it.
fn css_string(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        c if c.is_alphanumeric() || c == ' ' => c.to_string(),
        c => format!("\\{:x} ", c as u32),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// The content security policy: no network, no form, no script or style but these, pictures only in the page.
fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64::encode(&Sha256::digest(style.as_bytes())),
        base64::encode(&Sha256::digest(script.as_bytes()))
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_ends_a_string_of_a_style() {
        assert_eq!(super::css_string("A & B\"</style>"), "\"A \\26  B\\22 \\3c \\2f style\\3e \"");
    }
}
