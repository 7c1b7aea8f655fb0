//! The evidence pack: an assessment, an index by clause, the documents it cites or their hashes, and a
//! manifest by which anybody can prove offline that nothing changed. The same input gives the same bytes.

#[cfg(feature = "binder")]
pub mod binder;
mod build;
mod index;
mod redact;
#[cfg(test)]
mod tests;
mod verify;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::assessment::{CatalogueInfo, Tool};

pub use build::{Order, build};
pub use index::Index;
pub use redact::{REDACTED, redacted};
pub use verify::{Verdict, assessment, verify};

/// The format of `manifest.json`.
pub const FORMAT: &str = "iso20k-pack/1";

const MANIFEST: &str = "manifest.json";
const ASSESSMENT: &str = "assessment.json";
const DETERMINATIONS: &str = "determinations.json";
/// As `sha256sum -c` reads it, for those without this program.
const SUMS: &str = "SHA256SUMS";
const INDEX: &str = "index.json";
/// Where the documents are.
const DOCUMENTS: &str = "documents/";

/// What a pack holds of the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Contents {
    /// Those that are cited, as they are.
    Documents,
    /// Only their hashes.
    Hashes,
    /// Only their hashes, and neither quotes nor names of persons.
    Redacted,
}

/// What a pack says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always [`FORMAT`].
    pub format: String,
    /// What made the assessment.
    pub tool: Tool,
    /// The date of the assessment, `2026-11-22`.
    pub as_of: String,
    /// Whose documents these are.
    pub organisation: Option<String>,
    /// What the assessment was made with.
    pub catalogues: Vec<CatalogueInfo>,
    /// What it holds of the documents.
    pub contents: Contents,
    /// What was left out or blanked, in words; empty for a pack that is not redacted.
    pub redacted: Vec<String>,
    /// SHA-256 of the index by clause, `index.json`.
    pub index_sha256: String,
    /// Every file of the pack but this one, by path.
    pub files: Vec<FileInfo>,
    /// Every document of the assessment, by path.
    pub documents: Vec<PackedDocument>,
}

/// A file of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileInfo {
    /// Within the pack.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A document of the assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedDocument {
    /// Relative to the assessed folder.
    pub path: String,
    /// SHA-256 of its bytes when it was assessed.
    pub sha256: String,
    /// Whether a finding cites it.
    pub cited: bool,
    /// Where it is in the pack; `null` where only its hash is.
    pub file: Option<String>,
}

/// SHA-256 of bytes, hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a path stays within the folder it is relative to, whoever unpacks it and wherever.
#[must_use]
pub fn stays_within(path: &str) -> bool {
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    !has_drive && !path.contains(['\\', '\0']) && !path.chars().any(char::is_control) && path.split('/').all(is_plain)
}
