//! The command line: options of each command, one file a command. Prints, and returns the exit status; what is done
//! is done by the modules below.

mod check;

use std::io;

use clap::{Parser, Subcommand};

/// Nothing at or above `--fail-on`.
pub(crate) const CLEAN: u8 = 0;
/// Findings at or above it.
pub(crate) const FOUND: u8 = 1;
/// Usage, configuration, or an input that could not be read.
pub(crate) const FAILED: u8 = 2;

#[derive(Parser)]
#[command(
    name = "shenjiao",
    version,
    about = "审校：检查政府网站和政务新媒体的中文稿件",
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 检查文件、文件夹或导出的稿件
    Check(check::Args),
}

/// Parses the arguments, runs the command and gives the exit status.
pub fn main() -> io::Result<u8> {
    match Cli::parse().command {
        Command::Check(args) => check::run(args),
    }
}
