//! What a plan is made of (`reports/plan.yaml`): which action closes which shortfall, what it takes, who does it, what
//! comes first, how long records need. All of it may be a user's own, so every mistake in it is said.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::catalogue::{Catalogue, Control};
use crate::evidence::Code;
use crate::problem::Problem;

/// A text in each language, by its code.
pub type Texts = BTreeMap<String, String>;

/// What a plan is made of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estimates {
    /// By how large the organisation is.
    pub sizes: BTreeMap<String, Size>,
    /// Weeks in which the first two waves begin.
    pub waves: Waves,
    /// Hours of a person day.
    pub hours_a_day: f64,
    /// Weeks that things take beside the work.
    pub time: Time,
    /// What a code asks for.
    pub codes: BTreeMap<Code, Closing>,
    /// What can be done, the heaviest first.
    pub actions: Vec<Doing>,
    /// What comes before what.
    pub steps: Vec<StepInfo>,
    /// Clauses that everything waits for.
    pub foundation: Vec<String>,
    /// Clauses that what stands under a clause waits for besides.
    pub needs: BTreeMap<String, Vec<String>>,
    /// Types that are reports of one event.
    pub events: Vec<String>,
    /// Who does things.
    pub roles: BTreeMap<String, Texts>,
    /// What who does.
    pub owners: Vec<Owner>,
}

/// How large an organisation is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Multiplies person days.
    pub effort: f64,
    /// Days a week that a role has for this.
    pub days_a_week: f64,
    /// Actions that can be under way at once.
    pub at_once: usize,
    /// What it means.
    pub says: Texts,
}

/// Weeks after the start.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waves {
    /// In which the first wave begins.
    pub now: u16,
    /// In which the second does.
    pub next: u16,
}

/// Weeks that things take beside the work.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// Of records of something new.
    pub records: u16,
    /// Until a report of one event is there.
    pub event: u16,
    /// Of records before the internal audit.
    pub audit_after: u16,
    /// The internal audit.
    pub audit: u16,
    /// From the audit until its findings are dealt with.
    pub corrections: u16,
    /// From the audit to the management review.
    pub review_after: u16,
    /// The management review.
    pub review: u16,
    /// From the last document in force to stage 1.
    pub settle: u16,
    /// In which a certification body wants to be asked in advance.
    pub booking: u16,
    /// From stage 1 to stage 2.
    pub between: u16,
}

/// What a code asks for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// Which action.
    pub action: String,
    /// What it is about.
    pub by: By,
    /// Whether something has to be said or shown.
    pub side: Side,
    /// Whether records of it begin only afterwards.
    #[serde(default)]
    pub new: bool,
    /// Whether a single new one will do.
    #[serde(default)]
    pub once: bool,
}

/// What an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The document named.
    Path,
    /// What is missing.
    Type,
}

/// Whether something has to be said or shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// In a document.
    Said,
    /// By records.
    Shown,
}

/// Something that can be done.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doing {
    /// Its id.
    pub id: String,
    /// Person days for each further thing it closes.
    pub more: f64,
    /// Person days by what it is done to.
    pub days: BTreeMap<String, f64>,
    /// What it is called, with a place for what it is done to.
    pub says: Texts,
}

/// What comes before what.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepInfo {
    /// Its id.
    pub id: String,
    /// Types that stand in it whatever else they are.
    pub types: Vec<String>,
    /// What it is called.
    pub says: Texts,
}

/// What who does.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Which role.
    pub role: String,
    /// These types.
    pub types: Vec<String>,
    /// These clauses, and what stands under them.
    pub clauses: Vec<String>,
}

/// The steps in their order, as `steps` lists them.
const STEPS: [&str; 5] = ["policy", "document", "record", "audit", "review"];
/// What has person days of its own; all else is `other`.
const LEVELS: [&str; 7] = ["policy", "plan", "agreement", "procedure", "record", "register", "other"];
/// Sizes there are.
const SIZES: [&str; 3] = ["small", "medium", "large"];
/// Most person days, and weeks, that anything takes.
const MOST: f64 = 250.0;
const MOST_WEEKS: u16 = 520;

