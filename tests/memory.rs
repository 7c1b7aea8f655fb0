//! What survives the next scan: determinations, waivers, baselines, the past of a repository. A small
//! organisation is assessed again and again while its documents, its record and the day change.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

#[cfg(feature = "git")]
#[path = "support/repository.rs"]
#[allow(dead_code, reason = "shared with tests that need more of it")]
mod repository;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use iso20k::assessment::{Assessment, ChangeKind, Condition, GateAsked, gate};
use iso20k::evidence::{Finding, Status};

const POLICY: &str = "---\ntitle: Incident management procedure\nowner: Priya Raman\nversion: \"2.0\"\napproved by: Jonas Weber\napproved on: 2026-03-01\nnext review: 2027-03-01\n---\n\n# Incident management procedure\n\n## Recording\n\nEvery incident is recorded in the service desk tool with time and reporter.\n\n## Priority\n\nEach incident is prioritised by impact and urgency.\n\n## Major incidents\n\nA major incident is declared by the duty manager. Top management is informed of every major incident.\n";

fn run(dir: &Path, arguments: &[&str]) -> Output {
    let cache = dir.join("cache-of-tests");
    Command::new(env!("CARGO_BIN_EXE_iso20k"))
        .args(arguments)
        .current_dir(dir)
        .env("XDG_CACHE_HOME", cache)
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn ok(dir: &Path, arguments: &[&str]) -> String {
    let output = run(dir, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

/// Assesses `docs` as of a day into a folder of reports.
fn assess(dir: &Path, day: &str, out: &str, more: &[&str]) -> (Assessment, String) {
    let said = ok(dir, &[&["assess", "docs", "--as-of", day, "--out", out, "--format", "json,md,html"], more].concat());
    (read(&dir.join(out).join("assessment.json")), said)
}

fn read(path: &Path) -> Assessment {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("docs")).unwrap();
    fs::write(dir.path().join("docs/incident-management-procedure.md"), POLICY).unwrap();
    dir
}

fn of<'a>(assessment: &'a Assessment, id: &str) -> &'a Finding {
    assessment.findings.iter().find(|finding| finding.obligation == id).unwrap()
}

/// An obligation that the procedure is evidence for.
fn shown(assessment: &Assessment) -> String {
    let shown = |finding: &&Finding| !finding.evidence.is_empty() && finding.clause == "8.6.1";
    assessment.findings.iter().find(shown).expect("something shows for 8.6.1").obligation.clone()
}

#[test]
fn a_determination_survives_until_its_evidence_changes() {
    let dir = folder();
    let dir = dir.path();
    let (first, _) = assess(dir, "2026-11-22", "one", &[]);
    let id = shown(&first);
    let record = dir.join("docs/determinations.yaml");
    fs::write(&record, "# ours\ndeterminations:\nwaivers: []  # none\n").unwrap();
    let decide = |verdict: &str, on: &str| {
        let fixed =
            ["--assessment", "one/assessment.json", "--dir", "docs", "--by", "Ada: A.", "--why", "Three records seen"];
        ok(dir, &[&["determine", &id, verdict, "--on", on], &fixed[..]].concat())
    };
    assert!(decide("minor", "2026-11-20").contains("minor, in docs/determinations.yaml"));
    assert!(decide("conforming", "2026-11-22").contains("replaces minor of 2026-11-20"));
    let text = fs::read_to_string(&record).unwrap();
    assert!(text.starts_with("# ours\ndeterminations:\n") && text.ends_with("waivers: []  # none\n"), "{text}");
    assert!(text.contains("by: \"Ada: A.\"") && text.contains("replaces: 2026-11-20"), "{text}");

    let (second, _) = assess(dir, "2026-12-24", "two", &[]);
    let determination = of(&second, &id).determination.clone().unwrap();
    assert_eq!((determination.verdict.name(), determination.stale), ("conforming", None));
    assert_eq!((second.summary.determinations.standing, second.summary.determinations.conforming), (1, 1));
    assert_eq!(second.documents.len(), 1, "the record is no evidence");

    fs::write(dir.join("docs/incident-management-procedure.md"), POLICY.replace("prioritised", "weighed")).unwrap();
    let (third, said) = assess(dir, "2026-12-24", "three", &[]);
    assert_eq!(third.summary.determinations.stale, 1);
    assert!(said.contains("the determination is stale: the evidence has changed since 2026-11-22"), "{said}");
    for report in ["gap-analysis.md", "gap-analysis.html"] {
        let text = fs::read_to_string(dir.join("three").join(report)).unwrap();
        assert!(text.contains("the evidence has changed since 2026-11-22"), "{report}");
    }
    let late = run(
        dir,
        &[
            "determine",
            &id,
            "minor",
            "--on",
            "2026-11-01",
            "--by",
            "Bo",
            "--why",
            "x",
            "--dir",
            "docs",
            "--assessment",
            "one/assessment.json",
        ],
    );
    assert_eq!(late.status.code(), Some(2));
    assert!(self::said(&late).contains("was determined on 2026-11-22, after 2026-11-01"));
}

