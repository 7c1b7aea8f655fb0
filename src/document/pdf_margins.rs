//! Finds what is printed on most pages at the same height: running headers and footers.

use std::collections::{BTreeMap, BTreeSet};

use super::Role;

/// The share of a page, at its top and at its bottom, in which headers and footers stand.
const MARGIN: f32 = 0.12;
/// Pieces of a line may stand this far from each other, as a share of the page.
const SAME_LINE: f32 = 0.004;

/// A piece of text on a page; places are shares of the page, from its lower left.
pub(super) struct Printed<'t> {
    /// From the left.
    pub(super) x: f32,
    /// Where it ends, from the left.
    pub(super) end: f32,
    /// The width of a wide letter.
    pub(super) em: f32,
    /// From below.
    pub(super) y: f32,
    /// What is printed there.
    pub(super) text: &'t str,
}

/// A header or footer of one page.
pub(super) struct Running {
    /// [`Role::Header`] or [`Role::Footer`].
    pub(super) role: Role,
    /// Its text.
    pub(super) text: String,
    /// Which pieces of the page it is made of.
    pub(super) pieces: Vec<usize>,
}

/// The headers and footers of every page.
pub(super) fn running(pages: &[Vec<Printed<'_>>]) -> Vec<Vec<Running>> {
    let mut found: Vec<Vec<Running>> = pages.iter().map(|page| lines(page)).collect();
    let mut seen: BTreeMap<(bool, String), usize> = BTreeMap::new();
    for page in &found {
        let keys: BTreeSet<_> = page.iter().map(key).collect();
        for key in keys {
            *seen.entry(key).or_default() += 1;
        }
    }
    // Left and right pages may differ, and a cover has none.
    let enough = (pages.len() * 2 / 5).max(3);
    for page in &mut found {
        page.retain(|line| seen.get(&key(line)).is_some_and(|count| *count >= enough));
    }
    found
}

/// Page numbers change from page to page; what stands around them does not.
fn key(line: &Running) -> (bool, String) {
    let text = line.text.chars().filter(|character| !character.is_ascii_digit() && !character.is_whitespace());
    (line.role == Role::Header, text.collect())
}

/// The lines in the margins of a page.
fn lines(page: &[Printed<'_>]) -> Vec<Running> {
    let mut order: Vec<usize> = (0..page.len())
        .filter(|at| (page[*at].y < MARGIN || page[*at].y > 1.0 - MARGIN) && !page[*at].text.trim().is_empty())
        .collect();
    order.sort_by(|a, b| page[*b].y.total_cmp(&page[*a].y));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in order {
        match groups.last_mut() {
            Some(group) if (page[group[0]].y - page[at].y).abs() < SAME_LINE => group.push(at),
            _ => groups.push(vec![at]),
        }
    }
    groups
        .into_iter()
        .map(|mut pieces| {
            pieces.sort_by(|a, b| page[*a].x.total_cmp(&page[*b].x));
            let role = if page[pieces[0]].y > 0.5 { Role::Header } else { Role::Footer };
            let text = joined(page, &pieces);
            Running { role, text, pieces }
        })
        .collect()
}

/// Some programs print every letter on its own: only a gap is a space.
fn joined(page: &[Printed<'_>], pieces: &[usize]) -> String {
    let mut text = String::new();
    let mut end = f32::MAX;
    for piece in pieces.iter().map(|at| &page[*at]) {
        if piece.x - end > piece.em * 0.15 {
            text.push(' ');
        }
        text.push_str(piece.text);
        end = piece.end;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_most_pages_is_running() {
        let footers: Vec<String> = (1..=4).map(|page| format!("Page {page} of 4")).collect();
        let at = |x, y, text| Printed { x, y, text, end: x + 0.1, em: 0.02 };
        let pages: Vec<Vec<Printed<'_>>> = footers
            .iter()
            .map(|footer| {
                vec![at(0.5, 0.95, "policy"), at(0.1, 0.95, "ACME"), at(0.1, 0.5, "ACME"), at(0.1, 0.05, footer)]
            })
            .collect();
        let found = running(&pages);
        assert_eq!(found[3][0].text, "ACME policy");
        assert_eq!(found[3][0].pieces, [1, 0]);
        assert_eq!((found[3][1].role, found[3][1].pieces.as_slice()), (Role::Footer, &[3][..]));
        assert!(running(&pages[..2]).iter().all(Vec::is_empty));
    }
}
