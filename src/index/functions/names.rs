//! Names of services, suppliers, people and documents: which are the same, and which are nearly.

use crate::catalogue::Catalogue;
use crate::text::{fold_field, tokens};

/// What a name may end with and be the same.
pub(super) struct Names {
    /// Folded legal forms, longest first.
    legal_forms: Vec<String>,
}

/// Letters of a name in which one may be wrong; of twice as many, two.
const ONE_WRONG: usize = 6;

impl Names {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let forms = catalogue.languages.values().flat_map(|language| &language.legal_forms);
        // What is a word of its own right ("Group", "Trust") tells companies apart.
        let mut legal_forms: Vec<String> =
            forms.map(|form| fold_field(form)).filter(|form| !form.is_empty() && form.len() <= 7).collect();
        legal_forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        legal_forms.dedup();
        Self { legal_forms }
    }

    /// Equal but for spelling and legal form, or one is the other's first words ("Gatehouse", "Gatehouse –
    /// truck appointments").
    pub(super) fn same(&self, a: &str, b: &str) -> bool {
        let (a, b) = (fold_field(a), fold_field(b));
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        if short.is_empty() {
            return false;
        }
        let begins = long.strip_prefix(short.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        begins || self.without_form(&short) == self.without_form(&long)
    }

    /// Probably the same and yet not [`Names::same`]: a slip of the pen, words in another order, or the
    /// first letters of the words. Digits must agree: `SVC-01` is never `SVC-02`.
    pub(super) fn near(&self, a: &str, b: &str) -> bool {
        if self.same(a, b) {
            return false;
        }
        let (a, b) = (fold_field(a), fold_field(b));
        let (a, b) = (self.without_form(&a), self.without_form(&b));
        let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
        if digits(a) != digits(b) {
            return false;
        }
        let sorted = |name: &str| {
            let mut words: Vec<String> = tokens(name).map(str::to_owned).collect();
            words.sort_unstable();
            words
        };
        let joined = |name: &str| name.replace(' ', "");
        let (one, other) = (joined(a), joined(b));
        let allowed = (one.chars().count().min(other.chars().count()) / ONE_WRONG).min(2);
        sorted(a) == sorted(b)
            || one == other
            || allowed > 0 && distance(&one, &other, allowed) <= allowed
            || are_initials(&one, b)
            || are_initials(&other, a)
    }

    fn without_form<'a>(&self, name: &'a str) -> &'a str {
        let cut = self.legal_forms.iter().find_map(|form| name.strip_suffix(form.as_str())?.strip_suffix(' '));
        cut.unwrap_or(name)
    }
}

/// `crm` and `customer relationship management`.
fn are_initials(short: &str, long: &str) -> bool {
    let initials: String = tokens(long).filter_map(|word| word.chars().next()).collect();
    initials.chars().count() >= 3 && short == initials && initials.chars().all(char::is_alphabetic)
}

/// How many letters must be changed, added or taken away; more than `most` is not counted out.
fn distance(a: &str, b: &str, most: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let changed = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Files, load};

    #[test]
    fn names_that_are_the_same_and_nearly() {
        let names = Names::new(&load(&Files::embedded()).0);
        assert!(names.same("Gatehouse", "gatehouse – truck appointments"));
        assert!(names.same("E-Mail", "e mail"));
        assert!(names.same("Nordlicht Netze GmbH", "Nordlicht Netze"));
        assert!(names.same("Acme Ltd.", "ACME Limited"));
        assert!(!names.same("Mail", "Mailing"));
        assert!(!names.same("", "x"));
        for (a, b, near) in [
            ("Managed Databases", "Managed Databeses", true),
            ("Watch", "Wacth", false),
            ("Portal Kunden", "Kunden Portal", true),
            ("Online Banking", "Onlinebanking", true),
            ("CRM", "Customer Relationship Management", true),
            ("SVC-01", "SVC-02", false),
            ("Data Centre 1", "Data Centre 2", false),
            ("Managed Databases", "Managed Backups", false),
            ("Gatehouse", "Gatehouse", false),
        ] {
            assert_eq!(names.near(a, b), near, "{a} / {b}");
        }
    }
}
