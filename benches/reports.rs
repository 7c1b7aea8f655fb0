//! How long reports take to write, how much memory that needs and how large they are, by the number of
//! findings. `cargo bench --bench reports` measures 100, 1,000 and 20,000; `-- 5000` another number, `-- pdf`
//! one format.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures, and ends where it cannot go on"
)]

use std::time::Instant;

use iso20k::assessment::{Assessment, FORMULA, GRADE_RULE};
use iso20k::report::{Format, render};
use serde_json::{Value, json};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![100, 1_000, 20_000] } else { asked };
    let formats: Vec<Format> = arguments.iter().filter_map(|argument| Format::parse(argument)).collect();
    let formats = if formats.is_empty() { Format::ALL.to_vec() } else { formats };
    println!("{:<10}{:>10}{:>12}{:>12}{:>14}{:>10}", "findings", "format", "seconds", "again", "peak MiB", "KiB");
    for findings in sizes {
        let assessment = assessment(findings);
        for format in &formats {
            let began = Instant::now();
            let bytes = render(*format, &assessment).unwrap();
            let first = began.elapsed().as_secs_f64();
            // The first run also unpacks what later ones share: fonts, templates.
            let began = Instant::now();
            assert_eq!(render(*format, &assessment).unwrap(), bytes, "the same bytes twice");
            let again = began.elapsed().as_secs_f64();
            let peak = peak().map_or_else(|| "–".into(), |kib| (kib / 1024).to_string());
            println!(
                "{findings:<10}{:>10}{first:>12.2}{again:>12.2}{peak:>14}{:>10}",
                format.name(),
                bytes.len() / 1024
            );
        }
    }
}

/// The most memory the process has had so far, where the system says it (Linux).
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

const PER_CLAUSE: usize = 7;
const STATUSES: [&str; 6] = ["evidenced", "evidenced", "evidenced", "evidenced", "partial", "gap"];

/// So many findings, four of six of them evidenced; a document for every five.
fn assessment(findings: usize) -> Assessment {
    let numbers = 0..findings;
    let clauses = findings.div_ceil(PER_CLAUSE);
    let groups: Vec<Value> = (0..clauses.div_ceil(8)).map(|at| group(at, clauses)).collect();
    let counts = counted(findings * 4 / 6, findings / 6, findings / 6);
    serde_json::from_value(json!({
        "format": "iso20k-assessment/1", "tool": {"name": "iso20k", "version": "0.1.0"}, "as_of": "2026-11-22",
        "organisation": {"name": "Aldermoor Managed Services Ltd"},
        "catalogues": [{"id": "iso-20000-1-2018", "edition": "ISO/IEC 20000-1:2018", "sha256": "3f".repeat(32)}],
        "documents": (0..findings.div_ceil(5)).map(document).collect::<Vec<_>>(),
        "obligations": numbers.clone().map(asked).collect::<Vec<_>>(),
        "findings": numbers.map(finding).collect::<Vec<_>>(),
        "clauses": (0..clauses).map(clause).collect::<Vec<_>>(),
        "summary": {"achievement": 0.75, "determinable": 1.0, "counts": counts, "view": "clauses", "groups": groups,
            "documents": {"in-force": findings.div_ceil(5)}, "ignored": 0, "formula": FORMULA, "grade_rule": GRADE_RULE,
            "actions": []},
        "views": [], "guidance": null, "calendar": [], "unread": []
    }))
    .unwrap()
}

fn counted(evidenced: usize, partial: usize, gap: usize) -> Value {
    json!({"evidenced": evidenced, "partial": partial, "gap": gap, "undetermined": 0, "no-occurrence": 0})
}

fn clause_id(at: usize) -> String {
    format!("{}.{}", at / 8 + 4, at % 8 + 1)
}

fn obligation_id(number: usize) -> String {
    format!("{}/{}", clause_id(number / PER_CLAUSE), number % PER_CLAUSE + 1)
}

fn path(number: usize) -> String {
    format!("0{} Procedures/Service {} of department {}.docx", number % 9, number, number % 23)
}

fn group(at: usize, clauses: usize) -> Value {
    let own: Vec<String> = (at * 8..clauses.min(at * 8 + 8)).map(clause_id).collect();
    json!({"group": (at + 4).to_string(), "title": "Resolution and fulfilment", "clauses": own, "achievement": 0.75,
        "rating": "L", "counts": counted(37, 9, 10)})
}

fn clause(at: usize) -> Value {
    json!({"clause": clause_id(at), "title": "Incident management", "status": "partial", "achievement": 0.75, "rating": "L",
        "proposed_grade": "minor", "counts": counted(5, 1, 1)})
}

fn asked(number: usize) -> Value {
    json!({"obligation": obligation_id(number), "asks": "Record every incident, classify it, set its priority, and take it to someone who can resolve it.",
        "kind": "activity", "weight": 2, "ask": ["Show me the last incident you closed.", "Who set its priority?"],
        "sample": ["five closed incidents, chosen by the auditor"], "good": null})
}

fn document(number: usize) -> Value {
    json!({"path": path(number), "sha256": "ab".repeat(32), "format": "docx", "language": "en",
        "title": "Incident management procedure", "types": [{"id": "incident-management-procedure", "confidence": 0.93}],
        "state": "in-force", "state_reason": "", "remarks": [],
        "control": {"owner": "Ingrid Solberg", "version": "3.2", "approver": "Jonas Weber", "approved_on": "2026-02-10", "next_review": "2027-02-10"}})
}

fn finding(number: usize) -> Value {
    let status = STATUSES[number % STATUSES.len()];
    let place = json!({"page": number % 40 + 1, "slide": null, "heading": ["4 Work", "4.2 Recording"], "line": null, "sheet": null, "cell": null});
    let piece = |at: usize| {
        json!({"path": path((number + at) / 5), "place": place, "rung": "documented",
        "quote": "The service desk records each incident with the time of the call, the caller, the service, and what the caller says."})
    };
    let shortfall = json!({"code": "records-missing", "grade": "minor", "path": path(number / 5), "place": place,
        "says": "No record shows that incidents are classified and prioritised.",
        "remedy": "Export the incidents of the last three months with category and priority."});
    let pieces: Vec<Value> = if status == "gap" { Vec::new() } else { (0..3).map(piece).collect() };
    let shortfalls = if status == "evidenced" { Vec::new() } else { vec![shortfall] };
    json!({"obligation": obligation_id(number), "clause": clause_id(number / PER_CLAUSE), "catalogue": "iso-20000-1-2018",
        "status": status, "reached": if status == "evidenced" { "practised" } else { "documented" }, "needed": "practised",
        "evidence": pieces, "shortfalls": shortfalls,
        "looked_for": {"types": ["incident-management-procedure"], "topics": ["recording"], "candidates": [path(number / 5)]},
        "determination": null})
}
