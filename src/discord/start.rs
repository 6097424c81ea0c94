//! What must be known before the bot can connect: whether Discord takes the token, whose it is, where the gateway is, which
//! commands there are. Where Discord can't be reached, it is asked again with growing pauses; where it refuses, the operator must act.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serenity::all::{ApplicationId, GuildId, LightMethod, Route};
use serenity::http::Request;
use thiserror::Error;
use tokio::time::{Instant, sleep};

use super::commands;
use super::limits::check_commands;
use super::register::{definitions, for_one_server, is_registered};
use super::rest::{Fault, Lane, Rest, Terms};

/// How long one question to Discord may take at the start.
const PATIENCE: Duration = Duration::from_secs(15);

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How often the operator hears that Discord can't be reached.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// What the bot does in a server: see channels, send messages, in threads too, with embeds, and reply to a message, for which
/// Discord asks to read what was said before. Source: Discord, Permissions.
const PERMISSIONS: u64 = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 16 | 1 << 38;

/// Why the bot can't start, and what the operator can do.
#[derive(Debug, Error)]
pub enum StartError {
    /// 401, or close code 4004.
    #[error(
        "Discord refuses the token; make a new one at https://discord.com/developers/applications (your application, Bot, Reset Token) and put it \
         where the old one is"
    )]
    Token,
    /// Close code 4013 or 4014.
    #[error(
        "Discord refuses the events that the bot asks for (guilds, guild messages, direct messages; none of them privileged); see at \
         https://discord.com/developers/applications, under Bot, whether the application is restricted"
    )]
    Intents,
    /// Close codes 4010 and 4011, about how the bot is divided into shards, and 4012, about the version of the gateway.
    #[error("{}", closed(*.0))]
    Closed(u16),
    /// Any other refusal.
    #[error("Discord does not let the bot {what}: {fault}; see at https://discord.com/developers/applications whether the application is in order")]
    Refused {
        /// What was tried.
        what: &'static str,
        /// How it was refused.
        fault: Fault,
    },
    /// Said where it is not tried again.
    #[error("{place} can't be reached: {fault}; check the connection, then try again")]
    Unreachable {
        /// Discord, or the address of the server in its place.
        place: String,
        /// Why.
        fault: Fault,
    },
    /// The bot is not in the server that was named.
    #[error("Discord does not let the bot register commands in the server of `--guild`: {0}; check the number, and invite the bot there first: {1}")]
    Guild(Fault, String),
    /// What the system does not let us do.
    #[error("the system does not let the bot start: {0}")]
    System(String),
    /// A fault of the bot's own.
    #[error("a fault in the program ends the bot: {0}; please report it")]
    Ours(&'static str),
}

fn closed(code: u16) -> String {
    match code {
        4012 => "Discord does not speak this version of its gateway any more (close code 4012); get a newer version of the bot".to_owned(),
        _ => format!(
            "Discord refuses how the bot divides its servers among connections (close code {code}); start it again, because it asks Discord for their \
             number when it starts"
        ),
    }
}

/// The application that the token belongs to.
#[derive(Debug, Deserialize)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// What its owner named it.
    #[serde(default)]
    pub name: String,
}

impl Application {
    /// Where the bot is invited to a server, with what it needs and nothing else.
    #[must_use]
    pub fn invite(&self) -> String {
        format!("https://discord.com/oauth2/authorize?client_id={}&scope=bot+applications.commands&permissions={PERMISSIONS}", self.id)
    }

    /// Where a member installs it for themselves, to take it along to other servers and conversations.
    #[must_use]
    pub fn install(&self) -> String {
        format!("https://discord.com/oauth2/authorize?client_id={}&integration_type=1&scope=applications.commands", self.id)
    }
}

/// Where to connect.
#[derive(Debug, Deserialize)]
pub struct Gateway {
    /// The address.
    pub url: String,
    /// How many shards Discord recommends; 1 where it says none.
    #[serde(default)]
    pub shards: u32,
    /// How often one may connect anew.
    #[serde(default)]
    pub session_start_limit: Sessions,
}

/// How often one may connect anew.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub struct Sessions {
    /// So often today.
    pub remaining: u64,
    /// Until it begins anew, in milliseconds.
    pub reset_after: u64,
}

impl Default for Sessions {
    fn default() -> Self {
        Self { remaining: 1, reset_after: 0 }
    }
}

impl Sessions {
    /// How long to wait until so many may be begun; `None` where they may be now.
    #[must_use]
    pub fn wait_for(&self, count: u32) -> Option<Duration> {
        (self.remaining < u64::from(count)).then(|| Duration::from_millis(self.reset_after.clamp(1000, 24 * 60 * 60 * 1000)))
    }
}

