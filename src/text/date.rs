//! Dates as people write them, in every language of the catalogue; what could be read two ways says so.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::fold::fold;

/// Which of two numbers is the day where the year stands last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Order {
    /// 31/12/2026.
    #[default]
    DayFirst,
    /// 12/31/2026.
    MonthFirst,
}

/// Names of months, folded, to their numbers.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Months(BTreeMap<String, i8>);

impl Months {
    /// Adds a name of month `number` (1–12).
    pub fn add(&mut self, name: &str, number: i8) {
        self.0.insert(fold(name), number);
    }

    /// Which month a word names.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i8> {
        self.0.get(&fold(name)).copied()
    }
}

/// A date found in text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The date; the first of the month where only a month is written.
    pub date: Date,
    /// Byte offset in the text.
    pub start: usize,
    /// Byte offset behind it.
    pub end: usize,
    /// Whether day and month could be swapped and nothing tells.
    pub ambiguous: bool,
    /// Whether only year and month are written.
    pub month_only: bool,
}

impl Found {
    /// The other reading of a date whose day and month could be swapped.
    #[must_use]
    pub fn other(&self) -> Option<Date> {
        let swapped = Date::new(self.date.year(), self.date.day(), self.date.month());
        swapped.ok().filter(|_| self.ambiguous)
    }
}

static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    // The word boundaries are checked by hand: `\b` does not hold between a digit and 年.
    Regex::new(concat!(
        r"(?P<y1>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m1>\d{1,2})(?:\s?[-/.月]\s?(?P<d1>\d{1,2})日?)?",
        r"|(?P<era>令和|平成)\s?(?P<ey>元|\d{1,2})\s?年\s?(?P<em>\d{1,2})\s?月(?:\s?(?P<ed>\d{1,2})\s?日)?",
        r"|(?P<a>\d{1,2})\s?[-/.]\s?(?P<b>\d{1,2})\s?[-/.]\s?(?P<y2>(?:19|20)\d\d|\d\d)",
    ))
    .expect("a constant pattern")
});

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<d1>\d{1,2})(?:st|nd|rd|th|\.|er|º)?[\s\-./]{0,2}(?:de\s|of\s)?(?P<m1>\p{L}{3,12})\.?(?:\s(?:de|del|of))?[\s\-./,’']{1,2}(?P<y1>(?:19|20)\d\d)",
        r"|(?P<m2>\p{L}{3,12})\.?\s(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y2>(?:19|20)\d\d)",
        r"|(?P<m3>\p{L}{3,12})\.?(?:\s(?:de|del|of))?[\s\-,]{1,2}(?P<y3>(?:19|20)\d\d)",
        // As trackers export it: 01/Sep/26.
        r"|(?P<d4>\d{1,2})[/-](?P<m4>\p{L}{3,4})[/-](?P<y4>\d\d)\b",
    ))
    .expect("a constant pattern")
});

/// All dates in `text`, in order of appearance.
#[must_use]
pub fn find(text: &str, months: &Months, order: Order) -> Vec<Found> {
    // Without two digits in a row there is no year, but for years of an era: 令和8年.
    let digits = text.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_digit));
    if !digits && !text.contains('年') {
        return Vec::new();
    }
    let mut found = numeric(text, order);
    let named = named(text, months);
    found.retain(|date| !named.iter().any(|other| overlap(date, other)));
    found.extend(named);
    found.sort_by_key(|date| date.start);
    found
}

/// The first date in `text`, if there is one.
#[must_use]
pub fn first(text: &str, months: &Months, order: Order) -> Option<Found> {
    if let Some(found) = plain(text.as_bytes(), order) {
        return Some(found);
    }
    find(text, months, order).into_iter().next()
}

