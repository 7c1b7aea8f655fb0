//! What stands inside a cell: identifiers of other records, a percentage, clauses, an interval.

use crate::catalogue::Catalogue;
use crate::text::lexicon::Key;
use crate::text::times::{Beside, Time, Words};
use crate::text::{Lexicon, LexiconBuilder, fold};

/// Identifiers named in a cell, as a JSON list: words that hold both letters and digits ("CHG-2026-101;
/// CI-4"), or nothing but a number of three digits or more.
pub(super) fn ids(cell: &str) -> String {
    let separator = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '#'));
    let words: Vec<&str> = cell.split(separator).filter(|word| !word.is_empty()).collect();
    // "CI-110 to CI-129" names what lies between, and perhaps not its ends.
    let mut ends: Vec<usize> = Vec::new();
    for (at, parts) in words.windows(3).enumerate() {
        if is_id(parts[0]) && is_range(parts[1]) && is_id(parts[2]) {
            ends.extend([at, at + 2]);
        }
    }
    let named = words.iter().enumerate().filter(|(at, _)| !ends.contains(at));
    let trimmed = named.map(|(_, word)| word.trim_matches(|c: char| !c.is_alphanumeric()));
    serde_json::to_string(&trimmed.filter(|word| is_id(word)).collect::<Vec<_>>()).unwrap_or_default()
}

fn is_id(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && (letters > 0 || digits >= 3 && word.chars().all(|c| c.is_ascii_digit()))
}

/// A word or sign between the ends of a range.
fn is_range(word: &str) -> bool {
    matches!(word, "to" | "until" | "through" | "bis" | "à" | "a" | "tot" | "-")
}

/// Times to respond and to restore that a cell names, as a JSON list of objects with the columns of `times`.
pub(super) fn times(cell: &str, words: &Words) -> String {
    let times = words.reader().times(cell, &Beside::default());
    let object = |time: &Time| {
        serde_json::json!({
            "measure": time.measure.name(), "priority": time.priority, "least": time.least, "most": time.most,
            "basis": time.basis.name(), "said": time.said,
        })
    };
    serde_json::Value::Array(times.iter().map(object).collect()).to_string()
}

/// What an identifier looks like: `INC-2026-0641` → `INC-#-#`. Two of one shape are of one kind of record.
pub(in crate::index) fn shape(cell: &str) -> String {
    let mut shape = String::new();
    for c in cell.trim().chars() {
        match c {
            c if c.is_ascii_digit() => {
                if !shape.ends_with('#') {
                    shape.push('#');
                }
            }
            c if c.is_ascii() => shape.push(c.to_ascii_uppercase()),
            c => shape.extend(c.to_uppercase()),
        }
    }
    shape
}

/// Digits that a number in an identifier is filled up to.
const DIGITS: usize = 20;

/// An identifier so that two of one shape compare as their numbers do: `CHG-99` stands before `CHG-100`.
pub(in crate::index) fn ordinal(cell: &str) -> String {
    let mut ordinal = String::new();
    let mut digits = String::new();
    for c in cell.trim().chars().chain(std::iter::once(' ')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            let number = digits.trim_start_matches('0');
            ordinal.extend(std::iter::repeat_n('0', DIGITS.saturating_sub(number.len())));
            ordinal.push_str(number);
            digits.clear();
        }
        ordinal.extend(c.to_uppercase());
    }
    ordinal.pop();
    ordinal
}

/// The first percentage of a text (`99,9 % im Monat`), or the number a cell is.
pub(super) fn percent(cell: &str) -> Option<f64> {
    let plain = || cell.trim().replace(',', ".").parse().ok();
    let Some((before, _)) = cell.split_once(['%', '％']) else { return plain() };
    let number = before.trim_end().rsplit(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).next()?;
    number.trim_matches(['.', ',']).replace(',', ".").parse().ok()
}

/// Every percentage of a text as a JSON list of numbers: `99,9 %, below 98 %` → `[99.9,98.0]`.
pub(super) fn percents(cell: &str) -> String {
    let parts: Vec<&str> = cell.split_inclusive(['%', '％']).collect();
    let found: Vec<f64> =
        parts.iter().filter(|part| part.ends_with(['%', '％'])).filter_map(|part| percent(part)).collect();
    serde_json::to_string(&found).unwrap_or_default()
}

/// Clauses named in a text as a JSON list of numbers: `4 to 6, 8.5.1` → `["4","5","6","8.5.1"]`. A whole
/// number before a word counts something else ("8 services").
pub(super) fn clauses(cell: &str) -> String {
    let pieces = pieces(cell);
    let mut found: Vec<Vec<u32>> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Number(number) = piece else { continue };
        let counts = |at: usize| {
            matches!(pieces.get(at + 1), Some(Piece::Word)) && !matches!(pieces.get(at + 2), Some(Piece::Number(_)))
        };
        if number.len() == 1 && counts(at) {
            continue;
        }
        let from = at.checked_sub(2).map(|before| &pieces[before..at]);
        if let Some([Piece::Number(from), Piece::Range]) = from {
            found.extend(between(from, number));
        }
        found.push(number.clone());
    }
    found.sort_unstable();
    found.dedup();
    let written = |number: &Vec<u32>| number.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
    serde_json::to_string(&found.iter().map(written).collect::<Vec<_>>()).unwrap_or_default()
}

/// A piece of a text that may list clauses.
enum Piece {
    Number(Vec<u32>),
    Range,
    Word,
    /// A comma or the like: what follows does not belong to what stands before.
    Break,
}

