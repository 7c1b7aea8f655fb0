//! Whether a document counts: in force, draft, superseded, template, a record, or none that can be
//! told. Whether it is another organisation's is decided later, when all documents are known.

use std::collections::BTreeMap;

use super::cells::Fields;
use super::placeholders::placeholders;
use super::units::{Sort, Unit, Units};
use super::{ControlFact, DocumentKind, RegisterFact, State, StateFact};
use crate::catalogue::{Catalogue, Cue, Folder, Form, Label, Meaning, Vocabulary};
use crate::document::Place;
use crate::text::date::Order;

/// What a state is read from.
pub(super) struct Clues<'a> {
    pub path: &'a str,
    pub title: &'a str,
    pub units: &'a Units<'a>,
    pub control: &'a [ControlFact],
    pub kinds: &'a [DocumentKind],
    pub registers: &'a [RegisterFact],
    pub organisations: &'a [(String, u32)],
    /// Whether somebody sent it.
    pub mail: bool,
}

/// Units at the beginning in which control data stand.
const TOP: usize = 25;
/// Units at either end in which a document says that it is a draft or replaced.
const NEAR: usize = 8;
/// Words of a text for each time that it speaks of "the organization", at most, where it is model text.
const MODEL: usize = 150;
/// Times that a proper name comes back.
const PROPER: usize = 4;
/// Endings of files that programs fill in, or start new documents from.
const TEMPLATES: &[&str] = &[
    "tmpl", "tpl", "template", "j2", "jinja", "mustache", "hbs", "erb", "dotx", "dotm", "xltx", "potx", "ott", "ots",
    "otp",
];

/// The state of a document, with the words that show it.
pub(super) fn state(clues: &Clues<'_>, catalogue: &Catalogue, vocabulary: &Vocabulary) -> StateFact {
    let is_entry = clues.kinds.first().is_some_and(|kind| catalogue.registers.contains_key(&kind.id));
    let form = |kind: &DocumentKind| catalogue.documents.get(&kind.id).map(|document| document.form);
    let is_rule = clues.kinds.first().is_some_and(|kind| form(kind) == Some(Form::Document));
    let mut judge = Judge { clues, fields: Fields::new(vocabulary, Order::DayFirst), vocabulary, is_entry, is_rule };
    judge
        .status_field()
        // Though places in it are still open.
        .or_else(|| judge.names().filter(|named| named.state == State::Draft))
        .or_else(|| judge.unfilled())
        .or_else(|| judge.called_template())
        .or_else(|| judge.names())
        .or_else(|| judge.marks())
        .or_else(|| judge.bare())
        .or_else(|| judge.model())
        .unwrap_or_else(|| judge.otherwise(catalogue))
}

struct Judge<'a> {
    clues: &'a Clues<'a>,
    fields: Fields<'a>,
    vocabulary: &'a Vocabulary,
    /// Whether it is one record of a register.
    is_entry: bool,
    /// Whether it says how things are to be done here.
    is_rule: bool,
}

/// The first and the last word of a name.
fn ends_of(name: &str) -> [Option<&str>; 2] {
    let mut words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.chars().all(|c| c.is_ascii_digit()));
    let first = words.next();
    [first, words.next_back().or(first)]
}

fn fact(state: State, reason: impl Into<String>, place: Place, quote: &str) -> StateFact {
    StateFact { state, reason: reason.into(), place, quote: super::topics::quote(quote) }
}

fn state_of(cue: Cue) -> Option<State> {
    match cue {
        Cue::Draft => Some(State::Draft),
        Cue::Superseded => Some(State::Superseded),
        Cue::Template => Some(State::Template),
        _ => None,
    }
}

