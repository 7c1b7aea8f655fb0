//! Document control data, from wherever people put it: front matter, a table on the first page, a
//! header or footer, a revision history, a line of text. What people wrote on purpose comes before
//! what programs fill in.

use super::cells::Fields;
use super::units::{Sort, Units, row_place};
use super::{ControlFact, stated};
use crate::catalogue::{Label, Vocabulary};
use crate::document::{Content, Document, Place, Source, Table};
use crate::text::date::Order;

/// Units at the beginning and at the end of a document in which label lines are looked for.
const HEAD: usize = 40;
const TAIL: usize = 25;
/// Units at either end in which whole sentences may state it.
const STATED: usize = 10;
/// Characters of a day at the head of a point in time.
const DAY: usize = 10;
/// Pairs of label and value that a row may hold.
const PAIRS: usize = 5;
/// Rows of a table that may stand over its heading.
const CAPTION: usize = 4;

/// All control data of a document; the first of a label is the one that counts.
pub(super) fn control(
    document: &Document,
    units: &Units<'_>,
    order: Order,
    vocabulary: &Vocabulary,
) -> Vec<ControlFact> {
    let fields = Fields::new(vocabulary, order);
    let mut reader = Reader { fields, found: Vec::new(), in_words: Vec::new() };
    reader.properties(document, &[Source::FrontMatter]);
    reader.tables(document);
    reader.lines(units);
    reader.captions(document);
    reader.properties(document, &[Source::Custom]);
    reader.settle()
}

/// Who sends a mail stands by what it says, from that day: its author, and who approved it. Whether that is enough is
/// asked elsewhere; a mail is no controlled document for being sent.
pub(super) fn sender(
    document: &Document,
    control: &[ControlFact],
    order: Order,
    vocabulary: &Vocabulary,
) -> Vec<ControlFact> {
    if !is_mail(document) {
        return Vec::new();
    }
    let name = meta(document, "From").unwrap_or_default();
    let name = name.split(['<', ';']).next().unwrap_or_default().trim().to_owned();
    let has = |label: Label| control.iter().any(|fact| fact.label == label);
    if name.is_empty() || has(Label::Approver) {
        return Vec::new();
    }
    let mut reader = Reader { fields: Fields::new(vocabulary, order), found: Vec::new(), in_words: Vec::new() };
    // The day of "2026-03-14T08:12:40Z".
    let day = meta(document, "Date").and_then(|date| date.get(..DAY).map(str::to_owned));
    let signed = day.map_or_else(|| name.clone(), |day| format!("{name}, {day}"));
    reader.note(Label::Approver, &signed, &Place::default());
    if !has(Label::Author) {
        reader.note(Label::Author, &name, &Place::default());
    }
    reader.found
}

/// Whether somebody sent it: it has a sender and a subject.
pub(super) fn is_mail(document: &Document) -> bool {
    meta(document, "From").is_some() && meta(document, "Subject").is_some()
}

/// A field of a mail's head.
fn meta<'a>(document: &'a Document, name: &str) -> Option<&'a str> {
    let mut all = document.properties.iter().filter(|property| property.source == Source::Meta);
    all.find(|property| property.name == name && !property.value.is_empty()).map(|property| property.value.as_str())
}

/// What a reader should know about contradictory or ambiguous control data.
pub(super) fn remarks(control: &[ControlFact]) -> Vec<String> {
    let mut remarks = Vec::new();
    for label in [Label::Version, Label::NextReview, Label::Status] {
        let mut values: Vec<&str> = control
            .iter()
            .filter(|fact| fact.label == label && !fact.value.is_empty())
            .map(|fact| fact.value.as_str())
            .collect();
        values.dedup();
        if values.len() > 1 {
            remarks.push(format!("{} is given as {}", label.name().replace('_', " "), values.join(" and as ")));
        }
    }
    remarks
}

struct Reader<'a> {
    fields: Fields<'a>,
    found: Vec<ControlFact>,
    /// Which of those are read from running words, not from a field: "approval by the service owner".
    in_words: Vec<usize>,
}

