//! Days of work. No calendar of holidays is known here: a plan in days of estimate needs none.

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// So many days later; at the end of time it stays.
pub(super) fn later(date: Date, days: u32) -> Date {
    date.saturating_add(Span::new().days(i64::from(days.min(1_000_000))))
}

/// So many weeks later.
pub(super) fn weeks(date: Date, weeks: u16) -> Date {
    later(date, u32::from(weeks) * 7)
}

/// The day itself, or the Monday after it.
pub(super) fn workday(date: Date) -> Date {
    match date.weekday() {
        Weekday::Saturday => later(date, 2),
        Weekday::Sunday => later(date, 1),
        _ => date,
    }
}

/// The day itself where it is a Monday, else the next one: audits begin with a week.
pub(super) fn monday(date: Date) -> Date {
    let since = date.weekday().to_monday_zero_offset().unsigned_abs();
    if since == 0 { date } else { later(date, u32::from(7 - since)) }
}

/// Days from one to another; none where it is not later.
pub(super) fn between(from: Date, to: Date) -> u32 {
    from.until(to).map_or(0, |span| u32::try_from(span.get_days()).unwrap_or(0))
}
