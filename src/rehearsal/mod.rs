//! A small Discord on this machine, to run the bot against without Discord: REST v10 and gateway v10, as far as a bot needs them
//! that answers slash commands, buttons and messages.
//!
//! What it is for: tests drive the real bot over real sockets and see every body that it sends; a page for people can stand on it.
//! So it holds to Discord's own rules (an answer within 3 s, one callback, no content of messages that don't concern the bot,
//! limits on bodies), and misbehaves only on demand, as Discord does on a bad day.
//!
//! ```no_run
//! # async fn try_it() -> Result<(), Box<dyn std::error::Error>> {
//! use strikebot::rehearsal::{Options, Rehearsal};
//!
//! let discord = Rehearsal::start(Options::default()).await?;
//! // Start a bot with `--discord-api` and this address, and the token of `Options::default()`.
//! println!("{}", discord.api_url());
//! discord.registered("ask").await?;
//! let reply = discord.member("anna").slash("ask", serde_json::json!({"question": "Are pharmacies open?"})).await?;
//! assert!(reply.is_ephemeral());
//! # Ok(()) }
//! ```

mod body;
mod buckets;
mod commands;
mod error;
mod exchange;
mod failure;
mod gateway;
mod handle;
mod identify;
mod interaction;
mod limits;
mod member;
mod message;
mod model;
mod options;
mod rest;
mod route;
mod server;
mod session;
mod world;

pub use exchange::{Exchange, How, Missed, Reply};
pub use failure::Failure;
pub use handle::{Handle, Rehearsal};
pub use member::Member;
pub use options::Options;
pub use world::{Counts, Sent};
