//! Crosswalks: other frameworks clause by clause, many-to-many, with how far a counterpart reaches.

use serde::{Deserialize, Serialize};

/// Another framework.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Crosswalk {
    /// `iso-27001-2022`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What a reader must know before relying on it.
    pub note: String,
    /// What answers to what, in the order of the file; a clause without counterpart has one link of strength `none`.
    pub links: Vec<Link>,
}

/// One clause and one place of the other framework.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Link {
    /// Our clause.
    pub clause: String,
    /// The place there; empty where there is none.
    pub reference: String,
    /// How far it reaches.
    pub strength: Strength,
    /// Our name for the place.
    pub title: String,
}

/// How far a counterpart reaches; our own judgement, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// There is no counterpart.
    None,
    /// The subject is related; its evidence seldom serves both.
    Related,
    /// Its evidence serves a part.
    Partial,
    /// Its evidence usually serves both, where the scopes match.
    Full,
}

impl Strength {
    /// As written in the files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Related => "related",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }

    /// The one so written.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::None, Self::Related, Self::Partial, Self::Full].into_iter().find(|strength| strength.name() == text)
    }
}

impl Crosswalk {
    /// The links of one clause, strongest first.
    #[must_use]
    pub fn of(&self, clause: &str) -> Vec<&Link> {
        let mut links: Vec<&Link> = self.links.iter().filter(|link| link.clause == clause).collect();
        links.sort_by_key(|link| std::cmp::Reverse(link.strength));
        links
    }

    /// The strongest link of one clause.
    #[must_use]
    pub fn strength(&self, clause: &str) -> Strength {
        let links = self.links.iter().filter(|link| link.clause == clause);
        links.map(|link| link.strength).max().unwrap_or(Strength::None)
    }
}