impl Reader<'_> {
    fn properties(&mut self, document: &Document, sources: &[Source]) {
        for property in document.properties.iter().filter(|property| sources.contains(&property.source)) {
            let place = Place { line: property.line, ..Place::default() };
            if let Some(label) = self.fields.label(&property.name) {
                self.note(label, &property.value, &place);
            }
        }
    }

    fn tables(&mut self, document: &Document) {
        for block in &document.blocks {
            if let Content::Table(table) = &block.content
                && table.rows.len() <= 60
                && !self.vertical(table, &block.place)
            {
                self.horizontal(table, &block.place);
            }
        }
    }

    /// Rows of `label | value | label | value`; one label alone may be chance. Whether there are any, the first
    /// row among them: then it is no heading.
    fn vertical(&mut self, table: &Table, place: &Place) -> bool {
        let mut pairs = Vec::new();
        let mut heads = false;
        for (number, row) in table.rows.iter().enumerate().filter(|(_, row)| row.cells.len() <= PAIRS * 2) {
            let cells: Vec<&str> = row.cells.iter().collect();
            let before = pairs.len();
            for pair in cells.chunks(2) {
                if let [label, value] = pair
                    && let Some(label) = self.fields.label(label.trim_end_matches([':', '：', ' ']))
                    && self.fields.label(value).is_none()
                {
                    pairs.push((label, (*value).to_owned(), row_place(place, row.number)));
                }
            }
            // Wide rows are pairs only throughout.
            let filled = cells.chunks(2).filter(|pair| pair.iter().any(|cell| !cell.trim().is_empty())).count();
            if cells.len() > 4 && pairs.len() - before < filled {
                pairs.truncate(before);
            }
            heads |= number == 0 && pairs.len() >= 2;
        }
        if pairs.len() >= 2 {
            pairs.iter().for_each(|(label, value, place)| self.note(*label, value, place));
        }
        heads
    }

    /// A heading row of labels with rows of values below: a control table, or a revision history, of
    /// which the newest row counts.
    fn horizontal(&mut self, table: &Table, place: &Place) {
        let [head, rows @ ..] = &table.rows[..] else { return };
        let labels: Vec<Option<Label>> = head.cells.iter().map(|cell| self.fields.label(cell)).collect();
        let known = labels.iter().flatten().count();
        // A register of documents also has a title and an owner: it is about others, not about this one.
        let about_others = rows.len() > 1 && labels.contains(&Some(Label::Title));
        if known < 2 || known * 2 < head.cells.len() || rows.is_empty() || about_others {
            return;
        }
        let is_history = labels.contains(&Some(Label::Version)) || labels.contains(&Some(Label::Date));
        if rows.len() > 1 && !is_history {
            return;
        }
        let newest = self.newest(rows, &labels);
        let row = &rows[newest];
        for (label, value) in labels.iter().zip(row.cells.iter()) {
            if let Some(label) = label {
                self.note(*label, value, &row_place(place, row.number));
            }
        }
    }

    fn newest(&self, rows: &[crate::document::Row], labels: &[Option<Label>]) -> usize {
        let dated = |row: &crate::document::Row| {
            let dates = labels.iter().zip(row.cells.iter()).filter(|(label, _)| label.is_some());
            dates.filter_map(|(_, cell)| self.fields.date(cell)).map(|found| found.date).max()
        };
        let newest = rows.iter().enumerate().filter(|(_, row)| !row.cells.are_blank());
        newest.max_by_key(|(i, row)| (dated(row), std::cmp::Reverse(*i))).map_or(0, |(i, _)| i)
    }

    fn lines(&mut self, units: &Units<'_>) {
        let count = units.list.len();
        for (i, unit) in units.list.iter().enumerate() {
            let near_edge = i < HEAD || i + TAIL >= count;
            let wanted = match unit.sort {
                // A text set out in a table has no lines of its own.
                Sort::Sentence | Sort::Item => near_edge && unit.width == 0,
                Sort::Margin => true,
                _ => false,
            };
            if wanted {
                for part in unit
                    .text
                    .split(['|', '·', '•', '\t', ';', '\n', '／', '　', '；'])
                    .flat_map(|part| part.split(" — "))
                {
                    part.split(" – ").for_each(|part| self.line(part.trim(), &unit.place));
                }
            }
        }
        self.statements(units);
    }

    /// Sentences and margins that say it in running words, near the beginning and the end.
    fn statements(&mut self, units: &Units<'_>) {
        let count = units.list.len();
        for (i, unit) in units.list.iter().enumerate() {
            let near_edge = i < STATED || i + STATED >= count;
            if unit.sort == Sort::Margin || near_edge && matches!(unit.sort, Sort::Sentence | Sort::Item) {
                match unit.text.split_once(" | ").filter(|_| unit.width > 0) {
                    // What stands beside a word for the matter says it, not the two together.
                    Some((_, said)) => self.statement(said, &unit.place),
                    None => self.statement(&unit.text, &unit.place),
                }
            }
        }
    }

    fn statement(&mut self, text: &str, place: &Place) {
        for (label, value) in stated::stated(text, &mut self.fields) {
            self.note_words(label, &value, place);
        }
    }

    fn note_words(&mut self, label: Label, value: &str, place: &Place) {
        let before = self.found.len();
        self.note(label, value, place);
        self.in_words.extend(before..self.found.len());
    }

    /// The lines over a table's heading, where spreadsheets keep them, and cells of `label: value`.
    fn captions(&mut self, document: &Document) {
        for block in &document.blocks {
            let Content::Table(table) = &block.content else { continue };
            for row in table.rows.iter().take(CAPTION) {
                let place = row_place(&block.place, row.number);
                let filled: Vec<&str> = row.cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
                if let [only] = filled[..] {
                    only.split('|').for_each(|part| self.line(part.trim(), &place));
                    self.statement(only, &place);
                } else if filled.iter().any(|cell| cell.contains(':')) {
                    filled.iter().for_each(|cell| self.line(cell.trim(), &place));
                }
            }
        }
    }

    /// `Owner: Jane Doe`, `Version 2.1`, `Approved by J. Doe on 14 Jan 2026`.
    fn line(&mut self, text: &str, place: &Place) {
        if text.chars().count() > 160 {
            return;
        }
        if let Some((label, value)) = text.split_once([':', '：']) {
            if label.split_whitespace().count() <= 5
                && let Some(label) = self.fields.label(label)
            {
                self.note(label, value, place);
            }
            return;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let most = words.len().saturating_sub(1).min(4);
        if !words[..most].iter().any(|word| self.fields.begins_label(word)) {
            return;
        }
        for taken in (1..=most).rev() {
            let label = words[..taken].join(" ");
            let value = words[taken..].join(" ");
            // Without a colon only what looks like a value counts: a number, a date, or a name behind "by".
            let Some(label) = self.fields.label(&label) else { continue };
            let fits = match label {
                Label::Version => value.split_whitespace().count() <= 2 && value.chars().any(|c| c.is_ascii_digit()),
                Label::ApprovedOn | Label::EffectiveOn | Label::ReviewedOn | Label::NextReview => {
                    self.fields.date(&value).is_some() && words.len() <= 12
                }
                Label::Approver => words.len() <= 12 && value.starts_with(char::is_uppercase),
                _ => false,
            };
            if fits {
                self.note_words(label, &value, place);
                return;
            }
        }
    }

    /// Takes one value; "Approved: J. Whitcombe, 14 Jan 2026" says both who and when.
    fn note(&mut self, label: Label, value: &str, place: &Place) {
        let value = value.trim().trim_matches(['*', '_', '`']).trim();
        let of_approval = matches!(label, Label::Approver | Label::ApprovedOn);
        let blank = self.fields.is_blank(value) || of_approval && self.fields.is_outstanding(value);
        let date = self.fields.date(value);
        // "First issue 2026-03-30": a day is no version.
        if label == Label::Version && date.is_some() {
            return;
        }
        if of_approval && !blank {
            let who = who(value, date.map(|date| (date.start, date.end)));
            if label == Label::ApprovedOn && date.is_none() && who.is_empty() {
                return;
            }
            if let Some(date) = date {
                self.push(Label::ApprovedOn, value, Some(date), place);
            }
            let is_name = label == Label::Approver || who.split_whitespace().count() <= 6;
            if !who.is_empty() && is_name {
                self.push(Label::Approver, &who, None, place);
            }
            return;
        }
        let is_date = matches!(
            label,
            Label::EffectiveOn | Label::ReviewedOn | Label::NextReview | Label::Date | Label::ApprovedOn
        );
        if is_date && !blank && date.is_none() {
            return;
        }
        // "01.04.2025 to 31.12.2028": what is due at the end.
        let date = if label == Label::NextReview { self.fields.last_date(value) } else { date };
        self.push(label, if blank { "" } else { value }, date.filter(|_| is_date), place);
    }

    fn push(&mut self, label: Label, value: &str, date: Option<crate::text::date::Found>, place: &Place) {
        self.found.push(ControlFact {
            label,
            value: value.to_owned(),
            date: date.map(|date| date.date),
            or: date.and_then(|date| date.other()),
            place: place.clone(),
            from: None,
        });
    }

    /// A label that is filled somewhere is not blank because a form elsewhere leaves it out. An approval that a
    /// field leaves open is not given by words without a day: those tell how others are given.
    fn settle(mut self) -> Vec<ControlFact> {
        let of_approval = |label: Label| matches!(label, Label::Approver | Label::ApprovedOn);
        let told = |index: &usize| self.in_words.contains(index);
        let fields = || self.found.iter().enumerate().filter(|(index, _)| !told(index)).map(|(_, fact)| fact);
        let is_open = fields().any(|fact| fact.label == Label::Approver && fact.value.is_empty())
            && !fields().any(|fact| of_approval(fact.label) && !fact.value.is_empty())
            && !self.in_words.iter().any(|index| self.found[*index].label == Label::ApprovedOn);
        let mut index = 0;
        self.found.retain(|fact| {
            let is_told = self.in_words.contains(&index);
            index += 1;
            !(is_open && is_told && of_approval(fact.label))
        });
        let filled: Vec<Label> =
            self.found.iter().filter(|fact| !fact.value.is_empty()).map(|fact| fact.label).collect();
        self.found.retain(|fact| !fact.value.is_empty() || !filled.contains(&fact.label));
        self.found
    }
}

