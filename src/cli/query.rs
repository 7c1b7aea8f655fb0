//! `iso20k query`: the evidence index in SQL, for those who want to look for themselves.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Args;

use super::{Context, read};

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
}

const TABLES: &str = "select m.name as \"table\", group_concat(p.name, ', ') as columns from sqlite_schema m join pragma_table_info(m.name) p where m.type = 'table' group by m.name order by m.name";

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let catalogue = context.catalogue()?;
    let survey = read::survey(context, &options.source.dir, None, &catalogue)?;
    let sql = options.sql.as_deref().unwrap_or(TABLES);
    let (names, rows) = survey.index.database.query(sql).context("the query cannot be run")?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names)?;
    for row in rows {
        writer.write_record(&row)?;
    }
    super::print(&String::from_utf8_lossy(&writer.into_inner()?));
    Ok(ExitCode::SUCCESS)
}
