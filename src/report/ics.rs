//! The calendar of duties as iCalendar (RFC 5545), for any calendar program: an event of a whole day for
//! each duty that has a date. What is overdue stands on the day of the assessment, where it is seen.

use uuid::Uuid;

use super::calendar::Calendar;
use super::plain::{TEXT, clean};
use crate::evidence::{Basis, Duty, Occasion};

/// Octets of a line, without its end (RFC 5545, 3.1).
const LINE: usize = 75;
/// Characters of a quote.
const QUOTE: usize = 240;
/// Under which names are made: an event keeps its UID from run to run, so a calendar moves it.
const NAMES: Uuid =
    Uuid::from_bytes([0x6b, 0x1f, 0x0a, 0x52, 0x8d, 0x3e, 0x5c, 0x41, 0x9a, 0x77, 0x20, 0x00, 0x00, 0x01, 0x20, 0x18]);

/// Writes a calendar as iCalendar.
#[must_use]
pub fn ics(calendar: &Calendar) -> String {
    let mut text = String::new();
    let name = calendar.organisation.as_deref().map(|name| format!(": {name}")).unwrap_or_default();
    line(&mut text, "BEGIN", "VCALENDAR");
    line(&mut text, "VERSION", "2.0");
    line(&mut text, "PRODID", "-//iso20k//calendar of duties//EN");
    line(&mut text, "CALSCALE", "GREGORIAN");
    line(&mut text, "METHOD", "PUBLISH");
    line(&mut text, "X-WR-CALNAME", &escaped(&clean(&format!("Service management duties{name}"), TEXT)));
    for duty in &calendar.duties {
        event(&mut text, calendar, duty);
    }
    line(&mut text, "END", "VCALENDAR");
    text
}

fn event(text: &mut String, calendar: &Calendar, duty: &Duty) {
    let Some(next) = &duty.next else { return };
    let day = if duty.overdue_days.is_some() { &calendar.as_of } else { next };
    let Some(after) = day.parse::<jiff::civil::Date>().ok().and_then(|day| day.tomorrow().ok()) else { return };
    let summary = match duty.overdue_days {
        Some(_) => format!("Overdue since {next}: {}", duty.says),
        None => duty.says.clone(),
    };
    let about = format!("{}\n{}", calendar.organisation.as_deref().unwrap_or_default(), duty.id);
    line(text, "BEGIN", "VEVENT");
    line(text, "UID", &Uuid::new_v5(&NAMES, about.as_bytes()).to_string());
    line(text, "DTSTAMP", &format!("{}T000000Z", digits(&calendar.as_of)));
    line(text, "DTSTART;VALUE=DATE", &digits(day));
    line(text, "DTEND;VALUE=DATE", &digits(&after.to_string()));
    line(text, "SUMMARY", &escaped(&clean(&summary, TEXT)));
    line(text, "DESCRIPTION", &described(duty));
    line(text, "TRANSP", "TRANSPARENT");
    line(text, "END", "VEVENT");
}

fn described(duty: &Duty) -> String {
    let mut lines = Vec::new();
    let cited = |what: &str, occasion: &Occasion| {
        let place = occasion.place.to_string();
        let date = occasion.date.as_deref().map(|date| format!("{date}, ")).unwrap_or_default();
        let comma = if place.is_empty() { "" } else { ", " };
        format!("{what}: {date}{}{comma}{place}: “{}”", occasion.path, clean(&occasion.quote, QUOTE))
    };
    lines.extend(duty.obligation.as_ref().map(|id| format!("Obligation: {id}")));
    if let Some(interval) = &duty.interval {
        let whose = match interval.basis {
            Basis::Declared => "declared",
            Basis::Advice => "advice of iso20k; the standard names none",
        };
        lines.push(format!("Interval: {} ({whose})", interval.words));
        lines.extend(interval.declared.as_ref().map(|declared| cited("Declared in", declared)));
    }
    lines.extend(duty.stated.as_ref().map(|stated| cited("Stated in", stated)));
    lines.extend(duty.last.as_ref().map(|last| cited("Last", last)));
    if !duty.note.is_empty() {
        lines.push(format!("Note: {}", duty.note));
    }
    let lines: Vec<String> = lines.iter().map(|line| escaped(&clean(line, TEXT))).collect();
    lines.join("\\n")
}

fn digits(date: &str) -> String {
    date.replace('-', "")
}

