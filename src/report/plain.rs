//! Text from documents made fit for reading: nothing in it can steer a terminal, reorder a line or turn
//! into markup. Everything that a report shows passes through [`clean`] once.

/// Characters of a quote that a report shows; the whole stands in `assessment.json`.
pub(super) const QUOTE: usize = 420;
/// Characters of any other text.
pub(super) const TEXT: usize = 1_200;

/// White space folded to single spaces; control characters and those that reorder a line are written
/// out (`\u{1b}`), so that a reader sees them instead of their effect; harmless unseen ones are left out;
/// at most `limit` characters.
pub(super) fn clean(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit.saturating_mul(4)));
    let mut count = 0;
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if is_noise(c) {
            continue;
        }
        if count >= limit {
            out.push('…');
            return out;
        }
        if std::mem::take(&mut space) && !out.is_empty() {
            out.push(' ');
            count += 1;
        }
        if is_unseen(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
        count += 1;
    }
    out
}

/// Text on one line, of which neither a terminal nor a build takes anything as a command.
#[must_use]
pub fn harmless(text: &str) -> String {
    inert(&clean(text, TEXT))
}

/// Text in which a build server finds no command of its own: what begins one (`::` in a line of GitHub's, `##[`
/// and `##vso[` anywhere in one of Azure's) is parted by a space, for a title such as `##vso[…]` ends in the log.
#[must_use]
pub fn inert(text: &str) -> String {
    let parted = text.replace("##", "# #");
    let line = |line: &str| {
        let begins = line.trim_start();
        let blank = &line[..line.len() - begins.len()];
        begins.strip_prefix("::").map_or_else(|| line.to_owned(), |rest| format!("{blank}: :{rest}"))
    };
    parted.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Word processors leave these in honest text: byte order marks, soft hyphens, zero-width spaces, marks of
/// direction that move nothing but the punctuation beside them.
fn is_noise(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}

/// Control characters, overrides of direction, tags, and other characters without a shape of their own, or
/// that XML does not allow.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

/// `1 document`, `3 documents`, `2 register entries`.
pub(super) fn plural(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) if !stem.ends_with(['a', 'e', 'o']) => format!("{count} {stem}ies"),
        _ => format!("{count} {noun}s"),
    }
}

/// Text as Markdown text: no character of it becomes markup, and forges find no link, mention or issue
/// number in it (a word joiner after `@`, `#`, `!` and `:` sees to what a backslash cannot prevent).
pub(super) fn markdown(text: &str) -> String {
    const JOINER: char = '\u{2060}';
    let text = clean(text, usize::MAX);
    let mut out = String::with_capacity(text.len() + 16);
    let mut ordinal = true;
    let mut chars = text.chars().enumerate().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let ends = next.is_none_or(char::is_whitespace);
        let escape = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '$' => true,
            '&' => next.is_some_and(|next| next.is_alphanumeric() || next == '#'),
            '#' | '+' | '-' | '=' | '>' => at == 0,
            '.' | ')' => at > 0 && ordinal && ends,
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(c);
        ordinal &= c.is_ascii_digit();
        let links = match c {
            '@' => next.is_some_and(char::is_alphanumeric),
            '#' | '!' => next.is_some_and(|next| next.is_ascii_digit()),
            ':' => next == Some('/'),
            'w' | 'W' => next == Some('.') && (out.ends_with("www") || out.ends_with("WWW")),
            _ => false,
        };
        if links {
            out.push(JOINER);
        }
    }
    out
}

/// Text as a Markdown code span, with a fence longer than any run of backticks in it. Only inside a table
/// does a pipe need a backslash there, and only there is the backslash not shown.
pub(super) fn code_span(text: &str, in_table: bool) -> String {
    let mut text = clean(text, usize::MAX);
    if text.is_empty() {
        return text;
    }
    if in_table {
        text = text.replace('|', "\\|");
    }
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    if text.starts_with('`') || text.ends_with('`') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    const HOSTILE: &[&str] = &[
        "<script>alert(1)</script>",
        "[a](http://x) ](http://x) ![i](http://x)",
        "a | b | c",
        "*bold* _it_ **b** `code` ~~s~~ $x$",
        "# heading",
        "- item",
        "+ item",
        "1. item",
        "12) item",
        "> quote",
        "--- \n===",
        "&lt; &#60; &amp;",
        "line\nbreak\r\nand\u{2028}more",
        "{{ asks }} {% raw %}",
        "\\*x\\*",
        "[^1] [x]: http://y",
        "<http://x> <a@b.c>",
        "`` ` ```",
    ];

    fn text_only(markdown: &str) -> String {
        let mut out = String::new();
        let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(text) => out.push_str(&text),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                other => panic!("{other:?} in {markdown:?}"),
            }
        }
        out
    }

    #[test]
    fn no_line_is_a_command_of_a_build_server() {
        assert_eq!(inert("a\n  ::add-mask::x\n::b"), "a\n  : :add-mask::x\n: :b");
        assert_eq!(inert("x ##vso[task.y]z ##[error]"), "x # #vso[task.y]z # #[error]");
        assert_eq!(inert("a::b # c\n"), "a::b # c\n");
    }

    #[test]
    fn hostile_text_stays_text_in_markdown() {
        for text in HOSTILE {
            let plain = text_only(&markdown(text)).replace('\u{2060}', "");
            assert_eq!(plain, clean(text, usize::MAX), "{text:?}");
        }
    }

    #[test]
    fn hostile_text_stays_one_code_span() {
        for text in HOSTILE {
            let events: Vec<Event<'_>> = Parser::new_ext(&code_span(text, false), Options::all())
                .map(Event::into_static)
                .filter(|event| !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)))
                .collect();
            let [Event::Code(code)] = events.as_slice() else { panic!("{text:?}: {events:?}") };
            assert_eq!(code.as_ref(), clean(text, usize::MAX));
        }
    }

    #[test]
    fn forges_find_nothing_to_link() {
        assert_eq!(
            markdown("http://x a@b.c #12 !7 www.x.org"),
            "http:\u{2060}//x a@\u{2060}b.c #\u{2060}12 !\u{2060}7 www\u{2060}.x.org"
        );
        assert_eq!(markdown("8.6.1 costs: 5"), "8.6.1 costs: 5");
    }

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\0", 99), "a\\u{1b}[31mb\\u{202e}c\\u{0}");
        assert_eq!(clean("  a \n\t b  ", 99), "a b");
        assert_eq!(clean("abcdef", 3), "abc…");
        assert_eq!(clean("abc ", 3), "abc");
    }

    #[test]
    fn plurals() {
        assert_eq!(plural(1, "document"), "1 document");
        assert_eq!(plural(2, "entry"), "2 entries");
        assert_eq!(plural(0, "day"), "0 days");
    }
}
