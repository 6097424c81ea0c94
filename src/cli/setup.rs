//! What every answering command needs: which knowledge, which day, which language; and from them an assistant.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use indicatif::ProgressBar;
use jiff::ZonedDateTime;
use jiff::civil::Date;

use super::{Failure, findings, tell};
use crate::assistant::{Assistant, Context};
use crate::storage::{Cache, ReadError, load, read_knowledge};
use crate::text::Language;

/// The options that all answering commands share.
#[derive(Debug, Args)]
pub(super) struct Setup {
    /// A knowledge file, or a folder whose *.toml files are read together
    #[arg(long, value_name = "PATH", default_value = "knowledge")]
    pub(super) knowledge: PathBuf,

    /// Answer in this language, whatever the question is written in [default: the question's own]
    #[arg(long, value_name = "en|es", hide_possible_values = true, value_parser = languages())]
    lang: Option<Language>,

    /// Answer as if asked on this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,

    /// Neither use nor keep the trained index; slower, and nothing is written to disk
    #[arg(long)]
    no_cache: bool,
}

/// How what is noticed on the way is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// To whoever sits at the terminal.
    Terminal,
    /// Into the log, for programs.
    Log,
}

impl Setup {
    /// When and in which language it is asked.
    pub(super) fn context(&self) -> Context {
        Context { today: self.today.unwrap_or_else(|| ZonedDateTime::now().date()), language: self.lang, fallback: language_of(|name| env::var(name).ok()) }
    }

    /// An assistant on the knowledge that was named. Findings are shown if they are errors; warnings are for `check`.
    pub(super) fn assistant(&self) -> Result<Assistant, Failure> {
        Self::learn(&self.knowledge, self.no_cache, Voice::Terminal)
    }

    /// The same for a command with options of its own.
    pub(super) fn learn(knowledge: &Path, no_cache: bool, voice: Voice) -> Result<Assistant, Failure> {
        let files = read_knowledge(knowledge).map_err(Self::nothing_named)?;
        let cache = if no_cache { None } else { Cache::of_user(|name| env::var_os(name).map(PathBuf::from)) };
        let learn = || load(files, cache.as_ref());
        let loaded = match voice {
            Voice::Terminal => with_spinner("Learning the knowledge…", learn),
            Voice::Log => learn(),
        };
        let loaded = loaded.map_err(|parsed| {
            match voice {
                Voice::Terminal => findings::show_errors(&parsed.findings, &parsed.files),
                Voice::Log => findings::log_errors(&parsed.findings, &parsed.files),
            }
            Failure::BrokenKnowledge
        })?;
        match (loaded.unstored, voice) {
            (Some(error), Voice::Terminal) => tell("note", &error.to_string()),
            (Some(error), Voice::Log) => tracing::warn!("{error}"),
            (None, _) => (),
        }
        Ok(loaded.assistant)
    }

    /// Why the knowledge that was named can't be read. Whoever is in another folder has named nothing, and has nothing to respell.
    pub(super) fn nothing_named(error: ReadError) -> Failure {
        match error {
            ReadError::Missing { .. } => Failure::Unusable(format!("{error}, or name the knowledge with `--knowledge PATH`")),
            _ => error.into(),
        }
    }
}

/// Says what takes so long, once it does: what is read from the cache is there before anyone could read that.
fn with_spinner<T>(message: &'static str, work: impl FnOnce() -> T) -> T {
    const LONG: Duration = Duration::from_millis(300);
    let (done, waiting) = mpsc::channel::<()>();
    let teller = thread::spawn(move || {
        if waiting.recv_timeout(LONG) == Err(RecvTimeoutError::Timeout) {
            let spinner = ProgressBar::new_spinner().with_message(message);
            spinner.enable_steady_tick(Duration::from_millis(100));
            let _ = waiting.recv();
            spinner.finish_and_clear();
        }
    });
    let outcome = work();
    drop(done);
    // It only draws; if it failed, nothing is lost.
    let _ = teller.join();
    outcome
}

fn languages() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(["en", "es"]).try_map(|code| Language::from_code(&code).ok_or("no such language"))
}

/// A day as it is written in options.
pub(super) fn day(text: &str) -> Result<Date, String> {
    // Only this form: a date with a time or in another order is more likely a slip.
    let date: Option<Date> = text.parse().ok();
    date.filter(|date| date.to_string() == text).ok_or_else(|| "a day is written like this: 2023-10-04".to_owned())
}

/// The language that the system is set to; English where it is another one.
fn language_of(variable: impl Fn(&str) -> Option<String>) -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    let code = set.as_deref().and_then(|locale| locale.split(['_', '-', '.', '@']).next().map(str::to_lowercase));
    code.and_then(|code| Language::from_code(&code)).unwrap_or(Language::English)
}

#[cfg(test)]
mod tests {
    use super::{day, language_of};
    use crate::text::Language::{English, Spanish};

    #[test]
    fn the_systems_language_is_read_as_the_system_reads_it() {
        for (variables, expected) in [
            (&[][..], English),
            (&[("LANG", "es_MX.UTF-8")], Spanish),
            (&[("LANG", "es")], Spanish),
            (&[("LANG", "est_EE")], English),
            (&[("LANG", "fr_FR.UTF-8")], English),
            (&[("LANG", "en_US.UTF-8"), ("LC_ALL", "es_US.UTF-8")], Spanish),
            (&[("LANG", "es_US.UTF-8"), ("LC_ALL", "")], Spanish),
            (&[("LANG", "es_US.UTF-8"), ("LC_ALL", "C")], English),
        ] {
            let variable = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(language_of(variable), expected, "{variables:?}");
        }
    }

    #[test]
    fn a_day_has_one_form() {
        assert!(day("2023-10-04").is_ok());
        for text in ["2023-10-4", "2023-02-30", "10/04/2023", "2023-10-04T10:00", "yesterday", ""] {
            assert!(day(text).is_err(), "{text:?}");
        }
    }
}
