//! Collects what a reader finds into a [`Reading`]: keeps the heading path, folds white space, and
//! stops taking text when a file's share is used up.

use super::cells::Writer;
use super::{Block, Content, Document, Limits, Place, Property, Reading, Role, Row, Source, Table, draft};

/// A reading under construction.
pub(super) struct Builder {
    document: Document,
    problems: Vec<String>,
    /// Headings above the next block, with their levels.
    trail: Vec<(u8, String)>,
    /// Bytes of text, and cells, that may still be taken.
    text_left: usize,
    cells_left: usize,
    limits: Limits,
    full: bool,
}

impl Builder {
    /// An empty reading that takes as much as `limits` allow.
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            document: Document::default(),
            problems: Vec::new(),
            trail: Vec::new(),
            text_left: limits.text_bytes,
            cells_left: limits.cells,
            limits,
            full: false,
        }
    }

    /// Whether the file's share is used up, so that reading on is useless.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// What it was told to take at most.
    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// A heading; it stands above all that follows, up to the next one of its level.
    pub(super) fn heading(&mut self, level: u8, text: &str, place: Place) {
        let text = fold(text);
        let level = level.clamp(1, 9);
        if text.is_empty() || !self.take(text.len(), 0) {
            return;
        }
        self.close(level);
        let place = self.placed(place);
        // A "heading" as long as a page would be repeated in the place of every block below it.
        self.trail.push((level, shortened(&text, 200)));
        self.document.blocks.push(Block { place, content: Content::Heading(level, text) });
    }

    /// Leaves every section of this level or deeper.
    pub(super) fn close(&mut self, level: u8) {
        while self.trail.last().is_some_and(|(above, _)| *above >= level) {
            self.trail.pop();
        }
    }

    /// Running text; nothing happens if it is blank.
    pub(super) fn text(&mut self, role: Role, text: &str, place: Place) {
        let text = if role == Role::Code { text.trim_end().to_string() } else { fold(text) };
        if text.trim().is_empty() || !self.take(text.len(), 0) {
            return;
        }
        let place = self.placed(place);
        self.document.blocks.push(Block { place, content: Content::Text(role, text) });
    }

    /// A table, its cells folded and its empty last rows left out.
    pub(super) fn table(&mut self, draft: draft::Table, place: Place) {
        let mut writer = Writer::default();
        let rows = draft.rows.into_iter().map(|row| {
            row.cells.iter().for_each(|cell| push_folded(&mut writer, cell));
            Row { number: row.number, cells: writer.finish() }
        });
        let table = Table { name: draft.name, rows: rows.collect() };
        self.folded_table(table, place);
    }

    /// A table whose cells are folded; its empty last rows are left out.
    pub(super) fn folded_table(&mut self, mut table: Table, place: Place) {
        let fitting = table.rows.iter().take_while(|row| self.take(row.cells.bytes(), row.cells.len()));
        let kept = fitting.count();
        table.rows.truncate(kept);
        while table.rows.last().is_some_and(|row| row.cells.are_blank()) {
            table.rows.pop();
        }
        if !table.rows.is_empty() {
            let place = self.placed(place);
            self.document.blocks.push(Block { place, content: Content::Table(table) });
        }
    }

    /// Takes back the lines of all blocks, where they are not lines of the file.
    pub(super) fn forget_lines(&mut self) {
        for block in &mut self.document.blocks {
            block.place.line = None;
        }
    }

    /// Something the file says about itself; nothing happens if the value is blank.
    pub(super) fn property(&mut self, source: Source, name: &str, value: &str, line: Option<u32>) {
        let (name, value) = (fold(name), fold(value));
        let says = !value.is_empty() || (source == Source::FrontMatter && !name.is_empty());
        if says && self.take(name.len() + value.len(), 0) {
            self.document.properties.push(Property { source, name, value, line });
        }
    }

    /// Something that was left out or looks odd; said once.
    pub(super) fn problem(&mut self, problem: impl Into<String>) {
        let problem = problem.into();
        if self.problems.len() < 100 && !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// What came of it.
    pub(super) fn finish(self) -> Reading {
        Reading { document: self.document, problems: self.problems, unread: None }
    }

    fn placed(&self, mut place: Place) -> Place {
        place.heading = self.trail.iter().map(|(_, text)| text.clone()).collect();
        place
    }

    fn take(&mut self, bytes: usize, cells: usize) -> bool {
        if self.full {
            return false;
        }
        if bytes > self.text_left || cells > self.cells_left {
            self.full = true;
            let what = if bytes > self.text_left {
                format!("text beyond {} left out", size(self.limits.text_bytes as u64))
            } else {
                format!("cells beyond {} left out", self.limits.cells)
            };
            self.problem(what);
            return false;
        }
        self.text_left -= bytes;
        self.cells_left -= cells;
        true
    }
}

