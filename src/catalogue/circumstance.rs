//! What the size of an organisation, and the sector it works for, change in how an assessment is looked at
//! (`controls/profiles/`): weights, questions, advice on documents, the size of a plan. They remove no obligation and
//! change no status, because findings are made before anything here is asked; a weight is never lowered.

use serde::{Deserialize, Serialize};

use super::Catalogue;

/// What a circumstance is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dimension {
    /// How large the organisation is.
    Size,
    /// For whom it works.
    Sector,
}

impl Dimension {
    /// Both, in the order in which reports name them.
    pub const ALL: [Self; 2] = [Self::Size, Self::Sector];

    /// Its key in a profile.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Sector => "sector",
        }
    }
}

/// A size or a sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circumstance {
    /// What it is of.
    pub dimension: Dimension,
    /// Its id, also its file name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it means, and what it does not.
    pub about: String,
    /// The size of a plan's estimates, where it says one.
    pub plan: Option<String>,
    /// Obligations that weigh more.
    pub weights: Vec<Raised>,
    /// More questions.
    pub ask: Vec<Questions>,
    /// Documents that may well be one; advice only.
    pub together: Vec<Together>,
}

/// An obligation that weighs more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// `8.6.1/4`.
    pub obligation: String,
    /// What it weighs otherwise, 1–3.
    pub from: u8,
    /// What it weighs here, more than that.
    pub to: u8,
    /// Why.
    pub why: String,
}

/// More questions for an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questions {
    /// The obligation they are about.
    pub obligation: String,
    /// The questions.
    pub ask: Vec<String>,
}

/// Documents that may well be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Together {
    /// Their types.
    pub types: Vec<String>,
    /// Why, and as what.
    pub why: String,
}

impl Catalogue {
    /// The size or sector of a name.
    ///
    /// # Errors
    /// The names there are.
    pub fn circumstance(&self, dimension: Dimension, name: &str) -> Result<&Circumstance, String> {
        self.circumstances.iter().find(|one| one.dimension == dimension && one.id == name).ok_or_else(|| {
            let known = self.circumstances.iter().filter(|one| one.dimension == dimension);
            let known: Vec<&str> = known.map(|one| one.id.as_str()).collect();
            format!("the {}s are {}", dimension.name(), known.join(", "))
        })
    }
}
