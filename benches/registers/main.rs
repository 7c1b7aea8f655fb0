//! How long a very large register takes: a CSV of a million incidents and a workbook of 200,000, made on
//! the fly; reading, mapping and typing, the index, and every rule by itself. One thread; the figures stand
//! in `docs/benchmarks.md`. `cargo bench --bench registers -- 100000` takes fewer rows.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures, and ends where it cannot go on"
)]

mod filled;

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use iso20k::audit;
use iso20k::catalogue::{Catalogue, Files, Profile, Vocabulary, load};
use iso20k::document::{Format, Limits, Reading, read};
use iso20k::evidence::calendar;
use iso20k::facts::{Facts, derive};
use iso20k::index::{Entry, Index};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};

const ROWS: usize = 1_000_000;
/// Parts that can be asked for alone: `cargo bench --bench registers -- csv`.
const PARTS: [&str; 4] = ["csv", "rules", "all-large", "xlsx"];
const HEADINGS: [&str; 14] = [
    "Number",
    "Opened",
    "Short description",
    "Category",
    "Priority",
    "Business service",
    "State",
    "Resolved",
    "Closed",
    "Assigned to",
    "Caller",
    "Close notes",
    "Problem",
    "Caused by change",
];

fn main() {
    let rows = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(ROWS);
    let only = |part: &str| std::env::args().all(|argument| !PARTS.contains(&argument.as_str()) || argument == part);
    let mut files = Files::embedded();
    // Rules are tried out without building again.
    files.overlay(Path::new("controls"));
    let (catalogue, _) = load(&files);
    let vocabulary = Vocabulary::new(&catalogue);
    println!("{:<44}{:>10}{:>14}{:>12}", "", "seconds", "rows a second", "peak MiB");
    if only("csv") {
        let text = csv(rows);
        let facts = file("CSV", Format::Csv, "incidents.csv", text.into_bytes(), rows, &catalogue, &vocabulary);
        let entry = Entry {
            path: "incidents.csv".into(),
            sha256: String::new(),
            format: Format::Csv,
            facts,
            problems: Vec::new(),
        };
        let began = Clock::start();
        let index = Index::build(vec![entry], Vec::new(), &Profile::default(), &catalogue).unwrap();
        tell("CSV, into the index", &began, rows);
        drop(index);
    }
    if only("rules") {
        for large in filled::ALL {
            let (index, _) = filled::index(filled::Large::Only(large), rows, &catalogue);
            println!("{large} of {rows} rows, a hundredth in each other register");
            rules(&mut load(&files).0, &index, 3);
        }
    }
    if only("all-large") {
        let began = Clock::start();
        let (index, all) = filled::index(filled::Large::All, rows, &catalogue);
        tell(&format!("an index of {all} rows, all registers"), &began, all);
        // Taken apart by rule, so loaded again.
        rules(&mut load(&files).0, &index, 30);
        sampled(&index, &catalogue, rows);
    }
    // Last, for the peak is of all that came before, and making the workbook takes more than reading it.
    if only("xlsx") {
        let book = workbook(rows / 5);
        file("XLSX", Format::Xlsx, "incidents.xlsx", book, rows / 5, &catalogue, &vocabulary);
    }
}

/// The sample of an auditor, and the calendar.
fn sampled(index: &Index, catalogue: &Catalogue, rows: usize) {
    let as_of = date(2026, 11, 22);
    for id in ["incident-records", "change-records"] {
        let register = &catalogue.registers[id];
        let began = Clock::start();
        let population = index.database.population(catalogue, register, as_of).unwrap();
        tell(&format!("the population of {id}"), &began, rows);
        let began = Clock::start();
        let sample = audit::sample(catalogue, register, &population, 25, 1, as_of);
        assert!(sample.sample.len() >= 25);
        tell(&format!("a sample of {id}"), &began, rows);
    }
    let began = Clock::start();
    let duties = calendar(catalogue, index, &[], as_of).unwrap();
    tell(&format!("the calendar, {} duties", duties.len()), &began, rows);
}

/// Reads a file and derives its facts.
fn file(
    name: &str,
    format: Format,
    path: &str,
    bytes: Vec<u8>,
    rows: usize,
    catalogue: &Catalogue,
    vocabulary: &Vocabulary,
) -> Facts {
    println!("{name} of {rows} rows, {} MiB", bytes.len() >> 20);
    let began = Clock::start();
    let Reading { document, problems, unread } = read(format, &bytes, Limits::default());
    drop(bytes);
    assert_eq!((unread, problems), (None, Vec::new()));
    tell(&format!("{name}, bytes to cells"), &began, rows);
    let began = Clock::start();
    let facts = derive(path, &document, catalogue, vocabulary);
    tell(&format!("{name}, mapping and typing"), &began, rows);
    let register = facts.registers.first().expect("a register");
    assert_eq!((register.register.as_str(), register.rows.len()), ("incident-records", rows));
    facts
}

