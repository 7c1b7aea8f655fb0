//! What speaks against the limits of clause 8.2.3.1, and what has to be asked because registers do not say it. A
//! warning rests on plain words of a register; whatever can be read in two ways is a question.

use serde::Serialize;

use super::{At, PartyKind, Share, Sourcing, Supply, What};
use crate::evidence::Status;

/// Something to be said, by its key among the words of reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// `all-processes`.
    pub code: &'static str,
    /// What it is about.
    pub subjects: Vec<Subject>,
}

/// What a remark is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Who or what, in the registers' words.
    pub name: String,
    /// What is said of it; may be empty.
    pub text: String,
    /// Where.
    #[serde(flatten)]
    pub at: At,
}

impl From<&Supply> for Subject {
    fn from(supply: &Supply) -> Self {
        Self { name: supply.party.clone(), text: supply.text.clone(), at: supply.at.clone() }
    }
}

fn push(remarks: &mut Vec<Remark>, code: &'static str, subjects: Vec<Subject>) {
    if !subjects.is_empty() {
        remarks.push(Remark { code, subjects });
    }
}

fn supplies(sourcing: &Sourcing, wanted: impl Fn(&Supply) -> bool) -> Vec<Subject> {
    sourcing.supplies.iter().filter(|supply| wanted(supply)).map(Subject::from).collect()
}

/// What would leave nothing with the organisation, or hands over what cannot be.
pub(super) fn warnings(sourcing: &Sourcing) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let own = |clause: &'static str| supplies(sourcing, |supply| supply.own.iter().any(|own| own == clause));
    push(&mut remarks, "own-4", own("4"));
    push(&mut remarks, "own-5", own("5"));
    push(&mut remarks, "own-control", own("8.2.3"));
    let all = |what: What| supplies(sourcing, |supply| supply.all && supply.what == what);
    push(&mut remarks, "all-processes", all(What::Process));
    push(&mut remarks, "all-components", all(What::Component));
    // A firm that works for all services need not run them.
    push(
        &mut remarks,
        "all-services",
        supplies(sourcing, |supply| supply.all && supply.what == What::Service && supply.share == Share::Whole),
    );
    if remarks.iter().all(|remark| remark.code != "all-processes") {
        push(&mut remarks, "every-process", every(sourcing, &sourcing.processes, |supply| supply.share != Share::Part));
    }
    if remarks.iter().all(|remark| remark.code != "all-services") {
        let whole = |supply: &Supply| supply.what == What::Service && supply.share == Share::Whole;
        push(&mut remarks, "every-service", every(sourcing, &sourcing.services, whole));
    }
    remarks
}

/// One supply of each process or service that fits; nothing where one of them has none.
fn every(sourcing: &Sourcing, runs: &[super::Run], fits: impl Fn(&Supply) -> bool) -> Vec<Subject> {
    let first = |run: &super::Run| {
        let mut own = run.supplies.iter().filter_map(|number| sourcing.supplies.get(*number));
        own.find(|supply| fits(supply)).map(Subject::from)
    };
    runs.iter().map(first).collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// What only people can tell.
pub(super) fn questions(sourcing: &Sourcing) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let alone = |code: &'static str| Remark { code, subjects: Vec::new() };
    if sourcing.parties.is_empty() {
        remarks.push(alone("no-parties"));
    } else if !sourcing.supplies.iter().any(|supply| supply.what == What::Process) {
        remarks.push(alone("no-processes"));
    }
    let is_process = |supply: &Supply| supply.what == What::Process && !supply.all;
    push(
        &mut remarks,
        "is-it-all",
        supplies(sourcing, |supply| {
            supply.all && matches!(supply.what, What::Service | What::Unsaid) && supply.share != Share::Whole
        }),
    );
    push(
        &mut remarks,
        "whole-or-part",
        supplies(sourcing, |supply| {
            !supply.processes.is_empty() && is_process(supply) && supply.share == Share::Unsaid
        }),
    );
    push(
        &mut remarks,
        "which-process",
        supplies(sourcing, |supply| is_process(supply) && supply.processes.is_empty() && supply.own.is_empty()),
    );
    // A service desk is bought as a service, and what it does is a process.
    push(
        &mut remarks,
        "also-a-process",
        supplies(sourcing, |supply| supply.what != What::Process && !supply.processes.is_empty()),
    );
    let parties = |wanted: &dyn Fn(&super::Party) -> bool| -> Vec<Subject> {
        let wanted = sourcing.parties.iter().filter(|party| wanted(party));
        let subject =
            |party: &super::Party| Subject { name: party.name.clone(), text: String::new(), at: party.at.clone() };
        wanted.map(subject).collect()
    };
    let is_named = |party: &super::Party| sourcing.supplies.iter().any(|supply| supply.party == party.name);
    push(&mut remarks, "what-does-it-supply", parties(&|party| !is_named(party)));
    push(&mut remarks, "what-is-it", parties(&|party| party.kind == PartyKind::Unsaid && is_named(party)));
    push(&mut remarks, "no-agreement", parties(&|party| party.agreements.is_empty() && is_named(party)));
    push(&mut remarks, "not-measured", parties(&|party| party.measured.is_empty() && is_named(party)));
    if sourcing.parties.iter().any(|party| party.listed) {
        push(&mut remarks, "not-listed", parties(&|party| !party.listed));
    }
    remarks.push(alone("who-holds-own"));
    let kept = sourcing.duties.iter().any(|duty| duty.obligation == "8.2.3.1/3" && duty.status == Status::Evidenced);
    if !kept {
        remarks.push(alone("what-is-kept"));
    }
    remarks
}
