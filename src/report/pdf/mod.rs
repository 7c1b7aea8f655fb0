//! The gap analysis as a PDF to hand over: tagged (PDF/UA-1) and archivable (PDF/A-3a), laid out by typst from
//! a template. All text goes in as data, so that none of it can become markup.

mod data;
mod fonts;
#[cfg(test)]
mod tests;
mod words;
mod world;

use anyhow::{Context, Result};
use typst::foundations::{Bytes, Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::templates::Templates;
use crate::assessment::Assessment;
use world::{Files, Memory};

/// The template of the gap analysis.
const MAIN: &str = "gap-analysis.typ";

pub(super) fn render(assessment: &Assessment, templates: &Templates) -> Result<Vec<u8>> {
    let attached = super::json::render(assessment)?;
    let options = options(assessment, &attached)?;
    let files = Files::from([
        ("report.json".into(), Bytes::new(data::report(assessment)?)),
        ("assessment.json".into(), Bytes::new(attached)),
    ]);
    let world = Memory::new(MAIN, templates.files_ending(".typ"), files)?;
    let written = world.document().and_then(|document| export(&world, &document, &options));
    // typst keeps what it has laid out for a next time, which there is not.
    typst::comemo::evict(0);
    written.with_context(|| format!("report template `{MAIN}`"))
}

fn export(world: &Memory, document: &PagedDocument, options: &PdfOptions) -> Result<Vec<u8>> {
    typst_pdf::pdf(document, options).map_err(|errors| world.explain(&errors))
}

/// Archivable and accessible at once; its date is the assessment's, its name a hash of the assessment.
fn options(assessment: &Assessment, attached: &[u8]) -> Result<PdfOptions> {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|error| anyhow::anyhow!("{}", error.message()))?;
    let ident = super::html::base64(&<sha2::Sha256 as sha2::Digest>::digest(attached));
    let timestamp = date(&assessment.as_of).map(Timestamp::new_utc);
    Ok(PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(format!("{} {}", assessment.tool.name, assessment.tool.version))),
        timestamp,
        standards,
        ..PdfOptions::default()
    })
}

/// The day of an assessment; a day long ago where it names none, since an archived PDF needs one.
fn date(as_of: &str) -> Option<Datetime> {
    let day = as_of.parse().unwrap_or_else(|_| jiff::civil::date(1980, 1, 1));
    let (month, day_of) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    Datetime::from_ymd_hms(i32::from(day.year()).max(0), month, day_of, 0, 0, 0)
}
