//! The templates and words of reports: those inside the binary, with a user's own laid over them, and the
//! engine that fills them in. Escaping is what a template gets without asking, in HTML and in Markdown.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, escape_formatter};

use super::plain;
use super::words::{self, Language, Words};
use crate::plan::Estimates;
use crate::problem::Problem;

/// `reports/` as it was when the program was built.
#[derive(rust_embed::RustEmbed)]
#[folder = "reports/"]
#[include = "*.j2"]
#[include = "*.css"]
#[include = "*.js"]
#[include = "readiness.yaml"]
#[include = "plan.yaml"]
#[cfg_attr(feature = "pdf", include = "*.typ")]
#[include = "words/*.yaml"]
#[exclude = "samples/*"]
struct Embedded;

/// The escaping of Markdown templates.
const MARKDOWN: &str = "markdown";

/// Instructions a template may take: a report on 20,000 documents needs a tenth of it, and a template
/// that counts to a million a million times stops within seconds.
const FUEL: u64 = 200_000_000;

/// The files that make up the text reports, by name.
#[derive(Debug, Clone)]
pub struct Templates {
    files: BTreeMap<String, String>,
    /// Words of a user's own; in other languages ours are used.
    words: BTreeMap<Language, &'static Words>,
    /// Where a user's own stand, as messages name them.
    shown: BTreeMap<String, String>,
    /// A user's Word document in which ours is written.
    #[cfg(feature = "docx")]
    frame: Option<super::docx::Parts>,
}

impl Templates {
    /// The templates inside the binary.
    #[must_use]
    pub fn embedded() -> Self {
        let files = Embedded::iter().filter_map(|name| {
            let data = Embedded::get(&name)?.data.into_owned();
            Some((name.to_string(), String::from_utf8(data).ok()?))
        });
        Self {
            files: files.collect(),
            words: BTreeMap::new(),
            shown: BTreeMap::new(),
            #[cfg(feature = "docx")]
            frame: None,
        }
    }

    /// The same with Word reports written into a user's own document: its styles, headers and footers.
    ///
    /// # Errors
    /// Why it cannot be used, in words that follow “the Word template”.
    #[cfg(feature = "docx")]
    pub fn framed(mut self, document: &[u8]) -> Result<Self> {
        self.frame = Some(super::docx::read_frame(document)?);
        Ok(self)
    }

    #[cfg(feature = "docx")]
    pub(super) fn frame(&self) -> Option<&super::docx::Parts> {
        self.frame.as_ref()
    }