/// The date at the beginning of a cell as programs write it: `2026-11-22`, `2026-11-22 13:05`,
/// `22/11/2026 13:05`. It gives what [`find`] gives, without its patterns: a log has millions of them.
fn plain(text: &[u8], order: Order) -> Option<Found> {
    let (numbers, rest) = text.split_at_checked(10)?;
    // With more letters than `T` and `Z` a month may be written out.
    let letters = rest.iter().filter(|byte| !byte.is_ascii_digit() && !b" :.,+-".contains(byte)).count();
    if letters > 2 || !rest.is_ascii() || rest.first().is_some_and(|byte| !b" T,".contains(byte)) {
        return None;
    }
    let number = |at: std::ops::Range<usize>| {
        let digits = &numbers[at];
        digits.iter().try_fold(0_i16, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i16::from(byte - b'0')))
    };
    let found = |date, ambiguous| Found { date, start: 0, end: 10, ambiguous, month_only: false };
    if matches!(numbers, [b'1', b'9', ..] | [b'2', b'0', ..])
        && numbers[4] == numbers[7]
        && b"-/.".contains(&numbers[4])
    {
        return Some(found(civil(number(0..4)?, number(5..7)?, number(8..10)?)?, false));
    }
    let century = matches!(&numbers[6..8], b"19" | b"20");
    if !century || numbers[2] != numbers[5] || !b"/.".contains(&numbers[2]) {
        return None;
    }
    let (a, b, year) = (number(0..2)?, number(3..5)?, number(6..10)?);
    let dots = numbers[2] == b'.';
    let month_first = b > 12 || (order == Order::MonthFirst && a <= 12 && !dots);
    let (day, month) = if month_first { (b, a) } else { (a, b) };
    Some(found(civil(year, month, day)?, a <= 12 && b <= 12 && a != b && !dots))
}

fn overlap(a: &Found, b: &Found) -> bool {
    a.start < b.end && b.start < a.end
}

fn numeric(text: &str, order: Order) -> Vec<Found> {
    let mut found = Vec::new();
    for capture in NUMERIC.captures_iter(text) {
        let whole = capture.get(0).map_or(0..0, |m| m.range());
        if touches_digit(text, &whole) {
            continue;
        }
        let number = |name: &str| capture.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
        let era = capture.name("era").map(|era| {
            // The first year of an era is written 元.
            let first = if era.as_str() == "令和" { 2019 } else { 1989 };
            first + number("ey").unwrap_or(1) - 1
        });
        let (y, m, d) = (number("y1").or(era), number("m1").or(number("em")), number("d1").or(number("ed")));
        let (date, ambiguous, month_only) = match (y, m, d) {
            (Some(y), Some(m), Some(d)) => (civil(y, m, d), false, false),
            (Some(y), Some(m), None) => (civil(y, m, 1), false, true),
            _ => {
                let (a, b, y) = (number("a").unwrap_or(0), number("b").unwrap_or(0), number("y2").unwrap_or(0));
                let y = if y < 100 { 2000 + y } else { y };
                let month_first =
                    b > 12 || (order == Order::MonthFirst && a <= 12 && !whole_uses_dots(&text[whole.clone()]));
                let (d, m) = if month_first { (b, a) } else { (a, b) };
                (civil(y, m, d), a <= 12 && b <= 12 && a != b && !whole_uses_dots(&text[whole.clone()]), false)
            }
        };
        if let Some(date) = date {
            found.push(Found { date, start: whole.start, end: whole.end, ambiguous, month_only });
        }
    }
    found
}

/// Dots stand between day and month in that order wherever they are used.
fn whole_uses_dots(written: &str) -> bool {
    written.contains('.')
}