#[test]
fn a_waiver_is_shown_counts_for_nothing_and_comes_back() {
    let dir = folder();
    let dir = dir.path();
    let waiver = "waivers:\n- obligation: 9.2.1/1b\n  reason: The first audit is in <b>January</b>.\n  approver: Jonas Weber\n  start: 2026-11-01\n  end: 2026-12-31\n- obligation: 8.6.1/1a\n  path: nowhere/\n  reason: x\n  approver: y\n  start: 2026-11-01\n  end: 2027-12-31\n";
    let (before, _) = assess(dir, "2026-10-31", "before", &[]);
    let short =
        |finding: &&Finding| matches!(finding.status, Status::Gap | Status::Partial) && finding.clause == "8.6.1";
    let other = before.findings.iter().find(short).unwrap().obligation.clone();
    let more = format!("- obligation: {other}\n  reason: r\n  approver: a\n  start: 2026-11-01\n  end: 2026-12-31\n");
    fs::write(dir.join("docs/determinations.yaml"), format!("{waiver}{more}")).unwrap();
    let id = "9.2.1/1b";
    let (during, said) = assess(dir, "2026-12-31", "during", &[]);
    assert!(of(&during, id).shortfalls.iter().all(|each| each.waived.is_some()), "{:?}", of(&during, id));
    assert!(!during.summary.actions.iter().any(|action| action.obligations.iter().any(|each| each == id)));
    assert_eq!((during.summary.waivers.in_force, during.summary.waivers.unused), (2, 1));
    assert!(said.contains("covers nothing"), "{said}");
    for report in ["gap-analysis.md", "gap-analysis.html"] {
        let text = fs::read_to_string(dir.join("during").join(report)).unwrap();
        assert!(text.contains("by Jonas Weber") && text.contains("January"), "{report}");
        // In Markdown the sign is escaped before it.
        assert!(!text.replace("\\<b>January", "").contains("<b>January"), "{report}: what people write is text");
    }
    assert!(of(&during, id).is_waived() && during.summary.waivers.obligations == 2);
    let fails = |assessment: &Assessment, condition: &str| {
        let fail_on = vec![Condition::parse(condition).unwrap()];
        let gate = gate(assessment, GateAsked { fail_on, min_achievement: Vec::new() });
        gate.failures.iter().any(|failure| failure.about.iter().any(|about| about == id))
    };
    let (after, said) = assess(dir, "2027-01-01", "after", &[]);
    // It is no deduction while it is waived, and one again from the next day on; its status never changes.
    assert_eq!(of(&during, id).status, of(&after, id).status);
    assert_eq!(during.summary.counts, after.summary.counts);
    let achieved = |assessment: &Assessment| {
        assessment.clauses.iter().find(|clause| clause.clause == "8.6.1").unwrap().achievement
    };
    assert!(achieved(&during) > achieved(&before), "{other} is no deduction");
    assert_eq!(achieved(&after), achieved(&before));
    assert_eq!(after.summary.waivers.obligations, 0);
    for condition in ["gap", "partial", "minor"] {
        assert_eq!([&during, &after].map(|each| fails(each, condition)), [false, true], "{condition}");
    }
    assert!(of(&after, id).shortfalls.iter().all(|each| each.waived.is_none()));
    assert_eq!(after.summary.waivers.expired, 2);
    assert!(said.contains("ended on 2026-12-31: what it covered is back (9.2.1/1b)"), "{said}");
}