fn pieces(cell: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let separator = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '/' | ':' | '、' | '，');
    for word in cell.split_inclusive(separator) {
        let ended = word.ends_with([',', ';', ')', '、', '，']);
        let word = word.trim_end_matches(separator);
        if word.is_empty() {
            pieces.extend(ended.then_some(Piece::Break));
            continue;
        }
        let ends: Vec<&str> = word.split(['-', '–', '—', '〜', '～']).collect();
        match ends[..] {
            ["", ""] => pieces.push(Piece::Range),
            [one] if is_range(one) => pieces.push(Piece::Range),
            [one] => pieces.push(clause(one).map_or(Piece::Word, Piece::Number)),
            [from, to] => match (clause(from), clause(to)) {
                (Some(from), Some(to)) => {
                    pieces.extend([Piece::Number(from), Piece::Range, Piece::Number(to)]);
                }
                _ => pieces.push(Piece::Word),
            },
            _ => pieces.push(Piece::Word),
        }
        pieces.extend(ended.then_some(Piece::Break));
    }
    pieces
}

/// `8.5.1` or `9.2.2c`: the standard's requirements are in clauses 4 to 10.
fn clause(word: &str) -> Option<Vec<u32>> {
    let word = word.trim_end_matches('.');
    let digits = word.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(word);
    let parts: Option<Vec<u32>> = digits.split('.').map(|part| part.parse().ok()).collect();
    let parts = parts.filter(|parts| (4..=10).contains(&parts[0]) && parts.len() <= 4)?;
    parts[1..].iter().all(|part| (1..=12).contains(part)).then_some(parts)
}

/// What lies between two clauses of one level.
fn between(from: &[u32], to: &[u32]) -> Vec<Vec<u32>> {
    let (Some((first, lead)), Some((last, same))) = (from.split_last(), to.split_last()) else { return Vec::new() };
    if lead != same {
        return Vec::new();
    }
    (first + 1..*last).map(|number| [lead, &[number]].concat()).collect()
}

/// How often people say that something is done.
pub(super) struct Intervals {
    lexicon: Lexicon,
    languages: Vec<String>,
}

impl Intervals {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let mut builder = LexiconBuilder::default();
        for language in catalogue.languages.values() {
            builder.language(&language.code, &language.inflections);
            for (days, patterns) in &language.intervals {
                // A pattern that does not parse was reported by the loader, with its place.
                patterns.iter().for_each(|pattern| drop(builder.add(&language.code, pattern, *days as Key)));
            }
        }
        Self { lexicon: builder.build(), languages: catalogue.languages.keys().cloned().collect() }
    }

    /// The longest interval that a text names, in days.
    pub(super) fn days(&self, cell: &str) -> Option<u32> {
        let languages: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        let mut scan = self.lexicon.scan(&languages);
        let hits = scan.hits(&fold(cell));
        scan.matches(&hits, &[]).iter().map(|found| found.key).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Files, load};

    #[test]
    fn identifiers_and_their_shapes() {
        assert_eq!(ids("CHG-2026-101; CI-4 and no 12"), r#"["CHG-2026-101","CI-4"]"#);
        assert_eq!(ids("nutzt APP-06, hängt ab von SVC-06"), r#"["APP-06","SVC-06"]"#);
        assert_eq!(ids("10042, none"), r#"["10042"]"#);
        assert_eq!(ids("trägt CI-110 bis CI-129; CI-4"), r#"["CI-4"]"#);
        assert_eq!(ids("none"), "[]");
        assert_eq!(shape("INC-2026-0641"), "INC-#-#");
        assert_eq!(shape(" chg0012 "), "CHG#");
        assert!(ordinal("CHG-99") < ordinal("chg-100"));
        assert_eq!(ordinal(" chg-2026-007 "), ordinal("CHG-2026-7"));
        assert!(ordinal("CHG-2025-900") < ordinal("CHG-2026-1"));
    }

    #[test]
    fn percentages() {
        assert_eq!(percents("99,9 % a month, below 98.5% a tenth; 100 calls"), "[99.9,98.5]");
        assert_eq!(percents("no figure %, none"), "[]");
        assert_eq!(percent("99,9 %, Entstörung 3 h"), Some(99.9));
        assert_eq!(percent("availability 99.95% a month"), Some(99.95));
        assert_eq!(percent("99.5"), Some(99.5));
        assert_eq!(percent("3 hours"), None);
        assert_eq!(percent("some %"), None);
    }

    #[test]
    fn clauses_and_ranges() {
        assert_eq!(clauses("Clauses 4 to 6, 8.5.1 and 9.2.2c"), r#"["4","5","6","8.5.1","9.2.2"]"#);
        assert_eq!(clauses("Clauses 4 to 7; manual"), r#"["4","5","6","7"]"#);
        assert_eq!(clauses("8.2–8.4; 10"), r#"["8.2","8.3","8.4","10"]"#);
        assert_eq!(clauses("8 services in 2026, ISO/IEC 20000-1"), "[]");
        assert_eq!(clauses("A-26-8"), "[]");
    }

    #[test]
    fn intervals() {
        let intervals = Intervals::new(&load(&Files::embedded()).0);
        assert_eq!(intervals.days("monthly, by e-mail"), Some(31));
        assert_eq!(intervals.days("jährlich"), Some(372));
        assert_eq!(intervals.days("when needed"), None);
    }
}