impl Judge<'_> {
    /// The state a short field names, if it names one.
    fn cue_of(&mut self, text: &str, share: f32) -> Option<State> {
        let readings = self.fields.read(text);
        let in_force =
            readings.iter().any(|(meaning, taken)| *meaning == Meaning::Cue(Cue::InForce) && *taken >= share);
        let states = readings.iter().filter_map(|(meaning, taken)| match meaning {
            Meaning::Cue(cue) if *taken >= share => Some((state_of(*cue)?, *taken)),
            _ => None,
        });
        let best = states.max_by(|a, b| a.1.total_cmp(&b.1));
        best.map(|(state, _)| state).filter(|state| !(in_force && *state == State::Template))
    }

    fn status_field(&mut self) -> Option<StateFact> {
        let control = self.clues.control;
        if let Some(status) = control.iter().find(|fact| fact.label == Label::Status && !fact.value.is_empty())
            && let Some(state) = self.cue_of(&status.value, 0.3).or_else(|| self.proposed(&status.value))
        {
            return Some(fact(
                state,
                format!("its status says “{}”", status.value),
                status.place.clone(),
                &status.value,
            ));
        }
        let successor = control.iter().find(|fact| fact.label == Label::ReplacedBy && !fact.value.is_empty())?;
        Some(fact(
            State::Superseded,
            format!("it names its successor “{}”", successor.value),
            successor.place.clone(),
            &successor.value,
        ))
    }

    /// A status of words that name a thing elsewhere: "Projet", "Konzept".
    fn proposed(&mut self, status: &str) -> Option<State> {
        let readings = self.fields.read(status);
        let is_one = readings.iter().any(|(meaning, taken)| *meaning == Meaning::Cue(Cue::Proposed) && *taken >= 0.9);
        is_one.then_some(State::Draft)
    }

    /// Placeholders and guidance left in: many for the size of the text, or some under a template's name.
    fn unfilled(&mut self) -> Option<StateFact> {
        let mut slots = 0;
        let mut first: Option<&Unit<'_>> = None;
        for unit in self.clues.units.body() {
            let here = placeholders(&unit.text) + usize::from(unit.says(Cue::Template));
            slots += here;
            if here > 0 && first.is_none() {
                first = Some(unit);
            }
        }
        let unit = first?;
        let words = self.clues.units.words().max(1) as usize;
        let at_the_top: usize = self.clues.units.body().take(TOP).map(|unit| placeholders(&unit.text)).sum();
        // Left open in the control data, or all over the text.
        let dense = slots >= 3 && (slots * 120 > words || at_the_top >= 3);
        let named = slots >= 1 && self.names_template();
        (dense || named).then(|| {
            let left = format!("{slots} places are left to be filled in");
            fact(State::Template, left, unit.place.clone().into_owned(), &unit.text)
        })
    }

    fn names_template(&mut self) -> bool {
        let (title, file) = (self.clues.title.to_owned(), super::called::file_words(self.clues.path));
        let folder = self.folders().iter().any(|(folder, _)| *folder == Folder::Template);
        folder
            || [title, file]
                .iter()
                .any(|name| self.fields.read(name).iter().any(|(meaning, _)| *meaning == Meaning::Cue(Cue::Template)))
    }

    /// A file of a template's type, or one called a template, with no word that it is in force.
    fn called_template(&mut self) -> Option<StateFact> {
        let file = self.clues.path.rsplit('/').next().unwrap_or_default();
        let mut endings = file.rsplit('.').take_while(|ending| ending.len() <= 8);
        if file.contains('.')
            && endings.next().is_some_and(|ending| TEMPLATES.contains(&ending.to_lowercase().as_str()))
        {
            return Some(fact(State::Template, "its file type is one of templates", Place::default(), file));
        }
        let status = self.clues.control.iter().find(|fact| fact.label == Label::Status).map(|fact| fact.value.clone());
        let in_force = status.is_some_and(|status| {
            self.fields.read(&status).iter().any(|(meaning, _)| *meaning == Meaning::Cue(Cue::InForce))
        });
        if in_force {
            return None;
        }
        let names = [(super::called::file_words(self.clues.path), "file name"), (self.clues.title.to_owned(), "title")];
        let (name, what) = names.into_iter().find(|(name, _)| {
            // "Change request form (2026)": what stands in brackets comes after the name.
            let bare = name.split(['(', '|']).next().unwrap_or_default();
            // "A toda la plantilla: …" addresses the staff: before a colon only the first word tells.
            let ends = ends_of(bare.split(':').next().unwrap_or_default());
            let ends = ends.into_iter().take(if bare.contains(':') { 1 } else { 2 });
            ends.flatten().any(|word| {
                let read = self.fields.read(word);
                read.iter().any(|(meaning, share)| *meaning == Meaning::Cue(Cue::Blank) && *share >= 0.9)
            })
        })?;
        Some(fact(State::Template, format!("its {what} says so"), Place::default(), &name))
    }

    /// An outline: headings over nothing, or nothing but a title.
    fn bare(&self) -> Option<StateFact> {
        let units = self.clues.units;
        let headings = units.list.iter().filter(|unit| matches!(unit.sort, Sort::Heading(_)));
        let (count, words) = (headings.clone().count(), units.words() as usize);
        let controlled = self.has(&[Label::Owner, Label::Approver, Label::Version, Label::Date]);
        let empty = !controlled && units.body().map(Unit::word_count).sum::<usize>() <= 3;
        let is_bare = empty || count >= 4 && words < count * 3;
        // Links and code are something.
        let only = units.list.iter().all(|unit| !matches!(unit.sort, Sort::Code | Sort::Pointer));
        // What a reader's program shows may all be in the front matter.
        (is_bare && only && !units.list.is_empty() && self.clues.registers.is_empty()).then(|| {
            let place = headings.clone().next().map(|unit| unit.place.clone().into_owned()).unwrap_or_default();
            fact(State::Template, "there is nothing under its headings", place, "")
        })
    }

    /// Model text: it speaks of "the organization" again and again, of none by name, and nobody answers for it.
    fn model(&self) -> Option<StateFact> {
        let units = self.clues.units;
        let anyone: Vec<&Unit<'_>> = units.body().filter(|unit| unit.says(Cue::Anyone)).collect();
        let answers = self.has(&[
            Label::Owner,
            Label::Author,
            Label::Approver,
            Label::ApprovedOn,
            Label::EffectiveOn,
            Label::NextReview,
            Label::ReviewedOn,
            Label::Organisation,
        ]);
        let often = anyone.len() >= 3 && anyone.len() * MODEL >= units.words() as usize;
        let first = anyone.first().filter(|_| often && self.is_rule && !answers && !self.version_has_number())?;
        let named = !self.clues.organisations.is_empty() || has_proper_name(units);
        (!named).then(|| {
            fact(
                State::Template,
                "it names no organisation and nobody who answers for it",
                first.place.clone().into_owned(),
                &first.text,
            )
        })
    }

    fn folders(&mut self) -> Vec<(Folder, String)> {
        let folders: Vec<&str> = self.clues.path.split('/').collect();
        let mut found = Vec::new();
        for folder in &folders[..folders.len().saturating_sub(1)] {
            for (meaning, share) in self.fields.read(folder) {
                if let Meaning::Folder(meaning) = meaning
                    && share >= 0.5
                {
                    found.push((meaning, (*folder).to_owned()));
                }
            }
        }
        found
    }

    /// What the folder, the file name and the title say.
    fn names(&mut self) -> Option<StateFact> {
        for (folder, name) in self.folders() {
            let state = match folder {
                Folder::Archive => State::Superseded,
                Folder::Draft => State::Draft,
                Folder::Foreign => State::Foreign,
                Folder::Template | Folder::Aside => continue,
            };
            return Some(fact(state, format!("it lies in folder “{name}”"), Place::default(), &name));
        }
        let names = [(super::called::file_words(self.clues.path), "file name"), (self.clues.title.to_owned(), "title")];
        for (name, what) in names {
            // "Expired certificate" is what happened, not what became of the record.
            let of_event = self.clues.registers.is_empty() && self.is_entry;
            if let Some(state) = self.cue_of(&name, 0.0).filter(|_| !of_event) {
                // A title says "template" of what it is; a status word inside it may be its subject ("obsolete equipment").
                let last_word = name.split_whitespace().count() <= 2 || self.ends_with_mark(&name, state);
                if last_word {
                    return Some(fact(state, format!("its {what} says so"), Place::default(), &name));
                }
            }
        }
        None
    }

    /// Whether the state's word stands first or last in a name: "Draft change policy", "policy (obsolete)".
    fn ends_with_mark(&mut self, name: &str, state: State) -> bool {
        ends_of(name).into_iter().flatten().any(|word| self.cue_of(word, 0.9) == Some(state))
    }

    /// Watermarks, headers and the first and last lines.
    fn marks(&mut self) -> Option<StateFact> {
        let list = &self.clues.units.list;
        for (i, unit) in list.iter().enumerate() {
            let state = match unit.sort {
                Sort::Watermark | Sort::Margin => {
                    self.cue_of(&unit.text, if unit.sort == Sort::Margin { 0.3 } else { 0.0 })
                }
                Sort::Sentence | Sort::Item | Sort::Code if i < NEAR || i + 3 >= list.len() => {
                    self.mark(unit, list.get(i + 1))
                }
                _ => None,
            };
            if let Some(state) = state {
                return Some(fact(state, "it says so", unit.place.clone().into_owned(), &unit.text));
            }
        }
        None
    }

    /// A line that is about the document itself: "DRAFT. Comments to …", "Superseded", "This document has been
    /// replaced by …". A word that only opens a paragraph ("Proposal. We …") is none.
    fn mark(&self, unit: &Unit<'_>, next: Option<&Unit<'_>>) -> Option<State> {
        let state = unit.cues.iter().find_map(|cue| state_of(*cue))?;
        let first = unit.text.split_whitespace().next().unwrap_or_default();
        // Scripts without capitals cannot shout.
        let shouted = first.chars().filter(|c| c.is_uppercase()).count() > 3 && !first.chars().any(char::is_lowercase);
        let alone = unit.opens
            && unit.word_count() <= 4
            && next.is_none_or(|next| next.place.line != unit.place.line || next.place.line.is_none());
        let itself = unit.word_count() <= 16 && self.clues.units.opens_with(unit, Cue::Itself);
        let replaces = state == State::Superseded && self.replaces_another(&unit.text);
        ((shouted || alone || itself) && state != State::Template && !replaces).then_some(state)
    }

    /// "Annule et remplace la version 2" is said by the document that counts; folded it reads like "annulé".
    fn replaces_another(&self, text: &str) -> bool {
        let text = format!(" {} ", text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " "));
        self.vocabulary.replaces.iter().any(|words| text.contains(&format!(" {words} ")))
    }

    fn otherwise(&self, catalogue: &Catalogue) -> StateFact {
        let form =
            self.clues.kinds.iter().find_map(|kind| catalogue.documents.get(&kind.id).map(|document| document.form));
        let told = |state: State, reason: &str| fact(state, reason, Place::default(), "");
        let controlled =
            self.has(&[Label::Owner, Label::Approver, Label::ApprovedOn, Label::EffectiveOn, Label::NextReview])
                || self.version_has_number();
        // Kept up to date: has an owner and a version or a review; about one day: has a date and neither.
        let dated_once = self.has(&[Label::Date])
            && !self.version_has_number()
            && !self.has(&[Label::NextReview, Label::ReviewedOn]);
        let prose = |unit: &Unit<'_>| matches!(unit.sort, Sort::Heading(_) | Sort::Sentence | Sort::Item);
        let only_table = !self.clues.units.list.iter().any(prose);
        let has_register = !self.clues.registers.is_empty();
        // "Portfolio board, 15 September 2026" is about that day, whatever it treats.
        let kept = self.version_has_number()
            || self.has(&[Label::NextReview, Label::Approver, Label::ApprovedOn, Label::EffectiveOn]);
        let titled = self.fields.date(self.clues.title).is_some_and(|found| !found.month_only);
        let of_a_day = titled || super::called::names_a_day(self.clues.path);
        match form {
            Some(Form::Document) if of_a_day && !kept => {
                told(State::Record, "it is named after a day, and carries no version")
            }
            Some(Form::Record) => told(State::Record, "it is of a kind that records what happened"),
            _ if has_register && only_table && !controlled => told(State::Record, "it is a register and nothing else"),
            None | Some(Form::Other | Form::Adjacent) if dated_once => {
                told(State::Record, "it carries a date of its own and no version")
            }
            Some(Form::Document) => told(State::InForce, "nothing says that it is not"),
            _ if controlled => told(State::InForce, "it carries document control data"),
            _ if has_register => told(State::InForce, "it holds a register that is kept"),
            _ if self.clues.mail => told(State::Record, "it is a mail"),
            _ if titled || super::called::holds_a_day(self.clues.path) => {
                told(State::Record, "it is named after a day, and nothing else tells")
            }
            // "ISMS management review 2026".
            Some(Form::Other | Form::Adjacent) if super::called::names_a_year(self.clues.path) => {
                told(State::Record, "it is named after a year, and nothing else tells")
            }
            _ => StateFact::default(),
        }
    }

    fn has(&self, labels: &[Label]) -> bool {
        self.clues.control.iter().any(|fact| labels.contains(&fact.label) && !fact.value.is_empty())
    }

    fn version_has_number(&self) -> bool {
        self.clues
            .control
            .iter()
            .any(|fact| fact.label == Label::Version && fact.value.chars().any(|c| c.is_ascii_digit()))
    }
}

/// Whether a word that is capitalised inside sentences comes back: somebody's or something's own name. (Languages
/// that capitalise every noun always have one.)
fn has_proper_name(units: &Units<'_>) -> bool {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in units.body().filter(|unit| unit.sort == Sort::Sentence) {
        for word in unit.text.split_whitespace().skip(1) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let mut letters = word.chars();
            let is_name = letters.next().is_some_and(char::is_uppercase) && letters.clone().count() > 2;
            if is_name && letters.all(char::is_lowercase) {
                *seen.entry(word).or_default() += 1;
            }
        }
    }
    seen.values().any(|count| *count >= PROPER)
}
