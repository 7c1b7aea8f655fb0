//! The programme of internal audits.

use crate::audit::areas::{Area, Priority};
use crate::audit::programme::{Audit, Programme};
use crate::report::paper::{Block, Paper, Printed, Table, Worded, titled};

impl Printed for Worded<'_, Programme> {
    fn paper(&self) -> Paper {
        let programme = self.what;
        let title = titled(self.text("programme"), programme.organisation.as_ref());
        let mut paper = Paper::new(title, self.notes()).told(self.words, &programme.as_of);
        for audit in &programme.audits {
            let heading = self.fill("audit-from", &[("audit", &audit.id), ("date", &self.date(&audit.date))]);
            let clauses = self.fill("clauses", &[("clauses", &programme.clauses(audit).join(", "))]);
            paper.part(2, heading, vec![Block::Text(clauses), Block::Table(self.assigned(audit))]);
        }
        let points = Block::Text(self.words.name(&programme.points));
        let blocks = vec![points, Block::Text(self.text("how-often").into()), Block::Table(self.areas())];
        paper.part(2, self.text("areas"), blocks);
        paper
    }

    fn table(&self) -> Table {
        let keys = [
            "c-audit",
            "c-date",
            "c-area",
            "c-title",
            "c-clauses",
            "c-priority",
            "c-points",
            "c-why",
            "c-auditor",
            "c-excluded",
        ];
        let rows = self.what.audits.iter().flat_map(|audit| {
            audit.assignments.iter().filter_map(move |assignment| {
                let area = self.what.area(&assignment.area)?;
                Some(vec![
                    audit.id.clone(),
                    audit.date.clone(),
                    area.id.clone(),
                    self.titled(area),
                    area.clauses.join(", "),
                    self.priority(area.priority).to_owned(),
                    area.points.to_string(),
                    self.said(&area.why),
                    assignment.auditor.clone().unwrap_or_default(),
                    self.said(&assignment.excluded),
                ])
            })
        });
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }

    fn sheets(&self) -> Vec<(String, Table)> {
        vec![(self.text("programme").to_owned(), self.table()), (self.text("areas").to_owned(), self.areas())]
    }
}

impl Worded<'_, Programme> {
    fn notes(&self) -> Vec<String> {
        let programme = self.what;
        let years = self.words.count(programme.years as usize, "year");
        let (from, as_of) = (self.date(&programme.from), self.date(&programme.as_of));
        let areas = self.words.count(programme.areas.len(), "area");
        let audits = self.words.count(programme.audits.len(), "audit");
        let mut notes = vec![
            self.fill("cycle", &[("years", &years), ("from", &from), ("as_of", &as_of)]),
            self.text("person").to_owned(),
            self.fill("covered", &[("areas", &areas), ("audits", &audits)]),
        ];
        notes.extend(programme.last_audit.as_ref().map(|date| self.fill("last-audit", &[("date", &self.date(date))])));
        let open = programme.unassigned();
        if programme.auditors.is_empty() {
            notes.push(self.text("no-auditors").to_owned());
        } else if !open.is_empty() {
            notes.push(self.fill("nobody-independent", &[("areas", &open.join(", "))]));
        }
        notes
    }

    fn date(&self, date: &str) -> String {
        self.words.short_date(date)
    }

    fn titled(&self, area: &Area) -> String {
        // An area without a title of its own bears those of its clauses.
        area.title.split("; ").map(|title| self.words.name(title)).collect::<Vec<_>>().join("; ")
    }

    fn priority(&self, priority: Priority) -> &'static str {
        self.text(match priority {
            Priority::Low => "low",
            Priority::Medium => "medium",
            Priority::High => "high",
        })
    }

    fn assigned(&self, audit: &Audit) -> Table {
        let rows = audit.assignments.iter().filter_map(|assignment| {
            let area = self.what.area(&assignment.area)?;
            Some(vec![
                area.id.clone(),
                self.titled(area),
                self.priority(area.priority).to_owned(),
                area.obligations.to_string(),
                assignment.auditor.clone().unwrap_or_else(|| self.text("to-be-named").to_owned()),
                self.said(&assignment.excluded),
            ])
        });
        let keys = ["c-area", "c-title", "c-priority", "c-obligations", "c-auditor", "c-excluded"];
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }

    fn areas(&self) -> Table {
        let rows = self.what.areas.iter().map(|area| {
            let audits = self.what.audits.iter();
            let audits = audits.filter(|audit| audit.assignments.iter().any(|one| one.area == area.id));
            let audits: Vec<&str> = audits.map(|audit| audit.id.as_str()).collect();
            vec![
                area.id.clone(),
                self.titled(area),
                area.points.to_string(),
                self.priority(area.priority).to_owned(),
                self.said(&area.why),
                audits.join(", "),
                area.answerable.join("; "),
            ]
        });
        let keys = ["c-area", "c-title", "c-points", "c-priority", "c-why", "c-audits", "c-answerable"];
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }
}
