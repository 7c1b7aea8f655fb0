//! Which format a file is in, and the one place where a format meets its reader.

use serde::{Deserialize, Serialize};

use super::Reading;

/// A document format that is read, or is known and refused with a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Markdown, with YAML front matter (`.md .markdown .mdx`; `.adoc .rst` are read as text).
    Markdown,
    /// Plain text.
    Text,
    /// HTML.
    Html,
    /// Comma- or semicolon-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// Excel before 2007.
    Xls,
    /// PowerPoint.
    Pptx,
    /// OpenDocument text.
    Odt,
    /// OpenDocument spreadsheet.
    Ods,
    /// PDF.
    Pdf,
    /// Mail.
    Eml,
}

/// How much of one file is read before reading stops with a problem.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Largest text taken from one file, in bytes.
    pub text_bytes: usize,
    /// Most pages or slides.
    pub pages: usize,
    /// Most cells of one workbook.
    pub cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 256 << 20, text_bytes: 32 << 20, pages: 5_000, cells: 5_000_000 }
    }
}

/// The format of a file by its name and first bytes, or why it is not read.
///
/// # Errors
/// A short reason for `unread`, such as `legacy format (DOC)` or `image`.
pub fn sniff(_name: &str, _head: &[u8]) -> Result<Format, String> {
    Err("not yet".into())
}

/// Reads a file's bytes as `format`.
#[must_use]
pub fn read(_format: Format, _bytes: &[u8], _limits: Limits) -> Reading {
    Reading::unread("not yet")
}
