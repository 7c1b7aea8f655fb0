//! What an organisation says of itself and its tables in `iso20k.yaml`, and `docs/profile.md`, which shows it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use support::{assessed, entry, write};

fn run(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iso20k"));
    command.current_dir(dir).args(arguments).env("XDG_CACHE_HOME", dir.join("cache")).env("RUST_BACKTRACE", "0");
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Headings that nobody would guess.
const LOG: &str = "Nr,Reingekommen,Kurz,Bei wem\n1,2026-11-01,Mail down,Ada\n2,2026-11-03,VPN slow,Bo\n";

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(include_str!("../controls/schema/profile.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn the_profile_of_the_page_is_one() {
    let page = include_str!("../docs/profile.md");
    let text = page.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let profile: Value = serde_yaml::from_str(text).unwrap();
    let schema = schema();
    let mistakes: Vec<String> = schema.iter_errors(&profile).map(|error| error.to_string()).collect();
    assert!(mistakes.is_empty(), "{mistakes:?}");
    for wrong in [json!({"registers": [{"path": "x"}]}), json!({"organisation": []}), json!({"register": []})] {
        assert!(!schema.is_valid(&wrong), "{wrong}");
    }
    // Every key that there is stands on the page.
    let keys = serde_json::from_str::<Value>(include_str!("../controls/schema/profile.json")).unwrap();
    for key in keys["properties"].as_object().unwrap().keys() {
        assert!(profile.get(key).is_some(), "`{key}` is not shown");
    }
    let work = tempfile::tempdir().unwrap();
    let docs = work.path().join("docs");
    write(&docs, "iso20k.yaml", text.as_bytes());
    write(&docs, "policies/when-things-break.md", support::POLICY.as_bytes());
    write(&docs, "our-controls/README.md", b"Nothing yet.\n");
    write(&docs, "from-customers/theirs.md", support::POLICY.as_bytes());
    write(&docs, "records/log.csv", b"Came in,Ref,What,Told\n2026-11-01,INC-1,Mail down,yes\n");
    let output = run(work.path(), &["assess", "docs", "--no-gate", "--format", "json,html"]);
    assert!(output.status.success(), "{}", said(&output));
    let html = std::fs::read_to_string(work.path().join("iso20k-report/gap-analysis.html")).unwrap();
    for shown in ["Managed hosting for customers in Leeds and Köln", "Managed hosting, Service desk", "Ada Quist"] {
        assert!(html.contains(shown), "{shown}");
    }
}

#[test]
fn a_table_is_what_the_profile_says_it_is() {
    let work = tempfile::tempdir().unwrap();
    write(work.path(), "docs/log.csv", LOG.as_bytes());
    let rows = |profile: &str| -> String {
        write(work.path(), "docs/iso20k.yaml", profile.as_bytes());
        let sql = "select id, opened, title, assignee from incident_records order by id";
        said(&run(work.path(), &["query", sql, "--dir", "docs"]))
    };
    assert!(!rows("{}\n").contains("2026-11-03"), "nothing tells that these are incidents");
    let map = "registers:\n- path: log.csv\n  type: incident-records\n  columns: {Nr: id, REINGEKOMMEN: opened, Kurz: title, Bei wem: assignee}\n";
    // The cache holds what was read without the map: another map is another reading.
    assert!(rows(map).contains("1,2026-11-01,Mail down,Ada\n2,2026-11-03,VPN slow,Bo"), "{}", rows(map));
    let other = map.replace("Kurz: title", "Kurz: none");
    assert!(rows(&other).contains("1,2026-11-01,,Ada"), "{}", rows(&other));
}

#[test]
fn what_is_mapped_and_not_there_is_told_with_what_is() {
    let log = ("log.csv", LOG);
    let told = |map: &str| {
        let work = tempfile::tempdir().unwrap();
        write(work.path(), "docs/log.csv", log.1.as_bytes());
        write(work.path(), "docs/iso20k.yaml", format!("registers:\n- path: {map}\n").as_bytes());
        said(&run(work.path(), &["assess", "docs", "--no-cache"]))
    };
    for (map, says, hint) in [
        (
            "log.csv\n  type: incident-records\n  columns:\n    Nr: id\n    Reingekomen: opened",
            "docs/iso20k.yaml:6:18: no heading “Reingekomen” in `log.csv`",
            "did you mean “Reingekommen”? the headings are “Bei wem”, “Kurz”, “Nr”, “Reingekommen”",
        ),
        (
            "log.csv\n  type: incident-records\n  columns: {Wann: opened}",
            "no heading “Wann” in `log.csv`",
            "the headings are “Bei wem”",
        ),
        (
            "lag.csv\n  type: incident-records",
            "docs/iso20k.yaml:2:1: `lag.csv` fits no document",
            "relative to the folder of documents",
        ),
        (
            "log.csv\n  sheet: Log\n  type: incident-records",
            "nothing in `log.csv` could be read as `incident-records`",
            "hint: ",
        ),
        (
            "log.csv\n  type: incidents",
            "docs/iso20k.yaml:3:9: `incidents` is no register type",
            "`iso20k catalogue list registers` lists them",
        ),
        (
            "log.csv\n  type: incident-records\n  columns: {Nr: idd}",
            "docs/iso20k.yaml:4:17: `Nr` is mapped to `idd`, which is no column of `incident-records`",
            "did you mean `id`? its columns are actions, assignee",
        ),
        ("log.csv\n  typ: incident-records", "docs/iso20k.yaml:3:3: `typ` is not known here", "did you mean `type`?"),
    ] {
        let told = told(map);
        assert!(told.contains(says) && told.contains(hint), "{map}\n{told}");
    }
}

/// A group's papers are its own under whichever of its names; a stranger's are not.
#[test]
fn all_names_of_an_organisation_are_its_own() {
    let paper = |name: &str| {
        format!(
            "# {name} incident procedure\n\n{name} records each incident and gives it a priority. Staff of {name} escalate after two hours. {name} closes it with the user.\n"
        )
    };
    let (sister, stranger) = (paper("Nordcable Cloud Ltd"), paper("Telbridge Networks Ltd"));
    let ours = "# Change policy\n\nFellside Hosting Ltd approves each change.\n";
    let files = |profile| {
        let json = assessed(&[("s.md", &sister), ("t.md", &stranger), ("o.md", ours), ("iso20k.yaml", profile)]);
        let state = |path: &str| entry(&json, "documents", path).unwrap()["state"] == "foreign";
        ([state("s.md"), state("t.md"), state("o.md")], json["organisation"]["name"].clone())
    };
    let one = files("organisation: Fellside Hosting Ltd\n");
    assert_eq!(one, ([true, true, false], json!("Fellside Hosting Ltd")));
    let both = files("organisation: [Fellside Hosting Ltd, Nordcable Cloud Ltd]\n");
    assert_eq!(both, ([false, true, false], json!("Fellside Hosting Ltd")));
    let other_first = files("organisation:\n- Nordcable Cloud Ltd\n- Fellside Hosting Ltd\n");
    assert_eq!(other_first, ([false, true, false], json!("Nordcable Cloud Ltd")));
}

/// What `init` writes as comments is a profile, once the signs are taken away.
#[test]
fn the_comments_of_init_are_a_profile() {
    let work = tempfile::tempdir().unwrap();
    write(work.path(), "docs/odd: # page.md", b"Hello.\n");
    let table =
        "Lfd,Eingang,Was war los,Wer,Heikel\n1,2026-10-01,Mail down for all,Bo,ja\n2,2026-10-02,VPN slow,Ada,nein\n";
    for more in [false, true] {
        if more {
            write(work.path(), "docs/what happened.csv", table.as_bytes());
        }
        let output = run(work.path(), &["init", "docs", "--out", "written.yaml"]);
        assert!(output.status.success(), "{}", said(&output));
        let text = std::fs::read_to_string(work.path().join("written.yaml")).unwrap();
        // Keys, and no sentences: those have more words, and what may be declared stands by the titles of clauses.
        let is_key = |line: &str| {
            let line = line.trim_start_matches(['-', ' ']);
            let key = line.split_once(':').map_or("", |(key, _)| key);
            let is_title = key.starts_with(char::is_uppercase) && line.contains('/') && !line.contains(".md");
            line.starts_with('"')
                || !key.is_empty() && key.split(' ').count() < 3 && !key.contains([',', '(']) && !is_title
        };
        let plain = text.lines().filter_map(|line| line.strip_prefix("# ")).filter(|line| is_key(line));
        let plain: String = plain.map(|line| format!("{line}\n")).collect();
        let profile: Value = serde_yaml::from_str(&plain).unwrap_or_else(|error| panic!("{error}\n{plain}"));
        let mistakes: Vec<String> = schema().iter_errors(&profile).map(|error| error.to_string()).collect();
        assert!(mistakes.is_empty(), "{mistakes:?}\n{plain}");
        for key in [
            "registers",
            "pins",
            "gate",
            "report",
            "no_occurrence",
            "scope",
            "services",
            "catalogues",
            "sources",
            "exclude",
        ] {
            assert!(profile.get(key).is_some(), "{key}\n{text}");
        }
        assert_eq!(text.contains("what happened.csv"), more, "{text}");
        std::fs::remove_file(work.path().join("written.yaml")).unwrap();
    }
}

/// Folders of the profile are laid over the catalogue wherever documents are read.
#[test]
fn a_profile_lays_its_own_folders_over_the_catalogue() {
    let work = tempfile::tempdir().unwrap();
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/why.in/house");
    for folder in house.read_dir().unwrap().map(|folder| folder.unwrap().path()) {
        for file in folder.read_dir().unwrap().map(|file| file.unwrap().path()) {
            let name = file.strip_prefix(&house).unwrap().to_str().unwrap();
            write(work.path(), &format!("house/{name}"), &std::fs::read(&file).unwrap());
        }
    }
    let parking = std::fs::read(house.with_file_name("docs").join("parking.md")).unwrap();
    write(work.path(), "docs/parking.md", &parking);
    let why = || said(&run(work.path(), &["why", "--dir", "docs", "parking.md"]));
    assert!(!why().contains("parking-procedure"), "{}", why());
    write(work.path(), "docs/iso20k.yaml", b"catalogues: [../house]\n");
    assert!(why().contains("type      parking-procedure"), "{}", why());
    write(work.path(), "docs/iso20k.yaml", b"as_of: 2026-11-22\ncatalogues:\n- ../hous\n");
    let output = run(work.path(), &["assess", "docs"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("docs/iso20k.yaml:3:3: `../hous` is no folder\n  hint: name it by its path"), "{said}");
}
