//! A document cut into the units that are looked at one by one: sentences, list items, table rows and
//! headings, each knowing what stands above it (headings, lead-in, table heading).

use std::borrow::Cow;
use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::languages::languages;
use super::told::is_told;
use crate::catalogue::{Cue, Meaning, Vocabulary};
use crate::document::{Block, Content, Document, Place, Role, Table};
use crate::text::fold::is_ideographic;
use crate::text::lexicon::{Hit, Match};
use crate::text::sentence::sentences;
use crate::text::{self, Scan, fold};

/// Rows of one table that are read as text; a register's rows are read elsewhere, all of them.
const ROWS_AS_TEXT: usize = 300;
/// Parts of a sentence that is a list.
const LISTED: usize = 4;
/// Words before the first comma that are more than a label.
const LED: usize = 4;
/// Distinct words kept of one document.
const DISTINCT_WORDS: usize = 12_000;

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Heading(u8),
    Sentence,
    Item,
    Row,
    TableHead,
    Margin,
    Watermark,
    Pointer,
    Code,
}

/// One sentence, item, row or heading.
#[derive(Debug)]
pub(super) struct Unit<'a> {
    pub sort: Sort,
    pub text: Cow<'a, str>,
    pub folded: String,
    /// Words that a reader counts.
    words: usize,
    pub place: Cow<'a, Place>,
    /// Units that stand above it and complete its sense: headings, lead-in, table heading.
    pub above: Vec<usize>,
    /// Cells of a table row; 0 for running text.
    pub width: usize,
    /// The lead-in sentence alone ("We do not:").
    pub lead: Option<usize>,
    pub hits: Vec<Hit>,
    /// What it says together with what stands above it.
    pub said: Vec<Match>,
    /// What its own words say of it, without what stands above.
    pub cues: Vec<Cue>,
    /// Whether it opens its paragraph, item or cell.
    pub opens: bool,
}

impl Unit<'_> {
    pub(super) fn word_count(&self) -> usize {
        self.words
    }

    /// What it says by itself.
    pub(super) fn own(&self) -> impl Iterator<Item = &Match> {
        self.said.iter().filter(|found| found.whole)
    }

    pub(super) fn says(&self, cue: Cue) -> bool {
        self.cues.contains(&cue)
    }
}

/// A document's units.
#[derive(Debug)]
pub(super) struct Units<'a> {
    pub list: Vec<Unit<'a>>,
    pub language: String,
    scan: Scan<'a>,
    vocabulary: &'a Vocabulary,
    /// What stood above the unit before, with its hits: mostly the same for the next one.
    above: (Vec<usize>, Vec<Hit>),
}

impl<'a> Units<'a> {
    pub(super) fn new(document: &'a Document, vocabulary: &'a Vocabulary) -> Self {
        let (language, languages) = languages(document, vocabulary);
        let codes: Vec<&str> = languages.iter().map(String::as_str).collect();
        let scan = vocabulary.prose.scan(&codes);
        let mut units = Self { list: Vec::new(), language, scan, vocabulary, above: Default::default() };
        let mut cutter = Cutter::default();
        for block in &document.blocks {
            units.cut(block, &mut cutter);
        }
        units
    }

    fn cut(&mut self, block: &'a Block, cutter: &mut Cutter) {
        match &block.content {
            Content::Heading(level, heading) => {
                cutter.headings.retain(|(above, _)| above < level);
                let above = cutter.above();
                let index = self.push(Sort::Heading(*level), heading.into(), Cow::Borrowed(&block.place), above, None);
                cutter.headings.push((*level, index));
                cutter.lead = None;
            }
            Content::Text(role, text) => self.cut_text(*role, text, &block.place, cutter),
            Content::Table(table) => self.cut_table(table, &block.place, cutter),
        }
    }

