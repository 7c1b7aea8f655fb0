//! Size and sector: they change weights, questions and a plan's size, and never what was found.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iso20k"));
        command.args(arguments).current_dir(self.folder.path()).env("XDG_CACHE_HOME", self.at("cache"));
        command.env("RUST_BACKTRACE", "0").output().unwrap()
    }

    fn assess(&self, out: &str, more: &[&str]) -> Value {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/aldermoor");
        let docs = docs.to_str().unwrap();
        let fixed = ["assess", docs, "-q", "--as-of", "2026-11-22", "--format", "json,md", "--out", out];
        let output = self.run(&[&fixed[..], more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_str(&fs::read_to_string(self.at(out).join("assessment.json")).unwrap()).unwrap()
    }

    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    }
}

/// Obligation → its weight and its questions.
fn asked(assessment: &Value) -> BTreeMap<&str, (u64, Vec<&str>)> {
    let all = assessment["obligations"].as_array().unwrap().iter();
    all.map(|each| {
        let ask = each["ask"].as_array().unwrap().iter().map(|ask| ask.as_str().unwrap()).collect();
        (each["obligation"].as_str().unwrap(), (each["weight"].as_u64().unwrap(), ask))
    })
    .collect()
}

#[test]
fn findings_stay_while_weights_and_questions_follow_size_and_sector() {
    let desk = Desk::new();
    let plain = desk.assess("plain", &[]);
    assert!(plain.get("circumstances").is_none(), "what was not said is left out");
    let mut sets = Vec::new();
    for size in ["micro", "small", "medium", "large"] {
        sets.push((vec!["--size", size], format!("size-{size}")));
    }
    for sector in ["commerce", "finance", "government", "health"] {
        sets.push((vec!["--sector", sector], format!("sector-{sector}")));
    }
    sets.push((vec!["--size", "micro", "--sector", "finance"], "both".into()));
    let before = asked(&plain);
    for (arguments, name) in sets {
        let other = desk.assess(&name, &arguments);
        assert_eq!(other["findings"], plain["findings"], "{name}: a finding changed");
        assert_eq!(other["summary"]["counts"], plain["summary"]["counts"], "{name}");
        assert_eq!(other["circumstances"].as_array().unwrap().len(), arguments.len() / 2, "{name}");
        let after = asked(&other);
        assert_eq!(before.len(), after.len(), "{name}: obligations are never removed");
        let (mut heavier, mut longer) = (0, 0);
        for (obligation, (weight, ask)) in &before {
            let (weight_after, ask_after) = &after[obligation];
            assert!(weight_after >= weight, "{name}: {obligation} weighs less");
            assert!(ask_after.starts_with(ask), "{name}: {obligation} lost a question");
            heavier += usize::from(weight_after > weight);
            longer += usize::from(ask_after.len() > ask.len());
        }
        assert!(heavier > 0 && longer > 0, "{name}: {heavier} weigh more, {longer} ask more");
    }
    let both = desk.assess("again", &["--size", "micro", "--sector", "finance"]);
    let after = asked(&both);
    assert_eq!((before["7.2/1b"].0, after["7.2/1b"].0), (2, 3), "by size");
    assert_eq!((before["8.7.2/8"].0, after["8.7.2/8"].0), (2, 3), "by sector");
    let report = fs::read_to_string(desk.at("again/gap-analysis.md")).unwrap();
    assert!(report.contains("Micro organisation") && report.contains("| Sector | Finance |"), "{report}");
    let schema = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("controls/schema/assessment.json"));
    let schema: Value = serde_json::from_str(&schema.unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for assessment in [&plain, &both] {
        let mistakes: Vec<String> = validator.iter_errors(assessment).map(|error| error.to_string()).collect();
        assert!(mistakes.is_empty(), "{mistakes:?}");
    }
}

