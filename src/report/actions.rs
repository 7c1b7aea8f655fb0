//! The worst findings arranged for reading, each with the words of the document that it is about.

use serde::Serialize;

use super::plain::{QUOTE, TEXT, clean};
use super::view::{self, Link};
use super::words::{Mark, Words};
use crate::assessment::{Action, Assessment};
use crate::evidence::Evidence;

/// One of the worst findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionView {
    /// How much it weighs.
    pub grade: Mark,
    /// Its code.
    pub code: &'static str,
    /// What is the matter.
    pub says: String,
    /// `en` where that is not in the language of the report; else empty.
    pub says_lang: &'static str,
    /// What to do.
    pub remedy: String,
    /// The same of what to do.
    pub remedy_lang: &'static str,
    /// The document, or empty.
    pub path: String,
    /// Where in it, or empty.
    pub place: String,
    /// Words of the document on the matter, or empty.
    pub quote: String,
    /// Where they stand, if that is another place.
    pub quote_place: String,
    /// Obligations it bears on.
    pub obligations: Vec<Link>,
}

pub(super) fn action(assessment: &Assessment, words: &Words, action: &Action) -> ActionView {
    let piece = piece_for(assessment, action);
    let elsewhere =
        piece.filter(|piece| piece.place.to_string() != action.place).map(|piece| words.place(&piece.place));
    let (says, remedy) = (words.said(&action.says), words.said(&action.remedy));
    ActionView {
        grade: words.grade(action.grade),
        code: action.code.name(),
        says: clean(&says.text, TEXT),
        says_lang: says.lang,
        remedy: clean(&remedy.text, TEXT),
        remedy_lang: remedy.lang,
        path: action.path.as_deref().map(view::path).unwrap_or_default(),
        place: clean(&place_of(assessment, words, action), TEXT),
        quote: piece.map(|piece| clean(&piece.quote, QUOTE)).unwrap_or_default(),
        quote_place: elsewhere.map(|place| clean(&place, TEXT)).unwrap_or_default(),
        obligations: action
            .obligations
            .iter()
            .map(|id| Link { text: clean(id, TEXT), anchor: view::anchor("o", id) })
            .collect(),
    }
}

/// The place of an action in the words of the language: an assessment holds it as text, and as a place with the
/// shortfall that it stands for.
fn place_of(assessment: &Assessment, words: &Words, action: &Action) -> String {
    let findings = assessment.findings.iter().filter(|finding| action.obligations.contains(&finding.obligation));
    let mut places = findings.flat_map(|finding| &finding.shortfalls).map(|shortfall| &shortfall.place);
    places
        .find(|place| place.to_string() == action.place)
        .map_or_else(|| action.place.clone(), |place| words.place(place))
}

/// The words an action is about: evidence from its document on one of its obligations, at its place if
/// there is any there.
fn piece_for<'a>(assessment: &'a Assessment, action: &Action) -> Option<&'a Evidence> {
    let path = action.path.as_deref()?;
    let pieces = || {
        let findings = assessment.findings.iter().filter(|finding| action.obligations.contains(&finding.obligation));
        findings.flat_map(|finding| &finding.evidence).filter(|piece| piece.path == path && !piece.quote.is_empty())
    };
    let there = pieces().find(|piece| piece.place.to_string() == action.place);
    there.or_else(|| pieces().next())
}
