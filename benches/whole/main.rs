//! The whole job, as a user waits for it: the program is run on folders made on the fly, and its wall time, the
//! time of its processors and its memory are told, beside those of others where they are installed.
//!
//! `cargo bench --bench whole` does everything; a word after `--` one part of it: `start`, `mixed`, `warm`, `growth`,
//! `pdf`; numbers are sizes for `warm` and `growth`, folders give real files to `mixed` before any are made up.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures, and ends where it cannot go on"
)]

mod files;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PARTS: [&str; 5] = ["start", "mixed", "warm", "growth", "pdf"];
/// How many files of which ending make the mixed folder, and about how many characters made-up ones have.
const MIXED: [(&str, usize, usize); 6] = [
    ("pdf", 130, 60_000),
    ("docx", 110, 12_000),
    ("xlsx", 110, 20_000),
    ("pptx", 50, 6_000),
    ("html", 110, 12_000),
    ("md", 160, 8_000),
];
/// What grows: mostly text, as a wiki is.
const GROWING: [(&str, usize); 10] = [
    ("md", 3_000),
    ("html", 4_000),
    ("md", 2_000),
    ("md", 5_000),
    ("docx", 4_000),
    ("md", 1_000),
    ("csv", 2_000),
    ("html", 3_000),
    ("md", 4_000),
    ("md", 2_500),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let asked = |part: &str| {
        let parts = || arguments.iter().filter(|argument| PARTS.contains(&argument.as_str()));
        parts().count() == 0 || parts().any(|asked| asked == part)
    };
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let work = tempfile::tempdir().unwrap();
    let bench = Bench { work: work.path().to_owned() };
    println!("{:<52}{:>9}{:>9}{:>9}{:>10}", "", "wall s", "user s", "sys s", "peak MiB");
    if asked("start") {
        bench.start();
    }
    if asked("mixed") {
        bench.mixed(&arguments.iter().map(PathBuf::from).filter(|path| path.is_dir()).collect::<Vec<_>>());
    }
    if asked("warm") {
        bench.warm(sizes.first().copied().unwrap_or(10_000));
    }
    if asked("growth") {
        bench.growth(if sizes.is_empty() { &[1_000, 10_000, 100_000] } else { &sizes });
    }
    if asked("pdf") {
        bench.pdf(2_000);
    }
}

struct Bench {
    work: PathBuf,
}