#[test]
fn a_plan_takes_its_size_from_the_assessment_and_gives_advice_on_few_documents() {
    let desk = Desk::new();
    fs::create_dir(desk.at("docs")).unwrap();
    fs::write(desk.at("docs/notes.md"), "# Notes\n\nNothing of use.\n").unwrap();
    fs::write(desk.at("docs/iso20k.yaml"), "organisation: Fellside Ltd\nsize: micro\nsector: health\n").unwrap();
    let output = desk.run(&["assess", "docs", "-q", "--as-of", "2026-11-22", "--out", "out"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let plan = |more: &[&str]| -> Value {
        let output = desk.run(&[&["plan", "out/assessment.json", "--format", "json"], more].concat());
        serde_json::from_slice(&output.stdout).unwrap()
    };
    assert_eq!(plan(&[])["size"], "small", "micro plans as small does");
    assert_eq!(plan(&["--size", "large"])["size"], "large");
    assert!(plan(&[])["together"].as_array().is_some_and(|advice| !advice.is_empty()));
    let german = desk.run(&["plan", "out/assessment.json", "--lang", "de", "--format", "md"]);
    let german = String::from_utf8(german.stdout).unwrap();
    assert!(german.contains("können diese durchaus ein Dokument sein"), "{german}");
    // The command line comes before the profile.
    desk.run(&["assess", "docs", "-q", "--as-of", "2026-11-22", "--out", "large", "--size", "large"]);
    let large: Value = serde_json::from_str(&fs::read_to_string(desk.at("large/assessment.json")).unwrap()).unwrap();
    let ids: Vec<&str> =
        large["circumstances"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["large", "health"]);
    // Figures of another size are not set beside these without a word.
    let said = desk.run(&["diff", "out/assessment.json", "large/assessment.json"]);
    let said = String::from_utf8(said.stdout).unwrap() + &String::from_utf8_lossy(&said.stderr);
    assert!(said.contains("another size or sector"), "{said}");
}

#[test]
fn a_name_that_there_is_not_is_told_with_those_that_there_are() {
    let desk = Desk::new();
    fs::create_dir(desk.at("docs")).unwrap();
    fs::write(desk.at("docs/notes.md"), "# Notes\n").unwrap();
    let said = desk.fails(&["assess", "docs", "--size", "huge"]);
    assert!(said.contains("there is no size `huge`"), "{said}");
    assert!(said.contains("hint: the sizes are large, medium, micro, small"), "{said}");
    fs::write(desk.at("docs/iso20k.yaml"), "organisation: Fellside Ltd\nsector: bank\n").unwrap();
    let said = desk.fails(&["assess", "docs"]);
    assert!(said.contains("iso20k.yaml:2:9: there is no sector `bank`"), "{said}");
    assert!(said.contains("hint: the sectors are commerce, finance, government, health"), "{said}");
}

#[test]
fn a_sector_of_ones_own_is_laid_beside_ours() {
    let desk = Desk::new();
    fs::create_dir_all(desk.at("own/profiles/sectors")).unwrap();
    let energy = "title: Energy\nabout: Services for grids.\nweights:\n  - { of: [\"8.7.2\"], to: 3, why: The lights go out. }\n";
    fs::write(desk.at("own/profiles/sectors/energy.yaml"), energy).unwrap();
    let plain = desk.assess("plain", &[]);
    let own = desk.assess("own-out", &["--catalogue", "own", "--sector", "energy"]);
    assert_eq!(own["findings"], plain["findings"]);
    let after = asked(&own);
    assert!(after.iter().filter(|(id, _)| id.starts_with("8.7.2/")).all(|(_, (weight, _))| *weight == 3));
    let lower = energy.replace("to: 3", "to: 2").replace("\"8.7.2\"", "\"8.7.2/1\"");
    fs::write(desk.at("own/profiles/sectors/energy.yaml"), lower).unwrap();
    let output = desk.run(&["catalogue", "validate", "own"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("energy.yaml:4:12: `8.7.2/1` weighs 3 already, and 2 is not more"), "{said}");
    assert!(said.contains("raises weights and never lowers one"), "{said}");
    let wrong = "title: Energy\nabout: x\nweights:\n  - { of: [\"8.9\"], to: 3, why: x }\nask:\n  - { of: \"8.7.2/99\", ask: [Why?] }\ntogether:\n  - { types: [sms-manual, no-type], why: x }\n";
    fs::write(desk.at("own/profiles/sectors/energy.yaml"), wrong).unwrap();
    let said = String::from_utf8(desk.run(&["catalogue", "validate", "own"]).stdout).unwrap();
    for mistake in [
        "no obligation and no clause `8.9`",
        "obligation `8.7.2/99` does not exist",
        "document type `no-type` does not exist",
    ] {
        assert!(said.contains(mistake), "{mistake}: {said}");
    }
    // What the user weighs by an overlay is no mistake of ours.
    fs::remove_dir_all(desk.at("own/profiles")).unwrap();
    fs::write(desk.at("own/overlay.yaml"), "weights: { \"8.7.2/8\": 3 }\n").unwrap();
    let output = desk.run(&["catalogue", "validate", "own"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
