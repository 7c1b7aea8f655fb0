//! `--timings`: where the time of a run went, on stderr. Never part of a report, for it is never twice the same.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The phases of a run as they end, one after another; a phase that comes again adds up.
#[derive(Debug)]
pub(super) struct Timings {
    began: Instant,
    /// The same by the clock on the wall, since 1970.
    pub(super) began_on: Duration,
    laps: Mutex<Laps>,
    /// What reading the documents took, summed over the threads that work at once.
    pub(super) work: Work,
}

#[derive(Debug)]
struct Laps {
    last: Instant,
    phases: Vec<(&'static str, Duration)>,
}

/// Sums over all threads, and what they are of.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Opening, hashing, asking the cache.
    pub(super) load: Sum,
    /// From bytes to a document.
    pub(super) read: Sum,
    /// From a document to its facts.
    pub(super) facts: Sum,
    files: AtomicU64,
    bytes: AtomicU64,
}

impl Work {
    /// Counts a file.
    pub(super) fn file(&self, bytes: u64) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// Time of several threads together.
#[derive(Debug, Default)]
pub(super) struct Sum(AtomicU64);

impl Sum {
    /// Does some work and adds the time it takes.
    pub(super) fn of<T>(&self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        self.0.fetch_add(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        done
    }

    fn seconds(&self) -> f64 {
        Duration::from_nanos(self.0.load(Ordering::Relaxed)).as_secs_f64()
    }
}

impl Timings {
    /// Starts the clock.
    pub(super) fn start() -> Self {
        let began = Instant::now();
        let began_on = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { began, began_on, laps: Mutex::new(Laps { last: began, phases: Vec::new() }), work: Work::default() }
    }

    /// All since the last lap was `phase`.
    pub(super) fn lap(&self, phase: &'static str) {
        let mut laps = self.laps.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let took = now - std::mem::replace(&mut laps.last, now);
        match laps.phases.iter_mut().find(|(known, _)| *known == phase) {
            Some((_, sum)) => *sum += took,
            None => laps.phases.push((phase, took)),
        }
    }

    /// All laps as a table for a person.
    pub(super) fn table(&self) -> String {
        let laps = self.laps.lock().unwrap_or_else(PoisonError::into_inner);
        let work = &self.work;
        let (files, bytes) = (work.files.load(Ordering::Relaxed), work.bytes.load(Ordering::Relaxed));
        let mut table = String::from("phase       seconds\n");
        for (phase, took) in &laps.phases {
            let _ = write!(table, "{phase:<10}  {:>7.3}", took.as_secs_f64());
            if *phase == DOCUMENTS {
                let [load, read, facts] = [&work.load, &work.read, &work.facts].map(Sum::seconds);
                let _ = write!(table, "  {files} files, {bytes} bytes; of all threads: ");
                let _ = write!(table, "open and look up {load:.3}, read {read:.3}, facts {facts:.3}");
            }
            table.push('\n');
        }
        let _ = write!(table, "{:<10}  {:>7.3}", "all", self.began.elapsed().as_secs_f64());
        table
    }
}

/// The phase in which documents are read, by all threads at once.
pub(super) const DOCUMENTS: &str = "documents";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_add_up_and_stand_in_order() {
        let timings = Timings::start();
        timings.lap("find");
        timings.work.file(12);
        timings.work.file(30);
        assert_eq!(timings.work.facts.of(|| 7), 7);
        timings.lap(DOCUMENTS);
        timings.lap("find");
        let table = timings.table();
        let phases: Vec<&str> = table.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
        assert_eq!(phases, ["phase", "find", "documents", "all"]);
        assert!(table.contains("2 files, 42 bytes; of all threads: "), "{table}");
    }
}
