//! Which clauses of another standard the evidence touches, by way of a crosswalk; and which document serves
//! several standards at once.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Extent, documents, of_clause};
use crate::assessment::Assessment;
use crate::audit::names::order;
use crate::catalogue::{Crosswalk, Strength};
use crate::evidence::Status;

/// An assessment seen from other standards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Integrated {
    /// Whose documents were assessed.
    pub organisation: Option<String>,
    /// As of when.
    pub as_of: String,
    /// The clauses to which the assessment is limited; none: it is not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limited_to: Vec<String>,
    /// The standards, in the order asked for.
    pub frameworks: Vec<Framework>,
    /// Our clauses that fall short and have a counterpart in more than one of them: closed once, closed for several.
    pub common: Vec<Common>,
    /// Documents that serve more than one of them, by path.
    pub shared: Vec<Shared>,
}

/// A clause of ours that falls short, and what it answers to elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Common {
    /// Its number.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// Obligations with evidence.
    pub evidenced: usize,
    /// All of them.
    pub obligations: usize,
    /// Places of each framework to which it answers at least in part, in the order of the frameworks.
    pub places: Vec<Vec<String>>,
}

/// Places by how much evidence they show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Reached {
    /// Evidence was found for all of it.
    pub found: usize,
    /// For a part.
    pub in_part: usize,
    /// For something that is merely related.
    pub related: usize,
    /// Documents cannot tell.
    pub ask: usize,
    /// For none of it.
    pub not_found: usize,
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
    /// Its places in figures.
    pub reached: Reached,
    /// How many documents serve it.
    pub documents: usize,
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
        limited_to: assessment.summary.limited_to.clone(),
        shared: shared(assessment, &frameworks),
        common: common(assessment, &frameworks),
        frameworks,
    }
}

impl Reached {
    fn of(places: &[Place]) -> Self {
        let count = |extent: Extent| places.iter().filter(|place| place.extent == extent).count();
        Self {
            found: count(Extent::Found),
            in_part: count(Extent::InPart),
            related: count(Extent::Related),
            ask: count(Extent::Ask),
            not_found: count(Extent::NotFound),
        }
    }
}

/// What falls short and counts in several standards, in the order of the standard.
fn common(assessment: &Assessment, frameworks: &[Framework]) -> Vec<Common> {
    let places_of = |clause: &str, framework: &Framework| -> Vec<String> {
        let answers = |one: &Counterpart| one.clause == clause && one.strength >= Strength::Partial;
        let places = framework.places.iter().filter(|place| place.counterparts.iter().any(answers));
        places.map(|place| place.reference.clone()).collect()
    };
    let short = assessment.clauses.iter().filter_map(|clause| {
        let findings = of_clause(assessment, &clause.clause);
        let counted = findings.iter().filter(|finding| finding.status != Status::NoOccurrence).count();
        let evidenced = findings.iter().filter(|finding| finding.status == Status::Evidenced).count();
        let places: Vec<Vec<String>> =
            frameworks.iter().map(|framework| places_of(&clause.clause, framework)).collect();
        let several = places.iter().filter(|places| !places.is_empty()).count() > 1;
        (several && evidenced < counted).then(|| Common {
            clause: clause.clause.clone(),
            title: clause.title.clone(),
            evidenced,
            obligations: counted,
            places,
        })
    });
    short.collect()
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
            evidenced: findings.iter().filter(|finding| finding.status == Status::Evidenced).count(),
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
    let serving = places.iter().flat_map(|place| &place.counterparts);
    let serving: BTreeSet<&String> =
        serving.filter(|one| one.strength >= Strength::Partial).flat_map(|one| &one.documents).collect();
    let clauses = assessment.clauses.iter().filter(|clause| !of_clause(assessment, &clause.clause).is_empty());
    let without = clauses.filter(|clause| walk.strength(&clause.clause) == Strength::None);
    Framework {
        id: walk.id.clone(),
        title: walk.title.clone(),
        note: walk.note.trim().to_owned(),
        reached: Reached::of(&places),
        documents: serving.len(),
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
