//! What stands on the page: its tables and its fenced blocks.

/// The page.
pub(crate) const PAGE: &str = include_str!("../../docs/ci.md");

/// The rows of the table with this head.
pub(crate) fn table(head: &[&str]) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Vec<String> {
        line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let mut lines = PAGE.lines().skip_while(|line| !line.starts_with('|') || cells(line) != head);
    assert!(lines.next().is_some(), "the page has no table {head:?}");
    lines.skip(1).take_while(|line| line.starts_with('|')).map(cells).collect()
}

/// The fenced blocks of a kind, without their fences.
pub(crate) fn blocks(kind: &str) -> Vec<String> {
    let fence = format!("```{kind}");
    let mut lines = PAGE.lines();
    let mut blocks = Vec::new();
    while lines.by_ref().any(|line| line == fence) {
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push(block.join("\n") + "\n");
    }
    assert!(!blocks.is_empty(), "the page has no block `{kind}`");
    blocks
}
