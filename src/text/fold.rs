//! One spelling for what people spell in many ways: case, accents, hyphens, punctuation, full-width
//! forms and line breaks are taken away, so that only words remain.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// The words of `text`, folded and joined by single spaces.
///
/// German umlauts are written out (`ä` → `ae`), which is how they are typed in file names; other
/// accents are dropped. Letters and digits are separate words (`SEV-1`, `Sev1` → `sev 1`), and so is
/// every Chinese or Japanese character.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folder = Folder { out: String::with_capacity(text.len() + text.len() / 8), last: Kind::Break };
    // Most text has one form only; looking that up for every letter would cost most of the time.
    if text.is_ascii() {
        text.bytes().for_each(|byte| folder.push_ascii(byte));
    } else if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(|c| folder.push(c));
    } else {
        text.nfkc().for_each(|c| folder.push(c));
    }
    if folder.out.ends_with(' ') {
        folder.out.pop();
    }
    folder.out
}

/// As [`fold`], but a field that holds nothing but signs (`#`, `-`, `✓`) stays as it is: there the
/// sign is the word. A lone star is no word (it is a pattern's open end).
#[must_use]
pub fn fold_field(text: &str) -> String {
    let folded = fold(text);
    if folded.is_empty() { text.split(['*', ' ']).collect() } else { folded }
}

/// The words of folded text.
pub fn tokens(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').filter(|word| !word.is_empty())
}

/// How many words a reader counts in folded text: two characters make one in scripts without spaces.
#[must_use]
pub fn word_count(folded: &str) -> usize {
    tokens(folded).count() - folded.chars().filter(|c| is_ideographic(*c)).count() / 2
}

/// What a name is looked up by: the words of folded text and, of scripts without spaces, each two characters side
/// by side, for one alone stands everywhere.
#[must_use]
pub fn terms(folded: &str) -> Vec<String> {
    let is_one = |word: &str| word.chars().next().is_some_and(is_ideographic);
    let words: Vec<&str> = tokens(folded).collect();
    let pairs = |at: usize| match (words.get(at.wrapping_sub(1)), words[at], words.get(at + 1)) {
        (_, word, _) if !is_one(word) => Some(word.to_owned()),
        (_, word, Some(next)) if is_one(next) => Some(format!("{word}{next}")),
        (Some(before), ..) if is_one(before) => None,
        (_, word, _) => Some(word.to_owned()),
    };
    (0..words.len()).filter_map(pairs).collect()
}

/// Whether the character belongs to a script written without spaces.
#[must_use]
pub fn is_ideographic(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Break,
    Letter,
    Digit,
    Ideograph,
}

struct Folder {
    out: String,
    last: Kind,
}

impl Folder {
    /// As [`Folder::push`]: nearly all text needs no more.
    fn push_ascii(&mut self, byte: u8) {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {
                self.start(Kind::Letter);
                self.out.push(byte.to_ascii_lowercase().into());
            }
            b'0'..=b'9' => {
                self.start(Kind::Digit);
                self.out.push(byte.into());
            }
            _ => self.start(Kind::Break),
        }
    }

    fn push(&mut self, c: char) {
        if c.is_ascii_alphanumeric() {
            self.start(if c.is_ascii_digit() { Kind::Digit } else { Kind::Letter });
            self.out.push(c.to_ascii_lowercase());
        } else if is_ideographic(c) {
            self.start(Kind::Ideograph);
            self.out.push(c);
        } else if c.is_alphabetic() {
            self.start(Kind::Letter);
            c.to_lowercase().for_each(|c| self.push_letter(c));
        } else if c.is_numeric() {
            self.start(Kind::Digit);
            self.out.push(c);
        } else if !is_combining_mark(c) && c != '\u{ad}' {
            self.start(Kind::Break);
        }
    }

    /// Puts a space where one kind of word ends and another begins.
    fn start(&mut self, kind: Kind) {
        let joined = kind == self.last && kind != Kind::Ideograph;
        if !joined && self.last != Kind::Break {
            self.out.push(' ');
        }
        self.last = kind;
    }

    fn push_letter(&mut self, c: char) {
        match c {
            'ä' | 'æ' => self.out.push_str("ae"),
            'ö' | 'œ' => self.out.push_str("oe"),
            'ü' => self.out.push_str("ue"),
            'ß' => self.out.push_str("ss"),
            'ø' => self.out.push('o'),
            'ł' => self.out.push('l'),
            _ => std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)).for_each(|c| self.out.push(c)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, terms};

    #[test]
    fn what_a_name_is_looked_up_by() {
        let found = |text: &str| terms(&fold(text));
        assert_eq!(found("Fellside Ltd"), ["fellside", "ltd"]);
        assert_eq!(found("云和信息 IT 部"), ["云和", "和信", "信息", "it", "部"]);
        assert_eq!(found(""), [""; 0]);
    }

    #[test]
    fn spellings_meet() {
        for (written, folded) in [
            ("  Störungs-\nmanagement ", "stoerungs management"),
            ("Stoerung", "stoerung"),
            ("SEV-1", "sev 1"),
            ("Sev1", "sev 1"),
            ("Politique d’incident À jour", "politique d incident a jour"),
            ("ＩＴサービス", "it サ ー ビ ス"),
            ("变更管理 v2", "变 更 管 理 v 2"),
            ("co\u{ad}operate", "cooperate"),
            ("", ""),
            ("…—", ""),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }
}
