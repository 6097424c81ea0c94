//! A session of the gateway: what it gets, its sequence numbers, and what is kept to replay when it is taken up again.
//!
//! Source: Discord, Gateway (Intents, Resuming); Message Content Intent.

use std::collections::VecDeque;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::model::{self, BOT};

pub(super) const GUILDS: u64 = 1;
pub(super) const GUILD_MESSAGES: u64 = 1 << 9;
pub(super) const DIRECT_MESSAGES: u64 = 1 << 12;
pub(super) const MESSAGE_CONTENT: u64 = 1 << 15;
/// Those that the application page must allow: members, presences, message content.
pub(super) const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | MESSAGE_CONTENT;
/// All that exist.
pub(super) const KNOWN: u64 = 0x1FFFF | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;

/// Events kept for a session that comes back. Discord keeps some too, and does not say how many.
const KEPT: usize = 20_000;

/// What a connection is told to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Push {
    /// Send a payload.
    Text(String),
    /// Send a close frame, with or without a code.
    Close(Option<u16>),
    /// End without one.
    Cut,
}

#[derive(Debug)]
pub(super) struct Session {
    pub id: String,
    /// Which shard of how many.
    pub shard: (u64, u64),
    pub intents: u64,
    pub seq: u64,
    log: VecDeque<(u64, String)>,
    /// The number of its connection, and the way to it.
    pub link: Option<(u64, UnboundedSender<Push>)>,
    /// Whether the bot has been told to come back on another connection.
    pub is_leaving: bool,
}

impl Session {
    pub fn new(id: String, shard: (u64, u64), intents: u64, link: (u64, UnboundedSender<Push>)) -> Self {
        Self { id, shard, intents, seq: 0, log: VecDeque::new(), link: Some(link), is_leaving: false }
    }

    /// Whether what is sent now arrives at once.
    pub fn is_live(&self) -> bool {
        self.link.is_some() && !self.is_leaving
    }

    /// Whether it runs over a connection.
    pub fn is_of(&self, connection: u64) -> bool {
        self.link.as_ref().is_some_and(|(number, _)| *number == connection)
    }

    /// Sends an event, if it is one that this session gets, as far as its intents let it be seen.
    pub fn event(&mut self, name: &str, data: &Value) {
        if !self.gets(name, data) {
            return;
        }
        let payload = if name == "MESSAGE_CREATE" || name == "MESSAGE_UPDATE" { self.seen(data).to_string() } else { data.to_string() };
        self.send_event(name, &payload);
    }

    /// Sends an event whatever the intents say.
    pub fn send_event(&mut self, name: &str, payload: &str) {
        self.seq += 1;
        let text = format!("{{\"t\":{},\"s\":{},\"op\":0,\"d\":{payload}}}", json!(name), self.seq);
        self.push(Push::Text(text.clone()));
        self.log.push_back((self.seq, text));
        if self.log.len() > KEPT {
            self.log.pop_front();
        }
    }

    /// Sends what is not an event.
    pub fn push(&self, push: Push) {
        if let Some((_, link)) = &self.link {
            // A connection that has just ended: the session will be taken up again and replayed.
            let _ = link.send(push);
        }
    }

    /// Whether everything after a sequence number is still there.
    pub fn can_replay(&self, after: u64) -> bool {
        self.log.front().is_none_or(|(first, _)| *first <= after + 1)
    }

    /// Sends again what came after a sequence number.
    pub fn replay(&self, after: u64) {
        self.log.iter().filter(|(seq, _)| *seq > after).for_each(|(_, text)| self.push(Push::Text(text.clone())));
    }

    fn gets(&self, name: &str, data: &Value) -> bool {
        let guild = data.get("guild_id").and_then(Value::as_str).and_then(|id| id.parse::<u64>().ok());
        let (shard, shards) = self.shard;
        if guild.map_or(0, |id| (id >> 22) % shards.max(1)) != shard {
            return false;
        }
        let needed = match name {
            "GUILD_CREATE" => GUILDS,
            "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "MESSAGE_DELETE" if guild.is_some() => GUILD_MESSAGES,
            "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "MESSAGE_DELETE" => DIRECT_MESSAGES,
            _ => 0,
        };
        needed & self.intents == needed
    }

    /// A message without its content, unless it concerns the bot.
    fn seen(&self, message: &Value) -> Value {
        let is_direct = message.get("guild_id").is_none();
        let is_own = message.pointer("/author/id").and_then(Value::as_str) == Some(BOT);
        let mentions = message.get("mentions").and_then(Value::as_array).into_iter().flatten();
        let is_mentioned = mentions.into_iter().any(|user| user.get("id").and_then(Value::as_str) == Some(BOT));
        if is_direct || is_own || is_mentioned || self.intents & MESSAGE_CONTENT != 0 {
            return message.clone();
        }
        model::with(message.clone(), &[("content", json!("")), ("embeds", json!([])), ("attachments", json!([])), ("components", json!([]))])
    }
}
