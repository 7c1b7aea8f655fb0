//! Reading fields: what a label, a column heading or a cell's value stands for, and values as dates
//! and numbers.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::placeholders::is_placeholder;
use crate::catalogue::{ColumnKind, Cue, Label, Meaning, Naming, Value, Vocabulary};
use crate::document::Table;
use crate::text::date::{self, Order};
use crate::text::{Scan, fold_field, tokens, word_count};

/// How a document writes dates in numbers, such as 03/04/2026.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateOrder {
    /// Day or month first.
    pub order: Order,
    /// Whether dates of its own that can be read one way only tell it; else it is what its language is used to.
    pub told: bool,
}

/// Looks up fields in all languages.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    vocabulary: &'a Vocabulary,
    scan: Scan<'a>,
    labels: Scan<'a>,
    /// How an ambiguous date in this document is read.
    pub order: Order,
}

/// A meaning and how much of the field's words it takes, 0–1.
pub(super) type Reading = (Meaning, f32);

impl<'a> Fields<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, order: Order) -> Self {
        let all: Vec<&str> = vocabulary.languages.keys().map(String::as_str).collect();
        Self { vocabulary, scan: vocabulary.fields.scan(&all), labels: vocabulary.labels.scan(&all), order }
    }

    /// Small words of names, of all languages.
    pub(super) fn naming(&self) -> &'a Naming {
        &self.vocabulary.naming
    }

    /// All that a short field can stand for, with the share of its words each takes.
    pub(super) fn read(&mut self, text: &str) -> Vec<Reading> {
        read(&mut self.scan, self.vocabulary, text)
    }

    /// The labels that a short field can be, likewise.
    fn labels(&mut self, text: &str) -> impl Iterator<Item = (Label, f32)> + use<> {
        read(&mut self.labels, self.vocabulary, text).into_iter().filter_map(|(meaning, share)| match meaning {
            Meaning::Label(label) => Some((label, share)),
            _ => None,
        })
    }

    /// The label a field is, if (nearly) all of it is one.
    pub(super) fn label(&mut self, text: &str) -> Option<Label> {
        let best = self.labels(text).filter(|(_, share)| *share > 0.6);
        best.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(label, _)| label)
    }

    /// The label that all words of a text are.
    pub(super) fn whole_label(&mut self, text: &str) -> Option<Label> {
        self.labels(text).filter(|(_, share)| *share > 0.99).map(|(label, _)| label).min()
    }

    /// Whether a label may begin in a word of a text: in nearly all words none does, and then none of the text's parts
    /// need be asked.
    pub(super) fn begins_label(&mut self, word: &str) -> bool {
        let folded = fold_field(word);
        folded.is_empty() || tokens(&folded).any(|word| self.labels.begins(word))
    }

    /// Whether a value is there in form only (`TBD`, `-`, `n/a`).
    pub(super) fn is_blank(&mut self, text: &str) -> bool {
        let text = text.trim();
        !text.chars().any(char::is_alphanumeric)
            || is_placeholder(text)
            || self.read(text).iter().any(|(meaning, share)| *meaning == Meaning::Value(Value::Empty) && *share >= 0.99)
    }

    /// Whether a value says of an approval that it is still to come (`pending`, `in review`).
    pub(super) fn is_outstanding(&mut self, text: &str) -> bool {
        let to_come = |meaning: Meaning| matches!(meaning, Meaning::Cue(Cue::Draft | Cue::Proposed));
        self.read(text).iter().any(|(meaning, share)| to_come(*meaning) && *share >= 0.99)
    }

    /// Names of months of all languages.
    pub(super) fn months(&self) -> &date::Months {
        &self.vocabulary.months
    }

    /// The latest date in a value.
    pub(super) fn last_date(&self, text: &str) -> Option<date::Found> {
        let mut latest: Option<date::Found> = None;
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|rest| self.date(rest)) {
            at += found.end.max(1);
            if latest.as_ref().is_none_or(|latest| found.date > latest.date) {
                latest = Some(found);
            }
        }
        latest
    }

    /// The first date in a value.
    pub(super) fn date(&self, text: &str) -> Option<date::Found> {
        date::first(text, &self.vocabulary.months, self.order)
    }
}

fn read(scan: &mut Scan<'_>, vocabulary: &Vocabulary, text: &str) -> Vec<Reading> {
    let folded = fold_field(text);
    let count = tokens(&folded).count();
    if count == 0 || word_count(&folded) > 12 {
        return Vec::new();
    }
    let hits = scan.hits(&folded);
    let matches = scan.matches(&hits, &[]);
    matches.iter().map(|found| (vocabulary.meaning(found.key), found.len as f32 / count as f32)).collect()
}

