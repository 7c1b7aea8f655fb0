//! `iso20k scaffold`: writes the evidence templates for what an assessment found missing, and never
//! over a file that is there.

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
use crate::templates::{self, Template};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The assessment.json that says what is missing
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    /// Only these document and register types, whether or not they are missing
    #[arg(value_name = "TYPE", conflicts_with = "all")]
    types: Vec<String>,
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
    let organisation = assessment.organisation.name.as_deref();
    let (mut written, mut kept) = (0, 0);
    for wanted in &wanted {
        let own = options.templates.as_deref().and_then(|folder| templates::from_folder(folder, &wanted.id));
        let Some(template) = own.or_else(|| templates::template(&wanted.id)) else {
            context.say(&format!("no template for `{}`, which is a type of your own catalogue", wanted.id));
            continue;
        };
        let template = fill(template, organisation, &today);
        let is_new = write(&options.out, &template)?;
        *(if is_new { &mut written } else { &mut kept }) += 1;
        super::print(&line(&catalogue, &options.out, wanted, &template, is_new));
    }
    context.say(&summary(written, kept));
    Ok(ExitCode::SUCCESS)
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
            let at = wanted.iter().position(|wanted| wanted.id == id).unwrap_or_else(|| {
                wanted.push(Wanted { id: id.to_owned(), obligations: Vec::new() });
                wanted.len() - 1
            });
            if !wanted[at].obligations.contains(&finding.obligation) {
                wanted[at].obligations.push(finding.obligation.clone());
            }
        }
    }
    wanted
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

/// Fills in what is known; the approval is for the approver to fill in.
fn fill(template: Template, organisation: Option<&str>, today: &str) -> Template {
    let mut values = vec![("date", today)];
    values.extend(organisation.map(|name| ("organisation", name)));
    template.fill(&values)
}

/// Writes a template unless a file is there; says whether it did.
fn write(out: &Path, template: &Template) -> Result<bool> {
    let path = out.join(&template.path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create the folder {}", folder.display()))?;
    }
    let mut file = match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error).with_context(|| format!("cannot write {}", path.display())),
    };
    file.write_all(template.text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(true)
}

fn line(catalogue: &Catalogue, out: &Path, wanted: &Wanted, template: &Template, is_new: bool) -> String {
    let title = catalogue.documents.get(&wanted.id).map(|document| document.title.as_str());
    let title = title.or_else(|| catalogue.registers.get(&wanted.id).map(|register| register.title.as_str()));
    let serves = match &wanted.obligations[..] {
        [] => String::new(),
        obligations => format!(", for {}", obligations.join(" ")),
    };
    let verb = if is_new { "wrote" } else { "exists" };
    format!("{verb:<6} {}  {}{serves}\n", out.join(&template.path).display(), title.unwrap_or(&wanted.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Files, Grade, Rung, load};
    use crate::document::Place;
    use crate::evidence::{LookedFor, Shortfall};

    fn finding(obligation: &str, status: Status, code: Code, types: &[&str]) -> Finding {
        Finding {
            obligation: obligation.into(),
            clause: "8.6.1".into(),
            catalogue: "x".into(),
            status,
            reached: Rung::Absent,
            needed: Rung::Practised,
            evidence: Vec::new(),
            shortfalls: vec![Shortfall {
                code,
                grade: Grade::Minor,
                path: None,
                place: Place::default(),
                says: String::new(),
                remedy: String::new(),
                waived: None,
            }],
            looked_for: LookedFor {
                types: types.iter().map(ToString::to_string).collect(),
                topics: Vec::new(),
                candidates: Vec::new(),
            },
            determination: None,
        }
    }

    #[test]
    fn each_missing_type_once_with_what_it_serves() {
        let (catalogue, _) = load(&Files::embedded());
        let types = ["incident-management-procedure", "incident-records"];
        let findings = [
            finding("1", Status::Gap, Code::RecordsMissing, &types),
            finding("2", Status::Partial, Code::MissingDocument, &types),
            finding("3", Status::Partial, Code::RegisterEmpty, &types),
            finding("4", Status::Partial, Code::TopicMissing, &types),
            finding("5", Status::Evidenced, Code::MissingDocument, &types),
        ];
        let wanted = missing(&catalogue, &findings);
        let expected = [
            Wanted { id: "incident-records".into(), obligations: vec!["1".into(), "3".into()] },
            Wanted { id: "incident-management-procedure".into(), obligations: vec!["2".into()] },
        ];
        assert_eq!(wanted, expected);
    }

    #[test]
    fn a_file_that_is_there_stays() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let template = Template { path: "documents/x.md".into(), text: "{{organisation}} {{date}} {{owner}}".into() };
        let template = fill(template, Some("Brightwater Ltd"), "2026-11-22");
        assert!(write(folder.path(), &template).expect("written"));
        let path = folder.path().join("documents/x.md");
        assert_eq!(fs::read_to_string(&path).expect("read"), "Brightwater Ltd 2026-11-22 {{owner}}");
        fs::write(&path, "mine").expect("written");
        assert!(!write(folder.path(), &template).expect("written"));
        assert_eq!(fs::read_to_string(&path).expect("read"), "mine");
    }
}
