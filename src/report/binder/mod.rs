//! The evidence binder as far as it is drawn: cover, index, dividers, sheets for what cannot be bound, and the
//! stamps for what can. The pages of others are no matter of this module: `pack::binder` puts both together.

mod contents;
mod sheets;
mod stamp;

use anyhow::Result;
use lopdf::Document;

use super::plain::{TEXT, clean};
use super::sheet::{About, Colour, Flow, Page, Setter, Target, colour, draw};
use super::words::Words;
use crate::assessment::Assessment;

pub use contents::{Contents, Exhibit};

/// What there is of an exhibit to be bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// So many pages of its own.
    Pages(u32),
    /// It is no PDF: a sheet names it.
    Named,
    /// It is a PDF whose pages cannot be taken: a sheet says why.
    Unbound(Why),
}

/// Why the pages of a PDF cannot be bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is protected with a password, or its rights are limited by one.
    Encrypted,
    /// It is damaged.
    Broken,
    /// It has no pages.
    Empty,
}

/// What comes next in a binder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// A page drawn here: its number among the pages of [`Sheets::document`].
    Sheet(usize),
    /// A page, from 0, of an exhibit, from 0; its stamp is among the pages of [`Sheets::document`], too.
    Page(usize, u32, usize),
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it says.
    pub title: String,
    /// Which [`Slot`] it leads to.
    pub slot: usize,
    /// Whether it stands under the one before that does not.
    pub is_under: bool,
}

/// A place on a slot's page that leads to another slot: left, bottom, right, top in points.
#[derive(Debug, Clone, PartialEq)]
pub struct Jump {
    /// The slot it is on.
    pub from: usize,
    /// Where on it.
    pub place: [f32; 4],
    /// The slot it leads to.
    pub to: usize,
}

/// All that is drawn for a binder.
pub struct Sheets {
    /// The sheets, and behind them the stamps: pages as large as a stamp.
    pub document: Document,
    /// The binder, page by page.
    pub slots: Vec<Slot>,
    /// Links of the sheets.
    pub jumps: Vec<Jump>,
    /// The outline.
    pub outline: Vec<Entry>,
}

/// Draws all that is drawn for a binder; `bodies` are those of the exhibits.
///
/// # Errors
/// When fonts cannot be embedded, which none of ours causes.
pub fn sheets(assessment: &Assessment, contents: &Contents<'_>, bodies: &[Body], words: &Words) -> Result<Sheets> {
    let made = Made { assessment, contents, bodies, words };
    let mut setter = Setter::default();
    // Page numbers do not change how much is on a page, so they are right the second time.
    let mut places = Places::default();
    let mut groups = Vec::new();
    for _ in 0..3 {
        let missing: Vec<(char, usize)> = std::mem::take(&mut setter.missing).into_iter().collect();
        groups = made.groups(&mut setter, &places, &missing);
        let found = Places::of(&groups, bodies);
        if std::mem::replace(&mut places, found) == places {
            break;
        }
    }
    let maker = sheets::Maker { made: &made, places: &places, missing: &[] };
    let mut pages = Vec::new();
    let (mut slots, mut jumps) = (Vec::new(), Vec::new());
    for group in groups {
        for mut page in group.pages {
            if group.role != Role::Cover {
                maker.foot(&mut setter, &mut page, slots.len() + 1);
            }
            if let Role::Divider(at) = group.role {
                maker.tab(&mut setter, &mut page, at);
            }
            let from = slots.len();
            jumps.extend(page.links.iter().map(|link| Jump { from, place: link.place, to: places.slot(link.target) }));
            slots.push(Slot::Sheet(pages.len()));
            pages.push(page);
        }
        if let Role::Pages(at, count) = group.role {
            slots.extend((0..count).map(|page| Slot::Page(at, page, 0)));
        }
    }
    stamp::stamps(&made, &mut setter, &mut slots, &mut pages);
    let outline = made.outline(&places);
    Ok(Sheets { document: draw(&pages)?, slots, jumps, outline })
}

