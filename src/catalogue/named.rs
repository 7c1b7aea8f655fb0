//! What words of a language can stand for, by the names under which its file lists them.

use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As written in the language files.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The one so written.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.name() == text)
            }
        }
    };
}

named! {
    /// What a word says about the sentence or status field it stands in.
    Cue {
        /// A thing is not done.
        Negation = "negation",
        /// It holds in a case only.
        Condition = "condition",
        /// A thing is meant to be done later.
        Promise = "promise",
        /// A word is explained.
        Definition = "definition",
        /// Somebody is bound.
        Commitment = "commitment",
        /// Mere pointers follow.
        Reference = "reference",
        /// Not in force yet.
        Draft = "draft",
        /// Not in force yet, where it is the value of a status; elsewhere a word like others ("projet", "Konzept").
        Proposed = "proposed",
        /// No longer in force.
        Superseded = "superseded",
        /// In force.
        InForce = "in_force",
        /// Guidance or sample text left in.
        Template = "template",
        /// A name of what is to be filled in.
        Blank = "blank",
        /// The document speaks of itself.
        Itself = "itself",
        /// Whoever it may be for: model text.
        Anyone = "anyone",
        /// Somebody who does things.
        People = "people",
    }
}

named! {
    /// A label of document control data.
    Label {
        /// The document's title.
        Title = "title",
        /// Who answers for it.
        Owner = "owner",
        /// Who wrote it.
        Author = "author",
        /// Who approved it.
        Approver = "approver",
        /// When it was approved.
        ApprovedOn = "approved_on",
        /// Since when it is in force.
        EffectiveOn = "effective_on",
        /// When it was last reviewed.
        ReviewedOn = "reviewed_on",
        /// When it is to be reviewed.
        NextReview = "next_review",
        /// Its version.
        Version = "version",
        /// Its status.
        Status = "status",
        /// Some date of its own.
        Date = "date",
        /// Its number.
        Identifier = "identifier",
        /// How confidential it is.
        Classification = "classification",
        /// Its successor.
        ReplacedBy = "replaced_by",
        /// Whose it is.
        Organisation = "organisation",
    }
}

named! {
    /// What a cell's value says.
    Value {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Still open.
        Open = "open",
        /// Closed.
        Closed = "closed",
        /// Filled and says nothing.
        Empty = "empty",
        /// Of the highest classes of criticality or impact.
        High = "high",
        /// Of the highest priority.
        Top = "top",
        /// Everything there is: "all services".
        All = "all",
        /// Of a grade of audit findings that a corrective action must follow.
        Nonconformity = "nonconformity",
        /// A party of the own organisation.
        Internal = "internal",
        /// A party outside the organisation.
        External = "external",
        /// A customer.
        Customer = "customer",
        /// Not yet in use.
        Planned = "planned",
        /// A change or release that could not wait.
        Emergency = "emergency",
        /// A change that is approved once for all.
        Standard = "standard",
        /// A change of weight: it may touch what is planned for the worst case.
        Major = "major",
        /// A change that brings, removes or hands over a service.
        Transition = "transition",
        /// It did not work, was undone or missed its target.
        Failed = "failed",
        /// About information security.
        Security = "security",
        /// About the share of time in which a service can be used.
        Availability = "availability",
        /// About people as a resource.
        Staff = "staff",
        /// Kept in store, in nobody's hands.
        Stock = "stock",
        /// A service request, no incident.
        Request = "request",
    }
}

impl Value {
    /// Whether only rules ask for it: their words need not be looked for while documents are read.
    #[must_use]
    pub fn is_for_rules(self) -> bool {
        !matches!(self, Self::Yes | Self::No | Self::Open | Self::Closed | Self::Empty)
    }
}

named! {
    /// What a folder's name says of its files.
    Folder {
        /// No longer in force.
        Archive = "archive",
        /// Not yet in force.
        Draft = "draft",
        /// Forms to be filled in.
        Template = "template",
        /// Somebody else's.
        Foreign = "foreign",
        /// No evidence whatever it is called: training, guidance, decisions on design, test data.
        Aside = "aside",
    }
}
