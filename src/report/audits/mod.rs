//! What an internal auditor is handed: the programme, working papers, the list of findings.

mod findings;
mod programme;
mod sheet;
#[cfg(test)]
mod tests;

use super::paper::{Section, Worded};
use crate::audit::programme::Programme;
use crate::audit::raised::Findings;
use crate::audit::sheets::Sheet;

impl Section for Programme {
    const SECTION: &'static str = "audits";
}

impl Section for Sheet {
    const SECTION: &'static str = "audits";
}

impl Section for Findings {
    const SECTION: &'static str = "audits";
}

impl<T> Worded<'_, T> {
    /// Sentences of the program's own, one after the other.
    fn said(&self, sentences: &[String]) -> String {
        sentences.iter().map(|sentence| self.words.name(sentence)).collect::<Vec<_>>().join("; ")
    }
}
