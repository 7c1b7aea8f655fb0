//! `word/numbering.xml`: the numbers that Word puts before headings, counted as Word does. They
//! are no text of the file, and yet what a reader knows a section by.

use std::collections::BTreeMap;

use super::super::xml::{Level, Xml};

/// Levels of a list.
const LEVELS: usize = 9;

/// Which list a paragraph or style belongs to.
#[derive(Debug, Clone, Default)]
pub(super) struct Member {
    /// The list; "0" is none.
    pub(super) list: Option<String>,
    /// Its level.
    pub(super) level: Option<usize>,
    /// The style that says so, for lists that know their styles.
    pub(super) style: Option<String>,
}

impl Member {
    /// Reads a `numPr`.
    pub(super) fn read(xml: &mut Xml<'_>, inside: Level) -> Self {
        let mut member = Self::default();
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "numId" => member.list = element.attr("val"),
                "ilvl" => member.level = element.number("val"),
                _ => {}
            }
        }
        member
    }

    /// Whether this puts a paragraph into a list rather than out of one.
    pub(super) fn is_in(&self) -> bool {
        self.list.as_deref() != Some("0")
    }
}

/// The lists of a document, and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// The kinds of lists by id.
    kinds: BTreeMap<String, Kind>,
    lists: BTreeMap<String, List>,
}

/// One list of a kind; lists of a kind count on from each other unless they restart.
#[derive(Default)]
struct List {
    kind: String,
    /// Levels that restart where the list begins, and the number they restart with.
    restarts: Vec<(usize, u32)>,
}

#[derive(Default)]
struct Kind {
    levels: Vec<Style>,
    counts: [Option<u32>; LEVELS],
}

#[derive(Default)]
struct Style {
    start: u32,
    format: String,
    text: String,
    paragraph: Option<String>,
}

impl Numbering {
    /// Reads the numbering part.
    pub(super) fn read(text: &str) -> Self {
        let mut xml = Xml::new(text);
        let mut numbering = Self::default();
        let Some(root) = xml.root() else { return numbering };
        while let Some(element) = xml.child(root.inside) {
            if element.name() == "abstractNum" {
                let id = element.attr("abstractNumId").unwrap_or_default();
                numbering.kinds.insert(id, Kind::read(&mut xml, element.inside));
            } else if element.name() == "num" {
                let id = element.attr("numId").unwrap_or_default();
                numbering.lists.insert(id, List::read(&mut xml, element.inside));
            }
        }
        numbering
    }

    /// Counts a paragraph and gives its number as shown, if it is one of digits or letters.
    pub(super) fn next(&mut self, member: &Member) -> Option<String> {
        let list = self.lists.get_mut(member.list.as_deref()?)?;
        let kind = self.kinds.get_mut(&list.kind)?;
        kind.restart(std::mem::take(&mut list.restarts));
        let styled = |style: &String| kind.levels.iter().position(|level| level.paragraph.as_ref() == Some(style));
        let level = member.style.as_ref().and_then(styled).or(member.level).unwrap_or(0);
        kind.count(level)?;
        kind.show(level)
    }
}

impl List {
    fn read(xml: &mut Xml<'_>, inside: Level) -> Self {
        let mut list = Self::default();
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "abstractNumId" => list.kind = element.attr("val").unwrap_or_default(),
                "lvlOverride" => {
                    let level = element.number("ilvl").unwrap_or(0);
                    while let Some(start) = xml.child(element.inside) {
                        if start.name() == "startOverride" && list.restarts.len() < LEVELS {
                            list.restarts.push((level, start.number("val").unwrap_or(1)));
                        }
                    }
                }
                _ => {}
            }
        }
        list
    }
}

impl Kind {
    fn restart(&mut self, restarts: Vec<(usize, u32)>) {
        for (level, start) in restarts {
            let usual = self.levels.get(level).is_some_and(|style| style.start == start);
            if let Some(count) = self.counts.get_mut(level) {
                *count = start.checked_sub(1).filter(|_| !usual);
            }
        }
    }

    fn read(xml: &mut Xml<'_>, inside: Level) -> Self {
        let mut kind = Self::default();
        while let Some(element) = xml.child(inside) {
            if element.name() == "lvl" && kind.levels.len() < LEVELS {
                kind.levels.push(Style::read(xml, element.inside));
            }
        }
        kind
    }

    fn count(&mut self, level: usize) -> Option<()> {
        let start = self.levels.get(level)?.start;
        let count = self.counts.get_mut(level)?;
        *count = Some(count.map_or(start, |count| count.saturating_add(1)));
        for deeper in self.counts.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        Some(())
    }

    fn show(&self, level: usize) -> Option<String> {
        let style = self.levels.get(level).filter(|style| !matches!(style.format.as_str(), "bullet" | "none"))?;
        let mut shown = style.text.clone();
        for (index, other) in self.levels.iter().enumerate().take(level + 1) {
            let count = self.counts.get(index).copied().flatten().unwrap_or(other.start);
            shown = shown.replace(&format!("%{}", index + 1), &numeral(count, &other.format));
        }
        Some(shown).filter(|shown| shown.len() < 40 && shown.chars().any(char::is_alphanumeric))
    }
}

impl Style {
    fn read(xml: &mut Xml<'_>, inside: Level) -> Self {
        let mut style = Self::default();
        while let Some(element) = xml.child(inside) {
            match element.name() {
                "start" => style.start = element.number("val").unwrap_or(1),
                "numFmt" => style.format = element.attr("val").unwrap_or_default(),
                // Cut so that no list can make every heading long.
                "lvlText" => style.text = element.attr("val").unwrap_or_default().chars().take(40).collect(),
                "pStyle" => style.paragraph = element.attr("val"),
                _ => {}
            }
        }
        style
    }
}

fn numeral(count: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(count),
        "upperLetter" => letters(count).to_uppercase(),
        "lowerRoman" => roman(count),
        "upperRoman" => roman(count).to_uppercase(),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}

/// a … z, aa, bb …: Word repeats the letter.
fn letters(count: u32) -> String {
    let index = count.saturating_sub(1);
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or(0));
    String::from(letter).repeat(usize::try_from(index / 26 + 1).unwrap_or(1).min(5))
}

fn roman(count: u32) -> String {
    const DIGITS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = count.min(3_999);
    let mut roman = String::new();
    for (value, digit) in DIGITS {
        while rest >= value {
            roman.push_str(digit);
            rest -= value;
        }
    }
    roman
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_words_own() {
        for (count, format, shown) in [
            (4, "decimal", "4"),
            (4, "decimalZero", "04"),
            (28, "lowerLetter", "bb"),
            (3, "upperLetter", "C"),
            (1994, "upperRoman", "MCMXCIV"),
            (4, "lowerRoman", "iv"),
        ] {
            assert_eq!(numeral(count, format), shown);
        }
    }
}
