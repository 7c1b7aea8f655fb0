//! `iso20k assess`: the main job.

mod each;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::Args;

use super::{Context, Source, decisions, read, shards};
use crate::assessment::personal::{Persons, without_personal_data};
use crate::assessment::{self, Assessment, Condition, GuidanceResult, Subject};
use crate::catalogue::{Catalogue, Circumstance, Dimension, Profile, REMOTE_SERVICES};
use crate::evidence;
use crate::index::Index;
use crate::problem::Problem;
use crate::report::Templates;

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: super::report::Output,
    /// Keep the evidence index as a SQLite file
    #[arg(long, value_name = "FILE")]
    index: Option<PathBuf>,
    /// Also look at the advisory items for remote and virtual services; they count towards nothing
    #[arg(long)]
    guidance: bool,
    /// How large the organisation is, instead of what its profile says: weights and questions follow it, no status does
    /// [micro, small, medium, large]
    #[arg(long, value_name = "SIZE")]
    size: Option<String>,
    /// For whom it works, likewise [commerce, finance, government, health]
    #[arg(long, value_name = "SECTOR")]
    sector: Option<String>,
    /// Tell what changed since an earlier assessment.json, and why
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    gate: super::gate::Thresholds,
    /// DIR holds a folder a client: assess each of them into a folder of its name under --out, a line each
    #[arg(long, conflicts_with_all = ["baseline", "index", "organisation"])]
    each: bool,
    /// Take the facts from shards that `iso20k index` made, instead of reading documents
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "each")]
    shards: Vec<PathBuf>,
    /// Say on stderr where the time went
    #[arg(long)]
    timings: bool,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let code = done(context, options)?;
    if options.timings {
        context.say(&context.timings.table());
    }
    Ok(code)
}

fn done(context: &Context, options: &Options) -> Result<ExitCode> {
    // Of many clients, none lays its own catalogue over the others'.
    let catalogue = match options.each {
        true => context.catalogue()?,
        false => context.catalogue_of(options.source.dir(), &options.source.profile)?,
    };
    context.timings.lap("catalogue");
    if options.each {
        return each::run(context, options, &catalogue);
    }
    let (templates, assessment) = made(context, options, &options.source, &options.output, &catalogue)?;
    let gate = assessment.gate.clone();
    super::report::write(context, &options.output, &templates, assessment)?;
    context.timings.lap("reports");
    Ok(super::gate::say(context, gate.as_ref()))
}