    /// The templates inside the binary, with the files of a folder in place of those of the same name.
    /// Every mistake in them is a problem: unreadable, not a template of ours, or not well formed.
    #[must_use]
    pub fn with_overrides(folder: &Path) -> (Self, Vec<Problem>) {
        let mut templates = Self::embedded();
        let mut problems = Vec::new();
        for entry in walkdir::WalkDir::new(folder).min_depth(1).max_depth(3).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() => problems.extend(templates.replace(folder, entry.path())),
                Ok(_) => {}
                Err(error) => problems.push(Problem::error(folder.display().to_string(), error.to_string())),
            }
        }
        (templates, problems)
    }

    fn replace(&mut self, folder: &Path, path: &Path) -> Vec<Problem> {
        let shown = path.display().to_string();
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        if !self.files.contains_key(&name) {
            let known: Vec<String> = self.files.keys().map(|name| format!("`{name}`")).collect();
            let problem = Problem::warning(shown, "no report uses a template of this name");
            return vec![problem.hint(format!("the templates are {}", known.join(", ")))];
        }
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => return vec![Problem::error(shown, format!("cannot be read: {error}"))],
        };
        if name.ends_with(".j2")
            && let Err(error) = environment(Words::of(Language::En)).add_template(&name, &text)
        {
            return vec![malformed(shown, &error, &text)];
        }
        let mut problems = Vec::new();
        if let Some(language) = Language::of_file(&name) {
            match self.words(language).with_overrides(&shown, &text) {
                Ok((words, found)) => {
                    self.words.insert(language, words);
                    problems = found;
                }
                Err(problem) => return vec![problem],
            }
        }
        self.shown.insert(name.clone(), shown);
        self.files.insert(name, text);
        problems
    }

    /// The words of a language.
    #[must_use]
    pub fn words(&self, language: Language) -> &'static Words {
        self.words.get(&language).copied().unwrap_or_else(|| Words::of(language))
    }

    /// Every file by its name in a folder of templates.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The estimates that plans are made of.
    ///
    /// # Errors
    /// Every mistake in a user's own.
    pub fn estimates(&self) -> Result<Estimates> {
        const FILE: &str = "plan.yaml";
        let shown = self.shown.get(FILE).cloned().unwrap_or_else(|| format!("reports/{FILE}"));
        Estimates::read(&shown, self.file(FILE)?).map_err(|problems| {
            let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
            anyhow!("the estimates cannot be used\n{}", said.join("\n"))
        })
    }

    /// A file as it is.
    pub(super) fn file(&self, name: &str) -> Result<&str> {
        self.files.get(name).map(String::as_str).with_context(|| format!("there is no report template `{name}`"))
    }

    /// A template filled in.
    pub(super) fn render(&self, name: &str, words: &'static Words, context: impl Into<Value>) -> Result<String> {
        let mut environment = environment(words);
        for (name, text) in self.files.iter().filter(|(name, _)| name.ends_with(".j2")) {
            environment
                .add_template(name, text)
                .map_err(|error| anyhow!("{}", self.mistake(name, &error, &Value::UNDEFINED)))?;
        }
        let context = context.into();
        let rendered = environment.get_template(name).and_then(|template| template.render(context.clone()));
        rendered.map_err(|error| anyhow!("{}", self.mistake(name, &error, &context)))
    }

    /// A mistake in a template: its file, its line, the words at fault, and what there is.
    fn mistake(&self, name: &str, error: &Error, context: &Value) -> Problem {
        let name = error.name().unwrap_or(name);
        let shown = self.shown.get(name).cloned().unwrap_or_else(|| format!("reports/{name}"));
        let problem = malformed(shown, error, self.files.get(name).map_or("", String::as_str));
        if error.kind() != ErrorKind::UndefinedError {
            return problem;
        }
        let mut names: Vec<String> = context.try_iter().into_iter().flatten().map(|name| name.to_string()).collect();
        names.push("t".into());
        names.sort();
        problem.hint(format!("what a template sees: {}; of `t`: {}", names.join(", "), sections()))
    }
}

fn sections() -> String {
    Words::of(Language::En).sections().collect::<Vec<_>>().join(", ")
}

/// A mistake with its line, and with the words at fault where the engine knows them.
fn malformed(shown: String, error: &Error, text: &str) -> Problem {
    let said = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let words = error.range().and_then(|range| text.get(range)).map(str::trim).filter(|words| !words.is_empty());
    let said = words.map_or(said.clone(), |words| format!("{said}: `{words}`"));
    let line = error.line().and_then(|line| u32::try_from(line).ok());
    Problem { line, ..Problem::error(shown, said) }
}

fn environment<'a>(words: &'static Words) -> Environment<'a> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(100);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    if let Ok(syntax) = syntax {
        environment.set_syntax(syntax);
    }
    environment.set_auto_escape_callback(|name| match name.strip_suffix(".j2").unwrap_or(name) {
        name if name.ends_with(".md") => AutoEscape::Custom(MARKDOWN.into()),
        // Whatever else a user's template is, escaping as in HTML is the safe choice.
        _ => AutoEscape::Html,
    });
    environment.set_formatter(format);
    environment.add_filter("code", |text: &str| Value::from_safe_string(plain::code_span(text, false)));
    environment.add_filter("cell_code", |text: &str| Value::from_safe_string(plain::code_span(text, true)));
    environment.add_global("t", Value::from(Serde(words.texts())));
    environment.add_filter("plural", |count: usize, thing: &str| words.count(count, thing));
    environment.add_filter("number", |number: usize| words.number(number));
    environment.add_filter("date", |date: &str| words.short_date(date));
    environment.add_filter("fill", |pattern: &str, values: Kwargs| fill(pattern, &values));
    #[cfg(feature = "docx")]
    super::docx::register(&mut environment);
    environment
}

