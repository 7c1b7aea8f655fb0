//! The command line; everything else is in the library.

use std::process::ExitCode;

use iso20k::document::worker;

fn main() -> ExitCode {
    // The program starts itself again to read risky formats where a crash costs one file.
    if std::env::args_os().nth(1).is_some_and(|argument| argument == worker::SUBCOMMAND) {
        return if worker::serve().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    iso20k::cli::main()
}
