//! Times as eight languages promise them, and what is none.

use crate::catalogue::{Files, load, times};
use crate::text::times::{Basis, Beside, Measure, Time, Word, Words, WordsBuilder};

fn words() -> Words {
    times(&load(&Files::embedded()).0)
}

/// Short: what, of which priority, minutes and which hours.
fn short(times: &[Time]) -> Vec<String> {
    let one = |time: &Time| {
        let priority = time.priority.as_deref().unwrap_or("-");
        let limits =
            if time.least == time.most { time.most.to_string() } else { format!("{}-{}", time.least, time.most) };
        format!("{} {priority} {limits} {}", time.measure.name(), time.basis.name())
    };
    times.iter().map(one).collect()
}

#[test]
fn what_is_promised_in_all_languages() {
    let words = words();
    let mut reader = words.reader();
    for (text, expected) in [
        ("P1 restored within 4 hours", vec!["restoration 1 240 unsaid"]),
        ("P1 incidents are resolved within four hours around the clock.", vec!["restoration 1 240 clock"]),
        ("Response within 15 min, resolution within 4 h", vec!["response - 15 unsaid", "restoration - 240 unsaid"]),
        (
            "30-minute response and 8 working hours to restore",
            vec!["response - 30 unsaid", "restoration - 480 working"],
        ),
        (
            "Fix times: P1 4 hours, P2 8 hours, P3 2 working days",
            vec!["restoration 1 240 unsaid", "restoration 2 480 unsaid", "restoration 3 960-1200 working"],
        ),
        ("Resolution by the next business day", vec!["restoration - 480-1200 working"]),
        ("Reaktionszeit 15 Minuten", vec!["response - 15 unsaid"]),
        (
            "Bei Priorität 1 Reaktion in 30 Minuten und Lösung oder Umgehung in drei Stunden.",
            vec!["response 1 30 unsaid", "restoration 1 180 unsaid"],
        ),
        (
            "Lösungszeiten: Priorität 1 vier Stunden, Priorität 2 acht Arbeitsstunden, Priorität 3 zwei Arbeitstage.",
            vec!["restoration 1 240 unsaid", "restoration 2 480 working", "restoration 3 960-1200 working"],
        ),
        ("Entstörung höchstens 3 Stunden, rund um die Uhr", vec!["restoration - 180 clock"]),
        ("GTR 4 h", vec!["restoration - 240 unsaid"]),
        ("disponibilité 99,8 % ; rétablissement en 4 h, 24 h/24", vec!["restoration - 240 clock"]),
        ("P1 pris en charge en 15 min, rétabli en 4 h", vec!["response 1 15 unsaid", "restoration 1 240 unsaid"]),
        ("Rétablissement : 8 heures ouvrées, du lundi au vendredi, 8 h–18 h", vec!["restoration - 480 working"]),
        ("energia 99,99 %; reposição 4 h; mãos remotas 30 min", vec!["restoration - 240 unsaid"]),
        (
            "Tiempo de respuesta: 30 minutos; resolución en 6 horas laborables",
            vec!["response - 30 unsaid", "restoration - 360 working"],
        ),
        ("Hersteltijd P1: 4 uur", vec!["restoration 1 240 unsaid"]),
        ("P1は15分以内に着手し、4時間以内に復旧する", vec!["response 1 15 unsaid", "restoration 1 240 unsaid"]),
        ("P1 响应时间15分钟，恢复时间4小时", vec!["response 1 15 unsaid", "restoration 1 240 unsaid"]),
        ("Restored in 1 h 30 min", vec!["restoration - 90 unsaid"]),
    ] {
        assert_eq!(short(&reader.times(text, &Beside::default())), expected, "{text}");
    }
}

#[test]
fn what_is_no_promise_or_not_plain() {
    let words = words();
    let mut reader = words.reader();
    for text in [
        "Updates are sent every 30 minutes until service is restored.",
        "Desk to the service team when not solved in 30 minutes",
        "If a P1 is not resolved in 4 hours the manager is called.",
        "Störungen, deren Lösung länger als 4 Stunden dauert, gelten als schwer.",
        "Resolution in 1.5 hours",
        "Resolution in 2-4 hours",
        "Response and resolution 4 h",
        "P1 and P2 resolved within 4 hours",
        "Spätestens fünf Arbeitstage nach der Lösung liegt ein Bericht vor.",
        "The review is held 5 days after resolution.",
        "Requests are answered within 2 hours",
        "File restored in 4 h",
        "restauration d'un fichier en 4 heures",
        "Announced seven days ahead",
        "open from 8 h to 18 h",
        "80 % of calls answered in 1 minute",
        "Availability 99.9 %",
        "GTR",
    ] {
        assert_eq!(short(&reader.times(text, &Beside::default())), [""; 0], "{text}");
    }
}

#[test]
fn a_cell_is_for_what_its_heading_says() {
    let words = words();
    let mut reader = words.reader();
    let restoration = reader.beside("Garantie de temps de rétablissement (GTR)");
    assert_eq!(restoration.measure, Some(Measure::Restoration));
    let cell = reader.cell("8 heures ouvrées, du lundi au vendredi, 8 h–18 h", &restoration).unwrap();
    assert_eq!((cell.most, cell.basis, cell.said.as_str()), (480, Basis::Working, "8 heures ouvrées"));
    let of_first = reader.beside("First answer to a P1 ticket");
    let cell = reader.cell("at most 15 minutes", &of_first).unwrap();
    assert_eq!((cell.priority.as_deref(), cell.most), (Some("1"), 15));
    assert_eq!(reader.beside("Restoration after a fault").measure, Some(Measure::Restoration));
    assert!(!reader.beside("Restoration after a fault").is_unclear && reader.beside("After restoration").is_unclear);
    for (label, text) in [
        ("P1 first answer, fixed", "15 min, 4 h"),
        ("Restoration", "4 h, 8 h"),
        ("Restoration", "closed on 4 May"),
        ("Restoration", "if agreed 4 h"),
        ("Files restored", "4 h"),
        ("Availability", "4 h"),
    ] {
        let beside = reader.beside(label);
        assert_eq!(reader.cell(text, &beside), None, "{label}: {text}");
    }
    assert!(reader.beside("Priority").heads_priorities && !reader.beside("P1").heads_priorities);
}

#[test]
fn kinds_of_words_have_names() {
    assert_eq!(Word::parse("hour"), Some(Word::Hour));
    assert_eq!(Word::parse("15"), Some(Word::Number(15)));
    assert_eq!((Word::parse("0"), Word::parse("century")), (None, None));
    assert!(WordsBuilder::default().build().reader().times("4 hours to resolve", &Beside::default()).is_empty());
}
