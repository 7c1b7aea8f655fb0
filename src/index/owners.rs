//! Whose documents these are. A document that names another organisation as its own, and never this
//! one, is foreign: a supplier's white paper, a customer's policy, a template bought elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::issued::Issuers;
use super::spoken::Spoken;
use super::{Entry, set_state};
use crate::catalogue::{Catalogue, Control, Form, Label};
use crate::facts::{ControlFact, State};
use crate::text::fold::is_ideographic;
use crate::text::{fold, terms, tokens};

/// How much a document that gives an organisation's full name says more than one that only speaks of it.
const FULL: usize = 3;

/// Documents among which the organisation's own name would not be rare.
const MANY: usize = 20;

/// Letters of a name that is no common word.
const TELLING: usize = 5;

/// The registers of other parties, and the column that names them.
const PARTIES: [(&str, &str); 2] = [("customers", "customer"), ("suppliers", "supplier")];

/// The organisation whose full name the documents give, that most of them speak of and whose people write the
/// mails; `None` where none stands out. Customers and suppliers are named often too: whom the registers list as
/// such is not it.
pub(super) fn organisation(documents: &[Entry], catalogue: &Catalogue) -> Option<String> {
    let short = Short::new(documents, catalogue);
    let listed = candidates(documents, &short);
    let parties: BTreeSet<String> = parties(documents, &[], &short).iter().map(|name| fold(name)).collect();
    let names: Vec<String> = listed.keys().flat_map(|name| short.names(name)).collect();
    let speaking = Spoken::new(documents, names.iter().map(String::as_str));
    let spoken = |name: &str| speaking.of_any(&short.names(name)).len();
    let mailing = Mailing::new(documents);
    // A party's short name, or its name in full; a sister company shares only the first word.
    let is_party = |name: &str| {
        let (folded, dense) = (fold(name), name.contains(is_ideographic));
        let core = if dense { short.core(name) } else { String::new() };
        parties.iter().any(|party| {
            let longer = folded.strip_prefix(party.as_str()).is_some_and(|rest| rest.starts_with(' '));
            folded == *party || longer || dense && party.starts_with(&core)
        })
    };
    let people = people(documents);
    let own = listed.iter().filter(|(name, _)| !is_party(name) && !people.contains(&fold(name)));
    let weight = |name: &str, full: usize| (full * FULL + spoken(name)) * (1 + mailing.under(&short.core(name)));
    let best = own.map(|(name, full)| (weight(name, *full), name)).max_by_key(|(weight, _)| *weight);
    // Spoken of in a tenth of the documents and in more than one, or its people write several: it stands out.
    let stands_out = |name: &str| {
        let spoken = spoken(name);
        spoken >= 2 && spoken * 10 >= documents.len() || mailing.under(&short.core(name)) >= 2
    };
    best.filter(|(_, name)| stands_out(name)).map(|(_, name)| name.clone())
}

/// Names that may be the organisation's, and in how many documents each stands in full. Whose mail addresses
/// are given may be it even where no legal form is ever written.
fn candidates(documents: &[Entry], short: &Short) -> BTreeMap<String, usize> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in documents.iter().flat_map(|entry| &entry.facts.organisations) {
        *names.entry(name.clone()).or_default() += 1;
    }
    // "Pour Valmont Infogérance SAS" is what a sentence begins with before the name.
    let all: BTreeSet<String> = names.keys().cloned().collect();
    // Where no spaces are written, the longer one is the whole: 和 may be "and", or of the name.
    let whole = |name: &str| match name.contains(is_ideographic) {
        true => all.iter().filter(|other| other.ends_with(name)).max_by_key(|other| other.len()).cloned(),
        false => name.match_indices(' ').filter_map(|(at, _)| all.get(&name[at + 1..])).min().cloned(),
    };
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

/// Which documents give mail addresses of which hosts.
struct Mailing {
    /// By host, folded and with a space behind it.
    documents: BTreeMap<String, Vec<usize>>,
}

