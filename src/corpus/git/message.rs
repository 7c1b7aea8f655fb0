//! What commits say in words: names, and approvals at the end of a message.

/// Lines at the end of a message that say who approved it. `Signed-off-by` says where a change comes from,
/// `Acked-by` that somebody has seen it: neither is an approval. These are words of git, not of a language.
const APPROVALS: [&str; 2] = ["approved-by", "reviewed-by"];
/// How names of programs end at the large hosts.
const PROGRAM: &str = "[bot]";
/// The longest name.
const NAME: usize = 120;

/// Bytes of a commit as text, in the encoding that it names.
pub(super) fn text(bytes: &[u8], encoding: Option<&[u8]>) -> String {
    let encoding = encoding.and_then(encoding_rs::Encoding::for_label);
    match encoding {
        Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// A person's name without an address; `None` for nobody and for programs.
pub(super) fn person(written: &str) -> Option<String> {
    let written = written.trim();
    let (name, address) = written.split_once('<').unwrap_or((written, ""));
    let name = if name.trim().is_empty() { address.trim_end_matches('>') } else { name };
    let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = name.chars().any(char::is_alphanumeric) && !name.to_lowercase().ends_with(PROGRAM);
    named.then(|| name.chars().take(NAME).collect())
}

/// Who approved by the last lines of a message, joined by commas. An approval that is said as such comes
/// before a review.
pub(super) fn approved_by(message: &str) -> Option<String> {
    let lines = last_lines(message)?;
    let by = |wanted: &str| {
        let named = lines.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        let mut people: Vec<String> = Vec::new();
        for person in named.filter_map(|(_, value)| person(value)) {
            if !people.contains(&person) {
                people.push(person);
            }
        }
        (!people.is_empty()).then(|| people.join(", "))
    };
    APPROVALS.iter().find_map(|name| by(name))
}

/// The last paragraph of a message where all of it is `Name: value`; its title is none.
fn last_lines(message: &str) -> Option<Vec<(&str, &str)>> {
    let lines: Vec<&str> = message.trim_end().lines().collect();
    let blank = lines.iter().rposition(|line| line.trim().is_empty())?;
    let mut found = Vec::new();
    for line in &lines[blank + 1..] {
        // A value goes on, or a note of `git cherry-pick`.
        if line.starts_with([' ', '\t', '(']) {
            continue;
        }
        let (name, value) = line.split_once(':')?;
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return None;
        }
        found.push((name, value));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_approved() {
        let by = |message: &str| approved_by(message);
        assert_eq!(by("Change\n\nApproved-by: Jane Doe <jane@example.org>\n").as_deref(), Some("Jane Doe"));
        assert_eq!(by("Change\n\nWhy.\n\nreviewed-by: A B\nReviewed-by: C D\n").as_deref(), Some("A B, C D"));
        assert_eq!(by("x\n\nReviewed-by: A B\nApproved-by: C D\nApproved-by: C D").as_deref(), Some("C D"));
        let merge = "Merged in rules (pull request #5)\r\n\r\nRules\r\n\r\nApproved-by: Jo Li\r\n";
        assert_eq!(by(merge).as_deref(), Some("Jo Li"));
    }

    #[test]
    fn what_is_no_approval() {
        assert_eq!(approved_by("Approved-by: Jane Doe"), None, "a title");
        assert_eq!(approved_by("x\n\nSigned-off-by: Jane Doe\nAcked-by: A B"), None);
        assert_eq!(approved_by("x\n\nApproved-by: Jane Doe said so\nand left."), None, "running text");
        assert_eq!(approved_by("x\n\nApproved-by: Jane Doe\n\nBut that was before this change."), None);
        assert_eq!(approved_by("x\n\nApproved-by:\nReviewed-by: renovate[bot] <x@y>"), None);
        assert_eq!(approved_by(""), None);
    }

    #[test]
    fn names() {
        assert_eq!(person(" Jane\u{1b} Doe <jane@example.org>").as_deref(), Some("Jane Doe"));
        assert_eq!(person("<jane@example.org>").as_deref(), Some("jane@example.org"));
        assert_eq!(person("dependabot[bot]"), None);
        assert_eq!(person(" - "), None);
        assert_eq!(text(b"J\xe9r\xf4me", Some(b"ISO-8859-1")), "Jérôme");
        assert_eq!(text("Jérôme".as_bytes(), None), "Jérôme");
    }
}
