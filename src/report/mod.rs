//! Reports: pure functions of a finished [`Assessment`], one file a format. They see nothing else: no
//! document, no clock, no folder; the same assessment gives the same bytes.

mod actions;
mod audits;
#[cfg(feature = "binder")]
pub mod binder;
pub mod blank;
mod brand;
mod calendar;
pub mod charts;
mod circumstances;
mod clauses;
mod compared;
mod coverage;
mod csv;
mod documents;
#[cfg(feature = "docx")]
mod docx;
#[cfg(feature = "pdf")]
mod evidence_index;
mod exhibits;
mod fallen;
#[cfg(any(feature = "binder", feature = "pdf"))]
mod fonts;
mod guidance;
mod html;
mod ics;
mod json;
mod listing;
mod machine;
mod markdown;
#[cfg(test)]
mod opc;
pub mod paper;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
mod planned;
mod portfolio;
pub mod readiness;
#[cfg(test)]
pub(crate) mod sample;
mod sampled;
#[cfg(feature = "binder")]
mod sheet;
mod since;
mod sourcing;
mod steps;
mod templates;
mod tender;
pub mod terminal;
#[cfg(test)]
mod tests;
#[cfg(feature = "binder")]
mod ticks;
mod trend;
#[cfg(test)]
mod variants;
pub mod view;
mod views;
pub mod words;
mod xlsx;

use anyhow::Result;

use crate::assessment::Assessment;

pub use calendar::{Calendar, calendar};
pub use compared::agreement;
pub use ics::ics;
pub use listing::Look;
pub use machine::{Machine, below};
pub use plain::{harmless, inert};
pub use planned::{Form as PlanForm, Planned, planned};
pub use sampled::sample;
pub use templates::Templates;
#[cfg(feature = "binder")]
pub use ticks::ticks;
pub use trend::trend_chart;
pub use words::{Language, Words};

/// A format a report is written in. To add one: its file, and a line in each function below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The assessment itself, for programs.
    Json,
    /// Plain text that forges show well.
    Markdown,
    /// One self-contained page, to read and to print.
    Html,
    /// One row an obligation, for a spreadsheet.
    Csv,
    /// A document to hand over and to edit.
    #[cfg(feature = "docx")]
    Docx,
    /// A workbook to decide and plan in.
    Xlsx,
    /// The document to hand over.
    #[cfg(feature = "pdf")]
    Pdf,
    /// For programs of other makers.
    Machine(Machine),
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Json,
        Self::Markdown,
        Self::Html,
        Self::Csv,
        #[cfg(feature = "docx")]
        Self::Docx,
        Self::Xlsx,
        #[cfg(feature = "pdf")]
        Self::Pdf,
        Self::Machine(Machine::Sarif),
        Self::Machine(Machine::Junit),
        Self::Machine(Machine::Github),
        Self::Machine(Machine::Gitlab),
        Self::Machine(Machine::Azure),
        Self::Machine(Machine::OscalResults),
        Self::Machine(Machine::OscalPlan),
    ];

    /// As named on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Machine(machine) => machine.name(),
            _ => self.extension(),
        }
    }

    /// Of the file, without a dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Csv => "csv",
            #[cfg(feature = "docx")]
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            #[cfg(feature = "pdf")]
            Self::Pdf => "pdf",
            Self::Machine(machine) => machine.extension(),
        }
    }

    /// Whether a report of that kind is written in it; the assessment itself is of no kind.
    #[must_use]
    pub fn has(self, kind: Kind) -> bool {
        match kind {
            Kind::GapAnalysis => true,
            Kind::Readiness => matches!(self, Self::Markdown | Self::Html) || readiness::form(self).is_some(),
        }
    }

    /// The name of the file for a report of that kind.
    #[must_use]
    pub fn file_name(self, kind: Kind) -> String {
        match self {
            Self::Json => "assessment.json".into(),
            _ => format!("{}.{}", kind.name(), self.extension()),
        }
    }

    /// The format of a name or extension, whatever its case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        let name = if name == "markdown" { "md" } else { name.as_str() };
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }
}

/// What a report is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What evidence there is for each obligation, and where it falls short.
    #[default]
    GapAnalysis,
    /// Whether a certification audit can be faced, stage by stage.
    Readiness,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::GapAnalysis, Self::Readiness];

    /// As named on the command line and in names of files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::GapAnalysis => "gap-analysis",
            Self::Readiness => "readiness",
        }
    }

    /// The kind of a name, whatever its case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// How a report is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// What it is about.
    pub kind: Kind,
    /// In which language.
    pub language: Language,
    /// With which templates and words.
    pub templates: &'a Templates,
    /// Of readiness: the day of a planned audit.
    pub audit: Option<jiff::civil::Date>,
}

impl Options<'_> {
    /// The words of the report.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        self.templates.words(self.language)
    }
}

/// Writes an assessment in a format as a gap analysis in English, with the templates inside the binary.
///
/// # Errors
/// When a value cannot be written, which no assessment of this program causes.
pub fn render(format: Format, assessment: &Assessment) -> Result<Vec<u8>> {
    let templates = Templates::embedded();
    render_with(
        format,
        assessment,
        &Options { kind: Kind::default(), language: Language::En, templates: &templates, audit: None },
    )
}

/// Writes an assessment in a format.
///
/// # Errors
/// When a template asks for what is not there, or for more work than a report may take.
pub fn render_with(format: Format, assessment: &Assessment, options: &Options<'_>) -> Result<Vec<u8>> {
    if let Some(form) = readiness::form(format).filter(|_| options.kind == Kind::Readiness) {
        return readiness::write(assessment, options, form);
    }
    match format {
        Format::Json => json::render(assessment),
        Format::Markdown => markdown::render(assessment, options),
        Format::Html => html::render(assessment, options),
        Format::Csv => Ok(csv::render(assessment, options.words())),
        #[cfg(feature = "docx")]
        Format::Docx => docx::render(assessment, options),
        Format::Xlsx => xlsx::render(assessment, options),
        #[cfg(feature = "pdf")]
        Format::Pdf => pdf::render(assessment, options),
        Format::Machine(machine) => machine::render(machine, assessment),
    }
}
