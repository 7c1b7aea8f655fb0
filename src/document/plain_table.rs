//! Tables drawn in plain text: with bars, or with columns that line up.

use super::draft::{Row, Table};

/// The table that a block of lines draws, if it clearly draws one.
pub(super) fn find(block: &[&str], first: u32) -> Option<Table> {
    grid(block, first).or_else(|| barred(block, first)).or_else(|| aligned(block, first))
}

fn number(first: u32, at: usize) -> u32 {
    first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
}

fn barred(block: &[&str], first: u32) -> Option<Table> {
    let mut rows: Vec<Row> = Vec::new();
    for (at, line) in block.iter().enumerate() {
        let text = line.trim();
        if is_separator(text) {
            continue;
        }
        let edged = text.starts_with('|');
        if !edged && text.matches(" | ").count() == 0 {
            return None;
        }
        let inner = text.strip_prefix('|').unwrap_or(text);
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        // `||a||b||` is how wikis head a table.
        let cells = inner.replace("||", "|");
        let cells: Vec<String> = cells.trim_matches('|').split('|').map(|cell| cell.trim().to_string()).collect();
        rows.push(Row { number: number(first, at), cells });
    }
    let columns = rows.first()?.cells.len();
    let is_table =
        rows.len() > 1 && columns > 1 && rows.iter().filter(|row| row.cells.len() == columns).count() * 2 > rows.len();
    is_table.then_some(Table { name: None, rows })
}

/// A grid as Pandoc and reStructuredText draw it, with cells over several lines: rules part the rows.
pub(super) fn grid(block: &[&str], first: u32) -> Option<Table> {
    let is_rule = |line: &str| line.trim().starts_with('+') && is_separator(line.trim());
    if block.iter().filter(|line| is_rule(line)).count() < 2 || !block.first().is_some_and(|line| is_rule(line)) {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut begins = true;
    for (at, line) in block.iter().enumerate() {
        if is_rule(line) {
            begins = true;
            continue;
        }
        let inner = line.trim().strip_prefix('|')?;
        let cells = inner.strip_suffix('|').unwrap_or(inner).split('|').map(str::trim);
        match rows.last_mut().filter(|_| !begins) {
            Some(row) => {
                for (column, text) in cells.enumerate() {
                    if row.cells.len() <= column {
                        row.cells.push(String::new());
                    }
                    let gap = if row.cells[column].is_empty() { "" } else { " " };
                    row.cells[column].push_str(gap);
                    row.cells[column].push_str(text);
                }
            }
            None => rows.push(Row { number: number(first, at), cells: cells.map(str::to_string).collect() }),
        }
        begins = false;
    }
    (!rows.is_empty()).then_some(Table { name: None, rows })
}

/// `+---+---+`, `|---|:--|`, `=====  ====`.
fn is_separator(text: &str) -> bool {
    text.len() >= 3 && text.chars().all(|character| matches!(character, '+' | '-' | '=' | '|' | ':' | ' ' | '─' | '┼'))
}

/// Columns that begin at the same place in every one of at least three lines.
fn aligned(block: &[&str], first: u32) -> Option<Table> {
    let lines: Vec<(usize, Vec<(usize, String)>)> = block
        .iter()
        .enumerate()
        .filter(|(_, line)| !is_separator(line.trim()))
        .map(|(at, line)| (at, columns(line)))
        .collect();
    let shape: Vec<usize> = lines.first()?.1.iter().map(|(at, _)| *at).collect();
    if lines.len() < 3 || shape.len() < 2 {
        return None;
    }
    let tabbed = block.iter().all(|line| line.contains('\t'));
    let fits = lines.iter().all(|(_, cells)| {
        cells.len() == shape.len() && (tabbed || cells.iter().zip(&shape).all(|((at, _), column)| at == column))
    });
    fits.then(|| Table {
        name: None,
        rows: lines
            .into_iter()
            .map(|(at, cells)| Row {
                number: number(first, at),
                cells: cells.into_iter().map(|(_, cell)| cell).collect(),
            })
            .collect(),
    })
}

/// The pieces of a line between gaps of two spaces or a tab, with their columns.
fn columns(line: &str) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut gap = 2;
    for (at, character) in line.chars().enumerate() {
        if character == '\t' {
            gap = 2;
        } else if character == ' ' {
            gap += 1;
        } else {
            match out.last_mut() {
                Some((_, cell)) if gap < 2 => {
                    cell.push_str(&" ".repeat(gap));
                    cell.push(character);
                }
                _ => out.push((at, character.to_string())),
            }
            gap = 0;
        }
    }
    out
}

/// What stands between two `|===`: cells begin with `|`, and the first line says how many there are.
pub(super) fn asciidoc(lines: &[&str], first: u32) -> Table {
    let mut width = 0;
    let mut rows: Vec<Row> = Vec::new();
    let mut cells_of_first_line = true;
    for (at, line) in lines.iter().enumerate() {
        let text = line.trim();
        if text.is_empty() {
            cells_of_first_line = rows.is_empty();
            continue;
        }
        let mut pieces = text.split('|');
        if let Some(more) = pieces.next().filter(|more| !more.trim().is_empty())
            && let Some(cell) = rows.last_mut().and_then(|row| row.cells.last_mut())
        {
            cell.push(' ');
            cell.push_str(more.trim());
        }
        for piece in pieces {
            let full = rows.last().is_none_or(|row| width > 0 && row.cells.len() >= width);
            if full {
                rows.push(Row { number: number(first, at), cells: Vec::new() });
            }
            if let Some(row) = rows.last_mut() {
                row.cells.push(piece.trim().to_string());
            }
        }
        if cells_of_first_line && width == 0 {
            width = rows.last().map_or(0, |row| row.cells.len()).max(1);
        }
    }
    Table { name: None, rows }
}
