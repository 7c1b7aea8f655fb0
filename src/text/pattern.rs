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

/// Parses one pattern.
///
/// # Errors
/// What is wrong with it, for a person: an empty side, or no letters at all.
pub fn parse(text: &str) -> Result<Pattern, String> {
    let slots = text
        .split('&')
        .map(|slot| slot.split('|').map(phrase).collect::<Result<Vec<_>, _>>())
        .collect::<Result<Vec<_>, _>>()?;
    if slots.len() > 8 {
        return Err("more than 8 sides of `&`".into());
    }
    Ok(Pattern { slots })
}

/// Whether [`parse`] would take it, without folding every word: catalogues hold tens of thousands.
///
/// # Errors
/// As [`parse`].
pub fn check(text: &str) -> Result<(), String> {
    let plain = text.split(['&', '|']).all(|side| side.chars().any(|c| c.is_alphabetic() || c.is_ascii_digit()));
    if plain && text.matches('&').count() < 8 { Ok(()) } else { parse(text).map(drop) }
}

fn phrase(text: &str) -> Result<Phrase, String> {
    let words: Phrase = text.split_whitespace().flat_map(words).collect();
    if words.is_empty() {
        return Err(format!("`{}` holds no word", text.trim()));
    }
    Ok(words)
}

/// One written word may fold to several (`P1`, `on-call`); stars belong to its ends.
fn words(written: &str) -> Vec<Word> {
    let folded = fold_field(written);
    let parts: Vec<&str> = tokens(&folded).collect();
    let last = parts.len().saturating_sub(1);
    parts
        .iter()
        .enumerate()
        .map(|(i, part)| Word {
            letters: (*part).to_owned(),
            open_start: i == 0 && written.starts_with('*'),
            open_end: i == last && written.ends_with('*'),
        })
        .collect()
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
