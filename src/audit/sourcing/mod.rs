//! Who runs what: the processes, services and components that registers say other parties provide or run, beside
//! the limits of clause 8.2.3.1. The organisation stays answerable; other parties may not run all services, all
//! components or all processes; clauses 4 and 5, and the control of the parties, cannot be handed over.

mod remarks;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use self::words::Reader;
use super::names::order;
use crate::assessment::Assessment;
use crate::catalogue::Catalogue;
use crate::document::Place;
use crate::evidence::Status;
use crate::text::{fold, tokens};

pub use remarks::{Remark, Subject};

/// Clauses whose obligations say how other parties are controlled.
const CONTROL: [&str; 2] = ["8.2.3", "8.3.4"];

/// Where something was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct At {
    /// The document.
    pub path: String,
    /// Where in it, for a person.
    pub place: String,
}

/// What another party is to the organisation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PartyKind {
    /// The registers do not say.
    #[default]
    Unsaid,
    /// An external supplier.
    External,
    /// A part of the same body that stands outside the management system.
    Internal,
    /// A customer that acts as a supplier.
    Customer,
}

/// What is supplied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// A process or a part of one.
    Process,
    /// A service or a part of one.
    Service,
    /// A service component.
    Component,
    /// A register of suppliers seldom says which of them.
    #[default]
    Unsaid,
}

/// How much of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Share {
    /// The words say that it is all.
    Whole,
    /// The words say that it is a part.
    Part,
    /// They do not say.
    #[default]
    Unsaid,
}

/// A row that names another party, as it was read.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The party, by the longest of its names.
    pub party: String,
    /// What it is.
    pub kind: PartyKind,
    /// What it supplies, by column; empty: nothing is said. With each whether the cell begins with "all".
    pub cells: Vec<(What, String, bool)>,
    /// What sort of thing that is, in the register's words.
    pub contribution: String,
    /// The contract or agreement.
    pub agreement: String,
    /// How it is measured, or with what result.
    pub measured: String,
    /// Whether the register is the one of other parties.
    pub listed: bool,
    /// Where.
    pub at: At,
}

/// A service of the organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// Its number; may be empty.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// Rows of the registers of other parties, suppliers and contracts.
    pub rows: Vec<Row>,
    /// The services of the catalogue of services.
    pub services: Vec<Service>,
}

/// Something a party supplies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Supply {
    /// The party.
    pub party: String,
    /// What it is.
    pub what: What,
    /// How much of it.
    pub share: Share,
    /// In the register's words.
    pub text: String,
    /// The processes that these words speak of, by clause.
    pub processes: Vec<String>,
    /// The services they name, by number or name.
    pub services: Vec<String>,
    /// Work of clauses 4 and 5, or the control of the parties, that a row calls a process run by the party.
    pub own: Vec<String>,
    /// Whether the words say: all there are.
    pub all: bool,
    /// Where that was read.
    #[serde(flatten)]
    pub at: At,
}

/// A process, or a service, and who else runs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The clause of the process, or the number of the service.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What registers say others supply of it: numbers of [`Sourcing::supplies`].
    pub supplies: Vec<usize>,
}

/// Another party.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// Its contracts and agreements, in the registers' words.
    pub agreements: BTreeSet<String>,
    /// How it is measured, or with what result, in the registers' words.
    pub measured: BTreeSet<String>,
    /// Whether the register of other parties names it.
    pub listed: bool,
    /// Where it is named first.
    #[serde(flatten)]
    pub at: At,
}

/// An obligation to control other parties, and what shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// Its id.
    pub obligation: String,
    /// What is asked.
    pub asks: String,
    /// Its status.
    pub status: Status,
    /// Where that is shown: the document and the place in it.
    pub shown: Option<(String, Place)>,
    /// What to ask where it is not.
    pub ask: Vec<String>,
}

/// The check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sourcing {
    /// Whose documents were assessed.
    pub organisation: Option<String>,
    /// As of when.
    pub as_of: String,
    /// Whether registers were read at all.
    pub read: bool,
    /// What speaks against the limits of 8.2.3.1, as the registers put it.
    pub warnings: Vec<Remark>,
    /// Processes in the order of the standard.
    pub processes: Vec<Run>,
    /// Services in the order of their catalogue.
    pub services: Vec<Run>,
    /// All that parties supply.
    pub supplies: Vec<Supply>,
    /// The parties, by name.
    pub parties: Vec<Party>,
    /// Obligations of 8.2.3 and 8.3.4.
    pub duties: Vec<Duty>,
    /// What documents cannot tell.
    pub questions: Vec<Remark>,
}

/// Checks who runs what; names of processes in a language. `None`: no registers were read.
#[must_use]
pub fn sourcing(assessment: &Assessment, catalogue: &Catalogue, read: Option<&Read>, language: &str) -> Sourcing {
    let reader = Reader::new(catalogue);
    let none = Read::default();
    let registers = read.unwrap_or(&none);
    let supplies: Vec<Supply> =
        registers.rows.iter().flat_map(|row| supplied(row, &reader, catalogue, &registers.services)).collect();
    let using = |uses: &dyn Fn(&Supply) -> bool| {
        supplies.iter().enumerate().filter(|(_, supply)| uses(supply)).map(|(number, _)| number).collect()
    };
    let processes = catalogue.sourcing.processes.iter().map(|process| Run {
        id: process.clause.clone(),
        title: process.name(language).to_owned(),
        supplies: using(&|supply| {
            let is_all = supply.all && supply.what == What::Process;
            is_all || supply.processes.contains(&process.clause)
        }),
    });
    let services = registers.services.iter().map(|service| Run {
        id: service.id.clone(),
        title: service.name.clone(),
        supplies: using(&|supply| {
            let is_all = supply.all && supply.what == What::Service;
            is_all || supply.services.contains(service.key())
        }),
    });
    let mut sourcing = Sourcing {
        organisation: assessment.organisation.name.clone(),
        as_of: assessment.as_of.clone(),
        read: read.is_some(),
        warnings: Vec::new(),
        processes: processes.collect(),
        services: services.collect(),
        parties: parties(&registers.rows),
        duties: duties(assessment),
        questions: Vec::new(),
        supplies,
    };
    sourcing.warnings = remarks::warnings(&sourcing);
    sourcing.questions = remarks::questions(&sourcing);
    sourcing
}

