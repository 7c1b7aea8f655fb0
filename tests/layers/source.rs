//! Rust source as far as the layer rule needs it: code without comments, strings and tests.

use std::fs;
use std::path::Path;

/// One source file.
pub(crate) struct Source {
    /// From the root of the repository, with `/`.
    pub(crate) path: String,
    /// As written.
    pub(crate) text: String,
    /// The same lines without comments and with empty strings.
    code: String,
}

/// All `.rs` files below a folder of the repository, sorted.
pub(crate) fn sources(folder: &Path) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let rust = files.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    let read = |path: &Path| {
        let relative = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        Source::new(relative, fs::read_to_string(path).unwrap())
    };
    let sources: Vec<Source> = rust.map(|entry| read(entry.path())).collect();
    assert!(!sources.is_empty(), "no source in {}", folder.display());
    sources
}

impl Source {
    pub(crate) fn new(path: String, text: String) -> Self {
        let code = without_comments(&text);
        Self { path, text, code }
    }

    /// The top module the file belongs to; none for the root of the library and for tests.
    pub(crate) fn module(&self) -> Option<&str> {
        let below = self.path.strip_prefix("src/")?;
        let module = below.split('/').next()?.trim_end_matches(".rs");
        (module != "lib").then_some(module)
    }

    pub(crate) fn is_under(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path.starts_with(place))
    }

    /// Top modules of the crate that the file names, each with its line.
    pub(crate) fn uses_of_crate(&self) -> Vec<(usize, String)> {
        let mut uses = Vec::new();
        for prefix in ["crate::", "iso20k::"] {
            for (at, _) in self.code.match_indices(prefix) {
                let before = self.code[..at].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                    continue;
                }
                let line = self.code[..at].matches('\n').count() + 1;
                let names = names(&self.code[at + prefix.len()..]);
                uses.extend(names.into_iter().map(|name| (line, name)));
            }
        }
        uses.sort();
        uses
    }

    /// Lines of code, but for tests, in which one of the words stands.
    pub(crate) fn lines_with(&self, words: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        if self.is_test() && self.path.starts_with("src/") {
            return found;
        }
        for (number, line) in self.code.lines().enumerate() {
            if line.trim() == "#[cfg(test)]" {
                break;
            }
            let word = words.iter().find(|word| has_word(line, word));
            found.extend(word.map(|word| format!("{}:{}: `{word}`", self.path, number + 1)));
        }
        found
    }

    fn is_test(&self) -> bool {
        self.path.ends_with("tests.rs") || self.path.ends_with("testing.rs")
    }

    /// Line, name and length of every function, as `cargo fmt` lays them out.
    pub(crate) fn functions(&self) -> Vec<(usize, String, usize)> {
        let lines: Vec<&str> = self.code.lines().collect();
        let mut found = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let indent = &line[..line.len() - line.trim_start().len()];
            let Some(name) = function_name(line.trim_start()) else { continue };
            let end = format!("{indent}}}");
            if let Some(length) = lines[number..].iter().position(|line| *line == end) {
                found.push((number + 1, name.to_owned(), length + 1));
            }
        }
        found
    }
}

/// `fn name` after its qualifiers.
fn function_name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let qualifiers = ["pub", "pub(crate)", "pub(super)", "const", "async", "extern"];
    before.split_whitespace().all(|word| qualifiers.contains(&word)).then_some(())?;
    after.split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())
}

/// Whether the word stands in the line and is not the end or the beginning of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(part) && (word.ends_with([':', '!']) || !after.is_some_and(part))
    })
}

/// The names that follow `crate::`: one, or those of a `{…}` at its first level.
fn names(rest: &str) -> Vec<String> {
    let Some(group) = rest.strip_prefix('{') else {
        return vec![rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()];
    };
    let (mut depth, mut names, mut name) = (0_usize, Vec::new(), String::new());
    let mut done = false;
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(std::mem::take(&mut name));
                done = false;
            }
            ':' => done = true,
            c if depth == 0 && !done && !c.is_whitespace() => name.push(c),
            _ => {}
        }
    }
    names.push(name);
    names.retain(|name| !name.is_empty());
    names
}

/// The same lines with comments gone and strings empty, so that a word found is a word of code.
fn without_comments(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment(rest)
        } else if let Some(length) = raw_string(rest, &code) {
            length
        } else if c == '"' {
            string(rest)
        } else if c == '\'' {
            character(rest)
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        code.extend(rest[..skipped].chars().filter(|c| *c == '\n'));
        rest = &rest[skipped..];
    }
    code
}

/// The length of a comment, which may hold others.
fn comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" if depth == 1 => return at + 2,
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of `r"…"` or `r#"…"#`, if one begins here.
fn raw_string(rest: &str, before: &str) -> Option<usize> {
    let within_name =
        before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_') && !before.ends_with('b');
    let after = rest.strip_prefix('r').filter(|_| !within_name)?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(body.find(&end).map_or(rest.len(), |at| 1 + hashes + 1 + at + end.len()))
}

/// The length of `"…"`.
fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a character literal; a lifetime's quote alone.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some(_)) => rest[3..].find('\'').map_or(1, |at| 3 + at + 1),
        (Some((_, _)), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}
