//! `iso20k scaffold`: writes the evidence templates for what an assessment found missing, and never
//! over a file that is there.

mod known;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::Context;
use crate::assessment::Assessment;
use crate::catalogue::{Catalogue, Form};
use crate::evidence::{Code, Finding, Status};
use crate::report::blank;
use crate::templates::{self, Template};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The assessment.json that says what is missing
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    /// Only these document and register types, whether or not they are missing
    #[arg(value_name = "TYPE", conflicts_with = "all")]
    types: Vec<String>,
    /// Only what serves this clause or obligation first (8.6.1, 8.6.1/4), whether or not it is missing
    #[arg(long = "for", value_name = "ID", conflicts_with_all = ["all", "types"])]
    serves: Option<String>,
    /// The documents: their services, suppliers, customers and roles get a row each where a table lists such
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// How to write them: documents as md or docx, registers as csv or xlsx
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "md,csv")]
    format: Vec<Kind>,
    /// The folder to write into; files that are there stay as they are
    #[arg(long, value_name = "DIR", default_value = "scaffold")]
    out: PathBuf,
    /// Every template, whether or not something is missing
    #[arg(long)]
    all: bool,
    /// Prefer the templates of this folder, laid out like `evidence-templates/`
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Md,
    #[cfg(feature = "docx")]
    Docx,
    Csv,
    Xlsx,
}

/// A type to write a template for, and what it would serve.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    id: String,
    obligations: Vec<String>,
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let catalogue = context.catalogue()?;
    let text = fs::read_to_string(&options.assessment)
        .with_context(|| format!("cannot read {}", options.assessment.display()))?;
    let assessment: Assessment = serde_json::from_str(&text)
        .with_context(|| format!("{} is no assessment of this version", options.assessment.display()))?;
    let wanted = chosen(options, &catalogue, &assessment)?;
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    let known = known::known(context, options.dir.as_deref(), &assessment)?;
    let (mut written, mut kept) = (0, 0);
    for wanted in &wanted {
        let own = options.templates.as_deref().and_then(|folder| templates::from_folder(folder, &wanted.id));
        let Some(template) = own.or_else(|| templates::template(&wanted.id)) else {
            context.say(&format!("no template for `{}`, which is a type of your own catalogue", wanted.id));
            continue;
        };
        let owner = known::owner(&assessment, &wanted.obligations);
        let template = fill(template.with_rows(&known), assessment.organisation.name.as_deref(), owner, &today);
        let title = title(&catalogue, &wanted.id);
        let (path, bytes) = file(&template, title, &options.format)?;
        let is_new = write(&options.out, &path, &bytes)?;
        *(if is_new { &mut written } else { &mut kept }) += 1;
        super::print(&line(title, &options.out.join(path), wanted, is_new));
    }
    context.say(&summary(written, kept));
    Ok(ExitCode::SUCCESS)
}

/// The file asked for, and what it is called.
fn file(template: &Template, title: &str, kinds: &[Kind]) -> Result<(String, Vec<u8>)> {
    if let Some(path) = template.path.strip_suffix(".csv").filter(|_| kinds.contains(&Kind::Xlsx)) {
        return Ok((format!("{path}.xlsx"), blank::workbook(template, title)?));
    }
    #[cfg(feature = "docx")]
    if let Some(path) = template.path.strip_suffix(".md").filter(|_| kinds.contains(&Kind::Docx)) {
        return Ok((format!("{path}.docx"), blank::word(template)?));
    }
    Ok((template.path.clone(), template.text.clone().into_bytes()))
}

fn summary(written: usize, kept: usize) -> String {
    match (written, kept) {
        (0, 0) => "nothing is missing that a template could fill".into(),
        (written, 0) => format!("{written} templates written; fill them in, delete the guidance, have them approved"),
        (written, kept) => format!("{written} templates written, {kept} files were there already and stay as they are"),
    }
}

fn chosen(options: &Options, catalogue: &Catalogue, assessment: &Assessment) -> Result<Vec<Wanted>> {
    let missing = missing(catalogue, &assessment.findings);
    if options.all {
        return Ok(with_obligations(templates::ids(), catalogue, assessment));
    }
    if let Some(id) = &options.serves {
        return serving(id, catalogue, assessment);
    }
    if options.types.is_empty() {
        return Ok(missing);
    }
    let known = |id: &String| catalogue.documents.contains_key(id) || catalogue.registers.contains_key(id);
    let unknown: Vec<String> = options.types.iter().filter(|id| !known(id)).map(|id| format!("`{id}`")).collect();
    if !unknown.is_empty() {
        bail!("no document or register type {}; `iso20k catalogue list` shows all", unknown.join(", "));
    }
    Ok(with_obligations(options.types.clone(), catalogue, assessment))
}

