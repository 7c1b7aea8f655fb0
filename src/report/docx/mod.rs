//! The gap analysis as a Word document: parts from templates (`reports/docx/`), charts as SVG with a PNG for
//! programs that do not draw SVG, put together byte for byte the same every time.

mod blank;
mod drawing;
mod frame;
mod layout;
mod package;
mod pages;
mod paper;
mod runs;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};
use serde::Serialize;

use super::Options;
use super::charts::Charts;
use super::plain::{TEXT, clean};
use super::view::View;
use super::words::{Language, Words};
use crate::assessment::{Assessment, Branding};
use drawing::Drawing;
use package::Package;

pub use blank::word;
pub(super) use frame::{Parts, read as read_frame};
pub(super) use paper::paper;

/// The colour of headings and bands where nobody chose one.
const ACCENT: &str = "1F3A4D";

/// The parts that are templates: the file among the templates, and its name in the document.
const PARTS: &[(&str, &str)] = &[
    ("docx/document.xml.j2", "word/document.xml"),
    ("docx/styles.xml.j2", "word/styles.xml"),
    ("docx/numbering.xml.j2", "word/numbering.xml"),
    ("docx/settings.xml.j2", "word/settings.xml"),
    ("docx/header.xml.j2", "word/report-header.xml"),
    ("docx/footer.xml.j2", "word/report-footer.xml"),
    ("docx/empty-header.xml.j2", "word/report-cover-header.xml"),
    ("docx/empty-footer.xml.j2", "word/report-cover-footer.xml"),
    ("docx/core.xml.j2", "docProps/core.xml"),
    ("docx/app.xml.j2", "docProps/app.xml"),
];

pub(super) fn render(assessment: &Assessment, options: &Options<'_>) -> Result<Vec<u8>> {
    let words = options.words();
    let view = View::new(assessment, words);
    let charts = Charts::new(&view, words);
    let mut drawings = Vec::new();
    for (id, chart) in (1..).zip([&charts.achievement, &charts.heat, &charts.radar].into_iter().flatten()) {
        drawings.push(Drawing::chart(id, chart)?);
    }
    let brand = Brand::new(&assessment.report);
    let logo = assessment.report.logo.as_ref();
    let logo = logo.and_then(|logo| Drawing::logo(drawings.len() + 1, logo, brand.logo_of(&view, words)));
    let has_logo = logo.is_some();
    drawings.extend(logo);
    let markup: BTreeMap<&str, String> = drawings.iter().map(|each| (each.name, each.markup())).collect();
    let context = context! {
        charts => Serde(&charts),
        drawings => markup,
        anchors => anchors(&view),
        graded_text => listed(view.graded.iter().map(|each| format!("{} {}", each.count, each.mark.inline))),
        reasons_text => listed(view.reasons.iter().map(|each| format!("{} {}", each.count, each.reason))),
        logo => has_logo,
        accent => brand.accent.clone(),
        brand => Serde(&brand),
        kind => words.get("pdf", "kind"),
        locale => locale(options.language),
        created => assessment.as_of.parse::<jiff::civil::Date>().map(|date| date.to_string()).unwrap_or_default(),
        ..Serde(&view)
    };
    let mut package = Package::default();
    for (template, name) in PARTS {
        package.text(name, options.templates.render(template, words, context.clone())?);
    }
    for drawing in drawings {
        drawing.add_to(&mut package);
    }
    package.finish(options.templates.frame())
}

fn locale(language: Language) -> &'static str {
    if language == Language::De { "de-DE" } else { "en-GB" }
}

/// Whose report it is, made fit for reading.
#[derive(Serialize)]
struct Brand {
    client: String,
    consultant: String,
    confidentiality: String,
    disclaimers: Vec<String>,
    /// Six digits, as Word writes a colour.
    accent: String,
}

impl Brand {
    fn new(branding: &Branding) -> Self {
        let text = |text: &Option<String>| text.as_deref().map(|text| clean(text, TEXT)).unwrap_or_default();
        let accent = branding.accent.as_deref().and_then(|colour| colour.strip_prefix('#')).unwrap_or_default();
        let is_colour = accent.len() == 6 && accent.chars().all(|c| c.is_ascii_hexdigit());
        Self {
            client: text(&branding.client),
            consultant: text(&branding.consultant),
            confidentiality: text(&branding.confidentiality),
            disclaimers: branding.disclaimers.iter().map(|each| clean(each, TEXT)).collect(),
            accent: if is_colour { accent.to_ascii_uppercase() } else { ACCENT.into() },
        }
    }

    fn logo_of(&self, view: &View, words: &Words) -> String {
        let name = [&self.consultant, &self.client, &view.organisation].into_iter().find(|name| !name.is_empty());
        words.fill("pdf", "logo_of", &[("name", name.map_or("", String::as_str))])
    }
}

/// The obligations that links can lead to: an action may bear on one that this report leaves out.
fn anchors(view: &View) -> BTreeMap<&str, bool> {
    let clauses = view.groups.iter().flat_map(|group| &group.clauses);
    clauses.flat_map(|clause| &clause.obligations).map(|obligation| (obligation.anchor.as_str(), true)).collect()
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
    environment.add_filter("at", |path: &str, place: &str| match place {
        "" => path.to_owned(),
        place => format!("{path}, {place}"),
    });
    environment.add_filter("mark", runs::bookmark);
    environment.add_filter("hue", runs::hue);
    environment.add_filter("page", |bookmark: &str| pages::wanted(bookmark));
}
