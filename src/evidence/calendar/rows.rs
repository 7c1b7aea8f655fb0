//! What the rows of registers say is due: the next test of a plan, the review of a supplier.

use std::collections::BTreeMap;

use anyhow::Result;
use jiff::civil::Date;

use super::{Duty, DutyKind, Interval, Maker, Occasion};
use crate::catalogue::{Due, RegisterType};
use crate::document::Place;
use crate::index::DueRow;
use crate::text::{fold_field, interval};

/// Rows of one register that are shown one by one, those due first; the rest is counted.
const SHOWN: usize = 200;

impl Maker<'_> {
    pub(super) fn rows(&self, intervals: &BTreeMap<String, Option<Interval>>) -> Result<Vec<Duty>> {
        let mut duties = Vec::new();
        for register in self.catalogue.registers.values() {
            for (number, due) in register.due.iter().enumerate() {
                let rows = self.index.database.due(register, due)?;
                let interval = due.obligation.as_ref().and_then(|id| intervals.get(id)).cloned().flatten();
                duties.extend(self.of_register(register, number, due, rows, interval.as_ref()));
            }
        }
        Ok(duties)
    }

    fn of_register(
        &self,
        register: &RegisterType,
        number: usize,
        due: &Due,
        rows: Vec<DueRow>,
        interval: Option<&Interval>,
    ) -> Vec<Duty> {
        // A log has several rows on one thing: the newest says what is due.
        let mut newest: BTreeMap<String, DueRow> = BTreeMap::new();
        for row in rows {
            let name = fold_field(&row.name);
            let known = newest.get(&name);
            if known.is_none_or(|known| (&row.next, &row.last) > (&known.next, &known.last)) {
                newest.insert(name, row);
            }
        }
        let mut duties: Vec<Duty> = newest
            .into_iter()
            .filter_map(|(name, row)| self.row(register, number, due, &name, &row, interval))
            .collect();
        duties.sort_by(|a, b| a.next.cmp(&b.next).then_with(|| a.id.cmp(&b.id)));
        let more = duties.len().saturating_sub(SHOWN);
        duties.truncate(SHOWN);
        if let Some(last) = duties.last_mut().filter(|_| more > 0) {
            last.note = format!("{more} more of the same register are due later");
        }
        duties
    }

    fn row(
        &self,
        register: &RegisterType,
        number: usize,
        due: &Due,
        name: &str,
        row: &DueRow,
        interval: Option<&Interval>,
    ) -> Option<Duty> {
        let date = |text: &Option<String>| text.as_ref()?.get(..10)?.parse::<Date>().ok();
        let (next, last) = (date(&row.next), date(&row.last).filter(|last| *last <= self.as_of));
        let occasion = |date: Date, quote: String| Occasion {
            date: Some(date.to_string()),
            path: row.path.clone(),
            place: Place::parse(&row.place),
            quote,
        };
        let computed = last.zip(interval).and_then(|(last, interval)| interval::after(last, interval.days));
        // A test that was done on or after the day named has met it.
        let named = next.filter(|next| last.is_none_or(|last| last < *next));
        named.or(computed)?;
        let says = format!("{} {}", due.says, row.name);
        Some(self.duty(Duty {
            id: format!("row:{}:{number}:{name}", register.id),
            kind: DutyKind::Row,
            obligation: due.obligation.clone(),
            says: capitalised(&says),
            interval: interval.filter(|_| named.is_none()).cloned(),
            last: last.map(|last| occasion(last, row.name.clone())),
            next: named.or(computed).map(|next| next.to_string()),
            stated: named.map(|next| occasion(next, row.name.clone())),
            overdue_days: None,
            note: String::new(),
        }))
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
