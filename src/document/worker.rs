//! Risky formats are read in worker processes: our own program, started again with a limit on its
//! memory. What kills a worker costs one file, never the run.
//!
//! A request is a small header and the file's bytes on the worker's standard input; the answer is
//! a [`Reading`] on its standard output. A worker serves many files.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Format, Limits, Reading};

/// The hidden subcommand by which the program becomes a worker.
pub const SUBCOMMAND: &str = "__worker";

/// Memory a worker may address.
#[cfg(unix)]
const MEMORY: u64 = 2 << 30;
/// Files after which a worker is replaced, so that no leak lasts.
const FILES: usize = 500;
/// No answer is larger than this.
const ANSWER: u64 = 1 << 30;

#[derive(Serialize, Deserialize)]
struct Request {
    format: Format,
    limits: Limits,
    bytes: u64,
}

/// Serves requests until the other side hangs up. Call it first thing in `main`.
///
/// # Errors
/// When standard input or output breaks.
pub fn serve() -> io::Result<()> {
    limit_memory();
    end_with_parent();
    // What a panic says would end up between the user's own messages.
    std::panic::set_hook(Box::new(|_| {}));
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    while let Some(header) = receive(&mut input)? {
        let request: Request = postcard::from_bytes(&header).map_err(io::Error::other)?;
        let mut bytes = Vec::new();
        input.by_ref().take(request.bytes).read_to_end(&mut bytes)?;
        let reading = super::read(request.format, &bytes, request.limits);
        drop(bytes);
        let answer = postcard::to_stdvec(&reading).map_err(io::Error::other)?;
        send(&mut output, &answer)?;
    }
    Ok(())
}

#[cfg(unix)]
fn limit_memory() {
    // Without the limit reading is still right, only less safe.
    let _ = rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY);
    let _ = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0);
}

#[cfg(not(unix))]
fn limit_memory() {}

/// Ends this worker soon after the program that started it: where that was killed, its watchdog is gone too, and a
/// file that never ends would be read for ever. Who that is stands behind the subcommand.
#[cfg(unix)]
fn end_with_parent() {
    let Some(parent) = std::env::args().nth(2).and_then(|id| id.parse::<u32>().ok()) else { return };
    std::thread::spawn(move || {
        while std::os::unix::process::parent_id() == parent {
            std::thread::sleep(Duration::from_secs(1));
        }
        std::process::exit(1);
    });
}

#[cfg(not(unix))]
fn end_with_parent() {}

/// Length, then bytes.
fn send(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    output.write_all(&(bytes.len() as u64).to_le_bytes())?;
    output.write_all(bytes)?;
    output.flush()
}

/// The next message, or nothing where the other side has hung up.
fn receive(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    if input.read(&mut length[..1])? == 0 {
        return Ok(None);
    }
    input.read_exact(&mut length[1..])?;
    let length = u64::from_le_bytes(length);
    let mut bytes = Vec::new();
    let read = input.by_ref().take(length.min(ANSWER)).read_to_end(&mut bytes)?;
    if read as u64 == length { Ok(Some(bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Worker processes, started when they are needed and kept for the next file.
#[derive(Debug)]
pub struct Pool {
    exe: PathBuf,
    size: usize,
    idle: Mutex<Vec<Worker>>,
}

impl Pool {
    /// Workers of the program `exe`, of which at most `size` are kept while idle: one for each
    /// thread that reads.
    #[must_use]
    pub fn new(exe: PathBuf, size: usize) -> Self {
        Self { exe, size, idle: Mutex::default() }
    }

    /// Reads a file in a worker.
    #[must_use]
    pub fn read(&self, format: Format, bytes: &[u8], limits: Limits) -> Reading {
        if bytes.len() as u64 > limits.file_bytes {
            // The same answer as from the worker, without sending it all there.
            return Reading::unread(format!("larger than {}", super::builder::size(limits.file_bytes)));
        }
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let worker = match kept {
            Some(worker) => Ok(worker),
            None => Worker::start(&self.exe),
        };
        let Ok(mut worker) = worker else {
            return Reading::unread("reader could not be started");
        };
        let answer = worker.ask(format, bytes, limits);
        let reading = match answer {
            Ok(reading) => reading,
            Err(Failure::Late) => {
                return Reading::unread(format!("reader stopped: took longer than {} s", limits.seconds));
            }
            Err(Failure::Died) => {
                return Reading::unread("reader stopped: out of memory or crashed");
            }
        };
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if worker.served < FILES && idle.len() < self.size {
            idle.push(worker);
        }
        reading
    }
}

/// Why there is no answer.
enum Failure {
    Late,
    Died,
}

#[derive(Debug)]
struct Worker {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    served: usize,
}

impl Worker {
    fn start(exe: &PathBuf) -> io::Result<Self> {
        let mut child = Command::new(exe)
            .arg(SUBCOMMAND)
            .arg(std::process::id().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Self { child, input, output, served: 0 }),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// One file, under the eyes of a watchdog that kills a worker that is late.
    fn ask(&mut self, format: Format, bytes: &[u8], limits: Limits) -> Result<Reading, Failure> {
        self.served += 1;
        let (child, input, output) = (&mut self.child, &mut self.input, &mut self.output);
        let (done, waiting) = mpsc::channel::<()>();
        std::thread::scope(|scope| {
            let watchdog = scope.spawn(move || {
                let late = waiting.recv_timeout(Duration::from_secs(limits.seconds)) == Err(RecvTimeoutError::Timeout);
                if late {
                    let _ = child.kill();
                }
                late
            });
            let answer = exchange(input, output, format, bytes, limits);
            drop(done);
            match watchdog.join() {
                Ok(false) => answer.map_err(|_| Failure::Died),
                _ => Err(Failure::Late),
            }
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn exchange(
    input: &mut ChildStdin,
    output: &mut ChildStdout,
    format: Format,
    bytes: &[u8],
    limits: Limits,
) -> io::Result<Reading> {
    let request = Request { format, limits, bytes: bytes.len() as u64 };
    send(input, &postcard::to_stdvec(&request).map_err(io::Error::other)?)?;
    input.write_all(bytes)?;
    input.flush()?;
    let answer = receive(output)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    postcard::from_bytes(&answer).map_err(io::Error::other)
}
