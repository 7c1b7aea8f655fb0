//! Whose documents these are. A document that names another organisation as its own, and never this
//! one, is foreign: a supplier's white paper, a customer's policy, a template bought elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, set_state};
use crate::catalogue::{Catalogue, Control, Form, Label};
use crate::facts::{ControlFact, State};
use crate::text::fold::is_ideographic;
use crate::text::{fold, tokens};

/// How much a document that gives an organisation's full name says more than one that only speaks of it.
const FULL: usize = 3;

/// Letters of a name that is no common word.
const TELLING: usize = 5;

/// The organisation whose full name the documents give, that most of them speak of and whose people write the
/// mails; `None` where none stands out. Customers and suppliers are named often too: whom the registers list as
/// such is not it.
pub(super) fn organisation(documents: &[Entry], catalogue: &Catalogue) -> Option<String> {
    let short = Short::new(catalogue);
    let listed = candidates(documents, &short);
    let parties: BTreeSet<String> = parties(documents, "", &short).iter().map(|name| fold(name)).collect();
    let spoken = |name: &str| documents.iter().filter(|entry| speaks_of(entry, &short.core(name))).count();
    // A party's short name, or its name in full; a sister company shares only the first word.
    let is_party = |name: &str| {
        let name = fold(name);
        parties
            .iter()
            .any(|party| name == *party || name.strip_prefix(party.as_str()).is_some_and(|rest| rest.starts_with(' ')))
    };
    let people = people(documents);
    let own = listed.iter().filter(|(name, _)| !is_party(name) && !people.contains(&fold(name)));
    let weight = |name: &str, full: usize| (full * FULL + spoken(name)) * (1 + mailed(documents, &short.core(name)));
    let best = own.map(|(name, full)| (weight(name, *full), name)).max_by_key(|(weight, _)| *weight);
    // Spoken of in a tenth of the documents, and in more than one: it stands out.
    best.filter(|(_, name)| spoken(name) >= 2 && spoken(name) * 10 >= documents.len()).map(|(_, name)| name.clone())
}

/// Names that may be the organisation's, and in how many documents each stands in full. Whose mail addresses
/// are given may be it even where no legal form is ever written.
fn candidates(documents: &[Entry], short: &Short) -> BTreeMap<String, usize> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in documents.iter().flat_map(|entry| &entry.facts.organisations) {
        *names.entry(name.clone()).or_default() += 1;
    }
    // "Pour Valmont Infogérance SAS" is what a sentence begins with before the name.
    let all: Vec<String> = names.keys().cloned().collect();
    let whole = |name: &str| all.iter().find(|other| name.ends_with(&format!(" {other}"))).cloned();
    let mut listed: BTreeMap<String, usize> = BTreeMap::new();
    for (name, count) in names {
        *listed.entry(whole(&name).unwrap_or(name)).or_default() += count;
    }
    let cores: BTreeSet<String> = listed.keys().map(|name| short.core(name)).collect();
    for host in documents.iter().flat_map(|entry| &entry.facts.mail_hosts).filter(|host| !host.name.is_empty()) {
        if !cores.contains(&short.core(&host.name)) {
            listed.entry(host.name.clone()).or_default();
        }
    }
    listed
}

/// In how many documents a mail address stands under a name.
fn mailed(documents: &[Entry], core: &str) -> usize {
    let is_its = |host: &str| !core.is_empty() && format!("{} ", fold(host)).starts_with(&format!("{core} "));
    documents.iter().filter(|entry| entry.facts.mail_hosts.iter().any(|found| is_its(&found.host))).count()
}

/// Marks documents of other organisations; `own` is this organisation's name, empty where it is not known.
pub(super) fn mark_foreign(documents: &mut [Entry], own: &str, catalogue: &Catalogue) {
    let short = Short::new(catalogue);
    let own = short.core(own);
    let parties = parties(documents, &own, &short);
    let people = people(documents);
    let named = documents.iter().flat_map(|entry| &entry.facts.organisations).map(|(name, _)| name);
    let named = named.filter(|name| !people.contains(&fold(name))).map(|name| short.core(name));
    let mut others: BTreeSet<String> = named.filter(|name| *name != own && !name.is_empty()).collect();
    if own.is_empty() {
        // Nobody knows whose documents these are; whose they are not can still be told of listed parties.
        let listed: BTreeSet<String> = parties.iter().map(|party| short.core(party)).collect();
        others.retain(|other| listed.contains(other));
    }
    for entry in documents
        .iter_mut()
        .filter(|entry| matches!(entry.facts.state.state, State::InForce | State::Unclassified | State::Record))
    {
        if let Some(party) = parties.iter().find(|party| is_of_party(entry, party, &own, catalogue)) {
            let reason = format!("it is of “{party}”, which the registers list as a customer or supplier");
            set_state(&mut entry.facts, State::Foreign, reason);
            continue;
        }
        if let Some(other) = named_after(entry, &own, catalogue, &short) {
            set_state(
                &mut entry.facts,
                State::Foreign,
                format!("it is named after “{other}” and hardly names this organisation"),
            );
            continue;
        }
        if let Some(other) = published_by(entry, &others, &own, catalogue, &short) {
            set_state(&mut entry.facts, State::Foreign, format!("“{other}” owns it"));
            continue;
        }
        if speaks_of(entry, &own) {
            continue;
        }
        if is_agreement_with(entry, &parties, catalogue) {
            continue;
        }
        if let Some(other) = letterhead(entry, &others, catalogue, &short) {
            set_state(
                &mut entry.facts,
                State::Foreign,
                format!("it is of “{other}” and never names this organisation"),
            );
        }
    }
}

