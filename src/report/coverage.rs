//! The integrated view as a paper: what of other standards the evidence touches, what to close once for several, which
//! document serves several.

use super::paper::{Block, Paper, Printed, Section, Table, Worded, word};
use super::words::Words;
use crate::catalogue::Strength;
use crate::coverage::Extent;
use crate::coverage::framework::{Common, Framework, Integrated, Place, Shared};

/// Documents named with a place.
const NAMED: usize = 3;

impl Section for Integrated {
    const SECTION: &'static str = "integrated";
}

impl Printed for Worded<'_, Integrated> {
    fn paper(&self) -> Paper {
        let view = self.what;
        let title = view.organisation.as_ref().map(|name| self.words.fill("integrated", "of", &[("name", name)]));
        let titles: Vec<String> = view.frameworks.iter().map(|framework| self.words.name(&framework.title)).collect();
        let values = [("day", self.words.long_date(&view.as_of)), ("standards", titles.join(self.text("and")))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let mut notes = vec![self.words.fill("integrated", "about", &values)];
        if !view.limited_to.is_empty() {
            let clauses = view.limited_to.join(", ");
            notes.push(self.words.fill("integrated", "limited", &[("clauses", &clauses)]));
        }
        notes.push(self.text("care").to_owned());
        let mut paper =
            Paper::new(title.unwrap_or_else(|| self.text("title").to_owned()), notes).told(self.words, &view.as_of);
        paper.part(2, self.text("glance"), self.glance());
        if !view.common.is_empty() {
            let about = Block::Text(self.text("common-about").to_owned());
            paper.part(2, self.text("common"), vec![about, Block::Table(self.common())]);
        }
        for framework in &view.frameworks {
            let mut blocks = vec![Block::Text(self.words.name(&framework.note)), Block::Table(self.places(framework))];
            if !framework.without.is_empty() {
                let without = framework.without.join(", ");
                blocks.push(Block::Text(self.words.fill("integrated", "without", &[("clauses", &without)])));
            }
            paper.part(2, self.words.name(&framework.title), blocks);
        }
        if !view.shared.is_empty() {
            let about = Block::Text(self.text("shared-about").to_owned());
            paper.part(2, self.text("shared"), vec![about, Block::Table(self.shared())]);
        }
        paper
    }

    fn table(&self) -> Table {
        let rows = self.what.frameworks.iter().flat_map(|framework| {
            framework.places.iter().map(move |place| {
                vec![
                    framework.id.clone(),
                    place.reference.clone(),
                    self.words.name(&place.title),
                    word(&place.strength),
                    word(&place.extent),
                    self.counterparts(place),
                    place_documents(place).join("\n"),
                ]
            })
        });
        let keys = ["c-framework", "c-place", "c-title", "c-reach", "c-here", "c-counterpart", "c-documents"];
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }
}

fn place_documents(place: &Place) -> Vec<&str> {
    let mut documents: Vec<&str> =
        place.counterparts.iter().flat_map(|one| &one.documents).map(String::as_str).collect();
    documents.sort_unstable();
    documents.dedup();
    documents
}

/// What an extent is called, in a language.
pub(super) fn extent(words: &Words, extent: Extent) -> &'static str {
    let key = match extent {
        Extent::Found => "found",
        Extent::InPart => "in-part",
        Extent::Related => "only-related",
        Extent::Ask => "ask",
        Extent::NotFound => "not-found",
    };
    words.get("integrated", key)
}

impl Worded<'_, Integrated> {
    fn strength(&self, strength: Strength) -> &'static str {
        self.text(match strength {
            Strength::Full => "full",
            Strength::Partial => "partial",
            Strength::Related => "related",
            Strength::None => "no-strength",
        })
    }

    fn glance(&self) -> Vec<Block> {
        let view = self.what;
        let rows = view.frameworks.iter().map(|framework| {
            let reached = framework.reached;
            let figures = [
                framework.places.len(),
                reached.found,
                reached.in_part,
                reached.related,
                reached.ask,
                reached.not_found,
                framework.documents,
                framework.without.len(),
            ];
            let title = std::iter::once(self.words.name(&framework.title));
            title.chain(figures.iter().map(|figure| self.words.number(*figure))).collect()
        });
        let keys = [
            "c-standard",
            "c-places",
            "c-found",
            "c-in-part",
            "c-related",
            "c-ask",
            "c-not-found",
            "c-serving",
            "c-without",
        ];
        let table = Table { headings: self.headings(&keys), rows: rows.collect() };
        let mut blocks = vec![Block::Text(self.text("glance-about").to_owned()), Block::Table(table)];
        if view.frameworks.len() > 1 {
            let several =
                view.shared.iter().filter(|one| one.places.iter().filter(|places| !places.is_empty()).count() > 1);
            let documents = self.words.count(several.count(), "document");
            blocks.push(Block::Text(self.words.fill("integrated", "shared-figure", &[("documents", &documents)])));
        }
        blocks
    }

    /// `ISO 9001:2015: 4.1, 4.2; ISO/IEC 27001:2022: 4.1`.
    fn elsewhere(&self, places: &[Vec<String>]) -> String {
        let pairs = self.what.frameworks.iter().zip(places).filter(|(_, places)| !places.is_empty());
        let said =
            pairs.map(|(framework, places)| format!("{}: {}", self.words.name(&framework.title), places.join(", ")));
        said.collect::<Vec<_>>().join("; ")
    }

    fn common(&self) -> Table {
        let row = |one: &Common| {
            let figures = [("evidenced", one.evidenced.to_string()), ("all", one.obligations.to_string())];
            let figures = figures.each_ref().map(|(name, value)| (*name, value.as_str()));
            vec![
                one.clause.clone(),
                self.words.name(&one.title),
                self.words.fill("integrated", "evidenced-of", &figures),
                self.elsewhere(&one.places),
            ]
        };
        let keys = ["c-clause", "c-title", "c-evidenced", "c-elsewhere"];
        Table { headings: self.headings(&keys), rows: self.what.common.iter().map(row).collect() }
    }

    fn counterparts(&self, place: &Place) -> String {
        let counterparts = place.counterparts.iter().map(|one| {
            let (evidenced, all) = (one.evidenced.to_string(), one.obligations.to_string());
            let values = [
                ("clause", one.clause.as_str()),
                ("strength", self.strength(one.strength)),
                ("evidenced", &evidenced),
                ("all", &all),
            ];
            self.words.fill("integrated", "counterpart", &values)
        });
        counterparts.collect::<Vec<_>>().join("; ")
    }

    fn places(&self, framework: &Framework) -> Table {
        let rows = framework.places.iter().map(|place| {
            let documents = place_documents(place);
            let more = documents.len().saturating_sub(NAMED);
            let mut shown = documents.iter().take(NAMED).copied().collect::<Vec<_>>().join("; ");
            if more > 0 {
                shown.push_str("; ");
                shown.push_str(&self.words.fill("report", "and_more", &[("n", &more.to_string())]));
            }
            vec![
                place.reference.clone(),
                self.words.name(&place.title),
                self.strength(place.strength).to_owned(),
                extent(self.words, place.extent).to_owned(),
                self.counterparts(place),
                shown,
            ]
        });
        let keys = ["c-place", "c-name", "c-reach", "c-here", "c-counterparts", "c-documents"];
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }

    fn shared(&self) -> Table {
        let row =
            |shared: &Shared| vec![shared.document.clone(), shared.clauses.join(", "), self.elsewhere(&shared.places)];
        let keys = ["c-document", "c-clauses", "c-serves"];
        Table { headings: self.headings(&keys), rows: self.what.shared.iter().map(row).collect() }
    }
}