#[test]
fn a_baseline_tells_what_changed_and_why() {
    let dir = folder();
    let dir = dir.path();
    let (before, _) = assess(dir, "2026-11-22", "one", &[]);
    let id = shown(&before);
    fs::write(
        dir.join("docs/incident-management-procedure.md"),
        POLICY.replace("version: \"2.0\"", "version: \"2.1\"\nstatus: Draft"),
    )
    .unwrap();
    let (after, said) = assess(dir, "2026-11-23", "two", &["--baseline", "one/assessment.json"]);
    let comparison = after.comparison.unwrap();
    assert!(after.summary.comparison.unwrap().regressed > 0, "{:?}", comparison.counts);
    assert_eq!(comparison.documents.changed, ["incident-management-procedure.md"]);
    let change = comparison.changes.iter().find(|change| change.obligation == id).unwrap();
    assert_eq!(change.change, ChangeKind::Regressed);
    assert!(change.causes[0].says.contains("changed: incident-management-procedure.md"), "{change:?}");
    assert!(said.contains("Since 2026-11-22"), "{said}");
    let diff = ok(dir, &["diff", "one/assessment.json", "two/assessment.json"]);
    assert!(diff.contains(" regressed, ") && diff.contains(&id), "{diff}");
    let same = ok(dir, &["diff", "one/assessment.json", "one/assessment.json"]);
    assert!(same.lines().any(|line| line == "0 regressed, 0 improved, 0 new, 0 gone, 420 as before"), "{same}");
    let (_, other) =
        assess(dir, "2026-11-23", "three", &["--baseline", "one/assessment.json", "--organisation", "Fellside <b>Ltd"]);
    assert!(other.contains("the baseline is of another organisation"), "{other}");
    let trend = ok(dir, &["trend", "two/assessment.json", "one/assessment.json"]);
    let (one, two) = (trend.find("2026-11-22").unwrap(), trend.find("2026-11-23").unwrap());
    assert!(one < two, "by date, not as named: {trend}");
    assert!(ok(dir, &["trend", "one/assessment.json", "two/assessment.json", "--format", "svg"]).starts_with("<svg "));
}

#[cfg(feature = "git")]
#[test]
fn the_past_is_assessed_without_a_checkout() {
    use repository::{Draft, Repository};
    let dir = folder();
    let dir = dir.path();
    let docs = dir.join("docs");
    let repository = Repository::new(&docs);
    fn draft<'a>(on: &'a str, parents: &'a [iso20k::corpus::git::Id]) -> Draft<'a> {
        Draft { author: "Ann Lee", on, message: "Change", parents }
    }
    let early = [("incident-management-procedure.md", POLICY), ("notes/private.md", "secret")];
    let first = repository.commit(draft("2026-08-05", &[]), &early[..1]);
    let second = repository.commit(draft("2026-08-20", &[first]), &early);
    let third =
        [("incident-management-procedure.md", "# Nothing"), ("notes/.iso20kignore", "*\n"), ("notes/private.md", "x")];
    repository.commit(draft("2026-10-10", &[second]), &third);
    fs::write(docs.join("incident-management-procedure.md"), "not committed").unwrap();
    let trend = ok(dir, &["trend", "--git", "--dir", "docs", "--format", "csv"]);
    let rows: Vec<&str> = trend.lines().filter(|line| line.starts_with("2026-")).collect();
    assert!(rows.iter().any(|row| row.starts_with("2026-08-20,")), "the last of August: {trend}");
    assert!(!trend.contains("2026-08-05,"), "{trend}");
    let documents = |day: &str| -> String {
        let row = trend.lines().find(|line| line.starts_with(&format!("{day},"))).unwrap();
        row.split(',').nth(8).unwrap().to_owned()
    };
    assert_eq!((documents("2026-08-20"), documents("2026-10-10")), ("2".into(), "1".into()), "{trend}");
    let each =
        ok(dir, &["trend", "--git", "--dir", "docs", "--every", "commit", "--since", "2026-08-06", "--format", "json"]);
    assert_eq!(each.matches("\"as_of\"").count(), 2, "{each}");
    assert_eq!(fs::read_to_string(docs.join("incident-management-procedure.md")).unwrap(), "not committed");
    let nowhere = run(dir, &["trend", "--git", "--dir", "."]);
    assert_eq!(nowhere.status.code(), Some(2), "{}", said(&nowhere));
}

