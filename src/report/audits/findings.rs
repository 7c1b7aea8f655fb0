//! The list of findings and corrective actions.

use crate::audit::raised::{Findings, Raised, Stage};
use crate::report::paper::{Block, Paper, Printed, Table, Worded, titled, word};

/// Which findings a section lists.
type Test = fn(&Raised) -> bool;

/// The columns of the rows, as they are read back in.
const COLUMNS: [&str; 19] = [
    "id",
    "audit",
    "clauses",
    "grade",
    "graded",
    "finding",
    "evidence",
    "cause",
    "correction",
    "action",
    "owner",
    "due",
    "closed",
    "effectiveness",
    "effectiveness_date",
    "stage",
    "overdue_days",
    "missing",
    "written in",
];

/// The same for people.
const HEADINGS: [&str; 19] = [
    "c-id",
    "c-audit",
    "c-clauses",
    "c-grade",
    "c-graded",
    "c-finding",
    "c-evidence",
    "c-cause",
    "c-correction",
    "c-action",
    "c-owner",
    "c-due",
    "c-closed",
    "c-effectiveness",
    "c-effectiveness-date",
    "c-stage",
    "c-overdue-days",
    "c-missing",
    "c-written-in",
];

impl Printed for Worded<'_, Findings> {
    fn paper(&self) -> Paper {
        let findings = &self.what.findings;
        let title = titled(self.text("findings"), self.what.organisation.as_ref());
        let mut paper = Paper::new(title, self.notes()).told(self.words, &self.what.as_of);
        let sections: [(&str, Test); 4] = [
            ("overdue", |raised| raised.overdue_days.is_some()),
            ("open", |raised| raised.overdue_days.is_none() && raised.stage == Stage::Open),
            ("unchecked", |raised| raised.overdue_days.is_none() && raised.stage == Stage::EffectUnchecked),
            ("closed", |raised| raised.stage == Stage::Closed),
        ];
        for (key, test) in sections {
            let rows: Vec<Vec<String>> =
                findings.iter().filter(|raised| test(raised)).map(|raised| self.short(raised)).collect();
            if rows.is_empty() {
                continue;
            }
            let keys = [
                "c-no",
                "c-grade",
                "c-clauses",
                "c-finding",
                "c-cause",
                "c-correction",
                "c-action",
                "c-owner",
                "c-due",
                "c-effect",
                "c-missing",
                "c-written-in",
            ];
            let heading = format!("{} ({})", self.text(key), rows.len());
            let table = Table { headings: self.headings(&keys), rows }.without_empty_columns();
            paper.part(2, heading, vec![Block::Table(table)]);
        }
        paper
    }

    /// With the names by which `audit findings` reads them back, whatever the language.
    fn table(&self) -> Table {
        let rows = self.what.findings.iter().map(|raised| {
            let written = &raised.written;
            vec![
                written.id.clone(),
                written.audit.clone(),
                raised.clauses.join(", "),
                written.grade.clone(),
                raised.graded.map(|grade| word(&grade)).unwrap_or_default(),
                written.finding.clone(),
                written.evidence.clone(),
                written.cause.clone(),
                written.correction.clone(),
                written.action.clone(),
                written.owner.clone(),
                written.due.clone(),
                written.closed.clone(),
                written.effectiveness.clone(),
                written.effectiveness_date.clone(),
                word(&raised.stage),
                raised.overdue_days.map(|days| days.to_string()).unwrap_or_default(),
                self.said(&raised.missing),
                sources(raised),
            ]
        });
        Table { headings: COLUMNS.to_vec(), rows: rows.collect() }
    }

    fn sheets(&self) -> Vec<(String, Table)> {
        vec![(self.text("findings").to_owned(), Table { headings: self.headings(&HEADINGS), ..self.table() })]
    }
}

impl Worded<'_, Findings> {
    fn notes(&self) -> Vec<String> {
        let findings = &self.what.findings;
        let count = |test: Test| findings.iter().filter(|raised| test(raised)).count().to_string();
        let values = [
            ("as_of", &*self.words.short_date(&self.what.as_of)),
            ("findings", &*self.words.count(findings.len(), "finding")),
            ("open", &*count(|raised| raised.stage == Stage::Open)),
            ("unchecked", &*count(|raised| raised.stage == Stage::EffectUnchecked)),
            ("overdue", &*count(|raised| raised.overdue_days.is_some())),
        ];
        vec![self.fill("counts", &values), self.text("overdue-means").to_owned()]
    }

    fn short(&self, raised: &Raised) -> Vec<String> {
        let written = &raised.written;
        let grade =
            raised.graded.map_or_else(|| written.grade.clone(), |grade| self.words.grade(grade).label.to_owned());
        let late = |days: i64, key: &str| {
            let days = self.words.count(usize::try_from(days).unwrap_or_default(), "day");
            self.fill(key, &[("due", &written.due), ("days", &days)])
        };
        let due = match raised.overdue_days {
            Some(days) if raised.stage == Stage::Open => late(days, "late"),
            Some(days) => late(days, "check-late"),
            None => written.due.clone(),
        };
        let effect = [written.effectiveness.as_str(), written.effectiveness_date.as_str()];
        let effect: Vec<&str> = effect.into_iter().filter(|text| !text.is_empty()).collect();
        vec![
            written.id.clone(),
            grade,
            raised.clauses.join(", "),
            written.finding.clone(),
            written.cause.clone(),
            written.correction.clone(),
            written.action.clone(),
            written.owner.clone(),
            due,
            effect.join(", "),
            self.said(&raised.missing),
            sources(raised),
        ]
    }
}

fn sources(raised: &Raised) -> String {
    let at = |path: &str, place: &str| if place.is_empty() { path.to_owned() } else { format!("{path}, {place}") };
    raised.sources.iter().map(|source| at(&source.path, &source.place)).collect::<Vec<_>>().join("; ")
}
