//! What an internal auditor is handed: the programme, working papers, the list of findings.

use super::paper::{Block, Paper, Printed, Table, word};
use crate::audit::Sample;
use crate::audit::programme::Programme;
use crate::audit::raised::{Findings, Raised, Stage};
use crate::audit::sheets::{AreaSheet, Criterion, Sheet};

/// Which findings a section lists.
type Test = fn(&Raised) -> bool;

const PERSON: &str = "The program proposes; whoever manages the programme decides, and an auditor concludes.";

fn of(organisation: Option<&String>) -> String {
    organisation.map(|name| format!(": {name}")).unwrap_or_default()
}

impl Printed for Programme {
    fn paper(&self) -> Paper {
        let years = if self.years == 1 { "1 year".to_owned() } else { format!("{} years", self.years) };
        let mut notes = vec![
            format!("A cycle of {years} from {}, resting on the assessment as of {}. {PERSON}", self.from, self.as_of),
            format!(
                "Every clause with obligations is covered: {} areas, {} audits.",
                self.areas.len(),
                self.audits.len()
            ),
        ];
        notes.extend(self.last_audit.as_ref().map(|date| {
            format!("Records show an audit on {date}; what it covered counts only where a register of audits says clauses and a date.")
        }));
        match (self.auditors.is_empty(), self.unassigned()) {
            (true, _) => {
                notes.push("No auditors are named: whoever audits an area must not answer for it (see there).".into());
            }
            (false, open) if open.is_empty() => {}
            (false, open) => {
                notes.push(format!(
                    "Nobody named is independent of {}: bring in somebody from outside, or from another unit.",
                    open.join(", ")
                ));
            }
        }
        let mut paper = Paper::new(format!("Internal audit programme{}", of(self.organisation.as_ref())), notes);
        for audit in &self.audits {
            let rows = audit.assignments.iter().filter_map(|assignment| {
                let area = self.area(&assignment.area)?;
                Some(vec![
                    area.id.clone(),
                    area.title.clone(),
                    word(&area.priority),
                    area.obligations.to_string(),
                    assignment.auditor.clone().unwrap_or_else(|| "to be named".into()),
                    assignment.excluded.join("; "),
                ])
            });
            let headings = vec!["area", "title", "priority", "obligations", "auditor", "not independent"];
            let table = Table { headings, rows: rows.collect() };
            let clauses = format!("Clauses {}", self.clauses(audit).join(", "));
            paper.part(2, format!("{} from {}", audit.id, audit.date), vec![Block::Text(clauses), Block::Table(table)]);
        }
        let rows = self.areas.iter().map(|area| {
            let audits = self.audits.iter().filter(|audit| audit.assignments.iter().any(|one| one.area == area.id));
            let audits: Vec<&str> = audits.map(|audit| audit.id.as_str()).collect();
            vec![
                area.id.clone(),
                area.title.clone(),
                area.points.to_string(),
                word(&area.priority),
                area.why.join("; "),
                audits.join(", "),
                area.answerable.join("; "),
            ]
        });
        let headings = vec!["area", "title", "points", "priority", "why", "audits", "answerable"];
        let table = Table { headings, rows: rows.collect() };
        let how = "High is audited every year, medium in the first and the last, low once in the cycle.";
        let blocks = vec![Block::Text(self.points.clone()), Block::Text(how.into()), Block::Table(table)];
        paper.part(2, "Areas, and why when", blocks);
        paper
    }

    fn table(&self) -> Table {
        let headings = vec![
            "audit",
            "date",
            "area",
            "title",
            "clauses",
            "priority",
            "points",
            "why",
            "auditor",
            "not independent",
        ];
        let rows = self.audits.iter().flat_map(|audit| {
            audit.assignments.iter().filter_map(move |assignment| {
                let area = self.area(&assignment.area)?;
                Some(vec![
                    audit.id.clone(),
                    audit.date.clone(),
                    area.id.clone(),
                    area.title.clone(),
                    area.clauses.join(", "),
                    word(&area.priority),
                    area.points.to_string(),
                    area.why.join("; "),
                    assignment.auditor.clone().unwrap_or_default(),
                    assignment.excluded.join("; "),
                ])
            })
        });
        Table { headings, rows: rows.collect() }
    }
}

