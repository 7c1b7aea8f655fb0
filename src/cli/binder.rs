//! `iso20k binder`: the evidence as one PDF to leaf through.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::bundle::{Folder, as_assessed, differ};
use super::report::language;
use super::{Context, count, output};
use crate::assessment::limited_to;
use crate::pack::binder::{Order, bind};
use crate::report::binder::Why;
use crate::report::paper::shown;
use crate::report::{Language, Words};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The assessment.json whose evidence is bound
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    /// The folder that holds the documents, as they were assessed
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    /// The PDF to write [default: evidence-binder.pdf beside the assessment]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Limit the binder to clauses and what stands under them, such as 8.6,9
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    clauses: Vec<String>,
    /// The language of its sheets: en, de [default: the profile's, else en]
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let mut assessment = super::report::read(&options.assessment)?;
    let folder = Folder::open(&options.dir)?;
    as_assessed(&folder, &assessment)?;
    if !options.clauses.is_empty() {
        assessment = limited_to(assessment, &options.clauses)?;
    }
    let usual = assessment.report.language.as_deref().and_then(Language::parse);
    let order = Order {
        assessment: &assessment,
        words: Words::of(options.lang.or(usual).unwrap_or_default()),
        document: &|path| folder.read(path),
    };
    let binder = bind(&order)?.map_err(|differing| differ(&differing))?;
    let out = options.out.clone().unwrap_or_else(|| options.assessment.with_file_name("evidence-binder.pdf"));
    output::write(&out, &binder.bytes)?;
    for (path, why) in &binder.unbound {
        let why = match why {
            Why::Encrypted => "it is protected with a password",
            Why::Broken => "it is damaged",
            Why::Empty => "it has no pages",
        };
        context.say(&format!("pages not bound: {}: {why}", shown(path)));
    }
    let (exhibits, pages) = (count(binder.exhibits, "exhibit"), count(binder.pages, "page"));
    super::print(&format!("{}: {exhibits} on {pages}\n", out.display()));
    Ok(ExitCode::SUCCESS)
}
