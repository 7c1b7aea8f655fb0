//! Runs the program and watches how much memory it and its workers take, where /proc tells.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// What came of a watched run.
pub(crate) struct Watched {
    pub(crate) code: Option<i32>,
    pub(crate) stderr: String,
    /// The bytes of `assessment.json`.
    pub(crate) written: String,
    /// Most memory the program held at a time, in MiB; 0 where nothing tells.
    pub(crate) peak: u64,
    /// Most memory that one of its workers held at a time, in MiB.
    pub(crate) worker: u64,
}

/// Runs a command to its end.
pub(crate) fn watch(mut command: Command, out: &Path) -> Watched {
    let said = tempfile::NamedTempFile::new().unwrap();
    command.stdout(Stdio::null()).stderr(File::create(said.path()).unwrap());
    let mut child = command.spawn().unwrap();
    let (mut peak, mut worker) = (0, 0);
    let code = loop {
        peak = peak.max(high_water(child.id()));
        worker = children(child.id()).map(high_water).fold(worker, u64::max);
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    let stderr = String::from_utf8_lossy(&fs::read(said.path()).unwrap()).into_owned();
    let written = fs::read_to_string(out.join("assessment.json")).unwrap_or_default();
    Watched { code, stderr, written, peak: peak >> 10, worker: worker >> 10 }
}

/// The most memory that a process ever held, in KiB: the kernel keeps it, so that little is lost between two looks.
fn high_water(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or_default()
}

/// The processes that a process started.
fn children(process: u32) -> impl Iterator<Item = u32> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let started = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    started.flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>())
}
