//! Where teams are: the action, the GitLab component, the pre-commit hook and the snippets of the page, run as
//! far as a machine without those services can.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use super::page;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where the facts of the example are kept, so that it is read once.
fn cache() -> &'static Path {
    static CACHE: OnceLock<TempDir> = OnceLock::new();
    CACHE.get_or_init(|| tempfile::tempdir().unwrap()).path()
}

/// A repository with the example's documents in `policies`.
fn repository() -> TempDir {
    let work = tempfile::tempdir().unwrap();
    let policies = work.path().join("policies");
    copy(&root().join("examples/aldermoor"), &policies);
    // As of a day on which its records are recent, whenever this runs.
    let profile = policies.join("iso20k.yaml");
    let known = fs::read_to_string(&profile).unwrap_or_default();
    fs::write(&profile, format!("{known}\nas_of: 2026-11-22\n")).unwrap();
    work
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Runs a script as a build server does, the program on its path.
fn script(shell: &[&str], dir: &Path, text: &str, variables: &[(String, String)]) -> Output {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_iso20k"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).arg(text).current_dir(dir).env("PATH", path).env("XDG_CACHE_HOME", cache());
    command.envs(variables.iter().map(|(name, value)| (name, value))).output().unwrap()
}

const SH: &[&str] = &["sh", "-e", "-c"];
/// As GitHub calls it for `shell: bash`.
const BASH: &[&str] = &["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"];

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// `check-jsonschema` with a schema of its own; loud where it is not installed.
fn fits(schema: &str, name: &str, text: &str) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(name);
    fs::write(&file, text).unwrap();
    let run = Command::new("check-jsonschema").args(["--builtin-schema", schema]).arg(&file).output();
    match run {
        Ok(output) => assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stdout)),
        Err(_) => eprintln!("SKIPPED: {name} against {schema}: check-jsonschema is not installed (pip)"),
    }
}

/// One after the other in one folder, as somebody reads the page.
#[test]
fn the_shell_blocks_of_the_page_run() {
    let work = repository();
    let mut run = 0;
    for line in page::PAGE.lines().filter_map(|line| line.strip_prefix("```sh exit=")) {
        let block = &page::blocks(&format!("sh exit={line}"));
        // Blocks of one kind come in order: each is run when its turn is.
        let turn = page::PAGE.lines().filter_map(|line| line.strip_prefix("```sh exit=")).take(run);
        let text = &block[turn.filter(|before| *before == line).count()];
        let output = script(SH, work.path(), text, &[]);
        assert_eq!(code(&output).to_string(), line, "{text}{}", String::from_utf8_lossy(&output.stderr));
        run += 1;
    }
    assert!(run >= 4);
    let made = |name: &str| fs::read_to_string(work.path().join(name)).unwrap();
    assert!(made("iso20k-report/gap-analysis.gitlab.json").contains("\"path\": \"policies/"));
    assert!(made("iso20k.1").contains(".TH iso20k 1") && made("iso20k-assess.1").contains("min\\-achievement"));
    let completes = script(BASH, work.path(), "source iso20k.bash; complete -p iso20k", &[]);
    assert_eq!(code(&completes), 0, "{}", String::from_utf8_lossy(&completes.stderr));
}

/// The steps of the action with inputs as GitHub would put them in.
fn action(dir: &Path, inputs: &[(&str, &str)]) -> Output {
    let action = yaml(&read(".github/actions/iso20k/action.yml"));
    let output = dir.join("output");
    fs::write(&output, "").unwrap();
    let value = |text: &str| {
        let Some(name) = text.strip_prefix("${{ inputs.").and_then(|rest| rest.strip_suffix(" }}")) else {
            return text.to_owned();
        };
        let given = inputs.iter().find(|(input, _)| *input == name).map(|(_, value)| *value);
        given.unwrap_or_else(|| action["inputs"][name]["default"].as_str().unwrap()).to_owned()
    };
    let mut last = None;
    for step in action["runs"]["steps"].as_array().unwrap() {
        assert_eq!(step["shell"], "bash");
        let text = step["run"].as_str().unwrap();
        assert!(!text.contains("${{"), "an input is data, never part of a script");
        let mut variables = vec![
            ("GITHUB_OUTPUT".to_owned(), output.display().to_string()),
            ("GITHUB_ACTION_PATH".to_owned(), root().join(".github/actions/iso20k").display().to_string()),
        ];
        let env = step["env"].as_object().into_iter().flatten();
        variables.extend(env.map(|(name, text)| (name.clone(), value(text.as_str().unwrap()))));
        let done = script(BASH, dir, text, &variables);
        let failed = !done.status.success();
        last = Some(done);
        if failed {
            break;
        }
    }
    last.unwrap()
}

