//! The command line: the only place that prints, reads the clock and turns problems into exit codes.
//! stdout is data, stderr is talk. Exit 0: done; 1: a gate failed; 2: could not do the work.

mod assess;
mod audit;
#[cfg(feature = "binder")]
mod binder;
mod brand;
mod bundle;
mod calendar;
mod catalogue;
mod coverage;
mod decisions;
mod determine;
mod diff;
mod explain;
mod fault;
mod gate;
mod index;
mod init;
mod kept;
mod learn;
mod mapping;
mod output;
mod paper;
mod plan;
mod portfolio;
mod progress;
mod query;
mod read;
mod report;
mod scaffold;
mod shards;
mod shell;
mod sourcing;
mod timings;
mod trend;
mod why;
mod workbook;

use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;

use anyhow::{Context as _, Result, anyhow};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::catalogue::{Catalogue, File, Files, PROFILE, Profile, load, profile};
use crate::corpus::git::Reach;
use crate::index::check_rules;
use crate::problem::{Problem, Severity};
use crate::report::inert;

/// Finds and weighs the evidence an organisation's documents hold for ISO/IEC 20000-1:2018, and
/// reports the gaps. It finds and weighs; a person decides.
#[derive(Debug, Parser)]
#[command(name = "iso20k", version, propagate_version = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Assess a folder of documents and write the reports
    Assess(Box<assess::Options>),
    /// Read a share of a folder's documents, on one of several machines; `assess --shards` joins the shares
    Index(index::Options),
    /// Render reports again from an assessment.json, without the documents
    Report(report::Options),
    /// Explain a clause, an obligation, a type, a rule, a view, a crosswalk, or a code
    Explain(explain::Options),
    /// Show, check and list the catalogue
    Catalogue(catalogue::Options),
    /// Say why a document got its type and state, and which of its sentences count
    Why(why::Options),
    /// Write the evidence templates for what an assessment found missing
    Scaffold(scaffold::Options),
    /// Ask the evidence index in SQL, read-only
    Query(query::Options),
    /// What is to be done again and when: a table, or an .ics file for a calendar
    Calendar(calendar::Options),
    /// What an internal auditor needs: a programme, working papers, samples, findings
    Audit(audit::Options),
    /// Pack an assessment with an index by clause and its evidence, for a certification audit
    Bundle(bundle::Options),
    /// Bind the evidence as one PDF: index, a divider a clause, the organisation's own pages, stamped
    #[cfg(feature = "binder")]
    Binder(binder::Options),
    /// Prove offline that nothing of an evidence pack changed
    Verify(bundle::VerifyOptions),
    /// See the evidence from other standards: what of them it touches, which document serves several
    Crosswalk(coverage::CrosswalkOptions),
    /// Answer the requirements of a call for tender with clauses and evidence
    Tender(coverage::TenderOptions),
    /// Who runs what: services, components and processes of other parties beside the limits of 8.2.3.1
    Sourcing(sourcing::Options),
    /// Plan what closes the gaps: actions, order, effort, dates, and when an audit can be faced
    Plan(plan::Options),
    /// Set organisations side by side: ranking, heat map by clause, benchmark against the set
    Portfolio(portfolio::Options),
    /// Walk through a clause: what it asks, what shows it, what an auditor would ask
    Learn(learn::Options),
    /// Record what a person decided on an obligation
    Determine(determine::Options),
    /// What changed between two assessments, and why
    Diff(diff::Options),
    /// The same figures over several assessments, or over the past of a git work tree
    Trend(trend::Options),
    /// Write a commented profile for a folder by looking at it
    Init(init::Options),
    /// Judge an assessment.json by what a pipeline asks of it
    Gate(gate::Options),
    /// Print the completions of a shell
    Completions(shell::Completions),
    /// Print the man page of the program or of one of its commands
    Man(shell::Man),
}