    fn cut_text(&mut self, role: Role, text: &'a str, place: &'a Place, cutter: &mut Cutter) {
        let sort = match role {
            Role::Header | Role::Footer => Sort::Margin,
            Role::Watermark => Sort::Watermark,
            Role::Pointer => Sort::Pointer,
            Role::Code => Sort::Code,
            Role::ListItem => Sort::Item,
            Role::Paragraph | Role::Quote | Role::Note | Role::Aside => Sort::Sentence,
        };
        if !matches!(sort, Sort::Item | Sort::Sentence) {
            self.push(sort, text.into(), Cow::Borrowed(place), cutter.above(), None);
            return;
        }
        if sort == Sort::Sentence {
            cutter.lead = None;
        }
        let lead = cutter.lead.filter(|_| sort == Sort::Item);
        let mut run_in: Option<usize> = None;
        let parts = sentences(text);
        let several = parts.len() > 1;
        for (number, part) in parts.into_iter().enumerate() {
            let mut above = cutter.above();
            above.extend(lead);
            above.extend(run_in);
            let index = self.push(sort, part.into(), Cow::Borrowed(place), above, lead);
            self.list[index].opens = number == 0;
            // "Uptime. We measure it monthly.": the first words are a heading inside the paragraph.
            if several && run_in.is_none() && self.list[index].word_count() <= 5 {
                run_in = Some(index);
            }
            if sort == Sort::Sentence {
                cutter.lead = part.ends_with([':', '：']).then_some(index);
            }
        }
    }

    fn cut_table(&mut self, table: &'a Table, place: &'a Place, cutter: &mut Cutter) {
        let Some(first) = table.rows.first() else { return };
        let has_head = table.rows.len() > 1 && first.cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
        let told = if is_told(table) { Sort::Item } else { Sort::Row };
        let mut head = None;
        for (i, row) in table.rows.iter().take(ROWS_AS_TEXT).enumerate() {
            let cells: Vec<&str> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
            if cells.is_empty() {
                continue;
            }
            let place = row_place(place, row.number);
            let mut above = cutter.above();
            above.extend(head);
            above.extend(cutter.lead);
            let sort = if i == 0 && has_head { Sort::TableHead } else { told };
            let index = self.push(sort, cells.join(" | ").into(), Cow::Owned(place), above, None);
            self.list[index].width = row.cells.len();
            if sort == Sort::TableHead {
                head = Some(index);
            }
        }
    }

    fn push(
        &mut self,
        sort: Sort,
        text: Cow<'a, str>,
        place: Cow<'a, Place>,
        above: Vec<usize>,
        lead: Option<usize>,
    ) -> usize {
        let folded = fold(&text);
        let hits = self.scan.hits(&folded);
        if self.above.0 != above {
            self.above = (above.clone(), self.hits_of(&above));
        }
        let said = self.scan.matches(&hits, &self.above.1);
        let own = said.iter().filter(|found| found.whole);
        let mut cues: Vec<Cue> = own
            .filter_map(|found| match self.vocabulary.meaning(found.key) {
                Meaning::Cue(cue) => Some(cue),
                _ => None,
            })
            .collect();
        cues.sort_unstable();
        cues.dedup();
        self.list.push(Unit {
            sort,
            text,
            words: text::word_count(&folded),
            folded,
            place,
            above,
            lead,
            hits,
            said,
            cues,
            opens: true,
            width: 0,
        });
        self.list.len() - 1
    }

    fn hits_of(&self, units: &[usize]) -> Vec<Hit> {
        units.iter().flat_map(|unit| &self.list[*unit].hits).copied().collect()
    }

    /// As [`Unit::said`], with some of its own words only.
    pub(super) fn matches_of(&self, unit: &Unit<'_>, own: impl Fn(&Hit) -> bool) -> Vec<Match> {
        let above = self.hits_of(&unit.above);
        let own: Vec<Hit> = unit.hits.iter().filter(|hit| own(hit)).copied().collect();
        self.scan.matches(&own, &above)
    }

    /// What a unit itself says but for one side of it.
    pub(super) fn nearly(&self, unit: &Unit<'_>) -> Vec<Match> {
        self.scan.nearly(&unit.hits)
    }

    /// Whether a unit's first words are of such a kind.
    pub(super) fn opens_with(&self, unit: &Unit<'_>, cue: Cue) -> bool {
        unit.own().any(|found| found.start == 0 && self.vocabulary.meaning(found.key) == Meaning::Cue(cue))
    }