#[test]
fn the_action_assesses_annotates_and_gates() {
    let work = repository();
    let inputs = [("dir", "policies"), ("as-of", "2026-11-22")];
    let done = action(work.path(), &[&inputs[..], &[("min-achievement", "0.8")]].concat());
    assert_eq!(code(&done), 0, "{}", String::from_utf8_lossy(&done.stderr));
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(said.contains("\n::error file=policies/"), "{said}");
    let outputs = fs::read_to_string(work.path().join("output")).unwrap();
    assert_eq!(outputs, "report=iso20k-report\nsarif=iso20k-report/gap-analysis.sarif\n");
    assert!(work.path().join("iso20k-report/gap-analysis.sarif").is_file());
    let failed = action(work.path(), &[&inputs[..], &[("fail-on", "gap")]].concat());
    assert_eq!(code(&failed), 1);
    assert!(String::from_utf8_lossy(&failed.stdout).contains("::error "), "annotated all the same");
    assert_eq!(code(&action(work.path(), &[("dir", "nowhere")])), 2);
    // What comes in stays data.
    let hostile = action(work.path(), &[("dir", "policies"), ("fail-on", "gap\"; touch owned; \"")]);
    assert_eq!(code(&hostile), 2);
    assert!(!work.path().join("owned").exists());
}

#[test]
fn the_files_of_code_hosts_fit_their_schemas() {
    fits("vendor.github-actions", "action.yml", &read(".github/actions/iso20k/action.yml"));
    fits("vendor.github-workflows", "workflow.yml", &page::blocks("yaml github").remove(0));
    fits("vendor.gitlab-ci", ".gitlab-ci.yml", &page::blocks("yaml gitlab").remove(0));
    fits("vendor.azure-pipelines", "azure-pipelines.yml", &page::blocks("yaml azure").remove(0));
    // The component's second document is a pipeline; its inputs are filled in as GitLab does.
    let component = read(".gitlab/iso20k.yml");
    let (_, pipeline) = component.split_once("\n---\n").unwrap();
    fits("vendor.gitlab-ci", ".gitlab-ci.yml", &pipeline.replace("$[[ inputs.stage ]]", "test"));
    for (block, inputs) in [("yaml github", "with"), ("yaml gitlab", "inputs")] {
        assert!(page::blocks(block)[0].contains(inputs));
    }
}

/// What the page passes in is what the action and the component take.
#[test]
fn the_page_uses_inputs_that_there_are() {
    let workflow = yaml(&page::blocks("yaml github").remove(0));
    let step = &workflow["jobs"]["evidence"]["steps"][1];
    let action = yaml(&read(".github/actions/iso20k/action.yml"));
    for (name, _) in step["with"].as_object().unwrap() {
        assert!(action["inputs"].get(name).is_some(), "{name}");
    }
    let include = yaml(&page::blocks("yaml gitlab").remove(0));
    let component = read(".gitlab/iso20k.yml");
    let spec = yaml(component.split_once("\n---\n").unwrap().0);
    for (name, _) in include["include"][0]["inputs"].as_object().unwrap() {
        assert!(spec["spec"]["inputs"].get(name).is_some(), "{name}");
    }
}

#[test]
fn the_component_of_gitlab_runs() {
    let work = repository();
    let component = read(".gitlab/iso20k.yml");
    let pipeline = yaml(component.split_once("\n---\n").unwrap().1);
    let job = &pipeline["iso20k"];
    let run = |fail_on: &str, least: &str| {
        let variables = [("ISO20K_DIR", "policies"), ("ISO20K_FAIL_ON", fail_on), ("ISO20K_MIN_ACHIEVEMENT", least)];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        code(&script(SH, work.path(), job["script"][0].as_str().unwrap(), &variables))
    };
    assert_eq!((run("", ""), run("", "0.8"), run("gap", "")), (0, 0, 1));
    for report in ["codequality", "junit"] {
        let path = job["artifacts"]["reports"][report].as_str().unwrap();
        assert!(work.path().join(path).is_file(), "{path}");
    }
}

