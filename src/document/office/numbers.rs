//! Numbers of spreadsheets as a person would read them: what a number format makes of a value, with
//! dates as ISO 8601.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// What a number format shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// The number itself.
    #[default]
    General,
    /// A percentage.
    Percent,
    /// A date, a time of day, or both.
    Moment {
        /// It shows the day.
        day: bool,
        /// It shows the time.
        time: bool,
    },
    /// Words around the number, leading zeros, or both: `INC0042`.
    Worded {
        /// What stands before the number.
        prefix: String,
        /// Least digits.
        digits: usize,
        /// What stands behind the number.
        suffix: String,
    },
}

/// Largest serial number of a day, 9999-12-31.
const LAST_DAY: f64 = 2_958_466.0;

impl Format {
    /// The built-in format of this number.
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            9 | 10 => Self::Percent,
            14..=17 => Self::Moment { day: true, time: false },
            18..=21 | 45..=47 => Self::Moment { day: false, time: true },
            // The last two ranges depend on the language: the value decides what it is.
            22 | 27..=36 | 50..=58 => Self::Moment { day: true, time: true },
            _ => Self::General,
        }
    }

    /// The format of a code such as `dd/mm/yyyy`, by its first section.
    pub(super) fn of_code(code: &str) -> Self {
        if ["general", "standard", "@"].contains(&code.to_lowercase().as_str()) {
            return Self::General;
        }
        let (pattern, prefix, suffix) = split(code);
        let has = |letters: &[char]| pattern.contains(letters);
        if !has(&['#', '?']) && has(&['y', 'd', 'h', 's', 'm']) {
            let time = has(&['h', 's']);
            return Self::Moment { day: has(&['y', 'd']) || !time, time };
        }
        if has(&['%']) {
            return Self::Percent;
        }
        let digits = pattern.split('.').next().unwrap_or_default().matches('0').count();
        let worded = [&prefix, &suffix].iter().any(|text| text.chars().any(char::is_alphabetic));
        if has(&['0', '#']) && (worded || (digits > 1 && !has(&[',']))) {
            return Self::Worded { prefix, digits, suffix };
        }
        Self::General
    }

    /// A value in this format.
    pub(super) fn show(&self, value: f64, from_1904: bool) -> String {
        match self {
            Self::General => number(value),
            Self::Percent => format!("{} %", number(value * 100.0)),
            Self::Moment { day, time } => moment(value, *day, *time, from_1904).unwrap_or_else(|| number(value)),
            Self::Worded { prefix, digits, suffix } => {
                let sign = if value < 0.0 { "-" } else { "" };
                let shown = number(value.abs());
                let zeros = digits.saturating_sub(shown.split('.').next().unwrap_or_default().len());
                format!("{prefix}{sign}{}{shown}{suffix}", "0".repeat(zeros.min(30)))
            }
        }
    }
}

/// A number without the noise of binary fractions.
pub(super) fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    if rounded != 0.0 && !(1e-9..1e15).contains(&rounded.abs()) { format!("{rounded:e}") } else { rounded.to_string() }
}

/// A date or date and time as written in a file, without a time of zero, seconds of zero or fractions.
pub(super) fn iso(text: &str) -> String {
    let text = text.trim().trim_end_matches('Z');
    let Some((day, time)) = text.split_once('T') else { return text.to_owned() };
    let time = time.split(['.', '+']).next().unwrap_or_default();
    let time = if time.len() == 8 { time.strip_suffix(":00").unwrap_or(time) } else { time };
    if matches!(time, "00:00" | "") { day.to_owned() } else { format!("{day}T{time}") }
}

