//! Readiness as a paper: what the board reads on one page, then everything that is looked at, to tick off.

use anyhow::Result;
use serde::Serialize;

use super::{Item, Readiness, Stage, readiness};
use crate::assessment::Assessment;
use crate::report::paper::{Block, Form, Paper, Printed, Section, Table, Worded, print};
use crate::report::view::View;
use crate::report::{Format, Options};

/// Gaps on the page for the board.
const WORST: usize = 5;
/// Obligations named beside an item on a page.
const FEW: usize = 6;

/// The readiness of an assessment, and the assessment as reports show it; as data it is the readiness alone.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(in crate::report) struct Ready {
    found: Readiness,
    #[serde(skip)]
    view: View,
}

/// The form of a paper that is this format; Markdown and HTML have templates of their own.
pub(in crate::report) fn form(format: Format) -> Option<Form> {
    match format {
        Format::Xlsx => Some(Form::Xlsx),
        #[cfg(feature = "docx")]
        Format::Docx => Some(Form::Docx),
        #[cfg(all(feature = "pdf", feature = "binder"))]
        Format::Pdf => Some(Form::Pdf),
        _ => None,
    }
}

/// Writes readiness in a form.
pub(in crate::report) fn write(assessment: &Assessment, options: &Options<'_>, form: Form) -> Result<Vec<u8>> {
    let words = options.words();
    let view = View::new(assessment, words);
    let ready = Ready { found: readiness(assessment, &view, options)?, view };
    print(&Worded { what: &ready, words }, form)
}

impl Section for Ready {
    const SECTION: &'static str = "readiness";
}

impl Worded<'_, Ready> {
    fn notes(&self) -> Vec<String> {
        let named = |label: &str, text: &str| (!text.is_empty()).then(|| format!("{label}: {text}"));
        let report = |key: &str| self.words.get("report", key);
        let (view, mut notes) = (&self.what.view, vec![self.text("about").to_owned()]);
        notes.extend(named(report("client"), &view.brand.client));
        notes.extend(named(report("consultant"), &view.brand.consultant));
        notes.extend(named(report("as_of"), &view.as_of_long));
        notes.extend(view.catalogues.iter().filter_map(|each| named(report("edition"), &each.edition)));
        notes.extend(named(report("limited"), &view.limited_to.join(", ")));
        notes.extend(named(report("confidentiality"), &view.brand.confidentiality));
        notes
    }

    /// What a board reads.
    fn board(&self, paper: &mut Paper) {
        let view = &self.what.view;
        let mut achieved = self.fill("achieved", &[("date", &view.as_of_long), ("share", &view.score.text)]);
        if let Some(rating) = &view.score.rating {
            achieved.push_str(&format!(" ({})", rating.label));
        }
        let mut lines = vec![achieved, self.fill("completeness", &[("share", view.determinable.as_str())])];
        lines.push(match view.since.head.as_str() {
            "" => self.text("no-trend").to_owned(),
            head => format!("{head}: {}", view.since.facts.join(" ")),
        });
        paper.part(2, self.text("board"), vec![Block::List(lines)]);
        let worst = view.actions.iter().take(WORST).map(|each| {
            let place = [each.path.as_str(), each.place.as_str()].into_iter().filter(|text| !text.is_empty());
            vec![each.grade.label.to_owned(), each.says.clone(), place.collect::<Vec<_>>().join(", ")]
        });
        let rows: Vec<Vec<String>> = worst.collect();
        let block = match rows.is_empty() {
            true => Block::Text(self.text("no-gaps").to_owned()),
            false => Block::Table(Table { headings: self.headings(&["c-grade", "c-gap", "c-evidence"]), rows }),
        };
        paper.part(3, self.text("worst"), vec![block]);
    }

    fn verdicts(&self, paper: &mut Paper) {
        paper.part(2, self.text("verdict"), vec![Block::Text(self.words.get("report", "decides").to_owned())]);
        for stage in &self.what.found.stages {
            let counts: Vec<String> =
                stage.counts.iter().map(|each| format!("{} {}", each.count, each.mark.inline)).collect();
            let means = format!("{} {}.", stage.verdict.means, counts.join(", "));
            let reasons =
                stage.reasons.iter().map(|item| format!("{} {}: {}", item.answer.symbol, item.answer.label, item.says));
            let heading = format!("{}: {} {}", stage.title, stage.verdict.symbol, stage.verdict.inline);
            paper.part(3, heading, vec![Block::Text(means), Block::List(reasons.collect())]);
        }
        let Some(by_date) = &self.what.found.by_date else { return };
        let about = self.fill("by-date", &[("date", &by_date.date)]);
        let heading = format!("{about}: {} {}", by_date.verdict.symbol, by_date.verdict.inline);
        paper.part(2, heading, vec![Block::Text(by_date.about.clone()), Block::List(by_date.reasons.clone())]);
        if !by_date.due.is_empty() {
            let due = by_date.due.iter().map(|each| {
                let late = if each.overdue { self.text("by-date-past") } else { "" };
                vec![each.date.clone(), late.to_owned(), each.says.clone(), each.obligation.clone(), each.path.clone()]
            });
            let keys = ["c-when", "c-late", "c-what", "c-obligations", "c-evidence"];
            let table = Table { headings: self.headings(&keys), rows: due.collect() };
            paper.part(3, self.text("by-date-list"), vec![Block::Table(table)]);
        }
    }

    fn looked_at(&self, paper: &mut Paper) {
        let items = self.what.found.stages.iter().flat_map(|stage| &stage.parts).flat_map(|part| &part.items);
        let first = items.filter(|item| item.first);
        let first = first.map(|item| format!("{} {}: {}", item.answer.symbol, item.answer.label, item.says));
        let about = Block::Text(self.text("first_about").to_owned());
        paper.part(2, self.text("first"), vec![about, Block::List(first.collect())]);
        for stage in &self.what.found.stages {
            paper.part(2, stage.title.clone(), vec![Block::Text(stage.about.clone())]);
            for part in &stage.parts {
                let rows = part.items.iter().map(|item| self.row(item));
                let keys = ["c-item", "c-answer", "c-obligations", "c-open", "c-evidence"];
                let table = Table { headings: self.headings(&keys), rows: rows.collect() };
                paper.part(3, part.title.clone(), vec![Block::Table(table)]);
            }
        }
        let about = Block::Text(self.text("drivers_about").to_owned());
        paper.part(2, self.text("drivers"), vec![about, Block::List(self.what.found.drivers.clone())]);
        let limits =
            [self.text("limit"), self.words.get("report", "limit_documents"), self.words.get("report", "limit_open")];
        let limits = limits.into_iter().map(str::to_owned).chain(self.what.view.brand.disclaimers.iter().cloned());
        paper.part(2, self.words.get("report", "limits"), limits.map(Block::Text).collect());
    }

    /// The first obligations of an item; a workbook has them all.
    fn few(&self, item: &Item) -> String {
        let mut few: Vec<&str> = item.obligations.iter().map(|link| link.text.as_str()).collect();
        let more = few.len().saturating_sub(FEW).to_string();
        if few.len() <= FEW {
            return few.join(", ");
        }
        few.truncate(FEW);
        format!("{} {}", few.join(", "), self.words.fill("report", "and_more", &[("n", &more)]))
    }

    /// What is said of an item on a page.
    fn row(&self, item: &Item) -> Vec<String> {
        let needed = if item.needed { format!(" ({})", self.text("needed")) } else { String::new() };
        let short = item.shortfalls.iter().map(|each| sentences(&[&each.says, &each.remedy]));
        let ask = item.ask.iter().map(|question| format!("{}: {question}", self.words.get("report", "ask")));
        vec![
            format!("{}{needed}", item.says),
            format!("{} {}", item.answer.symbol, item.answer.label),
            self.few(item),
            short.chain(ask).collect::<Vec<_>>().join(" "),
            evidence(item, "; "),
        ]
    }

    /// The same as a row of a workbook.
    fn cells(&self, stage: &Stage, part: &str, item: &Item) -> Vec<String> {
        let lines = |texts: &mut dyn Iterator<Item = &String>| texts.cloned().collect::<Vec<_>>().join("\n");
        vec![
            stage.title.clone(),
            part.to_owned(),
            item.says.clone(),
            if item.needed { self.text("needed").to_owned() } else { String::new() },
            item.answer.label.to_owned(),
            obligations(item),
            lines(&mut item.shortfalls.iter().map(|each| &each.says)),
            lines(&mut item.shortfalls.iter().map(|each| &each.remedy)),
            lines(&mut item.ask.iter()),
            evidence(item, "\n"),
            String::new(),
        ]
    }
}

