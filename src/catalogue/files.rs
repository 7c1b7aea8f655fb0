//! Where catalogue files come from: the ones inside the binary, and folders of the user's own that
//! add to them or replace files of the same path.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// Pictures, notes and the like beside a catalogue are nobody's mistake.
fn is_data(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["yaml", "yml", "csv"].iter().any(|data| ending.eq_ignore_ascii_case(data)))
}

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

    /// Hash of all that [`Files::embedded`] holds, known since the program was built.
    #[must_use]
    pub fn embedded_hash() -> [u8; 32] {
        let mut hash = Sha256::new();
        for path in Embedded::iter() {
            hash.update((path.len() as u64).to_le_bytes());
            hash.update(path.as_bytes());
            hash.update(Embedded::get(&path).map(|file| file.metadata.sha256_hash()).unwrap_or_default());
        }
        hash.finalize().into()
    }

    /// A JSON Schema of `controls/schema/` by its name; always ours, never a user's.
    #[must_use]
    pub fn schema(name: &str) -> Option<String> {
        let file = Embedded::get(&format!("schema/{name}.json"))?;
        String::from_utf8(file.data.into_owned()).ok()
    }

    /// Lays a folder over these files: same path replaces, new path adds. `overlay.yaml` never
    /// replaces that of an earlier folder: both count, in order.
    pub fn overlay(&mut self, folder: &Path) -> Vec<Problem> {
        let mut problems = Vec::new();
        let layer = self.under("overlays").count();
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) if entry.file_type().is_file() && is_data(entry.path()) => entry,
                Ok(_) => continue,
                Err(error) => {
                    let shown = error.path().unwrap_or(folder).display().to_string();
                    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    problems.push(Problem::error(shown, format!("cannot be read: {why}")));
                    continue;
                }
            };
            let shown = entry.path().display().to_string();
            let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let mut path = relative.to_string_lossy().replace('\\', "/");
            if path == "overlay.yaml" {
                path = format!("overlays/{layer:03}/overlay.yaml");
            }
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