#[derive(Debug, Args)]
struct Global {
    /// Add to or replace the catalogue by the files of a folder laid out like `controls/`
    #[arg(long, global = true, value_name = "DIR")]
    catalogue: Vec<PathBuf>,
    /// Do not keep facts between runs, and use none kept before
    #[arg(long, global = true)]
    no_cache: bool,
    /// Read with so many threads (default: one a core)
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Colour the output
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    color: Color,
    /// Say nothing but errors on stderr
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Say more on stderr
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// Where documents are found and as of when they are looked at; shared by commands that read them.
#[derive(Debug, Clone, Args)]
struct Source {
    /// The folder that holds the documents [default: .]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The date as of which records are recent and reviews overdue [default: today, UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// The organisation's name, where the documents leave it open
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    #[command(flatten)]
    profile: Profiled,
}

/// What is said about the documents besides the documents themselves.
#[derive(Debug, Clone, Args)]
struct Profiled {
    /// What an organisation says of itself and its documents [default: iso20k.yaml in the folder,
    /// or in one above it]
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    /// Take control data that documents do not state from their git history: where the folder is the root
    /// of a work tree, also where it lies in one (`--git`), or never
    #[arg(
        long, value_enum, value_name = "WHEN", require_equals = true, num_args = 0..=1,
        default_value = "auto", default_missing_value = "always"
    )]
    git: Git,
}

/// When the git history is read.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Git {
    Auto,
    Always,
    Never,
}

impl From<Git> for Reach {
    fn from(git: Git) -> Self {
        match git {
            Git::Auto => Self::Root,
            Git::Always => Self::Above,
            Git::Never => Self::Never,
        }
    }
}

impl Profiled {
    /// The profile named, else that of the folder, else an empty one.
    fn read(&self, dir: &Path, catalogue: &Catalogue) -> Result<Profile> {
        let found = || find_profile(dir);
        let Some(path) = self.profile.clone().or_else(found) else { return Ok(Profile::default()) };
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let file = File { shown: path.to_string_lossy().replace('\\', "/"), text };
        profile(&file, catalogue).map_err(|problems| {
            let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
            anyhow!("the profile cannot be used\n{}", said.join("\n"))
        })
    }
}

/// The profile of a folder: in it, or in a folder above, but not above the root of a work tree: what stands
/// there is somebody else's. Its path is written from here, for no absolute path stands in an assessment.
fn find_profile(dir: &Path) -> Option<PathBuf> {
    let real = std::fs::canonicalize(dir).ok()?;
    let is_root = |folder: &&Path| folder.join(".git").exists();
    let above = real.ancestors().take_while(|folder| !is_root(folder)).count();
    let up = (0..=above).take(real.ancestors().count()).scan(dir.to_owned(), |folder, steps| {
        if steps > 0 {
            *folder = if folder.as_os_str() == "." { "..".into() } else { folder.join("..") };
        }
        Some(folder.join(PROFILE))
    });
    up.into_iter().find(|path| path.is_file()).map(|path| path.strip_prefix(".").map(Path::to_owned).unwrap_or(path))
}

impl Source {
    /// The folder that holds the documents.
    fn dir(&self) -> &Path {
        self.dir.as_deref().unwrap_or(Path::new("."))
    }

    /// The profile with what the command line says instead.
    fn profile(&self, catalogue: &Catalogue) -> Result<Profile> {
        Ok(self.over(self.profile.read(self.dir(), catalogue)?))
    }

    /// What the command line says laid over a profile.
    fn over(&self, mut profile: Profile) -> Profile {
        // What is printed is what the command line says; documents under the other names stay the organisation's.
        if let Some(name) = &self.organisation {
            profile.organisation.retain(|known| known != name);
            profile.organisation.insert(0, name.clone());
        }
        profile.as_of = self.as_of.or(profile.as_of);
        profile
    }
}

