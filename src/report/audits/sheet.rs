//! The working paper of an audit.

use std::collections::BTreeMap;

use crate::audit::Sample;
use crate::audit::sheets::{AreaSheet, Criterion, Sheet};
use crate::report::paper::{Block, Paper, Printed, Table, Worded, titled};
use crate::report::words::spoken;

impl Printed for Worded<'_, Sheet> {
    fn paper(&self) -> Paper {
        let sheet = self.what;
        let as_of = self.words.short_date(&sheet.as_of);
        let mut notes = vec![self.fill("seen-by", &[("as_of", &as_of)]), self.text("own-words").to_owned()];
        if !sheet.date.is_empty() {
            notes.insert(0, self.fill("planned-for", &[("date", &self.words.short_date(&sheet.date))]));
        }
        let title = titled(&self.name(), sheet.organisation.as_ref());
        let mut paper = Paper::new(title, notes).told(self.words, &sheet.as_of);
        for area in &sheet.areas {
            let heading = format!("{} {}", area.area, self.words.name(&area.title));
            paper.part(2, heading, vec![Block::List(self.about(area)), self.overview(area)]);
            for criterion in &area.criteria {
                let heading = format!("{} {}", criterion.obligation, self.words.name(&criterion.asks));
                paper.part(3, heading, self.blocks(criterion));
            }
        }
        for sample in &sheet.samples {
            let heading = self.fill("sample", &[("register", &self.words.title(&sample.title))]);
            paper.part(2, heading, vec![Block::Text(self.drawn(sample)), Block::Table(self.rows(sample))]);
        }
        let room = vec![Block::Room(self.text("concluded"), 4), Block::Room(self.text("signed"), 1)];
        paper.part(2, self.text("conclusion"), room);
        paper
    }

    fn table(&self) -> Table {
        let keys = [
            "c-audit",
            "c-area",
            "c-auditor",
            "c-obligation",
            "c-asks",
            "c-weight",
            "c-status",
            "c-evidence",
            "c-shortfalls",
            "c-ask",
            "c-records",
            "c-seen",
            "c-conclusion",
        ];
        let rows = self.what.areas.iter().flat_map(|area| {
            area.criteria.iter().map(move |criterion| {
                let found = criterion.evidence.iter();
                let found: Vec<String> = found
                    .map(|found| format!("{}, {}: {}", found.document, self.words.place(&found.place), found.quote))
                    .collect();
                vec![
                    self.what.audit.clone(),
                    area.area.clone(),
                    area.auditor.clone().unwrap_or_default(),
                    criterion.obligation.clone(),
                    self.words.name(&criterion.asks),
                    criterion.weight.to_string(),
                    self.words.status(criterion.status).label.to_owned(),
                    found.join("\n"),
                    self.falls_short(criterion).join("\n"),
                    self.names(&criterion.ask).join("\n"),
                    self.names(&criterion.records).join("\n"),
                    String::new(),
                    String::new(),
                ]
            })
        });
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }

    fn sheets(&self) -> Vec<(String, Table)> {
        let samples = self.what.samples.iter().map(|sample| (self.words.title(&sample.title), self.rows(sample)));
        std::iter::once((self.name(), self.table())).chain(samples).collect()
    }

    /// With a sheet to tick for each sample, in the place of its rows.
    #[cfg(feature = "binder")]
    fn pdf(&self) -> anyhow::Result<Vec<u8>> {
        let alone = Sheet { samples: Vec::new(), ..self.what.clone() };
        let paper = Worded { what: &alone, words: self.words }.paper();
        crate::report::paper::pdf::write(&paper, |setter| {
            let organisation = self.what.organisation.as_deref();
            let sheets = self
                .what
                .samples
                .iter()
                .flat_map(|sample| crate::report::ticks::sheets(sample, organisation, self.words, setter));
            sheets.collect()
        })
    }
}