/// The pattern of the first section in lower case, and the literal text before and behind its digits.
fn split(code: &str) -> (String, String, String) {
    let (mut pattern, mut prefix, mut suffix) = (String::new(), String::new(), String::new());
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        let behind = pattern.contains(['0', '#', '?']);
        let literal = if behind { &mut suffix } else { &mut prefix };
        match character {
            ';' => break,
            '"' => literal.extend(characters.by_ref().take_while(|character| *character != '"')),
            '\\' => literal.extend(characters.next()),
            '_' | '*' => drop(characters.next()),
            '[' => {
                // An elapsed time is a time; colours, currencies and conditions say nothing here.
                let inner: String = characters.by_ref().take_while(|character| *character != ']').collect();
                if inner.chars().all(|character| "hHmMsS".contains(character)) {
                    pattern.push_str(&inner.to_lowercase());
                    pattern.push('s');
                }
            }
            ' ' | '-' if !literal.is_empty() || behind => literal.push(character),
            _ => pattern.extend(character.to_lowercase()),
        }
    }
    (pattern, prefix, suffix)
}

/// A serial number as a date, a time, or both.
fn moment(value: f64, day: bool, time: bool, from_1904: bool) -> Option<String> {
    if !(0.0..LAST_DAY).contains(&value) {
        return None;
    }
    // In range, so that the casts below lose nothing but the fraction.
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    let seconds = (value * 86_400.0).round() as i64;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    if time && (!day || days == 0) && (days == 0 || days < 1_000) {
        return Some(clock(seconds));
    }
    let date = serial_day(days, from_1904)?;
    Some(if time && rest != 0 { format!("{date}T{}", clock(rest)) } else { date.to_string() })
}

/// Hours and minutes, with seconds where there are any.
fn clock(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if seconds == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{seconds:02}") }
}

/// The day of a serial number; Excel's 1900 was a leap year.
fn serial_day(days: i64, from_1904: bool) -> Option<Date> {
    let epoch = match (from_1904, days) {
        (true, _) => date(1904, 1, 1),
        (false, ..60) => date(1899, 12, 31),
        (false, _) => date(1899, 12, 30),
    };
    epoch.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart() {
        let moment = |day, time| Format::Moment { day, time };
        for (code, format) in [
            ("General", Format::General),
            ("#,##0.00", Format::General),
            ("0.0%", Format::Percent),
            ("dd/mm/yyyy", moment(true, false)),
            ("[$-409]d\\-mmm\\-yy;@", moment(true, false)),
            ("yyyy\\-mm\\-dd\\ hh:mm", moment(true, true)),
            ("h:mm AM/PM", moment(false, true)),
            ("[h]:mm", moment(false, true)),
            ("mmm", moment(true, false)),
            ("#,##0\\ \"€\"", Format::General),
            ("[Red]0", Format::General),
        ] {
            assert_eq!(Format::of_code(code), format, "{code}");
        }
    }

    #[test]
    fn values_are_shown_as_a_person_reads_them() {
        for (code, value, shown) in [
            ("General", 0.1 + 0.2, "0.3"),
            ("General", 42.0, "42"),
            ("0.0%", 0.999, "99.9 %"),
            ("0%", 0.9995, "99.95 %"),
            ("yyyy-mm-dd", 46348.0, "2026-11-22"),
            ("dd.mm.yyyy", 46348.7, "2026-11-22"),
            ("dd.mm.yyyy hh:mm", 46348.0 + 845.0 / 1440.0, "2026-11-22T14:05"),
            ("h:mm", 845.0 / 1440.0, "14:05"),
            ("[h]:mm", 26.5 / 24.0, "26:30"),
            ("d/m/yy", 1.0, "1900-01-01"),
            ("d/m/yy", -3.0, "-3"),
            ("d/m/yy", 1e9, "1000000000"),
            ("\"INC\"00000", 42.0, "INC00042"),
            ("0000", 7.0, "0007"),
            ("0 \"days\"", 5.0, "5 days"),
            ("General", 1e300, "1e300"),
        ] {
            assert_eq!(Format::of_code(code).show(value, false), shown, "{code}");
        }
        for (text, shown) in [
            ("2026-11-22", "2026-11-22"),
            ("2026-11-22T00:00:00", "2026-11-22"),
            ("2026-11-22T14:05:00.000Z", "2026-11-22T14:05"),
            ("2026-11-22T14:05:09", "2026-11-22T14:05:09"),
        ] {
            assert_eq!(iso(text), shown);
        }
        assert_eq!(Format::built_in(14).show(0.0, true), "1904-01-01");
    }
}