/// Whose the token is.
///
/// # Errors
///
/// Why Discord does not say.
pub async fn application(rest: &Rest) -> Result<Application, Fault> {
    read(&rest.ask(LightMethod::Get, Route::Oauth2ApplicationCurrent, None, terms(PATIENCE)).await?)
}

/// Where to connect. There is always a shard.
///
/// # Errors
///
/// Why Discord does not say.
pub async fn gateway(rest: &Rest) -> Result<Gateway, Fault> {
    let mut gateway: Gateway = read(&rest.ask(LightMethod::Get, Route::GatewayBot, None, terms(PATIENCE)).await?)?;
    if !["ws://", "wss://"].iter().any(|scheme| gateway.url.starts_with(scheme)) {
        return Err(Fault::Strange("the answer names no gateway"));
    }
    gateway.shards = gateway.shards.max(1);
    Ok(gateway)
}

/// What is registered, or would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registered {
    /// Discord had it already.
    Already(usize),
    /// Discord has it now, or would have.
    Now(usize),
}

/// Registers the commands, for all of Discord or one server, where Discord has others; with `only_look`, tells whether it would.
///
/// # Errors
///
/// Why Discord refuses.
pub async fn register(rest: &Rest, application_id: ApplicationId, guild: Option<GuildId>, only_look: bool) -> Result<Registered, Fault> {
    check_commands(&commands::all()).map_err(|breach| Fault::Ours(format!("Discord would not take the commands: {breach}")))?;
    let (route, wanted) = match guild {
        Some(guild_id) => (Route::GuildCommands { application_id, guild_id }, for_one_server(definitions())),
        None => (Route::Commands { application_id }, definitions()),
    };
    let count = wanted.as_array().map_or(0, Vec::len);
    let look = Request::new(route, LightMethod::Get).params(Some(vec![("with_localizations", "true".to_owned())]));
    let had = read(&rest.ask_with(look, terms(PATIENCE)).await?)?;
    if is_registered(&wanted, &had) {
        return Ok(Registered::Already(count));
    }
    if !only_look {
        let body = serde_json::to_vec(&wanted).map_err(|_| Fault::Ours("the commands can't be written".to_owned()))?;
        rest.ask(LightMethod::Put, route, Some(body), terms(LONGEST_PAUSE)).await?;
    }
    Ok(Registered::Now(count))
}

/// Asks until there is an answer or a refusal; once only where `once` is set.
///
/// # Errors
///
/// The refusal.
pub async fn reach<T>(place: &str, what: &'static str, once: bool, mut ask: impl AsyncFnMut() -> Result<T, Fault>) -> Result<T, StartError> {
    let mut pause = Duration::from_secs(1);
    let mut told_at: Option<Instant> = None;
    loop {
        let fault = match ask().await {
            Ok(answer) => return Ok(answer),
            Err(Fault::Refused { status: 401, .. }) => return Err(StartError::Token),
            Err(fault) if !fault.may_pass() => return Err(StartError::Refused { what, fault }),
            Err(fault) => fault,
        };
        if once {
            return Err(StartError::Unreachable { place: place.to_owned(), fault });
        }
        if told_at.is_none_or(|at| at.elapsed() >= TOLD_EVERY) {
            told_at = Some(Instant::now());
            tracing::warn!(%fault, "{place} can't be reached to {what}; trying again until it can");
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

fn terms(time: Duration) -> Terms<'static> {
    Terms { lane: Lane::Patient, deadline: Instant::now() + time, name: "start" }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    // What it says may hold ids.
    serde_json::from_slice(body).map_err(|_| Fault::Strange("the answer is not what Discord's API says"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Application, Gateway, PERMISSIONS};

    #[test]
    fn the_invite_asks_for_what_is_used_and_nothing_else() {
        let application: Application = serde_json::from_str(r#"{"id": "123", "name": "A bot", "more": 1}"#).unwrap();
        assert_eq!(application.invite(), "https://discord.com/oauth2/authorize?client_id=123&scope=bot+applications.commands&permissions=274877991936");
        assert_eq!(PERMISSIONS, 274_877_991_936);
        assert_eq!(application.install(), "https://discord.com/oauth2/authorize?client_id=123&integration_type=1&scope=applications.commands");
    }

    #[test]
    fn a_gateway_that_says_little_is_taken_as_it_is() {
        let gateway: Gateway = serde_json::from_str(r#"{"url": "ws://127.0.0.1:9"}"#).unwrap();
        assert_eq!((gateway.shards, gateway.session_start_limit.remaining), (0, 1));
        let wait = |count| gateway.session_start_limit.wait_for(count);
        assert_eq!((wait(1), wait(2)), (None, Some(Duration::from_secs(1))));
    }
}
