//! `strikebot ask`: one question, or one on each line of standard input.

use std::ffi::OsString;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::input::Lines;
use super::page::{Page, visible_json};
use super::setup::Setup;
use super::{Failure, Format, why};
use crate::assistant::{Explanation, Reply};
use crate::knowledge::Knowledge;

/// Answer one question
///
/// Write the question as you would say it, in English or Spanish, in quotation marks. The reply opens with what was understood
/// and names its sources; where nothing fits, it says so.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  strikebot ask \"Are the pharmacies open?\"\n  strikebot ask --format json \"¿Cuándo empezó la huelga?\"\n  \
                        strikebot ask --stdin --format json < questions.txt\n\nExit codes: 0 a reply (an \"I don't know\" too), 2 wrong usage or unusable knowledge.")]
pub(super) struct Ask {
    /// The question, in your own words
    #[arg(value_name = "QUESTION", conflicts_with = "stdin")]
    question: Vec<OsString>,

    /// Answer each line of standard input, in order
    #[arg(long)]
    stdin: bool,

    /// `text` for people, `json` for programs: one object a line
    #[arg(long, value_name = "text|json", hide_possible_values = true, hide_default_value = true, default_value = "text")]
    format: Format,

    /// Tell how each reply came about
    #[arg(long)]
    explain: bool,

    #[command(flatten)]
    setup: Setup,
}

impl Ask {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        if self.question.is_empty() && !self.stdin {
            return Err(Failure::Unusable(
                "no question was given; for example: strikebot ask \"Are the pharmacies open?\" (or `--stdin` to read questions line by line)".to_owned(),
            ));
        }
        let assistant = self.setup.assistant()?;
        let context = self.setup.context();
        let answer = |message: &str| assistant.explain(message, context);
        let write: &mut dyn FnMut(&Reply, &Explanation) -> io::Result<()> = match self.format {
            Format::Text => &mut text(Page::stdout(), assistant.knowledge(), self.explain),
            Format::Json => &mut json(io::stdout().lock(), self.explain),
        };
        if self.stdin {
            each_line(io::stdin().lock(), answer, write)?;
        } else {
            let words: Vec<_> = self.question.iter().map(|word| word.to_string_lossy()).collect();
            let (reply, explanation) = answer(&words.join(" "));
            write(&reply, &explanation)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// One reply for each line, written before the next line is read.
fn each_line(
    reader: impl BufRead,
    answer: impl Fn(&str) -> (Reply, Explanation),
    write: &mut dyn FnMut(&Reply, &Explanation) -> io::Result<()>,
) -> Result<(), Failure> {
    for line in Lines::new(reader) {
        let line = line.map_err(|error| Failure::Unusable(format!("standard input can't be read: {error}")))?;
        let (reply, explanation) = answer(&line);
        write(&reply, &explanation)?;
    }
    Ok(())
}

/// Replies for people, an empty line between two.
fn text<W: Write>(mut page: Page<W>, knowledge: &Knowledge, explain: bool) -> impl FnMut(&Reply, &Explanation) -> io::Result<()> {
    let mut first = true;
    move |reply, explanation| {
        if !std::mem::take(&mut first) {
            page.blank()?;
        }
        page.reply(reply, knowledge)?;
        if explain {
            page.blank()?;
            why::show(&mut page, explanation)?;
        }
        page.flush()
    }
}

/// Replies for programs, one object a line.
fn json<W: Write>(mut out: W, explain: bool) -> impl FnMut(&Reply, &Explanation) -> io::Result<()> {
    move |reply, explanation| {
        let object = Object { reply, explanation: explain.then_some(explanation) };
        let line = serde_json::to_string(&object).map_err(io::Error::other)?;
        writeln!(out, "{}", visible_json(&line))?;
        out.flush()
    }
}

#[derive(Serialize)]
struct Object<'r> {
    #[serde(flatten)]
    reply: &'r Reply,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'r Explanation>,
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::{each_line, json, text};
    use crate::assistant::{Explanation, Reply};
    use crate::cli::Failure;
    use crate::cli::page::Page;
    use crate::cli::sample;
    use crate::text::Language::English;

    fn echo(message: &str) -> (Reply, Explanation) {
        (Reply { question: message.to_owned(), ..sample::unknown(English) }, Explanation::default())
    }

    #[test]
    fn every_line_gets_one_object_in_order_even_an_empty_one() {
        let mut out = Vec::new();
        each_line(&b"one\n\ncaf\xe9\r\n\x1b[2J"[..], echo, &mut json(&mut out, false)).unwrap();
        let out = String::from_utf8(out).unwrap();
        let questions: Vec<_> = out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["question"].clone()).collect();
        assert_eq!(questions, ["one", "", "caf\u{fffd}", "\u{1b}[2J"]);
        assert!(!out.contains('\u{1b}') && !out.contains("explanation"));
    }

    #[test]
    fn a_reply_is_out_before_the_next_line_is_read() {
        let events = RefCell::new(Vec::new());
        let answer = |message: &str| {
            events.borrow_mut().push(format!("asked {message}"));
            echo(message)
        };
        let mut write = |reply: &Reply, _: &Explanation| {
            events.borrow_mut().push(format!("told {}", reply.question));
            Ok(())
        };
        each_line(&b"one\ntwo\n"[..], answer, &mut write).unwrap();
        assert_eq!(events.into_inner(), ["asked one", "told one", "asked two", "told two"]);
    }

    #[test]
    fn a_closed_pipe_comes_back_as_such() {
        let closed = |_: &Reply, _: &Explanation| Err(std::io::ErrorKind::BrokenPipe.into());
        let failure = each_line(&b"one\n"[..], echo, &mut { closed }).unwrap_err();
        assert!(matches!(failure, Failure::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe));
    }

    #[test]
    fn an_explained_object_has_the_replys_keys_in_order_and_one_more() {
        let mut out = Vec::new();
        let (reply, explanation) = sample::answered(English);
        json(&mut out, true)(&reply, &explanation).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }

    #[test]
    fn replies_for_people_are_wrapped_and_stand_apart() {
        let mut out = Vec::new();
        let knowledge = sample::knowledge();
        {
            let mut write = text(Page::new(anstream::StripStream::new(&mut out), Some(44)), &knowledge, true);
            let (reply, explanation) = sample::answered(English);
            write(&reply, &explanation).unwrap();
            write(&sample::unsure(English), &Explanation::default()).unwrap();
        }
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}
