//! What an internal auditor is handed: the programme, working papers, the list of findings.

mod findings;
mod programme;
mod sheet;
#[cfg(test)]
mod tests;

use super::paper::Worded;

impl<T> Worded<'_, T> {
    /// A text of the papers of audits.
    fn text(&self, key: &str) -> &'static str {
        self.words.get("audits", key)
    }

    fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.fill("audits", key, values)
    }

    /// `Internal audit programme: Aldermoor Ltd`.
    fn title(&self, what: &str, organisation: Option<&String>) -> String {
        organisation.map_or_else(|| what.to_owned(), |name| format!("{what}: {name}"))
    }

    /// Sentences of the program's own, one after the other.
    fn said(&self, sentences: &[String]) -> String {
        sentences.iter().map(|sentence| self.words.name(sentence)).collect::<Vec<_>>().join("; ")
    }

    fn headings(&self, keys: &[&str]) -> Vec<&'static str> {
        keys.iter().map(|key| self.text(key)).collect()
    }
}
