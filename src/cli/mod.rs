//! The command line: arguments, keys and the clock in; output and exit codes out. Results go to standard output, everything
//! else to standard error. Exit codes: 0 done, 1 an error found or a threshold missed, 2 wrong usage or unusable input.

mod ask;
mod bot;
mod chat;
mod check;
mod eval;
mod findings;
mod input;
mod page;
#[cfg(test)]
mod sample;
mod setup;
mod why;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::storage::ReadError;

/// Everything that can be typed.
#[derive(Debug, Parser)]
#[command(
    name = "strikebot",
    version,
    about = "Answers people's questions about one strike or labor dispute, from what curators wrote.",
    long_about = "Answers people's questions about one strike or labor dispute, from what curators wrote: short answers with their \
                  day and their sources, or an honest \"I don't know\". It makes nothing up. Only `bot` sends anything anywhere: replies, to Discord.",
    after_help = "Examples:\n  strikebot ask \"Are the pharmacies open?\"\n  strikebot chat\n  strikebot check knowledge/\n  \
                  strikebot eval --questions questions.tsv\n\n\
                  `strikebot COMMAND --help` tells all about a command.",
    max_term_width = 100,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Ask(ask::Ask),
    Bot(bot::Bot),
    Chat(chat::Chat),
    Check(check::Check),
    Eval(eval::Eval),
}

/// In which form results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// For other programs.
    Json,
}

/// What ended a command early.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// What was typed or named can't be used; the message says why and what to do.
    #[error("{0}")]
    Unusable(String),
    /// A file that was named can't be read.
    #[error(transparent)]
    Unreadable(#[from] ReadError),
    /// The knowledge has errors, which were shown.
    #[error("the knowledge has errors, so nothing can be answered from it; mend what is told above")]
    BrokenKnowledge,
    /// Output could not be written.
    #[error("the output can't be written: {0}")]
    Output(#[from] io::Error),
}

/// Runs the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Where not even this can be written, the exit code still tells.
            let _ = error.print();
            return u8::try_from(error.exit_code()).map_or(ExitCode::from(2), ExitCode::from);
        }
    };
    let done = match arguments.command {
        Command::Ask(ask) => ask.run(),
        Command::Bot(bot) => bot.run(),
        Command::Chat(chat) => chat.run(),
        Command::Check(check) => check.run(),
        Command::Eval(eval) => eval.run(),
    };
    match done {
        Ok(code) => code,
        // Whoever reads the output has read enough: `strikebot … | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            tell("error", &failure.to_string());
            ExitCode::from(2)
        }
    }
}

/// One line on standard error; where that is closed, nobody is there to be told.
fn tell(what: &str, message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{what}: {}", page::visible(message));
}
