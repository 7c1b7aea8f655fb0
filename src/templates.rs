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
    fn an_id_does_not_lead_out_of_the_folder() {
        assert_eq!(from_folder(Path::new("."), "../Cargo"), None);
        assert_eq!(template("../samples/services"), None);
        assert!(template("services").is_some_and(|found| found.path == "registers/services.csv"));
    }
}