impl Mailing {
    fn new(documents: &[Entry]) -> Self {
        let mut hosts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, entry) in documents.iter().enumerate() {
            for host in &entry.facts.mail_hosts {
                hosts.entry(format!("{} ", fold(&host.host))).or_default().push(number);
            }
        }
        Self { documents: hosts }
    }

    /// In how many documents a mail address stands under a name.
    fn under(&self, core: &str) -> usize {
        if core.is_empty() {
            return 0;
        }
        let begin = format!("{core} ");
        let hosts = self.documents.range(begin.clone()..).take_while(|(host, _)| host.starts_with(&begin));
        hosts.flat_map(|(_, documents)| documents).collect::<BTreeSet<_>>().len()
    }
}

/// Marks documents of other organisations; `own` are this organisation's names, none where they are not known.
pub(super) fn mark_foreign(documents: &mut [Entry], own: &[String], catalogue: &Catalogue) {
    let short = Short::new(documents, catalogue);
    let names: Vec<String> = own.iter().flat_map(|name| short.names(name)).collect();
    let own: Vec<String> = own.iter().map(|name| short.core(name)).filter(|core| !core.is_empty()).collect();
    let parties = parties(documents, &own, &short);
    let people = people(documents);
    let named = documents.iter().flat_map(|entry| &entry.facts.organisations).map(|(name, _)| name);
    let named = named.filter(|name| !people.contains(&fold(name))).map(|name| short.core(name));
    let mut others: BTreeSet<String> = named.filter(|name| !own.contains(name) && !name.is_empty()).collect();
    if own.is_empty() {
        // Nobody knows whose documents these are; whose they are not can still be told of listed parties and, among
        // many documents, of those whom hardly any speaks of.
        let listed: BTreeSet<String> = parties.iter().map(|party| short.core(party)).collect();
        let many = documents.len() >= MANY;
        let (spoken, mailing) = (Spoken::new(documents, others.iter().map(String::as_str)), Mailing::new(documents));
        let is_rare = |other: &str| many && spoken.of(other).len() * 10 < documents.len() && mailing.under(other) == 0;
        others.retain(|other| listed.contains(other) || is_rare(other));
    }
    let named = documents.iter().flat_map(|entry| &entry.facts.organisations).map(|(name, _)| name);
    let named = named.filter(|name| others.contains(&short.core(name))).chain(&parties).cloned();
    let issuers = Issuers::new(documents, named.collect::<BTreeSet<_>>().into_iter());
    let parties: Vec<Party> = parties.into_iter().map(Party::new).collect();
    let ours: BTreeSet<u32> =
        Spoken::new(documents, names.iter().map(String::as_str)).of_any(&names).into_iter().collect();
    for (number, entry) in (0..).zip(documents) {
        if !matches!(entry.facts.state.state, State::InForce | State::Unclassified | State::Record) {
            continue;
        }
        let ours = ours.contains(&number);
        if let Some(Party { name: party, .. }) = of_party(entry, &parties, !own.is_empty() && !ours, catalogue) {
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
        if let Some(other) = issuers.of(entry, catalogue) {
            set_state(
                &mut entry.facts,
                State::Foreign,
                format!("“{other}” stands at its head, and nobody here answers for it"),
            );
            continue;
        }
        if let Some(other) = published_by(entry, &others, (&own, ours), catalogue, &short) {
            set_state(&mut entry.facts, State::Foreign, format!("“{other}” owns it"));
            continue;
        }
        if ours {
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

/// Customers and suppliers, by the names that the registers list them under and, where these are short, by those
/// that the documents give in full.
fn parties(documents: &[Entry], own: &[String], short: &Short) -> BTreeSet<String> {
    let full: BTreeSet<&String> =
        documents.iter().flat_map(|entry| &entry.facts.organisations).map(|(name, _)| name).collect();
    let mut found = BTreeSet::new();
    for fact in documents.iter().flat_map(|entry| &entry.facts.registers) {
        let Some((_, wanted)) = PARTIES.iter().find(|(register, _)| *register == fact.register) else { continue };
        let Some(column) = fact.columns.iter().position(|(id, ..)| id == wanted) else { continue };
        for name in fact.rows.iter().filter_map(|row| row.cells.get(column)) {
            let core = short.core(name);
            if own.contains(&core) {
                continue;
            }
            if tokens(&fold(name)).count() >= 2 {
                found.insert(name.to_owned());
            } else if core.len() >= TELLING {
                found.extend(full.iter().filter(|full| short.core(full) == core).map(|full| (*full).clone()));
            }
        }
    }
    found
}

/// A customer or supplier.
struct Party {
    name: String,
    folded: String,
}

impl Party {
    fn new(name: String) -> Self {
        Self { folded: fold(&name), name }
    }
}

/// The party whose own paper it is: titled with its name alone, or a policy that names it and never this organisation.
/// `unheard`: it never names this organisation, whose name is known.
fn of_party<'p>(entry: &Entry, parties: &'p [Party], unheard: bool, catalogue: &Catalogue) -> Option<&'p Party> {
    if parties.is_empty() {
        return None;
    }
    let title = fold(&entry.facts.title);
    let words = tokens(&title).count();
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id));
    let is_policy = kind.is_some_and(|kind| kind.control == Control::Policy) && entry.facts.registers.is_empty();
    let file = fold(entry.path.rsplit('/').next().unwrap_or_default());
    let named = format!(" {title} {file} ");
    parties.iter().find(|party| {
        let folded = &party.folded;
        let names = tokens(folded).count();
        let titled = names * 10 >= words * 7 && title.contains(folded.as_str());
        // "Security policy of Torrealba town council": a policy bears the name of whose it is, never of whom it serves,
        // in its title or its file's name.
        let in_title = || names >= 2 && named.contains(&format!(" {folded} "));
        titled || is_policy && (in_title() || unheard && speaks_of(entry, folded))
    })
}

