//! How long a very large register takes: a CSV of a million incidents and a workbook of 200,000, made on
//! the fly; reading, mapping and typing, the index, and every rule by itself. One thread; the figures stand
//! in `docs/benchmarks.md`. `cargo bench --bench registers -- 100000` takes fewer rows.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures, and ends where it cannot go on"
)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use iso20k::catalogue::{Catalogue, Files, Profile, Vocabulary, load};
use iso20k::document::{Format, Limits, Reading, read};
use iso20k::facts::{Facts, derive};
use iso20k::index::{Entry, Index};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};

const ROWS: usize = 1_000_000;
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
    let (mut catalogue, _) = load(&Files::embedded());
    let vocabulary = Vocabulary::new(&catalogue);
    println!("{:<44}{:>10}{:>14}{:>12}", "", "seconds", "rows a second", "peak MiB");
    let text = csv(rows);
    let facts = file("CSV", Format::Csv, "incidents.csv", text.as_bytes(), rows, &catalogue, &vocabulary);
    drop(text);
    let entry =
        Entry { path: "incidents.csv".into(), sha256: String::new(), format: Format::Csv, facts, problems: Vec::new() };
    let mut entries = vec![entry];
    entries.extend(beside().into_iter().map(|(path, text)| other(path, &text, &catalogue, &vocabulary)));
    let began = Clock::start();
    let index = Index::build(entries, Vec::new(), &Profile::default(), &catalogue).unwrap();
    tell("CSV, into the index", &began, rows);
    rules(&mut catalogue, &index, rows);
    drop(index);
    // Last, for the peak is of all that came before, and making the workbook takes more than reading it.
    let book = workbook(rows / 5);
    file("XLSX", Format::Xlsx, "incidents.xlsx", &book, rows / 5, &catalogue, &vocabulary);
}

/// Reads a file and derives its facts.
fn file(
    name: &str,
    format: Format,
    path: &str,
    bytes: &[u8],
    rows: usize,
    catalogue: &Catalogue,
    vocabulary: &Vocabulary,
) -> Facts {
    println!("{name} of {rows} rows, {} MiB", bytes.len() >> 20);
    let began = Clock::start();
    let Reading { document, problems, unread } = read(format, bytes, Limits::default());
    assert_eq!((unread, problems), (None, Vec::new()));
    tell(&format!("{name}, bytes to cells"), &began, rows);
    let began = Clock::start();
    let facts = derive(path, &document, catalogue, vocabulary);
    tell(&format!("{name}, mapping and typing"), &began, rows);
    let register = facts.registers.first().expect("a register");
    assert_eq!((register.register.as_str(), register.rows.len()), ("incident-records", rows));
    facts
}

/// What incidents are compared with: services, items, problems and changes.
fn beside() -> Vec<(&'static str, String)> {
    let table = |headings: &str, rows: usize, row: &dyn Fn(usize) -> String| {
        let rows: Vec<String> = (0..rows).map(row).collect();
        format!("{headings}\n{}\n", rows.join("\n"))
    };
    let day = |number: usize| format!("2026-{:02}-{:02}", number % 10 + 1, number % 28 + 1);
    vec![
        (
            "service-catalogue.csv",
            table("Service,Description,Owner,Customer,Criticality", 40, &|n| {
                format!("Service {n},What it does {n},Owner {n},Customer {},high", n % 7)
            }),
        ),
        (
            "cmdb.csv",
            table("CI ID,Name,Type,Status,Service,Relationships", 2_000, &|n| {
                format!("CI{n:05},Server {n},server,live,Service {},depends on CI{:05}", n % 40, n / 2)
            }),
        ),
        (
            "problem-log.csv",
            table("Problem ID,Opened,Category,Priority,Root cause,Status,Change", 10_000, &|n| {
                format!("PRB{n:05},{},Category {},{},worn part,Closed,CHG{n:06}", day(n), n % 9, n % 5 + 1)
            }),
        ),
        (
            "change-log.csv",
            table("Change ID,Requested,Type,Risk,Approver,Approved,Implemented,Status,Services", 100_000, &|n| {
                format!("CHG{n:06},{0},Normal,low,Approver {1},{0},{0},Closed,Service {2}", day(n), n % 9, n % 40)
            }),
        ),
    ]
}

fn other(path: &str, text: &str, catalogue: &Catalogue, vocabulary: &Vocabulary) -> Entry {
    let reading = read(Format::Csv, text.as_bytes(), Limits::default());
    let facts = derive(path, &reading.document, catalogue, vocabulary);
    assert!(!facts.registers.is_empty(), "{path} reads as no register");
    Entry { path: path.into(), sha256: String::new(), format: Format::Csv, facts, problems: Vec::new() }
}

/// Every rule by itself, the slowest shown.
fn rules(catalogue: &mut Catalogue, index: &Index, rows: usize) {
    let mut times: Vec<(f64, String)> = Vec::new();
    let as_of = date(2026, 11, 22);
    let between = std::mem::take(&mut catalogue.rules);
    let mut own = Vec::new();
    for register in catalogue.registers.values_mut() {
        let rules = std::mem::take(&mut register.rules);
        own.extend(rules.into_iter().map(|rule| (register.id.clone(), rule)));
    }
    let mut run = |catalogue: &Catalogue, id: String| {
        let began = Clock::start();
        let ran = index.database.run_rules(catalogue, as_of).unwrap();
        let took = began.seconds();
        let id = if ran.stopped.is_empty() { id } else { format!("{id} (stopped)") };
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
    println!("{} rules over {rows} rows: {sum:.1} s, {slow} of them over a second; the slowest", times.len());
    times.iter().take(12).for_each(|(took, id)| println!("  {id:<60}{took:>10.2}"));
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
