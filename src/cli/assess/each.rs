//! `iso20k assess --each`: a folder of clients, one assessment each. What is kept between runs is shared; what is
//! wrong with one client costs that one.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use super::Options;
use crate::assessment::{Assessment, Rating};
use crate::catalogue::Catalogue;
use crate::cli::{Context, Source, count, report};
use crate::corpus::REPORT_MARK;
use crate::report::{Language, Words, harmless};

/// What came of one client; the worst is what came of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Done,
    GateFailed,
    Failed,
}

pub(super) fn run(context: &Context, options: &Options, catalogue: &Catalogue) -> Result<ExitCode> {
    let dir = options.source.dir();
    let clients = clients(context, dir)?;
    // Also where it lies among the clients: a later run does not take it for one of them.
    report::prepare(&options.output)?;
    let mut worst = Outcome::Done;
    for name in &clients {
        context.say(&format!("{}:", harmless(name)));
        let outcome = one(context, options, catalogue, name).unwrap_or_else(|error| {
            crate::cli::print(&format!(
                "{}  could not be assessed: {}\n",
                harmless(name),
                harmless(&format!("{error:#}"))
            ));
            Outcome::Failed
        });
        worst = worst.max(outcome);
    }
    let folder = options.output.folder().display().to_string();
    if clients.len() > 1 {
        context.say(&format!(
            "{}; side by side: iso20k portfolio {folder}/*/assessment.json",
            count(clients.len(), "client")
        ));
    }
    Ok(ExitCode::from(worst as u8))
}

/// The folders of clients by name; neither hidden ones nor reports.
fn clients(context: &Context, dir: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read the folder {}", dir.display()))?;
    let mut clients = Vec::new();
    let mut beside = 0;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // What a link leads to is not in this folder.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        match is_folder {
            _ if name.starts_with('.') => {}
            true if entry.path().join(REPORT_MARK).exists() => {}
            true => clients.push(name),
            false => beside += 1,
        }
    }
    if beside > 0 {
        let files = if beside == 1 { "1 file lies".to_owned() } else { format!("{beside} files lie") };
        context.say(&format!("warning: {files} beside the folders of {} and belong to no client", dir.display()));
    }
    clients.sort();
    if clients.is_empty() {
        bail!("no folders in {}; with `--each` it holds a folder a client", dir.display());
    }
    Ok(clients)
}

fn one(context: &Context, options: &Options, catalogue: &Catalogue, name: &str) -> Result<Outcome> {
    let source = Source { dir: Some(options.source.dir().join(name)), ..options.source.clone() };
    let output = options.output.within(name);
    let (templates, assessment) = super::made(context, options, &source, &output, catalogue)?;
    let failed = assessment.gate.as_ref().is_some_and(|gate| !gate.held);
    let (assessment, _) = report::write_quietly(&output, &templates, assessment)?;
    context.timings.lap("reports");
    crate::cli::print(&line(name, &assessment, failed, &output.folder().display().to_string()));
    Ok(if failed { Outcome::GateFailed } else { Outcome::Done })
}

fn line(name: &str, assessment: &Assessment, failed: bool, folder: &str) -> String {
    let words = Words::of(Language::En);
    let share = assessment.summary.achievement;
    let achieved = share.map_or_else(
        || "nothing determined".to_owned(),
        |share| format!("{} {:?}", words.percent(share), Rating::of(share)),
    );
    let counts = assessment.summary.counts;
    let gate = if failed { ", the gate failed" } else { "" };
    format!(
        "{}  {achieved}, {}, {} partial, {}{gate}  {}\n",
        harmless(name),
        count(counts.gap as usize, "gap"),
        counts.partial,
        count(assessment.documents.len(), "document"),
        harmless(folder)
    )
}
