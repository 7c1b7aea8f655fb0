//! What only a Unix file system can hold: files that are no files, names that are no names, and files that change
//! while they are read.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use super::support::{POLICY, assess, cache, run};
use super::{assessed, unread};

#[test]
fn what_is_no_file() {
    let work = tempfile::tempdir().unwrap();
    let dir = work.path().join("documents");
    fs::create_dir_all(dir.join("a")).unwrap();
    fs::create_dir(dir.join("b")).unwrap();
    symlink("../b", dir.join("a/to b")).unwrap();
    symlink("../a", dir.join("b/to a")).unwrap();
    symlink("/etc", dir.join("etc")).unwrap();
    symlink("/dev/zero", dir.join("endless.md")).unwrap();
    let _socket = UnixListener::bind(dir.join("socket.md")).unwrap();
    let made = |program: &str, arguments: &[&str]| {
        Command::new(program).args(arguments).current_dir(&dir).status().is_ok_and(|status| status.success())
    };
    assert!(made("mkfifo", &["pipe.docx"]));
    let device = made("mknod", &["device.md", "c", "1", "5"]);
    if !device {
        eprintln!("skipped: devices: this user may not make one");
    }
    let sparse = File::create(dir.join("sparse.pdf")).unwrap();
    sparse.set_len(2 << 30).unwrap();
    let (_, json) = assessed(&dir, &[]);
    for (path, reason) in [
        ("a/to b", "link to another place in the folder"),
        ("b/to a", "link to another place in the folder"),
        ("etc", "link that leads out of the folder"),
        ("endless.md", "link that leads out of the folder"),
        ("socket.md", "special file"),
        ("pipe.docx", "special file"),
        ("sparse.pdf", "larger than 256 MiB"),
    ] {
        assert_eq!(unread(&json, path), Some(reason), "{path}");
    }
    if device {
        assert_eq!(unread(&json, "device.md"), Some("special file"));
    }
}

#[test]
fn names_that_steer() {
    let dir = tempfile::tempdir().unwrap();
    let long = "n".repeat(252) + ".md";
    let names: Vec<&[u8]> = vec![
        b"line\n::error::owned.md",
        b"##vso[task.complete].md",
        "turned \u{202e}dm.exe.md".as_bytes(),
        "isolated \u{2066}x\u{2069}.md".as_bytes(),
        b"esc\x1b]0;owned\x07.md",
        b"latin \xe9\xff.md",
        b"<script>alert(1)<\\script>.md",
        b"'\"`$(touch owned)`.md",
        "\u{1f600}\u{200d}\u{feff}.md".as_bytes(),
        long.as_bytes(),
        b"-x.md",
        b"con.md",
        b" .md",
    ];
    let folder = dir.path().join(OsStr::from_bytes(b"folder \xff\n"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("inside.md"), "# Inside\n").unwrap();
    for name in &names {
        fs::write(dir.path().join(OsStr::from_bytes(name)), "# Words\n\nwords\n").unwrap();
    }
    let (done, json) = assessed(dir.path(), &["--format", "json,md,html,csv,sarif,junit,github,gitlab,azure", "-v"]);
    assert_eq!(json["documents"].as_array().unwrap().len(), names.len() + 2);
    let steers =
        |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!done.stderr.contains(steers), "{:?}", done.stderr);
    assert!(
        !done.stderr.lines().any(|line| line.trim_start().starts_with("::") || line.contains("##vso")),
        "{}",
        done.stderr
    );
    assert_eq!(unread(&json, "folder \\xff\\x0a/inside.md"), None);
}

/// Files written, cut, replaced by links and pipes, and taken away, all the while they are read.
#[test]
fn files_that_change_while_they_are_read() {
    let work = tempfile::tempdir().unwrap();
    let dir = work.path().join("documents");
    fs::create_dir(&dir).unwrap();
    fs::write(work.path().join("secret.md"), "# The crown jewels\n").unwrap();
    let path = |number: usize| dir.join(format!("moving {number}.md"));
    let filled = "# Words\n\nWe record every incident.\n".repeat(2_000);
    (0..40).for_each(|number| fs::write(path(number), &filled).unwrap());
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut round = 0;
            while !stop.load(Ordering::Relaxed) {
                for number in 0..40 {
                    let path = path(number);
                    let _ = match (round + number) % 6 {
                        0 => fs::write(&path, "cut"),
                        1 => fs::remove_file(&path),
                        2 => symlink("../secret.md", &path),
                        3 => fs::remove_file(&path).and_then(|()| fs::create_dir(&path)),
                        4 => fs::remove_dir(&path),
                        _ => fs::write(&path, &filled),
                    };
                }
                round += 1;
            }
        });
        for _ in 0..4 {
            let (done, _) = assessed(&dir, &[]);
            assert!(!done.written.contains("crown jewels"), "a link was followed");
        }
        stop.store(true, Ordering::Relaxed);
    });
}

/// Root may read everything, so where the test runs as root the program runs as somebody else.
#[test]
fn what_may_not_be_read() {
    let work = tempfile::tempdir().unwrap();
    let dir = work.path().join("documents");
    fs::create_dir_all(dir.join("closed")).unwrap();
    fs::write(dir.join("closed/lost.md"), "# Lost\n").unwrap();
    fs::write(dir.join("closed.docx"), "closed").unwrap();
    fs::write(dir.join("policy.md"), POLICY).unwrap();
    let allow = |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let out = work.path().join("out");
    fs::create_dir(&out).unwrap();
    let mut command = assess(&dir, &out, &cache(work.path()), &[]);
    if is_root() {
        [work.path(), &dir].iter().for_each(|path| allow(path, 0o755));
        allow(&out, 0o777);
        command.uid(65534).gid(65534);
    }
    allow(&dir.join("closed"), 0);
    allow(&dir.join("closed.docx"), 0);
    let done = run(command, &out);
    allow(&dir.join("closed"), 0o700);
    if done.code == Some(126) || done.code == Some(127) {
        return eprintln!("skipped: unreadable folders: another user may not run the program where it lies");
    }
    let json = done.json();
    assert_eq!(unread(&json, "closed"), Some("no permission to read it"));
    assert_eq!(unread(&json, "closed.docx"), Some("no permission to read it"));
    assert_eq!(unread(&json, "policy.md"), None);
}

fn is_root() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| status.lines().any(|line| line.starts_with("Uid:\t0\t")))
}

/// `cargo test --test hostile -- --ignored --nocapture`: minutes where the disk is slow.
#[test]
#[ignore = "takes a minute or more: run it by name"]
fn two_hundred_thousand_entries() {
    let dir = tempfile::tempdir().unwrap();
    for number in 0..200_000 {
        fs::write(dir.path().join(format!("{number}.md")), format!("# Page {number}\n\nWords.\n")).unwrap();
    }
    let began = std::time::Instant::now();
    let (done, json) = assessed(dir.path(), &[]);
    assert_eq!(json["documents"].as_array().unwrap().len(), 200_001);
    eprintln!("200,001 files: {} s, {} MiB", began.elapsed().as_secs(), done.peak);
}
