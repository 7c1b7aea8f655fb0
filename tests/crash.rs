//! Ended at any moment, without room to write, without a right to write: no report is half written, what is kept
//! between runs opens again, and the next run gives the same bytes.

#![cfg(unix)]
#![allow(clippy::print_stderr, reason = "a skipped case says so, and what was done is shown")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::{POLICY, assess, cache, run, write};

const FORMATS: [&str; 4] = ["-v", "--format", "json,md,html,csv,sarif", "--jobs=2"];

/// A folder that takes long enough to be interrupted: text, registers, and a format that is read in a worker.
fn folder(dir: &Path) {
    write(dir, "policy.md", POLICY.as_bytes());
    let step = "We log every incident and set its priority by impact and urgency, and the service desk does it.\n\n";
    for number in 0..60 {
        let text = format!("# Incident procedure {number}\n\n{}", step.repeat(20 + number % 7));
        write(dir, &format!("procedures/{number}.md"), text.as_bytes());
    }
    let row = |n: usize| format!("INC{n:05},2026-10-{:02},P{},network,closed,2026-11-01\n", n % 28 + 1, n % 4 + 1);
    let rows: String = (0..1_000).map(row).collect();
    write(dir, "incidents.csv", format!("Incident,Opened,Priority,Category,Status,Closed\n{rows}").as_bytes());
    let org = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/aldermoor");
    for file in walkdir::WalkDir::new(org).into_iter().flatten().filter(|file| file.file_type().is_file()) {
        if file.path().extension().is_some_and(|extension| extension == "pdf") {
            write(dir, &format!("pdf/{}", file.file_name().to_string_lossy()), &fs::read(file.path()).unwrap());
        }
    }
}

/// The reports of a folder by name, without what only an interrupted run leaves.
fn reports(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(out).into_iter().flatten().flatten().map(|entry| entry.path());
    let whole = entries.filter(|path| !path.file_name().unwrap().to_string_lossy().starts_with('.'));
    whole.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())).collect()
}

/// Kills a run so many times, each at another moment of it, and looks at what is left.
fn killed(times: u32) {
    let work = tempfile::tempdir().unwrap();
    let (dir, other) = (work.path().join("documents"), work.path().join("other"));
    folder(&dir);
    let whole = work.path().join("whole");
    let other = cache(&other);
    let began = Instant::now();
    run(assess(&dir, &whole, &other, &FORMATS), &whole).json();
    let lasts = began.elapsed();
    let kept = cache(work.path());
    let expected = reports(&whole);
    assert_eq!(expected.len(), 5);

    let out = work.path().join("out");
    let (mut ended, mut left) = (0, 0);
    for number in 0..times {
        // Spread over the run and shuffled (the golden section): now it reads, now it writes. Every third time it
        // begins with nothing kept, so that writing what is kept is interrupted too.
        let part = (f64::from(number) * 0.618_034).fract() * 1.05;
        if number % 3 == 0 {
            let _ = fs::remove_file(kept.join("iso20k/facts.redb"));
        }
        let mut command = assess(&dir, &out, &kept, &FORMATS);
        let mut child = command.stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(lasts.mul_f64(part).min(Duration::from_secs(60)));
        ended += u32::from(child.try_wait().unwrap().is_some());
        let _ = child.kill();
        child.wait().unwrap();
        for (name, bytes) in reports(&out) {
            assert!(bytes == expected[&name], "{name} is not as it should be after being killed at {part} of the run");
            left += 1;
        }
    }
    eprintln!("killed {times} times ({ended} had ended before), {left} reports looked at");
    assert!(ended < times, "nothing was interrupted");
    for _ in 0..2 {
        let done = run(assess(&dir, &out, &kept, &FORMATS), &out);
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        assert!(!done.stderr.contains("begun anew") && !done.stderr.contains("no cache"), "{}", done.stderr);
        assert!(reports(&out) == expected, "the next run gives other bytes");
    }
    let last = run(assess(&dir, &out, &kept, &FORMATS), &out);
    assert!(!last.stderr.contains("(0 unchanged"), "nothing was kept: {}", last.stderr);
}

#[test]
fn killed_at_any_moment() {
    killed(15);
}

/// `cargo test --test crash -- --ignored --nocapture`
#[test]
#[ignore = "takes minutes: run it by name"]
fn killed_at_two_hundred_moments() {
    killed(200);
}

