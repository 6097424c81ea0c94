//! `strikebot bot`: answers on Discord until it is stopped.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use jiff::ZonedDateTime;
use jiff::civil::Date;
use reqwest::Url;
use serenity::all::GuildId;
use tracing::Level;

use super::Failure;
use super::setup::{Setup, Voice, day};
use crate::discord::log::{self, Form, Signs};
use crate::discord::rate::RateLimit;
use crate::discord::run::{Ended, Options, run};
use crate::discord::token::Token;

/// The variable that stands for `--discord-api`.
const API_VARIABLE: &str = "STRIKEBOT_DISCORD_API";

/// Answer on Discord
///
/// Connects to Discord with the token in the environment variable `DISCORD_TOKEN`, or in the file that `DISCORD_TOKEN_FILE` names, and
/// answers slash commands, direct messages, mentions and replies until it is stopped. It prints the link that invites it. It keeps
/// no message and nobody's id.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  DISCORD_TOKEN_FILE=token.txt strikebot bot --dry-run\n  DISCORD_TOKEN_FILE=token.txt strikebot bot --guild 123456789012345678\n\n\
                        Exit codes: 0 stopped by SIGTERM or SIGINT (or the dry run found all in order), 2 wrong usage, unusable knowledge, or Discord refuses. \
                        Where Discord can't be reached it is tried again; a dry run ends with 2."
)]
pub(super) struct Bot {
    /// A knowledge file, or a folder whose *.toml files are read together
    #[arg(long, value_name = "PATH", default_value = "knowledge")]
    knowledge: PathBuf,

    /// Check the token, the knowledge and the commands, say what would be done, and end
    #[arg(long)]
    dry_run: bool,

    /// Register the commands in this server alone, where they show at once [default: all of Discord]
    #[arg(long, value_name = "ID", value_parser = guild)]
    guild: Option<GuildId>,

    /// How many questions a member may ask in how many seconds; one about danger to life is always answered
    #[arg(long, value_name = "COUNT/SECONDS|off", default_value = "5/10")]
    rate_limit: RateLimit,

    /// A server that speaks Discord's API, in its place: http(s)://HOST:PORT [default: Discord, or `STRIKEBOT_DISCORD_API`]
    #[arg(long, value_name = "URL", value_parser = origin)]
    discord_api: Option<Url>,

    /// `human` for people, `json` for programs: one object a line, on standard error
    #[arg(long, value_name = "human|json", hide_possible_values = true, hide_default_value = true, default_value = "human")]
    log_format: LogFormat,

    /// The least that is logged; `debug` follows each request under a random name
    #[arg(long, value_name = "error|warn|info|debug", hide_possible_values = true, default_value = "info")]
    log_level: LogLevel,

    /// Answer as if asked on this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,

    /// Neither use nor keep the trained index; slower to start, and nothing is written to disk
    #[arg(long)]
    no_cache: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
}

impl Bot {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        let form = if self.log_format == LogFormat::Json { Form::Json } else { Form::Human };
        let signs = log::start(form, self.log_level.into());
        match (self.answer(form, signs), form) {
            (Ok(()), _) => Ok(ExitCode::SUCCESS),
            (Err(failure), Form::Human) => Err(failure),
            // Whoever reads the log with a program reads nothing else.
            (Err(failure), Form::Json) => {
                tracing::error!("{failure}");
                Ok(ExitCode::from(2))
            }
        }
    }

    fn answer(self, form: Form, signs: Arc<Signs>) -> Result<(), Failure> {
        let in_variable = || env::var(API_VARIABLE).ok().filter(|url| !url.is_empty());
        let api = match self.discord_api {
            Some(api) => Some(api),
            None => in_variable().map(|url| origin(&url)).transpose().map_err(|why| Failure::Unusable(format!("{API_VARIABLE}: {why}")))?,
        };
        let token = Token::from_environment(|name| env::var_os(name)).map_err(|error| Failure::Unusable(error.to_string()))?;
        let fixed = self.today;
        let today = Arc::new(move || fixed.unwrap_or_else(|| ZonedDateTime::now().date()));
        let options = Options { token, api, guild: self.guild, limit: self.rate_limit, today, dry_run: self.dry_run, signs };
        let (knowledge, no_cache) = (self.knowledge, self.no_cache);
        let voice = if form == Form::Json { Voice::Log } else { Voice::Terminal };
        run(options, move || Setup::learn(&knowledge, no_cache, voice)).map_err(|ended| match ended {
            Ended::Knowledge(failure) => failure,
            Ended::Start(error) => Failure::Unusable(error.to_string()),
            Ended::Output(error) => error.into(),
        })
    }
}

impl From<LogLevel> for Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::ERROR,
            LogLevel::Warn => Self::WARN,
            LogLevel::Info => Self::INFO,
            LogLevel::Debug => Self::DEBUG,
        }
    }
}

fn guild(text: &str) -> Result<GuildId, &'static str> {
    let number = text.parse().ok().filter(|number| *number > 0 && *number < u64::MAX && !text.starts_with('+'));
    number.map(GuildId::new).ok_or("a server's id is a number of some 18 digits: in Discord, turn on the developer mode, then Copy Server ID")
}

/// An address without a path: the paths are Discord's.
fn origin(text: &str) -> Result<Url, &'static str> {
    let is_origin =
        |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host() && url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let is_bare = |url: &Url| url.username().is_empty() && url.password().is_none();
    Url::parse(text).ok().filter(|url| is_origin(url) && is_bare(url)).ok_or("an address is written like this, without a path: http://127.0.0.1:8080")
}

#[cfg(test)]
mod tests {
    use super::{guild, origin};

    #[test]
    fn an_address_has_a_host_and_no_path() {
        for good in ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "https://discord.example", "http://[::1]:80"] {
            assert!(origin(good).is_ok(), "{good}");
        }
        for bad in
            ["", "127.0.0.1:8080", "ftp://host", "http://", "http://host/api/v10", "http://host?x", "http://user:word@host", "http://host#x", "file:///x"]
        {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_server_is_a_number() {
        assert!(guild("123456789012345678").is_ok());
        for bad in ["", "0", "-1", "+1", "12a", "18446744073709551615", "18446744073709551616", "my server"] {
            assert!(guild(bad).is_err(), "{bad}");
        }
    }
}
