//! `iso20k query`: the evidence index in SQL, for those who want to look for themselves.

use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use clap::Args;

use super::{Context, read};
use crate::report::inert;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The query; without it, the tables and their columns
    #[arg(value_name = "SQL")]
    sql: Option<String>,
    #[command(flatten)]
    source: QuerySource,
}

/// The folder as an option: the query stands first.
#[derive(Debug, Args)]
struct QuerySource {
    /// The folder that holds the documents
    #[arg(long, value_name = "DIR", default_value = ".")]
    dir: std::path::PathBuf,
    #[command(flatten)]
    profile: super::Profiled,
}

const TABLES: &str = "select m.name as \"table\", group_concat(p.name, ', ') as columns from sqlite_schema m join pragma_table_info(m.name) p where m.type = 'table' group by m.name order by m.name";

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let catalogue = context.catalogue_of(&options.source.dir, &options.source.profile)?;
    let profile = options.source.profile.read(&options.source.dir, &catalogue)?;
    let survey = read::survey(context, &options.source.dir, options.source.profile.git.into(), &profile, &catalogue)?;
    let sql = options.sql.as_deref().unwrap_or(TABLES);
    if sql.trim().is_empty() {
        bail!("the query is empty; leave it out to see the tables");
    }
    let (names, rows) =
        survey.index.database.query(sql).map_err(|error| anyhow!("the query cannot be run: {}", plain(&error)))?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names)?;
    for row in rows {
        writer.write_record(&row)?;
    }
    // What documents say ends in the log of a build; a command of its server is parted, and nothing else changed.
    super::print(&inert(&String::from_utf8_lossy(&writer.into_inner()?)));
    Ok(ExitCode::SUCCESS)
}

/// What SQLite says, without its codes and numbers.
fn plain(error: &anyhow::Error) -> String {
    let said = match error.downcast_ref::<rusqlite::Error>() {
        Some(rusqlite::Error::SqlInputError { msg, .. }) => msg.clone(),
        Some(rusqlite::Error::SqliteFailure(_, Some(said))) => said.clone(),
        _ => error.to_string(),
    };
    if said.starts_with("not authorized") || said.starts_with("authorization denied") {
        return format!("{said}; a query can only read the tables of the index");
    }
    said
}