#[test]
fn two_runs_on_one_cache_and_one_folder_of_reports() {
    let work = tempfile::tempdir().unwrap();
    let (dir, out, kept) = (work.path().join("documents"), work.path().join("out"), cache(work.path()));
    folder(&dir);
    let running: Vec<_> = (0..2).map(|_| assess(&dir, &out, &kept, &FORMATS).spawn().unwrap()).collect();
    for child in running {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let both = reports(&out);
    let alone = work.path().join("alone");
    run(assess(&dir, &alone, &cache(&work.path().join("other")), &FORMATS), &alone).json();
    assert!(both == reports(&alone));
}

/// A run in a shell that takes from it the right to write large files: the error is what a full disk would be.
fn within(blocks: u32, command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")]);
    copied(command, shell)
}

/// A run in a place of its own, where a disk of that size lies over a folder.
fn on_small_disk(folder: &Path, kibibytes: u32, command: &Command) -> Command {
    let mut shell = Command::new("unshare");
    let mount =
        "mount -t tmpfs -o size=$0k none \"$1\" || exit 77; shift; \"$@\"; code=$?; ls -A \"$OUT\" >&2; exit $code";
    shell.args(["-m", "sh", "-c", mount, &kibibytes.to_string()]).arg(folder).env("OUT", folder);
    copied(command, shell)
}

/// The program and arguments of a command, its surroundings too, at the end of another.
fn copied(command: &Command, mut to: Command) -> Command {
    to.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => to.env(name, value),
            None => to.env_remove(name),
        };
    }
    to.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    to
}

fn small(work: &Path) -> (PathBuf, PathBuf, PathBuf) {
    let paths = (work.join("documents"), work.join("out"), cache(work));
    write(&paths.0, "policy.md", POLICY.as_bytes());
    paths
}

#[test]
fn no_room_for_reports() {
    let work = tempfile::tempdir().unwrap();
    let (dir, out, kept) = small(work.path());
    run(assess(&dir, &out, &kept, &[]), &out).json();
    let before = reports(&out);
    write(&dir, "other.md", b"# Other\n");
    // Room for what little is written first, not for an assessment of all obligations.
    let done = run(within(200, &assess(&dir, &out, &cache(&work.path().join("second")), &[])), &out);
    assert_eq!(done.code, Some(2), "{}", done.stderr);
    assert!(done.stderr.contains("cannot write") && done.stderr.contains("nothing of it was left"), "{}", done.stderr);
    assert!(reports(&out) == before, "an older report was damaged");
    let left =
        fs::read_dir(&out).unwrap().flatten().filter(|entry| entry.file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(left.count(), 0);
}

#[test]
fn a_full_disk() {
    let work = tempfile::tempdir().unwrap();
    let (dir, out, kept) = small(work.path());
    fs::create_dir_all(&out).unwrap();
    let full = run(on_small_disk(&out, 64, &assess(&dir, &out, &kept, &[])), &out);
    if full.code == Some(77) || full.code == Some(1) || full.code.is_none() {
        return eprintln!("skipped: a full disk: this user may not mount one: {}", full.stderr);
    }
    assert_eq!(full.code, Some(2), "{}", full.stderr);
    assert!(full.stderr.contains("cannot write") && full.stderr.contains("No space left"), "{}", full.stderr);
    assert!(!full.stderr.contains(".part") && !full.stderr.contains("assessment.json\n"), "{}", full.stderr);
    // Where only what is kept has no room, the assessment is made all the same.
    fs::create_dir_all(&kept).unwrap();
    let done = run(on_small_disk(&kept, 8, &assess(&dir, &out, &kept, &["-v"])), &out);
    done.json();
    assert!(done.stderr.contains("no cache") || done.stderr.contains("could not be kept"), "{}", done.stderr);
}

/// Root may write everywhere, so where the test runs as root the program runs as somebody else.
#[test]
fn no_right_to_keep_anything() {
    let work = tempfile::tempdir().unwrap();
    let (dir, out, kept) = small(work.path());
    let other = work.path().join("other");
    run(assess(&dir, &other, &kept, &[]), &other).json();
    fs::create_dir_all(&out).unwrap();
    let allow = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let mut command = assess(&dir, &out, &kept, &["-v"]);
    if fs::read_to_string("/proc/self/status").is_ok_and(|status| status.contains("Uid:\t0\t")) {
        [work.path(), &dir].iter().for_each(|path| allow(path, 0o755));
        allow(&out, 0o777);
        command.uid(65534).gid(65534);
    }
    let closed = [kept.clone(), kept.join("iso20k")];
    closed.iter().for_each(|path| allow(path, 0o555));
    let done = run(command, &out);
    closed.iter().for_each(|path| allow(path, 0o755));
    if matches!(done.code, Some(126 | 127)) {
        return eprintln!("skipped: a folder that may not be written: another user may not run the program here");
    }
    assert!(done.json()["documents"].as_array().unwrap().len() == 1);
    assert!(reports(&out)["assessment.json"] == reports(&other)["assessment.json"]);
    assert!(done.stderr.contains("cache"), "nothing is said: {}", done.stderr);
}
