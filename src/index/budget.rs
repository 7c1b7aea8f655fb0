//! How much work a rule may be: so many steps of SQLite's machine, not so many seconds, so that the same
//! rule ends at the same place on every machine.

use std::ffi::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{Connection, Error, ErrorCode};

/// Steps of a rule over an empty index: seconds, where a rule takes milliseconds.
const STEPS: u64 = 300_000_000;
/// Steps more for each row of the index: a rule may look each row up a few times, not compare it
/// with every other row.
const STEPS_A_ROW: u64 = 300;
/// Steps between two looks at the count.
const LOOK: c_int = 100_000;

/// What is left of the steps of a statement; without a limit until one is set.
#[derive(Debug, Clone)]
pub(super) struct Budget {
    looks: Arc<AtomicU64>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { looks: Arc::new(AtomicU64::new(u64::MAX)) }
    }
}

/// Steps of a rule over an index of so many rows.
pub(super) fn steps_for(rows: u64) -> u64 {
    STEPS.saturating_add(rows.saturating_mul(STEPS_A_ROW))
}

impl Budget {
    /// Stops the statements of a connection when nothing is left.
    pub(super) fn watch(&self, connection: &mut Connection) {
        let looks = Arc::clone(&self.looks);
        let is_spent = move || looks.fetch_sub(1, Ordering::Relaxed) <= 1;
        // It fails only when the connection is busy, and no statement runs yet.
        let _ = connection.progress_handler(LOOK, Some(is_spent));
    }

    /// Gives the next statement so many steps.
    pub(super) fn start(&self, steps: u64) {
        self.looks.store((steps / u64::from(LOOK.unsigned_abs())).max(1), Ordering::Relaxed);
    }

    /// Takes the limit away.
    pub(super) fn lift(&self) {
        self.looks.store(u64::MAX, Ordering::Relaxed);
    }
}

/// Why a statement of so many steps failed, for a person.
pub(super) fn why(error: &anyhow::Error, steps: u64) -> String {
    match error.downcast_ref::<Error>() {
        Some(Error::SqliteFailure(failure, _)) if failure.code == ErrorCode::OperationInterrupted => {
            let millions = steps / 1_000_000;
            format!("was stopped after {millions} million steps: it has no end, or grows with the square of the rows")
        }
        _ => format!("cannot be run: {}", error.to_string().lines().next().unwrap_or_default()),
    }
}
