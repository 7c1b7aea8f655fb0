//! The program.

use std::process::ExitCode;

use iso20k::document::worker;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(worker::SUBCOMMAND) {
        return if worker::serve().is_ok() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        };
    }
    ExitCode::SUCCESS
}