/// Every rule by itself, the slowest shown.
fn rules(catalogue: &mut Catalogue, index: &Index, shown: usize) {
    let mut times: Vec<(f64, String)> = Vec::new();
    let as_of = date(2026, 11, 22);
    let mut found = 0;
    let between = std::mem::take(&mut catalogue.rules);
    let mut own = Vec::new();
    for register in catalogue.registers.values_mut() {
        let rules = std::mem::take(&mut register.rules);
        own.extend(rules.into_iter().map(|rule| (register.id.clone(), rule)));
    }
    let run_all = |catalogue: &Catalogue| {
        let began = Clock::start();
        let ran = index.database.run_rules(catalogue, as_of).unwrap();
        (began.seconds(), ran)
    };
    // Rows are counted before any rule runs, once however many there are.
    let (counting, _) = run_all(catalogue);
    let mut run = |catalogue: &Catalogue, id: String| {
        let (took, ran) = run_all(catalogue);
        let took = took - counting;
        found += usize::from(!ran.found.is_empty());
        let id = if ran.stopped.is_empty() {
            format!("{id} ({} found)", ran.found.len())
        } else {
            format!("{id} (stopped)")
        };
        if took >= 1.0 {
            println!("  {id:<60}{took:>10.1}");
        }
        times.push((took, id));
    };
    for (register, rule) in own {
        let id = rule.id.clone();
        let of = catalogue.registers.get_mut(&register).expect("it was there");
        of.rules = vec![rule];
        run(catalogue, id);
        catalogue.registers.get_mut(&register).expect("it was there").rules.clear();
    }
    for rule in between {
        let id = rule.id.clone();
        catalogue.rules = vec![rule];
        run(catalogue, id);
    }
    times.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!();
    let slow = times.iter().filter(|(took, _)| *took >= 1.0).count();
    let sum: f64 = times.iter().map(|(took, _)| took).sum();
    println!("{} rules: {sum:.1} s, {found} find something, {slow} take over a second", times.len());
    times.iter().take(shown).for_each(|(took, id)| println!("  {id:<60}{took:>10.2}"));
}

fn tell(what: &str, began: &Clock, rows: usize) {
    let took = began.seconds();
    let peak = peak().map_or_else(|| "?".into(), |kib| (kib >> 10).to_string());
    println!("  {what:<42}{took:>10.2}{:>14.0}{peak:>12}", rows as f64 / took);
}

/// The time that this thread has worked, where the system says it (Linux): a machine that does other things
/// too does not make the program slower. Elsewhere the time by the clock.
struct Clock {
    worked: Option<Duration>,
    began: Instant,
}

impl Clock {
    fn start() -> Self {
        Self { worked: worked(), began: Instant::now() }
    }

    fn seconds(&self) -> f64 {
        let worked = worked().zip(self.worked).map(|(now, then)| now.saturating_sub(then));
        worked.unwrap_or_else(|| self.began.elapsed()).as_secs_f64()
    }
}

fn worked() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// The most memory the process has had so far, where the system says it (Linux).
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// What an incident says; each tenth in another way, so that no two columns go together.
fn cells(number: usize, rows: usize) -> [String; 14] {
    let first: DateTime = Date::constant(2024, 1, 1).into();
    let minutes = |minutes: usize| i64::try_from(minutes).unwrap().minutes();
    let opened = first + minutes(number * 1_500_000 / rows.max(1));
    let resolved = opened + minutes(5 + number * 7919 % 5000);
    let closed = resolved + 3.days();
    let service = number * 31 % 40;
    let category = ["Network", "Hardware", "Software", "Access", "Database", "Email"][number * 13 % 6];
    let state = if number % 20 == 7 { "In progress" } else { "Closed" };
    [
        format!("INC{number:07}"),
        opened.strftime("%Y-%m-%d %H:%M").to_string(),
        format!("User cannot reach service {service}, error {}", number % 977),
        category.into(),
        (number * 17 % 5 + 1).to_string(),
        format!("Service {service}"),
        state.into(),
        resolved.strftime("%Y-%m-%d %H:%M").to_string(),
        closed.strftime("%Y-%m-%d %H:%M").to_string(),
        format!("Team {}", number % 30),
        format!("user{}", number % 5000),
        "restarted and told the user".into(),
        if number.is_multiple_of(10) { format!("PRB{:05}", number % 11_000) } else { String::new() },
        if number.is_multiple_of(50) { format!("CHG{:06}", number % 101_000) } else { String::new() },
    ]
}

fn csv(rows: usize) -> String {
    let mut text = HEADINGS.join(",") + "\n";
    for number in 0..rows {
        let mut cells = cells(number, rows);
        cells[2] = format!("\"{}\"", cells[2]);
        let _ = writeln!(text, "{}", cells.join(","));
    }
    text
}

fn workbook(rows: usize) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    page.set_name("Incidents").unwrap();
    for (column, heading) in (0..).zip(HEADINGS) {
        page.write(0, column, heading).unwrap();
    }
    for number in 0..rows {
        for (column, cell) in (0..).zip(cells(number, rows)) {
            page.write(u32::try_from(number).unwrap() + 1, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}
