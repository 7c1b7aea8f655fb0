//! The evidence templates: one for each document and register type, worth filling in. They lie in
//! `evidence-templates/` and inside the binary; a folder of the user's own can stand in for either.

use std::path::Path;

/// `evidence-templates/documents/` as it was when the program was built.
#[derive(rust_embed::RustEmbed)]
#[folder = "evidence-templates/documents/"]
struct Documents;

/// `evidence-templates/registers/` as it was when the program was built.
#[derive(rust_embed::RustEmbed)]
#[folder = "evidence-templates/registers/"]
struct Registers;

/// A template as it is written for a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its place in a folder of templates, `documents/major-incident-procedure.md`.
    pub path: String,
    /// Its text, with places to be filled in: `{{owner}}`.
    pub text: String,
}

impl Template {
    /// The template with what is known filled in; names that it does not hold are passed over.
    #[must_use]
    pub fn fill(mut self, values: &[(&str, &str)]) -> Self {
        for (name, value) in values {
            self.text = self.text.replace(&format!("{{{{{name}}}}}"), &cell(value));
        }
        self
    }
}

/// What things of a kind are called that an organisation has, by the headings under which templates list them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Under `Service`.
    pub services: Vec<String>,
    /// Under `Supplier`.
    pub suppliers: Vec<String>,
    /// Under `Customer`.
    pub customers: Vec<String>,
    /// Under `Role`.
    pub roles: Vec<String>,
}

impl Known {
    /// What stands under a heading, if the organisation is known to have any.
    fn under(&self, heading: &str) -> Option<&[String]> {
        let names = match heading.trim().to_lowercase().as_str() {
            "service" => &self.services,
            "supplier" => &self.suppliers,
            "customer" => &self.customers,
            "role" => &self.roles,
            _ => return None,
        };
        (!names.is_empty()).then_some(names)
    }
}

impl Template {
    /// The place to be filled in with somebody or something it might be, which is left to be confirmed.
    #[must_use]
    pub fn suggest(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            let asked = format!("{{{{{name}, perhaps {}}}}}", cell(value));
            self.text = self.text.replace(&format!("{{{{{name}}}}}"), &asked);
        }
        self
    }

    /// A row for each thing that is known, where a table begins with it: its example as often as there are
    /// names, the rest of the row left to be filled in. Other tables and logs stay as they are.
    #[must_use]
    pub fn with_rows(mut self, known: &Known) -> Self {
        let is_csv = self.path.ends_with(".csv");
        let mut out: Vec<String> = Vec::new();
        let mut names: Option<&[String]> = None;
        for line in self.text.lines() {
            if is_csv && out.is_empty() {
                names = known.under(line.split(',').next().unwrap_or_default());
            } else if !is_csv && line.starts_with('|') && !line.starts_with("| {{") && !line.starts_with("|-") {
                names = known.under(line.trim_matches('|').split('|').next().unwrap_or_default());
            }
            match (names, example(line, is_csv)) {
                (Some(given), Some(rest)) => {
                    let row = |name: &String| match is_csv {
                        true => format!("{}{rest}", field(name)),
                        false => format!("| {}{rest}", cell(name)),
                    };
                    out.extend(given.iter().map(row));
                    names = None;
                }
                _ => out.push(line.to_owned()),
            }
        }
        self.text = out.join("\n") + "\n";
        self
    }
}

/// What follows the first cell of a row that is an example: `{{Managed Workplace}},{{2026-10}}`.
fn example(line: &str, is_csv: bool) -> Option<&str> {
    let inside = line.strip_prefix(if is_csv { "{{" } else { "| {{" })?;
    inside.split_once("}}").map(|(_, rest)| rest)
}

/// A value as a field of CSV.
fn field(value: &str) -> String {
    let line = cell(value);
    if line.contains([',', '"', ';']) { format!("\"{}\"", line.replace('"', "\"\"")) } else { line }
}

/// A value that stays inside its table cell and on its line, whatever it holds.
fn cell(value: &str) -> String {
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('|', "/").replace("{{", "").replace("}}", "")
}

/// The template of a document or register type.
#[must_use]
pub fn template(id: &str) -> Option<Template> {
    let (path, file) = match Documents::get(&format!("{id}.md")) {
        Some(file) => (format!("documents/{id}.md"), file),
        None => (format!("registers/{id}.csv"), Registers::get(&format!("{id}.csv"))?),
    };
    Some(Template { path, text: String::from_utf8(file.data.into_owned()).ok()? })
}

/// The template of a type in a folder of the user's own, laid out like `evidence-templates/`.
#[must_use]
pub fn from_folder(folder: &Path, id: &str) -> Option<Template> {
    // An id comes from a catalogue or a command line: it must not lead out of the folder.
    if !id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
        return None;
    }
    [format!("documents/{id}.md"), format!("registers/{id}.csv")].into_iter().find_map(|path| {
        let text = std::fs::read_to_string(folder.join(&path)).ok()?;
        Some(Template { path, text })
    })
}

/// The types that have a template, sorted.
#[must_use]
pub fn ids() -> Vec<String> {
    let documents = Documents::iter().filter_map(|name| name.strip_suffix(".md").map(str::to_owned));
    let registers = Registers::iter().filter_map(|name| name.strip_suffix(".csv").map(str::to_owned));
    let mut ids: Vec<String> = documents.chain(registers).collect();
    ids.sort();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_in_their_cell() {
        let template = Template { path: "documents/x.md".into(), text: "| {{organisation}} | {{owner}} |".into() };
        let filled = template.fill(&[("organisation", "A | B\n{{owner}}"), ("unknown", "x")]);
        assert_eq!(filled.text, "| A / B owner | {{owner}} |");
    }

    #[test]
    fn a_table_that_begins_with_what_is_known_gets_a_row_for_each() {
        let known = Known { services: vec!["Mail".into(), "Web, hosted".into()], ..Known::default() };
        let of = |path: &str, text: &str| Template { path: path.into(), text: text.into() }.with_rows(&known).text;
        let csv = of("registers/x.csv", "Service,Target\n{{Managed Workplace}},{{99.5}}\n");
        assert_eq!(csv, "Service,Target\nMail,{{99.5}}\n\"Web, hosted\",{{99.5}}\n");
        let log = "Id,Service\n{{1}},{{Managed Workplace}}\n";
        assert_eq!(of("registers/x.csv", log), log, "a log is filled by work, not by a list of services");
        let md = of(
            "documents/x.md",
            "| Other | x |\n|---|---|\n| {{a}} | {{b}} |\n\n| Service | Target |\n|---|---|\n| {{One}} | {{2}} |\n",
        );
        assert_eq!(
            md,
            "| Other | x |\n|---|---|\n| {{a}} | {{b}} |\n\n| Service | Target |\n|---|---|\n| Mail | {{2}} |\n| Web, hosted | {{2}} |\n"
        );
        let nothing = Template { path: "documents/x.md".into(), text: md.clone() }.with_rows(&Known::default());
        assert_eq!(nothing.text, md);
    }

    #[test]
    fn an_id_does_not_lead_out_of_the_folder() {
        assert_eq!(from_folder(Path::new("."), "../Cargo"), None);
        assert_eq!(template("../samples/services"), None);
        assert!(template("services").is_some_and(|found| found.path == "registers/services.csv"));
    }
}
