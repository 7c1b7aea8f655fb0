//! The gap analysis as a Word document: parts from templates (`reports/docx/`), charts as SVG with a PNG for
//! programs that do not draw SVG, put together byte for byte the same every time.

mod drawing;
mod package;
mod pages;
mod runs;
#[cfg(test)]
mod tests;

use anyhow::Result;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};

use super::Options;
use super::charts::Charts;
use super::view::View;
use super::words::Language;
use crate::assessment::Assessment;
use drawing::Drawing;
use package::Package;

/// The parts that are templates: the file among the templates, and its name in the document.
const PARTS: &[(&str, &str)] = &[
    ("docx/document.xml.j2", "word/document.xml"),
    ("docx/styles.xml.j2", "word/styles.xml"),
    ("docx/numbering.xml.j2", "word/numbering.xml"),
    ("docx/settings.xml.j2", "word/settings.xml"),
    ("docx/header.xml.j2", "word/header1.xml"),
    ("docx/footer.xml.j2", "word/footer1.xml"),
    ("docx/empty-header.xml.j2", "word/header2.xml"),
    ("docx/empty-footer.xml.j2", "word/footer2.xml"),
    ("docx/core.xml.j2", "docProps/core.xml"),
    ("docx/app.xml.j2", "docProps/app.xml"),
];

pub(super) fn render(assessment: &Assessment, options: &Options<'_>) -> Result<Vec<u8>> {
    let words = options.words();
    let view = View::new(assessment, words);
    let charts = Charts::new(&view, words);
    let drawn = [&charts.achievement, &charts.heat, &charts.radar];
    let drawings: Vec<Drawing> =
        (1..).zip(drawn.into_iter().flatten()).map(|(id, chart)| Drawing::new(id, chart)).collect();
    let context = context! {
        charts => Serde(&charts),
        drawings => drawings.iter().map(|each| (each.name, each.markup())).collect::<std::collections::BTreeMap<_, _>>(),
        graded_text => listed(view.graded.iter().map(|each| format!("{} {}", each.count, each.mark.inline))),
        reasons_text => listed(view.reasons.iter().map(|each| format!("{} {}", each.count, each.reason))),
        logo => false,
        accent => "1F3A4D",
        locale => if options.language == Language::De { "de-DE" } else { "en-GB" },
        created => assessment.as_of.parse::<jiff::civil::Date>().map(|date| date.to_string()).unwrap_or_default(),
        ..Serde(&view)
    };
    let mut package = Package::default();
    for (template, name) in PARTS {
        let part = options.templates.render(template, words, context.clone())?;
        package.text(name, part);
    }
    for drawing in &drawings {
        drawing.add_to(&mut package)?;
    }
    package.finish()
}

fn listed(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

/// What the templates of Word documents may use beside what all templates do.
pub(super) fn register(environment: &mut Environment<'_>) {
    environment.add_filter("runs", |text: &str, style: Option<&str>| {
        Value::from_safe_string(runs::runs(text, style.unwrap_or_default()))
    });
    environment.add_filter("bidi", |text: &str| Value::from_safe_string(runs::direction(text).to_owned()));
    environment.add_filter("mark", runs::bookmark);
    environment.add_filter("hue", runs::hue);
    environment.add_filter("page", |bookmark: &str| pages::wanted(bookmark));
}
