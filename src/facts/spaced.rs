//! Lines of scripts that put no spaces between words, cut so that labels stand apart from what they label:
//! `主管：基盤技術部　2026年5月1日施行`.

use super::cells::Fields;
use crate::catalogue::Label;
use crate::text::fold::is_ideographic;

/// Characters of the longest label that follows what it labels.
const LONGEST: usize = 4;
/// Small words between a name and what it did.
const PARTICLES: [char; 7] = ['で', 'が', 'は', 'に', 'を', 'の', '经'];
/// What turns a label into its contrary or into a wish: 未承認, 要承認.
const NOT: [char; 6] = ['未', '非', '不', '要', '再', '待'];

/// The line with spaces around signs and before a label that ends a word; as it is in other scripts.
pub(super) fn spaced(text: &str, fields: &mut Fields<'_>) -> String {
    if !text.contains(is_ideographic) {
        return text.to_owned();
    }
    let mut open = String::with_capacity(text.len() * 2);
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '／' | '　' | '（' | '）' | '、' | '；' => open.push(' '),
            '：' | '。' => open.extend([c, ' ']),
            '日' if last.is_ascii_digit() => open.extend([c, ' ']),
            _ => open.push(c),
        }
        last = c;
    }
    let words: Vec<String> = open.split_whitespace().map(|word| parted(word, fields)).collect();
    words.join(" ")
}

/// `情報セキュリティ委員会で承認` is who and what.
fn parted(word: &str, fields: &mut Fields<'_>) -> String {
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    let most = LONGEST.min(starts.len().saturating_sub(1));
    let cut = (2..=most).rev().map(|taken| starts[starts.len() - taken]).find(|at| {
        let (before, label) = word.split_at(*at);
        let is_label =
            matches!(fields.whole_label(label), Some(Label::Approver | Label::ApprovedOn | Label::EffectiveOn));
        is_label && !before.ends_with(NOT)
    });
    cut.map_or_else(|| word.to_owned(), |at| format!("{} {}", word[..at].trim_end_matches(PARTICLES), &word[at..]))
}