/// Writes a binder: the same input gives the same bytes.
///
/// # Errors
/// When memory does not suffice.
pub fn written(document: Document, assessment: &Assessment, words: &Words) -> Result<Vec<u8>> {
    let organisation = clean(assessment.organisation.name.as_deref().unwrap_or_default(), TEXT);
    let title = [words.get("binder", "title"), &organisation].join(": ");
    let creator = clean(&format!("{} {}", assessment.tool.name, assessment.tool.version), TEXT);
    let about = About {
        title: title.trim_end_matches(": "),
        language: words.language().code(),
        creator: &creator,
        date: &assessment.as_of,
    };
    super::sheet::written(document, &about)
}

/// What a binder is made of.
pub(super) struct Made<'a> {
    assessment: &'a Assessment,
    contents: &'a Contents<'a>,
    bodies: &'a [Body],
    words: &'a Words,
}

/// What the pages of a group are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Cover,
    Index,
    Divider(usize),
    Reference(usize),
    /// Pages of an exhibit's own, which are not drawn.
    Pages(usize, u32),
}

struct Group {
    role: Role,
    pages: Vec<Page>,
}

impl Made<'_> {
    fn organisation(&self) -> String {
        let name = self.assessment.organisation.name.as_deref().map(|name| clean(name, TEXT));
        name.unwrap_or_else(|| self.words.get("common", "unnamed").to_owned())
    }

    fn accent(&self) -> Colour {
        self.assessment.report.accent.as_deref().and_then(colour).unwrap_or(super::sheet::ACCENT)
    }

    /// The editions of the catalogues.
    fn standard(&self) -> String {
        let editions =
            self.assessment.catalogues.iter().map(|catalogue| clean(&self.words.name(&catalogue.edition), TEXT));
        editions.collect::<Vec<_>>().join("; ")
    }

    /// What a cover says, by name.
    fn facts(&self, pages: usize) -> Vec<(String, String)> {
        let words = self.words;
        let count = |test: &dyn Fn(&Body) -> bool| self.bodies.iter().filter(|body| test(body)).count().to_string();
        let bound = count(&|body| matches!(body, Body::Pages(_)));
        let named = count(&|body| matches!(body, Body::Named));
        let unbound = count(&|body| matches!(body, Body::Unbound(_)));
        let holds = [("exhibits", words.count(self.bodies.len(), "exhibit")), ("pages", words.count(pages, "page"))];
        let holds: Vec<(&str, &str)> = holds.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let of_which = [("bound", &*bound), ("named", &*named), ("unbound", &*unbound)];
        let limited = &self.assessment.summary.limited_to;
        let clauses = if limited.is_empty() {
            words.get("common", "all_clauses").to_owned()
        } else {
            clean(&limited.join(", "), TEXT)
        };
        let brand = &self.assessment.report;
        let party = |name: &Option<String>| name.as_deref().map(|name| clean(name, TEXT)).unwrap_or_default();
        let tool = &self.assessment.tool;
        let own = |key: &str| words.get("binder", key).to_owned();
        vec![
            (words.get("pdf", "as_of").to_owned(), words.long_date(&clean(&self.assessment.as_of, TEXT))),
            (own("clauses"), clauses),
            (own("holds"), words.fill("binder", "holds_value", &holds)),
            (own("exhibits"), words.fill("binder", "of_which", &of_which)),
            (words.get("pdf", "prepared_for").to_owned(), party(&brand.client)),
            (words.get("pdf", "prepared_by").to_owned(), party(&brand.consultant)),
            (words.get("pdf", "made_by").to_owned(), clean(&format!("{} {}", tool.name, tool.version), TEXT)),
        ]
    }

    fn flow<'s>(&self, setter: &'s mut Setter) -> Flow<'s> {
        Flow::new(setter, sheets::FRAME, Some(self.accent()))
    }

    fn groups(&self, setter: &mut Setter, places: &Places, missing: &[(char, usize)]) -> Vec<Group> {
        let maker = sheets::Maker { made: self, places, missing };
        let mut groups = vec![
            Group { role: Role::Cover, pages: maker.cover(self.flow(setter)) },
            Group { role: Role::Index, pages: maker.index(self.flow(setter)) },
        ];
        for (at, _) in self.contents.clauses.iter().enumerate() {
            groups.push(Group { role: Role::Divider(at), pages: maker.divider(at, self.flow(setter)) });
            let own = self.contents.exhibits.iter().enumerate().filter(|(_, exhibit)| exhibit.clause == at);
            for (exhibit, _) in own {
                groups.push(match self.bodies[exhibit] {
                    Body::Pages(count) => Group { role: Role::Pages(exhibit, count), pages: Vec::new() },
                    _ => Group { role: Role::Reference(exhibit), pages: maker.reference(exhibit, self.flow(setter)) },
                });
            }
        }
        groups
    }

    fn outline(&self, places: &Places) -> Vec<Entry> {
        let entry = |title: String, slot: usize, is_under: bool| Entry { title, slot, is_under };
        let mut entries = vec![
            entry(self.words.get("binder", "title").to_owned(), 0, false),
            entry(self.words.get("binder", "index").to_owned(), places.index, false),
        ];
        for (at, clause) in self.contents.clauses.iter().enumerate() {
            let title = format!("{} {}", clause.result.clause, self.words.name(&clause.result.title));
            entries.push(entry(clean(&title, TEXT), places.slot(Target::Sheet(at)), false));
            let own = self.contents.exhibits.iter().enumerate().filter(|(_, exhibit)| exhibit.clause == at);
            for (number, exhibit) in own {
                let values = [("n", &*(number + 1).to_string())];
                let title = format!("{}: {}", self.words.fill("binder", "exhibit", &values), exhibit.path);
                entries.push(entry(clean(&title, 200), places.slot(Target::Exhibit(number, 1)), true));
            }
        }
        entries
    }
}

