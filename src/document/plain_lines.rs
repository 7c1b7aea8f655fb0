//! What a single line of plain text looks like: heading, list item, rule, field, contents entry.

/// The line without the `+` by which AsciiDoc breaks lines.
pub(super) fn without_break(line: &str) -> &str {
    line.strip_suffix(" +").unwrap_or(line)
}

/// The text of a list item, without its bullet or number.
pub(super) fn list_item(line: &str) -> Option<&str> {
    let text = line.trim_start();
    for bullet in ["- ", "* ", "+ ", "• ", "· ", "– ", "— ", "▪ ", "◦ ", "‣ ", "● ", "o ", "** ", "*** "]
    {
        if let Some(item) = text.strip_prefix(bullet) {
            return Some(item.trim_start());
        }
    }
    let text = text.strip_prefix('(').unwrap_or(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let letter = usize::from(text.as_bytes().first().is_some_and(u8::is_ascii_lowercase));
    let length = if (1..=3).contains(&digits) { digits } else { letter };
    let after = text.get(length..).filter(|_| length > 0)?;
    let closed = if digits > 0 { after.strip_prefix(['.', ')']) } else { after.strip_prefix(')') }?;
    closed.starts_with([' ', '\t']).then(|| closed.trim_start())
}

/// `= Title`, `== Title ==`, `## Title`, `h2. Title`: the level and the title.
pub(super) fn heading_mark(line: &str) -> Option<(u8, &str)> {
    if let Some((level, title)) = line.strip_prefix('h').and_then(|rest| rest.split_once(". "))
        && let [digit @ b'1'..=b'6'] = level.as_bytes()
    {
        return Some((digit - b'0', title.trim()));
    }
    let mark = line.chars().next().filter(|mark| matches!(mark, '=' | '#'))?;
    let level = line.chars().take_while(|character| *character == mark).count();
    let title = line[level..].strip_prefix([' ', '\t'])?.trim().trim_end_matches(mark).trim();
    (level <= 6 && !title.is_empty()).then_some((u8::try_from(level).ok()?, title))
}

/// The character of a line that is nothing but it: `-----`, `=====`.
pub(super) fn rule(line: &str) -> Option<char> {
    let text = line.trim();
    let mark =
        text.chars().next().filter(|mark| mark.is_ascii_punctuation() || matches!(mark, '─' | '═' | '━' | '—'))?;
    let length = text.chars().count();
    (length >= 3 && text.chars().all(|character| character == mark)).then_some(mark)
}

/// `1.2 Title`: how many numbers it has.
pub(super) fn numbered_title(line: &str) -> Option<u8> {
    let (number, title) = line.split_once([' ', '\t'])?;
    let number = number.strip_suffix('.').unwrap_or(number);
    let parts = number.split('.').collect::<Vec<_>>();
    let is_number = parts
        .iter()
        .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()) && *part != "00");
    let title = title.trim();
    let is_title = title.chars().next().is_some_and(char::is_alphabetic)
        && !title.ends_with(['.', ';', ',', ':', '?', '!'])
        && title.split_whitespace().count() <= 10;
    (is_number && is_title).then_some(u8::try_from(parts.len()).ok()?)
}

/// `SCOPE AND PURPOSE`: letters, and no small ones.
pub(super) fn is_caps(line: &str) -> bool {
    let text = line.trim();
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    letters >= 4
        && letters * 2 > text.chars().count()
        && !text.chars().any(char::is_lowercase)
        && text.chars().any(char::is_uppercase)
        && !text.ends_with(['.', ',', ';'])
}

/// `Owner: Ann`.
pub(super) fn is_key_line(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, value)| {
        let key = key.trim();
        let words = key.split_whitespace().count();
        key.chars().next().is_some_and(char::is_alphabetic)
            && (1..=5).contains(&words)
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '(' | ')' | '.' | '*'))
            && (value.is_empty() || value.starts_with([' ', '\t']))
    })
}

/// `/policies/ @ann @team/ops`, as CODEOWNERS files have it.
pub(super) fn is_owners_line(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or_default();
    let mut owners = words.peekable();
    !first.starts_with('@') && owners.peek().is_some() && owners.all(|word| word.contains('@'))
}

/// `:author: Ann`, as AsciiDoc and reStructuredText have it.
pub(super) fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let is_name = !name.is_empty()
        && name.len() <= 40
        && name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | ' '));
    (is_name && (value.is_empty() || value.starts_with(' '))).then_some((name, value.trim()))
}

/// `Scope ........ 3`.
pub(super) fn is_contents_entry(line: &str) -> bool {
    let text = line.trim_end();
    let page = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let before = text[..text.len() - page].trim_end();
    let leaders = before
        .chars()
        .rev()
        .take_while(|character| matches!(character, '.' | ' ' | '…' | '·' | '_'))
        .collect::<String>();
    let dots = leaders.chars().filter(|character| *character != ' ').count();
    let ellipses = leaders.contains('…');
    (1..=4).contains(&page) && (dots >= 4 || ellipses) && before.len() > leaders.len()
}

/// Comments, directives and attributes of light markup, which nobody reads on the page.
pub(super) fn is_comment(line: &str) -> bool {
    line.starts_with("// ")
        || line == "////"
        || (line.starts_with(".. ") && !line.contains(':'))
        || [
            "include::",
            "image::",
            "ifdef::",
            "ifndef::",
            "endif::",
            "toc::",
            ".. image::",
            ".. include::",
            ".. toctree::",
            ".. contents::",
            "#+begin",
            "#+end",
            "#+options",
            "__TOC__",
        ]
        .iter()
        .any(|directive| line.to_lowercase().starts_with(&directive.to_lowercase()))
        || (line.starts_with('[') && line.ends_with(']') && line.len() < 80 && is_attribute(line))
}

/// `[source,bash]`, `[cols="1,2"]`, `[[anchor]]`, not `[a remark]`.
fn is_attribute(line: &str) -> bool {
    line.starts_with("[[") || line.contains(['=', ',', '%', '#']) || !line.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items() {
        assert_eq!(list_item("  - a"), Some("a"));
        assert_eq!(list_item("12) b"), Some("b"));
        assert_eq!(list_item("(a) c"), Some("c"));
        assert_eq!(list_item("1.5 hours"), None);
        assert_eq!(list_item("a. b"), None);
        assert_eq!(list_item("-5 degrees"), None);
        assert_eq!(list_item("é) x"), None);
    }

    #[test]
    fn titles() {
        assert_eq!(heading_mark("== Scope =="), Some((2, "Scope")));
        assert_eq!(heading_mark("h3. Scope"), Some((3, "Scope")));
        assert_eq!(heading_mark("==="), None);
        assert_eq!(numbered_title("4.1 Roles and duties"), Some(2));
        assert_eq!(numbered_title("2026-11-22 Meeting"), None);
        assert_eq!(numbered_title("3 people came to the meeting and then they left again early"), None);
        assert!(is_caps("SCOPE & PURPOSE") && !is_caps("ITIL is") && !is_caps("1234"));
    }

    #[test]
    fn contents_entries() {
        assert!(is_contents_entry("1 Scope ............ 3"));
        assert!(is_contents_entry("Roles . . . . . . 12"));
        assert!(!is_contents_entry("Wait ... 3"));
        assert!(!is_contents_entry("........ 3"));
    }
}