#[test]
fn a_profile_is_written_by_looking_and_found_by_walking_up() {
    let dir = folder();
    let dir = dir.path();
    fs::write(dir.join("docs/odd: # page.md"), "Hello.\n").unwrap();
    fs::create_dir(dir.join("docs/.git")).unwrap();
    ok(dir, &["init", "docs"]);
    let text = fs::read_to_string(dir.join("docs/iso20k.yaml")).unwrap();
    assert!(text.contains("#   \"odd: # page.md\": none"), "{text}");
    let again = run(dir, &["init", "docs"]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(fs::read_to_string(dir.join("docs/iso20k.yaml")).unwrap(), text);

    fs::create_dir(dir.join("docs/sub")).unwrap();
    fs::rename(dir.join("docs/incident-management-procedure.md"), dir.join("docs/sub/procedure.md")).unwrap();
    fs::write(dir.join("docs/sub/other.md"), "# Other\n").unwrap();
    fs::write(dir.join("docs/iso20k.yaml"), "organisation: Fellside Ltd\nexclude: [\"other.*\", \"no/such\"]\n")
        .unwrap();
    let said = ok(dir, &["assess", "docs/sub", "--as-of", "2026-11-22", "--out", "out", "--format", "json"]);
    let assessment = read(&dir.join("out/assessment.json"));
    assert_eq!(assessment.organisation.name.as_deref(), Some("Fellside Ltd"));
    assert_eq!(assessment.documents.iter().map(|each| each.path.as_str()).collect::<Vec<_>>(), ["procedure.md"]);
    assert!(said.contains("docs/sub/../iso20k.yaml:2:1: `no/such` fits no file"), "{said}");
    fs::create_dir(dir.join("docs/sub/.git")).unwrap();
    ok(dir, &["assess", "docs/sub", "--as-of", "2026-11-22", "--out", "out", "--format", "json"]);
    assert_eq!(read(&dir.join("out/assessment.json")).documents.len(), 2, "above the work tree it is somebody else's");
}

/// `--fail-on` of what only a memory can tell: 0 while it holds, 1 when it does not (docs/ci.md).
#[test]
fn gates_that_need_a_memory() {
    let dir = folder();
    let dir = dir.path();
    let (first, _) = assess(dir, "2026-11-22", "one", &[]);
    let gate = |day: &str, on: &str, more: &[&str]| {
        let asked = ["assess", "docs", "--as-of", day, "--out", "gate", "--format", "json", "--fail-on", on];
        run(dir, &[&asked[..], more].concat()).status.code()
    };
    let since = ["--baseline", "one/assessment.json"];
    assert_eq!(gate("2026-11-22", "regression", &since), Some(0));

    let id = shown(&first);
    let record = "determinations: []\nwaivers:\n- obligation: 9.2.1/1b\n  reason: The first audit is in January.\n  approver: Jonas Weber\n  start: 2026-11-01\n  end: 2026-12-31\n";
    fs::write(dir.join("docs/determinations.yaml"), record).unwrap();
    assert_eq!(gate("2026-12-31", "expired-waiver", &[]), Some(0), "the end day is included");
    assert_eq!(gate("2027-01-01", "expired-waiver", &[]), Some(1));
    let decided =
        ["determine", &id, "conforming", "--on", "2026-11-22", "--by", "Ada", "--why", "Seen", "--dir", "docs"];
    ok(dir, &[&decided[..], &["--assessment", "one/assessment.json"]].concat());
    assert_eq!(gate("2026-11-23", "stale-determination", &[]), Some(0));

    let draft = POLICY.replace("version: \"2.0\"", "version: \"2.1\"\nstatus: Draft");
    fs::write(dir.join("docs/incident-management-procedure.md"), draft).unwrap();
    assert_eq!(gate("2026-11-23", "stale-determination", &[]), Some(1));
    assert_eq!(gate("2026-11-23", "regression", &since), Some(1));
    assert_eq!(gate("2026-11-23", "regression,expired-waiver", &[]), Some(2), "nothing to compare with");
}
