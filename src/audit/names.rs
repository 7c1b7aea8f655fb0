//! Whether two spellings can be one person, and which clauses a text names.

use std::collections::BTreeSet;

use crate::text::{fold, tokens};

/// Whether two names can be the same person: `H. Marrick`, `Marrick`, `Helen Marrick, Chief Executive`. When in
/// doubt they are: an auditor must be independent, not merely seem so.
#[must_use]
pub fn same_person(one: &str, other: &str) -> bool {
    let (one, other) = (parts(one), parts(other));
    let (Some(last), Some(other_last)) = (one.last(), other.last()) else { return false };
    let first = |parts: &[String]| parts.first().filter(|_| parts.len() > 1).and_then(|part| part.chars().next());
    let may_share_first = first(&one).zip(first(&other)).is_none_or(|(one, other)| one == other);
    last == other_last && may_share_first
}

/// The words of a name, without the role behind it.
fn parts(name: &str) -> Vec<String> {
    let person = name.split([',', '(', ';', '/']).next().unwrap_or_default();
    tokens(&fold(person)).map(str::to_owned).collect()
}

/// The clauses that a text names, ranges filled in: `Clauses 4 to 6; 8.6.1`. Where one of its parts says
/// `clause`, only such parts are read: `manual chapters 1–5` are no clauses.
#[must_use]
pub fn clauses_named(text: &str, known: &[&str]) -> BTreeSet<String> {
    let says_clause = |part: &&str| {
        ["clause", "klausel", "requirement", "20000"].iter().any(|word| part.to_lowercase().contains(word))
    };
    let parts: Vec<&str> = text.split([';', '\n']).collect();
    let marked: Vec<&str> = parts.iter().copied().filter(|part| says_clause(part)).collect();
    let read = if marked.is_empty() { parts } else { marked };
    let mut found = BTreeSet::new();
    for part in read {
        let numbers = numbers(part);
        for (at, number) in numbers.iter().enumerate() {
            let to = numbers.get(at + 1).filter(|next| next.joined).map(|next| next.text.as_str());
            found.extend(known.iter().filter(|clause| within(clause, &number.text, to)).map(ToString::to_string));
        }
    }
    found
}

struct Number {
    text: String,
    /// Whether `to`, `bis` or a dash stands before it.
    joined: bool,
}

/// Numbers that can be clauses, 4 to 10, in order.
fn numbers(text: &str) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let before = &rest[..start];
        let length = rest[start..].find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len() - start);
        let number = rest[start..start + length].trim_end_matches('.');
        let is_word = before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
        let is_range = !found.is_empty() && matches!(before.trim(), "to" | "bis" | "–" | "-" | "—" | "through");
        let top: u32 = number.split('.').next().and_then(|part| part.parse().ok()).unwrap_or(0);
        if (4..=10).contains(&top) && number.split('.').all(|part| part.len() <= 2) && (is_range || !is_word) {
            found.push(Number { text: number.to_owned(), joined: is_range });
        }
        rest = &rest[start + length..];
    }
    found
}

/// Whether a clause is a number, stands under it, or lies between it and the end of a range.
fn within(clause: &str, from: &str, to: Option<&str>) -> bool {
    let under = |number: &str| clause.strip_prefix(number).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    under(from) || to.is_some_and(|to| under(to) || (order(clause) > order(from) && order(clause) < order(to)))
}

/// A clause number as it is ordered.
#[must_use]
pub fn order(clause: &str) -> Vec<u32> {
    clause.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_in_several_spellings() {
        for (one, other) in [
            ("Helen Marrick, Chief Executive", "Helen Marrick"),
            ("H. Marrick", "Helen Marrick"),
            ("Tarbuck", "Owen Tarbuck, Service Delivery Director"),
            ("JOSÉ Núñez", "Jose Nunez (quality)"),
        ] {
            assert!(same_person(one, other) && same_person(other, one), "{one} {other}");
        }
        for (one, other) in [("Helen Marrick", "Owen Tarbuck"), ("Anna Weber", "Jonas Weber"), ("", ""), ("", "Weber")]
        {
            assert!(!same_person(one, other), "{one} {other}");
        }
    }

    #[test]
    fn clauses_are_read_from_a_scope() {
        let known = ["4.1", "4.4", "5.1", "6.1.1", "7.1", "8.1", "8.5.1.1", "8.6.1", "8.6.2", "8.7.1", "10.1.1"];
        let named = |text: &str| clauses_named(text, &known).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(named("Clauses 4 to 6; manual chapters 7–9"), "4.1 4.4 5.1 6.1.1");
        assert_eq!(named("8.5 to 8.6 and change"), "8.5.1.1 8.6.1 8.6.2");
        assert_eq!(named("8.6.1, 10"), "10.1.1 8.6.1");
        assert_eq!(named("8.6.1–8.7.1"), "8.6.1 8.6.2 8.7.1");
        assert_eq!(named("IA-2026-3, INC-8, in 2026, RFC8.6"), "");
        assert_eq!(named("nothing"), "");
    }
}