impl Worded<'_, Sheet> {
    fn name(&self) -> String {
        format!("{} {}", self.text("working-paper"), self.what.audit).trim_end().to_owned()
    }

    fn names(&self, english: &[String]) -> Vec<String> {
        english.iter().map(|text| self.words.name(text)).collect()
    }

    fn falls_short(&self, criterion: &Criterion) -> Vec<String> {
        // `not-approved: “…” does not show who approved it`: the code is a name, the rest a sentence.
        let told = criterion.shortfalls.iter().map(|line| match line.split_once(": ") {
            Some((code, says)) => format!("{code}: {}", self.words.name(says)),
            None => line.clone(),
        });
        told.collect()
    }

    fn about(&self, area: &AreaSheet) -> Vec<String> {
        let auditor = area.auditor.as_deref().unwrap_or_else(|| self.text("to-be-named"));
        let mut lines = vec![self.fill("auditor-is", &[("name", auditor)])];
        if !area.answerable.is_empty() {
            lines.push(self.fill("answer-for", &[("names", &area.answerable.join("; "))]));
        }
        lines.push(self.fill("why-now", &[("why", &self.said(&area.why))]));
        lines
    }

    /// Where an area stands, so that an auditor knows where to spend the time.
    fn overview(&self, area: &AreaSheet) -> Block {
        let mut counts = BTreeMap::new();
        for criterion in &area.criteria {
            *counts.entry(self.words.status(criterion.status).inline).or_insert(0_usize) += 1;
        }
        let counts: Vec<String> = counts.into_iter().map(|(status, count)| format!("{count} {status}")).collect();
        let criteria = self.words.count(area.criteria.len(), "criterion");
        Block::Text(self.fill("overview", &[("criteria", &criteria), ("counts", &counts.join(", "))]))
    }

    fn blocks(&self, criterion: &Criterion) -> Vec<Block> {
        let (status, weight) = (self.words.status(criterion.status).inline, criterion.weight.to_string());
        let mut blocks = vec![Block::Text(self.fill("by-documents", &[("status", status), ("weight", &weight)]))];
        if !criterion.evidence.is_empty() {
            let rows = criterion.evidence.iter();
            let rows =
                rows.map(|found| vec![found.document.clone(), self.words.place(&found.place), found.quote.clone()]);
            let headings = self.headings(&["c-found-in", "c-place", "c-words"]);
            blocks.push(Block::Table(Table { headings, rows: rows.collect() }));
        }
        let line = |key: &'static str| move |text: String| self.fill(key, &[("text", &text)]);
        let mut lines: Vec<String> = self.falls_short(criterion).into_iter().map(line("falls-short")).collect();
        lines.extend(self.names(&criterion.ask).into_iter().map(line("ask")));
        lines.extend(self.names(&criterion.records).into_iter().map(line("look-at")));
        if !lines.is_empty() {
            blocks.push(Block::List(lines));
        }
        blocks.extend([Block::Room(self.text("seen"), 3), Block::Room(self.text("concludes"), 1)]);
        blocks
    }

    fn drawn(&self, sample: &Sample) -> String {
        let (drawn, seed) = (sample.sample.len().to_string(), sample.seed.to_string());
        let population = self.words.count(sample.population, "row");
        self.fill("drawn", &[("drawn", &drawn), ("rows", &population), ("seed", &seed)])
    }

    fn rows(&self, sample: &Sample) -> Table {
        let rows = (1..).zip(&sample.sample).map(|(number, row): (usize, _)| {
            let cells = sample.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
            let cells: Vec<String> =
                cells.map(|(column, cell)| format!("{} {cell}", self.words.name(&spoken(column)))).collect();
            vec![
                number.to_string(),
                cells.join(" · "),
                row.path.clone(),
                row.place.clone(),
                self.said(&row.why),
                String::new(),
            ]
        });
        let headings = self.headings(&["c-no", "c-row", "c-document", "c-place", "c-why-drawn", "c-seen"]);
        Table { headings, rows: rows.collect() }
    }
}
