//! All that this Discord knows: people, messages, interactions, commands, sessions, what was sent, and what is to go wrong.
//!
//! One lock around it all: what a test sees is always of one moment, and nothing is held across a wait.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;
use tokio::time::Instant;

use super::buckets::Buckets;
use super::exchange::Reply;
use super::failure::{Failure, Planned};
use super::model;
use super::options::Options;
use super::session::{Push, Session};

/// A request that the bot made.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// `POST`.
    pub method: String,
    /// `/channels/{channel}/messages`, or the path itself where it is none of Discord's.
    pub route: String,
    /// As it was asked for.
    pub path: String,
    /// `null` where there was none.
    pub body: Value,
    /// What it was answered with.
    pub status: u16,
    /// Discord's code, where it was refused with one.
    pub code: Option<u64>,
}

/// What has happened since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sessions that are connected now and ready.
    pub live: u64,
    /// Connections to the gateway.
    pub connections: u64,
    /// Sessions begun with an identify.
    pub identified: u64,
    /// Sessions taken up again.
    pub resumed: u64,
    /// Heartbeats received.
    pub heartbeats: u64,
    /// Requests to the REST API, answered or not.
    pub requests: u64,
    /// Changes to the registered commands.
    pub registrations: u64,
}

pub(super) struct World {
    pub options: Options,
    pub port: u16,
    pub counts: watch::Sender<Counts>,
    /// Whether the server takes connections.
    pub is_open: watch::Sender<bool>,
    state: Mutex<State>,
}

pub(super) struct State {
    last_id: u64,
    /// By name.
    pub users: HashMap<String, Value>,
    /// The channel between a user and the bot, by user id.
    pub direct: HashMap<String, String>,
    /// By id.
    pub messages: HashMap<String, Stored>,
    /// By token.
    pub interactions: HashMap<String, Interaction>,
    /// By server; `None` is everywhere.
    pub commands: HashMap<Option<String>, Vec<Value>>,
    pub sent: Vec<Sent>,
    pub sessions: Vec<Session>,
    /// Every connection to the gateway, by number.
    pub links: HashMap<u64, UnboundedSender<Push>>,
    pub planned: Vec<Planned>,
    pub buckets: Buckets,
    /// The code that whoever identifies is closed with.
    pub refuses: Option<u16>,
    /// Everything that members wrote.
    pub words: BTreeSet<String>,
    /// Whether heartbeats are acknowledged.
    pub acknowledges: bool,
    /// Whether events have fields that nobody knows yet.
    pub is_strange: bool,
    /// Who waits for an answer in a channel: the message and where to tell.
    pub waiting: HashMap<String, Vec<Waiting>>,
}

/// A message that is kept.
pub(super) struct Stored {
    pub value: Value,
    /// Where changes of it are told.
    pub replies: Option<UnboundedSender<Reply>>,
}

/// A message to the bot that may be answered.
pub(super) struct Waiting {
    pub message: String,
    pub is_answered: bool,
    pub began: Instant,
    pub replies: UnboundedSender<Reply>,
}

/// Something a member did that the bot may answer with its token.
pub(super) struct Interaction {
    pub id: String,
    /// 2 command, 3 component, 4 autocomplete, 5 modal.
    pub kind: u8,
    pub channel: String,
    /// As it was sent, to send it again.
    pub event: Value,
    pub began: Instant,
    /// The type of the first answer.
    pub answered: Option<u64>,
    /// The message that "@original" means.
    pub original: Option<String>,
    /// Flags of the first answer, if it was a deferral that nothing has filled yet.
    pub deferred: Option<u64>,
    pub follow_ups: u32,
    pub is_expired: bool,
    /// The message with the component.
    pub source: Option<String>,
    pub replies: UnboundedSender<Reply>,
}

impl World {
    pub fn new(options: Options, port: u16) -> Self {
        let given = options.commands.clone();
        let world = Self { options, port, counts: watch::Sender::default(), is_open: watch::Sender::new(true), state: Mutex::new(State::new()) };
        let mut state = world.lock();
        let commands = given.iter().map(|command| super::commands::complete(&mut state, None, command)).collect();
        state.commands.insert(None, commands);
        drop(state);
        world
    }

    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts something, and how many sessions are ready now.
    pub fn count(&self, state: &State, change: impl FnOnce(&mut Counts)) {
        let live = state.sessions.iter().filter(|session| session.is_live()).count() as u64;
        self.counts.send_modify(|counts| {
            change(counts);
            counts.live = live;
        });
    }
}

impl State {
    fn new() -> Self {
        Self {
            last_id: 0,
            users: HashMap::new(),
            direct: HashMap::new(),
            messages: HashMap::new(),
            interactions: HashMap::new(),
            commands: HashMap::new(),
            sent: Vec::new(),
            sessions: Vec::new(),
            links: HashMap::new(),
            planned: Vec::new(),
            buckets: Buckets::default(),
            refuses: None,
            words: BTreeSet::new(),
            acknowledges: true,
            is_strange: false,
            waiting: HashMap::new(),
        }
    }

    /// How the next request on a route fails, if it is to.
    pub fn failure_of(&mut self, route: &str) -> Option<Failure> {
        let planned = self.planned.iter_mut().find(|planned| planned.left > 0 && planned.on == route)?;
        planned.left -= 1;
        Some(planned.failure)
    }

    /// A new id, greater than every one before. Source: Discord, Snowflakes (milliseconds since 2015, then a counter).
    pub fn id(&mut self) -> String {
        const EPOCH: u128 = 1_420_070_400_000;
        let milliseconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis().saturating_sub(EPOCH);
        let now = u64::try_from(milliseconds << 22).unwrap_or_default();
        self.last_id = now.max(self.last_id + 1);
        self.last_id.to_string()
    }

    /// The user of a name, made at the first mention of it.
    pub fn user(&mut self, name: &str, is_bot: bool) -> Value {
        if let Some(user) = self.users.get(name) {
            return user.clone();
        }
        let user = model::user(&self.id(), name, is_bot);
        self.users.insert(name.to_owned(), user.clone());
        user
    }

    /// The channel between a user and the bot.
    pub fn direct_channel(&mut self, user_id: &str) -> String {
        if let Some(channel) = self.direct.get(user_id) {
            return channel.clone();
        }
        let channel = self.id();
        self.direct.insert(user_id.to_owned(), channel.clone());
        channel
    }

    /// Whether the bot can see a channel and write in it.
    pub fn knows_channel(&self, channel: &str) -> bool {
        channel == model::CHANNEL || self.direct.values().any(|known| known == channel)
    }

    /// Sends an event to every session that it concerns.
    pub fn dispatch(&mut self, name: &str, data: &Value) {
        let mut data = data.clone();
        if self.is_strange {
            data = model::with(data, &[("of_the_future", json!({"unheard": [1, null, "of"]}))]);
        }
        self.sessions.iter_mut().for_each(|session| session.event(name, &data));
    }
}
