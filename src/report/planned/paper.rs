//! A plan as a page to read, as rows, and as the sheets of a workbook.

use super::{Planned, mermaid};
use crate::plan::Action;
use crate::report::charts::{Bar, gantt};
use crate::report::circumstances::titles;
use crate::report::paper::{Block, Paper, Printed, Table};
use crate::report::xlsx::{Sheet, Tables, Value};

/// The columns of the rows, by the keys of their headings.
const COLUMNS: [&str; 19] = [
    "c-id",
    "c-wave",
    "c-action",
    "c-path",
    "c-clause",
    "c-step",
    "c-grade",
    "c-weight",
    "c-obligations",
    "c-days",
    "c-owner",
    "c-person",
    "c-start",
    "c-end",
    "c-shown",
    "c-after",
    "c-closes",
    "c-remedies",
    "c-critical",
];

/// The columns of milestones, and of effort.
const MILESTONES: [&str; 4] = ["c-milestone", "c-start", "c-end", "c-why"];
const EFFORT: [&str; 2] = ["c-part", "c-days"];

/// Things told of one remedy.
const SAID: usize = 4;

impl Printed for Planned<'_> {
    fn paper(&self) -> Paper {
        let plan = self.plan;
        let of = plan.organisation.as_ref().map(|name| format!(": {name}")).unwrap_or_default();
        let mut paper = Paper::new(format!("{}{of}", self.text("title")), self.notes());
        paper.lang = self.words.language().code();
        paper.part(2, self.text("when"), self.when());
        let begin = self.begin();
        if !begin.is_empty() {
            paper.part(2, self.text("begin"), vec![Block::List(begin)]);
        }
        for wave in ["now", "next", "later"] {
            let actions: Vec<&Action> = plan.actions.iter().filter(|action| action.wave == wave).collect();
            if !actions.is_empty() {
                paper.part(2, self.wave(wave), self.of_wave(wave, &actions));
            }
        }
        if !plan.actions.is_empty() {
            paper.part(2, self.text("details"), Vec::new());
            for action in &plan.actions {
                let heading = format!("{} {}", action.id, self.title(action));
                paper.part(3, heading, vec![Block::List(self.details(action))]);
            }
            let about = Block::Text(self.text("effort-about").into());
            paper.part(2, self.text("effort"), vec![about, Block::Table(self.effort())]);
        }
        paper.part(2, self.text("made"), vec![Block::List(self.made())]);
        paper
    }

    fn table(&self) -> Table {
        let rows = self.plan.actions.iter().map(|action| self.row(action).into_iter().map(Value::text).collect());
        Table { headings: COLUMNS.map(|key| self.text(key)).to_vec(), rows: rows.collect() }
    }
}

