//! What the names of a file and its folders say: their words, and whether they hold a day or a year.

use crate::text::{fold, tokens};

/// A file's name without its ending, as words; where it is a mere "index" or "readme", its folder's.
pub(super) fn file_words(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or(path);
    let stem = stem(name);
    match parts.next() {
        Some(folder) if is_bare(name) => words_of(folder),
        _ => words_of(stem),
    }
}

/// A file's name without its ending, or its two ("policy.md.tmpl"); a dot elsewhere is one of the name.
fn stem(name: &str) -> &str {
    let is_ending = |ending: &str| (1..=5).contains(&ending.len()) && ending.chars().all(char::is_alphanumeric);
    let cut = |name: &str| match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && is_ending(ending) => Some(stem.len()),
        _ => None,
    };
    let Some(stem) = cut(name).map(|len| &name[..len]) else { return name };
    let inner = ["md", "html", "txt", "adoc", "csv", "docx", "yaml", "yml", "json"];
    match stem.rsplit_once('.') {
        Some((first, ending)) if inner.contains(&ending) && !first.is_empty() => first,
        _ => stem,
    }
}

/// Whether a file's name says no more than that it is the page of its folder.
fn is_bare(name: &str) -> bool {
    let bare = stem(name).trim_matches('_').to_lowercase();
    matches!(bare.as_str(), "index" | "readme" | "overview" | "main" | "default" | "home")
}

/// The name of the folder a file lies in, as words.
pub(super) fn folder_words(path: &str) -> String {
    path.rsplit('/').nth(1).map(words_of).unwrap_or_default()
}

pub(super) fn words_of(name: &str) -> String {
    let mut words = String::new();
    let mut last_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && last_lower {
            words.push(' ');
        }
        last_lower = c.is_lowercase();
        words.push(if matches!(c, '-' | '_' | '+' | '.') { ' ' } else { c });
    }
    words
}

/// Whether a file is the one page of its folder ("ac-2/index.md").
pub(super) fn is_page_of_folder(path: &str) -> bool {
    is_bare(path.rsplit('/').next().unwrap_or(path))
}

/// The folder whose entry a file is: where it is a mere "index" or "readme", the one above its own.
pub(super) fn entry_folder(path: &str) -> String {
    let level = if is_bare(path.rsplit('/').next().unwrap_or(path)) { 2 } else { 1 };
    path.rsplit('/').nth(level).map(words_of).unwrap_or_default()
}

/// Whether a file's name begins with a day: "2026-03-01-outage.md".
pub(super) fn names_a_day(path: &str) -> bool {
    let name = fold(path.rsplit('/').next().unwrap_or(path));
    let numbers: Vec<&str> = tokens(&name).take_while(|word| word.chars().all(|c| c.is_ascii_digit())).collect();
    names_a_year(&name) && (numbers.len() >= 3 || numbers.first().is_some_and(|first| first.len() == 8))
}

/// Whether a file's name holds a day anywhere: "Change meeting 2026-10-20", "Protokoll 08.10.2026".
pub(super) fn holds_a_day(path: &str) -> bool {
    let name = fold(&words_of(stem(path.rsplit('/').next().unwrap_or(path))));
    let words: Vec<&str> = tokens(&name).collect();
    let is_number = |word: &str, most: u32| word.parse().is_ok_and(|number: u32| (1..=most).contains(&number));
    let is_year = |word: &str| word.len() == 4 && word.starts_with("20") && is_number(word, 2099);
    let is_day = |window: &[&str]| match window {
        [first, month, last] if is_year(first) => is_number(month, 12) && is_number(last, 31),
        [first, second, year] if is_year(year) => {
            is_number(first, 31) && is_number(second, 31) && (is_number(first, 12) || is_number(second, 12))
        }
        _ => false,
    };
    let is_compact =
        |word: &str| word.len() == 8 && is_year(&word[..4]) && is_number(&word[4..6], 12) && is_number(&word[6..], 31);
    words.windows(3).any(is_day) || words.iter().any(|word| word.is_ascii() && is_compact(word))
}

/// Whether a name holds a year: "Managementbewertung_2026-10-29".
pub(super) fn names_a_year(name: &str) -> bool {
    tokens(&fold(name))
        .any(|word| word.len() == 4 && word.starts_with("20") && word.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{file_words, holds_a_day};

    #[test]
    fn a_day_stands_anywhere_in_a_name() {
        for name in
            ["Change meeting 2026-10-20.docx", "a/2026_03_01-outage.md", "Runde 08.10.2026.md", "20260415_memo.txt"]
        {
            assert!(holds_a_day(name), "{name}");
        }
        for name in
            ["2026-10-20/plan.md", "Plan 2026-27.docx", "R-2026-014.md", "Budget 2026-13-40.xlsx", "20269915.txt"]
        {
            assert!(!holds_a_day(name), "{name}");
        }
    }

    #[test]
    fn file_names_become_words() {
        assert_eq!(file_words("policies/ChangeManagement_Policy-v2.docx"), "Change Management Policy v2");
        assert_eq!(file_words(".gitignore"), " gitignore");
        assert_eq!(file_words("breach.log.pdf"), "breach log");
        assert_eq!(file_words("change.md.tmpl"), "change");
        assert_eq!(file_words("change-management/index.md"), "change management");
    }
}
