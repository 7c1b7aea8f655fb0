//! What site generators add to Markdown, turned into common Markdown or left out, line by line: the
//! text keeps its number of lines.

use std::borrow::Cow;
use std::collections::HashSet;

/// The text in common Markdown.
pub(super) fn common(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains('{') {
        text = Cow::Owned(without_directives(&text));
    }
    if text.contains('<') {
        let closed = closed_names(&text);
        text = Cow::Owned(by_line(&text, |line, out| {
            keep_placeholders(line, &closed, out);
        }));
    }
    if text.lines().any(|line| lettered(line).is_some()) {
        text = Cow::Owned(by_line(&text, |line, out| match lettered(line) {
            Some((indent, rest)) => {
                out.push_str(&line[..indent]);
                out.push_str("1. ");
                out.push_str(rest);
            }
            None => out.push_str(line),
        }));
    }
    let marks = ["import ", "export ", "!!!", "???", ":::", "=== ", "{:"];
    if text.lines().any(|line| marks.iter().any(|mark| line.starts_with(mark))) {
        text = Cow::Owned(without_blocks(&text));
    }
    text
}

/// What is left out of the text, from mark to mark: Liquid tags, Hugo shortcodes, MDX comments.
const DIRECTIVES: [(&str, &str); 4] = [("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}"), ("{/*", "*/}")];

fn without_directives(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // A mark that is not closed once is never closed after that: looking again would be quadratic.
    let mut unclosed = [false; DIRECTIVES.len()];
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let kind = DIRECTIVES.iter().position(|(open, _)| rest.starts_with(open));
        let end = kind.filter(|kind| !unclosed[*kind]).and_then(|kind| {
            let (open, close) = DIRECTIVES[kind];
            let found = rest[open.len()..].find(close).map(|end| open.len() + end + close.len());
            unclosed[kind] = found.is_none();
            found
        });
        match end {
            Some(end) => out.push_str(&"\n".repeat(rest[..end].matches('\n').count())),
            None => out.push('{'),
        }
        rest = &rest[end.unwrap_or(1)..];
    }
    out.push_str(rest);
    out
}

/// Every line outside fenced code, changed.
fn by_line(text: &str, change: impl Fn(&str, &mut String)) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        fenced ^= bare.starts_with("```") || bare.starts_with("~~~");
        if fenced {
            out.push_str(line);
        } else {
            change(line, &mut out);
        }
    }
    out
}

/// `a. text` and `iv) text`, which Pandoc takes for list items: the indent and the text.
fn lettered(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches([' ', '\t']);
    let mark = text.split_once(['.', ')']).map(|(mark, _)| mark)?;
    let is_mark = (mark.len() == 1 && mark.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'#'))
        || ((2..=5).contains(&mark.len()) && mark.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x')));
    let rest = text[mark.len() + 1..].strip_prefix(' ').filter(|_| is_mark)?;
    // "e. g." and "i. e." begin a line by accident.
    let after = rest.trim_start();
    let is_abbreviation = after.len() > 1 && after.as_bytes()[1] == b'.';
    (!is_abbreviation).then_some((line.len() - text.len(), after))
}

/// `<Company Name>` is a blank to fill in, not a tag: it stays to be seen.
fn keep_placeholders(line: &str, closed: &HashSet<&str>, out: &mut String) {
    let mut rest = line;
    let mut in_code = false;
    while let Some(at) = rest.find(['<', '`']) {
        in_code ^= rest.as_bytes()[at] == b'`';
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if !in_code && is_placeholder(rest, closed) && !out.ends_with('\\') {
            out.push('\\');
        }
        out.push_str(&rest[..1]);
        rest = &rest[1..];
    }
    out.push_str(rest);
}

/// The names of elements that are closed somewhere.
fn closed_names(text: &str) -> HashSet<&str> {
    let name_end = |rest: &str| rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
    text.split("</").skip(1).map(|rest| &rest[..name_end(rest)]).collect()
}

/// Whether `rest` begins with words in angle brackets that are no element of HTML or MDX.
fn is_placeholder(rest: &str, closed: &HashSet<&str>) -> bool {
    // No blank is longer, and a line may be very long.
    let head = rest.char_indices().nth(80).map_or(rest, |(end, _)| &rest[..end]);
    let Some(inner) = head.strip_prefix('<').and_then(|head| head.split_once('>')).map(|(inner, _)| inner) else {
        return false;
    };
    let plain = inner.starts_with(|character: char| character.is_ascii_alphabetic())
        && inner.chars().all(|character| character.is_alphanumeric() || " _-/'.,&".contains(character))
        && !inner.ends_with('/');
    if !plain {
        return false;
    }
    let name = inner.split([' ', '/', ',', '.', '&', '\'']).next().unwrap_or_default();
    let is_address = inner.contains('.') && !inner.contains(' ');
    !is_address && !closed.contains(name) && !is_html(name)
}

/// Elements that Markdown is likely to hold.
fn is_html(name: &str) -> bool {
    // One string with blanks around every name: searched faster than a list.
    const NAMES: &str = " a abbr address area article aside audio b base bdi bdo blockquote body br button canvas \
        caption center cite code col colgroup data dd del details dfn dialog div dl dt em embed \
        fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe \
        img input ins kbd label legend li link main map mark menu meta nav noscript object ol \
        optgroup option p param picture pre q s samp script section select small source span \
        strike strong style sub summary sup svg table tbody td template textarea tfoot th thead \
        time title tr tt u ul var video wbr ";
    NAMES.contains(&format!(" {} ", name.to_ascii_lowercase()))
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
    if line.starts_with("{:") && line.ends_with('}') {
        // Attributes, as kramdown has them.
        return inside;
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