/// A place that is only a line of the file.
pub(super) fn line(number: u32) -> Place {
    Place { line: Some(number), ..Place::default() }
}

/// A size as a person would say it, in whole MiB or bytes.
pub(super) fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{bytes} bytes") }
}

/// White space folded to single spaces, and characters that are never seen left out.
pub(super) fn fold(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        if character.is_whitespace() {
            gap = true;
        } else if !is_invisible(character) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(character);
        }
    }
    out
}

/// Adds a cell to a row, folded.
pub(super) fn push_folded(row: &mut Writer, cell: &str) {
    if is_folded(cell) {
        row.push(cell);
    } else {
        row.push(&fold(cell));
    }
}

/// Whether nothing is to be folded, told at a glance: so it is with nearly all cells of an export.
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().all(|byte| (b' '..=b'~').contains(byte))
        && bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && !text.contains("  ")
}

/// Soft hyphens, zero-width spaces, direction marks, byte order marks and control characters. The
/// joiners U+200C and U+200D stay: some scripts spell with them.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// At most `most` characters of a text, with a sign that there was more.
pub(super) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_string(),
    }
}

/// Finds the line of a byte in a text.
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of `text`.
    pub(super) fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1));
        Self { starts }
    }

    /// The 1-based line in which byte `offset` stands.
    pub(super) fn at(&self, offset: usize) -> u32 {
        let line = self.starts.partition_point(|start| *start <= offset);
        u32::try_from(line).unwrap_or(u32::MAX).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_above_are_kept_by_level() {
        let mut builder = Builder::new(Limits::default());
        builder.heading(1, "A", line(1));
        builder.heading(3, "B", line(2));
        builder.heading(2, "C", line(3));
        builder.text(Role::Paragraph, "  x\n y ", line(4));
        let blocks = builder.finish().document.blocks;
        assert_eq!(blocks[2].place.heading, ["A"]);
        assert_eq!(blocks[3].place.heading, ["A", "C"]);
        assert_eq!(blocks[3].content, Content::Text(Role::Paragraph, "x y".into()));
    }

    #[test]
    fn text_stops_at_the_limit_and_says_so() {
        let limits = Limits { text_bytes: 10, ..Limits::default() };
        let mut builder = Builder::new(limits);
        builder.text(Role::Paragraph, "123456", line(1));
        builder.text(Role::Paragraph, "123456", line(2));
        builder.text(Role::Paragraph, "1", line(3));
        let reading = builder.finish();
        assert_eq!(reading.document.blocks.len(), 1);
        assert_eq!(reading.problems, ["text beyond 10 bytes left out"]);
    }

    #[test]
    fn invisible_characters_go_and_white_space_folds() {
        assert_eq!(fold("\u{feff}in\u{ad}cident\u{a0}\t\n log\u{200b} "), "incident log");
    }

    #[test]
    fn lines_are_found_by_offset() {
        let lines = Lines::new("a\nbc\n");
        assert_eq!([0, 1, 2, 4, 5, 99].map(|at| lines.at(at)), [1, 1, 2, 2, 3, 3]);
    }
}