fn named(text: &str, months: &Months) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(capture) = NAMED.captures_at(text, from) {
        let whole = capture.get(0).map_or(0..0, |m| m.range());
        let part = |name: &str| capture.name(name).map(|m| m.as_str());
        let read = |month: &str, day: Option<&str>, year: &str| {
            let month = months.number(month)?;
            civil(year.parse().ok()?, i16::from(month), day.map_or(Some(1), |day| day.parse().ok())?)
        };
        let date = match (part("m1"), part("m2"), part("m3")) {
            (Some(month), ..) => read(month, part("d1"), part("y1").unwrap_or("")).map(|date| (date, false)),
            (_, Some(month), _) => read(month, part("d2"), part("y2").unwrap_or("")).map(|date| (date, false)),
            (.., Some(month)) => read(month, None, part("y3").unwrap_or("")).map(|date| (date, true)),
            _ => {
                let year = part("y4").map(|year| format!("20{year}"));
                let read = part("m4").zip(year).and_then(|(month, year)| read(month, part("d4"), &year));
                read.map(|date| (date, false))
            }
        };
        let inside_number = text[..whole.start].ends_with(|c: char| c.is_ascii_digit());
        if let Some((date, month_only)) = date.filter(|_| !inside_number) {
            found.push(Found { date, start: whole.start, end: whole.end, ambiguous: false, month_only });
            from = whole.end.max(from + 1);
        } else {
            // "Version 2026"-like: go on behind the first word, a month may follow.
            from = text[whole.start..].char_indices().nth(1).map_or(text.len(), |(i, _)| whole.start + i);
        }
    }
    found
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Part of a longer number, such as a telephone number or an IP address.
fn touches_digit(text: &str, range: &std::ops::Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let next = after.next();
    before.is_some_and(|c| c.is_ascii_digit() || c == '.' || c == '-')
        || next.is_some_and(|c| c.is_ascii_digit())
        || (next.is_some_and(|c| matches!(c, '.' | '-')) && after.next().is_some_and(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months() -> Months {
        let mut months = Months::default();
        for (name, number) in [("january", 1), ("jan", 1), ("märz", 3), ("enero", 1), ("décembre", 12), ("july", 7)] {
            months.add(name, number);
        }
        months
    }

    fn read(text: &str) -> Vec<String> {
        find(text, &months(), Order::DayFirst)
            .iter()
            .map(|f| format!("{}{}{}", f.date, if f.ambiguous { "?" } else { "" }, if f.month_only { "~" } else { "" }))
            .collect()
    }

    #[test]
    fn common_forms() {
        for (text, expected) in [
            ("2026-01-14", vec!["2026-01-14"]),
            ("2026-02-11T11:52Z", vec!["2026-02-11"]),
            ("on 14 Jan 2026.", vec!["2026-01-14"]),
            ("January 14th, 2026", vec!["2026-01-14"]),
            ("3. März 2026", vec!["2026-03-03"]),
            ("1 de enero de 2026", vec!["2026-01-01"]),
            ("le 1er décembre 2025", vec!["2025-12-01"]),
            ("14.01.2026 und 31/12/26", vec!["2026-01-14", "2026-12-31"]),
            ("03/04/2026", vec!["2026-04-03?"]),
            ("2026年1月14日", vec!["2026-01-14"]),
            ("令和8年4月1日から平成31年4月末まで", vec!["2026-04-01", "2019-04-01~"]),
            ("令和元年5月1日", vec!["2019-05-01"]),
            ("July 2026", vec!["2026-07-01~"]),
            ("2026-07", vec!["2026-07-01~"]),
            ("version 2026 of July 2026", vec!["2026-07-01~"]),
            ("14-Jan-2026", vec!["2026-01-14"]),
            ("01/Jan/26 8:12 AM", vec!["2026-01-01"]),
            ("10.0.0.12 and 1.2.3", vec![]),
            ("99.95 and 2026", vec![]),
            ("31.02.2026", vec![]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn the_short_way_gives_what_the_long_one_gives() {
        let cells = [
            "2026-11-22",
            "2026-11-22 13:05",
            "2026-11-22T13:05:07Z",
            "2026/11/22",
            "2026.11.22 1:5",
            "22/11/2026",
            "11/22/2026",
            "03/04/2026 10:00",
            "03.04.2026",
            "31.02.2026",
            "2026-13-01",
            "1926-01-01",
            "2126-01-01",
            "2026-11-221",
            "2026-11-22-1",
            "2026-11-22, 22 Nov 2027",
            "22-11-2026",
            "2026-11/22",
            "٢٠٢٦-11-22",
            "2026-11-22 – 2027-01-01",
            "a026-11-22",
        ];
        for order in [Order::DayFirst, Order::MonthFirst] {
            for cell in cells {
                let long = find(cell, &months(), order).into_iter().next();
                assert_eq!(first(cell, &months(), order), long, "{cell}");
            }
        }
        assert!(cells.iter().filter(|cell| plain(cell.as_bytes(), Order::DayFirst).is_some()).count() >= 10);
    }

    #[test]
    fn month_first_where_the_neighbours_say_so() {
        let found = find("03/04/2026", &months(), Order::MonthFirst);
        assert_eq!(found[0].date.to_string(), "2026-03-04");
    }
}