/// Text as a value (RFC 5545, 3.3.11); it holds no line breaks and no control characters any more.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// One content line, folded between characters: the parts behind the first begin with a space, which
/// counts.
fn line(text: &mut String, name: &str, value: &str) {
    let whole = format!("{name}:{value}");
    let mut length = 0;
    for c in whole.chars() {
        if length + c.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{sample, variants};

    /// A property as read back: its name with parameters, and its value.
    type Property = (String, String);

    /// RFC 5545 read as it is written: lines end in CRLF, are at most 75 octets, and are unfolded first.
    fn read(text: &str) -> Vec<Property> {
        assert!(text.ends_with("\r\n"));
        for line in text.trim_end_matches("\r\n").split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
        let unfolded = text.replace("\r\n ", "");
        let lines = unfolded.trim_end_matches("\r\n").split("\r\n");
        lines
            .map(|line| line.split_once(':').expect("a name"))
            .map(|(name, value)| (name.into(), value.into()))
            .collect()
    }

    fn unescaped(value: &str) -> String {
        let mut text = String::new();
        let mut rest = value.chars();
        while let Some(c) = rest.next() {
            match c {
                '\\' => match rest.next().expect("an escape is whole") {
                    'n' | 'N' => text.push('\n'),
                    c @ ('\\' | ';' | ',') => text.push(c),
                    c => panic!("\\{c} is no escape"),
                },
                ';' | ',' => panic!("{c} stands bare in {value}"),
                c => text.push(c),
            }
        }
        text
    }

    fn events(properties: &[Property]) -> Vec<Vec<Property>> {
        assert_eq!(properties.first(), Some(&("BEGIN".to_owned(), "VCALENDAR".to_owned())));
        assert_eq!(properties.last(), Some(&("END".to_owned(), "VCALENDAR".to_owned())));
        let parts = properties.split(|(name, value)| name == "BEGIN" && value == "VEVENT").skip(1);
        parts.map(|part| part.iter().take_while(|(name, _)| name != "END").cloned().collect()).collect()
    }

    fn value<'e>(event: &'e [Property], name: &str) -> &'e str {
        let mut values = event.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let value = values.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(values.next().is_none(), "{name} is there twice");
        value
    }

    fn day(date: &str) -> jiff::civil::Date {
        assert_eq!(date.len(), 8);
        format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]).parse().expect("a day")
    }

    #[test]
    fn every_duty_with_a_date_is_a_sound_event() {
        for assessment in [sample::assessment(), variants::hostile()] {
            let calendar = Calendar::from(assessment);
            let properties = read(&ics(&calendar));
            let events = events(&properties);
            let dated: Vec<&Duty> = calendar.duties.iter().filter(|duty| duty.next.is_some()).collect();
            assert_eq!(events.len(), dated.len());
            let mut uids: Vec<&str> = Vec::new();
            for (event, duty) in events.iter().zip(dated) {
                uids.push(value(event, "UID"));
                assert_eq!(value(event, "DTSTAMP"), "20261122T000000Z");
                let start = day(value(event, "DTSTART;VALUE=DATE"));
                assert_eq!(day(value(event, "DTEND;VALUE=DATE")), start.tomorrow().unwrap());
                let due = duty.next.clone().unwrap();
                let expected = if duty.overdue_days.is_some() { calendar.as_of.clone() } else { due };
                assert_eq!(start.to_string(), expected);
                let summary = unescaped(value(event, "SUMMARY"));
                assert_eq!(summary.starts_with("Overdue since "), duty.overdue_days.is_some(), "{summary}");
                unescaped(value(event, "DESCRIPTION"));
            }
            uids.sort_unstable();
            uids.dedup();
            assert_eq!(uids.len(), events.len(), "a UID stands for one event");
        }
    }

    #[test]
    fn a_later_run_moves_the_event() {
        let mut calendar = Calendar::from(sample::assessment());
        let uids = |calendar: &Calendar| -> Vec<String> {
            read(&ics(calendar)).into_iter().filter(|(name, _)| name == "UID").map(|(_, value)| value).collect()
        };
        let before = uids(&calendar);
        calendar.as_of = "2027-02-01".into();
        calendar
            .duties
            .iter_mut()
            .filter(|duty| duty.next.is_some())
            .for_each(|duty| duty.next = Some("2027-05-01".into()));
        assert_eq!(uids(&calendar), before);
        assert!(!before.is_empty());
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut text = String::new();
        line(&mut text, "SUMMARY", &"日本語é".repeat(40));
        assert_eq!(read(&text), [("SUMMARY".to_owned(), "日本語é".repeat(40))]);
        assert!(text.lines().count() > 4);
    }
}