/// The other organisation that a rule or plan names as its owner. Agreements have two parties, and records and
/// lists may well name others.
fn published_by(
    entry: &Entry,
    others: &BTreeSet<String>,
    (own, is_ours): (&[String], bool),
    catalogue: &Catalogue,
    short: &Short,
) -> Option<String> {
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id))?;
    let is_rule = kind.form == Form::Document && kind.control != Control::Agreement;
    // A parent company may approve what is this organisation's own.
    let fits = |fact: &ControlFact| {
        matches!(fact.label, Label::Organisation | Label::Owner) || !is_ours && fact.label == Label::Approver
    };
    let mut said = entry.facts.control.iter().filter(|fact| is_rule && fits(fact));
    said.find_map(|fact| {
        let value = fold(&fact.value);
        let words: Vec<&str> = tokens(&value).collect();
        let holds = |name: &str| tokens(name).all(|word| words.contains(&word));
        let mut names = others.iter().filter(|other| other.len() >= TELLING && has_legal_form(entry, other, short));
        (names.any(|other| holds(other)) && !own.iter().any(|own| holds(own))).then(|| fact.value.clone())
    })
}

/// What the most likely type of a document is like.
fn form(entry: &Entry, catalogue: &Catalogue) -> Option<Form> {
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id));
    kind.map(|kind| kind.form)
}

/// The other organisation whose name a rule or plan bears in its title or file name, and which it names again and
/// again and this one hardly: an example got from a neighbour.
fn named_after(entry: &Entry, own: &[String], catalogue: &Catalogue, short: &Short) -> Option<String> {
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id))?;
    if own.is_empty() || kind.form != Form::Document || kind.control == Control::Agreement {
        return None;
    }
    let file = entry.path.rsplit('/').next().unwrap_or_default();
    let names = format!(" {} {} ", fold(&entry.facts.title), fold(file));
    let is_own = |name: &str| own.contains(&short.core(name));
    let of_own: u32 = entry.facts.organisations.iter().filter(|(name, _)| is_own(name)).map(|(_, count)| count).sum();
    let mut others = entry.facts.organisations.iter().filter(|(name, count)| !is_own(name) && *count > of_own * 2);
    let bears = |name: &str| names.contains(&format!(" {} ", fold(name)));
    others
        .find(|(name, _)| bears(name) && !own.iter().any(|own| names.contains(&format!(" {own} "))))
        .map(|(name, _)| name.clone())
}

