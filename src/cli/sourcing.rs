//! `iso20k sourcing`: who runs what, beside the limits of clause 8.2.3.1.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Args;

use super::Context;
use super::audit::index;
use super::paper::Handed;
use crate::audit::sourcing::{At, PartyKind, Read, Row, Service, What, sourcing};
use crate::index::Index;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The assessment.json that says what shows control over other parties
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    /// The documents, whose registers say who supplies and runs what
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(flatten)]
    handed: Handed,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let assessment = super::report::read(&options.assessment)?;
    let (catalogue, registers) = match &options.dir {
        Some(dir) => {
            let (catalogue, index) = index(context, dir)?;
            let registers = read(&index).context("cannot read the registers of other parties")?;
            (catalogue, Some(registers))
        }
        None => {
            context.say("no registers were read; `--dir DOCS` says where the documents are");
            (context.catalogue()?, None)
        }
    };
    let words = options.handed.words(Some(&assessment));
    let sourcing = sourcing(&assessment, &catalogue, registers.as_ref(), words.language().code());
    options.handed.out(&sourcing, words)?;
    Ok(ExitCode::SUCCESS)
}

/// All rows that name another party, with one of its names that stands for all that are the same.
const ROWS: &str = "
with said(path, place, part, row, listed, party, kind, services, components, processes, supplied, sort, agreement, measured) as (
    select path, place, part, row, 1, party, kind, services, components, processes, null, contribution, control,
        case when is_empty(measure) or is_no(measure) then result else measure end
    from other_parties_register
    union all
    select path, place, part, row, 0, supplier, type, null, null, null, service, type, contract,
        coalesce(performance_result, last_performance_review)
    from suppliers where not is_closed(coalesce(status, ''))
    union all
    select path, place, part, row, 0, supplier, null, null, null, null, scope, null, id, null
    from supplier_contracts where not is_closed(coalesce(status, ''))),
known as materialized (
    select name_list(party) as names from (
        select distinct party from said where not is_empty(party) order by length(party) desc, party))
select path, place, listed, coalesce(same_as(party, (select names from known)), party), party,
    case when is_customer(coalesce(kind, '')) or is_customer(substr(party, instr(party || '(', '(') + 1)) then 'customer'
         when is_internal(coalesce(kind, '')) or is_internal(substr(party, instr(party || '(', '(') + 1)) then 'internal'
         when is_external(coalesce(kind, '')) then 'external' end,
    case when not is_empty(services) then services end, is_all(coalesce(services, '')),
    case when not is_empty(components) then components end, is_all(coalesce(components, '')),
    case when not is_empty(processes) then processes end, is_all(coalesce(processes, '')),
    case when not is_empty(supplied) then supplied end, is_all(coalesce(supplied, '')),
    sort,
    case when not is_empty(agreement) and not is_no(agreement) then agreement end,
    case when not is_empty(measured) and not is_no(measured) then measured end
from said where not is_empty(party) order by path, part, row, listed desc";

/// Services that are not withdrawn, each once.
const SERVICES: &str = "
select coalesce(id, ''), min(coalesce(name, '')) from services
where (id is not null or name is not null) and not is_closed(coalesce(status, ''))
group by case when is_empty(id) then name else id end order by 1, 2";

fn read(index: &Index) -> Result<Read> {
    let (_, rows) = index.database.query(ROWS)?;
    let (_, services) = index.database.query(SERVICES)?;
    let services = services.into_iter().map(|cells| {
        let mut cells = cells.into_iter();
        Service { id: cells.next().unwrap_or_default(), name: cells.next().unwrap_or_default() }
    });
    let mut longest: BTreeMap<&str, &str> = BTreeMap::new();
    for cells in &rows {
        let (Some(same), Some(written)) = (cells.get(3), cells.get(4)) else { continue };
        let known = longest.entry(same).or_insert(written);
        if written.chars().count() > known.chars().count() {
            *known = written;
        }
    }
    let names: BTreeMap<String, String> =
        longest.into_iter().map(|(same, name)| (same.to_owned(), name.to_owned())).collect();
    let rows = rows.into_iter().map(|cells| row(cells, &names));
    Ok(Read { rows: rows.collect(), services: services.collect() })
}

/// A row of [`ROWS`], cell by cell, under the longest name of its party.
fn row(cells: Vec<String>, names: &BTreeMap<String, String>) -> Row {
    let mut cells = cells.into_iter();
    let mut next = || cells.next().unwrap_or_default();
    let at = At { path: next(), place: next() };
    let (listed, same, written) = (next() == "1", next(), next());
    let party = names.get(&same).cloned().unwrap_or(written);
    let kind = match next().as_str() {
        "customer" => PartyKind::Customer,
        "internal" => PartyKind::Internal,
        "external" => PartyKind::External,
        _ => PartyKind::Unsaid,
    };
    let columns = [What::Service, What::Component, What::Process, What::Unsaid];
    let said: Vec<(What, String, bool)> = columns.into_iter().map(|what| (what, next(), next() == "1")).collect();
    let said = said.into_iter().filter(|(_, text, _)| !text.is_empty()).collect();
    Row { party, kind, cells: said, contribution: next(), agreement: next(), measured: next(), listed, at }
}