impl Row {
    /// Whether it says who is meant: a table of scores or of targets names parties too, and much that is none.
    fn names_a_party(&self) -> bool {
        let says = self.cells.iter().any(|(_, text, _)| text.chars().any(char::is_alphabetic));
        says || self.kind != PartyKind::Unsaid || !self.agreement.is_empty()
    }
}

impl Service {
    /// What identifies it.
    fn key(&self) -> &String {
        if self.id.is_empty() { &self.name } else { &self.id }
    }

    /// Whether a text names it, by number or by name.
    fn is_named(&self, folded: &str) -> bool {
        let holds = |name: &str| {
            let name: Vec<&str> = tokens(name).collect();
            let words: Vec<&str> = tokens(folded).collect();
            !name.is_empty() && words.windows(name.len()).any(|window| window == name)
        };
        holds(&fold(&self.id)) || holds(&fold(&self.name))
    }
}

/// What a row says is supplied, cell by cell.
fn supplied(row: &Row, reader: &Reader, catalogue: &Catalogue, services: &[Service]) -> Vec<Supply> {
    let sort = reader.read(&row.contribution);
    // A cell of digits is a score; another register's table was taken for this one.
    let said = row.cells.iter().filter(|(_, text, _)| text.chars().any(char::is_alphabetic));
    let supply = said.map(|(column, text, begins_all)| {
        let reading = reader.read(text);
        let what = match column {
            What::Process | What::Component => *column,
            _ if sort.process => What::Process,
            _ if sort.component => What::Component,
            _ if sort.service => What::Service,
            _ => *column,
        };
        let share = match () {
            () if sort.part || reading.part => Share::Part,
            () if sort.whole || reading.whole => Share::Whole,
            () => Share::Unsaid,
        };
        let is_meant = reading.process || reading.service || reading.component || tokens(&fold(text)).count() == 1;
        let clause = |number: &usize| catalogue.sourcing.processes.get(*number).map(|process| process.clause.clone());
        let own = |number: &usize| catalogue.sourcing.own.get(*number).map(|process| process.clause.clone());
        let folded = fold(text);
        let is_process = what == What::Process;
        // The sort may name the process: "process step (spotting security events)".
        let by_sort = is_process && reading.processes.is_empty() && !sort.processes.is_empty();
        Supply {
            party: row.party.clone(),
            share,
            text: if by_sort { format!("{} ({text})", row.contribution) } else { text.clone() },
            processes: (if by_sort { &sort } else { &reading }).processes.iter().filter_map(clause).collect(),
            own: if is_process { reading.own.iter().filter_map(own).collect() } else { Vec::new() },
            services: services.iter().filter(|one| one.is_named(&folded)).map(|one| one.key().clone()).collect(),
            all: *begins_all && reading.short && is_meant && share != Share::Part,
            what,
            at: row.at.clone(),
        }
    });
    supply.collect()
}

fn parties(rows: &[Row]) -> Vec<Party> {
    let mut parties: BTreeMap<&str, Party> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.names_a_party()) {
        let new = || Party { name: row.party.clone(), at: row.at.clone(), ..Party::default() };
        parties.entry(&row.party).or_insert_with(new);
    }
    for row in rows {
        let Some(party) = parties.get_mut(row.party.as_str()) else { continue };
        if party.kind == PartyKind::Unsaid {
            party.kind = row.kind;
        }
        party.agreements.extend(Some(row.agreement.clone()).filter(|text| !text.is_empty()));
        party.measured.extend(Some(row.measured.clone()).filter(|text| !text.is_empty()));
        party.listed |= row.listed;
    }
    parties.into_values().collect()
}

fn duties(assessment: &Assessment) -> Vec<Duty> {
    let is_control = |clause: &str| {
        CONTROL.iter().any(|own| clause.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    };
    let findings = assessment.findings.iter().filter(|finding| is_control(&finding.clause));
    let mut duties: Vec<Duty> = findings
        .map(|finding| {
            let asked = assessment.obligations.iter().find(|asked| asked.obligation == finding.obligation);
            let first = finding.evidence.first();
            Duty {
                obligation: finding.obligation.clone(),
                asks: asked.map(|asked| asked.asks.clone()).unwrap_or_default(),
                status: finding.status,
                shown: first.map(|one| (one.path.clone(), one.place.clone())),
                ask: asked.map(|asked| asked.ask.clone()).unwrap_or_default(),
            }
        })
        .collect();
    // In the order of the assessment, which is that of the standard; a clause of the user's own comes where it belongs.
    duties.sort_by_key(|duty| order(duty.obligation.split('/').next().unwrap_or_default()));
    duties
}