impl Printed for Sheet {
    fn paper(&self) -> Paper {
        let title =
            if self.audit.is_empty() { "Working paper".to_owned() } else { format!("Working paper {}", self.audit) };
        let planned = if self.date.is_empty() { String::new() } else { format!("Planned for {}. ", self.date) };
        let notes = vec![
            format!("{planned}What documents hold as of {}; what people do, the auditor sees and asks.", self.as_of),
            "Criteria are given in words of our own: have the standard at hand.".to_owned(),
        ];
        let mut paper = Paper::new(format!("{title}{}", of(self.organisation.as_ref())), notes);
        for area in &self.areas {
            let mut lines = vec![format!("Auditor: {}", area.auditor.as_deref().unwrap_or("to be named"))];
            if !area.answerable.is_empty() {
                lines.push(format!("Answer for documents: {}", area.answerable.join("; ")));
            }
            lines.push(format!("Why now: {}", area.why.join("; ")));
            paper.part(2, format!("{} {}", area.area, area.title), vec![Block::List(lines), overview(area)]);
            for criterion in &area.criteria {
                paper.part(3, format!("{} {}", criterion.obligation, criterion.asks), blocks(criterion));
            }
        }
        self.samples.iter().for_each(|sample| drawn(&mut paper, sample));
        let room = vec![Block::Room("Conclusion of the audit", 4), Block::Room("Auditor, date", 1)];
        paper.part(2, "Conclusion", room);
        paper
    }

    fn table(&self) -> Table {
        let headings = vec![
            "audit",
            "area",
            "auditor",
            "obligation",
            "asks",
            "weight",
            "status",
            "evidence",
            "shortfalls",
            "ask",
            "records",
            "seen",
            "conclusion",
        ];
        let rows = self.areas.iter().flat_map(|area| {
            area.criteria.iter().map(move |criterion| {
                let found = criterion.evidence.iter();
                let found: Vec<String> =
                    found.map(|found| format!("{}, {}: {}", found.document, found.place, found.quote)).collect();
                vec![
                    self.audit.clone(),
                    area.area.clone(),
                    area.auditor.clone().unwrap_or_default(),
                    criterion.obligation.clone(),
                    criterion.asks.clone(),
                    criterion.weight.to_string(),
                    word(&criterion.status),
                    found.join("\n"),
                    criterion.shortfalls.join("\n"),
                    criterion.ask.join("\n"),
                    criterion.records.join("\n"),
                    String::new(),
                    String::new(),
                ]
            })
        });
        Table { headings, rows: rows.collect() }
    }
}

/// Where an area stands, so that an auditor knows where to spend the time.
fn overview(area: &AreaSheet) -> Block {
    let mut counts = std::collections::BTreeMap::new();
    for criterion in &area.criteria {
        *counts.entry(word(&criterion.status)).or_insert(0_usize) += 1;
    }
    let counts: Vec<String> = counts.into_iter().map(|(status, count)| format!("{count} {status}")).collect();
    Block::Text(format!("{} criteria: {}.", area.criteria.len(), counts.join(", ")))
}

fn blocks(criterion: &Criterion) -> Vec<Block> {
    let mut blocks =
        vec![Block::Text(format!("By documents: {}; weight {}.", word(&criterion.status), criterion.weight))];
    if !criterion.evidence.is_empty() {
        let rows = criterion.evidence.iter();
        let rows = rows.map(|found| vec![found.document.clone(), found.place.clone(), found.quote.clone()]).collect();
        blocks.push(Block::Table(Table { headings: vec!["evidence found in", "place", "words"], rows }));
    }
    let mut lines: Vec<String> = criterion.shortfalls.iter().map(|line| format!("Falls short: {line}")).collect();
    lines.extend(criterion.ask.iter().map(|line| format!("Ask: {line}")));
    lines.extend(criterion.records.iter().map(|line| format!("Look at: {line}")));
    if !lines.is_empty() {
        blocks.push(Block::List(lines));
    }
    blocks.push(Block::Room("Seen, heard, by whom", 3));
    blocks.push(Block::Room("Conclusion: conforming, opportunity, minor, major", 1));
    blocks
}