/// Whether it is an agreement with a party that the registers list: its paper, and binding here.
fn is_agreement_with(entry: &Entry, parties: &[Party], catalogue: &Catalogue) -> bool {
    let kind = entry.facts.kinds.first().and_then(|kind| catalogue.documents.get(&kind.id));
    kind.is_some_and(|kind| kind.control == Control::Agreement)
        && parties.iter().any(|party| speaks_of(entry, &party.folded))
}

/// Whether a name of which `core` is the beginning is given in full.
fn has_legal_form(entry: &Entry, core: &str, short: &Short) -> bool {
    entry.facts.organisations.iter().any(|(name, _)| short.core(name) == core)
}

/// The other organisation that a document gives as its own: labelled so, in its title, or named again and again.
/// Minutes and reports are named after whom they are about, and a list of customers or suppliers names each often.
fn letterhead(entry: &Entry, others: &BTreeSet<String>, catalogue: &Catalogue, short: &Short) -> Option<String> {
    let named: Vec<&(String, u32)> =
        entry.facts.organisations.iter().filter(|(name, _)| others.contains(&short.core(name))).collect();
    let given = entry.facts.value(Label::Organisation).filter(|_| !lists_parties(entry, catalogue));
    let labelled = named.iter().find(|(name, _)| Some(name.as_str()) == given);
    if form(entry, catalogue) == Some(Form::Record) || entry.facts.state.state == State::Record {
        return labelled.map(|(name, _)| name.clone());
    }
    let title = fold(&entry.facts.title);
    let titled = || named.iter().find(|(name, _)| title.contains(&short.core(name)));
    let often = || named.iter().find(|(_, count)| *count >= 2 && !lists_parties(entry, catalogue));
    labelled.or_else(titled).or_else(often).map(|(name, _)| name.clone())
}

/// Whether it is a list with a column of customers or suppliers.
fn lists_parties(entry: &Entry, catalogue: &Catalogue) -> bool {
    let is_party = |column: &str| PARTIES.iter().any(|(_, party)| *party == column);
    let mapped = entry.facts.registers.iter().flat_map(|fact| &fact.columns).any(|(id, ..)| is_party(id));
    let types = entry.facts.kinds.iter().filter_map(|kind| catalogue.registers.get(&kind.id));
    mapped || types.flat_map(|register| &register.columns).any(|(id, _)| is_party(id))
}

/// Whether a document uses the organisation's name anywhere.
fn speaks_of(entry: &Entry, core: &str) -> bool {
    !core.is_empty() && terms(core).iter().all(|term| entry.facts.vocabulary.binary_search(term).is_ok())
}

/// How names are said for short.
struct Short {
    /// Kinds of institutions, longest first.
    institutions: Vec<String>,
    /// Legal forms written without a space to the name.
    forms: Vec<String>,
    /// What documents say that an organisation is called for short, folded, by its name in full.
    aliases: BTreeMap<String, String>,
}

impl Short {
    fn new(documents: &[Entry], catalogue: &Catalogue) -> Self {
        let languages = || catalogue.languages.values();
        let mut institutions: Vec<String> =
            languages().flat_map(|language| &language.institutions).map(|kind| format!("{} ", fold(kind))).collect();
        institutions.sort_by_key(|kind| std::cmp::Reverse(kind.len()));
        let forms = languages().flat_map(|language| &language.legal_forms);
        let mut forms: Vec<String> = forms.filter(|form| form.contains(is_ideographic)).cloned().collect();
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        let aliases = documents.iter().flat_map(|entry| &entry.facts.aliases);
        let aliases = aliases.map(|(name, short)| (name.clone(), fold(short))).collect();
        Self { institutions, forms, aliases }
    }

    /// Every short form of a name, what it is commonly called first; one at least.
    fn names(&self, name: &str) -> Vec<String> {
        // Where no spaces are written, a sentence may give the end of a name only.
        let is_it = |other: &str| name == other || name.contains(is_ideographic) && name.ends_with(other);
        let aliases = self.aliases.iter().filter(|(other, _)| is_it(other)).map(|(_, short)| short.clone());
        std::iter::once(self.core(name)).chain(aliases).collect()
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
