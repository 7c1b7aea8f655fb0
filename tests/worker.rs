//! Worker processes: they answer, and what kills or stalls them costs one file only.

use std::path::PathBuf;

use iso20k::document::worker::Pool;
use iso20k::document::{Format, Limits};

fn exe() -> PathBuf {
    env!("CARGO_BIN_EXE_iso20k").into()
}

#[test]
fn a_worker_reads_many_files() {
    let pool = Pool::new(exe(), 1);
    for _ in 0..20 {
        let reading = pool.read(Format::Markdown, b"# Title\n\ntext\n", Limits::default());
        assert_eq!(reading.document.blocks.len(), 2);
    }
    let large = vec![b'a'; 5 << 20];
    assert_eq!(pool.read(Format::Text, &large, Limits::default()).document.blocks.len(), 1);
    assert!(pool.read(Format::Pdf, b"%PDF-1.4\nnothing", Limits::default()).unread.is_some());
}

#[test]
fn workers_run_side_by_side() {
    let pool = Pool::new(exe(), 2);
    std::thread::scope(|scope| {
        for number in 0..4 {
            let pool = &pool;
            scope.spawn(move || {
                for _ in 0..5 {
                    let text = format!("# Title {number}\n");
                    let reading = pool.read(Format::Markdown, text.as_bytes(), Limits::default());
                    assert!(format!("{reading:?}").contains(&format!("Title {number}")));
                }
            });
        }
    });
}

#[test]
fn a_late_worker_is_replaced() {
    let pool = Pool::new(exe(), 1);
    let at_once = Limits { seconds: 0, ..Limits::default() };
    let large = "word ".repeat(4 << 20);
    let reading = pool.read(Format::Text, large.as_bytes(), at_once);
    assert_eq!(reading.unread.as_deref(), Some("reader stopped: took longer than 0 s"));
    assert_eq!(pool.read(Format::Text, b"fine", Limits::default()).document.blocks.len(), 1);
}

#[cfg(unix)]
#[test]
fn a_worker_that_dies_costs_one_file() {
    // `true` hangs up without an answer, as a worker does that ran out of memory.
    let pool = Pool::new("/bin/true".into(), 1);
    for _ in 0..2 {
        let reading = pool.read(Format::Text, b"x", Limits::default());
        assert_eq!(reading.unread.as_deref(), Some("reader stopped: out of memory or crashed"));
    }
    let missing = Pool::new("/nowhere/iso20k".into(), 1);
    assert_eq!(
        missing.read(Format::Text, b"x", Limits::default()).unread.as_deref(),
        Some("reader could not be started")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_out_of_memory_costs_one_file() {
    let pool = Pool::new(exe(), 1);
    let greedy = Limits { text_bytes: usize::MAX, cells: usize::MAX, file_bytes: u64::MAX, ..Limits::default() };
    // Every other byte begins a value of its own: the values take many times the memory of the text.
    let json = format!("[{}0]", "0,".repeat(60 << 20));
    let reading = pool.read(Format::Json, json.as_bytes(), greedy);
    assert_eq!(reading.unread.as_deref(), Some("reader stopped: out of memory or crashed"));
    assert_eq!(pool.read(Format::Text, b"fine", Limits::default()).document.blocks.len(), 1);
}

/// Killed, the program cannot stop a worker that is late; the worker notices by itself.
#[cfg(target_os = "linux")]
#[test]
fn a_worker_does_not_outlive_the_program() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    // The shell stands for the program; this test keeps the worker's standard input open.
    let script = "\"$0\" __worker $$ <&3 3<&- & echo $!; wait";
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec 3<&0; {script}")]).arg(exe()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut shell = shell.spawn().expect("a shell");
    let input = shell.stdin.take();
    let mut line = String::new();
    BufReader::new(shell.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    let process = std::path::Path::new("/proc").join(line.trim());
    assert!(process.exists(), "the worker was not started: {line}");
    shell.kill().expect("it runs");
    shell.wait().expect("it ended");
    let began = Instant::now();
    while process.exists() && began.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!process.exists(), "the worker lives on");
    drop(input);
}
