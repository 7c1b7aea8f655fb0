//! What can pull evidence down: stable codes, each with what it means and how it is closed.

use serde::{Deserialize, Serialize};

/// The kind of a shortfall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// No document of a fitting type.
    MissingDocument,
    /// Only a draft.
    DraftOnly,
    /// Only a superseded version.
    SupersededOnly,
    /// Only a form that was not filled in.
    UnfilledTemplate,
    /// Only another organisation's document.
    ForeignDocument,
    /// Only said for later.
    PromiseOnly,
    /// Said not to be done.
    Negated,
    /// The document does not treat the topic.
    TopicMissing,
    /// Not approved.
    Unapproved,
    /// Nobody answers for it.
    NoOwner,
    /// Neither version nor date.
    NoVersion,
    /// Past its own review date.
    ReviewOverdue,
    /// Said, not shown.
    RecordsMissing,
    /// Shown, but too long ago.
    RecordsStale,
    /// A register without rows.
    RegisterEmpty,
    /// Rows or columns of a register that do not fit.
    RegisterRule,
    /// Documents that contradict each other.
    Inconsistent,
    /// A mark claims what the text does not bear out.
    ClaimedOnly,
}

impl Code {
    /// Every code, in the order of the design.
    pub const ALL: &'static [Self] = &[
        Self::MissingDocument,
        Self::DraftOnly,
        Self::SupersededOnly,
        Self::UnfilledTemplate,
        Self::ForeignDocument,
        Self::PromiseOnly,
        Self::Negated,
        Self::TopicMissing,
        Self::Unapproved,
        Self::NoOwner,
        Self::NoVersion,
        Self::ReviewOverdue,
        Self::RecordsMissing,
        Self::RecordsStale,
        Self::RegisterEmpty,
        Self::RegisterRule,
        Self::Inconsistent,
        Self::ClaimedOnly,
    ];

    /// As written in every output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MissingDocument => "missing-document",
            Self::DraftOnly => "draft-only",
            Self::SupersededOnly => "superseded-only",
            Self::UnfilledTemplate => "unfilled-template",
            Self::ForeignDocument => "foreign-document",
            Self::PromiseOnly => "promise-only",
            Self::Negated => "negated",
            Self::TopicMissing => "topic-missing",
            Self::Unapproved => "unapproved",
            Self::NoOwner => "no-owner",
            Self::NoVersion => "no-version",
            Self::ReviewOverdue => "review-overdue",
            Self::RecordsMissing => "records-missing",
            Self::RecordsStale => "records-stale",
            Self::RegisterEmpty => "register-empty",
            Self::RegisterRule => "register-rule",
            Self::Inconsistent => "inconsistent",
            Self::ClaimedOnly => "claimed-only",
        }
    }

    /// What it means and how it is closed.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        match self {
            Self::MissingDocument => {
                "No document of a fitting type was found that says this. Write it, or point the profile at the document that does."
            }
            Self::DraftOnly => {
                "The only fitting document is a draft. Finish it, approve it, and say since when it is in force."
            }
            Self::SupersededOnly => {
                "The only fitting document was withdrawn or replaced. Bring its successor into the repository, or approve a new one."
            }
            Self::UnfilledTemplate => {
                "The only fitting document is a form that was not filled in. Fill it in; remove guidance and placeholders."
            }
            Self::ForeignDocument => {
                "The only fitting document belongs to another organisation. Decide what applies here and issue it in your own name."
            }
            Self::PromiseOnly => {
                "It is announced, planned or left open (“TBD”), not done. Do it, and say so in the document."
            }
            Self::Negated => {
                "A document says that this is not done. Do it, or correct the document if it is out of date."
            }
            Self::TopicMissing => {
                "A fitting document is there and does not treat this topic in a sentence that commits to it. Add it."
            }
            Self::Unapproved => {
                "The document is in use and nothing shows who approved it. Have it approved; record by whom and when."
            }
            Self::NoOwner => "Nobody is named as answering for the document. Name an owner.",
            Self::NoVersion => {
                "The document has neither a version nor a date. Add them, so that a reader can tell which one is in force."
            }
            Self::ReviewOverdue => {
                "The document is past the review date it sets itself. Review it, and record the result."
            }
            Self::RecordsMissing => {
                "Said, not shown: no record was found that shows it happening. Export the records, or start keeping them."
            }
            Self::RecordsStale => {
                "Records show it, but the newest is too old. Bring newer ones, or find out why it stopped."
            }
            Self::RegisterEmpty => {
                "The register is there and has no rows. Fill it, or declare that nothing has occurred."
            }
            Self::RegisterRule => {
                "Rows or columns of a register do not show what they must. Correct the rows; find out why nobody noticed."
            }
            Self::Inconsistent => "Two documents say different things. Decide which is right and correct the other.",
            Self::ClaimedOnly => {
                "A mark in the document claims to satisfy the clause; its text does not bear that out. Add the matter, or remove the mark."
            }
        }
    }
}
