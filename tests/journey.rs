//! From gap to audit in one go, as a user would: assess, plan, scaffold, fill in, assess again, plan and prepare
//! internal audits, pack the evidence, prove that it did not change. Each step improves what the one before said
//! was missing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const ORGANISATION: &str = "Aldermoor Managed Services Ltd";
/// What the organisation writes into the control tables of what it fills in.
const VALUES: &[(&str, &str)] = &[
    ("organisation", ORGANISATION),
    ("owner", "Priya Natarajan, service manager"),
    ("author", "Priya Natarajan"),
    ("version", "1.0"),
    ("approver", "Eleanor Marsh, managing director"),
    ("approved_on", "2026-11-12"),
    ("reviewed_on", "2026-11-12"),
    ("next_review", "2027-11-12"),
    ("date", "2026-11-12"),
];

struct Journey {
    folder: tempfile::TempDir,
}

impl Journey {
    fn new() -> Self {
        let journey = Self { folder: tempfile::tempdir().unwrap() };
        copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/aldermoor").as_path(), &journey.at("docs"));
        journey
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iso20k"));
        command.args(arguments).current_dir(self.folder.path()).env("XDG_CACHE_HOME", self.at("cache"));
        command.env("RUST_BACKTRACE", "0").output().unwrap()
    }

    /// What a command says that works.
    fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {:?} {said}", output.status.code());
        String::from_utf8(output.stdout).unwrap()
    }

    fn data(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.says(arguments)).unwrap()
    }

    fn assess(&self, out: &str) -> Value {
        self.says(&["assess", "docs", "-q", "--as-of", "2026-11-22", "--format", "json", "--out", out]);
        serde_json::from_str(&fs::read_to_string(self.at(out).join("assessment.json")).unwrap()).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let path = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(path).unwrap();
        } else {
            fs::copy(entry.path(), path).unwrap();
        }
    }
}

fn texts<'a>(values: &'a Value, key: &str) -> BTreeSet<&'a str> {
    values.as_array().unwrap().iter().map(|each| each[key].as_str().unwrap()).collect()
}

fn status<'a>(assessment: &'a Value, obligation: &str) -> &'a str {
    let findings = assessment["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["obligation"] == obligation).unwrap()["status"].as_str().unwrap()
}

/// A scaffolded document as somebody would fill it in: the control table, the guidance gone, each topic said.
fn fill(path: &Path, id: &str) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("evidence-templates/samples/documents");
    let sample = fs::read_to_string(samples.join(format!("{id}.yaml"))).unwrap();
    let said: BTreeMap<String, String> = serde_yaml::from_str(&sample).unwrap();
    let mut text = fs::read_to_string(path).unwrap();
    for (name, value) in VALUES {
        text = text.replace(&format!("{{{{{name}}}}}"), value);
    }
    // Who might own it is suggested; whoever fills it in confirms that.
    if let Some((before, rest)) = text.clone().split_once("{{owner, perhaps ") {
        let (owner, after) = rest.split_once("}}").unwrap();
        text = format!("{before}{owner}{after}");
    }
    let mut out: Vec<&str> = Vec::new();
    let mut rows: Vec<&str> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('>')) {
        if let Some(topic) = line.strip_prefix("{{topic:").and_then(|rest| rest.strip_suffix("}}")) {
            let (table, prose): (Vec<&str>, Vec<&str>) = said[topic].lines().partition(|line| line.starts_with('|'));
            rows = table;
            out.extend(prose);
        } else if line.starts_with("| {{") {
            out.append(&mut rows);
        } else {
            out.push(line);
        }
    }
    let text = out.join("\n").replace("Brightwater IT Services Ltd", ORGANISATION).replace("Brightwater", "Aldermoor");
    assert!(!text.contains("{{"), "{id}: {text}");
    fs::write(path, text).unwrap();
}