/// How a document writes its numeric dates: told by those that can be read one way only, else by its language.
pub(super) fn date_order(units: &super::units::Units<'_>, vocabulary: &Vocabulary) -> DateOrder {
    let told = told_order(units.list.iter().map(|unit| &*unit.text));
    let by_language = match vocabulary.languages.get(&units.language) {
        Some(true) => Order::MonthFirst,
        _ => Order::DayFirst,
    };
    DateOrder { order: told.unwrap_or(by_language), told: told.is_some() }
}

/// Which of two numbers is the day, by the dates with slashes that can be read one way only.
fn told_order<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Order> {
    let (mut day_first, mut month_first) = (0, 0);
    for text in texts.filter(|text| text.contains('/')) {
        let parts = text.split(|c: char| !c.is_ascii_digit() && c != '/').filter(|word| word.matches('/').count() == 2);
        for part in parts {
            let numbers: Vec<u32> = part.split('/').filter_map(|number| number.parse().ok()).collect();
            match numbers[..] {
                [a, b, _] if a > 12 && a < 32 && b <= 12 => day_first += 1,
                [a, b, _] if b > 12 && b < 32 && a <= 12 => month_first += 1,
                _ => {}
            }
        }
    }
    match day_first.cmp(&month_first) {
        std::cmp::Ordering::Greater => Some(Order::DayFirst),
        std::cmp::Ordering::Less => Some(Order::MonthFirst),
        std::cmp::Ordering::Equal => None,
    }
}

/// A number in a cell: `99.95 %`, `99,95`, `1 200`, `€ 1.234,50`.
pub(super) fn number(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-')).collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if !digits.chars().any(|c| c.is_ascii_digit()) || letters > 4 {
        return None;
    }
    let normal = match (digits.rfind('.'), digits.rfind(',')) {
        (Some(dot), Some(comma)) if comma > dot => digits.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => digits.replace(',', ""),
        (Some(_), None) if digits.matches('.').count() > 1 => digits.replace('.', ""),
        // "1,200" is twelve hundred, "99,95" is not.
        (None, Some(comma)) if digits.len() - comma == 4 => digits.replace(',', ""),
        (None, Some(_)) => digits.replace(',', "."),
        _ => digits,
    };
    normal.parse().ok()
}

/// Which of two numbers is the day, told by the dates of the table that can be read one way only.
pub(super) fn day_or_month_first(table: &Table, columns: &[(usize, &str, ColumnKind)]) -> Order {
    let dates = columns.iter().filter(|(_, _, kind)| *kind == ColumnKind::Date).map(|(cell, ..)| *cell);
    for cell in dates {
        for row in &table.rows {
            let text = &row.cells[cell];
            // The year first, as programs write it, tells nothing of days and months.
            if text.bytes().take(4).filter(u8::is_ascii_digit).count() == 4 {
                continue;
            }
            let numbers: Vec<u32> =
                text.split(|c: char| !c.is_ascii_digit()).take(2).filter_map(|number| number.parse().ok()).collect();
            match numbers[..] {
                [a, b] if a > 12 && a < 32 && b <= 12 => return Order::DayFirst,
                [a, b] if b > 12 && b < 32 && a <= 12 => return Order::MonthFirst,
                _ => {}
            }
        }
    }
    Order::DayFirst
}

/// Whether a text begins as `2026-11-22`.
fn is_iso(text: &[u8]) -> bool {
    let fits = |(at, byte): (usize, &u8)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() };
    text.len() >= 10 && text.iter().enumerate().take(10).all(fits)
}

/// A cell as the index keeps it: dates as ISO text (with the time, where there is one), numbers plain.
pub(super) fn value<'c>(raw: &'c str, kind: ColumnKind, order: Order, fields: &Fields<'_>) -> Option<Cow<'c, str>> {
    match kind {
        ColumnKind::Date => {
            let found = date::first(raw, fields.months(), order)?;
            let time = raw[found.end..].trim_start_matches(['T', ' ', ',']).get(..5);
            let time =
                time.filter(|time| time.as_bytes()[2] == b':' && time.bytes().filter(u8::is_ascii_digit).count() == 4);
            // Nearly all dates of an export are written so already.
            let is_iso = (found.start, found.end) == (0, 10) && is_iso(raw.as_bytes());
            let date = if is_iso { Cow::Borrowed(&raw[..10]) } else { Cow::Owned(found.date.to_string()) };
            Some(time.map_or(date.clone(), |time| [&date, "T", time].concat().into()))
        }
        ColumnKind::Number | ColumnKind::Percent => number(raw).map(|number| number.to_string().into()),
        _ => Some(raw.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, expected) in [
            ("99.95 %", Some(99.95)),
            ("99,95", Some(99.95)),
            ("1,200", Some(1200.0)),
            ("€ 1.234,50", Some(1234.5)),
            ("1.120.000", Some(1_120_000.0)),
            ("n/a", None),
            ("four", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