impl Planned<'_> {
    fn notes(&self) -> Vec<String> {
        let plan = self.plan;
        let values = [("date", self.date(&plan.as_of)), ("start", self.date(&plan.start)), ("size", self.size())];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut notes = vec![self.words.fill("plan", "resting", &values)];
        if !plan.limited_to.is_empty() {
            let values = [("clauses", plan.limited_to.join(", "))];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            notes.push(self.words.fill("plan", "limited", &values));
        }
        if plan.actions.is_empty() {
            notes.push(self.text("nothing").into());
        } else {
            let obligations: std::collections::BTreeSet<&String> =
                plan.actions.iter().flat_map(|action| &action.obligations).collect();
            let actions = self.words.count(plan.actions.len(), "action");
            let obligations = self.words.count(obligations.len(), "obligation");
            let days = self.days(plan.effort.days);
            let values = [("actions", actions.as_str()), ("obligations", &obligations), ("days", &days)];
            notes.push(self.words.fill("plan", "figures", &values));
        }
        notes.push(self.text("estimate").into());
        notes.extend(self.verdict());
        notes
    }

    fn when(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Text(self.text("when-about").into()), Block::Table(self.milestones())];
        let bars = self.bars();
        if let Some(chart) = gantt(&bars, self.words).filter(|_| !self.plan.actions.is_empty()) {
            blocks.push(Block::Drawing { chart, mermaid: mermaid::gantt(self) });
        }
        blocks
    }

    fn milestones(&self) -> Table {
        let rows = self.plan.milestones.iter().map(|milestone| {
            let why: Vec<String> = milestone.why.iter().map(|why| self.why(why)).collect();
            let until = if milestone.until == milestone.from { String::new() } else { self.date(&milestone.until) };
            vec![self.milestone(milestone).to_owned(), self.date(&milestone.from), until, why.join("; ")]
        });
        let headings = MILESTONES.map(|key| self.text(key)).to_vec();
        Table { headings, rows: rows.collect() }
    }

    fn bars(&self) -> Vec<Bar> {
        let bar = |title: String, start: &str, end: &str, wave: u8| {
            Some(Bar { title, start: start.parse().ok()?, end: end.parse().ok()?, wave })
        };
        let milestones = self.plan.milestones.iter();
        let milestones = milestones.filter_map(|each| bar(self.milestone(each).to_owned(), &each.from, &each.until, 0));
        let actions = self.plan.actions.iter().filter_map(|action| {
            let wave = ["now", "next", "later"].iter().position(|wave| action.wave == *wave).unwrap_or(2);
            let title = format!("{} {}", action.id, self.title(action));
            bar(title, &action.start, &action.end, u8::try_from(wave).unwrap_or(2) + 1)
        });
        milestones.chain(actions).collect()
    }

    fn begin(&self) -> Vec<String> {
        let open = &self.plan.open;
        let mut lines = Vec::new();
        if !open.undetermined.is_empty() {
            let count = self.words.count(open.undetermined.len(), "obligation");
            let ids = self.ids(&open.undetermined);
            lines.push(self.words.fill("plan", "ask", &[("obligations", &count), ("ids", &ids)]));
        }
        if open.unread > 0 {
            let files = self.words.count(open.unread, "file");
            lines.push(self.words.fill("plan", "unread", &[("files", &files)]));
        }
        if open.opportunities > 0 {
            let items = self.words.count(open.opportunities, "item");
            lines.push(self.words.fill("plan", "opportunities", &[("items", &items)]));
        }
        for together in &self.plan.together {
            let (what, why) = (titles(together, self.words), self.words.name(&together.why));
            lines.push(self.words.fill("circumstances", "begin", &[("what", &what), ("why", &why)]));
        }
        lines
    }

    fn of_wave(&self, wave: &str, actions: &[&Action]) -> Vec<Block> {
        let count = self.words.count(actions.len(), "action");
        let days = self.days(self.plan.effort.waves.get(wave).copied().unwrap_or_default());
        let about = self.words.fill("plan", "wave", &[("actions", &count), ("days", &days)]);
        let rows = actions.iter().map(|action| {
            vec![
                action.id.clone(),
                self.title(action),
                self.words.grade(action.grade).label.to_owned(),
                self.days(action.days),
                self.role(&action.owner),
                self.date(&action.start),
                self.date(&action.end),
                if action.critical { self.text("yes").to_owned() } else { String::new() },
            ]
        });
        let keys = ["c-id", "c-action", "c-grade", "c-days", "c-owner", "c-start", "c-end", "c-critical"];
        let headings = keys.map(|key| self.text(key)).to_vec();
        vec![Block::Text(about), Block::Table(Table { headings, rows: rows.collect() })]
    }

    fn details(&self, action: &Action) -> Vec<String> {
        let mut lines = Vec::new();
        lines.extend(action.path.as_ref().map(|path| self.words.fill("plan", "document", &[("path", path)])));
        lines.extend(action.person.as_ref().map(|person| self.words.fill("plan", "person", &[("person", person)])));
        if !action.after.is_empty() {
            lines.push(self.words.fill("plan", "after", &[("ids", &action.after.join(", "))]));
        }
        for (remedy, says) in self.by_remedy(action) {
            let more = says.len().saturating_sub(SAID);
            let mut said = says.into_iter().take(SAID).collect::<Vec<_>>().join("; ");
            if more > 0 {
                let more = self.words.fill("report", "and_more", &[("n", &more.to_string())]);
                said.push_str(&format!("; {more}"));
            }
            let stop = if said.ends_with(['.', '!', '?']) || said.ends_with(".”") { "" } else { "." };
            lines.push(self.words.fill("plan", "closes", &[("says", &format!("{said}{stop}")), ("do", &remedy)]));
        }
        lines.push(self.words.fill("plan", "obligations", &[("ids", &self.ids(&action.obligations))]));
        lines
    }

    fn effort(&self) -> Table {
        let rows = self.shares().into_iter().map(|(what, days)| vec![what, self.days(days)]);
        Table { headings: EFFORT.map(|key| self.text(key)).to_vec(), rows: rows.collect() }
    }

    /// Person days by wave, by role, and in all.
    fn shares(&self) -> Vec<(String, f64)> {
        let effort = &self.plan.effort;
        let waves = ["now", "next", "later"]
            .into_iter()
            .filter_map(|wave| Some((self.wave(wave).to_owned(), *effort.waves.get(wave)?)));
        let mut roles: Vec<(String, f64)> = effort.roles.iter().map(|(id, days)| (self.role(id), *days)).collect();
        roles.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let all = (self.text("all").to_owned(), effort.days);
        waves.chain(roles).chain([all]).collect()
    }

    fn made(&self) -> Vec<String> {
        let time = &self.estimates.time;
        let size = self.estimates.sizes.get(&self.plan.size);
        let (factor, days) = size.map_or((1.0, 1.0), |size| (size.effort, size.days_a_week));
        let actions = self.words.count(size.map_or(1, |size| size.at_once), "action");
        let (factor, days) = (self.days(factor), self.days(days));
        let values = [("factor", factor.as_str()), ("days", &days), ("actions", &actions)];
        let weeks = [time.records, time.event, time.audit_after].map(|weeks| weeks.to_string());
        let weeks: Vec<(&str, &str)> =
            ["records", "event", "audit"].into_iter().zip(weeks.iter().map(String::as_str)).collect();
        vec![
            self.text("made-merge").into(),
            self.text("made-order").into(),
            self.words.fill("plan", "made-effort", &values),
            self.words.fill("plan", "made-time", &weeks),
            self.text("made-own").into(),
        ]
    }

    fn row(&self, action: &Action) -> Vec<Value> {
        let (says, remedies): (Vec<String>, Vec<String>) = self.closes(action).into_iter().unzip();
        let mut remedies = remedies;
        remedies.dedup();
        let date = |date: &str| Value::Date(date.to_owned());
        let text = Value::Text;
        vec![
            text(action.id.clone()),
            text(self.wave(&action.wave).into()),
            text(self.title(action)),
            text(action.path.clone().unwrap_or_default()),
            text(action.clause.clone()),
            text(self.step(&action.step)),
            text(self.words.grade(action.grade).label.into()),
            Value::Number(f64::from(action.weight)),
            text(action.obligations.join(", ")),
            Value::Number(action.days),
            text(self.role(&action.owner)),
            text(action.person.clone().unwrap_or_default()),
            date(&action.start),
            date(&action.end),
            date(action.shown.as_deref().unwrap_or_default()),
            text(action.after.join(", ")),
            text(says.join("\n")),
            text(remedies.join("\n")),
            text(if action.critical { self.text("yes").into() } else { String::new() }),
        ]
    }

    /// The plan as a workbook: what to do, when audits can be faced, what it takes, how it was made.
    pub(super) fn book(&self) -> Tables {
        let paper = self.paper();
        let sheet = |name: &str, keys: &[&str], rows: Vec<Vec<Value>>| Sheet {
            name: self.text(name).into(),
            headings: keys.iter().map(|key| self.text(key).to_owned()).collect(),
            rows,
        };
        let milestones = self.plan.milestones.iter().map(|milestone| {
            let why: Vec<String> = milestone.why.iter().map(|why| self.why(why)).collect();
            let name = Value::Text(self.milestone(milestone).into());
            vec![
                name,
                Value::Date(milestone.from.clone()),
                Value::Date(milestone.until.clone()),
                Value::Text(why.join("; ")),
            ]
        });
        let effort = self.shares().into_iter().map(|(what, days)| vec![Value::Text(what), Value::Number(days)]);
        let notes = paper.notes.into_iter().chain(self.begin()).chain(self.made());
        Tables {
            title: paper.title,
            as_of: self.plan.as_of.clone(),
            sheets: vec![
                sheet("title", &COLUMNS, self.plan.actions.iter().map(|action| self.row(action)).collect()),
                sheet("when", &MILESTONES, milestones.collect()),
                sheet("effort", &EFFORT, effort.collect()),
                sheet("made", &["made"], notes.map(|note| vec![Value::Text(note)]).collect()),
            ],
        }
    }
}