/// Who owns, wrote or approved several documents: people here, not other organisations.
fn people(documents: &[Entry]) -> BTreeSet<String> {
    let labels = [Label::Owner, Label::Author, Label::Approver];
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for entry in documents {
        let facts = entry.facts.control.iter().filter(|fact| labels.contains(&fact.label));
        let names: BTreeSet<String> =
            facts.map(|fact| fold(fact.value.split([',', '(']).next().unwrap_or_default())).collect();
        names.into_iter().for_each(|name| *count.entry(name).or_default() += 1);
    }
    count.into_iter().filter(|(_, count)| *count >= 2).map(|(name, _)| name).collect()
}

/// Customers and suppliers, by the names that the registers list them under.
fn parties(documents: &[Entry], own: &str, short: &Short) -> BTreeSet<String> {
    let columns = [("customers", "customer"), ("suppliers", "supplier")];
    let mut found = BTreeSet::new();
    for fact in documents.iter().flat_map(|entry| &entry.facts.registers) {
        let Some((_, wanted)) = columns.iter().find(|(register, _)| *register == fact.register) else { continue };
        let Some(column) = fact.columns.iter().position(|(id, ..)| id == wanted) else { continue };
        let names = fact.rows.iter().filter_map(|row| row.cells.get(column).map(str::to_owned));
        found.extend(names.filter(|name| tokens(&fold(name)).count() >= 2 && short.core(name) != own));
    }
    found
}

/// A party's own paper: titled with its name alone, or a policy that names it and never this organisation.
fn is_of_party(entry: &Entry, party: &str, own: &str, catalogue: &Catalogue) -> bool {
    let folded = fold(party);
    let names: Vec<&str> = tokens(&folded).collect();
    let title = fold(&entry.facts.title);
    let words = tokens(&title).count();
    let titled = names.len() * 10 >= words * 7 && title.contains(&folded);
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id));
    let is_policy = kind.is_some_and(|kind| kind.control == Control::Policy) && entry.facts.registers.is_empty();
    // "Security policy of Torrealba town council": a policy bears the name of whose it is, never of whom it serves.
    let in_title = names.len() >= 2 && format!(" {title} ").contains(&format!(" {} ", names.join(" ")));
    titled || is_policy && (in_title || !own.is_empty() && !speaks_of(entry, own) && speaks_of(entry, &folded))
}

/// The other organisation that a rule or plan names as its owner. Agreements have two parties, and records and
/// lists may well name others.
fn published_by(
    entry: &Entry,
    others: &BTreeSet<String>,
    own: &str,
    catalogue: &Catalogue,
    short: &Short,
) -> Option<String> {
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id))?;
    let is_rule = kind.form == Form::Document && kind.control != Control::Agreement;
    // A parent company may approve what is this organisation's own.
    let unheard = !speaks_of(entry, own);
    let fits = |fact: &ControlFact| {
        matches!(fact.label, Label::Organisation | Label::Owner) || unheard && fact.label == Label::Approver
    };
    let mut said = entry.facts.control.iter().filter(|fact| is_rule && fits(fact));
    said.find_map(|fact| {
        let value = fold(&fact.value);
        let words: Vec<&str> = tokens(&value).collect();
        let holds = |name: &str| tokens(name).all(|word| words.contains(&word));
        let mut names = others.iter().filter(|other| other.len() >= TELLING && has_legal_form(entry, other, short));
        (names.any(|other| holds(other)) && (own.is_empty() || !holds(own))).then(|| fact.value.clone())
    })
}

/// What the most likely type of a document is like.
fn form(entry: &Entry, catalogue: &Catalogue) -> Option<Form> {
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id));
    kind.map(|kind| kind.form)
}

