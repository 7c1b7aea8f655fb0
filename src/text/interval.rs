//! Lengths of time between two occasions, kept in days as the catalogue writes them: a month is 31 days
//! there, a year 366, so that a limit is never a day short. Here they are months and years again.

use jiff::ToSpan;
use jiff::civil::Date;

const MONTH: u32 = 31;
const YEAR: u32 = 366;

/// So many units: of days, or of months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Days(u32),
    Months(u32),
}

fn length(days: u32) -> Length {
    match days {
        days if days > 0 && days.is_multiple_of(YEAR) => Length::Months(days / YEAR * 12),
        days if days > 0 && days.is_multiple_of(MONTH) => Length::Months(days / MONTH),
        days => Length::Days(days),
    }
}

/// The day on which it is due again; `None` beyond the calendar.
#[must_use]
pub fn after(date: Date, days: u32) -> Option<Date> {
    match length(days) {
        Length::Days(days) => date.checked_add(i64::from(days).days()).ok(),
        Length::Months(months) => date.checked_add(i64::from(months).months()).ok(),
    }
}

/// In words: `every month`, `every 3 months`, `every 14 days`.
#[must_use]
pub fn words(days: u32) -> String {
    let every = |number: u32, unit: &str| match number {
        1 => format!("every {unit}"),
        number => format!("every {number} {unit}s"),
    };
    match length(days) {
        Length::Days(days) if days > 0 && days.is_multiple_of(7) => every(days / 7, "week"),
        Length::Days(days) => every(days, "day"),
        Length::Months(months) if months.is_multiple_of(12) => every(months / 12, "year"),
        Length::Months(months) => every(months, "month"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_are_months() {
        assert_eq!(after(date(2026, 1, 31), 31), Some(date(2026, 2, 28)));
        assert_eq!(after(date(2026, 3, 3), 372), Some(date(2027, 3, 3)));
        assert_eq!(after(date(2024, 2, 29), 366), Some(date(2025, 2, 28)));
        assert_eq!(after(date(2026, 12, 25), 14), Some(date(2027, 1, 8)));
        assert_eq!(after(Date::MAX, 1), None);
    }

    #[test]
    fn in_words() {
        let said = [1, 7, 14, 31, 93, 186, 366, 372, 744, 90].map(words);
        let expected = [
            "every day",
            "every week",
            "every 2 weeks",
            "every month",
            "every 3 months",
            "every 6 months",
            "every year",
            "every year",
            "every 2 years",
            "every 90 days",
        ];
        assert_eq!(said, expected);
    }
}
