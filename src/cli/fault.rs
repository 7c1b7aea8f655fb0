//! A fault in the program itself: said by its place, never by words that may quote what was being read.

use std::sync::{Mutex, PoisonError};

/// Where it was.
static FAULT: Mutex<String> = Mutex::new(String::new());

/// A reader that panics costs one file, which `unread` names; the library's own words about it would only stand
/// between our messages. Whoever asks for more gets the place in the code, never the words: those may quote what
/// was being read ("not a boundary of `…`"), and a log is no place for what a client wrote.
#[expect(clippy::print_stderr, reason = "stderr is where talk goes")]
pub(super) fn quiet(verbose: bool) {
    std::panic::set_hook(Box::new(move |fault| {
        let place = fault.location().map_or_else(|| "a place unknown".to_owned(), ToString::to_string);
        if verbose {
            eprintln!("fault: at {place}");
        }
        *FAULT.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
}

/// Where the last one was, in the code.
pub(super) fn last() -> String {
    FAULT.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
