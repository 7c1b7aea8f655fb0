//! Clauses, their obligations, and the checks that show them.

use serde::{Deserialize, Serialize};

/// A last-level clause.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Clause {
    /// Its number, `8.6.1`.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// Who may show it (facts §5.5).
    pub parties: Parties,
    /// A remark of ours.
    pub note: Option<String>,
    /// What it asks, in order.
    pub obligations: Vec<Obligation>,
}

impl Clause {
    /// Whether this is the clause of a number, or stands under it.
    #[must_use]
    pub fn is_under(&self, number: &str) -> bool {
        self.clause.strip_prefix(number).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// One separately checkable duty, in our own words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Obligation {
    /// `8.6.1/4`.
    pub id: String,
    /// What is asked.
    pub asks: String,
    /// What shows it.
    pub kind: Kind,
    /// Whether the text binds the form.
    pub basis: Basis,
    /// The rung of the ladder its evidence must stand on.
    pub needs: Rung,
    /// 1 detail, 2 normal, 3 the clause stands or falls with it.
    pub weight: u8,
    /// Whether the text asks for planned intervals.
    pub interval: bool,
    /// How often it is usually done, in days: our advice, where the organisation has set no interval.
    pub usual_days: Option<u32>,
    /// Who may show it.
    pub parties: Parties,
    /// When there may legitimately be nothing to show yet.
    pub no_occurrence: Option<String>,
    /// Other obligations that it sums up, and how many of them may be gaps.
    pub sums_up: Option<SumsUp>,
    /// What is looked for; all of a side (said, shown) must hold.
    pub evidence: Vec<Check>,
    /// How to close the gap.
    pub remedy: String,
    /// Interview questions.
    pub ask: Vec<String>,
    /// Records an auditor usually samples.
    pub sample: Vec<String>,
    /// Good practice beyond the text.
    pub good: Option<String>,
}

/// An obligation that asks for all that others ask for: `7.5.1` calls for every document the standard calls for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SumsUp {
    /// All obligations of this kind.
    pub kind: Kind,
    /// Share of them, 0–1, that may be gaps: words are found less often than they are written.
    pub tolerated: f64,
}

/// What shows that an obligation is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A document the text asks for.
    Documented,
    /// A record the text asks for.
    Record,
    /// Neither: something that is done.
    Activity,
}

/// Whether the text binds the form of the evidence (facts §2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The text names the document or record.
    #[default]
    Explicit,
    /// Required content of such a document.
    Content,
    /// The text prescribes a plan, definition or report but not its form: a missing document alone is advice.
    Implied,
}

/// How far evidence reaches (DESIGN §3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rung {
    /// Nothing found.
    #[default]
    Absent,
    /// Its words occur, in nothing that counts.
    Mentioned,
    /// A filled-in document of the organisation commits to it.
    Documented,
    /// And that document is in force and under control.
    Controlled,
    /// And records show it done.
    Practised,
}

/// Who may show an obligation (facts §5.5).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Parties {
    /// The organisation itself (clauses 4 and 5).
    Own,
    /// Other parties too, while the organisation controls them (clauses 6–10).
    #[default]
    Accountable,
}

/// How much a shortfall weighs (ISO/IEC 17021-1's grades; proposed, never decided, by the program).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Fulfilled, and could be better.
    Opportunity,
    /// A requirement is not fulfilled.
    Minor,
    /// And the management system's ability to reach its results is in doubt.
    Major,
}

/// A kind of evidence check with its parameters.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// Documents in force cover the topics.
    Document(DocumentCheck),
    /// A dated record of one of the types covers the topics.
    Record(DocumentCheck),
    /// A register has the columns and recent rows.
    Register(RegisterCheck),
    /// One of them is enough.
    Any(Vec<Check>),
    /// Only asking or watching shows it.
    Ask(String),
}

/// Parameters of [`Check::Document`] and [`Check::Record`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DocumentCheck {
    /// Alternatives.
    pub types: Vec<String>,
    /// Topics that must all be covered.
    pub topics: Vec<String>,
    /// Oldest acceptable age in days, for records.
    pub within_days: Option<u32>,
}

/// Parameters of [`Check::Register`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RegisterCheck {
    /// Alternatives.
    pub types: Vec<String>,
    /// Columns that must be there and mostly filled.
    pub columns: Vec<String>,
    /// Oldest acceptable age of the newest row, in days.
    pub within_days: Option<u32>,
    /// Fewest rows.
    pub rows: u32,
}
