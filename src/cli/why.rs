//! `iso20k why`: how one document was read, sentence by sentence: its type and state with their
//! reasons, its control data, and which sentences count for which topic.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::{Context, read};
use crate::catalogue::{Catalogue, Check};
use crate::facts::{Facts, Force};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The document, as a path below the folder of documents
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// Only what bears on this obligation
    #[arg(value_name = "OBLIGATION")]
    obligation: Option<String>,
    /// The folder that holds the documents
    #[arg(long, value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    #[command(flatten)]
    profile: super::Profiled,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let catalogue = context.catalogue_of(&options.dir, &options.profile)?;
    let wanted = options.obligation.as_deref().map(|id| topics_of(&catalogue, id)).transpose()?;
    let profile = options.profile.read(&options.dir, &catalogue)?;
    let survey = read::survey(context, &options.dir, options.profile.git.into(), &profile, &catalogue)?;
    let path = relative(&options.dir, &options.path);
    let Some(entry) = survey.index.documents.iter().find(|entry| entry.path == path) else {
        if let Some(file) = survey.index.unread.iter().find(|file| file.path == path) {
            bail!("{path} could not be read: {}", file.reason);
        }
        bail!("{path} is not among the documents of {}", options.dir.display());
    };
    let mut text = describe(&entry.facts);
    text.push_str(&topics(&entry.facts, wanted.as_deref()));
    super::print(&text);
    Ok(ExitCode::SUCCESS)
}

fn relative(dir: &Path, path: &Path) -> String {
    path.strip_prefix(dir).unwrap_or(path).to_string_lossy().trim_start_matches("./").replace('\\', "/")
}

/// Types and topics that an obligation looks for.
fn topics_of(catalogue: &Catalogue, id: &str) -> Result<Vec<(String, String)>> {
    let (_, obligation) = catalogue
        .obligations()
        .find(|(_, obligation)| obligation.id == id)
        .with_context(|| format!("no obligation `{id}`"))?;
    let mut found = Vec::new();
    obligation.evidence.iter().for_each(|check| collect(check, &mut found));
    Ok(found)
}

fn collect(check: &Check, found: &mut Vec<(String, String)>) {
    match check {
        Check::Document(check) | Check::Record(check) => {
            for id in &check.types {
                found.extend(check.topics.iter().map(|topic| (id.clone(), topic.clone())));
            }
        }
        Check::Any(checks) => checks.iter().for_each(|check| collect(check, found)),
        Check::Register(_) | Check::Ask(_) => {}
    }
}

fn describe(facts: &Facts) -> String {
    let mut text = format!("title     {}\nlanguage  {}\n", facts.title, facts.language);
    text.push_str(&format!(
        "state     {}: {}\n",
        facts.state.state.name(),
        if facts.state.reason.is_empty() { "nothing tells" } else { &facts.state.reason }
    ));
    if !facts.state.quote.is_empty() {
        text.push_str(&format!("          {}: “{}”\n", facts.state.place, facts.state.quote));
    }
    if let Some(date) = facts.date {
        text.push_str(&format!("date      {date}\n"));
    }
    for kind in &facts.kinds {
        text.push_str(&format!("type      {} {:.2}: {}\n", kind.id, kind.confidence, kind.reasons.join("; ")));
    }
    if facts.kinds.is_empty() {
        text.push_str("type      none that is known\n");
    }
    for fact in &facts.control {
        let value = if fact.value.is_empty() { "(left blank)" } else { &fact.value };
        let from = fact.from.as_ref().map(ToString::to_string).unwrap_or_default();
        let place = fact.place.to_string();
        let stands: Vec<&str> = [&from[..], &place[..]].into_iter().filter(|part| !part.is_empty()).collect();
        text.push_str(&format!("control   {}: {value} ({})\n", fact.label.name().replace('_', " "), stands.join(", ")));
    }
    text.push_str(&super::mapping::tables(facts));
    for (name, count) in &facts.organisations {
        text.push_str(&format!("names     {name} ({count})\n"));
    }
    for remark in &facts.remarks {
        text.push_str(&format!("remark    {remark}\n"));
    }
    text
}

fn topics(facts: &Facts, wanted: Option<&[(String, String)]>) -> String {
    let mut text = String::new();
    for fact in &facts.topics {
        if wanted.is_some_and(|wanted| {
            !wanted.iter().any(|(document, topic)| *document == fact.document && *topic == fact.topic)
        }) {
            continue;
        }
        let force = match fact.force {
            Force::Commits => "counts   ",
            Force::Negates => "denied   ",
            Force::Promises => "promised ",
            Force::Mentions => "mentioned",
        };
        text.push_str(&format!(
            "\n{force} {}{}{} ({}×)\n          {}: “{}”\n",
            fact.document,
            if fact.topic.is_empty() { "" } else { "/" },
            fact.topic,
            fact.count,
            fact.place,
            fact.quote
        ));
    }
    if text.is_empty() {
        text.push_str("\nno topic that was asked for is said\n");
    }
    text
}