    /// Whether a unit says that something is not so. What holds in a case only is no denial ("if there is no
    /// workaround"), unless the case is another clause's ("we have no agreement; we call if something breaks").
    pub(super) fn denies(&self, unit: &Unit<'_>) -> bool {
        let starts = |cue: Cue| {
            let of_cue = move |found: &&Match| self.vocabulary.meaning(found.key) == Meaning::Cue(cue);
            unit.own().filter(of_cue).map(|found| found.start as usize)
        };
        if !unit.says(Cue::Condition) {
            return unit.says(Cue::Negation);
        }
        let ends: Vec<usize> = unit
            .text
            .split([';', '；'])
            .scan(0, |end, part| {
                *end += text::tokens(&fold(part)).count();
                Some(*end)
            })
            .collect();
        let clause = |word: usize| ends.iter().take_while(|end| **end <= word).count();
        starts(Cue::Negation).any(|denied| starts(Cue::Condition).all(|case| clause(case) != clause(denied)))
    }

    /// Whether what the unit says is still to come, and not merely one thing in the middle of a list that is
    /// ("calendar of works, services in preparation, hand-overs, reports").
    pub(super) fn promises(&self, unit: &Unit<'_>) -> bool {
        if !unit.says(Cue::Promise) {
            return false;
        }
        let parts: Vec<usize> =
            unit.text.split([',', ';', ':', '、', '；', '：']).map(|part| text::tokens(&fold(part)).count()).collect();
        if parts.len() < LISTED {
            return true;
        }
        // "Q2: we will draw up …": a word or two before the first comma lead up to what is said.
        let first = if parts[0] < LED { parts[0] + parts[1] } else { parts[0] };
        let last: usize = parts[..parts.len() - 1].iter().sum();
        let mut promises = unit.own().filter(|found| self.vocabulary.meaning(found.key) == Meaning::Cue(Cue::Promise));
        // A side in the lead ("every quarter …") and one in the middle of the list say nothing together.
        promises.any(|found| {
            let (start, end) = (found.start as usize, (found.start + found.len) as usize);
            start >= last || start < first && (end <= first || end > last)
        })
    }

    /// Whether a heading says that what stands under it is to come; "How we plan" asks and does not.
    pub(super) fn announces(&self, heading: &Unit<'_>) -> bool {
        let asks = text::tokens(&heading.folded).next().is_some_and(|word| self.vocabulary.asking.contains(word));
        heading.says(Cue::Promise) && !asks
    }

    /// Units that are neither margins, code nor pointers.
    pub(super) fn body(&self) -> impl Iterator<Item = &Unit<'_>> {
        self.list
            .iter()
            .filter(|unit| !matches!(unit.sort, Sort::Margin | Sort::Watermark | Sort::Pointer | Sort::Code))
    }

    /// Whether most of it is written in a script of none of the languages that are read.
    pub(super) fn is_unreadable(&self) -> bool {
        let letters = self.body().flat_map(|unit| unit.text.chars()).filter(|c| c.is_alphabetic());
        let (mut all, mut strange) = (0_usize, 0_usize);
        for letter in letters {
            all += 1;
            strange +=
                usize::from(!matches!(letter, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && !is_ideographic(letter));
        }
        strange * 2 > all
    }

    pub(super) fn words(&self) -> u32 {
        let running = self.list.iter().filter(|unit| matches!(unit.sort, Sort::Sentence | Sort::Item | Sort::Row));
        running.map(|unit| unit.word_count() as u32).sum()
    }

    pub(super) fn distinct_words(&self) -> Vec<String> {
        let mut words: HashSet<Cow<'_, str>, RandomState> = HashSet::default();
        for unit in &self.list {
            if unit.folded.is_ascii() {
                words.extend(text::tokens(&unit.folded).map(Cow::Borrowed));
            } else {
                words.extend(text::terms(&unit.folded).into_iter().map(Cow::Owned));
            }
        }
        let mut words: Vec<Cow<'_, str>> = words.into_iter().filter(|word| word.len() > 1).collect();
        words.sort_unstable();
        words.into_iter().take(DISTINCT_WORDS).map(Cow::into_owned).collect()
    }
}

/// The place of a table's row: a line in text formats, a cell in sheets.
pub(super) fn row_place(table: &Place, number: u32) -> Place {
    let mut place = table.clone();
    if place.sheet.is_some() {
        place.cell = Some(format!("A{number}"));
    } else if place.line.is_some() || place.page.is_none() && place.slide.is_none() {
        place.line = Some(number);
    }
    place
}

#[derive(Default)]
struct Cutter {
    headings: Vec<(u8, usize)>,
    lead: Option<usize>,
}

impl Cutter {
    fn above(&self) -> Vec<usize> {
        self.headings.iter().map(|(_, index)| *index).collect()
    }
}
