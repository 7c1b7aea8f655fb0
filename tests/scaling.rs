//! The files of `examples/scaling` do what `docs/scaling.md` says: their commands are run as each machine would run
//! them, and the reports are the bytes of one run.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use support::{POLICY, write};

const AS_OF: &str = "as_of: 2026-11-22\n";

/// A repository with documents in `policies`, and the program in `bin`.
struct Work(tempfile::TempDir);

impl Work {
    fn new() -> Self {
        let work = Self(tempfile::tempdir().unwrap());
        let documents = work.path("policies");
        write(&documents, "iso20k.yaml", AS_OF.as_bytes());
        write(&documents, "policy.md", POLICY.as_bytes());
        write(&documents, "changes.md", b"# Change management policy\n\nChanges are approved by the board.\n");
        write(&documents, "incidents.csv", b"Incident ID,Opened,Priority\nINC-1,2026-02-01,1\n");
        write(&documents, "minutes.html", b"<h1>Management review</h1><p>Held on 2026-03-02.</p>");
        write(&documents, "release.md", b"# Release plan\n\nStatus: draft\n");
        fs::create_dir(work.path("shards")).unwrap();
        // A link, no copy: a file that another thread's child still has open for writing cannot be run.
        fs::create_dir(work.path("bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_iso20k"), work.path("bin").join("iso20k")).unwrap();
        work
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a script in the repository, the program on the path.
    fn script(&self, text: &str, variables: &[(&str, String)]) -> Output {
        let path = format!("{}:{}", self.path("bin").display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("bash");
        command.args(["-eo", "pipefail", "-c", text]).current_dir(self.0.path());
        command.env("PATH", path).env("XDG_CACHE_HOME", self.path("cache"));
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// The reports in a folder have the bytes of one run.
    fn is_as_one_run(&self, out: &str) {
        self.script("iso20k assess policies --no-cache --out whole", &[]);
        for name in ["assessment.json", "gap-analysis.md", "gap-analysis.html"] {
            let (whole, joined) = (fs::read(self.path("whole").join(name)), fs::read(self.path(out).join(name)));
            assert!(whole.unwrap() == joined.unwrap(), "{name}");
        }
    }
}

fn example(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scaling").join(name)).unwrap()
}

#[test]
fn kubernetes_jobs() {
    let text = example("kubernetes.yaml");
    let jobs: Vec<Value> = text.split("\n---\n").map(|job| serde_yaml::from_str(job).unwrap()).collect();
    let [shards, join] = &jobs[..] else { panic!("two jobs") };
    assert!(jobs.iter().all(|job| job["apiVersion"] == "batch/v1" && job["kind"] == "Job"));
    let spec = &shards["spec"];
    assert_eq!((&spec["completionMode"], &spec["completions"]), (&"Indexed".into(), &spec["parallelism"]));
    let work = Work::new();
    let run = |job: &Value, index: u64| {
        let pod = &job["spec"]["template"]["spec"];
        assert_eq!(pod["restartPolicy"], "Never", "what a limit of retries by index asks for");
        let container = &pod["containers"][0];
        let volumes: Vec<&Value> = pod["volumes"].as_array().unwrap().iter().map(|volume| &volume["name"]).collect();
        let mounts: Vec<&Value> =
            container["volumeMounts"].as_array().unwrap().iter().map(|mount| &mount["name"]).collect();
        assert_eq!(volumes, mounts);
        assert_eq!(container["command"], serde_json::json!(["sh", "-ec"]));
        let mut variables = vec![("JOB_COMPLETION_INDEX", index.to_string())];
        for variable in container["env"].as_array().unwrap() {
            let (name, value) = (variable["name"].as_str().unwrap(), variable["value"].as_str().unwrap());
            let here = if name == "DOCUMENTS" { "policies" } else { value.trim_start_matches('/') };
            variables.push((name, here.to_owned()));
        }
        let of = variables.iter().find(|(name, _)| *name == "OF").map(|(_, of)| of.clone());
        work.script(container["args"][0].as_str().unwrap(), &variables);
        of
    };
    let completions = spec["completions"].as_u64().unwrap();
    for index in 0..completions {
        assert_eq!(run(shards, index), Some(completions.to_string()));
    }
    run(join, 0);
    work.is_as_one_run("shards/report");
}

#[test]
fn slurm_array() {
    let text = example("slurm.sh");
    let array = text.lines().find_map(|line| line.strip_prefix("#SBATCH --array=1-")).unwrap();
    let of: u32 = array.parse().unwrap();
    let work = Work::new();
    let place = [("DOCUMENTS", "policies".to_owned()), ("SHARDS", "shards".to_owned())];
    for task in 1..=of {
        let number = [("SLURM_ARRAY_TASK_ID", task.to_string()), ("SLURM_ARRAY_TASK_COUNT", of.to_string())];
        work.script(&text, &[&place[..], &number].concat());
    }
    let join = text.split_once("--wrap '").unwrap().1.split_once('\'').unwrap().0;
    work.script(join, &place);
    work.is_as_one_run("report");
}

#[test]
fn github_matrix() {
    let text = example("github.yaml");
    let workflow: Value = serde_yaml::from_str(&text).unwrap();
    let work = Work::new();
    let step = |job: &str, name: &str| -> String {
        let steps = workflow["jobs"][job]["steps"].as_array().unwrap().iter();
        steps.filter(|step| step["name"] == name).map(|step| step["run"].as_str().unwrap().to_owned()).collect()
    };
    let matrix = workflow["jobs"]["shard"]["strategy"]["matrix"]["shard"].as_array().unwrap();
    for number in matrix {
        let script = step("shard", "Read").replace("${{ matrix.shard }}", &number.to_string());
        work.script(&script.replace("${{ strategy.job-total }}", &matrix.len().to_string()), &[]);
    }
    work.script(&step("join", "Join"), &[]);
    work.is_as_one_run("iso20k-report");

    write(&work.path(""), "workflow.yml", text.as_bytes());
    let run = Command::new("check-jsonschema")
        .args(["--builtin-schema", "vendor.github-workflows"])
        .arg(work.path("workflow.yml"))
        .output();
    match run {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(_) => eprintln!("SKIPPED: the workflow against GitHub's schema: check-jsonschema is not installed"),
    }
}

#[test]
fn dask_cluster() {
    let python = std::env::var("ISO20K_PYTHON").unwrap_or_else(|_| "python3".into());
    let has_dask = Command::new(&python).args(["-c", "import dask.distributed"]).output();
    if !has_dask.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: shards on Dask: {python} cannot import dask.distributed");
        return;
    }
    let work = Work::new();
    write(&work.path(""), "dask_shards.py", example("dask_shards.py").as_bytes());
    work.script(&format!("{python} dask_shards.py policies report --program bin/iso20k --shards 5"), &[]);
    work.is_as_one_run("report");
}
