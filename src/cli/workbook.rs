//! `iso20k determine --from`: what assessors entered in the workbook goes into the record, all of it or, where
//! something stands in the way, none of it.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use sha2::{Digest, Sha256};

use super::determine::{self, Options};
use super::{Context, decisions};
use crate::catalogue::{Catalogue, Profile};
use crate::determinations::{self, Known, Usual, basis, merge};
use crate::evidence::Determination;

pub(super) fn take(
    context: &Context,
    catalogue: &Catalogue,
    options: &Options,
    path: &Path,
    workbook: &Path,
) -> Result<ExitCode> {
    let shown = workbook.to_string_lossy().replace('\\', "/");
    let bytes = std::fs::read(workbook).with_context(|| format!("cannot read {shown}"))?;
    let book = determinations::workbook(&shown, &bytes).map_err(|problems| {
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        anyhow!("the workbook cannot be used\n{}", said.join("\n"))
    })?;
    let assessment = super::report::read(&options.assessment)
        .context("a workbook belongs to an assessment; name it with `--assessment`")?;
    let own = Sha256::digest(std::fs::read(&options.assessment)?);
    let is_own = own.iter().map(|byte| format!("{byte:02x}")).collect::<String>() == book.assessment;
    if !is_own {
        let name = options.assessment.display();
        context.say(&format!("warning: {shown}: was made from another assessment than {name}, as of {}", book.as_of));
    }
    let record = decisions::read(path, catalogue)?;
    let finding = |id: &str| assessment.findings.iter().find(|finding| finding.obligation == id);
    let stood = |id: &str| -> Option<Determination> { finding(id)?.determination.clone() };
    // Decided on other evidence than the assessment has: the hash of what was seen fits nothing, so that the
    // determination is stale from the start and somebody looks again.
    let evidence = |id: &str| -> String {
        let seen = book.basis.get(id).cloned().unwrap_or_default();
        match finding(id) {
            Some(found) if is_own || basis(found) == seen => determine::relied_on(&assessment, id).unwrap_or(seen),
            _ => seen,
        }
    };
    let on = options.on.unwrap_or_else(|| super::as_of(&Profile::default()));
    let usual = Usual { by: options.by.clone(), on };
    let known: Option<&Known<'_>> = if is_own { Some(&stood) } else { None };
    let merged = merge(&shown, &book, &record, known, &evidence, &usual, options.overrule);
    book.problems.iter().chain(&merged.problems).for_each(|problem| context.say(&problem.to_string()));
    if !merged.conflicts.is_empty() {
        let said: Vec<String> = merged.conflicts.iter().map(ToString::to_string).collect();
        bail!("nothing is recorded; first settle\n{}", said.join("\n"));
    }
    if merged.drafts.is_empty() {
        super::print("nothing in the workbook differs from what is recorded\n");
        return Ok(ExitCode::SUCCESS);
    }
    determine::write(context, catalogue, path, &record, &merged.drafts)?;
    determine::check(context, catalogue, path, &assessment, &merged.drafts)?;
    for draft in &merged.drafts {
        super::print(&format!("{}: {}, by {}\n", draft.obligation, draft.verdict.name(), draft.by));
    }
    super::print(&format!("{} recorded in {}\n", super::count(merged.drafts.len(), "determination"), path.display()));
    Ok(ExitCode::SUCCESS)
}
