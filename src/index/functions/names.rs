//! Names of services, suppliers, people and documents: which are the same, and which are nearly.

use super::Table;
use crate::catalogue::Catalogue;
use crate::text::{fold_field, tokens};

/// What a name may end with and be the same.
pub(super) struct Names {
    /// Folded legal forms by their last word, the longest first.
    legal_forms: Table<String, Vec<String>>,
}

/// Letters of a name in which one may be wrong; of twice as many, two.
const ONE_WRONG: usize = 6;

impl Names {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let forms = catalogue.languages.values().flat_map(|language| &language.legal_forms);
        // What is a word of its own right ("Group", "Trust") tells companies apart.
        let forms = forms.map(|form| fold_field(form)).filter(|form| !form.is_empty() && form.len() <= 7);
        let mut legal_forms: Table<String, Vec<String>> = Table::default();
        forms.for_each(|form| legal_forms.entry(last_word(&form).to_owned()).or_default().push(form));
        legal_forms.values_mut().for_each(|forms| forms.sort_by_key(|form| std::cmp::Reverse(form.len())));
        Self { legal_forms }
    }

    /// Whether two names are equal but for the legal form, or one is the other's first words ("Gatehouse",
    /// "Gatehouse – truck appointments").
    pub(super) fn are_same(a: &Folded, b: &Folded) -> bool {
        let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
        if short.words.is_empty() {
            return false;
        }
        let begins = long.words.strip_prefix(short.words.as_str());
        begins.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) || short.bare() == long.bare()
    }

    /// Whether two names are probably the same and yet not [`Names::are_same`]: a slip of the pen, words in another
    /// order, or the first letters of the words. Digits must agree: `SVC-01` is never `SVC-02`.
    pub(super) fn are_near(a: &Sides, b: &Sides) -> bool {
        if a.digits != b.digits || a.folded.words.is_empty() || b.folded.words.is_empty() {
            return false;
        }
        let allowed = (a.letters.len().min(b.letters.len()) / ONE_WRONG).min(2);
        let near = a.sorted == b.sorted
            || a.letters == b.letters
            || allowed > 0 && distance(&a.letters, &b.letters, allowed) <= allowed
            || are_initials(&a.letters, &b.initials)
            || are_initials(&b.letters, &a.initials);
        near && !Self::are_same(&a.folded, &b.folded)
    }

    /// What of a name is compared where two are nearly the same.
    pub(super) fn sides(&self, name: &str) -> Sides {
        let folded = self.folded(name);
        let bare = folded.bare();
        let mut sorted: Vec<String> = tokens(bare).map(str::to_owned).collect();
        sorted.sort_unstable();
        Sides {
            digits: bare.chars().filter(char::is_ascii_digit).collect(),
            sorted,
            letters: bare.chars().filter(|c| *c != ' ').collect(),
            initials: tokens(bare).filter_map(|word| word.chars().next()).collect(),
            folded,
        }
    }

    /// A name folded.
    pub(super) fn folded(&self, name: &str) -> Folded {
        let words = fold_field(name);
        let without = |form: &String| words.strip_suffix(form.as_str())?.strip_suffix(' ').map(str::len);
        let forms = self.legal_forms.get(last_word(&words));
        let bare = forms.and_then(|forms| forms.iter().find_map(without)).unwrap_or(words.len());
        Folded { words, bare }
    }
}

fn last_word(folded: &str) -> &str {
    folded.rsplit(' ').next().unwrap_or(folded)
}

/// A name, folded.
#[derive(Debug)]
pub(super) struct Folded {
    pub(super) words: String,
    /// How long it is without its legal form.
    bare: usize,
}

impl Folded {
    /// Its words without the legal form.
    pub(super) fn bare(&self) -> &str {
        &self.words[..self.bare]
    }
}

/// What of a name tells whether another is nearly the same.
#[derive(Debug)]
pub(super) struct Sides {
    folded: Folded,
    /// Its digits, which must agree.
    pub(super) digits: String,
    /// Its words in order of the alphabet.
    sorted: Vec<String>,
    /// Its letters and digits without the spaces between them.
    letters: Vec<char>,
    /// The first letters of its words.
    initials: Vec<char>,
}

/// `crm` and `customer relationship management`.
fn are_initials(short: &[char], initials: &[char]) -> bool {
    initials.len() >= 3 && short == initials && initials.iter().all(|c| c.is_alphabetic())
}

/// How many letters must be changed, added or taken away; more than `most` is not counted out.
fn distance(a: &[char], b: &[char], most: usize) -> usize {
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
impl Names {
    pub(super) fn same(&self, a: &str, b: &str) -> bool {
        Self::are_same(&self.folded(a), &self.folded(b))
    }

    pub(super) fn near(&self, a: &str, b: &str) -> bool {
        Self::are_near(&self.sides(a), &self.sides(b))
    }
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
