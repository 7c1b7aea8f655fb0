//! Reports as Markdown: good in plain text, and on a forge.

use anyhow::Result;
use minijinja::value::Serde;

use super::view::View;
use super::{Kind, Options, readiness};
use crate::assessment::Assessment;

pub(super) fn render(assessment: &Assessment, options: &Options<'_>) -> Result<Vec<u8>> {
    let (templates, words) = (options.templates, options.words());
    let view = View::new(assessment, words);
    let text = match options.kind {
        Kind::GapAnalysis => templates.render("gap-analysis.md.j2", words, Serde(view))?,
        Kind::Readiness => {
            let ready = readiness::readiness(assessment, &view, options)?;
            let context = minijinja::context! { ..Serde(ready), ..Serde(view) };
            templates.render("readiness.md.j2", words, context)?
        }
    };
    Ok(text.into_bytes())
}