impl Bench {
    /// The program to be measured; another build may be named, to compare two.
    fn program() -> String {
        std::env::var("ISO20K_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_iso20k").into())
    }

    fn assess(&self, what: &str, dir: &Path, more: &[&str]) -> f64 {
        let out = self.work.join("report");
        let mut arguments = vec!["assess", "--as-of", "2026-11-22", "--quiet", "--format", "json,html", "--out"];
        arguments.extend([out.to_str().unwrap(), dir.to_str().unwrap()]);
        arguments.extend(more);
        self.run(what, &Self::program(), &arguments)
    }

    /// Runs a program and tells what it took.
    fn run(&self, what: &str, program: &str, arguments: &[&str]) -> f64 {
        let told = self.work.join("told");
        let mut command = Command::new("/usr/bin/time");
        command.args(["-f", "%e %U %S %M", "-o"]).arg(&told).arg(program).args(arguments);
        command.env("XDG_CACHE_HOME", self.work.join("cache")).stdout(Stdio::null()).stderr(Stdio::null());
        if !command.status().is_ok_and(|status| status.success()) {
            println!("{what:<52}  SKIPPED: GNU time is not installed, or {program} failed");
            return f64::NAN;
        }
        let told = fs::read_to_string(told).unwrap();
        let figures: Vec<f64> = told.split_whitespace().map(|figure| figure.parse().unwrap()).collect();
        let [wall, user, system, peak] = figures[..] else { panic!("four figures, not {told}") };
        println!("{what:<52}{wall:>9.2}{user:>9.2}{system:>9.2}{:>10.0}", peak / 1024.0);
        wall
    }

    /// A folder of so many files that were made up.
    fn made(&self, count: usize) -> PathBuf {
        let dir = self.work.join(format!("made-{count}"));
        for number in 0..count {
            let (ending, characters) = GROWING[number % GROWING.len()];
            write(&dir.join(files::path(number, ending)), &files::bytes(number, ending, characters));
        }
        dir
    }

    fn forget(&self) {
        let _ = fs::remove_dir_all(self.work.join("cache"));
    }

    fn start(&self) {
        self.run("--help", &Self::program(), &["--help"]);
        self.forget();
        self.run("explain 8.6.1, first run", &Self::program(), &["explain", "8.6.1"]);
        self.run("explain 8.6.1, catalogue kept", &Self::program(), &["explain", "8.6.1"]);
    }

    /// Every format, real files first.
    fn mixed(&self, folders: &[PathBuf]) {
        let dir = self.work.join("mixed");
        let mut real = Vec::new();
        folders.iter().for_each(|folder| list(folder, &mut real));
        if folders.is_empty() {
            println!("SKIPPED: real files in the mixed folder (name folders that hold some); all are made up");
        }
        real.sort();
        let (mut bytes, mut taken) = (0, 0);
        for (ending, count, characters) in MIXED {
            let of_ending = real.iter().filter(|path| path.extension().is_some_and(|found| found == ending));
            let found: Vec<_> = of_ending.take(count).collect();
            taken += found.len();
            for number in 0..count {
                let (path, content) = match found.get(number) {
                    Some(path) => {
                        let name = path.file_name().unwrap().to_string_lossy();
                        (format!("real/{:02}/{number} {name}", number % 11), fs::read(path).unwrap())
                    }
                    None => (files::path(number, ending), files::bytes(number, ending, characters)),
                };
                bytes += content.len();
                write(&dir.join(path), &content);
            }
        }
        let count: usize = MIXED.iter().map(|(_, count, _)| count).sum();
        println!("mixed folder: {count} files, {taken} of them real, {:.1} MB", bytes as f64 / 1e6);
        self.forget();
        self.assess("mixed, first run ever", &dir, &[]);
        for jobs in ["1", "2"] {
            let cold = self.work.join("cache").join("iso20k").join("facts.redb");
            let _ = fs::remove_file(cold);
            self.assess(&format!("mixed, no facts kept, {jobs} thread(s)"), &dir, &["--jobs", jobs]);
        }
        self.assess("mixed, nothing changed", &dir, &[]);
        self.peers(&dir);
    }

    /// Others on the same files: a line `NAME: COMMAND` each in `ISO20K_PEERS`, which gets the folder as its argument.
    fn peers(&self, dir: &Path) {
        let Ok(peers) = std::env::var("ISO20K_PEERS") else {
            println!("SKIPPED: others on the same files; ISO20K_PEERS names none");
            return;
        };
        for (name, command) in peers.lines().filter_map(|line| line.split_once(": ")) {
            let mut words = command.split_whitespace().chain(dir.to_str());
            let program = words.next().unwrap();
            self.run(name, program, &words.collect::<Vec<_>>());
        }
    }

    fn warm(&self, count: usize) {
        let dir = self.made(count);
        self.forget();
        self.run("find and stat the same tree", "find", &[dir.to_str().unwrap(), "-type", "f", "-size", "+1G"]);
        self.assess(&format!("{count} files, first run"), &dir, &[]);
        self.assess(&format!("{count} files, nothing changed"), &dir, &[]);
        write(&dir.join(files::path(0, "md")), b"# Changed\n\nThis file is another one now.\n");
        self.assess(&format!("{count} files, one changed"), &dir, &[]);
        fs::remove_dir_all(dir).unwrap();
    }

    fn growth(&self, sizes: &[usize]) {
        let mut before: Option<(usize, f64)> = None;
        for count in sizes {
            let dir = self.made(*count);
            let wall = self.assess(&format!("{count} files, nothing kept"), &dir, &["--no-cache"]);
            if let Some((fewer, took)) = before {
                let times = (wall / took) / (*count as f64 / fewer as f64);
                println!("    time a file: {times:.2} of that with {fewer} files");
            }
            before = Some((*count, wall));
            fs::remove_dir_all(dir).unwrap();
        }
    }

    fn pdf(&self, pages: usize) {
        let dir = self.work.join("pdf");
        let bytes = files::pdf(1, pages * 2_600);
        println!("one PDF: {} pages, {:.1} MB", count(&bytes, b"/Type /Page /Parent"), bytes.len() as f64 / 1e6);
        write(&dir.join("manual.pdf"), &bytes);
        self.assess("one large PDF", &dir, &["--no-cache"]);
    }
}

fn count(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).filter(|window| *window == part).count()
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// All files below a folder.
fn list(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => list(&entry.path(), found),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
}
