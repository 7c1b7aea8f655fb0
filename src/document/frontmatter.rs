//! The block at the top of a text in which its author says what it is: YAML between `---`, simple
//! TOML between `+++`.

use super::Source;
use super::builder::Builder;
use super::yaml;

/// Takes the front matter of `text`, if it has any, as properties. Answers the byte at which the
/// text itself begins.
pub(super) fn take(builder: &mut Builder, text: &str) -> usize {
    let mark = text.lines().next().unwrap_or_default().trim_end();
    if mark != "---" && mark != "+++" {
        return unopened(builder, text);
    }
    let Some((body, end)) = block(text, mark) else {
        return 0;
    };
    if mark == "+++" {
        key_lines(builder, body, '=');
        return end;
    }
    let parsed = yaml::parse(body);
    if let Some((line, _)) = parsed.error {
        // A text between two rules is not front matter.
        if !body.lines().any(|line| key_value(line, ':').is_some()) {
            return 0;
        }
        builder.problem(format!("line {}: front matter is not valid YAML", line + 1));
        key_lines(builder, body, ':');
        return end;
    }
    let Some(root) = parsed.documents.first() else {
        return end;
    };
    if !matches!(root.value, super::node::Value::Map(_)) {
        return 0;
    }
    let mut found = Vec::new();
    root.flat("", &mut found);
    for (name, value, line) in found {
        builder.property(Source::FrontMatter, &name, &value, line.map(|line| line + 1));
    }
    end
}

/// YAML that begins with the text itself and only ends at a `---`, as some policy generators have it.
/// Two keys at least: one line above a `---` is a heading.
fn unopened(builder: &mut Builder, text: &str) -> usize {
    let mut end = 0;
    for (at, line) in text.split_inclusive('\n').enumerate().take(100) {
        let bare = line.trim_end();
        if matches!(bare, "---" | "...") && at > 1 {
            return tell_unopened(builder, &text[..end], end + line.len());
        }
        if bare.is_empty() || (at == 0 && key_value(bare, ':').is_none()) {
            return 0;
        }
        end += line.len();
    }
    0
}

fn tell_unopened(builder: &mut Builder, body: &str, end: usize) -> usize {
    let parsed = yaml::parse(body);
    let Some(root) = parsed.documents.first().filter(|_| parsed.error.is_none()) else {
        return 0;
    };
    if !matches!(&root.value, super::node::Value::Map(entries) if entries.len() > 1) {
        return 0;
    }
    let mut found = Vec::new();
    root.flat("", &mut found);
    for (name, value, line) in found {
        builder.property(Source::FrontMatter, &name, &value, line);
    }
    end
}

/// What stands between the first line and the closing mark, and where the rest begins.
fn block<'t>(text: &'t str, mark: &str) -> Option<(&'t str, usize)> {
    let begin = text.find('\n')? + 1;
    let mut at = begin;
    for line in text[begin..].split_inclusive('\n') {
        let end = at + line.len();
        let line = line.trim_end();
        if line == mark || (mark == "---" && line == "...") {
            return Some((&text[begin..at], end));
        }
        at = end;
    }
    None
}

/// Line by line, for what is not valid as a whole.
fn key_lines(builder: &mut Builder, body: &str, separator: char) {
    let mut section = String::new();
    for (at, line) in body.lines().enumerate() {
        let number = u32::try_from(at + 2).unwrap_or(u32::MAX);
        if let Some(name) = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            if separator == '=' {
                section = format!("{}.", name.trim_matches(['[', ']']).trim());
            }
        } else if let Some((key, value)) = key_value(line, separator) {
            builder.property(Source::FrontMatter, &format!("{section}{key}"), &value, Some(number));
        }
    }
}

fn key_value(line: &str, separator: char) -> Option<(&str, String)> {
    let (key, value) = line.split_once(separator)?;
    let key = key.trim();
    let is_key = !key.is_empty()
        && key.len() <= 60
        && key.chars().all(|character| character.is_alphanumeric() || matches!(character, ' ' | '_' | '-' | '.' | '/'));
    is_key.then(|| (key, plain_value(value.trim())))
}

/// A value without its quotes, a list without its brackets.
fn plain_value(value: &str) -> String {
    let unquoted = |value: &str| value.trim().trim_matches(['"', '\'']).to_string();
    match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(list) => list.split(',').map(unquoted).filter(|item| !item.is_empty()).collect::<Vec<_>>().join("; "),
        None => unquoted(value),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Limits;
    use super::*;

    type Found = Vec<(String, String, Option<u32>)>;

    fn properties(text: &str) -> (Found, usize, Vec<String>) {
        let mut builder = Builder::new(Limits::default());
        let end = take(&mut builder, text);
        let reading = builder.finish();
        let found = reading.document.properties.into_iter().map(|p| (p.name, p.value, p.line)).collect();
        (found, end, reading.problems)
    }

    #[test]
    fn yaml_is_flattened_with_its_lines() {
        let text =
            "---\ntitle: \"Incident: how\"\nversion: 1.10\nowner:\n  name: Ann\nsatisfies: [8.6.1, 8.6.2]\n---\nText";
        let (found, end, _) = properties(text);
        let expected = [
            ("title", "Incident: how", 2),
            ("version", "1.10", 3),
            ("owner.name", "Ann", 5),
            ("satisfies", "8.6.1; 8.6.2", 6),
        ];
        assert_eq!(found, expected.map(|(name, value, line)| (name.to_string(), value.to_string(), Some(line))));
        assert_eq!(&text[end..], "Text");
    }

    #[test]
    fn broken_yaml_is_read_line_by_line() {
        let (found, end, problems) = properties("---\ntitle: a: b\nowner: Ann\n...\nx");
        assert_eq!(found[1], ("owner".into(), "Ann".into(), Some(3)));
        assert_eq!(end, 31);
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn toml_and_rules() {
        let (found, ..) = properties("+++\ntitle = \"A\"\ntags = [\"x\", \"y\"]\n[params]\nowner = 'Bo'\n+++\n");
        assert_eq!(found[1].1, "x; y");
        assert_eq!(found[2].0, "params.owner");
        assert_eq!(properties("---\nJust a text.\n\n---\nmore").1, 0);
        assert_eq!(properties("name: A\nversion: 2\n---\ntext").0.len(), 2);
        assert_eq!(properties("Name: a heading\n---\ntext").1, 0);
        assert_eq!(properties("---\nnever: closed\n").1, 0);
    }
}
