//! `strikebot chat`: a conversation in the terminal, as a member would have it. Nothing of it is written to disk.

mod conversation;
mod services;

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use clap::Args;
use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{Config, Editor};

use super::Failure;
use super::input::Lines;
use super::page::Page;
use super::setup::Setup;
use conversation::{Conversation, Next};

const PROMPT: &str = "> ";

/// Try the bot out in a conversation
///
/// Ask as a member would. Type /help for what else you can type; Ctrl-D leaves. Nothing that you type is kept.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  strikebot chat\n  strikebot chat --knowledge drafts/ --lang es\n  strikebot chat --today 2023-10-05   (says which answers were of the past on that day)"
)]
pub(super) struct Chat {
    #[command(flatten)]
    setup: Setup,
}

impl Chat {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        let assistant = self.setup.assistant()?;
        let answer = |message: &str, context| assistant.explain(message, context);
        let mut conversation = Conversation::new(assistant.knowledge(), &answer, self.setup.context());
        if io::stdin().is_terminal() && io::stdout().is_terminal() {
            edited(&mut conversation)?;
        } else {
            plain(&mut conversation, io::stdin().lock(), &mut Page::stdout())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// With line editing, and a history in memory.
fn edited(conversation: &mut Conversation<'_>) -> Result<(), Failure> {
    let unusable = |error: ReadlineError| Failure::Unusable(format!("this terminal can't be used for a conversation: {error}; try `strikebot ask`"));
    let config = Config::builder().auto_add_history(true).build();
    let mut editor = Editor::<(), MemHistory>::with_history(config.clone(), MemHistory::with_config(&config)).map_err(unusable)?;
    conversation.open(&mut Page::stdout())?;
    loop {
        let line = match editor.readline(PROMPT) {
            Ok(line) => line,
            Err(ReadlineError::Eof | ReadlineError::Interrupted) => return Ok(()),
            Err(error) => return Err(unusable(error)),
        };
        // Anew each time: the window may have another width by now.
        if conversation.turn(&line, &mut Page::stdout())? == Next::Leave {
            return Ok(());
        }
    }
}

/// From a file or a pipe.
fn plain<W: Write>(conversation: &mut Conversation<'_>, reader: impl BufRead, page: &mut Page<W>) -> Result<(), Failure> {
    conversation.open(page)?;
    for line in Lines::new(reader) {
        let line = line.map_err(|error| Failure::Unusable(format!("standard input can't be read: {error}")))?;
        if conversation.turn(&line, page)? == Next::Leave {
            break;
        }
    }
    Ok(())
}
