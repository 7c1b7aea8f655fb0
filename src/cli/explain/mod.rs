//! `iso20k explain`: what is asked, what is looked for, how a gap is closed.

mod asked;
mod frames;
mod types;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use super::Context;
use crate::catalogue::Catalogue;
use crate::evidence::Code;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// A clause (8.6.1), an obligation (8.6.1/4), a piece of advice (RV21), a document or register type, a rule,
    /// what auditors compare (X07), a view (pdca), a crosswalk (iso-27001-2022), or a code (draft-only)
    #[arg(value_name = "ID")]
    id: String,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    print(&context.catalogue()?, &options.id)
}

/// Prints what is known under an id.
pub(super) fn print(catalogue: &Catalogue, id: &str) -> Result<ExitCode> {
    let Some(text) = explain(catalogue, id) else {
        let near = nearest(catalogue, id);
        bail!("nothing is known under `{id}`{}", near.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default());
    };
    super::print(&text);
    Ok(ExitCode::SUCCESS)
}

fn explain(catalogue: &Catalogue, id: &str) -> Option<String> {
    let code = Code::ALL.iter().find(|code| code.name() == id).map(|code| format!("{id}\n\n{}\n", code.explanation()));
    let clause = catalogue.clause(id).map(|clause| asked::clause(catalogue, clause));
    let obligation = catalogue
        .obligations()
        .find(|(_, obligation)| obligation.id == id)
        .map(|(clause, obligation)| asked::obligation(catalogue, clause, obligation));
    let document = catalogue.documents.get(id).map(types::document);
    let register = catalogue.registers.get(id).map(types::register);
    let (rule, test) = (types::rule(catalogue, id), types::test(catalogue, id));
    let found = [code, clause, obligation, document, register, rule, test, frames::any(catalogue, id)];
    let found: Vec<String> = found.into_iter().flatten().collect();
    (!found.is_empty()).then(|| found.join("\n"))
}

/// The known id that shares most of its beginning with what was asked.
fn nearest(catalogue: &Catalogue, id: &str) -> Option<String> {
    let obligations = catalogue.obligations().map(|(_, obligation)| obligation.id.as_str());
    let advice = catalogue.guidance.iter().flat_map(|guidance| &guidance.items);
    let rules = catalogue.registers.values().flat_map(|register| &register.rules).map(|rule| rule.id.as_str());
    let common = |other: &str| other.chars().zip(id.chars()).take_while(|(a, b)| a == b).count();
    let best = catalogue
        .clauses
        .iter()
        .map(|clause| clause.clause.as_str())
        .chain(obligations)
        .chain(advice.map(|advice| advice.obligation.id.as_str()))
        .chain(catalogue.documents.keys().chain(catalogue.registers.keys()).map(String::as_str))
        .chain(catalogue.views.keys().chain(catalogue.crosswalks.keys()).map(String::as_str))
        .chain(catalogue.guidance.iter().map(|guidance| guidance.id.as_str()))
        .chain(rules.chain(catalogue.rules.iter().map(|rule| rule.id.as_str())))
        .chain(catalogue.tests.keys().map(String::as_str))
        .chain(Code::ALL.iter().map(|code| code.name()))
        .max_by_key(|other| (common(other), std::cmp::Reverse(other.len())))?;
    (common(best) >= 3).then(|| best.to_owned())
}
