//! What fell due since an earlier assessment, as a paper.

use super::paper::{Block, Paper, Printed, Section, Table, Worded, titled};
use crate::assessment::{Fallen, FallenDuty, Outcome};

const OUTCOMES: [(Outcome, &str); 4] = [
    (Outcome::StillOverdue, "still-overdue"),
    (Outcome::FellDue, "fell-due"),
    (Outcome::Gone, "gone"),
    (Outcome::Done, "done"),
];

impl Section for Fallen {
    const SECTION: &'static str = "fallen";
}

impl Printed for Worded<'_, Fallen> {
    fn paper(&self) -> Paper {
        let fallen = self.what;
        let (since, as_of) = (self.words.short_date(&fallen.since), self.words.short_date(&fallen.as_of));
        let title = titled(&self.fill("title", &[("since", &since)]), fallen.organisation.as_ref());
        let about = match fallen.duties.is_empty() {
            true => self.fill("nothing", &[("as_of", &as_of)]),
            false => self.fill("about", &[("as_of", &as_of)]),
        };
        let mut paper = Paper::new(title, vec![about]).told(self.words, &fallen.as_of);
        for (outcome, key) in OUTCOMES {
            let of = fallen.duties.iter().filter(|each| each.outcome == outcome);
            let rows: Vec<Vec<String>> = of.map(|each| self.row(each)).collect();
            if !rows.is_empty() {
                let heading = format!("{} ({})", self.text(key), rows.len());
                let headings = ["c-due", "c-done", "c-obligation", "c-what", "c-shown", "c-stated"];
                let headings = self.headings(&headings);
                paper.part(2, heading, vec![Block::Table(Table { headings, rows })]);
            }
        }
        paper
    }

    fn table(&self) -> Table {
        let keys = ["c-outcome", "c-due", "c-done", "c-obligation", "c-what", "c-shown", "c-stated"];
        let rows = self.what.duties.iter().map(|each| {
            let key = OUTCOMES.iter().find(|(outcome, _)| *outcome == each.outcome).map_or("done", |(_, key)| key);
            [vec![self.text(key).to_owned()], self.row(each)].concat()
        });
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }
}

impl Worded<'_, Fallen> {
    fn row(&self, each: &FallenDuty) -> Vec<String> {
        let date = |date: &str| self.words.short_date(date);
        let place =
            |path: &str, place: String| if place.is_empty() { path.to_owned() } else { format!("{path}, {place}") };
        let shown = each.duty.last.as_ref().map(|last| place(&last.path, self.words.place(&last.place)));
        let stated = each.duty.stated.as_ref().map(|stated| place(&stated.path, self.words.place(&stated.place)));
        vec![
            date(&each.due),
            each.done.as_deref().map(date).unwrap_or_default(),
            each.duty.obligation.clone().unwrap_or_default(),
            self.words.name(&each.duty.says),
            shown.unwrap_or_default(),
            stated.unwrap_or_default(),
        ]
    }
}
