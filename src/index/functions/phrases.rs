//! Which of many phrases stand in a text: services in the titles of problems. It says what a `like` with `%` on
//! both sides would say of each, after one look at the text.

use std::fmt;

use daachorse::DoubleArrayAhoCorasick;
use rusqlite::functions::{Aggregate, Context};
use rusqlite::{Connection, Error, Result};

use super::kept::Lists;
use super::{FLAGS, text};

/// Adds `phrase_list` and `phrases_in` to a connection.
pub(super) fn register(connection: &Connection, lists: &Lists<Phrases>) -> Result<()> {
    connection.create_aggregate_function("phrase_list", 1, FLAGS, Making(lists.clone()))?;
    let lists = lists.clone();
    connection.create_scalar_function("phrases_in", 2, FLAGS, move |context| {
        let Some(cell) = text(context, 0) else { return Ok(None) };
        let no_list = || Error::UserFunctionError("`phrases_in` takes a text and a `phrase_list`".into());
        let number = context.get(1).map_err(|_| no_list())?;
        lists.ask(number, |phrases| phrases.standing_in(&cell)).ok_or_else(no_list)
    })
}

struct Making(Lists<Phrases>);

impl Aggregate<Vec<String>, i64> for Making {
    fn init(&self, _: &mut Context<'_>) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn step(&self, context: &mut Context<'_>, phrases: &mut Vec<String>) -> Result<()> {
        phrases.extend(text(context, 0).filter(|phrase| !phrase.is_empty()).map(std::borrow::Cow::into_owned));
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, phrases: Option<Vec<String>>) -> Result<i64> {
        self.0.keep(Phrases::new(phrases.unwrap_or_default()))
    }
}

/// Phrases, and what finds them.
pub(in crate::index) struct Phrases {
    /// As written, in order of the alphabet.
    written: Vec<String>,
    /// Finds a phrase by its small letters; its value is the first of `written` that has them.
    finder: Option<DoubleArrayAhoCorasick<u32>>,
    /// Phrases of the same letters, small or capital.
    next: Vec<Option<usize>>,
    /// Those in which `like` would take a letter for any.
    any: Vec<usize>,
}

impl fmt::Debug for Phrases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.written).finish()
    }
}

impl Phrases {
    fn new(mut written: Vec<String>) -> Self {
        written.sort_unstable();
        written.dedup();
        let is_any = |phrase: &str| phrase.contains(['_', '%']);
        let mut small: Vec<(String, usize)> = Vec::new();
        for (at, phrase) in written.iter().enumerate().filter(|(_, phrase)| !is_any(phrase)) {
            small.push((phrase.to_ascii_lowercase(), at));
        }
        small.sort_unstable();
        let mut next = vec![None; written.len()];
        for pair in small.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            next[pair[0].1] = Some(pair[1].1);
        }
        small.dedup_by(|a, b| a.0 == b.0);
        let patterns = small.into_iter().filter_map(|(phrase, at)| Some((phrase, u32::try_from(at).ok()?)));
        let finder = DoubleArrayAhoCorasick::with_values(patterns).ok();
        let any = (0..written.len()).filter(|at| is_any(&written[*at])).collect();
        Self { written, finder, next, any }
    }

    /// The phrases that stand in a text, as a JSON list; nothing where none does.
    fn standing_in(&self, cell: &str) -> Option<String> {
        let cell = cell.to_ascii_lowercase();
        let mut found: Vec<usize> = Vec::new();
        for hit in self.finder.iter().flat_map(|finder| finder.find_overlapping_iter(&cell)) {
            found.extend(std::iter::successors(Some(hit.value() as usize), |at| self.next[*at]));
        }
        let like = |at: &&usize| is_like(cell.as_bytes(), self.written[**at].to_ascii_lowercase().as_bytes());
        found.extend(self.any.iter().filter(like));
        found.sort_unstable();
        found.dedup();
        let found: Vec<&str> = found.into_iter().map(|at| self.written[at].as_str()).collect();
        (!found.is_empty()).then(|| serde_json::to_string(&found).unwrap_or_default())
    }
}

/// Whether a pattern of `like` fits somewhere in a text: `%` is anything, `_` any letter.
fn is_like(cell: &[u8], pattern: &[u8]) -> bool {
    (0..=cell.len()).any(|from| begins(&cell[from..], pattern))
}

fn begins(cell: &[u8], pattern: &[u8]) -> bool {
    let Some((first, rest)) = pattern.split_first() else { return true };
    match (first, cell.split_first()) {
        (b'%', _) => is_like(cell, rest),
        (b'_', Some((byte, after))) => {
            // A letter may be of several bytes.
            let more = if *byte < 0x80 { 0 } else { after.iter().take_while(|byte| **byte & 0xc0 == 0x80).count() };
            begins(&after[more..], rest)
        }
        (letter, Some((byte, after))) => letter == byte && begins(after, rest),
        (_, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_stand_where_like_finds_them() {
        let connection = Connection::open_in_memory().unwrap();
        let phrases = ["Mail", "mail", "E-Mail", "Online Banking", "crm_prod", "50%", "Größe", "a", "", "Zürich"];
        let cells =
            ["No E-MAIL since noon", "crm-prod", "50 of", "grÖße", "GRöße", "online  banking", "zürich", "", "ail"];
        let all = Phrases::new(phrases.map(str::to_owned).to_vec());
        for cell in cells {
            let found: Vec<String> =
                all.standing_in(cell).map_or_else(Vec::new, |it| serde_json::from_str(&it).unwrap());
            for phrase in phrases.into_iter().filter(|phrase| !phrase.is_empty()) {
                let like = "select ?1 like '%' || ?2 || '%'";
                let expected: bool = connection.query_row(like, (cell, phrase), |row| row.get(0)).unwrap();
                assert_eq!(found.iter().any(|it| it == phrase), expected, "{phrase} in {cell}");
            }
        }
    }
}
