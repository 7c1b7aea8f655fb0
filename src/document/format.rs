//! Which format a file is in, and the one place where a format meets its reader.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use super::builder::size;
use super::{Reading, csv, html, mail, markdown, office, pdf, plain, yaml};

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

impl Format {
    /// Whether a hostile file of this format can take the whole process down, so that it is read
    /// in a worker process.
    #[must_use]
    pub fn is_risky(self) -> bool {
        matches!(self, Self::Pdf | Self::Xls)
    }
}

/// How much of one file is read before reading stops with a problem.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Largest text taken from one file, in bytes.
    pub text_bytes: usize,
    /// Most pages or slides.
    pub pages: usize,
    /// Most cells of one workbook.
    pub cells: usize,
    /// Longest time for one file in a worker process, in seconds.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 256 << 20, text_bytes: 32 << 20, pages: 5_000, cells: 5_000_000, seconds: 60 }
    }
}

/// How the libraries that read the risky formats tell of some damaged files is by panicking; that is no fault of ours,
/// and would be the same next time.
const GAVE_UP: &str = "corrupt: its reader gave up";

/// Reads a file's bytes as `format`. Files of a risky format (see [`Format::is_risky`]) are better
/// read through a [`super::worker::Pool`], which ends up here in another process.
#[must_use]
pub fn read(format: Format, bytes: &[u8], limits: Limits) -> Reading {
    if bytes.is_empty() {
        return Reading::unread("empty file");
    }
    if bytes.len() as u64 > limits.file_bytes {
        return Reading::unread(format!("larger than {}", size(limits.file_bytes)));
    }
    // A reader that panics is a fault of ours; it must not cost the user all other files.
    catch_unwind(AssertUnwindSafe(|| dispatch(format, bytes, limits)))
        .unwrap_or_else(|_| Reading::unread(if format.is_risky() { GAVE_UP } else { "reader failed" }))
}

fn dispatch(format: Format, bytes: &[u8], limits: Limits) -> Reading {
    match format {
        Format::Markdown => markdown::read(bytes, limits),
        Format::Text => plain::read(bytes, limits),
        Format::Html => html::read(bytes, limits),
        Format::Csv | Format::Tsv => csv::read(bytes, limits),
        Format::Yaml => yaml::read(bytes, limits),
        Format::Json => yaml::read_json(bytes, limits),
        Format::Docx => office::docx::read(bytes, limits),
        Format::Xlsx => office::xlsx::read(bytes, limits),
        Format::Xls => office::xls::read(bytes, limits),
        Format::Pptx => office::pptx::read(bytes, limits),
        Format::Odt => office::odt::read(bytes, limits),
        Format::Ods => office::ods::read(bytes, limits),
        Format::Pdf => pdf::read(bytes, limits),
        Format::Eml => mail::read(bytes, limits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_and_oversized_files_are_said_to_be_so() {
        assert_eq!(read(Format::Text, b"", Limits::default()).unread.as_deref(), Some("empty file"));
        let limits = Limits { file_bytes: 3, ..Limits::default() };
        assert_eq!(read(Format::Text, b"abcd", limits).unread.as_deref(), Some("larger than 3 bytes"));
    }
}
