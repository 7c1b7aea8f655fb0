//! What is said of a plan, in the words of a language.

use super::Planned;
use crate::plan::{Action, Milestone, Texts, Why};
use crate::report::words::{Language, fill};

/// Obligations named in a sentence; the others are counted.
const NAMED: usize = 12;

impl Planned<'_> {
    pub(super) fn text(&self, key: &str) -> &'static str {
        self.words.get("plan", key)
    }

    pub(super) fn date(&self, date: &str) -> String {
        self.words.short_date(date)
    }

    /// A text of the estimates in this language, else in English.
    pub(super) fn of<'a>(&self, texts: &'a Texts) -> &'a str {
        let usual = || texts.get(Language::En.code());
        texts.get(self.words.language().code()).or_else(usual).map_or("", String::as_str)
    }

    /// `Write: capacity plan`.
    pub(super) fn title(&self, action: &Action) -> String {
        // What a type is called is ours to say in another language; what a document is called is not.
        let what = if action.path.is_some() { action.what.clone() } else { self.kind(&action.what) };
        let says = self.estimates.doing(&action.action).map_or("{what}", |doing| self.of(&doing.says));
        fill(says, &[("what", &what)])
    }

    /// What a type is called, of which the words know the form inside a sentence.
    fn kind(&self, title: &str) -> String {
        let mut letters = title.chars();
        let first = letters.next().map(|first| first.to_lowercase().collect::<String>()).unwrap_or_default();
        let said = self.words.said(&format!("{first}{}", letters.as_str()));
        let is_own = self.words.language() == Language::En || !said.lang.is_empty();
        if is_own { self.words.name(title) } else { said.text }
    }

    pub(super) fn role(&self, id: &str) -> String {
        self.estimates.roles.get(id).map_or_else(|| id.to_owned(), |texts| self.of(texts).to_owned())
    }

    pub(super) fn step(&self, id: &str) -> String {
        let known = self.estimates.steps.iter().find(|step| step.id == id);
        known.map_or_else(|| id.to_owned(), |step| self.of(&step.says).to_owned())
    }

    pub(super) fn size(&self) -> String {
        let known = self.estimates.sizes.get(&self.plan.size);
        known.map_or_else(|| self.plan.size.clone(), |size| self.of(&size.says).to_owned())
    }

    pub(super) fn wave(&self, id: &str) -> &'static str {
        self.text(match id {
            "now" => "now",
            "next" => "next",
            _ => "later",
        })
    }

    /// Person days: `2.5`, `2,5`.
    pub(super) fn days(&self, days: f64) -> String {
        self.words.decimal(&days.to_string())
    }

    /// Ids, as many as a line holds, and how many more there are.
    pub(super) fn ids(&self, ids: &[String]) -> String {
        let mut shown = ids.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        if ids.len() > NAMED {
            let more = (ids.len() - NAMED).to_string();
            shown.push_str(&format!(", {}", self.words.fill("report", "and_more", &[("n", &more)])));
        }
        shown
    }

    pub(super) fn milestone(&self, milestone: &Milestone) -> &'static str {
        self.text(match milestone.id.as_str() {
            "documents" => "m-documents",
            "records" => "m-records",
            "audit" => "m-audit",
            "review" => "m-review",
            "stage-1" => "m-stage-1",
            _ => "m-stage-2",
        })
    }

    pub(super) fn why(&self, why: &Why) -> String {
        let time = &self.estimates.time;
        let (key, weeks) = match why.id.as_str() {
            "booking" => ("why-booking", time.booking),
            "documents" => ("why-documents", 0),
            "settle" => ("why-settle", time.settle),
            "records" => ("why-records", 0),
            "audit-after" => ("why-audit-after", 0),
            "review-after" => ("why-review-after", time.review_after),
            "corrections" => ("why-corrections", time.corrections),
            "review" => ("why-review", 0),
            "between" => ("why-between", time.between),
            _ => ("why-start", 0),
        };
        let weeks = self.words.count(weeks.into(), "week");
        let action = why.action.clone().unwrap_or_default();
        self.words.fill("plan", key, &[("weeks", &weeks), ("action", &action), ("date", &self.date(&why.date))])
    }

    /// Whether the audit date asked for can be faced, and if not, what holds it up; empty where none was asked for.
    pub(super) fn verdict(&self) -> Vec<String> {
        let Some(asked) = &self.plan.audit else { return Vec::new() };
        let earliest = self.plan.milestone("stage-2").map(|stage| self.date(&stage.from)).unwrap_or_default();
        let days = self.words.count(usize::try_from(asked.days).unwrap_or(usize::MAX), "day");
        let date = self.date(&asked.date);
        if asked.holds {
            let stage = self.date(&asked.stage_1_by);
            let values = [("date", date.as_str()), ("days", &days), ("earliest", &earliest), ("stage", &stage)];
            return vec![self.words.fill("plan", "holds", &values)];
        }
        let values = [("date", date.as_str()), ("days", &days), ("earliest", &earliest)];
        let mut said = vec![self.words.fill("plan", "fails", &values)];
        let critical = self.plan.actions.iter().filter(|action| action.critical);
        let critical: Vec<String> = critical.map(|action| format!("{} {}", action.id, self.title(action))).collect();
        if !critical.is_empty() {
            said.push(self.words.fill("plan", "holds-up", &[("actions", &critical.join("; "))]));
            said.push(self.text("sooner").to_owned());
        }
        said
    }

    /// What falls short and what to do, in this language where it can be said in it.
    pub(super) fn closes(&self, action: &Action) -> Vec<(String, String)> {
        let closes = action.closes.iter();
        closes.map(|each| (self.words.said(&each.says).text, self.words.said(&each.remedy).text)).collect()
    }

    /// What falls short by what is to be done about it, in the order of the first of each.
    pub(super) fn by_remedy(&self, action: &Action) -> Vec<(String, Vec<String>)> {
        let mut grouped: Vec<(String, Vec<String>)> = Vec::new();
        for (says, remedy) in self.closes(action) {
            match grouped.iter_mut().find(|(known, _)| *known == remedy) {
                Some((_, all)) => all.push(says),
                None => grouped.push((remedy, vec![says])),
            }
        }
        grouped
    }
}
