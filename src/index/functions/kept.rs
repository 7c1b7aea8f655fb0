//! Lists that SQL makes and asks: what SQL holds of one is its number.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Error, Result};

/// Lists that one statement may make: a list for every row would be no help.
const LISTS: usize = 1_000;

/// The lists of the statement that runs.
#[derive(Debug)]
pub(in crate::index) struct Lists<T>(Arc<Mutex<Kept<T>>>);

#[derive(Debug)]
struct Kept<T> {
    /// The last number given; none is given twice.
    last: i64,
    lists: BTreeMap<i64, T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Kept { last: 0, lists: BTreeMap::new() })))
    }
}

impl<T> Clone for Lists<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Lists<T> {
    /// Forgets all lists, between two statements.
    pub(in crate::index) fn clear(&self) {
        self.lock().lists.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Kept<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the list of a number, if there is one.
    pub(super) fn ask<R>(&self, number: i64, question: impl FnOnce(&T) -> R) -> Option<R> {
        self.lock().lists.get(&number).map(question)
    }

    /// Keeps a list and gives its number.
    pub(super) fn keep(&self, list: T) -> Result<i64> {
        let mut kept = self.lock();
        if kept.lists.len() >= LISTS {
            let why = format!("a statement made more than {LISTS} lists: make each once, in a query of its own");
            return Err(Error::UserFunctionError(why.into()));
        }
        kept.last += 1;
        let number = kept.last;
        kept.lists.insert(number, list);
        Ok(number)
    }
}
