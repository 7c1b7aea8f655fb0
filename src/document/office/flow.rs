//! Collects the blocks of a document in reading order, keeps the place, and stops at the limits.

use super::super::draft::Row;
use super::super::{Block, Content, Document, Limits, Place, Property, Reading, Role, Table};

/// Longest heading kept in a block's place; a longer one is cut there, not in its own block.
const HEADING_CHARS: usize = 160;
/// A "heading" longer than this is a paragraph in the wrong style.
const HEADING_MOST: usize = 400;
/// Most bytes spent on places and structure, beside the text itself.
const STRUCTURE_BYTES: usize = 512 << 20;

/// The document so far.
pub(super) struct Flow {
    /// The blocks so far.
    pub(super) blocks: Vec<Block>,
    /// The place of the next block; its headings are kept by [`Flow::heading`].
    pub(super) place: Place,
    /// What was left out.
    pub(super) problems: Vec<String>,
    levels: Vec<u8>,
    text_left: usize,
    cells_left: usize,
    structure_left: usize,
    full: bool,
}

impl Flow {
    /// An empty document.
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            blocks: Vec::new(),
            place: Place::default(),
            problems: Vec::new(),
            levels: Vec::new(),
            text_left: limits.text_bytes,
            cells_left: limits.cells,
            structure_left: STRUCTURE_BYTES,
            full: false,
        }
    }

    /// Whether a limit was reached, so that reading on is of no use.
    pub(super) fn full(&self) -> bool {
        self.full
    }

    /// Adds a heading and puts what follows under it; an overlong one is added as a paragraph.
    pub(super) fn heading(&mut self, level: u8, text: &str) {
        let text = fold(text);
        if text.is_empty() {
            return;
        }
        if text.len() > HEADING_MOST {
            return self.push_text(Role::Paragraph, text);
        }
        let level = level.clamp(1, 9);
        while self.levels.last().is_some_and(|last| *last >= level) {
            self.levels.pop();
            self.place.heading.pop();
        }
        if self.spend(text.len()) {
            let short = text.chars().take(HEADING_CHARS).collect();
            self.push(Content::Heading(level, text));
            self.levels.push(level);
            self.place.heading.push(short);
        }
    }

    /// Adds a piece of running text, unless it is empty.
    pub(super) fn text(&mut self, role: Role, text: &str) {
        self.push_text(role, fold(text));
    }

    /// Adds a table whose cells were charged before, unless all its cells are empty.
    pub(super) fn table(&mut self, name: Option<String>, mut rows: Vec<Row>) {
        while rows.last().is_some_and(|row| row.cells.iter().all(String::is_empty)) {
            rows.pop();
        }
        if !rows.is_empty() {
            let rows = rows.into_iter().map(Into::into).collect();
            self.push(Content::Table(Table { name, rows }));
        }
    }

    /// Whether a cell with a text of this length may still be added; counts it.
    pub(super) fn cell(&mut self, bytes: usize) -> bool {
        if self.cells_left == 0 {
            self.stop("too many cells");
            return false;
        }
        self.cells_left -= 1;
        self.spend(bytes)
    }

    /// Forgets the headings, as where a new slide or sheet begins.
    pub(super) fn restart(&mut self) {
        self.levels.clear();
        self.place = Place::default();
    }

    /// The headings above, to be put back with [`Flow::set_headings`].
    pub(super) fn headings(&self) -> (Vec<u8>, Vec<String>) {
        (self.levels.clone(), self.place.heading.clone())
    }

    /// Puts back what [`Flow::headings`] gave.
    pub(super) fn set_headings(&mut self, (levels, heading): (Vec<u8>, Vec<String>)) {
        self.levels = levels;
        self.place.heading = heading;
    }

    /// Notes a problem once.
    pub(super) fn problem(&mut self, problem: impl Into<String>) {
        let problem = problem.into();
        if !self.problems.contains(&problem) && self.problems.len() < 50 {
            self.problems.push(problem);
        }
    }

    /// The finished document.
    pub(super) fn finish(self, properties: Vec<Property>) -> Reading {
        let document = Document { blocks: self.blocks, properties };
        Reading { document, problems: self.problems, unread: None }
    }

    fn push_text(&mut self, role: Role, text: String) {
        if !text.is_empty() && self.spend(text.len()) {
            self.push(Content::Text(role, text));
        }
    }

    fn push(&mut self, content: Content) {
        let weight = 128 + self.place.heading.iter().map(|heading| heading.len() + 24).sum::<usize>();
        if self.structure_left < weight {
            return self.stop("too many blocks");
        }
        self.structure_left -= weight;
        self.blocks.push(Block { place: self.place.clone(), content });
    }

    fn spend(&mut self, bytes: usize) -> bool {
        if self.full || self.text_left < bytes {
            self.stop("too much text");
            return false;
        }
        self.text_left -= bytes;
        true
    }

    fn stop(&mut self, reason: &str) {
        if !self.full {
            self.full = true;
            self.problem(format!("{reason}: what follows was left out"));
        }
    }
}

/// Text on one line: white space folded, control and invisible characters left out.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_whitespace() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if !character.is_control() && !matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}') {
            folded.push(character);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_nest_by_level() {
        let mut flow = Flow::new(Limits::default());
        for (level, text) in [(1, "One"), (3, "Deep"), (2, "Two")] {
            flow.heading(level, text);
        }
        flow.text(Role::Paragraph, "  some\n text\u{a0}\u{ad} ");
        let last = flow.blocks.last().expect("a block");
        assert_eq!(last.place.heading, ["One", "Two"]);
        assert_eq!(last.content, Content::Text(Role::Paragraph, "some text".into()));
        assert_eq!(flow.blocks[0].place.heading, Vec::<String>::new());
    }

    #[test]
    fn text_beyond_the_limit_is_left_out_and_said() {
        let mut flow = Flow::new(Limits { text_bytes: 10, ..Limits::default() });
        flow.text(Role::Paragraph, "12345678");
        flow.text(Role::Paragraph, "12345678");
        flow.text(Role::Paragraph, "1");
        assert_eq!((flow.blocks.len(), flow.full()), (1, true));
        assert_eq!(flow.problems, ["too much text: what follows was left out"]);
    }

    #[test]
    fn an_overlong_heading_is_a_paragraph() {
        let mut flow = Flow::new(Limits::default());
        flow.heading(1, &"word ".repeat(200));
        assert!(matches!(flow.blocks[0].content, Content::Text(Role::Paragraph, _)));
        assert!(flow.place.heading.is_empty());
    }
}
