//! What is settled before the server starts.

use std::time::Duration;

use serde_json::Value;

/// How this Discord is set up. The defaults are Discord's own.
#[derive(Debug, Clone)]
pub struct Options {
    /// The bot's token.
    pub token: String,
    /// The port to listen on at 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// How often the bot is to send a heartbeat.
    pub heartbeat: Duration,
    /// The privileged intents that the application page allows, as bits.
    pub privileged: u64,
    /// How long an interaction waits for its first answer. Source: Discord, Receiving and Responding.
    pub answer_within: Duration,
    /// How long an interaction's token is good for follow-ups and edits. Source: Discord, Receiving and Responding.
    pub token_lives: Duration,
    /// Whether too many requests are refused: 5 messages in 5 s in one channel, 50 requests a second on every other route.
    pub limits_requests: bool,
    /// How long the library itself waits for the bot before it says what it saw instead.
    pub patience: Duration,
    /// Commands that are registered already, as the bot once sent them.
    pub commands: Vec<Value>,
    /// How many shards `GET /gateway/bot` recommends.
    pub shards: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: "rehearsal.token.of-no-worth".to_owned(),
            port: 0,
            heartbeat: Duration::from_millis(41_250),
            privileged: 0,
            answer_within: Duration::from_secs(3),
            token_lives: Duration::from_secs(900),
            limits_requests: false,
            patience: Duration::from_secs(10),
            commands: Vec::new(),
            shards: 1,
        }
    }
}