/// The other organisation whose name a rule or plan bears in its title or file name, and which it names again and
/// again and this one hardly: an example got from a neighbour.
fn named_after(entry: &Entry, own: &str, catalogue: &Catalogue, short: &Short) -> Option<String> {
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id))?;
    if own.is_empty() || kind.form != Form::Document || kind.control == Control::Agreement {
        return None;
    }
    let file = entry.path.rsplit('/').next().unwrap_or_default();
    let names = format!(" {} {} ", fold(&entry.facts.title), fold(file));
    let is_own = |name: &str| short.core(name) == own;
    let of_own: u32 = entry.facts.organisations.iter().filter(|(name, _)| is_own(name)).map(|(_, count)| count).sum();
    let mut others = entry.facts.organisations.iter().filter(|(name, count)| !is_own(name) && *count > of_own * 2);
    let bears = |name: &str| names.contains(&format!(" {} ", fold(name)));
    others.find(|(name, _)| bears(name) && !names.contains(&format!(" {own} "))).map(|(name, _)| name.clone())
}

/// Whether it is an agreement with a party that the registers list: its paper, and binding here.
fn is_agreement_with(entry: &Entry, parties: &BTreeSet<String>, catalogue: &Catalogue) -> bool {
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id));
    kind.is_some_and(|kind| kind.control == Control::Agreement)
        && parties.iter().any(|party| speaks_of(entry, &fold(party)))
}

/// Whether a name of which `core` is the beginning is given in full.
fn has_legal_form(entry: &Entry, core: &str, short: &Short) -> bool {
    entry.facts.organisations.iter().any(|(name, _)| short.core(name) == core)
}

/// The other organisation that a document gives as its own: labelled so, in its title, or named again and again.
/// Minutes and reports are named after whom they are about.
fn letterhead(entry: &Entry, others: &BTreeSet<String>, catalogue: &Catalogue, short: &Short) -> Option<String> {
    let is_name = |name: &&str| entry.facts.organisations.iter().any(|(known, _)| known == name);
    let labelled = entry.facts.value(Label::Organisation).filter(|name| others.contains(&short.core(name)));
    let labelled = labelled.filter(is_name).map(str::to_owned);
    if form(entry, catalogue) == Some(Form::Record) {
        return labelled;
    }
    let title = fold(&entry.facts.title);
    let titled = entry
        .facts
        .organisations
        .iter()
        .find(|(name, _)| title.contains(&short.core(name)))
        .map(|(name, _)| name.clone());
    let often = entry.facts.organisations.iter().find(|(_, count)| *count >= 2).map(|(name, _)| name.clone());
    labelled.or(titled).or(often)
}

/// Whether a document uses the organisation's name anywhere.
fn speaks_of(entry: &Entry, core: &str) -> bool {
    !core.is_empty()
        && tokens(core).all(|word| entry.facts.vocabulary.binary_search_by(|known| known.as_str().cmp(word)).is_ok())
}

/// How names are said for short.
struct Short {
    /// Kinds of institutions, longest first.
    institutions: Vec<String>,
    /// Legal forms written without a space to the name.
    forms: Vec<String>,
}

impl Short {
    fn new(catalogue: &Catalogue) -> Self {
        let languages = || catalogue.languages.values();
        let mut institutions: Vec<String> =
            languages().flat_map(|language| &language.institutions).map(|kind| format!("{} ", fold(kind))).collect();
        institutions.sort_by_key(|kind| std::cmp::Reverse(kind.len()));
        let forms = languages().flat_map(|language| &language.legal_forms);
        let mut forms: Vec<String> = forms.filter(|form| form.contains(is_ideographic)).cloned().collect();
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        Self { institutions, forms }
    }

    /// What people say for short: the first word of a name, or two where the first is short; the place of an
    /// institution; the whole of a name written in ideographs, without its legal form.
    fn core(&self, name: &str) -> String {
        if name.contains(is_ideographic) {
            let form = self.forms.iter().find(|form| name.starts_with(form.as_str()) || name.ends_with(form.as_str()));
            return fold(&form.map_or_else(|| name.to_owned(), |form| name.replacen(form.as_str(), "", 1)));
        }
        let folded = fold(name);
        let institution = self.institutions.iter().find_map(|kind| folded.strip_prefix(kind.as_str()));
        let mut words: Vec<&str> = tokens(institution.unwrap_or(&folded)).collect();
        if institution.is_some() {
            // "Ayuntamiento de Valdecuna": particles are no name.
            let particles = words.iter().take_while(|word| word.len() <= 3).count();
            words.drain(..particles.min(words.len().saturating_sub(1)));
        }
        let taken = if words.first().is_some_and(|first| first.len() <= 3) { 2 } else { 1 };
        words.iter().take(taken).copied().collect::<Vec<_>>().join(" ")
    }
}
