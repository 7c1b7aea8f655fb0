//! Which columns a row rule needs: a rule that speaks of a column says nothing about a table that has
//! none, where every cell would look empty.

use crate::catalogue::RegisterType;

/// The columns that a condition (a rule's `when`) mentions, sorted. What stands in `coalesce(…)` is not needed: there
/// the rule itself says what a missing value means.
pub(super) fn needed<'a>(register: &'a RegisterType, when: &str) -> Vec<&'a str> {
    let mut reader = Reader { rest: when, open: Vec::new() };
    let mut found: Vec<&str> = Vec::new();
    while let Some(name) = reader.next_name() {
        if let Some((column, _)) = register.columns.get_key_value(&name.to_lowercase()) {
            found.push(column);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

struct Reader<'a> {
    rest: &'a str,
    /// For each open bracket, whether a missing value is provided for inside it.
    open: Vec<bool>,
}

impl<'a> Reader<'a> {
    /// The next name that may be a column: not a text, not a parameter, not a function, not provided for.
    fn next_name(&mut self) -> Option<&'a str> {
        loop {
            let c = self.rest.chars().next()?;
            match c {
                '\'' => self.skip_text(),
                ':' => {
                    self.rest = &self.rest[1..];
                    self.word();
                }
                '(' => self.bracket(false),
                ')' => {
                    self.open.pop();
                    self.rest = &self.rest[1..];
                }
                c if c.is_ascii_alphabetic() || c == '_' => {
                    let word = self.word();
                    let provided = self.open.last() == Some(&true);
                    if self.rest.trim_start().starts_with('(') {
                        self.rest = self.rest.trim_start();
                        let provides = ["coalesce", "ifnull"].iter().any(|name| word.eq_ignore_ascii_case(name));
                        self.bracket(provides);
                    } else if !provided {
                        return Some(word);
                    }
                }
                c => self.rest = &self.rest[c.len_utf8()..],
            }
        }
    }

    fn bracket(&mut self, provides: bool) {
        let provided = provides || self.open.last() == Some(&true);
        self.open.push(provided);
        self.rest = &self.rest[1..];
    }

    fn skip_text(&mut self) {
        let inside = &self.rest[1..];
        // A doubled quote ends one text and begins the next, which is skipped in turn.
        self.rest = inside.find('\'').map_or("", |end| &inside[end + 1..]);
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Files, load};

    fn of(when: &str) -> Vec<String> {
        let (catalogue, _) = load(&Files::embedded());
        let register = &catalogue.registers["incident-records"];
        needed(register, when).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn columns_and_nothing_else() {
        assert_eq!(of("closed < opened"), ["closed", "opened"]);
        assert_eq!(of("date(opened) < date(:opened, 'closed it''s status')"), ["opened"]);
        assert_eq!(of("is_open(STATUS) and \"priority\" is null"), ["priority", "status"]);
        assert_eq!(of("not (lower(coalesce(category, '')) like 'x') and closed is null"), ["closed"]);
        assert_eq!(of("coalesce(trim(category), opened) = ''"), [] as [&str; 0]);
        assert_eq!(of("'open"), [] as [&str; 0]);
    }
}
