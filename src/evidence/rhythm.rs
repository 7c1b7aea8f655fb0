//! What an organisation itself says of how often a thing is done, and how old its records may be for that. Where it
//! promises an exercise each half year, one of twenty months ago is stale, however generous the catalogue is.

use std::collections::BTreeMap;

use super::calendar;
use crate::catalogue::{Catalogue, Obligation};
use crate::index::{Entry, Index};

/// Days that an interval has at least, to be held against the date of a paper: what is done each week or month is
/// shown by a few papers only, and these are seldom the newest.
const QUARTER: u32 = 80;
/// Days beyond the second time it was due that nobody asks about.
const GRACE: u32 = 31;

/// The rhythms that documents declare, by obligation.
#[derive(Default)]
pub(super) struct Rhythms(BTreeMap<String, Rhythm>);

struct Rhythm {
    days: u32,
    /// The document that says so, and its words.
    path: String,
    told: String,
}

impl Rhythms {
    /// Those of the obligations that ask for planned intervals.
    pub(super) fn of(catalogue: &Catalogue, index: &Index) -> Self {
        let asked = catalogue.obligations().map(|(_, obligation)| obligation).filter(|obligation| obligation.interval);
        let rhythms = asked.filter_map(|obligation| {
            let interval = calendar::declared(catalogue, index, obligation).filter(|found| found.days >= QUARTER)?;
            let by = interval.declared?;
            let told = format!("; {} says {}: “{}”", by.path, interval.words, by.quote);
            Some((obligation.id.clone(), Rhythm { days: interval.days, path: by.path, told }))
        });
        Self(rhythms.collect())
    }

    /// How many days old a record may be before it was missed twice over. A paper that says how often is no record
    /// of its being done: its own day tells nothing.
    pub(super) fn limit(&self, obligation: &Obligation, entry: &Entry) -> Option<u32> {
        self.0
            .get(&obligation.id)
            .filter(|rhythm| rhythm.path != entry.path)
            .map(|rhythm| rhythm.days.saturating_mul(2).saturating_add(GRACE))
    }

    /// Who says how often, to follow a sentence on a date; empty where nobody does.
    pub(super) fn told(&self, obligation: &str) -> &str {
        self.0.get(obligation).map_or("", |rhythm| &rhythm.told)
    }
}
