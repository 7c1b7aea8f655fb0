//! `iso20k completions` and `iso20k man`: what a package installs beside the program, made from the same
//! definitions as the help.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;

use super::Cli;

/// The program's name, as a shell sees it.
const PROGRAM: &str = "iso20k";

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct Man {
    /// A command, such as `assess` or `catalogue export`
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

pub(super) fn completions(options: &Completions) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::command(), PROGRAM, &mut script);
    super::print_bytes(&script);
    ExitCode::SUCCESS
}

pub(super) fn man(options: &Man) -> Result<ExitCode> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command(&options.command)?).render(&mut page)?;
    super::print_bytes(&page);
    Ok(ExitCode::SUCCESS)
}

/// A command by its path; its page is named as it is called: `iso20k-assess`.
fn command(path: &[String]) -> Result<Command> {
    let mut command = Cli::command();
    // Fills in names and what commands inherit.
    command.build();
    for part in path {
        command = command.find_subcommand(part).with_context(|| format!("no command `{part}`"))?.clone();
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page() {
        for known in Cli::command().get_subcommands() {
            let found = command(&[known.get_name().to_owned()]).unwrap();
            assert_eq!(found.get_display_name(), Some(format!("iso20k-{}", known.get_name()).as_str()));
        }
        assert!(command(&["certify".into()]).is_err());
    }
}
