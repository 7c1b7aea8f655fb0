//! A lesson: clauses, step by step, and the words one must know, in the language asked for.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::catalogue::{Catalogue, Check, Clause, Kind, Obligation, Parties, Rung};
use crate::report::Words;
use crate::report::paper::{Block, Paper, Printed, Section, Table, Worded};

/// A lesson. Its texts are in one language, as data too.
#[derive(Debug, Serialize)]
pub(super) struct Lesson {
    title: String,
    clauses: Vec<Walk>,
    glossary: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct Walk {
    clause: String,
    title: String,
    note: Option<String>,
    who: &'static str,
    steps: Vec<Step>,
}

#[derive(Debug, Serialize)]
struct Step {
    obligation: String,
    asks: String,
    kind: &'static str,
    needs: &'static str,
    weight: u8,
    looked_for: Vec<String>,
    close: String,
    ask: Vec<String>,
    good: Option<String>,
}

/// Who makes lessons.
pub(super) struct Teacher<'a> {
    pub catalogue: &'a Catalogue,
    pub words: &'static Words,
}

impl Teacher<'_> {
    pub(super) fn lesson(&self, number: &str, clauses: &[&Clause]) -> Lesson {
        let of = match clauses {
            [one] => format!("{} {}", one.clause, self.words.name(&one.title)),
            _ => self.fill("clause", number),
        };
        Lesson {
            title: self.fill("title", &of),
            clauses: clauses.iter().map(|clause| self.walk(clause)).collect(),
            glossary: self.glossary(clauses),
        }
    }

    fn text(&self, key: &str) -> &'static str {
        self.words.get("learn", key)
    }

    /// A text with one hole.
    fn fill(&self, key: &str, text: &str) -> String {
        self.words.fill("learn", key, &[("text", text)])
    }

    fn names(&self, english: &[String]) -> Vec<String> {
        english.iter().map(|text| self.words.name(text)).collect()
    }

    fn walk(&self, clause: &Clause) -> Walk {
        Walk {
            clause: clause.clause.clone(),
            title: self.words.name(&clause.title),
            note: clause.note.as_ref().map(|note| self.words.name(note)),
            who: match clause.parties {
                Parties::Own => self.text("own"),
                Parties::Accountable => self.text("accountable"),
            },
            steps: clause.obligations.iter().map(|obligation| self.step(obligation)).collect(),
        }
    }

    fn step(&self, obligation: &Obligation) -> Step {
        Step {
            obligation: obligation.id.clone(),
            asks: self.words.name(&obligation.asks),
            kind: match obligation.kind {
                Kind::Documented => self.text("document"),
                Kind::Record => self.text("record"),
                Kind::Activity => self.text("activity"),
            },
            needs: match obligation.needs {
                Rung::Absent | Rung::Mentioned => self.text("nothing"),
                Rung::Documented => self.text("documented"),
                Rung::Controlled => self.text("controlled"),
                Rung::Practised => self.text("practised"),
            },
            weight: obligation.weight,
            looked_for: obligation.evidence.iter().map(|check| self.described(check)).collect(),
            close: self.words.name(&obligation.remedy),
            ask: self.names(&obligation.ask),
            good: obligation.good.as_ref().map(|good| self.words.name(good)),
        }
    }

    fn described(&self, check: &Check) -> String {
        match check {
            Check::Document(check) | Check::Record(check) => {
                let says = check.topics.iter().filter_map(|topic| self.catalogue.topic_says(&check.types, topic));
                let says: Vec<String> = says.map(|says| self.words.name(says)).collect();
                self.with(&check.types, "which-says", &says.join("; "))
            }
            Check::Register(check) => {
                let columns: Vec<String> =
                    check.columns.iter().map(|column| self.words.name(&column.replace('_', " "))).collect();
                self.with(&check.types, "with-columns", &columns.join(", "))
            }
            Check::Any(checks) => {
                checks.iter().map(|check| self.described(check)).collect::<Vec<_>>().join(self.text("or-else"))
            }
            Check::Ask(question) => self.fill("ask-only", &self.words.name(question)),
        }
    }

    /// The titles of types, and what is to be in them.
    fn with(&self, types: &[String], key: &str, text: &str) -> String {
        let titles = types.iter().filter_map(|id| self.title(id)).collect::<Vec<_>>().join(self.text("or"));
        if text.is_empty() { titles } else { format!("{titles}{}", self.fill(key, text)) }
    }

    /// The title of a type as it stands within a sentence.
    fn title(&self, id: &str) -> Option<String> {
        let document = self.catalogue.documents.get(id).map(|kind| &kind.title);
        let title = document.or_else(|| self.catalogue.registers.get(id).map(|kind| &kind.title));
        title.map(|title| self.words.name(&title.to_lowercase()))
    }

    /// What the types that are looked for first are.
    fn glossary(&self, clauses: &[&Clause]) -> Vec<(String, String)> {
        let mut types = BTreeSet::new();
        let obligations = clauses.iter().flat_map(|clause| &clause.obligations);
        obligations.flat_map(|one| &one.evidence).for_each(|check| first(check, &mut types));
        let described = types.into_iter().filter_map(|id| {
            let document = self.catalogue.documents.get(id).map(|kind| (&kind.title, &kind.about));
            document.or_else(|| self.catalogue.registers.get(id).map(|kind| (&kind.title, &kind.about)))
        });
        described.map(|(title, about)| (self.words.title(title), self.words.name(about))).collect()
    }
}