#[test]
fn the_snippets_of_azure_and_jenkins_run() {
    let work = repository();
    let azure = yaml(&page::blocks("yaml azure").remove(0));
    let done = script(BASH, work.path(), azure["steps"][0]["script"].as_str().unwrap(), &[]);
    assert_eq!(code(&done), 0, "{}", String::from_utf8_lossy(&done.stderr));
    assert!(String::from_utf8_lossy(&done.stdout).contains("\n##vso[task.logissue type=error;sourcepath=policies/"));
    let jenkins = page::blocks("groovy").remove(0);
    let steps = jenkins.split("'''").nth(1).unwrap();
    assert_eq!(code(&script(SH, work.path(), steps, &[])), 0);
    for line in jenkins.lines().filter_map(|line| line.trim().strip_prefix("junit '")) {
        assert!(work.path().join(line.trim_end_matches('\'')).is_file(), "{line}");
    }
}

#[test]
fn the_hook_runs_as_pre_commit_calls_it() {
    let hooks = yaml(&read(".pre-commit-hooks.yaml"));
    let hook = &hooks[0];
    let page = yaml(&page::blocks("yaml pre-commit").remove(0));
    let used = &page["repos"][0]["hooks"][0];
    assert_eq!((&hook["id"], &hook["language"], &hook["pass_filenames"]), (&used["id"], &"rust".into(), &false.into()));
    let work = repository();
    let quoted = |arguments: &Value| {
        let arguments = arguments.as_array().unwrap().iter().map(|each| format!("'{}'", each.as_str().unwrap()));
        arguments.collect::<Vec<_>>().join(" ")
    };
    let entry = hook["entry"].as_str().unwrap();
    let run = |arguments: &str| code(&script(SH, work.path(), &format!("{entry} {arguments}"), &[]));
    // The example denies something and contradicts itself; both ways the hook says so.
    assert_eq!((run(&quoted(&used["args"])), run(&quoted(&hook["args"])), run("policies")), (1, 1, 0));
    match Command::new("pre-commit").arg("validate-manifest").arg(root().join(".pre-commit-hooks.yaml")).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(_) => eprintln!("SKIPPED: pre-commit validate-manifest: pre-commit is not installed (pip)"),
    }
}

/// Readers of other makers take what is written; loud where they are not installed.
#[test]
fn other_programs_read_what_is_written() {
    let work = repository();
    let formats = "iso20k assess policies --format junit,oscal-ar,oscal-poam,sarif";
    assert_eq!(code(&script(SH, work.path(), formats, &[])), 0);
    let readers = [
        (
            "trestle",
            "from trestle.oscal.assessment_results import AssessmentResults as A\nfrom trestle.oscal.poam import PlanOfActionAndMilestones as P\n\
            from pathlib import Path\n\
            assert A.oscal_read(Path('iso20k-report/gap-analysis.oscal-ar.json')).results\n\
            assert P.oscal_read(Path('iso20k-report/gap-analysis.oscal-poam.json')).poam_items\n",
        ),
        (
            "junitparser",
            "from junitparser import JUnitXml\n\
            xml = JUnitXml.fromfile('iso20k-report/gap-analysis.junit.xml')\n\
            assert sum(1 for suite in xml for case in suite) == xml.tests > 400, xml.tests\n",
        ),
    ];
    let python = std::env::var("ISO20K_PYTHON").unwrap_or_else(|_| "python3".into());
    for (library, program) in readers {
        if !script(&[&python, "-c"], work.path(), &format!("import {library}"), &[]).status.success() {
            eprintln!("SKIPPED: {library} as a reader: it is not installed (pip)");
            continue;
        }
        let done = script(&[&python, "-c"], work.path(), program, &[]);
        assert!(done.status.success(), "{library}: {}", String::from_utf8_lossy(&done.stderr));
    }
}
