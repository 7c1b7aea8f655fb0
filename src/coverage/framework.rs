//! Which clauses of another standard the evidence touches, by way of a crosswalk; and which document serves
//! several standards at once.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Extent, documents, of_clause};
use crate::assessment::Assessment;
use crate::audit::names::order;
use crate::catalogue::{Crosswalk, Strength};

/// An assessment seen from other standards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Integrated {
    /// Whose documents were assessed.
    pub organisation: Option<String>,
    /// As of when.
    pub as_of: String,
    /// The standards, in the order asked for.
    pub frameworks: Vec<Framework>,
    /// Documents that serve more than one of them, by path.
    pub shared: Vec<Shared>,
}

/// Another standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Framework {
    /// `iso-9001-2015`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What a reader must know first.
    pub note: String,
    /// Its places with a counterpart here, in its own order.
    pub places: Vec<Place>,
    /// Our clauses to which nothing there answers.
    pub without: Vec<String>,
}

/// A place of another standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Its number there.
    pub reference: String,
    /// Our name for it.
    pub title: String,
    /// How far the counterpart that reaches furthest does.
    pub strength: Strength,
    /// How much evidence its counterparts show, those that reach furthest.
    pub extent: Extent,
    /// Its counterparts.
    pub counterparts: Vec<Counterpart>,
}

/// One of our clauses, seen from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counterpart {
    /// Its number.
    pub clause: String,
    /// How far it reaches.
    pub strength: Strength,
    /// Obligations with evidence.
    pub evidenced: usize,
    /// All of them.
    pub obligations: usize,
    /// The documents that are evidence.
    pub documents: Vec<String>,
}

/// A document and what it serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// The document.
    pub document: String,
    /// Our clauses.
    pub clauses: Vec<String>,
    /// Places of each framework, in the order of the frameworks; none where nothing is served.
    pub places: Vec<Vec<String>>,
}

/// Sees an assessment from other standards.
#[must_use]
pub fn integrated(assessment: &Assessment, walks: &[&Crosswalk]) -> Integrated {
    let frameworks: Vec<Framework> = walks.iter().map(|walk| framework(assessment, walk)).collect();
    Integrated {
        organisation: assessment.organisation.name.clone(),
        as_of: assessment.as_of.clone(),
        shared: shared(assessment, &frameworks),
        frameworks,
    }
}

fn framework(assessment: &Assessment, walk: &Crosswalk) -> Framework {
    let mut places: Vec<Place> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for link in walk.links.iter().filter(|link| link.strength != Strength::None && !link.reference.is_empty()) {
        let findings = of_clause(assessment, &link.clause);
        if findings.is_empty() {
            continue;
        }
        let number = *at.entry(&link.reference).or_insert_with(|| {
            places.push(Place {
                reference: link.reference.clone(),
                title: link.title.clone(),
                strength: Strength::None,
                extent: Extent::NotFound,
                counterparts: Vec::new(),
            });
            places.len() - 1
        });
        places[number].counterparts.push(Counterpart {
            clause: link.clause.clone(),
            strength: link.strength,
            evidenced: findings.iter().filter(|finding| finding.status == crate::evidence::Status::Evidenced).count(),
            obligations: findings.len(),
            documents: documents(findings.iter()),
        });
    }
    for place in &mut places {
        place.strength =
            place.counterparts.iter().map(|counterpart| counterpart.strength).max().unwrap_or(Strength::None);
        let furthest = place.counterparts.iter().filter(|counterpart| counterpart.strength == place.strength);
        let findings = furthest.flat_map(|counterpart| of_clause(assessment, &counterpart.clause));
        place.extent = as_far_as(place.strength, Extent::of(findings));
    }
    places.sort_by_key(|place| order(&place.reference));
    let clauses = assessment.clauses.iter().filter(|clause| !of_clause(assessment, &clause.clause).is_empty());
    let without = clauses.filter(|clause| walk.strength(&clause.clause) == Strength::None);
    Framework {
        id: walk.id.clone(),
        title: walk.title.clone(),
        note: walk.note.trim().to_owned(),
        without: without.map(|clause| clause.clause.clone()).collect(),
        places,
    }
}

/// Evidence serves no further than the counterpart reaches.
fn as_far_as(strength: Strength, extent: Extent) -> Extent {
    match (strength, extent) {
        (Strength::Partial, Extent::Found) => Extent::InPart,
        (Strength::Related, Extent::Found | Extent::InPart) => Extent::Related,
        (_, extent) => extent,
    }
}

/// A link that is merely related serves nothing by itself, so it does not count here.
fn shared(assessment: &Assessment, frameworks: &[Framework]) -> Vec<Shared> {
    let mut served: BTreeMap<&str, Vec<BTreeSet<&str>>> = BTreeMap::new();
    for (number, framework) in frameworks.iter().enumerate() {
        for place in &framework.places {
            let counterparts =
                place.counterparts.iter().filter(|counterpart| counterpart.strength >= Strength::Partial);
            for document in counterparts.flat_map(|counterpart| &counterpart.documents) {
                let places = served.entry(document).or_insert_with(|| vec![BTreeSet::new(); frameworks.len()]);
                places[number].insert(&place.reference);
            }
        }
    }
    let sorted = |places: BTreeSet<&str>| {
        let mut places: Vec<String> = places.into_iter().map(str::to_owned).collect();
        places.sort_by_key(|place| order(place));
        places
    };
    let shared = served.into_iter().map(|(document, places)| {
        let own = assessment.findings.iter().filter(|finding| finding.evidence.iter().any(|one| one.path == document));
        let clauses: BTreeSet<&str> = own.map(|finding| finding.clause.as_str()).collect();
        Shared {
            document: document.to_owned(),
            clauses: sorted(clauses),
            places: places.into_iter().map(sorted).collect(),
        }
    });
    shared.collect()
}

/// The crosswalk whose id is given in full or up to its year: `iso-9001` is `iso-9001-2015`.
#[must_use]
pub fn find<'a>(walks: &'a BTreeMap<String, Crosswalk>, id: &str) -> Option<&'a Crosswalk> {
    walks.get(id).or_else(|| {
        let begins = walks.values().filter(|walk| walk.id.strip_prefix(id).is_some_and(|rest| rest.starts_with('-')));
        begins.min_by_key(|walk| walk.id.len())
    })
}