fn first<'a>(check: &'a Check, types: &mut BTreeSet<&'a str>) {
    match check {
        Check::Document(check) | Check::Record(check) => types.extend(check.types.first().map(String::as_str)),
        Check::Register(check) => types.extend(check.types.first().map(String::as_str)),
        Check::Any(checks) => checks.iter().for_each(|check| first(check, types)),
        Check::Ask(_) => {}
    }
}

impl Section for Lesson {
    const SECTION: &'static str = "learn";
}

impl Worded<'_, Lesson> {
    fn lines(&self, step: &Step) -> Vec<String> {
        let fill = |key: &str, text: &str| self.fill(key, &[("text", text)]);
        let weight = step.weight.to_string();
        let mut lines =
            vec![self.fill("it-is", &[("kind", step.kind), ("weight", &weight)]), fill("needs", step.needs)];
        lines.extend(step.looked_for.iter().map(|line| fill("looked-for", line)));
        lines.push(fill("missing", &step.close));
        lines.extend(step.ask.iter().map(|line| fill("ask", line)));
        lines.extend(step.good.iter().map(|line| fill("good", line)));
        lines
    }
}

impl Printed for Worded<'_, Lesson> {
    fn paper(&self) -> Paper {
        let notes = vec![self.text("own-words").to_owned(), self.text("how").to_owned()];
        let mut paper = Paper { upright: true, ..Paper::new(self.what.title.clone(), notes) }.told(self.words, "");
        for walk in &self.what.clauses {
            let note = walk.note.iter().map(|note| Block::Text(note.clone()));
            let blocks = note.chain([Block::Text(walk.who.into())]).collect();
            paper.part(2, format!("{} {}", walk.clause, walk.title), blocks);
            for (number, step) in (1_usize..).zip(&walk.steps) {
                let values = [("n", &*number.to_string()), ("id", &step.obligation), ("asks", &step.asks)];
                let heading = self.fill("step", &values);
                paper.part(3, heading, vec![Block::List(self.lines(step))]);
            }
        }
        if !self.what.glossary.is_empty() {
            let rows = self.what.glossary.iter().map(|(term, about)| vec![term.clone(), about.clone()]).collect();
            let table = Table { headings: self.headings(&["c-word", "c-means"]), rows };
            paper.part(2, self.text("words"), vec![Block::Table(table)]);
        }
        paper
    }

    fn table(&self) -> Table {
        let keys =
            ["c-clause", "c-title", "c-obligation", "c-asks", "c-kind", "c-needs", "c-looked-for", "c-close", "c-ask"];
        let rows = self.what.clauses.iter().flat_map(|walk| {
            walk.steps.iter().map(move |step| {
                vec![
                    walk.clause.clone(),
                    walk.title.clone(),
                    step.obligation.clone(),
                    step.asks.clone(),
                    step.kind.to_owned(),
                    step.needs.split(':').next().unwrap_or_default().to_owned(),
                    step.looked_for.join("\n"),
                    step.close.clone(),
                    step.ask.join("\n"),
                ]
            })
        });
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }
}