impl Estimates {
    /// Reads estimates; `shown` is how messages name where they stand.
    ///
    /// # Errors
    /// Every mistake in them.
    pub fn read(shown: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let read: Self = serde_saphyr::from_str(text).map_err(|error| {
            let problem = Problem::error(shown, error.without_snippet().to_string());
            let at = error.location().map(|place| (place.line() as u32, place.column() as u32));
            vec![at.map_or(problem.clone(), |(line, column)| problem.at(line, column))]
        })?;
        let problems: Vec<Problem> = read.mistakes().into_iter().map(|said| Problem::error(shown, said)).collect();
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    /// What serde cannot see: figures out of bounds, names of nothing.
    fn mistakes(&self) -> Vec<String> {
        let mut said = Vec::new();
        let sizes: Vec<&str> = self.sizes.keys().map(String::as_str).collect();
        if SIZES.iter().any(|size| !sizes.contains(size)) || sizes.len() != SIZES.len() {
            said.push(format!("`sizes` are {}", SIZES.join(", ")));
        }
        for (id, size) in &self.sizes {
            let fits = size.effort > 0.0 && size.effort <= 20.0 && (0.25..=7.0).contains(&size.days_a_week);
            if !fits || !(1..=100).contains(&size.at_once) {
                said.push(format!("`sizes.{id}`: effort is above 0 and at most 20, days_a_week 0.25–7, at_once 1–100"));
            }
        }
        if !(self.hours_a_day > 0.0 && self.hours_a_day <= 24.0) {
            said.push("`hours_a_day` is above 0 and at most 24".into());
        }
        if self.weeks().iter().any(|weeks| *weeks > MOST_WEEKS) {
            said.push(format!("`waves` and `time` are weeks, at most {MOST_WEEKS}"));
        }
        for doing in &self.actions {
            let figures = doing.days.values().chain([&doing.more]);
            if !figures.copied().all(|days| (0.0..=MOST).contains(&days)) || !doing.days.contains_key("other") {
                said.push(format!("`actions.{}`: person days are 0–{MOST}, and `other` is among them", doing.id));
            }
            said.extend(doing.days.keys().filter(|level| !LEVELS.contains(&level.as_str())).map(|level| {
                format!("`actions.{}`: there is no `{level}`; there are {}", doing.id, LEVELS.join(", "))
            }));
            if doing.says.values().any(|says| !says.contains("{what}")) || !doing.says.contains_key("en") {
                said.push(format!("`actions.{}.says` is in English at least, with a place for `{{what}}`", doing.id));
            }
        }
        said.extend(
            Code::ALL
                .iter()
                .filter(|code| !self.codes.contains_key(*code))
                .map(|code| format!("`codes` does not say what closes `{}`", code.name())),
        );
        for (code, closing) in &self.codes {
            if self.doing(&closing.action).is_none() {
                said.push(format!("`codes.{}`: there is no action `{}`", code.name(), closing.action));
            }
        }
        if self.steps.iter().map(|step| step.id.as_str()).ne(STEPS) {
            said.push(format!("`steps` are, in this order, {}", STEPS.join(", ")));
        }
        said.extend(
            self.owners
                .iter()
                .filter(|owner| !self.roles.contains_key(&owner.role))
                .map(|owner| format!("`owners`: there is no role `{}`", owner.role)),
        );
        if self.owners.is_empty() {
            said.push("`owners` names nobody".into());
        }
        said
    }

    fn weeks(&self) -> Vec<u16> {
        let (waves, time) = (&self.waves, &self.time);
        let of_audits = [time.audit_after, time.audit, time.corrections, time.review_after, time.review];
        let of_stages = [time.settle, time.booking, time.between, time.records, time.event];
        [waves.now, waves.next].into_iter().chain(of_audits).chain(of_stages).collect()
    }

    /// An action by its id.
    #[must_use]
    pub fn doing(&self, id: &str) -> Option<&Doing> {
        self.actions.iter().find(|doing| doing.id == id)
    }

    /// How heavy an action is: its place among them.
    pub(super) fn rank(&self, id: &str) -> usize {
        self.actions.iter().position(|doing| doing.id == id).unwrap_or(usize::MAX)
    }

    /// Who does something of a type, on clauses.
    pub(super) fn owner(&self, kind: &str, clause: &str) -> &str {
        let by_type = self.owners.iter().find(|owner| owner.types.iter().any(|own| own == kind));
        let fits = self.owners.iter().flat_map(|owner| owner.clauses.iter().map(move |own| (owner, own)));
        let by_clause = fits.filter(|(_, own)| is_under(clause, own)).max_by_key(|(_, own)| own.len());
        let found = by_type.or(by_clause.map(|(owner, _)| owner)).or(self.owners.first());
        found.map_or("", |owner| owner.role.as_str())
    }

    /// The step of something: 0 for policies, 4 for the management review.
    pub(super) fn step(&self, kind: &str, side: Side, level: &str) -> usize {
        let named = self.steps.iter().position(|step| step.types.iter().any(|own| own == kind));
        named.unwrap_or(match (side, level) {
            (Side::Shown, _) => 2,
            (Side::Said, "policy") => 0,
            (Side::Said, _) => 1,
        })
    }

    /// Weeks until records of something new can be seen; `once`: a single one will do.
    pub(super) fn records(&self, kind: &str, once: bool) -> u16 {
        if once || self.events.iter().any(|event| event == kind) { self.time.event } else { self.time.records }
    }
}

/// What a type is, among [`LEVELS`].
pub(super) fn level(catalogue: &Catalogue, kind: &str) -> &'static str {
    if catalogue.registers.contains_key(kind) {
        return "register";
    }
    match catalogue.documents.get(kind).map(|document| document.control) {
        Some(Control::Policy) => "policy",
        Some(Control::Plan) => "plan",
        Some(Control::Agreement) => "agreement",
        Some(Control::Procedure) => "procedure",
        Some(Control::Record) => "record",
        Some(Control::None) | None => "other",
    }
}

/// Whether a clause is another one or stands under it.
pub(super) fn is_under(clause: &str, group: &str) -> bool {
    clause == group || clause.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'))
}
