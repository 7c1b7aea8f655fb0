//! What site generators add to Markdown, turned into common Markdown or left out, line by line: the
//! text keeps its number of lines.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

#[expect(clippy::unwrap_used, reason = "a constant pattern, compiled in tests")]
static DIRECTIVES: LazyLock<Regex> = LazyLock::new(|| {
    // Liquid tags, Hugo shortcodes, MDX comments, kramdown attributes.
    Regex::new(r"(?s)\{%.*?%\}|\{\{[<%].*?[>%]\}\}|\{/\*.*?\*/\}|(?m:^\{:[^}\n]*\}[ \t]*$)").unwrap()
});

/// The text in common Markdown.
pub(super) fn common(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains('{') {
        text = Cow::Owned(without_directives(&text));
    }
    let marks = ["import ", "export ", "!!!", "???", ":::", "=== "];
    if text.lines().any(|line| marks.iter().any(|mark| line.starts_with(mark))) {
        text = Cow::Owned(without_blocks(&text));
    }
    text
}

fn without_directives(text: &str) -> String {
    DIRECTIVES.replace_all(text, |found: &regex::Captures<'_>| "\n".repeat(found[0].matches('\n').count())).into_owned()
}

/// What an indented block that follows belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Nothing,
    /// `!!! note`: a callout.
    Callout,
    /// `=== "Linux"`: a tab, whose content is ordinary text.
    Tab,
    /// `export const x = {` over several lines.
    Program,
    /// A fenced code block, which is left alone.
    Fence,
}

fn without_blocks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = Inside::Nothing;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            inside = if inside == Inside::Fence { Inside::Nothing } else { Inside::Fence };
        }
        if inside != Inside::Fence {
            inside = one_line(bare, inside, &mut out);
        } else {
            out.push_str(bare);
        }
        out.push_str(if line.ends_with('\n') { "\n" } else { "" });
    }
    out
}

fn one_line(line: &str, inside: Inside, out: &mut String) -> Inside {
    if inside == Inside::Program {
        return if line.is_empty() { Inside::Nothing } else { Inside::Program };
    }
    if is_program(line) {
        let open = line.ends_with(['{', '(', '[', '=']);
        return if open { Inside::Program } else { Inside::Nothing };
    }
    if line.starts_with("!!!") || line.starts_with("???") {
        out.push_str("> ");
        out.push_str(quoted_title(line));
        return Inside::Callout;
    }
    if line.starts_with("=== \"") || line.starts_with("=== '") {
        out.push_str(quoted_title(line));
        return Inside::Tab;
    }
    if let Some(rest) = line.strip_prefix(":::") {
        // `:::note Title`, `:::note[Title]`, and the `:::` that closes it.
        let title = rest.trim_start_matches(':').trim_start();
        let title = title.trim_start_matches(|character: char| character.is_alphanumeric() || character == '-');
        out.push_str(title.trim().trim_matches(['[', ']', '{', '}']));
        return inside;
    }
    match (inside, line.strip_prefix("    ")) {
        (Inside::Callout, Some(rest)) => {
            out.push_str("> ");
            out.push_str(rest);
            inside
        }
        (Inside::Tab, Some(rest)) => {
            out.push_str(rest);
            inside
        }
        _ => {
            out.push_str(line);
            if line.is_empty() { inside } else { Inside::Nothing }
        }
    }
}

/// `import x from 'y'` and `export …` of MDX; "import the data" is prose.
fn is_program(line: &str) -> bool {
    if let Some(rest) = line.strip_prefix("import ") {
        return rest.starts_with(['\'', '"']) || rest.contains(" from '") || rest.contains(" from \"");
    }
    line.strip_prefix("export ").is_some_and(|rest| {
        ["default ", "const ", "function ", "let ", "var ", "{", "*", "async "]
            .iter()
            .any(|word| rest.starts_with(word))
    })
}

fn quoted_title(line: &str) -> &str {
    let mut parts = line.split(['"', '\'']);
    parts.nth(1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::common;

    #[test]
    fn directives_go_and_lines_stay() {
        assert_eq!(common("a {% if x %}b{% endif %}\n{{< note\n >}}\nc {{ name }}\n"), "a b\n\n\nc {{ name }}\n");
        assert_eq!(common("import A from './a'\n\nimport the data\n"), "\n\nimport the data\n");
        assert_eq!(common("export const meta = {\n  a: 1\n}\n\ntext\n"), "\n\n\n\ntext\n");
        assert_eq!(common("!!! note \"Mind\"\n    text\n\nend"), "> Mind\n> text\n\nend");
        assert_eq!(common(":::tip\ntext\n:::\n"), "\ntext\n\n");
        assert_eq!(common("```js\nimport a from 'b'\n```\n"), "```js\nimport a from 'b'\n```\n");
    }
}