#[test]
fn each_step_improves_what_the_one_before_said_was_missing() {
    let journey = Journey::new();
    let before = journey.assess("first");

    // The plan says what to write.
    let plan = journey.data(&["plan", "first/assessment.json", "--format", "json", "--audit", "2027-02-01"]);
    assert_eq!(plan["audit"]["holds"], false);
    let actions = plan["actions"].as_array().unwrap();
    let written: Vec<&Value> = actions.iter().filter(|action| action["action"] == "write").collect();
    assert!(written.len() >= 3, "{written:?}");
    let kinds: Vec<&str> = written.iter().map(|action| action["kind"].as_str().unwrap()).collect();

    // The scaffold writes templates for it, and never over a file that is there.
    let scaffold =
        || journey.says(&[&["scaffold", "first/assessment.json"], &kinds[..], &["--out", "docs/New"]].concat());
    let said = scaffold();
    assert_eq!(said.matches("wrote ").count(), kinds.len(), "{said}");
    assert_eq!(scaffold().matches("exists ").count(), kinds.len());

    // Unfilled, they are seen as what they are and show nothing.
    let unfilled = journey.assess("unfilled");
    let templates = unfilled["documents"].as_array().unwrap().iter();
    let templates = templates.filter(|document| document["path"].as_str().unwrap().starts_with("New/"));
    let states: Vec<&Value> = templates.map(|document| &document["state"]).collect();
    assert!(states.len() == kinds.len() && states.iter().all(|state| **state == "template"), "{states:?}");
    let achieved = |assessment: &Value| assessment["summary"]["achievement"].as_f64().unwrap();
    assert!(achieved(&unfilled) <= achieved(&before));

    // Filled in, they close what the plan said they would.
    for id in &kinds {
        fill(&journey.at(&format!("docs/New/documents/{id}.md")), id);
    }
    let after = journey.assess("second");
    assert!(achieved(&after) > achieved(&before), "{} {}", achieved(&after), achieved(&before));
    for action in &written {
        let ids: Vec<&str> = action["obligations"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        let better = ids.iter().filter(|id| status(&after, id) != "gap" && status(&before, id) == "gap").count();
        assert!(better > 0, "{}: {:?}", action["what"], ids.iter().map(|id| status(&after, id)).collect::<Vec<_>>());
    }
    let diff = journey.says(&["diff", "first/assessment.json", "second/assessment.json", "--format", "json"]);
    assert!(diff.contains("improved") || diff.contains("better"), "{diff}");

    // What is left to do is less, and no document is to be written twice.
    let again = journey.data(&["plan", "second/assessment.json", "--format", "json"]);
    let days = |plan: &Value| plan["effort"]["days"].as_f64().unwrap();
    assert!(days(&again) < days(&plan), "{} {}", days(&again), days(&plan));
    let left = again["actions"].as_array().unwrap().iter().filter(|action| action["action"] == "write");
    let left: BTreeSet<&str> = left.map(|action| action["kind"].as_str().unwrap()).collect();
    assert!(kinds.iter().all(|kind| !left.contains(kind)), "{left:?}");

    audit(&journey);
    pack(&journey);
}

/// A programme, a working paper, a finding that somebody wrote down.
fn audit(journey: &Journey) {
    let auditors = ["--auditors", "Fiona Gault"];
    let programme = journey.says(
        &[&["audit", "plan", "second/assessment.json", "--dir", "docs", "--format", "json", "-q"], &auditors[..]]
            .concat(),
    );
    fs::write(journey.at("programme.json"), &programme).unwrap();
    let programme: Value = serde_json::from_str(&programme).unwrap();
    let covered: BTreeSet<&str> =
        programme["audits"].as_array().unwrap().iter().flat_map(|audit| texts(&audit["assignments"], "area")).collect();
    assert_eq!(covered, texts(&programme["areas"], "id"));
    let first = programme["audits"][0]["id"].as_str().unwrap();
    let arguments =
        ["audit", "sheets", "second/assessment.json", "--programme", "programme.json", "--dir", "docs", "-q"];
    journey.says(&[&arguments[..], &["--audit", first, "--format", "md,json", "--out", "sheets"]].concat());
    let sheet: Value =
        serde_json::from_str(&fs::read_to_string(journey.at("sheets").join(format!("{first}.json"))).unwrap()).unwrap();
    let criteria = sheet["areas"].as_array().unwrap().iter().flat_map(|area| area["criteria"].as_array().unwrap());
    assert!(
        criteria.clone().count() > 10 && criteria.clone().any(|one| !one["evidence"].as_array().unwrap().is_empty())
    );
    let found = format!(
        "id,audit,clause,grade,finding,action,owner,due,status\nF-1,{first},8.7.1,major,No assessment of availability risks,Hold one,Gareth Lyle,2026-11-01,open\n"
    );
    fs::write(journey.at("findings.csv"), found).unwrap();
    let findings = journey.data(&[
        "audit",
        "findings",
        "second/assessment.json",
        "--findings",
        "findings.csv",
        "--format",
        "json",
    ]);
    assert_eq!(findings["findings"][0]["id"], "F-1");
}

/// The evidence, sealed; one byte of it changed is noticed.
fn pack(journey: &Journey) {
    journey.says(&["bundle", "second/assessment.json", "--dir", "docs", "--out", "pack.zip", "-q"]);
    journey.says(&["verify", "pack.zip"]);
    let mut bytes = fs::read(journey.at("pack.zip")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(journey.at("touched.zip"), bytes).unwrap();
    assert_ne!(journey.run(&["verify", "touched.zip"]).status.code(), Some(0));
}
