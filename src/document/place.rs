//! Where in a document something stands, precise enough for a person to find it again.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in a document; only what the format has is set.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// 1-based page of a paged format.
    pub page: Option<u32>,
    /// 1-based slide of a presentation.
    pub slide: Option<u32>,
    /// Headings above, outermost first.
    pub heading: Vec<String>,
    /// 1-based line of a text format.
    pub line: Option<u32>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Cell of a sheet, `B7`.
    pub cell: Option<String>,
}

impl Place {
    /// A place as [`fmt::Display`] writes it, `line 12`, `Sheet!A7`, read back but for the heading.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut place = Self::default();
        for part in text.split(", ") {
            if let Some(line) = part.strip_prefix("line ") {
                place.line = line.parse().ok();
            } else if let Some(page) = part.strip_prefix("page ") {
                place.page = page.parse().ok();
            } else if let Some((sheet, cell)) = part.split_once('!') {
                place.sheet = Some(sheet.into());
                place.cell = Some(cell.into());
            }
        }
        place
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(page) = self.page {
            parts.push(format!("page {page}"));
        }
        if let Some(slide) = self.slide {
            parts.push(format!("slide {slide}"));
        }
        match (&self.sheet, &self.cell) {
            (Some(sheet), Some(cell)) => parts.push(format!("{sheet}!{cell}")),
            (Some(sheet), None) => parts.push(format!("sheet {sheet}")),
            (None, Some(cell)) => parts.push(format!("cell {cell}")),
            (None, None) => {}
        }
        if let Some(line) = self.line {
            parts.push(format!("line {line}"));
        }
        if let Some(heading) = self.heading.last() {
            parts.push(format!("“{heading}”"));
        }
        f.write_str(&parts.join(", "))
    }
}
