//! The commands after an assessment, on the example: pack and prove, plan and write working papers, look from
//! other standards, answer a call for tender; and what each says where it cannot.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn run(arguments: &[&str]) -> Said {
    let ran = Command::new(env!("CARGO_BIN_EXE_iso20k")).args(arguments).arg("--no-cache").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Said { code: ran.status.code().unwrap(), out: text(&ran.stdout), err: text(&ran.stderr) }
}

fn copied(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A copy of the example, assessed: the folder of everything, the documents, the assessment.
fn assessed() -> (tempfile::TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().join("documents");
    copied(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/aldermoor"), &documents);
    let out = folder.path().join("report");
    let (dir, to) = (documents.to_str().unwrap(), out.to_str().unwrap());
    let said = run(&["assess", dir, "--as-of", "2026-11-22", "--format", "json", "--out", to, "--quiet"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let assessment = out.join("assessment.json").to_str().unwrap().to_owned();
    (folder, documents, assessment)
}

fn json(said: &Said) -> Value {
    assert_eq!(said.code, 0, "{}", said.err);
    serde_json::from_str(&said.out).unwrap()
}

#[test]
fn a_pack_is_made_proved_and_refused() {
    let (folder, documents, assessment) = assessed();
    let dir = documents.to_str().unwrap();
    let pack = folder.path().join("pack.zip");
    let pack = pack.to_str().unwrap();
    let made = run(&["bundle", &assessment, "--dir", dir, "--out", pack]);
    assert_eq!(made.code, 0, "{}", made.err);
    let seal = made.out.trim();
    let first = fs::read(pack).unwrap();
    assert_eq!(run(&["bundle", &assessment, "--dir", dir, "--out", pack]).out.trim(), seal);
    assert_eq!(fs::read(pack).unwrap(), first, "the same input gives the same bytes");
    assert_eq!(run(&["verify", pack, "--seal", seal]).code, 0);
    assert_eq!(run(&["verify", pack, "--seal", "00"]).code, 1);
    let mut touched = first.clone();
    // Documents are stored as they are, so a byte in the middle is one of theirs.
    let middle = touched.len() / 2;
    touched[middle] ^= 1;
    fs::write(pack, &touched).unwrap();
    let said = run(&["verify", pack]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(said.out.contains("changed documents/"), "{}", said.out);
    fs::write(pack, b"nothing").unwrap();
    assert_eq!(run(&["verify", pack]).code, 2);
    assert_eq!(run(&["verify", "nowhere.zip"]).code, 2);

    let policy = documents.join("04 Change/Change Management Policy.docx");
    fs::write(&policy, b"other").unwrap();
    fs::remove_file(documents.join("wiki-export/availability.md")).unwrap();
    let said = run(&["bundle", &assessment, "--dir", dir, "--out", pack]);
    assert_eq!(said.code, 2);
    for line in ["2 documents are not", "Policy.docx: changed since", "availability.md: is not there", "assess again"] {
        assert!(said.err.contains(line), "{line}: {}", said.err);
    }
    assert_eq!(fs::read(pack).unwrap(), b"nothing", "nothing is written");
    // Hashes need no documents.
    assert_eq!(run(&["bundle", &assessment, "--hashes-only", "--out", pack]).code, 0);
    assert_eq!(run(&["bundle", &assessment, "--redact", "--out", pack]).code, 0);
    assert_eq!(run(&["verify", pack]).code, 0);
}

/// A supplier assesses itself and sends a pack; whoever receives it reads it beside their own.
#[test]
fn a_pack_that_somebody_sent_is_read_as_an_assessment() {
    let (folder, _, assessment) = assessed();
    let pack = folder.path().join("supplier.zip");
    let pack = pack.to_str().unwrap();
    assert_eq!(run(&["bundle", &assessment, "--redact", "--out", pack]).code, 0);
    let own = "tests/cmd/plan.in/tidemark.json";
    let said = run(&["portfolio", pack, own, "--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(json(&said)["members"].as_array().unwrap().len(), 2);
    let readiness = folder.path().join("out");
    let report = ["report", pack, "--kind", "readiness", "--format", "md", "-q", "--out", readiness.to_str().unwrap()];
    assert_eq!(run(&report).code, 0);
    // One that was touched is not read.
    let mut touched = fs::read(pack).unwrap();
    let middle = touched.len() / 2;
    touched[middle] ^= 1;
    fs::write(pack, &touched).unwrap();
    let said = run(&["portfolio", pack, own]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("cannot be used") && said.err.contains("not as it was made"), "{}", said.err);
    fs::write(pack, b"PK no zip at all").unwrap();
    assert!(run(&["portfolio", pack, own]).err.contains("it is no zip file"));
}

#[test]
fn an_assessment_cannot_lead_out_of_the_folder() {
    let (folder, documents, assessment) = assessed();
    fs::write(folder.path().join("secret.md"), "secret").unwrap();
    let mut written: Value = serde_json::from_str(&fs::read_to_string(&assessment).unwrap()).unwrap();
    for path in ["../secret.md", "/etc/hostname"] {
        written["documents"][0]["path"] = path.into();
        fs::write(&assessment, written.to_string()).unwrap();
        let said = run(&["bundle", &assessment, "--dir", documents.to_str().unwrap()]);
        assert_eq!(said.code, 2);
        assert!(said.err.contains("its path leaves the folder"), "{}", said.err);
    }
}

#[test]
fn a_programme_and_its_working_papers_come_from_the_assessment() {
    let (folder, documents, assessment) = assessed();
    let dir = documents.to_str().unwrap();
    let auditors = folder.path().join("auditors.yaml");
    fs::write(
        &auditors,
        "auditors:\n  - name: Fiona Gault\n  - name: Owen Tarbuck\n  - name: Sam Lee\n    works_in: [8.6]\n",
    )
    .unwrap();
    let by = auditors.to_str().unwrap();
    let asked =
        ["audit", "plan", &assessment, "--dir", dir, "--from", "2027-01-04", "--auditors", by, "--format", "json"];
    let plan = run(&asked);
    let programme = json(&plan);
    let audits = programme["audits"].as_array().unwrap();
    let assignments = || audits.iter().flat_map(|audit| audit["assignments"].as_array().unwrap());
    // Owen Tarbuck approves most of the documents.
    assert!(
        assignments()
            .all(|one| one["auditor"] != "Owen Tarbuck" || one["excluded"].to_string().find("Tarbuck").is_none())
    );
    assert!(assignments().any(|one| one["excluded"].to_string().contains("Tarbuck")));
    assert!(
        assignments()
            .filter(|one| one["area"].as_str().unwrap().starts_with("8.6"))
            .all(|one| one["auditor"] != "Sam Lee")
    );
    let file = folder.path().join("programme.json");
    fs::write(&file, &plan.out).unwrap();
    let out = folder.path().join("sheets");
    let papers = run(&[
        "audit",
        "sheets",
        &assessment,
        "--programme",
        file.to_str().unwrap(),
        "--dir",
        dir,
        "--out",
        out.to_str().unwrap(),
        "--format",
        "md,html,csv,json",
    ]);
    assert_eq!(papers.code, 0, "{}", papers.err);
    assert_eq!(papers.out.lines().count(), 4 * audits.len());
    let first = audits[0]["id"].as_str().unwrap();
    let paper = fs::read_to_string(out.join(format!("{first}.md"))).unwrap();
    assert!(paper.contains("Conclusion") && paper.contains("Ask:") && paper.contains("evidence found in"));
    for (arguments, said) in [
        (vec!["audit", "plan", &assessment, "--from", "2020-01-01"], "begins before the assessment"),
        (vec!["audit", "plan", &assessment, "--auditors", "A B,a b"], "named twice"),
        (vec!["audit", "sheets", &assessment, "--clauses", "3.1"], "no clause `3.1`"),
        (vec!["audit", "sheets", &assessment, "--programme", &assessment], "is no programme"),
        (
            vec!["audit", "sheets", &assessment, "--programme", file.to_str().unwrap(), "--audit", "IA-1"],
            "no such audit",
        ),
    ] {
        let refused = run(&arguments);
        assert_eq!(refused.code, 2, "{arguments:?}");
        assert!(refused.err.contains(said), "{said}: {}", refused.err);
    }
}

#[test]
fn findings_come_from_registers_and_from_the_auditor() {
    let (folder, documents, assessment) = assessed();
    let list = folder.path().join("findings.csv");
    fs::write(&list, "id,clause,grade,finding,due\nF-1,8.6.1,major,Nobody declares major incidents,2026-11-01\n")
        .unwrap();
    let (dir, own) = (documents.to_str().unwrap(), list.to_str().unwrap());
    let found = json(&run(&["audit", "findings", &assessment, "--dir", dir, "--findings", own, "--format", "json"]));
    let found = found["findings"].as_array().unwrap();
    let mine = found.iter().find(|one| one["id"] == "F-1").unwrap();
    assert_eq!((mine["graded"].as_str(), mine["overdue_days"].as_i64()), (Some("major"), Some(21)));
    assert!(found.len() > 1, "nothing came from the registers of the example");
    fs::write(&list, "id,clause,grade,finding,due\nF-1,3.1,grave,,soon\n").unwrap();
    let refused = run(&["audit", "findings", &assessment, "--findings", own]);
    assert_eq!(refused.code, 2);
    for mistake in
        ["line 2: a finding without words", "`grave` is no grade", "no clause `3.1`", "`soon` in `due` is no date"]
    {
        assert!(refused.err.contains(mistake), "{mistake}: {}", refused.err);
    }
    fs::write(&list, "findings:\n  - {clause: 8.6.1, grade: minor, finding: x, colour: red}\n").unwrap();
    let yaml = list.with_extension("yaml");
    fs::rename(&list, &yaml).unwrap();
    let refused = run(&["audit", "findings", &assessment, "--findings", yaml.to_str().unwrap()]);
    assert!(refused.code == 2 && refused.err.contains("colour"), "{}", refused.err);
}

#[test]
fn other_standards_and_a_tender_are_answered_and_nothing_is_claimed() {
    let (folder, _, assessment) = assessed();
    let view = json(&run(&["crosswalk", &assessment, "--format", "json"]));
    assert_eq!(view["frameworks"].as_array().unwrap().len(), 2);
    assert!(view["shared"].as_array().unwrap().iter().any(|one| one["document"] == "01 Governance/SMS Manual.docx"));
    let unknown = run(&["crosswalk", &assessment, "--to", "iso-14001"]);
    assert!(unknown.code == 2 && unknown.err.contains("iso-9001-2015"), "{}", unknown.err);
    let asked = folder.path().join("requirements.csv");
    fs::write(&asked, "Nr;Anforderung;Klausel\nT1;Störungen werden bearbeitet;8.6.1\nT2;Fahrradständer;\nT3;=1+1;\n")
        .unwrap();
    let tender = json(&run(&["tender", &assessment, asked.to_str().unwrap(), "--format", "json"]));
    let answers = tender["answers"].as_array().unwrap();
    assert_eq!((answers[0]["confidence"].as_str(), answers[1]["confidence"].as_str()), (Some("stated"), Some("none")));
    assert!(!answers[0]["evidence"].as_array().unwrap().is_empty());
    let csv = run(&["tender", &assessment, asked.to_str().unwrap(), "--format", "csv"]).out;
    assert!(csv.contains(",'=1+1,"), "{csv}");
    fs::write(&asked, "a,b\n1,2\n").unwrap();
    let refused = run(&["tender", &assessment, asked.to_str().unwrap()]);
    assert!(refused.code == 2 && refused.err.contains("no table with a column `requirement`"), "{}", refused.err);
}

#[test]
fn a_clause_is_walked_through() {
    let lesson = run(&["learn", "8.6.1"]);
    assert_eq!(lesson.code, 0, "{}", lesson.err);
    for part in ["Step 1, 8.6.1/", "Looked for: ", "Ask yourself: ", "Words"] {
        assert!(lesson.out.contains(part), "{part}: {}", lesson.out);
    }
    assert!(run(&["learn"]).out.contains("8.6.1"));
    assert_eq!(run(&["learn", "11"]).code, 2);
}