/// Where everything is in the binder; slots from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// How many pages there are.
    pages: usize,
    index: usize,
    dividers: Vec<usize>,
    /// The first page of each exhibit, and how many it has.
    exhibits: Vec<(usize, u32)>,
}

/// A page of the binder, from 1, and how a link names it.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    page: usize,
    target: Target,
}

impl Places {
    fn of(groups: &[Group], bodies: &[Body]) -> Self {
        let mut places = Self { exhibits: vec![(0, 1); bodies.len()], ..Self::default() };
        for group in groups {
            let at = places.pages;
            match group.role {
                Role::Cover => {}
                Role::Index => places.index = at,
                Role::Divider(_) => places.dividers.push(at),
                Role::Reference(exhibit) => places.exhibits[exhibit] = (at, 1),
                Role::Pages(exhibit, count) => places.exhibits[exhibit] = (at, count),
            }
            places.pages += match group.role {
                Role::Pages(_, count) => count as usize,
                _ => group.pages.len(),
            };
        }
        places
    }

    /// The slot that a link leads to.
    fn slot(&self, target: Target) -> usize {
        match target {
            Target::Sheet(clause) => self.dividers.get(clause).copied().unwrap_or_default(),
            Target::Exhibit(exhibit, page) => {
                let (first, count) = self.exhibits.get(exhibit).copied().unwrap_or((0, 1));
                first + page.clamp(1, count.max(1)) as usize - 1
            }
        }
    }

    fn at(&self, target: Target) -> At {
        At { page: self.slot(target) + 1, target }
    }

    fn divider(&self, clause: usize) -> At {
        self.at(Target::Sheet(clause))
    }

    fn exhibit(&self, exhibit: usize, page: u32) -> At {
        self.at(Target::Exhibit(exhibit, page))
    }

    /// The page of an exhibit that a place is on; a sheet that stands for a document is one page.
    fn page_in(&self, exhibit: usize, page: Option<u32>) -> u32 {
        let count = self.exhibits.get(exhibit).map_or(1, |(_, count)| *count);
        page.unwrap_or(1).clamp(1, count.max(1))
    }
}
