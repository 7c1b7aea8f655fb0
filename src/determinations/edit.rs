//! Adding to a record as a person would: the new entries go to the end of the list, and every other byte
//! of the file, its comments and its order among them, stays as it is.

use jiff::civil::Date;

use crate::evidence::Verdict;

/// What a new file begins with.
const HEAD: &str = "# What assessors decided, and what is waived. iso20k appends to it and changes nothing that is there;\n# a determination that replaces an earlier one names its day, so that this is the history as well.\n";
const KEY: &str = "determinations:";

/// A determination to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The obligation.
    pub obligation: String,
    /// What was decided.
    pub verdict: Verdict,
    /// By whom.
    pub by: String,
    /// On which day.
    pub on: Date,
    /// The last day for which it holds.
    pub until: Option<Date>,
    /// Why.
    pub why: String,
    /// The fingerprint of the evidence it relied on.
    pub evidence: Option<String>,
    /// The day of the determination that it replaces.
    pub replaces: Option<Date>,
}

/// The text of a record with further entries.
///
/// # Errors
/// Where the list is written in a way that cannot be appended to line by line.
pub fn append(text: &str, drafts: &[Draft]) -> Result<String, String> {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<&str> = text.lines().collect();
    let Some(key) = lines.iter().position(|line| is_key(line)) else {
        let mut whole = if text.trim().is_empty() { HEAD.replace('\n', newline) } else { closed(text, newline) };
        whole.push_str(&format!("{newline}{KEY}{newline}{}", entries(drafts, "", newline)));
        return Ok(whole);
    };
    let rest = lines[key][KEY.len()..].trim();
    if !rest.is_empty() && !rest.starts_with('#') {
        if rest.split('#').next().map(str::trim) != Some("[]") {
            return Err("its determinations are not written as a list of lines that begin with `- `".into());
        }
        lines[key] = KEY;
    }
    let below = lines[key + 1..].iter().position(|line| begins_another(line)).map_or(lines.len(), |at| key + 1 + at);
    // Comments and blank lines before the next key are that key's.
    let is_filling = |line: &&str| line.trim().is_empty() || line.starts_with('#');
    let end = below - lines[key + 1..below].iter().rev().take_while(|line| is_filling(line)).count();
    let first = lines[key + 1..end].iter().find(|line| line.trim_start().starts_with("- "));
    let indent = first.map_or("", |line| &line[..line.len() - line.trim_start().len()]);
    let mut whole = String::new();
    lines[..end].iter().for_each(|line| whole.extend([*line, newline]));
    whole.push_str(&entries(drafts, indent, newline));
    lines[end..].iter().for_each(|line| whole.extend([*line, newline]));
    Ok(whole)
}

fn closed(text: &str, newline: &str) -> String {
    format!("{}{newline}", text.trim_end())
}

fn is_key(line: &str) -> bool {
    line.strip_prefix(KEY).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Whether a line begins a further key of the file, or ends the document.
fn begins_another(line: &str) -> bool {
    let first = line.chars().next();
    first.is_some_and(|c| !c.is_whitespace() && c != '#' && c != '-') || line.starts_with("---")
}

fn entries(drafts: &[Draft], indent: &str, newline: &str) -> String {
    let mut text = String::new();
    for draft in drafts {
        for (at, (key, value)) in fields(draft).into_iter().enumerate() {
            let lead = if at == 0 { "- " } else { "  " };
            text.push_str(&format!("{indent}{lead}{key}: {value}{newline}"));
        }
    }
    text
}

fn fields(draft: &Draft) -> Vec<(&'static str, String)> {
    let day = |date: Date| date.to_string();
    let fields = [
        ("obligation", Some(quoted(&draft.obligation))),
        ("verdict", Some(draft.verdict.name().to_owned())),
        ("by", Some(quoted(&draft.by))),
        ("on", Some(day(draft.on))),
        ("until", draft.until.map(day)),
        ("why", Some(quoted(&draft.why))),
        ("evidence", draft.evidence.as_deref().map(quoted)),
        ("replaces", draft.replaces.map(day)),
    ];
    fields.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

/// Text as YAML takes it for text, whatever stands in it: as it is where it is plain words, else in quotes.
/// JSON's strings are YAML's.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || " ./,()’“”–".contains(c);
    let begins = text.chars().next().is_some_and(char::is_alphabetic);
    let ends = text.chars().next_back().is_some_and(|c| !c.is_whitespace());
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    let is_id = text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '/' || c.is_ascii_alphanumeric())
        && text.contains('/');
    if is_id || begins && ends && !word && text.chars().all(plain) {
        return text.to_owned();
    }
    // A record is text: what would steer a terminal is written as an escape.
    serde_json::Value::from(text).to_string().chars().map(escaped).collect()
}

fn escaped(c: char) -> String {
    match c {
        c if c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
        {
            format!("\\u{:04x}", u32::from(c))
        }
        c => c.to_string(),
    }
}
