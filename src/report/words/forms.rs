//! Dates, numbers and plurals in the form of a language.

use jiff::civil::Date;

use super::Words;
use crate::assessment::Rating;
use crate::report::plain::{TEXT, clean};

impl Words {
    /// `2026-11-22` → `22 November 2026`, `22. November 2026`; anything else stays as it is.
    #[must_use]
    pub fn long_date(&self, date: &str) -> String {
        self.date(date, "date_long", "months")
    }

    /// `2026-11-22` → `22.11.2026` where a language writes it so; anything else stays as it is.
    #[must_use]
    pub fn short_date(&self, date: &str) -> String {
        self.date(date, "date_short", "months_short")
    }

    fn date(&self, date: &str, form: &str, months: &str) -> String {
        let Ok(day) = date.parse::<Date>() else { return clean(date, TEXT) };
        let month = usize::from(day.month().unsigned_abs());
        let name = self.get("form", months).split(' ').nth(month.saturating_sub(1)).unwrap_or_default();
        self.fill(
            "form",
            form,
            &[
                ("day", &day.day().to_string()),
                ("dd", &format!("{:02}", day.day())),
                ("mm", &format!("{month:02}")),
                ("month", name),
                ("year", &day.year().to_string()),
            ],
        )
    }

    /// A month by its number, 1–12, short.
    #[must_use]
    pub fn month(&self, month: i8) -> &'static str {
        let before = usize::from(month.unsigned_abs()).saturating_sub(1);
        self.get("form", "months_short").split(' ').nth(before).unwrap_or_default()
    }

    /// A share of 0–1 in percent: `62 %`, `99,9 %`. A whole number, unless rounding would say something else
    /// than the share: neither 0 nor 100 % unless it is exactly that, and never on the other side of a
    /// rating's limit.
    #[must_use]
    pub fn percent(&self, share: f64) -> String {
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        let whole = (share * 100.0).round();
        let misleads = Rating::of(whole / 100.0) != Rating::of(share)
            || (whole == 0.0 && share > 0.0)
            || (whole == 100.0 && share < 1.0);
        let number = if misleads { self.decimal(&format!("{:.1}", share * 100.0)) } else { format!("{whole:.0}") };
        self.fill("form", "percent", &[("n", &number)])
    }

    /// A number written with a point, with the language's own sign.
    #[must_use]
    pub fn decimal(&self, number: &str) -> String {
        number.replace('.', self.get("form", "decimal"))
    }

    /// `20,000`, `20.000`.
    #[must_use]
    pub fn number(&self, number: usize) -> String {
        let digits = number.to_string();
        let mut out = String::with_capacity(digits.len() + 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(self.get("form", "thousands"));
            }
            out.push(digit);
        }
        out
    }

    /// `1 document`, `3 documents`: how many of a thing that the section `count` knows.
    #[must_use]
    pub fn count(&self, count: usize, thing: &str) -> String {
        let form = if count == 1 { "one" } else { "many" };
        self.fill("count", &format!("{thing}_{form}"), &[("n", &self.number(count))])
    }
}