fn drawn(paper: &mut Paper, sample: &Sample) {
    let rows = (1..).zip(&sample.sample).map(|(number, row): (usize, _)| {
        let cells = sample.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
        let cells: Vec<String> = cells.map(|(column, cell)| format!("{} {cell}", column.replace('_', " "))).collect();
        vec![
            number.to_string(),
            cells.join(" · "),
            row.path.clone(),
            row.place.clone(),
            row.why.join("; "),
            String::new(),
        ]
    });
    let headings = vec!["no", "row", "document", "place", "why drawn", "seen"];
    let about = format!("{} of {} rows, seed {}.", sample.sample.len(), sample.population, sample.seed);
    let table = Table { headings, rows: rows.collect() };
    paper.part(2, format!("Sample: {}", sample.title), vec![Block::Text(about), Block::Table(table)]);
}

impl Printed for Findings {
    fn paper(&self) -> Paper {
        let count = |test: &dyn Fn(&Raised) -> bool| self.findings.iter().filter(|raised| test(raised)).count();
        let overdue = count(&|raised| raised.overdue_days.is_some());
        let open = count(&|raised| raised.stage == Stage::Open);
        let unchecked = count(&|raised| raised.stage == Stage::EffectUnchecked);
        let notes = vec![
            format!("As of {}: {} findings, {open} open, {unchecked} done and not checked, {overdue} overdue.", self.as_of, self.findings.len()),
            "Open is overdue after its date; the check whether an action worked, 180 days after it was done (our advice: the standard asks for the check, not for a time).".to_owned(),
        ];
        let mut paper = Paper::new(format!("Findings and corrective actions{}", of(self.organisation.as_ref())), notes);
        let sections: [(&str, Test); 4] = [
            ("Overdue", |raised| raised.overdue_days.is_some()),
            ("Open", |raised| raised.overdue_days.is_none() && raised.stage == Stage::Open),
            ("Done, effect not checked", |raised| {
                raised.overdue_days.is_none() && raised.stage == Stage::EffectUnchecked
            }),
            ("Closed", |raised| raised.stage == Stage::Closed),
        ];
        for (heading, test) in sections {
            let rows: Vec<Vec<String>> = self.findings.iter().filter(|raised| test(raised)).map(short).collect();
            if rows.is_empty() {
                continue;
            }
            let headings = vec![
                "no",
                "grade",
                "clauses",
                "finding",
                "cause",
                "correction",
                "corrective action",
                "owner",
                "due",
                "effect",
                "missing",
                "written in",
            ];
            paper.part(2, format!("{heading} ({})", rows.len()), vec![Block::Table(Table { headings, rows })]);
        }
        paper
    }

    fn table(&self) -> Table {
        let headings = vec![
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
        let rows = self.findings.iter().map(|raised| {
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
                raised.missing.join("; "),
                sources(raised),
            ]
        });
        Table { headings, rows: rows.collect() }
    }
}

fn short(raised: &Raised) -> Vec<String> {
    let written = &raised.written;
    let grade = raised.graded.map_or_else(|| written.grade.clone(), |grade| word(&grade));
    let due = match raised.overdue_days {
        Some(days) if raised.stage == Stage::Open => format!("{} ({days} days late)", written.due),
        Some(days) => format!("check {days} days late"),
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
        raised.missing.join("; "),
        sources(raised),
    ]
}

fn sources(raised: &Raised) -> String {
    let sources = raised.sources.iter();
    let sources: Vec<String> =
        sources
            .map(|source| {
                if source.place.is_empty() { source.path.clone() } else { format!("{}, {}", source.path, source.place) }
            })
            .collect();
    sources.join("; ")
}