/// What a clause or an obligation is served by first: what says it, and what shows it.
fn serving(id: &str, catalogue: &Catalogue, assessment: &Assessment) -> Result<Vec<Wanted>> {
    let asked = |finding: &&Finding| {
        let rest = finding.obligation.strip_prefix(id);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/']))
    };
    let findings: Vec<&Finding> = assessment.findings.iter().filter(asked).collect();
    if findings.is_empty() {
        bail!(
            "there is no clause or obligation `{id}` in this assessment\n  hint: such as 8.6.1 or 8.6.1/4; a type is \
             named without `--for`"
        );
    }
    let mut wanted: Vec<Wanted> = Vec::new();
    for finding in findings {
        let types = [Side::Said, Side::Shown].map(|side| first(catalogue, finding, side));
        types.into_iter().flatten().for_each(|id| add(&mut wanted, id, &finding.obligation));
    }
    Ok(wanted)
}

/// Types asked for by name serve all obligations that look for them first.
fn with_obligations(ids: Vec<String>, catalogue: &Catalogue, assessment: &Assessment) -> Vec<Wanted> {
    let mut seen = BTreeSet::new();
    let ids = ids.into_iter().filter(|id| seen.insert(id.clone()));
    ids.map(|id| {
        let serves = assessment.findings.iter().filter(|finding| {
            [first(catalogue, finding, Side::Said), first(catalogue, finding, Side::Shown)].contains(&Some(id.as_str()))
        });
        let obligations = serves.map(|finding| finding.obligation.clone()).collect();
        Wanted { id, obligations }
    })
    .collect()
}

/// What is missing, in the order of the standard, each type once.
fn missing(catalogue: &Catalogue, findings: &[Finding]) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for finding in findings.iter().filter(|finding| matches!(finding.status, Status::Gap | Status::Partial)) {
        for side in finding.shortfalls.iter().filter_map(|shortfall| Side::of(shortfall.code)) {
            let Some(id) = first(catalogue, finding, side) else { continue };
            add(&mut wanted, id, &finding.obligation);
        }
    }
    wanted
}

fn add(wanted: &mut Vec<Wanted>, id: &str, obligation: &str) {
    let at = wanted.iter().position(|wanted| wanted.id == id).unwrap_or_else(|| {
        wanted.push(Wanted { id: id.to_owned(), obligations: Vec::new() });
        wanted.len() - 1
    });
    if !wanted[at].obligations.iter().any(|known| known == obligation) {
        wanted[at].obligations.push(obligation.to_owned());
    }
}

/// What is missing: something that says it, something that shows it, or whichever is looked for first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Said,
    Shown,
    Either,
}

impl Side {
    /// What a template can help with; a topic missing in a document that is there it cannot.
    fn of(code: Code) -> Option<Self> {
        match code {
            Code::MissingDocument | Code::PromiseOnly => Some(Self::Said),
            Code::RecordsMissing | Code::RegisterEmpty => Some(Self::Shown),
            Code::DraftOnly | Code::SupersededOnly | Code::UnfilledTemplate | Code::ForeignDocument => {
                Some(Self::Either)
            }
            _ => None,
        }
    }
}

/// The first type looked for that is of a side: best placed to serve the obligation.
fn first<'a>(catalogue: &Catalogue, finding: &'a Finding, side: Side) -> Option<&'a str> {
    let is_of_side = |id: &&String| {
        let shows = catalogue.registers.contains_key(*id)
            || catalogue.documents.get(*id).is_some_and(|document| document.form == Form::Record);
        side == Side::Either || shows == (side == Side::Shown)
    };
    finding.looked_for.types.iter().find(is_of_side).map(String::as_str)
}

/// Fills in what is known; the approval is for the approver to fill in. Who might own it is said inside the
/// braces: nobody owns a document before they know it.
fn fill(template: Template, organisation: Option<&str>, owner: Option<&str>, today: &str) -> Template {
    let mut values = vec![("date", today)];
    values.extend(organisation.map(|name| ("organisation", name)));
    template.fill(&values).suggest("owner", owner)
}

/// Writes a template unless a file is there; says whether it did.
fn write(out: &Path, path: &str, bytes: &[u8]) -> Result<bool> {
    let path = out.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create the folder {}", folder.display()))?;
    }
    let mut file = match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error).with_context(|| format!("cannot write {}", path.display())),
    };
    file.write_all(bytes).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(true)
}

fn title<'a>(catalogue: &'a Catalogue, id: &'a str) -> &'a str {
    let title = catalogue.documents.get(id).map(|document| document.title.as_str());
    title.or_else(|| catalogue.registers.get(id).map(|register| register.title.as_str())).unwrap_or(id)
}

fn line(title: &str, path: &Path, wanted: &Wanted, is_new: bool) -> String {
    let serves = match &wanted.obligations[..] {
        [] => String::new(),
        obligations => format!(", for {}", obligations.join(" ")),
    };
    let verb = if is_new { "wrote" } else { "exists" };
    format!("{verb:<6} {}  {title}{serves}\n", path.display())
}
