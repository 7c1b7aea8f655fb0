//! Splits running text into sentences, in every script, without being fooled by abbreviations,
//! numbers and dates.

use super::fold::is_ideographic;

/// The sentences of `text`, in order, trimmed, none empty.
#[must_use]
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (i, (at, c)) in chars.iter().enumerate() {
        if ends_sentence(text, &chars, i, start) {
            let end = at + c.len_utf8();
            push(&mut found, &text[start..end]);
            start = end;
        }
    }
    push(&mut found, &text[start..]);
    found
}

fn push<'a>(found: &mut Vec<&'a str>, sentence: &'a str) {
    let sentence = sentence.trim();
    if sentence.chars().any(char::is_alphanumeric) {
        found.push(sentence);
    }
}

fn ends_sentence(text: &str, chars: &[(usize, char)], i: usize, start: usize) -> bool {
    let (at, c) = chars[i];
    match c {
        '。' | '！' | '？' | '\n' => true,
        '!' | '?' | '.' | ';' => {
            let next = chars.get(i + 1).map(|(_, c)| *c);
            let after_space = chars[i + 1..].iter().map(|(_, c)| *c).find(|c| !c.is_whitespace());
            let breaks = next.is_none_or(|next| next.is_whitespace() || is_ideographic(next));
            // A new sentence begins with a capital, a digit, a quotation mark or a script without case.
            let begins = after_space.is_none_or(|c| !c.is_lowercase());
            breaks && begins && (c != '.' || !is_abbreviation(&text[start..at]))
        }
        _ => false,
    }
}

/// Whether what stands before a full stop is an abbreviation or a list number rather than a last word.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let known = [
        "no", "nr", "art", "bzw", "ca", "dr", "mr", "mrs", "ms", "vs", "inc", "ltd", "etc", "abs", "st", "fig", "resp",
    ];
    // "z.B.", "e.g.", "J.": single letters between full stops; "3." opens a list or a German date.
    (letters == 1 && word.len() <= 2)
        || word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1)
        || (!word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) && word.len() <= 2)
        || known.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn boundaries() {
        for (text, expected) in [
            ("We log it. Then we fix it.", vec!["We log it.", "Then we fix it."]),
            (
                "Approved by J. Whitcombe on 14. Januar 2026. Done",
                vec!["Approved by J. Whitcombe on 14. Januar 2026.", "Done"],
            ),
            ("Uptime is 99.9 % e.g. measured. who?", vec!["Uptime is 99.9 % e.g. measured. who?"]),
            ("変更を記録する。承認する。", vec!["変更を記録する。", "承認する。"]),
            ("Why? Because.", vec!["Why?", "Because."]),
            (" . ", vec![]),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }
}
