//! How a paper is asked for: in which form, where to, in which language. The same for every command that makes one.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::output;
use crate::assessment::Assessment;
use crate::report::paper::{Form, Printed, Worded, print};
use crate::report::{Language, Words};

/// The options of a command that hands out one paper.
#[derive(Debug, Args)]
pub(super) struct Handed {
    /// How to write it [possible values: text, csv, json, md, html, xlsx, docx, pdf]
    #[arg(long, value_name = "FORMAT", value_parser = form, default_value = "text")]
    format: Form,
    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The language: en, de [default: that of the assessment's reports, else en]
    #[arg(long, value_name = "LANG", value_parser = super::report::language)]
    lang: Option<Language>,
}

impl Handed {
    /// The words of the language asked for, else of an assessment's reports.
    pub(super) fn words(&self, assessment: Option<&Assessment>) -> &'static Words {
        Words::of(language(self.lang, assessment))
    }

    /// Hands something out in these words.
    pub(super) fn out<T>(&self, what: &T, words: &'static Words) -> Result<()>
    where
        for<'a> Worded<'a, T>: Printed,
    {
        output::hand_out(self.out.as_deref(), &print(&Worded { what, words }, self.format)?)
    }
}

/// The language asked for, else that of an assessment's reports, else English.
pub(super) fn language(asked: Option<Language>, assessment: Option<&Assessment>) -> Language {
    let usual = || assessment.and_then(|one| one.report.language.as_deref()).and_then(Language::parse);
    asked.or_else(usual).unwrap_or_default()
}

/// A form by its name.
pub(super) fn form(name: &str) -> Result<Form, String> {
    let known: Vec<&str> = Form::ALL.iter().map(|(name, _)| *name).collect();
    Form::parse(name).ok_or_else(|| format!("the formats are {}", known.join(", ")))
}
