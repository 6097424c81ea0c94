//! One turn after the other: a command, a choice from the last suggestions, or a question. Only the last reply is remembered.

use std::io::{self, Write};

use super::services;
use crate::assistant::sentences::{self, Sentence, chat};
use crate::assistant::wording::citation;
use crate::assistant::{Context, Explanation, Reply};
use crate::cli::page::{BOLD, DIM, PLAIN, Page};
use crate::cli::why;
use crate::knowledge::Knowledge;
use crate::text::Language;

/// What comes after a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Another turn.
    Turn,
    /// The end.
    Leave,
}

#[derive(Debug, Clone, Copy)]
enum Command {
    Why,
    Services,
    Sources,
    Lang,
    Help,
    Quit,
}

/// What is typed, what may stand behind it, and what it does.
const COMMANDS: [(&str, &str, Command, Sentence); 6] = [
    ("/why", "", Command::Why, chat::WHY),
    ("/services", "", Command::Services, chat::SERVICES),
    ("/sources", "", Command::Sources, chat::SOURCES),
    ("/lang", " en|es|auto", Command::Lang, chat::LANG),
    ("/help", "", Command::Help, chat::HELP),
    ("/quit", "", Command::Quit, chat::QUIT),
];

/// A conversation.
pub(super) struct Conversation<'a> {
    knowledge: &'a Knowledge,
    answer: &'a dyn Fn(&str, Context) -> (Reply, Explanation),
    context: Context,
    last: Option<(Reply, Explanation)>,
}

impl<'a> Conversation<'a> {
    /// A conversation in which nothing has been said.
    pub(super) const fn new(knowledge: &'a Knowledge, answer: &'a dyn Fn(&str, Context) -> (Reply, Explanation), context: Context) -> Self {
        Self { knowledge, answer, context, last: None }
    }

    /// What the conversation is about, and how to begin.
    pub(super) fn open<W: Write>(&self, page: &mut Page<W>) -> io::Result<()> {
        /// Enough to show what a question looks like.
        const EXAMPLES: usize = 2;
        page.line(BOLD, sentences::title(self.language(), &self.knowledge.campaign))?;
        self.say(page, chat::OPENING)?;
        for entry in self.knowledge.examples().take(EXAMPLES) {
            if let Some((_, text)) = entry.text.best(self.language()) {
                page.item(PLAIN, "  - ", &text.question.value)?;
            }
        }
        page.line(DIM, chat::HELP_HINT.in_language(self.language()))?;
        page.blank()?;
        page.flush()
    }

    /// Answers one line that was typed.
    pub(super) fn turn<W: Write>(&mut self, line: &str, page: &mut Page<W>) -> io::Result<Next> {
        let line = line.trim();
        let next = if line.is_empty() {
            Next::Turn
        } else if line.starts_with('/') {
            self.command(line, page)?
        } else {
            let question = self.chosen(line).unwrap_or_else(|| line.to_owned());
            self.ask(&question, page)?;
            Next::Turn
        };
        if !line.is_empty() && next == Next::Turn {
            page.blank()?;
        }
        page.flush()?;
        Ok(next)
    }

    fn language(&self) -> Language {
        self.context.language.unwrap_or(self.context.fallback)
    }

    fn say<W: Write>(&self, page: &mut Page<W>, sentence: Sentence) -> io::Result<()> {
        page.line(PLAIN, sentence.in_language(self.language()))
    }

    /// The suggestion that a bare number picks. Anything else is a question, even one that begins with a number.
    fn chosen(&self, line: &str) -> Option<String> {
        let (reply, _) = self.last.as_ref()?;
        let number: usize = line.strip_suffix(['.', ')']).unwrap_or(line).parse().ok()?;
        reply.suggestions.get(number.checked_sub(1)?).map(|suggestion| suggestion.question.clone())
    }

    fn ask<W: Write>(&mut self, question: &str, page: &mut Page<W>) -> io::Result<()> {
        let (reply, explanation) = (self.answer)(question, self.context);
        page.reply(&reply, self.knowledge)?;
        if !reply.suggestions.is_empty() {
            page.line(DIM, chat::CHOOSE.in_language(reply.language))?;
        }
        self.last = Some((reply, explanation));
        Ok(())
    }

    fn command<W: Write>(&mut self, line: &str, page: &mut Page<W>) -> io::Result<Next> {
        let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let name = name.to_lowercase();
        let Some((.., command, _)) = COMMANDS.iter().find(|(known, ..)| *known == name) else {
            page.line(PLAIN, &chat::no_such_command(self.language(), nearest(&name)))?;
            return Ok(Next::Turn);
        };
        match command {
            Command::Quit => return Ok(Next::Leave),
            Command::Help => self.help(page)?,
            Command::Services => services::show(page, self.knowledge, self.context)?,
            Command::Lang => self.set_language(argument, page)?,
            Command::Sources => self.sources(page)?,
            Command::Why => match &self.last {
                Some((_, explanation)) => why::show(page, explanation)?,
                None => self.say(page, chat::NOTHING_ASKED)?,
            },
        }
        Ok(Next::Turn)
    }

