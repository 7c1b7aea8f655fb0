//! An index in which every register of the catalogue is full: the logs and lists that grow large hold as many
//! rows as asked for, those beside them a tenth, a hundredth or, for lists of names, a thousandth.

use iso20k::catalogue::{Catalogue, ColumnKind, Profile, RegisterType};
use iso20k::document::{Format, Place};
use iso20k::facts::{DocumentKind, Facts, RegisterFact, RegisterRow, State, StateFact};
use iso20k::index::{Entry, Index};

/// Registers of all rows.
pub(crate) const ALL: [&str; 5] =
    ["incident-records", "change-records", "service-requests", "configuration-items", "asset-register"];
/// Registers of a tenth of the rows.
const TENTH: [&str; 4] = ["problem-records", "release-records", "change-schedule", "security-incidents"];
/// Lists of names: a thousandth of the rows.
const NAMES: [&str; 6] =
    ["services", "suppliers", "customers", "roles-matrix", "other-parties-register", "supplier-contracts"];
/// Documents beside the registers, each of which names ten services.
const DOCUMENTS: usize = 200;

/// Which registers are large.
#[derive(Clone, Copy)]
pub(crate) enum Large {
    /// All that grow large, at the same time.
    All,
    /// One, with a hundredth of its rows in every other.
    Only(&'static str),
}

/// How many rows a register has where the largest have `rows`.
fn rows_of(register: &str, large: Large, rows: usize) -> usize {
    if let Large::Only(only) = large {
        let of_names = NAMES.contains(&register);
        return if only == register { rows } else { (rows / if of_names { 1000 } else { 100 }).max(10) };
    }
    let divided = |list: &[&str], by: usize| list.contains(&register).then(|| (rows / by).max(10));
    divided(&ALL, 1).or_else(|| divided(&TENTH, 10)).or_else(|| divided(&NAMES, 1000)).unwrap_or((rows / 100).max(10))
}

/// The index, and how many rows it holds.
pub(crate) fn index(large: Large, rows: usize, catalogue: &Catalogue) -> (Index, usize) {
    let mut entries: Vec<Entry> = (0..DOCUMENTS).map(document).collect();
    let mut all = 0;
    for register in catalogue.registers.values() {
        let fact = fact(register, large, rows);
        all += fact.rows.len();
        let kind = DocumentKind { id: register.id.clone(), confidence: 0.9, reasons: Vec::new() };
        let state = StateFact { state: State::Record, ..StateFact::default() };
        let facts = Facts { kinds: vec![kind], state, registers: vec![fact], ..Facts::default() };
        entries.push(entry(format!("{}.csv", register.id), Format::Csv, facts));
    }
    (Index::build(entries, Vec::new(), &Profile::default(), catalogue).unwrap(), all)
}

fn entry(path: String, format: Format, facts: Facts) -> Entry {
    Entry { path, sha256: String::new(), format, facts, problems: Vec::new() }
}

/// A document of a kind that rules look into, with the words of the names it holds.
fn document(number: usize) -> Entry {
    const KINDS: [&str; 8] = [
        "service-level-agreement",
        "sms-scope",
        "service-continuity-plan",
        "major-incident-report",
        "operational-level-agreement",
        "supplier-contract",
        "service-transition-plan",
        "security-risk-assessment",
    ];
    let kind = DocumentKind { id: KINDS[number % KINDS.len()].into(), confidence: 0.9, reasons: Vec::new() };
    let mut vocabulary: Vec<String> = (0..10).map(|n| (number * 10 + n).to_string()).collect();
    vocabulary.extend(["service", "supplier", "customer", "inc"].map(str::to_owned));
    vocabulary.sort();
    let state = StateFact { state: State::InForce, ..StateFact::default() };
    let facts = Facts { title: format!("Document {number}"), kinds: vec![kind], state, vocabulary, ..Facts::default() };
    entry(format!("documents/{number:04}.md"), Format::Markdown, facts)
}

fn fact(register: &RegisterType, large: Large, rows: usize) -> RegisterFact {
    let count = rows_of(&register.id, large, rows);
    let row = |number: usize| RegisterRow {
        number: u32::try_from(number).unwrap() + 2,
        cells: register
            .columns
            .iter()
            .map(|(id, column)| cell(register, id, column.kind, number, (large, rows)))
            .collect(),
    };
    RegisterFact {
        register: register.id.clone(),
        confidence: 0.9,
        named: true,
        reasons: Vec::new(),
        columns: register.columns.keys().map(|id| (id.clone(), id.clone(), 1.0)).collect(),
        rows: (0..count).map(row).collect(),
        place: Place { line: Some(1), ..Place::default() },
    }
}

/// What the numbers of a register's rows begin with.
fn letters(register: &str) -> &str {
    match register {
        "incident-records" => "INC",
        "change-records" => "CHG",
        "service-requests" => "REQ",
        "configuration-items" => "CI",
        "problem-records" => "PRB",
        "release-records" => "REL",
        "audit-findings" => "AF",
        "corrective-actions" => "CA",
        "improvements" => "IMP",
        "services" => "SVC",
        other => &other[..3],
    }
}

/// One in so many references leads nowhere, one in so many names is not in its list.
const WRONG: usize = 100;

fn cell(
    register: &RegisterType,
    column: &str,
    kind: ColumnKind,
    number: usize,
    (large, rows): (Large, usize),
) -> Option<String> {
    // Spreads what cells say, so that no two columns go together.
    let salt = column.bytes().fold(7_usize, |salt, byte| salt.wrapping_mul(31).wrapping_add(byte.into()));
    let spread = number.wrapping_mul(7919).wrapping_add(salt % 1_000);
    let own = register.columns.keys().next().is_some_and(|_| matches!(column, "id" | "name" | "supplier" | "customer"));
    if spread % 10 == 3 && !(own && NAMES.contains(&register.id.as_str())) && column != "id" {
        return None;
    }
    let to = |target: &str| {
        let known = rows_of(target, large, rows);
        let wrong = spread % WRONG == 1;
        format!("{}{:07}", letters(target), spread % known + if wrong { known } else { 0 })
    };
    let one_of = |words: &[&str]| words[spread % words.len()].to_owned();
    let names = (rows / 1000).max(10);
    let named = |what: &str| match (NAMES.contains(&register.id.as_str()), spread % WRONG) {
        (true, _) => format!("{what} {}", number % names),
        // A slip of the pen, and a name that nobody knows.
        (_, 1) => format!("{what}e {}", spread % names),
        (_, 2) => format!("{what} {}", names + spread % 10),
        _ => format!("{what} {}", spread % names),
    };
    Some(match column {
        "id" => format!("{}{number:07}", letters(&register.id)),
        "name" if register.id == "configuration-items" && number >= names => format!("srv-{number:07}"),
        "name" | "service" | "services" if register.id != "knowledge-articles" => named("Service"),
        "supplier" | "party" => named("Supplier") + " Ltd",
        "customer" => named("Customer"),
        "role" => format!("Role {}", spread % names),
        "problem" => to("problem-records"),
        "change" | "changes" | "last_change" => to("change-records"),
        "release" | "releases" => to("release-records"),
        "incident" => to("incident-records"),
        "incidents" => format!("{}; {}", to("incident-records"), to("incident-records")),
        "known_error" => to("known-errors"),
        "relationships" => format!("runs on {}", to("configuration-items")),
        "improvements" => to("improvements"),
        "audit" => format!("A-{}", spread % 50),
        "status" => one_of(&["Closed", "Closed", "Closed", "Open", "Done"]),
        "type" | "kind" if register.id == "change-records" => {
            one_of(&["Normal", "Standard", "Normal", "Emergency", "Major"])
        }
        "type" | "kind" => one_of(&["Internal", "External", "Hardware"]),
        "category" => one_of(&["Network", "Hardware", "Software", "Access", "Security", "Email"]),
        "priority" | "impact" | "urgency" | "likelihood" | "criticality" | "severity" => (spread % 5 + 1).to_string(),
        "major" | "met" | "reported" | "escalated" => if spread % 50 == 1 { "yes" } else { "no" }.to_owned(),
        "outcome" | "result" => one_of(&["Successful", "Successful", "Failed", "Done"]),
        "targets" => format!("availability 99.{} %", spread % 9),
        "metric" => "Availability".to_owned(),
        "target" | "agreed" => format!("99.{}", spread % 9),
        "score" => (spread % 25).to_string(),
        _ => match kind {
            ColumnKind::Date => day(spread),
            ColumnKind::Number | ColumnKind::Percent => (spread % 100).to_string(),
            ColumnKind::Bool => one_of(&["yes", "no"]),
            ColumnKind::Person => format!("Person {}", spread % (2 * names)),
            ColumnKind::Id => format!("X{:06}", spread % rows.max(1)),
            ColumnKind::Text => format!("what {column} of row {number} says"),
        },
    })
}

/// A day and minute of three years.
fn day(spread: usize) -> String {
    let (month, day) = (spread / 3 % 36, spread / 108 % 28 + 1);
    format!("{}-{:02}-{day:02}T{:02}:{:02}", 2024 + month / 12, month % 12 + 1, spread % 24, spread % 60)
}
