//! Where catalogue files come from: the ones inside the binary, and folders of the user's own that
//! add to them or replace files of the same path.

use std::collections::BTreeMap;
use std::path::Path;

use crate::problem::Problem;

/// `controls/` as it was when the program was built.
#[derive(rust_embed::RustEmbed)]
#[folder = "controls/"]
struct Embedded;

/// One file of a catalogue.
#[derive(Debug, Clone)]
pub struct File {
    /// How messages name it: relative to its catalogue, or as the user named the folder.
    pub shown: String,
    /// Its text.
    pub text: String,
}

/// All files of a catalogue by their path inside it, with `/`.
#[derive(Debug, Clone, Default)]
pub struct Files(pub BTreeMap<String, File>);

impl Files {
    /// The catalogue inside the binary.
    #[must_use]
    pub fn embedded() -> Self {
        let files = Embedded::iter().filter_map(|path| {
            let data = Embedded::get(&path)?;
            let text = String::from_utf8(data.data.into_owned()).ok()?;
            Some((path.to_string(), File { shown: format!("controls/{path}"), text }))
        });
        Self(files.collect())
    }

    /// Lays a folder over these files: same path replaces, new path adds.
    pub fn overlay(&mut self, folder: &Path) -> Vec<Problem> {
        let mut problems = Vec::new();
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) if entry.file_type().is_file() => entry,
                Ok(_) => continue,
                Err(error) => {
                    problems.push(Problem::error(folder.display().to_string(), error.to_string()));
                    continue;
                }
            };
            let shown = entry.path().display().to_string();
            let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let path = relative.to_string_lossy().replace('\\', "/");
            match std::fs::read_to_string(entry.path()) {
                Ok(text) => {
                    self.0.insert(path, File { shown, text });
                }
                Err(error) => problems.push(Problem::error(shown, format!("cannot be read: {error}"))),
            }
        }
        problems
    }

    /// The YAML files under a folder of the catalogue, with their path below it.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a File)> {
        self.0.iter().filter_map(move |(path, file)| {
            let below = path.strip_prefix(folder)?.strip_prefix('/')?;
            below.ends_with(".yaml").then_some((below, file))
        })
    }
}