/// `{{ t.steps.bears | fill(obligations=3) }}`: a text with its names filled in. The whole is escaped when written.
fn fill(pattern: &str, values: &Kwargs) -> Result<String, Error> {
    let given: Vec<(&str, String)> =
        values.args().map(|name| Ok((name, values.get::<Value>(name)?.to_string()))).collect::<Result<_, Error>>()?;
    let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(words::fill(pattern, &given))
}

/// Writes a value, escaped for Markdown in a Markdown template.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let in_markdown = matches!(state.auto_escape(), AutoEscape::Custom(name) if name == MARKDOWN);
    if !in_markdown {
        return escape_formatter(out, state, value);
    }
    // What is undefined by mistake does not come this far; an `if` without its `else` does, and is nothing.
    if value.is_undefined() {
        return Ok(());
    }
    let text = value.to_string();
    if value.is_safe() {
        return out.write_str(&text).map_err(Error::from);
    }
    // A template's own ", " keeps its space; text from documents begins and ends without.
    let before = if text.starts_with(' ') { " " } else { "" };
    let after = if text.ends_with(' ') && text.len() > 1 { " " } else { "" };
    write!(out, "{before}{}{after}", plain::markdown(&text)).map_err(Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_template_is_well_formed() {
        let templates = Templates::embedded();
        assert!(templates.files.len() >= 4);
        for (name, text) in templates.files.iter().filter(|(name, _)| name.ends_with(".j2")) {
            environment(Words::of(Language::En)).add_template(name, text).unwrap();
        }
    }

    #[test]
    fn a_users_template_replaces_ours_and_every_mistake_is_said() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("gap-analysis.md.j2"), "{{ organisation }} & {{ as_of | code }}\n").unwrap();
        std::fs::write(folder.path().join("gap-analysis.html.j2"), "<p>\n{% if %}").unwrap();
        std::fs::write(folder.path().join("other.j2"), "x").unwrap();
        let (templates, problems) = Templates::with_overrides(folder.path());
        let context = minijinja::context!(organisation => "<b> & *Co*", as_of => "2026");
        assert_eq!(
            templates.render("gap-analysis.md.j2", Words::of(Language::En), context).unwrap(),
            "\\<b> & \\*Co\\* & `2026`\n"
        );
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert_eq!(problems[0].line, Some(2));
        assert!(problems[1].message.contains("no report uses"));
    }

    #[test]
    fn a_mistake_in_a_users_template_names_its_file_its_line_and_what_there_is() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("gap-analysis.md.j2"), "# {{ as_of }}\n\n{{ organization }}\n").unwrap();
        let (templates, problems) = Templates::with_overrides(folder.path());
        assert!(problems.is_empty(), "{problems:?}");
        let context = minijinja::context!(organisation => "A", as_of => "2026");
        let error = templates.render("gap-analysis.md.j2", Words::of(Language::En), context).unwrap_err().to_string();
        for part in ["gap-analysis.md.j2:3", "`organization`", "as_of, organisation, t;", "charts"] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    #[test]
    fn a_missing_folder_is_a_problem() {
        let (_, problems) = Templates::with_overrides(Path::new("/nonexistent/reports"));
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn a_template_cannot_run_for_ever_or_use_what_is_not_there() {
        let mut templates = Templates::embedded();
        let endless = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{{ c }}{% endfor %}{% endfor %}{% endfor %}";
        templates.files.insert("gap-analysis.html.j2".into(), "{{ nothing }}".into());
        assert!(templates.render("gap-analysis.html.j2", Words::of(Language::En), ()).is_err());
        templates.files.insert("gap-analysis.md.j2".into(), "{{ nothing }}".into());
        assert!(templates.render("gap-analysis.md.j2", Words::of(Language::En), ()).is_err());
        let mut small = environment(Words::of(Language::En));
        small.set_fuel(Some(10_000));
        small.add_template("x.md.j2", endless).unwrap();
        assert!(small.get_template("x.md.j2").unwrap().render(()).is_err());
    }
}