/// What is left of "J. Whitcombe, 14 Jan 2026" without the date.
fn who(value: &str, date: Option<(usize, usize)>) -> String {
    let rest = match date {
        Some((start, end)) => format!("{} {}", &value[..start], &value[end..]),
        None => value.to_owned(),
    };
    let rest = rest.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '.');
    // 印: the seal that stands for a signature.
    let rest = rest
        .strip_suffix('印')
        .unwrap_or(rest)
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '.');
    let rest =
        ["on", "am", "le", "el", "em", "op", "by", "von", "par", "por", "door"].iter().fold(rest, |rest, word| {
            let rest = rest.strip_suffix(word).filter(|rest| rest.ends_with(' ')).unwrap_or(rest).trim_end();
            rest.strip_prefix(word).filter(|rest| rest.starts_with(' ')).unwrap_or(rest).trim_start()
        });
    let rest = rest.trim_matches([',', '/', '-', '–', ' ']);
    if rest.chars().filter(|c| c.is_alphabetic()).count() >= 2 { rest.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::who;

    #[test]
    fn names_without_dates() {
        assert_eq!(who("J. Whitcombe, 14 Jan 2026", Some((14, 25))), "J. Whitcombe");
        assert_eq!(who("14.01.2026", Some((0, 10))), "");
        assert_eq!(who("Jane Doe (CIO) on 2026-01-14", Some((18, 28))), "Jane Doe (CIO)");
    }
}