/// One after the other, each with its full stop.
fn sentences(texts: &[&str]) -> String {
    let texts = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    let texts = texts.map(|text| match text.ends_with(['.', '?', '!', '…', '”', '“']) {
        true => text.to_owned(),
        false => format!("{text}."),
    });
    texts.collect::<Vec<_>>().join(" ")
}

fn obligations(item: &Item) -> String {
    item.obligations.iter().map(|link| link.text.as_str()).collect::<Vec<_>>().join(", ")
}

fn evidence(item: &Item, between: &str) -> String {
    let place = |path: &str, place: &str| if place.is_empty() { path.to_owned() } else { format!("{path}, {place}") };
    item.evidence.iter().map(|piece| place(&piece.path, &piece.place)).collect::<Vec<_>>().join(between)
}

impl Printed for Worded<'_, Ready> {
    fn paper(&self) -> Paper {
        let title = format!("{}: {}", self.text("title"), self.what.view.organisation);
        let mut paper = Paper::new(title, self.notes()).told(self.words, &self.what.view.as_of);
        self.board(&mut paper);
        self.verdicts(&mut paper);
        self.looked_at(&mut paper);
        paper
    }

    fn table(&self) -> Table {
        let keys = [
            "c-stage",
            "c-part",
            "c-item",
            "c-needed",
            "c-answer",
            "c-obligations",
            "c-shortfalls",
            "c-do",
            "c-ask",
            "c-evidence",
            "c-seen",
        ];
        let rows = self.what.found.stages.iter().flat_map(|stage| {
            stage
                .parts
                .iter()
                .flat_map(move |part| part.items.iter().map(move |item| self.cells(stage, &part.title, item)))
        });
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }

    fn sheets(&self) -> Vec<(String, Table)> {
        let drivers = self.what.found.drivers.iter().map(|question| vec![question.clone(), String::new()]).collect();
        let drivers = Table { headings: self.headings(&["drivers", "c-answer"]), rows: drivers };
        vec![(self.text("title").to_owned(), self.table()), (self.text("drivers").to_owned(), drivers)]
    }
}
