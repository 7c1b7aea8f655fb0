//! The small pattern language of the catalogue's words (`controls/README.md`, "Words"):
//! `major incident* & declare* | classif*`.

use super::fold::{fold_field, tokens};

/// A parsed pattern: every slot must be met in one sentence, a slot by any of its phrases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What `&` separates.
    pub slots: Vec<Vec<Phrase>>,
}

/// Words that stand side by side.
pub type Phrase = Vec<Word>;

/// One word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word {
    /// Its folded letters.
    pub letters: String,
    /// `*word`: any beginning.
    pub open_start: bool,
    /// `word*`: any ending.
    pub open_end: bool,
}

/// Takes a pattern's words one by one, without a copy of them.
pub trait Visitor {
    /// One word of the phrase at hand.
    fn word(&mut self, letters: &str, open_start: bool, open_end: bool);
    /// The phrase is complete; it belongs to this slot.
    fn phrase(&mut self, slot: usize);
}

/// Walks through one pattern.
///
/// # Errors
/// What is wrong with it, for a person: an empty side, or no letters at all.
pub fn walk(text: &str, visitor: &mut impl Visitor) -> Result<(), String> {
    for (slot, side) in text.split('&').enumerate() {
        if slot == 8 {
            return Err("more than 8 sides of `&`".into());
        }
        for phrase in side.split('|') {
            let mut count = 0;
            phrase.split_whitespace().for_each(|written| count += words(written, visitor));
            if count == 0 {
                return Err(format!("`{}` holds no word", phrase.trim()));
            }
            visitor.phrase(slot);
        }
    }
    Ok(())
}

/// One written word may fold to several (`P1`, `on-call`); stars belong to its ends.
fn words(written: &str, visitor: &mut impl Visitor) -> usize {
    let folded = fold_field(written);
    let count = tokens(&folded).count();
    for (i, part) in tokens(&folded).enumerate() {
        visitor.word(part, i == 0 && written.starts_with('*'), i + 1 == count && written.ends_with('*'));
    }
    count
}

/// Parses one pattern.
///
/// # Errors
/// As [`walk`].
pub fn parse(text: &str) -> Result<Pattern, String> {
    let mut collected = Collected { slots: Vec::new(), phrase: Phrase::new() };
    walk(text, &mut collected)?;
    Ok(Pattern { slots: collected.slots })
}

struct Collected {
    slots: Vec<Vec<Phrase>>,
    phrase: Phrase,
}

impl Visitor for Collected {
    fn word(&mut self, letters: &str, open_start: bool, open_end: bool) {
        self.phrase.push(Word { letters: letters.to_owned(), open_start, open_end });
    }

    fn phrase(&mut self, slot: usize) {
        self.slots.resize_with(slot + 1, Vec::new);
        self.slots[slot].push(std::mem::take(&mut self.phrase));
    }
}

/// Whether [`parse`] would take it, without folding every word: catalogues hold tens of thousands.
///
/// # Errors
/// As [`parse`].
pub fn check(text: &str) -> Result<(), String> {
    let plain = text.split(['&', '|']).all(|side| side.chars().any(|c| c.is_alphabetic() || c.is_ascii_digit()));
    if plain && text.matches('&').count() < 8 { Ok(()) } else { parse(text).map(drop) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_alternatives_and_stars() {
        let pattern = parse("major incident* & *erklär* | P1").unwrap();
        assert_eq!(pattern.slots.len(), 2);
        assert_eq!(pattern.slots[0][0][1], Word { letters: "incident".into(), open_start: false, open_end: true });
        assert_eq!(pattern.slots[1][0][0], Word { letters: "erklaer".into(), open_start: true, open_end: true });
        assert_eq!(pattern.slots[1][1].len(), 2, "P1 is two words");
    }

    #[test]
    fn empty_sides_are_mistakes() {
        assert!(parse("a & ").is_err());
        assert!(parse("| a").is_err());
        assert!(parse("a & *").is_err());
        assert!(parse("").is_err());
    }
}
