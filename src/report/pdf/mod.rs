//! The gap analysis as a PDF to hand over: tagged (PDF/UA-1) and archivable (PDF/A-3a), laid out by typst from
//! a template. All text goes in as data, so that none of it can become markup.

mod data;
mod fonts;
#[cfg(test)]
mod tests;
mod world;

use anyhow::{Result, anyhow};
use sha2::{Digest, Sha256};
use typst::foundations::{Bytes, Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::Options;
use crate::assessment::{Assessment, Logo};
use crate::text::base64;
use world::{Files, Memory};

/// The template of the gap analysis.
const MAIN: &str = "gap-analysis.typ";

pub(super) fn render(assessment: &Assessment, options: &Options<'_>) -> Result<Vec<u8>> {
    let attached = super::json::render(assessment)?;
    let how = how(assessment, &attached)?;
    let mut files = Files::from([("assessment.json".into(), Bytes::new(attached))]);
    let logo = assessment.report.logo.as_ref().map(|logo| picture(logo, &how));
    let report = data::report(assessment, options.words(), logo.as_ref().map(Option::is_some), &mut files)?;
    files.insert("report.json".into(), Bytes::new(report));
    files.extend(logo.flatten().map(|logo| (data::LOGO.into(), logo)));
    let templates = options.templates.files().filter(|(name, _)| name.ends_with(".typ"));
    let written = written(&Memory::new(MAIN, templates, files)?, &how);
    typst::comemo::evict(0);
    written
}

fn written(world: &Memory, how: &PdfOptions) -> Result<Vec<u8>> {
    let document = world.document();
    // typst keeps what it has laid out for a next time, which there is not.
    typst::comemo::evict(0);
    let document = document?;
    typst_pdf::pdf(&document, how).map_err(|errors| world.explain(&errors))
}

/// Archivable and accessible at once; its date is the assessment's, its name a hash of the assessment.
fn how(assessment: &Assessment, attached: &[u8]) -> Result<PdfOptions> {
    let standards =
        PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]).map_err(|error| anyhow!("{}", error.message()))?;
    Ok(PdfOptions {
        ident: Smart::Custom(base64::encode(&Sha256::digest(attached))),
        creator: Smart::Custom(Some(super::plain::clean(
            &format!("{} {}", assessment.tool.name, assessment.tool.version),
            super::plain::TEXT,
        ))),
        timestamp: date(&assessment.as_of).map(Timestamp::new_utc),
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

/// The logo, if a PDF can hold it: one page of nothing else is tried first, so that a picture that turns out to
/// be none costs the picture and not the report.
fn picture(logo: &Logo, how: &PdfOptions) -> Option<Bytes> {
    const PROBE: &str = "#set document(title: \"logo\")\n#image(\"logo\", alt: \"logo\")";
    logo.data_url()?;
    let bytes = Bytes::new(logo.bytes()?);
    let files = Files::from([(data::LOGO.into(), bytes.clone())]);
    let world = Memory::new("probe.typ", std::iter::once(("probe.typ", PROBE)), files).ok()?;
    written(&world, how).ok().map(|_| bytes)
}
