//! What an organisation's documents tell that a template can be filled with.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use crate::assessment::Assessment;
use crate::cli::{Context, Git, Profiled, Source, read};
use crate::templates::Known;

/// Names under which things of a kind are listed, and those whose row says that they are no more left out.
const SERVICES: &str = "select name from services where name is not null and not is_closed(status) order by rowid";
const SUPPLIERS: &str = "select supplier from suppliers where supplier is not null order by rowid";
const CUSTOMERS: &str = "select customer from customers where customer is not null order by rowid";
const ROLES: &str = "select role from roles_matrix where role is not null order by rowid";
/// Rows of a template; an organisation with more has an export.
const ROWS: usize = 40;

/// From the registers of a folder, else what the profile said.
pub(super) fn known(context: &Context, dir: Option<&Path>, assessment: &Assessment) -> Result<Known> {
    let mut known = Known::default();
    if let Some(dir) = dir {
        let profile = Profiled { profile: None, git: Git::Auto };
        let catalogue = context.catalogue_of(dir, &profile)?;
        let source = Source { dir: Some(dir.to_owned()), as_of: None, organisation: None, profile };
        let profile = source.profile(&catalogue)?;
        let survey = read::survey(context, dir, source.profile.git.into(), &profile, &catalogue)?;
        let names = |sql: &str| -> Result<Vec<String>> {
            let (_, rows) = survey.index.database.query(sql)?;
            Ok(distinct(rows.into_iter().filter_map(|row| row.into_iter().next())))
        };
        known = Known {
            services: names(SERVICES)?,
            suppliers: names(SUPPLIERS)?,
            customers: names(CUSTOMERS)?,
            roles: names(ROLES)?,
        };
    }
    if known.services.is_empty() {
        known.services = distinct(assessment.organisation.services.iter().cloned());
    }
    Ok(known)
}

/// Each name once, in the order they stand.
fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    names.filter(|name| !name.trim().is_empty() && seen.insert(name.trim().to_lowercase())).take(ROWS).collect()
}

/// Who answers for most of the documents that are evidence in the clauses of these obligations.
pub(super) fn owner<'a>(assessment: &'a Assessment, obligations: &[String]) -> Option<&'a str> {
    let clause = |obligation: &str| obligation.split('/').next().unwrap_or_default().to_owned();
    let clauses: Vec<String> = obligations.iter().map(|obligation| clause(obligation)).collect();
    let findings = assessment.findings.iter().filter(|finding| clauses.contains(&finding.clause));
    let paths: Vec<&str> =
        findings.flat_map(|finding| &finding.evidence).map(|evidence| evidence.path.as_str()).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for document in assessment.documents.iter().filter(|document| paths.contains(&document.path.as_str())) {
        if let Some(owner) = document.control.owner.as_deref() {
            *counts.entry(owner).or_default() += 1;
        }
    }
    // Of equals the first by name, so that the same gives the same.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(owner, _)| owner)
}
