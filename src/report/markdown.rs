//! The gap analysis as Markdown: good in plain text, and on a forge.

use anyhow::Result;
use minijinja::value::Serde;

use super::templates::Templates;
use super::view::View;
use crate::assessment::Assessment;

pub(super) fn render(assessment: &Assessment, templates: &Templates) -> Result<Vec<u8>> {
    Ok(templates.render("gap-analysis.md.j2", Serde(View::new(assessment)))?.into_bytes())
}