    fn help<W: Write>(&self, page: &mut Page<W>) -> io::Result<()> {
        self.say(page, chat::COMMANDS)?;
        for (name, argument, _, does) in COMMANDS {
            page.item(PLAIN, &format!("  {:<18}", format!("{name}{argument}")), does.in_language(self.language()))?;
        }
        Ok(())
    }

    fn set_language<W: Write>(&mut self, argument: &str, page: &mut Page<W>) -> io::Result<()> {
        let argument = argument.trim().to_lowercase();
        let language = Language::from_code(&argument);
        if language.is_none() && argument != "auto" {
            return self.say(page, chat::WHICH_LANGUAGE);
        }
        self.context.language = language;
        self.say(page, if language.is_some() { chat::LANGUAGE_SET } else { chat::LANGUAGE_OF_QUESTION })
    }

    fn sources<W: Write>(&self, page: &mut Page<W>) -> io::Result<()> {
        let Some((reply, _)) = &self.last else { return self.say(page, chat::NOTHING_ASKED) };
        if reply.answers.iter().all(|answer| answer.sources.is_empty()) {
            return self.say(page, chat::NO_SOURCES);
        }
        for answer in &reply.answers {
            page.line(BOLD, &answer.question)?;
            page.line(DIM, &sentences::dated(reply.language, answer.as_of, answer.attribution))?;
            for source in &answer.sources {
                page.item(PLAIN, "  - ", &format!("{} [{}]", citation(reply.language, source), source.id))?;
            }
        }
        Ok(())
    }
}

/// The command that a misspelt one is nearest to, if any is near.
fn nearest(name: &str) -> Option<&'static str> {
    /// Pairs "/source" with "/sources" and "/exit" with "/quit", and a word of other letters with nothing.
    const NEAR: f64 = 0.6;
    let known = COMMANDS.iter().map(|&(known, ..)| (strsim::normalized_damerau_levenshtein(name, known), known));
    known.filter(|(similarity, _)| *similarity >= NEAR).max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::{Conversation, Next};
    use crate::assistant::{Context, Explanation, Reply};
    use crate::cli::page::Page;
    use crate::cli::sample;
    use crate::text::Language::{English, Spanish};

    /// What is shown for these lines, and what was asked. A message with "mean" is unclear.
    fn talk(lines: &[&str], language: Option<crate::text::Language>) -> (String, Vec<String>) {
        let knowledge = sample::knowledge();
        let asked = RefCell::new(Vec::new());
        let answer = |message: &str, context: Context| -> (Reply, Explanation) {
            asked.borrow_mut().push(message.to_owned());
            let language = context.language.unwrap_or(context.fallback);
            if message.contains("mean") { (sample::unsure(language), Explanation::default()) } else { sample::answered(language) }
        };
        let context = Context { today: jiff::civil::date(2031, 6, 1), language, fallback: English };
        let mut conversation = Conversation::new(&knowledge, &answer, context);
        let mut out = Vec::new();
        {
            let mut page = Page::new(anstream::StripStream::new(&mut out), Some(60));
            conversation.open(&mut page).unwrap();
            for line in lines {
                if conversation.turn(line, &mut page).unwrap() == Next::Leave {
                    break;
                }
            }
        }
        (String::from_utf8(out).unwrap(), asked.into_inner())
    }

    #[test]
    fn a_number_picks_a_suggestion_and_all_else_is_a_question() {
        for (typed, asked) in [
            ("1", "Are the mill gates open?"),
            (" 3. ", "What does the union ask for?"),
            ("2)", "Is the mill shop open?"),
            ("4", "4"),
            ("0", "0"),
            ("2 hospitals closed?", "2 hospitals closed?"),
            ("99999999999999999999999", "99999999999999999999999"),
            ("-1", "-1"),
        ] {
            let (_, questions) = talk(&["what do you mean", typed], None);
            assert_eq!(questions, ["what do you mean", asked], "{typed:?}");
        }
        assert_eq!(talk(&["1"], None).1, ["1"], "with nothing to choose from a number is a question");
    }

    #[test]
    fn a_conversation_in_english_reads_like_this() {
        insta::assert_snapshot!(talk(&["/why", "", "gates?", "/why", "/sources", "/services", "/help", "/sorces", "/exit now"], None).0);
    }

    #[test]
    fn a_conversation_in_spanish_reads_like_this() {
        insta::assert_snapshot!(talk(&["/sources", "mean?", "/services", "/lang fr", "/lang en", "/help", "/LANG auto", "/zzz"], Some(Spanish)).0);
    }

    #[test]
    fn after_quit_nothing_is_asked() {
        assert!(talk(&["/quit", "gates?"], None).1.is_empty());
    }
}
