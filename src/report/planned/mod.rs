//! The implementation plan as a paper, as rows, as files that trackers take in, and as a workbook.

mod imports;
mod mermaid;
mod paper;
mod says;
#[cfg(test)]
mod tests;

use anyhow::Result;
use serde::Serialize;

use super::paper::{Form as Printing, print};
use super::words::Words;
use super::xlsx;
use crate::plan::{Estimates, Plan};

/// A plan with what it is made of and the words to say it in; as data it is the plan alone.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Planned<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What it is made of.
    #[serde(skip)]
    pub estimates: &'a Estimates,
    /// The words of a language.
    #[serde(skip)]
    pub words: &'static Words,
}

/// How a plan is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As any other paper.
    Paper(Printing),
    /// A workbook.
    Xlsx,
    /// CSV as Jira's import takes it.
    Jira,
    /// CSV as the import of Azure DevOps takes it.
    AzureDevops,
    /// CSV as scripts take it that make issues on GitHub, which imports none itself.
    Github,
    /// A Gantt chart as text.
    Mermaid,
}

impl Form {
    /// Every one with its name.
    pub const ALL: &[(&'static str, Self)] = &[
        ("text", Self::Paper(Printing::Text)),
        ("json", Self::Paper(Printing::Json)),
        ("csv", Self::Paper(Printing::Csv)),
        ("jira", Self::Jira),
        ("azure-devops", Self::AzureDevops),
        ("github", Self::Github),
        ("mermaid", Self::Mermaid),
        ("html", Self::Paper(Printing::Html)),
        ("md", Self::Paper(Printing::Markdown)),
        ("xlsx", Self::Xlsx),
        #[cfg(feature = "docx")]
        ("docx", Self::Paper(Printing::Docx)),
        #[cfg(feature = "binder")]
        ("pdf", Self::Paper(Printing::Pdf)),
    ];

    /// The one of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, form)| *form)
    }
}

/// Hands a plan out.
///
/// # Errors
/// When it cannot be written, which no plan of this program causes.
pub fn planned(planned: &Planned<'_>, form: Form) -> Result<Vec<u8>> {
    Ok(match form {
        Form::Paper(form) => print(planned, form)?,
        Form::Xlsx => xlsx::sheets(&planned.book())?,
        Form::Jira => imports::jira(planned).into_bytes(),
        Form::AzureDevops => imports::azure_devops(planned).into_bytes(),
        Form::Github => imports::github(planned).into_bytes(),
        Form::Mermaid => mermaid::gantt(planned).into_bytes(),
    })
}
