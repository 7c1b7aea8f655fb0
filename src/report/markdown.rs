//! The gap analysis as Markdown: good in plain text, and on a forge.

use anyhow::Result;
use minijinja::value::Serde;

use super::Options;
use super::view::View;
use crate::assessment::Assessment;

pub(super) fn render(assessment: &Assessment, options: &Options<'_>) -> Result<Vec<u8>> {
    let words = options.words();
    Ok(options.templates.render("gap-analysis.md.j2", words, Serde(View::new(assessment, words)))?.into_bytes())
}
