//! The columns of a table: what each is called, how wide it is, and who fills it.

use crate::report::words::Words;

/// One column.
#[derive(Clone, Copy)]
pub(super) struct Column {
    /// Its name for programs, and of its heading in the section `column`.
    pub(super) key: &'static str,
    /// In characters.
    pub(super) width: f64,
    /// What people enter, if it is for people.
    pub(super) entry: Option<Entry>,
}

/// What people enter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// One of the determinations.
    Determination,
    /// A date.
    Date,
    /// Anything.
    Text,
}

/// A column that the program fills.
pub(super) const fn given(key: &'static str, width: f64) -> Column {
    Column { key, width, entry: None }
}

/// A column that people fill.
pub(super) const fn entered(key: &'static str, width: f64, entry: Entry) -> Column {
    Column { key, width, entry: Some(entry) }
}

impl Column {
    /// What stands over it.
    pub(super) fn heading(self, words: &Words) -> &'static str {
        words.get("column", self.key)
    }
}

/// What a person may determine: the word for programs, as in determinations, and its label. They are the
/// terms of ISO 19011 (conformity, nonconformity, opportunity for improvement) and the two grades of
/// ISO/IEC 17021-1; an empty cell means that nobody has determined it yet.
pub(super) const DETERMINATIONS: [&str; 5] = ["conforming", "opportunity", "minor", "major", "no-occurrence"];

/// The label of a determination.
pub(super) fn determination(words: &Words, id: &str) -> &'static str {
    words.get("determination", id)
}
