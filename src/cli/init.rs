//! `iso20k init`: a profile to begin with, from a look at the folder. What the documents tell stands in it as a
//! comment or a value to be confirmed; nothing that is there is written over.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::{Context, read};
use crate::catalogue::{Catalogue, File, PROFILE, Profile, profile};
use crate::corpus::git::Reach;
use crate::facts::{State, TableFact};
use crate::index::{Entry, Index, TAKEN};

/// Documents of unknown type named.
const NAMED: usize = 12;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The folder that holds the documents
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Where to write it [default: iso20k.yaml in the folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let path = options.out.clone().unwrap_or_else(|| options.dir.join(PROFILE));
    if path.exists() {
        bail!("{} is there and stays as it is; name another file with `--out`", path.display());
    }
    let catalogue = context.catalogue()?;
    let survey = read::survey(context, &options.dir, Reach::Root, &Profile::default(), &catalogue)?;
    let text = written(&survey.index, &catalogue);
    // What we write, we can read.
    let file = File { shown: path.to_string_lossy().replace('\\', "/"), text: text.clone() };
    if let Err(problems) = profile(&file, &catalogue) {
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        bail!("the profile would not be read again\n{}", said.join("\n"));
    }
    // Created here or not at all: somebody may have written it meanwhile.
    let created = std::fs::File::options().write(true).create_new(true).open(&path);
    let mut created = created.with_context(|| format!("cannot write {}", path.display()))?;
    created.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    super::print(&format!("{}\n", path.display()));
    Ok(ExitCode::SUCCESS)
}

fn written(index: &Index, catalogue: &Catalogue) -> String {
    let mut text = String::from(
        "# What we say of ourselves and our documents where the program cannot tell. Every key may be left out.\n\
         # Editors complete it by the schema `controls/schema/profile.json` of iso20k.\n\n",
    );
    let name = index.organisation.as_deref().map(quoted);
    let _ = match name {
        Some(name) => writeln!(
            text,
            "# As the documents name it; please check. Companies of a group: [first, second], the first is printed.\norganisation: {name}\n"
        ),
        None => writeln!(text, "# The documents leave it open whose they are.\n# organisation: Your organisation\n"),
    };
    text.push_str(
        "# The day as of which records are recent and reviews overdue; without it, today.\n# as_of: 2026-12-31\n\n",
    );
    text.push_str(
        "# What the management system covers; reports show it.\n# scope: Managed hosting from Leeds\n\
         # services: [Managed hosting, Service desk]\n\n",
    );
    text.push_str(
        "# How large you are and for whom you work: weights and questions follow it, no status does.\n# size: small\n\
         # sector: finance\n\n",
    );
    text.push_str("# Own types, registers, words and rules, in folders laid out like `controls/` of iso20k.\n# catalogues: [our-controls/]\n\n");
    text.push_str("# Where documents are looked for, and what is none of yours, as in a .gitignore.\n# sources: [\"policies/\", \"records/\"]\n");
    text.push_str("# exclude: [\"from-customers/**\"]\n\n");
    pins(&mut text, index);
    registers(&mut text, index);
    no_occurrence(&mut text, catalogue);
    text.push_str(
        "# What a pipeline asks (docs/ci.md).\n# gate:\n#   fail_on: [negated, inconsistent]\n\
         #   min_achievement: { all: 0.8 }\n\n",
    );
    text.push_str(
        "# Whose reports these are.\n# report:\n#   client: For whom\n#   consultant: Who presents them\n#   logo: logo.png\n\
         #   confidentiality: Confidential\n#   language: en\n",
    );
    text
}

/// Documents of which the program does not know what they are: those a person would pin first.
fn pins(text: &mut String, index: &Index) {
    let unknown: Vec<&str> = index
        .documents
        .iter()
        .filter(|entry| entry.facts.state.state != State::Foreign)
        .filter(|entry| entry.facts.kinds.iter().all(|kind| kind.confidence < TAKEN))
        .filter(|entry| entry.facts.registers.is_empty())
        .map(|entry| entry.path.as_str())
        .collect();
    text.push_str(
        "# What a document is: a type (`iso20k catalogue list documents`) or `none`, where it is no evidence.\n",
    );
    if unknown.is_empty() {
        text.push_str("# Every document was recognised.\n# pins:\n#   wiki/when-things-break.md: incident-management-procedure\n\n");
        return;
    }
    let _ = writeln!(text, "# Not recognised ({}); take the `#` away and say what they are:\n# pins:", unknown.len());
    for path in unknown.iter().take(NAMED) {
        let _ = writeln!(text, "#   {}: none", quoted(path));
    }
    if unknown.len() > NAMED {
        let _ = writeln!(text, "#   # and {} more", unknown.len() - NAMED);
    }
    text.push('\n');
}

/// Tables of which the program does not know what they are, with the register that each is most like.
fn registers(text: &mut String, index: &Index) {
    text.push_str(
        "# What a table is: the register, and which of its columns the table's own headings are.\n# `iso20k catalogue list \
         registers` lists registers, `iso20k explain incident-records` the columns of one.\n# registers:\n",
    );
    let tables = index.documents.iter().flat_map(|entry| entry.facts.tables.iter().map(move |table| (entry, table)));
    let unknown = tables.filter(|(entry, table)| {
        !table.readings.is_empty()
            && table.readings.iter().all(|reading| !reading.taken)
            && entry.facts.state.state != State::Foreign
    });
    let unknown: Vec<(&Entry, &TableFact)> = unknown.collect();
    for (entry, table) in unknown.iter().take(NAMED) {
        let Some(like) = table.readings.first() else { continue };
        let _ = writeln!(text, "# - path: {}", quoted(&entry.path));
        if let Some(sheet) = &table.place.sheet {
            let _ = writeln!(text, "#   sheet: {}", quoted(sheet));
        }
        let _ = writeln!(text, "#   type: {}   # not sure: {}", like.register, one_line(&like.why));
        text.push_str("#   columns:\n");
        for (column, heading) in &like.columns {
            let _ = writeln!(text, "#     {}: {column}", quoted(heading));
        }
    }
    if unknown.is_empty() {
        text.push_str(
            "# - path: exports/tickets.csv\n#   type: incident-records\n#   columns:\n#     Came in: opened\n#     Ref: id\n",
        );
    }
    text.push('\n');
}

/// Words of a document in a comment: what begins a line of its own would be no comment any more.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}

/// What the catalogue allows to be declared, by clause.
fn no_occurrence(text: &mut String, catalogue: &Catalogue) {
    let mut by_clause: BTreeMap<usize, (&str, Vec<&str>)> = BTreeMap::new();
    for (at, clause) in catalogue.clauses.iter().enumerate() {
        let may = clause.obligations.iter().filter(|obligation| obligation.no_occurrence.is_some());
        let ids: Vec<&str> = may.map(|obligation| obligation.id.as_str()).collect();
        if !ids.is_empty() {
            by_clause.insert(at, (&clause.title, ids));
        }
    }
    text.push_str("# What has not happened yet, and why you say so. It may be declared for:\n");
    for (title, ids) in by_clause.values() {
        let _ = writeln!(text, "#   {}: {}", title, ids.join(", "));
    }
    text.push_str("# no_occurrence:\n#   8.7.2/13: The continuity plan never had to be used.\n\n");
}

/// Text as YAML takes it for text; JSON's strings are YAML's.
fn quoted(text: &str) -> String {
    one_line(&serde_json::Value::from(text).to_string())
}
