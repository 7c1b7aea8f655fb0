//! The size and the sector by which an assessment was looked at, as reports tell them: what weighs more and why, how many
//! questions were added, which documents may well be one.

use serde::Serialize;

use super::plain::{TEXT, clean};
use super::words::{Words, spoken};
use crate::assessment::Assessment;
use crate::catalogue::{Circumstance, Dimension, Together};

/// A size or a sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LookedAtBy {
    /// `Size` or `Sector`.
    pub label: String,
    /// What it is called.
    pub title: String,
    /// What it means.
    pub about: String,
    /// What it changed, and that no status depends on it.
    pub effect: String,
    /// What weighs more: the obligations, and why.
    pub raised: Vec<Told>,
    /// Documents that may well be one, and why.
    pub together: Vec<Told>,
}

/// Some things, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Their names or numbers.
    pub what: String,
    /// Why.
    pub why: String,
}

pub(super) fn circumstances(assessment: &Assessment, words: &Words) -> Vec<LookedAtBy> {
    assessment.circumstances.iter().map(|one| looked_at_by(one, words)).collect()
}

fn looked_at_by(one: &Circumstance, words: &Words) -> LookedAtBy {
    let text = |english: &str| clean(&words.name(english), TEXT);
    let label = match one.dimension {
        Dimension::Size => "size",
        Dimension::Sector => "sector",
    };
    let questions: usize = one.ask.iter().map(|more| more.ask.len()).sum();
    let (raised, questions) = (words.count(one.weights.len(), "obligation"), words.count(questions, "question"));
    let values = [("obligations", raised.as_str()), ("questions", questions.as_str())];
    LookedAtBy {
        label: words.get("circumstances", label).to_owned(),
        title: text(&one.title),
        about: text(&one.about),
        effect: words.fill("circumstances", "effect", &values),
        raised: raised_for(one, words),
        together: one
            .together
            .iter()
            .map(|together| Told { what: clean(&titles(together, words), TEXT), why: text(&together.why) })
            .collect(),
    }
}

/// What is raised for the same reason stands together, in the order of the catalogue.
fn raised_for(one: &Circumstance, words: &Words) -> Vec<Told> {
    let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
    for raised in &one.weights {
        match told.iter_mut().find(|(why, _)| *why == raised.why) {
            Some((_, obligations)) => obligations.push(&raised.obligation),
            None => told.push((&raised.why, vec![&raised.obligation])),
        }
    }
    let text = |english: &str| clean(&words.name(english), TEXT);
    told.into_iter()
        .map(|(why, obligations)| Told { what: clean(&obligations.join(", "), TEXT), why: text(why) })
        .collect()
}

/// The names of documents that may well be one.
pub(super) fn titles(together: &Together, words: &Words) -> String {
    together.types.iter().map(|kind| words.name(&spoken(kind))).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Kind, Language, Options, Templates, render_with, sample};
    use super::*;
    use crate::catalogue::{Catalogue, Files, load};

    fn looked_at(catalogue: &Catalogue) -> Assessment {
        let mut assessment = sample::assessment();
        for (dimension, name) in [(Dimension::Size, "micro"), (Dimension::Sector, "finance")] {
            assessment.circumstances.push(catalogue.circumstance(dimension, name).unwrap().clone());
        }
        assessment
    }

    fn rendered(assessment: &Assessment, format: Format, language: Language) -> String {
        let templates = Templates::embedded();
        let options = Options { kind: Kind::default(), language, templates: &templates, audit: None };
        String::from_utf8(render_with(format, assessment, &options).unwrap()).unwrap()
    }

    #[test]
    fn every_report_says_by_what_it_was_looked_at() {
        let catalogue = load(&Files::embedded()).0;
        let assessment = looked_at(&catalogue);
        for (language, micro, finance) in
            [(Language::En, "Micro organisation", "Finance"), (Language::De, "Kleinstorganisation", "Finanzwesen")]
        {
            let words = Words::of(language);
            for format in [Format::Markdown, Format::Html] {
                let text = rendered(&assessment, format, language);
                assert!(text.contains(micro) && text.contains(finance), "{format:?} {language:?}");
                let weights = [words.get("circumstances", "raised"), "8.7.2/8", "8.7.2&#x2f;8"];
                assert!(text.contains(weights[0]), "{format:?} {language:?}");
                assert!(weights[1..].iter().any(|id| text.contains(id)), "{format:?} {language:?}");
            }
            let plain = rendered(&sample::assessment(), Format::Markdown, language);
            assert!(!plain.contains(words.get("circumstances", "title")), "{language:?}");
        }
    }

    #[test]
    fn all_of_them_are_said_in_german() {
        let words = Words::of(Language::De);
        for one in load(&Files::embedded()).0.circumstances {
            let said = looked_at_by(&one, words);
            assert_ne!(said.about, one.about, "{}", one.id);
            for (raised, told) in raised_for(&one, Words::of(Language::En)).iter().zip(&said.raised) {
                assert_ne!(raised.why, told.why, "{}", one.id);
            }
            let types = one.together.iter().flat_map(|together| &together.types);
            types.for_each(|kind| assert_eq!(words.said(&spoken(kind)).lang, "", "{kind}"));
            let questions = one.ask.iter().flat_map(|more| &more.ask);
            questions.for_each(|question| assert_eq!(words.said(question).lang, "", "{question}"));
        }
    }
}
