//! A document template as a Word document: its Markdown as a paper.

use anyhow::Result;

use crate::document::{Content, Format, Limits, Role, Row, read};
use crate::report::paper::{Block, Paper, Part};
use crate::templates::Template;

/// The Word document, on upright pages.
///
/// # Errors
/// When it cannot be written, which no template of ours causes.
pub fn word(template: &Template) -> Result<Vec<u8>> {
    super::paper(&paper(template))
}

fn paper(template: &Template) -> Paper {
    let reading = read(Format::Markdown, template.text.as_bytes(), Limits::default());
    let mut paper = Paper { upright: true, ..Paper::new("", Vec::new()) };
    for block in reading.document.blocks {
        match block.content {
            Content::Heading(1, text) if paper.title.is_empty() => paper.title = text,
            Content::Heading(level, text) => paper.part(level.clamp(2, 3), text, Vec::new()),
            Content::Text(Role::ListItem, text) => {
                let blocks = last(&mut paper);
                match blocks.last_mut() {
                    Some(Block::List(items)) => items.push(text),
                    _ => blocks.push(Block::List(vec![text])),
                }
            }
            Content::Text(_, text) => last(&mut paper).push(Block::Text(text)),
            Content::Table(table) => {
                let cells = |row: &Row| row.cells.iter().map(str::to_owned).collect();
                last(&mut paper).push(Block::Grid(table.rows.iter().map(cells).collect()));
            }
        }
    }
    paper
}

/// The blocks of the part being written; what stands before the first heading is a part without one.
fn last(paper: &mut Paper) -> &mut Vec<Block> {
    if paper.parts.is_empty() {
        paper.parts.push(Part { level: 2, heading: String::new(), blocks: Vec::new() });
    }
    let at = paper.parts.len() - 1;
    &mut paper.parts[at].blocks
}