/// The date as of which a profile is asked for: today, in UTC, where it names none.
fn as_of(profile: &Profile) -> Date {
    profile.as_of.unwrap_or_else(|| jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// What a command is run with.
struct Context {
    global: Global,
    /// Folders that the profile lays over the catalogue, once it was asked.
    said: OnceLock<Vec<PathBuf>>,
    timings: timings::Timings,
}

impl Context {
    /// Says something on stderr, unless asked to be quiet.
    #[expect(clippy::print_stderr, reason = "stderr is where talk goes")]
    fn say(&self, text: &str) {
        if !self.global.quiet {
            eprintln!("{}", inert(text));
        }
    }

    /// Says something on stderr when asked to say more.
    fn detail(&self, text: &str) {
        if self.global.verbose > 0 {
            self.say(text);
        }
    }

    fn colored(&self) -> bool {
        match self.global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        }
    }

    /// The catalogue with the user's folders laid over it, and `more` of them.
    fn catalogue_and_problems(&self, more: &[PathBuf]) -> (Catalogue, Vec<Problem>) {
        let mut files = Files::embedded();
        let mut problems = Vec::new();
        for folder in self.folders().chain(more) {
            problems.extend(files.overlay(folder));
        }
        let (catalogue, found) = load(&files);
        problems.extend(found);
        if problems.iter().all(|problem| problem.severity != Severity::Error) {
            problems.extend(check_rules(&catalogue));
        }
        (catalogue, problems)
    }
}

/// `1 mistake`, `2 mistakes`.
fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// Prints data on stdout. A reader that stops reading (`| head`) is no error.
fn print(text: &str) {
    print_bytes(text.as_bytes());
}

/// As [`print()`], for data that is no text.
fn print_bytes(bytes: &[u8]) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(bytes);
    let _ = out.flush();
}

/// Runs the command line given by the environment.
#[must_use]
pub fn main() -> ExitCode {
    let timings = timings::Timings::start();
    let cli = Cli::parse();
    let context = Context { global: cli.global, said: OnceLock::new(), timings };
    if let Some(jobs) = context.global.jobs {
        // A second call would fail, and there is none.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.into()).build_global();
    }
    fault::quiet(context.global.verbose > 0);
    let outcome = catch_unwind(AssertUnwindSafe(|| command(&context, &cli.command)));
    let outcome = outcome.unwrap_or_else(|_| Err(anyhow!("a fault in iso20k itself, at {}", fault::last())));
    outcome.unwrap_or_else(|error| {
        fail(&error);
        ExitCode::from(2)
    })
}

fn command(context: &Context, command: &Command) -> Result<ExitCode> {
    match command {
        Command::Assess(options) => assess::run(context, options),
        Command::Index(options) => index::run(context, options),
        Command::Report(options) => report::run(context, options),
        Command::Explain(options) => explain::run(context, options),
        Command::Catalogue(options) => catalogue::run(context, options),
        Command::Why(options) => why::run(context, options),
        Command::Scaffold(options) => scaffold::run(context, options),
        Command::Query(options) => query::run(context, options),
        Command::Calendar(options) => calendar::run(context, options),
        Command::Audit(options) => audit::run(context, options),
        Command::Bundle(options) => bundle::run(context, options),
        #[cfg(feature = "binder")]
        Command::Binder(options) => binder::run(context, options),
        Command::Verify(options) => bundle::verify(context, options),
        Command::Crosswalk(options) => coverage::crosswalk(context, options),
        Command::Tender(options) => coverage::answer(context, options),
        Command::Sourcing(options) => sourcing::run(context, options),
        Command::Plan(options) => plan::run(context, options),
        Command::Portfolio(options) => portfolio::run(context, options),
        Command::Learn(options) => learn::run(context, options),
        Command::Determine(options) => determine::run(context, options),
        Command::Diff(options) => diff::run(context, options),
        Command::Trend(options) => trend::run(context, options),
        Command::Init(options) => init::run(context, options),
        Command::Gate(options) => gate::run(context, options),
        Command::Completions(options) => Ok(shell::completions(options)),
        Command::Man(options) => shell::man(options),
    }
}

#[expect(clippy::print_stderr, reason = "an error is said even when asked to be quiet")]
fn fail(error: &anyhow::Error) {
    eprintln!("{}", inert(&format!("error: {error:#}")));
}