/// The assessment of a folder, before anything of it is written.
fn made(
    context: &Context,
    options: &Options,
    source: &Source,
    output: &super::report::Output,
    catalogue: &Catalogue,
) -> Result<(Templates, Assessment)> {
    let from_shards = !options.shards.is_empty();
    let profile = if from_shards { shards::profile(source, catalogue)? } else { source.profile(catalogue)? };
    if options.each && !profile.catalogues.is_empty() {
        let hint = "with `--each`, all clients are asked alike: name the folders with `--catalogue`";
        let problem = Problem::warning(&profile.shown, "its `catalogues` are left out".to_owned()).hint(hint);
        context.say(&problem.to_string());
    }
    let circumstances = circumstances(options, &profile, catalogue)?;
    let dir = source.dir();
    let place = if from_shards { shards::record(source, &profile) } else { Some(decisions::place(dir, &profile)) };
    let record = place.map(|place| decisions::read(&place, catalogue)).transpose()?.unwrap_or_default();
    let baseline = options.baseline.as_deref().map(super::report::read).transpose()?;
    // Before the documents are read: a mistyped view or a folder that cannot be written should not cost minutes.
    let clauses: Vec<&str> = catalogue.clauses.iter().map(|clause| clause.clause.as_str()).collect();
    let templates = super::report::ready(context, output, &assessment::views(catalogue), &clauses)?;
    // Where there is nothing to read, nothing is made either.
    if from_shards || std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        super::report::prepare(output)?;
    }
    let given = [
        (baseline.is_some(), Condition::Regression),
        (!record.entries.is_empty(), Condition::StaleDetermination),
        (!record.waivers.is_empty(), Condition::ExpiredWaiver),
    ];
    let given: Vec<Condition> =
        given.iter().filter(|(is_there, _)| *is_there).map(|(_, condition)| *condition).collect();
    let asked = options.gate.asked(&profile, &clauses, &given)?;
    let report = super::brand::branding(context, &profile);
    let as_of = super::as_of(&profile);
    output.check_audit(as_of)?;
    let mut survey = match from_shards {
        true => shards::survey(context, &options.shards, source, &profile, catalogue)?,
        false => read::survey(context, dir, source.profile.git.into(), &profile, catalogue)?,
    };
    survey.index.problems.iter().for_each(|problem| context.say(&problem.to_string()));
    let ran = survey.index.database.run_rules(catalogue, as_of)?;
    context.timings.lap("rules");
    ran.stopped.iter().for_each(|problem| context.say(&problem.to_string()));
    let mut findings = evidence::findings_of(catalogue, &survey.index, as_of, ran.found);
    let calendar = evidence::calendar(catalogue, &survey.index, &findings, as_of)?;
    evidence::declare(&mut findings, &profile);
    let waivers = decisions::apply(context, &mut findings, &record, catalogue, &survey.index, as_of);
    let subject = Subject { catalogue, index: &survey.index, as_of, ignored: survey.ignored, circumstances };
    let mut assessment = assessment::assess(&subject, findings).with_waivers(waivers);
    assessment.calendar = calendar;
    assessment.report = report;
    (assessment.organisation.scope, assessment.organisation.services) = (profile.scope, profile.services);
    if options.guidance {
        assessment.guidance = guidance(&subject);
    }
    if let Some(baseline) = &baseline {
        assessment = assessment.with_baseline(baseline);
        let warnings = assessment.comparison.iter().flat_map(|comparison| &comparison.warnings);
        warnings.for_each(|warning| context.say(&format!("warning: {warning}")));
    }
    context.timings.lap("evidence");
    if let Some(file) = &options.index {
        survey.index.database.save(file)?;
    }
    say_read(context, &assessment, survey.unchanged);
    assessment.gate = asked.map(|asked| assessment::gate(&assessment, asked));
    if output.redacts() {
        assessment = redacted(context, &assessment, &survey.index, catalogue)?;
    }
    let assessment = super::report::limited(output, assessment)?;
    Ok((templates, assessment))
}

/// What the command line says of size and sector, else the profile.
fn circumstances(options: &Options, profile: &Profile, catalogue: &Catalogue) -> Result<Vec<Circumstance>> {
    let mut found = Vec::new();
    for (dimension, name) in Dimension::ALL.into_iter().zip([&options.size, &options.sector]) {
        match name {
            Some(name) => found.push(
                catalogue
                    .circumstance(dimension, name)
                    .cloned()
                    .map_err(|known| anyhow!("there is no {} `{name}`\n  hint: {known}", dimension.name()))?,
            ),
            None => found.extend(profile.circumstances.iter().find(|one| one.dimension == dimension).cloned()),
        }
    }
    Ok(found)
}

/// The assessment without personal data, by all persons whom the documents name.
fn redacted(context: &Context, assessment: &Assessment, index: &Index, catalogue: &Catalogue) -> Result<Assessment> {
    let persons = Persons::of(assessment).and_of(index, catalogue);
    let (redacted, marks) = without_personal_data(assessment, &persons)?;
    let replaced: Vec<String> = marks.counts().iter().map(|(kind, number)| format!("{number} × {kind}")).collect();
    context.say(&format!("redacted: {}", if replaced.is_empty() { "nothing".into() } else { replaced.join(", ") }));
    Ok(redacted)
}

fn guidance(subject: &Subject<'_>) -> Option<GuidanceResult> {
    let guidance = subject.catalogue.guidance.iter().find(|guidance| guidance.id == REMOTE_SERVICES)?;
    let findings = evidence::guidance_findings(subject.catalogue, guidance, subject.index, subject.as_of);
    Some(GuidanceResult::new(guidance, findings))
}

fn say_read(context: &Context, assessment: &Assessment, unchanged: usize) {
    let (read, unread) = (assessment.documents.len(), assessment.unread.len());
    context.say(&format!(
        "{read} documents read ({unchanged} unchanged since an earlier run), {unread} not read, {} left out",
        assessment.summary.ignored
    ));
    for file in &assessment.unread {
        context.detail(&format!("not read: {}: {}", file.path, file.reason));
    }
}
